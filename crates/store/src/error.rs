//! Everything that can go wrong with the database, told apart by what a person has to do about it.
//!
//! The sentences here are for the log; the engine turns each variant into words for the clerk.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why the database did not do what it was asked. Whatever was committed before is still there.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another program has this folder open.
    #[error("the data folder is in use by {holder}")]
    Locked {
        /// Who: process id and program, as the holder wrote it down.
        holder: String,
    },
    /// The key is not the one that the database was encrypted with.
    #[error("the key does not fit this database")]
    WrongKey,
    /// A newer version of the program wrote this database. Nothing was changed.
    #[error("the database has version {found}, this program knows versions up to {known}")]
    NewerDatabase {
        /// Version of the database.
        found: i64,
        /// The newest version that the program knows.
        known: i64,
    },
    /// The file is something else, or its pages are damaged.
    #[error("not a usable database: {0}")]
    NotADatabase(String),
    /// No room left on the disk. The change was not made; earlier ones are intact.
    #[error("no room left on the disk")]
    DiskFull,
    /// The folder or a file in it cannot be created, read or written.
    #[error("{path}: {1}", path = .0.display())]
    Folder(PathBuf, #[source] io::Error),
    /// Any other answer of SQLite.
    #[error("database: {0}")]
    Sql(#[source] rusqlite::Error),
    /// The row that was named does not exist.
    #[error("there is no {0}")]
    Missing(String),
    /// The change contradicts what is already there.
    #[error("{0}")]
    Conflict(String),
}

/// The usual answer of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// What the file system said about this path.
    pub(crate) fn folder(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |cause| match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Folder(path.to_owned(), cause),
        }
    }
}

/// `SQLITE_IOERR_SHMSIZE`: the index of the write-ahead log could not grow, which is a full disk too
/// (<https://sqlite.org/rescode.html#ioerr_shmsize>).
const IOERR_SHMSIZE: i32 = 4874;

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let Some(cause) = error.sqlite_error() else {
            return Self::Sql(error);
        };
        match (cause.code, cause.extended_code) {
            (ErrorCode::DiskFull, _) | (_, IOERR_SHMSIZE) => Self::DiskFull,
            (ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt, _) => {
                Self::NotADatabase(error.to_string())
            }
            _ => Self::Sql(error),
        }
    }
}

/// True when a uniqueness rule of a table refused the row.
pub(crate) fn is_duplicate(error: &rusqlite::Error) -> bool {
    const UNIQUE: i32 = 2067;
    const PRIMARY_KEY: i32 = 1555;
    error
        .sqlite_error()
        .is_some_and(|cause| matches!(cause.extended_code, UNIQUE | PRIMARY_KEY))
}
