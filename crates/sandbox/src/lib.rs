//! The training world («Учебный режим»): emulators of the outside services with the documented wire formats, on loopback.
//!
//! [`Sandbox::start`] opens a world and answers on `127.0.0.1`. The world has its own clock, three organisations of ours,
//! seven counterparties, people with passwords. It is the other side of the wire: it knows nothing of the program and
//! shares no code with the program's own client, so that one cannot hide the mistakes of the other.
//!
//! What lies at the address:
//! - `/V3/PostMessage`, `/V8/GetNewEvents` and so on: the Diadoc API (module [`diadoc`]);
//! - `/cabinet/phone`: the phone on which a person agrees to signatures of a key that the operator keeps;
//! - `/gw/v1/…`: F.Doc, as the gateway profile has it (module [`fdoc`]);
//! - `/doc/{document}`, `/cln/{letters}`, `/register`: its pages for employees and clients; `/fdoc`: the telephones and
//!   letter boxes to which it writes;
//! - `/cabinet`, `/cabinet/{box}/incoming`, `/cabinet/{box}/outgoing`,
//!   `/cabinet/{box}/documents/{message}/{document}`: web cabinets of all organisations;
//! - `/_sandbox/…`: the control API.
//!
//! # The control API
//! JSON; a POST needs `Content-Type: application/json`. A failure is `{"error": "…", "code": "…"}` with its status. Boxes are named in
//! either spelling.
//!
//! | Call | Order → answer |
//! |---|---|
//! | `GET /_sandbox/world` | → addresses, organisations, counterparties, users, keys, relations |
//! | `GET /_sandbox/clock` | → `{now, now_ticks, offset_ms, delays, pending, next_due}` |
//! | `POST /_sandbox/clock/advance` | `{seconds?, ms?}` → the clock; what was due by then has happened |
//! | `POST /_sandbox/clock/delays` | `{check_ms?, delivery_ms?, answer_confirmation_ms?, bad_signature_ms?}` → the clock |
//! | `GET /_sandbox/ledger` | → `{documents: [{operation_id, message_id, entity_id, custom_document_id, sha256, size, type_named_id, function, from_box, to_box, posted_at, is_sent, times_posted, answers, signature: null\|{kind: test\|own, is_good, thumbprint, organisation_inn, signer}}]}` |
//! | `POST /_sandbox/faults` | `{method, kind, count?, …}` → all orders; see below |
//! | `GET`, `DELETE /_sandbox/faults` | → what is still to come; takes all orders back |
//! | `POST /_sandbox/cabinet/sign` | `{box, message_id, entity_id?, total_code?}` → `{message_id, patch_id}`: receipt notice, signature or title, whatever is wanted |
//! | `POST /_sandbox/cabinet/reject` | `{box, message_id, entity_id?, reason}` |
//! | `POST /_sandbox/cabinet/request_amendment` | the same: the recipient asks for a correction |
//! | `POST /_sandbox/cabinet/request_revocation` | the same, by either side |
//! | `POST /_sandbox/cabinet/accept_revocation`, `…/reject_revocation` | the same; agreement needs no `reason` |
//! | `POST /_sandbox/cabinet/say`, `…/ask_authority` | the same with words, as universal messages 4002 and 2007 |
//! | `POST /_sandbox/cabinet/confirm_receipt` | `{box, message_id, entity_id?}`: who the document came to has it; the sender has the title or the request that answered |
//! | `POST /_sandbox/cabinet/cancel_fixation` | the same: the sender of marked goods cancels their shipment data |
//! | `POST /_sandbox/cabinet/sign_and_send` | `{box, message_id}`: of a document left unsent |
//! | `POST /_sandbox/cabinet/read` | `{box, message_id}` |
//! | `POST /_sandbox/cabinet/delete`, `…/restore` | `{box, message_id, entity_id?}`: in this box only |
//! | `POST /_sandbox/cabinet/move` | `{box, message_id, entity_id?, department_id?}`: to another department of this box |
//! | `POST /_sandbox/outside/roaming` | `{message_id, entity_id?, is_success, text?}`: another operator answers the sender |
//! | `POST /_sandbox/outside/system` | `{message_id, entity_id?, status: {docflow_named_id, docflow_friendly_name, named_id, friendly_name, kind: Normal\|Success\|Warning\|Error, description, details: [[code, text]]}}`: another system speaks to both sides |
//! | `POST /_sandbox/inbound` | `{from_box, to_box, content_base64, file_name?, type_named_id?, function?, number?, date?, comment?, need_recipient_signature?, need_receipt?}` → `{message_id, entity_id}`: a counterparty sends something |
//! | `POST /_sandbox/inbound/sample` | `{from_box, to_box, sample: act\|utd}` → the same, with a ready document |
//! | `GET /_sandbox/phone` | → `{requests: [{request, thumbprint, files, code, asked_at}], times_asked: {file: n}}`: what waits on the phone of a person whose key the operator keeps |
//! | `POST /_sandbox/phone` | `{request?, code?}` enters a code, `{request?, refuse: true}` says no: of the oldest where none is named |
//! | `POST /_sandbox/tokens/expire` | `{}`: everybody has to log in again |
//! | `POST /_sandbox/openid/clients` | `{client_id?, client_secret?, redirect_uris?, post_logout_redirect_uris?, is_enabled?, may_use_device?}` → the application; the first one where none is named |
//! | `POST /_sandbox/openid/revoke` | `{}`: no refresh token is good any more |
//! | `POST /_sandbox/developer_keys` | `{key?, is_blocked}`: of the first key where none is named |
//! | `POST /_sandbox/answers` | `{style: full\|lean}`: JSON answers of the `lean` style hold no more than the documentation promises, and fields and values that nobody knows |
//! | `POST /_sandbox/organizations` | `{box, sociability?, has_subscription?}` |
//! | `POST /_sandbox/organizations/answering` | `{box, manner: waits\|receipts\|signs\|refuses, after_minutes}` → the switch: what a counterparty does by itself, so many minutes of the world's clock after a document or a proposal to revoke came |
//! | `POST /_sandbox/organizations/owner` | `{box, departments?, liquidation_date?, has_certificate?, switched_off_versions?, may_not_send?, universal_messages_start?, roaming_operator?, asks_title_receipts?, owes_amendment_receipts?}` → what the service says of the owner; `universal_messages_start` is `ГГГГ-ММ-ДД`, `roaming_operator` one of `2AL`, `2AE`, `2BK` |
//!
//! Of F.Doc, under `/_sandbox/fdoc`; the clock is the same:
//!
//! | Call | Order → answer |
//! |---|---|
//! | `GET /sms`, `GET /mail` | → `{messages: [{to, at, text, link, code, purpose, document_id}]}`; letters have `subject` and no link |
//! | `GET /state` | → switches, organizations with keys and people, consents, documents, cursor |
//! | `POST /faults`, `GET`, `DELETE` | as above; `method` is `create`, `changes`, `login` and so on, see `fdoc::wire::Operation` |
//! | `POST /ways` | `{path_tokens?: per_client\|per_message, may_annul_signed?, sms_host?}` → all switches |
//! | `POST /client/{phone}/consent-all` | `{inn?}`: signs every consent that waits |
//! | `POST /client/{phone}/sign-all`, `…/decline-all` | `{inn?}` → `{documents}`: of every document that waits |
//! | `POST /documents/status` | `{document_id, code, name}`: words that nobody knows |
//! | `POST /organizations` | `{inn, kpp?, is_blocked?, rotate_key?}` → `{api_key, is_blocked}` |
//! | `POST /sessions/expire` | `{}`: every employee has to log in again |
//! | `POST /reset` | `{seed?}`: the books begin anew; ids, codes and passwords follow from the seed |
//!
//! Misfortunes (`kind`), for the next `count` calls of `method` (`PostMessage`; `*` for any):
//! `accepted_then_timeout {hang_ms?}` takes effect, then the line is cut without an answer; `drop` cuts it before any effect;
//! `status {status, retry_after?, text?}`; `sunset {date, link?}` works and announces the end of the method; `slow {ms}`; `garbled` takes effect and answers rubbish;
//! `equal_timestamps {page?, neighbours?}` strikes the next `GetNewEvents` page that has more behind it;
//! Signatures that come in are verified: the document, the signer's organisation against the box, the chain up to
//! [`Options::roots`]. A bad one is told by events, as the service does, never by the answer to the posting.
//! `cursor_expired`, `out_of_order`, `duplicated` strike the next page of F.Doc's `changes`.
//! `not_delivered {text?}` strikes the next `PostMessage` that is accepted: its sender is told that it did not arrive.
//! `bad_signature` strikes the next `PostMessage` or `PostMessagePatch` that is accepted.
//!
//! # Who may call
//! Only this machine: the listener is bound to loopback, the `Host` header must name it, a foreign `Origin` is turned away, forms carry
//! a token of their page.
#![forbid(unsafe_code)]

