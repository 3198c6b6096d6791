//! Places of documents in the order of the list, newest first, from covering indexes alone.
//!
//! A filter by an owner — firm, counterparty, kind, … — is walked status by status, because every index keeps its
//! entries in the order of the list only within one status; the walks are merged. So a page costs a page, whatever
//! the filter. Of several owners the one with the fewest documents leads, and its index tells the others too.

use std::collections::VecDeque;

use domain::EdoStatus;
use rusqlite::{ToSql, params_from_iter};

use super::PageKey;
use super::filter::{Filter, Owner};
use crate::columns::{Name, collected};
use crate::{Reader, Result};

/// Entries that all lanes of a walk read at a time, together about a page, and what a single one of many reads at least.
const PAGE: usize = 256;
const BATCH: usize = 64;

/// The statement of a walk: by the date alone, or status by status with these owners.
pub(super) fn walk_sql(owners: &[Owner], is_by_status: bool, is_newest_first: bool) -> String {
    let (beyond, way) = if is_newest_first {
        ("<", "DESC")
    } else {
        (">", "ASC")
    };
    let index = match owners.first() {
        Some(lead) => lead.index(),
        None if is_by_status => "documents_by_status",
        None => "documents_by_date",
    };
    let mut conditions = String::new();
    for (number, owner) in (FIRST_OWNER..).zip(owners) {
        conditions.push_str(&format!("{} = ?{number} AND ", owner.column()));
    }
    if is_by_status {
        conditions.push_str("status = ?4 AND ");
    }
    format!(
        "SELECT listed_on, id FROM documents INDEXED BY {index}
         WHERE {conditions}(listed_on, id) {beyond} (?1, ?2) ORDER BY listed_on {way}, id {way} LIMIT ?3"
    )
}

/// Parameters before it: place (two), limit, status.
const FIRST_OWNER: usize = 5;

/// A walk through the list.
pub(super) struct Walk<'r, 'c> {
    reader: &'r Reader<'c>,
    sql: String,
    owners: Vec<i64>,
    is_newest_first: bool,
    batch: usize,
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
    /// Begins below this place, or above it when the oldest come first. The borders of the filter are not looked at.
    pub(super) fn new(
        reader: &'r Reader<'c>,
        filter: &Filter,
        below: PageKey,
        is_newest_first: bool,
    ) -> Result<Self> {
        let by_status = !filter.statuses.is_empty() || !filter.owners.is_empty();
        let owners: Vec<Owner> = filter.owners.iter().map(|(owner, _)| *owner).collect();
        let statuses = if by_status {
            let occurring = reader.occurring(&filter.statuses)?;
            occurring.into_iter().map(Some).collect()
        } else {
            vec![None]
        };
        let lane = |status| Lane {
            status,
            below,
            batch: VecDeque::new(),
            is_done: false,
        };
        Ok(Self {
            reader,
            sql: walk_sql(&owners, by_status, is_newest_first),
            is_newest_first,
            batch: (PAGE / statuses.len().max(1)).max(BATCH),
            owners: filter.owners.iter().map(|(_, id)| *id).collect(),
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
                lane.batch = entries(self.reader, &self.sql, (&self.owners, self.batch), lane)?;
                lane.is_done = lane.batch.len() < self.batch;
                lane.below = lane.batch.back().copied().unwrap_or(lane.below);
            }
        }
        let is_newest_first = self.is_newest_first;
        let full = self.lanes.iter_mut().filter(|lane| !lane.batch.is_empty());
        let next = if is_newest_first {
            full.max_by_key(|lane| lane.batch.front().copied())
        } else {
            full.min_by_key(|lane| lane.batch.front().copied())
        };
        Ok(next.and_then(|lane| lane.batch.pop_front()))
    }
}

fn entries(
    reader: &Reader<'_>,
    sql: &str,
    (owners, batch): (&[i64], usize),
    lane: &Lane,
) -> Result<VecDeque<PageKey>> {
    let status = lane.status.map(Name);
    let limit = i64::try_from(batch).unwrap_or(i64::MAX);
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
