//! The log of exchange («Журнал обмена»): calls of operators' services, the newest of each connection.

use domain::ConnectionId;
use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::columns::{At, collected};
use crate::{Reader, Result, Writer};

/// A call as it is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeEntry {
    /// When it was over.
    pub at: Timestamp,
    /// Method and path with the names of parameters.
    pub call: String,
    /// Number of the answer, or the code of a failure.
    pub outcome: String,
    /// It did not go well.
    pub is_failure: bool,
    /// How long it took, milliseconds.
    pub duration_ms: u64,
    /// Size of the answer, bytes.
    pub answer_bytes: u64,
}

/// An entry with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptExchangeEntry {
    /// In the order in which they were written down.
    pub id: i64,
    /// The entry.
    pub entry: ExchangeEntry,
}

fn kept(row: &Row<'_>) -> rusqlite::Result<KeptExchangeEntry> {
    let count =
        |column: &str| Ok::<_, rusqlite::Error>(u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0));
    Ok(KeptExchangeEntry {
        id: row.get("id")?,
        entry: ExchangeEntry {
            at: row.get::<_, At>("at_ns")?.0,
            call: row.get("call")?,
            outcome: row.get("outcome")?,
            is_failure: row.get("is_failure")?,
            duration_ms: count("duration_ms")?,
            answer_bytes: count("answer_bytes")?,
        },
    })
}

impl Reader<'_> {
    /// The log of a connection, newest first, before the entry given.
    pub fn exchange_log(
        &self,
        connection: ConnectionId,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<KeptExchangeEntry>> {
        let mut query = self.sql.prepare_cached(
            "SELECT * FROM exchange_log WHERE connection_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3",
        )?;
        collected(query.query_map(params![connection.0, before.unwrap_or(i64::MAX), limit], kept)?)
    }
}

impl Writer<'_> {
    /// Writes calls down, the oldest first, and forgets what is beyond the newest `at_most` of the connection.
    pub fn note_exchanges(
        &self,
        connection: ConnectionId,
        entries: &[ExchangeEntry],
        at_most: u32,
    ) -> Result<()> {
        let mut add = self.sql.prepare_cached(
            "INSERT INTO exchange_log (connection_id, at_ns, call, outcome, is_failure, duration_ms, answer_bytes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        for entry in entries {
            add.execute(params![
                connection.0,
                At(entry.at),
                entry.call,
                entry.outcome,
                entry.is_failure,
                i64::try_from(entry.duration_ms).unwrap_or(i64::MAX),
                i64::try_from(entry.answer_bytes).unwrap_or(i64::MAX),
            ])?;
        }
        self.sql
            .prepare_cached(
                "DELETE FROM exchange_log WHERE connection_id = ?1 AND id <= (
                     SELECT id FROM exchange_log WHERE connection_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
            )?
            .execute(params![connection.0, at_most])?;
        Ok(())
    }

    /// Forgets the log of a connection.
    pub fn clear_exchange_log(&self, connection: ConnectionId) -> Result<()> {
        self.sql
            .prepare_cached("DELETE FROM exchange_log WHERE connection_id = ?1")?
            .execute([connection.0])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