pub mod clock;
pub mod control;
mod describe;
pub mod diadoc;
pub mod fault;
pub mod fdoc;
mod hub;
pub mod journal;
mod line;
pub mod openid;
pub mod world;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use clock::Delays;
use diadoc::books::{Books, Record};
use diadoc::cloud::Cloud;
pub use diadoc::keys::CloudKey;
use diadoc::keys::PartyKeys;
use hub::Hub;
use line::{Exchange, Line};
use signature::certificate::Certificate;
use world::OwnerFacts;

/// A request with a document of 70 MB in base64, and some room.
const LARGEST_REQUEST_BYTES: usize = 100 * 1024 * 1024;
/// How long a stopping sandbox waits for calls that are under way.
const FAREWELL: Duration = Duration::from_secs(2);

/// How to start a sandbox.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Port on loopback; 0 for any free one.
    pub port: u16,
    /// Folder in which the world outlives the process; none for a world in memory.
    pub state: Option<PathBuf>,
    /// How long things take; what the world already has (or the usual) if absent.
    pub delays: Option<Delays>,
    /// Authorities, DER, whose certificates the operator believes. Without them only its own test signature is good.
    pub roots: Vec<Vec<u8>>,
    /// Keys that the operator keeps for people of the organisations that their certificates name.
    pub cloud_keys: Vec<CloudKey>,
    /// Keys of counterparties, found by the organisations that their certificates name: what such a one sends is signed
    /// with it.
    pub party_keys: Vec<CloudKey>,
}

