use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use domain::{
    BlobId, DocflowMark, DocumentDetails, DocumentId, EdoDocumentId, EdoFormat, EdoStatus, Origin,
    Requisites, UtdFunction,
};
use rusqlite::Connection;

use super::{BLOBS, MAIN, Migration, migrate, version};
use crate::sqlite::open_writer;
use crate::testing::key;
use crate::{DocumentQuery, Error, NoticeAbout, Store, Writer, folder};

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
        migrate(&newest, migrations, &|| ()).unwrap();
        for older in 0..=migrations.len() {
            let sql = fresh(&place, &format!("{kind}-{older}"));
            migrate(&sql, &migrations[..older], &|| ()).unwrap();
            assert_eq!(version(&sql).unwrap(), i64::try_from(older).unwrap());
            migrate(&sql, migrations, &|| ()).unwrap();
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
        steps: &[],
    },
    Migration {
        version: 2,
        statements: &[
            "ALTER TABLE seals ADD COLUMN weight_g INTEGER NOT NULL DEFAULT 0;
            UPDATE seals SET colour = 'синий';",
            "CREATE TABLE seals (id)",
        ],
        steps: &[],
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
        steps: &[],
    },
];
const BROKEN_FIRST: Migration = Migration {
    version: 1,
    statements: BROKEN[0].statements,
    steps: &[],
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
    assert!(matches!(migrate(&sql, BROKEN, &|| ()), Err(Error::Sql(_))));
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
        migrate(&sql, ENDLESS, &|| ()).unwrap();
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let sql = fresh(&place, "rows");
    migrate(&sql, &BROKEN[..1], &|| ()).unwrap();
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
        migrate(&sql, migrations, &|| ()).unwrap();
        live.extend(live_columns(&sql));
    }
    let long = fresh(&place, "long");
    long.execute_batch(crate::long_files::TABLE).unwrap();
    live.extend(live_columns(&long));
    assert!(live.contains("outbox_requests.request") && live.contains("document_terms.terms"));
    let documented = documented_columns();
    let missing: Vec<_> = live.difference(&documented).collect();
    let stale: Vec<_> = documented.difference(&live).collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "not documented: {missing:?}; documented in vain: {stale:?}"
    );
}

/// What a database of the first version holds: two documents, one of them sent and refused, in its own words.
const FIRST_VERSION: &str = "
    INSERT INTO settings VALUES ('цвет', 'красный');
    INSERT INTO firms VALUES (1, 'ООО «Сургучный завод»', '7705123011', '770501001');
    INSERT INTO connections VALUES (1, 1, 'diadoc', '', 'ящик-1', 'Сургучный завод', '7705123011', '', 1, 0);
    INSERT INTO counterparties VALUES (4, 'АО «Карета»', '7801234500', '', 'ао карета');
    INSERT INTO counterparty_terms (rowid, terms) VALUES (4, 'кар аре рет ета');
    INSERT INTO documents VALUES
        (3, 1, 4, 'outbound', 'utd_transfer', 'УТ-3', '2026-03-05', 20260305, 12345, 2226, '643', 'УПД № УТ-3',
         x'1111111111111111111111111111111111111111111111111111111111111111', 'upd-3.xml', 47, 'rejected', 5, 1000),
        (9, NULL, NULL, 'inbound', 'nonformalized', '', NULL, 20260406, NULL, NULL, '643', 'Скан',
         x'2222222222222222222222222222222222222222222222222222222222222222', 'скан.pdf', 4000000000, 'not_in_edo',
         2000, 1775470000000000000);
    INSERT INTO document_lines VALUES (3, 1, 'Сургуч', 'кг', '\"1.5\"', '\"68.16\"', '{\"percent\":22}', 2226, 12345);
    INSERT INTO document_words VALUES (3, 'ут 3 упд ут 3 upd 3 xml сургуч'), (9, 'скан скан pdf');
    INSERT INTO document_terms (rowid, terms) VALUES
        ((20260305 << 36) + 3, 'сур ург ргу гуч #c4'), ((20260406 << 36) + 9, 'ска кан');
    INSERT INTO edo_documents (id, document_id, connection_id, custom_document_id, to_box, created_at_ns, facets)
        VALUES (6, 3, 1, x'00000000000000000000000000000007', 'ящик-2', 3000, '{\"their_signature\":\"rejected\"}');
    INSERT INTO outbox (id, operation, connection_id, edo_document_id)
        VALUES (1, x'00000000000000000000000000000008', 1, 6);
    INSERT INTO outbox_requests VALUES (1, x'0102');
    INSERT INTO timeline (document_id, edo_document_id, at_ns, actor, fact) VALUES (3, 6, 3000, 'us', '{\"fact\":\"posted\"}');
    INSERT INTO notices (document_id, edo_document_id, status, at_ns) VALUES (3, 6, 'rejected', 4000);";

