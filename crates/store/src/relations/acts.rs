//! The outbox of acts on relations: every act with its exact bytes before anything leaves, and what the relation was then.

use domain::{
    ConnectionId, CounterpartyId, OperationId, OutboxState, RelationActId, RelationActKind, SendFailure,
};
use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::columns::{At, Id16, Name, collected, optional};
use crate::error::is_duplicate;
use crate::{Error, Reader, Result, Writer};

/// An act before it is in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRelationAct {
    /// Its identity.
    pub operation: OperationId,
    /// What is done.
    pub kind: RelationActKind,
    /// Over which connection.
    pub connection: ConnectionId,
    /// To whom.
    pub counterparty: CounterpartyId,
    /// Their box, or `inn:` and the ИНН where none is known.
    pub target: String,
    /// A word to them.
    pub words: String,
    /// The exact bytes that leave.
    pub request: Vec<u8>,
    /// When the clerk pressed the button.
    pub created_at: Timestamp,
}

/// How a relation stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationSnapshot {
    /// Code of the state.
    pub partnership: String,
    /// Since when.
    pub since: Option<Timestamp>,
}

/// An act, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationActRow {
    /// Identity in the database.
    pub id: RelationActId,
    /// Its identity.
    pub operation: OperationId,
    /// What is done.
    pub kind: RelationActKind,
    /// Over which connection.
    pub connection: ConnectionId,
    /// To whom.
    pub counterparty: CounterpartyId,
    /// Their box, or `inn:` and the ИНН.
    pub target: String,
    /// A word to them.
    pub words: String,
    /// The operator's name for the task at work; empty for none.
    pub task: String,
    /// The relation right before the act first left.
    pub before: Option<RelationSnapshot>,
    /// How far it got.
    pub state: OutboxState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was put in.
    pub created_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// Not before that instant; none: at once.
    pub next_attempt_at: Option<Timestamp>,
    /// Why it is not through.
    pub failure: Option<SendFailure>,
}

/// What changes in a row when something became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationActChange {
    /// How far it got.
    pub state: OutboxState,
    /// How often it was tried.
    pub attempts: u32,
    /// When.
    pub changed_at: Timestamp,
    /// Not before that instant; none: at once.
    pub next_attempt_at: Option<Timestamp>,
    /// Why it is not through.
    pub failure: Option<SendFailure>,
    /// The operator's name for the task at work; empty for none.
    pub task: String,
    /// The relation right before the act left.
    pub before: Option<RelationSnapshot>,
}

const COLUMNS: &str = "id, operation, kind, connection_id, counterparty_id, target, words, task, before_partnership,
     before_since_ns, state, attempts, created_at_ns, changed_at_ns, next_attempt_at_ns, failure_code, failure_text";

fn act(row: &Row<'_>) -> rusqlite::Result<RelationActRow> {
    let before: Option<String> = row.get(8)?;
    let before_since = row.get::<_, Option<At>>(9)?.map(|at| at.0);
    let code: Option<String> = row.get(15)?;
    let text = row.get(16)?;
    Ok(RelationActRow {
        id: RelationActId(row.get(0)?),
        operation: OperationId(row.get::<_, Id16>(1)?.0),
        kind: row.get::<_, Name<_>>(2)?.0,
        connection: ConnectionId(row.get(3)?),
        counterparty: CounterpartyId(row.get(4)?),
        target: row.get(5)?,
        words: row.get(6)?,
        task: row.get(7)?,
        before: before.map(|partnership| RelationSnapshot {
            partnership,
            since: before_since,
        }),
        state: row.get::<_, Name<_>>(10)?.0,
        attempts: row.get(11)?,
        created_at: row.get::<_, At>(12)?.0,
        changed_at: row.get::<_, At>(13)?.0,
        next_attempt_at: row.get::<_, Option<At>>(14)?.map(|at| at.0),
        failure: code.map(|code| SendFailure { code, text }),
    })
}

