use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::PersonName;
use serde_json::{Value, json};

use super::{
    API_KEY, CUSTOM_ID, DOCUMENT, OPERATION, PASSWORD, SESSION, connect, document, failure, fdoc, letter,
    person, remote, status,
};
use crate::Error;
use crate::edo::fdoc::letter::{Heading, prepare};
use crate::edo::{Letter, SignerPower, Signing};
use crate::loopback::Reply;

fn body(letter: &Letter) -> Value {
    let bytes = prepare(letter).unwrap();
    let (heading, body) = Heading::read(&bytes).unwrap();
    assert_eq!((heading.action, heading.account), ("create", "3"));
    serde_json::from_slice(body).unwrap()
}

#[test]
fn a_letter_gives_the_same_bytes_every_time_and_no_secret() {
    let bytes = prepare(&letter(Signing::Deferred)).unwrap();
    assert_eq!(bytes, prepare(&letter(Signing::Deferred)).unwrap());
    let text = String::from_utf8(bytes).unwrap();
    for secret in [API_KEY, PASSWORD, SESSION] {
        assert!(!text.contains(secret));
    }
}

#[test]
fn a_letter_names_the_person_as_the_stamp_will_and_says_whether_it_goes_by_itself() {
    assert_eq!(
        body(&letter(Signing::Deferred)),
        json!({
            "external_id": CUSTOM_ID.to_string(), "title": "Заказ-наряд № 17 от 05.11.2026",
            "kind": "work_order", "send_mode": "draft",
            "client": {"phone": "+79161234567", "last_name": "Зимина", "first_name": "Ольга",
                "middle_name": "Петровна", "email": "olga@example.test"},
            "file": {"name": "Заказ-наряд 17.pdf", "media_type": "application/pdf",
                "content_base64": STANDARD.encode(b"%PDF-1.7 order")},
        })
    );
    assert_eq!(body(&letter(Signing::Simple))["send_mode"], "auto");
    let mut without = letter(Signing::Simple);
    let nobody = person();
    without.person = Some(crate::edo::persons::ToPerson {
        name: PersonName::from_full("Ли Ольга"),
        has_no_middle_name: true,
        email: String::new(),
        ..nobody
    });
    assert_eq!(
        body(&without)["client"],
        json!({"phone": "+79161234567", "last_name": "Ли", "first_name": "Ольга", "no_middle_name": true})
    );
}

#[test]
fn a_letter_that_the_service_cannot_take_is_refused_before_it_leaves() {
    let good = letter(Signing::Deferred);
    let named = |name: &str| Letter {
        person: Some(crate::edo::persons::ToPerson {
            name: PersonName::from_full(name),
            ..person()
        }),
        ..good.clone()
    };
    let cases = [
        (
            "not_pdf",
            Letter {
                content: b"PK".to_vec(),
                ..good.clone()
            },
        ),
        (
            "document_too_large",
            Letter {
                content: vec![b'%'; 20 * 1024 * 1024 + 1],
                ..good.clone()
            },
        ),
        (
            "document_empty",
            Letter {
                file_name: " ".into(),
                ..good.clone()
            },
        ),
        (
            "no_person",
            Letter {
                person: None,
                ..good.clone()
            },
        ),
        ("no_signature", letter(Signing::Test)),
        (
            "no_signature",
            letter(Signing::Signed {
                signature: vec![1],
                power_of_attorney: None::<SignerPower>,
            }),
        ),
        ("person_name_incomplete", named("Зимина")),
        ("person_name_incomplete", named("Зимина Ольга")),
    ];
    for (expected, letter) in cases {
        let Error::Refused { code, text } = prepare(&letter).unwrap_err() else {
            panic!("{expected}")
        };
        assert_eq!(code, expected);
        assert!(text.contains("остался в программе"), "{text}");
    }
}

fn request() -> Vec<u8> {
    prepare(&letter(Signing::Deferred)).unwrap()
}

#[tokio::test]
async fn the_exact_bytes_leave_with_key_session_and_operation_id() {
    let server = fdoc(|_| status(201, &document("prepared", "Подготовлен", "required", 1))).await;
    let sent = connect(&server.address).deliver(OPERATION, &request()).await;
    assert_eq!(sent, Ok(remote()));
    let asked = server.asked();
    assert_eq!(server.paths(), ["/gw/v1/sessions", "/gw/v1/documents"]);
    assert_eq!(asked[1].body, Heading::read(&request()).unwrap().1);
    let head = asked[1].head.to_lowercase();
    for line in [
        format!("x-api-key: {}", API_KEY.to_lowercase()),
        format!("authorization: bearer {SESSION}"),
        format!("idempotency-key: {OPERATION}"),
    ] {
        assert!(head.contains(&line), "{line}\n{head}");
    }
}

