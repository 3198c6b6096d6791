//! An archive of documents: one ZIP with each document's original, its signatures, a copy for viewing, a protocol of what
//! was found out of the signatures, an inventory with SHA-256 of every file, and **gaps**: what is missing and why.
//!
//! - `collect` gathers one document, `write` puts documents into a ZIP, `check` reads a ZIP that came from anywhere.
//! - The same documents at the same moment give the same bytes: order of the job, one time for every file.
//! - The archive is written away as it grows, encrypted until a person carries it off (`store::LongFileWriter`), and is read
//!   from any place when it comes back: one document at a time lies in memory, however long the archive is.
//!
//! Deliberately not here: official inventories of the tax service, and service documents of operators, which are told as
//! gaps until the program fetches them.

mod check;
mod collect;
mod inventory;
pub(crate) mod names;
mod packed;
mod protocol;
mod upload;
mod write;

pub use check::{ArchiveCheck, ArchivedDocument, ArchivedFile, ArchivedSignature, FileState};
pub(crate) use collect::collect;
pub use inventory::Gap;
pub(crate) use upload::Uploads;
pub(crate) use write::ArchiveFile;

/// What one document of an archive may come to: it is packed and checked in memory.
const LARGEST_DOCUMENT_BYTES: u64 = 256 * 1024 * 1024;
/// Files of one archive. Their list is held in memory on both ways.
const MOST_FILES: usize = 500_000;
