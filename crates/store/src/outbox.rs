//! The outbox: every effect on the outside world, with its operation id and exact bytes, before it leaves.

use domain::{ConnectionId, EdoDocumentId, OperationId, OperationKind, OutboxId, OutboxState, SendFailure};
use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::columns::{At, Id16, Name, collected, optional};
use crate::error::is_duplicate;
use crate::{Error, Reader, Result, Writer};

/// An effect before it is in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOperation {
    /// Its identity for the operator.
    pub operation: OperationId,
    /// What it does there.
    pub kind: OperationKind,
    /// Over which connection.
    pub connection: ConnectionId,
    /// About which sending.
    pub edo_document: EdoDocumentId,
    /// The exact bytes that leave, now and at every repeat.
    pub request: Vec<u8>,
    /// When the clerk pressed the button.
    pub created_at: Timestamp,
}

/// A row of the outbox, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Identity in the database.
    pub id: OutboxId,
    /// Its identity for the operator.
    pub operation: OperationId,
    /// What it does there.
    pub kind: OperationKind,
    /// Over which connection.
    pub connection: ConnectionId,
    /// About which sending, or which inbound document.
    pub edo_document: EdoDocumentId,
    /// How far it got.
    pub state: OutboxState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was put in.
    pub created_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// Not to be tried before that instant; none: at once.
    pub next_attempt_at: Option<Timestamp>,
    /// Why it is not through yet.
    pub failure: Option<SendFailure>,
}

/// What changes in a row when something became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationChange {
    /// How far it got.
    pub state: OutboxState,
    /// How often it was tried.
    pub attempts: u32,
    /// When.
    pub changed_at: Timestamp,
    /// Not to be tried before that instant; none: at once.
    pub next_attempt_at: Option<Timestamp>,
    /// Why it is not through yet.
    pub failure: Option<SendFailure>,
}

/// Read by their places: this is on the way of every event.
const COLUMNS: &str =
    "id, operation, connection_id, edo_document_id, state, attempts, created_at_ns, changed_at_ns,
     next_attempt_at_ns, failure_code, failure_text, kind";

fn operation(row: &Row<'_>) -> rusqlite::Result<Operation> {
    let failure_code: Option<String> = row.get(9)?;
    let failure_text = row.get(10)?;
    Ok(Operation {
        id: OutboxId(row.get(0)?),
        operation: OperationId(row.get::<_, Id16>(1)?.0),
        kind: row.get::<_, Name<_>>(11)?.0,
        connection: ConnectionId(row.get(2)?),
        edo_document: EdoDocumentId(row.get(3)?),
        state: row.get::<_, Name<_>>(4)?.0,
        attempts: row.get(5)?,
        created_at: row.get::<_, At>(6)?.0,
        changed_at: row.get::<_, At>(7)?.0,
        next_attempt_at: row.get::<_, Option<At>>(8)?.map(|at| at.0),
        failure: failure_code.map(|code| SendFailure {
            code,
            text: failure_text,
        }),
    })
}

