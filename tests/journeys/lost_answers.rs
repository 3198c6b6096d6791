//! The line breaks, the operator stumbles: nothing is lost and nothing goes out twice.

use serde_json::json;
use testkit::{Clerk, Computer, POLAR_STAR, Partner};

async fn one_utd_sent_under(fault: serde_json::Value, rounds: u32) -> (Vec<serde_json::Value>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clerk = Clerk::opens(folder.path(), computer.ports());
    clerk.connects(&partner, POLAR_STAR).await;
    let utd = clerk.imports("utd_schfdop_503.xml").await;
    partner.order_fault(fault).await;
    clerk.sends(utd).await;
    let mut labels = Vec::new();
    for _ in 0..rounds {
        clerk.refreshes().await;
        labels.push(clerk.status(utd).await);
    }
    (partner.ledger().await, labels)
}

#[tokio::test]
async fn a_timeout_after_acceptance_does_not_send_twice() {
    let fault = json!({ "method": "PostMessage", "kind": "accepted_then_timeout", "hang_ms": 0 });
    let (ledger, labels) = one_utd_sent_under(fault, 3).await;
    assert_eq!(ledger.len(), 1, "{labels:?}");
    assert_eq!(ledger[0]["times_posted"], 1, "{labels:?}");
    assert_eq!(labels.last().unwrap(), "Ожидается подпись контрагента");
}

#[tokio::test]
async fn a_line_cut_before_the_operator_heard_is_looked_up_and_sent_again() {
    let fault = json!({ "method": "PostMessage", "kind": "drop" });
    let (ledger, labels) = one_utd_sent_under(fault, 3).await;
    assert_eq!(ledger.len(), 1, "{labels:?}");
    assert_eq!(labels.last().unwrap(), "Ожидается подпись контрагента");
}

#[tokio::test]
async fn rubbish_for_an_answer_is_looked_up() {
    let fault = json!({ "method": "PostMessage", "kind": "garbled" });
    let (ledger, labels) = one_utd_sent_under(fault, 3).await;
    assert_eq!(
        (ledger.len(), &ledger[0]["times_posted"]),
        (1, &json!(1)),
        "{labels:?}"
    );
    assert_eq!(labels.last().unwrap(), "Ожидается подпись контрагента");
}

#[tokio::test]
async fn a_breakdown_and_a_rate_limit_are_waited_out() {
    let fault = json!({ "method": "PostMessage", "kind": "status", "status": 500 });
    let (ledger, labels) = one_utd_sent_under(fault, 3).await;
    assert_eq!(
        (ledger.len(), labels.last().unwrap().as_str()),
        (1, "Ожидается подпись контрагента")
    );
    // A person may press «Обновить» as often as they like: the operator asked for patience and gets it.
    let fault = json!({ "method": "PostMessage", "kind": "status", "status": 429, "retry_after": 3600 });
    let (ledger, labels) = one_utd_sent_under(fault, 2).await;
    assert_eq!((ledger.len(), labels.last().unwrap().as_str()), (0, "В очереди"));
}

#[tokio::test]
async fn a_signature_found_invalid_later_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clerk = Clerk::opens(folder.path(), computer.ports());
    clerk.connects(&partner, POLAR_STAR).await;
    let utd = clerk.imports("utd_schfdop_503.xml").await;
    partner
        .order_fault(json!({ "method": "PostMessage", "kind": "bad_signature" }))
        .await;
    clerk.sends(utd).await;
    clerk.refreshes().await;
    assert_ne!(clerk.status(utd).await, "Ошибка в подписи");
    partner.pass_time(30).await;
    clerk.refreshes().await;
    assert_eq!(clerk.status(utd).await, "Ошибка в подписи");
}
