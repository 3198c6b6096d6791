//! Boxes of counterparties at operators.

use domain::{ConnectionId, CounterpartyId};
use rusqlite::{Row, params};

use crate::columns::{collected, optional};
use crate::{Reader, Result, Writer};

/// A box of a counterparty, as one of our connections sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CounterpartyBox {
    /// Whose box.
    pub counterparty: CounterpartyId,
    /// Seen by which connection.
    pub connection: ConnectionId,
    /// The operator's name for the box.
    pub box_id: String,
    /// Code of the state of the link: `established`, `incoming`, …
    pub partnership: String,
    /// Идентификатор участника ЭДО of the owner; empty when not told.
    pub participant_id: String,
    /// The box is at another operator.
    pub is_roaming: bool,
    /// Papers of the box have no legal force.
    pub is_test: bool,
}

fn counterparty_box(row: &Row<'_>) -> rusqlite::Result<CounterpartyBox> {
    Ok(CounterpartyBox {
        counterparty: CounterpartyId(row.get("counterparty_id")?),
        connection: ConnectionId(row.get("connection_id")?),
        box_id: row.get("box_id")?,
        partnership: row.get("partnership")?,
        participant_id: row.get("participant_id")?,
        is_roaming: row.get("is_roaming")?,
        is_test: row.get("is_test")?,
    })
}

impl Reader<'_> {
    /// Boxes of this counterparty that this connection sees.
    pub fn counterparty_boxes(
        &self,
        connection: ConnectionId,
        counterparty: CounterpartyId,
    ) -> Result<Vec<CounterpartyBox>> {
        let mut query = self.sql.prepare_cached(
            "SELECT counterparty_id, connection_id, box_id, partnership, participant_id, is_roaming, is_test
             FROM counterparty_boxes WHERE connection_id = ?1 AND counterparty_id = ?2 ORDER BY box_id",
        )?;
        collected(query.query_map(params![connection.0, counterparty.0], counterparty_box)?)
    }

    /// Boxes of this counterparty that any connection sees.
    pub fn all_boxes_of_counterparty(&self, counterparty: CounterpartyId) -> Result<Vec<CounterpartyBox>> {
        let mut query = self.sql.prepare_cached(
            "SELECT counterparty_id, connection_id, box_id, partnership, participant_id, is_roaming, is_test
             FROM counterparty_boxes WHERE counterparty_id = ?1 ORDER BY connection_id, box_id",
        )?;
        collected(query.query_map([counterparty.0], counterparty_box)?)
    }
}

impl Reader<'_> {
    /// Whose box this is, as this connection sees it.
    pub fn counterparty_of_box(
        &self,
        connection: ConnectionId,
        box_id: &str,
    ) -> Result<Option<CounterpartyId>> {
        let mut query = self.sql.prepare_cached(
            "SELECT counterparty_id FROM counterparty_boxes
             WHERE connection_id = ?1 AND box_id = ?2 ORDER BY counterparty_id LIMIT 1",
        )?;
        optional(query.query_row(params![connection.0, box_id], |row| {
            row.get(0).map(CounterpartyId)
        }))
    }
}

impl Writer<'_> {
    /// Notes what a connection sees of a counterparty's box, replacing what it saw before.
    pub fn save_counterparty_box(&self, seen: &CounterpartyBox) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO counterparty_boxes
                     (connection_id, counterparty_id, box_id, partnership, is_roaming, is_test, participant_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (connection_id, counterparty_id, box_id) DO UPDATE SET
                     partnership = excluded.partnership,
                     is_roaming = excluded.is_roaming,
                     is_test = excluded.is_test,
                     participant_id = excluded.participant_id",
            )?
            .execute(params![
                seen.connection.0,
                seen.counterparty.0,
                seen.box_id,
                seen.partnership,
                seen.is_roaming,
                seen.is_test,
                seen.participant_id
            ])?;
        Ok(())
    }
}
