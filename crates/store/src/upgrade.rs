//! A database of an older program becomes one of this program: the rows are copied aside first, then the numbered
//! migrations run, and whoever waits is told how far they are.
//!
//! The copy lies in the data folder under [`COPY_ENDING`]. It goes with the first opening that finds nothing to do: by
//! then the program has worked with the new form. Bytes of documents are not copied, because no migration changes them.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::folder::{self, MAIN_FILE};
use crate::migrations::{self, Migration};
use crate::{Error, Result};

/// Behind the name of the file with the rows.
const COPY_ENDING: &str = "before-update";

/// How far the database is on its way to the form of this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upgrade {
    /// Steps that are done; the first one is the copy.
    pub done: usize,
    /// All steps.
    pub of: usize,
}

/// Hears of an upgrade, step by step, on the thread that opens the database.
pub type TellUpgrade<'t> = &'t dyn Fn(Upgrade);

/// Brings the rows up to the form of this program. A new database is made without a word.
pub(crate) fn rows(sql: &Connection, main: &Path, tell: TellUpgrade<'_>) -> Result<()> {
    let found = migrations::version(sql)?;
    let pending = || migrations::MAIN.iter().filter(|one| one.version > found);
    if found == 0 || pending().next().is_none() {
        migrations::migrate(sql, migrations::MAIN, &|| ())?;
        return if found == 0 { Ok(()) } else { forget_copy(main) };
    }
    let of = 1 + pending().map(Migration::steps).sum::<usize>();
    let done = std::cell::Cell::new(0);
    tell(Upgrade { done: 0, of });
    let step = || {
        done.set(done.get() + 1);
        tell(Upgrade { done: done.get(), of });
    };
    keep_copy(sql, main)?;
    step();
    migrations::migrate(sql, migrations::MAIN, &step)
}

/// The copy of the rows beside them.
fn copy_of(main: &Path) -> PathBuf {
    main.with_file_name(format!("{MAIN_FILE}.{COPY_ENDING}"))
}

/// One whole file, encrypted as it stands; a copy of an earlier try is written anew.
fn keep_copy(sql: &Connection, main: &Path) -> Result<()> {
    // What still stands in the log goes into the file. Nobody else has the folder open, so nothing can come in between.
    sql.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    let (copy, unfinished) = (copy_of(main), main.with_file_name("surguch.db.unfinished"));
    let write = || -> Result<()> {
        folder::create_private_file(&unfinished)?;
        fs::copy(main, &unfinished).map_err(Error::folder(&unfinished))?;
        let written = fs::OpenOptions::new().write(true).open(&unfinished);
        written
            .and_then(|file| file.sync_all())
            .map_err(Error::folder(&unfinished))?;
        fs::rename(&unfinished, &copy).map_err(Error::folder(&copy))
    };
    write().inspect_err(|_| drop(fs::remove_file(&unfinished)))
}

fn forget_copy(main: &Path) -> Result<()> {
    let copy = copy_of(main);
    match fs::remove_file(&copy) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(Error::folder(&copy)(cause)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::{Upgrade, copy_of};
    use crate::folder::{self, MAIN_FILE};
    use crate::migrations::{MAIN, migrate, version};
    use crate::sqlite::{open_reader, open_writer};
    use crate::testing::key;
    use crate::{Store, prepare_folder};

    /// Opens the store and says what was told meanwhile.
    fn opened(place: &std::path::Path) -> (Store, Vec<Upgrade>) {
        let told = RefCell::new(Vec::new());
        let store = Store::open_telling(place, &key(), &|upgrade| told.borrow_mut().push(upgrade)).unwrap();
        (store, told.into_inner())
    }

    #[test]
    fn an_older_database_is_copied_and_brought_up_step_by_step_and_the_copy_goes_with_the_next_start() {
        let place = tempfile::tempdir().unwrap();
        prepare_folder(place.path()).unwrap();
        let main = place.path().join(MAIN_FILE);
        folder::create_private_file(&main).unwrap();
        let older = open_writer(&main, &key()).unwrap();
        migrate(&older, &MAIN[..2], &|| ()).unwrap();
        older
            .execute_batch("INSERT INTO firms (name, inn) VALUES ('ООО «Старый сургуч»', '7707083893')")
            .unwrap();
        drop(older);

        let (store, told) = opened(place.path());
        let of = told[0].of;
        let all: Vec<_> = (0..=of).map(|done| Upgrade { done, of }).collect();
        assert!(of > 5);
        assert_eq!(told, all, "each step is told once");
        store
            .read(|r| {
                assert_eq!(r.firms()?.len(), 1);
                Ok(())
            })
            .unwrap();
        drop(store);
        let copy = copy_of(&main);
        let kept = open_reader(&copy, &key()).unwrap();
        assert_eq!(version(&kept).unwrap(), 2, "the copy is what was there before");
        let firms: i64 = kept
            .query_row("SELECT count(*) FROM firms", [], |row| row.get(0))
            .unwrap();
        assert_eq!(firms, 1);
        drop(kept);

        let (again, told) = opened(place.path());
        assert_eq!(told, [], "there is nothing to do any more");
        assert!(!copy.exists());
        drop(again);
    }

    #[test]
    fn a_new_database_is_made_without_a_word_and_without_a_copy() {
        let place = tempfile::tempdir().unwrap();
        let (store, told) = opened(place.path());
        assert_eq!(told, []);
        assert!(!copy_of(&place.path().join(MAIN_FILE)).exists());
        drop(store);
    }
}
