//! A computer that was off for sixty days: everything that happened is there after one catch-up, and it is told in a few
//! words, not in hundreds.

use serde_json::{Value, json};
use testkit::{CEDAR_GROVE, Clerk, Computer, POLAR_STAR, Partner, utd_numbered};

const PAPERS: usize = 40;
const DAY_S: u64 = 24 * 60 * 60;

#[tokio::test(flavor = "multi_thread")]
async fn after_sixty_days_one_catch_up_tells_what_became_of_everything() {
    let room = tempfile::tempdir().unwrap();
    let (partner, computer) = (Partner::start().await, Computer::new());
    let data = room.path().join("data");
    let clerk = Clerk::opens(&data, computer.ports());
    clerk.connects(&partner, POLAR_STAR).await;
    let mut sent = Vec::new();
    for outcome in clerk
        .engine
        .import((400..400 + PAPERS).map(utd_numbered).collect())
        .await
    {
        let document = outcome.result.unwrap().document;
        clerk.sends(document).await;
        sent.push(document);
    }
    clerk.refreshes().await;
    let mut places = Vec::new();
    for document in &sent {
        places.push(clerk.remote(*document).await);
    }
    let shown_before = computer.notifications.titles().len();
    drop(clerk);

    // The computer is off; every day something happens.
    let ours = partner.organization(POLAR_STAR)["box_id_guid"].clone();
    for (day, (message, entity)) in places.iter().enumerate() {
        match day % 5 {
            0 | 1 => partner.counterparty_signs(CEDAR_GROVE, message, entity).await,
            2 => {
                partner
                    .counterparty_refuses(CEDAR_GROVE, message, entity, "Не та цена")
                    .await;
            }
            3 => {
                let order = json!({ "box": ours, "message_id": message });
                partner.order("cabinet/delete", order.clone()).await;
                if day % 2 == 0 {
                    partner.order("cabinet/restore", order).await;
                }
            }
            _ => {}
        }
        partner.counterparty_sends(CEDAR_GROVE, POLAR_STAR, "act").await;
        partner.pass_time(DAY_S * 3 / 2).await;
    }
    // The feed comes in small pages whose edges share an instant.
    let order = json!({ "method": "GetNewEvents", "kind": "equal_timestamps", "page": 25, "neighbours": 2, "count": 12 });
    partner.order_fault(order).await;

    let clerk = Clerk::opens(&data, computer.ports());
    clerk.refreshes().await;
    clerk.refreshes().await;
    for (day, document) in sent.iter().enumerate() {
        let status = clerk.status(*document).await;
        let expected: &[&str] = match day % 5 {
            0 | 1 => &["Подписан контрагентом", "Завершён"],
            2 => &["Отказано в подписи"],
            _ => &["Ожидается подпись контрагента"],
        };
        assert!(expected.contains(&status.as_str()), "{day}: {status}");
        if day % 5 == 3 {
            let card = clerk.rpc("documents.get", json!({ "id": document.0 })).await;
            assert_eq!(card["sendings"][0]["facets"]["deleted"], day % 2 != 0, "{day}");
        }
    }
    let list = clerk.rpc("documents.list", json!({ "limit": 200 })).await;
    let rows = list["rows"].as_array().unwrap().iter();
    let came: Vec<&Value> = rows.filter(|row| row["direction"] == "inbound").collect();
    assert_eq!(came.len(), PAPERS, "each document that came is there once");
    for row in came.iter().step_by(10) {
        assert_eq!(row["status"]["label"], "Требуется наша подпись", "{row:#}");
    }

    // More than sixty things happened; a person sees a handful of windows and a list with all of them.
    let shown = computer.notifications.titles().split_off(shown_before);
    assert!(shown.len() <= 4, "{shown:?}");
    let gathered = shown.iter().filter(|title| title.contains(" документ"));
    assert!(gathered.count() >= 2, "{shown:?}");
    let unread = clerk.engine.unread_notices().await.unwrap();
    assert!(unread as usize >= PAPERS + 20, "{unread}");
    let ledger = partner.ledger().await;
    assert!(ledger.iter().all(|line| line["times_posted"] == 1));
}
