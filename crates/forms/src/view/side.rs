//! The two sides of a record as they are printed.

use domain::paper::{OtherParty, PaperSide};
use domain::{IndividualBody, Paper};
use serde_json::{Value, json};

use super::person;

/// Our firm; every field is empty while none is chosen.
pub fn ours(paper: &Paper) -> Value {
    company(paper.firm.as_ref(), &paper.kind.firm_role)
}

/// The other side; every field is empty while nobody is named.
pub fn theirs(paper: &Paper) -> Value {
    let role = &paper.kind.other_role;
    match &paper.other {
        OtherParty::Company(side) => company(Some(side), role),
        OtherParty::Individual(person) => individual(person, role),
        OtherParty::Unknown => company(None, role),
    }
}

fn company(side: Option<&PaperSide>, role: &str) -> Value {
    let text = |of: fn(&PaperSide) -> String| side.map(of).unwrap_or_default();
    let name = text(|side| side.party.name.clone());
    let full_name = match text(|side| side.requisites.full_name.clone()) {
        full if full.trim().is_empty() => name.clone(),
        full => full,
    };
    let address = text(|side| side.requisites.address.line());
    let phone = text(|side| side.requisites.phone.clone());
    let inn = text(|side| side.party.inn.as_str().to_owned());
    let kpp = text(|side| {
        side.party
            .kpp
            .as_ref()
            .map(|kpp| kpp.as_str().to_owned())
            .unwrap_or_default()
    });
    let line = joined(&[
        &name,
        &labelled("ИНН ", &inn),
        &labelled("КПП ", &kpp),
        &address,
        &labelled("тел. ", &phone),
    ]);
    json!({
        "is": if side.is_some() { "company" } else { "unknown" },
        "role": role,
        "name": name,
        "full_name": full_name,
        "inn_kpp": joined(&[&inn, &kpp]).replace(", ", "/"),
        "inn": inn,
        "kpp": kpp,
        "is_entrepreneur": side.is_some_and(|side| side.party.inn.is_personal()),
        "ogrn": text(|side| side.requisites.ogrn.as_ref().map(|ogrn| ogrn.as_str().to_owned()).unwrap_or_default()),
        "okpo": text(|side| side.requisites.okpo.clone()),
        "address": address,
        "phone": phone,
        "email": text(|side| side.requisites.email.clone()),
        "line": line,
        "bank": {
            "name": text(|side| side.requisites.bank.bank.clone()),
            "bic": text(|side| side.requisites.bank.bic.clone()),
            "account": text(|side| side.requisites.bank.account.clone()),
            "correspondent": text(|side| side.requisites.bank.correspondent_account.clone()),
        },
        "head": head(side),
        "accountant": person(side.map(|side| &side.requisites.accountant)),
    })
}

fn head(side: Option<&PaperSide>) -> Value {
    let head = side.map(|side| &side.requisites.head);
    let mut told = person(head.map(|head| &head.name));
    if let Some(fields) = told.as_object_mut() {
        let position = head.map(|head| head.position.clone()).unwrap_or_default();
        let grounds = head.map(|head| head.grounds.clone()).unwrap_or_default();
        fields.insert("position".into(), position.into());
        fields.insert("grounds".into(), grounds.into());
    }
    told
}

fn individual(individual: &IndividualBody, role: &str) -> Value {
    let phone = individual
        .phone
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let mut told = company(None, role);
    if let Some(fields) = told.as_object_mut() {
        let name = individual.name.full();
        let line = joined(&[&name, &labelled("тел. ", &phone), &individual.email]);
        let texts = [
            ("is", "individual".to_owned()),
            ("name", name.clone()),
            ("full_name", name),
            ("phone", phone),
            ("email", individual.email.clone()),
            ("line", line),
        ];
        fields.extend(texts.map(|(name, text)| (name.to_owned(), Value::from(text))));
        let mut head = person(Some(&individual.name));
        if let Some(head) = head.as_object_mut() {
            head.insert("position".into(), "".into());
            head.insert("grounds".into(), "".into());
        }
        fields.insert("head".into(), head);
    }
    told
}

fn labelled(label: &str, text: &str) -> String {
    match text.trim() {
        "" => String::new(),
        text => format!("{label}{text}"),
    }
}

fn joined(parts: &[&str]) -> String {
    let known: Vec<&str> = parts
        .iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .collect();
    known.join(", ")
}
