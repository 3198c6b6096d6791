//! «Значимые события» through the contract.

use serde_json::{Value, json};

use crate::Office;

async fn work_orders(office: &Office) -> Value {
    let kinds = office.answer("kinds.list", json!({})).await;
    let found = kinds["kinds"]
        .as_array()
        .unwrap()
        .iter()
        .find(|kind| kind["code"] == "work_order");
    found.unwrap()["id"].clone()
}

fn body(kind: &Value, field: &str, value: &str) -> Value {
    json!({
        "name": "Заказ-наряды от тысячи",
        "kind_id": kind,
        "conditions": {
            "matching": "all",
            "conditions": [{ "field": field, "comparison": "at_least", "value": value }],
            "groups": [{ "matching": "any", "conditions": [], "groups": [] }],
        },
        "connection_id": null,
        "frequency": "once",
        "print_forms": [],
        "quiet_s": 0,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_is_built_rehearsed_switched_on_and_its_queue_is_steered() {
    let office = Office::open().await;
    office.answer("connections.save", office.connection()).await;
    let kind = work_orders(&office).await;
    let fields = office.answer("rules.fields", json!({ "kind_id": kind })).await;
    let plate = fields["fields"]
        .as_array()
        .unwrap()
        .iter()
        .find(|field| field["name"] == "field.plate");
    let plate = plate.unwrap();
    assert_eq!(
        (&plate["label"], &plate["of"]),
        (&json!("Госномер"), &json!("text"))
    );
    assert_eq!(plate["comparisons"][0], "contains");

    let wrong = json!({ "body": body(&kind, "total", "много") });
    assert_eq!(office.code("rules.save", wrong).await, "bad_rule");
    let saved = office
        .answer("rules.save", json!({ "body": body(&kind, "total", "1000") }))
        .await;
    let id = saved["id"].clone();
    let switch = json!({ "id": id, "is_active": true });
    assert_eq!(
        office.code("rules.switch", switch.clone()).await,
        "rule_not_rehearsed"
    );
    let rehearsal = office.answer("rules.rehearse", json!({ "id": id })).await;
    assert_eq!(
        (&rehearsal["documents"], &rehearsal["is_part"]),
        (&json!(0), &json!(false))
    );
    office.answer("rules.switch", switch).await;

    let document = office
        .answer("documents.create", json!({ "kind_id": kind }))
        .await["id"]
        .clone();
    let edited = office.answer("documents.edit", json!({ "id": document })).await;
    let mut record = edited["record"].clone();
    record["lines"] = json!([]);
    record["details"]["comment"] = json!("Срочно");
    let save = json!({ "id": document, "revision": edited["revision"], "record": record });
    office.answer("documents.save", save).await;
    assert_eq!(office.answer("rules.tasks", json!({})).await["tasks"], json!([]));

    let rules = office.answer("rules.list", json!({})).await;
    let rule = rules["rules"]
        .as_array()
        .unwrap()
        .iter()
        .find(|rule| rule["id"] == id)
        .unwrap()
        .clone();
    assert_eq!(
        (&rule["is_active"], &rule["kind_name"]),
        (&json!(true), &json!("Заказ-наряд"))
    );
    let mut all = rule["body"].clone();
    all["conditions"] = json!({ "matching": "all", "conditions": [], "groups": [] });
    let saved = office
        .answer("rules.save", json!({ "id": id, "body": all }))
        .await;
    assert_eq!(saved["is_switched_off"], true);
    assert_eq!(
        office.answer("rules.rehearse", json!({ "id": id })).await["told"][0]["document_id"],
        document
    );
    office
        .answer("rules.switch", json!({ "id": id, "is_active": true }))
        .await;
    the_queue_is_steered(&office, &document).await;
    office.answer("rules.remove", json!({ "id": id })).await;
    assert_eq!(
        office.code("rules.remove", json!({ "id": id })).await,
        "rule_not_found"
    );
}

/// The document has nobody on the other side, so it waits for a person.
async fn the_queue_is_steered(office: &Office, document: &Value) {
    let edited = office.answer("documents.edit", json!({ "id": document })).await;
    let mut record = edited["record"].clone();
    record["details"]["comment"] = json!("Очень срочно");
    let save = json!({ "id": document, "revision": edited["revision"], "record": record });
    office.answer("documents.save", save).await;
    office.answer("sync.run", json!({})).await;
    let task = office
        .answer("rules.tasks", json!({ "states": ["failed"] }))
        .await["tasks"][0]
        .clone();
    assert_eq!(
        (&task["document_id"], &task["code"]),
        (document, &json!("no_counterparty"))
    );
    let never = json!({ "id": task["id"], "wish": "never" });
    office.answer("rules.change_task", never.clone()).await;
    assert_eq!(office.code("rules.change_task", never).await, "rule_task_over");
    assert_eq!(
        office.code("rules.tasks", json!({ "states": ["lost"] })).await,
        "bad_request"
    );
}
