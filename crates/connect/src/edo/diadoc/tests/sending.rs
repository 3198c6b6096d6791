use domain::{EdoFormat, OperationId, PaperPower, PersonName, UtdFunction};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    CUSTOM_ID, DOCUMENT, MESSAGE, OUR_BOX, THEIR_BOX, connect, diadoc, letter, message, not_found, remote,
};
use crate::Error;
use crate::edo::diadoc::letter::{MAX_DOCUMENT_BYTES, prepare};
use crate::edo::{CopyKind, Letter, PowerFiles, PowerOfAttorneyRef, SignerPower, Signing};
use crate::loopback::Reply;

const OPERATION: OperationId = OperationId(Uuid::from_u128(0x0b5e_55ed));

fn prepared(letter: &Letter) -> Value {
    serde_json::from_slice(&prepare(letter).unwrap()).unwrap()
}

#[test]
fn a_letter_gives_the_same_bytes_every_time_and_no_secret() {
    let letter = letter(EdoFormat::Nonformalized, Signing::Test);
    let bytes = prepare(&letter).unwrap();
    assert_eq!(
        bytes,
        prepare(&super::letter(EdoFormat::Nonformalized, Signing::Test)).unwrap()
    );
    let server = connect("https://diadoc-api.kontur.ru");
    assert_eq!(bytes, server.prepare(&letter).unwrap());
    let text = String::from_utf8(bytes).unwrap();
    for secret in [super::API_KEY, super::PASSWORD, "marta@", "oken"] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[test]
fn a_file_is_sent_as_a_nonformalised_document_with_what_it_cannot_tell_itself() {
    let expected = json!({
        "FromBoxId": OUR_BOX, "ToBoxId": THEIR_BOX,
        "DocumentAttachments": [{
            "SignedContent": {"Content": "JVBERi0xLjcgb3JkZXI=", "SignWithTestSignature": true},
            "Comment": "Прошу подписать", "NeedRecipientSignature": true,
            "CustomDocumentId": CUSTOM_ID.to_string(), "TypeNamedId": "Nonformalized",
            "Metadata": [
                {"Key": "FileName", "Value": "Заказ-наряд 17.pdf"},
                {"Key": "DocumentNumber", "Value": "17"},
                {"Key": "DocumentDate", "Value": "05.11.2026"},
            ],
        }],
    });
    assert_eq!(
        prepared(&letter(EdoFormat::Nonformalized, Signing::Test)),
        expected
    );
    let bare = Letter {
        number: String::new(),
        issued_on: None,
        comment: String::new(),
        ..letter(EdoFormat::Nonformalized, Signing::Test)
    };
    let attachment = &prepared(&bare)["DocumentAttachments"][0];
    assert_eq!(
        attachment["Metadata"],
        json!([{"Key": "FileName", "Value": "Заказ-наряд 17.pdf"}])
    );
    assert_eq!(attachment.get("Comment"), None);
}

#[test]
fn a_utd_names_its_function_and_version() {
    for (function, value) in [
        (UtdFunction::Invoice, "СЧФ"),
        (UtdFunction::Transfer, "ДОП"),
        (UtdFunction::InvoiceAndTransfer, "СЧФДОП"),
    ] {
        let request = prepared(&letter(EdoFormat::Utd(function), Signing::Deferred));
        let attachment = &request["DocumentAttachments"][0];
        assert_eq!(attachment["TypeNamedId"], "UniversalTransferDocument");
        assert_eq!(attachment["Function"], value);
        assert_eq!(attachment["Version"], "utd970_05_03_01");
        assert_eq!(attachment.get("Metadata"), None);
        assert_eq!(request["DelaySend"], true);
        assert_eq!(attachment["SignedContent"].get("SignWithTestSignature"), None);
    }
}

#[test]
fn a_letter_signed_by_us_carries_the_signature_and_the_power_of_attorney_by_its_numbers() {
    let number = Uuid::from_u128(0x003);
    let signed = |power_of_attorney| {
        let request = prepared(&letter(
            EdoFormat::Nonformalized,
            Signing::Signed {
                signature: vec![0x30, 0x82],
                power_of_attorney,
            },
        ));
        assert_eq!(request.get("DelaySend"), None);
        request["DocumentAttachments"][0]["SignedContent"].clone()
    };
    assert_eq!(
        signed(None),
        json!({"Content": "JVBERi0xLjcgb3JkZXI=", "Signature": "MII="})
    );
    let id = PowerOfAttorneyRef {
        number,
        principal_inn: "9612045075".into(),
        representative_inn: Some("963417058273".into()),
    };
    let by_leave = |along| {
        Some(SignerPower::Registered {
            id: id.clone(),
            along,
        })
    };
    assert_eq!(
        signed(by_leave(None))["PowerOfAttorney"],
        json!({
            "FullId": {
                "RegistrationNumber": number.to_string(),
                "IssuerInn": "9612045075",
                "RepresentativeInn": "963417058273",
            },
            "UseDefault": false,
        })
    );
    let files = PowerFiles {
        file: b"power".to_vec(),
        signature: b"cms".to_vec(),
    };
    assert_eq!(
        signed(by_leave(Some(files)))["PowerOfAttorney"],
        json!({
            "UseDefault": false,
            "Contents": [{ "Content": { "Content": "cG93ZXI=" }, "Signature": { "Content": "Y21z" } }],
        })
    );
    assert_eq!(
        signed(Some(SignerPower::OperatorDefault))["PowerOfAttorney"],
        json!({ "UseDefault": true })
    );
    let paper = PaperPower {
        number: "15".into(),
        issued_on: "2026-02-01".parse().unwrap(),
        issued_by: PersonName::default(),
        issuer: String::new(),
    };
    assert_eq!(
        signed(Some(SignerPower::Paper(paper))).get("PowerOfAttorney"),
        None
    );
    let empty = letter(
        EdoFormat::Nonformalized,
        Signing::Signed {
            signature: Vec::new(),
            power_of_attorney: None,
        },
    );
    assert!(matches!(prepare(&empty), Err(Error::Refused { code, .. }) if code == "signature_empty"));
}

#[test]
fn a_letter_that_the_operator_cannot_take_is_refused_before_it_leaves() {
    let good = letter(EdoFormat::Nonformalized, Signing::Test);
    let cases = [
        (
            "document_too_large",
            Letter {
                content: vec![0; usize::try_from(MAX_DOCUMENT_BYTES).unwrap() + 1],
                ..good.clone()
            },
        ),
        (
            "document_empty",
            Letter {
                content: Vec::new(),
                ..good.clone()
            },
        ),
        (
            "comment_too_long",
            Letter {
                comment: "ы".repeat(5_001),
                ..good.clone()
            },
        ),
        (
            "same_box",
            Letter {
                to_box: super::old_style(OUR_BOX),
                ..good
            },
        ),
    ];
    for (expected, letter) in cases {
        let Error::Refused { code, text } = prepare(&letter).unwrap_err() else {
            panic!("{expected}")
        };
        assert_eq!(code, expected);
        assert!(text.contains("Документ остался в программе"), "{text}");
    }
}

fn request() -> Vec<u8> {
    prepare(&letter(EdoFormat::Nonformalized, Signing::Test)).unwrap()
}

#[tokio::test]
async fn the_exact_bytes_leave_with_the_operation_id_and_the_document_is_found_by_our_name() {
    let server = diadoc(|_| Reply::json(&message())).await;
    let found = connect(&server.address)
        .deliver(OPERATION, &request())
        .await
        .unwrap();
    assert_eq!(found, remote());
    let posted = &server.asked()[1];
    assert_eq!(
        posted.line,
        format!("POST /V3/PostMessage?operationId={OPERATION} HTTP/1.1")
    );
    assert_eq!(posted.body, request());
}

#[tokio::test]
async fn a_repeat_of_a_running_operation_is_still_at_work() {
    let wait = || vec![("Retry-After", "2".to_owned())];
    let two_seconds = Some(std::time::Duration::from_secs(2));
    let server = diadoc(move |_| Reply::Whole(204, wait(), Vec::new())).await;
    let error = connect(&server.address)
        .deliver(OPERATION, &request())
        .await
        .unwrap_err();
    assert_eq!(error, Error::StillProcessing(two_seconds));

    let words = "Request processing is in progress. Please, retry later.";
    let server = diadoc(move |_| Reply::text(409, words)).await;
    let error = connect(&server.address)
        .deliver(OPERATION, &request())
        .await
        .unwrap_err();
    assert_eq!(error, Error::StillProcessing(None));
}

#[tokio::test]
async fn a_conflict_about_a_letter_that_is_there_is_no_failure() {
    let found = json!({"Documents": [
        {"MessageId": "other", "EntityId": "other", "CustomDocumentId": "someone's"},
        {"MessageId": MESSAGE, "EntityId": DOCUMENT, "CustomDocumentId": CUSTOM_ID.to_string().to_uppercase()},
    ]});
    let server = diadoc(move |asked| match asked.path() {
        "/GetDocumentsByCustomId" => Reply::json(&found),
        _ => Reply::text(409, "Message with the same content has already been sent"),
    })
    .await;
    let outcome = connect(&server.address).deliver(OPERATION, &request()).await;
    assert_eq!(outcome, Ok(remote()));
}

#[tokio::test]
async fn a_refusal_that_cannot_be_looked_up_leaves_the_result_unknown() {
    let server = diadoc(|asked| match asked.path() {
        "/GetDocumentsByCustomId" => Reply::text(503, ""),
        _ => Reply::text(409, "Message with the same content has already been sent"),
    })
    .await;
    let error = connect(&server.address)
        .deliver(OPERATION, &request())
        .await
        .unwrap_err();
    assert!(error.outcome_unknown(), "{error}");
}

#[tokio::test]
async fn a_refusal_of_a_letter_that_is_not_there_stands() {
    let server = diadoc(|asked| match asked.path() {
        "/GetDocumentsByCustomId" => Reply::json(&json!({"Documents": []})),
        _ => Reply::text(400, "MessageToPost.DocumentAttachments[0]: Invalid signature"),
    })
    .await;
    let error = connect(&server.address)
        .deliver(OPERATION, &request())
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Refused { code, text } if code == "400" && text.contains("Invalid signature"))
    );
}

