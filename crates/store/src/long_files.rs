//! Files too long for the memory: what a person carries away, or gives to be looked through.
//!
//! Each is an encrypted file of its own in the data folder, in pieces, so that the disk has its room back when it goes.
//! Deliberately not among the bytes of documents: nothing here is signed or sent, and a backup leaves it out.

use std::fs;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use domain::{BlobHasher, BlobId};
use rusqlite::{Connection, params};

use crate::columns::{Address, optional};
use crate::sqlite::{open_once, open_reader};
use crate::{DatabaseKey, Error, Result, folder};

/// The folder of long files inside the data folder.
const FOLDER: &str = "long";
/// The ending of a file that is not whole yet.
const BEGUN: &str = "begun";
/// The ending of a whole one.
const WHOLE: &str = "db";
/// Numbers of the files that were begun.
static LAST: AtomicU64 = AtomicU64::new(0);
/// All pieces but the last have this length; one of them lies in memory.
const PIECE_BYTES: usize = 4 * 1024 * 1024;

pub(crate) const TABLE: &str =
    "CREATE TABLE pieces (position INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;";

/// A long file that is being written. Dropped before its end, it leaves nothing behind.
pub struct LongFileWriter {
    /// Gone when the file is whole.
    sql: Option<Connection>,
    begun: PathBuf,
    held: Vec<u8>,
    pieces: i64,
    hash: BlobHasher,
    size_bytes: u64,
}

impl LongFileWriter {
    pub(crate) fn begin(data: &Path, key: &DatabaseKey) -> Result<Self> {
        let folder = data.join(FOLDER);
        folder::create(&folder)?;
        // One program has the folder, and what an earlier one left is gone by now.
        let number = LAST.fetch_add(1, Ordering::Relaxed);
        let begun = folder.join(format!("{number}.{BEGUN}"));
        folder::create_private_file(&begun)?;
        let mut file = Self {
            sql: None,
            begun,
            held: Vec::new(),
            pieces: 0,
            hash: BlobHasher::default(),
            size_bytes: 0,
        };
        let sql = open_once(&file.begun, key)?;
        sql.execute_batch(TABLE)?;
        file.sql = Some(sql);
        Ok(file)
    }

    /// How many bytes were written.
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// The address of the whole file; it is durable on return. The same bytes twice are kept once.
    pub fn finish(mut self) -> Result<BlobId> {
        self.put_piece()?;
        if let Some(sql) = self.sql.take() {
            sql.close().map_err(|(_, cause)| cause)?;
        }
        let id = std::mem::take(&mut self.hash).finish();
        let whole = self.begun.with_file_name(name(id));
        folder::name_durably(&self.begun, &whole)?;
        Ok(id)
    }

    fn put_piece(&mut self) -> Result<()> {
        let Some(sql) = self.sql.as_ref().filter(|_| !self.held.is_empty()) else {
            return Ok(());
        };
        sql.prepare_cached("INSERT INTO pieces (position, bytes) VALUES (?1, ?2)")?
            .execute(params![self.pieces, self.held])?;
        self.pieces += 1;
        self.held.clear();
        Ok(())
    }
}

impl Write for LongFileWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.held.len() == PIECE_BYTES {
            self.put_piece().map_err(as_io)?;
        }
        let room = PIECE_BYTES - self.held.len();
        let taken = bytes.get(..room).unwrap_or(bytes);
        self.held.extend_from_slice(taken);
        self.hash.update(taken);
        self.size_bytes += u64::try_from(taken.len()).unwrap_or(u64::MAX);
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for LongFileWriter {
    fn drop(&mut self) {
        drop(self.sql.take());
        // A whole file has another name by now; what cannot be removed goes at the next start.
        drop(fs::remove_file(&self.begun));
    }
}

/// A long file, read from any place.
pub struct LongFile {
    sql: Connection,
    size_bytes: u64,
    at: u64,
    held: Vec<u8>,
    held_piece: Option<u64>,
}

