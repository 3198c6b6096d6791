//! Jobs and their rows for a list.

use std::collections::HashMap;

use domain::{DocumentId, NewDocument};
use jiff::Timestamp;
use store::{BulkCounts, BulkFailureMark, BulkJob, BulkJobId, BulkRow, BulkRowState, DocumentRow, Reader};
use uuid::Uuid;

use super::fix::{self, BulkFix};
use super::{actions, job, undo};
use crate::{Engine, Result};

/// Jobs of a list.
const MOST_JOBS: u32 = 50;

/// A job as a list shows it.
#[derive(Debug, Clone)]
pub struct BulkJobView {
    /// The job; its counts are those of [`BulkJobView::counts`].
    pub job: BulkJob,
    /// How many rows are shown in which state.
    pub counts: BulkCounts,
    /// The action for people.
    pub label: &'static str,
    /// Documents leave the office by it.
    pub is_outward: bool,
    /// What it did can be taken back.
    pub can_undo: bool,
}

/// A row of a job with the document it is about.
#[derive(Debug, Clone)]
pub struct BulkRowView {
    /// The row.
    pub row: BulkRow,
    /// Title, else the name of the kind; empty when the document is gone for good.
    pub title: String,
    /// What the paper is called: its kind, else its format; empty when the document is gone for good.
    pub kind_label: String,
    /// Number as printed.
    pub number: String,
    /// The company or the person on the other side; empty when unknown.
    pub other_side: String,
    /// Where a person can mend the cause.
    pub fix: Option<BulkFix>,
}

/// Rows of a job.
#[derive(Debug, Clone)]
pub struct BulkPage {
    /// In the order of the job.
    pub rows: Vec<BulkRowView>,
    /// The place behind which to go on.
    pub next: Option<u64>,
}

/// A failed row of some job.
#[derive(Debug, Clone)]
pub struct BulkFailureView {
    /// Of which job.
    pub job: BulkJobId,
    /// Stable name of its action.
    pub action: String,
    /// The action for people.
    pub label: &'static str,
    /// When the job was started.
    pub at: Timestamp,
    /// The row.
    pub row: BulkRowView,
}

/// Failed rows of all jobs.
#[derive(Debug, Clone)]
pub struct BulkFailuresView {
    /// Newest job first.
    pub rows: Vec<BulkFailureView>,
    /// How many there are.
    pub total: u64,
    /// Where to go on.
    pub next: Option<BulkFailureMark>,
}

impl Engine {
    /// Jobs, newest first; plans that were given up are not among them.
    pub async fn bulk_jobs(&self) -> Result<Vec<BulkJobView>> {
        self.read(|r| {
            let jobs = r.bulk_jobs(MOST_JOBS)?;
            jobs.into_iter().map(|job| view(r, job)).collect()
        })
        .await
    }

    /// A job. `bulk_job_not_found`.
    pub async fn bulk_job(&self, id: BulkJobId) -> Result<BulkJobView> {
        self.read(move |r| view(r, job(r, id)?)).await
    }

    pub(super) async fn bulk_job_of(&self, operation: Uuid) -> Result<Option<BulkJobView>> {
        self.read(move |r| {
            let known = r.bulk_job_of(operation)?;
            known.map(|job| view(r, job)).transpose()
        })
        .await
    }

    /// Rows of a job in these states (all when none is named). `bulk_job_not_found`.
    pub async fn bulk_rows(
        &self,
        id: BulkJobId,
        states: Vec<BulkRowState>,
        after: u64,
        limit: u32,
    ) -> Result<BulkPage> {
        self.read(move |r| {
            let job = job(r, id)?;
            let mut rows = r.bulk_rows(&job, &states, after, limit.saturating_add(1))?;
            let shown = usize::try_from(limit).unwrap_or(usize::MAX);
            let is_more = rows.len() > shown;
            rows.truncate(shown);
            let next = rows.last().filter(|_| is_more).map(|row| row.position);
            Ok(BulkPage {
                rows: named(r, rows)?,
                next,
            })
        })
        .await
    }

    /// Rows of all jobs that came to nothing and that nobody tried again or let be; also those that the outbox gave up.
    pub async fn bulk_failures(
        &self,
        after: Option<BulkFailureMark>,
        limit: u32,
    ) -> Result<BulkFailuresView> {
        self.read(move |r| {
            let found = r.bulk_failures(after, limit)?;
            let (of, rows): (Vec<_>, Vec<_>) = found
                .rows
                .into_iter()
                .map(|failure| ((failure.job, failure.action, failure.at), failure.row))
                .unzip();
            let views = of.into_iter().zip(named(r, rows)?);
            Ok(BulkFailuresView {
                rows: views
                    .map(|((job, action, at), row)| BulkFailureView {
                        job,
                        label: actions::label(&action),
                        action,
                        at,
                        row,
                    })
                    .collect(),
                total: found.total,
                next: found.next,
            })
        })
        .await
    }
}

fn view(r: &Reader<'_>, job: BulkJob) -> Result<BulkJobView> {
    let action = actions::of(&job.action).ok();
    Ok(BulkJobView {
        counts: job.counts.shown(job.state),
        label: actions::label(&job.action),
        is_outward: action.is_some_and(|action| action.is_outward),
        can_undo: undo::is_possible(r, &job)?,
        job,
    })
}

/// The rows with the names of their documents; those of removed ones from where they lie.
fn named(r: &Reader<'_>, rows: Vec<BulkRow>) -> Result<Vec<BulkRowView>> {
    let ids: Vec<DocumentId> = rows.iter().map(|row| row.document).collect();
    let mut documents: HashMap<DocumentId, DocumentRow> = r
        .document_rows(&ids)?
        .into_iter()
        .map(|document| (document.id, document))
        .collect();
    rows.into_iter()
        .map(|row| {
            let mut names = documents.remove(&row.document).map(names).unwrap_or_default();
            if let Some(trash) = row.trash
                && names == Names::default()
                && let Some(removed) = r.removed_document(trash)?
            {
                names = Names {
                    kind_label: kind_label(r, &removed.body)?,
                    title: removed.body.title,
                    number: removed.body.number,
                    other_side: String::new(),
                };
            }
            let Names {
                title,
                kind_label,
                number,
                other_side,
            } = names;
            Ok(BulkRowView {
                fix: row.fault.as_ref().and_then(|fault| fix::of(&fault.code)),
                row,
                title,
                kind_label,
                number,
                other_side,
            })
        })
        .collect()
}

/// By what a person knows a document.
#[derive(Default, PartialEq)]
struct Names {
    title: String,
    kind_label: String,
    number: String,
    other_side: String,
}

fn names(document: DocumentRow) -> Names {
    let title = if document.title.is_empty() {
        document.kind_name.clone()
    } else {
        document.title
    };
    let other_side = document.counterparty_name.or(document.individual_name);
    Names {
        title,
        kind_label: document.kind_name,
        number: document.number,
        other_side: other_side.unwrap_or_default(),
    }
}

fn kind_label(r: &Reader<'_>, body: &NewDocument) -> Result<String> {
    let kind = match body.kind {
        Some(id) => r.kind(id)?,
        None => None,
    };
    Ok(kind.map_or_else(|| body.format.label().to_owned(), |kind| kind.body.name))
}
