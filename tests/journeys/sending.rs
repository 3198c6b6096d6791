//! Ways of sending: a pile that is stopped half-way by somebody else's trouble, a package, a draft, departments.

use std::collections::BTreeMap;

use domain::{DocumentId, OutboxState};
use engine::{BulkRowState, BulkState, ImportFile, StartWith};
use serde_json::{Value, json};
use testkit::{CEDAR_GROVE, Clerk, POLAR_STAR, Partner, fixture, utd_numbered};

const OPEN: [OutboxState; 3] = [OutboxState::Queued, OutboxState::Sending, OutboxState::Unknown];

struct Office {
    _room: tempfile::TempDir,
    partner: Partner,
    clerk: Clerk,
}

impl Office {
    async fn opens() -> Self {
        let (_room, partner, clerk) = testkit::office().await;
        Self {
            _room,
            partner,
            clerk,
        }
    }

    async fn papers(&self, count: usize) -> Vec<DocumentId> {
        let files = (400..400 + count).map(utd_numbered).collect();
        let imported = self.clerk.engine.import(files).await;
        imported
            .into_iter()
            .map(|outcome| outcome.result.unwrap().document)
            .collect()
    }

    /// Plans the action and starts it; nothing leaves before the next exchange.
    async fn starts(&self, action: &str, params: Value, documents: &[DocumentId]) -> engine::BulkJobView {
        let job = self.clerk.plans(action, params, documents).await;
        let started = self.clerk.engine.start_bulk(job, StartWith::ReadyAndWarned).await;
        started.unwrap();
        self.clerk.engine.finish_bulk().await.unwrap();
        let view = self.clerk.engine.bulk_job(job).await.unwrap();
        assert_eq!(view.job.state, BulkState::Done);
        assert_eq!(view.counts.of(BulkRowState::Failed), 0);
        view
    }

    async fn rows(&self, states: &[OutboxState]) -> usize {
        let rows = self.clerk.engine.outbox(states.to_vec(), None, 500).await;
        rows.unwrap().len()
    }

