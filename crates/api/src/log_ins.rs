//! `log_in.*`: a person lets a connection in: through the browser, by a short code, by a key. What a log-in brings never
//! comes out.

use std::collections::BTreeMap;

use domain::{ConnectionId, OperatorKind};
use engine::ports::Secret;
use engine::{CertificateId, Engine, LogInId, LogInRequest, LogInView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::{CodedError, Failure};
use crate::views::{EdoBox, Empty, Id, TypedSecret, instant};

/// A log-in to begin.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct BeginLogIn {
    /// The connection that is to be let in again; absent for a new one.
    pub connection_id: Option<i64>,
    pub operator: String,
    /// The operator's own address when absent or blank.
    pub address: Option<String>,
    /// The way in: `id` of one of the operator's `log_ins`; that of the connection when absent.
    pub log_in: Option<String>,
    /// Of a connection that exists, empty or absent fields stay as they were.
    pub credentials: BTreeMap<String, TypedSecret>,
    /// `id` of a certificate, where the way wants one; that of the connection when absent.
    pub certificate_id: Option<i64>,
    /// The port to which the browser comes back.
    pub redirect_port: Option<u16>,
}

/// A log-in.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct OneLogIn {
    pub log_in: LogInProgress,
}

/// How far a log-in is.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct LogInProgress {
    pub id: i64,
    /// The way in.
    pub way: &'static str,
    /// `preparing`, `waiting_for_browser`, `waiting_for_code`, `opening_key`, `checking`, `done`, `failed`, `cancelled`.
    pub state: &'static str,
    /// The page to open in the browser, while it is waited for.
    pub page: Option<String>,
    /// The code to type there.
    pub user_code: Option<String>,
    /// Until when the person may come.
    pub until: Option<String>,
    /// The port to come back to is taken, so a code is asked for instead.
    pub is_port_taken: bool,
    /// The boxes that are open, when it is done.
    pub boxes: Vec<EdoBox>,
    /// Why it failed.
    pub error: Option<CodedError>,
}

impl From<LogInView> for OneLogIn {
    fn from(view: LogInView) -> Self {
        Self {
            log_in: LogInProgress {
                id: i64::try_from(view.id.0).unwrap_or(i64::MAX),
                way: view.log_in,
                state: view.state.as_str(),
                page: view.page,
                user_code: view.user_code,
                until: instant(view.until),
                is_port_taken: view.is_port_taken,
                boxes: view.boxes.into_iter().map(EdoBox::from).collect(),
                error: view.error.map(CodedError::from),
            },
        }
    }
}

/// A connection was logged out.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct LoggedOut {
    /// The page that ends the log-in of the browser too; `null` where there is none.
    pub page: Option<String>,
}

/// A number of the contract as the engine counts.
pub(crate) fn number(id: i64) -> LogInId {
    LogInId(u64::try_from(id).unwrap_or(0))
}

pub(crate) async fn begin(engine: &Engine, request: BeginLogIn) -> Result<OneLogIn, Failure> {
    let mut credentials: BTreeMap<String, Secret> = (request.credentials.into_iter())
        .map(|(field, typed)| (field, typed.0))
        .collect();
    if let Some(way) = request.log_in {
        credentials.insert("log_in".to_owned(), Secret::new(way));
    }
    let begun = engine
        .begin_log_in(LogInRequest {
            connection: request.connection_id.map(ConnectionId),
            operator: OperatorKind(request.operator),
            address: request.address,
            credentials,
            certificate: request.certificate_id.map(CertificateId),
            redirect_port: request.redirect_port,
        })
        .await?;
    Ok(begun.into())
}

#[allow(clippy::unused_async, reason = "all handlers have one form")]
pub(crate) async fn get(engine: &Engine, request: Id) -> Result<OneLogIn, Failure> {
    Ok(engine.log_in(number(request.id))?.into())
}

pub(crate) async fn cancel(engine: &Engine, request: Id) -> Result<Empty, Failure> {
    engine.cancel_log_in(number(request.id)).await;
    Ok(Empty {})
}

pub(crate) async fn out(engine: &Engine, request: Id) -> Result<LoggedOut, Failure> {
    Ok(LoggedOut {
        page: engine.log_out(ConnectionId(request.id)).await?,
    })
}
