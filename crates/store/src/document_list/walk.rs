//! Places of documents in the order of the list, newest first, from covering indexes alone.
//!
//! A filter by firm or counterparty is walked status by status, because every index keeps its entries in the order
//! of the list only within one status; the walks are merged. So a page costs a page, whatever the filter.

use std::collections::{HashSet, VecDeque};

use domain::{CounterpartyId, EdoStatus, FirmId};
use rusqlite::{ToSql, params_from_iter};

use super::{DocumentQuery, PageKey};
use crate::columns::{Name, collected};
use crate::{Reader, Result};

/// The conditions besides the search box.
pub(super) struct Filter {
    statuses: HashSet<EdoStatus>,
    firm: Option<FirmId>,
    counterparty: Option<CounterpartyId>,
}

impl Filter {
    pub(super) fn of(query: &DocumentQuery) -> Self {
        Self {
            statuses: query.statuses.iter().copied().collect(),
            firm: query.firm,
            counterparty: query.counterparty,
        }
    }

    /// True when there is any condition.
    pub(super) fn is_narrow(&self) -> bool {
        !self.statuses.is_empty() || self.firm.is_some() || self.counterparty.is_some()
    }

    pub(super) fn admits(
        &self,
        status: EdoStatus,
        firm: Option<FirmId>,
        counterparty: Option<CounterpartyId>,
    ) -> bool {
        (self.statuses.is_empty() || self.statuses.contains(&status))
            && (self.firm.is_none() || self.firm == firm)
            && (self.counterparty.is_none() || self.counterparty == counterparty)
    }
}

/// Entries that one walk reads at a time: about a page.
const BATCH: usize = 64;

pub(super) const BY_DATE: &str = "SELECT listed_on, id FROM documents INDEXED BY documents_by_date
    WHERE (listed_on, id) < (?1, ?2) ORDER BY listed_on DESC, id DESC LIMIT ?3";
pub(super) const BY_STATUS: &str = "SELECT listed_on, id FROM documents INDEXED BY documents_by_status
    WHERE status = ?4 AND (listed_on, id) < (?1, ?2) ORDER BY listed_on DESC, id DESC LIMIT ?3";
pub(super) const BY_FIRM: &str = "SELECT listed_on, id FROM documents INDEXED BY documents_by_firm
    WHERE firm_id = ?5 AND status = ?4 AND (listed_on, id) < (?1, ?2) ORDER BY listed_on DESC, id DESC LIMIT ?3";
pub(super) const BY_COUNTERPARTY: &str =
    "SELECT listed_on, id FROM documents INDEXED BY documents_by_counterparty
    WHERE counterparty_id = ?5 AND status = ?4 AND (listed_on, id) < (?1, ?2)
    ORDER BY listed_on DESC, id DESC LIMIT ?3";
pub(super) const BY_BOTH: &str = "SELECT listed_on, id FROM documents INDEXED BY documents_by_counterparty
    WHERE counterparty_id = ?5 AND status = ?4 AND (listed_on, id) < (?1, ?2) AND firm_id = ?6
    ORDER BY listed_on DESC, id DESC LIMIT ?3";

/// A walk through the list.
pub(super) struct Walk<'r, 'c> {
    reader: &'r Reader<'c>,
    sql: &'static str,
    owners: Vec<i64>,
    lanes: Vec<Lane>,
}

/// The entries of one status.
struct Lane {
    status: Option<EdoStatus>,
    below: PageKey,
    batch: VecDeque<PageKey>,
    is_done: bool,
}

impl<'r, 'c> Walk<'r, 'c> {
    /// Begins below this place.
    pub(super) fn new(reader: &'r Reader<'c>, filter: &Filter, below: PageKey) -> Result<Self> {
        let firm = filter.firm.map(|id| id.0);
        let (sql, owners) = match (filter.counterparty.map(|id| id.0), firm) {
            (None, None) if filter.statuses.is_empty() => (BY_DATE, vec![]),
            (None, None) => (BY_STATUS, vec![]),
            (None, Some(firm)) => (BY_FIRM, vec![firm]),
            (Some(counterparty), None) => (BY_COUNTERPARTY, vec![counterparty]),
            (Some(counterparty), Some(firm)) => (BY_BOTH, vec![counterparty, firm]),
        };
        let statuses = if sql == BY_DATE {
            vec![None]
        } else {
            reader
                .occurring(&filter.statuses)?
                .into_iter()
                .map(Some)
                .collect()
        };
        let lane = |status| Lane {
            status,
            below,
            batch: VecDeque::new(),
            is_done: false,
        };
        Ok(Self {
            reader,
            sql,
            owners,
            lanes: statuses.into_iter().map(lane).collect(),
        })
    }

    /// The next so many places.
    pub(super) fn take(&mut self, wanted: usize) -> Result<Vec<PageKey>> {
        let mut keys = Vec::with_capacity(wanted);
        while keys.len() < wanted
            && let Some(key) = self.next()?
        {
            keys.push(key);
        }
        Ok(keys)
    }

    /// The next place.
    pub(super) fn next(&mut self) -> Result<Option<PageKey>> {
        for lane in &mut self.lanes {
            if lane.batch.is_empty() && !lane.is_done {
                lane.batch = entries(self.reader, self.sql, &self.owners, lane)?;
                lane.is_done = lane.batch.len() < BATCH;
                lane.below = lane.batch.back().copied().unwrap_or(lane.below);
            }
        }
        let newest = self
            .lanes
            .iter_mut()
            .max_by_key(|lane| lane.batch.front().copied());
        Ok(newest.and_then(|lane| lane.batch.pop_front()))
    }
}

fn entries(reader: &Reader<'_>, sql: &str, owners: &[i64], lane: &Lane) -> Result<VecDeque<PageKey>> {
    let status = lane.status.map(Name);
    let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
    let mut values: Vec<&dyn ToSql> = vec![&lane.below.listed_on, &lane.below.id, &limit];
    values.extend(status.as_ref().map(|status| status as &dyn ToSql));
    values.extend(owners.iter().map(|owner| owner as &dyn ToSql));
    let mut statement = reader.sql.prepare_cached(sql)?;
    let found = statement.query_map(params_from_iter(values), |row| {
        Ok(PageKey {
            listed_on: row.get(0)?,
            id: row.get(1)?,
        })
    })?;
    Ok(collected(found)?.into())
}
