//! What came is confirmed or refused with a service document of ours: the operator makes it, we sign it, both sides see it,
//! whatever happens to the line.

use domain::{DocumentId, OutboxState};
use engine::{BulkJobView, BulkRowState};
use serde_json::{Value, json};
use testkit::{Authority, CEDAR_GROVE, Clerk, Computer, POLAR_STAR, Partner};

pub(crate) struct Office {
    pub(crate) room: tempfile::TempDir,
    pub(crate) authority: Authority,
    pub(crate) partner: Partner,
    pub(crate) clerk: Clerk,
}

impl Office {
    pub(crate) async fn opens() -> Self {
        Self::opens_when("").await
    }

    /// The same where formal documents are answered with universal messages alone from this day on, `ГГГГ-ММ-ДД`.
    pub(crate) async fn opens_when(messages_start: &str) -> Self {
        let room = tempfile::tempdir().unwrap();
        let authority = Authority::found();
        let partner = Partner::start_believing(vec![authority.root()]).await;
        for one in [
            partner.organization(POLAR_STAR),
            partner.counterparty(CEDAR_GROVE),
        ] {
            let order = json!({ "box": one["box_id_guid"], "universal_messages_start": messages_start });
            partner.order("organizations/owner", order).await;
        }
        let (computer, data) = (Computer::new(), room.path().join("data"));
        let clerk = Clerk::opens(&data, computer.ports_with_keys(&data));
        authority.gives(&data, POLAR_STAR);
        clerk.connects(&partner, POLAR_STAR).await;
        Self {
            room,
            authority,
            partner,
            clerk,
        }
    }

    /// The grove sends a document; it is in the registry afterwards.
    pub(crate) async fn receives(&self, sample: &str) -> (DocumentId, (String, String)) {
        let place = self
            .partner
            .counterparty_sends(CEDAR_GROVE, POLAR_STAR, sample)
            .await;
        self.clerk.refreshes().await;
        let number = self.clerk.numbered("К-1").await["id"].as_i64().unwrap();
        (DocumentId(number), place)
    }

    /// The job does this with words of its own.
    pub(crate) async fn tells(&self, action: &str, words: &str, document: DocumentId) -> BulkJobView {
        let words = if words.is_empty() {
            json!({})
        } else {
            json!({ "text": words })
        };
        self.clerk.does_with_keys(action, words, &[document]).await
    }

    async fn confirms(&self, document: DocumentId) -> BulkJobView {
        self.clerk
            .does_with_keys("confirm_receipt", json!({}), &[document])
            .await
    }

    async fn refuses(&self, document: DocumentId, reason: &str) -> BulkJobView {
        self.clerk
            .does_with_keys("reject", json!({ "text": reason }), &[document])
            .await
    }

    /// How many notices of this kind the operator has about the only document.
    pub(crate) async fn told(&self, kind: &str) -> u64 {
        let ledger = self.partner.ledger().await;
        assert_eq!(ledger.len(), 1, "{ledger:#?}");
        ledger[0][kind].as_u64().unwrap()
    }

    pub(crate) async fn cause(&self, job: &BulkJobView) -> String {
        let rows = self
            .clerk
            .engine
            .bulk_rows(job.job.id, Vec::new(), 0, 10)
            .await
            .unwrap();
        rows.rows[0]
            .row
            .fault
            .as_ref()
            .map(|fault| fault.code.clone())
            .unwrap_or_default()
    }

    pub(crate) async fn card(&self, document: DocumentId) -> Value {
        self.clerk.rpc("documents.get", json!({ "id": document.0 })).await
    }
}

