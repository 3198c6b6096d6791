//! Rows in any order under any conditions, each question by the index that answers it soonest.
//!
//! An order by date under owners and statuses is walked by `walk.rs`. A condition that few documents fit is read
//! whole by its own index and sorted. Otherwise the order's own index is followed for a while: where matches are
//! dense a page is soon full. What is left costs one walk along the index that holds every column of every filter.

use rusqlite::params_from_iter;
use rusqlite::types::Value as SqlValue;

use super::filter::{Clause, Filter};
use super::keyed::Keys;
use super::page_mark::{Found, Value};
use super::walk::Walk;
use super::{Order, PageKey, SortBy};
use crate::columns::collected;
use crate::{Reader, Result};

/// So many documents are read and sorted whole. Tests have few documents and take every way all the same.
pub(super) const FEW: i64 = if cfg!(test) { 20 } else { 4000 };
/// So many entries of an order's own index are looked at, row by row, before another way is taken.
pub(super) const PATIENCE: usize = if cfg!(test) { 40 } else { 3000 };

/// What is asked of an order.
pub(super) struct Question<'q> {
    pub(super) filter: &'q Filter,
    pub(super) order: &'q Order,
    pub(super) after: Option<&'q Found>,
    pub(super) wanted: usize,
}

impl Question<'_> {
    /// The place of the mark, or the one above the first row.
    pub(super) fn below(&self) -> PageKey {
        let top = if self.order.is_oldest_first() {
            PageKey::BOTTOM
        } else {
            PageKey::TOP
        };
        self.after.map_or(top, |mark| mark.place)
    }

    /// What the mark has in the first column.
    pub(super) fn after_value(&self) -> Option<&Value> {
        self.after.and_then(|mark| mark.values.first())
    }
}

