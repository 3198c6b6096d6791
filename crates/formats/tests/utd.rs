//! УПД that differ from a right one in a single place.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests may stop at the first surprise"
)]

use domain::VatRate;
use formats::{Error, Facts, FieldProblem, read};

/// The right document of the fixtures as text.
fn right() -> String {
    let bytes = include_bytes!("../fixtures/utd_schfdop_503.xml");
    let text = encoding_rs::WINDOWS_1251.decode(bytes).0.into_owned();
    text.replace("windows-1251", "utf-8")
}

/// The right document with every `old` replaced; there must be one.
fn with(old: &str, new: &str) -> Result<Facts, Error> {
    let text = right();
    assert!(text.contains(old), "{old}");
    read("упд.xml", text.replace(old, new).as_bytes())
}

fn field(old: &str, new: &str) -> (String, FieldProblem) {
    match with(old, new) {
        Err(Error::Field { place, problem }) => (place, problem),
        other => panic!("{other:?}"),
    }
}

fn warned(facts: &Facts, words: &str) -> bool {
    facts.warnings.iter().any(|warning| warning.contains(words))
}

#[test]
fn the_same_document_says_the_same_in_every_encoding() {
    let text = right();
    let utf8 = read("упд.xml", text.as_bytes()).unwrap();
    let wide: Vec<u8> = [0xFEFF]
        .into_iter()
        .chain(text.replace("utf-8", "utf-16").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read("упд.xml", &wide).unwrap(), utf8);
    assert_eq!(
        read("упд.xml", include_bytes!("../fixtures/utd_schfdop_503.xml")).unwrap(),
        utf8
    );
}

#[test]
fn the_former_version_is_read_with_a_warning_and_older_ones_are_explained() {
    assert!(warned(
        &with("ВерсФорм=\"5.03\"", "ВерсФорм=\"5.02\"").unwrap(),
        "5.02"
    ));
    let old = with("ВерсФорм=\"5.03\"", "ВерсФорм=\"5.01\"").unwrap_err();
    assert_eq!(
        old,
        Error::UnsupportedVersion {
            version: "5.01".to_owned()
        }
    );
    assert!(old.sentence().contains("820") && old.sentence().contains("5.03"));
    assert_eq!(
        with("ВерсФорм=\"5.03\"", "ВерсФорм=\"6.00\"").unwrap_err().code(),
        "utd_version"
    );
}

#[test]
fn other_functions_and_other_documents_are_named() {
    let error = with("Функция=\"СЧФДОП\"", "Функция=\"СвРК\"").unwrap_err();
    assert_eq!(
        error,
        Error::UnsupportedFunction {
            function: "СвРК".to_owned()
        }
    );
    let buyer = with("КНД=\"1115131\"", "КНД=\"1115132\"").unwrap_err();
    assert!(buyer.sentence().contains("титул покупателя"));
    let foreign = read("x.xml", "<UniversalTransferDocument/>".as_bytes()).unwrap_err();
    assert!(foreign.sentence().contains("Диадок"));
    let foreign = read("x.xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>").unwrap_err();
    assert_eq!(
        foreign,
        Error::NotUtd {
            root: "svg".to_owned(),
            knd: None
        }
    );
}

#[test]
fn what_is_missing_or_impossible_is_told_with_its_place() {
    assert_eq!(
        field("НомерДок=\"ПЗ-318\"", "НомерДок=\" \"").0,
        "Файл/Документ/СвСчФакт/@НомерДок"
    );
    let (place, problem) = field("ДатаДок=\"16.11.2026\"", "ДатаДок=\"31.11.2026\"");
    assert_eq!(place, "Файл/Документ/СвСчФакт/@ДатаДок");
    assert_eq!(
        problem,
        FieldProblem::Date {
            value: "31.11.2026".to_owned()
        }
    );
    assert_eq!(
        field("КодОКВ=\"643\"", "КодОКВ=\"RUB\"").0,
        "Файл/Документ/СвСчФакт/ДенИзм/@КодОКВ"
    );
    assert_eq!(
        field("КолТов=\"4\"", "КолТов=\"4,0\"").0,
        "Файл/Документ/ТаблСчФакт/СведТов[2]/@КолТов"
    );
    let (place, problem) = field("<СумНал>200.00</СумНал>", "<СумНал>200.001</СумНал>");
    assert_eq!(place, "Файл/Документ/ТаблСчФакт/СведТов[2]/СумНал/СумНал/text()");
    assert_eq!(
        problem,
        FieldProblem::Money {
            value: "200.001".to_owned()
        }
    );
    let long = format!("НомерДок=\"{}\"", "9".repeat(1001));
    assert_eq!(
        field("НомерДок=\"ПЗ-318\"", &long).1,
        FieldProblem::TooLong { limit_chars: 1000 }
    );
    assert_eq!(field("СвПокуп>", "СвКто>").1, FieldProblem::Missing);
}

