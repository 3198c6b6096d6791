//! «Учебный режим» for somebody who learns alone: a counterparty that answers by itself.

use serde_json::json;
use testkit::CEDAR_GROVE;

#[tokio::test]
async fn a_counterparty_that_was_switched_on_signs_at_its_minute_and_another_one_refuses_with_a_reason() {
    let (_room, partner, clerk) = testkit::office().await;
    let owner = partner.any_organization(CEDAR_GROVE);
    let switch = async |manner: &str| {
        let order = json!({ "box": owner["box_id_guid"], "manner": manner, "after_minutes": 5 });
        partner.order("organizations/answering", order).await;
    };
    switch("signs").await;
    let paper = clerk.imports("print_form.pdf").await;
    clerk.addresses(paper, CEDAR_GROVE).await;
    clerk.sends(paper).await;
    clerk.refreshes().await;
    clerk.refreshes().await;
    assert_eq!(clerk.status(paper).await, "Ожидается подпись контрагента");
    partner.pass_time(301).await;
    clerk.refreshes().await;
    assert_eq!(clerk.status(paper).await, "Подписан контрагентом");

    switch("refuses").await;
    let utd = clerk.imports("utd_schfdop_503.xml").await;
    clerk.sends(utd).await;
    clerk.refreshes().await;
    partner.pass_time(301).await;
    clerk.refreshes().await;
    assert_eq!(clerk.status(utd).await, "Отказано в подписи");
    let card = clerk.rpc("documents.get", json!({ "id": utd.0 })).await;
    let cause = card["document"]["cause"].as_str().unwrap();
    assert!(cause.contains("не соответствует договорённостям"), "{card:#}");
}
