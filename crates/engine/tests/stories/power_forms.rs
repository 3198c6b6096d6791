//! What a power of attorney may be, what is to be said of each kind, and what is settled of people who sign by them.

use domain::{FirmId, PositionSource, PowerKind};
use engine::{CertificateId, PowerRequest, SignerRequest};

use crate::powers::{NUMBER, POWER, Signing, blank, code, firm, of_file};
use crate::seal::file;
use crate::signing::Desk;

/// A power on paper, one told in words, and the one that is usual at the operator; each says enough.
fn enough(firm: FirmId) -> [PowerRequest; 3] {
    let issued_on = "2026-02-01".parse().ok();
    [
        PowerRequest {
            kind: PowerKind::Paper,
            number: " 15/А ".into(),
            issued_on,
            issued_by: "Северова Анна Игоревна".into(),
            valid_to: "2027-12-31".parse().ok(),
            representative_name: "Воронцова Анна Павловна".into(),
            ..blank(firm)
        },
        PowerRequest {
            kind: PowerKind::Manual,
            number: NUMBER.into(),
            issued_on,
            system: "https://m4d.nalog.gov.ru".into(),
            ..blank(firm)
        },
        PowerRequest {
            kind: PowerKind::OperatorDefault,
            ..blank(firm)
        },
    ]
}

#[tokio::test]
async fn a_power_on_paper_and_one_told_in_words_must_say_enough() {
    let desk = Desk::new();
    let (engine, _) = desk.with_papers(0).await;
    let [paper, manual, usual] = enough(firm(&engine).await);
    let cases: [(PowerRequest, &str); 10] = [
        (
            PowerRequest {
                number: String::new(),
                ..paper.clone()
            },
            "power_number",
        ),
        (
            PowerRequest {
                number: "1".repeat(51),
                ..paper.clone()
            },
            "power_too_long",
        ),
        (
            PowerRequest {
                issued_on: None,
                ..paper.clone()
            },
            "power_issued_on",
        ),
        (
            PowerRequest {
                issued_by: "Северова".into(),
                ..paper.clone()
            },
            "power_issued_by",
        ),
        (
            PowerRequest {
                file: Some(file("скан.xml", POWER)),
                ..paper.clone()
            },
            "power_has_no_file",
        ),
        (
            PowerRequest {
                number: "15/А".into(),
                ..manual.clone()
            },
            "power_number",
        ),
        (
            PowerRequest {
                issued_on: None,
                ..manual.clone()
            },
            "power_issued_on",
        ),
        (
            PowerRequest {
                system: String::new(),
                ..manual.clone()
            },
            "power_system",
        ),
        (
            PowerRequest {
                goes_along: true,
                ..manual.clone()
            },
            "power_without_file",
        ),
        (
            PowerRequest {
                goes_along: true,
                ..usual.clone()
            },
            "power_has_no_file",
        ),
    ];
    for (request, expected) in cases {
        assert_eq!(code(engine.save_power(request).await), expected);
    }
}

#[tokio::test]
async fn powers_are_named_as_people_name_them() {
    let desk = Desk::new();
    let (engine, _) = desk.with_papers(0).await;
    let [paper, manual, usual] = enough(firm(&engine).await);
    let labels = [
        (paper.clone(), "№ 15/А от 01.02.2026, бумажная".to_owned()),
        // Two papers of one number are no twins: every principal counts for itself.
        (paper.clone(), "№ 15/А от 01.02.2026, бумажная".to_owned()),
        (manual.clone(), format!("№ {NUMBER} от 01.02.2026")),
        (usual.clone(), "основная в кабинете оператора".to_owned()),
    ];
    for (request, label) in labels {
        let saved = engine.save_power(request).await.unwrap();
        assert_eq!(saved.label, label);
        assert_eq!(saved.power.body.principal_inn.as_str(), "9612045075");
    }
    assert_eq!(code(engine.save_power(manual.clone()).await), "power_exists");
}

#[tokio::test]
async fn what_was_settled_of_a_signer_belongs_to_the_person_and_is_checked() {
    let signing = Signing::by_voroncova().await;
    let engine = &signing.engine;
    let request = |position_source, position: &str| SignerRequest {
        firm: signing.firm,
        certificate: CertificateId(signing.certificate),
        position_source,
        position: position.into(),
        power: None,
    };
    for wrong in ["", " ", &"а".repeat(256)] {
        let refused = engine
            .save_firm_signer(request(PositionSource::Manual, wrong))
            .await;
        assert_eq!(refused.unwrap_err().code().as_str(), "signer_position");
    }
    let power = engine.save_power(of_file(signing.firm, POWER)).await.unwrap();
    let manual = SignerRequest {
        power: Some(power.power.id),
        ..request(PositionSource::Manual, " Главный бухгалтер ")
    };
    let saved = engine.save_firm_signer(manual).await.unwrap();
    assert_eq!(saved.position, "Главный бухгалтер");
    let picks = engine.signing_picks(signing.papers.clone()).await.unwrap();
    let mut told = picks[0].signers.iter();
    let told = told.find(|one| one.certificate.0 == signing.certificate).unwrap();
    assert_eq!(
        (told.position.as_str(), told.power),
        ("Главный бухгалтер", Some(power.power.id))
    );
    // The card of the employee of that name says nothing yet.
    let of_card = engine
        .save_firm_signer(request(PositionSource::Employee, ""))
        .await
        .unwrap();
    assert_eq!((of_card.position.as_str(), of_card.power), ("", None));
}
