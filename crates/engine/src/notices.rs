//! Notices: what a clerk wants to hear about without asking, as a list in the program and on the desktop.
//!
//! `note` puts news into the list, in the transaction of what it tells of; what a person does not want to hear never comes
//! there. `show` tells the desktop later and apart, and keeps quiet in quiet hours without losing anything. `wording` makes
//! every text. Who wants what is decided in `domain::notice`.

mod note;
mod show;
mod wording;

use domain::{DocumentId, EdoStatus, NoticeId, NoticeKind, NoticeSettings};
use jiff::Timestamp;
use store::{Reader, Writer};

use crate::changes::{Change, Directory};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::ports::NotifierError;
use crate::{Engine, Result, firms};

pub(crate) use note::{Subject, add, add_program};
pub(crate) use wording::body;

const SETTING: &str = "notices";

/// A row of the list of notices. Its texts tell names and sums: the list lies inside the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeView {
    /// The row.
    pub id: NoticeId,
    /// What it tells of.
    pub kind: NoticeKind,
    /// What a click opens; none where it is about no document.
    pub document: Option<DocumentId>,
    /// «Подписан контрагентом»
    pub title: String,
    /// «УПД № 15 от 21.11.2026, ООО "Ромашка"»
    pub body: String,
    /// The status that it tells of; none where it is about no sending.
    pub status: Option<EdoStatus>,
    /// When it happened.
    pub at: Timestamp,
    /// A person has seen it.
    pub read: bool,
}

impl Engine {
    /// The list, newest first.
    pub async fn notices(&self, after: Option<NoticeId>, limit: u32) -> Result<Vec<NoticeView>> {
        self.read(move |r| {
            r.notices(after, limit)?
                .iter()
                .map(|notice| wording::view(r, notice))
                .collect()
        })
        .await
    }

    /// How many no one has seen.
    pub async fn unread_notices(&self) -> Result<u64> {
        self.read(|r| Ok(r.unread_notices()?)).await
    }

    /// A person has seen it.
    pub async fn mark_notice_read(&self, id: NoticeId) -> Result<()> {
        self.write(move |w| Ok(w.mark_read(id)?)).await?;
        self.inner.tell_notices([id]);
        Ok(())
    }

    /// What a person chose to hear.
    pub async fn notice_settings(&self) -> Result<NoticeSettings> {
        self.read(settings).await
    }

    /// Chooses what is told from now on. What is in the list stays there. `firm_not_found`.
    pub async fn save_notice_settings(&self, settings: NoticeSettings) -> Result<()> {
        self.write(move |w| {
            for firm in &settings.firms {
                w.firm(*firm)?.ok_or_else(firms::not_found)?;
            }
            keep(w, &settings)
        })
        .await?;
        self.inner.changes.tell(&Change::directory(Directory::Notices));
        self.show_notices().await
    }

    /// Shows a notification on the desktop as a document that was signed would look, quiet hours or not.
    /// `notification_not_shown` tells why nothing is to be seen.
    pub async fn test_notification(&self) -> Result<()> {
        self.blocking(|inner| {
            let settings = inner.read(settings)?;
            let notification = wording::test(settings.wording, inner.today());
            inner.ports.notifier.try_notify(&notification).map_err(|error| {
                let why = match error {
                    NotifierError::NoDesktop => "Показать уведомление негде: программа открыта в браузере или работает \
                                                 без окна. Уведомления рабочего стола показывает программа с окном."
                        .to_owned(),
                    NotifierError::Refused(words) => {
                        tracing::warn!(%words, "the desktop took no notification");
                        "Рабочий стол не принял уведомление. Проверьте в настройках системы, что уведомления включены и \
                         разрешены для программы «Сургуч»."
                            .to_owned()
                    }
                };
                Error::new(
                    Code::NotificationNotShown,
                    format!("{why} Список уведомлений внутри программы ведётся как обычно, ничего не потеряно."),
                )
            })
        })
        .await
    }
}

impl Inner {
    pub(crate) fn tell_notices(&self, ids: impl IntoIterator<Item = NoticeId>) {
        self.changes.tell(&Change {
            notices: ids.into_iter().collect(),
            ..Change::default()
        });
    }
}

/// What a person chose; everything without names where nothing was chosen.
pub(crate) fn settings(r: &Reader<'_>) -> Result<NoticeSettings> {
    let Some(text) = r.setting(SETTING)? else {
        return Ok(NoticeSettings::default());
    };
    Ok(serde_json::from_str(&text).unwrap_or_else(|error| {
        // Rather everything than nothing.
        tracing::error!(%error, "the settings of notices cannot be read");
        NoticeSettings::default()
    }))
}

fn keep(w: &Writer<'_>, settings: &NoticeSettings) -> Result<()> {
    let text = serde_json::to_string(settings).map_err(Error::internal)?;
    Ok(w.set_setting(SETTING, &text)?)
}