/// A folder with a database of the first version and those rows in it.
fn office_of_the_first_version() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    folder::prepare_folder(place.path()).unwrap();
    let rows = fresh(&place, folder::MAIN_FILE);
    migrate(&rows, &MAIN[..1], &|| ()).unwrap();
    rows.execute_batch(FIRST_VERSION).unwrap();
    let bytes = fresh(&place, folder::BLOBS_FILE);
    migrate(&bytes, &BLOBS[..1], &|| ()).unwrap();
    bytes
        .execute(
            "INSERT INTO blobs (sha256, put_at_s, size_bytes, bytes) VALUES (?1, 0, 3, x'010203')",
            [[0x11_u8; 32]],
        )
        .unwrap();
    place
}

#[test]
fn an_office_of_the_first_version_goes_on_with_every_document_file_and_sending() {
    let place = office_of_the_first_version();
    let store = Store::open(place.path(), &key()).unwrap();
    store.integrity().unwrap();
    store
        .read(|r| {
            assert_eq!(version(r.sql)?, MAIN.last().unwrap().version);
            let broken = r.sql.prepare("PRAGMA foreign_key_check")?.exists([])?;
            assert!(!broken, "every row that is named is there");
            let sent = r.document(DocumentId(3))?.unwrap();
            assert_eq!((sent.revision, sent.file_revision), (1, Some(1)));
            assert_eq!(sent.body.origin, Origin::Imported);
            assert_eq!(sent.body.format, EdoFormat::Utd(UtdFunction::Transfer));
            assert_eq!(
                (sent.body.kind, sent.body.individual, sent.body.assignee),
                (None, None, None)
            );
            assert_eq!(sent.body.lines[0].price, Some("68.16".parse().unwrap()));
            assert_eq!(sent.body.details, DocumentDetails::default());
            let file = r.edo_files_of(DocumentId(3))?.remove(0);
            assert_eq!(file.file, sent.body.file.unwrap());
            assert_eq!((file.file.name.as_str(), file.file.size), ("upd-3.xml", 47));
            assert_eq!(
                (file.format, file.made_at.as_nanosecond()),
                (sent.body.format, 1000)
            );
            assert_eq!(r.edo_document(EdoDocumentId(6))?.unwrap().file, Some(file.id));
            let scan = r.document(DocumentId(9))?.unwrap().body.file.unwrap();
            assert_eq!(
                (scan.name.as_str(), scan.size, scan.blob),
                ("скан.pdf", 4_000_000_000, BlobId([0x22; 32]))
            );
            assert_eq!(r.document_by_file(BlobId([0x22; 32]))?, Some(DocumentId(9)));
            assert_eq!(
                r.status_counts(None)?,
                [(EdoStatus::Rejected, 1), (EdoStatus::NotInEdo, 1)]
            );
            assert_eq!(r.timeline(DocumentId(3))?.len(), 1);
            let told = r.notices(None, 10)?.remove(0);
            let refused = NoticeAbout::Sending {
                document: DocumentId(3),
                edo_document: EdoDocumentId(6),
                status: EdoStatus::Rejected,
            };
            assert_eq!((told.about, told.at.as_nanosecond()), (refused, 4000));
            assert_eq!(r.firms()?[0].requisites, Requisites::default());
            Ok(())
        })
        .unwrap();
    assert_eq!(
        store.sweep_blobs().unwrap(),
        0,
        "the bytes of a moved file are still named"
    );
}

