//! Knocking at an operator's door before anything is saved: with what was typed, with what a log-in brought, or as the
//! connection that is there already.

use std::sync::Arc;

use connect::edo::log_in::{LOG_IN, LogInKind};
use connect::edo::{Credentials, EdoProvider, Operator};
use domain::EdoBox;
use jiff::{SignedDuration, Timestamp};
use store::{Connection, ConnectionLogIn};

use super::log_ins::{LogInId, Logged};
use super::{ConnectRequest, no_boxes, not_found};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Engine, Result, providers};

/// Clocks that differ less trouble nobody.
const TOLERATED_SKEW: SignedDuration = SignedDuration::from_mins(5);

/// The operator has let us in.
pub(super) struct Knocked {
    pub(super) request: ConnectRequest,
    pub(super) operator: &'static Operator,
    pub(super) address: String,
    /// What is to be kept; `None` where nothing changed.
    pub(super) credentials: Option<Credentials>,
    pub(super) chosen: ConnectionLogIn,
    pub(super) boxes: Vec<EdoBox>,
}

impl Engine {
    /// Opens the door. A log-in that is over has done so already.
    pub(super) async fn knock(&self, request: ConnectRequest, log_in: Option<LogInId>) -> Result<Knocked> {
        if let Some(id) = log_in {
            let logged = self.inner.log_ins.logged(id)?;
            return self.blocking(move |_| after_log_in(request, logged)).await;
        }
        let (mut knocked, client) = self.blocking(move |inner| prepared(inner, request)).await?;
        let boxes = client.my_boxes().await;
        let skew = self.inner.clock_skew(client.service_time());
        knocked.boxes = boxes.map_err(|error| Error::at_the_door(error, skew))?;
        if knocked.boxes.is_empty() {
            return Err(no_boxes(knocked.operator));
        }
        Ok(knocked)
    }
}

impl Inner {
    /// By how much the clock of this computer is ahead of the operator's, where that matters.
    pub(crate) fn clock_skew(&self, told: Option<Timestamp>) -> Option<SignedDuration> {
        skew(self.now(), told?)
    }
}

/// By how much `now` is ahead of what the operator's clock says, where that matters.
pub(super) fn skew(now: Timestamp, told: Timestamp) -> Option<SignedDuration> {
    let skew = now.duration_since(told);
    (skew.abs() > TOLERATED_SKEW).then_some(skew)
}

/// What was typed, or nothing where it is the operator's own address: then the connection follows the operator.
pub(super) fn own_address(typed: Option<&str>, operator: &Operator) -> String {
    let typed = typed.map_or("", str::trim);
    if typed == operator.default_address {
        ""
    } else {
        typed
    }
    .to_owned()
}

/// The connection to change and how it gets in, its way named in full.
pub(super) fn before(
    inner: &Inner,
    id: Option<domain::ConnectionId>,
    operator: &Operator,
) -> Result<Option<(Connection, ConnectionLogIn)>> {
    let Some(id) = id else {
        return Ok(None);
    };
    inner.read(|r| {
        let connection = r.connection(id)?.ok_or_else(not_found)?;
        let mut log_in = r.connection_log_in(id)?;
        if let Some(way) = operator.log_in(&log_in.log_in) {
            way.id.clone_into(&mut log_in.log_in);
        }
        Ok(Some((connection, log_in)))
    })
}

/// The way in that was asked for, else the one that the connection has, else the usual one.
pub(super) fn way(
    operator: &Operator,
    typed: &Credentials,
    before: Option<&ConnectionLogIn>,
) -> Result<&'static connect::edo::log_in::LogIn> {
    let asked = typed.get(LOG_IN).map(|id| id.expose().to_owned());
    let id = asked
        .or_else(|| before.map(|log_in| log_in.log_in.clone()))
        .unwrap_or_default();
    operator.log_in(&id).ok_or_else(|| {
        Error::new(
            Code::LogInWay,
            "Этот оператор не знает такого способа входа. Ничего не изменено. Выберите другой способ.",
        )
    })
}

fn prepared(inner: &Inner, request: ConnectRequest) -> Result<(Knocked, Arc<dyn EdoProvider>)> {
    let operator = inner.known_operator(&request.operator)?;
    let before = before(inner, request.id, operator)?;
    let way = way(
        operator,
        &request.credentials,
        before.as_ref().map(|(_, log_in)| log_in),
    )?;
    let before = before.filter(|(_, log_in)| log_in.log_in == way.id);
    let address = own_address(request.address.as_deref(), operator);
    if way.kind == LogInKind::Typed {
        let kept = match &before {
            Some((connection, _)) => inner.credentials(connection.id, operator, way.id)?,
            None => Credentials::new(),
        };
        let credentials = providers::completed(kept, request.credentials.clone());
        // Nothing comes by itself where everything is typed.
        let keep = Arc::new(|_: &str, _: &connect::Secret| Ok(()));
        let client = providers::open(operator, &address, credentials.clone(), keep)?;
        let chosen = ConnectionLogIn {
            log_in: way.id.to_owned(),
            ..ConnectionLogIn::default()
        };
        let knocked = Knocked {
            request,
            operator,
            address,
            credentials: Some(credentials),
            chosen,
            boxes: Vec::new(),
        };
        return Ok((knocked, client));
    }
    // Everything else needs a person, or is as it was: then the client at work knocks, so that nothing is renewed twice.
    let is_same = request
        .credentials
        .iter()
        .all(|(name, value)| name == LOG_IN || value.expose().trim().is_empty());
    let (connection, chosen) = before
        .filter(|(connection, _)| is_same && connection.address == address)
        .ok_or_else(log_in_first)?;
    let client = inner.provider(&connection)?;
    let knocked = Knocked {
        request,
        operator,
        address,
        credentials: None,
        chosen,
        boxes: Vec::new(),
    };
    Ok((knocked, client))
}

fn after_log_in(request: ConnectRequest, logged: Logged) -> Result<Knocked> {
    let asked = own_address(request.address.as_deref(), logged.operator);
    if asked != logged.address
        || request.operator.0 != logged.operator.kind
        || request.id != logged.connection
    {
        return Err(log_in_first());
    }
    Ok(Knocked {
        request,
        operator: logged.operator,
        address: logged.address,
        credentials: Some(logged.credentials),
        chosen: logged.chosen,
        boxes: logged.boxes,
    })
}

fn log_in_first() -> Error {
    Error::new(
        Code::LogInNotDone,
        "С этими данными вход ещё не выполнен. Ничего не сохранено. Нажмите «Войти», дождитесь входа и сохраните \
         подключение.",
    )
}
