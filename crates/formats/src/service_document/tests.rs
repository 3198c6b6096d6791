use proptest::prelude::*;

use super::{
    ElectronicPower, LIMIT_BYTES, MessageEvent, PaperPower, Participant, Person, ServiceDocument,
    ServiceForm, SignerPower, read,
};
use crate::error::Error;

const RECEIPT: &[u8] = include_bytes!("../../fixtures/receipt_notice_103.xml");
const AMENDMENT: &[u8] = include_bytes!("../../fixtures/amendment_request_103.xml");
const REVOCATION_101: &[u8] = include_bytes!("../../fixtures/revocation_request_101.xml");
const REVOCATION_102: &[u8] = include_bytes!("../../fixtures/revocation_request_102.xml");
const MESSAGE: &[u8] = include_bytes!("../../fixtures/universal_message_501.xml");
const SHIPMENT: &[u8] = include_bytes!("../../fixtures/shipment_fixation_cancellation.json");

const SELLER_ID: &str = "2BM-9612045075-961201001-202401150000000000011";
const BUYER_ID: &str = "2BM-9644112800-964401001-202402200000000000022";

fn seller() -> Participant {
    Participant {
        participant_id: SELLER_ID.into(),
        name: "ООО «Полярная звезда»".into(),
        inn: "9612045075".into(),
        kpp: "961201001".into(),
        person: None,
    }
}

fn buyer(position: &str, status: &str, power: Option<SignerPower>) -> Participant {
    Participant {
        participant_id: BUYER_ID.into(),
        name: "ООО «Кедровая роща»".into(),
        inn: "9644112800".into(),
        kpp: "964401001".into(),
        person: Some(Person {
            name: "Корнилова Ирина Львовна".into(),
            position: position.into(),
            status: status.into(),
            power,
            ..Person::default()
        }),
    }
}

fn utd() -> String {
    format!("ON_NSCHFDOPPR_{BUYER_ID}_{SELLER_ID}_20261116_0f8a3c52-6f0b-4b1e-9a77-1c5e8d2f4a60_0_0_0_0_0_00")
}

#[test]
fn a_receipt_notice_says_who_received_which_file_and_when() {
    let read = read(RECEIPT).unwrap();
    assert_eq!(
        read,
        ServiceDocument {
            form: ServiceForm::ReceiptNotice,
            version: "1.03".into(),
            is_known_version: true,
            file_id: format!(
                "DP_IZVPOL_{SELLER_ID}_{BUYER_ID}_20261120_3f1d2c4b-8a90-4e5d-b6c7-90a1b2c3d4e5"
            ),
            about_file: utd(),
            made_at: "2026-11-20T10:15:42".parse().ok(),
            author: buyer(
                "Главный бухгалтер",
                "2",
                Some(SignerPower::Electronic(ElectronicPower {
                    number: "7c1a5f0e-55d1-4c6b-8f1f-2d9e4b3a6071".into(),
                    issued_on: "2026-09-01".parse().ok(),
                    goes_along: true,
                    ..ElectronicPower::default()
                })),
            ),
            addressee: seller(),
            text: String::new(),
            events: Vec::new(),
        }
    );
}

#[test]
fn an_amendment_request_keeps_the_lines_and_signs_of_its_text() {
    let read = read(AMENDMENT).unwrap();
    assert_eq!(read.form, ServiceForm::AmendmentRequest);
    assert_eq!(
        read.text,
        "Неверная цена в строке 2: договор № 14 говорит 350 < 355.\nПросим исправить."
    );
    assert_eq!(
        (read.author, read.addressee),
        (buyer("Генеральный директор", "1", None), seller())
    );
    assert_eq!(
        (read.about_file, read.made_at),
        (utd(), "2026-11-20T10:20:05".parse().ok())
    );
}

