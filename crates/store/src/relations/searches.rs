//! Who was looked for at an operator by ИНН.

use domain::{ConnectionId, Counterparty, CounterpartyId};
use jiff::Timestamp;
use rusqlite::params;

use crate::columns::{At, collected};
use crate::{Reader, Result, Writer};

/// Behind these no box is known over the connection, and nobody has looked since the instant.
const TO_SEARCH: &str = "
    FROM counterparties p WHERE p.id > ?3
        AND NOT EXISTS (SELECT 1 FROM counterparty_boxes b WHERE b.counterparty_id = p.id AND b.connection_id = ?1)
        AND NOT EXISTS (SELECT 1 FROM box_searches s
                        WHERE s.counterparty_id = p.id AND s.connection_id = ?1 AND s.at_ns >= ?2)";

impl Reader<'_> {
    /// Counterparties of which this connection knows no box and which nobody has looked for since that instant, by id.
    pub fn counterparties_to_search(
        &self,
        connection: ConnectionId,
        searched_before: Timestamp,
        after: Option<CounterpartyId>,
        limit: u32,
    ) -> Result<Vec<Counterparty>> {
        let mut query = self
            .sql
            .prepare_cached(&format!("SELECT p.id {TO_SEARCH} ORDER BY p.id LIMIT ?4"))?;
        let behind = after.map_or(0, |id| id.0);
        let ids = collected(
            query.query_map(params![connection.0, At(searched_before), behind, limit], |row| {
                row.get(0).map(CounterpartyId)
            })?,
        )?;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.extend(self.counterparty(id)?);
        }
        Ok(found)
    }

    /// How many those are.
    pub fn count_counterparties_to_search(
        &self,
        connection: ConnectionId,
        searched_before: Timestamp,
    ) -> Result<u64> {
        let mut query = self.sql.prepare_cached(&format!("SELECT count(*) {TO_SEARCH}"))?;
        let count: i64 = query.query_row(params![connection.0, At(searched_before), 0], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}

impl Writer<'_> {
    /// This counterparty was looked for over this connection.
    pub fn note_box_search(
        &self,
        connection: ConnectionId,
        counterparty: CounterpartyId,
        at: Timestamp,
    ) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO box_searches (connection_id, counterparty_id, at_ns) VALUES (?1, ?2, ?3)
                 ON CONFLICT (connection_id, counterparty_id) DO UPDATE SET at_ns = excluded.at_ns",
            )?
            .execute(params![connection.0, counterparty.0, At(at)])?;
        Ok(())
    }
}
