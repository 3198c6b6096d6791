//! «Содержание факта хозяйственной жизни 3»: what was handed over, on what grounds, and who signs.

use domain::{PersonName, Reference, Signatory};

use super::gap::Gaps;
use super::xml::Xml;
use super::{Powers, UtdFile, date, sums};

/// Writes what was handed over.
pub fn write(xml: &mut Xml, file: &UtdFile<'_>, gaps: &mut Gaps) {
    let paper = file.paper;
    let shipped_on = sums::shipped_on(file).map(date).unwrap_or_default();
    xml.open("СвПродПер", &[]);
    xml.open("СвПер", &[("СодОпер", operation(file)), ("ДатаПер", &shipped_on)]);
    if paper.details.grounds.is_empty() {
        xml.leaf("БезДокОснПер", "1");
    }
    for grounds in &paper.details.grounds {
        reference(xml, "ОснПер", grounds, gaps);
    }
    handed_over_by(xml, file);
    let transport = gaps.text(
        "transport",
        "Данные о транспортировке",
        &paper.details.transport,
        1000,
    );
    if !transport.is_empty() {
        xml.empty("Тран", &[("СвТран", &transport)]);
    }
    xml.close("СвПер");
    xml.close("СвПродПер");
}

fn operation(file: &UtdFile<'_>) -> &'static str {
    let mut services = file.paper.lines.iter().map(|line| line.details.is_service);
    match (services.clone().any(|is| is), services.all(|is| is)) {
        (true, true) => "Услуги оказаны, результаты работ переданы",
        (true, false) => "Товары переданы, услуги оказаны",
        (false, _) => "Товары переданы",
    }
}

/// Line 10: the responsible employee, else the one who signs; nobody where the position is unknown.
fn handed_over_by(xml: &mut Xml, file: &UtdFile<'_>) {
    let assignee = file
        .paper
        .assignee
        .as_ref()
        .map(|employee| (&employee.name, employee.position.trim()));
    let signer = (&file.signer.name, file.signer.position.trim());
    let is_complete = |(name, position): &(&PersonName, &str)| is_named(name) && !position.is_empty();
    let Some((name, position)) = assignee.filter(is_complete).or(Some(signer).filter(is_complete)) else {
        return;
    };
    xml.open("СвЛицПер", &[]);
    xml.open("РабОргПрод", &[("Должность", position)]);
    person(xml, name);
    xml.close("РабОргПрод");
    xml.close("СвЛицПер");
}

/// A paper by its name, number and date: РеквДокТип.
pub fn reference(xml: &mut Xml, element: &str, paper: &Reference, gaps: &mut Gaps) {
    let name = gaps.text("grounds", "Название основания", &paper.name, 255);
    let number = gaps.text("grounds", "Номер основания", &paper.number, 255);
    let title = if name.is_empty() {
        "без названия"
    } else {
        &name
    };
    if name.is_empty() {
        gaps.add(
            "grounds",
            format!("У основания № {number} не указано, что это за документ."),
        );
    }
    if paper.issued_on.is_none() {
        gaps.add("grounds", format!("У основания «{title}» не указана дата."));
    }
    let number = if number.is_empty() {
        "б/н".to_owned()
    } else {
        number
    };
    let issued_on = paper.issued_on.map(date).unwrap_or_default();
    xml.empty(
        element,
        &[
            ("РеквНаимДок", &name),
            ("РеквНомерДок", &number),
            ("РеквДатаДок", &issued_on),
        ],
    );
}

/// Who signs and by what right.
pub fn signer(xml: &mut Xml, file: &UtdFile<'_>, gaps: &mut Gaps) {
    let Signatory { position, name, .. } = file.signer;
    if !is_named(name) {
        let sentence =
            "Не указано, кто подписывает: заполните фамилию и имя руководителя в настройках фирмы.";
        gaps.add("signer", sentence.to_owned());
    }
    for part in [&name.last, &name.first, &name.middle] {
        gaps.text("signer", "Имя подписывающего", part, 60);
    }
    let position = gaps.text("signer_position", "Должность подписывающего", position, 255);
    let is_company = file
        .paper
        .firm
        .as_ref()
        .is_some_and(|firm| !firm.party.inn.is_personal());
    if is_company && position.is_empty() {
        let sentence = "Не указана должность подписывающего: заполните её в настройках фирмы.";
        gaps.add("signer_position", sentence.to_owned());
    }
    let way = match file.powers {
        Powers::Signature => "1",
        Powers::ElectronicAuthority { .. } => "3",
        Powers::PaperAuthority { .. } => "5",
    };
    xml.open("Подписант", &[("Должн", &position), ("СпосПодтПолном", way)]);
    person(xml, name);
    powers(xml, file.powers, gaps);
    xml.close("Подписант");
}

fn powers(xml: &mut Xml, powers: &Powers, gaps: &mut Gaps) {
    match powers {
        Powers::Signature => {}
        Powers::ElectronicAuthority {
            number,
            issued_on,
            kept_at,
        } => {
            if number.chars().count() != 36 {
                let sentence =
                    format!("Номер машиночитаемой доверенности «{number}» указан неверно: нужно 36 знаков.");
                gaps.add("authority", sentence);
            }
            let kept_at = gaps.text("authority", "Место хранения доверенности", kept_at, 500);
            if kept_at.is_empty() {
                gaps.add(
                    "authority",
                    "Не указано, где хранится машиночитаемая доверенность.".to_owned(),
                );
            }
            let attributes = [
                ("НомДовер", number.as_str()),
                ("ДатаВыдДовер", &date(*issued_on)),
                ("ИдСистХран", &kept_at),
            ];
            xml.empty("СвДоверЭл", &attributes);
        }
        Powers::PaperAuthority { number, issued_on } => {
            let number = gaps.text("authority", "Номер доверенности", number, 50);
            if number.is_empty() {
                gaps.add("authority", "Не указан номер доверенности.".to_owned());
            }
            xml.empty(
                "СвДоверБум",
                &[("ДатаВыдДовер", &date(*issued_on)), ("ВнНомДовер", &number)],
            );
        }
    }
}

/// A name in its three parts.
pub fn person(xml: &mut Xml, name: &PersonName) {
    let parts = [&name.last, &name.first, &name.middle].map(|part| super::xml::clean(part));
    let [last, first, middle] = &parts;
    xml.empty("ФИО", &[("Фамилия", last), ("Имя", first), ("Отчество", middle)]);
}

/// A family name and a given name are known.
pub fn is_named(name: &PersonName) -> bool {
    !name.last.trim().is_empty() && !name.first.trim().is_empty()
}
