//! An archive that the window brings in, piece by piece, to be checked. It lies encrypted beside the database until then,
//! and is gone when the check is over.

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use store::LongFileWriter;

use super::check::check;
use super::packed::not_an_archive;
use crate::engine::Inner;
use crate::error::Error;
use crate::staging::{self, StagingToken};
use crate::work::{Task, Work};
use crate::{ArchiveCheck, Engine, Result};

/// What stays free on the disk beside the archive.
const KEPT_FREE_BYTES: u64 = 64 * 1024 * 1024;

/// The archive that is brought in; a newer one takes the place of an older one.
#[derive(Default)]
pub(crate) struct Uploads(Mutex<Option<Upload>>);

struct Upload {
    token: StagingToken,
    file: LongFileWriter,
}

impl Uploads {
    fn put(&self, upload: Upload) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(upload);
    }

    fn write(&self, token: &StagingToken, piece: &[u8]) -> Result<u64> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let upload = held.as_mut().filter(|upload| upload.token == *token);
        let file = &mut upload.ok_or_else(staging::gone)?.file;
        file.write_all(piece).map_err(not_written)?;
        Ok(file.size_bytes())
    }

    fn take(&self, token: &StagingToken) -> Option<LongFileWriter> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.take_if(|upload| upload.token == *token)
            .map(|upload| upload.file)
    }
}

impl Engine {
    /// Makes room for an archive of this length.
    ///
    /// Errors: `disk_full`.
    pub async fn begin_archive_upload(&self, size_bytes: u64) -> Result<StagingToken> {
        self.blocking(move |inner| {
            let free_bytes = inner.store.free_bytes().map_err(Error::internal)?;
            if free_bytes < size_bytes.saturating_add(KEPT_FREE_BYTES) {
                return Err(store::Error::DiskFull.into());
            }
            let token = StagingToken::new(inner.ports.randomness.uuid().simple().to_string());
            inner.uploads.put(Upload {
                token: token.clone(),
                file: inner.store.begin_long_file()?,
            });
            Ok(token)
        })
        .await
    }

    /// Takes the next piece and says how much there is.
    ///
    /// Errors: `staging_gone`, `disk_full`.
    pub async fn take_archive_piece(&self, token: StagingToken, piece: Vec<u8>) -> Result<u64> {
        self.blocking(move |inner| inner.uploads.write(&token, &piece))
            .await
    }

    /// Checks what was brought in, and forgets it.
    ///
    /// Errors: `staging_gone`, and those of [`Engine::check_archive`].
    pub async fn check_uploaded_archive(&self, token: StagingToken) -> Result<ArchiveCheck> {
        let work = self.begin_work(Task::ArchiveCheck, 0);
        self.blocking(move |inner| {
            let file = inner.uploads.take(&token).ok_or_else(staging::gone)?;
            checked(inner, &work, file)
        })
        .await
    }

    /// Forgets what was brought in; no error when it is gone already.
    pub fn forget_archive_upload(&self, token: &StagingToken) {
        drop(self.inner.uploads.take(token));
    }
}

fn checked(inner: &Inner, work: &Work, file: LongFileWriter) -> Result<ArchiveCheck> {
    let id = file.finish()?;
    let found = match inner.store.long_file(id)? {
        Some(archive) => check(inner, work, archive),
        None => Err(not_an_archive()),
    };
    // The same bytes may be the file of a job, which is kept.
    if inner.read(|r| Ok(r.bulk_file_name(id)?))?.is_none() {
        inner.store.remove_long_file(id)?;
    }
    found
}

fn not_written(error: std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::StorageFull => store::Error::DiskFull.into(),
        _ => Error::internal(error),
    }
}
