//! The web cabinets: what a person at either side sees and presses. Plain HTML made here on the server, every button a
//! form that works with any HTTP client.
//!
//! Nobody logs in: the cabinets lie on loopback and the world is a training one. Everything that came from outside is
//! escaped; every form carries the token of its page; a file is shown only where a browser cannot run it.

mod answering;
mod counteragents;
mod document;
pub(crate) mod html;
mod lists;
mod phone;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use uuid::Uuid;

use super::acts::{self, Press};
use super::books::{self, Books, Record};
use super::cloud::Touch;
use super::counteragents as relations;
use super::refusal::Refusal;
use super::samples::{self, Sample};
use super::view::View;
use crate::hub::Hub;
use crate::world::BoxId;

const STYLE: &str = include_str!("pages/style.css");
const MARK: &str = include_str!("pages/mark.svg");
/// Nothing of a page may run; files shown inside are cut off from everything.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
const FILE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// The place of a document in a cabinet.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Whose cabinet.
    pub box_id: BoxId,
    /// Which message.
    pub message: Uuid,
    /// Which document of it.
    pub document: Uuid,
}

impl Place {
    /// The address of the page.
    pub fn path(&self) -> String {
        format!(
            "/cabinet/{}/documents/{}/{}",
            self.box_id.guid(),
            self.message,
            self.document
        )
    }

    fn parse(path: &(String, String, String)) -> Result<Self, Refusal> {
        let id = |text: &str| Uuid::try_parse(text).map_err(|_| no_page());
        Ok(Self {
            box_id: BoxId::parse(&path.0).ok_or_else(no_page)?,
            message: id(&path.1)?,
            document: id(&path.2)?,
        })
    }
}

fn no_page() -> Refusal {
    Refusal::not_found("Такой страницы нет. Вернитесь к списку кабинетов.")
}

type DocumentPath = Path<(String, String, String)>;

/// All routes.
pub fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/", get(index))
        .route("/cabinet", get(index))
        .route("/cabinet/", get(index))
        .route("/cabinet/style.css", get(style))
        .route("/cabinet/mark.svg", get(mark))
        .route(phone::PATH, get(show_phone).merge(post(touch_phone)))
        .route(
            "/cabinet/{box}",
            get(async |hub, path: Path<String>| list(hub, path, None)),
        )
        .route(
            "/cabinet/{box}/incoming",
            get(async |hub, path: Path<String>| list(hub, path, Some(lists::Section::Incoming))),
        )
        .route(
            "/cabinet/{box}/outgoing",
            get(async |hub, path: Path<String>| list(hub, path, Some(lists::Section::Outgoing))),
        )
        .route("/cabinet/{box}/send", post(send_sample))
        .route(
            "/cabinet/{box}/counteragents",
            get(show_counteragents).post(press_counteragent),
        )
        .route("/cabinet/{box}/documents/{message}/{document}", get(show))
        .route(
            "/cabinet/{box}/documents/{message}/{document}/content",
            get(content),
        )
        .route("/cabinet/{box}/documents/{message}/{document}/sign", post(sign))
        .route(
            "/cabinet/{box}/documents/{message}/{document}/reject",
            post(reject),
        )
        .route(
            "/cabinet/{box}/documents/{message}/{document}/sign-and-send",
            post(sign_and_send),
        )
        .merge(asking())
        .merge(answering::routes())
}

/// What is asked beside an answer: a correction, a revocation.
fn asking() -> Router<Arc<Hub>> {
    let words = |press: fn(String) -> Press| {
        post(
            async move |hub: State<Arc<Hub>>, path: DocumentPath, headers: HeaderMap, body: Bytes| {
                self::press(&hub, &path, &headers, &body, |fields| {
                    press(field(fields, "reason").to_owned())
                })
            },
        )
    };
    Router::new()
        .route(
            "/cabinet/{box}/documents/{message}/{document}/request-amendment",
            words(Press::RequestAmendment),
        )
        .route(
            "/cabinet/{box}/documents/{message}/{document}/say",
            words(Press::Say),
        )
        .route(
            "/cabinet/{box}/documents/{message}/{document}/ask-authority",
            words(Press::AskAuthority),
        )
        .route(
            "/cabinet/{box}/documents/{message}/{document}/request-revocation",
            words(Press::RequestRevocation),
        )
        .route(
            "/cabinet/{box}/documents/{message}/{document}/reject-revocation",
            words(Press::RejectRevocation),
        )
        .route(
            "/cabinet/{box}/documents/{message}/{document}/accept-revocation",
            words(|_| Press::AcceptRevocation),
        )
        .route(
            "/cabinet/{box}/documents/{message}/{document}/confirm-receipt",
            words(|_| Press::ConfirmReceipt),
        )
        .route(
            "/cabinet/{box}/documents/{message}/{document}/cancel-fixation",
            words(|_| Press::CancelFixation),
        )
}

