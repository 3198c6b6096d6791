//! What of all jobs came to nothing: rows that failed, and rows that became a row of the outbox which was given up.
//! Each document of a job once.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use rusqlite::{Row, params};

use super::rows;
use super::{BulkJobId, BulkRow, BulkRowState};
use crate::columns::{At, collected};
use crate::{Reader, Result};

/// A row that came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkFailure {
    /// Of which job.
    pub job: BulkJobId,
    /// Stable name of its action.
    pub action: String,
    /// When the job was started.
    pub at: Timestamp,
    /// The row, with its cause.
    pub row: BulkRow,
}

/// Rows that came to nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BulkFailures {
    /// Newest job first, each in its order.
    pub rows: Vec<BulkFailure>,
    /// How many there are.
    pub total: u64,
    /// Where to go on.
    pub next: Option<BulkFailureMark>,
}

/// A place in the list of failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkFailureMark {
    job: BulkJobId,
    position: u64,
}

impl fmt::Display for BulkFailureMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.job.0, self.position)
    }
}

/// The text is not a place in the list of failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadBulkFailureMark;

impl FromStr for BulkFailureMark {
    type Err = BadBulkFailureMark;

    fn from_str(text: &str) -> std::result::Result<Self, BadBulkFailureMark> {
        let (job, position) = text.split_once('.').ok_or(BadBulkFailureMark)?;
        Ok(Self {
            job: BulkJobId(job.parse().map_err(|_| BadBulkFailureMark)?),
            position: position.parse().map_err(|_| BadBulkFailureMark)?,
        })
    }
}

/// Rows whose request was given up, while no later sending of the document took their place.
const GIVEN_UP: &str = "
    FROM outbox o INDEXED BY outbox_by_state
    JOIN bulk_rows r INDEXED BY bulk_rows_by_outbox ON r.outbox_id = o.id
    WHERE o.state = 'failed' AND r.state = 'done' AND NOT EXISTS (
        SELECT 1 FROM edo_documents later
        WHERE later.document_id = r.document_id AND later.id > o.edo_document_id)";

fn failure(found: &Row<'_>) -> rusqlite::Result<BulkFailure> {
    let mut row = rows::row(found)?;
    row.state = BulkRowState::Failed;
    Ok(BulkFailure {
        job: BulkJobId(found.get("job_id")?),
        action: found.get("action")?,
        at: found.get::<_, At>("at_ns")?.0,
        row,
    })
}

impl Reader<'_> {
    /// Rows of all jobs that came to nothing and that nobody tried again or let be.
    pub fn bulk_failures(&self, after: Option<BulkFailureMark>, limit: u32) -> Result<BulkFailures> {
        let (job, position) = after.map_or((i64::MAX, 0), |mark| (mark.job.0, mark.position));
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        let sql = format!(
            "WITH found AS (
                SELECT job_id, {columns} FROM bulk_rows INDEXED BY bulk_rows_told
                WHERE state = 'failed' AND {told} AND job_id IN (SELECT id FROM bulk_jobs WHERE failed > 0)
                UNION ALL
                SELECT r.job_id, r.position, r.document_id, r.state, coalesce(o.failure_code, 'send_failed'),
                    o.failure_text, r.outbox_id, r.trash_id {GIVEN_UP})
             SELECT found.*, j.action AS action, coalesce(j.started_at_ns, j.created_at_ns) AS at_ns
             FROM found JOIN bulk_jobs j ON j.id = job_id
             WHERE job_id < ?1 OR (job_id = ?1 AND position > ?2)
             ORDER BY job_id DESC, position LIMIT ?3",
            columns = rows::COLUMNS,
            told = rows::TOLD
        );
        let mut found = collected(
            self.sql
                .prepare_cached(&sql)?
                .query_map(params![job, position, i64::from(limit) + 1], failure)?,
        )?;
        let is_more = found.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let next = found.last().filter(|_| is_more).map(|last| BulkFailureMark {
            job: last.job,
            position: last.row.position,
        });
        Ok(BulkFailures {
            rows: found,
            total: self.bulk_failure_count()?,
            next,
        })
    }

    fn bulk_failure_count(&self) -> Result<u64> {
        let sql =
            format!("SELECT (SELECT coalesce(sum(failed), 0) FROM bulk_jobs) + (SELECT count(*) {GIVEN_UP})");
        let count: i64 = self.sql.prepare_cached(&sql)?.query_row([], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Rows of a job whose request was given up by the outbox.
    pub fn bulk_rows_given_up(&self, job: BulkJobId) -> Result<Vec<BulkRow>> {
        let sql = format!(
            "SELECT r.position, r.document_id, r.state, o.failure_code AS code, o.failure_text AS text, r.outbox_id,
                 r.trash_id {GIVEN_UP} AND r.job_id = ?1 ORDER BY r.position"
        );
        collected(self.sql.prepare_cached(&sql)?.query_map([job.0], rows::row)?)
    }
}
