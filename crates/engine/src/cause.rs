//! Why a document waits for a person, in the words of whoever said so: the failure of its last operation, the reason
//! that the other side gave, else the operator's own words.

use domain::{ActionBy, DocflowMark, DocumentId, EdoDocument, EdoStatus, EventFact, FirmId, OutboxState};
use store::{DocumentPage, DocumentQuery, DocumentRow, PageMark, Reader, Writer};

use crate::engine::Inner;
use crate::{Engine, Result};

/// Documents whose causes are noted in one transaction.
const AT_ONCE: usize = 500;
/// Set when every document tells why it waits.
const CAUSES_ARE_NOTED: &str = "causes_noted";

/// A row of the registry, why a person has to look at it, and what its status does not tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryRow {
    /// The row.
    pub row: DocumentRow,
    /// The cause in somebody's own words; absent where nothing more is known than the status.
    pub cause: Option<String>,
    /// It was not sent, and our signature stands under it.
    pub is_signed_unsent: bool,
}

/// A page of the registry with causes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryPage {
    /// In the order asked for.
    pub rows: Vec<RegistryRow>,
    /// Where the next page begins; none after the last.
    pub next: Option<PageMark>,
    /// How many documents stand in each status: of the firm that was asked for, else of the whole registry.
    pub counts: Vec<(EdoStatus, u64)>,
    /// How many of those ask something of us.
    pub owed: Vec<(EdoStatus, u64)>,
}

impl Engine {
    /// A page of the registry; rows off the happy path carry their cause. A newer question for the same part of the
    /// window ends the older one: `work_cancelled`.
    ///
    /// `told` makes the answer of the page where it was read: thousands of texts that another core has to fetch and free
    /// cost as much as reading them.
    pub async fn registry<T: Send + 'static>(
        &self,
        query: DocumentQuery,
        pane: Option<&str>,
        told: impl FnOnce(RegistryPage) -> T + Send + 'static,
    ) -> Result<T> {
        self.read_for(pane, move |r| {
            Ok(told(with_causes(r, r.documents(&query)?, query.firm)?))
        })
        .await
    }

    /// The last rows of the registry, or those right above `before`, and where those above them end; otherwise as
    /// [`Engine::registry`].
    pub async fn registry_from_end<T: Send + 'static>(
        &self,
        query: DocumentQuery,
        before: Option<PageMark>,
        pane: Option<&str>,
        told: impl FnOnce(RegistryPage, Option<PageMark>) -> T + Send + 'static,
    ) -> Result<T> {
        self.read_for(pane, move |r| {
            let (page, above) = r.documents_from_end(&query, before.as_ref())?;
            Ok(told(with_causes(r, page, query.firm)?, above))
        })
        .await
    }
}

fn with_causes(r: &Reader<'_>, page: DocumentPage, firm: Option<FirmId>) -> Result<RegistryPage> {
    let unsent = page.rows.iter().filter(|row| is_unsent(row.status));
    let unsent: Vec<DocumentId> = unsent.map(|row| row.id).collect();
    let signed = r.bearing(DocflowMark::SignedUnsent, &unsent)?;
    let rows = page.rows.into_iter().map(|mut row| {
        Ok(RegistryRow {
            cause: of_row(r, &mut row)?,
            is_signed_unsent: signed.contains(&row.id),
            row,
        })
    });
    Ok(RegistryPage {
        rows: rows.collect::<Result<_>>()?,
        next: page.next,
        counts: r.status_counts(firm)?,
        owed: r.owed_counts(firm)?,
    })
}

/// The cause of the status of a row, as it was noted with the status.
fn of_row(r: &Reader<'_>, row: &mut DocumentRow) -> Result<Option<String>> {
    match row.cause.take() {
        Some(words) => {
            let words = Some(words).filter(|words| !words.is_empty());
            debug_assert_eq!(words, of(r, row.id, row.status)?, "noted of {:?}", row.id);
            Ok(words)
        }
        None => of(r, row.id, row.status),
    }
}

/// Notes for the lists why a document in this status waits for a person.
pub(crate) fn note(w: &Writer<'_>, document: DocumentId, status: EdoStatus) -> Result<()> {
    let cause = if wants_person(status) {
        Some(of(w, document, status)?.unwrap_or_default())
    } else {
        None
    };
    Ok(w.set_document_cause(document, status, cause.as_deref())?)
}

/// Notes the causes of statuses that an earlier program settled. Nothing is done where it was done before.
pub(crate) fn note_all(inner: &Inner) -> Result<()> {
    if inner.read(|r| Ok(r.setting(CAUSES_ARE_NOTED)?))?.is_some() {
        return Ok(());
    }
    for status in EdoStatus::ALL
        .iter()
        .copied()
        .filter(|status| wants_person(*status))
    {
        let documents = inner.read(|r| Ok(r.documents_without_cause(status)?))?;
        for some in documents.chunks(AT_ONCE) {
            inner.write(|w| some.iter().try_for_each(|id| note(w, *id, status)))?;
        }
    }
    inner.write(|w| Ok(w.set_setting(CAUSES_ARE_NOTED, "1")?))
}

fn is_unsent(status: EdoStatus) -> bool {
    matches!(status, EdoStatus::NotInEdo | EdoStatus::Prepared)
}

fn wants_person(status: EdoStatus) -> bool {
    let waits_with_us = matches!(status, EdoStatus::Draft | EdoStatus::ApprovalPending);
    !is_unsent(status) && !waits_with_us && (status.is_problem() || status.needs_action_by() == ActionBy::Us)
}

/// The cause of this status. Looks nothing up where nobody has to act.
pub(crate) fn of(r: &Reader<'_>, document: DocumentId, status: EdoStatus) -> Result<Option<String>> {
    if !wants_person(status) {
        return Ok(None);
    }
    for sending in r.edo_documents_of(document)? {
        let operation = r.operation_of(sending.id)?;
        let state = operation.as_ref().map(|operation| operation.state);
        if state == Some(OutboxState::Cancelled) {
            continue;
        }
        let stuck = matches!(state, Some(OutboxState::Failed | OutboxState::Unknown));
        if let Some(failure) = operation
            .and_then(|operation| operation.failure)
            .filter(|_| stuck)
        {
            return Ok(Some(failure.text));
        }
        return told(r, &sending, status);
    }
    Ok(None)
}

fn told(r: &Reader<'_>, sending: &EdoDocument, status: EdoStatus) -> Result<Option<String>> {
    let reason = r.timeline(sending.document)?.into_iter().rev().find_map(|entry| {
        let is_of_this = entry.edo_document.is_none_or(|id| id == sending.id);
        reason(entry.fact, status).filter(|words| is_of_this && !words.trim().is_empty())
    });
    let operators_words = || {
        let words = sending
            .state
            .as_ref()
            .map(|state| state.operator_status_text.trim().to_owned());
        words.filter(|words| !words.is_empty())
    };
    Ok(reason.or_else(operators_words))
}

/// The words of a fact that explain this status.
fn reason(fact: EventFact, status: EdoStatus) -> Option<String> {
    match (fact, status) {
        (EventFact::Rejected(words) | EventFact::IntermediateRejected(words), EdoStatus::Rejected)
        | (EventFact::NotDelivered(words), EdoStatus::RoamingFailed)
        | (EventFact::AmendmentRequested(words), EdoStatus::AmendmentRequested)
        | (
            EventFact::RevocationRequested(words),
            EdoStatus::RevocationRequestedByThem | EdoStatus::Revoked,
        ) => Some(words),
        _ => None,
    }
}
