//! Who takes part: seller, buyer, shipper, consignee (УчастникТип).

use domain::{IndividualBody, Inn, OtherParty, PaperSide, Party, PersonName, Requisites, UtdFunction};

use super::UtdFile;
use super::gap::Gaps;
use super::transfer::{is_named, person};
use super::xml::{Xml, clean};

mod place;
mod printed;

/// A side of the paper in the words of the sentences.
struct Whose {
    /// Beginning of codes.
    code: &'static str,
    /// «фирмы».
    owner: &'static str,
    /// «в настройках фирмы».
    place: &'static str,
}

const OURS: Whose = Whose {
    code: "seller",
    owner: "фирмы",
    place: "в настройках фирмы",
};
const THEIRS: Whose = Whose {
    code: "buyer",
    owner: "контрагента",
    place: "в карточке контрагента",
};

/// `НаимЭконСубСост`: who made the file.
pub fn maker(firm: &PaperSide) -> String {
    let name: String = clean(&firm.party.name).chars().take(900).collect();
    match &firm.party.kpp {
        Some(kpp) => format!("{name}, ИНН/КПП {}/{kpp}", firm.party.inn),
        None => format!("{name}, ИНН {}", firm.party.inn),
    }
}

/// Writes the seller.
pub fn seller(xml: &mut Xml, file: &UtdFile<'_>, gaps: &mut Gaps) {
    match &file.paper.firm {
        Some(firm) => company(xml, "СвПрод", firm, &OURS, file, gaps),
        None => gaps.add(
            "seller",
            "Не выбрана наша фирма: выберите её в документе.".to_owned(),
        ),
    }
}

/// Writes the buyer.
pub fn buyer(xml: &mut Xml, file: &UtdFile<'_>, gaps: &mut Gaps) {
    match &file.paper.other {
        OtherParty::Company(side) => company(xml, "СвПокуп", side, &THEIRS, file, gaps),
        OtherParty::Individual(body) => individual(xml, body, file, gaps),
        OtherParty::Unknown => gaps.add(
            "buyer",
            "Не выбран контрагент: выберите его в документе.".to_owned(),
        ),
    }
}

/// Lines 3 and 4: papers about works and services alone leave them out.
pub fn shipper_and_consignee(xml: &mut Xml, file: &UtdFile<'_>, gaps: &mut Gaps) {
    let paper = file.paper;
    let has_goods =
        paper.lines.iter().any(|line| !line.details.is_service) && !super::table::is_advance(paper);
    let (shipper, consignee) = (clean(&paper.details.shipper), clean(&paper.details.consignee));
    if !shipper.is_empty() && shipper.to_lowercase() != "он же" {
        xml.open("ГрузОт", &[]);
        printed::write(xml, "ГрузОтпр", "Грузоотправитель", &shipper, file, gaps);
        xml.close("ГрузОт");
    } else if has_goods {
        xml.open("ГрузОт", &[]);
        xml.leaf("ОнЖе", "он же");
        xml.close("ГрузОт");
    }
    if !consignee.is_empty() {
        printed::write(xml, "ГрузПолуч", "Грузополучатель", &consignee, file, gaps);
    } else if has_goods && let OtherParty::Company(side) = &paper.other {
        company(xml, "ГрузПолуч", side, &THEIRS, file, gaps);
    }
}

fn company(
    xml: &mut Xml,
    element: &str,
    side: &PaperSide,
    whose: &Whose,
    file: &UtdFile<'_>,
    gaps: &mut Gaps,
) {
    let short = clean(&side.party.name);
    let full = clean(&side.requisites.full_name);
    let is_personal = side.party.inn.is_personal();
    let short = if is_personal || full.is_empty() || full == short {
        String::new()
    } else {
        short
    };
    gaps.text("name", "Краткое название", &short, 510);
    let okpo = clean(&side.requisites.okpo);
    gaps.text("okpo", "Код ОКПО", &okpo, 10);
    xml.open(element, &[("ОКПО", &okpo), ("СокрНаим", &short)]);
    xml.open("ИдСв", &[]);
    if is_personal {
        entrepreneur(xml, &side.party, &side.requisites, whose, gaps);
    } else {
        firm(xml, &side.party, &full, whose, gaps);
    }
    xml.close("ИдСв");
    place::address(xml, side, whose, file, gaps);
    place::bank(xml, side, whose, gaps);
    place::contacts(xml, &side.requisites, gaps);
    xml.close(element);
}

