//! Relations with boxes of counterparties: how we stand to each, since when, what was said, and which box was chosen.
//!
//! A relation is the row of a box (`counterparty_boxes`) with what only relations have. Acts on relations are in `acts`,
//! who was looked for at an operator is in `searches`.

mod acts;
mod availability;
mod searches;

pub use acts::{NewRelationAct, RelationActChange, RelationActRow, RelationSnapshot};
pub use availability::{CounterpartyQuery, ListedCounterparty};

use domain::{ConnectionId, Counterparty, CounterpartyId, RemoteDocument};
use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::columns::{At, collected, optional};
use crate::{CounterpartyBox, Reader, Result, Writer};

/// What an operator tells of a relation beside its state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RelationFacts {
    /// Since when it stands so.
    pub since: Option<Timestamp>,
    /// What they wrote with an invitation.
    pub words_from_them: String,
    /// What we wrote.
    pub words_from_us: String,
    /// The document that came with an invitation.
    pub invitation: Option<RemoteDocument>,
    /// The group of counterparties; empty for none.
    pub group_id: String,
    /// From whom they take documents: `all`, `partners`; empty when it is not told.
    pub accepts_from: String,
    /// Somebody there has a certificate to sign with.
    pub can_sign: Option<bool>,
    /// The company is liquidated or the box closed.
    pub is_closed: bool,
}

/// A box of a counterparty and how we stand to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Whose box, seen by which connection, and the state.
    pub seen: CounterpartyBox,
    /// What is told beside it.
    pub told: RelationFacts,
    /// A person chose this box among several of the company.
    pub is_chosen: bool,
}

const COLUMNS: &str = "b.counterparty_id, b.connection_id, b.box_id, b.partnership, b.participant_id, b.is_roaming,
     b.is_test, b.since_ns, b.words_from_them, b.words_from_us, b.invitation_message_id, b.invitation_entity_id,
     b.group_id, b.accepts_from, b.can_sign, b.is_closed,
     EXISTS (SELECT 1 FROM sending_routes w WHERE w.connection_id = b.connection_id
         AND w.counterparty_id = b.counterparty_id AND w.box_id = b.box_id) AS is_chosen";
/// Boxes as the connections see them that are in use.
const LIVE: &str = "counterparty_boxes b JOIN connections c ON c.id = b.connection_id AND c.is_removed = 0";

fn relation(row: &Row<'_>) -> rusqlite::Result<Relation> {
    let (message_id, entity_id): (String, String) = (
        row.get("invitation_message_id")?,
        row.get("invitation_entity_id")?,
    );
    Ok(Relation {
        seen: CounterpartyBox {
            counterparty: CounterpartyId(row.get("counterparty_id")?),
            connection: ConnectionId(row.get("connection_id")?),
            box_id: row.get("box_id")?,
            partnership: row.get("partnership")?,
            participant_id: row.get("participant_id")?,
            is_roaming: row.get("is_roaming")?,
            is_test: row.get("is_test")?,
        },
        told: RelationFacts {
            since: row.get::<_, Option<At>>("since_ns")?.map(|at| at.0),
            words_from_them: row.get("words_from_them")?,
            words_from_us: row.get("words_from_us")?,
            invitation: (!entity_id.is_empty()).then_some(RemoteDocument {
                message_id,
                entity_id,
            }),
            group_id: row.get("group_id")?,
            accepts_from: row.get("accepts_from")?,
            can_sign: row.get("can_sign")?,
            is_closed: row.get("is_closed")?,
        },
        is_chosen: row.get("is_chosen")?,
    })
}

impl Reader<'_> {
    /// How this connection stands to this box.
    pub fn relation(&self, connection: ConnectionId, box_id: &str) -> Result<Option<Relation>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM counterparty_boxes b WHERE b.connection_id = ?1 AND b.box_id = ?2
             ORDER BY b.counterparty_id LIMIT 1"
        ))?;
        optional(query.query_row(params![connection.0, box_id], relation))
    }

    /// How every connection in use stands to every box of this counterparty.
    pub fn relations_of(&self, counterparty: CounterpartyId) -> Result<Vec<Relation>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM {LIVE} WHERE b.counterparty_id = ?1 ORDER BY b.connection_id, b.box_id"
        ))?;
        collected(query.query_map([counterparty.0], relation)?)
    }

    /// Where a document to this counterparty goes over this connection, with everything that a check before sending
    /// asks: the state of the relation, roaming, certificate, from whom they take documents. An established box; of several
    /// the one that a person chose, else one without roaming. `None` when no box is known.
    pub fn relation_for_sending(
        &self,
        connection: ConnectionId,
        counterparty: CounterpartyId,
    ) -> Result<Option<Relation>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM counterparty_boxes b WHERE b.connection_id = ?1 AND b.counterparty_id = ?2
             ORDER BY b.partnership <> 'established', is_chosen DESC, b.is_closed, b.is_roaming, b.box_id LIMIT 1"
        ))?;
        optional(query.query_row(params![connection.0, counterparty.0], relation))
    }

    /// Relations in this state over all connections in use, those that changed last first, with their counterparties.
    /// `established` is not asked for like this: those are the list of counterparties itself.
    pub fn relations_in(
        &self,
        partnership: &str,
        connection: Option<ConnectionId>,
        limit: u32,
    ) -> Result<Vec<(Counterparty, Relation)>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM {LIVE}
             WHERE b.partnership = ?1 AND b.partnership <> 'established' AND (?2 IS NULL OR b.connection_id = ?2)
             ORDER BY coalesce(b.since_ns, 0) DESC, b.counterparty_id, b.box_id LIMIT ?3"
        ))?;
        let rows =
            collected(query.query_map(params![partnership, connection.map(|id| id.0), limit], relation)?)?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            if let Some(counterparty) = self.counterparty(row.seen.counterparty)? {
                found.push((counterparty, row));
            }
        }
        Ok(found)
    }

    /// The title of a group of counterparties; `None` for a group that nobody named.
    pub fn counterparty_group(&self, connection: ConnectionId, group_id: &str) -> Result<Option<String>> {
        let mut query = self.sql.prepare_cached(
            "SELECT name FROM counterparty_groups WHERE connection_id = ?1 AND group_id = ?2",
        )?;
        optional(query.query_row(params![connection.0, group_id], |row| row.get(0)))
    }

    /// How far the log of relations was read over this connection, and when.
    pub fn relation_place(&self, connection: ConnectionId) -> Result<Option<(String, Timestamp)>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT place, read_at_ns FROM relation_places WHERE connection_id = ?1")?;
        optional(query.query_row([connection.0], |row| Ok((row.get(0)?, row.get::<_, At>(1)?.0))))
    }
}

