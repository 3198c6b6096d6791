use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use domain::{BlobId, OperationId, OutboxState};
use uuid::Uuid;

use super::Store;
use crate::testing::{Chance, at, key, office, paper, sealing_wax_works, sending, settle};
use crate::{DatabaseKey, Error, NewOperation, folder, migrations};

fn opening(folder: &Path, key: &DatabaseKey) -> Error {
    Store::open(folder, key).err().expect("the database opened")
}

#[test]
fn the_second_program_is_told_who_has_the_folder_and_the_lock_ends_with_the_holder() {
    let office = office();
    let copy = office.store.clone();
    match opening(office.folder.path(), &key()) {
        Error::Locked { holder } => assert!(
            holder.contains(&format!("pid {}", std::process::id())),
            "{holder}"
        ),
        other => panic!("{other}"),
    }
    drop(office.store);
    assert!(
        matches!(opening(office.folder.path(), &key()), Error::Locked { .. }),
        "a clone still works in it"
    );
    drop(copy);
    Store::open(office.folder.path(), &key()).unwrap();
}

#[test]
fn a_wrong_key_is_named_so_and_harms_nothing() {
    let office = office();
    office
        .store
        .write(|w| w.save_firm(None, &sealing_wax_works()))
        .unwrap();
    drop(office.store);
    let wrong = DatabaseKey::from_bytes([8; 32]);
    assert!(matches!(opening(office.folder.path(), &wrong), Error::WrongKey));
    let again = Store::open(office.folder.path(), &key()).unwrap();
    assert_eq!(again.read(|r| r.firms()).unwrap().len(), 1);
}

#[test]
fn nothing_readable_lies_in_the_files() {
    let office = office();
    office
        .store
        .put_blob("Совершенно секретный акт".as_bytes())
        .unwrap();
    office
        .store
        .write(|w| w.save_firm(None, &sealing_wax_works()))
        .unwrap();
    for entry in fs::read_dir(office.folder.path()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        for secret in [
            "Сургучный завод",
            "Совершенно секретный",
            "SQLite format",
            "CREATE TABLE",
        ] {
            assert!(
                !bytes
                    .windows(secret.len())
                    .any(|window| window == secret.as_bytes()),
                "{secret}"
            );
        }
    }
}

#[test]
fn damage_is_told_apart_from_a_wrong_key() {
    for (file, twin) in [("surguch.db", "blobs.db"), ("blobs.db", "surguch.db")] {
        let office = office();
        office.store.put_blob("Акт".as_bytes()).unwrap();
        drop(office.store);
        let path = office.folder.path().join(file);
        let whole = fs::read(&path).unwrap();
        let mut scratched = whole.clone();
        scratched[100] ^= 1;
        fs::write(&path, &scratched).unwrap();
        match opening(office.folder.path(), &key()) {
            Error::NotADatabase(words) => assert!(words.contains("damaged"), "{words}"),
            other => panic!("{file}: {other}"),
        }
        fs::write(&path, b"SQLite format 3\0 and so on").unwrap();
        assert!(matches!(
            opening(office.folder.path(), &key()),
            Error::NotADatabase(_)
        ));
        fs::write(&path, &whole[..100]).unwrap();
        fs::rename(
            office.folder.path().join(twin),
            office.folder.path().join("elsewhere"),
        )
        .unwrap();
        assert!(!matches!(
            opening(office.folder.path(), &key()),
            Error::WrongKey | Error::Sql(_)
        ));
    }
}

#[test]
fn an_empty_database_is_never_made_in_place_of_a_lost_one() {
    let office = office();
    office.store.put_blob("Акт".as_bytes()).unwrap();
    office
        .store
        .write(|w| w.insert_document(&paper("1", 0, 100), at(0)))
        .unwrap();
    drop(office.store);
    for file in ["surguch.db", "blobs.db"] {
        let path = office.folder.path().join(file);
        let elsewhere = office.folder.path().join("elsewhere");
        fs::rename(&path, &elsewhere).unwrap();
        assert!(
            matches!(opening(office.folder.path(), &key()), Error::NotADatabase(_)),
            "{file}"
        );
        assert!(!path.exists() || file == "surguch.db", "{file}");
        fs::rename(&elsewhere, &path).unwrap();
    }
    Store::open(office.folder.path(), &key()).unwrap();
}

