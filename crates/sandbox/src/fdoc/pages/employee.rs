//! The page of a document, opened from the program: check the client, ask for the consent, confirm and send, annul.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;

use super::{
    consent_mark, facts, field, form, frame, html, let_in, moment, no_page, see_other, sent, shown, spaced,
    status, token, visitor,
};
use crate::diadoc::pages::file_response;
use crate::fdoc::acts;
use crate::fdoc::files::{self, Variant};
use crate::fdoc::model::{ConsentState, Document, Status};
use crate::fdoc::refusal::Refusal;
use crate::fdoc::state::State;
use crate::fdoc::visits::Visit;
use crate::fdoc::wire;
use crate::hub::Hub;

fn path(id: &str) -> String {
    format!("{}/{id}", wire::DOCUMENT_PAGE)
}

fn parameter(query: Option<&str>, name: &str) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    pairs
        .find(|(one, _)| one == name)
        .map(|(_, value)| value.into_owned())
}

/// Who looks at this document.
fn employee(hub: &Hub, headers: &HeaderMap, id: &str) -> Result<String, Refusal> {
    match visitor(hub, headers) {
        Some(Visit::Document { document, employee }) if document == id => Ok(employee),
        _ => Err(Refusal::not_let_in(
            "Ссылка открывает документ один раз и живёт 15 минут. Откройте документ из программы ещё раз.",
        )),
    }
}

/// `GET /doc/{id}?t=…`: the ticket lets the browser in and leaves its address.
pub(super) async fn show(
    Shared(hub): Shared<Arc<Hub>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let place = path(&id);
    if let Some(ticket) = parameter(query.as_deref(), "t") {
        let now = hub.now();
        if let Some(pass) = hub.desk.visits(|visits| visits.admit(&ticket, &id, now)) {
            return let_in(&place, &place, &pass);
        }
    }
    let is_just_sent = parameter(query.as_deref(), "done").is_some();
    let page = employee(&hub, &headers, &id).and_then(|_| {
        hub.fdoc(|books, _| {
            let document = books.state.document(&id).ok_or_else(no_page)?;
            let token = token(&hub, &place, &headers);
            Ok(page(&books.state, document, &token, is_just_sent))
        })
    });
    shown(page, &place)
}

fn page(state: &State, document: &Document, token: &str, is_just_sent: bool) -> String {
    let place = path(&document.id);
    let mut body = String::new();
    if is_just_sent && document.was_sent {
        body.push_str("<p class=\"message success\" role=\"status\">Вы успешно подписали документы</p>\n");
    }
    let _ = writeln!(
        body,
        "<p class=\"marks\">{} {}</p>",
        status(&document.status),
        consent_mark(document)
    );
    let client = &document.client;
    let person = state.employee(&document.employee);
    let organization = state.organization(&document.organization);
    body += "<h2>Клиент</h2>\n<p class=\"lead\">Проверьте: фамилия, имя, отчество и телефон будут в штампе подписи.</p>\n";
    body += &facts(&[
        ("Ф. И. О.", client.full_name()),
        ("Телефон", spaced(&client.phone)),
        ("Почта", client.email.clone().unwrap_or_default()),
    ]);
    body += "<h2>Документ</h2>\n";
    body += &facts(&[
        (
            "Организация",
            organization.map(|one| one.name.clone()).unwrap_or_default(),
        ),
        (
            "Сотрудник",
            person.map(|one| one.full_name.clone()).unwrap_or_default(),
        ),
        (
            "Файл",
            format!("{}, {}", document.file.name, html::size(document.file.size)),
        ),
        ("Номер в F.Doc", document.id.clone()),
        (
            "Причина аннулирования",
            document
                .annul
                .as_ref()
                .map(|one| one.reason.clone())
                .unwrap_or_default(),
        ),
    ]);
    body += &files_of(document, &place);
    body += &actions(document, state.ways.may_annul_signed, &place, token);
    body += &history(state, document);
    html::framed(&frame(&place), &document.title, &[], &body)
}

fn files_of(document: &Document, place: &str) -> String {
    let mut links = format!(
        "<a href=\"{place}/file/view\">Посмотреть</a><a href=\"{place}/file/source\">Скачать исходный файл</a>"
    );
    if document.status == Status::Signed {
        let _ = write!(
            links,
            "<a href=\"{place}/file/stamped\">Скачать со штампом</a><a href=\"{place}/file/protocol\">Скачать протокол</a>"
        );
    }
    format!("<p class=\"links\">{links}</p>\n")
}

