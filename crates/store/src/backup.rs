//! A backup: both files and the id, whole and encrypted with the same key, in a folder of their own.
//!
//! The rows are copied before the bytes: a document's bytes are durable before the row that names them, so a copy
//! made later holds every byte that the copied rows name.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::folder::{self, BLOBS_FILE, IDENTITY_FILE, MAIN_FILE};
use crate::{Error, Result, Store};

impl Store {
    /// Writes a backup into this folder, which must be absent or empty. Work goes on meanwhile. On an error nothing
    /// of it is left.
    pub fn back_up(&self, to: &Path) -> Result<()> {
        if is_occupied(to)? {
            return Err(Error::Conflict(
                "the folder of the backup is not empty".to_owned(),
            ));
        }
        folder::create(to)?;
        let written = self.write_backup(to);
        if written.is_err() {
            for file in [MAIN_FILE, BLOBS_FILE, IDENTITY_FILE] {
                // Best effort: the error that matters is the first one.
                drop(fs::remove_file(to.join(file)));
            }
        }
        written
    }

    fn write_backup(&self, to: &Path) -> Result<()> {
        self.copy_files(|sql, file| copy_pages(sql, &to.join(file)))?;
        let identity = self.folder().join(IDENTITY_FILE);
        let bytes = fs::read(&identity).map_err(Error::folder(&identity))?;
        folder::replace_durably(&to.join(IDENTITY_FILE), &bytes)
    }
}

/// `VACUUM INTO` writes one consistent state and encrypts it with the key of its source.
fn copy_pages(sql: &Connection, to: &Path) -> Result<()> {
    let name = to
        .to_str()
        .ok_or_else(|| Error::Conflict("the folder's name is not text".to_owned()))?;
    folder::create_private_file(to)?;
    sql.execute("VACUUM INTO ?1", [name])?;
    Ok(())
}

fn is_occupied(folder: &Path) -> Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(cause) => Err(Error::folder(folder)(cause)),
    }
}

/// Puts a backup in the place of the data folder's database. What was there is moved into a folder beside, whose
/// name comes back; nothing is ever deleted. The database must not be open.
pub fn restore_backup(from: &Path, into: &Path) -> Result<Option<PathBuf>> {
    for file in [MAIN_FILE, BLOBS_FILE, IDENTITY_FILE] {
        if folder::length(&from.join(file))?.unwrap_or(0) == 0 {
            return Err(Error::Missing(format!("{file} of the backup")));
        }
    }
    folder::create(into)?;
    let _lock = crate::lock::InstanceLock::take(into)?;
    let aside = set_aside(into)?;
    for file in [BLOBS_FILE, IDENTITY_FILE, MAIN_FILE] {
        let bytes_to = into.join(file);
        folder::create_private_file(&bytes_to)?;
        fs::copy(from.join(file), &bytes_to).map_err(Error::folder(&bytes_to))?;
        fs::File::open(&bytes_to)
            .and_then(|copy| copy.sync_all())
            .map_err(Error::folder(&bytes_to))?;
    }
    Ok(aside)
}

fn set_aside(into: &Path) -> Result<Option<PathBuf>> {
    let names = [MAIN_FILE, BLOBS_FILE, IDENTITY_FILE].iter().flat_map(|file| {
        ["", "-wal", "-shm"]
            .iter()
            .map(move |ending| format!("{file}{ending}"))
    });
    let there: Vec<_> = names.filter(|name| into.join(name).exists()).collect();
    if there.is_empty() {
        return Ok(None);
    }
    let aside = (1..)
        .map(|number| into.join(format!("before-restore-{number}")))
        .find(|folder| !folder.exists());
    let aside = aside.ok_or_else(|| Error::Missing("a free name".to_owned()))?;
    folder::create(&aside)?;
    for name in there {
        fs::rename(into.join(&name), aside.join(&name)).map_err(Error::folder(&aside))?;
    }
    Ok(Some(aside))
}

#[cfg(test)]
mod tests {
    use super::restore_backup;
    use crate::testing;
    use crate::{DatabaseKey, Error, Store};

    #[test]
    fn a_backup_made_at_work_opens_elsewhere_with_the_same_key_and_every_byte() {
        let room = tempfile::tempdir().unwrap();
        let key = DatabaseKey::from_bytes([7; 32]);
        let store = Store::open(&room.path().join("data"), &key).unwrap();
        let blob = store.put_blob("накладная".as_bytes()).unwrap();
        let mut paper = testing::paper("ПЗ-1", 1, 100);
        paper.file = Some(testing::made("накладная"));
        assert_eq!(paper.file.as_ref().map(|file| file.blob), Some(blob));
        let document = store
            .write(|w| w.insert_document(&paper, testing::at(0)))
            .unwrap();
        let copy = room.path().join("backup");
        store.back_up(&copy).unwrap();
        assert!(
            matches!(store.back_up(&copy), Err(Error::Conflict(_))),
            "a backup is never written over"
        );
        assert!(
            !String::from_utf8_lossy(&std::fs::read(copy.join("surguch.db")).unwrap())
                .contains("SQLite format")
        );

        let elsewhere = room.path().join("elsewhere");
        assert_eq!(restore_backup(&copy, &elsewhere).unwrap(), None);
        assert!(matches!(
            Store::open(&elsewhere, &DatabaseKey::from_bytes([8; 32])),
            Err(Error::WrongKey)
        ));
        let restored = Store::open(&elsewhere, &key).unwrap();
        assert_eq!(
            restored
                .read(|r| r.document(document))
                .unwrap()
                .unwrap()
                .body
                .file
                .map(|file| file.blob),
            Some(blob)
        );
        assert_eq!(restored.blob(blob).unwrap().unwrap(), "накладная".as_bytes());
        restored.integrity().unwrap();
    }

    #[test]
    fn what_was_there_is_set_aside_and_half_a_backup_is_refused() {
        let room = tempfile::tempdir().unwrap();
        let key = DatabaseKey::from_bytes([7; 32]);
        let data = room.path().join("data");
        let store = Store::open(&data, &key).unwrap();
        let copy = room.path().join("backup");
        store.back_up(&copy).unwrap();
        assert!(
            matches!(restore_backup(&copy, &data), Err(Error::Locked { .. })),
            "the database is open"
        );
        drop(store);
        let aside = restore_backup(&copy, &data).unwrap().unwrap();
        assert!(aside.join("surguch.db").exists());
        Store::open(&data, &key).unwrap();
        std::fs::remove_file(copy.join("blobs.db")).unwrap();
        assert!(matches!(restore_backup(&copy, &data), Err(Error::Missing(_))));
    }
}
