//! The rows of jobs themselves.

use std::collections::BTreeMap;

use domain::{DocumentId, Money};
use jiff::Timestamp;
use rusqlite::{Row, params};
use serde_json::Value;
use uuid::Uuid;

use super::{
    BulkCounts, BulkFault, BulkFile, BulkJob, BulkJobId, BulkRowState, BulkState, BulkSums, NewBulkJob,
};
use crate::columns::{Address, At, Id16, Json, Name, collected, optional};
use crate::{Error, Reader, Result, Writer};

const COLUMNS: &str = "id, operation, action, params, state, is_with_warned, total, waiting, ready, warned, blocked, \
    running, done, failed, skipped, dismissed, ready_sums, warned_sums, file_blob, file_name, fault_code, fault_text, \
    created_at_ns, started_at_ns, finished_at_ns";

/// Kopecks by currency.
type Kopecks = BTreeMap<String, i64>;

fn count(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0))
}

fn sums(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<(String, Money)>> {
    let kopecks: Json<Kopecks> = row.get(column)?;
    let sums = kopecks.0.into_iter();
    Ok(sums
        .map(|(currency, kopecks)| (currency, Money::from_kopecks(kopecks)))
        .collect())
}

fn kopecks(sums: &[(String, Money)]) -> Kopecks {
    sums.iter()
        .map(|(currency, sum)| (currency.clone(), sum.kopecks()))
        .collect()
}

fn job(row: &Row<'_>) -> rusqlite::Result<BulkJob> {
    let mut counts = BulkCounts::default();
    for &state in BulkRowState::ALL {
        counts.set(state, count(row, state.code())?);
    }
    let file_name: String = row.get("file_name")?;
    let fault_text: String = row.get("fault_text")?;
    let instant = |column: &str| Ok::<_, rusqlite::Error>(row.get::<_, Option<At>>(column)?.map(|at| at.0));
    Ok(BulkJob {
        id: BulkJobId(row.get("id")?),
        operation: row.get::<_, Id16>("operation")?.0,
        action: row.get("action")?,
        params: row.get::<_, Json<Value>>("params")?.0,
        state: row.get::<_, Name<BulkState>>("state")?.0,
        is_with_warned: row.get("is_with_warned")?,
        total: count(row, "total")?,
        counts,
        sums: BulkSums {
            ready: sums(row, "ready_sums")?,
            warned: sums(row, "warned_sums")?,
        },
        file: row.get::<_, Option<Address>>("file_blob")?.map(|blob| BulkFile {
            blob: blob.0,
            name: file_name,
        }),
        fault: row.get::<_, Option<String>>("fault_code")?.map(|code| BulkFault {
            code,
            text: fault_text,
        }),
        created_at: row.get::<_, At>("created_at_ns")?.0,
        started_at: instant("started_at_ns")?,
        finished_at: instant("finished_at_ns")?,
    })
}

impl Reader<'_> {
    /// A job.
    pub fn bulk_job(&self, id: BulkJobId) -> Result<Option<BulkJob>> {
        let sql = format!("SELECT {COLUMNS} FROM bulk_jobs WHERE id = ?1");
        optional(self.sql.prepare_cached(&sql)?.query_row([id.0], job))
    }

    /// The job that this wish made.
    pub fn bulk_job_of(&self, operation: Uuid) -> Result<Option<BulkJob>> {
        let sql = format!("SELECT {COLUMNS} FROM bulk_jobs WHERE operation = ?1");
        optional(self.sql.prepare_cached(&sql)?.query_row([Id16(operation)], job))
    }

    /// Jobs, newest first, without plans that were given up.
    pub fn bulk_jobs(&self, limit: u32) -> Result<Vec<BulkJob>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM bulk_jobs WHERE state <> 'cancelled' OR started_at_ns IS NOT NULL
             ORDER BY id DESC LIMIT ?1"
        );
        collected(self.sql.prepare_cached(&sql)?.query_map([limit], job)?)
    }

    /// Jobs that are the program's to move on, oldest first.
    pub fn open_bulk_jobs(&self) -> Result<Vec<BulkJob>> {
        let sql =
            format!("SELECT {COLUMNS} FROM bulk_jobs WHERE state IN ('checking', 'running') ORDER BY id");
        collected(self.sql.prepare_cached(&sql)?.query_map([], job)?)
    }

    /// Paused jobs in which this document still waits, the oldest first.
    pub fn paused_bulk_jobs_of(&self, document: DocumentId) -> Result<Vec<BulkJob>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM bulk_jobs WHERE state = 'paused' AND EXISTS (
                 SELECT 1 FROM bulk_rows WHERE job_id = bulk_jobs.id AND document_id = ?1
                     AND bulk_rows.state IN ('ready', 'warned'))
             ORDER BY id"
        );
        let mut query = self.sql.prepare_cached(&sql)?;
        collected(query.query_map([document.0], job)?)
    }

    /// The name of a file that a job made.
    pub fn bulk_file_name(&self, blob: domain::BlobId) -> Result<Option<String>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT file_name FROM bulk_jobs WHERE file_blob = ?1 LIMIT 1")?;
        optional(query.query_row([Address(blob)], |row| row.get(0)))
    }
}

