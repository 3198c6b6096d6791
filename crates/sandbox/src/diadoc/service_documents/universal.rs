//! Universal messages (КНД 1115144, version 5.01): what callers ask for, and the file that is made of it. Nobody signs it.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::{Paper, file_id, moment, paper, stem};
use crate::clock::Ticks;
use crate::diadoc::model::Part;
use crate::diadoc::title::contract::{self, Node};
use crate::world::Organization;

/// A receipt.
pub const RECEIPT: u32 = 1999;
/// By whose leave was it signed?
pub const AUTHORITY: u32 = 2007;
/// It has to be corrected.
pub const AMENDMENT: u32 = 2999;
/// It will not be signed, or not be revoked.
pub const REJECTION: u32 = 3999;
/// Words.
pub const WORDS: u32 = 4002;
/// Words for a program.
pub const STRUCTURED: u32 = 4003;
/// Longest text of one event, characters.
const TEXT_CHARS: usize = 10_000;

/// The group of a code; none for a code that the service does not know.
pub fn code_group(code: u32) -> Option<&'static str> {
    match code {
        RECEIPT => Some("Receipt"),
        AUTHORITY | AMENDMENT => Some("AmendmentRequest"),
        REJECTION => Some("Rejection"),
        WORDS | STRUCTURED => Some("InformationMessage"),
        _ => None,
    }
}

/// A person whom a message names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// Должность; empty for none.
    pub position: String,
    /// Фамилия, имя, отчество; empty for none.
    pub name: [String; 3],
    /// Phones.
    pub phones: Vec<String>,
    /// Addresses of electronic mail.
    pub emails: Vec<String>,
    /// Other ways to reach them.
    pub other_contact: String,
}

/// What a universal message is to say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Codes with their texts.
    pub events: Vec<(u32, String)>,
    /// Who speaks.
    pub sender: Option<Person>,
    /// Who is spoken to.
    pub recipient: Option<Person>,
}

impl Wanted {
    /// One event with its words.
    pub fn of(code: u32, text: &str) -> Self {
        Self {
            events: vec![(code, text.to_owned())],
            ..Self::default()
        }
    }
}

/// Reads the short XML of a caller. `usual` is whom the service knows; the error says what is wrong with it.
pub fn read(bytes: &[u8], usual: &Person) -> Result<Wanted, String> {
    let root = contract::read(bytes)?;
    if root.name != "UniversalMessage" {
        return Err(format!(
            "Ожидался элемент UniversalMessage, получен {}",
            root.name
        ));
    }
    let mut events = Vec::new();
    for one in root.all("UniversalMessageInfos") {
        let code = one.attribute("StatusCode");
        let number = code.parse().ok().filter(|number| *number < 10_000);
        let number: u32 = number.ok_or_else(|| format!("StatusCode: {code}"))?;
        let text = one.child("PlainText").map_or("", |text| text.text.trim());
        if text.chars().count() > TEXT_CHARS {
            return Err(format!("PlainText: больше {TEXT_CHARS} знаков"));
        }
        events.push((number, text.to_owned()));
    }
    if events.is_empty() {
        return Err("Не заполнен элемент UniversalMessageInfos".to_owned());
    }
    check_codes(&events)?;
    Ok(Wanted {
        events,
        sender: person(root.child("Sender"), usual)?,
        recipient: person(root.child("Recipient"), &Person::default())?,
    })
}

/// All codes are the same one; a question about powers may stand beside an amendment request.
pub fn check_codes(events: &[(u32, String)]) -> Result<(), String> {
    let mut codes: Vec<u32> = events.iter().map(|(code, _)| *code).collect();
    codes.sort_unstable();
    codes.dedup();
    match codes.as_slice() {
        [_] | [AUTHORITY, AMENDMENT] => Ok(()),
        _ => Err("Коды StatusCode в одном сообщении должны совпадать".to_owned()),
    }
}

