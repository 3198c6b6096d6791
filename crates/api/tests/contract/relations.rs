//! `exchange.*` and `relations.*`: in their agreed form, and refused by name.

use serde_json::json;

use super::Office;

#[tokio::test(flavor = "multi_thread")]
async fn the_exchange_tells_its_parts_and_invitations_are_answered_by_choice() {
    let office = Office::open().await;
    assert_eq!(office.code("exchange.start", json!({})).await, "no_connection");
    office.answer("connections.save", office.connection()).await;

    let mut changes = office.engine.changes();
    let begun = office
        .answer("exchange.start", json!({ "connection_ids": [1] }))
        .await;
    assert_eq!(begun["connections"][0]["phases"].as_array().unwrap().len(), 4);
    let done = loop {
        let now = office.answer("exchange.get", json!({})).await;
        if now["is_running"] == false {
            break now;
        }
        changes.next().await;
    };
    assert!(done["text"].as_str().unwrap().contains("Прочитано"), "{done:#}");
    assert!(
        done["connections"][0]["phases"]
            .as_array()
            .unwrap()
            .iter()
            .all(|phase| phase["state"] == "done"),
        "{done:#}"
    );

    let waiting = office.answer("relations.invitations", json!({})).await;
    let one = &waiting["relations"][0];
    assert_eq!(one["partnership_label"], "приглашает вас");
    let chosen = json!({
        "counterparty_id": one["counterparty"]["id"],
        "connection_id": one["connection_id"],
        "box_id": one["box_id"],
    });
    let accept = json!({ "kind": "accept", "relations": [chosen] });
    let done = office.answer("relations.act", accept.clone()).await;
    let act = done["results"][0]["act_id"].clone();
    assert!(act.is_i64(), "{done:#}");
    let again = office.answer("relations.act", accept).await;
    assert_eq!(again["results"][0]["error"]["code"], "relation_act_open");
    let open = office.answer("relations.acts", json!({})).await;
    assert_eq!(
        (&open["acts"][0]["act"]["kind"], &open["acts"][0]["act"]["state"]),
        (&json!("accept"), &json!("queued"))
    );
    office.answer("relations.cancel", json!({ "id": act })).await;
    office.answer("relations.cancel", json!({ "id": act })).await;
    assert_eq!(
        office.code("relations.retry", json!({ "id": act })).await,
        "relation_act_over"
    );
    assert_eq!(
        office.answer("relations.acts", json!({})).await["acts"],
        json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_done_to_a_relation_is_refused_by_name() {
    let office = Office::open().await;
    for (command, request, code) in [
        ("relations.retry", json!({ "id": 404 }), "relation_act_not_found"),
        (
            "relations.act",
            json!({ "kind": "marry", "relations": [] }),
            "relation_act_unknown",
        ),
        (
            "relations.choose_box",
            json!({ "counterparty_id": 1, "connection_id": 1, "box_id": "нет" }),
            "box_not_found",
        ),
        ("counterparties.list", json!({ "edo": "maybe" }), "edo_unknown"),
        (
            "exchange.start",
            json!({ "connection_ids": [404] }),
            "connection_not_found",
        ),
    ] {
        assert_eq!(office.code(command, request).await, code, "{command}");
    }
    let lone = json!({ "kind": "invite", "relations": [{ "counterparty_id": 404, "connection_id": 404 }] });
    let refused = office.answer("relations.act", lone).await;
    assert_eq!(refused["results"][0]["error"]["code"], "connection_not_found");
    let invitable = office.answer("relations.invitable", json!({})).await;
    assert_eq!(invitable["relations"], json!([]));
}
