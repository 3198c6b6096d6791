//! The example requests of the profile are accepted, and refused when a required field is taken away; answers of this
//! emulator have the fields of the example answers. Without `SURGUCH_GOLDEN` the same shapes are built here.

use std::path::PathBuf;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Stage, draft, id};

fn folder() -> Option<PathBuf> {
    Some(PathBuf::from(std::env::var_os("SURGUCH_GOLDEN")?).join("fdoc"))
}

/// The example, or the shape that it has.
fn example(name: &str, shape: Value) -> Value {
    match folder() {
        Some(folder) => serde_json::from_str(&std::fs::read_to_string(folder.join(name)).unwrap()).unwrap(),
        None => shape,
    }
}

fn without(order: &Value, pointer: &str) -> Value {
    let mut spoiled = order.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = spoiled.pointer_mut(parent).unwrap();
    assert!(
        parent.as_object_mut().unwrap().remove(name).is_some(),
        "{pointer}"
    );
    spoiled
}

/// Everything the example says is said, in the same kinds of values; more may be said.
fn has_fields_of(answer: &Value, example: &Value, place: &str) {
    match (answer, example) {
        (Value::Object(answer), Value::Object(example)) => {
            for (name, value) in example {
                let said = answer.get(name).unwrap_or_else(|| panic!("no {place}/{name}"));
                has_fields_of(said, value, &format!("{place}/{name}"));
            }
        }
        (Value::Array(answer), Value::Array(example)) => {
            if let Some(first) = example.first() {
                assert!(!answer.is_empty(), "{place} is empty");
                for one in answer.iter().filter(|one| one["side"] == first["side"]) {
                    has_fields_of(one, first, &format!("{place}/0"));
                }
            }
        }
        (answer, example) => {
            let kind = |value: &Value| std::mem::discriminant(value);
            assert_eq!(kind(answer), kind(example), "{place}: {answer}, not {example}");
        }
    }
}

/// Compared with the example of this name, where there are examples.
fn fits(answer: &Value, name: &str) {
    has_fields_of(answer, &example(name, json!({})), name);
}

fn client() -> Value {
    json!({"phone": "+70000000001", "last_name": "Тестова", "first_name": "Анна", "middle_name": "Ивановна", "email": "client@example.test"})
}

fn creation() -> Value {
    json!({
        "external_id": "work-order:7:print-form:order", "title": "Заказ-наряд № 7 от 15.01.2026", "kind": "work_order",
        "send_mode": "draft", "client": client(),
        "file": {"name": "Заказ-наряд 7.pdf", "media_type": "application/pdf", "content_base64": "JVBERi0xLjQKJSBzeW50aGV0aWMKJSVFT0YK"},
    })
}

#[tokio::test]
async fn the_example_of_a_connection_request_is_accepted_and_refused_without_anything_required() {
    let stage = Stage::new().await;
    let shape = json!({
        "organization": {"name": "ООО \"Тест-Сервис\"", "inn": "9900000000", "kpp": "990001001"},
        "contact": {"full_name": "Петров Пётр Петрович", "phone": "+70000000002", "email": "office@example.test"},
    });
    let order = example("01-connection-request.request.json", shape);
    let path = "/connection-requests";
    for pointer in [
        "/organization",
        "/organization/name",
        "/organization/inn",
        "/organization/kpp",
        "/contact",
        "/contact/full_name",
        "/contact/phone",
        "/contact/email",
    ] {
        let (status, answer) = stage
            .call(Method::POST, path, Some(&without(&order, pointer)))
            .await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{pointer}");
        assert!(answer["error"]["field"].is_string());
    }
    let mut spoiled = order.clone();
    spoiled["contact"]["email"] = json!("office example.test");
    let (_, answer) = stage.call(Method::POST, path, Some(&spoiled)).await;
    fits(&answer, "03-connection-request-bad-email.response.json");
    let (status, answer) = stage.call(Method::POST, path, Some(&order)).await;
    assert_eq!(status, StatusCode::CREATED);
    fits(&answer, "01-connection-request.response.json");
    let (status, answer) = stage.call(Method::POST, path, Some(&order)).await;
    assert_eq!(status, StatusCode::CONFLICT);
    fits(&answer, "02-connection-request-duplicate.response.json");
}

#[tokio::test]
async fn keys_and_log_ins_answer_as_in_the_examples() {
    let mut stage = Stage::new().await;
    fits(&stage.get("/organization").await, "04-organization.response.json");
    let mut given = example(
        "06-login.request.json",
        json!({"login": "petrov", "password": "<password>"}),
    );
    let (status, answer) = stage.call(Method::POST, "/sessions", Some(&given)).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    fits(&answer, "07-login-bad.response.json");
    for pointer in ["/login", "/password"] {
        let (status, _) = stage
            .call(Method::POST, "/sessions", Some(&without(&given, pointer)))
            .await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{pointer}");
    }
    let person = &stage.world["organizations"][0]["employees"][0];
    given["login"] = person["login"].clone();
    given["password"] = person["password"].clone();
    let (status, answer) = stage.call(Method::POST, "/sessions", Some(&given)).await;
    assert_eq!(status, StatusCode::CREATED);
    fits(&answer, "06-login.response.json");
    stage.bearer = String::new();
    let (_, answer) = stage.call(Method::GET, "/documents", None).await;
    fits(&answer, "08-session-expired.response.json");
    stage.key = String::new();
    let (_, answer) = stage.call(Method::GET, "/organization", None).await;
    fits(&answer, "05-organization-bad-key.response.json");
}

