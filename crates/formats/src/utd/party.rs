//! Seller and buyer. Only sides with a Russian ИНН become a [`Party`]: without it the program cannot find
//! the other side's box.

use std::str::FromStr;

use domain::{Inn, Kpp, Party, TaxIdError};

use super::node::Node;
use crate::error::{Error, FieldProblem, short};

/// One of the two sides.
#[derive(Clone, Copy)]
pub struct Side {
    element: &'static str,
    /// «продавца», in the genitive.
    whose: &'static str,
    /// «Продавец».
    who: &'static str,
}

/// Who sells.
pub const SELLER: Side = Side {
    element: "СвПрод",
    whose: "продавца",
    who: "Продавец",
};

/// Who buys.
pub const BUYER: Side = Side {
    element: "СвПокуп",
    whose: "покупателя",
    who: "Покупатель",
};

/// The side as the document names it; none, with a warning, for one without an ИНН.
pub fn read(invoice: &Node<'_>, side: Side, warnings: &mut Vec<String>) -> Result<Option<Party>, Error> {
    let first = invoice.need(side.element)?;
    let count = invoice.element().children(side.element).count();
    if count > 1 {
        warnings.push(format!(
            "{}: в документе указано несколько лиц ({count}). Взят первый.",
            side.who
        ));
    }
    let identity = first.need("ИдСв")?;
    if let Some(company) = identity.child("СвЮЛУч") {
        return self::company(&company, side).map(Some);
    }
    if let Some(entrepreneur) = identity.child("СвИП") {
        let name = format!("ИП {}", person_name(&entrepreneur.need("ФИО")?)?);
        let inn = number(&entrepreneur, "ИННФЛ", side)?;
        return Ok(Some(Party { name, inn, kpp: None }));
    }
    if let Some(person) = identity.child("СвФЛУч") {
        return self::person(&person, side, warnings);
    }
    if let Some(foreigner) = identity.child("СвИнНеУч") {
        let name = foreigner.need_attribute("Наим")?;
        warnings.push(format!(
            "{} «{}» — иностранное лицо без ИНН. Выберите контрагента вручную.",
            side.who,
            short(name)
        ));
        return Ok(None);
    }
    Err(identity.wrong("СвЮЛУч", FieldProblem::Missing))
}

fn company(company: &Node<'_>, side: Side) -> Result<Party, Error> {
    let name = company.need_text("НаимОрг", 1000)?;
    let inn = number(company, "ИННЮЛ", side)?;
    let kpp = match company.attribute("КПП") {
        Some(kpp) => Some(checked::<Kpp>(company, "КПП", kpp, side)?),
        None => None,
    };
    Ok(Party { name, inn, kpp })
}

/// A person may be named without an ИНН.
fn person(person: &Node<'_>, side: Side, warnings: &mut Vec<String>) -> Result<Option<Party>, Error> {
    let name = match person.child("ФИО") {
        Some(name) => person_name(&name)?,
        None => String::new(),
    };
    if person.attribute("ИННФЛ").is_none() {
        warnings.push(format!(
            "{} «{}» — физическое лицо без ИНН. Выберите контрагента вручную.",
            side.who,
            short(&name)
        ));
        return Ok(None);
    }
    let inn = number(person, "ИННФЛ", side)?;
    Ok(Some(Party { name, inn, kpp: None }))
}

fn person_name(name: &Node<'_>) -> Result<String, Error> {
    let parts = [
        name.need_text("Фамилия", 60)?,
        name.need_text("Имя", 60)?,
        name.text("Отчество", 60)?,
    ];
    Ok(parts.join(" ").trim_end().to_owned())
}

/// The ИНН; its length must be that of the attribute's kind of person.
fn number(node: &Node<'_>, attribute: &str, side: Side) -> Result<Inn, Error> {
    let text = node.need_attribute(attribute)?;
    let inn = checked::<Inn>(node, attribute, text, side)?;
    let expected = match (attribute, inn.is_personal()) {
        ("ИННЮЛ", true) => "10 цифр",
        ("ИННФЛ", false) => "12 цифр",
        _ => return Ok(inn),
    };
    let error = TaxIdError::Shape {
        kind: "ИНН",
        value: text.to_owned(),
        expected,
    };
    Err(wrong(node, attribute, error, side))
}

fn checked<T: FromStr<Err = TaxIdError>>(
    node: &Node<'_>,
    attribute: &str,
    text: &str,
    side: Side,
) -> Result<T, Error> {
    // Shortened first: the error repeats the value in its sentence.
    short(text)
        .parse()
        .map_err(|error| wrong(node, attribute, error, side))
}

fn wrong(node: &Node<'_>, attribute: &str, error: TaxIdError, side: Side) -> Error {
    node.wrong(
        &format!("@{attribute}"),
        FieldProblem::TaxId {
            whose: side.whose,
            error,
        },
    )
}
