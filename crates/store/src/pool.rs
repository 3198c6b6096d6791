//! One file: its one writer and as many readers as are asked for at once.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::sqlite::{open_reader, open_writer};
use crate::{DatabaseKey, Result};

/// Idle readers kept open; more are opened when needed and closed afterwards.
const IDLE_READERS: usize = 4;

/// The connections to one file.
pub(crate) struct Pool {
    path: PathBuf,
    key: DatabaseKey,
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Connection>,
}

impl Pool {
    /// Opens the writer.
    pub(crate) fn open(path: PathBuf, key: &DatabaseKey) -> Result<Self> {
        let writer = Mutex::new(open_writer(&path, key)?);
        Ok(Self {
            path,
            key: key.clone(),
            readers: Mutex::default(),
            writer,
        })
    }

    /// Reads one snapshot. A reader that failed is closed rather than kept.
    pub(crate) fn read<T>(&self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let sql = match idle {
            Some(sql) => sql,
            None => open_reader(&self.path, &self.key)?,
        };
        let snapshot = Transaction::new_unchecked(&sql, TransactionBehavior::Deferred)?;
        let answer = f(&snapshot)?;
        snapshot.commit()?;
        let mut idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_READERS {
            idle.push(sql);
        }
        Ok(answer)
    }

    /// Changes the file: all of it or, after an error or a panic, nothing.
    pub(crate) fn write<T>(&self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        // A panic inside `f` rolled its transaction back, so the connection is whole and may be used again.
        let sql = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let change = Transaction::new_unchecked(&sql, TransactionBehavior::Immediate)?;
        let answer = f(&change)?;
        change.commit()?;
        Ok(answer)
    }

    /// A connection of its own, for work that takes long and holds up nobody.
    pub(crate) fn separate(&self) -> Result<Connection> {
        open_writer(&self.path, &self.key)
    }

    /// The writer outside any transaction, for migrations.
    pub(crate) fn with_writer<T>(&self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        f(&self.writer.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
