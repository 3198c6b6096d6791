//! «Уведомления» and «Расписание» through the contract.

use serde_json::{Value, json};

use crate::Office;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_is_chosen_kept_and_checked() {
    let office = Office::open().await;
    let usual = office.answer("notices.settings", json!({})).await;
    let kinds = usual["kinds"].as_array().unwrap();
    assert!(kinds.iter().all(|kind| kind["is_told"] == true), "{usual:#}");
    assert_eq!(kinds.len(), 9);
    assert_eq!(
        (&usual["wording"], &usual["grouping"], &usual["quiet"]),
        (&json!("bare"), &json!("gathered"), &Value::Null)
    );

    let mut chosen = usual.clone();
    chosen["kinds"][8]["is_told"] = json!(false);
    chosen["quiet"] = json!({
        "from": "22:30", "to": "08:00", "days": [true, true, true, true, true, false, false]
    });
    chosen["wording"] = json!("named");
    chosen["whose"] = json!("mine");
    office.answer("notices.save_settings", chosen.clone()).await;
    assert_eq!(office.answer("notices.settings", json!({})).await, chosen);

    let mut odd = chosen.clone();
    odd["quiet"]["from"] = json!("25:00");
    assert_eq!(office.code("notices.save_settings", odd).await, "bad_request");
    let mut nobodys = chosen.clone();
    nobodys["firm_ids"] = json!([77]);
    assert_eq!(
        office.code("notices.save_settings", nobodys).await,
        "firm_not_found"
    );
    assert_eq!(office.answer("notices.settings", json!({})).await, chosen);

    let refused = office.call("notices.test", json!({})).await.unwrap_err();
    assert_eq!(refused.code, "notification_not_shown");
    assert!(
        refused.message.contains("ничего не потеряно"),
        "{}",
        refused.message
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schedule_of_a_connection_is_chosen_stopped_and_goes_on() {
    let office = Office::open().await;
    office.answer("connections.save", office.connection()).await;
    let exchange = async || -> Value {
        let schedule = office.answer("schedule.get", json!({})).await;
        let jobs = schedule["jobs"].as_array().unwrap();
        let kinds: Vec<_> = jobs.iter().map(|job| job["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["exchange", "endings", "tidying"]);
        jobs[0].clone()
    };
    let usual = exchange().await;
    assert_eq!(
        (&usual["id"], &usual["has_own_pause"], &usual["stopped_at"]),
        (&json!(1), &json!(false), &Value::Null)
    );
    office
        .answer("schedule.set", json!({ "connection_id": 1, "pause_s": 900 }))
        .await;
    office.answer("schedule.stop", json!({ "id": 1 })).await;
    let stopped = exchange().await;
    assert_eq!(
        (&stopped["pause_s"], &stopped["has_own_pause"]),
        (&json!(900), &json!(true))
    );
    assert!(stopped["stopped_at"].is_string() && stopped["next_run_at"].is_null());
    let listed = office.answer("connections.list", json!({})).await;
    assert_eq!(listed["connections"][0]["stopped_at"], stopped["stopped_at"]);
    assert_eq!(
        office.answer("sync.run", json!({})).await["connections"],
        json!([])
    );
    let named = office.answer("sync.run", json!({ "connection_id": 1 })).await;
    assert_eq!(named["connections"][0]["id"], 1, "who names it means it");

    office.answer("schedule.resume", json!({ "id": 1 })).await;
    office.answer("schedule.set", json!({ "connection_id": 1 })).await;
    let again = exchange().await;
    assert_eq!(
        (&again["pause_s"], &again["stopped_at"]),
        (&usual["pause_s"], &Value::Null)
    );
    assert_eq!(
        office.code("schedule.stop", json!({ "id": 9 })).await,
        "connection_not_found"
    );
    assert_eq!(office.code("schedule.set", json!({})).await, "bad_request");
    let hasty = json!({ "connection_id": 1, "pause_s": 1 });
    assert_eq!(office.code("schedule.set", hasty).await, "pause_not_allowed");
}