impl LongFile {
    pub(crate) fn open(data: &Path, key: &DatabaseKey, id: BlobId) -> Result<Option<Self>> {
        let path = data.join(FOLDER).join(name(id));
        if folder::length(&path)?.is_none() {
            return Ok(None);
        }
        let sql = open_reader(&path, key)?;
        let size_bytes = sql.query_row("SELECT coalesce(sum(length(bytes)), 0) FROM pieces", [], |row| {
            row.get::<_, i64>(0)
        })?;
        Ok(Some(Self {
            sql,
            size_bytes: u64::try_from(size_bytes).unwrap_or(0),
            at: 0,
            held: Vec::new(),
            held_piece: None,
        }))
    }

    /// How long it is.
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    fn hold(&mut self, piece: u64) -> Result<()> {
        if self.held_piece == Some(piece) {
            return Ok(());
        }
        let position = i64::try_from(piece).unwrap_or(i64::MAX);
        let bytes = optional(
            self.sql
                .prepare_cached("SELECT bytes FROM pieces WHERE position = ?1")?
                .query_row([position], |row| row.get(0)),
        )?;
        self.held = bytes.ok_or_else(|| Error::NotADatabase(format!("piece {piece} is missing")))?;
        self.held_piece = Some(piece);
        Ok(())
    }
}

impl Read for LongFile {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.size_bytes {
            return Ok(0);
        }
        let piece_bytes = PIECE_BYTES as u64;
        self.hold(self.at / piece_bytes).map_err(as_io)?;
        let from = usize::try_from(self.at % piece_bytes).map_err(io::Error::other)?;
        let left = self.held.get(from..).unwrap_or_default();
        let length = left.len().min(into.len());
        if let (Some(to), Some(bytes)) = (into.get_mut(..length), left.get(..length)) {
            to.copy_from_slice(bytes);
        }
        self.at += length as u64;
        Ok(length)
    }
}

impl Seek for LongFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size_bytes.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}

/// What a program that ended too early left behind.
pub(crate) fn forget_begun(data: &Path) -> Result<()> {
    for file in files(data)? {
        if file.extension().is_some_and(|ending| ending == BEGUN) {
            fs::remove_file(&file).map_err(Error::folder(&file))?;
        }
    }
    Ok(())
}

pub(crate) fn remove(data: &Path, id: BlobId) -> Result<()> {
    let path = data.join(FOLDER).join(name(id));
    match fs::remove_file(&path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(Error::folder(&path)(cause)),
        _ => Ok(()),
    }
}

