//! Rows of numbers: one per kind, firm and year.

use domain::{FirmId, KindId};
use rusqlite::params;

use super::missing;
use crate::{Result, Writer};

impl Writer<'_> {
    /// Takes the next place in the row of numbers: 1 at first. `year` is 0 for a row that never restarts.
    pub fn next_place(&self, kind: KindId, firm: Option<FirmId>, year: i16) -> Result<u32> {
        if self.kind(kind)?.is_none() {
            return Err(missing());
        }
        let mut take = self.sql.prepare_cached(
            "INSERT INTO kind_counters (kind_id, firm_id, year, last) VALUES (?1, ?2, ?3, 1)
             ON CONFLICT (kind_id, firm_id, year) DO UPDATE SET last = last + 1
             RETURNING last",
        )?;
        Ok(take.query_row(params![kind.0, owner(firm), year], |row| row.get(0))?)
    }

    /// Notes a place that a person took by hand: the next one comes after it.
    pub fn note_place(&self, kind: KindId, firm: Option<FirmId>, year: i16, place: u32) -> Result<()> {
        if self.kind(kind)?.is_none() {
            return Err(missing());
        }
        self.sql
            .prepare_cached(
                "INSERT INTO kind_counters (kind_id, firm_id, year, last) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (kind_id, firm_id, year) DO UPDATE SET last = max(last, excluded.last)",
            )?
            .execute(params![kind.0, owner(firm), year, place])?;
        Ok(())
    }
}

fn owner(firm: Option<FirmId>) -> i64 {
    firm.map_or(0, |firm| firm.0)
}
