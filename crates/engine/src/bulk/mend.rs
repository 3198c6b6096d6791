//! Failed rows: trying them again, or letting them be.
//!
//! A row whose request the outbox gave up is the outbox's: it is repeated there under its own operation number, so that
//! it never becomes a second document.

use domain::{DocumentId, OutboxId};
use store::{BulkJob, BulkJobId, BulkRow, BulkRowChange, BulkRowState, BulkState, Writer};

use super::look::BulkJobView;
use super::{actions, job};
use crate::error::{Code, Error};
use crate::{Engine, Result};

impl Engine {
    /// Tries failed rows again, all of the job or those of these documents; each is looked at anew when its turn comes.
    /// `bulk_no_failures` when there are none, `bulk_over` for a job that a person ended.
    pub async fn retry_bulk(&self, id: BulkJobId, documents: Option<Vec<DocumentId>>) -> Result<BulkJobView> {
        let given_up = self
            .blocking(move |inner| {
                inner.write(|w| {
                    let mut job = job(w, id)?;
                    if job.state == BulkState::Cancelled {
                        return Err(super::steer::over());
                    }
                    let given_up = given_up(w, &job, documents.as_deref())?;
                    let again = retried(w, &mut job, documents.as_deref())?;
                    if again == 0 && given_up.is_empty() {
                        return Err(no_failures());
                    }
                    Ok(given_up)
                })
            })
            .await?;
        let outbox: Vec<OutboxId> = given_up.iter().filter_map(|row| row.outbox).collect();
        for operation in outbox {
            self.retry_operation(operation).await?;
        }
        self.tell_bulk(id);
        self.bulk_job(id).await
    }

    /// Lets failed rows be, all of the job or those of these documents: they leave the list of failures.
    /// `bulk_no_failures` when there are none.
    pub async fn dismiss_bulk(
        &self,
        id: BulkJobId,
        documents: Option<Vec<DocumentId>>,
    ) -> Result<BulkJobView> {
        self.blocking(move |inner| {
            inner.write(|w| {
                let mut job = job(w, id)?;
                let given_up = given_up(w, &job, documents.as_deref())?;
                let let_be: Vec<_> = given_up.into_iter().map(dismissed).collect();
                let many = u64::try_from(let_be.len()).unwrap_or(0);
                w.change_bulk_rows(&mut job, &let_be)?;
                let (from, to) = (BulkRowState::Failed, BulkRowState::Dismissed);
                match w.move_bulk_rows(&mut job, from, to, documents.as_deref())? + many {
                    0 => Err(no_failures()),
                    _ => Ok(()),
                }
            })
        })
        .await?;
        self.tell_bulk(id);
        self.bulk_job(id).await
    }
}

fn given_up(w: &Writer<'_>, job: &BulkJob, documents: Option<&[DocumentId]>) -> Result<Vec<BulkRow>> {
    let mut rows = w.bulk_rows_given_up(job.id)?;
    rows.retain(|row| documents.is_none_or(|documents| documents.contains(&row.document)));
    Ok(rows)
}

fn retried(w: &Writer<'_>, job: &mut BulkJob, documents: Option<&[DocumentId]>) -> Result<u64> {
    let makes_file = actions::of(&job.action)?.makes_file;
    if makes_file && job.state != BulkState::Done {
        return Err(not_over());
    }
    let again = w.move_bulk_rows(job, BulkRowState::Failed, BulkRowState::Ready, documents)?;
    if again == 0 {
        return Ok(0);
    }
    if makes_file {
        // The file is made anew, whole and in its order.
        w.move_bulk_rows(job, BulkRowState::Running, BulkRowState::Ready, None)?;
        job.file = None;
    }
    if job.state == BulkState::Done {
        job.state = BulkState::Running;
        job.finished_at = None;
        job.fault = None;
    }
    w.set_bulk_job(job)?;
    Ok(again)
}

fn dismissed(row: BulkRow) -> BulkRowChange {
    BulkRowChange {
        position: row.position,
        from: row.state,
        to: BulkRowState::Dismissed,
        fault: row.fault,
        outbox: None,
        trash: None,
    }
}

fn no_failures() -> Error {
    Error::new(
        Code::BulkNoFailures,
        "Среди этих документов нет таких, что не получились. Ничего не изменено. Обновите список.",
    )
}

fn not_over() -> Error {
    Error::new(
        Code::BulkNotOver,
        "Файл ещё не готов. Сделанное сохранено. Дождитесь конца операции и повторите.",
    )
    .worth_retrying()
}
