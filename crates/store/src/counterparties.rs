//! Other companies and entrepreneurs.

use domain::{Counterparty, CounterpartyId, Inn, Kpp, Party, Requisites};
use rusqlite::{Row, params};

use crate::columns::{Json, Sparse, collected, kpp_column, optional, parsed_at, party};
use crate::search::{counterparty_match, counterparty_terms, normalized};
use crate::{Error, Reader, Result, Writer};

mod boxes;
mod merging;

pub use boxes::CounterpartyBox;

const COUNTERPARTY: &str = "SELECT id, name, inn, kpp, requisites FROM counterparties";

fn counterparty(row: &Row<'_>) -> rusqlite::Result<Counterparty> {
    Ok(Counterparty {
        id: CounterpartyId(row.get("id")?),
        party: party(row)?,
        requisites: row.get::<_, Json<_>>("requisites")?.0,
    })
}

impl Reader<'_> {
    /// The counterparty of this id.
    pub fn counterparty(&self, id: CounterpartyId) -> Result<Option<Counterparty>> {
        let mut query = self
            .sql
            .prepare_cached(&format!("{COUNTERPARTY} WHERE id = ?1"))?;
        optional(query.query_row([id.0], counterparty))
    }

    /// The counterparty with exactly this ИНН and КПП.
    pub fn counterparty_by_tax_id(&self, inn: &Inn, kpp: Option<&Kpp>) -> Result<Option<Counterparty>> {
        let mut query = self
            .sql
            .prepare_cached(&format!("{COUNTERPARTY} WHERE inn = ?1 AND kpp = ?2"))?;
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
            let mut all = self
                .sql
                .prepare_cached(&format!("{COUNTERPARTY} WHERE id > ?1 ORDER BY id LIMIT ?2"))?;
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

    /// Everybody with this ИНН: branches of one company, and cards that were made twice.
    pub fn counterparties_by_inn(&self, inn: &Inn) -> Result<Vec<Counterparty>> {
        let mut query = self
            .sql
            .prepare_cached(&format!("{COUNTERPARTY} WHERE inn = ?1 ORDER BY id"))?;
        collected(query.query_map([inn.as_str()], counterparty)?)
    }

    /// Groups of cards that share an ИНН, at most so many groups.
    pub fn counterparties_sharing_inn(&self, limit: u32) -> Result<Vec<Vec<Counterparty>>> {
        let mut query = self.sql.prepare_cached(
            "SELECT inn FROM counterparties GROUP BY inn HAVING count(*) > 1 ORDER BY inn LIMIT ?1",
        )?;
        let inns = collected(query.query_map([limit], |row| parsed_at::<Inn>(row, 0))?)?;
        inns.iter().map(|inn| self.counterparties_by_inn(inn)).collect()
    }

    /// In how many documents the counterparty takes part.
    pub fn documents_of_counterparty(&self, id: CounterpartyId) -> Result<u64> {
        let mut query = self
            .sql
            .prepare_cached("SELECT count(*) FROM documents WHERE counterparty_id = ?1")?;
        let count: i64 = query.query_row([id.0], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
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

    /// Replaces what papers print about a counterparty beside name and numbers.
    pub fn set_counterparty_requisites(&self, id: CounterpartyId, requisites: &Requisites) -> Result<()> {
        let changed = self
            .sql
            .prepare_cached("UPDATE counterparties SET requisites = ?1 WHERE id = ?2")?
            .execute(params![Sparse(requisites), id.0])?;
        if changed == 0 { Err(missing()) } else { Ok(()) }
    }
}

fn missing() -> Error {
    Error::Missing("counterparty".to_owned())
}

#[cfg(test)]
mod tests;
