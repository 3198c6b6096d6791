//! The documents of a job.

use domain::{DocumentId, OutboxId};
use rusqlite::types::Value as SqlValue;
use rusqlite::{Row, params, params_from_iter};

use super::{BulkFault, BulkJob, BulkJobId, BulkRow, BulkRowChange, BulkRowState};
use crate::columns::{Json, Name, collected};
use crate::{Error, Reader, Result, TrashId, Writer};

pub(super) const COLUMNS: &str = "position, document_id, state, code, text, outbox_id, trash_id";

/// The condition of `bulk_rows_told`: SQLite takes the index where the question has the same words.
pub(super) const TOLD: &str = "state IN ('warned', 'blocked', 'failed', 'dismissed')";

/// A row as it was written.
pub(super) fn row(row: &Row<'_>) -> rusqlite::Result<BulkRow> {
    let text: String = row.get("text")?;
    Ok(BulkRow {
        position: u64::try_from(row.get::<_, i64>("position")?).unwrap_or(0),
        document: DocumentId(row.get("document_id")?),
        state: row.get::<_, Name<BulkRowState>>("state")?.0,
        fault: row
            .get::<_, Option<String>>("code")?
            .map(|code| BulkFault { code, text }),
        outbox: row.get::<_, Option<i64>>("outbox_id")?.map(OutboxId),
        trash: row.get::<_, Option<i64>>("trash_id")?.map(TrashId),
    })
}

fn place(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

impl Reader<'_> {
    /// The next rows behind this place that were written in one of these states, in the order of the job.
    pub fn next_bulk_rows(
        &self,
        job: BulkJobId,
        states: &[BulkRowState],
        after: u64,
        limit: u32,
    ) -> Result<Vec<BulkRow>> {
        if let [state] = states
            && state.is_told()
        {
            return self.told_bulk_rows(job, *state, after, limit);
        }
        let any = BulkRowState::ALL.len() == states.len();
        let condition = if any {
            String::new()
        } else {
            format!("AND state IN ({})", vec!["?"; states.len()].join(", "))
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM bulk_rows WHERE job_id = ? AND position > ? {condition}
             ORDER BY job_id, position LIMIT {limit}"
        );
        let mut values = vec![SqlValue::Integer(job.0), SqlValue::Integer(place(after))];
        if !any {
            values.extend(states.iter().map(|state| SqlValue::Text(state.code().to_owned())));
        }
        collected(
            self.sql
                .prepare_cached(&sql)?
                .query_map(params_from_iter(values), row)?,
        )
    }

    /// Rare states have an index of their own; its condition must stand in the question word for word.
    fn told_bulk_rows(
        &self,
        job: BulkJobId,
        state: BulkRowState,
        after: u64,
        limit: u32,
    ) -> Result<Vec<BulkRow>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM bulk_rows INDEXED BY bulk_rows_told
             WHERE job_id = ?1 AND state = '{}' AND {TOLD} AND position > ?2 ORDER BY position LIMIT ?3",
            state.code()
        );
        collected(
            self.sql
                .prepare_cached(&sql)?
                .query_map(params![job.0, place(after), limit], row)?,
        )
    }

    /// Rows that are shown in one of these states (in any when none is named), in the order of the job.
    pub fn bulk_rows(
        &self,
        job: &BulkJob,
        states: &[BulkRowState],
        after: u64,
        limit: u32,
    ) -> Result<Vec<BulkRow>> {
        let wanted =
            |written: &BulkRowState| states.is_empty() || states.contains(&job.state.shown(*written));
        let written: Vec<_> = BulkRowState::ALL.iter().copied().filter(wanted).collect();
        if written.is_empty() {
            return Ok(Vec::new());
        }
        let mut rows = self.next_bulk_rows(job.id, &written, after, limit)?;
        for row in &mut rows {
            row.state = job.state.shown(row.state);
        }
        Ok(rows)
    }
}

impl BulkRowState {
    /// States in which something is to be said of a row.
    fn is_told(self) -> bool {
        matches!(
            self,
            Self::Warned | Self::Blocked | Self::Failed | Self::Dismissed
        )
    }
}

impl Writer<'_> {
    /// Writes down what became of rows and counts them in the job, which is written too. [`Error::Conflict`] when a
    /// row is not what it was taken for.
    pub fn change_bulk_rows(&self, job: &mut BulkJob, changes: &[BulkRowChange]) -> Result<()> {
        let mut change = self.sql.prepare_cached(
            "UPDATE bulk_rows SET state = ?3, code = ?4, text = ?5, outbox_id = coalesce(?6, outbox_id),
                 trash_id = coalesce(?7, trash_id)
             WHERE job_id = ?1 AND position = ?2 AND state = ?8",
        )?;
        for one in changes {
            let fault = one.fault.as_ref();
            let changed = change.execute(params![
                job.id.0,
                place(one.position),
                Name(one.to),
                fault.map(|fault| &fault.code),
                fault.map_or("", |fault| &fault.text),
                one.outbox.map(|id| id.0),
                one.trash.map(|id| id.0),
                Name(one.from),
            ])?;
            if changed == 0 {
                return Err(Error::Conflict("bulk row".to_owned()));
            }
            job.counts.moved(one.from, one.to);
        }
        self.set_bulk_job(job)
    }

    /// Every row written as `from` becomes `to`, with nothing to be said of it; of these documents only where any are
    /// named. The job is written too.
    pub fn move_bulk_rows(
        &self,
        job: &mut BulkJob,
        from: BulkRowState,
        to: BulkRowState,
        documents: Option<&[DocumentId]>,
    ) -> Result<u64> {
        let ids: Option<Vec<i64>> = documents.map(|ids| ids.iter().map(|id| id.0).collect());
        let keeps_words = to == BulkRowState::Dismissed;
        let changed = self
            .sql
            .prepare_cached(
                "UPDATE bulk_rows SET state = ?3, code = iif(?5, code, NULL), text = iif(?5, text, '')
                 WHERE job_id = ?1 AND state = ?2
                     AND (?4 IS NULL OR document_id IN (SELECT value FROM json_each(?4)))",
            )?
            .execute(params![
                job.id.0,
                Name(from),
                Name(to),
                ids.map(Json),
                keeps_words
            ])?;
        let changed = u64::try_from(changed).unwrap_or(0);
        job.counts.many_moved(from, to, changed);
        self.set_bulk_job(job)?;
        Ok(changed)
    }

    /// Runs one part of a change so that its error takes back this part alone.
    pub fn part<T, E>(
        &self,
        f: impl FnOnce() -> std::result::Result<T, E>,
    ) -> Result<std::result::Result<T, E>> {
        self.sql.prepare_cached("SAVEPOINT part")?.execute([])?;
        let done = f();
        if done.is_err() {
            self.sql.prepare_cached("ROLLBACK TO part")?.execute([])?;
        }
        self.sql.prepare_cached("RELEASE part")?.execute([])?;
        Ok(done)
    }
}
