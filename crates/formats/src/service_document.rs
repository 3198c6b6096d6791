//! Service documents of an exchange («служебные документы»): who tells whom what about which file.
//!
//! Read are the receipt notice (КНД 1115110), the amendment request (КНД 1115113, the same form carries refusals), the
//! proposal to revoke 1.01 and 1.02, the universal message (КНД 1115144), and the cancellation of shipment data of
//! marked goods, which is JSON. An unknown version is tried like the last known one, and told to be unknown.
//! Deliberately not read: the signature of the other file that some of them carry, and the operator's confirmations.
//! Numbers of participants stay as written: the published examples themselves have impossible ones.

use jiff::civil::{Date, DateTime, Time};

use crate::error::{Error, short};
use crate::xml::{self, Element};
use crate::{Content, content, encoding, within};

#[cfg(test)]
mod golden;
mod participant;
mod shipment;
#[cfg(test)]
mod tests;

/// Largest file that is read: with the signature of a large chain in it a real one has some hundred kilobytes.
pub const LIMIT_BYTES: usize = 4 * 1024 * 1024;

/// Longest text that is kept: the universal message allows 10,000 characters, the others less.
const TEXT_CHARS: usize = 10_000;
/// Longest name of a file, a person or a company that is kept.
const NAME_CHARS: usize = 1_000;
/// So many events of one universal message are kept; real ones have one or two.
const EVENTS: usize = 100;

/// The form that a service document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceForm {
    /// «Извещение о получении».
    ReceiptNotice,
    /// «Уведомление об уточнении». A refusal to sign and a refusal to revoke are written in it too: only the place that
    /// the operator gives it tells which of the three it is.
    AmendmentRequest,
    /// «Предложение об аннулировании».
    RevocationRequest,
    /// «Универсальное сообщение».
    UniversalMessage,
    /// «Отмена сведений об отгрузке».
    ShipmentFixationCancellation,
}

/// What a service document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceDocument {
    /// Its form.
    pub form: ServiceForm,
    /// `ВерсФорм` as written, shortened; empty where the form has none.
    pub version: String,
    /// The version is one that is known here.
    pub is_known_version: bool,
    /// Its own name (`ИдФайл`); empty where the form has none.
    pub file_id: String,
    /// Name of the file that it is about, as written: with or without ending.
    pub about_file: String,
    /// When it was made, by the clock of who made it; the forms name no time zone.
    pub made_at: Option<DateTime>,
    /// Who tells.
    pub author: Participant,
    /// Who is told.
    pub addressee: Participant,
    /// What is told, empty where nothing is; the texts of a universal message stand in its events.
    pub text: String,
    /// What a universal message tells, in the order of the file.
    pub events: Vec<MessageEvent>,
}

/// A side of the exchange.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Participant {
    /// Идентификатор участника ЭДО; empty where the form has none.
    pub participant_id: String,
    /// Name of the company or the person; empty where the form has none.
    pub name: String,
    /// ИНН as written; empty where the form has none.
    pub inn: String,
    /// КПП as written; empty where the form has none.
    pub kpp: String,
    /// Who signs for the author, or whom a universal message names.
    pub person: Option<Person>,
}

/// A person who speaks for a side.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// Full name.
    pub name: String,
    /// Position; empty where none is given.
    pub position: String,
    /// `СтатПодп` as written, shortened: `1`, `2` or `3`; empty where the form has none.
    pub status: String,
    /// By whose leave, where that is told.
    pub power: Option<SignerPower>,
    /// Phones, as written.
    pub phones: Vec<String>,
    /// Addresses of electronic mail, as written.
    pub emails: Vec<String>,
    /// Other ways to reach them.
    pub other_contact: String,
}

/// By whose leave a person signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignerPower {
    /// `СвДоверЭл`
    Electronic(ElectronicPower),
    /// `СвДоверБум`
    Paper(PaperPower),
}

/// An electronic power of attorney, as a signed paper names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ElectronicPower {
    /// Its number, as written.
    pub number: String,
    /// The day on which it was given.
    pub issued_on: Option<Date>,
    /// Its number in the books of the principal; empty for none.
    pub internal_number: String,
    /// The day of that number.
    pub internal_on: Option<Date>,
    /// It goes along in the package (`СпособПредставл` 1).
    pub goes_along: bool,
    /// The information system that keeps it; empty for none.
    pub system: String,
}

/// A power of attorney on paper, as a signed paper names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PaperPower {
    /// Its number in the books of the principal.
    pub number: String,
    /// The day on which it was given.
    pub issued_on: Option<Date>,
    /// The principal in words; empty for none.
    pub issuer: String,
    /// Who signed it, full name; empty for none.
    pub issued_by: String,
}

/// One event of a universal message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageEvent {
    /// `СтатусУС` as written, shortened: four digits, such as `1999`.
    pub code: String,
    /// Its text.
    pub text: String,
}

/// How a form is built.
struct Outline {
    form: ServiceForm,
    versions: &'static [&'static str],
    /// The element that says what is told; the first one found tells the form.
    body: &'static str,
    /// Element and attribute with the name of the other file, below the body; the element is empty for the body itself.
    about: (&'static str, &'static str),
    made_at: Option<(&'static str, &'static str)>,
    author: &'static str,
    addressee: &'static str,
    text: &'static str,
}

