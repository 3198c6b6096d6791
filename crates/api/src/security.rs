//! `security.*`: «Где лежат ваши ключи». The keys themselves and the recovery key are never told here.

use engine::Engine;
use serde::Serialize;
use ts_rs::TS;

use crate::error::Failure;
use crate::views::{Empty, instant};

/// Where the keys lie.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SecurityStatus {
    /// A Russian sentence.
    pub keystore: String,
    /// `os` or `vault`.
    #[ts(type = "\"os\" | \"vault\"")]
    pub kind: &'static str,
    /// When the recovery key was last written out; absent when never.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub recovery_key_exported_at: Option<String>,
}

pub(crate) async fn status(engine: &Engine, _: Empty) -> Result<SecurityStatus, Failure> {
    let status = engine.security().await?;
    Ok(SecurityStatus {
        keystore: status.place,
        kind: status.kind,
        recovery_key_exported_at: instant(status.recovery_key_exported_at),
    })
}