#[tokio::test]
async fn an_answer_without_our_document_leaves_the_result_unknown() {
    let foreign = json!({"MessageId": MESSAGE, "Entities": [
        {"EntityType": "Attachment", "EntityId": DOCUMENT, "DocumentInfo": {"CustomDocumentId": "x"}}]});
    let server = diadoc(move |_| Reply::json(&foreign)).await;
    let error = connect(&server.address)
        .deliver(OPERATION, &request())
        .await
        .unwrap_err();
    assert!(error.outcome_unknown(), "{error}");
    let server = diadoc(|_| Reply::Raw(Vec::new())).await;
    let error = connect(&server.address)
        .deliver(OPERATION, &request())
        .await
        .unwrap_err();
    assert_eq!(error.code(), "timeout");
}

#[tokio::test]
async fn what_was_never_sent_is_not_found() {
    let server = diadoc(|_| Reply::json(&json!({"Documents": null}))).await;
    assert_eq!(
        connect(&server.address).find_sent(OUR_BOX, CUSTOM_ID).await,
        Ok(None)
    );
    let server = diadoc(|_| not_found()).await;
    assert_eq!(
        connect(&server.address).find_sent(OUR_BOX, CUSTOM_ID).await,
        Ok(None)
    );
    let server = diadoc(|_| Reply::text(500, "")).await;
    let error = connect(&server.address)
        .find_sent(OUR_BOX, CUSTOM_ID)
        .await
        .unwrap_err();
    assert_eq!(error.code(), "broken", "a failure is not «not found»");
}