#[test]
fn a_power_on_paper_and_one_that_is_kept_elsewhere_are_read_as_each_form_spells_them() {
    let electronic = |system: &str| {
        format!(
            "<СвДоверЭл СпособПредставл=\"2\" НомДовер=\"7c1a5f0e-55d1-4c6b-8f1f-2d9e4b3a6071\" \
             ДатаВыдДовер=\"01.09.2026\" ВнНомДовер=\"М-3\" ДатаВнРегДовер=\"02.09.2026\" {system}=\"m4d\"/>"
        )
    };
    let paper = |issuer: &str| {
        format!(
            "<СвДоверБум ДатаДовер=\"01.02.2026\" ВнНомДовер=\"15\" {issuer}=\"ООО «Кедровая роща»\"><ФИО \
             Фамилия=\"Кедров\" Имя=\"Илья\"/></СвДоверБум>"
        )
    };
    let power = |bytes: &[u8], element: &str| {
        let read = read(&altered(bytes, "</Подписант>", &format!("{element}</Подписант>"))).unwrap();
        read.author.person.unwrap().power.unwrap()
    };
    let receipt = altered(RECEIPT, "СвДоверЭл", "СвДругое");
    for (bytes, system, issuer) in [
        (receipt.as_slice(), "ИдСистХран", "СвДовер"),
        (AMENDMENT, "СвСистХран", "СвИдДовер"),
    ] {
        let SignerPower::Electronic(told) = power(bytes, &electronic(system)) else {
            panic!("{system}");
        };
        assert_eq!(
            (told.internal_number.as_str(), told.internal_on, told.goes_along),
            ("М-3", "2026-09-02".parse().ok(), false)
        );
        assert_eq!(told.system, "m4d");
        let told = power(bytes, &paper(issuer));
        assert_eq!(
            told,
            SignerPower::Paper(PaperPower {
                number: "15".into(),
                issued_on: "2026-02-01".parse().ok(),
                issuer: "ООО «Кедровая роща»".into(),
                issued_by: "Кедров Илья".into(),
            })
        );
    }
}

#[test]
fn both_versions_of_a_proposal_to_revoke_are_read_alike() {
    for (bytes, version) in [(REVOCATION_101, "1.01"), (REVOCATION_102, "1.02")] {
        let read = read(bytes).unwrap();
        assert_eq!(read.form, ServiceForm::RevocationRequest);
        assert_eq!((read.version.as_str(), read.is_known_version), (version, true));
        assert_eq!(read.text, "Документ выставлен дважды.");
        assert_eq!(
            (read.author, read.addressee),
            (buyer("Главный бухгалтер", "", None), seller())
        );
        assert_eq!((read.about_file, read.made_at), (utd(), None));
    }
}

#[test]
fn a_universal_message_says_all_its_codes_and_whom_to_call() {
    let read = read(MESSAGE).unwrap();
    assert_eq!(read.form, ServiceForm::UniversalMessage);
    assert_eq!(
        (read.about_file.as_str(), read.text.as_str()),
        (utd().as_str(), "")
    );
    let event = |code: &str, text: &str| MessageEvent {
        code: code.into(),
        text: text.into(),
    };
    assert_eq!(
        read.events,
        [
            event("2007", "Просим подтвердить полномочия подписанта."),
            event("2999", "Неверный адрес грузополучателя."),
        ]
    );
    let person = read.author.person.unwrap();
    assert_eq!(
        (person.name.as_str(), person.position.as_str()),
        ("Лаптев Егор", "Кладовщик")
    );
    assert_eq!(person.phones, ["8-343-555-0101", "8-343-555-0102"]);
    assert_eq!(person.emails, ["sklad@example.com"]);
    assert_eq!(person.other_contact, "с 9 до 18 по Екатеринбургу");
    assert_eq!(read.author.participant_id, BUYER_ID);
    assert_eq!(
        (read.addressee.participant_id.as_str(), read.addressee.person),
        (SELLER_ID, None)
    );
}

#[test]
fn a_cancellation_of_shipment_data_names_the_file_without_what_the_operator_puts_before_it() {
    let read = read(SHIPMENT).unwrap();
    assert_eq!(read.form, ServiceForm::ShipmentFixationCancellation);
    assert_eq!(
        (read.about_file, read.author.inn),
        (utd(), "9612045075".to_owned())
    );
}

/// A fixture with one piece of its text replaced, in windows-1251 again.
fn altered(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = encoding_rs::WINDOWS_1251.decode(bytes).0.into_owned();
    assert!(text.contains(from), "{from}");
    encoding_rs::WINDOWS_1251
        .encode(&text.replacen(from, to, 1))
        .0
        .into_owned()
}

#[test]
fn a_new_version_is_read_and_told_to_be_unknown_and_an_impossible_moment_is_none() {
    let newer = read(&altered(RECEIPT, "ВерсФорм=\"1.03\"", "ВерсФорм=\"9.07\"")).unwrap();
    assert_eq!((newer.version.as_str(), newer.is_known_version), ("9.07", false));
    assert_eq!(newer.author.name, "ООО «Кедровая роща»");
    for (from, to) in [
        ("20.11.2026", "31.11.2026"),
        ("10.15.42", "10.61.42"),
        ("10.15.42", "10.15"),
    ] {
        assert_eq!(read(&altered(RECEIPT, from, to)).unwrap().made_at, None, "{to}");
    }
}

