//! What the first sorting or narrowing of a big registry needs besides the rows themselves, read while nobody waits: the
//! inner pages of the table of documents, which lead to every row, and the names on the other side.
//!
//! Each page has to be decrypted once, and a page of two hundred papers from all over an archive passes as many inner
//! pages as it has rows.

use rusqlite::Connection;

use crate::{Result, Store};

/// Documents between two looks: an inner page leads to several thousand.
const STEP: i64 = 2_000;
/// Of a longer archive only as many inner pages as this are looked for.
const MOST_LOOKS: i64 = 600;
/// Names that are read at most; what is beyond them is read when it is shown.
const MOST_NAMES: i64 = 20_000;

const ROW_AT: &str = "SELECT length(title) FROM documents NOT INDEXED WHERE id >= ?1 ORDER BY id LIMIT 1";

impl Store {
    /// Reads ahead into the reader that answers next. Takes milliseconds, on a cold disk about a second; changes nothing.
    pub fn read_ahead(&self) -> Result<()> {
        self.read(|r| {
            way_to_documents(r.sql)?;
            names_of(r.sql, "counterparties", "name || inn")?;
            names_of(r.sql, "individuals", "last_name || first_name || middle_name")
        })
    }
}

fn way_to_documents(sql: &Connection) -> Result<()> {
    let last: i64 = sql.query_row("SELECT coalesce(max(id), 0) FROM documents", [], |row| row.get(0))?;
    let step = STEP.max(last / MOST_LOOKS);
    let mut row_at = sql.prepare(ROW_AT)?;
    let mut id = 0;
    while id <= last {
        row_at.query([id])?.next()?;
        id += step;
    }
    Ok(())
}

fn names_of(sql: &Connection, table: &str, name: &str) -> Result<()> {
    let sum = format!(
        "SELECT sum(length(name)) FROM (SELECT {name} AS name FROM {table} NOT INDEXED LIMIT {MOST_NAMES})"
    );
    Ok(sql.query_row(&sum, [], |_| Ok(()))?)
}

#[cfg(test)]
mod tests {
    use super::ROW_AT;
    use crate::testing::{office, paper, settle};

    #[test]
    fn rows_are_found_by_the_table_itself_in_an_empty_registry_and_in_a_full_one() {
        let office = office();
        office.store.read_ahead().unwrap();
        office
            .store
            .write(|w| {
                settle(w);
                for number in 0..5 {
                    w.insert_document(&paper(&number.to_string(), 1, 100), crate::testing::at(0))?;
                }
                Ok(())
            })
            .unwrap();
        office.store.read_ahead().unwrap();
        let plan = office.store.read(|r| {
            let plan = format!("EXPLAIN QUERY PLAN {ROW_AT}");
            Ok(r.sql.query_row(&plan, [1], |row| row.get::<_, String>(3))?)
        });
        assert_eq!(
            plan.unwrap(),
            "SEARCH documents USING INTEGER PRIMARY KEY (rowid>?)"
        );
    }
}
