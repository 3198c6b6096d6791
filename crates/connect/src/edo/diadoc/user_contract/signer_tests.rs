//! Who signs, as the operator's contracts tell it.

use domain::{
    ManualPower, PaperPower, Party, PersonName, RemoteDocument, Signatory, SignatureType, UtdFunction,
};
use uuid::Uuid;

use super::{answer, service_signer};
use crate::edo::diadoc::tests::OUR_BOX;
use crate::edo::service_documents::{PositionFrom, ServiceSigner};
use crate::edo::{AnswerTitleRequest, PowerFiles, PowerOfAttorneyRef, SignerPower};

const NUMBER: Uuid = Uuid::from_u128(0x4a74_3152_e772_4249_9a47_e2e2_9025_8e79);

fn signer(power_of_attorney: Option<SignerPower>) -> ServiceSigner {
    ServiceSigner {
        certificate: b"der".to_vec(),
        signature: SignatureType::Qualified,
        signatory: Signatory {
            position: "Подписант-Должн".to_owned(),
            name: PersonName::from_full("Петров Петр Петрович"),
            grounds: String::new(),
        },
        position: PositionFrom::Told,
        power_of_attorney,
    }
}

fn files() -> PowerFiles {
    PowerFiles {
        file: b"file".to_vec(),
        signature: b"cms".to_vec(),
    }
}

fn numbered(along: Option<PowerFiles>) -> SignerPower {
    SignerPower::Registered {
        id: PowerOfAttorneyRef {
            number: NUMBER,
            principal_inn: "9644112800".to_owned(),
            representative_inn: Some("963417058273".to_owned()),
        },
        along,
    }
}

fn manual(along: Option<PowerFiles>) -> SignerPower {
    SignerPower::Manual {
        told: ManualPower {
            number: NUMBER,
            issued_on: "2018-09-17".parse().unwrap(),
            internal_number: "123".to_owned(),
            internal_on: "2018-09-18".parse().ok(),
            system: "СвДоверЭл-ИдСистХран".to_owned(),
        },
        along,
    }
}

fn paper(issued_by: &str) -> SignerPower {
    SignerPower::Paper(PaperPower {
        number: "15".to_owned(),
        issued_on: "2026-02-01".parse().unwrap(),
        issued_by: PersonName::from_full(issued_by),
        issuer: "ООО «Кедровая роща»".to_owned(),
    })
}

fn written(signer: &ServiceSigner) -> String {
    String::from_utf8(service_signer::write(signer).unwrap()).unwrap()
}

/// What stands behind the position.
fn power_of(power: SignerPower) -> (String, String) {
    let xml = written(&signer(Some(power)));
    let (status, _) = xml
        .split_once("SignerStatus=\"")
        .unwrap()
        .1
        .split_once('"')
        .unwrap();
    let power = xml.split("</Position>").nth(1).unwrap();
    (status.to_owned(), power.trim_end_matches("</Signer>").to_owned())
}

#[test]
fn the_published_sample_is_written_sign_by_sign() {
    assert_eq!(
        written(&signer(Some(manual(Some(files()))))),
        concat!(
            r#"<?xml version="1.0" encoding="utf-8"?><Signer SignerStatus="2" SignatureType="1">"#,
            r#"<Certificate CertificateBytes="ZGVy"/>"#,
            r#"<Fio LastName="Петров" FirstName="Петр" MiddleName="Петрович"/>"#,
            r#"<Position PositionSource="Manual">Подписант-Должн</Position>"#,
            r#"<PowerOfAttorney><Electronic MethodOfProviding="1">"#,
            r#"<Manual RegistrationNumber="4a743152-e772-4249-9a47-e2e290258e79" RegistrationDate="17.09.2018" "#,
            r#"InternalNumber="123" InternalDate="18.09.2018" SystemId="СвДоверЭл-ИдСистХран"/>"#,
            r#"</Electronic></PowerOfAttorney></Signer>"#
        )
    );
}

