//! `bulk.*`: one door for every action on many documents.
//!
//! A job is planned, looked over, and then started; nothing leaves the program before `bulk.start`.

mod views;

use domain::DocumentId;
use engine::{BulkFailureMark, BulkJobId, BulkPlan, Engine, ExportRows, StartWith};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;
use uuid::Uuid;

use crate::error::Failure;
use crate::filter::{Chosen, Selection, Sort, order};
use crate::views::{Empty, Id, page_size, text};
pub(crate) use views::{BulkFailure, BulkFix, BulkJob, BulkRow, BulkRowState};

/// An action on chosen documents, to be looked over first.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct PlanBulk {
    /// `send`, `send_package`, `sign_and_send`, `sign`, `print`, `assign`, `export`, `archive`, `download`, `pair`,
    /// `delete`.
    pub action: String,
    pub selection: Selection,
    /// Newest first for a filter, the order given for `ids` when absent.
    pub sort: Option<Vec<Sort>>,
    /// What the action asks for. `send`: `connection_id?`, `comment?`, `tags?` (`key`, `value`), `departure?`
    /// (`as_possible`, `deferred`, `draft`); `send_package`: the same, `closed?`, `certificates?`,
    /// `powers_of_attorney?`; `sign_and_send`: `certificates` (by firm), `powers_of_attorney?` (by firm),
    /// `connection_id?`, `comment?`, `tags?`; `sign`: `certificates`, `powers_of_attorney?`; `print`: `form?`,
    /// `copy_for_viewing?`; `assign`:
    /// `employee_id`, `null` for nobody; `export`: `columns`, `format` (`xlsx`, `csv`), `encoding?`; `download`: `what`
    /// (`archive`, `print_form`, `protocol`); `archive`, `pair` and `delete`: nothing.
    #[ts(type = "Record<string, unknown> | null")]
    pub params: Option<Value>,
    /// A UUID made by the caller: the same one again is the same job.
    pub operation: String,
}

/// A job to be started.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct StartBulk {
    pub id: i64,
    /// Documents with a warning too.
    pub with_warned: bool,
}

/// A job.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct OneBulkJob {
    pub job: BulkJob,
}

/// Jobs, newest first.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct BulkJobs {
    /// At most 50; plans that were given up are not among them.
    pub jobs: Vec<BulkJob>,
}

/// Which rows of a job to show.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ListBulkRows {
    pub id: i64,
    /// Any of these; all when absent or empty.
    pub states: Option<Vec<BulkRowState>>,
    /// `next` of the page before.
    pub after: Option<i64>,
    /// At most 500.
    pub limit: Option<u32>,
}

/// Rows of a job, in its order.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct BulkRows {
    pub rows: Vec<BulkRow>,
    /// Where to go on; `null` at the end.
    pub next: Option<i64>,
}

/// Which failed rows to show.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ListBulkFailures {
    /// `next` of the page before.
    pub after: Option<String>,
    /// At most 500.
    pub limit: Option<u32>,
}

/// Failed rows of all jobs that nobody tried again or let be, newest job first.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct BulkFailures {
    pub rows: Vec<BulkFailure>,
    pub total: u64,
    /// Where to go on; `null` at the end.
    pub next: Option<String>,
}

/// Failed rows of a job.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct FailedBulkRows {
    pub id: i64,
    /// These; all failed ones when absent.
    pub document_ids: Option<Vec<i64>>,
}

impl FailedBulkRows {
    fn chosen(self) -> (BulkJobId, Option<Vec<DocumentId>>) {
        let documents = self.document_ids;
        (
            BulkJobId(self.id),
            documents.map(|ids| ids.into_iter().map(DocumentId).collect()),
        )
    }
}

const MOST_ROWS: u32 = 500;

fn one(job: engine::BulkJobView) -> OneBulkJob {
    OneBulkJob { job: job.into() }
}

