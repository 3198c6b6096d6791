use domain::PersonAct;
use serde_json::json;

use super::{DOCUMENT, OPERATION, VERA, connect, document, failure, fdoc, remote, status};
use crate::Error;
use crate::edo::fdoc::letter::Heading;
use crate::edo::persons::ActOrder;
use crate::loopback::{Asked, Reply};

fn order(act: PersonAct) -> ActOrder {
    ActOrder {
        act,
        document: remote(),
        account: VERA.into(),
        reason: if act == PersonAct::Annul {
            "Ошибка в сумме".into()
        } else {
            String::new()
        },
    }
}

async fn done(act: PersonAct, answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Result<(), Error> {
    let server = fdoc(answer).await;
    let provider = connect(&server.address);
    let persons = provider.persons().unwrap();
    let request = persons.prepare_act(&order(act)).unwrap();
    persons.deliver_act(OPERATION, &request).await
}

#[tokio::test]
async fn each_act_goes_to_its_own_address_in_the_access_of_the_employee() {
    for (act, place) in [
        (PersonAct::RequestConsent, "consent-request"),
        (PersonAct::Confirm, "confirm"),
        (PersonAct::Remind, "resend"),
        (PersonAct::Annul, "annul"),
    ] {
        let server = fdoc(|_| status(202, &json!({}))).await;
        let provider = connect(&server.address);
        let persons = provider.persons().unwrap();
        let request = persons.prepare_act(&order(act)).unwrap();
        assert_eq!(persons.deliver_act(OPERATION, &request).await, Ok(()));
        let asked = &server.asked()[1];
        assert_eq!(asked.path(), format!("/gw/v1/documents/{DOCUMENT}/{place}"));
        assert!(
            asked
                .head
                .to_lowercase()
                .contains(&format!("idempotency-key: {OPERATION}"))
        );
        assert_eq!(Heading::read(&request).unwrap().0.document, DOCUMENT);
    }
}

#[tokio::test]
async fn an_annulment_says_why() {
    let server = fdoc(|_| Reply::json(&document("annulled", "Аннулирован", "granted", 5))).await;
    let provider = connect(&server.address);
    let persons = provider.persons().unwrap();
    let request = persons.prepare_act(&order(PersonAct::Annul)).unwrap();
    persons.deliver_act(OPERATION, &request).await.unwrap();
    let body: serde_json::Value = serde_json::from_slice(&server.asked()[1].body).unwrap();
    assert_eq!(body, json!({"reason": "Ошибка в сумме"}));
}

#[tokio::test]
async fn what_is_done_already_is_no_failure_and_what_is_not_stays_refused() {
    let told = |now: serde_json::Value| {
        move |asked: &Asked| {
            if asked.line.starts_with("POST") {
                failure(409, "invalid_state")
            } else {
                Reply::json(&now)
            }
        }
    };
    let granted = document("prepared", "Подготовлен", "granted", 3);
    assert_eq!(done(PersonAct::RequestConsent, told(granted)).await, Ok(()));
    let sent = document("sent", "Отправлен на подпись", "granted", 4);
    assert_eq!(done(PersonAct::Confirm, told(sent.clone())).await, Ok(()));
    let annulled = document("annulled", "Аннулирован", "granted", 5);
    assert_eq!(done(PersonAct::Annul, told(annulled)).await, Ok(()));

    let prepared = document("prepared", "Подготовлен", "required", 1);
    for act in [PersonAct::RequestConsent, PersonAct::Confirm, PersonAct::Annul] {
        let error = done(act, told(prepared.clone())).await.unwrap_err();
        assert!(
            matches!(error, Error::Refused { code, .. } if code == "invalid_state"),
            "{act:?}"
        );
    }
    let unseen = |asked: &Asked| {
        if asked.line.starts_with("POST") {
            failure(409, "invalid_state")
        } else {
            Reply::text(503, "")
        }
    };
    let error = done(PersonAct::Confirm, unseen).await.unwrap_err();
    assert!(error.outcome_unknown(), "{error}");
}

#[tokio::test]
async fn a_reminder_that_comes_too_early_is_told_at_once_and_holds_nobody_up() {
    let wait = |seconds: &str| Reply::Whole(429, vec![("Retry-After", seconds.into())], b"{}".to_vec());
    let error = done(PersonAct::Remind, move |_| wait("60")).await.unwrap_err();
    assert!(matches!(error, Error::Refused { code, .. } if code == "too_early"));
    // Many at once: the key is asked to slow down, and the reminder goes a moment later by itself.
    let error = done(PersonAct::Remind, move |_| wait("1")).await.unwrap_err();
    assert!(matches!(error, Error::Limited(Some(after)) if after.as_secs() == 1));
    let server = fdoc(|_| Reply::text(500, "")).await;
    let provider = connect(&server.address);
    let persons = provider.persons().unwrap();
    assert_eq!(persons.is_done(PersonAct::Remind, &remote()).await, Ok(true));
    assert!(server.asked().is_empty(), "a second SMS cannot be taken back");
}

#[tokio::test]
async fn the_page_for_the_browser_is_asked_for_anew_and_never_printed() {
    let link = json!({"url": "https://fdoc.example/doc/doc-000017?t=once", "expires_at": "2026-11-05T10:15:00+03:00"});
    let server = fdoc(move |_| Reply::json(&link)).await;
    let provider = connect(&server.address);
    let address = provider
        .persons()
        .unwrap()
        .browser_link(VERA, &remote())
        .await
        .unwrap();
    assert!(address.expose().ends_with("t=once"));
    assert_eq!(format!("{address:?}"), "***");
    let odd = json!({"url": "javascript:alert(1)"});
    let server = fdoc(move |_| Reply::json(&odd)).await;
    let provider = connect(&server.address);
    let error = provider
        .persons()
        .unwrap()
        .browser_link(VERA, &remote())
        .await
        .unwrap_err();
    assert_eq!(error.code(), "malformed");
}
