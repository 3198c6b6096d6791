//! What was changed in the card of a person or a company, so that the clerk sees what it said before.
//!
//! Kept for the fields by which people are found; what a program learned by itself is not told here.

use domain::{CounterpartyId, IndividualId};
use jiff::Timestamp;
use rusqlite::params;

use crate::columns::{At, collected};
use crate::{Reader, Result, Writer};

/// One field of a card changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyChange {
    /// When.
    pub at: Timestamp,
    /// Which field: `name`, `phone`, `email`, `inn`, `kpp`; `merged` when another card went into this one.
    pub field: String,
    /// What it said; of a merge, the name of the card that is gone.
    pub before: String,
    /// What it says since; of a merge, the name of the card that stayed.
    pub after: String,
}

/// Whose card.
#[derive(Clone, Copy)]
pub(crate) enum Card {
    Individual(IndividualId),
    Counterparty(CounterpartyId),
}

impl Card {
    fn table(self) -> (&'static str, &'static str) {
        match self {
            Self::Individual(_) => ("individual_changes", "individual_id"),
            Self::Counterparty(_) => ("counterparty_changes", "counterparty_id"),
        }
    }

    fn id(self) -> i64 {
        match self {
            Self::Individual(id) => id.0,
            Self::Counterparty(id) => id.0,
        }
    }
}

impl Reader<'_> {
    pub(crate) fn changes(&self, card: Card) -> Result<Vec<PartyChange>> {
        let (table, owner) = card.table();
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT at_ns, field, before, after FROM {table} WHERE {owner} = ?1 ORDER BY at_ns DESC, id DESC"
        ))?;
        collected(query.query_map([card.id()], |row| {
            Ok(PartyChange {
                at: row.get::<_, At>(0)?.0,
                field: row.get(1)?,
                before: row.get(2)?,
                after: row.get(3)?,
            })
        })?)
    }
}

impl Writer<'_> {
    /// Notes the change; nothing when there is none.
    pub(crate) fn note_change(
        &self,
        card: Card,
        at: Timestamp,
        field: &str,
        before: &str,
        after: &str,
    ) -> Result<()> {
        if before == after && field != "merged" {
            return Ok(());
        }
        let (table, owner) = card.table();
        self.sql
            .prepare_cached(&format!(
                "INSERT INTO {table} ({owner}, at_ns, field, before, after) VALUES (?1, ?2, ?3, ?4, ?5)"
            ))?
            .execute(params![card.id(), At(at), field, before, after])?;
        Ok(())
    }

    /// Gives the history of a card to the one that it went into.
    pub(crate) fn move_changes(&self, from: Card, to: Card) -> Result<()> {
        let (table, owner) = from.table();
        self.sql
            .prepare_cached(&format!("UPDATE {table} SET {owner} = ?1 WHERE {owner} = ?2"))?
            .execute([to.id(), from.id()])?;
        Ok(())
    }
}
