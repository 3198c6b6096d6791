//! Log-ins in which a person takes part: in the browser, by a short code, by a key.
//!
//! One at a time: a new one ends the one before, so that the port to which the browser comes back is free. What a log-in
//! brought stays in memory until the connection is saved. `steps` does what is done meanwhile.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use connect::edo::log_in::{LOG_IN, LogInKind};
use connect::edo::{Credentials, Operator};
use domain::{ConnectionId, EdoBox, OperatorKind};
use jiff::Timestamp;
use store::{CertificateId, ConnectionLogIn, KeptCertificate};
use tokio::task::JoinHandle;

use super::door;
use super::steps::{self, Plan, Steps};
use crate::changes::Change;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Engine, Result, providers};

/// The port to which the browser comes back, unless a person chose another.
pub const USUAL_REDIRECT_PORT: u16 = 47_321;
/// The paths there.
pub(super) const LOG_IN_PATH: &str = "/edo/login";
pub(super) const LOG_OUT_PATH: &str = "/edo/logout";

/// A log-in; new numbers at every start of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LogInId(pub u64);

/// What a person chose.
#[derive(Debug, Clone)]
pub struct LogInRequest {
    /// The connection that is to be let in again; `None` for a new one.
    pub connection: Option<ConnectionId>,
    /// Which operator.
    pub operator: OperatorKind,
    /// Where the service lives; `None` or blank for the operator's own address.
    pub address: Option<String>,
    /// What was typed, the way in under `log_in`. For a connection that exists, absent fields stay as they were.
    pub credentials: Credentials,
    /// With which certificate, where the way wants one; `None` for the one of the connection.
    pub certificate: Option<CertificateId>,
    /// To which port the browser comes back; `None` for that of the connection, else the usual one.
    pub redirect_port: Option<u16>,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogInState {
    /// The operator is asked.
    Preparing,
    /// The page is to be opened, and the browser has not come back.
    WaitingForBrowser,
    /// The code is to be typed.
    WaitingForCode,
    /// The key is opened; a PIN may be asked for.
    OpeningKey,
    /// Let in; the boxes are read.
    Checking,
    /// Done.
    Done,
    /// Over, and why.
    Failed,
    /// A person gave it up.
    Cancelled,
}

impl LogInState {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Preparing => "preparing",
            Self::WaitingForBrowser => "waiting_for_browser",
            Self::WaitingForCode => "waiting_for_code",
            Self::OpeningKey => "opening_key",
            Self::Checking => "checking",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// A log-in as a person sees it.
#[derive(Debug, Clone)]
pub struct LogInView {
    /// Its number.
    pub id: LogInId,
    /// The way in.
    pub log_in: &'static str,
    /// How far it is.
    pub state: LogInState,
    /// The page to open.
    pub page: Option<String>,
    /// The code to type there.
    pub user_code: Option<String>,
    /// Until when the person may come.
    pub until: Option<Timestamp>,
    /// The browser cannot come back, so a code is asked for instead.
    pub is_port_taken: bool,
    /// The boxes that are open now.
    pub boxes: Vec<EdoBox>,
    /// Why it failed.
    pub error: Option<Error>,
}

/// What a finished log-in is good for.
pub(super) struct Logged {
    pub(super) connection: Option<ConnectionId>,
    pub(super) operator: &'static Operator,
    pub(super) address: String,
    pub(super) credentials: Credentials,
    pub(super) chosen: ConnectionLogIn,
    pub(super) boxes: Vec<EdoBox>,
}

pub(super) struct Running {
    pub(super) view: LogInView,
    connection: Option<ConnectionId>,
    operator: &'static Operator,
    address: String,
    chosen: ConnectionLogIn,
    /// Changes by itself while the boxes are read.
    credentials: Arc<Mutex<Credentials>>,
    given_up: Arc<AtomicBool>,
    task: Option<JoinHandle<()>>,
}

#[derive(Default)]
pub(super) struct Board {
    last: u64,
    running: BTreeMap<LogInId, Running>,
    /// Waits for a browser that logs out, and the page that it logs out at.
    farewell: Option<(String, JoinHandle<()>)>,
}

impl Board {
    pub(super) fn change(&mut self, id: LogInId, change: impl FnOnce(&mut LogInView)) {
        if let Some(running) = self.running.get_mut(&id)
            && !running.view.state.is_over()
        {
            change(&mut running.view);
        }
    }