#[test]
fn the_status_of_a_signer_follows_from_the_power() {
    assert!(written(&signer(None)).contains(r#"<Signer SignerStatus="1" SignatureType="1">"#));
    assert!(!written(&signer(None)).contains("PowerOfAttorney"));
    let full_id = concat!(
        r#"<Storage UseDefault="false"><FullId RegistrationNumber="4a743152-e772-4249-9a47-e2e290258e79" "#,
        r#"IssuerInn="9644112800" RepresentativeInn="963417058273"/></Storage></Electronic></PowerOfAttorney>"#
    );
    let electronic = |method: &str, inside: &str| {
        format!(r#"<PowerOfAttorney><Electronic MethodOfProviding="{method}">{inside}"#)
    };
    let cases = [
        (numbered(None), "2", electronic("2", full_id)),
        (numbered(Some(files())), "2", electronic("1", full_id)),
        (
            SignerPower::OperatorDefault,
            "2",
            electronic(
                "2",
                r#"<Storage UseDefault="true"/></Electronic></PowerOfAttorney>"#,
            ),
        ),
        (
            paper("Кедров Илья"),
            "3",
            concat!(
                r#"<PowerOfAttorney><Paper InternalNumber="15" RegistrationDate="01.02.2026" "#,
                r#"IssuerInfo="ООО «Кедровая роща»"><Person LastName="Кедров" FirstName="Илья"/></Paper>"#,
                r#"</PowerOfAttorney>"#
            )
            .to_owned(),
        ),
        (
            paper(""),
            "3",
            concat!(
                r#"<PowerOfAttorney><Paper InternalNumber="15" RegistrationDate="01.02.2026" "#,
                r#"IssuerInfo="ООО «Кедровая роща»"/></PowerOfAttorney>"#
            )
            .to_owned(),
        ),
    ];
    for (power, status, element) in cases {
        assert_eq!(power_of(power), (status.to_owned(), element));
    }
    let unqualified = ServiceSigner {
        signature: SignatureType::Unqualified,
        ..signer(None)
    };
    assert!(written(&unqualified).contains(r#"SignatureType="3""#));
}

#[test]
fn the_position_that_is_known_here_stands_behind_the_source_of_the_operator() {
    let from = |position, text: &str| {
        let mut signer = signer(None);
        signer.position = position;
        text.clone_into(&mut signer.signatory.position);
        written(&signer)
    };
    let cases = [
        (
            PositionFrom::Certificate,
            "Директор",
            r#"<Position PositionSource="Certificate">Директор</Position>"#,
        ),
        (
            PositionFrom::Certificate,
            "",
            r#"<Position PositionSource="Certificate"/>"#,
        ),
        (
            PositionFrom::Card,
            "Директор",
            r#"<Position PositionSource="Employee">Директор</Position>"#,
        ),
        (PositionFrom::Card, "", r#"<Position PositionSource="Employee"/>"#),
    ];
    for (position, text, element) in cases {
        let xml = from(position, text);
        assert!(xml.contains(element), "{xml}");
    }
    // A certificate that names none, and nobody said: the form can do without it.
    assert!(!from(PositionFrom::Told, "").contains("Position"));
}

#[test]
fn what_the_schema_would_not_take_is_told_as_the_fields_to_be_mended() {
    let mut nobody = signer(None);
    nobody.signatory.name = PersonName::from_full("");
    let mut long = signer(None);
    long.signatory.position = "а".repeat(256);
    let mut wrong_inn = numbered(None);
    if let SignerPower::Registered { id, .. } = &mut wrong_inn {
        "123".clone_into(&mut id.principal_inn);
    }
    let mut nowhere = manual(None);
    if let SignerPower::Manual { told, .. } = &mut nowhere {
        told.system.clear();
        told.issued_on = "1799-12-31".parse().unwrap();
    }
    let mut blank = paper("Кедров");
    if let SignerPower::Paper(told) = &mut blank {
        told.issuer = "а".repeat(1001);
    }
    let cases: [(ServiceSigner, &[&str]); 5] = [
        (nobody, &["фамилии и имени"]),
        (long, &["Должность подписанта", "«Кто подписывает»"]),
        (signer(Some(wrong_inn)), &["неверный ИНН доверителя: «123»"]),
        (
            signer(Some(nowhere)),
            &[
                "информационная система",
                "невозможная дата выдачи",
                "«Доверенности»",
            ],
        ),
        (
            signer(Some(blank)),
            &["сведения о доверителе: не длиннее 1000", "фамилия без имени"],
        ),
    ];
    for (signer, words) in cases {
        let refused = service_signer::write(&signer).unwrap_err().to_string();
        for word in words {
            assert!(refused.contains(word), "{word}: {refused}");
        }
        assert!(refused.contains("контрагенту ничего не отправлено") || refused.contains("Контрагенту"));
    }
}

fn title(power_of_attorney: Option<SignerPower>) -> Vec<u8> {
    answer::write(&AnswerTitleRequest {
        our_box: OUR_BOX.to_owned(),
        document: RemoteDocument {
            message_id: "message".to_owned(),
            entity_id: "document".to_owned(),
        },
        function: UtdFunction::InvoiceAndTransfer,
        format_version: "5.03".to_owned(),
        firm: Party {
            name: "ООО «Кедровая роща»".to_owned(),
            inn: "9644112800".parse().unwrap(),
            kpp: None,
        },
        accepted_on: "2026-11-20".parse().unwrap(),
        signer: signer(None).signatory,
        power_of_attorney,
    })
    .unwrap()
}

#[test]
fn how_a_title_proves_the_powers_follows_from_the_power() {
    let cases = [
        (None, "1", ""),
        (Some(numbered(Some(files()))), "2", ""),
        (Some(manual(Some(files()))), "2", ""),
        (Some(manual(None)), "3", "<PowerOfAttorney><Electronic><Manual "),
        (Some(numbered(None)), "4", ""),
        (Some(SignerPower::OperatorDefault), "4", ""),
        (Some(paper("Кедров Илья")), "5", "<PowerOfAttorney><Paper "),
    ];
    for (power, method, element) in cases {
        let xml = String::from_utf8(title(power)).unwrap();
        let wanted = format!(r#"SignerPowersConfirmationMethod="{method}""#);
        assert!(xml.contains(&wanted), "{wanted}: {xml}");
        assert_eq!(xml.contains("PowerOfAttorney"), !element.is_empty(), "{xml}");
        assert!(xml.contains(element), "{xml}");
    }
}

mod golden {
    use std::path::PathBuf;

    use super::super::golden::holds_to;
    use super::{SignerPower, files, manual, numbered, paper, signer, title, written};

    #[test]
    fn signers_fit_the_schemas_of_the_operator() {
        let Some(golden) = std::env::var_os("SURGUCH_GOLDEN") else {
            return;
        };
        let schemas = PathBuf::from(golden).join("xsd/user-contract");
        let powers = || {
            [
                None,
                Some(numbered(None)),
                Some(numbered(Some(files()))),
                Some(manual(None)),
                Some(SignerPower::OperatorDefault),
                Some(paper("Кедров Илья Петрович")),
                Some(paper("")),
            ]
        };
        for power in powers() {
            let xml = written(&signer(power));
            // The published schema knows neither of the two (QUIRKS 92).
            let fio = r#"<Fio LastName="Петров" FirstName="Петр" MiddleName="Петрович"/>"#;
            let known = xml.replace(fio, "").replace(r#" SignatureType="1""#, "");
            assert_ne!(known, xml);
            holds_to(
                &schemas.join("TechnologicalSigner133UserContract.xsd"),
                known.as_bytes(),
            );
        }
        for power in powers() {
            let schema = schemas.join("ON_NSCHFDOPPOK_UserContract_970_05_03_01.xsd");
            holds_to(&schema, &title(power));
        }
    }
}
