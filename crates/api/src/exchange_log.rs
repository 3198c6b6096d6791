//! `exchange_log.*`: calls of operators' services, where a person wants them written down.

use domain::ConnectionId;
use engine::{Engine, KeptExchangeEntry};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::views::{Empty, Id, page_size};

/// The log of a connection, newest first.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ExchangeLog {
    pub entries: Vec<ExchangeEntry>,
}

/// A call. Names no person and holds no secret.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ExchangeEntry {
    pub id: i64,
    /// When it was over.
    pub at: String,
    /// Method and path with the names of parameters: `GET /documents?external_id`.
    pub call: String,
    /// Number of the answer, or the code of a failure: `200`, `timeout`.
    pub outcome: String,
    /// It did not go well.
    pub is_failure: bool,
    pub duration_ms: u64,
    /// Size of the answer, bytes.
    pub answer_bytes: u64,
}

/// Which part of which log.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ListExchangeLog {
    pub connection_id: i64,
    /// Entries before this one.
    pub before: Option<i64>,
    /// At most so many; 100 when absent, never above 1000.
    pub limit: Option<u32>,
}

impl From<KeptExchangeEntry> for ExchangeEntry {
    fn from(kept: KeptExchangeEntry) -> Self {
        let entry = kept.entry;
        Self {
            id: kept.id,
            at: entry.at.to_string(),
            call: entry.call,
            outcome: entry.outcome,
            is_failure: entry.is_failure,
            duration_ms: entry.duration_ms,
            answer_bytes: entry.answer_bytes,
        }
    }
}

pub(crate) async fn list(engine: &Engine, request: ListExchangeLog) -> Result<ExchangeLog, Failure> {
    let connection = ConnectionId(request.connection_id);
    let entries = engine
        .exchange_log(connection, request.before, page_size(request.limit))
        .await?;
    Ok(ExchangeLog {
        entries: entries.into_iter().map(ExchangeEntry::from).collect(),
    })
}

pub(crate) async fn clear(engine: &Engine, request: Id) -> Result<Empty, Failure> {
    engine.clear_exchange_log(ConnectionId(request.id)).await?;
    Ok(Empty {})
}
