//! The value that a row is ordered by, as SQL and as part of a place between pages.

use domain::EdoStatus;
use rusqlite::Row;
use rusqlite::types::Value as SqlValue;

use super::filter::Clause;
use super::page_mark::Value;
use super::{PageMark, SortBy};
use crate::columns::collected;
use crate::search::normalized;
use crate::{Reader, Result};

/// The text that companies are ordered by, and people by name.
pub(super) const PERSON_NAME: &str = "last_name || ' ' || first_name || ' ' || middle_name";

/// An order, ready to be written into statements over `documents` as `d`.
pub(super) struct Keyed {
    by: SortBy,
    /// The first thing that is ordered by.
    pub(super) first: String,
    /// What tells equal ones apart before the place does.
    pub(super) second: &'static str,
    /// Names of the directory in their order; empty where the database compares by itself.
    pub(super) names: Vec<(String, i64)>,
}

impl Keyed {
    pub(super) fn new(reader: &Reader<'_>, by: SortBy) -> Result<Self> {
        let names = match by {
            SortBy::Firm => reader.ordered_names("SELECT id, name FROM firms")?,
            SortBy::Kind => reader.ordered_names("SELECT id, name FROM kinds")?,
            _ => Vec::new(),
        };
        let first = match by {
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
        let second = match by {
            SortBy::Counterparty => "coalesce(d.counterparty_id, -d.individual_id, 0)",
            _ => "0",
        };
        Ok(Self {
            by,
            first,
            second,
            names,
        })
    }

    /// The value of a row from the columns of [`Self::first`] and [`Self::second`] at these places.
    pub(super) fn value(&self, row: &Row<'_>, first: usize, second: usize) -> rusqlite::Result<Value> {
        Ok(match (self.by, row.get::<_, SqlValue>(first)?) {
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

    /// The condition that a row stands below the mark: over the columns `first`, `second`, `listed_on`, `id`.
    pub(super) fn below(&self, mark: &PageMark) -> Clause {
        let mut clause = Clause::default();
        let place = [
            SqlValue::Integer(mark.place.listed_on),
            SqlValue::Integer(mark.place.id),
        ];
        let beyond = if mark.sort.column_descends() { "<" } else { ">" };
        match &mark.value {
            Value::Place | Value::Exact => clause.and(&format!("(listed_on, id) {beyond} (?, ?)"), place),
            Value::Absent => clause.and("first IS NULL AND (listed_on, id) < (?, ?)", place),
            Value::Number(number) => number_below(&mut clause, beyond, *number, place),
            Value::Text(name, id) if matches!(self.by, SortBy::Firm | SortBy::Kind) => {
                number_below(&mut clause, beyond, self.rank(name, *id), place);
            }
            Value::Text(text, id) => {
                let same = [SqlValue::Text(text.clone()), SqlValue::Integer(*id)];
                let values = same.clone().into_iter().chain(same).chain(place);
                clause.and(
                    &format!(
                        "((first, second) {beyond} (?, ?) OR first IS NULL
                          OR ((first, second) = (?, ?) AND (listed_on, id) < (?, ?)))"
                    ),
                    values,
                );
            }
        }
        clause
    }
}

fn number_below(clause: &mut Clause, beyond: &str, number: i64, place: [SqlValue; 2]) {
    let values = [SqlValue::Integer(number), SqlValue::Integer(number)];
    clause.and(
        &format!("(first {beyond} ? OR first IS NULL OR (first = ? AND (listed_on, id) < (?, ?)))"),
        values.into_iter().chain(place),
    );
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
