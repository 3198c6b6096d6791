//! Other companies and entrepreneurs, and their boxes at operators.

use domain::{ConnectionId, Counterparty, CounterpartyId, Inn, Kpp, Party};
use rusqlite::{Row, params};

use crate::columns::{collected, kpp_column, optional, party};
use crate::search::{counterparty_match, counterparty_terms, normalized};
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
    /// The box is at another operator.
    pub is_roaming: bool,
    /// Papers of the box have no legal force.
    pub is_test: bool,
}

fn counterparty(row: &Row<'_>) -> rusqlite::Result<Counterparty> {
    Ok(Counterparty {
        id: CounterpartyId(row.get("id")?),
        party: party(row)?,
    })
}

fn counterparty_box(row: &Row<'_>) -> rusqlite::Result<CounterpartyBox> {
    Ok(CounterpartyBox {
        counterparty: CounterpartyId(row.get("counterparty_id")?),
        connection: ConnectionId(row.get("connection_id")?),
        box_id: row.get("box_id")?,
        partnership: row.get("partnership")?,
        is_roaming: row.get("is_roaming")?,
        is_test: row.get("is_test")?,
    })
}

impl Reader<'_> {
    /// The counterparty of this id.
    pub fn counterparty(&self, id: CounterpartyId) -> Result<Option<Counterparty>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT id, name, inn, kpp FROM counterparties WHERE id = ?1")?;
        optional(query.query_row([id.0], counterparty))
    }

    /// The counterparty with exactly this ИНН and КПП.
    pub fn counterparty_by_tax_id(&self, inn: &Inn, kpp: Option<&Kpp>) -> Result<Option<Counterparty>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT id, name, inn, kpp FROM counterparties WHERE inn = ?1 AND kpp = ?2")?;
        optional(query.query_row(params![inn.as_str(), kpp_column(kpp)], counterparty))
    }

    /// Counterparties whose name has every word of the query, or whose ИНН begins with it; all of them when the
    /// query is empty. By id, after the one given.
    pub fn counterparties(
        &self,
        query: &str,
        after: Option<CounterpartyId>,
        limit: u32,
    ) -> Result<Vec<Counterparty>> {
        let mut after = after.map_or(0, |id| id.0);
        let Some(expression) = counterparty_match(query) else {
            let mut all = self.sql.prepare_cached(
                "SELECT id, name, inn, kpp FROM counterparties WHERE id > ?1 ORDER BY id LIMIT ?2",
            )?;
            return collected(all.query_map(params![after, limit], counterparty)?);
        };
        let mut found = Vec::new();
        let mut ids = self.sql.prepare_cached(
            "SELECT rowid FROM counterparty_terms WHERE counterparty_terms MATCH ?1 AND rowid > ?2 ORDER BY rowid",
        )?;
        let mut ids = ids.query(params![expression, after])?;
        while let Some(row) = ids.next()? {
            after = row.get(0)?;
            if self.counterparty_fits(CounterpartyId(after), query)?
                && let Some(one) = self.counterparty(CounterpartyId(after))?
            {
                found.push(one);
            }
            if found.len() >= usize::try_from(limit).unwrap_or(usize::MAX) {
                break;
            }
        }
        Ok(found)
    }

    /// Boxes of this counterparty that this connection sees.
    pub fn counterparty_boxes(
        &self,
        connection: ConnectionId,
        counterparty: CounterpartyId,
    ) -> Result<Vec<CounterpartyBox>> {
        let mut query = self.sql.prepare_cached(
            "SELECT counterparty_id, connection_id, box_id, partnership, is_roaming, is_test
             FROM counterparty_boxes WHERE connection_id = ?1 AND counterparty_id = ?2 ORDER BY box_id",
        )?;
        collected(query.query_map(params![connection.0, counterparty.0], counterparty_box)?)
    }
}

impl Writer<'_> {
    /// Adds the counterparty, or gives the one with this ИНН and КПП this name.
    pub fn save_counterparty(&self, party: &Party) -> Result<CounterpartyId> {
        if let Some(known) = self.counterparty_by_tax_id(&party.inn, party.kpp.as_ref())? {
            if known.party.name != party.name {
                self.sql
                    .prepare_cached("UPDATE counterparties SET name = ?1, name_words = ?2 WHERE id = ?3")?
                    .execute(params![party.name, normalized(&party.name), known.id.0])?;
                self.index_counterparty(known.id, party)?;
            }
            return Ok(known.id);
        }
        self.sql
            .prepare_cached(
                "INSERT INTO counterparties (name, inn, kpp, name_words) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                party.name,
                party.inn.as_str(),
                kpp_column(party.kpp.as_ref()),
                normalized(&party.name)
            ])?;
        let id = CounterpartyId(self.sql.last_insert_rowid());
        self.index_counterparty(id, party)?;
        Ok(id)
    }

    fn index_counterparty(&self, id: CounterpartyId, party: &Party) -> Result<()> {
        self.sql
            .prepare_cached("INSERT OR REPLACE INTO counterparty_terms (rowid, terms) VALUES (?1, ?2)")?
            .execute(params![id.0, counterparty_terms(party)])?;
        Ok(())
    }

    /// Notes what a connection sees of a counterparty's box, replacing what it saw before.
    pub fn save_counterparty_box(&self, seen: &CounterpartyBox) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO counterparty_boxes
                     (connection_id, counterparty_id, box_id, partnership, is_roaming, is_test)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (connection_id, counterparty_id, box_id) DO UPDATE SET
                     partnership = excluded.partnership,
                     is_roaming = excluded.is_roaming,
                     is_test = excluded.is_test",
            )?
            .execute(params![
                seen.connection.0,
                seen.counterparty.0,
                seen.box_id,
                seen.partnership,
                seen.is_roaming,
                seen.is_test
            ])?;
        Ok(())
    }
}
