//! The end of a list of any length, and the rows before it, read backwards: whoever presses End does not walk there.
//!
//! An order by place is read the other way round. Another order costs one walk along the widest index, and a search
//! that many documents fit is followed through to its end: both can be ended by whoever asked.

use rusqlite::params_from_iter;

use super::filter::{Clause, Filter, going_by};
use super::keyed::Keys;
use super::ordered::Question;
use super::page_mark::Found;
use super::{DocumentPage, DocumentQuery, LONGEST_PAGE, PageKey, PageMark};
use crate::columns::collected;
use crate::search::Search;
use crate::{Error, Reader, Result};

/// Rows of a search that are followed at a time.
const AT_ONCE: usize = 5000;

impl Reader<'_> {
    /// The last rows of a query in its order, or those right above `before`; and where those above them end. The place and
    /// the text of `after` are not looked at. [`Error::Conflict`] when `before` is a place in another order.
    pub fn documents_from_end(
        &self,
        query: &DocumentQuery,
        before: Option<&PageMark>,
    ) -> Result<(DocumentPage, Option<PageMark>)> {
        if before.is_some_and(|mark| !mark.is_of(&query.sort)) {
            return Err(Error::Conflict("sort".to_owned()));
        }
        let limit = usize::try_from(query.limit.clamp(1, LONGEST_PAGE)).unwrap_or(1);
        let before = before.map(|mark| &mark.row);
        let mut found = self.last_found(query, before, limit + 1)?;
        let is_more = found.len() > limit;
        if is_more {
            found.remove(0);
        }
        let rows = self.rows_of(&found)?;
        let first = found.into_iter().next().filter(|_| is_more);
        let above = first.map(|row| PageMark {
            order: query.sort.clone(),
            row,
        });
        Ok((DocumentPage { rows, next: None }, above))
    }

    /// In the order of the query.
    fn last_found(&self, query: &DocumentQuery, before: Option<&Found>, wanted: usize) -> Result<Vec<Found>> {
        let asked = Search::asked(self, &query.text, query.today)?;
        if asked.search.is_some() {
            return self.followed_to_end(query, before, wanted);
        }
        let filter = Filter::within(query, asked.days);
        let mut found = if query.sort.is_by_place() {
            let order = query.sort.turned();
            let question = Question {
                filter: &filter,
                order: &order,
                after: before,
                wanted,
            };
            self.ordered(&question)?
        } else {
            self.sorted_backwards(&filter, &Keys::new(self, &query.sort)?, before, wanted)?
        };
        found.reverse();
        Ok(found)
    }

    /// Every row under the conditions, from the last one.
    fn sorted_backwards(
        &self,
        filter: &Filter,
        keys: &Keys,
        before: Option<&Found>,
        wanted: usize,
    ) -> Result<Vec<Found>> {
        let narrow = self.narrow_index(filter, self.worth_looking_at()?)?;
        let mut clause = filter.clause();
        if !filter.has_days() {
            clause.and("d.listed_on BETWEEN 0 AND 99999999", []);
        }
        let mut above = Clause::default();
        if let Some(mark) = before {
            let below = keys.below(mark);
            above.and(&format!("NOT ({})", below.condition()), below.values);
            above.and("id <> ?", [rusqlite::types::Value::Integer(mark.place.id)]);
        }
        let sql = format!(
            "SELECT * FROM (SELECT {} d.listed_on, d.id FROM documents AS d {} WHERE {})
             WHERE {} ORDER BY {} LIMIT {wanted}",
            keys.selected(),
            going_by(narrow.unwrap_or("documents_by_date")),
            clause.condition(),
            above.condition(),
            keys.turned_ordering(),
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        let values = clause.values.into_iter().chain(above.values);
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

    /// What the search box finds has no other way round.
    fn followed_to_end(
        &self,
        query: &DocumentQuery,
        before: Option<&Found>,
        wanted: usize,
    ) -> Result<Vec<Found>> {
        let mut query = DocumentQuery {
            after: None,
            ..query.clone()
        };
        let mut last: Vec<Found> = Vec::new();
        loop {
            let found = self.found(&query, AT_ONCE)?;
            let is_end = found.len() < AT_ONCE;
            let next = found.last().cloned();
            let above = found
                .iter()
                .position(|one| Some(one.place.id) == before.map(|mark| mark.place.id));
            last.extend(found.into_iter().take(above.unwrap_or(AT_ONCE)));
            let surplus = last.len().saturating_sub(wanted);
            last.drain(..surplus);
            let Some(row) = next.filter(|_| !is_end && above.is_none()) else {
                return Ok(last);
            };
            query.after = Some(PageMark {
                order: query.sort.clone(),
                row,
            });
        }
    }
}
