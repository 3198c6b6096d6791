//! The program is killed (SIGKILL) at every step of the outbox. After the restart the operator's book and our
//! registry agree, and no document is there twice.

use std::process::Command;
use std::sync::Arc;

use domain::DocumentId;
use engine::ports::NoKeys;
use serde_json::{Value, json};
use testkit::process::{is_killed_where_it_parks, opens_room};
use testkit::{POLAR_STAR, Partner};

/// Every step that the engine names on the way of a row that goes well.
const STEPS: [&str; 6] = [
    "enqueued",
    "marked_sending",
    "before_deliver",
    "delivered",
    "before_accept",
    "accepted",
];
/// Steps on the way of a row whose result was unknown.
const STEPS_OF_A_LOOK_UP: [&str; 5] = ["lookup", "found", "before_accept", "accepted", "absent"];

struct Office {
    room: tempfile::TempDir,
    partner: Partner,
    document: DocumentId,
}

impl Office {
    async fn with_a_utd() -> Self {
        let room = tempfile::tempdir().unwrap();
        let partner = Partner::start().await;
        let clerk = opens_room(room.path(), Arc::new(NoKeys));
        clerk.connects(&partner, POLAR_STAR).await;
        let document = clerk.imports("utd_schfdop_503.xml").await;
        Self {
            room,
            partner,
            document,
        }
    }

    async fn is_killed_at(&self, step: &str, document: Option<DocumentId>) -> bool {
        let mut program = Command::new(env!("CARGO_BIN_EXE_crash_child"));
        program
            .arg(self.room.path())
            .arg(step)
            .args(document.map(|id| id.to_string()));
        is_killed_where_it_parks(program).await
    }

    async fn restarts(&self) -> (Vec<Value>, String) {
        let clerk = opens_room(self.room.path(), Arc::new(NoKeys));
        let before = clerk.status(self.document).await;
        clerk.refreshes().await;
        clerk.refreshes().await;
        let after = clerk.status(self.document).await;
        (self.partner.ledger().await, format!("{before} → {after}"))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_step_of_a_sending_the_document_goes_out_exactly_once() {
    for step in STEPS {
        let office = Office::with_a_utd().await;
        assert!(
            office.is_killed_at(step, Some(office.document)).await,
            "the program never came to «{step}»"
        );
        let (ledger, labels) = office.restarts().await;
        assert_eq!(ledger.len(), 1, "{step}: {labels}");
        assert_eq!(ledger[0]["times_posted"], 1, "{step}: {labels}");
        assert!(
            labels.ends_with("→ Ожидается подпись контрагента"),
            "{step}: {labels}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_an_unknown_result_is_looked_up_the_document_goes_out_exactly_once() {
    for step in STEPS_OF_A_LOOK_UP {
        let office = Office::with_a_utd().await;
        let kind = if step == "absent" {
            "drop"
        } else {
            "accepted_then_timeout"
        };
        office
            .partner
            .order_fault(json!({ "method": "PostMessage", "kind": kind }))
            .await;
        assert!(
            office.is_killed_at("unknown", Some(office.document)).await,
            "no result was unknown: {step}"
        );
        assert!(
            office.is_killed_at(step, None).await,
            "the program never came to «{step}»"
        );
        let (ledger, labels) = office.restarts().await;
        assert_eq!(
            (ledger.len(), &ledger[0]["times_posted"]),
            (1, &json!(1)),
            "{step}: {labels}"
        );
        assert!(
            labels.ends_with("→ Ожидается подпись контрагента"),
            "{step}: {labels}"
        );
    }
}
