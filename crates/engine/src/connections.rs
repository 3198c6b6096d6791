//! Connections: a firm's access to an operator.
//!
//! Nothing is saved before the operator has let us in once. Passwords and keys go to the keystore inside the same
//! transaction that saves the row: if the keystore refuses, there is no row.

mod door;
mod log_ins;
mod steps;

pub(crate) use log_ins::LogIns;
pub use log_ins::{LogInId, LogInRequest, LogInState, LogInView, USUAL_REDIRECT_PORT, redirect_addresses};

use connect::edo::log_in::LogIn;
use connect::edo::{Credentials, Operator};
use domain::{ConnectionId, EdoBox, FirmId, OperatorKind, Party};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use store::{CertificateId, Connection, ConnectionSettings, Health, NewConnection, Writer};

use crate::changes::Change;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::firms::matching_firm;
use crate::{Engine, Result, words};
use door::Knocked;

/// How much of what a box holds already is to be read at the first connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum History {
    /// The last thirty days.
    #[default]
    Month,
    /// From this day on.
    Since(Date),
    /// Everything there ever was.
    Whole,
}

/// What [`History::Month`] reads.
const DAYS_OF_MONTH: i64 = 30;

impl History {
    /// Where the feed begins, if it does not at its very beginning.
    fn begins_at(self, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Whole => None,
            Self::Month => now
                .checked_sub(SignedDuration::from_hours(24 * DAYS_OF_MONTH))
                .ok(),
            Self::Since(day) => day
                .to_zoned(TimeZone::system())
                .ok()
                .map(|start| start.timestamp()),
        }
    }
}

/// What a person filled in to connect a firm to an operator.
#[derive(Debug, Clone)]
pub struct ConnectRequest {
    /// The connection to change; `None` makes a new one.
    pub id: Option<ConnectionId>,
    /// The firm; `None` finds it by the owner of the box, or makes it.
    pub firm: Option<FirmId>,
    /// Which operator.
    pub operator: OperatorKind,
    /// Where the service lives; `None` or blank for the operator's own address.
    pub address: Option<String>,
    /// Which box, where the credentials open several.
    pub box_id: Option<String>,
    /// What was typed. For a connection to change, empty or absent fields stay as they were.
    pub credentials: Credentials,
    /// Of a new connection: what of the past is to be read.
    pub history: History,
}

/// A connection that works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connected {
    /// The connection.
    pub connection: ConnectionId,
    /// Its firm.
    pub firm: FirmId,
}

/// A connection and how it fares.
#[derive(Debug, Clone)]
pub struct ConnectionView {
    /// The connection.
    pub connection: Connection,
    /// The operator's name for people; its stable name if this program does not know it.
    pub operator_title: String,
    /// The last word about it; `None` before the first attempt.
    pub health: Option<Health>,
    /// How it gets in; `None` where the program does not know the operator or the way.
    pub log_in: Option<&'static LogIn>,
    /// With which certificate, where one lets it in and is in the list.
    pub certificate: Option<CertificateId>,
    /// To which port the browser comes back, where a person chose one.
    pub redirect_port: Option<u16>,
    /// The clocks differ: a sentence.
    pub clock: Option<String>,
    /// A person stopped the exchange then.
    pub stopped_at: Option<Timestamp>,
    /// What was chosen for it beside that.
    pub settings: ConnectionSettings,
}

impl Engine {
    /// Every connection with its health.
    pub async fn connections(&self) -> Result<Vec<ConnectionView>> {
        self.blocking(|inner| {
            inner.read(|r| {
                let certificates = r.certificates()?;
                let views = r.connections()?.into_iter().map(|connection| {
                    let operator = inner.operator(&connection.operator);
                    let chosen = r.connection_log_in(connection.id)?;
                    let told = inner.providers.get(connection.id);
                    let skew = inner.clock_skew(told.and_then(|client| client.service_time()));
                    let certificate = certificates
                        .iter()
                        .find(|kept| Some(kept.seen.thumbprint) == chosen.certificate);
                    Ok(ConnectionView {
                        operator_title: inner.operator_title(&connection.operator),
                        health: r.health(connection.id)?,
                        log_in: operator.and_then(|operator| operator.log_in(&chosen.log_in)),
                        certificate: certificate.map(|kept| kept.id),
                        redirect_port: chosen.redirect_port,
                        clock: skew.map(words::clock_skew),
                        stopped_at: r.connection_schedule(connection.id)?.stopped_at,
                        settings: r.connection_settings(connection.id)?,
                        connection,
                    })
                });
                views.collect()
            })
        })
        .await
    }

