//! `statuses.list`: what every «Статус ЭДО» is called, whether a document stands in it or not.

use domain::EdoStatus;
use engine::Engine;
use serde::Serialize;
use ts_rs::TS;

use crate::error::Failure;
use crate::views::{Empty, Status};

/// Every status, in the order of attention.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Statuses {
    pub statuses: Vec<Status>,
}

#[allow(clippy::unused_async, reason = "all handlers have one form")]
pub(crate) async fn list(_: &Engine, _: Empty) -> Result<Statuses, Failure> {
    let statuses = EdoStatus::ALL.iter().map(|status| Status::from(*status));
    Ok(Statuses {
        statuses: statuses.collect(),
    })
}
