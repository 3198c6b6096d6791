//! Receipt notices that go by themselves: only where a person switched that on and named who signs, in the same outbox as
//! those that a person confirms, never with a PIN, and never twice.

use std::sync::Arc;

use domain::DocumentId;
use engine::ports::SigningKeys;
use serde_json::{Value, json};
use testkit::process::opens_room;
use testkit::{CEDAR_GROVE, Clerk, KeyHolder, POLAR_STAR, Partner, Stand};

use crate::service_documents::{Office, done};

/// Switches the rule on for the only firm, with the certificate that is picked for it.
pub(crate) async fn switches_on(clerk: &Clerk) -> Value {
    clerk.engine.refresh_certificates().await.unwrap();
    let signers = clerk.signers().await["certificates"].clone();
    let (firm, certificate) = signers.as_object().unwrap().iter().next().unwrap();
    let wish = json!({ "firm_id": firm.parse::<i64>().unwrap(), "certificate_id": certificate });
    clerk.rpc("receipt_rules.set", wish).await
}

/// What is said of a receipt that did not go by itself.
async fn fault_of(clerk: &Clerk, document: DocumentId) -> Value {
    let owed = clerk.rpc("documents.owed", json!({ "ids": [document.0] })).await;
    owed["documents"][0]["receipt_fault"].clone()
}