/// A page, or the refusal as a page.
fn page(result: Result<String, Refusal>) -> Response {
    let (status, html) = match result {
        Ok(html) => (StatusCode::OK, html),
        Err(refusal) => (refusal.status, html::error_page(&refusal.text)),
    };
    html_response(status, html)
}

/// A page as HTTP.
pub(crate) fn html_response(status: StatusCode, html: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, html).into_response()
}

async fn index(State(hub): State<Arc<Hub>>) -> Response {
    page(hub.with(|books| Ok(lists::index(&books.state))))
}

async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}

async fn mark() -> Response {
    ([(header::CONTENT_TYPE, "image/svg+xml")], MARK).into_response()
}

fn list(
    State(hub): State<Arc<Hub>>,
    Path(box_id): Path<String>,
    section: Option<lists::Section>,
) -> Response {
    page(hub.with(|books| {
        let box_id = BoxId::parse(&box_id).ok_or_else(no_page)?;
        let owner = books.state.world.by_box(box_id).ok_or_else(no_page)?;
        let token = hub.form_token(&lists::home(owner));
        Ok(lists::section(&books.state, owner, section, &token))
    }))
}

async fn show(State(hub): State<Arc<Hub>>, Path(path): DocumentPath) -> Response {
    page(hub.with(|books| {
        let place = Place::parse(&path)?;
        let view = View::of(&books.state, place.box_id, place.message).ok_or_else(no_page)?;
        if !view.is_read {
            books.commit(vec![Record::Read {
                box_id: place.box_id,
                message: place.message,
            }])?;
        }
        document::page(&books.state, place, &hub.form_token(&place.path())).ok_or_else(no_page)
    }))
}

/// Shows a file in the browser or hands it over, as `?inline` says.
async fn content(
    State(hub): State<Arc<Hub>>,
    Path(path): DocumentPath,
    RawQuery(query): RawQuery,
) -> Response {
    let is_inline = query.is_some_and(|query| query.split('&').any(|part| part.starts_with("inline")));
    match file(&hub, &path) {
        Ok((name, bytes)) => file_response(&name, bytes, is_inline),
        Err(refusal) => page(Err(refusal)),
    }
}

fn file(hub: &Hub, path: &(String, String, String)) -> Result<(String, Vec<u8>), Refusal> {
    let (name, content, folder) = hub.with(|books| {
        let place = Place::parse(path)?;
        let view = View::of(&books.state, place.box_id, place.message).ok_or_else(no_page)?;
        // The last id may name any paper of the message that this cabinet sees.
        let seen = view
            .seen
            .iter()
            .find(|seen| seen.entity.id == place.document)
            .ok_or_else(no_page)?;
        Ok((
            seen.entity.file_name.clone(),
            seen.entity.content.clone(),
            books.folder(),
        ))
    })?;
    Ok((name, books::bytes(folder.as_deref(), &content)?))
}

/// A file name as `filename*=UTF-8''` wants it.
pub(crate) fn encoded(name: &str) -> String {
    url::form_urlencoded::byte_serialize(name.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
        .replace('*', "%2A")
}

/// A file for the browser to show or to keep.
pub(crate) fn file_response(name: &str, bytes: Vec<u8>, is_inline: bool) -> Response {
    let lower = name.to_lowercase();
    let media_type = match lower.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "pdf" if bytes.starts_with(b"%PDF-") => "application/pdf",
        "xml"
            if bytes
                .windows(12)
                .take(200)
                .any(|part| part.eq_ignore_ascii_case(b"windows-1251")) =>
        {
            "text/plain; charset=windows-1251"
        }
        "xml" | "txt" | "csv" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    let kind = if is_inline && media_type != "application/octet-stream" {
        "inline"
    } else {
        "attachment"
    };
    let encoded = encoded(name);
    let disposition = format!("{kind}; filename=\"document\"; filename*=UTF-8''{encoded}");
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    if media_type != "application/pdf" {
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(FILE_POLICY),
        );
    }
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

/// The fields of a form.
pub(crate) fn fields(body: &Bytes) -> Vec<(String, String)> {
    url::form_urlencoded::parse(body).into_owned().collect()
}

/// One of them; empty where there is none.
pub(crate) fn field<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields
        .iter()
        .find(|(one, _)| one == name)
        .map_or("", |(_, value)| value.as_str())
}

async fn sign(hub: State<Arc<Hub>>, path: DocumentPath, headers: HeaderMap, body: Bytes) -> Response {
    press(&hub, &path, &headers, &body, |fields| {
        let total_code = field(fields, "total_code")
            .parse()
            .ok()
            .filter(|code| (1..=3).contains(code));
        Press::Sign {
            total_code: total_code.unwrap_or(1),
        }
    })
}

async fn reject(hub: State<Arc<Hub>>, path: DocumentPath, headers: HeaderMap, body: Bytes) -> Response {
    press(&hub, &path, &headers, &body, |fields| {
        Press::Reject(field(fields, "reason").to_owned())
    })
}

