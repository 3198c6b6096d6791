//! Rows of the outbox with the documents that they carry, for the list «Отправка».

use domain::{DocumentId, OutboxId, OutboxState};
use jiff::Timestamp;
use store::{Operation, Reader};

use crate::engine::Inner;
use crate::{Engine, Result};

/// A row of the outbox as a person sees it.
#[derive(Debug, Clone)]
pub struct OutboxView {
    /// The row.
    pub operation: Operation,
    /// The document that leaves.
    pub document: DocumentId,
    /// Its title.
    pub title: String,
    /// Its number; empty when unknown.
    pub number: String,
    /// The other side, if known.
    pub counterparty_name: Option<String>,
    /// The operator's name for people.
    pub operator_title: String,
    /// A person stopped the exchange then, and the row waits until it goes on; none where it does not wait for that.
    pub stopped_at: Option<Timestamp>,
}

impl Engine {
    /// Rows of the outbox in these states (all when empty) with their documents, newest first.
    pub async fn outbox_views(
        &self,
        states: Vec<OutboxState>,
        after: Option<OutboxId>,
        limit: u32,
    ) -> Result<Vec<OutboxView>> {
        self.blocking(move |inner| {
            inner.read(|r| {
                let mut views = Vec::new();
                for operation in r.operations(&states, after, limit)? {
                    views.extend(view(inner, r, operation)?);
                }
                Ok(views)
            })
        })
        .await
    }
}

fn view(inner: &Inner, r: &Reader<'_>, operation: Operation) -> Result<Option<OutboxView>> {
    let Some(sending) = r.edo_document(operation.edo_document)? else {
        return Ok(None);
    };
    let Some(document) = r.document(sending.document)? else {
        return Ok(None);
    };
    let counterparty = match document.body.counterparty {
        Some(id) => r.counterparty(id)?,
        None => None,
    };
    let operator_title = match r.past_connection(operation.connection)? {
        Some(connection) => inner.operator_title(&connection.operator),
        None => String::new(),
    };
    let stopped_at = match operation.state {
        OutboxState::Queued | OutboxState::Unknown => r.connection_schedule(operation.connection)?.stopped_at,
        OutboxState::Sending | OutboxState::Accepted | OutboxState::Failed | OutboxState::Cancelled => None,
    };
    Ok(Some(OutboxView {
        stopped_at,
        operation,
        document: document.id,
        title: document.body.title,
        number: document.body.number,
        counterparty_name: counterparty.map(|counterparty| counterparty.party.name),
        operator_title,
    }))
}
