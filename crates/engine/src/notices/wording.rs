//! Every text of a notice. Names and sums stand in the list inside the program, and on the desktop only where they are
//! allowed: a locked screen shows them to whoever passes by.

use domain::{Direction, Document, DocumentId, EdoStatus, NoticeKind, NoticeWording};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::{Notice, NoticeAbout, Reader};

use super::NoticeView;
use super::show::kind;
use crate::ports::{Notification, Opens};
use crate::{Result, records, words};

/// So many names stand in a notification of several documents, looked for in so many of them.
const NAMES_AT_MOST: usize = 3;
const LOOKED_AT_FOR_NAMES: usize = 20;
/// By its number in the classifier of currencies.
const ROUBLE: &str = "643";

pub(super) fn view(r: &Reader<'_>, notice: &Notice) -> Result<NoticeView> {
    let text = text(r, notice, NoticeWording::Named)?;
    let (document, status) = match &notice.about {
        NoticeAbout::Sending { document, status, .. } => (Some(*document), Some(*status)),
        NoticeAbout::Program(news) => (news.document, None),
    };
    Ok(NoticeView {
        id: notice.id,
        kind: kind(notice),
        document,
        title: text.title,
        body: text.body,
        status,
        at: notice.at,
        read: notice.read,
    })
}

/// A notice by itself.
pub(super) fn one(r: &Reader<'_>, notice: &Notice, wording: NoticeWording) -> Result<Notification> {
    let Text { title, body } = text(r, notice, wording)?;
    let document = match &notice.about {
        NoticeAbout::Sending { document, .. } => Some(*document),
        NoticeAbout::Program(news) => news.document,
    };
    let place = Opens::Place(kind(notice));
    Ok(Notification {
        notice: Some(notice.id),
        opens: document.map_or(place, Opens::Document),
        title,
        body,
    })
}

/// Several of one kind: «12 документов подписано».
pub(super) fn gathered(
    r: &Reader<'_>,
    kind: NoticeKind,
    notices: &[Notice],
    wording: NoticeWording,
    zone: &TimeZone,
) -> Result<Notification> {
    let statuses = kind.statuses();
    let began = notices.iter().map(|notice| notice.at).min();
    let opens = match began {
        Some(began) if !statuses.is_empty() => Opens::Documents {
            statuses,
            since: began.to_zoned(zone.clone()).date(),
        },
        _ => Opens::Place(kind),
    };
    let names = match wording {
        NoticeWording::Named => names(r, notices)?,
        NoticeWording::Bare => Vec::new(),
    };
    let body = if names.is_empty() {
        "Щелчок откроет их список.".to_owned()
    } else {
        format!("{}.", names.join(", "))
    };
    Ok(Notification {
        notice: None,
        opens,
        title: count_title(kind, notices.len()),
        body,
    })
}

/// Everything for which there was no window.
pub(super) fn rest(notices: &[Notice]) -> Notification {
    let is_of_document = |notice: &Notice| matches!(notice.about, NoticeAbout::Sending { .. });
    let title = if notices.iter().all(is_of_document) {
        "Новости по документам"
    } else {
        "Ещё новости"
    };
    Notification {
        notice: None,
        opens: Opens::List,
        title: title.to_owned(),
        body: format!("Ещё изменений: {}. Откройте список уведомлений.", notices.len()),
    }
}

/// What a signed document would look like.
pub(super) fn test(wording: NoticeWording, today: Date) -> Notification {
    let on = words::date(today);
    let body = match wording {
        NoticeWording::Bare => format!("Проверка. УПД № 1 от {on}"),
        NoticeWording::Named => format!("Проверка. УПД № 1 от {on}, ООО «Пример», 12\u{202f}345,67\u{a0}₽"),
    };
    Notification {
        notice: None,
        opens: Opens::List,
        title: EdoStatus::SignedByThem.label().to_owned(),
        body,
    }
}

struct Text {
    title: String,
    body: String,
}

fn text(r: &Reader<'_>, notice: &Notice, wording: NoticeWording) -> Result<Text> {
    let (document, status) = match &notice.about {
        NoticeAbout::Program(news) => {
            let body = match wording {
                NoticeWording::Named => &news.body,
                NoticeWording::Bare => &news.bare_body,
            };
            return Ok(Text {
                title: news.title.clone(),
                body: body.clone(),
            });
        }
        NoticeAbout::Sending { document, status, .. } => (*document, *status),
    };
    let Some(document) = r.document(document)? else {
        return Ok(Text {
            title: title(Direction::Outbound, status).to_owned(),
            body: "Документ удалён.".to_owned(),
        });
    };
    Ok(Text {
        title: title(document.body.direction, status).to_owned(),
        body: body(r, &document, wording)?,
    })
}

