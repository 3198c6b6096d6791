//! `notices.*`: what a clerk wants to hear about without asking.

use domain::NoticeId;
use engine::Engine;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::views::{Empty, Id, page_size};

/// Which notices to show.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ListNotices {
    /// Number of the last notice of the page before.
    pub after: Option<i64>,
    pub limit: Option<u32>,
}

/// Notices, newest first.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Notices {
    pub notices: Vec<Notice>,
    /// How many of all notices nobody has seen.
    pub unread: u64,
}

/// A notice.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Notice {
    pub id: i64,
    pub document_id: i64,
    pub title: String,
    pub body: String,
    /// Code of the status that it tells of.
    pub status: &'static str,
    pub at: String,
    pub read: bool,
}

pub(crate) async fn list(engine: &Engine, request: ListNotices) -> Result<Notices, Failure> {
    let notices = engine
        .notices(request.after.map(NoticeId), page_size(request.limit))
        .await?;
    let notices = notices.into_iter().map(|notice| Notice {
        id: notice.id.0,
        document_id: notice.document.0,
        title: notice.title,
        body: notice.body,
        status: notice.status.code(),
        at: notice.at.to_string(),
        read: notice.read,
    });
    Ok(Notices {
        notices: notices.collect(),
        unread: engine.unread_notices().await?,
    })
}

pub(crate) async fn mark_read(engine: &Engine, request: Id) -> Result<Empty, Failure> {
    engine.mark_notice_read(NoticeId(request.id)).await?;
    Ok(Empty {})
}
