use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use rusqlite::Connection;

use super::{BLOBS, MAIN, Migration, migrate, version};
use crate::sqlite::open_writer;
use crate::testing::key;
use crate::{Error, folder};

/// A file with one row of every version that ever was goes here when a second version comes.
fn schema(sql: &Connection) -> Vec<(String, String)> {
    let mut query = sql
        .prepare(
            "SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name",
        )
        .unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

fn fresh(place: &tempfile::TempDir, name: &str) -> Connection {
    let path = place.path().join(name);
    folder::create_private_file(&path).unwrap();
    open_writer(&path, &key()).unwrap()
}

#[test]
fn every_older_version_becomes_the_same_as_a_new_database() {
    let place = tempfile::tempdir().unwrap();
    for (kind, migrations) in [("rows", MAIN), ("bytes", BLOBS)] {
        let newest = fresh(&place, kind);
        migrate(&newest, migrations).unwrap();
        for older in 0..=migrations.len() {
            let sql = fresh(&place, &format!("{kind}-{older}"));
            migrate(&sql, &migrations[..older]).unwrap();
            assert_eq!(version(&sql).unwrap(), i64::try_from(older).unwrap());
            migrate(&sql, migrations).unwrap();
            assert_eq!(version(&sql).unwrap(), migrations.last().unwrap().version);
            assert_eq!(schema(&sql), schema(&newest), "{kind} from version {older}");
        }
    }
}

#[test]
fn versions_are_numbered_one_after_the_other() {
    for migrations in [MAIN, BLOBS] {
        let numbers: Vec<_> = migrations.iter().map(|migration| migration.version).collect();
        assert_eq!(
            numbers,
            Vec::from_iter(1..=i64::try_from(migrations.len()).unwrap())
        );
    }
}

const BROKEN: &[Migration] = &[
    Migration {
        version: 1,
        statements: &[
            "CREATE TABLE seals (id INTEGER PRIMARY KEY, colour TEXT NOT NULL) STRICT;
            INSERT INTO seals VALUES (1, 'красный');",
        ],
    },
    Migration {
        version: 2,
        statements: &[
            "ALTER TABLE seals ADD COLUMN weight_g INTEGER NOT NULL DEFAULT 0;
            UPDATE seals SET colour = 'синий';",
            "CREATE TABLE seals (id)",
        ],
    },
];

/// Never ends, so that it can only be killed.
const ENDLESS: &[Migration] = &[
    BROKEN_FIRST,
    Migration {
        version: 2,
        statements: &["CREATE TABLE stamps (id INTEGER PRIMARY KEY) STRICT; INSERT INTO stamps VALUES (1);
            UPDATE seals SET colour = 'синий';
            CREATE TABLE numbers AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;"],
    },
];
const BROKEN_FIRST: Migration = Migration {
    version: 1,
    statements: BROKEN[0].statements,
};

fn assert_first_version(sql: &Connection) {
    assert_eq!(version(sql).unwrap(), 1);
    let colour: String = sql
        .query_row("SELECT colour FROM seals", [], |row| row.get(0))
        .unwrap();
    assert_eq!(colour, "красный");
    assert_eq!(schema(sql).len(), 1);
    assert!(sql.prepare("SELECT weight_g FROM seals").is_err());
}

#[test]
fn a_migration_that_fails_half_way_changes_nothing() {
    let place = tempfile::tempdir().unwrap();
    let sql = fresh(&place, "rows");
    assert!(matches!(migrate(&sql, BROKEN), Err(Error::Sql(_))));
    assert_first_version(&sql);
}

const CHILD: &str = "SURGUCH_STORE_MIGRATION_TO_BE_KILLED";

#[cfg(unix)]
#[test]
fn a_migration_killed_half_way_leaves_the_old_version() {
    if let Some(place) = std::env::var_os(CHILD) {
        let mut sql = open_writer(place.as_ref(), &key()).unwrap();
        let told = |_: rusqlite::hooks::Action, _: &str, table: &str, _: i64| {
            writeln!(std::io::stdout(), "changed {table}").unwrap();
        };
        sql.update_hook(Some(told)).unwrap();
        migrate(&sql, ENDLESS).unwrap();
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let sql = fresh(&place, "rows");
    migrate(&sql, &BROKEN[..1]).unwrap();
    drop(sql);
    let path = place.path().join("rows");
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "migrations::tests::a_migration_killed_half_way_leaves_the_old_version",
            "--nocapture",
        ])
        .env(CHILD, &path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("changed seals")));
    child.kill().unwrap();
    child.wait().unwrap();
    assert_first_version(&open_writer(&path, &key()).unwrap());
}

/// `table.column` of every table of a file, without SQLite's own and without the inner tables of an index.
fn live_columns(sql: &Connection) -> BTreeSet<String> {
    let mut query = sql
        .prepare(
            "SELECT t.name || '.' || c.name FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c
             WHERE t.schema = 'main' AND t.type IN ('table', 'virtual') AND t.name NOT LIKE 'sqlite_%'
                 AND NOT (t.type = 'virtual' AND c.hidden = 1)",
        )
        .unwrap();
    let rows = query.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

fn documented_columns() -> BTreeSet<String> {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/SCHEMA.md")).unwrap();
    let mut table = String::new();
    let mut found = BTreeSet::new();
    for line in page.lines() {
        if let Some(name) = line.strip_prefix("### `") {
            table = name.trim_end_matches('`').to_owned();
        }
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        if let ["", column, meaning, ""] = cells[..]
            && column.starts_with('`')
        {
            assert!(meaning.len() > 3, "{line}");
            assert!(
                found.insert(format!("{table}.{}", column.trim_matches('`'))),
                "{line}"
            );
        }
    }
    found
}

#[test]
fn every_column_is_documented_and_nothing_else_is() {
    let place = tempfile::tempdir().unwrap();
    let mut live = BTreeSet::new();
    for (kind, migrations) in [("rows", MAIN), ("bytes", BLOBS)] {
        let sql = fresh(&place, kind);
        migrate(&sql, migrations).unwrap();
        live.extend(live_columns(&sql));
    }
    assert!(live.contains("outbox_requests.request") && live.contains("document_terms.terms"));
    let documented = documented_columns();
    let missing: Vec<_> = live.difference(&documented).collect();
    let stale: Vec<_> = documented.difference(&live).collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "not documented: {missing:?}; documented in vain: {stale:?}"
    );
}
