//! Ordered misfortunes strike once, where and how they were ordered.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Stage, auto, id};

#[tokio::test]
async fn a_document_whose_answer_was_lost_is_found_by_its_own_name_and_told_to_the_client_once() {
    let stage = Stage::new().await;
    stage.know_olga().await;
    let before = stage.sms().await.len();
    stage.order("create", "accepted_then_timeout").await;
    let lost = stage
        .send(Method::POST, "/documents", Some(&auto("потерян")))
        .await;
    assert!(lost.is_err(), "the answer got through");
    let found = stage.get("/documents?external_id=потерян").await;
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    let (status, answer) = stage
        .call(Method::POST, "/documents", Some(&auto("потерян")))
        .await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(answer["error"]["details"]["existing_id"], id(&found["items"][0]));
    assert_eq!(stage.sms().await.len(), before + 1);
}

#[tokio::test]
async fn a_line_cut_before_the_call_leaves_nothing_behind() {
    let stage = Stage::new().await;
    stage.order("create", "drop").await;
    assert!(
        stage
            .send(Method::POST, "/documents", Some(&auto("1")))
            .await
            .is_err()
    );
    assert_eq!(stage.get("/documents").await["items"], json!([]));
}

#[tokio::test]
async fn throttling_and_breakdown_come_with_their_statuses_and_diadoc_is_not_struck() {
    let stage = Stage::new().await;
    let order = json!({"method": "*", "kind": "status", "status": 429, "retry_after": 5});
    stage.control("fdoc/faults", &order).await;
    let answer = stage.send(Method::GET, "/documents", None).await.unwrap();
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.headers()["retry-after"], "5");
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["error"]["code"], "rate_limited");
    stage.get("/documents").await;
    let order = json!({"method": "list", "kind": "status", "status": 500});
    stage.control("fdoc/faults", &order).await;
    stage.get("/organization").await;
    assert_eq!(
        stage.call(Method::GET, "/documents", None).await.0,
        StatusCode::INTERNAL_SERVER_ERROR
    );
    stage.order("list", "garbled").await;
    let (status, text) = stage.call(Method::GET, "/documents", None).await;
    assert_eq!(status, StatusCode::OK);
    assert!(text.is_string(), "{text}");
    assert_eq!(stage.told("faults").await["faults"], json!([]));
}

#[tokio::test]
async fn changes_come_twice_in_the_wrong_order_or_not_at_all_by_an_old_cursor() {
    let stage = Stage::new().await;
    for number in 0..3 {
        stage.create(&auto(&format!("л-{number}"))).await;
    }
    let cursors = async |path: &str| -> Vec<String> {
        let page = stage.get(path).await;
        let events = page["events"].as_array().unwrap().clone();
        assert_eq!(page["next_cursor"], "c-000006");
        events
            .iter()
            .map(|one| one["cursor"].as_str().unwrap().to_owned())
            .collect()
    };
    let straight = cursors("/changes").await;
    stage.order("changes", "out_of_order").await;
    let mut turned = cursors("/changes").await;
    assert_ne!(turned, straight);
    turned.sort();
    assert_eq!(turned, straight);
    stage.order("changes", "duplicated").await;
    let mut twice = cursors("/changes").await;
    assert_eq!(twice.len(), 12);
    twice.dedup();
    assert_eq!(twice, straight);
    stage.order("changes", "cursor_expired").await;
    let (status, answer) = stage.call(Method::GET, "/changes?after=c-000002", None).await;
    assert_eq!(
        (status, &answer["error"]["code"]),
        (StatusCode::GONE, &json!("cursor_expired"))
    );
    assert_eq!(cursors("/changes?after=c-000002").await.len(), 4);
    let (status, _) = stage.call(Method::GET, "/changes?after=c-999999", None).await;
    assert_eq!(status, StatusCode::GONE);
}
