//! The instance lock: one program at a time works in a data folder.
//!
//! The operating system holds the lock and lets it go when the process ends, however it ends; no stale lock is
//! possible. Who holds it is told by a second file, because on Windows a locked file cannot be read by others.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::Path;

use crate::folder::private;
use crate::{Error, Result};

const LOCK_FILE: &str = "lock";
const HOLDER_FILE: &str = "lock.holder";

/// The lock, held until dropped.
pub(crate) struct InstanceLock {
    _file: File,
}

impl InstanceLock {
    /// Takes the lock of this folder or says who has it.
    pub(crate) fn take(folder: &Path) -> Result<Self> {
        let path = folder.join(LOCK_FILE);
        let file = private(OpenOptions::new().write(true).create(true).truncate(false))
            .open(&path)
            .map_err(Error::folder(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Locked {
                    holder: holder(folder),
                });
            }
            Err(TryLockError::Error(cause)) => return Err(Error::folder(&path)(cause)),
        }
        let path = folder.join(HOLDER_FILE);
        private(OpenOptions::new().write(true).create(true).truncate(true))
            .open(&path)
            .and_then(|mut file| std::io::Write::write_all(&mut file, ourselves().as_bytes()))
            .map_err(Error::folder(&path))?;
        Ok(Self { _file: file })
    }
}

fn ourselves() -> String {
    let program = std::env::current_exe().ok();
    let name = program
        .as_deref()
        .and_then(Path::file_name)
        .map(|name| name.to_string_lossy());
    format!("{} (pid {})", name.as_deref().unwrap_or("?"), std::process::id())
}

/// What the holder wrote; it may be a moment behind, so it is only ever shown, never decided by.
fn holder(folder: &Path) -> String {
    let text = fs::read_to_string(folder.join(HOLDER_FILE)).unwrap_or_default();
    if text.is_empty() { "?".to_owned() } else { text }
}
