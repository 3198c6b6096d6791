//! Rows in any order under any conditions, each question by the index that answers it soonest.
//!
//! An order by date under owners and statuses is walked by `walk.rs`. A condition that few documents fit is read
//! whole by its own index and sorted. Otherwise the order's own index is followed for a while: where matches are
//! dense a page is soon full. What is left costs one walk along the index that holds every column of every filter.

use rusqlite::params_from_iter;
use rusqlite::types::Value as SqlValue;

use super::filter::{Border, Clause, Filter, Of, going_by};
use super::keyed::Keys;
use super::page_mark::{Found, Value};
use super::{Order, PageKey, SortBy};
use crate::columns::collected;
use crate::{Reader, Result};

/// So many documents are read and sorted whole. Tests have few documents and take every way all the same.
pub(super) const FEW: i64 = if cfg!(test) { 20 } else { 4000 };

/// What is asked of an order.
#[derive(Clone, Copy)]
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

    /// How SQL walks the list: what comes after a place, and in which direction.
    pub(super) fn way(&self) -> (&'static str, &'static str) {
        if self.order.is_oldest_first() {
            (">", "ASC")
        } else {
            ("<", "DESC")
        }
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
            && let Some(index) = self.narrow_index(filter, self.worth_looking_at()?)?
        {
            return self.sorted(question, &keys, index);
        }
        let patience = if filter.is_narrow() {
            usize::try_from(self.worth_looking_at()?).unwrap_or(usize::MAX)
        } else {
            usize::MAX
        };
        let followed = match (question.order.single(), keys.columns.first()) {
            (Some(sort), Some(keyed)) => match sort.by {
                SortBy::Number | SortBy::Total | SortBy::Waiting => {
                    self.by_column(question, (sort, keyed), patience)?
                }
                _ => self.by_groups(question, (sort, keyed), patience)?,
            },
            (None, Some(first)) => self.by_several(question, first)?,
            _ => None,
        };
        match followed {
            Some(found) => Ok(found),
            None => self.sorted(question, &keys, "documents_by_date"),
        }
    }

    /// Every row under the conditions, by this index, sorted; only the first ones are kept.
    pub(super) fn sorted(&self, question: &Question<'_>, keys: &Keys, index: &str) -> Result<Vec<Found>> {
        let mut clause = question.filter.clause();
        // The index by date can be walked by this, whatever else is asked; beside days that are asked for it would only be
        // taken in their place.
        if !question.filter.has_days() {
            clause.and("d.listed_on BETWEEN 0 AND 99999999", []);
        }
        let below = question.after.map(|mark| keys.below(mark)).unwrap_or_default();
        let sql = format!(
            "SELECT * FROM (SELECT {} d.listed_on, d.id FROM documents AS d {} WHERE {})
             WHERE {} ORDER BY {} LIMIT {}",
            keys.selected(),
            going_by(index),
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

    /// An index by which at most so many documents have to be looked at.
    pub(super) fn narrow_index(&self, filter: &Filter, most: i64) -> Result<Option<&'static str>> {
        for (owner, id) in &filter.owners {
            let mut clause = Clause::default();
            clause.and(&format!("d.{} = ?", owner.column()), [SqlValue::Integer(*id)]);
            if self.are_few(owner.index(), clause, most)? {
                return Ok(Some(owner.index()));
            }
        }
        if !filter.statuses.is_empty() {
            let counts = self.status_counts(None)?;
            let fitting = counts
                .iter()
                .filter(|(status, _)| filter.statuses.contains(status));
            if fitting.map(|(_, count)| *count).sum::<u64>() <= most.unsigned_abs() {
                return Ok(Some("documents_by_status"));
            }
        }
        for border in &filter.borders {
            if let Some(index) = border.leads_by()
                && self.has_few(border, most)?
            {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }

    /// At most so many documents, or rows beside them, fit this condition.
    pub(super) fn has_few(&self, border: &Border, most: i64) -> Result<bool> {
        if border.of != Of::Document {
            let (table, clause) = border.beside();
            return self.are_few_of(&table, clause, most);
        }
        let mut clause = Clause::default();
        border.write(&mut clause);
        self.are_few(border.index.unwrap_or_default(), clause, most)
    }

    fn are_few(&self, index: &str, clause: Clause, most: i64) -> Result<bool> {
        self.are_few_of(&format!("documents AS d INDEXED BY {index}"), clause, most)
    }

    fn are_few_of(&self, table: &str, clause: Clause, most: i64) -> Result<bool> {
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {} LIMIT {})",
            clause.condition(),
            most + 1
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        let count: i64 = statement.query_row(params_from_iter(clause.values), |row| row.get(0))?;
        Ok(count <= most)
    }

    /// How many documents there are.
    pub(super) fn all_documents(&self) -> Result<i64> {
        let counts = self.status_counts(None)?.into_iter().map(|(_, count)| count);
        Ok(i64::try_from(counts.sum::<u64>()).unwrap_or(i64::MAX))
    }

    /// So many rows are looked at one by one before one walk along the widest index costs less.
    pub(super) fn worth_looking_at(&self) -> Result<i64> {
        Ok(if cfg!(test) {
            FEW
        } else {
            (self.all_documents()? / 100).max(FEW)
        })
    }
}