impl Writer<'_> {
    /// Makes a job and freezes its documents. [`Error::Conflict`] when this wish made one already.
    pub fn insert_bulk_job(&self, new: &NewBulkJob) -> Result<BulkJob> {
        if self.bulk_job_of(new.operation)?.is_some() {
            return Err(Error::Conflict("this bulk operation is there already".to_owned()));
        }
        let total = i64::try_from(new.documents.len()).unwrap_or(i64::MAX);
        self.sql
            .prepare_cached(
                "INSERT INTO bulk_jobs (operation, action, params, total, waiting, created_at_ns)
                 VALUES (?1, ?2, ?3, ?4, ?4, ?5)",
            )?
            .execute(params![
                Id16(new.operation),
                new.action,
                Json(&new.params),
                total,
                At(new.created_at)
            ])?;
        let id = BulkJobId(self.sql.last_insert_rowid());
        self.freeze(id, &new.documents)?;
        self.bulk_job(id)?.ok_or_else(missing)
    }

    /// One statement: a hundred thousand rows are there in a fraction of a second.
    fn freeze(&self, job: BulkJobId, documents: &[DocumentId]) -> Result<()> {
        let ids: Vec<i64> = documents.iter().map(|id| id.0).collect();
        self.sql
            .prepare_cached(
                "INSERT INTO bulk_rows (job_id, position, document_id)
                 SELECT ?1, key + 1, value FROM json_each(?2)",
            )?
            .execute(params![job.0, Json(&ids)])?;
        Ok(())
    }

    /// Writes down how far a job is. Its action, wish and documents never change.
    pub fn set_bulk_job(&self, job: &BulkJob) -> Result<()> {
        let count = |state: BulkRowState| i64::try_from(job.counts.of(state)).unwrap_or(i64::MAX);
        use BulkRowState as Of;
        let changed = self
            .sql
            .prepare_cached(
                "UPDATE bulk_jobs SET state = ?2, is_with_warned = ?3, waiting = ?4, ready = ?5, warned = ?6,
                     blocked = ?7, running = ?8, done = ?9, failed = ?10, skipped = ?11, dismissed = ?12,
                     ready_sums = ?13, warned_sums = ?14, file_blob = ?15, file_name = ?16, fault_code = ?17,
                     fault_text = ?18, started_at_ns = ?19, finished_at_ns = ?20
                 WHERE id = ?1",
            )?
            .execute(params![
                job.id.0,
                Name(job.state),
                job.is_with_warned,
                count(Of::Waiting),
                count(Of::Ready),
                count(Of::Warned),
                count(Of::Blocked),
                count(Of::Running),
                count(Of::Done),
                count(Of::Failed),
                count(Of::Skipped),
                count(Of::Dismissed),
                Json(kopecks(&job.sums.ready)),
                Json(kopecks(&job.sums.warned)),
                job.file.as_ref().map(|file| Address(file.blob)),
                job.file.as_ref().map_or("", |file| &file.name),
                job.fault.as_ref().map(|fault| &fault.code),
                job.fault.as_ref().map_or("", |fault| &fault.text),
                job.started_at.map(At),
                job.finished_at.map(At),
            ])?;
        if changed == 0 { Err(missing()) } else { Ok(()) }
    }

    /// Forgets plans made before `plans` that nobody started, files of jobs that ended before `files`, and jobs that
    /// ended before `jobs` without a failed row. Says how many jobs are gone.
    pub fn sweep_bulk_jobs(&self, plans: Timestamp, files: Timestamp, jobs: Timestamp) -> Result<u64> {
        self.sql
            .prepare_cached(
                "UPDATE bulk_jobs SET file_blob = NULL, file_name = '' WHERE file_blob IS NOT NULL AND finished_at_ns < ?1",
            )?
            .execute([At(files)])?;
        let gone = self
            .sql
            .prepare_cached(
                "DELETE FROM bulk_jobs
                 WHERE started_at_ns IS NULL AND created_at_ns < ?1
                     OR state IN ('done', 'cancelled') AND finished_at_ns < ?2 AND failed = 0",
            )?
            .execute([At(plans), At(jobs)])?;
        Ok(u64::try_from(gone).unwrap_or(0))
    }
}

pub(super) fn missing() -> Error {
    Error::Missing("bulk job".to_owned())
}