#[test]
fn a_database_of_a_newer_version_is_left_as_it_is() {
    let office = office();
    office
        .store
        .0
        .main
        .with_writer(|sql| Ok(sql.pragma_update(None, "user_version", 999)?))
        .unwrap();
    drop(office.store);
    let known = migrations::MAIN.last().unwrap().version;
    match opening(office.folder.path(), &key()) {
        Error::NewerDatabase { found, known: told } => assert_eq!((found, told), (999, known)),
        other => panic!("{other}"),
    }
}

#[test]
fn a_damaged_page_deep_inside_is_found_by_the_check() {
    let office = office();
    office.store.integrity().unwrap();
    let bytes: Vec<u8> = (0..100_000_u32)
        .map(|number| u8::try_from(number % 251).unwrap())
        .collect();
    let id = office.store.put_blob(&bytes).unwrap();
    office.store.integrity().unwrap();
    drop(office.store);
    let path = office.folder.path().join("blobs.db");
    let mut file = fs::read(&path).unwrap();
    let middle = file.len() - 40_000;
    file[middle] ^= 1;
    fs::write(&path, file).unwrap();
    let store = Store::open(office.folder.path(), &key()).unwrap();
    assert!(matches!(store.integrity(), Err(Error::NotADatabase(_))));
    assert!(matches!(store.blob(id), Err(Error::NotADatabase(_))));
}

#[test]
fn a_copied_folder_knows_where_it_came_from() {
    let office = office();
    let original = office.store.folder().to_owned();
    assert_eq!(office.store.last_folder().unwrap(), original);
    drop(office.store);
    let other = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(&original).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), other.path().join(entry.file_name())).unwrap();
    }
    assert_eq!(
        folder::database_id(other.path()).unwrap(),
        folder::database_id(&original).unwrap()
    );
    let copy = Store::open(other.path(), &key()).unwrap();
    assert_eq!(copy.last_folder().unwrap(), original);
    assert_ne!(copy.folder(), original);
    copy.adopt_folder().unwrap();
    drop(copy);
    let copy = Store::open(other.path(), &key()).unwrap();
    assert_eq!(copy.last_folder().unwrap(), copy.folder());
}

#[test]
fn the_same_bytes_are_kept_once_and_come_back_exactly() {
    let office = office();
    let big: Vec<u8> = (0..3_000_000_u32)
        .map(|number| u8::try_from(number % 253).unwrap())
        .collect();
    for bytes in [&b""[..], "Акт № 1".as_bytes(), &big] {
        let id = office.store.put_blob(bytes).unwrap();
        assert_eq!(id, BlobId::of(bytes));
        assert_eq!(office.store.put_blob(bytes).unwrap(), id);
        assert_eq!(office.store.blob(id).unwrap().as_deref(), Some(bytes));
    }
    let kept: i64 = office
        .store
        .0
        .blobs
        .read(|sql| Ok(sql.query_row("SELECT count(*) FROM blobs", [], |row| row.get(0))?))
        .unwrap();
    assert_eq!(kept, 3);
    assert_eq!(office.store.blob(BlobId([1; 32])).unwrap(), None);
}

