//! What people see: an employee at the page of a document, a client behind the link of an SMS, the registration of
//! employees, and the telephones and letter boxes of the training world.
//!
//! Plain HTML made here, every button a form, no script; wide enough for a telephone first. Who may look is known by a
//! cookie that a ticket, a code or a key has opened; every form carries the token of its page.

mod client;
mod employee;
mod inbox;
mod register;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::model::{ConsentState, Document, Status};
use super::refusal::Refusal;
use super::visits::Visit;
use super::wire;
use crate::clock::Ticks;
use crate::diadoc::pages::html::{self, Frame};
use crate::diadoc::pages::{self as cabinet, field, fields, is_form};
use crate::hub::Hub;

const STYLE: &str = include_str!("pages/style.css");
const MARK: &str = include_str!("pages/mark.svg");
const STYLE_PATH: &str = "/fdoc/style.css";
const NOTE: &str = "Документы здесь не имеют юридической силы";

/// All routes.
pub fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route(
            STYLE_PATH,
            get(async || ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)),
        )
        .route(
            "/fdoc/mark.svg",
            get(async || ([(header::CONTENT_TYPE, "image/svg+xml")], MARK)),
        )
        .route(inbox::SMS, get(inbox::sms))
        .route(inbox::MAIL, get(inbox::mail))
        .route(inbox::ORGANIZATIONS, get(inbox::organizations))
        .route(wire::REGISTER_PAGE, get(register::begin).post(register::open))
        .route(register::PERSON, get(register::show).post(register::person))
        .route(register::DONE, get(register::done))
        .route("/doc/{document}", get(employee::show))
        .route("/doc/{document}/file/{variant}", get(employee::file))
        .route("/doc/{document}/{act}", post(employee::press))
        .route("/cln/{path_token}", get(client::code))
        .route("/cln/{path_token}/unlock", post(client::unlock))
        .route("/cln/{path_token}/documents", get(client::list))
        .route(
            "/cln/{path_token}/consents/{consent}",
            get(client::consent).post(client::answer_consent),
        )
        .route(
            "/cln/{path_token}/documents/{document}",
            get(client::document).post(client::answer_document),
        )
        .route("/cln/{path_token}/documents/{document}/file", get(client::file))
}

/// The frame of a page whose way home is this.
fn frame(home: &str) -> Frame<'_> {
    Frame {
        brand: "Учебный F.Doc",
        tab: "учебный F.Doc",
        home,
        mark: "/fdoc/mark.svg",
        note: NOTE,
        sheet: Some(STYLE_PATH),
    }
}

/// A page, or the refusal as a page with the way back.
fn shown(result: Result<String, Refusal>, home: &str) -> Response {
    match result {
        Ok(html) => cabinet::html_response(StatusCode::OK, html),
        Err(refusal) => {
            let body = format!(
                "<p class=\"message error\" role=\"alert\">{}</p>\n<p><a class=\"button\" href=\"{}\">Назад</a></p>",
                html::text(&refusal.message),
                html::text(home)
            );
            let page = html::framed(&frame(home), "Не получилось", &[], &body);
            cabinet::html_response(refusal.status, page)
        }
    }
}

/// The browser goes on to this page.
fn see_other(place: &str) -> Response {
    let headers = [
        (header::LOCATION, place.to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// The same, and it remembers that it has been let in below `path`.
fn let_in(place: &str, path: &str, pass: &str) -> Response {
    let cookie = format!("{PASS}={pass}; Path={path}; HttpOnly; SameSite=Lax");
    let mut response = see_other(place);
    if let Ok(cookie) = cookie.parse() {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

const PASS: &str = "fdoc_pass";

/// What the browser shows; the first of several is that of the longest path (RFC 6265, 5.4).
fn pass(headers: &HeaderMap) -> &str {
    let cookies = headers.get(header::COOKIE).and_then(|value| value.to_str().ok());
    let mut pairs = cookies.unwrap_or_default().split(';');
    pairs
        .find_map(|pair| pair.trim().strip_prefix(PASS)?.strip_prefix('='))
        .unwrap_or_default()
}

/// Who shows this pass.
fn visitor(hub: &Hub, headers: &HeaderMap) -> Option<Visit> {
    let now = hub.now();
    hub.desk
        .visits(|visits| visits.known(pass(headers), now).cloned())
}

/// A form of this page that only this browser can send.
fn token(hub: &Hub, page: &str, headers: &HeaderMap) -> String {
    hub.form_token(&format!("{page} {}", pass(headers)))
}

/// The fields of a form of this page.
fn sent(hub: &Hub, page: &str, headers: &HeaderMap, body: &Bytes) -> Result<Vec<(String, String)>, Refusal> {
    let fields = fields(body);
    if !is_form(headers) || field(&fields, "token") != token(hub, page, headers) {
        return Err(Refusal::stale_page());
    }
    Ok(fields)
}

/// A form with its token.
fn form(action: &str, token: &str, inside: &str) -> String {
    format!(
        "<form method=\"post\" action=\"{}\">\n<input type=\"hidden\" name=\"token\" value=\"{token}\">\n{inside}\n</form>\n",
        html::text(action)
    )
}

/// Pairs of a name and a value; what is empty is left out. Values are escaped here.
fn facts(rows: &[(&str, String)]) -> String {
    let shown = rows.iter().filter(|(_, value)| !value.is_empty());
    let shown: String = shown
        .map(|(name, value)| format!("<dt>{name}</dt><dd>{}</dd>\n", html::text(value)))
        .collect();
    format!("<section class=\"facts\">\n<dl>\n{shown}</dl>\n</section>\n")
}

/// The status in its colour.
fn status(status: &Status) -> String {
    let severity = match status {
        Status::Signed => "Success",
        Status::AwaitingConsent | Status::Sent => "Warning",
        Status::Annulled | Status::Declined => "Error",
        Status::Prepared | Status::Other { .. } => "Info",
    };
    html::badge(severity, status.name())
}

/// The mark of the consent.
fn consent_mark(document: &Document) -> String {
    let (severity, words) = match document.consent.state {
        ConsentState::Required => ("Info", "Согласие клиента ещё не запрошено".to_owned()),
        ConsentState::Requested => ("Warning", "Ждём согласия клиента".to_owned()),
        ConsentState::Declined => ("Error", "Клиент не дал согласия".to_owned()),
        ConsentState::Granted => {
            let at = document.consent.granted_at.map(moment).unwrap_or_default();
            ("Success", format!("Согласие клиента получено {at}"))
        }
    };
    html::badge(severity, words.trim_end())
}

/// `21.11.2026 19:45`, in Moscow.
fn moment(at: Ticks) -> String {
    at.moscow("%d.%m.%Y %H:%M")
}

/// `+7 916 123-45-67`
fn spaced(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().skip(2).collect();
    let part = |from: usize, to: usize| {
        digits
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .collect::<String>()
    };
    match (phone.starts_with("+7"), digits.len()) {
        (true, 10) => format!(
            "+7\u{a0}{}\u{a0}{}-{}-{}",
            part(0, 3),
            part(3, 6),
            part(6, 8),
            part(8, 10)
        ),
        _ => phone.to_owned(),
    }
}

fn no_page() -> Refusal {
    Refusal::not_found("Такой страницы нет. Проверьте адрес из сообщения.")
}
