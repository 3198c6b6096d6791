//! `exchange.*`: «Обмен с ЭДО», how far it is, and its result as a text.

use domain::ConnectionId;
use engine::{Engine, ExchangeView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::views::Empty;

/// Over which connections.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct StartExchange {
    /// All when absent or empty.
    pub connection_ids: Option<Vec<i64>>,
}

/// An exchange at work, or the last one. Its progress is told as the change of work number 0.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Exchange {
    pub is_running: bool,
    pub is_cancelled: bool,
    /// Side by side; empty when nothing was done since the program was started.
    pub connections: Vec<ExchangeConnection>,
    /// The result for the clipboard; that of the last exchange before the start when nothing was done since.
    pub text: String,
    pub finished_at: Option<String>,
}

/// The exchange over one connection.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ExchangeConnection {
    pub connection_id: i64,
    pub firm_name: String,
    pub operator_title: String,
    pub phases: Vec<ExchangePhase>,
}

/// A part of it.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ExchangePhase {
    /// `statuses`, `incoming`, `search`, `outgoing`.
    pub phase: &'static str,
    /// `waiting`, `running`, `done`, `failed`, `skipped`.
    pub state: &'static str,
    pub done: u64,
    /// 0 while it is not known.
    pub total: u64,
    /// What came of it; empty while nothing did.
    pub sentence: String,
}

impl From<ExchangeView> for Exchange {
    fn from(view: ExchangeView) -> Self {
        let phase = |one: engine::ExchangePhaseView| ExchangePhase {
            phase: one.phase.code(),
            state: one.state.code(),
            done: one.done,
            total: one.total,
            sentence: one.sentence,
        };
        let connections = view.connections.into_iter().map(|row| ExchangeConnection {
            connection_id: row.connection.0,
            firm_name: row.firm_name,
            operator_title: row.operator_title,
            phases: row.phases.into_iter().map(phase).collect(),
        });
        Self {
            is_running: view.is_running,
            is_cancelled: view.is_cancelled,
            connections: connections.collect(),
            text: view.text,
            finished_at: view.finished_at.map(|at| at.to_string()),
        }
    }
}

pub(crate) async fn start(engine: &Engine, request: StartExchange) -> Result<Exchange, Failure> {
    let chosen = request.connection_ids.unwrap_or_default();
    let view = engine
        .start_exchange(chosen.into_iter().map(ConnectionId).collect())
        .await?;
    Ok(view.into())
}

pub(crate) async fn get(engine: &Engine, _: Empty) -> Result<Exchange, Failure> {
    Ok(engine.exchange().await?.into())
}

pub(crate) async fn cancel(engine: &Engine, _: Empty) -> Result<Exchange, Failure> {
    engine.cancel_exchange();
    Ok(engine.exchange().await?.into())
}
