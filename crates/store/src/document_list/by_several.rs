//! An order by several columns: by the first one, and wherever rows are equal in it, by the rest.
//!
//! Small groups of equal rows are sorted where they are found; a big one is a question of its own, with one condition
//! more and one column less, so that each part is answered by the index that fits it.

use std::cmp::Ordering;

use domain::EdoStatus;
use rusqlite::params_from_iter;
use rusqlite::types::Value as SqlValue;

use super::comparing::{compared, compared_values};
use super::filter::{Border, Filter, Owner};
use super::keyed::{Keyed, Keys, rank_of};
use super::ordered::Question;
use super::page_mark::{Found, Value};
use super::{Order, PageKey, Sort, SortBy};
use crate::columns::optional;
use crate::{Reader, Result};

/// The statement that tells the values of one document begins with what is ordered by.
fn values_sql(keys: &Keys) -> String {
    format!(
        "SELECT {} d.id FROM documents AS d WHERE d.id = ?",
        keys.selected()
    )
}

impl Reader<'_> {
    /// The next rows; none where many conditions may leave nothing in most of the groups.
    pub(super) fn by_several(&self, question: &Question<'_>, first: &Keyed) -> Result<Option<Vec<Found>>> {
        let Some(sort) = question.order.keys().first().copied() else {
            return Ok(None);
        };
        let conditions = question.filter.count();
        let is_walked = sort.by == SortBy::Date || (conditions <= 1 && question.filter.borders.is_empty());
        if !is_walked {
            return Ok(None);
        }
        let rest = question.order.rest();
        let walk = SeveralWalk {
            reader: self,
            question,
            sort,
            first,
            keys: Keys::new(self, &rest)?,
            rest,
            found: Vec::new(),
        };
        Ok(Some(match sort.by {
            SortBy::Status | SortBy::Firm | SortBy::Kind => walk.by_known_groups()?,
            _ => walk.by_runs()?,
        }))
    }

    /// What these columns say of a document, if it fits.
    pub(super) fn fitting_values(
        &self,
        keys: &Keys,
        filter: &Filter,
        place: PageKey,
    ) -> Result<Option<Vec<Value>>> {
        let clause = filter.row_clause();
        let sql = format!("{} AND {}", values_sql(keys), clause.condition());
        let mut statement = self.sql.prepare_cached(&sql)?;
        let values = std::iter::once(SqlValue::Integer(place.id)).chain(clause.values);
        optional(statement.query_row(params_from_iter(values), |row| keys.values(row)))
    }

    /// What these columns say of a document.
    pub(super) fn values_of(&self, keys: &Keys, place: PageKey) -> Result<Vec<Value>> {
        let mut statement = self.sql.prepare_cached(&values_sql(keys))?;
        Ok(statement.query_row([place.id], |row| keys.values(row))?)
    }
}

struct SeveralWalk<'a> {
    reader: &'a Reader<'a>,
    question: &'a Question<'a>,
    /// The first column.
    sort: Sort,
    first: &'a Keyed,
    /// The others.
    rest: Order,
    keys: Keys,
    found: Vec<Found>,
}

