//! The schema «133» of a signer: what must stand where, what excludes what, and how values look. Name and kind of signature
//! are those of the published sample; the published schema leaves them out.

use crate::diadoc::title::contract::Node;

const NAME_CHARS: usize = 60;
const POSITION_CHARS: usize = 255;
const INTERNAL_NUMBER_CHARS: usize = 50;
const SYSTEM_CHARS: usize = 500;
const ISSUER_CHARS: usize = 1_000;

/// The first thing that the schema does not take.
pub(super) fn check(root: &Node) -> Result<(), String> {
    if root.name != "Signer" {
        return Err(format!("Ожидался элемент Signer, получен {}", root.name));
    }
    attributes(root, &["SignerStatus", "SignatureType"])?;
    for name in ["SignatureType", "SignerStatus"] {
        one_of(root, name, &["1", "2", "3"])?;
    }
    order(root, &["Certificate", "Fio", "Position", "PowerOfAttorney"])?;
    let certificate = root.child("Certificate").ok_or("Нет элемента Certificate")?;
    attributes(certificate, &["CertificateThumbprint", "CertificateBytes"])?;
    if certificate.attribute("CertificateBytes").is_empty()
        && certificate.attribute("CertificateThumbprint").is_empty()
    {
        return Err("Нет элемента Certificate".to_owned());
    }
    name(root.child("Fio").ok_or("Нет элемента Fio")?)?;
    if let Some(position) = root.child("Position") {
        attributes(position, &["PositionSource"])?;
        one_of(position, "PositionSource", &["Employee", "Certificate", "Manual"])?;
        within("Position", position.text.trim(), POSITION_CHARS)?;
    }
    root.child("PowerOfAttorney").map_or(Ok(()), power)
}

fn power(power: &Node) -> Result<(), String> {
    choice(power, &["Electronic", "Paper"])?;
    if let Some(paper) = power.child("Paper") {
        attributes(paper, &["InternalNumber", "RegistrationDate", "IssuerInfo"])?;
        order(paper, &["Person"])?;
        text(paper, "InternalNumber", INTERNAL_NUMBER_CHARS)?;
        required(paper, "InternalNumber")?;
        day(paper, "RegistrationDate")?;
        required(paper, "RegistrationDate")?;
        text(paper, "IssuerInfo", ISSUER_CHARS)?;
        return paper.child("Person").map_or(Ok(()), name);
    }
    power.child("Electronic").map_or(Ok(()), electronic)
}

fn electronic(electronic: &Node) -> Result<(), String> {
    attributes(electronic, &["MethodOfProviding"])?;
    one_of(electronic, "MethodOfProviding", &["1", "2"])?;
    choice(electronic, &["Storage", "Manual"])?;
    if let Some(manual) = electronic.child("Manual") {
        attributes(
            manual,
            &[
                "RegistrationNumber",
                "RegistrationDate",
                "InternalNumber",
                "InternalDate",
                "SystemId",
            ],
        )?;
        required(manual, "RegistrationDate")?;
        guid(manual)?;
        day(manual, "RegistrationDate")?;
        day(manual, "InternalDate")?;
        text(manual, "InternalNumber", INTERNAL_NUMBER_CHARS)?;
        text(manual, "SystemId", SYSTEM_CHARS)?;
        // The form of the ФНС asks where to find what is not in the package.
        if electronic.attribute("MethodOfProviding") == "2" {
            required(manual, "SystemId")?;
        }
    }
    let Some(storage) = electronic.child("Storage") else {
        return Ok(());
    };
    attributes(storage, &["UseDefault"])?;
    one_of(storage, "UseDefault", &["true", "false"])?;
    order(storage, &["FullId"])?;
    match (storage.child("FullId"), storage.attribute("UseDefault")) {
        (Some(_), "true") | (None, "false") => {
            Err("Storage: должно быть указано либо UseDefault, либо FullId".to_owned())
        }
        (Some(id), _) => {
            attributes(id, &["RegistrationNumber", "IssuerInn", "RepresentativeInn"])?;
            guid(id)?;
            required(id, "IssuerInn")?;
            inn(id, "IssuerInn")?;
            inn(id, "RepresentativeInn")
        }
        (None, _) => Ok(()),
    }
}

fn name(fio: &Node) -> Result<(), String> {
    let parts = ["LastName", "FirstName", "MiddleName"];
    attributes(fio, &parts)?;
    for part in parts {
        text(fio, part, NAME_CHARS)?;
    }
    required(fio, "LastName")?;
    required(fio, "FirstName")
}

/// Nothing but these, each once, in this order.
fn order(node: &Node, known: &[&str]) -> Result<(), String> {
    let mut from = 0;
    for child in &node.children {
        let place = known.iter().skip(from).position(|one| *one == child.name);
        let place = place.ok_or_else(|| {
            format!(
                "Элемент {} имеет недопустимый дочерний элемент {}",
                node.name, child.name
            )
        })?;
        from += place + 1;
    }
    Ok(())
}

/// Exactly one of these and nothing else.
fn choice(node: &Node, known: &[&str]) -> Result<(), String> {
    match node.children.as_slice() {
        [one] if known.contains(&one.name.as_str()) => Ok(()),
        _ => Err(format!(
            "Элемент {} должен содержать ровно один из элементов: {}",
            node.name,
            known.join(", ")
        )),
    }
}

fn attributes(node: &Node, known: &[&str]) -> Result<(), String> {
    match node.attribute_names().find(|name| !known.contains(name)) {
        Some(name) => Err(format!("Атрибут {}/@{name} не объявлен", node.name)),
        None => Ok(()),
    }
}

