//! The other documents of a draft: an operator lets a draft leave as a whole, with signatures under all of it.

use connect::edo::DraftSignature;
use domain::{DocumentId, EdoDocument, EdoDocumentId, EdoFile, OperationKind, OutboxState};
use store::Reader;

use super::{is_draft, no_content, refuse_second_answer};
use crate::Result;
use crate::documents;
use crate::engine::Inner;
use crate::send::OurSignature;

/// Another document of a draft.
pub(super) struct Together {
    pub(super) document: DocumentId,
    pub(super) sending: EdoDocument,
    pub(super) file: EdoFile,
}

impl Together {
    /// The bytes that are to be signed.
    pub(super) fn content(&self, inner: &Inner) -> Result<Vec<u8>> {
        let found = inner.store.blob(self.file.file.blob)?;
        found.ok_or_else(documents::content_missing)
    }

    /// It is still the same draft with the same file, and nobody signed it meanwhile.
    pub(super) fn still_waits(&self, r: &Reader<'_>) -> Result<()> {
        let now = r.edo_document(self.sending.id)?;
        let now = now.filter(|now| is_draft(now) && now.file == self.sending.file);
        let now = now.ok_or_else(crate::records::changed_meanwhile)?;
        refuse_second_answer(r, &now, None)
    }
}

/// The documents that lie in one draft with this one; those that were taken out of it in the cabinet are left out.
pub(super) fn others(r: &Reader<'_>, sending: &EdoDocument) -> Result<Vec<Together>> {
    let Some(package) = r.sending_form(sending.id)?.package else {
        return Ok(Vec::new());
    };
    let message = |one: &EdoDocument| one.remote.as_ref().map(|remote| remote.message_id.clone());
    let mut found = Vec::new();
    for (id, document) in r.sendings_of_package(package.id)? {
        let Some(other) = r.edo_document(id)?.filter(|other| other.id != sending.id) else {
            continue;
        };
        if !is_draft(&other) || message(&other) != message(sending) {
            continue;
        }
        let file = match other.file {
            Some(file) => r.edo_file(file)?,
            None => None,
        };
        found.push(Together {
            document,
            sending: other,
            file: file.ok_or_else(|| no_content(false))?,
        });
    }
    Ok(found)
}

/// The sending that the row of the outbox names: the one that led the package when it was left at the operator, so that
/// each sending finds its newest row.
pub(super) fn lead(sending: &EdoDocument, together: &[Together]) -> EdoDocumentId {
    let all = together.iter().map(|one| one.sending.id);
    all.min().map_or(sending.id, |other| other.min(sending.id))
}

/// Each signature with its document.
pub(super) fn signatures(together: &[Together], ours: &[OurSignature]) -> Vec<DraftSignature> {
    let pairs = together.iter().zip(ours);
    let named = pairs.filter_map(|(one, ours)| {
        Some(DraftSignature {
            document: one.sending.remote.clone()?,
            signature: ours.cms.clone(),
        })
    });
    named.collect()
}

/// This document has left, or is about to, with another one of its draft.
pub(crate) fn left_together(r: &Reader<'_>, document: DocumentId) -> Result<()> {
    for sending in r.edo_documents_of(document)? {
        let operation = r.operation_of(sending.id)?;
        let is_signed = operation.is_some_and(|last| {
            let is_over = matches!(last.state, OutboxState::Failed | OutboxState::Cancelled);
            last.kind == OperationKind::Signature && !is_over
        });
        if is_signed {
            return Ok(());
        }
    }
    Err(crate::records::changed_meanwhile())
}
