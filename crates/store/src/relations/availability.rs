//! «Есть ЭДО»: the one rule by which the list of counterparties tells it and filters by it.

use domain::{Counterparty, CounterpartyId, EdoAvailability};
use rusqlite::params;

use super::Relation;
use crate::columns::Name;
use crate::{Reader, Result};

/// Which counterparties are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CounterpartyQuery {
    /// Words of the name, or the beginning of an ИНН; everybody when empty.
    pub text: String,
    /// With this answer to «Есть ЭДО».
    pub availability: Option<EdoAvailability>,
    /// With a box to which we stand so: `incoming`.
    pub partnership: Option<String>,
}

/// A counterparty with what the list tells about the exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedCounterparty {
    /// The company.
    pub counterparty: Counterparty,
    /// Its boxes over all connections in use.
    pub relations: Vec<Relation>,
    /// «Есть ЭДО».
    pub availability: EdoAvailability,
    /// An operator was asked about its ИНН.
    pub was_searched: bool,
}

/// `?1` is the counterparty.
const AVAILABILITY: &str = "
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM counterparty_boxes b JOIN connections c
                         ON c.id = b.connection_id AND c.is_removed = 0
                     WHERE b.counterparty_id = ?1 AND b.partnership = 'established' AND b.is_closed = 0) THEN 'yes'
        WHEN EXISTS (SELECT 1 FROM counterparty_boxes b JOIN connections c
                         ON c.id = b.connection_id AND c.is_removed = 0
                     WHERE b.counterparty_id = ?1 AND b.partnership NOT LIKE 'unknown%' AND b.partnership <> '')
            OR EXISTS (SELECT 1 FROM box_searches s JOIN connections c
                         ON c.id = s.connection_id AND c.is_removed = 0
                     WHERE s.counterparty_id = ?1) THEN 'no'
        ELSE 'unknown' END";
/// Read at once while those that fit are looked for.
const AT_ONCE: u32 = 500;

impl Reader<'_> {
    /// «Есть ЭДО» of this counterparty.
    pub fn edo_availability(&self, counterparty: CounterpartyId) -> Result<EdoAvailability> {
        let mut query = self.sql.prepare_cached(AVAILABILITY)?;
        let answer: Name<EdoAvailability> = query.query_row([counterparty.0], |row| row.get(0))?;
        Ok(answer.0)
    }

    /// Some operator of ours was asked about its ИНН.
    pub fn was_searched(&self, counterparty: CounterpartyId) -> Result<bool> {
        let mut query = self.sql.prepare_cached(
            "SELECT 1 FROM box_searches s JOIN connections c ON c.id = s.connection_id AND c.is_removed = 0
             WHERE s.counterparty_id = ?1 LIMIT 1",
        )?;
        Ok(query.exists([counterparty.0])?)
    }

    /// Counterparties that fit, by id, after the one given.
    pub fn listed_counterparties(
        &self,
        wanted: &CounterpartyQuery,
        after: Option<CounterpartyId>,
        limit: u32,
    ) -> Result<Vec<ListedCounterparty>> {
        if wanted.text.is_empty()
            && let Some(partnership) = wanted.partnership.as_deref().filter(|one| *one != "established")
        {
            return self.listed_by_partnership(wanted, partnership, after, limit);
        }
        let (mut found, mut after) = (Vec::new(), after);
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        loop {
            let page = self.counterparties(&wanted.text, after, AT_ONCE)?;
            let is_last = page.len() < usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
            for counterparty in page {
                after = Some(counterparty.id);
                found.extend(self.listed_if_fits(wanted, counterparty)?);
                if found.len() >= limit {
                    return Ok(found);
                }
            }
            if is_last {
                return Ok(found);
            }
        }
    }

    /// Few stand to us otherwise than as partners: they have an index of their own.
    fn listed_by_partnership(
        &self,
        wanted: &CounterpartyQuery,
        partnership: &str,
        after: Option<CounterpartyId>,
        limit: u32,
    ) -> Result<Vec<ListedCounterparty>> {
        let mut query = self.sql.prepare_cached(
            "SELECT DISTINCT b.counterparty_id FROM counterparty_boxes b
             WHERE b.partnership = ?1 AND b.partnership <> 'established' AND b.counterparty_id > ?2
             ORDER BY b.counterparty_id",
        )?;
        let behind = after.map_or(0, |id| id.0);
        let mut ids = query.query(params![partnership, behind])?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut found = Vec::new();
        while let Some(row) = ids.next()? {
            if let Some(counterparty) = self.counterparty(CounterpartyId(row.get(0)?))? {
                found.extend(self.listed_if_fits(wanted, counterparty)?);
            }
            if found.len() >= limit {
                break;
            }
        }
        Ok(found)
    }

    fn listed_if_fits(
        &self,
        wanted: &CounterpartyQuery,
        counterparty: Counterparty,
    ) -> Result<Option<ListedCounterparty>> {
        let availability = self.edo_availability(counterparty.id)?;
        if wanted.availability.is_some_and(|wanted| wanted != availability) {
            return Ok(None);
        }
        let relations = self.relations_of(counterparty.id)?;
        if let Some(partnership) = &wanted.partnership
            && !relations.iter().any(|one| one.seen.partnership == *partnership)
        {
            return Ok(None);
        }
        Ok(Some(ListedCounterparty {
            was_searched: self.was_searched(counterparty.id)?,
            counterparty,
            relations,
            availability,
        }))
    }

    /// How many relations stand so over all connections in use.
    pub fn count_relations_in(&self, partnership: &str) -> Result<u64> {
        let mut query = self.sql.prepare_cached(
            "SELECT count(*) FROM counterparty_boxes b JOIN connections c
                 ON c.id = b.connection_id AND c.is_removed = 0
             WHERE b.partnership = ?1 AND b.partnership <> 'established'",
        )?;
        let count: i64 = query.query_row([partnership], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}
