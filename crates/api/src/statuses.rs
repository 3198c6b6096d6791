//! `statuses.list`: what every «Статус ЭДО» is called, whether a document stands in it or not.

use domain::EdoStatus;
use engine::Engine;
use serde::Serialize;
use ts_rs::TS;

use crate::error::Failure;
use crate::views::Empty;

/// Every status, in the order of attention.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Statuses {
    pub statuses: Vec<StatusLabel>,
}

/// What a status is called.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub(crate) struct StatusLabel {
    /// Stable name: `their_signature_pending`.
    pub code: &'static str,
    /// For people.
    pub label: &'static str,
}

#[allow(clippy::unused_async, reason = "all handlers have one form")]
pub(crate) async fn list(_: &Engine, _: Empty) -> Result<Statuses, Failure> {
    let statuses = EdoStatus::ALL.iter().map(|status| StatusLabel {
        code: status.code(),
        label: status.label(),
    });
    Ok(Statuses {
        statuses: statuses.collect(),
    })
}