impl Writer<'_> {
    /// Notes how a connection stands to a box, replacing what was known.
    pub fn save_relation(&self, seen: &CounterpartyBox, told: &RelationFacts) -> Result<()> {
        self.save_counterparty_box(seen)?;
        let document = told.invitation.as_ref();
        self.sql
            .prepare_cached(
                "UPDATE counterparty_boxes SET since_ns = ?4, words_from_them = ?5, words_from_us = ?6,
                     invitation_message_id = ?7, invitation_entity_id = ?8, group_id = ?9, accepts_from = ?10,
                     can_sign = ?11, is_closed = ?12
                 WHERE connection_id = ?1 AND counterparty_id = ?2 AND box_id = ?3",
            )?
            .execute(params![
                seen.connection.0,
                seen.counterparty.0,
                seen.box_id,
                told.since.map(At),
                told.words_from_them,
                told.words_from_us,
                document.map_or("", |document| &document.message_id),
                document.map_or("", |document| &document.entity_id),
                told.group_id,
                told.accepts_from,
                told.can_sign,
                told.is_closed
            ])?;
        Ok(())
    }

    /// No relation to this box is left; what is known of its owner stays.
    pub fn forget_relation(&self, connection: ConnectionId, box_id: &str) -> Result<()> {
        self.sql
            .prepare_cached(
                "UPDATE counterparty_boxes SET partnership = 'none', since_ns = NULL, words_from_them = '',
                     words_from_us = '', invitation_message_id = '', invitation_entity_id = '', group_id = ''
                 WHERE connection_id = ?1 AND box_id = ?2",
            )?
            .execute(params![connection.0, box_id])?;
        Ok(())
    }

    /// Replaces the groups of counterparties that this connection knows.
    pub fn save_counterparty_groups(
        &self,
        connection: ConnectionId,
        groups: &[(String, String)],
    ) -> Result<()> {
        self.sql
            .prepare_cached("DELETE FROM counterparty_groups WHERE connection_id = ?1")?
            .execute([connection.0])?;
        let mut insert = self.sql.prepare_cached(
            "INSERT OR REPLACE INTO counterparty_groups (connection_id, group_id, name) VALUES (?1, ?2, ?3)",
        )?;
        for (id, name) in groups.iter().filter(|(id, _)| !id.is_empty()) {
            insert.execute(params![connection.0, id, name])?;
        }
        Ok(())
    }

    /// Notes how far the log of relations was read.
    pub fn set_relation_place(&self, connection: ConnectionId, place: &str, at: Timestamp) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO relation_places (connection_id, place, read_at_ns) VALUES (?1, ?2, ?3)
                 ON CONFLICT (connection_id) DO UPDATE SET place = excluded.place, read_at_ns = excluded.read_at_ns",
            )?
            .execute(params![connection.0, place, At(at)])?;
        Ok(())
    }

    /// Gives what belongs to relations of one card to another.
    pub(crate) fn move_relations(&self, keep: CounterpartyId, drop: CounterpartyId) -> Result<()> {
        for sql in [
            "UPDATE OR IGNORE counterparty_boxes SET counterparty_id = ?1 WHERE counterparty_id = ?2",
            "UPDATE OR IGNORE sending_routes SET counterparty_id = ?1 WHERE counterparty_id = ?2",
            "UPDATE OR IGNORE box_searches SET counterparty_id = ?1 WHERE counterparty_id = ?2",
            "UPDATE relation_acts SET counterparty_id = ?1 WHERE counterparty_id = ?2",
        ] {
            self.sql.prepare_cached(sql)?.execute([keep.0, drop.0])?;
        }
        for sql in [
            "DELETE FROM counterparty_boxes WHERE counterparty_id = ?1",
            "DELETE FROM sending_routes WHERE counterparty_id = ?1",
            "DELETE FROM box_searches WHERE counterparty_id = ?1",
        ] {
            self.sql.prepare_cached(sql)?.execute([drop.0])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
