//! Taking back what a job did: another job, started at once, over what the first one did.

use domain::DocumentId;
use serde_json::json;
use store::{BulkJob, BulkJobId, BulkRowState, BulkState, NewBulkJob, Reader};
use uuid::Uuid;

use super::look::BulkJobView;
use super::{actions, job};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Engine, Result};

/// Rows that are read at a time.
const ROWS_AT_ONCE: u32 = 5_000;

impl Engine {
    /// Takes back what a job did. Pressed twice, it is done once. `bulk_no_undo` when its action cannot be taken back,
    /// or when it is not over.
    pub async fn undo_bulk(&self, id: BulkJobId) -> Result<BulkJobView> {
        let undoing = self.blocking(move |inner| begin(inner, id)).await?;
        self.tell_bulk(undoing);
        self.bulk_job(undoing).await
    }
}

/// The job can be taken back and was not yet.
pub(super) fn is_possible(r: &Reader<'_>, job: &BulkJob) -> Result<bool> {
    let has_way = actions::of(&job.action).is_ok_and(|action| action.undone_by.is_some());
    let did_something = job.state.is_over() && job.counts.of(BulkRowState::Done) > 0;
    Ok(has_way && did_something && r.bulk_job_of(wish_of(job))?.is_none())
}

/// The wish to take this job back has one number, made of that of the job.
fn wish_of(job: &BulkJob) -> Uuid {
    Uuid::from_u128(!job.operation.as_u128())
}

fn begin(inner: &Inner, id: BulkJobId) -> Result<BulkJobId> {
    let now = inner.now();
    inner.write(|w| {
        let done = job(w, id)?;
        let way = actions::of(&done.action)?.undone_by;
        let Some(way) = way.filter(|_| done.state.is_over()) else {
            return Err(no_undo());
        };
        if let Some(undoing) = w.bulk_job_of(wish_of(&done))? {
            return Ok(undoing.id);
        }
        let documents = done_documents(w, &done)?;
        if documents.is_empty() {
            return Err(no_undo());
        }
        let mut undoing = w.insert_bulk_job(&NewBulkJob {
            operation: wish_of(&done),
            action: way.to_owned(),
            params: json!({ "job": done.id.0 }),
            documents,
            created_at: now,
        })?;
        undoing.state = BulkState::Running;
        undoing.started_at = Some(now);
        w.move_bulk_rows(&mut undoing, BulkRowState::Waiting, BulkRowState::Ready, None)?;
        Ok(undoing.id)
    })
}

fn done_documents(r: &Reader<'_>, job: &BulkJob) -> Result<Vec<DocumentId>> {
    let mut documents = Vec::new();
    let mut after = 0;
    loop {
        let rows = r.next_bulk_rows(job.id, &[BulkRowState::Done], after, ROWS_AT_ONCE)?;
        let Some(last) = rows.last() else {
            return Ok(documents);
        };
        after = last.position;
        documents.extend(rows.iter().map(|row| row.document));
    }
}

fn no_undo() -> Error {
    Error::new(
        Code::BulkNoUndo,
        "Вернуть это нельзя: операция не закончена, ничего не сделала или не отменяется. Ничего не изменено.",
    )
}