#[test]
fn numbers_of_the_wrong_kind_of_person_are_refused() {
    let (_, problem) = field("ИННЮЛ=\"9612045075\"", "ИННЮЛ=\"963417058273\"");
    assert!(
        matches!(
            problem,
            FieldProblem::TaxId {
                whose: "продавца",
                ..
            }
        ),
        "{problem:?}"
    );
    let (place, _) = field("КПП=\"961201001\"", "КПП=\"96120100\"");
    assert!(place.ends_with("СвПрод/ИдСв/СвЮЛУч/@КПП"), "{place}");
}

#[test]
fn people_and_foreigners_without_a_number_are_left_open_with_a_warning() {
    let company = "<СвЮЛУч НаимОрг=\"ООО «Кедровая роща»\" ИННЮЛ=\"9644112800\" КПП=\"964401001\"/>";
    let foreigner = "<СвИнНеУч ИдСтат=\"ИО\" КодСтр=\"112\" НаимСтран=\"Беларусь\" Наим=\"Лён и хлопок\"/>";
    let facts = with(company, foreigner).unwrap();
    assert_eq!(facts.buyer, None);
    assert!(warned(&facts, "Лён и хлопок"));
    let person = "<СвФЛУч><ФИО Фамилия=\"Орлов\" Имя=\"Пётр\"/></СвФЛУч>";
    let facts = with(company, person).unwrap();
    assert_eq!(facts.buyer, None);
    assert!(warned(&facts, "Орлов Пётр"));
    let person = "<СвФЛУч ИННФЛ=\"967120884519\"><ФИО Фамилия=\"Орлов\" Имя=\"Пётр\"/></СвФЛУч>";
    assert_eq!(with(company, person).unwrap().buyer.unwrap().name, "Орлов Пётр");
}

#[test]
fn sums_that_do_not_agree_are_warnings() {
    let facts = with("СтТовУчНалВсего=\"8300.00\"", "СтТовУчНалВсего=\"8300.01\"").unwrap();
    assert!(warned(&facts, "8300.01") && warned(&facts, "8300.00"));
    let facts = with("<СумНал>1300.00</СумНал>", "<СумНал>1299.00</СумНал>").unwrap();
    assert!(warned(&facts, "1299.00"));
    let facts = with(" СтТовУчНалВсего=\"8300.00\"", "").unwrap();
    assert!(facts.total.is_none() && warned(&facts, "не указана общая сумма"));
}

#[test]
fn an_honest_document_of_twenty_thousand_lines_is_read() {
    let text = right();
    let (head, rest) = text.split_once("      <СведТов").unwrap();
    let (lines, tail) = rest.split_once("      <ВсегоОпл").unwrap();
    let lines = format!("      <СведТов{lines}").repeat(7000);
    let facts = read(
        "упд.xml",
        format!("{head}{lines}      <ВсегоОпл{tail}").as_bytes(),
    )
    .unwrap();
    assert_eq!(facts.lines.len(), 21_000);
    assert!(warned(&facts, "58100000.00"), "{:?}", facts.warnings);
}

#[test]
fn the_unit_falls_back_to_its_code_and_an_odd_rate_is_kept() {
    let facts = with(" НаимЕдИзм=\"упак\"", "").unwrap();
    assert_eq!(facts.lines[0].unit, "778");
    let facts = with("НалСт=\"10%\"", "НалСт=\"9,09%\"").unwrap();
    assert_eq!(facts.lines[1].vat_rate, VatRate::Other("9,09%".to_owned()));
}

#[test]
fn a_corrected_document_and_several_sellers_are_pointed_out() {
    let facts = with(
        "ДатаДок=\"16.11.2026\">",
        "ДатаДок=\"16.11.2026\"><ИспрДок НомИспр=\"2\" ДатаИспр=\"20.11.2026\"/>",
    )
    .unwrap();
    assert!(warned(&facts, "исправление № 2 от 20.11.2026"));
    let facts = with("</СвПрод>", "</СвПрод><СвПрод/>").unwrap();
    assert!(warned(&facts, "Продавец: в документе указано несколько лиц (2)"));
}