impl SeveralWalk<'_> {
    fn is_full(&self) -> bool {
        self.found.len() >= self.question.wanted
    }

    /// Group by group, where all the groups there can be are known.
    fn by_known_groups(mut self) -> Result<Vec<Found>> {
        for value in self.known_values()? {
            let after = self.question.after;
            let stands = after
                .and_then(|mark| mark.values.first())
                .map(|theirs| compared_values(self.sort.descending, &value, theirs));
            let after = match stands {
                Some(Ordering::Less) => continue,
                Some(Ordering::Equal) => after,
                _ => None,
            };
            self.add_group(&value, PageKey::TOP, after)?;
            if self.is_full() {
                break;
            }
        }
        Ok(self.found)
    }

    fn known_values(&self) -> Result<Vec<Value>> {
        if self.sort.by == SortBy::Status {
            let statuses = self.reader.occurring(&self.question.filter.statuses)?;
            let mut ranks: Vec<_> = statuses
                .into_iter()
                .map(|status| Value::Number(rank_of(status)))
                .collect();
            if self.sort.descending {
                ranks.reverse();
            }
            return Ok(ranks);
        }
        let names = self.first.names.iter();
        let mut values: Vec<_> = names.map(|(name, id)| Value::Text(name.clone(), *id)).collect();
        if self.sort.descending {
            values.reverse();
        }
        values.push(Value::Absent);
        Ok(values)
    }

    /// Run by run of equal rows, as the order of the first column alone has them.
    fn by_runs(mut self) -> Result<Vec<Found>> {
        let mut from = None;
        if let Some(mark) = self.question.after {
            let value = mark.values.first().cloned().unwrap_or(Value::Place);
            self.add_group(&value, mark.place, Some(mark))?;
            from = Some(self.behind(value, mark.place));
        }
        let chunk = self.question.wanted + self.question.wanted / 2 + 16;
        while !self.is_full() {
            let rows = self.reader.ordered(&Question {
                filter: self.question.filter,
                order: &Order::of_first(self.sort),
                after: from.as_ref(),
                wanted: chunk,
            })?;
            let is_end = rows.len() < chunk;
            let mut runs: Vec<&[Found]> = rows.chunk_by(|one, other| self.are_equal(one, other)).collect();
            // The last run may go on behind the chunk.
            let cut_off = if is_end { None } else { runs.pop() };
            let is_one_run = runs.is_empty();
            for run in runs {
                self.add_run(run)?;
            }
            let Some(first) = cut_off.and_then(|run| run.first()) else {
                break;
            };
            let value = first.values.first().cloned().unwrap_or(Value::Place);
            if is_one_run {
                self.add_group(&value, first.place, None)?;
                from = Some(self.behind(value, first.place));
            } else {
                from = Some(self.before(value, first.place));
            }
        }
        self.found.truncate(self.question.wanted);
        Ok(self.found)
    }

    fn are_equal(&self, one: &Found, other: &Found) -> bool {
        if self.sort.by == SortBy::Date {
            one.place.listed_on == other.place.listed_on
        } else {
            one.values == other.values
        }
    }

    /// A mark above the rows with this value.
    fn before(&self, value: Value, place: PageKey) -> Found {
        self.beside(value, place, self.sort.descending)
    }

    /// A mark below them.
    fn behind(&self, value: Value, place: PageKey) -> Found {
        self.beside(value, place, !self.sort.descending)
    }

    fn beside(&self, value: Value, place: PageKey, is_greatest: bool) -> Found {
        if self.sort.by == SortBy::Date {
            return Found::at(PageKey {
                id: if is_greatest { i64::MAX } else { 0 },
                ..place
            });
        }
        // Within the value the newest stand first, whichever way the column goes.
        let is_above = is_greatest == self.sort.descending;
        Found::of(value, if is_above { PageKey::TOP } else { PageKey::BOTTOM })
    }

    /// Adds rows that are all there are with their value in the first column.
    fn add_run(&mut self, run: &[Found]) -> Result<()> {
        let values = |row: &Found| -> Result<Found> {
            Ok(Found {
                values: if self.keys.columns.is_empty() {
                    Vec::new()
                } else {
                    self.reader.values_of(&self.keys, row.place)?
                },
                place: row.place,
            })
        };
        let first = run.first().and_then(|row| row.values.first()).cloned();
        let mut rows = run.iter().map(values).collect::<Result<Vec<_>>>()?;
        rows.sort_unstable_by(|one, other| compared(&self.rest, one, other));
        self.push(&first.unwrap_or(Value::Place), rows);
        Ok(())
    }

    /// Adds the rows with this value that stand below the mark.
    fn add_group(&mut self, value: &Value, place: PageKey, after: Option<&Found>) -> Result<()> {
        let Some(filter) = self.group(value, place)? else {
            return Ok(());
        };
        let after = after.map(|mark| Found {
            values: mark.values.iter().skip(1).cloned().collect(),
            place: mark.place,
        });
        let rows = self.reader.ordered(&Question {
            filter: &filter,
            order: &self.rest,
            after: after.as_ref(),
            wanted: self.question.wanted - self.found.len().min(self.question.wanted),
        })?;
        self.push(value, rows);
        Ok(())
    }

    fn push(&mut self, first: &Value, rows: Vec<Found>) {
        let whole = rows.into_iter().map(|row| Found {
            values: std::iter::once(first.clone()).chain(row.values).collect(),
            place: row.place,
        });
        self.found.extend(whole);
    }

    /// The conditions, and that the first column has this value; none where both cannot be.
    fn group(&self, value: &Value, place: PageKey) -> Result<Option<Filter>> {
        let filter = self.question.filter;
        let with = |border: Border| Some(filter.with_border(border));
        Ok(match (self.sort.by, value) {
            (SortBy::Date, _) => {
                let day = SqlValue::Integer(place.listed_on);
                with(Border::exactly("listed_on", "documents_by_date", day))
            }
            (SortBy::Status, Value::Number(rank)) => {
                let at = usize::try_from(*rank).unwrap_or(usize::MAX);
                EdoStatus::ALL.get(at).map(|status| filter.with_status(*status))
            }
            (SortBy::Firm, Value::Text(_, id)) => filter.with_owner(Owner::Firm, *id),
            (SortBy::Kind, Value::Text(_, id)) => filter.with_owner(Owner::Kind, *id),
            (SortBy::Counterparty, Value::Text(_, id)) if *id < 0 => {
                filter.with_owner(Owner::Individual, -id)
            }
            (SortBy::Counterparty, Value::Text(_, id)) => filter.with_owner(Owner::Counterparty, *id),
            (SortBy::Firm, _) => with(Border::absent("firm_id", Some("documents_by_firm"))),
            (SortBy::Kind, _) => with(Border::absent("kind_id", Some("documents_by_kind"))),
            (SortBy::Counterparty, _) => {
                let nobody = Border::absent("counterparty_id", Some("documents_by_counterparty"));
                let without = filter.with_border(nobody);
                Some(without.with_border(Border::absent("individual_id", None)))
            }
            (SortBy::Number | SortBy::Total | SortBy::Waiting | SortBy::Status, _) => {
                with(self.column_border(value))
            }
        })
    }

    fn column_border(&self, value: &Value) -> Border {
        let (column, index) = match self.sort.by {
            SortBy::Number => ("number_key", "documents_by_number_order"),
            SortBy::Total => ("total_kopecks", "documents_by_total"),
            _ => ("status_since_ns", "documents_by_waiting"),
        };
        match value {
            Value::Number(number) => Border::exactly(column, index, SqlValue::Integer(*number)),
            Value::Text(text, _) => Border::exactly(column, index, SqlValue::Text(text.clone())),
            _ => Border::absent(column, Some(index)),
        }
    }
}
