//! Ordered misfortunes strike once, where and how they were ordered.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{POST, Stage, Who, ids, letter};

#[tokio::test]
async fn a_document_accepted_without_an_answer_is_found_and_not_made_twice() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let request = letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4 счёт");
    let path = format!("{POST}?operationId=once");
    stage
        .control(
            "faults",
            &json!({"method": "PostMessage", "kind": "accepted_then_timeout"}),
        )
        .await;
    let lost = stage
        .send(Who::Anna, reqwest::Method::POST, &path, Some(&request))
        .await;
    assert!(lost.is_err(), "the answer got through");
    assert_eq!(stage.ledger().await.len(), 1);
    let again = stage.post(Who::Anna, &path, &request).await;
    let ledger = stage.ledger().await;
    assert_eq!((ledger.len(), &ledger[0]["times_posted"]), (1, &json!(2)));
    assert_eq!(ledger[0]["message_id"], ids(&again).0.as_str());
}

#[tokio::test]
async fn a_line_cut_before_the_call_leaves_nothing_behind() {
    let stage = Stage::new().await;
    let request = letter(
        &stage.ours(0),
        &stage.theirs("Кедровая"),
        "Счёт.pdf",
        "%PDF-1.4 счёт",
    );
    stage
        .control("faults", &json!({"method": "PostMessage", "kind": "drop"}))
        .await;
    assert!(
        stage
            .send(Who::Anna, reqwest::Method::POST, POST, Some(&request))
            .await
            .is_err()
    );
    assert!(stage.ledger().await.is_empty());
    stage.post(Who::Anna, POST, &request).await;
}

#[tokio::test]
async fn throttling_missing_subscription_and_breakdown_come_with_their_statuses() {
    let stage = Stage::new().await;
    let ours = stage.ours(0);
    let path = format!("/V8/GetNewEvents?boxId={ours}");
    stage
        .control(
            "faults",
            &json!({"method": "*", "kind": "status", "status": 429, "retry_after": 3, "count": 2}),
        )
        .await;
    for _ in 0..2 {
        let answer = stage
            .send(Who::Anna, reqwest::Method::GET, &path, None)
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(answer.headers()["retry-after"], "3");
    }
    stage.get(Who::Anna, &path).await;
    for status in [401, 402, 500] {
        stage
            .control(
                "faults",
                &json!({"method": "GetNewEvents", "kind": "status", "status": status}),
            )
            .await;
        assert_eq!(stage.try_get(Who::Anna, &path).await.0.as_u16(), status);
    }
    stage
        .control("organizations", &json!({"box": ours, "has_subscription": false}))
        .await;
    assert_eq!(
        stage.try_get(Who::Anna, &path).await.0,
        StatusCode::PAYMENT_REQUIRED
    );
    let request = letter(&ours, &stage.theirs("Кедровая"), "Счёт.pdf", "%PDF-1.4 счёт");
    assert_eq!(
        stage.try_post(Who::Anna, POST, &request).await.0,
        StatusCode::PAYMENT_REQUIRED
    );
    assert!(stage.ledger().await.is_empty());
}

#[tokio::test]
async fn a_method_that_will_go_works_and_says_so_and_one_that_is_gone_is_refused() {
    let stage = Stage::new().await;
    let day = "Sat, 03 Apr 2027 00:00:00 GMT";
    let order =
        json!({"method": "GetMyUser", "kind": "sunset", "date": day, "link": "<https://example.org>"});
    stage.control("faults", &order).await;
    let ask = async |path: &str, method| stage.send(Who::Anna, method, path, None).await.unwrap();
    let answer = ask("/V2/GetMyUser", reqwest::Method::GET).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["sunset"], day);
    assert_eq!(answer.headers()["link"], "<https://example.org>");
    assert!(answer.json::<Value>().await.unwrap()["UserId"].is_string());
    let again = ask("/V2/GetMyUser", reqwest::Method::GET).await;
    assert!(again.headers().get("sunset").is_none());

    for path in ["/PostDraft", "/sendmessage", "/Devices"] {
        let answer = ask(path, reqwest::Method::POST).await;
        assert_eq!(answer.status(), StatusCode::GONE, "{path}");
        assert_eq!(answer.headers()["sunset"], "Mon, 07 Apr 2025 00:00:00 GMT");
        assert_eq!(answer.headers()["x-diadoc-errorcode"], "Http.Gone");
        assert_eq!(answer.text().await.unwrap(), "Method is removed");
    }
}

#[tokio::test]
async fn a_garbled_answer_is_no_json_and_a_slow_one_comes_in_the_end() {
    let stage = Stage::new().await;
    stage
        .control("faults", &json!({"method": "GetMyUser", "kind": "garbled"}))
        .await;
    let (status, text) = stage.try_get(Who::Anna, "/V2/GetMyUser").await;
    assert_eq!(status, StatusCode::OK);
    assert!(serde_json::from_str::<Value>(&text).is_err());
    stage
        .control(
            "faults",
            &json!({"method": "GetMyUser", "kind": "slow", "ms": 30}),
        )
        .await;
    let started = std::time::Instant::now();
    stage.get(Who::Anna, "/V2/GetMyUser").await;
    assert!(started.elapsed().as_millis() >= 30);
}

#[tokio::test]
async fn events_of_one_instant_are_stepped_over_by_the_cursor_and_found_by_an_earlier_one() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    for number in 0..3 {
        stage
            .post(
                Who::Anna,
                POST,
                &letter(&ours, &theirs, "Счёт.pdf", &format!("%PDF-1.4 {number}")),
            )
            .await;
    }
    let all = stage.events(Who::Anna, &ours, "").await;
    let id = |event: &Value| event["EventId"].clone();
    stage
        .control(
            "faults",
            &json!({"method": "GetNewEvents", "kind": "equal_timestamps", "page": 2, "neighbours": 1}),
        )
        .await;
    let page = stage.events(Who::Anna, &ours, "").await;
    assert_eq!(
        page.iter().map(id).collect::<Vec<_>>(),
        [id(&all[0]), id(&all[1])]
    );
    let key = |event: &Value| event["IndexKey"].as_str().unwrap().to_owned();
    let after_edge = stage
        .events(Who::Anna, &ours, &format!("&afterIndexKey={}", key(&page[1])))
        .await;
    assert!(after_edge.is_empty());
    let overlapping = stage
        .events(Who::Anna, &ours, &format!("&afterIndexKey={}", key(&page[0])))
        .await;
    assert_eq!(
        overlapping.iter().map(id).collect::<Vec<_>>(),
        [id(&all[1]), id(&all[2])]
    );
    assert_eq!(
        overlapping[0]["Message"]["LastPatchTimestampTicks"],
        overlapping[1]["Message"]["LastPatchTimestampTicks"]
    );
}