#[test]
fn a_sweep_removes_old_bytes_that_no_document_names_and_nothing_else() {
    let office = office();
    let named = office.store.put_blob("Нужный".as_bytes()).unwrap();
    let orphan = office.store.put_blob("Забытый".as_bytes()).unwrap();
    let mut document = paper("1", 0, 100);
    document.file.as_mut().unwrap().blob = named;
    office
        .store
        .write(|w| w.insert_document(&document, at(0)))
        .unwrap();
    assert_eq!(office.store.sweep_blobs().unwrap(), 0, "both are young");
    let age = |id: BlobId| {
        office.store.0.blobs.write(|sql| {
            Ok(sql.execute(
                "UPDATE blobs SET put_at_s = put_at_s - 100000 WHERE sha256 = ?1",
                [&id.0[..]],
            )?)
        })
    };
    assert_eq!((age(named).unwrap(), age(orphan).unwrap()), (1, 1));
    office.store.put_blob("Забытый".as_bytes()).unwrap();
    assert_eq!(
        office.store.sweep_blobs().unwrap(),
        0,
        "put again, it is young again"
    );
    age(orphan).unwrap();
    assert_eq!(office.store.sweep_blobs().unwrap(), 1);
    assert_eq!(office.store.blob(orphan).unwrap(), None);
    assert!(office.store.blob(named).unwrap().is_some());
}

#[test]
fn a_failed_or_panicking_change_leaves_nothing_behind_and_the_next_one_works() {
    let office = office();
    let failed = office.store.write(|w| {
        w.set_setting("цвет", "красный")?;
        Err::<(), _>(Error::Conflict("передумали".to_owned()))
    });
    assert!(matches!(failed, Err(Error::Conflict(_))));
    let store = office.store.clone();
    let panicked = std::thread::spawn(move || {
        store.write(|w| {
            w.set_setting("цвет", "синий")?;
            if w.setting("цвет")?.is_some() {
                panic!("свет погас");
            }
            Ok(())
        })
    });
    assert!(panicked.join().is_err());
    assert_eq!(office.store.read(|r| r.setting("цвет")).unwrap(), None);
    office.store.write(|w| w.set_setting("цвет", "зелёный")).unwrap();
    assert_eq!(
        office.store.read(|r| r.setting("цвет")).unwrap().as_deref(),
        Some("зелёный")
    );
}

#[test]
fn a_reader_cannot_change_anything() {
    let office = office();
    let refused = office
        .store
        .read(|r| Ok(r.sql.execute("DELETE FROM settings", [])?));
    assert!(matches!(refused, Err(Error::Sql(_))));
}

#[test]
fn two_readers_see_whole_changes_only_while_a_writer_works() {
    let office = office();
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut last = 0;
                while !is_done.load(Ordering::Acquire) {
                    let (left, right) = office
                        .store
                        .read(|r| {
                            let left = r.setting("левая")?;
                            std::thread::yield_now();
                            Ok((left, r.setting("правая")?))
                        })
                        .unwrap();
                    assert_eq!(left, right);
                    let seen = left.map_or(0, |text| text.parse::<u32>().unwrap());
                    assert!(seen >= last);
                    last = seen;
                }
            });
        }
        for number in 1..=200_u32 {
            let text = number.to_string();
            office
                .store
                .write(|w| {
                    w.set_setting("левая", &text)?;
                    w.set_setting("правая", &text)
                })
                .unwrap();
        }
        is_done.store(true, Ordering::Release);
    });
}

#[test]
fn a_full_disk_is_named_so_and_what_was_committed_stays() {
    let office = office();
    office
        .store
        .write(|w| w.insert_document(&paper("1", 0, 100), at(0)))
        .unwrap();
    let limit = |pages: i64| {
        let set = |sql: &rusqlite::Connection| {
            let used: i64 = sql.query_row("PRAGMA page_count", [], |row| row.get(0))?;
            Ok(
                sql.query_row(&format!("PRAGMA max_page_count = {}", used + pages), [], |_| {
                    Ok(())
                })?,
            )
        };
        office.store.0.main.with_writer(set).unwrap();
    };
    limit(3);
    let mut kept = 1;
    let error = loop {
        match office
            .store
            .write(|w| w.insert_document(&paper(&format!("{kept}-й счёт"), 0, 100), at(0)))
        {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::DiskFull), "{error}");
    let count = |store: &Store| -> u64 {
        store
            .read(|r| r.status_counts(None))
            .unwrap()
            .iter()
            .map(|row| row.1)
            .sum()
    };
    assert_eq!(count(&office.store), kept);
    limit(1000);
    office
        .store
        .write(|w| w.insert_document(&paper("после", 0, 100), at(0)))
        .unwrap();
    drop(office.store);
    let again = Store::open(office.folder.path(), &key()).unwrap();
    again.integrity().unwrap();
    assert_eq!(count(&again), kept + 1);
}

