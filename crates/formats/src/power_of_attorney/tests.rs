use super::{LIMIT_BYTES, Participant, read};
use crate::Error;

const UNIFIED: &[u8] = include_bytes!("../../fixtures/power_of_attorney_003.xml");

fn day(text: &str) -> Option<jiff::civil::Date> {
    Some(text.parse().unwrap())
}

fn side(name: &str, inn: &str) -> Participant {
    Participant {
        name: name.into(),
        inn: inn.into(),
    }
}

#[test]
fn the_unified_format_tells_number_days_principal_and_representative() {
    let read = read(UNIFIED).unwrap();
    assert_eq!(read.number, "7d1f6c3e-90ab-4b2e-8c55-2f4f0a6d1b90");
    assert_eq!(
        (read.valid_from, read.valid_to),
        (day("2026-09-01"), day("2027-08-31"))
    );
    // Whoever signs for the company, and whose ИНН stands there too, is not taken for it.
    assert_eq!(read.principals, [side("ООО «Полярная звезда»", "9612045075")]);
    assert_eq!(
        read.representatives,
        [side("Воронцова Анна Павловна", "963417058273")]
    );
    assert!(read.is_known_version && !read.is_passed_on);
}

#[test]
fn prefixes_of_name_spaces_days_of_the_forerunner_and_a_power_passed_on_are_read() {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
        <d:Доверенность xmlns:d=\"urn:x\" ВерсФорм=\"002\"><d:Документ><d:Передов>\
        <d:СвПереДовер НомДовер=\" 11 \" ДатаВыдДовер=\"01.02.2026\" ДатаКонДовер=\"28.02.2027\"/>\
        <d:СвПередПолн><d:ПередПолн><d:ИППерПолн ИННФЛ=\"963417058273\" НаимИП=\"ИП Воронцова\"/></d:ПередПолн></d:СвПередПолн>\
        <d:СвПолучПолн><d:Пред><d:СведФизЛ ИННФЛ=\"1\"><d:ФИО Фамилия=\"Соколов\" Имя=\"Пётр\"/></d:СведФизЛ></d:Пред></d:СвПолучПолн>\
        </d:Передов></d:Документ></d:Доверенность>";
    let read = read(text.as_bytes()).unwrap();
    assert!(read.is_passed_on && read.is_known_version);
    assert_eq!(
        (read.number.as_str(), read.valid_from, read.valid_to),
        ("11", day("2026-02-01"), day("2027-02-28"))
    );
    assert_eq!(read.principals, [side("ИП Воронцова", "963417058273")]);
    assert_eq!(read.representatives, [side("Соколов Пётр", "1")]);
}

#[test]
fn an_unknown_version_is_read_and_told_and_impossible_days_are_none() {
    let text = std::str::from_utf8(UNIFIED).unwrap();
    let other = text
        .replace("\"EMCHD_1\"", "\"EMCHD_9\"")
        .replace("2027-08-31", "2027-02-31");
    let read = read(other.as_bytes()).unwrap();
    assert_eq!((read.version.as_str(), read.is_known_version), ("EMCHD_9", false));
    assert_eq!(read.valid_to, None);
}

#[test]
fn what_is_no_power_of_attorney_is_refused_with_a_sentence() {
    let bomb = "<!DOCTYPE a [<!ENTITY b \"c\">]><Доверенность/>";
    let large = [UNIFIED, &vec![b' '; LIMIT_BYTES][..]].concat();
    let deep = format!("<Доверенность>{}", "<Документ>".repeat(100));
    let cases: [(&[u8], &str); 8] = [
        (b"", "file_empty"),
        (b"%PDF-1.7", "not_power_of_attorney"),
        (b"noise", "not_power_of_attorney"),
        ("<Файл/>".as_bytes(), "not_power_of_attorney"),
        (
            "<Доверенность><Документ/></Доверенность>".as_bytes(),
            "not_power_of_attorney",
        ),
        (bomb.as_bytes(), "xml_entity_declaration"),
        (&large, "file_too_large"),
        (deep.as_bytes(), "xml_too_complex"),
    ];
    for (bytes, code) in cases {
        let error: Error = read(bytes).unwrap_err();
        assert_eq!(error.code(), code);
        assert!(error.sentence().ends_with('.'), "{}", error.sentence());
    }
}
