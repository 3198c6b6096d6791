//! Emulator of F.Doc («Безбумажный офис»): documents that a person signs with a simple signature («ПЭП») by SMS.
//!
//! The wire of the real service is not public. What is served here is the gateway profile of `wire`: invented, but with
//! everything that is known of the service: the words of statuses, consent before document, the text of the SMS, the
//! address of the client's page, one key of 20 characters per organization, a log-in per employee, the blue stamp. What
//! is not known and matters can be switched ([`model::Ways`]).
//!
//! `state` holds the books, `acts` what people do, `pages` what they see, `control` what a tester orders. Deliberately
//! absent: pushes to the caller's address, packets of documents, tariffs.

mod access;
mod acts;
mod call;
mod chance;
mod check;
pub mod control;
mod documents;
mod example;
mod feed;
mod files;
mod intake;
mod messages;
pub mod model;
mod multipart;
mod pages;
pub mod refusal;
mod stamp;
pub mod state;
pub mod visits;
pub mod wire;

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State as Shared};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use axum::routing::any;
use serde_json::Value;

use crate::clock::Ticks;
use crate::fault::{Faults, Instead, Misfortune};
use crate::hub::Hub;
use crate::line::Line;
use crate::world::World;
use call::Call;
use refusal::Refusal;
use state::Books;
use visits::Visits;
use wire::Operation;

/// What the parts of F.Doc share.
#[derive(Debug)]
pub struct Desk {
    books: Mutex<Books>,
    visits: Mutex<Visits>,
    /// Misfortunes, by the names of the profile's calls.
    pub faults: Faults,
    requests: AtomicU64,
}

impl Desk {
    /// Opens the books of this folder, or new ones in memory.
    pub fn open(folder: Option<&Path>, world: &World) -> io::Result<Self> {
        Ok(Self {
            books: Mutex::new(Books::open(folder, example::example(world))?),
            visits: Mutex::default(),
            faults: Faults::default(),
            requests: AtomicU64::new(1),
        })
    }

    /// Does this with the books at this instant. Never held across an await.
    pub fn with<R>(
        &self,
        now: Ticks,
        act: impl FnOnce(&mut Books, Ticks) -> Result<R, Refusal>,
    ) -> Result<R, Refusal> {
        let mut books = self.books.lock().unwrap_or_else(PoisonError::into_inner);
        if books.is_closed() {
            return Err(Refusal::closed());
        }
        act(&mut books, now)
    }

    /// Does this with the browsers. Never held across an await.
    pub fn visits<R>(&self, act: impl FnOnce(&mut Visits) -> R) -> R {
        act(&mut self.visits.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Ends it all.
    pub fn close(&self) {
        self.books.lock().unwrap_or_else(PoisonError::into_inner).close();
    }
}

/// All routes: calls of programs, pages of people, orders of testers.
pub fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route(wire::WILDCARD, any(serve))
        .merge(control::routes())
        .merge(pages::routes())
}

/// An answer before it becomes HTTP.
#[derive(Debug)]
pub struct Reply {
    status: StatusCode,
    body: Vec<u8>,
    content_type: &'static str,
    file_name: Option<String>,
    tag: Option<String>,
}

impl Reply {
    fn json(status: u16, body: &Value) -> Self {
        Self {
            body: body.to_string().into_bytes(),
            content_type: wire::JSON,
            ..Self::empty(status)
        }
    }

    fn empty(status: u16) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::OK),
            body: Vec::new(),
            content_type: "",
            file_name: None,
            tag: None,
        }
    }

    fn pdf(body: Vec<u8>, file_name: &str) -> Self {
        Self {
            body,
            content_type: wire::PDF,
            file_name: Some(file_name.to_owned()),
            ..Self::empty(200)
        }
    }

    fn tagged(self, tag: String) -> Self {
        Self {
            tag: Some(tag),
            ..self
        }
    }
}

async fn serve(
    Shared(hub): Shared<Arc<Hub>>,
    ConnectInfo(line): ConnectInfo<Line>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let given = headers
        .get(wire::REQUEST_ID)
        .and_then(|value| value.to_str().ok());
    let request_id = given.map_or_else(
        || format!("req-{:06}", hub.desk.requests.fetch_add(1, Ordering::Relaxed)),
        str::to_owned,
    );
    let call = match Call::new(&method, &uri, headers, body) {
        Ok(call) => call,
        Err(refusal) => return respond(Err(refusal), &request_id),
    };
    let misfortune = hub
        .desk
        .faults
        .strike(call.operation.name(), Misfortune::is_on_the_way);
    if let Some(misfortune) = &misfortune
        && let Some(instead) = misfortune.before(&line).await
    {
        return match instead {
            Instead::Cut => respond(Ok(Reply::empty(200)), &request_id),
            Instead::Status {
                status,
                retry_after,
                text,
            } => respond(
                Err(Refusal::ordered(status, retry_after, text.as_deref())),
                &request_id,
            ),
        };
    }
    let mut result = answer(&hub, &call);
    if let Some(misfortune) = &misfortune {
        let body = result.as_mut().ok().map(|reply| &mut reply.body);
        misfortune.after(&line, body).await;
    }
    respond(result, &request_id)
}

fn answer(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    match call.operation {
        Operation::ConnectionRequest => {
            hub.fdoc(|books, now| access::request_connection(books, call, now, &hub.base()))
        }
        Operation::ConnectionTest => hub.fdoc(|books, _| access::test_connection(books, call)),
        Operation::LogIn => hub.fdoc(|books, now| access::log_in(books, call, now)),
        Operation::LogOut => hub.fdoc(|books, now| access::log_out(books, call, now)),
        Operation::WhoAmI => hub.fdoc(|books, now| access::who_am_i(books, call, now)),
        Operation::Create => documents::create(hub, call),
        Operation::Get => documents::get(hub, call),
        Operation::List => documents::list(hub, call),
        Operation::BrowserLink => documents::link(hub, call),
        Operation::Consent | Operation::Confirm | Operation::Resend | Operation::Annul => {
            documents::act(hub, call)
        }
        Operation::File => files::file(hub, call),
        Operation::Changes => feed::changes(hub, call),
    }
}

fn respond(result: Result<Reply, Refusal>, request_id: &str) -> Response {
    let retry_after = result.as_ref().err().and_then(|refusal| refusal.retry_after);
    let reply = result.unwrap_or_else(|refusal| {
        let status = refusal.status.as_u16();
        Reply::json(status, &refusal.body(request_id))
    });
    let mut response = Response::new(Body::from(reply.body));
    *response.status_mut() = reply.status;
    if !reply.content_type.is_empty() {
        put(&mut response, header::CONTENT_TYPE, reply.content_type);
    }
    if let Some(name) = reply.file_name {
        let name = crate::diadoc::pages::encoded(&name);
        let disposition = format!("attachment; filename=\"document.pdf\"; filename*=UTF-8''{name}");
        put(&mut response, header::CONTENT_DISPOSITION, &disposition);
    }
    if let Some(tag) = reply.tag {
        put(&mut response, header::ETAG, &tag);
    }
    if let Some(seconds) = retry_after {
        put(&mut response, header::RETRY_AFTER, &seconds.to_string());
    }
    put(
        &mut response,
        HeaderName::from_static(wire::REQUEST_ID),
        request_id,
    );
    response
}

fn put(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
