//! Numbers of papers in the order in which a person counts: «2» before «10», «А-2» before «А-10».

use rusqlite::{Connection, params};

use crate::Result;
use crate::search::normalized;

/// Longer runs of digits are compared by their beginning.
const LONGEST_RUN: usize = 99;
/// Rows that the step of the migration reads at a time.
const BATCH: i64 = 10_000;

/// A text whose plain order is the natural order of numbers; none for a paper without a number. Each run of digits
/// says first, in two digits, how long it is.
pub(crate) fn number_order(number: &str) -> Option<String> {
    let mut order = String::new();
    let mut digits = String::new();
    let normal = normalized(number);
    for character in normal.chars() {
        if character.is_ascii_digit() {
            digits.push(character);
        } else {
            close_run(&mut order, &mut digits);
            order.push(character);
        }
    }
    close_run(&mut order, &mut digits);
    (!order.is_empty()).then_some(order)
}

fn close_run(order: &mut String, digits: &mut String) {
    if digits.is_empty() {
        return;
    }
    let plain = digits.trim_start_matches('0');
    let run = plain.get(..LONGEST_RUN).unwrap_or(plain);
    order.push_str(&format!("{:02}{run}", run.len()));
    digits.clear();
}

/// Gives every paper of before its place in the order, then makes the indexes that lists walk.
pub(crate) fn order_numbers(sql: &Connection) -> Result<()> {
    let mut after = 0_i64;
    loop {
        let mut query =
            sql.prepare_cached("SELECT id, number FROM documents WHERE id > ?1 ORDER BY id LIMIT ?2")?;
        let rows = query.query_map(params![after, BATCH], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        let rows: Vec<_> = rows.collect::<rusqlite::Result<_>>()?;
        let Some((last, _)) = rows.last() else {
            return Ok(sql.execute_batch(include_str!("v3_indexes.sql"))?);
        };
        after = *last;
        let mut update = sql.prepare_cached("UPDATE documents SET number_key = ?2 WHERE id = ?1")?;
        for (id, number) in &rows {
            if let Some(order) = number_order(number) {
                update.execute(params![id, order])?;
            }
        }
    }
}
