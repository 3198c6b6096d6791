//! `sync.run`: «Обновить».

use domain::ConnectionId;
use engine::Engine;
use serde::Serialize;
use ts_rs::TS;

use crate::error::{CodedError, Failure};
use crate::views::OneConnection;

/// One result per connection.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SyncResults {
    pub connections: Vec<SyncResult>,
}

/// What a round did for one connection.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SyncResult {
    pub id: i64,
    /// Events that were not known before.
    pub events_new: u64,
    /// Documents that the operator took.
    pub sent: u64,
    /// What went wrong with the connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub error: Option<CodedError>,
}

pub(crate) async fn run(engine: &Engine, request: OneConnection) -> Result<SyncResults, Failure> {
    let report = engine.sync_once(request.connection_id.map(ConnectionId)).await?;
    let connections = report.connections.into_iter().map(|one| SyncResult {
        id: one.connection.0,
        events_new: one.events_new,
        sent: one.sent,
        error: one.error.map(CodedError::from),
    });
    Ok(SyncResults {
        connections: connections.collect(),
    })
}
