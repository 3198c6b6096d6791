//! Why a document waits for a person, in the words of whoever said so: the failure of its last operation, the reason
//! that the other side gave, else the operator's own words.

use domain::{ActionBy, DocumentId, EdoDocument, EdoStatus, EventFact, OutboxState};
use store::{DocumentQuery, DocumentRow, PageMark, Reader, Stop};

use crate::error::{Code, Error};
use crate::{Engine, Result};

/// A row of the registry, and why a person has to look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryRow {
    /// The row.
    pub row: DocumentRow,
    /// The cause in somebody's own words; absent where nothing more is known than the status.
    pub cause: Option<String>,
}

/// A page of the registry with causes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryPage {
    /// In the order asked for.
    pub rows: Vec<RegistryRow>,
    /// Where the next page begins; none after the last.
    pub next: Option<PageMark>,
}

impl Engine {
    /// A page of the registry; rows off the happy path carry their cause. A newer question for the same part of the
    /// window ends the older one: `work_cancelled`.
    pub async fn registry(&self, query: DocumentQuery, pane: Option<&str>) -> Result<RegistryPage> {
        let stop = Stop::default();
        let _asked = pane.map(|pane| self.inner.panes.ask(pane, &stop));
        let page = self.registry_until(query, stop.clone()).await;
        match page {
            Err(_) if stop.is_asked() => Err(Error::new(
                Code::WorkCancelled,
                "Вопрос сменился новым, ответ на прежний уже не нужен. Документы не затронуты.",
            )),
            page => page,
        }
    }

    async fn registry_until(&self, query: DocumentQuery, stop: Stop) -> Result<RegistryPage> {
        self.read_until(stop, move |r| {
            let page = r.documents(&query)?;
            let rows = page.rows.into_iter().map(|row| {
                let cause = of(r, row.id, row.status)?;
                Ok(RegistryRow { row, cause })
            });
            Ok(RegistryPage {
                rows: rows.collect::<Result<_>>()?,
                next: page.next,
            })
        })
        .await
    }
}

/// The cause of this status. Looks nothing up where nobody has to act.
pub(crate) fn of(r: &Reader<'_>, document: DocumentId, status: EdoStatus) -> Result<Option<String>> {
    let wants_person = status.is_problem() || status.needs_action_by() == ActionBy::Us;
    let before_sending = matches!(
        status,
        EdoStatus::NotInEdo | EdoStatus::Prepared | EdoStatus::Draft | EdoStatus::ApprovalPending
    );
    if !wants_person || before_sending {
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
        (EventFact::Rejected(words), EdoStatus::Rejected)
        | (EventFact::NotDelivered(words), EdoStatus::RoamingFailed)
        | (EventFact::AmendmentRequested(words), EdoStatus::AmendmentRequested)
        | (
            EventFact::RevocationRequested(words),
            EdoStatus::RevocationRequestedByThem | EdoStatus::Revoked,
        ) => Some(words),
        _ => None,
    }
}