#[tokio::test]
async fn the_example_of_a_document_goes_all_its_way_and_answers_as_in_the_examples() {
    let stage = Stage::new().await;
    let order = example("10-create-draft.request.json", creation());
    for pointer in [
        "/title",
        "/send_mode",
        "/client",
        "/client/phone",
        "/client/last_name",
        "/client/first_name",
        "/client/middle_name",
        "/file",
        "/file/name",
        "/file/content_base64",
    ] {
        let (status, answer) = stage
            .call(Method::POST, "/documents", Some(&without(&order, pointer)))
            .await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{pointer}");
        assert_eq!(answer["error"]["code"], "validation_failed");
    }
    let (_, answer) = stage
        .call(
            Method::POST,
            "/documents",
            Some(&without(&order, "/client/middle_name")),
        )
        .await;
    fits(&answer, "12-create-bad-client.response.json");
    let document = stage.create(&order).await;
    fits(&document, "10-create-draft.response.json");
    assert_eq!(
        document["file"]["sha256"],
        "5a99d47edb553e6083164fcd40905c1713c0f993bc0079d916aca23f4640acac"
    );
    let (_, answer) = stage.call(Method::POST, "/documents", Some(&order)).await;
    fits(&answer, "13-create-duplicate.response.json");
    fits(
        &stage.step(&document, "browser-link").await,
        "14-browser-link.response.json",
    );
    let (_, answer) = stage.post(&format!("/documents/{}/confirm", id(&document))).await;
    fits(&answer, "18-confirm-no-consent.response.json");
    fits(
        &stage.step(&document, "consent-request").await,
        "15-consent-request.response.json",
    );
    let client = format!("fdoc/client/{}", document["client"]["phone"].as_str().unwrap());
    stage.control(&format!("{client}/consent-all"), &json!({})).await;
    fits(
        &stage.document(id(&document)).await,
        "16-consent-granted.response.json",
    );
    fits(
        &stage.step(&document, "confirm").await,
        "17-confirm.response.json",
    );
    fits(&stage.told("fdoc/sms").await, "27-emu-sms.response.json");
    stage.control(&format!("{client}/sign-all"), &json!({})).await;
    fits(&stage.document(id(&document)).await, "19-signed.response.json");
    let reason = example("20-annul.request.json", json!({"reason": "Ошибка в сумме"}));
    let path = format!("/documents/{}/annul", id(&document));
    let (_, answer) = stage.call(Method::POST, &path, Some(&reason)).await;
    fits(&answer, "21-annul-signed.response.json");
    fits(
        &stage.get("/documents?status=signed&employee=me&limit=50").await,
        "23-list.response.json",
    );
    fits(
        &stage.get("/changes?after=c-000003&limit=100").await,
        "24-changes.response.json",
    );
    let (_, answer) = stage.call(Method::GET, "/changes?after=gone", None).await;
    fits(&answer, "25-changes-cursor-gone.response.json");
}

#[tokio::test]
async fn the_example_of_an_automatic_document_is_annulled_and_another_one_declined() {
    let stage = Stage::new().await;
    let mut shape = creation();
    shape["send_mode"] = json!("auto");
    let order = example("11-create-auto.request.json", shape);
    let document = stage.create(&order).await;
    fits(&document, "11-create-auto.response.json");
    let client = format!("fdoc/client/{}", document["client"]["phone"].as_str().unwrap());
    stage.control(&format!("{client}/consent-all"), &json!({})).await;
    let reason = example("20-annul.request.json", json!({"reason": "Ошибка в сумме"}));
    let path = format!("/documents/{}/annul", id(&document));
    let (status, _) = stage
        .call(Method::POST, &path, Some(&without(&reason, "/reason")))
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let (status, answer) = stage.call(Method::POST, &path, Some(&reason)).await;
    assert_eq!(status, StatusCode::OK);
    fits(&answer, "20-annul.response.json");
    let mut again = order.clone();
    again["force_new"] = json!(true);
    let document = stage.create(&again).await;
    stage.control(&format!("{client}/decline-all"), &json!({})).await;
    fits(&stage.document(id(&document)).await, "22-declined.response.json");
    let order = json!({"method": "list", "kind": "status", "status": 429, "retry_after": 5});
    stage.control("fdoc/faults", &order).await;
    let (_, answer) = stage.call(Method::GET, "/documents", None).await;
    fits(&answer, "26-rate-limited.response.json");
    // Unknown fields of a request do no harm.
    let mut more = draft("с лишним");
    more["something_new"] = json!({"a": 1});
    stage.create(&more).await;
}