pub(crate) fn done(job: &BulkJobView) -> u64 {
    job.counts.of(BulkRowState::Done)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receipt_of_an_invoice_is_confirmed_and_the_exchange_is_over() {
    let office = Office::opens().await;
    let (invoice, (message, entity)) = office.receives("invoice").await;
    assert_eq!(office.clerk.status(invoice).await, "Требуется извещение");
    let owed = office.card(invoice).await["sendings"][0]["obligations"].clone();
    assert_eq!(
        (&owed[0]["kind"], &owed[0]["by"]),
        (&json!("receipt_notice"), &json!("us")),
        "{owed:#}"
    );

    let job = office.confirms(invoice).await;
    assert_eq!(done(&job), 1, "{}", office.cause(&job).await);
    // A status comes from the operator's events, never from our own call.
    assert_eq!(office.clerk.status(invoice).await, "Требуется извещение");
    let again = office.confirms(invoice).await;
    assert_eq!(office.cause(&again).await, "service_document_under_way");

    office.clerk.refreshes().await;
    assert_eq!(office.told("receipts").await, 1);
    let page = office
        .partner
        .counterparty_reads(CEDAR_GROVE, &message, &entity)
        .await;
    assert!(page.contains("Извещение о получении"), "{page}");
    office.partner.pass_time(24 * 60 * 60).await;
    office.clerk.refreshes().await;
    assert_eq!(office.clerk.status(invoice).await, "Завершён");
    assert_eq!(
        office.card(invoice).await["sendings"][0]["obligations"],
        json!([])
    );
    let late = office.confirms(invoice).await;
    assert_eq!(office.cause(&late).await, "receipt_not_awaited");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_with_a_transfer_owes_both_and_each_is_given_once() {
    let office = Office::opens().await;
    let (utd, _) = office.receives("invoice_and_transfer").await;
    assert_eq!(office.clerk.status(utd).await, "Требуется наша подпись");
    let job = office.confirms(utd).await;
    assert_eq!(done(&job), 1, "{}", office.cause(&job).await);
    office.clerk.refreshes().await;
    assert_eq!(office.clerk.status(utd).await, "Требуется наша подпись");
    let job = office.clerk.signs(&[utd]).await;
    assert_eq!(done(&job), 1, "{}", office.cause(&job).await);
    office.clerk.refreshes().await;
    office.partner.pass_time(24 * 60 * 60).await;
    office.clerk.refreshes().await;
    assert_eq!(office.clerk.status(utd).await, "Завершён");
    assert_eq!(office.told("receipts").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_reaches_the_other_side_with_its_reason_and_nothing_is_signed_after_it() {
    let office = Office::opens().await;
    let (utd, (message, entity)) = office.receives("utd").await;
    let reason = "Неверная цена: по договору 350 < 355 & «без скидки».";
    let job = office.refuses(utd, reason).await;
    assert_eq!(done(&job), 1, "{}", office.cause(&job).await);
    let signed = office.clerk.signs(&[utd]).await;
    assert_eq!(office.cause(&signed).await, "rejection_under_way");
    office.clerk.refreshes().await;
    assert_eq!(office.clerk.status(utd).await, "Отказано в подписи");
    assert_eq!(
        (office.told("rejections").await, office.told("answers").await),
        (1, 0)
    );
    let page = office
        .partner
        .counterparty_reads(CEDAR_GROVE, &message, &entity)
        .await;
    assert!(page.contains("350 &lt; 355 &amp; «без скидки»"), "{page}");
    let timeline = office.card(utd).await["timeline"].clone();
    let rejected = timeline
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["fact"] == "rejected");
    assert_eq!(rejected.unwrap()["text"], reason, "{timeline:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_without_a_reason_is_not_even_planned_and_what_asks_for_nothing_is_blocked() {
    let office = Office::opens().await;
    let (act, _) = office.receives("act").await;
    office.clerk.engine.refresh_certificates().await.unwrap();
    let mut params = office.clerk.signers().await;
    params["text"] = json!("  ");
    let plan = engine::BulkPlan {
        action: "reject".to_owned(),
        rows: engine::ExportRows::These(vec![act], None),
        params,
        operation: uuid::Uuid::new_v4(),
    };
    let refused = office.clerk.engine.plan_bulk(plan).await.unwrap_err();
    assert_eq!(refused.code().as_str(), "reason_missing");
    let job = office.confirms(act).await;
    assert_eq!(job.job.counts.of(BulkRowState::Blocked), 1, "{job:?}");
    assert_eq!(office.cause(&job).await, "receipt_not_awaited");
    assert_eq!(office.clerk.status(act).await, "Требуется наша подпись");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_the_operator_that_is_lost_never_makes_a_second_notice() {
    for kind in ["accepted_then_timeout", "drop", "garbled"] {
        let office = Office::opens().await;
        let (invoice, _) = office.receives("invoice").await;
        office.confirms(invoice).await;
        let fault = json!({ "method": "PostMessagePatch", "kind": kind, "hang_ms": 0 });
        office.partner.order_fault(fault).await;
        for _ in 0..3 {
            office.clerk.refreshes().await;
        }
        assert_eq!(office.told("receipts").await, 1, "{kind}");
        let outbox = office.clerk.engine.outbox(Vec::new(), None, 10).await.unwrap();
        assert_eq!(outbox.len(), 1, "{kind}");
        assert_eq!(outbox[0].state, OutboxState::Accepted, "{kind}: {outbox:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_who_confirms_first_in_the_cabinet_is_no_failure() {
    let office = Office::opens().await;
    let (invoice, (message, _)) = office.receives("invoice").await;
    office.confirms(invoice).await;
    office.partner.colleague_signs(POLAR_STAR, &message).await;
    office.clerk.refreshes().await;
    let outbox = office.clerk.engine.outbox(Vec::new(), None, 10).await.unwrap();
    assert_eq!(outbox[0].state, OutboxState::Accepted, "{outbox:?}");
    assert_eq!(office.told("receipts").await, 1);
}
