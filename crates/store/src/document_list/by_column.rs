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

const NEWEST: &str = "d.listed_on DESC, d.id DESC";

/// Rows of the index that follow one another in its order.
struct Part {
    clause: Clause,
    order: String,
    /// Rows of one value come oldest first, because the index has them so: in the registry the newest comes first.
    is_oldest_first: bool,
}

impl Part {
    fn newest_first(clause: Clause, order: &str) -> Self {
        Self {
            clause,
            order: order.to_owned(),
            is_oldest_first: false,
        }
    }
}

/// What was found on the way.
struct Way<'q> {
    question: &'q Question<'q>,
    by: SortBy,
    keyed: &'q Keyed,
    patience: usize,
    looked_at: usize,
    found: Vec<Found>,
}

impl Reader<'_> {
    /// The next rows by the order's own index; none when patience for entries that do not fit ran out.
    pub(super) fn by_column(
        &self,
        question: &Question<'_>,
        (sort, keyed): (Sort, &Keyed),
        patience: usize,
    ) -> Result<Option<Vec<Found>>> {
        let mut way = Way {
            question,
            by: sort.by,
            keyed,
            patience,
            looked_at: 0,
            found: Vec::new(),
        };
        for part in parts(question, sort, keyed) {
            let begun_at = way.found.len();
            if !self.take_part(&mut way, &part)? {
                return Ok(None);
            }
            if part.is_oldest_first && !self.newest_of_equal_first(&mut way, begun_at)? {
                return Ok(None);
            }
        }
        Ok(Some(way.found))
    }

    /// Takes rows until the page is full; false when it will not be full in time.
    fn take_part(&self, way: &mut Way<'_>, part: &Part) -> Result<bool> {
        let wanted = way.question.wanted;
        let condition = way.question.filter.row_clause();
        let sql = format!(
            "SELECT {}, 0, d.listed_on, d.id, ({}) FROM documents AS d INDEXED BY {}
             WHERE {} ORDER BY {}",
            way.keyed.first,
            condition.condition(),
            index(way.by),
            part.clause.condition(),
            part.order,
        );
        let mut statement = self.sql.prepare_cached(&sql)?;
        let values = condition.values.iter().chain(&part.clause.values);
        let mut rows = statement.query(params_from_iter(values))?;
        while way.found.len() < wanted
            && let Some(row) = rows.next()?
        {
            let place = PageKey {
                listed_on: row.get(2)?,
                id: row.get(3)?,
            };
            if row.get::<_, Option<bool>>(4)?.unwrap_or(false) {
                let value = way.keyed.value(row, 0, 1)?;
                way.found.push(Found::of(value, place));
            }
            way.looked_at += 1;
            // At this rate the page would not be full in time.
            let is_hopeless =
                way.found.len().saturating_mul(way.patience) < wanted.saturating_mul(way.looked_at);
            if way.looked_at >= FIRST_LOOK && is_hopeless && way.found.len() < wanted {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Turns the rows of each value round. The last value may have more rows than the page has room for, so its newest are
    /// looked for anew. False when they are not found in time.
    fn newest_of_equal_first(&self, way: &mut Way<'_>, begun_at: usize) -> Result<bool> {
        let Some(found) = way.found.get_mut(begun_at..) else {
            return Ok(true);
        };
        for equal in found.chunk_by_mut(|one, next| one.values == next.values) {
            equal.reverse();
        }
        if way.found.len() < way.question.wanted {
            return Ok(true);
        }
        let Some(last) = way.found.last().map(|last| last.values.clone()) else {
            return Ok(true);
        };
        let whole = way.found.iter().rposition(|one| one.values != last);
        way.found
            .truncate(whole.map_or(begun_at, |at| (at + 1).max(begun_at)));
        let mut equal = Clause::default();
        equal.and(&format!("{} = ?", way.keyed.first), last.first().map(plain_value));
        self.take_part(way, &Part::newest_first(equal, NEWEST))
    }
}

/// As the column has it.
fn plain_value(value: &Value) -> SqlValue {
    match value {
        Value::Number(number) => SqlValue::Integer(*number),
        Value::Text(text, _) => SqlValue::Text(text.clone()),
        Value::Place | Value::Exact | Value::Absent => SqlValue::Null,
    }
}

fn index(by: SortBy) -> &'static str {
    match by {
        SortBy::Number => "documents_by_number_order",
        SortBy::Total => "documents_by_total",
        _ => "documents_by_waiting",
    }
}

/// What is left of the rows of the mark's own value, the rows beyond it, and the rows without a value: each with an
/// order that the index has, so that nothing is ever sorted.
fn parts(question: &Question<'_>, sort: Sort, keyed: &Keyed) -> Vec<Part> {
    let column = &keyed.first;
    let descends = sort.column_descends();
    let below = question.below();
    let place = [below.listed_on, below.id].map(SqlValue::Integer);
    let value = question.after_value().map(plain_value);
    let border = question.filter.border_of(column);
    let mut absent = Clause::default();
    absent.and(&format!("{column} IS NULL"), []);
    if value == Some(SqlValue::Null) {
        absent.and("(d.listed_on, d.id) < (?, ?)", place);
        return vec![Part::newest_first(absent, NEWEST)];
    }
    let mut with_value = Clause::default();
    let mut parts = Vec::new();
    match value {
        None => {
            with_value.and(&format!("{column} IS NOT NULL"), []);
            if let Some(border) = border {
                border.write(&mut with_value);
            }
        }
        Some(value) => {
            let mut equal = Clause::default();
            equal.and(&format!("{column} = ?"), [value.clone()]);
            equal.and("(d.listed_on, d.id) < (?, ?)", place);
            parts.push(Part::newest_first(equal, NEWEST));
            let beyond = if descends { "<" } else { ">" };
            with_value.and(&format!("{column} {beyond} ?"), [value]);
            // The mark itself is the border on the side from which the rows come.
            if let Some(border) = border {
                with_value.and_all(border.beyond(descends));
            }
        }
    }
    parts.push(Part {
        clause: with_value,
        order: if descends {
            format!("{column} DESC, {NEWEST}")
        } else {
            format!("{column}, d.listed_on, d.id")
        },
        is_oldest_first: !descends,
    });
    parts.push(Part::newest_first(absent, NEWEST));
    parts
}
