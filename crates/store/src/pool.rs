//! One file: its one writer and as many readers as are asked for at once.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::Stop;
use crate::sqlite::{open_reader, open_writer};
use crate::{DatabaseKey, Result};

/// Idle readers kept open; more are opened when needed and closed afterwards.
const IDLE_READERS: usize = 4;

/// Holds the widest index of a million documents, so that a question that has to walk all of it decrypts it once. One
/// reader has it, the others and the writer make do with little: all of them together need less than when each had the
/// usual 64 MB.
const WIDE_CACHE: &str = "PRAGMA cache_size = -114688;";

/// Steps of SQLite's machine, a fraction of a millisecond.
const STEPS_BETWEEN_LOOKS: i32 = 20_000;

/// The one reader with a wide cache; dropped together with it.
struct Wide(Arc<AtomicBool>);

impl Drop for Wide {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// A reader that nobody uses at the moment.
struct Idle {
    sql: Connection,
    wide: Option<Wide>,
}

/// The connections to one file.
pub(crate) struct Pool {
    path: PathBuf,
    key: DatabaseKey,
    readers: Mutex<Vec<Idle>>,
    /// A reader with a wide cache is open.
    has_wide: Arc<AtomicBool>,
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
            has_wide: Arc::default(),
            writer,
        })
    }

    /// Reads one snapshot. A reader that failed is closed rather than kept.
    pub(crate) fn read<T>(&self, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.read_with(|_| Ok(()), f)
    }

    /// The same, given up as soon as nobody waits for the answer any more.
    pub(crate) fn read_until<T>(&self, stop: &Stop, f: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let stop = stop.clone();
        // A reader that was stopped failed, so only one that was not goes back, and its next reader may not be asked.
        let watch = move |sql: &mut Connection| {
            Ok(sql.progress_handler(STEPS_BETWEEN_LOOKS, Some(move || stop.is_asked()))?)
        };
        self.read_with(watch, f)
    }

    fn read_with<T>(
        &self,
        prepare: impl FnOnce(&mut Connection) -> Result<()>,
        f: impl FnOnce(&Connection) -> Result<T>,
    ) -> Result<T> {
        let Idle { mut sql, wide } = self.reader()?;
        prepare(&mut sql)?;
        let snapshot = Transaction::new_unchecked(&sql, TransactionBehavior::Deferred)?;
        let answer = f(&snapshot)?;
        snapshot.commit()?;
        sql.progress_handler(0, None::<fn() -> bool>)?;
        let mut idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        // The wide one lies on top, so that it serves whoever asks alone.
        if idle.len() < IDLE_READERS || wide.is_some() {
            idle.push(Idle { sql, wide });
            idle.sort_by_key(|idle| idle.wide.is_some());
        }
        Ok(answer)
    }

    fn reader(&self) -> Result<Idle> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(idle) = idle {
            return Ok(idle);
        }
        let is_first = !self.has_wide.swap(true, Ordering::Relaxed);
        let wide = is_first.then(|| Wide(Arc::clone(&self.has_wide)));
        let sql = open_reader(&self.path, &self.key)?;
        if wide.is_some() {
            sql.execute_batch(WIDE_CACHE)?;
        }
        Ok(Idle { sql, wide })
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

    /// What the file is encrypted with.
    pub(crate) fn key(&self) -> &DatabaseKey {
        &self.key
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
