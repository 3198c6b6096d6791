//! «Обмен с ЭДО»: statuses, incoming invitations, search, what leaves — for several connections side by side.
//!
//! The run itself keeps nothing but how far it is: whatever it learns is in the store page by page, and what a person
//! sends is in the outbox. So a program that ended in the middle is simply asked again. The result is a text that can be
//! copied; the last one is kept.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use domain::ConnectionId;
use futures_util::future::join_all;
use jiff::Timestamp;
use store::Connection;

use super::follow::Begin;
use crate::changes::Change;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::sync::{Hurry, Stop};
use crate::{Engine, Result};

/// Where the text of the last result is kept.
const LAST_RESULT: &str = "exchange_result";
/// Where its instant is.
const LAST_AT: &str = "exchange_result_at";

/// A part of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExchangePhase {
    /// States of the relations that are there.
    Statuses,
    /// Invitations to us.
    Incoming,
    /// Counterparties of ours without a box, by ИНН.
    Search,
    /// Invitations and answers of ours.
    Outgoing,
}

impl ExchangePhase {
    /// In the order in which they are done.
    pub const ALL: [Self; 4] = [Self::Statuses, Self::Incoming, Self::Search, Self::Outgoing];

    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Statuses => "statuses",
            Self::Incoming => "incoming",
            Self::Search => "search",
            Self::Outgoing => "outgoing",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Statuses => "Состояния связи",
            Self::Incoming => "Входящие приглашения",
            Self::Search => "Поиск контрагентов",
            Self::Outgoing => "Исходящие",
        }
    }
}

/// How far a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExchangePhaseState {
    /// Not begun.
    Waiting,
    /// At work.
    Running,
    /// Done.
    Done,
    /// Ended by trouble.
    Failed,
    /// Not done, because the exchange was ended before.
    Skipped,
}

impl ExchangePhaseState {
    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// A part of an exchange as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangePhaseView {
    /// Which.
    pub phase: ExchangePhase,
    /// How far it is.
    pub state: ExchangePhaseState,
    /// Steps done.
    pub done: u64,
    /// Steps in all; 0 while that is not known.
    pub total: u64,
    /// What came of it, in words; empty while nothing did.
    pub sentence: String,
}

/// The exchange over one connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeConnection {
    /// Which.
    pub connection: ConnectionId,
    /// Our firm.
    pub firm_name: String,
    /// The operator's name for people.
    pub operator_title: String,
    /// Its parts, in order.
    pub phases: Vec<ExchangePhaseView>,
}

/// An exchange, or the last one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExchangeView {
    /// It is at work.
    pub is_running: bool,
    /// A person asked to end it.
    pub is_cancelled: bool,
    /// Connections side by side; empty when nothing was done since the program was started.
    pub connections: Vec<ExchangeConnection>,
    /// The result as a text; that of the last exchange of all when nothing was done since the start.
    pub text: String,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

/// The exchange of this run of the program.
#[derive(Default)]
pub(crate) struct Exchanges {
    view: Mutex<ExchangeView>,
    is_cancelled: AtomicBool,
}