fn required(node: &Node, attribute: &str) -> Result<(), String> {
    if node.attribute(attribute).is_empty() {
        return Err(format!(
            "Не заполнен обязательный атрибут {}/@{attribute}",
            node.name
        ));
    }
    Ok(())
}

fn one_of(node: &Node, attribute: &str, known: &[&str]) -> Result<(), String> {
    match node.attribute(attribute) {
        value if known.contains(&value) => Ok(()),
        value => Err(wrong(attribute, value)),
    }
}

fn wrong(attribute: &str, value: &str) -> String {
    format!("Атрибут {attribute} имеет недопустимое значение «{value}»")
}

fn text(node: &Node, attribute: &str, limit_chars: usize) -> Result<(), String> {
    within(attribute, node.attribute(attribute), limit_chars)
}

fn within(what: &str, text: &str, limit_chars: usize) -> Result<(), String> {
    if text.chars().count() > limit_chars {
        return Err(format!("{what}: больше {limit_chars} знаков"));
    }
    Ok(())
}

fn guid(node: &Node) -> Result<(), String> {
    required(node, "RegistrationNumber")?;
    let value = node.attribute("RegistrationNumber");
    match uuid::Uuid::try_parse(value) {
        Ok(_) if value.contains('-') => Ok(()),
        _ => Err(wrong("RegistrationNumber", value)),
    }
}

fn inn(node: &Node, attribute: &str) -> Result<(), String> {
    match node.attribute(attribute) {
        "" => Ok(()),
        value if value.parse::<domain::Inn>().is_ok() => Ok(()),
        value => Err(wrong(attribute, value)),
    }
}

fn day(node: &Node, attribute: &str) -> Result<(), String> {
    match node.attribute(attribute) {
        "" => Ok(()),
        value if jiff::civil::Date::strptime("%d.%m.%Y", value).is_ok() && value.len() == 10 => Ok(()),
        value => Err(wrong(attribute, value)),
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::diadoc::title::contract;

    const NUMBER: &str = "4a743152-e772-4249-9a47-e2e290258e79";

    fn signer(inside: &str) -> Result<(), String> {
        let certificate = "<Certificate CertificateBytes=\"ZGVy\"/>";
        let fio = "<Fio LastName=\"Петров\" FirstName=\"Пётр\"/>";
        let xml =
            format!("<Signer SignerStatus=\"2\" SignatureType=\"1\">{certificate}{fio}{inside}</Signer>");
        check(&contract::read(xml.as_bytes()).unwrap())
    }

    fn power(inside: &str) -> Result<(), String> {
        signer(&format!("<PowerOfAttorney>{inside}</PowerOfAttorney>"))
    }

    #[test]
    fn every_kind_of_power_is_taken() {
        let manual = format!("<Manual RegistrationNumber=\"{NUMBER}\" RegistrationDate=\"17.09.2018\"/>");
        let cases = [
            format!("<Electronic MethodOfProviding=\"1\">{manual}</Electronic>"),
            "<Electronic MethodOfProviding=\"2\"><Storage UseDefault=\"true\"/></Electronic>".to_owned(),
            format!(
                "<Electronic MethodOfProviding=\"2\"><Storage UseDefault=\"false\"><FullId RegistrationNumber=\"{NUMBER}\" \
                 IssuerInn=\"9644112800\"/></Storage></Electronic>"
            ),
            "<Paper InternalNumber=\"15\" RegistrationDate=\"01.02.2026\"><Person LastName=\"Кедров\" \
             FirstName=\"Илья\"/></Paper>"
                .to_owned(),
        ];
        for one in cases {
            assert_eq!(power(&one), Ok(()), "{one}");
        }
        assert_eq!(signer("<Position PositionSource=\"Employee\"/>"), Ok(()));
    }

    #[test]
    fn what_the_schema_does_not_take_is_refused_by_name() {
        let both = format!(
            "<Storage UseDefault=\"true\"><FullId RegistrationNumber=\"{NUMBER}\" IssuerInn=\"9644112800\"/></Storage>"
        );
        let electronic = |method: &str, inside: &str| {
            power(&format!(
                "<Electronic MethodOfProviding=\"{method}\">{inside}</Electronic>"
            ))
        };
        let manual = format!("<Manual RegistrationNumber=\"{NUMBER}\" RegistrationDate=\"17.09.2018\"/>");
        let cases = [
            (signer("<Position PositionSource=\"Guess\"/>"), "PositionSource"),
            (signer("<Salary/>"), "Salary"),
            (
                signer("<PowerOfAttorney/><Position PositionSource=\"Manual\"/>"),
                "Position",
            ),
            (power(""), "PowerOfAttorney"),
            (power("<Paper InternalNumber=\"15\"/>"), "RegistrationDate"),
            (
                power("<Paper InternalNumber=\"15\" RegistrationDate=\"2026-02-01\"/>"),
                "RegistrationDate",
            ),
            (electronic("3", &manual), "MethodOfProviding"),
            (electronic("2", &manual), "SystemId"),
            (electronic("2", &both), "UseDefault"),
            (electronic("2", "<Storage UseDefault=\"false\"/>"), "UseDefault"),
            (
                electronic(
                    "2",
                    "<Storage UseDefault=\"false\"><FullId RegistrationNumber=\"15\" IssuerInn=\"9644112800\"/></Storage>",
                ),
                "RegistrationNumber",
            ),
        ];
        for (found, name) in cases {
            let refused = found.unwrap_err();
            assert!(refused.contains(name), "{name}: {refused}");
        }
    }
}