async fn sign_and_send(
    hub: State<Arc<Hub>>,
    path: DocumentPath,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    press(&hub, &path, &headers, &body, |_| Press::SignAndSend)
}

/// «Отправить»: a ready document goes to one of our organisations.
async fn send_sample(
    State(hub): State<Arc<Hub>>,
    Path(box_id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    at_home(&hub, &box_id, &headers, &body, |books, from, home, fields| {
        let to = BoxId::parse(field(fields, "to")).ok_or_else(no_page)?;
        let sample = Sample::from_code(field(fields, "sample")).ok_or_else(no_page)?;
        samples::send(books, from, to, sample)?;
        Ok(format!("{home}/outgoing"))
    })
}

async fn show_phone(State(hub): State<Arc<Hub>>) -> Response {
    page(hub.with(|books| {
        let waiting = hub.cloud.waiting(books.state.now());
        Ok(phone::page(&waiting, &hub.form_token(phone::PATH)))
    }))
}

async fn touch_phone(State(hub): State<Arc<Hub>>, headers: HeaderMap, body: Bytes) -> Response {
    pressed(&hub, phone::PATH, &headers, &body, |fields| {
        let request = Uuid::try_parse(field(fields, "request")).map_err(|_| no_page())?;
        let touch = match field(fields, "act") {
            "refuse" => Touch::Refuse,
            _ => Touch::Confirm(field(fields, "code").trim().to_owned()),
        };
        hub.with(|books| hub.cloud.touch(Some(request), &touch, books.state.now()))?;
        Ok(phone::PATH.to_owned())
    })
}

async fn show_counteragents(State(hub): State<Arc<Hub>>, Path(box_id): Path<String>) -> Response {
    page(hub.with(|books| {
        let box_id = BoxId::parse(&box_id).ok_or_else(no_page)?;
        let owner = books.state.world.by_box(box_id).ok_or_else(no_page)?;
        let token = hub.form_token(&lists::home(owner));
        Ok(counteragents::page(&books.state, owner, &token))
    }))
}

/// «Пригласить», «Принять», «Отклонить», «Отозвать», «Прекратить».
async fn press_counteragent(
    State(hub): State<Arc<Hub>>,
    Path(box_id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    at_home(&hub, &box_id, &headers, &body, |books, mine, home, fields| {
        let theirs = BoxId::parse(field(fields, "other")).ok_or_else(no_page)?;
        let press = counteragents::press_of(field(fields, "act")).ok_or_else(no_page)?;
        relations::press(books, (mine, theirs), press, field(fields, "words"))?;
        Ok(format!("{home}/counteragents"))
    })
}

/// Was this sent by a form?
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    content_type.is_some_and(|text| text.starts_with("application/x-www-form-urlencoded"))
}

fn stale() -> Refusal {
    Refusal::forbidden(
        "Страница устарела, поэтому действие не выполнено и документ не изменился. Откройте документ заново и повторите.",
    )
}

type Fields = [(String, String)];

/// A button of a page does something, and another page follows. The page is told by its address: the form carries its
/// token.
fn pressed(
    hub: &Hub,
    of_page: &str,
    headers: &HeaderMap,
    body: &Bytes,
    act: impl FnOnce(&Fields) -> Result<String, Refusal>,
) -> Response {
    let fields = fields(body);
    let is_fresh = is_form(headers) && field(&fields, "token") == hub.form_token(of_page);
    let next = if is_fresh { act(&fields) } else { Err(stale()) };
    match next {
        Ok(next) => (StatusCode::SEE_OTHER, [(header::LOCATION, next)]).into_response(),
        Err(refusal) => page(Err(refusal)),
    }
}

/// The same for the lists of a cabinet.
fn at_home(
    hub: &Hub,
    box_id: &str,
    headers: &HeaderMap,
    body: &Bytes,
    act: impl FnOnce(&mut Books, BoxId, &str, &Fields) -> Result<String, Refusal>,
) -> Response {
    let owner = hub.with(|books| {
        let mine = BoxId::parse(box_id).ok_or_else(no_page)?;
        let owner = books.state.world.by_box(mine).ok_or_else(no_page)?;
        Ok((mine, lists::home(owner)))
    });
    match owner {
        Ok((mine, home)) => pressed(hub, &home, headers, body, |fields| {
            hub.with(|books| act(books, mine, &home, fields))
        }),
        Err(refusal) => page(Err(refusal)),
    }
}

fn press(
    hub: &Hub,
    path: &(String, String, String),
    headers: &HeaderMap,
    body: &Bytes,
    which: impl FnOnce(&Fields) -> Press,
) -> Response {
    let place = match Place::parse(path) {
        Ok(place) => place,
        Err(refusal) => return page(Err(refusal)),
    };
    let path = place.path();
    pressed(hub, &path, headers, body, |fields| {
        let press = which(fields);
        hub.with(|books| acts::press(books, place.box_id, place.message, place.document, &press))?;
        Ok(path.clone())
    })
}
