//! An order by a column that has its own index: number, sum, instant of the status.

use rusqlite::params_from_iter;
use rusqlite::types::Value as SqlValue;

use super::filter::Clause;
use super::keyed::Keyed;
use super::ordered::Question;
use super::page_mark::{Found, Value};
use super::{PageKey, Sort, SortBy};
use crate::{Reader, Result};

/// After so many entries it is judged whether more are worth looking at.
const FIRST_LOOK: usize = if cfg!(test) { 10 } else { 500 };

impl Reader<'_> {
    /// The next rows by the order's own index; none when patience for entries that do not fit ran out.
    pub(super) fn by_column(
        &self,
        question: &Question<'_>,
        (sort, keyed): (Sort, &Keyed),
        patience: usize,
    ) -> Result<Option<Vec<Found>>> {
        let mut found = Vec::new();
        let mut looked_at = 0_usize;
        for (clause, order) in parts(question, sort, keyed) {
            let condition = question.filter.row_clause();
            let sql = format!(
                "SELECT {}, 0, d.listed_on, d.id, ({}) FROM documents AS d INDEXED BY {}
                 WHERE {} ORDER BY {order}",
                keyed.first,
                condition.condition(),
                index(sort.by),
                clause.condition(),
            );
            let mut statement = self.sql.prepare_cached(&sql)?;
            let values = condition.values.into_iter().chain(clause.values);
            let mut rows = statement.query(params_from_iter(values))?;
            while found.len() < question.wanted
                && let Some(row) = rows.next()?
            {
                let place = PageKey {
                    listed_on: row.get(2)?,
                    id: row.get(3)?,
                };
                if row.get::<_, Option<bool>>(4)?.unwrap_or(false) {
                    let value = keyed.value(row, 0, 1)?;
                    found.push(Found::of(value, place));
                }
                looked_at += 1;
                // At this rate the page would not be full in time.
                let is_hopeless =
                    found.len().saturating_mul(patience) < question.wanted.saturating_mul(looked_at);
                if looked_at >= FIRST_LOOK && is_hopeless && found.len() < question.wanted {
                    return Ok(None);
                }
            }
        }
        Ok(Some(found))
    }
}

fn index(by: SortBy) -> &'static str {
    match by {
        SortBy::Number => "documents_by_number_order",
        SortBy::Total => "documents_by_total",
        _ => "documents_by_waiting",
    }
}

/// What is left of the rows of the mark's own value, the rows beyond it, and the rows without a value: each with its
/// order, which the index has, so that nothing but rows of equal value is ever sorted.
fn parts(question: &Question<'_>, sort: Sort, keyed: &Keyed) -> Vec<(Clause, String)> {
    let column = &keyed.first;
    let descends = sort.column_descends();
    let beyond = if descends { "<" } else { ">" };
    let way = if descends { "DESC" } else { "ASC" };
    let newest = "d.listed_on DESC, d.id DESC";
    let below = question.below();
    let place = [below.listed_on, below.id].map(SqlValue::Integer);
    let value = question.after_value().map(|value| match value {
        Value::Number(number) => SqlValue::Integer(*number),
        Value::Text(text, _) => SqlValue::Text(text.clone()),
        Value::Place | Value::Exact | Value::Absent => SqlValue::Null,
    });
    let mut absent = Clause::default();
    absent.and(&format!("{column} IS NULL"), []);
    let mut with_value = Clause::default();
    let border = question.filter.border_of(column);
    let order = format!("{column} {way}, {newest}");
    match value {
        None => {
            with_value.and(&format!("{column} IS NOT NULL"), []);
            if let Some(border) = border {
                border.write(&mut with_value);
            }
        }
        Some(SqlValue::Null) => {
            absent.and("(d.listed_on, d.id) < (?, ?)", place);
            return vec![(absent, newest.to_owned())];
        }
        Some(value) => {
            let mut equal = Clause::default();
            equal.and(&format!("{column} = ?"), [value.clone()]);
            equal.and("(d.listed_on, d.id) < (?, ?)", place);
            with_value.and(&format!("{column} {beyond} ?"), [value]);
            // The mark itself is the border on the side from which the rows come.
            if let Some(border) = border {
                with_value.and_all(border.beyond(descends));
            }
            return vec![
                (equal, newest.to_owned()),
                (with_value, order),
                (absent, newest.to_owned()),
            ];
        }
    }
    vec![(with_value, order), (absent, newest.to_owned())]
}