#[tokio::test]
async fn bytes_and_print_forms_come_as_they_are() {
    let server = diadoc(|asked| match asked.path() {
        "/V4/GetEntityContent" => Reply::Whole(200, Vec::new(), vec![0xff, 0, b'<']),
        _ => Reply::Whole(
            200,
            vec![
                ("Content-Type", "application/pdf".into()),
                ("Content-Disposition", "attachment; filename=\"act.pdf\"".into()),
            ],
            b"%PDF".to_vec(),
        ),
    })
    .await;
    let provider = connect(&server.address);
    assert_eq!(
        provider.content(OUR_BOX, &remote()).await,
        Ok(vec![0xff, 0, b'<'])
    );
    let mut made = provider
        .copies(OUR_BOX, &remote(), CopyKind::PrintForm)
        .await
        .unwrap();
    let form = made.remove(0);
    assert_eq!(
        (form.name.as_str(), form.media_type.as_str()),
        ("act.pdf", "application/pdf")
    );
    assert_eq!(form.bytes, b"%PDF");

    let wait = || vec![("Retry-After", "5".to_owned())];
    let server = diadoc(move |_| Reply::Whole(200, wait(), Vec::new())).await;
    let error = connect(&server.address)
        .copies(OUR_BOX, &remote(), CopyKind::PrintForm)
        .await
        .unwrap_err();
    assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(5)));
}

#[test]
fn a_letter_through_somebody_names_his_box_and_goes_only_in_formats_that_know_one() {
    let between = "9c1b22d4-90ab-4c3e-8f10-5e6d7c8b9a77";
    let through = |format, box_id: &str| {
        let department = domain::Department {
            id: "5b1c1f7e-0000-4000-8000-000000000001".into(),
            name: "Канцелярия".into(),
        };
        let mut letter = letter(format, Signing::Test);
        letter.departments.via = Some(domain::Intermediary {
            box_id: box_id.into(),
            name: "ООО «Агент»".into(),
            department: Some(department),
        });
        letter
    };
    let request = prepared(&through(EdoFormat::Nonformalized, between));
    assert_eq!(request["ProxyBoxId"], between);
    assert_eq!(
        request["ProxyDepartmentId"],
        "5b1c1f7e-0000-4000-8000-000000000001"
    );
    let straight = prepared(&letter(EdoFormat::Nonformalized, Signing::Test));
    assert!(straight.get("ProxyBoxId").is_none() && straight.get("ProxyDepartmentId").is_none());

    let cases = [
        (
            EdoFormat::Utd(UtdFunction::InvoiceAndTransfer),
            between,
            "intermediary_not_for_format",
        ),
        (
            EdoFormat::Utd(UtdFunction::Invoice),
            between,
            "intermediary_not_for_format",
        ),
        (EdoFormat::Nonformalized, THEIR_BOX, "intermediary_is_a_side"),
        (EdoFormat::Nonformalized, OUR_BOX, "intermediary_is_a_side"),
    ];
    for (format, box_id, expected) in cases {
        match prepare(&through(format, box_id)) {
            Err(Error::Refused { code, .. }) => assert_eq!(code, expected),
            other => panic!("{other:?}"),
        }
    }
}
