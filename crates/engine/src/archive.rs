//! An archive of documents: one ZIP with each document's original, its signatures, a copy for viewing, a protocol of what
//! was found out of the signatures, an inventory with SHA-256 of every file, and **gaps**: what is missing and why.
//!
//! - `collect` gathers one document, `write` puts documents into a ZIP, `check` reads a ZIP that came from anywhere.
//! - The same documents at the same moment give the same bytes: order of the job, one time for every file.
//! - The archive is put together in memory and not on the disk, where a file begun would not be encrypted; so it has a
//!   largest size, and documents that find no room are told.
//!
//! Deliberately not here: official inventories of the tax service, and service documents of operators, which are told as
//! gaps until the program fetches them.

mod check;
mod collect;
mod inventory;
pub(crate) mod names;
mod packed;
mod protocol;
mod write;

pub use check::{ArchiveCheck, ArchivedDocument, ArchivedFile, ArchivedSignature, FileState};
pub(crate) use collect::collect;
pub use inventory::Gap;
pub(crate) use write::ArchiveFile;

/// What documents of one archive may hold together before they are packed.
pub(crate) const LARGEST_CONTENT_BYTES: u64 = 256 * 1024 * 1024;
