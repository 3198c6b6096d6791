//! The main story: a file comes in, goes out, is signed by the other side, and the registry says so.

use testkit::{CEDAR_GROVE, Clerk, Computer, POLAR_STAR, Partner};

#[tokio::test]
async fn a_utd_and_a_print_form_are_signed_by_the_counterparty_and_stay_so_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clerk = Clerk::opens(folder.path(), computer.ports());
    clerk.connects(&partner, POLAR_STAR).await;
    let utd = clerk.imports("utd_schfdop_503.xml").await;
    let print_form = clerk.imports("print_form.pdf").await;
    clerk.addresses(print_form, CEDAR_GROVE).await;
    assert_eq!(clerk.status(utd).await, "Не отправлялся");

    clerk.sends(utd).await;
    clerk.sends(print_form).await;
    assert_eq!(clerk.status(utd).await, "В очереди");
    clerk.refreshes().await;
    for document in [utd, print_form] {
        assert_eq!(clerk.status(document).await, "Ожидается подпись контрагента");
        let (message, entity) = clerk.remote(document).await;
        partner.counterparty_signs(CEDAR_GROVE, &message, &entity).await;
    }
    clerk.refreshes().await;
    for document in [utd, print_form] {
        assert_eq!(clerk.status(document).await, "Подписан контрагентом");
    }
    let signed = computer.notifications.titles();
    assert_eq!(
        signed
            .iter()
            .filter(|title| title.contains("Подписан контрагентом"))
            .count(),
        2,
        "{signed:?}"
    );

    // The operator's confirmation of their answer closes the УПД; a print form has none, so its label stays.
    partner.pass_time(24 * 60 * 60).await;
    clerk.refreshes().await;
    drop(clerk);
    let clerk = Clerk::opens(folder.path(), computer.ports());
    assert_eq!(clerk.status(utd).await, "Завершён");
    assert_eq!(clerk.status(print_form).await, "Подписан контрагентом");
    let ledger = partner.ledger().await;
    assert_eq!(ledger.len(), 2);
    assert!(
        ledger.iter().all(|entry| entry["times_posted"] == 1),
        "{ledger:#?}"
    );
}

#[tokio::test]
async fn a_refusal_with_its_reason_reaches_the_card() {
    let folder = tempfile::tempdir().unwrap();
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clerk = Clerk::opens(folder.path(), computer.ports());
    clerk.connects(&partner, POLAR_STAR).await;
    let utd = clerk.imports("utd_schfdop_503.xml").await;
    clerk.sends(utd).await;
    clerk.refreshes().await;
    let (message, entity) = clerk.remote(utd).await;
    partner
        .counterparty_refuses(CEDAR_GROVE, &message, &entity, "Цена выше договорной")
        .await;
    clerk.refreshes().await;
    assert_eq!(clerk.status(utd).await, "Отказано в подписи");
    let card = clerk
        .rpc("documents.get", serde_json::json!({ "id": utd.0 }))
        .await;
    assert!(
        card["timeline"].to_string().contains("Цена выше договорной"),
        "{card:#}"
    );
}
