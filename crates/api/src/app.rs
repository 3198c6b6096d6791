//! `app.*`: the program as a whole.

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
    /// Documents that ask something of us, and those that are off the happy path.
    pub documents_waiting_for_us: u64,
    /// Notices that nobody has seen.
    pub unread_notices: u64,
}

pub(crate) async fn status(engine: &Engine, _: Empty) -> Result<AppStatus, Failure> {
    Ok(AppStatus {
        version: env!("CARGO_PKG_VERSION"),
        data_folder: engine.folder().display().to_string(),
        firms: engine.firms().await?.len(),
        connections: engine.connections().await?.len(),
        documents_waiting_for_us: engine.documents_waiting_for_us().await?,
        unread_notices: engine.unread_notices().await?,
    })
}
