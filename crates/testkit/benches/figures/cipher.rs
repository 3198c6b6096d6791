//! What encryption at rest costs: SQLCipher beside plain SQLite, the same statements by bare rusqlite.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use crate::figure::{Figure, by_turns, median_ms, rate, timed};

const ROWS: usize = 200_000;
const PAGE_ROWS: usize = 200;
const ROUNDS: usize = 101;

pub fn figures() -> Vec<Figure> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let encrypted = open(&folder.path().join("encrypted.db"), Some(&"5e".repeat(32)));
    let plain = open(&folder.path().join("plain.db"), None);
    let (ours, theirs) = filled(&encrypted, &plain);
    let insert = Figure::beside_floor("cipher.insert", "rows/s", ours, theirs)
        .goal("≥ 0.8×", |figure| figure.ratio >= 0.8);
    let (mut at, mut plain_at) = (0, 0);
    let (ours, theirs) = by_turns(
        ROUNDS,
        || page(&encrypted, &mut at),
        || page(&plain, &mut plain_at),
        median_ms,
    );
    let page = Figure::beside_floor("cipher.page", "ms", ours, theirs)
        .goal("≤ 2× for a page of 200 rows anywhere in the file", |figure| {
            figure.ratio <= 2.0
        });
    vec![insert, page]
}

fn open(path: &Path, key_hex: Option<&str>) -> Connection {
    let sql = Connection::open(path).expect("a database");
    if let Some(key) = key_hex {
        sql.execute_batch(&format!(
            "PRAGMA key = \"x'{key}'\"; PRAGMA cipher_page_size = 4096;"
        ))
        .expect("a key");
    }
    let settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;
        CREATE TABLE documents (id INTEGER PRIMARY KEY, number TEXT, issued_on TEXT, total INTEGER, title TEXT) STRICT;
        CREATE INDEX documents_by_date ON documents (issued_on, id);";
    sql.execute_batch(settings).expect("a table");
    sql
}

/// Rows a second of each, in transactions of a thousand, by turns.
fn filled(encrypted: &Connection, plain: &Connection) -> (f64, f64) {
    let (mut ours, mut theirs) = (Duration::ZERO, Duration::ZERO);
    for start in (0..ROWS).step_by(1000) {
        ours += timed(|| insert(encrypted, start)).1;
        theirs += timed(|| insert(plain, start)).1;
    }
    (rate(ROWS, ours), rate(ROWS, theirs))
}

fn insert(sql: &Connection, start: usize) {
    sql.execute_batch("BEGIN IMMEDIATE").expect("a transaction");
    let mut insert = sql
        .prepare_cached("INSERT INTO documents (number, issued_on, total, title) VALUES (?1, ?2, ?3, ?4)")
        .expect("a statement");
    for row in start..start + 1000 {
        let date = format!("2026-{:02}-{:02}", row % 12 + 1, row % 28 + 1);
        let title = format!(
            "Реализация товаров № {row} от {date}, ООО «Ромашка-{}»",
            row % 977
        );
        insert
            .execute((format!("А-{row}"), date, row as i64 * 100, title))
            .expect("a row");
    }
    drop(insert);
    sql.execute_batch("COMMIT").expect("a commit");
}

/// A page by key at a place that the last pages did not touch.
fn page(sql: &Connection, at: &mut i64) {
    *at = (*at + 104_729) % (ROWS - PAGE_ROWS) as i64;
    let mut query = sql
        .prepare_cached(
            "SELECT id, number, issued_on, total, title FROM documents WHERE id > ?1 ORDER BY id LIMIT ?2",
        )
        .expect("a statement");
    let rows = query
        .query_map((*at, PAGE_ROWS as i64), |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(4)?))
        })
        .expect("rows")
        .count();
    assert_eq!(rows, PAGE_ROWS);
}
