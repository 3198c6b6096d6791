//! Bytes of the books: small ones at hand, large ones in files beside the journal.

use std::io;
use std::path::Path;

use crate::diadoc::model::Content;
use crate::journal::Journal;

/// Bytes up to this size stay in memory and in the journal's lines; larger ones go to files.
const LARGEST_INLINE_BYTES: usize = 16 * 1024;

/// Puts bytes where they belong by their size.
pub fn keep(folder: Option<&Path>, bytes: Vec<u8>) -> io::Result<Content> {
    match folder {
        Some(folder) if bytes.len() > LARGEST_INLINE_BYTES => Ok(Content::Kept {
            size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            id: Journal::keep(folder, &bytes)?,
        }),
        _ => Ok(Content::of(bytes)),
    }
}

/// The bytes again.
pub fn bytes(folder: Option<&Path>, content: &Content) -> io::Result<Vec<u8>> {
    match (content, folder) {
        (Content::Here(bytes), _) => Ok(bytes.as_ref().clone()),
        (Content::Kept { id, .. }, Some(folder)) => std::fs::read(Journal::content_path(folder, *id)),
        (Content::Kept { .. }, None) => Err(io::ErrorKind::NotFound.into()),
    }
}
