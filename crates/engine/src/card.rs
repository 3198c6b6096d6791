//! «Карточка документа»: everything about one document, in one snapshot.

use domain::{Counterparty, Document, DocumentId, EdoDocument, EdoStatus, Firm};
use jiff::Timestamp;
use store::{Operation, Reader, TimelineEntry};

use crate::engine::Inner;
use crate::preflight::{Missing, missing};
use crate::{Engine, Result, documents, status};

/// One sending as the card shows it.
#[derive(Debug, Clone)]
pub struct Sending {
    /// The sending itself, with what the operator reported.
    pub edo_document: EdoDocument,
    /// The operator's name for people.
    pub operator_title: String,
    /// Its row in the outbox.
    pub operation: Option<Operation>,
    /// «Статус ЭДО» of this sending.
    pub status: EdoStatus,
    /// Since when.
    pub status_since: Timestamp,
}

/// Everything about one document.
#[derive(Debug, Clone)]
pub struct Card {
    /// The document.
    pub document: Document,
    /// Our firm.
    pub firm: Option<Firm>,
    /// The other side.
    pub counterparty: Option<Counterparty>,
    /// «Статус ЭДО» of the document.
    pub status: EdoStatus,
    /// Since when.
    pub status_since: Timestamp,
    /// Newest first.
    pub sendings: Vec<Sending>,
    /// Oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// What keeps it from being sent; empty when nothing does.
    pub missing: Vec<Missing>,
}

impl Engine {
    /// The card of a document.
    pub async fn card(&self, id: DocumentId) -> Result<Card> {
        self.blocking(move |inner| inner.read(|r| card(inner, r, id)))
            .await
    }
}

fn card(inner: &Inner, r: &Reader<'_>, id: DocumentId) -> Result<Card> {
    let document = r.document(id)?.ok_or_else(documents::not_found)?;
    let firm = match document.body.firm {
        Some(firm) => r.firm(firm)?,
        None => None,
    };
    let counterparty = match document.body.counterparty {
        Some(counterparty) => r.counterparty(counterparty)?,
        None => None,
    };
    let (status, status_since) =
        status::of_document(r, id)?.unwrap_or((EdoStatus::NotInEdo, document.created_at));
    Ok(Card {
        firm,
        counterparty,
        status,
        status_since,
        sendings: sendings(inner, r, id)?,
        timeline: r.timeline(id)?,
        missing: missing(inner, r, &document)?,
        document,
    })
}

fn sendings(inner: &Inner, r: &Reader<'_>, id: DocumentId) -> Result<Vec<Sending>> {
    let sendings = r.edo_documents_of(id)?.into_iter().map(|edo_document| {
        let operation = r.operation_of(edo_document.id)?;
        let (status, status_since) = status::of_sending(&edo_document, operation.as_ref());
        let operator_title = match r.past_connection(edo_document.connection)? {
            Some(connection) => inner.operator_title(&connection.operator),
            None => "оператор неизвестен".to_owned(),
        };
        Ok(Sending {
            edo_document,
            operator_title,
            operation,
            status,
            status_since,
        })
    });
    sendings.collect()
}
