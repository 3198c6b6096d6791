//! What an action on many documents is.

use std::collections::BTreeSet;

use domain::{ConnectionId, Document, DocumentId, OperationId, OutboxId};
use serde_json::Value;
use store::{BulkFault, BulkFile, BulkJobId, BulkRow, BulkRowState, Reader, TrashId, Writer};

use crate::Result;
use crate::ahead::Question;
use crate::documents::Content;
use crate::engine::Inner;
use crate::error::{Code, Error};

/// One kind of action. Everything else follows from its declaration.
pub(crate) struct BulkAction {
    /// Stable name for the contract with the window.
    pub(crate) code: &'static str,
    /// For people.
    pub(crate) label: &'static str,
    /// Documents leave the office by it.
    pub(crate) is_outward: bool,
    /// The registry shows other documents, or others of them, afterwards.
    pub(crate) changes_documents: bool,
    /// Its only effect is a file, which is there when every row went into it.
    pub(crate) makes_file: bool,
    /// It signs, so it may ask a person for a PIN. Under way when the program ended, it waits for a person at the next
    /// start: nobody is asked for a PIN out of the blue.
    pub(crate) needs_keys: bool,
    /// The action that takes back what this one did.
    pub(crate) undone_by: Option<&'static str>,
    /// So many documents are worked at in one transaction: some tens of milliseconds.
    pub(crate) rows_at_once: u32,
    /// Understands what was asked for. The errors are those of a plan: nothing is made after one.
    pub(crate) begin: fn(&Inner, &Value) -> Result<Box<dyn Course>>,
}

/// Whether a job can go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readiness {
    /// At once.
    Now,
    /// When a person or a store of keys has answered; the runner is woken then.
    Later,
}

/// The rows of a job that come next.
pub(crate) struct Coming<'r> {
    pub(super) job: BulkJobId,
    /// The chunk that runs next.
    pub(super) rows: &'r [BulkRow],
    pub(super) runnable: &'static [BulkRowState],
    /// The place behind which the chunk begins.
    pub(super) after: u64,
}

impl Coming<'_> {
    /// The documents of the chunk that runs next.
    pub(crate) fn chunk(&self) -> Vec<DocumentId> {
        self.rows.iter().map(|row| row.document).collect()
    }

    /// The documents of this chunk and of those behind it, so many at most.
    pub(crate) fn ahead(&self, inner: &Inner, limit: u32) -> Result<Vec<DocumentId>> {
        let rows = inner.read(|r| Ok(r.next_bulk_rows(self.job, self.runnable, self.after, limit)?))?;
        Ok(rows.into_iter().map(|row| row.document).collect())
    }
}

/// A job of an action under way.
pub(crate) trait Course: Send {
    /// Gets what is needed before the first row runs. Never waits; asked again before every chunk. An error is one of
    /// the whole job.
    fn ready(&mut self, inner: &Inner, coming: &Coming<'_>) -> Result<Readiness> {
        let _ = (inner, coming);
        Ok(Readiness::Now)
    }

    /// What operators have to be asked before this document is looked at; see `ahead`.
    fn questions(&self, inner: &Inner, r: &Reader<'_>, document: DocumentId) -> Result<BTreeSet<Question>> {
        let _ = (inner, r, document);
        Ok(BTreeSet::new())
    }

    /// Gets what the next documents need from outside. Never waits: where it has to, it wakes the runner afterwards and is
    /// asked again with the same documents. An error is one of the whole job.
    fn fetch(&mut self, inner: &Inner, documents: &[DocumentId]) -> Result<Readiness> {
        let _ = (inner, documents);
        Ok(Readiness::Now)
    }

    /// What stands in the way of this document.
    fn check(&self, inner: &Inner, r: &Reader<'_>, document: DocumentId) -> Result<Verdict> {
        let _ = (inner, r, document);
        Ok(Verdict::Ready)
    }

    /// Makes ready what shall become of these documents, one effect each in their order. Nothing may be changed here:
    /// an effect is run later, inside the transaction that writes down the state of its row, or never. An error is one
    /// of the whole job.
    fn run<'c>(&'c mut self, inner: &'c Inner, documents: &[DocumentId]) -> Result<Vec<Effect<'c>>>;

    /// The file of all rows, durable before the job names it, as every file is.
    fn finish(self: Box<Self>, inner: &Inner) -> Result<Option<BulkFile>> {
        let _ = inner;
        Ok(None)
    }
}

/// A file that was put together in memory.
pub(crate) fn kept(inner: &Inner, content: Content) -> Result<Option<BulkFile>> {
    Ok(Some(BulkFile {
        blob: inner.store.put_blob(&content.bytes)?,
        name: content.name,
    }))
}

/// What happens to one document. An error takes back what the effect did so far, and is the cause that a person reads.
pub(crate) type Effect<'c> = Box<dyn FnOnce(&Writer<'_>) -> Result<Made> + 'c>;

/// The effect of a document that cannot be done.
pub(crate) fn refused<'c>(cause: Error) -> Effect<'c> {
    Box::new(move |_| Err(cause))
}

/// The effects of these documents, one after another; an error is one of the whole job.
pub(crate) fn each<'c>(
    documents: &[DocumentId],
    effect: impl FnMut(DocumentId) -> Result<Effect<'c>>,
) -> Result<Vec<Effect<'c>>> {
    documents.iter().copied().map(effect).collect()
}

/// What an effect left behind.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Made {
    /// A row of the outbox.
    pub(crate) enqueued: Option<Enqueued>,
    /// A removed document.
    pub(crate) trash: Option<TrashId>,
}

impl Made {
    /// A row of the outbox.
    pub(crate) fn enqueued(outbox: OutboxId, operation: OperationId, connection: ConnectionId) -> Self {
        Self {
            enqueued: Some(Enqueued {
                outbox,
                operation,
                connection,
            }),
            ..Self::default()
        }
    }
}

/// A row of the outbox that a job made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Enqueued {
    pub(crate) outbox: OutboxId,
    pub(crate) operation: OperationId,
    pub(crate) connection: ConnectionId,
}

/// What a look at a document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing stands in the way.
    Ready,
    /// It can be done, and a person should know this.
    Warned(BulkFault),
    /// It cannot be done.
    Blocked(BulkFault),
}

impl Verdict {
    /// Blocked for this reason; an error that says nothing about the document stays an error.
    pub(crate) fn blocked(error: Error) -> Result<Self> {
        if is_of_the_program(&error) {
            return Err(error);
        }
        Ok(Self::Blocked(fault(&error)))
    }
}

pub(crate) fn fault(error: &Error) -> BulkFault {
    BulkFault {
        code: error.code().as_str().to_owned(),
        text: error.sentence().to_owned(),
    }
}

/// The document has no part in it: every other one would meet the same.
pub(crate) fn is_of_the_program(error: &Error) -> bool {
    matches!(
        error.code(),
        Code::DiskFull
            | Code::DatabaseFailed
            | Code::DatabaseLocked
            | Code::FolderUnavailable
            | Code::SecretsUnavailable
            | Code::VaultPassphraseWrong
            | Code::Internal
    )
}

/// A document that is still there.
pub(crate) fn there(r: &Reader<'_>, id: DocumentId) -> Result<Document> {
    r.document(id)?.ok_or_else(crate::documents::not_found)
}