/// «УПД № 15 от 21.11.2026», and with names also «ООО "Ромашка", 12 345,67 ₽».
pub(crate) fn body(r: &Reader<'_>, document: &Document, wording: NoticeWording) -> Result<String> {
    let kind = records::kind_name(r, document)?;
    if wording == NoticeWording::Bare {
        return Ok(words::bare_label(document, &kind));
    }
    let mut parts = vec![words::document_label(document, &kind)];
    parts.extend(other_side(r, document)?);
    if let Some(total) = document.body.total.filter(|_| document.body.currency == ROUBLE) {
        parts.push(format!("{}\u{a0}₽", words::amount(total)));
    }
    Ok(parts.join(", "))
}

fn other_side(r: &Reader<'_>, document: &Document) -> Result<Option<String>> {
    if let Some(id) = document.body.counterparty {
        return Ok(r.counterparty(id)?.map(|company| company.party.name));
    }
    match document.body.individual {
        Some(id) => Ok(r.individual(id)?.map(|person| person.body.name.full())),
        None => Ok(None),
    }
}

/// The other sides of the first few documents, each once.
fn names(r: &Reader<'_>, notices: &[Notice]) -> Result<Vec<String>> {
    let documents = notices.iter().filter_map(|notice| match &notice.about {
        NoticeAbout::Sending { document, .. } => Some(*document),
        NoticeAbout::Program(_) => None,
    });
    let mut names: Vec<String> = Vec::new();
    let mut seen = 0;
    for document in documents.take(LOOKED_AT_FOR_NAMES) {
        if names.len() == NAMES_AT_MOST {
            break;
        }
        seen += 1;
        let name = name_of(r, document)?;
        names.extend(name.filter(|name| !names.contains(name)));
    }
    if !names.is_empty() && seen < notices.len() {
        names.push("и другие".to_owned());
    }
    Ok(names)
}

fn name_of(r: &Reader<'_>, document: DocumentId) -> Result<Option<String>> {
    match r.document(document)? {
        Some(document) => other_side(r, &document),
        None => Ok(None),
    }
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
        EdoStatus::AmendmentRequested if direction == Direction::Outbound => {
            "Контрагент просит уточнить документ"
        }
        EdoStatus::Completed => "Документооборот завершён",
        EdoStatus::Unknown => "Оператор сообщил неизвестный статус",
        other => other.label_of(direction),
    }
}

/// The title of so many notices of a kind.
fn count_title(kind: NoticeKind, count: usize) -> String {
    let documents = words::agreeing(count, ["документ", "документа", "документов"]);
    let by_documents = words::agreeing(count, ["документу", "документам", "документам"]);
    match kind {
        NoticeKind::Signed => {
            let done = words::agreeing(count, ["подписан", "подписано", "подписано"]);
            format!("{count} {documents} {done}")
        }
        NoticeKind::Incoming => {
            let came = words::agreeing(count, ["Пришёл", "Пришло", "Пришло"]);
            format!("{came} {count} {documents}")
        }
        NoticeKind::Refused => format!("По {count} {by_documents} отказ или просьба уточнить"),
        NoticeKind::Revoked => format!("По {count} {by_documents} аннулирование"),
        NoticeKind::Failed => format!("С ошибкой: {count} {documents}"),
        NoticeKind::Rule => format!("Не отправлено значимыми событиями: {count} {documents}"),
        NoticeKind::Ending => format!("Заканчиваются сертификаты и доверенности: {count}"),
        NoticeKind::Connection => format!("Обмен остановлен, подключений: {count}"),
        NoticeKind::Invitation => {
            let offers = words::agreeing(count, ["приглашение", "приглашения", "приглашений"]);
            format!("{count} {offers} к обмену")
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::NoticeKind;

    use super::count_title;

    #[test]
    fn several_are_told_in_one_line_whose_words_agree() {
        let titles = |kind| [3, 21, 12].map(|count| count_title(kind, count));
        assert_eq!(
            titles(NoticeKind::Signed),
            [
                "3 документа подписано",
                "21 документ подписан",
                "12 документов подписано"
            ]
        );
        assert_eq!(
            titles(NoticeKind::Incoming),
            ["Пришло 3 документа", "Пришёл 21 документ", "Пришло 12 документов"]
        );
        assert_eq!(
            titles(NoticeKind::Refused)[1],
            "По 21 документу отказ или просьба уточнить"
        );
    }
}