const OUTLINES: [Outline; 4] = [
    Outline {
        form: ServiceForm::ReceiptNotice,
        versions: &["1.03", "1.02"],
        body: "СвИзвПолуч",
        about: ("СведПолФайл", "ИмяПолФайла"),
        made_at: Some(("ДатаПол", "ВремяПол")),
        author: "УчастЭДО",
        addressee: "ОтпрДок",
        text: "",
    },
    Outline {
        form: ServiceForm::AmendmentRequest,
        versions: &["1.03", "1.02"],
        body: "СвУведУточ",
        about: ("СведПолФайл", "ИмяПолФайла"),
        made_at: Some(("ДатаПол", "ВремяПол")),
        author: "УчастЭДО",
        addressee: "ОтпрДок",
        text: "ТекстУведУточ",
    },
    Outline {
        form: ServiceForm::RevocationRequest,
        versions: &["1.02", "1.01"],
        body: "СвПредАн",
        about: ("СведАнФайл", "ИмяАнФайла"),
        made_at: None,
        author: "УчастЭДО",
        addressee: "НапрПредАн",
        text: "ТекстПредАн",
    },
    Outline {
        form: ServiceForm::UniversalMessage,
        versions: &["5.01"],
        body: "СведУС",
        about: ("", "ИмяПолФайл"),
        made_at: Some(("ДатаФорм", "ВремФорм")),
        author: "ОтпрУС",
        addressee: "ПолучУС",
        text: "",
    },
];

/// Reads a service document.
///
/// # Errors
/// [`Error`]; [`Error::NotServiceDocument`] for any other file.
pub fn read(bytes: &[u8]) -> Result<ServiceDocument, Error> {
    match content::recognise(bytes) {
        Content::Nothing => return Err(Error::Empty),
        Content::Xml => {}
        Content::Pdf => return Err(not_one("")),
        Content::Other(_) => {
            within(bytes, LIMIT_BYTES)?;
            return shipment::read(bytes).ok_or_else(|| not_one(""));
        }
    }
    within(bytes, LIMIT_BYTES)?;
    let decoded = encoding::decode(bytes)?;
    let root = xml::parse(&decoded.text, is_of_interest)?;
    of(&root).ok_or_else(|| not_one(&root.name))
}

fn not_one(root: &str) -> Error {
    Error::NotServiceDocument { root: short(root) }
}

/// The elements whose content is read. The signature of the other file is passed over.
fn is_of_interest(name: &str) -> bool {
    let of_outline = |outline: &Outline| {
        [
            outline.body,
            outline.about.0,
            outline.author,
            outline.addressee,
            outline.text,
        ]
        .contains(&name)
    };
    let shared = ["Документ", "Подписант", "СвСобытДок", "ТекстУС"];
    shared.contains(&name) || participant::is_of_interest(name) || OUTLINES.iter().any(of_outline)
}

fn of(root: &Element) -> Option<ServiceDocument> {
    let document = (root.name == "Файл").then(|| child(root, "Документ"))??;
    let (outline, body) = OUTLINES
        .iter()
        .find_map(|outline| child(document, outline.body).map(|body| (outline, body)))?;
    let about = match outline.about.0 {
        "" => Some(body),
        name => child(body, name),
    };
    let mut author = side(document, outline.author);
    let signer = child(document, "Подписант").and_then(participant::person);
    author.person = signer.or(author.person);
    let version = attribute(root, "ВерсФорм");
    Some(ServiceDocument {
        form: outline.form,
        is_known_version: outline.versions.contains(&version.as_str()),
        version: short(&version),
        file_id: line(&attribute(root, "ИдФайл")),
        about_file: about
            .map(|about| line(&attribute(about, outline.about.1)))
            .unwrap_or_default(),
        made_at: outline.made_at.and_then(|names| moment(body, names)),
        author,
        addressee: side(document, outline.addressee),
        text: child(body, outline.text)
            .map(|text| told(&text.text))
            .unwrap_or_default(),
        events: events(document),
    })
}

fn side(document: &Element, name: &'static str) -> Participant {
    child(document, name).map(participant::of).unwrap_or_default()
}

fn events(document: &Element) -> Vec<MessageEvent> {
    let event = |event: &Element| MessageEvent {
        code: short(&attribute(event, "СтатусУС")),
        text: child(event, "ТекстУС")
            .map(|text| told(&text.text))
            .unwrap_or_default(),
    };
    document.children("СвСобытДок").take(EVENTS).map(event).collect()
}

fn child<'e>(element: &'e Element, name: &'static str) -> Option<&'e Element> {
    element.children(name).next()
}

fn attribute(element: &Element, name: &str) -> String {
    element.attribute(name).unwrap_or_default().trim().to_owned()
}

/// One line of a hostile file.
fn line(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(NAME_CHARS)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// A text of a hostile file: its lines stay.
fn told(text: &str) -> String {
    text.trim()
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .take(TEXT_CHARS)
        .collect()
}

/// `ДД.ММ.ГГГГ`; none where it is impossible.
fn day(element: &Element, name: &str) -> Option<Date> {
    let [day, month, year] = numbers(&attribute(element, name))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The same with `ЧЧ.ММ.СС`.
fn moment(element: &Element, (date, time): (&str, &str)) -> Option<DateTime> {
    let date = day(element, date)?;
    let [hour, minute, second] = numbers(&attribute(element, time))?;
    let time = Time::new(
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(second).ok()?,
        0,
    );
    Some(date.to_datetime(time.ok()?))
}

fn numbers(text: &str) -> Option<[i16; 3]> {
    let parts: Option<Vec<i16>> = text
        .split('.')
        .map(|part| {
            let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            if is_number { part.parse().ok() } else { None }
        })
        .collect();
    parts?.try_into().ok()
}
