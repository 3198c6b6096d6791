//! Our own firms.

use domain::{Firm, FirmId, Inn, Kpp, Party, Requisites};
use rusqlite::{Row, params};

use crate::columns::{Json, Sparse, collected, kpp_column, optional, party};
use crate::error::is_duplicate;
use crate::{Error, Reader, Result, Writer};

fn firm(row: &Row<'_>) -> rusqlite::Result<Firm> {
    Ok(Firm {
        id: FirmId(row.get("id")?),
        party: party(row)?,
        requisites: row.get::<_, Json<_>>("requisites")?.0,
    })
}

impl Reader<'_> {
    /// Every firm, oldest first.
    pub fn firms(&self) -> Result<Vec<Firm>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT id, name, inn, kpp, requisites FROM firms ORDER BY id")?;
        collected(query.query_map([], firm)?)
    }

    /// The firm of this id.
    pub fn firm(&self, id: FirmId) -> Result<Option<Firm>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT id, name, inn, kpp, requisites FROM firms WHERE id = ?1")?;
        optional(query.query_row([id.0], firm))
    }

    /// The firm with exactly this ИНН and КПП.
    pub fn firm_by_tax_id(&self, inn: &Inn, kpp: Option<&Kpp>) -> Result<Option<Firm>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT id, name, inn, kpp, requisites FROM firms WHERE inn = ?1 AND kpp = ?2")?;
        optional(query.query_row(params![inn.as_str(), kpp_column(kpp)], firm))
    }
}

impl Writer<'_> {
    /// Adds a firm or changes name and numbers of the one named; its requisites stay. [`Error::Conflict`] when ИНН and КПП are another firm's.
    pub fn save_firm(&self, id: Option<FirmId>, party: &Party) -> Result<FirmId> {
        let kpp = kpp_column(party.kpp.as_ref());
        let inn = party.inn.as_str();
        let done = match id {
            None => self
                .sql
                .prepare_cached("INSERT INTO firms (name, inn, kpp) VALUES (?1, ?2, ?3)")?
                .execute(params![party.name, inn, kpp]),
            Some(id) => self
                .sql
                .prepare_cached("UPDATE firms SET name = ?1, inn = ?2, kpp = ?3 WHERE id = ?4")?
                .execute(params![party.name, inn, kpp, id.0]),
        };
        match (done, id) {
            (Err(cause), _) if is_duplicate(&cause) => Err(Error::Conflict(format!(
                "ИНН {inn}, КПП «{kpp}»: another firm has them"
            ))),
            (Err(cause), _) => Err(cause.into()),
            (Ok(0), _) => Err(Error::Missing("firm".to_owned())),
            (Ok(_), Some(id)) => Ok(id),
            (Ok(_), None) => Ok(FirmId(self.sql.last_insert_rowid())),
        }
    }

    /// Replaces what papers print about a firm beside name and numbers.
    pub fn set_firm_requisites(&self, id: FirmId, requisites: &Requisites) -> Result<()> {
        let changed = self
            .sql
            .prepare_cached("UPDATE firms SET requisites = ?1 WHERE id = ?2")?
            .execute(params![Sparse(requisites), id.0])?;
        if changed == 0 {
            Err(Error::Missing("firm".to_owned()))
        } else {
            Ok(())
        }
    }
}