/// A running sandbox. Dropping it stops it without a farewell.
#[derive(Debug)]
pub struct Sandbox {
    hub: Arc<Hub>,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Sandbox {
    /// Opens the world and starts to answer on a task of the current runtime.
    ///
    /// Fails when the port is taken, or when the state folder cannot be read or written or is used by another sandbox
    /// (`WouldBlock`).
    pub async fn start(options: Options) -> io::Result<Self> {
        let mut books = Books::open(options.state.as_deref(), world::example())?;
        books.keys = PartyKeys::of(&options.party_keys)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        if let Some(delays) = options.delays {
            books.commit(vec![Record::Delays(delays)])?;
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let roots = options.roots.iter().map(|der| {
            Certificate::from_der(der).map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))
        });
        let roots = roots.collect::<Result<_, _>>()?;
        let cloud = Cloud::of(&options.cloud_keys)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let folder = options.state.as_deref().map(|state| state.join("fdoc"));
        let desk = fdoc::Desk::open(folder.as_deref(), &books.state.world)?;
        let hub = Arc::new(Hub::new(books, desk, listener.local_addr()?, roots, cloud));
        let service = router(hub.clone()).into_make_service_with_connect_info::<Line>();
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(async move {
            let farewell = async {
                // A dropped sender stops the sandbox as well.
                let _ = stopped.await;
            };
            let served = axum::serve(Exchange(listener), service).with_graceful_shutdown(farewell);
            if let Err(error) = served.await {
                tracing::error!(%error, "the sandbox stopped listening");
            }
        });
        let stop = Some(stop);
        Ok(Self { hub, stop, task })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.hub.address
    }

    /// Lets every box for which no day was chosen answer formal documents with universal messages alone from this day on,
    /// `ГГГГ-ММ-ДД`, and with both documents until then. Fails when the world cannot be written.
    pub fn begin_transition(&self, day: &str) -> io::Result<()> {
        let begun = self.hub.with(|books| {
            let owners = books.state.world.organizations.iter();
            let undecided = owners.filter(|owner| owner.facts.universal_messages_start.is_empty());
            let records = undecided.map(|owner| Record::Owner {
                box_id: owner.box_id,
                facts: Box::new(OwnerFacts {
                    universal_messages_start: day.to_owned(),
                    ..owner.facts.clone()
                }),
            });
            let records = records.collect();
            books.commit(records)?;
            Ok(())
        });
        begun.map_err(|refusal| io::Error::other(refusal.text))
    }

    /// Everything needed to use it: addresses, organisations, users, keys, cabinets, control address.
    pub fn describe(&self) -> serde_json::Value {
        describe::describe(&self.hub).unwrap_or_default()
    }

    /// Stops it: calls under way are finished, but nobody is waited for longer than two seconds.
    pub async fn shutdown(mut self) {
        if let Some(stop) = self.stop.take() {
            // Nobody listens any more: it has stopped already.
            let _ = stop.send(());
        }
        if tokio::time::timeout(FAREWELL, &mut self.task).await.is_err() {
            tracing::debug!("calls were still under way");
            self.task.abort();
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.hub.close();
        self.task.abort();
    }
}

fn router(hub: Arc<Hub>) -> Router {
    Router::new()
        .merge(control::routes())
        .merge(diadoc::pages::routes())
        .merge(openid::routes())
        .merge(fdoc::routes())
        .fallback(diadoc::serve)
        .layer(DefaultBodyLimit::max(LARGEST_REQUEST_BYTES))
        .layer(middleware::from_fn_with_state(hub.clone(), guard))
        .with_state(hub)
}

async fn guard(State(hub): State<Arc<Hub>>, request: Request, next: Next) -> Response {
    if hub.is_welcome(request.headers()) {
        return next.run(request).await;
    }
    let text =
        "Песочница отвечает только программам этого компьютера по адресу, который она назвала при запуске.";
    (StatusCode::FORBIDDEN, text).into_response()
}