    /// Ends what is under way; whoever wants the port waits for these.
    fn end(&mut self) -> Vec<JoinHandle<()>> {
        let mut ended: Vec<_> = self.farewell.take().map(|(_, task)| task).into_iter().collect();
        for running in self.running.values_mut() {
            running.given_up.store(true, Ordering::SeqCst);
            if !running.view.state.is_over() {
                running.view.state = LogInState::Cancelled;
            }
            ended.extend(running.task.take());
        }
        for task in &ended {
            task.abort();
        }
        ended
    }
}

/// All log-ins. Dropped with the engine, it ends them.
#[derive(Default)]
pub(crate) struct LogIns(Arc<Mutex<Board>>);

impl LogIns {
    fn board(&self) -> MutexGuard<'_, Board> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What it is good for. `log_in_over`, `log_in_not_done`.
    pub(super) fn logged(&self, id: LogInId) -> Result<Logged> {
        let board = self.board();
        let running = board.running.get(&id).ok_or_else(over)?;
        if running.view.state != LogInState::Done {
            return Err(not_done());
        }
        let credentials = running.credentials.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Logged {
            connection: running.connection,
            operator: running.operator,
            address: running.address.clone(),
            credentials: credentials.clone(),
            chosen: running.chosen.clone(),
            boxes: running.view.boxes.clone(),
        })
    }

    /// What it brought is kept elsewhere now.
    pub(super) fn forget(&self, id: LogInId) {
        self.board().running.remove(&id);
    }
}

impl Drop for LogIns {
    fn drop(&mut self) {
        drop(self.board().end());
    }
}

struct Prepared {
    operator: &'static Operator,
    address: String,
    credentials: Credentials,
    chosen: ConnectionLogIn,
    kind: LogInKind,
    way: &'static str,
    plan: Plan,
    entrance: Arc<dyn connect::edo::log_in::Entrance>,
}

impl Engine {
    /// Begins a log-in and ends the one before. `log_in_way`, `bad_port`, `certificate_not_found`, `bad_address`,
    /// `unauthorized` where a field is missing.
    pub async fn begin_log_in(&self, request: LogInRequest) -> Result<LogInView> {
        let connection = request.connection;
        let prepared = self.blocking(move |inner| prepared(inner, request)).await?;
        let ended = self.inner.log_ins.board().end();
        for task in ended {
            drop(task.await);
        }
        let credentials = Arc::new(Mutex::new(prepared.credentials));
        let given_up = Arc::new(AtomicBool::new(false));
        let mut board = self.inner.log_ins.board();
        board.running.clear();
        board.last += 1;
        let id = LogInId(board.last);
        let view = LogInView {
            id,
            log_in: prepared.way,
            state: LogInState::Preparing,
            page: None,
            user_code: None,
            until: None,
            is_port_taken: false,
            boxes: Vec::new(),
            error: None,
        };
        let steps = Steps {
            id,
            board: Arc::clone(&self.inner.log_ins.0),
            entrance: prepared.entrance,
            operator: prepared.operator,
            address: prepared.address.clone(),
            credentials: Arc::clone(&credentials),
            ports: self.inner.ports.clone(),
            pins: Arc::clone(&self.inner.pins),
            given_up: Arc::clone(&given_up),
        };
        tracing::info!(
            log_in = id.0,
            way = prepared.way,
            kind = prepared.kind.as_str(),
            "a log-in begins"
        );
        let running = Running {
            view: view.clone(),
            connection,
            operator: prepared.operator,
            address: prepared.address,
            chosen: prepared.chosen,
            credentials,
            given_up,
            task: Some(tokio::spawn(steps::run(steps, prepared.plan))),
        };
        board.running.insert(id, running);
        Ok(view)
    }

