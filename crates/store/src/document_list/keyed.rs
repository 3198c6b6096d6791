//! The values that a row is ordered by, as SQL and as part of a place between pages.

use domain::EdoStatus;
use rusqlite::Row;
use rusqlite::types::Value as SqlValue;

use super::filter::Clause;
use super::page_mark::{Found, Value};
use super::{Order, Sort, SortBy};
use crate::columns::collected;
use crate::search::normalized;
use crate::{Reader, Result};

/// The text that companies are ordered by, and people by name.
pub(super) const PERSON_NAME: &str = "last_name || ' ' || first_name || ' ' || middle_name";

/// A column of an order, ready to be written into statements over `documents` as `d`.
pub(super) struct Keyed {
    sort: Sort,
    /// The first thing that is ordered by.
    pub(super) first: String,
    /// What tells equal ones apart before the place does.
    pub(super) second: &'static str,
    /// Names of the directory in their order; empty where the database compares by itself.
    pub(super) names: Vec<(String, i64)>,
}

impl Keyed {
    pub(super) fn new(reader: &Reader<'_>, sort: Sort) -> Result<Self> {
        let names = match sort.by {
            SortBy::Firm => reader.ordered_names("SELECT id, name FROM firms")?,
            SortBy::Kind => reader.ordered_names("SELECT id, name FROM kinds")?,
            _ => Vec::new(),
        };
        let first = match sort.by {
            SortBy::Date => "d.listed_on".to_owned(),
            SortBy::Number => "d.number_key".to_owned(),
            SortBy::Total => "d.total_kopecks".to_owned(),
            SortBy::Waiting => "d.status_since_ns".to_owned(),
            SortBy::Status => status_rank(),
            SortBy::Firm => name_rank("d.firm_id", &names),
            SortBy::Kind => name_rank("d.kind_id", &names),
            SortBy::Counterparty => format!(
                "coalesce((SELECT c.name_words FROM counterparties c WHERE c.id = d.counterparty_id),
                    (SELECT {PERSON_NAME} FROM individuals p WHERE p.id = d.individual_id))"
            ),
        };
        let second = match sort.by {
            SortBy::Counterparty => "coalesce(d.counterparty_id, -d.individual_id, 0)",
            _ => "0",
        };
        Ok(Self {
            sort,
            first,
            second,
            names,
        })
    }

    /// The value of a row from the columns of [`Self::first`] and [`Self::second`] at these places.
    pub(super) fn value(&self, row: &Row<'_>, first: usize, second: usize) -> rusqlite::Result<Value> {
        Ok(match (self.sort.by, row.get::<_, SqlValue>(first)?) {
            (SortBy::Date, _) => Value::Place,
            (SortBy::Firm | SortBy::Kind, SqlValue::Integer(rank)) => self.name_of(rank),
            (_, SqlValue::Integer(number)) => Value::Number(number),
            (_, SqlValue::Text(text)) => Value::Text(text, row.get(second)?),
            _ => Value::Absent,
        })
    }

    fn name_of(&self, rank: i64) -> Value {
        let name = usize::try_from(rank / 2).ok().and_then(|at| self.names.get(at));
        name.map_or(Value::Absent, |(name, id)| Value::Text(name.clone(), *id))
    }

    /// Where a name stands among those of the directory; between two when it is gone from there.
    fn rank(&self, name: &str, id: i64) -> i64 {
        let at = self
            .names
            .binary_search_by(|(other, other_id)| (other.as_str(), *other_id).cmp(&(name, id)));
        let twice = |at: usize| i64::try_from(at).unwrap_or(i64::MAX / 2) * 2;
        at.map_or_else(|before| twice(before) - 1, twice)
    }

    fn way(&self) -> &'static str {
        if self.sort.column_descends() {
            "DESC"
        } else {
            "ASC"
        }
    }

    /// The conditions that column number `at` of a row stands beyond this one's, and that it is equal to it.
    fn beside(&self, at: usize, row: &Found) -> (Clause, Clause) {
        let (mut beyond, mut equal) = (Clause::default(), Clause::default());
        let sign = if self.sort.column_descends() { "<" } else { ">" };
        let number = match (&row.values.get(at), self.sort.by) {
            (Some(Value::Place), _) => Some(row.place.listed_on),
            (Some(Value::Number(number)), _) => Some(*number),
            (Some(Value::Text(name, id)), SortBy::Firm | SortBy::Kind) => Some(self.rank(name, *id)),
            _ => None,
        };
        match (number, row.values.get(at)) {
            (Some(number), _) => {
                let number = SqlValue::Integer(number);
                beyond.and(&format!("(f{at} {sign} ? OR f{at} IS NULL)"), [number.clone()]);
                equal.and(&format!("f{at} = ?"), [number]);
            }
            (None, Some(Value::Text(text, id))) => {
                let both = [SqlValue::Text(text.clone()), SqlValue::Integer(*id)];
                beyond.and(
                    &format!("((f{at}, s{at}) {sign} (?, ?) OR f{at} IS NULL)"),
                    both.clone(),
                );
                equal.and(&format!("(f{at}, s{at}) = (?, ?)"), both);
            }
            _ => {
                beyond.and("0", []);
                equal.and(&format!("f{at} IS NULL"), []);
            }
        }
        (beyond, equal)
    }
}

