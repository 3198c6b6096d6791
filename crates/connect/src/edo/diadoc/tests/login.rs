use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use super::{OUR_BOX, connect, not_found};
use crate::Error;
use crate::loopback::{Loopback, Reply};

/// A server that gives a new token at each log-in and accepts the one that the test says.
async fn server(accepted: &'static str) -> Loopback {
    let log_ins = Arc::new(AtomicUsize::new(0));
    Loopback::start(move |asked| match asked.path() {
        "/V3/Authenticate" => Reply::text(
            200,
            &format!("token-{}", log_ins.fetch_add(1, Ordering::SeqCst) + 1),
        ),
        _ if asked.head.contains(&format!("ddauth_token={accepted}\r\n")) => {
            Reply::json(&json!({"Organizations": []}))
        }
        _ => Reply::text(401, "Invalid auth token"),
    })
    .await
}

#[tokio::test]
async fn one_log_in_serves_all_calls() {
    let server = server("token-1").await;
    let provider = connect(&server.address);
    let (one, other) = tokio::join!(provider.my_boxes(), provider.my_boxes());
    assert_eq!((one, other), (Ok(vec![]), Ok(vec![])));
    provider.my_boxes().await.unwrap();
    let log_ins = server
        .paths()
        .iter()
        .filter(|path| *path == "/V3/Authenticate")
        .count();
    assert_eq!(log_ins, 1);
    let log_in = &server.asked()[0];
    assert_eq!(log_in.line, "POST /V3/Authenticate?type=password HTTP/1.1");
    assert!(
        log_in
            .head
            .contains("DiadocAuth ddauth_api_client_id=testClient-8ee1638deae84c86\r\n")
    );
    let body: serde_json::Value = serde_json::from_slice(&log_in.body).unwrap();
    assert_eq!(
        body,
        json!({"login": "marta@romashka.example", "password": super::PASSWORD})
    );
}

#[tokio::test]
async fn an_ended_token_is_renewed_once() {
    let server = server("token-2").await;
    assert_eq!(connect(&server.address).my_boxes().await, Ok(vec![]));
    let expected = [
        "/V3/Authenticate",
        "/GetMyOrganizations",
        "/V3/Authenticate",
        "/GetMyOrganizations",
    ];
    assert_eq!(server.paths(), expected);
}

#[tokio::test]
async fn a_fresh_token_that_is_refused_too_is_not_renewed_again() {
    let server = server("token-9").await;
    let error = connect(&server.address).my_boxes().await.unwrap_err();
    assert_eq!(error.code(), "unauthorized");
    assert_eq!(server.paths().len(), 4);
}

#[tokio::test]
async fn a_refused_password_is_never_sent_twice() {
    let server = Loopback::start(|_| Reply::text(401, "Wrong password provided for login marta")).await;
    let provider = connect(&server.address);
    for _ in 0..3 {
        let error = provider.my_boxes().await.unwrap_err();
        let Error::Unauthorized(text) = error else {
            panic!("{error}")
        };
        assert!(text.contains("логин или пароль"), "{text}");
        assert!(text.contains("Wrong password provided"), "{text}");
    }
    assert_eq!(server.paths().len(), 1);
}

#[tokio::test]
async fn an_unknown_key_is_told_apart_from_a_wrong_password() {
    let server = Loopback::start(|_| Reply::text(401, "Invalid API client id")).await;
    let error = connect(&server.address).my_boxes().await.unwrap_err();
    assert!(
        matches!(error, Error::Unauthorized(text) if text.contains("Ключ ЭДО") && text.contains("Invalid API"))
    );
}

#[tokio::test]
async fn a_failure_of_the_service_at_log_in_is_no_refusal_of_the_password() {
    let first = Arc::new(AtomicUsize::new(0));
    let server = Loopback::start(move |asked| match asked.path() {
        "/V3/Authenticate" if first.fetch_add(1, Ordering::SeqCst) == 0 => Reply::text(503, "later"),
        "/V3/Authenticate" => Reply::text(200, "token-1"),
        _ => Reply::json(&json!({"Organizations": []})),
    })
    .await;
    let provider = connect(&server.address);
    assert_eq!(provider.my_boxes().await.unwrap_err().code(), "broken");
    assert_eq!(provider.my_boxes().await, Ok(vec![]));
}

