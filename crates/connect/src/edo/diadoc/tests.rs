//! The adapter against raw answers in the documented shape.

mod arrivals;
mod cloud;
mod feed;
mod golden;
mod login;
mod openid;
pub(super) mod paper;
mod secrets;
mod sending;
mod statuses;

use std::sync::Arc;
use std::time::Duration;

use domain::{EdoFormat, RemoteDocument};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{OPERATOR, open_within};
use crate::edo::log_in::Keep;
use crate::edo::{Credentials, EdoProvider, Letter, Signing};
use crate::http::Limits;
use crate::loopback::{Asked, Loopback, Reply};
use crate::{Error, Secret};

pub(super) const OUR_BOX: &str = "3f2a9c10-4b7d-4e1a-9d55-0c6f1e2b7a01";
pub(super) const THEIR_BOX: &str = "7b1c22d4-90ab-4c3e-8f10-5e6d7c8b9a02";
pub(super) const MESSAGE: &str = "0d9f6a52-3c1e-4b8a-a7d4-1f2e3d4c5b6a";
pub(super) const DOCUMENT: &str = "5a1b2c3d-4e5f-4061-8a9b-0c1d2e3f4a5b";
pub(super) const CUSTOM_ID: Uuid = Uuid::from_u128(0xc0ff_ee00_1234_4abc_8def_0123_4567_89ab);

pub(super) const API_KEY: &str = "testClient-8ee1638deae84c86";
pub(super) const PASSWORD: &str = "Ма\"рта8!secret";
pub(super) const TOKEN: &str = "f3Kq+Token/first==";

/// What Marta Belova of «Ромашка» typed.
pub(super) fn credentials() -> Credentials {
    let field = |id: &str, value: &str| (id.to_owned(), Secret::new(value));
    Credentials::from([
        field("api_key", API_KEY),
        field("login", "marta@romashka.example"),
        field("password", PASSWORD),
    ])
}

/// For ways in that bring nothing by themselves.
pub(super) fn nothing_to_keep() -> Keep {
    Arc::new(|name: &str, _: &Secret| Err(format!("nobody asked to keep {name}")))
}

pub(super) fn connect(address: &str) -> Arc<dyn EdoProvider> {
    let limits = Limits {
        exchange: Duration::from_secs(20),
        ..Limits::default()
    };
    open_within(address, credentials(), nothing_to_keep(), limits).unwrap()
}

/// A server that lets us in and answers the rest as told.
pub(super) async fn diadoc(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Loopback {
    Loopback::start(move |asked| match asked.path() {
        "/V3/Authenticate" => Reply::text(200, TOKEN),
        _ => answer(asked),
    })
    .await
}

pub(super) fn not_found() -> Reply {
    Reply::text(404, "Not found")
}

pub(super) fn remote() -> RemoteDocument {
    RemoteDocument {
        message_id: MESSAGE.into(),
        entity_id: DOCUMENT.into(),
    }
}

/// A box in the older spelling.
pub(super) fn old_style(box_id: &str) -> String {
    format!("{}@diadoc.ru", box_id.replace('-', ""))
}

pub(super) fn letter(format: EdoFormat, signing: Signing) -> Letter {
    Letter {
        from_box: OUR_BOX.into(),
        to_box: old_style(THEIR_BOX),
        custom_document_id: CUSTOM_ID,
        format,
        format_version: String::new(),
        file_name: "Заказ-наряд 17.pdf".into(),
        content: b"%PDF-1.7 order".to_vec(),
        number: "17".into(),
        issued_on: Some(jiff::civil::date(2026, 11, 5)),
        total: None,
        comment: "Прошу подписать".into(),
        tags: Vec::new(),
        departments: domain::Departments::default(),
        signing,
        person: None,
    }
}

/// The document's entity as messages carry it.
pub(super) fn document_entity() -> Value {
    json!({
        "EntityType": "Attachment", "EntityId": DOCUMENT, "ParentEntityId": "",
        "AttachmentType": "Nonformalized", "FileName": "act.pdf", "Content": {"Size": 14},
        "DocumentInfo": {"MessageId": MESSAGE, "EntityId": DOCUMENT, "CustomDocumentId": CUSTOM_ID.to_string()},
    })
}

/// A message with one signed document of ours.
pub(super) fn message() -> Value {
    json!({
        "MessageId": MESSAGE, "TimestampTicks": 639_000_000_000_000_000_i64,
        "FromBoxId": old_style(OUR_BOX), "ToBoxId": old_style(THEIR_BOX), "MessageType": "Letter",
        "Entities": [
            document_entity(),
            {"EntityType": "Signature", "EntityId": "51600000-0000-4000-8000-000000000001",
             "ParentEntityId": DOCUMENT, "SignerBoxId": old_style(OUR_BOX)},
        ],
    })
}

/// A docflow of the fixtures folder, as the operator answers it.
pub(super) fn docflow(name: &str) -> Value {
    statuses::fixtures()
        .into_iter()
        .find(|(file, _)| file == name)
        .unwrap()
        .1["answer"]
        .clone()
}

#[test]
fn the_register_knows_diadoc() {
    let operator = crate::edo::operator("diadoc").unwrap();
    assert_eq!(operator.title, "Контур.Диадок");
    assert!(operator.default_address.starts_with("https://"));
    // Whatever is large goes by the shelf, so a document may be as large as the operator takes it (QUIRKS 15, 52).
    assert_eq!(operator.capabilities.max_document_bytes, 70 * 1024 * 1024);
    assert!(operator.capabilities.documents_together == 40 && operator.capabilities.drafts);
}

#[test]
fn an_empty_field_or_a_bad_address_is_told_before_any_network() {
    for field in OPERATOR.log_ins[0].fields {
        let mut typed = credentials();
        typed.insert(field.id.into(), Secret::new(""));
        let error = (OPERATOR.open)(OPERATOR.default_address, typed, nothing_to_keep())
            .err()
            .unwrap();
        assert_eq!(error.code(), "unauthorized");
        assert!(error.to_string().contains(field.label), "{error}");
    }
    let error = (OPERATOR.open)("http://diadoc-api.kontur.ru", credentials(), nothing_to_keep())
        .err()
        .unwrap();
    assert!(matches!(error, Error::Malformed(text) if text.contains("https://")));
}
