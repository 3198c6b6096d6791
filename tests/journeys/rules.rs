//! «Значимые события»: a rule is rehearsed on what there is and switched on; what is saved goes by itself and is signed,
//! across a restart and a lost answer.

use std::sync::Arc;
use std::time::Duration;

use domain::DocumentId;
use jiff::Timestamp;
use serde_json::{Value, json};
use testkit::{CEDAR_GROVE, Clerk, Computer, POLAR_STAR, Partner, TestClock};

async fn kind(clerk: &Clerk) -> Value {
    let kinds = clerk.rpc("kinds.list", json!({})).await;
    let found = kinds["kinds"]
        .as_array()
        .unwrap()
        .iter()
        .find(|kind| kind["code"] == "work_order");
    found.unwrap()["id"].clone()
}

/// A work order of this price to ООО «Кедровая роща».
async fn written(clerk: &Clerk, price: &str) -> DocumentId {
    let firm = clerk.rpc("firms.list", json!({})).await["firms"][0]["id"].clone();
    let buyers = clerk
        .rpc("counterparties.list", json!({ "query": CEDAR_GROVE }))
        .await;
    let wish = json!({
        "kind_id": kind(clerk).await,
        "firm_id": firm,
        "counterparty_id": buyers["counterparties"][0]["id"],
    });
    let id = clerk.rpc("documents.create", wish).await["id"].clone();
    let edited = clerk.rpc("documents.edit", json!({ "id": id })).await;
    let mut record = edited["record"].clone();
    record["lines"] = json!([{
        "name": "Замена каната", "unit": "шт", "quantity": "1", "price": price, "vat_rate": "22",
        "vat_amount": null, "net": null, "total": null, "item_code": "", "product_kind_code": "", "unit_code": "796",
        "excise": null, "country_code": "", "country": "", "customs_declaration": "", "is_service": true,
        "performer": "",
    }]);
    let save = json!({ "id": id, "revision": edited["revision"], "record": record });
    clerk.rpc("documents.save", save).await;
    DocumentId(id.as_i64().unwrap())
}

/// «От тысячи рублей», after five minutes without a saving.
async fn rule(clerk: &Clerk) -> Value {
    let body = json!({
        "name": "Заказ-наряды от тысячи",
        "kind_id": kind(clerk).await,
        "conditions": {
            "matching": "all",
            "conditions": [{ "field": "total", "comparison": "at_least", "value": "1000" }],
            "groups": [],
        },
        "connection_id": null, "frequency": "once", "print_forms": [], "quiet_s": 300,
    });
    clerk.rpc("rules.save", json!({ "body": body })).await["id"].clone()
}

#[tokio::test]
async fn what_is_saved_goes_by_itself_and_is_signed_and_what_was_there_before_stays() {
    let folder = tempfile::tempdir().unwrap();
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clock = TestClock::at(Timestamp::now());
    let ports = || computer.ports_with_clock(Arc::clone(&clock) as Arc<dyn engine::ports::Clock>);
    let clerk = Clerk::opens(folder.path(), ports());
    clerk.connects(&partner, POLAR_STAR).await;
    let before = written(&clerk, "5000").await;
    let rule = rule(&clerk).await;
    let rehearsal = clerk.rpc("rules.rehearse", json!({ "id": rule })).await;
    assert_eq!(
        (&rehearsal["documents"], &rehearsal["told"][0]["document_id"]),
        (&json!(1), &json!(before.0))
    );
    clerk
        .rpc("rules.switch", json!({ "id": rule, "is_active": true }))
        .await;

    let (cheap, dear) = (written(&clerk, "100").await, written(&clerk, "7000").await);
    let waiting = clerk.rpc("rules.tasks", json!({ "states": ["waiting"] })).await;
    assert_eq!(waiting["tasks"].as_array().unwrap().len(), 1);
    assert_eq!(waiting["tasks"][0]["document_id"], dear.0);
    drop(clerk);

    let clerk = Clerk::opens(folder.path(), ports());
    clerk.refreshes().await;
    assert_eq!(
        clerk.status(dear).await,
        "Не отправлялся",
        "it has not rested yet"
    );
    clock.advance(Duration::from_secs(301));
    clerk.refreshes().await;
    assert_eq!(clerk.status(dear).await, "Ожидается подпись контрагента");
    let (message, entity) = clerk.remote(dear).await;
    partner.counterparty_signs(CEDAR_GROVE, &message, &entity).await;
    clock.advance(Duration::from_secs(600));
    clerk.refreshes().await;
    assert_eq!(clerk.status(dear).await, "Подписан контрагентом");
    let done = clerk.rpc("rules.tasks", json!({ "states": ["done"] })).await;
    assert_eq!(
        done["tasks"][0]["sending_status"]["label"],
        "Подписан контрагентом"
    );
    for untouched in [before, cheap] {
        assert_eq!(clerk.status(untouched).await, "Не отправлялся");
    }
    assert_eq!(partner.ledger().await.len(), 1);
}

#[tokio::test]
async fn a_lost_answer_does_not_make_a_rule_send_twice() {
    let folder = tempfile::tempdir().unwrap();
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clock = TestClock::at(Timestamp::now());
    let ports = computer.ports_with_clock(Arc::clone(&clock) as Arc<dyn engine::ports::Clock>);
    let clerk = Clerk::opens(folder.path(), ports);
    clerk.connects(&partner, POLAR_STAR).await;
    let rule = rule(&clerk).await;
    clerk.rpc("rules.rehearse", json!({ "id": rule })).await;
    clerk
        .rpc("rules.switch", json!({ "id": rule, "is_active": true }))
        .await;
    let id = written(&clerk, "7000").await;
    partner
        .order_fault(json!({ "method": "PostMessage", "kind": "accepted_then_timeout", "hang_ms": 0 }))
        .await;
    for _ in 0..3 {
        clock.advance(Duration::from_secs(600));
        clerk.refreshes().await;
    }
    assert_eq!(clerk.status(id).await, "Ожидается подпись контрагента");
    assert_eq!(partner.ledger().await.len(), 1);
}