/// All columns of an order, written into statements as `f0, s0, f1, s1, …`.
pub(super) struct Keys {
    order: Order,
    pub(super) columns: Vec<Keyed>,
}

impl Keys {
    pub(super) fn new(reader: &Reader<'_>, order: &Order) -> Result<Self> {
        let columns = order.keys().iter().map(|sort| Keyed::new(reader, *sort));
        Ok(Self {
            order: order.clone(),
            columns: columns.collect::<Result<_>>()?,
        })
    }

    /// What a statement selects of a document: two things for each column.
    pub(super) fn selected(&self) -> String {
        let columns = self.columns.iter().enumerate();
        columns
            .map(|(at, column)| format!("{} AS f{at}, {} AS s{at}, ", column.first, column.second))
            .collect()
    }

    /// By what it orders them, from the last row to the first.
    pub(super) fn turned_ordering(&self) -> String {
        let parts = self.ordering();
        let turned = parts.split(", ").map(|part| match part.strip_suffix(" DESC") {
            Some(part) => format!("{part} ASC"),
            // Rows without a value come last without a word, as SQLite's usual way is.
            None => format!("{} DESC", part.strip_suffix(" ASC").unwrap_or(part)),
        });
        turned.collect::<Vec<_>>().join(", ")
    }

    /// By what it orders them.
    pub(super) fn ordering(&self) -> String {
        let columns = self.columns.iter().enumerate().map(|(at, column)| {
            let way = column.way();
            let absent_last = match column.sort.by {
                SortBy::Date | SortBy::Status | SortBy::Waiting => String::new(),
                _ => format!("f{at} IS NULL, "),
            };
            let second = match column.sort.by {
                SortBy::Counterparty => format!("s{at} {way}, "),
                _ => String::new(),
            };
            format!("{absent_last}f{at} {way}, {second}")
        });
        let way = if self.order.is_oldest_first() {
            "ASC"
        } else {
            "DESC"
        };
        format!("{}listed_on {way}, id {way}", columns.collect::<String>())
    }

    /// The values of a row whose columns begin with those of [`Self::selected`].
    pub(super) fn values(&self, row: &Row<'_>) -> rusqlite::Result<Vec<Value>> {
        let columns = self.columns.iter().enumerate();
        columns
            .map(|(at, column)| column.value(row, 2 * at, 2 * at + 1))
            .collect()
    }

    /// The condition that a row stands below this one: over the columns of [`Self::selected`], `listed_on` and `id`.
    pub(super) fn below(&self, row: &Found) -> Clause {
        let sign = if self.order.is_oldest_first() { ">" } else { "<" };
        let mut below = Clause::default();
        let place = [row.place.listed_on, row.place.id].map(SqlValue::Integer);
        below.and(&format!("(listed_on, id) {sign} (?, ?)"), place);
        for (at, column) in self.columns.iter().enumerate().rev() {
            let (beyond, equal) = column.beside(at, row);
            let text = format!(
                "({} OR ({} AND {}))",
                beyond.condition(),
                equal.condition(),
                below.condition()
            );
            let values = beyond.values.into_iter().chain(equal.values).chain(below.values);
            below = Clause {
                text,
                values: values.collect(),
            };
        }
        below
    }
}

/// Where the status stands in the order of the statuses.
pub(super) fn rank_of(status: EdoStatus) -> i64 {
    let at = EdoStatus::ALL.iter().position(|other| *other == status);
    at.and_then(|at| i64::try_from(at).ok()).unwrap_or(i64::MAX)
}

fn status_rank() -> String {
    let cases = EdoStatus::ALL
        .iter()
        .map(|status| format!(" WHEN '{}' THEN {}", status.code(), rank_of(*status)));
    format!("CASE d.status{} END", cases.collect::<String>())
}

fn name_rank(column: &str, names: &[(String, i64)]) -> String {
    if names.is_empty() {
        return "NULL".to_owned();
    }
    let cases = names
        .iter()
        .enumerate()
        .map(|(rank, (_, id))| format!(" WHEN {id} THEN {}", rank * 2));
    format!("CASE {column}{} END", cases.collect::<String>())
}

impl Reader<'_> {
    fn ordered_names(&self, sql: &str) -> Result<Vec<(String, i64)>> {
        let mut query = self.sql.prepare_cached(sql)?;
        let mut names = collected(query.query_map([], |row| {
            Ok((normalized(&row.get::<_, String>(1)?), row.get::<_, i64>(0)?))
        })?)?;
        names.sort_unstable();
        Ok(names)
    }
}
