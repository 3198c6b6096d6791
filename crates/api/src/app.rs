//! `app.*`: the program as a whole.

use domain::ActionBy;
use engine::Engine;
use serde::Serialize;
use ts_rs::TS;

use crate::error::Failure;
use crate::views::Empty;

/// How the program stands.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct AppStatus {
    /// Version of the program.
    pub version: &'static str,
    /// Where the documents lie.
    pub data_folder: String,
    /// Our firms.
    pub firms: usize,
    /// Connections to operators.
    pub connections: usize,
    /// Documents on which we have to act.
    pub documents_waiting_for_us: u64,
    /// Notices that nobody has seen.
    pub unread_notices: u64,
}

pub(crate) async fn status(engine: &Engine, _: Empty) -> Result<AppStatus, Failure> {
    let counts = engine.status_counts().await?;
    let waiting = counts
        .iter()
        .filter(|(status, _)| status.needs_action_by() == ActionBy::Us)
        .map(|(_, count)| count)
        .sum();
    Ok(AppStatus {
        version: env!("CARGO_PKG_VERSION"),
        data_folder: engine.folder().display().to_string(),
        firms: engine.firms().await?.len(),
        connections: engine.connections().await?.len(),
        documents_waiting_for_us: waiting,
        unread_notices: engine.unread_notices().await?,
    })
}
