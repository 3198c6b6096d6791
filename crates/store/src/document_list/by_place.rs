//! The usual order, by date in either direction, under any conditions.

use std::cmp::Ordering;

use rusqlite::params_from_iter;
use rusqlite::types::Value as SqlValue;

use super::PageKey;
use super::filter::{Border, Clause, Filter, Of, going_by};
use super::ordered::{FEW, Question};
use super::page_mark::Found;
use super::walk::Walk;
use crate::columns::collected;
use crate::{Reader, Result};

/// So many rows of the list tell how dense those are that fit.
const LOOKED_AT_AHEAD: i64 = if cfg!(test) { 10 } else { 1000 };

/// Word for word the condition of `documents_ahead` in `v4.sql`, or the index is not used.
const AHEAD: &str =
    "d.listed_on > CAST(strftime('%Y%m%d', d.status_since_ns / 1000000000, 'unixepoch') AS INTEGER)";

impl Filter {
    /// The only condition, if it is a border.
    fn only_border(&self) -> Option<&Border> {
        match self.borders.as_slice() {
            [border] if self.statuses.is_empty() && self.owners.is_empty() => Some(border),
            _ => None,
        }
    }

    /// The last day on which papers are listed whose status holds since long enough, but for those that are ahead.
    pub(super) fn last_day(&self) -> Option<i64> {
        let since = self
            .borders
            .iter()
            .find(|border| border.column == "status_since_ns")?;
        let Some(SqlValue::Integer(ns)) = since.to else {
            return None;
        };
        let at = jiff::Timestamp::from_nanosecond(i128::from(ns)).ok()?;
        Some(PageKey::day(at.to_zoned(jiff::tz::TimeZone::UTC).date()))
    }

    /// Where the list begins under the borders of the days, no further than from this place: a walk from there is never
    /// begun above the first day that is asked for.
    fn within_days(&self, from: PageKey, is_oldest_first: bool) -> PageKey {
        let days = self.borders.iter().filter(|border| border.column == "listed_on");
        days.fold(from, |from, days| match (is_oldest_first, &days.from, &days.to) {
            (true, Some(SqlValue::Integer(day)), _) => from.max(PageKey {
                listed_on: *day,
                id: 0,
            }),
            (false, _, Some(SqlValue::Integer(day))) => from.min(PageKey {
                listed_on: *day,
                id: i64::MAX,
            }),
            _ => from,
        })
    }

    /// The same without the border of the days, which the index by date has in front.
    fn without_days(&self) -> Self {
        let mut others = self.clone();
        others.borders.retain(|border| border.column != "listed_on");
        others
    }
}