pub(crate) async fn plan(engine: &Engine, request: PlanBulk) -> Result<OneBulkJob, Failure> {
    let bad = |place: &str, reason: &str| Failure::bad_request("bulk.plan", place, reason);
    let operation = request
        .operation
        .parse::<Uuid>()
        .map_err(|_| bad("operation", "нужен UUID"))?;
    let is_in_order = request.sort.as_ref().is_some_and(|columns| !columns.is_empty());
    let sort = order(request.sort, "bulk.plan")?;
    let rows = match request.selection.chosen(engine, "bulk.plan")? {
        Chosen::Ids(ids) => ExportRows::These(ids, is_in_order.then_some(sort)),
        Chosen::Query(mut query, except) => {
            query.sort = sort;
            ExportRows::Of(query, except)
        }
    };
    let plan = BulkPlan {
        action: request.action,
        rows,
        params: request.params.unwrap_or(Value::Null),
        operation,
    };
    Ok(one(engine.plan_bulk(plan).await?))
}

pub(crate) async fn start(engine: &Engine, request: StartBulk) -> Result<OneBulkJob, Failure> {
    let with = if request.with_warned {
        StartWith::ReadyAndWarned
    } else {
        StartWith::Ready
    };
    Ok(one(engine.start_bulk(BulkJobId(request.id), with).await?))
}

pub(crate) async fn pause(engine: &Engine, request: Id) -> Result<OneBulkJob, Failure> {
    Ok(one(engine.pause_bulk(BulkJobId(request.id)).await?))
}

pub(crate) async fn resume(engine: &Engine, request: Id) -> Result<OneBulkJob, Failure> {
    Ok(one(engine.resume_bulk(BulkJobId(request.id)).await?))
}

pub(crate) async fn cancel(engine: &Engine, request: Id) -> Result<OneBulkJob, Failure> {
    Ok(one(engine.cancel_bulk(BulkJobId(request.id)).await?))
}

pub(crate) async fn undo(engine: &Engine, request: Id) -> Result<OneBulkJob, Failure> {
    Ok(one(engine.undo_bulk(BulkJobId(request.id)).await?))
}

pub(crate) async fn list(engine: &Engine, _: Empty) -> Result<BulkJobs, Failure> {
    let jobs = engine.bulk_jobs().await?;
    Ok(BulkJobs {
        jobs: jobs.into_iter().map(BulkJob::from).collect(),
    })
}

pub(crate) async fn rows(engine: &Engine, request: ListBulkRows) -> Result<BulkRows, Failure> {
    let states = request.states.unwrap_or_default();
    let page = engine
        .bulk_rows(
            BulkJobId(request.id),
            states.into_iter().map(BulkRowState::into).collect(),
            u64::try_from(request.after.unwrap_or(0)).unwrap_or(0),
            page_size(request.limit).min(MOST_ROWS),
        )
        .await?;
    Ok(BulkRows {
        rows: page.rows.into_iter().map(BulkRow::from).collect(),
        next: page.next.and_then(|position| i64::try_from(position).ok()),
    })
}

pub(crate) async fn failures(engine: &Engine, request: ListBulkFailures) -> Result<BulkFailures, Failure> {
    let after = request.after.map(|after| {
        after
            .parse::<BulkFailureMark>()
            .map_err(|_| Failure::bad_request("bulk.failures", "after", "это не место в списке"))
    });
    let limit = page_size(request.limit).min(MOST_ROWS);
    let failures = engine.bulk_failures(after.transpose()?, limit).await?;
    Ok(BulkFailures {
        rows: failures.rows.into_iter().map(BulkFailure::from).collect(),
        total: failures.total,
        next: text(failures.next.as_ref()),
    })
}

pub(crate) async fn retry(engine: &Engine, request: FailedBulkRows) -> Result<OneBulkJob, Failure> {
    let (job, documents) = request.chosen();
    Ok(one(engine.retry_bulk(job, documents).await?))
}

pub(crate) async fn dismiss(engine: &Engine, request: FailedBulkRows) -> Result<OneBulkJob, Failure> {
    let (job, documents) = request.chosen();
    Ok(one(engine.dismiss_bulk(job, documents).await?))
}
