//! What happened, line by line in a file, so that a killed process comes back with the same world.
//!
//! One line is one indivisible change. A line that was cut short by the end of the process never happened. The file
//! is handed to the operating system at every change but not forced to the disk: the sandbox outlives its own death,
//! not a power failure.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use domain::BlobId;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The folder of a world that outlives its process.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    file: File,
    length: u64,
    /// Held as long as the journal is open, so that no second process writes into it.
    _lock: File,
}

const NAME: &str = "journal.jsonl";
const NEXT_NAME: &str = "journal.next";

impl Journal {
    /// Takes the folder for this process alone. Fails with `WouldBlock` when another one has it.
    pub fn lock(folder: &Path) -> io::Result<File> {
        std::fs::create_dir_all(folder.join("contents"))?;
        let lock = File::create(folder.join("lock"))?;
        lock.try_lock()?;
        Ok(lock)
    }

    /// Reads every complete line of the folder's journal; nothing for a new folder.
    pub fn read<T: DeserializeOwned>(folder: &Path) -> io::Result<Vec<T>> {
        let file = match File::open(folder.join(NAME)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut reader = BufReader::new(file);
        let mut changes = Vec::new();
        let mut line = Vec::new();
        loop {
            line.clear();
            reader.read_until(b'\n', &mut line)?;
            if line.last() != Some(&b'\n') {
                return Ok(changes);
            }
            changes.push(serde_json::from_slice(&line)?);
        }
    }

    /// Writes a journal anew out of a world's present state and goes on from there.
    pub fn compact<T: Serialize>(
        folder: &Path,
        lock: File,
        state: impl Iterator<Item = T>,
    ) -> io::Result<Self> {
        let next = folder.join(NEXT_NAME);
        let mut writer = io::BufWriter::new(File::create(&next)?);
        for change in state {
            serde_json::to_writer(&mut writer, &change)?;
            writer.write_all(b"\n")?;
        }
        writer
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?
            .sync_all()?;
        std::fs::rename(&next, folder.join(NAME))?;
        let file = OpenOptions::new().append(true).open(folder.join(NAME))?;
        Ok(Self {
            folder: folder.to_owned(),
            length: file.metadata()?.len(),
            file,
            _lock: lock,
        })
    }

    /// Adds one change. What a failure left behind is taken away again, so that later lines stay readable.
    pub fn append<T: Serialize>(&mut self, change: &T) -> io::Result<()> {
        let mut line = serde_json::to_vec(change)?;
        line.push(b'\n');
        if let Err(error) = self.file.write_all(&line) {
            self.file.set_len(self.length)?;
            return Err(error);
        }
        self.length = self.length.saturating_add(u64::try_from(line.len()).unwrap_or(0));
        Ok(())
    }

    /// The file in which large bytes lie.
    pub fn content_path(folder: &Path, id: BlobId) -> PathBuf {
        folder.join("contents").join(id.to_string())
    }

    /// Keeps large bytes beside the journal.
    pub fn keep(folder: &Path, bytes: &[u8]) -> io::Result<BlobId> {
        let id = BlobId::of(bytes);
        let path = Self::content_path(folder, id);
        if !path.exists() {
            let draft = path.with_extension(uuid::Uuid::new_v4().simple().to_string());
            std::fs::write(&draft, bytes)?;
            std::fs::rename(&draft, &path)?;
        }
        Ok(id)
    }

    /// Where the journal lies.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::Journal;

    #[test]
    fn a_line_cut_short_never_happened_and_the_next_one_starts_clean() {
        let folder = tempfile::tempdir().unwrap();
        let lock = Journal::lock(folder.path()).unwrap();
        let mut journal = Journal::compact(folder.path(), lock, [1, 2].into_iter()).unwrap();
        journal.append(&3).unwrap();
        journal.file.write_all(b"4").unwrap();
        let changes: Vec<u32> = Journal::read(folder.path()).unwrap();
        assert_eq!(changes, [1, 2, 3]);
        drop(journal);
        let lock = Journal::lock(folder.path()).unwrap();
        let mut journal = Journal::compact(folder.path(), lock, changes.into_iter()).unwrap();
        journal.append(&5).unwrap();
        assert_eq!(Journal::read::<u32>(folder.path()).unwrap(), [1, 2, 3, 5]);
    }

    #[test]
    fn a_folder_in_use_is_not_opened_a_second_time() {
        let folder = tempfile::tempdir().unwrap();
        let lock = Journal::lock(folder.path()).unwrap();
        let second = Journal::lock(folder.path()).unwrap_err();
        assert_eq!(second.kind(), std::io::ErrorKind::WouldBlock);
        drop(lock);
        Journal::lock(folder.path()).unwrap();
    }
}
