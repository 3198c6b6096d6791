//! A shipper or consignee as printed on paper: «ООО «Склад», ИНН 9612045075, КПП 961201001, 183038, г. Мурманск, …».
//!
//! The format wants an ИНН apart from the name; the paper has one line. What cannot be read out of it is a gap.

use domain::{Inn, Kpp};

use super::super::UtdFile;
use super::super::gap::Gaps;
use super::super::xml::Xml;
use super::place::in_words;
use super::{company, of_paper};

/// What could be read.
#[derive(Debug, PartialEq, Eq)]
struct Printed {
    name: String,
    inn: Option<Inn>,
    kpp: Option<Kpp>,
    address: String,
}

/// Writes the company of this line.
pub fn write(xml: &mut Xml, element: &str, who: &str, line: &str, file: &UtdFile<'_>, gaps: &mut Gaps) {
    let printed = read(line);
    let Some(inn) = &printed.inn else {
        gaps.add(
            "shipper",
            format!("{who}: укажите название, ИНН, КПП и адрес через запятую, например «ООО «Склад», ИНН …, КПП …, адрес»."),
        );
        return;
    };
    if let Some((side, whose)) = of_paper(inn, file) {
        return company(xml, element, side, whose, file, gaps);
    }
    if printed.address.is_empty() {
        gaps.add("shipper", format!("{who}: после названия и ИНН укажите адрес."));
    }
    let name = gaps.text("shipper", who, &printed.name, 1000);
    xml.open(element, &[]);
    xml.open("ИдСв", &[]);
    if inn.is_personal() {
        let name = domain::PersonName::from_full(name.trim_start_matches("ИП "));
        xml.open("СвИП", &[("ИННФЛ", inn.as_str())]);
        super::person(xml, &name);
        xml.close("СвИП");
    } else {
        let kpp = printed.kpp.as_ref().map(|kpp| kpp.as_str()).unwrap_or_default();
        xml.empty(
            "СвЮЛУч",
            &[("НаимОрг", &name), ("ИННЮЛ", inn.as_str()), ("КПП", kpp)],
        );
    }
    xml.close("ИдСв");
    xml.open("Адрес", &[]);
    in_words(xml, &printed.address, gaps);
    xml.close("Адрес");
    xml.close(element);
}

fn read(line: &str) -> Printed {
    let mut printed = Printed {
        name: String::new(),
        inn: None,
        kpp: None,
        address: String::new(),
    };
    let mut address = Vec::new();
    for part in line
        .split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let upper = part.to_uppercase();
        let number = || {
            part.split(|letter: char| !letter.is_ascii_alphanumeric())
                .filter(|word| !word.is_empty())
        };
        if upper.starts_with("ИНН") {
            printed.inn = number().find_map(|word| word.parse().ok());
            // «ИНН/КПП 9612045075/961201001»
            printed.kpp = printed
                .kpp
                .or_else(|| number().find_map(|word| word.parse().ok()));
        } else if upper.starts_with("КПП") {
            printed.kpp = number().find_map(|word| word.parse().ok());
        } else if printed.name.is_empty() {
            part.clone_into(&mut printed.name);
        } else {
            address.push(part);
        }
    }
    printed.address = address.join(", ");
    printed
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn name_numbers_and_address_are_read_out_of_a_printed_line() {
        let printed =
            read("ООО «Склад на Причальной», ИНН 9612045075, КПП 961201001, 183038, Мурманск, д. 4");
        assert_eq!(printed.name, "ООО «Склад на Причальной»");
        assert_eq!(printed.inn.unwrap().as_str(), "9612045075");
        assert_eq!(printed.kpp.unwrap().as_str(), "961201001");
        assert_eq!(printed.address, "183038, Мурманск, д. 4");
        let printed = read("АО «Гранит-Север», ИНН/КПП: 9670558319/967001001");
        assert_eq!(printed.kpp.unwrap().as_str(), "967001001");
        assert!(printed.address.is_empty());
        assert_eq!(read("склад № 5, Мурманск").inn, None);
    }
}