#[test]
fn an_office_of_the_first_version_is_searched_and_worked_with_as_a_new_one() {
    let place = office_of_the_first_version();
    let store = Store::open(place.path(), &key()).unwrap();
    let found = |w: &Writer<'_>, text: &str| -> Vec<i64> {
        let query = DocumentQuery {
            text: text.to_owned(),
            limit: 10,
            ..DocumentQuery::default()
        };
        w.documents(&query)
            .unwrap()
            .rows
            .iter()
            .map(|row| row.id.0)
            .collect()
    };
    store
        .write(|w| {
            assert_eq!(
                (found(w, ""), found(w, "сургуч"), found(w, "карета")),
                (vec![9, 3], vec![3], vec![3])
            );
            let refused = DocumentQuery {
                mark: Some(DocflowMark::Rejected),
                limit: 10,
                ..DocumentQuery::default()
            };
            assert_eq!(w.documents(&refused)?.rows[0].id, DocumentId(3));
            let mut scan = w.document(DocumentId(9))?.unwrap().body;
            scan.number = "А-15".to_owned();
            scan.issued_on = Some(jiff::civil::date(2026, 1, 2));
            assert_eq!(w.update_document(DocumentId(9), 1, &scan)?, 2);
            assert!(w.document(DocumentId(9))?.unwrap().file_is_current());
            assert_eq!(
                (found(w, ""), found(w, "А-15"), found(w, "скан")),
                (vec![3, 9], vec![9], vec![9])
            );
            let kind = w.save_kind(None, &domain::builtin_kinds()[0])?;
            assert_eq!(w.adopt_documents_without_kind(EdoFormat::Nonformalized, kind)?, 1);
            let new = w.insert_document(&crate::testing::paper("1", 0, 100), crate::testing::at(0))?;
            assert_eq!(new, DocumentId(10), "numbers go on where they were");
            assert_eq!(w.edo_files_of(new)?[0].id.0, 10);
            let trash = w.trash_document(DocumentId(9), crate::testing::at(1))?;
            w.restore_from_trash(trash, crate::testing::at(2))?;
            assert_eq!(found(w, "скан"), [9]);
            Ok(())
        })
        .unwrap();
    drop(store);
    Store::open(place.path(), &key()).unwrap().integrity().unwrap();
}

#[test]
fn a_power_of_attorney_of_the_seventh_version_stays_in_the_register_and_keeps_its_file() {
    let place = tempfile::tempdir().unwrap();
    folder::prepare_folder(place.path()).unwrap();
    let rows = fresh(&place, folder::MAIN_FILE);
    migrate(&rows, &MAIN[..7], &|| ()).unwrap();
    rows.execute_batch(
        "INSERT INTO firms (id, name, inn, kpp) VALUES (1, 'ООО «Сургучный завод»', '7705123011', '770501001');
         INSERT INTO powers_of_attorney (id, firm_id, number, principal_inn, representative_name, valid_to, file)
             VALUES (3, 1, x'4a743152e77242499a47e2e290258e79', '7705123011', 'Воронцова Анна Павловна', '2027-08-31',
                     x'0102');
         INSERT INTO power_warnings VALUES (3, '60', 1);",
    )
    .unwrap();
    let bytes = fresh(&place, folder::BLOBS_FILE);
    migrate(&bytes, BLOBS, &|| ()).unwrap();
    drop((rows, bytes));
    let store = Store::open(place.path(), &key()).unwrap();
    store.integrity().unwrap();
    let (powers, files) = store
        .read(|r| {
            let powers = r.powers_of_attorney()?;
            let files = r.power_of_attorney_files(powers[0].id)?;
            Ok((powers, files))
        })
        .unwrap();
    let body = &powers[0].body;
    let number = uuid::Uuid::from_u128(0x4a74_3152_e772_4249_9a47_e2e2_9025_8e79);
    assert_eq!(body.form, domain::PowerForm::Registered(number));
    assert_eq!(
        (body.representative_name.as_str(), body.goes_along),
        ("Воронцова Анна Павловна", false)
    );
    assert_eq!(files.file, Some(vec![1, 2]));
    assert!(
        !store
            .write(|w| w.warn_of_power(powers[0].id, "60", crate::testing::at(2)))
            .unwrap()
    );
}