fn firm(xml: &mut Xml, party: &Party, full: &str, whose: &Whose, gaps: &mut Gaps) {
    let name = if full.is_empty() { &party.name } else { full };
    let name = gaps.text(name_code(whose), "Название", name, 1000);
    if name.is_empty() {
        gaps.add(
            name_code(whose),
            format!(
                "У {} не указано название: заполните его {}.",
                whose.owner, whose.place
            ),
        );
    }
    let kpp = party.kpp.as_ref().map(|kpp| kpp.as_str()).unwrap_or_default();
    if kpp.is_empty() {
        let code = if whose.code == OURS.code {
            "seller_kpp"
        } else {
            "buyer_kpp"
        };
        gaps.add(
            code,
            format!(
                "У {} «{name}» не указан КПП: заполните его {}.",
                whose.owner, whose.place
            ),
        );
    }
    let inn = party.inn.as_str();
    xml.empty("СвЮЛУч", &[("НаимОрг", &name), ("ИННЮЛ", inn), ("КПП", kpp)]);
}

fn name_code(whose: &Whose) -> &'static str {
    if whose.code == OURS.code {
        "seller_name"
    } else {
        "buyer_name"
    }
}

/// Their name is that of a person: the head of the requisites, else read out of «ИП Иванов Иван Иванович».
fn entrepreneur(xml: &mut Xml, party: &Party, requisites: &Requisites, whose: &Whose, gaps: &mut Gaps) {
    let name = person_name(party, requisites);
    if !is_named(&name) {
        let sentence = format!(
            "У {} «{}» не удалось прочитать фамилию и имя предпринимателя: запишите название как «ИП Фамилия Имя \
             Отчество».",
            whose.owner,
            clean(&party.name)
        );
        gaps.add(name_code(whose), sentence);
    }
    for part in [&name.last, &name.first, &name.middle] {
        gaps.text(name_code(whose), "Имя предпринимателя", part, 60);
    }
    let ogrnip = requisites
        .ogrn
        .as_ref()
        .map(|ogrn| ogrn.as_str())
        .filter(|ogrn| ogrn.len() == 15);
    xml.open(
        "СвИП",
        &[
            ("ИННФЛ", party.inn.as_str()),
            ("ОГРНИП", ogrnip.unwrap_or_default()),
        ],
    );
    person(xml, &name);
    xml.close("СвИП");
}

fn person_name(party: &Party, requisites: &Requisites) -> PersonName {
    let written = clean(&party.name);
    let words: Vec<&str> = written
        .split_whitespace()
        .filter(|word| {
            let word = word.to_lowercase();
            !["ип", "индивидуальный", "предприниматель"].contains(&word.as_str())
        })
        .collect();
    let read = PersonName::from_full(&words.join(" "));
    if is_named(&read) && !read.first.contains('.') {
        read
    } else {
        requisites.head.name.clone()
    }
}

fn individual(xml: &mut Xml, body: &IndividualBody, file: &UtdFile<'_>, gaps: &mut Gaps) {
    if file.function != UtdFunction::Transfer {
        let sentence = "Покупатель — физлицо, ему счёт-фактура не выставляется: выберите для вида документа функцию ДОП.";
        gaps.add("buyer_individual", sentence.to_owned());
    }
    if !is_named(&body.name) {
        gaps.add(
            "buyer_name",
            "У физлица не указаны фамилия и имя: заполните их в его карточке.".to_owned(),
        );
    }
    xml.open("СвПокуп", &[]);
    xml.open("ИдСв", &[]);
    xml.open("СвФЛУч", &[]);
    person(xml, &body.name);
    xml.close("СвФЛУч");
    xml.close("ИдСв");
    xml.close("СвПокуп");
}

/// The side of the paper that has this number.
fn of_paper<'p>(inn: &Inn, file: &UtdFile<'p>) -> Option<(&'p PaperSide, &'static Whose)> {
    let ours = file.paper.firm.as_ref().map(|firm| (firm, &OURS));
    let theirs = match &file.paper.other {
        OtherParty::Company(side) => Some((side.as_ref(), &THEIRS)),
        OtherParty::Individual(_) | OtherParty::Unknown => None,
    };
    [ours, theirs]
        .into_iter()
        .flatten()
        .find(|(side, _)| side.party.inn == *inn)
}
