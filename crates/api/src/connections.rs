//! `connections.*`: firms' access to operators. What a person types goes in and never comes out.

use std::collections::BTreeMap;

use domain::{ConnectionId, FirmId, OperatorKind};
use engine::{ConnectRequest, ConnectionSettingsChange, ConnectionView, Engine, History};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::log_ins;
use crate::views::{EdoBox, Empty, Id, TypedSecret, instant};

/// Every connection.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Connections {
    pub connections: Vec<Connection>,
}

/// A firm's access to an operator.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Connection {
    pub id: i64,
    pub firm_id: i64,
    /// Stable name of the operator.
    pub operator: String,
    /// Name of the operator for people.
    pub operator_title: String,
    pub address: String,
    pub r#box: EdoBox,
    /// How it fares; `null` before the first attempt.
    pub health: Option<Health>,
    /// The way in: `id` of one of the operator's `log_ins`; `null` where the program does not know it.
    pub log_in: Option<&'static str>,
    /// `id` of the certificate that lets it in, where one does and is in the list.
    pub certificate_id: Option<i64>,
    /// The port to which the browser comes back, where one does.
    pub redirect_port: Option<u16>,
    /// The clocks differ: a Russian sentence.
    pub clock: Option<String>,
    /// A person stopped the exchange then (`schedule.stop`).
    pub stopped_at: Option<String>,
    /// Papers for people go to them at once; otherwise they are left at the operator to be confirmed.
    pub sends_at_once: bool,
    /// Calls of the operator's service are written down (`exchange_log.list`).
    pub keeps_exchange_log: bool,
}

/// How a connection fares.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Health {
    /// `ok`, or the code of what went wrong.
    pub code: String,
    /// A Russian sentence.
    pub text: String,
    pub last_success_at: Option<String>,
    pub next_attempt_at: Option<String>,
}

impl From<ConnectionView> for Connection {
    fn from(view: ConnectionView) -> Self {
        let connection = view.connection;
        Self {
            id: connection.id.0,
            firm_id: connection.firm.0,
            operator: connection.operator.0,
            operator_title: view.operator_title,
            address: connection.address,
            r#box: connection.edo_box.into(),
            health: view.health.map(|health| Health {
                code: health.code,
                text: health.text,
                last_success_at: instant(health.last_success_at),
                next_attempt_at: instant(health.next_attempt_at),
            }),
            log_in: view.log_in.map(|way| way.id),
            certificate_id: view.certificate.map(|certificate| certificate.0),
            redirect_port: view.redirect_port,
            clock: view.clock,
            stopped_at: instant(view.stopped_at),
            sends_at_once: view.settings.sends_at_once,
            keeps_exchange_log: view.settings.keeps_exchange_log,
        }
    }
}

/// What was typed, to be tried and not kept.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct TestConnection {
    /// The connection as it is; nothing has to be typed then.
    pub id: Option<i64>,
    pub operator: String,
    /// The operator's own address when absent or blank.
    pub address: Option<String>,
    pub credentials: BTreeMap<String, TypedSecret>,
}

/// The boxes that the credentials open.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Boxes {
    pub boxes: Vec<EdoBox>,
}

/// A connection to be made or changed.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct SaveConnection {
    /// The connection to change; a new one when absent.
    pub id: Option<i64>,
    /// Found by the owner of the box, or made, when absent.
    pub firm_id: Option<i64>,
    pub operator: String,
    /// The operator's own address when absent or blank.
    pub address: Option<String>,
    /// Needed only where the credentials open several boxes.
    pub box_id: Option<String>,
    /// Of a connection to change, empty or absent fields stay as they were.
    pub credentials: BTreeMap<String, TypedSecret>,
    /// Of a new connection, how much of what the box holds already is read: a day (`YYYY-MM-DD`) from which on, or `all`;
    /// the last thirty days when absent.
    pub history_from: Option<String>,
    /// A finished log-in (`log_in.begin`) with the same operator and address; its fields count then.
    pub log_in: Option<i64>,
}

/// What is chosen for a connection beside its schedule; what is absent stays.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct SetConnection {
    pub id: i64,
    pub sends_at_once: Option<bool>,
    pub keeps_exchange_log: Option<bool>,
}

/// A connection that works.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub(crate) struct SavedConnection {
    pub id: i64,
    pub firm_id: i64,
}

pub(crate) async fn list(engine: &Engine, _: Empty) -> Result<Connections, Failure> {
    let views = engine.connections().await?;
    Ok(Connections {
        connections: views.into_iter().map(Connection::from).collect(),
    })
}

pub(crate) async fn test(engine: &Engine, request: TestConnection) -> Result<Boxes, Failure> {
    let boxes = engine
        .test_connection(ConnectRequest {
            id: request.id.map(ConnectionId),
            firm: None,
            operator: OperatorKind(request.operator),
            address: request.address,
            box_id: None,
            credentials: exposed(request.credentials),
            history: History::default(),
        })
        .await?;
    Ok(Boxes {
        boxes: boxes.into_iter().map(EdoBox::from).collect(),
    })
}

pub(crate) async fn save(engine: &Engine, request: SaveConnection) -> Result<SavedConnection, Failure> {
    let log_in = request.log_in.map(log_ins::number);
    let request = ConnectRequest {
        id: request.id.map(ConnectionId),
        firm: request.firm_id.map(FirmId),
        operator: OperatorKind(request.operator),
        address: request.address,
        box_id: request.box_id,
        credentials: exposed(request.credentials),
        history: history(request.history_from.as_deref())?,
    };
    let connected = match log_in {
        Some(log_in) => engine.connect_after_log_in(request, log_in).await?,
        None => engine.connect(request).await?,
    };
    Ok(SavedConnection {
        id: connected.connection.0,
        firm_id: connected.firm.0,
    })
}

pub(crate) async fn remove(engine: &Engine, request: Id) -> Result<Empty, Failure> {
    engine.remove_connection(ConnectionId(request.id)).await?;
    Ok(Empty {})
}

pub(crate) async fn set(engine: &Engine, request: SetConnection) -> Result<Empty, Failure> {
    let change = ConnectionSettingsChange {
        sends_at_once: request.sends_at_once,
        keeps_exchange_log: request.keeps_exchange_log,
    };
    engine
        .change_connection_settings(ConnectionId(request.id), change)
        .await?;
    Ok(Empty {})
}

fn history(from: Option<&str>) -> Result<History, Failure> {
    match from {
        None => Ok(History::Month),
        Some("all") => Ok(History::Whole),
        Some(day) => day.parse().map(History::Since).map_err(|_| {
            Failure::bad_request(
                "connections.save",
                "history_from",
                "нужен день вида 2026-11-21 или слово all",
            )
        }),
    }
}

pub(crate) fn exposed(credentials: BTreeMap<String, TypedSecret>) -> BTreeMap<String, engine::ports::Secret> {
    credentials
        .into_iter()
        .map(|(field, typed)| (field, typed.0))
        .collect()
}
