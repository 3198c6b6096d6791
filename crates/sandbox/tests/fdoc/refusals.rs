//! What the profile does not take, and how it says so.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Stage, draft, paper};

async fn refused(stage: &Stage, change: impl FnOnce(&mut Value)) -> (u16, String, Value) {
    let mut given = draft("правила");
    change(&mut given);
    let (status, answer) = stage.call(Method::POST, "/documents", Some(&given)).await;
    let error = &answer["error"];
    assert!(
        error["message"].as_str().is_some_and(|text| !text.is_empty()),
        "{answer}"
    );
    (
        status.as_u16(),
        error["code"].as_str().unwrap().to_owned(),
        error["field"].clone(),
    )
}

#[tokio::test]
async fn every_required_field_is_asked_for_by_its_name() {
    let stage = Stage::new().await;
    for pointer in [
        "title",
        "send_mode",
        "client.phone",
        "client.last_name",
        "client.first_name",
        "client.middle_name",
        "file.name",
    ] {
        let answer = refused(&stage, |given| {
            *given
                .pointer_mut(&format!("/{}", pointer.replace('.', "/")))
                .unwrap() = json!("");
        })
        .await;
        assert_eq!(answer, (422, "validation_failed".into(), json!(pointer)));
    }
    let answer = refused(&stage, |given| {
        drop(given.as_object_mut().unwrap().remove("file"))
    })
    .await;
    assert_eq!(answer.2, "file");
    assert_eq!(stage.get("/documents").await["items"], json!([]));
}

#[tokio::test]
async fn a_person_without_a_middle_name_is_taken_when_that_is_said() {
    let stage = Stage::new().await;
    let mut given = draft("без отчества");
    given["client"]["middle_name"] = Value::Null;
    given["client"]["no_middle_name"] = json!(true);
    assert_eq!(stage.create(&given).await["client"]["middle_name"], Value::Null);
}

#[tokio::test]
async fn files_that_are_no_pdf_too_large_or_unreadable_are_refused() {
    let stage = Stage::new().await;
    let with = |bytes: Vec<u8>| {
        move |given: &mut Value| given["file"]["content_base64"] = json!(BASE64.encode(bytes))
    };
    assert_eq!(refused(&stage, with(b"PK\x03\x04".to_vec())).await.0, 415);
    let answer = refused(&stage, |given| given["file"]["media_type"] = json!("text/plain")).await;
    assert_eq!(answer.0, 415);
    let mut large = b"%PDF-1.4\n".to_vec();
    large.resize(20 * 1024 * 1024 + 1, b' ');
    assert_eq!(refused(&stage, with(large)).await.1, "file_too_large");
    let answer = refused(&stage, |given| {
        given["file"]["content_base64"] = json!("не base64")
    })
    .await;
    assert_eq!(answer.2, "file.content_base64");
    let answer = refused(&stage, |given| given["external_id"] = json!("н".repeat(129))).await;
    assert_eq!(answer.2, "external_id");
    let mut largest = b"%PDF-1.4\n".to_vec();
    largest.resize(20 * 1024 * 1024, b' ');
    let mut given = draft("н".repeat(128).as_str());
    given["file"]["content_base64"] = json!(BASE64.encode(largest));
    stage.create(&given).await;
}

#[tokio::test]
async fn parameters_bodies_and_addresses_that_make_no_sense_are_refused() {
    let stage = Stage::new().await;
    for query in [
        "limit=0",
        "limit=101",
        "limit=много",
        "page_token=3",
        "updated_from=вчера",
        "client_phone=1",
    ] {
        let (status, answer) = stage
            .call(Method::GET, &format!("/documents?{query}"), None)
            .await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert_eq!(answer["error"]["field"], query.split('=').next().unwrap());
    }
    for (method, path, expected) in [
        (Method::GET, "/documents/doc-999999", 404),
        (Method::GET, "/nothing", 404),
        (Method::PUT, "/documents", 405),
        (Method::POST, "/documents/doc-999999/confirm", 404),
    ] {
        assert_eq!(
            stage.call(method, path, None).await.0.as_u16(),
            expected,
            "{path}"
        );
    }
    let text = stage.request(Method::POST, "/documents").body("не JSON");
    assert_eq!(
        text.send().await.unwrap().status(),
        StatusCode::UNSUPPORTED_MEDIA_TYPE
    );
    let broken = stage
        .request(Method::POST, "/documents")
        .header("Content-Type", "application/json")
        .body("{");
    assert_eq!(broken.send().await.unwrap().status(), StatusCode::BAD_REQUEST);
    let named = stage
        .request(Method::GET, "/documents/doc-999999")
        .header("X-Request-Id", "трасса-1".as_bytes());
    drop(named);
    let named = stage
        .request(Method::GET, "/documents/doc-999999")
        .header("X-Request-Id", "trace-1");
    let answer = named.send().await.unwrap();
    assert_eq!(answer.headers()["x-request-id"], "trace-1");
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["error"]["request_id"], "trace-1");
}

#[tokio::test]
async fn a_document_comes_in_parts_as_well() {
    let stage = Stage::new().await;
    let mut fields = draft("по частям");
    drop(fields.as_object_mut().unwrap().remove("file"));
    let mut body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"document\"\r\nContent-Type: application/json\r\n\r\n{fields}\r\n\
         --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"Акт 7.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(&paper());
    body.extend_from_slice(b"\r\n--b--\r\n");
    let request = stage
        .request(Method::POST, "/documents")
        .header("Content-Type", "multipart/form-data; boundary=b")
        .body(body);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::CREATED);
    let document: Value = answer.json().await.unwrap();
    assert_eq!(document["file"]["name"], "Акт 7.pdf");
    assert_eq!(
        document["file"]["sha256"],
        domain::BlobId::of(&paper()).to_string()
    );
}

#[tokio::test]
async fn the_same_key_of_a_write_gives_the_first_answer_and_no_second_effect() {
    let stage = Stage::new().await;
    let create = async |given: &Value| {
        let request = stage
            .request(Method::POST, "/documents")
            .header("Idempotency-Key", "k-1");
        crate::support::read(request.json(given).send().await.unwrap()).await
    };
    let first = create(&crate::support::auto("раз")).await;
    let second = create(&crate::support::auto("раз")).await;
    assert_eq!(first, second);
    assert_eq!(stage.sms().await.len(), 1);
    let (status, answer) = create(&crate::support::auto("два")).await;
    assert_eq!(
        (status, &answer["error"]["code"]),
        (StatusCode::CONFLICT, &json!("idempotency_conflict"))
    );
    assert_eq!(
        stage.get("/documents").await["items"].as_array().unwrap().len(),
        1
    );
}