fn person(node: Option<&Node>, usual: &Person) -> Result<Option<Person>, String> {
    let Some(node) = node else { return Ok(None) };
    let own = |name: &str| node.child("Fio").map_or("", |fio| fio.attribute(name)).to_owned();
    let contacts = node.child("Contacts");
    let list = |group: &str| -> Vec<String> {
        let all = contacts.into_iter().flat_map(|contacts| contacts.all(group));
        all.map(|one| one.text.trim().to_owned()).collect()
    };
    let given = Person {
        position: node.attribute("Position").to_owned(),
        name: ["LastName", "FirstName", "MiddleName"].map(own),
        phones: list("Phones"),
        emails: list("Emails"),
        other_contact: contacts
            .map_or("", |one| one.attribute("OtherContactInfo"))
            .to_owned(),
    };
    match node.attribute("UseDefaultPersonInfo") {
        "false" => Ok(Some(given)),
        "true" if usual.name.iter().all(String::is_empty) => Ok(Some(given)),
        "true" => Ok(Some(Person {
            position: usual.position.clone(),
            name: usual.name.clone(),
            ..given
        })),
        other => Err(format!("UseDefaultPersonInfo: {other}")),
    }
}

/// The file: who tells whom about which file.
pub fn message(
    (author, addressee): (&Organization, &Organization),
    file: &str,
    at: Ticks,
    wanted: &Wanted,
) -> Paper {
    let id = file_id(
        "DP_UNISOOBSCH",
        &addressee.participant_id(),
        &author.participant_id(),
        at,
    );
    let mut events = String::new();
    for (code, text) in &wanted.events {
        let words = match text.as_str() {
            "" => String::new(),
            text => format!("\n<ТекстУС>{}</ТекстУС>", escape(text)),
        };
        let _ = write!(events, "\n<СвСобытДок СтатусУС=\"{code}\">{words}\n</СвСобытДок>");
    }
    let body = format!(
        "<Документ КНД=\"1115144\">\n<СведУС {} ИмяПолФайл=\"{}\"/>{events}\n<ОтпрУС ИдОтпрУС=\"{}\">{}\n</ОтпрУС>\n<ПолучУС ИдПолучУС=\"{}\">{}\n</ПолучУС>\n</Документ>",
        moment(at, "ДатаФорм", "ВремФорм"),
        escape(stem(file)),
        author.participant_id(),
        person_xml("СвЛицОтпрУС", wanted.sender.as_ref()),
        addressee.participant_id(),
        person_xml("СвЛицПолучУС", wanted.recipient.as_ref()),
    );
    let texts: Vec<&str> = wanted.events.iter().map(|(_, text)| text.as_str()).collect();
    Paper {
        text: texts.join("\n").trim().to_owned(),
        ..paper(Part::UniversalMessage, &id, "5.01", &body)
    }
}

fn person_xml(element: &str, person: Option<&Person>) -> String {
    let Some(person) = person.filter(|one| **one != Person::default()) else {
        return String::new();
    };
    let attribute = |name: &str, value: &str| match value.trim() {
        "" => String::new(),
        value => format!(" {name}=\"{}\"", escape(value)),
    };
    let [last, first, middle] = &person.name;
    let name = match last.as_str() {
        "" => String::new(),
        _ => format!(
            "\n<ФИО{}{}{}/>",
            attribute("Фамилия", last),
            attribute("Имя", first),
            attribute("Отчество", middle)
        ),
    };
    let one = |element: &str, text: &str| format!("\n<{element}>{}</{element}>", escape(text));
    let mut ways: String = person.phones.iter().map(|phone| one("Тлф", phone)).collect();
    ways.extend(person.emails.iter().map(|email| one("ЭлПочта", email)));
    if !person.other_contact.is_empty() {
        ways += &one("ИнКонт", &person.other_contact);
    }
    if !ways.is_empty() {
        ways = format!("\n<Контакт>{ways}\n</Контакт>");
    }
    let position = attribute("Должн", &person.position);
    format!("\n<{element}{position}>{name}{ways}\n</{element}>")
}
