//! The store: two encrypted files in one locked folder, one writer, many readers.
//!
//! A document's bytes are durable in the second file before a row of the first names them; the two have no
//! common commit. Bytes that no row came to name are swept away after a day.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::BlobId;
use rusqlite::Connection;

use crate::folder::{self, BLOBS_FILE, MAIN_FILE};
use crate::lock::InstanceLock;
use crate::pool::Pool;
use crate::upgrade::{self, TellUpgrade};
use crate::{
    DatabaseKey, Error, LongFile, LongFileWriter, Result, Stop, blobs, identity, long_files, migrations,
};

/// The database of one data folder. Clones share it; the folder is let go when the last one is dropped.
#[derive(Clone)]
pub struct Store(Arc<Opened>);

// The order of the fields is the order of closing: the lock goes last.
struct Opened {
    main: Pool,
    blobs: Pool,
    folder: PathBuf,
    _lock: InstanceLock,
}

/// One consistent snapshot of the rows.
pub struct Reader<'a> {
    pub(crate) sql: &'a Connection,
}

/// The one writer in its transaction. Everything that can be read can be read here too.
pub struct Writer<'a>(Reader<'a>);

impl<'a> Deref for Writer<'a> {
    type Target = Reader<'a>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Store {
    /// True when there is a database in this folder. Creates and locks nothing.
    pub fn exists(folder: &Path) -> bool {
        matches!(folder::length(&folder.join(MAIN_FILE)), Ok(Some(1..)))
    }

    /// Opens the database of this folder, creating what is absent, and keeps other programs out.
    ///
    /// Errors: [`Error::Locked`], [`Error::WrongKey`], [`Error::NewerDatabase`], [`Error::NotADatabase`],
    /// [`Error::DiskFull`], [`Error::Folder`].
    pub fn open(folder: &Path, key: &DatabaseKey) -> Result<Self> {
        Self::open_telling(folder, key, &|_| ())
    }

    /// The same; a database of an older program takes its time to become one of this program, and `tell` hears how far it
    /// is.
    pub fn open_telling(folder: &Path, key: &DatabaseKey, tell: TellUpgrade<'_>) -> Result<Self> {
        let database_id = folder::prepare_folder(folder)?;
        let lock = InstanceLock::take(folder)?;
        let (main_path, blobs_path) = (folder.join(MAIN_FILE), folder.join(BLOBS_FILE));
        let had_bytes = has_content(&blobs_path)?;
        if had_bytes && !has_content(&main_path)? {
            return Err(lost_twin(MAIN_FILE, BLOBS_FILE));
        }
        folder::create_private_file(&main_path)?;
        let main = Pool::open(main_path.clone(), key)
            .map_err(|error| damage_or_wrong_key(error, &main_path, &blobs_path, key))?;
        main.with_writer(|sql| upgrade::rows(sql, &main_path, tell))?;
        if !had_bytes && main.read(blobs::are_named)? {
            return Err(lost_twin(BLOBS_FILE, MAIN_FILE));
        }
        folder::create_private_file(&blobs_path)?;
        let blobs = Pool::open(blobs_path.clone(), key)
            .map_err(|error| damage_or_wrong_key(error, &blobs_path, &main_path, key))?;
        blobs.with_writer(|sql| migrations::migrate(sql, migrations::BLOBS, &|| ()))?;
        let folder = folder::full_name(folder)?;
        main.write(|sql| identity::remember(sql, database_id, &folder))?;
        long_files::forget_begun(&folder)?;
        Ok(Self(Arc::new(Opened {
            main,
            blobs,
            folder,
            _lock: lock,
        })))
    }

