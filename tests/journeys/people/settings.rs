//! What a person settles about an operator for people: names of statuses, the log of exchange; and the list of what was sent.

use serde_json::{Value, json};

use super::{OLGA, OPERATOR, Salon};

impl Salon {
    async fn statuses(&self) -> Value {
        self.clerk
            .rpc("status_names.list", json!({ "operator": OPERATOR }))
            .await
    }
}

#[tokio::test]
async fn a_word_that_nobody_knows_is_offered_and_the_documents_under_it_find_their_status() {
    let salon = Salon::open().await;
    let olga = salon.client("Зимина", OLGA).await;
    let id = salon.writes(&olga).await;
    salon.sends(id, "as_possible").await;
    salon.person_does(OLGA, "consent-all").await;
    let there = salon.documents().await[0]["id"].clone();
    let odd = json!({ "document_id": there, "code": "waits_for_client", "name": "Ждём клиента" });
    salon.partner.order("fdoc/documents/status", odd).await;
    salon.clerk.refreshes().await;
    assert_eq!(salon.status(id).await, "Неизвестный статус");
    let met = salon.statuses().await;
    let wanted = json!([{ "name": "Ждём клиента", "documents": 1 }]);
    assert_eq!(met["unknown"], wanted, "{met:#}\n{:#}", salon.person(id).await);

    let taught = |name: &str, means: &str| json!({ "operator": OPERATOR, "name": name, "means": means });
    for (name, means, code) in [
        (" ", "sent", "status_name_empty"),
        ("подписан", "sent", "status_name_known"),
        ("Ждём клиента", "gone", "status_not_known"),
    ] {
        assert_eq!(
            salon.refused("status_names.save", taught(name, means)).await,
            code
        );
    }
    salon
        .clerk
        .rpc("status_names.save", taught(" Ждём  клиента", "sent"))
        .await;
    assert_eq!(salon.status(id).await, "Неизвестный статус");
    let filled = json!({ "operator": OPERATOR });
    let filled = salon.clerk.rpc("status_names.fill", filled).await;
    assert_eq!(filled["documents"], 1);
    assert_eq!(salon.status(id).await, "Ожидается подпись контрагента");
    let known = salon.statuses().await;
    assert_eq!(known["unknown"], json!([]));
    let statuses = known["statuses"].as_array().unwrap();
    let sent = statuses.iter().find(|one| one["id"] == "sent").unwrap();
    assert_eq!(sent["taught"], json!(["Ждём клиента"]));
    let forgotten = json!({ "operator": OPERATOR, "name": "Ждём клиента" });
    salon.clerk.rpc("status_names.remove", forgotten.clone()).await;
    assert_eq!(
        salon.refused("status_names.remove", forgotten).await,
        "status_not_known"
    );
}

#[tokio::test]
async fn the_log_of_exchange_is_kept_where_it_is_wanted_and_names_neither_people_nor_secrets() {
    let salon = Salon::open().await;
    let olga = salon.client("Зимина", OLGA).await;
    let first = salon.writes(&olga).await;
    salon.sends(first, "as_possible").await;
    let of = json!({ "connection_id": salon.connection });
    let log = salon.clerk.rpc("exchange_log.list", of.clone()).await;
    assert_eq!(log["entries"], json!([]), "nobody asked for it");

    let wish = json!({ "id": salon.connection, "sends_at_once": false, "keeps_exchange_log": true });
    salon.clerk.rpc("connections.set", wish).await;
    let list = salon.clerk.rpc("connections.list", json!({})).await;
    assert_eq!(list["connections"][0]["sends_at_once"], false);
    let second = salon.writes(&olga).await;
    salon.sends(second, "as_possible").await;
    let lost = json!({ "method": "changes", "kind": "status", "status": 500, "count": 1 });
    salon.partner.order("fdoc/faults", lost).await;
    salon.clerk.refreshes().await;
    let log = salon.clerk.rpc("exchange_log.list", of.clone()).await;
    let entries = log["entries"].as_array().unwrap();
    let sent = entries
        .iter()
        .find(|one| one["call"].as_str().unwrap().starts_with("POST") && one["outcome"] == "201");
    assert!(sent.is_some(), "{log:#}");
    assert!(
        entries
            .iter()
            .any(|one| one["outcome"] == "500" && one["is_failure"] == true),
        "{log:#}"
    );
    let told = log.to_string();
    for hidden in ["9161234567", "Зимина", salon.password.as_str().unwrap()] {
        assert!(!told.contains(hidden), "{hidden}: {log:#}");
    }
    salon
        .clerk
        .rpc("exchange_log.clear", json!({ "id": salon.connection }))
        .await;
    let log = salon.clerk.rpc("exchange_log.list", of).await;
    assert_eq!(log["entries"], json!([]));
}

#[tokio::test]
async fn what_was_sent_to_people_is_listed_for_whoever_sent_it_and_for_all() {
    let salon = Salon::open().await;
    let olga = salon.client("Зимина", OLGA).await;
    let id = salon.writes(&olga).await;
    salon.sends(id, "as_possible").await;
    let list = async |whose: &str| {
        let answer = salon.clerk.rpc("persons.sent", json!({ "whose": whose })).await;
        answer["sendings"].as_array().unwrap().clone()
    };
    let mine = list("mine").await;
    assert_eq!(mine[0]["document_id"], id);
    assert_eq!(mine[0]["is_at_operator"], true);
    assert_eq!(mine[0]["sending"]["full_name"], "Зимина Ольга Петровна");
    let somebody = json!({
        "last_name": "Лосев", "first_name": "Игорь", "middle_name": "Михайлович", "position": "", "phone": null,
        "email": null, "firm_ids": [], "is_former": false,
    });
    let somebody = salon.clerk.rpc("employees.save", somebody).await["id"].clone();
    salon
        .clerk
        .rpc("employees.set_current", json!({ "id": somebody }))
        .await;
    assert!(list("mine").await.is_empty());
    assert_eq!(list("everyones").await.len(), 1);
}
