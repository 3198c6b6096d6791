//! A draft that was left at the operator is signed here and leaves, once, whatever happens to the line.

use domain::DocumentId;
use engine::{BulkRowState, StartWith};
use serde_json::json;
use testkit::{CEDAR_GROVE, Clerk, Partner, utd_numbered};

struct Office {
    _room: tempfile::TempDir,
    partner: Partner,
    clerk: Clerk,
}

impl Office {
    async fn open() -> Self {
        let (_room, partner, clerk) = testkit::office_with_keys().await;
        Self {
            _room,
            partner,
            clerk,
        }
    }

    /// A paper for the grove that lies at the operator as a draft.
    async fn leaves_a_draft(&self) -> DocumentId {
        let paper = self.clerk.imports("print_form.pdf").await;
        self.clerk.addresses(paper, CEDAR_GROVE).await;
        let request = json!({ "ids": [paper.0], "departure": "draft" });
        let answer = self.clerk.rpc("documents.send", request).await;
        assert!(answer["results"][0]["sending_id"].is_i64(), "{answer:#}");
        self.clerk.refreshes().await;
        assert_eq!(self.clerk.status(paper).await, "Черновик");
        paper
    }

    /// Three papers that lie at the operator as one draft.
    async fn leaves_a_draft_of_three(&self) -> Vec<DocumentId> {
        let files = (400..403).map(utd_numbered).collect();
        let imported = self.clerk.engine.import(files).await;
        let papers: Vec<_> = imported
            .into_iter()
            .map(|outcome| outcome.result.unwrap().document)
            .collect();
        let job = self
            .clerk
            .plans("send_package", json!({"departure": "draft"}), &papers)
            .await;
        let started = self.clerk.engine.start_bulk(job, StartWith::ReadyAndWarned).await;
        started.unwrap();
        self.clerk.settled(job).await;
        self.clerk.refreshes().await;
        for paper in &papers {
            assert_eq!(self.clerk.status(*paper).await, "Черновик");
        }
        papers
    }

    /// What lies at the operator: whether it was sent, and how often it was posted.
    async fn lies(&self) -> Vec<(bool, u64)> {
        let ledger = self.partner.ledger().await;
        ledger
            .iter()
            .map(|line| (line["is_sent"] == true, line["times_posted"].as_u64().unwrap()))
            .collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_signed_here_and_leaves_as_a_letter() {
    let office = Office::open().await;
    let paper = office.leaves_a_draft().await;
    let job = office.clerk.signs(&[paper]).await;
    assert_eq!(job.job.counts.of(BulkRowState::Done), 1, "{job:?}");
    assert_eq!(office.clerk.status(paper).await, "В очереди");
    office.clerk.refreshes().await;
    office.clerk.refreshes().await;
    assert_eq!(office.clerk.status(paper).await, "Ожидается подпись контрагента");
    let sent: Vec<_> = office
        .lies()
        .await
        .into_iter()
        .filter(|(is_sent, _)| *is_sent)
        .collect();
    assert_eq!(sent.len(), 1);

    // What left is not signed a second time.
    let again = office.clerk.signs(&[paper]).await;
    assert_eq!(again.job.counts.of(BulkRowState::Blocked), 1, "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_to_a_sent_draft_makes_no_second_letter() {
    for kind in ["accepted_then_timeout", "drop"] {
        let office = Office::open().await;
        let paper = office.leaves_a_draft().await;
        office.clerk.signs(&[paper]).await;
        let fault = json!({ "method": "SendDraft", "kind": kind, "count": 1 });
        office.partner.order_fault(fault).await;
        for _ in 0..4 {
            office.clerk.refreshes().await;
        }
        assert_eq!(
            office.clerk.status(paper).await,
            "Ожидается подпись контрагента",
            "{kind}"
        );
        let sent = office
            .lies()
            .await
            .into_iter()
            .filter(|(is_sent, _)| *is_sent)
            .count();
        assert_eq!(sent, 1, "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_of_several_documents_is_signed_whole_and_leaves_once_whoever_of_them_was_asked_for() {
    for chosen in [0..1, 1..2, 0..3] {
        let office = Office::open().await;
        let papers = office.leaves_a_draft_of_three().await;
        let asked = &papers[chosen.clone()];
        let job = office.clerk.signs(asked).await;
        let done = u64::try_from(asked.len()).unwrap();
        assert_eq!(job.job.counts.of(BulkRowState::Done), done, "{chosen:?}: {job:?}");
        for paper in &papers {
            assert_eq!(office.clerk.status(*paper).await, "В очереди", "{chosen:?}");
        }
        office.clerk.refreshes().await;
        office.partner.pass_time(60).await;
        office.clerk.refreshes().await;
        office.clerk.refreshes().await;
        for paper in &papers {
            let status = office.clerk.status(*paper).await;
            assert_eq!(status, "Ожидается подпись контрагента", "{chosen:?}");
        }
        let sent: Vec<_> = office
            .lies()
            .await
            .into_iter()
            .filter(|(is_sent, _)| *is_sent)
            .collect();
        assert_eq!(sent.len(), 3, "{chosen:?}: three documents of one letter");
        // Nothing is left to be signed, by none of its documents.
        let again = office.clerk.signs(&papers).await;
        assert_eq!(again.job.counts.of(BulkRowState::Blocked), 3, "{again:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_to_a_sent_draft_of_several_documents_makes_no_second_letter() {
    let office = Office::open().await;
    let papers = office.leaves_a_draft_of_three().await;
    office.clerk.signs(&papers[1..]).await;
    let fault = json!({ "method": "SendDraft", "kind": "accepted_then_timeout", "hang_ms": 0, "count": 1 });
    office.partner.order_fault(fault).await;
    for _ in 0..4 {
        office.clerk.refreshes().await;
    }
    office.partner.pass_time(60).await;
    office.clerk.refreshes().await;
    for paper in &papers {
        assert_eq!(office.clerk.status(*paper).await, "Ожидается подпись контрагента");
    }
    let sent = office
        .lies()
        .await
        .into_iter()
        .filter(|(is_sent, _)| *is_sent)
        .count();
    assert_eq!(sent, 3);
}