    async fn health(&self) -> String {
        let list = self.clerk.rpc("connections.list", json!({})).await;
        list["connections"][0]["health"]["code"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// How often each of our documents was posted.
    async fn posted(&self) -> BTreeMap<String, u64> {
        let mut posted = BTreeMap::new();
        for line in self.partner.ledger().await {
            let name = line["custom_document_id"].as_str().unwrap().to_owned();
            *posted.entry(name).or_default() += line["times_posted"].as_u64().unwrap();
        }
        posted
    }

    async fn sending(&self, document: DocumentId) -> Value {
        let card = self.clerk.rpc("documents.get", json!({ "id": document.0 })).await;
        card["sendings"][0].clone()
    }
}

/// The first calls go well, those after them meet this status.
async fn after_some(partner: &Partner, status: u16, calls: u32) {
    let goes_well = json!({"method": "PostMessage", "kind": "slow", "ms": 0, "count": 12});
    partner.order_fault(goes_well).await;
    partner
        .order_fault(json!({"method": "PostMessage", "kind": "status", "status": status, "count": calls}))
        .await;
}

async fn is_stopped_and_goes_on(status: u16, health: &str) {
    let office = Office::opens().await;
    let documents = office.papers(40).await;
    office.starts("send", Value::Null, &documents).await;
    // Those under way and their one repeat with a new token meet it too.
    after_some(&office.partner, status, 8).await;
    office.clerk.refreshes().await;
    assert_eq!(office.health().await, health);
    assert_eq!(
        office.rows(&[OutboxState::Failed]).await,
        0,
        "{status}: nothing is given up"
    );
    let (open, through) = (
        office.rows(&OPEN).await,
        office.rows(&[OutboxState::Accepted]).await,
    );
    assert_eq!(open + through, 40);
    assert!(
        through >= 12 && open > 0,
        "{status}: {through} through, {open} open"
    );

    office.partner.clear_faults().await;
    for _ in 0..20 {
        if office.rows(&OPEN).await == 0 {
            break;
        }
        office.clerk.refreshes().await;
    }
    assert_eq!(office.rows(&[OutboxState::Accepted]).await, 40);
    let posted = office.posted().await;
    assert_eq!(posted.len(), 40);
    assert!(posted.values().all(|times| *times == 1), "{status}: {posted:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_that_ends_amid_a_pile_gives_up_nothing_and_payment_sends_the_rest() {
    is_stopped_and_goes_on(402, "subscription_ended").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_revoked_amid_a_pile_gives_up_nothing_and_a_new_log_in_sends_the_rest() {
    is_stopped_and_goes_on(401, "unauthorized").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_leaves_in_one_message_and_each_card_leads_to_the_others() {
    let office = Office::opens().await;
    let documents = office.papers(3).await;
    let params =
        json!({"closed": true, "comment": "К договору 12", "tags": [{"key": "Договор", "value": "12"}]});
    office.starts("send_package", params, &documents).await;
    office.clerk.refreshes().await;
    let messages: Vec<_> = [
        office.clerk.remote(documents[0]).await,
        office.clerk.remote(documents[1]).await,
        office.clerk.remote(documents[2]).await,
    ]
    .to_vec();
    assert!(
        messages.iter().all(|(message, _)| *message == messages[0].0),
        "{messages:?}"
    );
    assert_eq!(office.posted().await.len(), 3);
    assert_eq!(
        office.rows(&[OutboxState::Accepted]).await,
        1,
        "one row for all of them"
    );
    let sending = office.sending(documents[1]).await;
    assert_eq!(sending["package"]["is_closed"], true);
    let others: Vec<i64> = sending["package"]["others"]
        .as_array()
        .unwrap()
        .iter()
        .map(|other| other["id"].as_i64().unwrap())
        .collect();
    assert_eq!(others, [documents[0].0, documents[2].0]);
    assert_eq!(sending["tags"], json!([{"key": "Договор", "value": "12"}]));
    assert_eq!(sending["comment"], "К договору 12");
    for (message, document) in &messages {
        office
            .partner
            .counterparty_signs(CEDAR_GROVE, message, document)
            .await;
    }
    office.partner.pass_time(120).await;
    office.clerk.refreshes().await;
    for document in documents {
        let status = office.clerk.status(document).await;
        assert!(
            ["Завершён", "Подписан контрагентом"].contains(&status.as_str()),
            "{status}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_whose_answer_was_lost_is_found_whole_and_not_sent_again() {
    let office = Office::opens().await;
    let documents = office.papers(3).await;
    office.starts("send_package", json!({}), &documents).await;
    office
        .partner
        .order_fault(json!({"method": "PostMessage", "kind": "accepted_then_timeout", "hang_ms": 0}))
        .await;
    office.clerk.refreshes().await;
    office.clerk.refreshes().await;
    assert_eq!(office.rows(&[OutboxState::Accepted]).await, 1);
    let posted = office.posted().await;
    assert!(
        posted.len() == 3 && posted.values().all(|times| *times == 1),
        "{posted:?}"
    );
    for document in documents {
        assert!(office.sending(document).await["message_id"].is_string());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_changes_its_place_when_it_is_sent_and_our_row_follows() {
    let office = Office::opens().await;
    let documents = office.papers(1).await;
    office
        .starts("send", json!({"departure": "draft"}), &documents)
        .await;
    office.clerk.refreshes().await;
    assert_eq!(office.clerk.status(documents[0]).await, "Черновик");
    let (draft, _) = office.clerk.remote(documents[0]).await;
    let order = json!({"box": office.partner.organization(POLAR_STAR)["box_id_guid"], "message_id": draft});
    office.partner.order("cabinet/sign_and_send", order).await;
    office.partner.pass_time(60).await;
    office.clerk.refreshes().await;
    let (message, document) = office.clerk.remote(documents[0]).await;
    assert_ne!(message, draft);
    assert_eq!(
        office.clerk.status(documents[0]).await,
        "Ожидается подпись контрагента"
    );
    office
        .partner
        .counterparty_signs(CEDAR_GROVE, &message, &document)
        .await;
    office.partner.pass_time(120).await;
    office.clerk.refreshes().await;
    let status = office.clerk.status(documents[0]).await;
    assert!(
        ["Завершён", "Подписан контрагентом", "Ожидается извещение"].contains(&status.as_str()),
        "{status}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_left_to_be_signed_is_followed_until_a_person_signs_it_in_the_cabinet() {
    let office = Office::opens().await;
    let documents = office.papers(1).await;
    office
        .starts("send", json!({"departure": "deferred"}), &documents)
        .await;
    office.clerk.refreshes().await;
    assert_eq!(office.clerk.status(documents[0]).await, "Требуется наша подпись");
    let (message, _) = office.clerk.remote(documents[0]).await;
    let order = json!({"box": office.partner.organization(POLAR_STAR)["box_id_guid"], "message_id": message});
    office.partner.order("cabinet/sign_and_send", order).await;
    office.partner.pass_time(60).await;
    office.clerk.refreshes().await;
    assert_eq!(
        office.clerk.remote(documents[0]).await.0,
        message,
        "the same message goes on"
    );
    assert_eq!(
        office.clerk.status(documents[0]).await,
        "Ожидается подпись контрагента"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chosen_department_is_remembered_and_one_that_is_gone_is_told_before_anything_leaves() {
    let office = Office::opens().await;
    let documents = office.papers(2).await;
    let card = office
        .clerk
        .rpc("documents.get", json!({ "id": documents[0].0 }))
        .await;
    let counterparty = card["document"]["counterparty"]["id"].clone();
    let ways = office
        .clerk
        .rpc("sending.ways", json!({ "counterparty_id": counterparty }))
        .await;
    let way = &ways["ways"][0];
    let theirs = way["boxes"][0]["departments"][0].clone();
    assert_eq!(theirs["name"], "Отдел снабжения");
    let chosen =
        json!({"box_id": "", "our_department": way["our_departments"][1], "their_department": theirs});
    let choice =
        json!({"connection_id": way["connection_id"], "counterparty_id": counterparty, "chosen": chosen});
    office.clerk.rpc("sending.choose", choice).await;
    office.starts("send", Value::Null, &documents[..1]).await;
    office.clerk.refreshes().await;
    let sending = office.sending(documents[0]).await;
    assert_eq!(sending["their_department"], "Отдел снабжения");
    assert_eq!(sending["our_department"], "Склад на Причальной");

    let gone = json!({"box": way["boxes"][0]["box_id"], "departments": []});
    office.partner.order("organizations/owner", gone).await;
    // What the operator told a while ago is asked anew.
    office.clerk.engine.forget_told().await.unwrap();
    let found = office
        .clerk
        .rpc("documents.preflight", json!({ "id": documents[1].0 }))
        .await;
    let blockers: Vec<_> = found["blockers"].as_array().unwrap().iter().collect();
    assert_eq!(blockers[0]["code"], "department_missing", "{found:#}");
    assert_eq!(blockers[0]["fix"], "route");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_operator_would_refuse_is_told_before_anything_leaves() {
    let cases = [
        (
            CEDAR_GROVE,
            json!({"liquidation_date": "14.02.2026"}),
            "counterparty_closed",
            true,
        ),
        (
            POLAR_STAR,
            json!({"may_not_send": true}),
            "operator_objects",
            true,
        ),
        (
            POLAR_STAR,
            json!({"switched_off_versions": ["utd970_05_03_01"]}),
            "version_switched_off",
            true,
        ),
        (
            CEDAR_GROVE,
            json!({"has_certificate": false}),
            "operator_warns",
            false,
        ),
    ];
    for (whose, change, code, is_blocker) in cases {
        let office = Office::opens().await;
        let documents = office.papers(1).await;
        let found = office
            .clerk
            .rpc("documents.preflight", json!({ "id": documents[0].0 }))
            .await;
        assert_eq!(found, json!({"blockers": [], "warnings": []}), "{code}");
        let mut order = change;
        order["box"] = office.partner.any_organization(whose)["box_id_guid"].clone();
        office.partner.order("organizations/owner", order).await;
        office.clerk.engine.forget_told().await.unwrap();
        let list = if is_blocker { "blockers" } else { "warnings" };
        let found = office
            .clerk
            .rpc("documents.preflight", json!({ "id": documents[0].0 }))
            .await;
        assert_eq!(found[list][0]["code"], code, "{found:#}");
        // The plan of a pile says the same.
        let job = office.clerk.plans("send", Value::Null, &documents).await;
        let view = office.clerk.engine.bulk_job(job).await.unwrap();
        let state = if is_blocker {
            BulkRowState::Blocked
        } else {
            BulkRowState::Warned
        };
        assert_eq!(view.counts.of(state), 1, "{code}");
        assert!(office.posted().await.is_empty(), "{code}: nothing left");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_paper_under_two_cards_is_told_as_a_twin() {
    let office = Office::opens().await;
    let first = office.papers(1).await;
    office.starts("send", Value::Null, &first).await;
    office.clerk.refreshes().await;
    let mut twin = utd_numbered(400);
    twin.bytes.extend_from_slice(b"\n");
    let twin = office
        .clerk
        .engine
        .import(vec![twin])
        .await
        .remove(0)
        .result
        .unwrap();
    let found = office
        .clerk
        .rpc("documents.preflight", json!({ "id": twin.document.0 }))
        .await;
    assert_eq!(found["warnings"][0]["code"], "same_number_sent", "{found:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_beyond_the_inline_limit_goes_by_the_shelf_and_arrives_whole() {
    let office = Office::opens().await;
    let bytes = large_pdf();
    let drawing = ImportFile {
        name: "Чертёж.pdf".into(),
        bytes: bytes.clone(),
    };
    let taken = office
        .clerk
        .engine
        .import(vec![drawing])
        .await
        .remove(0)
        .result
        .unwrap();
    office.clerk.addresses(taken.document, CEDAR_GROVE).await;
    office.clerk.sends(taken.document).await;
    office.clerk.refreshes().await;
    let line = office.partner.ledger().await.remove(0);
    assert_eq!(line["sha256"], domain::BlobId::of(&bytes).to_string(), "{line:#}");
}

/// A whole PDF of seven megabytes: what is added to it is a comment, and its end is said again behind it.
fn large_pdf() -> Vec<u8> {
    let mut bytes = fixture("print_form.pdf");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let tail = text.rsplit("startxref").next().unwrap();
    let place = tail.split_whitespace().next().unwrap();
    bytes.extend_from_slice(b"\n%");
    bytes.resize(7_500_000, b'x');
    bytes.extend_from_slice(format!("\nstartxref\n{place}\n%%EOF\n").as_bytes());
    bytes
}
