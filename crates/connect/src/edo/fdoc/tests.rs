//! The adapter against raw answers in the shape of the profile.

mod acts;
mod feed;
mod golden;
mod login;
mod sending;
mod statuses;

use std::sync::Arc;
use std::time::Duration;

use domain::{EdoFormat, OperationId, PersonName, RemoteDocument};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{OPERATOR, open_within, wire};
use crate::edo::persons::{PersonAbilities, ToPerson, access_field};
use crate::edo::{Credentials, EdoProvider, Letter, Signing};
use crate::http::Limits;
use crate::loopback::{Asked, Loopback, Reply};
use crate::{Error, Secret};

const API_KEY: &str = "Kf8sQpW2mZx71LtR5vYb";
const PASSWORD: &str = "Vera\"8!secret";
const SESSION: &str = "session-of-vera";
const CUSTOM_ID: Uuid = Uuid::from_u128(0xf00d_0000_1234_4abc_8def_0123_4567_89ab);
const OPERATION: OperationId = OperationId(Uuid::from_u128(0x0b5e_55ed));
/// The employee's account.
const VERA: &str = "3";
const DOCUMENT: &str = "doc-000017";

/// The key of «Ромашка» and what Vera Orlova typed.
fn credentials() -> Credentials {
    Credentials::from([
        ("api_key".to_owned(), Secret::new(API_KEY)),
        (access_field(VERA, "login"), Secret::new("vera")),
        (access_field(VERA, "password"), Secret::new(PASSWORD)),
    ])
}

fn connect_with(
    address: &str,
    credentials: &Credentials,
    abilities: PersonAbilities,
) -> Arc<dyn EdoProvider> {
    let limits = Limits {
        exchange: Duration::from_secs(20),
        ..Limits::default()
    };
    open_within(address, credentials, limits, abilities).unwrap()
}

fn connect(address: &str) -> Arc<dyn EdoProvider> {
    connect_with(address, &credentials(), wire::ABILITIES)
}

fn status(code: u16, body: &Value) -> Reply {
    Reply::Whole(
        code,
        vec![("Content-Type", "application/json".into())],
        body.to_string().into_bytes(),
    )
}

fn failure(status_code: u16, code: &str) -> Reply {
    let body = json!({"error": {
        "code": code, "message": "Так нельзя", "field": null, "details": null, "request_id": "r-1",
    }});
    status(status_code, &body)
}

fn session() -> Reply {
    status(
        201,
        &json!({"token": SESSION, "expires_at": "2026-11-05T22:00:00+03:00",
            "employee": {"id": "emp-3", "full_name": "Орлова Вера Ильинична"}}),
    )
}

/// A service that lets us in and answers the rest as told.
async fn fdoc(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Loopback {
    Loopback::start(move |asked| match asked.path() {
        "/gw/v1/sessions" => session(),
        _ => answer(asked),
    })
    .await
}

fn remote() -> RemoteDocument {
    RemoteDocument {
        message_id: DOCUMENT.into(),
        entity_id: DOCUMENT.into(),
    }
}

fn person() -> ToPerson {
    ToPerson {
        name: PersonName::from_full("Зимина Ольга Петровна"),
        has_no_middle_name: false,
        phone: "+79161234567".parse().unwrap(),
        email: "olga@example.test".into(),
        account: VERA.into(),
        kind_code: "work_order".into(),
        title: "Заказ-наряд № 17 от 05.11.2026".into(),
    }
}

fn letter(signing: Signing) -> Letter {
    Letter {
        from_box: "9612045075-961201001".into(),
        to_box: "+79161234567".into(),
        custom_document_id: CUSTOM_ID,
        format: EdoFormat::Nonformalized,
        format_version: String::new(),
        file_name: "Заказ-наряд 17.pdf".into(),
        content: b"%PDF-1.7 order".to_vec(),
        number: "17".into(),
        issued_on: Some(jiff::civil::date(2026, 11, 5)),
        total: None,
        comment: String::new(),
        tags: Vec::new(),
        departments: domain::Departments::default(),
        signing,
        person: Some(person()),
    }
}

/// A document of the service in this status and with this consent.
fn document(code: &str, name: &str, consent: &str, version: u64) -> Value {
    let minute = version.min(59);
    let changed_at = format!("2026-11-05T10:{minute:02}:00+03:00");
    let granted_at = (consent == "granted").then_some("2026-11-05T10:00:30+03:00");
    json!({
        "id": DOCUMENT, "external_id": CUSTOM_ID.to_string(), "title": "Заказ-наряд № 17 от 05.11.2026",
        "kind": "work_order", "status": {"code": code, "name": name, "changed_at": changed_at},
        "consent": {"state": consent, "granted_at": granted_at},
        "organization": {"name": "ООО «Ромашка»", "inn": "9612045075", "kpp": "961201001"},
        "employee": {"id": "emp-3", "full_name": "Орлова Вера Ильинична"},
        "client": {"phone": "+79161234567", "last_name": "Зимина", "first_name": "Ольга",
            "middle_name": "Петровна", "email": null},
        "file": {"name": "Заказ-наряд 17.pdf", "size": 14, "sha256": "00"},
        "browser_url": "https://fdoc.example/doc/doc-000017?t=once", "signatures": [], "annul": null,
        "version": version, "created_at": "2026-11-05T10:00:00+03:00",
    })
}

#[test]
fn the_register_knows_an_operator_for_people_with_accesses_and_requests() {
    let operator = crate::edo::operator(OPERATOR.kind).unwrap();
    assert!(operator.capabilities.persons.is_some());
    assert_eq!(operator.access_fields.len(), 2);
    assert!(operator.applications.is_some());
}

#[test]
fn an_empty_or_a_bad_key_is_told_before_any_network() {
    let opened = |fields: &[(&str, &str)]| {
        let typed = fields
            .iter()
            .map(|(id, value)| ((*id).to_owned(), Secret::new(*value)));
        open_within(
            "https://fdoc.ru",
            &typed.collect(),
            Limits::default(),
            wire::ABILITIES,
        )
        .err()
    };
    for wrong in [&[("api_key", " ")], &[("api_key", "ключ")]] {
        let error = opened(wrong).unwrap();
        assert!(matches!(error, Error::Unauthorized(_)), "{wrong:?}: {error}");
    }
    assert!(opened(&[("api_key", API_KEY)]).is_none());
}