#[tokio::test]
async fn a_page_of_a_hotel_instead_of_a_token_is_malformed() {
    let server = Loopback::start(|_| Reply::text(200, "<html><body>Добро пожаловать</body></html>")).await;
    assert_eq!(
        connect(&server.address).my_boxes().await.unwrap_err().code(),
        "malformed"
    );
    let server = super::diadoc(|_| Reply::text(200, "<html>")).await;
    let error = connect(&server.address).my_boxes().await.unwrap_err();
    assert!(matches!(error, Error::Malformed(text) if text.starts_with("GetMyOrganizations")));
}

#[tokio::test]
async fn all_boxes_of_all_organisations_are_listed_without_registering_anybody() {
    let organization = |inn: &str, test: bool, boxes: serde_json::Value| json!({"Inn": inn, "Kpp": "", "FullName": "ООО «Ромашка»", "ShortName": "", "IsTest": test, "Boxes": boxes});
    let old = json!([{"BoxId": super::old_style(OUR_BOX), "Title": "Ромашка"}]);
    let both = json!([
        {"BoxId": "x", "BoxIdGuid": super::THEIR_BOX, "Title": "Первый"},
        {"BoxId": "y", "BoxIdGuid": "9f3ec2c0-0000-4000-8000-000000000001", "Title": "Второй"},
    ]);
    let list = json!({"Organizations": [
        organization("7707083893", true, old),
        organization("500100732259", false, both),
        organization("12", false, json!([{"BoxId": "z"}])),
    ]});
    let server = super::diadoc(move |_| Reply::json(&list)).await;
    let boxes = connect(&server.address).my_boxes().await.unwrap();
    assert_eq!(
        server.asked()[1].line,
        "GET /GetMyOrganizations?autoRegister=false HTTP/1.1"
    );
    assert_eq!(boxes.len(), 3);
    assert_eq!((boxes[0].box_id.as_str(), boxes[0].is_test), (OUR_BOX, true));
    assert_eq!(boxes[0].name, "ООО «Ромашка»");
    assert_eq!(
        (boxes[2].box_id.as_str(), boxes[2].is_test),
        ("9f3ec2c0-0000-4000-8000-000000000001", false)
    );
}

#[tokio::test]
async fn counterparties_end_with_an_empty_page() {
    let row = |key: &str, status: &str| {
        json!({"IndexKey": key, "CurrentStatus": status, "Organization": {
            "Inn": "7707083893", "Kpp": "770701001", "FullName": "АО «Лютик»", "IsRoaming": true,
            "Boxes": [{"BoxIdGuid": super::THEIR_BOX, "Title": "Лютик"}]}})
    };
    let server = super::diadoc(move |asked| match asked.line.contains("afterIndexKey=a%2Bb%3D") {
        false if asked.line.contains("afterIndexKey") => not_found(),
        false => Reply::json(&json!({"Counteragents": [row("1", "InvitesMe"), row("a+b=", "LikesMe")]})),
        true => Reply::json(&json!({"Counteragents": []})),
    })
    .await;
    let provider = connect(&server.address);
    let page = provider.counterparties(OUR_BOX, None).await.unwrap();
    assert_eq!(page.after.as_deref(), Some("a+b="));
    assert_eq!(
        page.counterparties[0].partnership,
        crate::edo::PartnershipState::Incoming
    );
    let unknown = crate::edo::PartnershipState::Unknown("LikesMe".into());
    assert_eq!(page.counterparties[1].partnership, unknown);
    let end = provider
        .counterparties(OUR_BOX, page.after.as_deref())
        .await
        .unwrap();
    assert_eq!((end.counterparties.len(), end.after), (0, None));
}