impl Reader<'_> {
    /// The act of this id.
    pub fn relation_act(&self, id: RelationActId) -> Result<Option<RelationActRow>> {
        let mut query = self
            .sql
            .prepare_cached(&format!("SELECT {COLUMNS} FROM relation_acts WHERE id = ?1"))?;
        optional(query.query_row([id.0], act))
    }

    /// What was last done to this counterparty over this connection.
    pub fn last_relation_act_on(
        &self,
        connection: ConnectionId,
        counterparty: CounterpartyId,
    ) -> Result<Option<RelationActRow>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM relation_acts WHERE counterparty_id = ?1 AND connection_id = ?2
             ORDER BY id DESC LIMIT 1"
        ))?;
        optional(query.query_row([counterparty.0, connection.0], act))
    }

    /// The exact bytes of this act. [`Error::Missing`] when there is none.
    pub fn relation_act_request(&self, id: RelationActId) -> Result<Vec<u8>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT request FROM relation_acts WHERE id = ?1")?;
        optional(query.query_row([id.0], |row| row.get(0)))?.ok_or_else(missing)
    }

    /// Acts of this connection that are the program's to move on by then, oldest first, behind the one given.
    pub fn due_relation_acts(
        &self,
        connection: ConnectionId,
        after: Option<RelationActId>,
        by: Timestamp,
        limit: u32,
    ) -> Result<Vec<RelationActRow>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM relation_acts
             WHERE connection_id = ?1 AND state IN ('queued', 'sending', 'unknown')
                 AND (next_attempt_at_ns IS NULL OR next_attempt_at_ns <= ?2) AND id > ?3
             ORDER BY id LIMIT ?4"
        ))?;
        let behind = after.map_or(0, |id| id.0);
        collected(query.query_map(params![connection.0, At(by), behind, limit], act)?)
    }

    /// Acts in any of these states, newest first.
    pub fn relation_acts(&self, states: &[OutboxState], limit: u32) -> Result<Vec<RelationActRow>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM relation_acts WHERE state = ?1 ORDER BY id DESC LIMIT ?2"
        ))?;
        let mut found = Vec::new();
        for state in states {
            found.extend(collected(query.query_map(params![Name(*state), limit], act)?)?);
        }
        found.sort_by_key(|row| std::cmp::Reverse(row.id));
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(found)
    }
}

impl Writer<'_> {
    /// Puts an act into the outbox. [`Error::Conflict`] when one on the same relation is on its way.
    pub fn enqueue_relation_act(&self, new: &NewRelationAct) -> Result<RelationActId> {
        let done = self
            .sql
            .prepare_cached(
                "INSERT INTO relation_acts (operation, connection_id, counterparty_id, kind, target, words, request,
                     created_at_ns, changed_at_ns)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)",
            )?
            .execute(params![
                Id16(new.operation.0),
                new.connection.0,
                new.counterparty.0,
                Name(new.kind),
                new.target,
                new.words,
                new.request,
                At(new.created_at)
            ]);
        match done {
            Err(cause) if is_duplicate(&cause) => Err(Error::Conflict(format!(
                "an act on the relation with {} is on its way",
                new.target
            ))),
            other => {
                other?;
                Ok(RelationActId(self.sql.last_insert_rowid()))
            }
        }
    }

    /// Notes what became of an act. Its bytes never change. [`Error::Conflict`] when it would come back to life beside
    /// another one on the same relation.
    pub fn set_relation_act(&self, id: RelationActId, change: &RelationActChange) -> Result<()> {
        let (failure, before) = (change.failure.as_ref(), change.before.as_ref());
        let done = self
            .sql
            .prepare_cached(
                "UPDATE relation_acts SET state = ?2, attempts = ?3, changed_at_ns = ?4, next_attempt_at_ns = ?5,
                     failure_code = ?6, failure_text = ?7, task = ?8, before_partnership = ?9, before_since_ns = ?10
                 WHERE id = ?1",
            )?
            .execute(params![
                id.0,
                Name(change.state),
                change.attempts,
                At(change.changed_at),
                change.next_attempt_at.map(At),
                failure.map(|failure| &failure.code),
                failure.map_or("", |failure| &failure.text),
                change.task,
                before.map(|before| &before.partnership),
                before.and_then(|before| before.since).map(At)
            ]);
        match done {
            Err(cause) if is_duplicate(&cause) => Err(Error::Conflict(
                "another act on the relation is on its way".to_owned(),
            )),
            Ok(0) => Err(missing()),
            other => other.map(drop).map_err(Into::into),
        }
    }
}

fn missing() -> Error {
    Error::Missing("act on a relation".to_owned())
}