    /// The boxes that these credentials open. Saves nothing.
    pub async fn test_connection(&self, request: ConnectRequest) -> Result<Vec<EdoBox>> {
        Ok(self.knock(request, None).await?.boxes)
    }

    /// Tests the credentials, then saves the connection, its secrets and, if need be, its firm.
    pub async fn connect(&self, request: ConnectRequest) -> Result<Connected> {
        self.connect_by(request, None).await
    }

    /// The same with what a finished log-in brought instead of what was typed. `log_in_over`, `log_in_not_done`.
    pub async fn connect_after_log_in(&self, request: ConnectRequest, log_in: LogInId) -> Result<Connected> {
        let connected = self.connect_by(request, Some(log_in)).await?;
        self.inner.log_ins.forget(log_in);
        Ok(connected)
    }

    async fn connect_by(&self, request: ConnectRequest, log_in: Option<LogInId>) -> Result<Connected> {
        let knocked = self.knock(request, log_in).await?;
        let connected = self
            .blocking(move |inner| {
                let now = inner.now();
                let connected = inner.write(|w| {
                    let connected = save(w, &knocked)?;
                    begin_feed(w, connected.connection, &knocked, now)?;
                    w.save_connection_log_in(connected.connection, &knocked.chosen)?;
                    if let Some(credentials) = &knocked.credentials {
                        inner.keep_credentials(connected.connection, knocked.operator, credentials)?;
                    }
                    w.save_health(&Health {
                        connection: connected.connection,
                        code: "ok".to_owned(),
                        text: words::healthy(Some(knocked.operator)),
                        last_success_at: Some(now),
                        last_attempt_at: Some(now),
                        next_attempt_at: None,
                        failures: 0,
                    })?;
                    Ok(connected)
                })?;
                inner.recognise_again()?;
                Ok(connected)
            })
            .await?;
        self.inner.changes.tell(&Change::connection(connected.connection));
        self.inner.lanes.roster.notify_one();
        self.inner.lanes.of(connected.connection).press();
        Ok(connected)
    }

    /// Removes the connection and its secrets. Documents and their history stay. `connection_busy` while documents
    /// are on their way.
    pub async fn remove_connection(&self, id: ConnectionId) -> Result<()> {
        self.blocking(move |inner| {
            let (connection, accesses) = inner.write(|w| {
                let connection = w.connection(id)?.ok_or_else(not_found)?;
                let accesses = w.employee_accesses(id)?;
                w.remove_connection(id).map_err(|error| match error {
                    store::Error::Conflict(_) => busy(),
                    other => other.into(),
                })?;
                Ok((connection, accesses))
            })?;
            let operator = inner.operator(&connection.operator);
            if let Some(operator) = operator {
                for access in accesses {
                    inner.forget_access(id, access.employee, operator);
                }
            }
            inner.forget_credentials(id, operator);
            Ok(())
        })
        .await?;
        self.inner.changes.tell(&Change::connection(id));
        self.inner.lanes.roster.notify_one();
        Ok(())
    }
}

impl Inner {
    pub(crate) fn operator_title(&self, kind: &OperatorKind) -> String {
        self.operator(kind)
            .map_or_else(|| kind.0.clone(), |operator| operator.title.to_owned())
    }
}

/// A box that was connected before goes on where its feed was left.
fn begin_feed(w: &Writer<'_>, id: ConnectionId, knocked: &Knocked, now: Timestamp) -> Result<()> {
    if w.feed_cursor(id)?.is_some() {
        return Ok(());
    }
    match knocked.request.history.begins_at(now) {
        Some(since) => Ok(w.set_feed_cursor(id, &(knocked.operator.feed_since)(since))?),
        None => Ok(()),
    }
}

fn save(w: &Writer<'_>, knocked: &Knocked) -> Result<Connected> {
    let request = &knocked.request;
    let before = match request.id {
        Some(id) => Some(w.connection(id)?.ok_or_else(not_found)?),
        None => None,
    };
    let edo_box = choose_box(w, knocked, before.as_ref())?;
    let twin = w.connections()?.into_iter().find(|other| {
        Some(other.id) != request.id
            && other.operator == request.operator
            && other.address == knocked.address
            && other.edo_box.box_id == edo_box.box_id
    });
    if twin.is_some() {
        return Err(already_connected(&edo_box));
    }
    let firm = match before {
        Some(before) => before.firm,
        None => choose_firm(w, request.firm, &edo_box)?,
    };
    let row = NewConnection {
        firm,
        operator: request.operator.clone(),
        address: knocked.address.clone(),
        edo_box,
    };
    let connection = w.save_connection(request.id, &row)?;
    Ok(Connected { connection, firm })
}

