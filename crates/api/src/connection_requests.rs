//! `connection_requests.*`: a firm asks an operator to be connected («заявка на подключение»).

use domain::{ConnectionRequestId, FirmId, OperatorKind, OutboxState};
use engine::{AfterEarlier, ConnectionRequestForm, Engine};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::views::{Empty, Id};

/// Every request, newest first.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ConnectionRequests {
    pub requests: Vec<ConnectionRequest>,
}

/// What a request came to.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct OneConnectionRequest {
    pub request: ConnectionRequest,
}

/// A request to be connected.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ConnectionRequest {
    pub id: i64,
    pub operator: String,
    pub firm_id: i64,
    pub contact_name: String,
    pub phone: String,
    pub email: String,
    /// `queued`, `sending`, `unknown`, `accepted`, `failed`, `cancelled`.
    pub state: &'static str,
    /// The operator had one of this firm before.
    pub is_known_there: bool,
    pub created_at: String,
    pub changed_at: String,
    /// Why it is not through; `null` otherwise.
    pub failure_text: Option<String>,
}

/// A request to be sent. Name, ИНН and КПП come from the card of the firm.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct SendConnectionRequest {
    pub operator: String,
    /// The operator's own address when absent or blank.
    pub address: Option<String>,
    pub firm_id: i64,
    pub contact_name: String,
    pub phone: String,
    pub email: String,
    /// A person has seen that one was sent already and wants another.
    pub again: Option<bool>,
}

impl From<engine::ConnectionRequest> for ConnectionRequest {
    fn from(row: engine::ConnectionRequest) -> Self {
        Self {
            id: row.id.0,
            operator: row.body.operator.0,
            firm_id: row.body.firm.0,
            contact_name: row.body.contact_name,
            phone: row.body.phone.to_string(),
            email: row.body.email,
            state: OutboxState::code(row.state),
            is_known_there: row.is_known_there,
            created_at: row.body.created_at.to_string(),
            changed_at: row.changed_at.to_string(),
            failure_text: row.failure.map(|failure| failure.text),
        }
    }
}

pub(crate) async fn list(engine: &Engine, _: Empty) -> Result<ConnectionRequests, Failure> {
    let requests = engine.connection_requests().await?;
    Ok(ConnectionRequests {
        requests: requests.into_iter().map(ConnectionRequest::from).collect(),
    })
}

pub(crate) async fn send(
    engine: &Engine,
    request: SendConnectionRequest,
) -> Result<OneConnectionRequest, Failure> {
    let row = engine
        .request_connection(ConnectionRequestForm {
            operator: OperatorKind(request.operator),
            address: request.address.unwrap_or_default(),
            firm: FirmId(request.firm_id),
            contact_name: request.contact_name,
            phone: request.phone,
            email: request.email,
            after_earlier: if request.again == Some(true) {
                AfterEarlier::SendAgain
            } else {
                AfterEarlier::Warn
            },
        })
        .await?;
    Ok(OneConnectionRequest { request: row.into() })
}

pub(crate) async fn retry(engine: &Engine, request: Id) -> Result<OneConnectionRequest, Failure> {
    let row = engine
        .retry_connection_request(ConnectionRequestId(request.id))
        .await?;
    Ok(OneConnectionRequest { request: row.into() })
}

pub(crate) async fn cancel(engine: &Engine, request: Id) -> Result<Empty, Failure> {
    engine
        .cancel_connection_request(ConnectionRequestId(request.id))
        .await?;
    Ok(Empty {})
}
