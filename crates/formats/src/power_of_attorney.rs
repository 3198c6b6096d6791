//! A machine-readable power of attorney («МЧД»): who lets whom act, and how long.
//!
//! Read are the unified format 003 (`EMCHD_1`) and its forerunner 002: their elements are the same for what is read
//! here, but for the name of the last day. Of an unknown version the same is tried, and told to be unknown. Deliberately
//! not read: the powers themselves (a register of codes changes without us), and whether it was revoked (only the
//! register of the ФНС knows).

use jiff::civil::Date;

use crate::error::{Error, short};
use crate::xml::{self, Element};
use crate::{Content, content, encoding, within};

#[cfg(test)]
mod tests;

/// Largest file that is read: real ones have some tens of kilobytes.
pub const LIMIT_BYTES: usize = 2 * 1024 * 1024;

/// The version of the unified format, as `ВерсФорм` names it.
const UNIFIED: &str = "EMCHD_1";
/// Its forerunner.
const FORERUNNER: &str = "002";
/// Longest name of a person or a company that is shown.
const NAME_CHARS: usize = 300;

/// What the file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PowerOfAttorney {
    /// `ВерсФорм` as written, shortened; empty where the file names none.
    pub version: String,
    /// The version is one that is known here.
    pub is_known_version: bool,
    /// Its number in the register, as written; empty where the file names none.
    pub number: String,
    /// The first day.
    pub valid_from: Option<Date>,
    /// The last day.
    pub valid_to: Option<Date>,
    /// Given on by somebody who has the power from another («передоверие»).
    pub is_passed_on: bool,
    /// Who lets act, in the order of the file.
    pub principals: Vec<Participant>,
    /// Who may act, in the order of the file.
    pub representatives: Vec<Participant>,
}

/// A side of a power of attorney.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Participant {
    /// Full name of the person, else that of the company; empty where the file names none.
    pub name: String,
    /// ИНН as written; empty where the file names none.
    pub inn: String,
}

/// Reads a power of attorney.
///
/// # Errors
/// [`Error`]; [`Error::NotPowerOfAttorney`] for any other XML.
pub fn read(bytes: &[u8]) -> Result<PowerOfAttorney, Error> {
    match content::recognise(bytes) {
        Content::Nothing => return Err(Error::Empty),
        Content::Xml => {}
        Content::Pdf | Content::Other(_) => {
            return Err(Error::NotPowerOfAttorney { root: String::new() });
        }
    }
    within(bytes, LIMIT_BYTES)?;
    let decoded = encoding::decode(bytes)?;
    let root = xml::parse(&decoded.text, is_of_interest)?;
    if local(&root.name) != "Доверенность" {
        return Err(Error::NotPowerOfAttorney {
            root: short(&root.name),
        });
    }
    of(&root)
}

/// The elements whose content is read, whatever prefix their name space has.
fn is_of_interest(name: &str) -> bool {
    matches!(
        local(name),
        "Документ"
            | "Довер"
            | "Передов"
            | "СвДов"
            | "СвПереДовер"
            | "СвДоверит"
            | "СвПередПолн"
            | "Доверит"
            | "ПередПолн"
            | "РосОргДовер"
            | "РосОргПерПолн"
            | "СвРосОрг"
            | "ИПДовер"
            | "ИППерПолн"
            | "ФЛДовер"
            | "ФЛПерПолн"
            | "СвУпПред"
            | "СвПолучПолн"
            | "СвПред"
            | "Пред"
            | "СведФизЛ"
            | "СведИП"
            | "СведОрг"
            | "СведФЛ"
            | "ФИО"
    )
}

fn of(root: &Element) -> Result<PowerOfAttorney, Error> {
    let not_one = || Error::NotPowerOfAttorney {
        root: short(&root.name),
    };
    let document = child(root, "Документ").ok_or_else(not_one)?;
    let (body, is_passed_on) = match (child(document, "Довер"), child(document, "Передов")) {
        (Some(body), _) => (body, false),
        (None, Some(body)) => (body, true),
        (None, None) => return Err(not_one()),
    };
    let facts = child(
        body,
        if is_passed_on {
            "СвПереДовер"
        } else {
            "СвДов"
        },
    )
    .ok_or_else(not_one)?;
    let version = attribute(root, "ВерсФорм");
    let (givers, takers) = if is_passed_on {
        ("СвПередПолн", "СвПолучПолн")
    } else {
        ("СвДоверит", "СвУпПред")
    };
    let last_day = ["СрокДейст", "ДатаКонДовер"]
        .into_iter()
        .find_map(|name| day(&attribute(facts, name)));
    Ok(PowerOfAttorney {
        is_known_version: version == UNIFIED || version == FORERUNNER,
        version: short(&version),
        number: attribute(facts, "НомДовер"),
        valid_from: day(&attribute(facts, "ДатаВыдДовер")),
        valid_to: last_day,
        is_passed_on,
        principals: participants(body, givers),
        representatives: participants(body, takers),
    })
}

fn participants(body: &Element, name: &str) -> Vec<Participant> {
    body.children
        .iter()
        .filter(|child| local(&child.name) == name)
        .map(participant)
        .filter(|one| *one != Participant::default())
        .collect()
}

/// The numbers stand on the element of the kind of participant or on the one of the company in it, the name of a person
/// one or two levels deeper; whoever signs for a company is not kept at all.
fn participant(side: &Element) -> Participant {
    let mut found = Participant::default();
    look(side, &mut found);
    found
}

fn look(element: &Element, found: &mut Participant) {
    for name in ["ИННЮЛ", "ИННФЛ"] {
        if found.inn.is_empty() {
            found.inn = attribute(element, name);
        }
    }
    if local(&element.name) == "ФИО" {
        let parts = ["Фамилия", "Имя", "Отчество"].map(|part| attribute(element, part));
        let words: Vec<&str> = parts
            .iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        found.name = cut(&words.join(" "));
    }
    for name in ["НаимОрг", "НаимИП"] {
        if found.name.is_empty() {
            found.name = cut(&attribute(element, name));
        }
    }
    // The reader has bounded the depth.
    element.children.iter().for_each(|child| look(child, found));
}

fn child<'e>(element: &'e Element, name: &str) -> Option<&'e Element> {
    element.children.iter().find(|child| local(&child.name) == name)
}

fn attribute(element: &Element, name: &str) -> String {
    element.attribute(name).unwrap_or_default().trim().to_owned()
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn cut(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_control())
        .take(NAME_CHARS)
        .collect()
}

/// `ГГГГ-ММ-ДД` in 003, `ДД.ММ.ГГГГ` in 002.
fn day(text: &str) -> Option<Date> {
    if let [day, month, year] = text.split('.').collect::<Vec<_>>().as_slice() {
        return Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    }
    text.parse().ok()
}
