//! `tell`: what is said about a document beside its signature, from the command line.

use serde_json::json;
use testkit::Partner;

use super::desk::{CEDAR_GROVE, Desk, POLAR_STAR, UTD_NAME, fixture};

/// How many messages the operator has about each document.
async fn messages(partner: &Partner) -> Vec<u64> {
    let ledger = partner.ledger().await;
    let count = |line: &serde_json::Value| line["universal_messages"].as_u64().unwrap();
    ledger.iter().map(count).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_owed_is_shown_and_words_go_to_the_counterparty_once() {
    let partner = Partner::start().await;
    for inn in [POLAR_STAR, CEDAR_GROVE] {
        let owner = partner.any_organization(inn);
        let order = json!({ "box": owner["box_id_guid"], "universal_messages_start": "2099-01-01" });
        partner.order("organizations/owner", order).await;
    }
    let desk = Desk::new();
    desk.run(&["connect", "--sandbox", &partner.address(), "--inn", POLAR_STAR])
        .await
        .ends_with(0);
    let pdf = desk.file("Счёт на оплату 41.pdf", &fixture("print_form.pdf"));
    let utd = desk.file(UTD_NAME, &fixture("utd_schfdop_503.xml"));
    desk.run(&["import", &utd, &pdf]).await.ends_with(0);
    desk.run(&["send", "1", "--to", CEDAR_GROVE]).await.ends_with(0);
    desk.run(&["sync", "--once"]).await.ends_with(0);
    let card = desk.run(&["show", "1"]).await.ends_with(0).stdout;
    assert!(
        card.contains("До завершения: подпись за контрагентом, с "),
        "{card}"
    );

    let say = ["tell", "message", "1", "--text", "Оплатим в пятницу"];
    let looked = desk.run(&[&say[..], &["--check"]].concat()).await.ends_with(0);
    assert!(looked.stdout.contains("Выбрано: 1\u{a0}документ"), "{looked:#?}");
    assert_eq!(messages(&partner).await, [0], "nothing has left");
    desk.run(&say).await.ends_with(0);
    assert_eq!(messages(&partner).await, [1]);
    let empty = desk.run(&["tell", "message", "1"]).await.ends_with(1);
    assert!(empty.stderr.contains("Сообщение пустое"), "{empty:#?}");
    // Nobody here has a certificate, and what is not in the exchange is not told about.
    for words in [
        &["tell", "revoke", "1", "--text", "Ошибка"][..],
        &["tell", "receipt", "2"],
    ] {
        let told = desk.run(words).await;
        assert!(told.stderr.contains("остаётся без этого"), "{words:?}: {told:#?}");
    }
    assert_eq!(messages(&partner).await, [1]);
    let jobs = desk.rpc("bulk.list", json!({})).await;
    for job in jobs["jobs"].as_array().unwrap() {
        assert!(
            matches!(job["state"].as_str(), Some("done" | "cancelled")),
            "{job:#}"
        );
    }
}