impl Exchanges {
    fn with<T>(&self, work: impl FnOnce(&mut ExchangeView) -> T) -> T {
        work(&mut self.view.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Engine {
    /// «Обмен»: begins over these connections, all when none is named, and returns at once. `exchange_running`,
    /// `connection_not_found`, `no_connection`.
    pub async fn start_exchange(&self, connections: Vec<ConnectionId>) -> Result<ExchangeView> {
        let chosen = self.exchange_connections(connections).await?;
        let board = &self.inner.exchanges;
        let rows: Vec<_> = chosen.iter().map(|one| self.inner.empty_row(one)).collect();
        let has_begun = board.with(|view| {
            if view.is_running {
                return false;
            }
            *view = ExchangeView {
                is_running: true,
                connections: rows,
                ..ExchangeView::default()
            };
            true
        });
        if !has_begun {
            return Err(Error::new(
                Code::ExchangeRunning,
                "Обмен уже идёт. Второй не начат. Дождитесь результата или остановите его.",
            ));
        }
        board.is_cancelled.store(false, Ordering::SeqCst);
        self.tell_exchange();
        let engine = self.clone();
        drop(tokio::spawn(async move { engine.run_exchange(chosen).await }));
        self.exchange().await
    }

    /// How far the exchange is; the last result when none was begun since the start of the program.
    pub async fn exchange(&self) -> Result<ExchangeView> {
        let view = self.inner.exchanges.with(|view| view.clone());
        if view.is_running || !view.text.is_empty() {
            return Ok(view);
        }
        let (text, at) = self
            .read(|r| Ok((r.setting(LAST_RESULT)?, r.setting(LAST_AT)?)))
            .await?;
        Ok(ExchangeView {
            text: text.unwrap_or_default(),
            finished_at: at.and_then(|at| at.parse().ok()),
            ..view
        })
    }

    /// «Остановить»: ends the exchange after the request under way. What was learned and what was sent stays.
    pub fn cancel_exchange(&self) {
        self.inner.exchanges.is_cancelled.store(true, Ordering::SeqCst);
        self.inner
            .exchanges
            .with(|view| view.is_cancelled = view.is_running);
        self.tell_exchange();
    }

    async fn exchange_connections(&self, wanted: Vec<ConnectionId>) -> Result<Vec<Connection>> {
        let all = self.chosen_connections(None).await?;
        if let Some(unknown) = wanted.iter().find(|id| !all.iter().any(|known| known.id == **id)) {
            tracing::debug!(connection = unknown.0, "no such connection");
            return Err(crate::connections::not_found());
        }
        let chosen: Vec<_> = all
            .into_iter()
            .filter(|one| wanted.is_empty() || wanted.contains(&one.id))
            .collect();
        if chosen.is_empty() {
            return Err(Error::new(
                Code::Preflight("no_connection"),
                "Ни одна фирма не подключена к оператору ЭДО, обмениваться не с кем. Добавьте подключение в настройках, раздел \
                 «Интеграции».",
            ));
        }
        Ok(chosen)
    }

    async fn run_exchange(&self, connections: Vec<Connection>) {
        let rows = connections
            .iter()
            .enumerate()
            .map(|(place, connection)| self.exchange_over(connection, place));
        join_all(rows).await;
        let now = self.inner.now();
        let text = self.inner.exchanges.with(|view| {
            view.is_running = false;
            view.finished_at = Some(now);
            view.text = text_of(view);
            view.text.clone()
        });
        let kept = self.write(move |w| {
            w.set_setting(LAST_RESULT, &text)?;
            Ok(w.set_setting(LAST_AT, &now.to_string())?)
        });
        if let Err(error) = kept.await {
            tracing::error!(%error, "the result of an exchange was not kept");
        }
        self.tell_exchange();
        self.tell_relations();
    }

    /// One connection: trouble in one part ends the others of this connection alone.
    async fn exchange_over(&self, connection: &Connection, place: usize) {
        let line = Line {
            engine: self,
            connection,
            place,
        };
        let mut is_over = false;
        for phase in ExchangePhase::ALL {
            if is_over || line.is_cancelled() {
                line.note(phase, |view| view.state = ExchangePhaseState::Skipped);
                continue;
            }
            line.note(phase, |view| view.state = ExchangePhaseState::Running);
            let done = match phase {
                ExchangePhase::Statuses => line.statuses().await,
                ExchangePhase::Incoming => line.incoming().await,
                ExchangePhase::Search => line.search().await,
                ExchangePhase::Outgoing => line.outgoing().await,
            };
            line.note(phase, |view| match &done {
                Ok(sentence) => {
                    view.state = ExchangePhaseState::Done;
                    view.sentence.clone_from(sentence);
                }
                Err(error) => {
                    view.state = ExchangePhaseState::Failed;
                    error.sentence().clone_into(&mut view.sentence);
                }
            });
            is_over = done.is_err();
        }
    }

    fn tell_exchange(&self) {
        // Works are numbered from one: zero is the exchange.
        self.inner.changes.tell(&Change::work(0));
    }
}

/// One connection of an exchange.
struct Line<'a> {
    engine: &'a Engine,
    connection: &'a Connection,
    place: usize,
}

impl Line<'_> {
    fn is_cancelled(&self) -> bool {
        self.engine.inner.exchanges.is_cancelled.load(Ordering::SeqCst)
    }

    fn note(&self, phase: ExchangePhase, change: impl FnOnce(&mut ExchangePhaseView)) {
        self.engine.inner.exchanges.with(|view| {
            let row = view.connections.get_mut(self.place);
            let part = row.and_then(|row| row.phases.iter_mut().find(|one| one.phase == phase));
            if let Some(part) = part {
                change(part);
            }
        });
        self.engine.tell_exchange();
    }

    async fn statuses(&self) -> Result<String> {
        let stop = || self.is_cancelled();
        let told = self
            .engine
            .follow_relations(self.connection, Begin::Anew, &stop)
            .await?;
        self.note(ExchangePhase::Statuses, |view| view.done = told);
        Ok(format!("Прочитано: {told}."))
    }

    async fn incoming(&self) -> Result<String> {
        let waiting = self.count("incoming").await?;
        self.note(ExchangePhase::Incoming, |view| {
            (view.done, view.total) = (waiting, waiting)
        });
        Ok(match waiting {
            0 => "Новых приглашений нет.".to_owned(),
            some => format!("Ждут вашего ответа: {some}."),
        })
    }

    async fn search(&self) -> Result<String> {
        let total = self.engine.count_to_search(self.connection).await?;
        self.note(ExchangePhase::Search, |view| view.total = total);
        let step = |so_far: super::search::Searched| {
            self.note(ExchangePhase::Search, |view| view.done = so_far.done);
            !self.is_cancelled()
        };
        let searched = self.engine.search_boxes(self.connection, &step).await?;
        Ok(match (searched.done, searched.found) {
            (0, _) => {
                "Искать некого: о каждом контрагенте оператора уже спрашивали за последние сутки.".to_owned()
            }
            (done, found) => format!("Спрошено: {done}, ящик нашёлся у {found}."),
        })
    }

    async fn outgoing(&self) -> Result<String> {
        let acted = self
            .engine
            .act_due(self.connection, Hurry::Pressed, &Stop::never())
            .await?;
        if let Some(trouble) = acted.trouble {
            return Err(trouble);
        }
        let waiting = self.count("outgoing").await?;
        self.note(ExchangePhase::Outgoing, |view| {
            (view.done, view.total) = (acted.accepted, acted.accepted)
        });
        Ok(format!(
            "Выполнено: {}. Ждём ответа контрагентов: {waiting}.",
            acted.accepted
        ))
    }

    async fn count(&self, partnership: &'static str) -> Result<u64> {
        let id = self.connection.id;
        self.engine
            .read(move |r| Ok(r.relations_in(partnership, Some(id), u32::MAX)?.len() as u64))
            .await
    }
}

impl Inner {
    fn empty_row(&self, connection: &Connection) -> ExchangeConnection {
        let phase = |phase| ExchangePhaseView {
            phase,
            state: ExchangePhaseState::Waiting,
            done: 0,
            total: 0,
            sentence: String::new(),
        };
        ExchangeConnection {
            connection: connection.id,
            firm_name: connection.edo_box.name.clone(),
            operator_title: self.operator_title(&connection.operator),
            phases: ExchangePhase::ALL.into_iter().map(phase).collect(),
        }
    }
}

/// The result as a text for a letter.
fn text_of(view: &ExchangeView) -> String {
    let mut lines = Vec::new();
    for row in &view.connections {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(format!("{}, {}", row.firm_name, row.operator_title));
        for part in &row.phases {
            let said = match part.state {
                ExchangePhaseState::Skipped => "не выполнялось.",
                _ => part.sentence.as_str(),
            };
            lines.push(format!("{}: {said}", part.phase.title()));
        }
    }
    if view.is_cancelled {
        lines.push(String::new());
        lines.push("Обмен остановлен. Полученное до этого сохранено.".to_owned());
    }
    lines.join("\n")
}