fn actions(document: &Document, may_annul_signed: bool, place: &str, token: &str) -> String {
    let button = |act: &str, words: &str, class: &str| {
        form(
            &format!("{place}/{act}"),
            token,
            &format!("<button class=\"{class}\">{words}</button>"),
        )
    };
    let mut forms = String::new();
    match (&document.status, document.consent.state) {
        (Status::Prepared | Status::AwaitingConsent, ConsentState::Granted) => {
            forms += &button("confirm", "Подтвердить и отправить", "primary");
        }
        (Status::Prepared, _) | (Status::AwaitingConsent, ConsentState::Declined) => {
            forms += &button("consent", "Получить согласие", "primary");
            forms += "<p class=\"lead\">Документ можно отправить, когда клиент подпишет согласие.</p>\n";
        }
        (Status::AwaitingConsent, _) => {
            forms += &format!("<p><a class=\"button primary\" href=\"{place}\">Обновить</a></p>\n");
            forms += &button("resend", "Отправить SMS ещё раз", "");
        }
        (Status::Sent, _) => {
            forms += &format!("<p><a class=\"button\" href=\"{place}\">Обновить</a></p>\n");
            forms += &button("resend", "Отправить SMS ещё раз", "");
        }
        _ => {}
    }
    let is_open = !document.status.is_final();
    if is_open || (document.status == Status::Signed && may_annul_signed) {
        let inside = "<label>Причина <input name=\"reason\" maxlength=\"500\" required></label>\n<button>Аннулировать документ</button>";
        let _ = write!(
            forms,
            "<details>\n<summary>Аннулировать</summary>\n{}</details>\n",
            form(&format!("{place}/annul"), token, inside)
        );
    }
    if forms.is_empty() {
        return String::new();
    }
    format!("<section class=\"answers\">\n{forms}</section>\n")
}

fn history(state: &State, document: &Document) -> String {
    let own = state.changes.iter().filter(|one| one.document.id == document.id);
    let lines: String = own
        .map(|change| {
            let words = match change.kind {
                crate::fdoc::model::ChangeKind::ConsentChanged => consent_mark(&change.document),
                _ => status(&change.document.status),
            };
            format!("<li><time>{}</time><div>{words}</div></li>\n", moment(change.at))
        })
        .collect();
    format!("<h2>История <small>время московское</small></h2>\n<ol class=\"history\">\n{lines}</ol>\n")
}

/// One of the buttons.
pub(super) async fn press(
    Shared(hub): Shared<Arc<Hub>>,
    Path((id, act)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let place = path(&id);
    let done = sent(&hub, &place, &headers, &body).and_then(|fields| {
        let employee = employee(&hub, &headers, &id)?;
        hub.fdoc(|books, now| match act.as_str() {
            "consent" => acts::request_consent(books, &id, now),
            "confirm" => acts::confirm(books, &id, now),
            "resend" => acts::resend(books, &id, now),
            "annul" => acts::annul(books, &id, &employee, field(&fields, "reason"), now),
            _ => Err(no_page()),
        })
    });
    match done {
        Ok(()) if act == "confirm" => see_other(&format!("{place}?done=1")),
        Ok(()) => see_other(&place),
        Err(refusal) => shown(Err(refusal), &place),
    }
}

/// A file to look at or to keep.
pub(super) async fn file(
    Shared(hub): Shared<Arc<Hub>>,
    Path((id, variant)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let found = employee(&hub, &headers, &id).and_then(|_| {
        hub.fdoc(|books, _| {
            let document = books.state.document(&id).ok_or_else(no_page)?;
            let variant = match (variant.as_str(), &document.status) {
                ("view", Status::Signed) | ("stamped", _) => Variant::Stamped,
                ("view" | "source", _) => Variant::Source,
                ("protocol", _) => Variant::Protocol,
                _ => return Err(no_page()),
            };
            Ok((
                document.file.name.clone(),
                files::bytes(books, document, variant)?,
            ))
        })
    });
    match found {
        Ok((name, bytes)) => file_response(&name, bytes, variant == "view"),
        Err(refusal) => shown(Err(refusal), &path(&id)),
    }
}
