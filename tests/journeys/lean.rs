//! The operator answers no more than its documentation promises, with fields and values that nobody knows. The program comes
//! through all the same: it leans on nothing that may be gone tomorrow.

use domain::DocumentId;
use serde_json::json;
use testkit::{Authority, CEDAR_GROVE, Clerk, Computer, POLAR_STAR, Partner};

/// ООО «Тихая гавань» takes documents from counteragents only and accepts invitations by itself.
const QUIET_HARBOUR: &str = "9631027748";

struct Office {
    _room: tempfile::TempDir,
    partner: Partner,
    clerk: Clerk,
}

impl Office {
    async fn opens() -> Self {
        let room = tempfile::tempdir().unwrap();
        let authority = Authority::found();
        let partner = Partner::start_believing(vec![authority.root()]).await;
        partner.order("answers", json!({ "style": "lean" })).await;
        let data = room.path().join("data");
        let clerk = Clerk::opens(&data, Computer::new().ports_with_keys(&data));
        authority.gives(&data, POLAR_STAR);
        clerk.connects(&partner, POLAR_STAR).await;
        Self {
            _room: room,
            partner,
            clerk,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_is_followed_to_its_end() {
    let office = Office::opens().await;
    let (clerk, partner) = (&office.clerk, &office.partner);
    let utd = clerk.imports("utd_schfdop_503.xml").await;
    let paper = clerk.imports("print_form.pdf").await;
    clerk.addresses(paper, CEDAR_GROVE).await;
    clerk.sends(utd).await;
    clerk.sends(paper).await;
    clerk.refreshes().await;
    clerk.refreshes().await;
    for document in [utd, paper] {
        assert_eq!(clerk.status(document).await, "Ожидается подпись контрагента");
    }
    let (message, entity) = clerk.remote(utd).await;
    partner.counterparty_signs(CEDAR_GROVE, &message, &entity).await;
    let (message, entity) = clerk.remote(paper).await;
    partner
        .counterparty_refuses(CEDAR_GROVE, &message, &entity, "Не та цена")
        .await;
    partner.pass_time(24 * 60 * 60).await;
    clerk.refreshes().await;
    assert_eq!(clerk.status(utd).await, "Завершён");
    assert_eq!(clerk.status(paper).await, "Отказано в подписи");
    let card = clerk.rpc("documents.get", json!({ "id": paper.0 })).await;
    assert!(card.to_string().contains("Не та цена"), "{card:#}");
    let ledger = partner.ledger().await;
    assert!(ledger.iter().all(|line| line["times_posted"] == 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_is_read_and_answered() {
    let office = Office::opens().await;
    let clerk = &office.clerk;
    for sample in ["act", "utd"] {
        office
            .partner
            .counterparty_sends(CEDAR_GROVE, POLAR_STAR, sample)
            .await;
    }
    clerk.refreshes().await;
    let list = clerk.rpc("documents.list", json!({})).await;
    let rows = list["rows"].as_array().unwrap();
    let came: Vec<DocumentId> = rows
        .iter()
        .map(|row| DocumentId(row["id"].as_i64().unwrap()))
        .collect();
    assert_eq!(came.len(), 2, "{rows:#?}");
    for row in rows {
        let name = row["counterparty_name"].as_str().unwrap();
        assert!(name.contains("Кедровая роща"), "{row:#}");
        assert_eq!(row["has_file"], true, "{row:#}");
    }
    clerk.signs(&came).await;
    clerk.refreshes().await;
    for document in came {
        assert_eq!(clerk.status(document).await, "Подписан нами");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_is_invited_and_a_lost_answer_is_looked_up() {
    let office = Office::opens().await;
    let (clerk, partner) = (&office.clerk, &office.partner);
    let card = json!({ "name": "ООО «Тихая гавань»", "inn": QUIET_HARBOUR, "kpp": "963101001" });
    let id = clerk.rpc("counterparties.save", card).await["id"].clone();
    let exchanges = async || {
        let mut changes = clerk.engine.changes();
        clerk.rpc("exchange.start", json!({})).await;
        while clerk.rpc("exchange.get", json!({})).await["is_running"] == true {
            changes.next().await;
        }
    };
    exchanges().await;
    let relation = json!({ "counterparty_id": id, "connection_id": 1 });
    clerk
        .rpc(
            "relations.act",
            json!({ "kind": "invite", "relations": [relation] }),
        )
        .await;
    clerk.refreshes().await;
    clerk.refreshes().await;
    partner.pass_time(60).await;
    exchanges().await;
    let list = clerk
        .rpc("counterparties.list", json!({ "query": QUIET_HARBOUR }))
        .await;
    assert_eq!(list["counterparties"][0]["edo"], "yes", "{list:#}");

    let lost = json!({ "method": "PostMessage", "kind": "accepted_then_timeout" });
    partner.order_fault(lost).await;
    let utd = clerk.imports("utd_schfdop_503.xml").await;
    clerk.sends(utd).await;
    clerk.refreshes().await;
    clerk.refreshes().await;
    assert_eq!(clerk.status(utd).await, "Ожидается подпись контрагента");
    assert_eq!(partner.ledger().await.len(), 1, "a lost answer is looked up");
}