    /// Reads one consistent snapshot; writes of others do not show in it and are not held up by it.
    pub fn read<T>(&self, f: impl FnOnce(&Reader<'_>) -> Result<T>) -> Result<T> {
        self.0.main.read(|sql| f(&Reader { sql }))
    }

    /// The same, given up with an error as soon as `stop` is asked for.
    pub fn read_until<T>(&self, stop: &Stop, f: impl FnOnce(&Reader<'_>) -> Result<T>) -> Result<T> {
        self.0.main.read_until(stop, |sql| f(&Reader { sql }))
    }

    /// Changes rows: all of `f` durably, or nothing when it or the commit fails. Never call it inside itself.
    pub fn write<T>(&self, f: impl FnOnce(&Writer<'_>) -> Result<T>) -> Result<T> {
        self.0.main.write(|sql| f(&Writer(Reader { sql })))
    }

    /// Keeps bytes under their address; durable on return. The same bytes twice are kept once.
    pub fn put_blob(&self, bytes: &[u8]) -> Result<BlobId> {
        self.0.blobs.write(|sql| blobs::put(sql, bytes))
    }

    /// The bytes at this address.
    pub fn blob(&self, id: BlobId) -> Result<Option<Vec<u8>>> {
        self.0.blobs.read(|sql| blobs::get(sql, id))
    }

    /// Begins a file that need not fit into the memory.
    pub fn begin_long_file(&self) -> Result<LongFileWriter> {
        LongFileWriter::begin(&self.0.folder, self.0.blobs.key())
    }

    /// The long file at this address.
    pub fn long_file(&self, id: BlobId) -> Result<Option<LongFile>> {
        LongFile::open(&self.0.folder, self.0.blobs.key(), id)
    }

    /// Removes a long file at once; no error when there is none.
    pub fn remove_long_file(&self, id: BlobId) -> Result<()> {
        long_files::remove(&self.0.folder, id)
    }

    /// Removes bytes that no row names and that are older than a day; says how many there were.
    pub fn sweep_blobs(&self) -> Result<u64> {
        self.sweep_blobs_older_than(blobs::KEPT_S)
    }

    pub(crate) fn sweep_blobs_older_than(&self, age_s: i64) -> Result<u64> {
        // The blobs' writer is held throughout, so bytes put again meanwhile wait and are then put anew.
        let short = self
            .0
            .blobs
            .write(|bytes| self.0.main.read(|rows| blobs::sweep(bytes, rows, age_s)))?;
        let long = self
            .0
            .main
            .read(|rows| long_files::sweep(&self.0.folder, rows, age_s))?;
        Ok(short + long)
    }

    /// Checks the structure and the authenticity of both files page by page. Takes seconds on a big database.
    pub fn integrity(&self) -> Result<()> {
        for pool in [&self.0.main, &self.0.blobs] {
            pool.read(check_pages)?;
        }
        Ok(())
    }

    /// Hands a connection of its own to each file, rows before bytes.
    pub(crate) fn copy_files(&self, copy: impl Fn(&Connection, &str) -> Result<()>) -> Result<()> {
        for (pool, file) in [(&self.0.main, MAIN_FILE), (&self.0.blobs, BLOBS_FILE)] {
            copy(&pool.separate()?, file)?;
        }
        Ok(())
    }

    /// The folder that this database was in when it was last adopted. A different one than [`Store::folder`]
    /// means that the folder was moved or is a copy; the caller looks whether the other one still exists.
    pub fn last_folder(&self) -> Result<PathBuf> {
        self.0.main.read(identity::last_folder)
    }

    /// Settles that this folder is the place of this database from now on.
    pub fn adopt_folder(&self) -> Result<()> {
        self.0.main.write(|sql| identity::adopt(sql, &self.0.folder))
    }

    /// How many bytes are free for this user on the disk where the folder lies.
    ///
    /// # Errors
    /// What the system said.
    pub fn free_bytes(&self) -> std::io::Result<u64> {
        fs4::available_space(&self.0.folder)
    }

    /// The full name of the folder that is open.
    pub fn folder(&self) -> &Path {
        &self.0.folder
    }
}

fn has_content(file: &Path) -> Result<bool> {
    Ok(folder::length(file)?.unwrap_or(0) > 0)
}

/// A file is made anew only while its twin says that there never was anything in it: an empty database in place of
/// a lost one would look like lost work.
fn lost_twin(lost: &str, twin: &str) -> Error {
    Error::NotADatabase(format!("{lost} is absent or empty, but {twin} is not"))
}

/// SQLCipher gives one answer for a wrong key and for a damaged first page. The twin file tells them apart:
/// a key that opens it is the right one.
fn damage_or_wrong_key(error: Error, file: &Path, twin: &Path, key: &DatabaseKey) -> Error {
    if !matches!(error, Error::WrongKey) {
        return error;
    }
    let name = file.display();
    if is_plain(file) {
        return Error::NotADatabase(format!("{name} is not encrypted"));
    }
    let twin_opens =
        matches!(folder::length(twin), Ok(Some(1..))) && crate::sqlite::open_reader(twin, key).is_ok();
    if twin_opens {
        return Error::NotADatabase(format!("{name}: the first page is damaged"));
    }
    const PAGE_BYTES: u64 = 4096;
    match folder::length(file) {
        Ok(Some(length)) if length % PAGE_BYTES == 0 => Error::WrongKey,
        _ => Error::NotADatabase(format!("{name} is not a whole number of pages")),
    }
}

fn is_plain(file: &Path) -> bool {
    use std::io::Read;
    let mut start = [0_u8; 16];
    let read = std::fs::File::open(file).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && &start == b"SQLite format 3\0"
}

fn check_pages(sql: &Connection) -> Result<()> {
    for check in ["PRAGMA cipher_integrity_check", "PRAGMA quick_check(20)"] {
        let mut statement = sql.prepare(check)?;
        let found = crate::columns::collected(statement.query_map([], |row| row.get::<_, String>(0))?)?;
        let damage: Vec<_> = found.into_iter().filter(|line| line != "ok").collect();
        if !damage.is_empty() {
            return Err(Error::NotADatabase(damage.join("; ")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