impl Reader<'_> {
    /// The next rows in this order.
    pub(super) fn ordered(&self, question: &Question<'_>) -> Result<Vec<Found>> {
        if question.order.is_by_place() {
            return self.by_place(question);
        }
        let keys = Keys::new(self, question.order)?;
        let filter = question.filter;
        if filter.is_narrow()
            && let Some(index) = self.narrow_index(filter)?
        {
            return self.sorted(question, &keys, index);
        }
        let followed = match (question.order.single(), keys.columns.first()) {
            (Some(sort), Some(keyed)) => match sort.by {
                SortBy::Number | SortBy::Total | SortBy::Waiting => {
                    let patience = if filter.is_narrow() { PATIENCE } else { usize::MAX };
                    self.by_column(question, (sort, keyed), patience)?
                }
                _ if filter.borders.is_empty() => Some(self.by_groups(question, (sort, keyed))?),
                _ => None,
            },
            (None, Some(first)) => self.by_several(question, first)?,
            _ => None,
        };
        match followed {
            Some(found) => Ok(found),
            None => self.sorted(question, &keys, "documents_by_date"),
        }
    }

    fn by_place(&self, question: &Question<'_>) -> Result<Vec<Found>> {
        let filter = question.filter;
        if filter.borders.is_empty() {
            let mut walk = Walk::new(self, filter, question.below(), !question.order.is_oldest_first())?;
            return Ok(walk.take(question.wanted)?.into_iter().map(Found::at).collect());
        }
        let is_alone = filter.statuses.is_empty() && filter.owners.is_empty() && filter.borders.len() == 1;
        let exact = filter.borders.iter().find(|border| border.is_exact() && is_alone);
        let exact = exact.and_then(|border| border.index);
        let index = match exact {
            Some(index) => index,
            None => self.narrow_index(filter)?.unwrap_or("documents_by_date"),
        };
        self.places(question, filter.clause(), index)
    }

    /// Rows under these conditions in the order of the list; sorted where the index has another order.
    pub(super) fn places(
        &self,
        question: &Question<'_>,
        mut clause: Clause,
        index: &str,
    ) -> Result<Vec<Found>> {
        let (beyond, way) = if question.order.is_oldest_first() {
            (">", "ASC")
        } else {
            ("<", "DESC")
        };
        let below = question.below();
        clause.and(
            &format!("(d.listed_on, d.id) {beyond} (?, ?)"),
            [below.listed_on, below.id].map(SqlValue::Integer),
        );
        self.places_of(clause, index, way, question.wanted)
    }

    fn places_of(&self, clause: Clause, index: &str, way: &str, wanted: usize) -> Result<Vec<Found>> {
        let sql = format!(
            "SELECT d.listed_on, d.id FROM documents AS d INDEXED BY {index} WHERE {}
             ORDER BY d.listed_on {way}, d.id {way} LIMIT {}",
            clause.condition(),
            wanted
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        collected(statement.query_map(params_from_iter(clause.values), |row| {
            Ok(Found::at(PageKey {
                listed_on: row.get(0)?,
                id: row.get(1)?,
            }))
        })?)
    }

    /// Newest first under any conditions, by the index that has every column of every filter.
    pub(super) fn newest(&self, clause: Clause, below: PageKey, wanted: usize) -> Result<Vec<PageKey>> {
        let mut clause = clause;
        clause.and(
            "(d.listed_on, d.id) < (?, ?)",
            [below.listed_on, below.id].map(SqlValue::Integer),
        );
        let found = self.places_of(clause, "documents_by_date", "DESC", wanted)?;
        Ok(found.into_iter().map(|found| found.place).collect())
    }

    /// Every row under the conditions, by this index, sorted; only the first ones are kept.
    pub(super) fn sorted(&self, question: &Question<'_>, keys: &Keys, index: &str) -> Result<Vec<Found>> {
        let mut clause = question.filter.clause();
        // Whatever else is asked, the index by date can be walked by this.
        clause.and("d.listed_on BETWEEN 0 AND 99999999", []);
        let below = question.after.map(|mark| keys.below(mark)).unwrap_or_default();
        let sql = format!(
            "SELECT * FROM (SELECT {} d.listed_on, d.id FROM documents AS d INDEXED BY {index} WHERE {})
             WHERE {} ORDER BY {} LIMIT {}",
            keys.selected(),
            clause.condition(),
            below.condition(),
            keys.ordering(),
            question.wanted
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        let values = clause.values.into_iter().chain(below.values);
        let place_at = 2 * keys.columns.len();
        collected(statement.query_map(params_from_iter(values), |row| {
            Ok(Found {
                values: keys.values(row)?,
                place: PageKey {
                    listed_on: row.get(place_at)?,
                    id: row.get(place_at + 1)?,
                },
            })
        })?)
    }

    /// An index by which few documents have to be looked at.
    pub(super) fn narrow_index(&self, filter: &Filter) -> Result<Option<&'static str>> {
        for (owner, id) in &filter.owners {
            let mut clause = Clause::default();
            clause.and(&format!("d.{} = ?", owner.column()), [SqlValue::Integer(*id)]);
            if self.is_few(owner.index(), clause)? {
                return Ok(Some(owner.index()));
            }
        }
        if !filter.statuses.is_empty() {
            let counts = self.status_counts()?;
            let fitting = counts
                .iter()
                .filter(|(status, _)| filter.statuses.contains(status));
            if fitting.map(|(_, count)| *count).sum::<u64>() <= FEW.unsigned_abs() {
                return Ok(Some("documents_by_status"));
            }
        }
        for border in &filter.borders {
            let mut clause = Clause::default();
            border.write(&mut clause);
            if let Some(index) = border.index
                && self.is_few(index, clause)?
            {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }

    fn is_few(&self, index: &str, clause: Clause) -> Result<bool> {
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM documents AS d INDEXED BY {index} WHERE {} LIMIT {})",
            clause.condition(),
            FEW + 1
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        let count: i64 = statement.query_row(params_from_iter(clause.values), |row| row.get(0))?;
        Ok(count <= FEW)
    }
}