impl Reader<'_> {
    pub(super) fn by_place(&self, question: &Question<'_>) -> Result<Vec<Found>> {
        let filter = question.filter;
        if filter.borders.is_empty() {
            let mut walk = Walk::new(self, filter, question.below(), !question.order.is_oldest_first())?;
            return Ok(walk.take(question.wanted)?.into_iter().map(Found::at).collect());
        }
        let only = filter.only_border();
        if let Some((index, border)) = only.and_then(|border| Some((border.leads_by()?, border))) {
            if border.is_exact() {
                return self.places(question, filter.clause(), index);
            }
            if border.of == Of::Mark {
                return self.marked_places(question, border);
            }
            if border.column != "listed_on"
                && let Some(found) = self.all_places(question, border, index)?
            {
                return Ok(found);
            }
        } else if let Some(index) = self.narrow_index(&filter.without_days(), FEW)? {
            return self.places(question, filter.clause(), index);
        }
        match filter.last_day() {
            Some(day) => self.waiting_places(question, day),
            None => self.places(question, filter.clause(), "documents_by_date"),
        }
    }

    /// Every place under the one condition, by its own index; none when there are so many that a page is sooner found in
    /// the order of the list.
    fn all_places(
        &self,
        question: &Question<'_>,
        border: &Border,
        index: &str,
    ) -> Result<Option<Vec<Found>>> {
        let wanted = i64::try_from(question.wanted).unwrap_or(i64::MAX);
        // Both ways cost the same at the square root of rows times rows wanted, if a row of each costs the same: one that is
        // gathered costs twice what one costs that is passed by in the index, and half of what one costs whose sendings
        // have to be looked up.
        let weighed = match border.of {
            Of::Document => wanted / 2,
            Of::Sending | Of::Mark => 2 * wanted,
        };
        let most = if cfg!(test) {
            FEW
        } else {
            self.all_documents()?.saturating_mul(weighed).isqrt().max(FEW)
        };
        if border.of == Of::Document && self.is_dense(question, most)? {
            return Ok(None);
        }
        let (sql, values) = if border.of == Of::Sending {
            let (table, clause) = border.beside();
            let sql = format!(
                "SELECT s.listed_on, s.document_id FROM {table} WHERE {}",
                clause.condition()
            );
            (sql, clause.values)
        } else {
            let clause = question.filter.clause();
            let sql = format!(
                "SELECT d.listed_on, d.id FROM documents AS d {} WHERE {}",
                going_by(index),
                clause.condition()
            );
            (sql, clause.values)
        };
        let mut statement = self.sql.prepare_cached(&format!("{sql} LIMIT {}", most + 1))?;
        let mut places: Vec<PageKey> = collected(statement.query_map(params_from_iter(values), place)?)?;
        if i64::try_from(places.len()).unwrap_or(i64::MAX) > most {
            return Ok(None);
        }
        let is_oldest_first = question.order.is_oldest_first();
        let listed = |one: &PageKey, other: &PageKey| {
            if is_oldest_first {
                one.cmp(other)
            } else {
                other.cmp(one)
            }
        };
        let below = question.below();
        places.retain(|place| listed(&below, place) == Ordering::Less);
        if border.of == Of::Document && places.len() > question.wanted {
            // Of thousands only the rows of the page are put in order.
            places.select_nth_unstable_by(question.wanted, listed);
            places.truncate(question.wanted);
        }
        places.sort_unstable_by(listed);
        // What was sent twice is one document.
        places.dedup();
        places.truncate(question.wanted);
        Ok(Some(places.into_iter().map(Found::at).collect()))
    }

    /// True when so many of the next rows of the list fit that all of them would be more than `most`: the walk down the
    /// list finds its page without the trouble of gathering them in vain. Papers that have waited long enough begin far
    /// down the list, and so does the look.
    fn is_dense(&self, question: &Question<'_>, most: i64) -> Result<bool> {
        let (beyond, way) = question.way();
        let mut below = question.below();
        if let Some(day) = question
            .filter
            .last_day()
            .filter(|_| !question.order.is_oldest_first())
        {
            below = below.min(PageKey {
                listed_on: day,
                id: i64::MAX,
            });
        }
        let mut clause = Clause::default();
        clause.and(
            &format!("(d.listed_on, d.id) {beyond} (?, ?)"),
            [below.listed_on, below.id].map(SqlValue::Integer),
        );
        let fits = question.filter.clause();
        let sql = format!(
            "SELECT count(*) FILTER (WHERE fits), count(*) FROM (
                 SELECT {} AS fits FROM documents AS d INDEXED BY documents_by_date WHERE {}
                 ORDER BY d.listed_on {way}, d.id {way} LIMIT {LOOKED_AT_AHEAD}
             )",
            fits.condition(),
            clause.condition(),
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        let values = fits.values.into_iter().chain(clause.values);
        let (fitting, looked_at): (i64, i64) =
            statement.query_row(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(fitting.saturating_mul(self.all_documents()?) > most.saturating_mul(looked_at))
    }

    /// Papers with a mark stand in the order of the list beside it.
    fn marked_places(&self, question: &Question<'_>, mark: &Border) -> Result<Vec<Found>> {
        let (beyond, way) = question.way();
        let (table, mut clause) = mark.beside();
        let below = question.below();
        clause.and(
            &format!("(s.listed_on, s.document_id) {beyond} (?, ?)"),
            [below.listed_on, below.id].map(SqlValue::Integer),
        );
        let sql = format!(
            "SELECT s.listed_on, s.document_id FROM {table} WHERE {}
             ORDER BY s.listed_on {way}, s.document_id {way} LIMIT {}",
            clause.condition(),
            question.wanted
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        let found: Vec<PageKey> = collected(statement.query_map(params_from_iter(clause.values), place)?)?;
        Ok(found.into_iter().map(Found::at).collect())
    }

    /// Papers that have waited long enough: those listed after this day are few and have an index of their own.
    fn waiting_places(&self, question: &Question<'_>, day: i64) -> Result<Vec<Found>> {
        let part = |is_ahead: bool, wanted: usize| {
            let mut clause = question.filter.clause();
            let index = if is_ahead {
                clause.and(AHEAD, []);
                "documents_ahead"
            } else {
                "documents_by_date"
            };
            let listed = Border {
                of: Of::Document,
                column: "listed_on",
                index: None,
                from: is_ahead.then_some(SqlValue::Integer(day + 1)),
                to: (!is_ahead).then_some(SqlValue::Integer(day)),
            };
            listed.write(&mut clause);
            let filter = &question.filter.with_border(listed);
            self.places(
                &Question {
                    filter,
                    wanted,
                    ..*question
                },
                clause,
                index,
            )
        };
        let is_ahead_first = !question.order.is_oldest_first();
        let mut found = part(is_ahead_first, question.wanted)?;
        if found.len() < question.wanted {
            found.extend(part(!is_ahead_first, question.wanted - found.len())?);
        }
        Ok(found)
    }

    /// Of the papers that have waited long enough those listed after this day, newest first.
    pub(super) fn ahead(
        &self,
        filter: &Filter,
        day: i64,
        below: PageKey,
        wanted: usize,
    ) -> Result<Vec<PageKey>> {
        let mut clause = filter.clause();
        clause.and(AHEAD, []);
        clause.and("d.listed_on > ?", [SqlValue::Integer(day)]);
        clause.and(
            "(d.listed_on, d.id) < (?, ?)",
            [below.listed_on, below.id].map(SqlValue::Integer),
        );
        self.places_of(clause, "documents_ahead", "DESC", wanted)
    }

    /// Rows under these conditions in the order of the list; sorted where the index has another order.
    fn places(&self, question: &Question<'_>, mut clause: Clause, index: &str) -> Result<Vec<Found>> {
        let (beyond, way) = question.way();
        let below = question
            .filter
            .within_days(question.below(), question.order.is_oldest_first());
        clause.and(
            &format!("(d.listed_on, d.id) {beyond} (?, ?)"),
            [below.listed_on, below.id].map(SqlValue::Integer),
        );
        let found = self.places_of(clause, index, way, question.wanted)?;
        Ok(found.into_iter().map(Found::at).collect())
    }

    fn places_of(&self, clause: Clause, index: &str, way: &str, wanted: usize) -> Result<Vec<PageKey>> {
        let sql = format!(
            "SELECT d.listed_on, d.id FROM documents AS d {} WHERE {}
             ORDER BY d.listed_on {way}, d.id {way} LIMIT {wanted}",
            going_by(index),
            clause.condition(),
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        collected(statement.query_map(params_from_iter(clause.values), place)?)
    }

    /// Newest first under any conditions, by the index that has every column of every filter.
    pub(super) fn newest(&self, clause: Clause, below: PageKey, wanted: usize) -> Result<Vec<PageKey>> {
        let mut clause = clause;
        clause.and(
            "(d.listed_on, d.id) < (?, ?)",
            [below.listed_on, below.id].map(SqlValue::Integer),
        );
        self.places_of(clause, "documents_by_date", "DESC", wanted)
    }
}

fn place(row: &rusqlite::Row<'_>) -> rusqlite::Result<PageKey> {
    Ok(PageKey {
        listed_on: row.get(0)?,
        id: row.get(1)?,
    })
}