/// Removes old whole files that no job names.
pub(crate) fn sweep(data: &Path, rows: &Connection, age_s: i64) -> Result<u64> {
    let mut named = rows.prepare("SELECT 1 FROM bulk_jobs WHERE file_blob = ?1")?;
    let mut removed = 0;
    for file in files(data)? {
        let address = file
            .file_stem()
            .and_then(|stem| stem.to_str()?.parse::<BlobId>().ok());
        let Some(address) = address.filter(|_| file.extension().is_some_and(|ending| ending == WHOLE)) else {
            continue;
        };
        if is_older(&file, age_s) && !named.exists([Address(address)])? {
            remove(data, address)?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// A file whose age is not known is young.
fn is_older(file: &Path, age_s: i64) -> bool {
    let written = fs::metadata(file).and_then(|found| found.modified());
    let age = written.ok().and_then(|written| written.elapsed().ok());
    age.is_some_and(|age| age.as_secs() >= u64::try_from(age_s).unwrap_or(0))
}

fn files(data: &Path) -> Result<Vec<PathBuf>> {
    let folder = data.join(FOLDER);
    let found = match fs::read_dir(&folder) {
        Ok(found) => found,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(Error::folder(&folder)(cause)),
    };
    let paths = found.map(|entry| entry.map(|entry| entry.path()));
    paths.collect::<io::Result<_>>().map_err(Error::folder(&folder))
}

fn name(id: BlobId) -> String {
    format!("{id}.{WHOLE}")
}

/// A full disk stays a full disk.
fn as_io(error: Error) -> io::Error {
    match error {
        Error::DiskFull => io::Error::from(io::ErrorKind::StorageFull),
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{Read, Seek, SeekFrom, Write};

    use domain::BlobId;

    use super::{FOLDER, PIECE_BYTES};
    use crate::Store;
    use crate::testing::{key, office};

    fn bytes(length: usize) -> Vec<u8> {
        (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect()
    }

    fn files(store: &Store) -> Vec<String> {
        let Ok(folder) = fs::read_dir(store.folder().join(FOLDER)) else {
            return Vec::new();
        };
        folder
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[test]
    fn a_long_file_comes_back_exactly_and_from_any_place() {
        let office = office();
        for length in [0, 5, PIECE_BYTES, 2 * PIECE_BYTES + 77] {
            let whole = bytes(length);
            let mut file = office.store.begin_long_file().unwrap();
            // Unequal pieces, as a packer writes them.
            for part in whole.chunks(1_000_003) {
                file.write_all(part).unwrap();
            }
            let id = file.finish().unwrap();
            assert_eq!(id, BlobId::of(&whole));
            let mut kept = office.store.long_file(id).unwrap().unwrap();
            let mut read = Vec::new();
            kept.read_to_end(&mut read).unwrap();
            assert!(read == whole, "{length}");
            if length > PIECE_BYTES {
                let mut over_an_edge = [0; 10];
                kept.seek(SeekFrom::Start(PIECE_BYTES as u64 - 5)).unwrap();
                kept.read_exact(&mut over_an_edge).unwrap();
                assert_eq!(over_an_edge, whole[PIECE_BYTES - 5..PIECE_BYTES + 5]);
                assert_eq!(kept.seek(SeekFrom::End(-3)).unwrap(), length as u64 - 3);
            }
            office.store.remove_long_file(id).unwrap();
            assert!(office.store.long_file(id).unwrap().is_none());
        }
    }

    #[test]
    fn nothing_of_a_long_file_lies_open_on_the_disk() {
        let office = office();
        let mut file = office.store.begin_long_file().unwrap();
        let words = "Совершенно секретный акт. ".repeat(200_000);
        file.write_all(words.as_bytes()).unwrap();
        let id = file.finish().unwrap();
        let disk = fs::read(office.store.folder().join(FOLDER).join(format!("{id}.db"))).unwrap();
        let needle = "секретный".as_bytes();
        assert!(!disk.windows(needle.len()).any(|window| window == needle));
    }

    #[test]
    fn a_file_that_was_given_up_leaves_nothing_behind() {
        let office = office();
        let mut file = office.store.begin_long_file().unwrap();
        file.write_all(&bytes(PIECE_BYTES + 1)).unwrap();
        assert_eq!(files(&office.store).len(), 1);
        drop(file);
        assert_eq!(files(&office.store), Vec::<String>::new());
    }

    #[test]
    fn what_a_killed_program_left_begun_goes_at_the_next_start() {
        let office = office();
        let mut file = office.store.begin_long_file().unwrap();
        file.write_all(&bytes(PIECE_BYTES + 1)).unwrap();
        let left = files(&office.store).pop().unwrap();
        let place = office.store.folder().join(FOLDER).join("0f.begun");
        fs::copy(office.store.folder().join(FOLDER).join(left), &place).unwrap();
        drop(file);
        let folder = office.folder;
        drop(office.store);
        let store = Store::open(folder.path(), &key()).unwrap();
        assert_eq!(files(&store), Vec::<String>::new());
    }

    #[test]
    fn a_sweep_removes_old_long_files_that_no_job_names() {
        let office = office();
        let mut file = office.store.begin_long_file().unwrap();
        file.write_all(b"an archive").unwrap();
        let id = file.finish().unwrap();
        office.store.sweep_blobs().unwrap();
        assert!(office.store.long_file(id).unwrap().is_some(), "young");
        assert_eq!(office.store.sweep_blobs_older_than(0).unwrap(), 1);
        assert!(office.store.long_file(id).unwrap().is_none());
    }
}
