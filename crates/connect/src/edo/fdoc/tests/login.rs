use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use super::{
    API_KEY, OPERATION, PASSWORD, SESSION, VERA, connect, connect_with, credentials, document, failure, fdoc,
    letter, session, status, wire,
};
use crate::edo::fdoc::applications;
use crate::edo::fdoc::letter::prepare;
use crate::edo::persons::{Application, Applied, access_field};
use crate::edo::{Credentials, Signing};
use crate::loopback::{Loopback, Reply};
use crate::{Error, Secret};

#[tokio::test]
async fn the_key_alone_opens_the_connection() {
    let told = json!({
        "organization": {"name": "ООО «Ромашка»", "inn": "9612045075", "kpp": "961201001"},
        "environment": "sandbox", "tariff": {"sms_included": true}, "features": ["consent"],
    });
    let server = fdoc(move |_| Reply::json(&told)).await;
    let boxes = connect(&server.address).my_boxes().await.unwrap();
    assert_eq!(boxes[0].box_id, "9612045075-961201001");
    assert!(boxes[0].is_test);
    assert_eq!(server.paths(), ["/gw/v1/organization"]);
    let server = fdoc(|_| failure(401, "invalid_api_key")).await;
    let error = connect(&server.address).my_boxes().await.unwrap_err();
    assert!(matches!(error, Error::Unauthorized(text) if text.contains("Так нельзя")));
}

#[tokio::test]
async fn a_session_that_is_over_is_renewed_once_and_silently() {
    let seen = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&seen);
    let server = fdoc(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        0 => failure(401, "session_expired"),
        _ => status(201, &document("prepared", "Подготовлен", "required", 1)),
    })
    .await;
    let request = prepare(&letter(Signing::Deferred)).unwrap();
    connect(&server.address)
        .deliver(OPERATION, &request)
        .await
        .unwrap();
    assert_eq!(
        server.paths(),
        [
            "/gw/v1/sessions",
            "/gw/v1/documents",
            "/gw/v1/sessions",
            "/gw/v1/documents"
        ]
    );
    let server = fdoc(|_| failure(401, "session_expired")).await;
    let error = connect(&server.address)
        .deliver(OPERATION, &request)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Refused { code, .. } if code == "access_refused"));
    assert_eq!(server.asked().len(), 4, "once, not for ever");
}

#[tokio::test]
async fn a_refused_password_is_the_employees_matter_and_is_not_tried_again() {
    let server = Loopback::start(|_| failure(401, "invalid_credentials")).await;
    let provider = connect(&server.address);
    let request = prepare(&letter(Signing::Deferred)).unwrap();
    for _ in 0..3 {
        let error = provider.deliver(OPERATION, &request).await.unwrap_err();
        let Error::Refused { code, text } = error else {
            panic!()
        };
        assert_eq!(code, "access_refused");
        assert!(text.contains("Изменить логин и пароль") && !text.contains(PASSWORD));
    }
    assert_eq!(server.paths(), ["/gw/v1/sessions"]);
    let persons = provider.persons().unwrap();
    assert!(persons.log_in(VERA).await.is_err());
    assert_eq!(server.asked().len(), 2, "a person who asks is heard");
}

#[tokio::test]
async fn a_locked_employee_and_a_missing_one_leave_the_connection_well() {
    let server = Loopback::start(|_| failure(423, "employee_locked")).await;
    let provider = connect(&server.address);
    let persons = provider.persons().unwrap();
    assert_eq!(persons.log_in(VERA).await.unwrap_err().code(), "refused");
    let error = persons.log_in("99").await.unwrap_err();
    assert!(matches!(error, Error::Refused { text, .. } if text.contains("У вас нет доступа")));
}

#[tokio::test]
async fn the_name_registered_with_the_service_is_told_after_the_log_in() {
    let server = fdoc(|_| Reply::text(500, "")).await;
    let provider = connect(&server.address);
    let holder = provider.persons().unwrap().log_in(VERA).await.unwrap();
    assert_eq!(holder.full_name, "Орлова Вера Ильинична");
}

#[tokio::test]
async fn whoever_is_let_in_reads_for_all() {
    let mut two: Credentials = credentials();
    two.insert(access_field("1", "login"), Secret::new("ivan"));
    two.insert(access_field("1", "password"), Secret::new("old"));
    let server = Loopback::start(|asked| match asked.path() {
        "/gw/v1/sessions" if asked.body.windows(4).any(|part| part == b"ivan") => {
            failure(401, "invalid_credentials")
        }
        "/gw/v1/sessions" => session(),
        _ => Reply::json(&document("sent", "Отправлен на подпись", "granted", 4)),
    })
    .await;
    let provider = connect_with(&server.address, &two, wire::ABILITIES);
    let states = provider.states("", &[super::remote()]).await.unwrap();
    assert_eq!(states.len(), 1);
    let nobody = Credentials::from([("api_key".to_owned(), Secret::new(API_KEY))]);
    let provider = connect_with(&server.address, &nobody, wire::ABILITIES);
    let error = provider.states("", &[super::remote()]).await.unwrap_err();
    assert!(matches!(error, Error::Refused { code, .. } if code == "access_refused"));
}

#[tokio::test]
async fn no_password_key_or_session_comes_back_in_an_error() {
    let words = format!("{API_KEY} {SESSION} secretless");
    let body = json!({"error": {"code": "validation_failed", "message": words}});
    let server = fdoc(move |_| status(422, &body)).await;
    let request = prepare(&letter(Signing::Deferred)).unwrap();
    let error = connect(&server.address)
        .deliver(OPERATION, &request)
        .await
        .unwrap_err();
    let text = error.to_string();
    assert!(text.contains("secretless"), "{text}");
    assert!(!text.contains(API_KEY) && !text.contains(SESSION), "{text}");
}

#[tokio::test]
async fn a_request_to_be_connected_needs_no_key_and_a_second_one_is_known() {
    let application = Application {
        firm_name: "ООО «Ромашка»".into(),
        inn: "9612045075".parse().unwrap(),
        kpp: Some("961201001".parse().unwrap()),
        contact_name: "Орлова Вера Ильинична".into(),
        phone: "+79161234568".parse().unwrap(),
        email: "office@example.test".into(),
    };
    let accepted = json!({"id": "cr-1", "state": "accepted", "created_at": "2026-11-05T09:00:00+03:00"});
    let server = Loopback::start(move |_| status(201, &accepted)).await;
    let door = applications::open(&server.address).unwrap();
    let request = door.prepare(&application).unwrap();
    assert_eq!(request, door.prepare(&application).unwrap());
    assert_eq!(door.deliver(OPERATION, &request).await, Ok(Applied::Accepted));
    assert_eq!(server.asked()[0].body, request);
    assert!(!server.asked()[0].head.to_lowercase().contains("x-api-key"));

    let server = Loopback::start(|_| failure(409, "duplicate_connection_request")).await;
    let door = applications::open(&server.address).unwrap();
    assert_eq!(door.deliver(OPERATION, &request).await, Ok(Applied::AlreadyThere));
    let server = Loopback::start(|_| failure(422, "validation_failed")).await;
    let door = applications::open(&server.address).unwrap();
    assert_eq!(
        door.deliver(OPERATION, &request).await.unwrap_err().code(),
        "refused"
    );
}