impl Reader<'_> {
    /// The row of this id.
    pub fn operation(&self, id: OutboxId) -> Result<Option<Operation>> {
        let mut query = self
            .sql
            .prepare_cached(&format!("SELECT {COLUMNS} FROM outbox WHERE id = ?1"))?;
        optional(query.query_row([id.0], operation))
    }

    /// The exact bytes of this row. [`Error::Missing`] when there is no such row.
    pub fn operation_request(&self, id: OutboxId) -> Result<Vec<u8>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT request FROM outbox_requests WHERE outbox_id = ?1")?;
        optional(query.query_row([id.0], |row| row.get(0)))?.ok_or_else(missing)
    }

    /// The last operation by which this sending left or was signed. Service documents stand beside it.
    pub fn operation_of(&self, edo_document: EdoDocumentId) -> Result<Option<Operation>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM outbox
             WHERE edo_document_id = ?1 AND kind IN ('letter', 'package', 'signature') ORDER BY id DESC LIMIT 1"
        ))?;
        match optional(query.query_row([edo_document.0], operation))? {
            Some(own) => Ok(Some(own)),
            None => self.operation_of_package(edo_document),
        }
    }

    /// The operations of service documents of ours about this sending, newest first.
    pub fn service_operations_of(&self, edo_document: EdoDocumentId) -> Result<Vec<Operation>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM outbox
             WHERE edo_document_id = ?1 AND kind NOT IN ('letter', 'package', 'signature') ORDER BY id DESC"
        ))?;
        collected(query.query_map([edo_document.0], operation)?)
    }

    /// The letter of a sending to a person and the acts on it, newest first.
    pub fn operations_for_person(&self, edo_document: EdoDocumentId) -> Result<Vec<Operation>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM outbox
             WHERE edo_document_id = ?1 AND kind IN ('letter', 'request_consent', 'confirm', 'remind', 'annul')
             ORDER BY id DESC"
        ))?;
        collected(query.query_map([edo_document.0], operation)?)
    }

    /// The operation with which this sending leaves together with others.
    fn operation_of_package(&self, edo_document: EdoDocumentId) -> Result<Option<Operation>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM outbox
             WHERE id = (SELECT max(outbox_id) FROM outbox_companions WHERE edo_document_id = ?1)"
        ))?;
        optional(query.query_row([edo_document.0], operation))
    }

    /// Rows of this connection that are the program's to move on now, oldest first, behind the one given.
    pub fn due_operations(
        &self,
        connection: ConnectionId,
        after: Option<OutboxId>,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Operation>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM outbox
             WHERE connection_id = ?1 AND state IN ('queued', 'sending', 'unknown')
                 AND (next_attempt_at_ns IS NULL OR next_attempt_at_ns <= ?2) AND id > ?3
             ORDER BY id LIMIT ?4"
        ))?;
        let behind = after.map_or(0, |id| id.0);
        collected(query.query_map(params![connection.0, At(now), behind, limit], operation)?)
    }

    /// When the next row of this connection is due; for a row that may leave at once, the past instant when it
    /// was put in. None when there is nothing to do.
    pub fn next_due(&self, connection: ConnectionId) -> Result<Option<Timestamp>> {
        let mut query = self.sql.prepare_cached(
            "SELECT min(coalesce(next_attempt_at_ns, created_at_ns)) FROM outbox
             WHERE connection_id = ?1 AND state IN ('queued', 'sending', 'unknown')",
        )?;
        let due: Option<At> = query.query_row([connection.0], |row| row.get(0))?;
        Ok(due.map(|at| at.0))
    }

    /// Rows in any of these states (in any state at all when none is named), newest first, before the one given.
    pub fn operations(
        &self,
        states: &[OutboxState],
        after: Option<OutboxId>,
        limit: u32,
    ) -> Result<Vec<Operation>> {
        let before = after.map_or(i64::MAX, |id| id.0);
        let wanted = if states.is_empty() {
            &OutboxState::ALL[..]
        } else {
            states
        };
        // One walk per state in the order of its index, then the newest of them all: no sorting of a big table.
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM outbox WHERE state = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3"
        ))?;
        let mut found = Vec::new();
        for state in OutboxState::ALL
            .into_iter()
            .filter(|state| wanted.contains(state))
        {
            found.extend(collected(
                query.query_map(params![Name(state), before, limit], operation)?,
            )?);
        }
        found.sort_by_key(|row| std::cmp::Reverse(row.id));
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(found)
    }
}

impl Writer<'_> {
    /// Puts an effect into the outbox. [`Error::Conflict`] when this operation is there already.
    pub fn enqueue(&self, new: &NewOperation) -> Result<OutboxId> {
        let done = self
            .sql
            .prepare_cached(
                "INSERT INTO outbox
                     (operation, connection_id, edo_document_id, created_at_ns, changed_at_ns, kind)
                 VALUES (?1, ?2, ?3, ?4, ?4, ?5)",
            )?
            .execute(params![
                Id16(new.operation.0),
                new.connection.0,
                new.edo_document.0,
                At(new.created_at),
                Name(new.kind)
            ]);
        match done {
            Err(cause) if is_duplicate(&cause) => {
                return Err(Error::Conflict(format!(
                    "operation {} is in the outbox already",
                    new.operation
                )));
            }
            other => other?,
        };
        let id = OutboxId(self.sql.last_insert_rowid());
        self.sql
            .prepare_cached("INSERT INTO outbox_requests (outbox_id, request) VALUES (?1, ?2)")?
            .execute(params![id.0, new.request])?;
        Ok(id)
    }

    /// Notes what became of a row. Its operation id and bytes never change.
    pub fn set_operation(&self, id: OutboxId, change: &OperationChange) -> Result<()> {
        let failure = change.failure.as_ref();
        let changed = self
            .sql
            .prepare_cached(
                "UPDATE outbox SET state = ?1, attempts = ?2, changed_at_ns = ?3, next_attempt_at_ns = ?4,
                     failure_code = ?5, failure_text = ?6
                 WHERE id = ?7",
            )?
            .execute(params![
                Name(change.state),
                change.attempts,
                At(change.changed_at),
                change.next_attempt_at.map(At),
                failure.map(|failure| &failure.code),
                failure.map_or("", |failure| &failure.text),
                id.0
            ])?;
        if changed == 0 { Err(missing()) } else { Ok(()) }
    }
}

fn missing() -> Error {
    Error::Missing("operation in the outbox".to_owned())
}

#[cfg(test)]
mod tests;
