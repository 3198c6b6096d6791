//! `documents.send` and `outbox.*`: «Отправка».

use domain::{ConnectionId, DocumentId, OutboxId, OutboxState as DomainState};
use engine::{Engine, OutboxView, Repeat, SendRequest};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::{CodedError, Failure};
use crate::sending::{Departure, Tag};
use crate::views::{Empty, Id, instant, page_size};

/// Documents to be sent.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct SendDocuments {
    /// In the order in which they shall leave.
    pub ids: Vec<i64>,
    /// By this connection only; one of the firm's when absent.
    pub connection_id: Option<i64>,
    /// A word to the other side.
    pub comment: Option<String>,
    /// Pairs of words that stay with each document.
    pub tags: Option<Vec<Tag>>,
    /// At once, left at the operator to be signed, or as a draft; when absent as the connection has it (`sends_at_once`).
    pub departure: Option<Departure>,
}

/// One result per document, in the order given.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SendResults {
    pub results: Vec<SendResult>,
}

/// What became of one document.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SendResult {
    /// The document.
    pub id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub sending_id: Option<i64>,
    /// The row of the outbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub operation_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub error: Option<CodedError>,
}

/// Which rows of the outbox to show.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ListOutbox {
    /// Any of these; all when absent or empty.
    pub states: Option<Vec<OutboxState>>,
    /// `next` of the page before.
    pub after: Option<i64>,
    pub limit: Option<u32>,
}

/// Rows of the outbox, newest first.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct OutboxPage {
    pub operations: Vec<OutboxRow>,
    /// Where to go on; `null` at the end.
    pub next: Option<i64>,
}

/// A row of the outbox with the document it carries.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct OutboxRow {
    #[serde(flatten)]
    pub operation: Operation,
    pub document_id: i64,
    pub document_title: String,
    pub document_number: String,
    pub counterparty_name: Option<String>,
    pub operator_title: String,
    pub created_at: String,
    pub changed_at: String,
    /// It waits because a person stopped the exchange then (`schedule.stop`).
    pub stopped_at: Option<String>,
}

/// A row of the outbox.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Operation {
    pub id: i64,
    pub state: OutboxState,
    pub attempts: u32,
    pub failure: Option<SendFailure>,
    pub next_attempt_at: Option<String>,
}

/// Why a row is not through yet.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SendFailure {
    pub code: String,
    pub text: String,
}

/// State of a row of the outbox.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OutboxState {
    Queued,
    Sending,
    Unknown,
    Accepted,
    Failed,
    Cancelled,
}

impl From<DomainState> for OutboxState {
    fn from(state: DomainState) -> Self {
        match state {
            DomainState::Queued => Self::Queued,
            DomainState::Sending => Self::Sending,
            DomainState::Unknown => Self::Unknown,
            DomainState::Accepted => Self::Accepted,
            DomainState::Failed => Self::Failed,
            DomainState::Cancelled => Self::Cancelled,
        }
    }
}

impl From<OutboxState> for DomainState {
    fn from(state: OutboxState) -> Self {
        match state {
            OutboxState::Queued => Self::Queued,
            OutboxState::Sending => Self::Sending,
            OutboxState::Unknown => Self::Unknown,
            OutboxState::Accepted => Self::Accepted,
            OutboxState::Failed => Self::Failed,
            OutboxState::Cancelled => Self::Cancelled,
        }
    }
}

impl From<engine::Operation> for Operation {
    fn from(operation: engine::Operation) -> Self {
        Self {
            id: operation.id.0,
            state: operation.state.into(),
            attempts: operation.attempts,
            failure: operation.failure.map(|failure| SendFailure {
                code: failure.code,
                text: failure.text,
            }),
            next_attempt_at: instant(operation.next_attempt_at),
        }
    }
}

impl From<OutboxView> for OutboxRow {
    fn from(view: OutboxView) -> Self {
        Self {
            document_id: view.document.0,
            document_title: view.title,
            document_number: view.number,
            counterparty_name: view.counterparty_name,
            operator_title: view.operator_title,
            created_at: view.operation.created_at.to_string(),
            changed_at: view.operation.changed_at.to_string(),
            stopped_at: instant(view.stopped_at),
            operation: view.operation.into(),
        }
    }
}

pub(crate) async fn send(engine: &Engine, request: SendDocuments) -> Result<SendResults, Failure> {
    let outcomes = engine
        .send(SendRequest {
            documents: request.ids.into_iter().map(DocumentId).collect(),
            connection: request.connection_id.map(ConnectionId),
            comment: request.comment.unwrap_or_default(),
            tags: request
                .tags
                .unwrap_or_default()
                .into_iter()
                .map(Tag::into)
                .collect(),
            departure: request.departure.map(Departure::into),
            repeat: Repeat::AfterRefusal,
        })
        .await;
    let results = outcomes.into_iter().map(|outcome| {
        let (sent, error) = match outcome.result {
            Ok(sent) => (Some(sent), None),
            Err(error) => (None, Some(error.into())),
        };
        SendResult {
            id: outcome.document.0,
            sending_id: sent.map(|sent| sent.sending.0),
            operation_id: sent.map(|sent| sent.outbox.0),
            error,
        }
    });
    Ok(SendResults {
        results: results.collect(),
    })
}

pub(crate) async fn list(engine: &Engine, request: ListOutbox) -> Result<OutboxPage, Failure> {
    let limit = page_size(request.limit);
    let states = request.states.unwrap_or_default();
    let rows = engine
        .outbox_views(
            states.into_iter().map(DomainState::from).collect(),
            request.after.map(OutboxId),
            limit,
        )
        .await?;
    let is_full = u32::try_from(rows.len()).is_ok_and(|rows| rows >= limit);
    Ok(OutboxPage {
        next: rows.last().filter(|_| is_full).map(|last| last.operation.id.0),
        operations: rows.into_iter().map(OutboxRow::from).collect(),
    })
}

pub(crate) async fn retry(engine: &Engine, request: Id) -> Result<Empty, Failure> {
    engine.retry_operation(OutboxId(request.id)).await?;
    Ok(Empty {})
}

pub(crate) async fn cancel(engine: &Engine, request: Id) -> Result<Empty, Failure> {
    engine.cancel_operation(OutboxId(request.id)).await?;
    Ok(Empty {})
}
