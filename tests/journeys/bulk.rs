//! A pile is sent in one job, and the program is killed (SIGKILL) over and over at moments that a seed chooses. In the
//! end the operator's book has every document exactly once, and the job says so of each.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Arc;

use domain::{DocumentId, OutboxState};
use engine::ports::NoKeys;
use engine::{BulkJobId, BulkPlan, BulkRowState, BulkState, ExportRows, StartWith};
use testkit::process::{is_killed_where_it_parks, opens_room};
use testkit::{Clerk, POLAR_STAR, Partner, utd_numbered};
use uuid::Uuid;

const PAPERS: usize = 72;
const KILLS: usize = 5;
/// Moments of a job and of the rows of the outbox that it makes, and how often each comes at least.
const MOMENTS: [(&str, usize); 10] = [
    ("bulk_looked_at", 1),
    ("bulk_prepared", 2),
    ("bulk_in_transaction", 2),
    ("bulk_written", 2),
    ("enqueued", 40),
    ("marked_sending", 40),
    ("before_deliver", 40),
    ("delivered", 40),
    ("before_accept", 40),
    ("accepted", 40),
];

/// A repeatable source of chance (xorshift64*, <https://doi.org/10.18637/jss.v008.i14>).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33).unwrap() % end
    }
}

async fn papers(clerk: &Clerk, count: usize) -> Vec<DocumentId> {
    let files = (400..400 + count).map(utd_numbered).collect();
    let imported = clerk.engine.import(files).await;
    imported
        .into_iter()
        .map(|outcome| outcome.result.unwrap().document)
        .collect()
}

/// An office with a plan to send so many papers; the program is closed.
struct Plan {
    room: tempfile::TempDir,
    partner: Partner,
    documents: Vec<DocumentId>,
    job: BulkJobId,
}

impl Plan {
    async fn of(count: usize, operation: u64) -> Self {
        let room = tempfile::tempdir().unwrap();
        let partner = Partner::start().await;
        let clerk = opens_room(room.path(), Arc::new(NoKeys));
        clerk.connects(&partner, POLAR_STAR).await;
        let documents = papers(&clerk, count).await;
        let plan = BulkPlan {
            action: "send".into(),
            rows: ExportRows::These(documents.clone(), None),
            params: serde_json::Value::Null,
            operation: Uuid::from_u128(u128::from(operation)),
        };
        let job = clerk.engine.plan_bulk(plan).await.unwrap().job.id;
        Self {
            room,
            partner,
            documents,
            job,
        }
    }

    async fn is_killed_at(&self, step: &str, turn: usize) -> bool {
        let mut program = Command::new(env!("CARGO_BIN_EXE_bulk_child"));
        program.arg(self.room.path());
        program.args([&self.job.0.to_string(), step, &turn.to_string()]);
        is_killed_where_it_parks(program).await
    }

    /// The program is opened for good, and every document was sent once.
    async fn comes_out_right(&self, story: &str) {
        let clerk = opens_room(self.room.path(), Arc::new(NoKeys));
        finishes(&clerk, self.job).await;
        each_went_once(&clerk, &self.partner, self.job, &self.documents, story).await;
    }
}

async fn is_killed_and_goes_on(seed: u64) {
    let mut chance = Chance(seed);
    let plan = Plan::of(PAPERS, seed).await;
    let mut kills = Vec::new();
    for _ in 0..KILLS {
        let (step, turns) = MOMENTS[chance.below(MOMENTS.len())];
        let turn = 1 + chance.below(turns);
        if plan.is_killed_at(step, turn).await {
            kills.push((step, turn));
        }
    }
    assert!(!kills.is_empty(), "seed {seed}: the program was never killed");
    plan.comes_out_right(&format!("seed {seed}, killed at {kills:?}"))
        .await;
}

/// The clerk opens the program again and waits.
async fn finishes(clerk: &Clerk, id: BulkJobId) {
    clerk.engine.finish_bulk().await.unwrap();
    let state = clerk.engine.bulk_job(id).await.unwrap().job.state;
    if state == BulkState::Planned {
        clerk.engine.start_bulk(id, StartWith::Ready).await.unwrap();
        clerk.engine.finish_bulk().await.unwrap();
    }
    clerk.sends_everything().await;
}

async fn each_went_once(
    clerk: &Clerk,
    partner: &Partner,
    job: BulkJobId,
    documents: &[DocumentId],
    story: &str,
) {
    let mut posted: BTreeMap<String, u64> = BTreeMap::new();
    for line in partner.ledger().await {
        let name = line["custom_document_id"].as_str().unwrap().to_owned();
        *posted.entry(name).or_default() += line["times_posted"].as_u64().unwrap();
    }
    let view = clerk.engine.bulk_job(job).await.unwrap();
    assert_eq!(view.job.state, BulkState::Done, "{story}");
    let (mut rows, mut next) = (Vec::new(), Some(0));
    while let Some(after) = next {
        let page = clerk.engine.bulk_rows(job, vec![BulkRowState::Done], after, 500);
        let page = page.await.unwrap();
        rows.extend(page.rows);
        next = page.next;
    }
    let done: Vec<DocumentId> = rows.iter().map(|row| row.row.document).collect();
    assert_eq!(done, documents, "{story}");
    let mut ours: BTreeMap<String, u64> = BTreeMap::new();
    for row in &rows {
        let card = clerk.engine.card(row.row.document).await.unwrap();
        assert_eq!(card.sendings.len(), 1, "{story}");
        let operation = card.sendings[0].operation.as_ref().unwrap();
        assert_eq!(Some(operation.id), row.row.outbox, "{story}");
        assert_eq!(operation.state, OutboxState::Accepted, "{story}");
        ours.insert(card.sendings[0].edo_document.custom_document_id.to_string(), 1);
    }
    assert_eq!(
        posted, ours,
        "{story}: the operator's book beside the rows of the job"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_killed_at_any_moment_sends_every_document_exactly_once() {
    for seed in [3, 20_261_122, 0x5EA1] {
        is_killed_and_goes_on(seed).await;
    }
}

/// The same on the scale of a month's closing.
#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_documents_killed_three_times_are_sent_a_thousand_times_in_all() {
    let plan = Plan::of(1_000, 0x0100_0000).await;
    for (step, turn) in [("bulk_written", 3), ("delivered", 250), ("before_accept", 250)] {
        assert!(plan.is_killed_at(step, turn).await, "never at {step} {turn}");
    }
    plan.comes_out_right("a thousand").await;
    assert_eq!(plan.partner.ledger().await.len(), 1_000);
}
