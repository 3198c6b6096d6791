//! A connection to one encrypted file, with every setting pinned.
//!
//! Nothing here knows a table.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use crate::{DatabaseKey, Error, Result};

/// Long enough for a checkpoint of a big log on a slow disk, short enough for a person.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// More than the crate has statements, so that none is prepared twice.
const CACHED_STATEMENTS: usize = 320;

/// Settings of the cipher, pinned so that a later SQLCipher still opens the file
/// (<https://www.zetetic.net/sqlcipher/sqlcipher-api/>), and quiet about wrong keys.
const CIPHER: &str = "
    PRAGMA cipher_log_level = NONE;
    PRAGMA cipher_page_size = 4096;
    PRAGMA cipher_hmac_algorithm = HMAC_SHA512;
    PRAGMA cipher_kdf_algorithm = PBKDF2_HMAC_SHA512;
    PRAGMA cipher_plaintext_header_size = 0;
    PRAGMA cipher_use_hmac = ON;";

/// No memory mapping: a read error of the disk must be an answer, not a crash. Temporary tables stay in memory,
/// because a temporary file would not be encrypted. Freed rows are overwritten where that costs no extra write.
const COMMON: &str = "
    PRAGMA foreign_keys = ON;
    PRAGMA mmap_size = 0;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -24576;
    PRAGMA trusted_schema = OFF;
    PRAGMA secure_delete = FAST;";

/// What a committed row must survive: FULL is power loss (<https://sqlite.org/pragma.html#pragma_synchronous>).
const WRITER: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 8000;
    PRAGMA journal_size_limit = 67108864;";

const READER: &str = "PRAGMA query_only = ON;";

/// The one connection that may change the file. Creates an empty file of size zero where there was none;
/// the caller has made it private before.
pub(crate) fn open_writer(path: &Path, key: &DatabaseKey) -> Result<Connection> {
    let sql = open(path, key)?;
    sql.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    sql.execute_batch(WRITER)?;
    Ok(sql)
}

/// A connection that can only read.
pub(crate) fn open_reader(path: &Path, key: &DatabaseKey) -> Result<Connection> {
    let sql = open(path, key)?;
    sql.execute_batch(READER)?;
    Ok(sql)
}

/// A file that is written once, by one connection, and counts only when it is whole: neither a log nor a journal, and it
/// is made durable once, by whoever ends it. The caller has made it private before.
pub(crate) fn open_once(path: &Path, key: &DatabaseKey) -> Result<Connection> {
    let sql = open(path, key)?;
    sql.query_row("PRAGMA journal_mode = OFF", [], |_| Ok(()))?;
    sql.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -2048;")?;
    Ok(sql)
}

fn open(path: &Path, key: &DatabaseKey) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sql = Connection::open_with_flags(path, flags).map_err(|cause| unopened(path, cause))?;
    sql.busy_timeout(BUSY_TIMEOUT)?;
    sql.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    let hex = key.expose_hex();
    // The raw form: the bytes are the key and no derivation is run.
    let pragma = Zeroizing::new(format!("PRAGMA key = \"x'{}'\";", hex.as_str()));
    sql.execute_batch(&pragma)?;
    sql.execute_batch(CIPHER)?;
    sql.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
        .map_err(|cause| unopened(path, cause))?;
    sql.execute_batch(COMMON)?;
    Ok(sql)
}

fn unopened(path: &Path, cause: rusqlite::Error) -> Error {
    use rusqlite::ErrorCode::{CannotOpen, NotADatabase, PermissionDenied, ReadOnly};
    match cause.sqlite_error_code() {
        Some(NotADatabase) => Error::WrongKey,
        Some(CannotOpen | PermissionDenied | ReadOnly) => Error::Folder(
            path.to_owned(),
            std::io::Error::new(std::io::ErrorKind::PermissionDenied, cause),
        ),
        _ => cause.into(),
    }
}
