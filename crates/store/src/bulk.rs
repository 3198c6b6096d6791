//! Work on many documents at once: jobs, and a row for each document of a job.
//!
//! The choice of documents is frozen when a job is made. How far a job is stands in its own row, so that looking at it
//! never counts rows. What an action is, and when a row may run, is decided elsewhere.
//!
//! Rows that a job will never reach are not rewritten: what they have become follows from the state of the job
//! ([`BulkState::shown`]), so that a million rows are cancelled as quickly as one.

use domain::{BlobId, DocumentId, Money, OutboxId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::TrashId;

mod counts;
mod failures;
mod jobs;
mod rows;
mod state;

pub use counts::BulkCounts;
pub use failures::{BulkFailure, BulkFailureMark, BulkFailures};
pub use state::{BulkRowState, BulkState};

/// A job over many documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BulkJobId(pub i64);

/// A job that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBulkJob {
    /// The number of the wish: the same one again is the same job.
    pub operation: Uuid,
    /// Stable name of the action.
    pub action: String,
    /// What the action was asked for, in its own words.
    pub params: Value,
    /// The documents, in the order in which they are worked at; each once.
    pub documents: Vec<DocumentId>,
    /// When.
    pub created_at: Timestamp,
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkJob {
    /// Identity in the database.
    pub id: BulkJobId,
    /// The number of the wish that made it.
    pub operation: Uuid,
    /// Stable name of the action.
    pub action: String,
    /// What the action was asked for, in its own words.
    pub params: Value,
    /// How far it is.
    pub state: BulkState,
    /// Rows with a warning run too.
    pub is_with_warned: bool,
    /// How many rows it has.
    pub total: u64,
    /// How many rows were written in which state; [`BulkCounts::shown`] tells what they are shown as.
    pub counts: BulkCounts,
    /// What rows without and with a warning come to.
    pub sums: BulkSums,
    /// What it made.
    pub file: Option<BulkFile>,
    /// Why it stopped by itself.
    pub fault: Option<BulkFault>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When a person started it.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

/// Sums with VAT by currency, three digits of ОКВ, taken at the check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BulkSums {
    /// Of rows that nothing stands in the way of.
    pub ready: Vec<(String, Money)>,
    /// Of rows with a warning.
    pub warned: Vec<(String, Money)>,
}

/// A file that a job made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkFile {
    /// Address of its bytes.
    pub blob: BlobId,
    /// Name for a file.
    pub name: String,
}

/// Why a job stopped by itself, or what is to be said of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkFault {
    /// Stable name.
    pub code: String,
    /// Complete Russian sentences.
    pub text: String,
}

/// A document of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkRow {
    /// Its place in the job, from 1.
    pub position: u64,
    /// The document; it may be gone.
    pub document: DocumentId,
    /// How far it is, as it is shown.
    pub state: BulkRowState,
    /// What is to be said of it.
    pub fault: Option<BulkFault>,
    /// The row of the outbox that it became.
    pub outbox: Option<OutboxId>,
    /// Where the document lies, if it was removed.
    pub trash: Option<TrashId>,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkRowChange {
    /// Its place in the job.
    pub position: u64,
    /// What it was.
    pub from: BulkRowState,
    /// What it is.
    pub to: BulkRowState,
    /// What is to be said of it.
    pub fault: Option<BulkFault>,
    /// The row of the outbox that it became.
    pub outbox: Option<OutboxId>,
    /// Where the document lies, if it was removed.
    pub trash: Option<TrashId>,
}

#[cfg(test)]
mod tests;