#[test]
fn an_unknown_code_stays_as_it_was_written() {
    let read = read(&altered(MESSAGE, "СтатусУС=\"2007\"", "СтатусУС=\"7777\"")).unwrap();
    let codes: Vec<&str> = read.events.iter().map(|event| event.code.as_str()).collect();
    assert_eq!(codes, ["7777", "2999"]);
}

#[test]
fn what_is_no_service_document_is_refused_with_a_sentence() {
    let large = [RECEIPT, &vec![b' '; LIMIT_BYTES][..]].concat();
    let large_json = [SHIPMENT, &vec![b' '; LIMIT_BYTES][..]].concat();
    let deep = format!("<Файл>{}", "<Документ>".repeat(100));
    let bomb = "<!DOCTYPE a [<!ENTITY b \"c\">]><Файл/>";
    let nested = "[".repeat(100_000);
    let cases: [(&[u8], &str); 11] = [
        (b"", "file_empty"),
        (b"%PDF-1.7", "not_service_document"),
        (b"noise", "not_service_document"),
        (br#"{"inn":"9612045075"}"#, "not_service_document"),
        (nested.as_bytes(), "not_service_document"),
        ("<Доверенность/>".as_bytes(), "not_service_document"),
        ("<Файл><Документ/></Файл>".as_bytes(), "not_service_document"),
        (bomb.as_bytes(), "xml_entity_declaration"),
        (&large, "file_too_large"),
        (&large_json, "file_too_large"),
        (deep.as_bytes(), "xml_too_complex"),
    ];
    for (bytes, code) in cases {
        let error: Error = read(bytes).unwrap_err();
        assert_eq!(error.code(), code);
        assert!(error.sentence().ends_with('.'), "{}", error.sentence());
    }
}

/// Words that survive the reader as they are: letters of windows-1251, inner blanks and what has to be escaped.
fn words() -> impl Strategy<Value = String> {
    "[А-Яа-яA-Za-z0-9№<>&\"'.,-]([А-Яа-яA-Za-z0-9№<>&\"'., -]{0,40}[А-Яа-яA-Za-z0-9№<>&\"'.,-])?"
}

fn escaped(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

fn message_of(file: &str, name: &str, position: &str, events: &[(u16, String)]) -> Vec<u8> {
    let events: String = events
        .iter()
        .map(|(code, text)| {
            format!(
                "<СвСобытДок СтатусУС=\"{code}\"><ТекстУС>{}</ТекстУС></СвСобытДок>",
                escaped(text)
            )
        })
        .collect();
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"windows-1251\"?><Файл ИдФайл=\"x\" ВерсФорм=\"5.01\"><Документ КНД=\"1115144\">\
         <СведУС ИмяПолФайл=\"{}\"/>{events}<ОтпрУС ИдОтпрУС=\"{SELLER_ID}\"><СвЛицОтпрУС Должн=\"{}\"><ФИО Фамилия=\"{}\" \
         Имя=\"Егор\"/></СвЛицОтпрУС></ОтпрУС><ПолучУС ИдПолучУС=\"{BUYER_ID}\"/></Документ></Файл>",
        escaped(file),
        escaped(position),
        escaped(name),
    );
    encoding_rs::WINDOWS_1251.encode(&xml).0.into_owned()
}

proptest! {
    #[test]
    fn whatever_a_universal_message_says_is_read_back(
        file in words(),
        name in words(),
        position in words(),
        events in prop::collection::vec((1000_u16..9999, words()), 1..6),
    ) {
        let read = read(&message_of(&file, &name, &position, &events)).unwrap();
        prop_assert_eq!(read.about_file, file);
        let person = read.author.person.unwrap();
        prop_assert_eq!((person.name, person.position), (format!("{name} Егор"), position));
        let told: Vec<(u16, String)> = read
            .events
            .into_iter()
            .map(|event| (event.code.parse().unwrap(), event.text))
            .collect();
        prop_assert_eq!(told, events);
    }

    #[test]
    fn spoilt_files_end_in_a_document_or_a_sentence(
        which in 0_usize..6,
        at in any::<prop::sample::Index>(),
        put in prop::collection::vec(any::<u8>(), 0..12),
        cut in 0_usize..60,
    ) {
        let mut bytes = [RECEIPT, AMENDMENT, REVOCATION_101, REVOCATION_102, MESSAGE, SHIPMENT][which].to_vec();
        let from = at.index(bytes.len());
        let to = (from + cut).min(bytes.len());
        bytes.splice(from..to, put);
        match read(&bytes) {
            Ok(read) => prop_assert!(read.file_id.chars().all(|c| !c.is_control())),
            Err(error) => {
                prop_assert!(!error.code().is_empty());
                prop_assert!(error.sentence().chars().count() < 900);
            }
        }
    }
}