async fn job(clerk: &Clerk) -> Value {
    let schedule = clerk.rpc("schedule.get", json!({})).await;
    let jobs = schedule["jobs"].as_array().unwrap();
    let found = jobs.iter().find(|job| job["kind"] == "receipts");
    found.cloned().unwrap_or(Value::Null)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_goes_by_itself_only_while_the_rule_is_on_and_goes_once() {
    let office = Office::opens().await;
    let clerk = &office.clerk;
    let (invoice, _) = office.receives("invoice").await;
    assert_eq!(job(clerk).await, Value::Null, "off until somebody switches it on");
    clerk.refreshes().await;
    assert_eq!(office.told("receipts").await, 0);
    let waiting = |status: Value| status["documents_waiting_for_us"].as_u64();
    assert_eq!(waiting(clerk.rpc("app.status", json!({})).await), Some(1));

    let rule = switches_on(clerk).await;
    assert_eq!(rule["fault"], Value::Null, "{rule:#}");
    clerk.refreshes().await;
    assert_eq!(
        office.told("receipts").await,
        1,
        "made, signed and sent in one exchange"
    );
    // The operator has not told of it yet, and it is not made once more.
    clerk.refreshes().await;
    assert_eq!(office.told("receipts").await, 1);
    let done = job(clerk).await;
    assert_eq!(done["result"], "Отправлено извещений: 1.", "{done:#}");
    assert!(done["last_success_at"].is_string() && done["is_trouble"] == false);

    office.partner.pass_time(24 * 60 * 60).await;
    clerk.refreshes().await;
    assert_eq!(clerk.status(invoice).await, "Завершён");
    assert_eq!(waiting(clerk.rpc("app.status", json!({})).await), Some(0));
    let outbox = clerk.engine.outbox(Vec::new(), None, 10).await.unwrap();
    assert_eq!(outbox.len(), 1, "{outbox:?}");

    let firm = rule["firm_id"].clone();
    clerk.rpc("receipt_rules.stop", json!({ "firm_id": firm })).await;
    office
        .partner
        .counterparty_sends(CEDAR_GROVE, POLAR_STAR, "invoice")
        .await;
    clerk.refreshes().await;
    clerk.refreshes().await;
    assert_eq!(clerk.engine.outbox(Vec::new(), None, 10).await.unwrap().len(), 1);
    assert_eq!(job(clerk).await, Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exchange_that_was_stopped_keeps_its_receipts_until_it_goes_on() {
    let office = Office::opens().await;
    let clerk = &office.clerk;
    let (invoice, _) = office.receives("invoice").await;
    let connection = clerk.rpc("connections.list", json!({})).await["connections"][0]["id"].clone();
    clerk.rpc("schedule.stop", json!({ "id": connection })).await;
    switches_on(clerk).await;
    clerk.refreshes().await;
    assert_eq!(office.told("receipts").await, 0);
    assert!(job(clerk).await["stopped_at"].is_string());
    let fault = fault_of(clerk, invoice).await;
    assert!(fault.as_str().unwrap().contains("приостановлен"), "{fault}");
    clerk.rpc("schedule.resume", json!({ "id": connection })).await;
    clerk.refreshes().await;
    assert_eq!(office.told("receipts").await, 1);
    assert_eq!(fault_of(clerk, invoice).await, Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_operator_refused_is_left_to_a_person_with_its_words() {
    let office = Office::opens().await;
    let clerk = &office.clerk;
    let (invoice, _) = office.receives("invoice").await;
    switches_on(clerk).await;
    let refusal = json!({ "kind": "status", "status": 400, "method": "PostMessagePatch" });
    office.partner.order_fault(refusal).await;
    for _ in 0..3 {
        clerk.refreshes().await;
    }
    assert_eq!(office.told("receipts").await, 0);
    let outbox = clerk.engine.outbox(Vec::new(), None, 10).await.unwrap();
    assert_eq!((outbox.len(), outbox[0].state), (1, domain::OutboxState::Failed));
    assert!(!fault_of(clerk, invoice).await.as_str().unwrap().is_empty());
    // A person confirms it as ever.
    let job = office.tells("confirm_receipt", "", invoice).await;
    assert_eq!(done(&job), 1, "{}", office.cause(&job).await);
    clerk.refreshes().await;
    assert_eq!(office.told("receipts").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_wants_a_pin_signs_nothing_by_itself_and_nobody_is_asked_for_it() {
    let star = ("ООО «Полярная звезда»", POLAR_STAR);
    let stand = Arc::new(Stand::of(
        KeyHolder::Token,
        env!("CARGO_BIN_EXE_signing_child"),
        star,
    ));
    let room = tempfile::tempdir().unwrap();
    let partner = Partner::start_believing(vec![stand.root()]).await;
    let clerk = opens_room(room.path(), Arc::clone(&stand) as Arc<dyn SigningKeys>);
    clerk.connects(&partner, POLAR_STAR).await;
    partner
        .counterparty_sends(CEDAR_GROVE, POLAR_STAR, "invoice")
        .await;
    clerk.refreshes().await;
    let invoice = DocumentId(clerk.numbered("К-1").await["id"].as_i64().unwrap());

    let rule = switches_on(&clerk).await;
    let told = |text: &Value| text.as_str().is_some_and(|text| text.contains("ПИН-код"));
    assert!(told(&rule["fault"]), "{rule:#}");
    clerk.refreshes().await;
    assert_eq!(partner.ledger().await[0]["receipts"], 0);
    assert_eq!(clerk.engine.pin_question(), None);
    assert_eq!((stand.calls("C_Login"), stand.calls("C_Sign")), (0, 0));
    assert!(told(&fault_of(&clerk, invoice).await));
    let stands = job(&clerk).await;
    assert!(
        stands["is_trouble"] == true && told(&stands["result"]),
        "{stands:#}"
    );
    assert_eq!(clerk.status(invoice).await, "Требуется извещение");

    // From the day on nobody signs it, so the same key keeps nothing back.
    let ours = partner.organization(POLAR_STAR)["box_id_guid"].clone();
    let order = json!({ "box": ours, "universal_messages_start": "2020-01-01" });
    partner.order("organizations/owner", order).await;
    clerk.engine.forget_told().await.unwrap();
    for _ in 0..2 {
        clerk.refreshes().await;
    }
    assert_eq!(partner.ledger().await[0]["universal_messages"], 1);
    assert_eq!((stand.calls("C_Login"), stand.calls("C_Sign")), (0, 0));
    assert_eq!(fault_of(&clerk, invoice).await, Value::Null);
    assert_eq!(job(&clerk).await["is_trouble"], false);
}
