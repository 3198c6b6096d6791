//! Keys, log-ins, connection requests, registration.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::support::{Stage, draft};

#[tokio::test]
async fn a_key_is_tested_and_a_wrong_one_a_blocked_one_and_an_old_one_are_refused() {
    let mut stage = Stage::new().await;
    let answer = stage.get("/organization").await;
    assert_eq!(answer["organization"]["name"], "ООО «Полярная звезда»");
    let good = std::mem::replace(&mut stage.key, "0".repeat(20));
    let (status, answer) = stage.call(Method::GET, "/organization", None).await;
    assert_eq!(
        (status, &answer["error"]["code"]),
        (StatusCode::UNAUTHORIZED, &json!("invalid_api_key"))
    );
    stage.key = good.clone();
    let inn = "9612045075";
    stage
        .control("fdoc/organizations", &json!({"inn": inn, "is_blocked": true}))
        .await;
    let (status, answer) = stage.call(Method::GET, "/organization", None).await;
    assert_eq!(
        (status, &answer["error"]["code"]),
        (StatusCode::FORBIDDEN, &json!("organization_blocked"))
    );
    let order = json!({"inn": inn, "is_blocked": false, "rotate_key": true});
    let changed = stage.control("fdoc/organizations", &order).await;
    let new = changed["api_key"].as_str().unwrap().to_owned();
    assert_eq!(new.len(), 20);
    assert_eq!(
        stage.call(Method::GET, "/organization", None).await.0,
        StatusCode::UNAUTHORIZED
    );
    stage.key = new;
    stage.get("/organization").await;
    // The other organization keeps its key, and the sessions of the first go on.
    stage.get("/sessions/current").await;
    stage.key = stage.world["organizations"][1]["api_key"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        stage.get("/organization").await["organization"]["inn"],
        "963417058273"
    );
    // A session of one organization is none at another.
    let (status, answer) = stage.call(Method::GET, "/sessions/current", None).await;
    assert_eq!(
        (status, &answer["error"]["code"]),
        (StatusCode::UNAUTHORIZED, &json!("session_expired"))
    );
}

#[tokio::test]
async fn five_wrong_passwords_close_the_door_for_a_quarter_of_an_hour() {
    let mut stage = Stage::new().await;
    let wrong = json!({"login": "voroncova", "password": "не тот"});
    for _ in 0..5 {
        let (status, answer) = stage.call(Method::POST, "/sessions", Some(&wrong)).await;
        assert_eq!(
            (status, &answer["error"]["code"]),
            (StatusCode::UNAUTHORIZED, &json!("invalid_credentials"))
        );
    }
    let right = json!({"login": "Voroncova", "password": "klyukvennyj-mors-5"});
    let (status, answer) = stage.call(Method::POST, "/sessions", Some(&right)).await;
    assert_eq!(
        (status, &answer["error"]["code"]),
        (StatusCode::LOCKED, &json!("employee_locked"))
    );
    stage.advance(15 * 60).await;
    stage.log_in().await;
}

#[tokio::test]
async fn a_session_ends_with_a_log_out_with_its_time_and_at_the_testers_wish() {
    let mut stage = Stage::new().await;
    assert_eq!(
        stage.get("/sessions/current").await["employee"]["full_name"],
        "Воронцова Анна Павловна"
    );
    let path = "/sessions/current";
    assert_eq!(
        stage.call(Method::DELETE, path, None).await.0,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        stage.call(Method::GET, path, None).await.1["error"]["code"],
        "session_expired"
    );
    stage.log_in().await;
    stage.advance(12 * 60 * 60).await;
    assert_eq!(
        stage.call(Method::GET, path, None).await.0,
        StatusCode::UNAUTHORIZED
    );
    stage.log_in().await;
    stage.control("fdoc/sessions/expire", &json!({})).await;
    let (status, answer) = stage.call(Method::POST, "/documents", Some(&draft("1"))).await;
    assert_eq!(
        (status, &answer["error"]["code"]),
        (StatusCode::UNAUTHORIZED, &json!("session_expired"))
    );
}

#[tokio::test]
async fn a_connection_request_brings_a_letter_with_a_key_and_is_taken_once() {
    let mut stage = Stage::new().await;
    let request = json!({
        "organization": {"name": "ООО «Тихая гавань»", "inn": "9644112800", "kpp": "964401001"},
        "contact": {"full_name": "Петров Пётр Петрович", "phone": "+70000000002", "email": "office@example.test"},
    });
    let path = "/connection-requests";
    let (status, answer) = stage.call(Method::POST, path, Some(&request)).await;
    assert_eq!(
        (status, &answer["state"]),
        (StatusCode::CREATED, &json!("accepted"))
    );
    let (status, again) = stage.call(Method::POST, path, Some(&request)).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(again["error"]["code"], "duplicate_connection_request");
    assert_eq!(again["error"]["details"]["existing_id"], answer["id"]);
    let letters = stage.told("fdoc/mail").await;
    assert_eq!(letters["messages"].as_array().unwrap().len(), 1);
    let text = letters["messages"][0]["text"].as_str().unwrap();
    let key = text.split("API Key): ").nth(1).unwrap().lines().next().unwrap();
    stage.key = key.to_owned();
    assert_eq!(
        stage.get("/organization").await["organization"]["inn"],
        "9644112800"
    );
}

#[tokio::test]
async fn a_connection_request_without_something_is_refused_by_the_name_of_the_field() {
    let stage = Stage::new().await;
    let request = json!({
        "organization": {"name": "ООО «Тихая гавань»", "inn": "9644112800", "kpp": "964401001"},
        "contact": {"full_name": "Петров Пётр Петрович", "phone": "+70000000002", "email": "office@example.test"},
    });
    for (pointer, value) in [
        ("/organization/name", ""),
        ("/organization/inn", "9644112801"),
        ("/organization/kpp", "1"),
        ("/contact/full_name", " "),
        ("/contact/phone", "12345"),
        ("/contact/email", "office @example.test"),
    ] {
        let mut spoiled = request.clone();
        *spoiled.pointer_mut(pointer).unwrap() = json!(value);
        let (status, answer) = stage
            .call(Method::POST, "/connection-requests", Some(&spoiled))
            .await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{pointer}: {answer}");
        assert_eq!(
            answer["error"]["field"],
            pointer.trim_start_matches('/').replace('/', ".")
        );
    }
    assert_eq!(stage.told("fdoc/mail").await["messages"], json!([]));
}
