//! «Статус ЭДО» of a document, from its sendings. The one place where it is derived and written.

use domain::{
    Direction, DocflowMark, Document, DocumentId, EdoDocument, EdoStatus, Origin, OutboxState,
    derive_status_after,
};
use jiff::Timestamp;
use store::{Operation, Reader, Writer};

use crate::engine::Inner;
use crate::{Result, cause, preflight};

/// Documents that are marked in one transaction.
const AT_ONCE: usize = 500;
/// Set when everything that was signed before there was a mark for it bears that mark.
const SIGNED_ARE_MARKED: &str = "signed_unsent_marked";

/// The status of one sending, and since when it stands.
pub(crate) fn of_sending(sending: &EdoDocument, operation: Option<&Operation>) -> (EdoStatus, Timestamp) {
    let facets = sending.state.as_ref().map(|state| &state.facets);
    let status = derive_status_after(
        operation.map(|operation| (operation.kind, operation.state)),
        facets,
    );
    let is_of_outbox = matches!(
        status,
        EdoStatus::SendFailed | EdoStatus::SendUnknown | EdoStatus::Queued | EdoStatus::Sending
    );
    let since = match (&sending.state, operation) {
        // The outbox speaks louder than the last report: see `derive_status_after`.
        (_, Some(row)) if is_of_outbox => row.changed_at,
        (Some(state), _) => state.as_of,
        (None, Some(row)) => row.changed_at,
        (None, None) => sending.created_at,
    };
    (status, since)
}

/// The status of a document: its own, or that of the document that came to us and is the same paper. `None` when there
/// is neither.
pub(crate) fn of_document(r: &Reader<'_>, document: DocumentId) -> Result<Option<(EdoStatus, Timestamp)>> {
    Ok(speaking(r, document)?.map(|(_, told)| told))
}

/// The status of the newest sending which was not taken back. `None` when there is none.
pub(crate) fn of_its_own(r: &Reader<'_>, document: DocumentId) -> Result<Option<(EdoStatus, Timestamp)>> {
    Ok(newest(r, document)?.map(|(_, told)| told))
}

/// A life at an operator, and its status.
type Told = (EdoDocument, (EdoStatus, Timestamp));

/// What speaks for a document: its newest sending, else the one that came to us and is the same paper.
fn speaking(r: &Reader<'_>, document: DocumentId) -> Result<Option<Told>> {
    if let Some(own) = newest(r, document)? {
        return Ok(Some(own));
    }
    match r.pair_of(document)? {
        Some(pair) if pair.document == document => newest(r, pair.inbound),
        _ => Ok(None),
    }
}

/// The newest sending that was not taken back, and its status.
fn newest(r: &Reader<'_>, document: DocumentId) -> Result<Option<Told>> {
    for sending in r.edo_documents_of(document)? {
        let operation = r.operation_of(sending.id)?;
        let is_taken_back = operation
            .as_ref()
            .is_some_and(|row| row.kind.is_letter() && row.state == OutboxState::Cancelled);
        if !is_taken_back {
            let told = of_sending(&sending, operation.as_ref());
            return Ok(Some((sending, told)));
        }
    }
    Ok(None)
}

/// The status of a document that was never sent: a file that was made of a record and still says the same waits to be
/// sent.
pub(crate) fn before_sending(document: &Document) -> EdoStatus {
    if document.body.origin == Origin::Composed && document.file_is_current() {
        EdoStatus::Prepared
    } else {
        EdoStatus::NotInEdo
    }
}

/// Derives the status anew and keeps it for the lists, with the marks by which they find the document; that of our
/// document too, where this one came and is the same paper.
pub(crate) fn refresh(w: &Writer<'_>, id: DocumentId, now: Timestamp) -> Result<()> {
    refresh_one(w, id, now)?;
    refresh_paired(w, id, now)
}

fn refresh_paired(w: &Writer<'_>, id: DocumentId, now: Timestamp) -> Result<()> {
    match w.pair_of(id)? {
        Some(pair) if pair.inbound == id => refresh_one(w, pair.document, now),
        _ => Ok(()),
    }
}

fn refresh_one(w: &Writer<'_>, id: DocumentId, now: Timestamp) -> Result<()> {
    if let Some((sending, told)) = speaking(w, id)? {
        return keep(w, id, &sending, told);
    }
    let document = w.document(id)?;
    mark_unsent(w, id, document.as_ref())?;
    let status = document.as_ref().map_or(EdoStatus::NotInEdo, before_sending);
    w.set_document_status(id, status, now)?;
    cause::note(w, id, status)
}

/// Our signature stands under the file that would be sent.
pub(crate) fn is_signed(r: &Reader<'_>, document: &Document) -> Result<bool> {
    let body = &document.body;
    let file = body
        .file
        .as_ref()
        .filter(|_| body.direction == Direction::Outbound && preflight::missing_file(document).is_none());
    Ok(match file {
        Some(file) => r.unsent_signature(document.id, file.blob)?.is_some(),
        None => false,
    })
}

/// Notes for the lists whether what was never sent is signed, after a signature of ours came or went. The status stays, and
/// since when it holds.
pub(crate) fn refresh_signed(w: &Writer<'_>, id: DocumentId) -> Result<()> {
    match speaking(w, id)? {
        Some(_) => Ok(()),
        None => mark_unsent(w, id, w.document(id)?.as_ref()),
    }
}

fn mark_unsent(w: &Writer<'_>, id: DocumentId, document: Option<&Document>) -> Result<()> {
    let waits_signed = document.map_or(Ok(false), |document| is_signed(w, document))?;
    Ok(w.set_document_marks(id, waits_signed.then_some(DocflowMark::SignedUnsent))?)
}

/// Marks what was signed by a program that had no mark for it. Once for a database.
pub(crate) fn mark_signed(inner: &Inner) -> Result<()> {
    if inner.read(|r| Ok(r.setting(SIGNED_ARE_MARKED)?))?.is_some() {
        return Ok(());
    }
    let signed = inner.read(|r| Ok(r.documents_signed_unsent()?))?;
    for some in signed.chunks(AT_ONCE) {
        inner.write(|w| some.iter().try_for_each(|id| refresh_signed(w, *id)))?;
    }
    inner.write(|w| Ok(w.set_setting(SIGNED_ARE_MARKED, "1")?))
}

/// The same after news of a sending that is not taken back: most often it is the newest, and nothing else is read.
pub(crate) fn refresh_after(
    w: &Writer<'_>,
    sending: &EdoDocument,
    told: (EdoStatus, Timestamp),
    now: Timestamp,
) -> Result<()> {
    let newest = w.newest_edo_document(sending.document)?;
    if newest.is_none_or(|newest| newest == sending.id) {
        keep(w, sending.document, sending, told)?;
        refresh_paired(w, sending.document, now)
    } else {
        refresh(w, sending.document, now)
    }
}

fn keep(
    w: &Writer<'_>,
    id: DocumentId,
    speaking: &EdoDocument,
    (status, since): (EdoStatus, Timestamp),
) -> Result<()> {
    let facets = speaking.state.as_ref().map(|state| &state.facets);
    w.set_document_marks(id, facets.into_iter().flat_map(DocflowMark::of))?;
    w.set_document_status(id, status, since)?;
    cause::note(w, id, status)
}
