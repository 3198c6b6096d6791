//! Notices: what a clerk wants to hear about without asking, as a list in the program and on the desktop.

use std::sync::PoisonError;

use domain::{Direction, Document, DocumentId, EdoDocument, EdoStatus, NoticeId, Party};
use jiff::Timestamp;
use store::{NewNotice, Notice, Reader, Writer};

use crate::changes::Change;
use crate::ports::Notification;
use crate::{Engine, Result};

/// More desktop notifications than this at once become one that tells how many there are.
const SHOWN_ONE_BY_ONE: usize = 3;

/// A row of the list of notices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeView {
    /// The row.
    pub id: NoticeId,
    /// What a click opens.
    pub document: DocumentId,
    /// «Подписан контрагентом»
    pub title: String,
    /// «УПД № 15 от 21.11.2026, ООО "Ромашка"»
    pub body: String,
    /// The status that it tells of.
    pub status: EdoStatus,
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
                .map(|notice| view(r, notice))
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
        self.tell_notices([id]);
        Ok(())
    }

    /// Shows on the desktop what was not shown yet. Marked afterwards: cut off between, a notice is shown twice
    /// rather than never.
    pub(crate) async fn show_notices(&self) -> Result<()> {
        let shown = self
            .blocking(|inner| {
                let _alone = inner.showing.lock().unwrap_or_else(PoisonError::into_inner);
                let unshown = inner.read(|r| {
                    let rows = r.unshown_notices()?;
                    rows.iter()
                        .map(|notice| view(r, notice))
                        .collect::<Result<Vec<_>>>()
                })?;
                if unshown.is_empty() {
                    return Ok(Vec::new());
                }
                for notification in gathered(&unshown) {
                    inner.ports.notifier.notify(&notification);
                }
                inner.write(|w| unshown.iter().try_for_each(|notice| Ok(w.mark_shown(notice.id)?)))?;
                Ok(unshown)
            })
            .await?;
        self.tell_notices(shown.iter().map(|notice| notice.id));
        Ok(())
    }

    fn tell_notices(&self, ids: impl IntoIterator<Item = NoticeId>) {
        self.inner.changes.tell(&Change {
            notices: ids.into_iter().collect(),
            ..Change::default()
        });
    }
}

/// A few are shown one by one; after weeks away nobody wants three hundred.
fn gathered(notices: &[NoticeView]) -> Vec<Notification> {
    let one_by_one = if notices.len() > SHOWN_ONE_BY_ONE {
        SHOWN_ONE_BY_ONE - 1
    } else {
        notices.len()
    };
    let (single, rest) = notices.split_at_checked(one_by_one).unwrap_or((notices, &[]));
    let mut notifications: Vec<Notification> = single.iter().map(notification).collect();
    if let Some(last) = rest.last() {
        notifications.push(Notification {
            notice: Some(last.id),
            document: Some(last.document),
            title: "Новости по документам".to_owned(),
            body: format!("Ещё изменений: {}. Откройте список уведомлений.", rest.len()),
        });
    }
    notifications
}

fn notification(notice: &NoticeView) -> Notification {
    Notification {
        notice: Some(notice.id),
        document: Some(notice.document),
        title: notice.title.clone(),
        body: notice.body.clone(),
    }
}

fn view(r: &Reader<'_>, notice: &Notice) -> Result<NoticeView> {
    let document = r.document(notice.document)?;
    let direction = document
        .as_ref()
        .map_or(Direction::Outbound, |document| document.body.direction);
    let body = match document {
        Some(document) => body(r, &document)?,
        None => "Документ удалён.".to_owned(),
    };
    Ok(NoticeView {
        id: notice.id,
        document: notice.document,
        title: title(direction, notice.status).to_owned(),
        body,
        status: notice.status,
        at: notice.at,
        read: notice.read,
    })
}

fn body(r: &Reader<'_>, document: &Document) -> Result<String> {
    let counterparty: Option<Party> = match document.body.counterparty {
        Some(id) => r.counterparty(id)?.map(|counterparty| counterparty.party),
        None => None,
    };
    let name = crate::records::reference(r, document)?.label;
    Ok(match counterparty {
        Some(party) => format!("{name}, {}", party.name),
        None => name,
    })
}

fn title(direction: Direction, status: EdoStatus) -> &'static str {
    match status {
        EdoStatus::OurSignatureRequired if direction == Direction::Inbound => "Пришёл документ на подпись",
        EdoStatus::ReceiptRequired if direction == Direction::Inbound => {
            "Пришёл документ, требуется извещение"
        }
        EdoStatus::Delivered if direction == Direction::Inbound => "Пришёл документ",
        EdoStatus::SendFailed if direction == Direction::Inbound => "Подпись не отправлена",
        EdoStatus::SendFailed => "Документ не отправлен",
        EdoStatus::SignatureInvalid => "Ошибка в подписи",
        EdoStatus::RoamingFailed => "Документ не доставлен",
        EdoStatus::Revoked => "Документ аннулирован",
        EdoStatus::Rejected => "Контрагент отказал в подписи",
        EdoStatus::AmendmentRequested => "Контрагент просит уточнить документ",
        EdoStatus::Completed => "Документооборот завершён",
        EdoStatus::Unknown => "Оператор сообщил неизвестный статус",
        other => other.label(),
    }
}

/// True for what a clerk wants to hear about an inbound document: that it came, and what went wrong. Our own answers are
/// no news.
fn is_news_of_inbound(status: EdoStatus) -> bool {
    matches!(
        status,
        EdoStatus::OurSignatureRequired
            | EdoStatus::ReceiptRequired
            | EdoStatus::Delivered
            | EdoStatus::SendFailed
            | EdoStatus::SignatureInvalid
            | EdoStatus::Revoked
            | EdoStatus::RevocationRequestedByThem
            | EdoStatus::Unknown
    )
}

/// True for what a clerk wants to hear about at once.
fn is_news(status: EdoStatus) -> bool {
    matches!(
        status,
        EdoStatus::SendFailed
            | EdoStatus::SignatureInvalid
            | EdoStatus::RoamingFailed
            | EdoStatus::Revoked
            | EdoStatus::RevocationRequestedByThem
            | EdoStatus::Rejected
            | EdoStatus::AmendmentRequested
            | EdoStatus::MarkingFailed
            | EdoStatus::SignedWithDiscrepancies
            | EdoStatus::Completed
            | EdoStatus::SignedByThem
            | EdoStatus::Unknown
    )
}

/// Puts the news of a sending into the list, once per status.
pub(crate) fn add(
    w: &Writer<'_>,
    sending: &EdoDocument,
    (status, at): (EdoStatus, Timestamp),
) -> Result<Option<NoticeId>> {
    let is_inbound = sending.state.as_ref().is_some_and(|state| state.facets.inbound);
    let is_told = if is_inbound {
        is_news_of_inbound(status)
    } else {
        is_news(status)
    };
    if !is_told {
        return Ok(None);
    }
    Ok(w.add_notice(&NewNotice {
        document: sending.document,
        edo_document: sending.id,
        status,
        at,
    })?)
}