#[test]
fn a_full_disk_is_recognised_in_files_beside_the_database_too() {
    let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
    assert!(matches!(
        Error::folder(Path::new("folder.json"))(full),
        Error::DiskFull
    ));
    let denied = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
    assert!(matches!(
        Error::folder(Path::new("folder.json"))(denied),
        Error::Folder(..)
    ));
}

const CHILD: &str = "SURGUCH_STORE_OFFICE_TO_BE_KILLED";

/// Commits a document with its outbox row again and again, telling each only after the commit.
fn send_without_end(folder: &Path) {
    let store = Store::open(folder, &key()).unwrap();
    let (_, connection, _) = store.write(|w| Ok(settle(w))).unwrap();
    for number in 0_u32.. {
        let bytes = number.to_le_bytes().repeat(1000);
        let mut document = paper(&number.to_string(), 0, 100);
        document.file.as_mut().unwrap().blob = store.put_blob(&bytes).unwrap();
        let row = store
            .write(|w| {
                let document = w.insert_document(&document, at(0))?;
                w.enqueue(&NewOperation {
                    operation: OperationId(Uuid::from_u128(number.into())),
                    kind: domain::OperationKind::Letter,
                    connection,
                    edo_document: sending(w, document, connection, number.into()),
                    request: bytes,
                    created_at: at(0),
                })
            })
            .unwrap();
        writeln!(std::io::stdout(), "committed {row}").unwrap();
    }
}

#[cfg(unix)]
#[test]
fn whatever_was_committed_survives_kill_9_and_nothing_is_half_there() {
    if let Some(folder) = std::env::var_os(CHILD) {
        return send_without_end(folder.as_ref());
    }
    let mut chance = Chance(9);
    for round in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "store::tests::whatever_was_committed_survives_kill_9_and_nothing_is_half_there",
            ])
            .arg("--nocapture")
            .env(CHILD, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map(Result::unwrap);
        let mut told = lines.filter_map(|line| line.strip_prefix("committed ").map(str::to_owned));
        let mut last: u32 = 0;
        for _ in 0..20 + chance.below(40) {
            last = told.next().unwrap().parse().unwrap();
        }
        if round == 0 {
            assert!(matches!(opening(folder.path(), &key()), Error::Locked { .. }));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        last = told.last().map_or(last, |line| line.parse().unwrap());
        assert_survived(folder.path(), last);
    }
}

fn assert_survived(folder: &Path, last: u32) {
    let store = Store::open(folder, &key()).unwrap();
    store.integrity().unwrap();
    let rows = store
        .read(|r| r.operations(&[OutboxState::Queued], None, 10_000))
        .unwrap();
    let found = u32::try_from(rows.len()).unwrap();
    assert!(found == last || found == last + 1, "{found} rows, {last} told");
    for row in rows {
        let number = u32::try_from(row.operation.0.as_u128()).unwrap();
        let bytes = number.to_le_bytes().repeat(1000);
        assert_eq!(store.read(|r| r.operation_request(row.id)).unwrap(), bytes);
        let sending = store.read(|r| r.edo_document(row.edo_document)).unwrap().unwrap();
        let document = store.read(|r| r.document(sending.document)).unwrap().unwrap();
        assert_eq!(
            store.blob(document.body.file.unwrap().blob).unwrap().unwrap(),
            bytes
        );
    }
    let counts = store.read(|r| r.status_counts(None)).unwrap();
    assert_eq!(counts.iter().map(|row| row.1).sum::<u64>(), u64::from(found));
}
