//! Sides and persons. The forms write the same under several names; what is none of them is passed over.

use super::{ElectronicPower, PaperPower, Participant, Person, SignerPower, attribute, child, day, line};
use crate::error::short;
use crate::xml::Element;

/// So many phones and addresses of one person are kept.
const CONTACTS: usize = 20;

pub(super) fn is_of_interest(name: &str) -> bool {
    matches!(
        name,
        "ЮЛ" | "ИП"
            | "ФЛ"
            | "ОперЭДО"
            | "СвИнУчастНеУч"
            | "СвЛицОтпрУС"
            | "СвЛицПолучУС"
            | "ФИО"
            | "СвДоверЭл"
            | "СвДоверБум"
            | "Контакт"
            | "Тлф"
            | "ЭлПочта"
            | "ИнКонт"
    )
}

/// The side that this element describes.
pub(super) fn of(element: &Element) -> Participant {
    let first = |names: &[&str]| {
        let found = names.iter().map(|name| line(&attribute(element, name)));
        found
            .into_iter()
            .find(|value| !value.is_empty())
            .unwrap_or_default()
    };
    let mut side = Participant {
        participant_id: first(&["ИдУчастЭДО", "ИдОтпрУС", "ИдПолучУС"]),
        ..Participant::default()
    };
    for kind in ["ЮЛ", "ИП", "ФЛ", "ОперЭДО", "СвИнУчастНеУч"] {
        if let Some(body) = child(element, kind) {
            describe(&mut side, body);
        }
    }
    side.person = ["СвЛицОтпрУС", "СвЛицПолучУС"]
        .into_iter()
        .find_map(|name| child(element, name))
        .and_then(person);
    side
}

fn describe(side: &mut Participant, body: &Element) {
    let first = |names: [&str; 2]| {
        let found = names.map(|name| line(&attribute(body, name)));
        found
            .into_iter()
            .find(|value| !value.is_empty())
            .unwrap_or_default()
    };
    side.name = first(["НаимОрг", "Наим"]);
    if side.name.is_empty() {
        side.name = full_name(body);
    }
    side.inn = first(["ИННЮЛ", "ИННФЛ"]);
    side.kpp = line(&attribute(body, "КПП"));
}

/// Who signs or is named; none where nothing is said of them.
pub(super) fn person(element: &Element) -> Option<Person> {
    let mut person = Person {
        name: full_name(element),
        // The proposal to revoke spells the attribute out.
        position: ["Должн", "Должность"]
            .map(|name| line(&attribute(element, name)))
            .concat(),
        ..Person::default()
    };
    person.status = short(&attribute(element, "СтатПодп"));
    person.power = power(element);
    if let Some(contact) = child(element, "Контакт") {
        let all = |name: &'static str| {
            let texts = contact.children(name).map(|one| line(&one.text));
            texts.take(CONTACTS).collect::<Vec<_>>()
        };
        person.phones = all("Тлф");
        person.emails = all("ЭлПочта");
        person.other_contact = all("ИнКонт").concat();
    }
    (person != Person::default()).then_some(person)
}

/// By whose leave; the forms spell the system that keeps it, and the principal, in two ways.
fn power(element: &Element) -> Option<SignerPower> {
    if let Some(told) = child(element, "СвДоверЭл") {
        let system = ["ИдСистХран", "СвСистХран"].map(|name| line(&attribute(told, name)));
        return Some(SignerPower::Electronic(ElectronicPower {
            number: line(&attribute(told, "НомДовер")),
            issued_on: day(told, "ДатаВыдДовер"),
            internal_number: line(&attribute(told, "ВнНомДовер")),
            internal_on: day(told, "ДатаВнРегДовер"),
            goes_along: attribute(told, "СпособПредставл") == "1",
            system: system.concat(),
        }));
    }
    let told = child(element, "СвДоверБум")?;
    Some(SignerPower::Paper(PaperPower {
        number: line(&attribute(told, "ВнНомДовер")),
        issued_on: day(told, "ДатаДовер"),
        issuer: ["СвДовер", "СвИдДовер"]
            .map(|name| line(&attribute(told, name)))
            .concat(),
        issued_by: full_name(told),
    }))
}

fn full_name(element: &Element) -> String {
    let Some(name) = child(element, "ФИО") else {
        return String::new();
    };
    let parts = ["Фамилия", "Имя", "Отчество"].map(|part| line(&attribute(name, part)));
    let words: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    words.join(" ")
}
