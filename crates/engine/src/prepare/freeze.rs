//! Keeping a file that was made: bytes first, then the row, and only of the record that it was made of.

use domain::{EdoFileId, StoredFile};

use super::stamps::same_but_for_stamps;
use super::{Made, Subject};
use crate::engine::Inner;
use crate::{Result, documents, paper, records, status};

/// Keeps the file and makes it the one that would be sent. The same content again is the same row.
pub(super) fn freeze(inner: &Inner, subject: &Subject, made: &Made) -> Result<EdoFileId> {
    let served = serves_again(inner, subject, made)?;
    let stored = match served {
        Some(_) => None,
        None => Some(StoredFile {
            blob: inner.store.put_blob(&made.bytes)?,
            name: made.name.clone(),
            size: made.bytes.len() as u64,
        }),
    };
    let now = inner.now();
    let id = subject.document.id;
    inner.write(|w| {
        let document = w.document(id)?.ok_or_else(documents::not_found)?;
        // Requisites of either side are part of the paper though not of the record.
        if document.revision != subject.document.revision || paper::of(w, &document)? != subject.paper {
            return Err(records::changed_meanwhile());
        }
        let file = match (served, &stored) {
            (Some(file), _) => {
                w.renew_edo_file(file, document.revision)?;
                file
            }
            (None, Some(stored)) => w.add_edo_file(id, stored, made.format, document.revision, now)?,
            (None, None) => return Err(crate::Error::internal("neither an old file nor a new one")),
        };
        status::refresh(w, id, now)?;
        Ok(file)
    })
}

/// A file of this document that says the same already.
fn serves_again(inner: &Inner, subject: &Subject, made: &Made) -> Result<Option<EdoFileId>> {
    let files = inner.read(|r| Ok(r.edo_files_of(subject.document.id)?))?;
    let address = domain::BlobId::of(&made.bytes);
    if let Some(same) = files
        .iter()
        .find(|file| file.file.blob == address && file.format == made.format)
    {
        return Ok(Some(same.id));
    }
    let Some(present) = subject
        .present
        .as_ref()
        .filter(|present| present.format == made.format)
    else {
        return Ok(None);
    };
    let bytes = inner.store.blob(present.file.blob)?.unwrap_or_default();
    Ok(same_but_for_stamps(&bytes, &made.bytes).then_some(present.id))
}
