//! `visits.*`: since when the person was away, and what became of the documents meanwhile.

use engine::{AwayChange, Engine};
use serde::Serialize;
use ts_rs::TS;

use crate::documents::StatusCount;
use crate::error::Failure;
use crate::views::{Empty, Status, instant};

/// What happened since the person left.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Away {
    /// When the person last left, RFC 3339; `null` before the first time.
    pub since: Option<String>,
    /// Newest first, 200 at most; not what the person did.
    pub changes: Vec<AwayDocument>,
    /// There are more than those.
    pub is_more: bool,
    /// How many documents came to which status, all of them.
    pub counts: Vec<StatusCount>,
}

/// A document that changed.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct AwayDocument {
    pub document_id: i64,
    /// «УПД № 15 от 21.11.2026».
    pub title: String,
    /// Empty when it has none.
    pub number: String,
    pub other_side: Option<String>,
    /// Where it stood; `null` when it came after the person left.
    pub from: Option<Status>,
    pub to: Status,
    /// RFC 3339.
    pub at: String,
}

impl From<AwayChange> for AwayDocument {
    fn from(change: AwayChange) -> Self {
        Self {
            document_id: change.document.0,
            title: change.title,
            number: change.number,
            other_side: change.other_side,
            from: change.from.map(|from| Status::of(from, change.direction)),
            to: Status::of(change.to, change.direction),
            at: change.at.to_string(),
        }
    }
}

pub(crate) async fn since(engine: &Engine, _: Empty) -> Result<Away, Failure> {
    let away = engine.away().await?;
    let counts = away.counts.into_iter().map(StatusCount::from);
    Ok(Away {
        since: instant(away.since),
        changes: away.changes.into_iter().map(AwayDocument::from).collect(),
        is_more: away.is_more,
        counts: counts.collect(),
    })
}

pub(crate) async fn mark(engine: &Engine, _: Empty) -> Result<Empty, Failure> {
    engine.leave().await?;
    Ok(Empty {})
}