    /// How far a log-in is. `log_in_over`.
    pub fn log_in(&self, id: LogInId) -> Result<LogInView> {
        let board = self.inner.log_ins.board();
        let running = board.running.get(&id).ok_or_else(over)?;
        Ok(running.view.clone())
    }

    /// Gives a log-in up; no error when it is over.
    pub async fn cancel_log_in(&self, id: LogInId) {
        let ended = {
            let mut board = self.inner.log_ins.board();
            if board.running.contains_key(&id) {
                board.end()
            } else {
                Vec::new()
            }
        };
        for task in ended {
            drop(task.await);
        }
    }

    /// Logs a connection out: what the log-in brought is taken back at the operator, as far as that can be reached, and
    /// forgotten here. The page that ends the log-in of the browser too, where there is one. `connection_not_found`,
    /// `log_in_way`.
    pub async fn log_out(&self, id: ConnectionId) -> Result<Option<String>> {
        let (entrance, credentials, port) = self.blocking(move |inner| leaving(inner, id)).await?;
        let back = address(port, LOG_OUT_PATH);
        let page = entrance.leave(&credentials, &back).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the operator did not take the log-in back; it is forgotten here");
            None
        });
        self.blocking(move |inner| left(inner, id)).await?;
        self.inner.changes.tell(&Change::connection(id));
        if let Some(page) = page.clone() {
            let ended = self.inner.log_ins.board().end();
            for task in ended {
                drop(task.await);
            }
            self.inner.log_ins.board().farewell = Some((page, tokio::spawn(steps::farewell(port))));
        }
        Ok(page)
    }

    /// Is this a page that a log-in under way wants to be opened? No other page of an operator is opened.
    pub fn is_log_in_page(&self, url: &str) -> bool {
        let board = self.inner.log_ins.board();
        let of_log_in = board
            .running
            .values()
            .any(|running| running.view.page.as_deref() == Some(url));
        of_log_in || board.farewell.as_ref().is_some_and(|(page, _)| page == url)
    }
}

/// `http://127.0.0.1:47321/edo/login`, letter for letter as the operator knows it.
pub(super) fn address(port: u16, path: &str) -> String {
    format!("http://127.0.0.1:{port}{path}")
}

/// The addresses to register at the operator for this port: after the log-in, after the log-out.
pub fn redirect_addresses(port: u16) -> (String, String) {
    (address(port, LOG_IN_PATH), address(port, LOG_OUT_PATH))
}

fn prepared(inner: &Inner, request: LogInRequest) -> Result<Prepared> {
    let operator = inner.known_operator(&request.operator)?;
    let before = door::before(inner, request.connection, operator)?;
    let kept = before.as_ref().map(|(_, log_in)| log_in);
    let way = door::way(operator, &request.credentials, kept)?;
    let port = request
        .redirect_port
        .or(kept.and_then(|kept| kept.redirect_port))
        .unwrap_or(USUAL_REDIRECT_PORT);
    let certificate = chosen_certificate(inner, &request, kept)?;
    let plan = match way.kind {
        LogInKind::Typed => return Err(no_log_in()),
        LogInKind::Certificate => {
            Plan::Certificate(Box::new(certificate.clone().ok_or_else(no_certificate)?))
        }
        LogInKind::Browser if port < 1_024 => return Err(bad_port()),
        LogInKind::Browser => Plan::Browser(port),
        LogInKind::Device => Plan::Device,
    };
    let mut credentials = match &before {
        Some((connection, log_in)) => inner.credentials(connection.id, operator, &log_in.log_in)?,
        None => Credentials::new(),
    };
    // What an earlier log-in brought has no part in this one.
    credentials.retain(|name, _| !operator.brought_fields.contains(&name.as_str()));
    let mut credentials = providers::completed(credentials, request.credentials);
    credentials.insert(LOG_IN.to_owned(), connect::Secret::new(way.id));
    let fields = providers::fields_of(operator, way.id);
    credentials.retain(|name, _| name == LOG_IN || fields.contains(&name.as_str()));
    let address = door::own_address(request.address.as_deref(), operator);
    Ok(Prepared {
        entrance: providers::entrance(operator, &address, &credentials)?,
        operator,
        address,
        credentials,
        chosen: ConnectionLogIn {
            log_in: way.id.to_owned(),
            certificate: certificate
                .filter(|_| way.kind == LogInKind::Certificate)
                .map(|kept| kept.seen.thumbprint),
            redirect_port: (way.kind == LogInKind::Browser).then_some(port),
        },
        kind: way.kind,
        way: way.id,
        plan,
    })
}

