//! What the search box finds, in any order.
//!
//! The search index gives its matches in the order of the list. In another order the rows are first followed as they
//! stand, because what many documents have is soon found; what few have is read whole and sorted.

use std::cmp::Ordering;

use rusqlite::params_from_iter;
use rusqlite::types::Value as SqlValue;

use super::PageKey;
use super::comparing::compared;
use super::filter::Filter;
use super::keyed::Keys;
use super::ordered::Question;
use super::page_mark::Found;
use super::walk::Walk;
use crate::search::Search;
use crate::{Reader, Result};

/// So many matches of the index are checked against other filters before the walk goes through the filters'
/// own index instead: the query is then common, and its matches are dense there.
const CHECKED_MATCHES: u32 = 4000;
/// Rows of an order that are checked at once, the first time and then.
const CHUNKS: [usize; 2] = if cfg!(test) { [30, 60] } else { [2000, 8000] };
/// More matches than this are not sorted: they are dense in any order.
const SORTED_MATCHES: usize = if cfg!(test) { 60 } else { 15_000 };

impl Reader<'_> {
    /// The next rows that fit the search and the filter.
    pub(super) fn searched(&self, search: &Search, question: &Question<'_>) -> Result<Vec<Found>> {
        if question.order.is_by_place() {
            let places = self.searched_places(search, question)?;
            return Ok(places.into_iter().map(Found::at).collect());
        }
        match self.matches_sorted(search, question)? {
            Some(found) => Ok(found),
            None => self.follow(search, question),
        }
    }

    /// Rows of the order that fit.
    fn follow(&self, search: &Search, question: &Question<'_>) -> Result<Vec<Found>> {
        let mut found = Vec::new();
        let mut after = question.after.cloned();
        let [first, then] = CHUNKS;
        let mut chunk = first;
        loop {
            let rows = self.ordered(&Question {
                after: after.as_ref(),
                wanted: chunk,
                ..*question
            })?;
            let is_end = rows.len() < chunk;
            after = rows.last().cloned();
            for row in rows {
                if found.len() < question.wanted && self.fits(search, question.filter, row.place)? {
                    found.push(row);
                }
            }
            if is_end || found.len() >= question.wanted {
                return Ok(found);
            }
            chunk = then;
        }
    }

    /// All matches of the search index, sorted; none when there are too many. Words are compared only for the rows of
    /// the page: what the index gives and the words deny is rare.
    fn matches_sorted(&self, search: &Search, question: &Question<'_>) -> Result<Option<Vec<Found>>> {
        let Some(expression) = search.expression() else {
            return Ok(None);
        };
        let mut statement = self
            .sql
            .prepare_cached("SELECT rowid FROM document_terms WHERE document_terms MATCH ?1 LIMIT ?2")?;
        let most = i64::try_from(SORTED_MATCHES + 1).unwrap_or(i64::MAX);
        let rows = statement.query_map(rusqlite::params![expression, most], |row| row.get::<_, i64>(0))?;
        let places = crate::columns::collected(rows)?;
        if places.len() > SORTED_MATCHES {
            return Ok(None);
        }
        let keys = Keys::new(self, question.order)?;
        let mut rows = Vec::new();
        for place in places.into_iter().map(PageKey::of_rowid) {
            let values = self.fitting_values(&keys, question.filter, place)?;
            rows.extend(values.map(|values| Found { values, place }));
        }
        rows.sort_unstable_by(|a, b| compared(question.order, a, b));
        if let Some(mark) = question.after {
            rows.retain(|row| compared(question.order, mark, row) == Ordering::Less);
        }
        let mut found = Vec::new();
        for row in rows {
            if found.len() >= question.wanted {
                break;
            }
            if self.fits(search, question.filter, row.place)? {
                found.push(row);
            }
        }
        Ok(Some(found))
    }

    /// Places of documents that fit, in the order of the list.
    fn searched_places(&self, search: &Search, question: &Question<'_>) -> Result<Vec<PageKey>> {
        let (filter, descending) = (question.filter, !question.order.is_oldest_first());
        let mut keys = Vec::with_capacity(question.wanted);
        let mut below = question.below();
        if let Some(expression) = search.expression() {
            let mut statement = self.sql.prepare_cached(if descending {
                "SELECT rowid FROM document_terms WHERE document_terms MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC"
            } else {
                "SELECT rowid FROM document_terms WHERE document_terms MATCH ?1 AND rowid > ?2 ORDER BY rowid"
            })?;
            let mut matches = statement.query(rusqlite::params![expression, below.rowid()])?;
            let mut checked = 0;
            loop {
                let Some(row) = matches.next()? else {
                    return Ok(keys);
                };
                below = PageKey::of_rowid(row.get(0)?);
                if self.fits(search, filter, below)? {
                    keys.push(below);
                }
                checked += 1;
                if keys.len() >= question.wanted {
                    return Ok(keys);
                }
                if filter.is_narrow() && checked >= CHECKED_MATCHES {
                    break;
                }
            }
        }
        if filter.borders.is_empty() {
            let mut walk = Walk::new(self, filter, below, descending)?;
            while keys.len() < question.wanted
                && let Some(key) = walk.next()?
            {
                if self.fits(search, filter, key)? {
                    keys.push(key);
                }
            }
        } else {
            self.checked_places(search, filter, below, question, &mut keys)?;
        }
        Ok(keys)
    }

    /// Goes on with what the filter lets through, by the index that has every column of every filter.
    fn checked_places(
        &self,
        search: &Search,
        filter: &Filter,
        below: PageKey,
        question: &Question<'_>,
        keys: &mut Vec<PageKey>,
    ) -> Result<()> {
        let (beyond, way) = if !question.order.is_oldest_first() {
            ("<", "DESC")
        } else {
            (">", "ASC")
        };
        let mut clause = filter.clause();
        clause.and(
            &format!("(d.listed_on, d.id) {beyond} (?, ?)"),
            [below.listed_on, below.id].map(SqlValue::Integer),
        );
        let sql = format!(
            "SELECT d.listed_on, d.id FROM documents AS d INDEXED BY documents_by_date WHERE {}
             ORDER BY d.listed_on {way}, d.id {way}",
            clause.condition()
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(clause.values))?;
        while keys.len() < question.wanted
            && let Some(row) = rows.next()?
        {
            let place = PageKey {
                listed_on: row.get(0)?,
                id: row.get(1)?,
            };
            if self.fits(search, filter, place)? {
                keys.push(place);
            }
        }
        Ok(())
    }
}
