//! `log_in.*`: a log-in as the window sees it.

use serde_json::{Value, json};

use super::Office;

impl Office {
    fn application(&self) -> Value {
        let world = self.world.describe();
        let client = &world["services"]["diadoc"]["openid_clients"][0];
        json!({
            "operator": "diadoc",
            "address": world["services"]["diadoc"]["address"],
            "log_in": "device",
            "credentials": { "client_id": client["client_id"], "client_secret": client["client_secret"] },
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ways_into_an_operator_are_data_and_a_log_in_tells_how_far_it_is() {
    let office = Office::open().await;
    let operators = office.answer("operators.list", json!({})).await;
    let ways = operators["operators"][0]["log_ins"].as_array().unwrap();
    let ids: Vec<&str> = ways.iter().map(|way| way["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["password", "certificate", "browser", "device"]);
    assert_eq!(
        ways[2]["redirect"]["log_in_address"],
        "http://127.0.0.1:47321/edo/login"
    );
    assert_eq!(operators["operators"][0]["credential_fields"], ways[0]["fields"]);

    let begun = office.answer("log_in.begin", office.application()).await["log_in"].clone();
    assert_eq!(
        (&begun["way"], &begun["state"]),
        (&json!("device"), &json!("preparing"))
    );
    let id = json!({ "id": begun["id"] });
    let waiting = loop {
        let now = office.answer("log_in.get", id.clone()).await["log_in"].clone();
        if now["state"] != "preparing" {
            break now;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(waiting["state"], "waiting_for_code", "{waiting:#}");
    assert_eq!(waiting["user_code"].as_str().unwrap().len(), 8);
    assert!(waiting["page"].as_str().unwrap().contains("/device?user-code="));

    let mut early = office.connection();
    early["credentials"] = json!({});
    early["log_in"] = begun["id"].clone();
    let error = office.call("connections.save", early).await.unwrap_err();
    assert_eq!(error.code, "log_in_not_done");
    office.answer("log_in.cancel", id.clone()).await;
    assert_eq!(
        office.answer("log_in.get", id).await["log_in"]["state"],
        "cancelled"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_log_in_is_refused_by_name() {
    let office = Office::open().await;
    let saved = office.answer("connections.save", office.connection()).await;
    let with = |name: &str, value: Value| {
        let mut request = office.application();
        request[name] = value;
        request
    };
    let mut low_port = with("log_in", json!("browser"));
    low_port["redirect_port"] = json!(80);
    for (command, request, code) in [
        ("log_in.get", json!({ "id": 404 }), "log_in_over"),
        ("log_in.out", json!({ "id": 404 }), "connection_not_found"),
        ("log_in.out", json!({ "id": saved["id"] }), "log_in_way"),
        (
            "log_in.begin",
            with("log_in", json!("carrier_pigeon")),
            "log_in_way",
        ),
        ("log_in.begin", with("log_in", json!("password")), "log_in_way"),
        ("log_in.begin", with("credentials", json!({})), "unauthorized"),
        (
            "log_in.begin",
            with("address", json!("http://example.ru")),
            "bad_address",
        ),
        ("log_in.begin", low_port, "bad_port"),
    ] {
        let error = office.call(command, request).await.unwrap_err();
        assert_eq!(error.code, code, "{command}: {}", error.message);
    }
    let row = office.answer("connections.list", json!({})).await["connections"][0].clone();
    assert_eq!(
        (&row["log_in"], &row["clock"]),
        (&json!("password"), &Value::Null)
    );
}
