//! `notices.*`: what a clerk wants to hear about without asking.

use domain::{EdoStatus, FirmId, Grouping, NoticeId, NoticeKind, NoticeWording, QuietHours, Whose};
use engine::Engine;
use engine::ports::Opens;
use jiff::civil::Time;
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
    /// What it tells of: one of the `kinds` of `notices.settings`.
    pub kind: &'static str,
    /// What a click opens; `null` where it is about no document.
    pub document_id: Option<i64>,
    pub title: String,
    pub body: String,
    /// Code of the status that it tells of; `null` where it is about no sending.
    pub status: Option<&'static str>,
    pub at: String,
    pub read: bool,
}

pub(crate) async fn list(engine: &Engine, request: ListNotices) -> Result<Notices, Failure> {
    let notices = engine
        .notices(request.after.map(NoticeId), page_size(request.limit))
        .await?;
    let notices = notices.into_iter().map(|notice| Notice {
        id: notice.id.0,
        kind: notice.kind.code(),
        document_id: notice.document.map(|document| document.0),
        title: notice.title,
        body: notice.body,
        status: notice.status.map(EdoStatus::code),
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

/// What a person chose to hear.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct NoticeSettings {
    /// Every kind of news, and whether it is told.
    pub kinds: Vec<NoticeChoice>,
    /// Only what is about these firms; everything when empty.
    pub firm_ids: Vec<i64>,
    /// Everybody's documents, or those of the current employee and of nobody.
    #[ts(type = "\"everybodys\" | \"mine\"")]
    pub whose: Whose,
    /// When the desktop keeps quiet; never when absent.
    pub quiet: Option<Quiet>,
    /// Several of one kind become one, or each is shown by itself while there are few.
    #[ts(type = "\"gathered\" | \"one_by_one\"")]
    pub grouping: Grouping,
    /// Whether the desktop may read names and sums.
    #[ts(type = "\"bare\" | \"named\"")]
    pub wording: NoticeWording,
}

/// A kind of news.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticeChoice {
    #[ts(
        type = "\"connection\" | \"failed\" | \"refused\" | \"revoked\" | \"incoming\" | \"rule\" | \"ending\" | \"invitation\" | \"signed\""
    )]
    pub kind: NoticeKind,
    pub is_told: bool,
}

/// Quiet hours. Where they do not end later than they begin, they end the next day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct Quiet {
    /// `22:00`.
    pub from: String,
    /// `08:00`.
    pub to: String,
    /// Days on which they begin, Monday first; seven of them.
    #[ts(type = "boolean[]")]
    pub days: [bool; 7],
}

impl From<QuietHours> for Quiet {
    fn from(quiet: QuietHours) -> Self {
        let time = |at: Time| format!("{:02}:{:02}", at.hour(), at.minute());
        Self {
            from: time(quiet.from()),
            to: time(quiet.to()),
            days: quiet.days(),
        }
    }
}

impl Quiet {
    fn checked(&self) -> Result<QuietHours, Failure> {
        Ok(QuietHours::new(
            time("from", &self.from)?,
            time("to", &self.to)?,
            self.days,
        ))
    }
}

fn time(field: &str, text: &str) -> Result<Time, Failure> {
    let parsed = text
        .split_once(':')
        .and_then(|(hour, minute)| Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok());
    parsed.ok_or_else(|| {
        Failure::bad_request(
            "notices.save_settings",
            &format!("quiet.{field}"),
            "нужно время вида 22:00",
        )
    })
}

pub(crate) async fn settings(engine: &Engine, _: Empty) -> Result<NoticeSettings, Failure> {
    let settings = engine.notice_settings().await?;
    let kinds = NoticeKind::ALL.map(|kind| NoticeChoice {
        kind,
        is_told: !settings.silent.contains(&kind),
    });
    Ok(NoticeSettings {
        kinds: kinds.into(),
        firm_ids: settings.firms.iter().map(|firm| firm.0).collect(),
        whose: settings.whose,
        quiet: settings.quiet.map(Quiet::from),
        grouping: settings.grouping,
        wording: settings.wording,
    })
}

pub(crate) async fn save_settings(engine: &Engine, request: NoticeSettings) -> Result<Empty, Failure> {
    let quiet = request.quiet.as_ref().map(Quiet::checked).transpose()?;
    let silent = request.kinds.iter().filter(|choice| !choice.is_told);
    let settings = domain::NoticeSettings {
        silent: silent.map(|choice| choice.kind).collect(),
        firms: request.firm_ids.into_iter().map(FirmId).collect(),
        whose: request.whose,
        quiet,
        grouping: request.grouping,
        wording: request.wording,
    };
    engine.save_notice_settings(settings).await?;
    Ok(Empty {})
}

pub(crate) async fn test(engine: &Engine, _: Empty) -> Result<Empty, Failure> {
    engine.test_notification().await?;
    Ok(Empty {})
}

/// What a click on a notification opens, as the window is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum NewsPlace {
    /// The card of a document.
    Document {
        /// Its number.
        id: i64,
    },
    /// The registry: these statuses, which began on this day or later.
    Documents {
        /// Codes of the statuses.
        statuses: Vec<&'static str>,
        /// `YYYY-MM-DD`.
        since: String,
    },
    /// Where this kind of news is dealt with.
    Place {
        /// The kind.
        kind: &'static str,
    },
    /// The list of notices.
    List,
}

impl From<&Opens> for NewsPlace {
    fn from(opens: &Opens) -> Self {
        match opens {
            Opens::Document(id) => Self::Document { id: id.0 },
            Opens::Documents { statuses, since } => Self::Documents {
                statuses: statuses.iter().map(|status| status.code()).collect(),
                since: since.to_string(),
            },
            Opens::Place(kind) => Self::Place { kind: kind.code() },
            Opens::List => Self::List,
        }
    }
}