#[tokio::test]
async fn our_own_name_that_is_there_already_is_the_document_and_no_failure() {
    let server = fdoc(|_| {
        let details = json!({"existing_id": DOCUMENT});
        status(
            409,
            &json!({"error": {"code": "external_id_exists", "message": "Уже есть", "details": details}}),
        )
    })
    .await;
    let sent = connect(&server.address).deliver(OPERATION, &request()).await;
    assert_eq!(sent, Ok(remote()));
}

#[tokio::test]
async fn refusals_are_told_in_the_words_of_the_service_and_the_rest_by_what_can_be_done() {
    let deliver = async |answer: fn() -> Reply| {
        let server = fdoc(move |_| answer()).await;
        connect(&server.address)
            .deliver(OPERATION, &request())
            .await
            .unwrap_err()
    };
    let refused = deliver(|| {
        status(
            422,
            &json!({"error": {"code": "validation_failed", "message": "Укажите отчество", "field": "client.middle_name"}}),
        )
    })
    .await;
    let Error::Refused { code, text } = refused else {
        panic!()
    };
    assert_eq!(code, "validation_failed");
    assert!(
        text.contains("Укажите отчество") && text.contains("client.middle_name"),
        "{text}"
    );
    let limited = deliver(|| Reply::Whole(429, vec![("Retry-After", "7".into())], b"{}".to_vec())).await;
    assert_eq!(limited.retry_after(), Some(std::time::Duration::from_secs(7)));
    assert_eq!(
        deliver(|| failure(401, "invalid_api_key")).await.code(),
        "unauthorized"
    );
    assert_eq!(
        deliver(|| failure(403, "organization_blocked")).await.code(),
        "forbidden"
    );
    for unknown in [
        deliver(|| Reply::text(503, "")).await,
        deliver(|| Reply::Raw(Vec::new())).await,
        deliver(|| status(201, &json!({"ok": true}))).await,
    ] {
        assert!(unknown.outcome_unknown(), "{unknown}");
    }
}

#[tokio::test]
async fn a_lost_answer_is_looked_up_by_our_own_name_and_a_stranger_is_not_taken_for_it() {
    let stranger = json!({"items": [{"id": "doc-1", "external_id": "work-order:7"}], "page": {"limit": 50, "next": null}});
    let server = fdoc(move |_| Reply::json(&stranger)).await;
    let found = connect(&server.address).find_sent("", CUSTOM_ID).await;
    assert_eq!(found, Ok(None));
    let query = server.asked()[1].line.clone();
    assert!(query.contains(&format!("external_id={CUSTOM_ID}")), "{query}");

    let ours = json!({"items": [document("prepared", "Подготовлен", "required", 1)]});
    let server = fdoc(move |_| Reply::json(&ours)).await;
    assert_eq!(
        connect(&server.address).find_sent("", CUSTOM_ID).await,
        Ok(Some(remote()))
    );
    let server = fdoc(|_| Reply::text(500, "")).await;
    let error = connect(&server.address)
        .find_sent("", CUSTOM_ID)
        .await
        .unwrap_err();
    assert_eq!(error.code(), "broken", "a failure is not «not there»");
}

#[tokio::test]
async fn a_signed_document_comes_with_its_protocol_and_the_hash_of_what_was_signed() {
    static SIGNED: AtomicUsize = AtomicUsize::new(0);
    let server = fdoc(|asked| {
        let is_source = asked.line.contains("variant=source");
        if SIGNED.load(Ordering::SeqCst) == 0 && !is_source {
            return failure(409, "not_signed_yet");
        }
        let bytes: &[u8] = if is_source {
            b"%PDF-1.7 order"
        } else {
            b"%PDF-1.7 order and stamp"
        };
        Reply::Whole(
            200,
            vec![("Content-Type", "application/pdf".into())],
            bytes.to_vec(),
        )
    })
    .await;
    let provider = connect(&server.address);
    let persons = provider.persons().unwrap();
    assert_eq!(
        persons.signed_copy(&remote()).await,
        Err(Error::StillProcessing(None))
    );
    SIGNED.store(1, Ordering::SeqCst);
    let copy = persons.signed_copy(&remote()).await.unwrap();
    assert!(copy.stamped.bytes.ends_with(b"stamp") && copy.protocol.is_some());
    let expected: [u8; 32] =
        sha2::Digest::finalize(<sha2::Sha256 as sha2::Digest>::new_with_prefix(b"%PDF-1.7 order")).into();
    assert_eq!(copy.source_sha256, expected);
}