/// The box named, or the one that the connection has, or the only one, or the only one of the firm.
fn choose_box(w: &Writer<'_>, knocked: &Knocked, before: Option<&Connection>) -> Result<EdoBox> {
    let by_id = |id: &str| knocked.boxes.iter().find(|found| found.box_id == id).cloned();
    let wanted = knocked.request.box_id.as_deref();
    if let Some(before) = before {
        let kept = before.edo_box.box_id.as_str();
        if wanted.is_some_and(|wanted| wanted != kept) {
            return Err(box_changed());
        }
        return by_id(kept).ok_or_else(|| box_not_found(&knocked.boxes));
    }
    if let Some(wanted) = wanted {
        return by_id(wanted).ok_or_else(|| box_not_found(&knocked.boxes));
    }
    let mut fitting = knocked.boxes.clone();
    if fitting.len() > 1
        && let Some(firm) = knocked.request.firm
    {
        let firm = w.firm(firm)?.ok_or_else(crate::firms::not_found)?;
        fitting.retain(|found| found.inn == firm.party.inn);
    }
    match fitting.as_slice() {
        [only] => Ok(only.clone()),
        _ => Err(several_boxes(&knocked.boxes)),
    }
}

fn choose_firm(w: &Writer<'_>, chosen: Option<FirmId>, edo_box: &EdoBox) -> Result<FirmId> {
    if let Some(id) = chosen {
        let firm = w.firm(id)?.ok_or_else(crate::firms::not_found)?;
        return if firm.party.inn == edo_box.inn {
            Ok(id)
        } else {
            Err(box_of_another_firm(edo_box, &firm.party))
        };
    }
    if let Some(firm) = matching_firm(w, &edo_box.inn, edo_box.kpp.as_ref())? {
        return Ok(firm.id);
    }
    let party = Party {
        name: edo_box.name.clone(),
        inn: edo_box.inn.clone(),
        kpp: edo_box.kpp.clone(),
    };
    Ok(w.save_firm(None, &party)?)
}

fn listed(boxes: &[EdoBox]) -> String {
    let names: Vec<String> = boxes
        .iter()
        .map(|found| format!("{} (ИНН {}, ящик {})", found.name, found.inn, found.box_id))
        .collect();
    names.join("; ")
}

fn several_boxes(boxes: &[EdoBox]) -> Error {
    Error::new(
        Code::SeveralBoxes,
        format!(
            "Этот доступ открывает несколько ящиков: {}. Ничего не сохранено. Выберите ящик.",
            listed(boxes)
        ),
    )
}

fn box_not_found(boxes: &[EdoBox]) -> Error {
    Error::new(
        Code::BoxNotFound,
        format!(
            "Выбранного ящика этот доступ не открывает. Доступны: {}. Ничего не изменено. Проверьте доступ у оператора.",
            listed(boxes)
        ),
    )
}

fn no_boxes(operator: &Operator) -> Error {
    Error::new(
        Code::NoBoxes,
        format!(
            "{} принял данные, но не показал ни одного ящика. Ничего не сохранено. Проверьте у оператора права \
             пользователя.",
            operator.title
        ),
    )
}

fn box_changed() -> Error {
    Error::new(
        Code::BoxChanged,
        "Ящик у подключения не меняется, чтобы история документов осталась верной. Ничего не изменено. Создайте \
         новое подключение.",
    )
}

fn box_of_another_firm(edo_box: &EdoBox, firm: &Party) -> Error {
    Error::new(
        Code::BoxOfAnotherFirm,
        format!(
            "Ящик принадлежит другой организации: {} (ИНН {}), а выбрана фирма {} (ИНН {}). Ничего не сохранено. \
             Выберите другую фирму или другой ящик.",
            edo_box.name, edo_box.inn, firm.name, firm.inn
        ),
    )
}

fn already_connected(edo_box: &EdoBox) -> Error {
    Error::new(
        Code::AlreadyConnected,
        format!(
            "Ящик «{}» уже подключён. Ничего не изменено. Чтобы сменить пароль или ключ, откройте это подключение.",
            edo_box.name
        ),
    )
}

fn busy() -> Error {
    Error::new(
        Code::ConnectionBusy,
        "По этому подключению ещё отправляются документы. Ничего не удалено. Дождитесь отправки или отмените её, \
         затем повторите.",
    )
    .worth_retrying()
}

pub(crate) fn not_found() -> Error {
    Error::new(
        Code::ConnectionNotFound,
        "Такого подключения в программе нет: возможно, его удалили. Документы целы. Обновите список и повторите.",
    )
}