fn chosen_certificate(
    inner: &Inner,
    request: &LogInRequest,
    kept: Option<&ConnectionLogIn>,
) -> Result<Option<KeptCertificate>> {
    if let Some(id) = request.certificate {
        return inner.read(|r| crate::certificates::known(r, id)).map(Some);
    }
    let Some(thumbprint) = kept.and_then(|kept| kept.certificate) else {
        return Ok(None);
    };
    let all = inner.read(|r| Ok(r.certificates()?))?;
    Ok(all.into_iter().find(|one| one.seen.thumbprint == thumbprint))
}

type Leaving = (Arc<dyn connect::edo::log_in::Entrance>, Credentials, u16);

fn leaving(inner: &Inner, id: ConnectionId) -> Result<Leaving> {
    let connection = inner.read(|r| r.connection(id)?.ok_or_else(super::not_found))?;
    let operator = inner.known_operator(&connection.operator)?;
    let log_in = inner.read(|r| Ok(r.connection_log_in(id)?))?;
    let way = operator.log_in(&log_in.log_in);
    if way.is_none_or(|way| way.kind == LogInKind::Typed) {
        return Err(no_log_in());
    }
    let credentials = inner.credentials(id, operator, &log_in.log_in)?;
    let entrance = providers::entrance(operator, &connection.address, &credentials)?;
    Ok((
        entrance,
        credentials,
        log_in.redirect_port.unwrap_or(USUAL_REDIRECT_PORT),
    ))
}

fn left(inner: &Inner, id: ConnectionId) -> Result<()> {
    let connection = inner.read(|r| r.connection(id)?.ok_or_else(super::not_found))?;
    inner.forget_log_in(id, inner.known_operator(&connection.operator)?)?;
    let now = inner.now();
    inner.write(|w| {
        let before = w.health(id)?;
        Ok(w.save_health(&store::Health {
            connection: id,
            code: connect::edo::log_in::code::NEEDED.to_owned(),
            text: "Вы вышли. Документы сохранены. Чтобы обмениваться дальше, нажмите «Войти».".to_owned(),
            last_success_at: before.and_then(|before| before.last_success_at),
            last_attempt_at: Some(now),
            next_attempt_at: None,
            failures: 0,
        })?)
    })
}

fn no_log_in() -> Error {
    Error::new(
        Code::LogInWay,
        "Для этого способа входа ничего делать не нужно: программа входит сама по тому, что указано в подключении. \
         Ничего не изменено.",
    )
}

fn no_certificate() -> Error {
    Error::new(
        Code::Signing("certificate_not_found"),
        "Сертификат для входа не выбран или его нет в списке. Вход не начат. Вставьте токен, обновите список \
         сертификатов и выберите сертификат.",
    )
}

fn bad_port() -> Error {
    Error::new(
        Code::BadPort,
        "Порт для возврата из браузера должен быть от 1024 до 65535. Вход не начат. Исправьте порт.",
    )
}

fn over() -> Error {
    Error::new(
        Code::LogInOver,
        "Этот вход уже завершён или отменён. Ничего не изменено. Начните вход ещё раз.",
    )
}

fn not_done() -> Error {
    Error::new(
        Code::LogInNotDone,
        "Вход ещё не выполнен. Ничего не сохранено. Дождитесь входа и повторите.",
    )
}
