//! One pass over the rows of a connection that are due.
//!
//! `Sending` is committed before the request leaves; whatever cuts us off after that leaves a row that is looked up
//! by its own name before the same bytes are sent again under the same number. Every change of a row checks inside
//! its transaction that the row is still what it was: the feed or a person may have been faster.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use connect::Error as Answer;
use connect::edo::EdoProvider;
use domain::{ConnectionId, DocumentId, OutboxId, OutboxState, RemoteDocument};
use jiff::Timestamp;
use store::{Connection, Operation};

use super::accept::accept;
use super::fate::{self, Before, Fate};
use super::{Changed, set, step};
use crate::changes::Change;
use crate::sync::{Hurry, Stop, backoff};
use crate::{Engine, Error, Result};

/// Rows read at once.
const BATCH: u32 = 100;

/// Longer than any row waits: a person who presses «Обновить» wants them all tried.
const FOREVER: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// What one pass did.
#[derive(Debug, Default)]
pub(crate) struct Pass {
    /// Rows that went through.
    pub(crate) accepted: u64,
    /// Trouble with the connection itself, which ended the pass.
    pub(crate) trouble: Option<Error>,
}

/// What became of one row.
enum Outcome {
    Accepted,
    NotYet,
    /// The next row would meet the same.
    Stop(Answer),
}

impl Engine {
    /// Works at every row of the connection that is due, each once, oldest first.
    pub(crate) async fn send_due(&self, connection: &Connection, hurry: Hurry, stop: &Stop) -> Result<Pass> {
        let lane = self.inner.lanes.of(connection.id);
        let _held = lane.outbox.lock().await;
        let mut pass = Pass::default();
        let mut queue = Queue::new(connection.id, hurry);
        let mut provider = None;
        while let Some(row) = queue.next(self).await? {
            if stop.is_asked() {
                break;
            }
            let provider = match &provider {
                Some(provider) => Arc::clone(provider),
                None => {
                    let connection = connection.clone();
                    let made = self.blocking(move |inner| inner.provider(&connection)).await?;
                    Arc::clone(provider.insert(made))
                }
            };
            let id = row.id;
            let work = Work {
                engine: self,
                provider,
                connection,
                row,
            };
            match work.run().await? {
                Outcome::Accepted => pass.accepted += 1,
                Outcome::NotYet => queue.tried(id),
                Outcome::Stop(answer) => {
                    pass.trouble = Some(answer.into());
                    break;
                }
            }
        }
        Ok(pass)
    }
}

/// Rows that are due, read in batches; none comes twice.
struct Queue {
    connection: ConnectionId,
    hurry: Hurry,
    batch: VecDeque<Operation>,
    tried: HashSet<OutboxId>,
}

impl Queue {
    fn new(connection: ConnectionId, hurry: Hurry) -> Self {
        Self {
            connection,
            hurry,
            batch: VecDeque::new(),
            tried: HashSet::new(),
        }
    }

    fn tried(&mut self, row: OutboxId) {
        self.tried.insert(row);
    }

    async fn next(&mut self, engine: &Engine) -> Result<Option<Operation>> {
        if self.batch.is_empty() {
            self.refill(engine).await?;
        }
        Ok(self.batch.pop_front())
    }

    async fn refill(&mut self, engine: &Engine) -> Result<()> {
        let (connection, hurry) = (self.connection, self.hurry);
        let limit = u32::try_from(self.tried.len())
            .unwrap_or(u32::MAX)
            .saturating_add(BATCH);
        let rows = engine
            .blocking(move |inner| {
                let now = inner.now();
                let horizon = match hurry {
                    Hurry::Scheduled => now,
                    Hurry::Pressed => backoff::later(now, FOREVER),
                };
                let mut rows = inner.read(|r| Ok(r.due_operations(connection, horizon, limit)?))?;
                rows.retain(|row| !must_wait(row, now));
                Ok(rows)
            })
            .await?;
        self.batch = rows
            .into_iter()
            .filter(|row| !self.tried.contains(&row.id))
            .collect();
        Ok(())
    }
}

/// A person may press as often as they like: where the operator asked for patience, it gets it.
fn must_wait(row: &Operation, now: Timestamp) -> bool {
    let asked = row
        .failure
        .as_ref()
        .is_some_and(|failure| failure.code == "limited");
    asked && row.next_attempt_at.is_some_and(|at| at > now)
}

/// One row in work.
struct Work<'a> {
    engine: &'a Engine,
    provider: Arc<dyn EdoProvider>,
    connection: &'a Connection,
    row: Operation,
}

impl Work<'_> {
    async fn run(&self) -> Result<Outcome> {
        match self.row.state {
            OutboxState::Queued => self.deliver(Before::Clean).await,
            // The lane is ours, so a row found as `Sending` was cut off.
            OutboxState::Sending | OutboxState::Unknown => self.look_up_then_repeat().await,
            OutboxState::Accepted | OutboxState::Failed | OutboxState::Cancelled => Ok(Outcome::NotYet),
        }
    }

    async fn look_up_then_repeat(&self) -> Result<Outcome> {
        match self.look_up().await? {
            Ok(Some(remote)) => self.accept(remote).await,
            Ok(None) if fate::is_hopeless(self.row.attempts, self.row.failure.as_ref()) => {
                let changed = Changed {
                    state: OutboxState::Failed,
                    next_attempt_at: None,
                    failure: self.row.failure.clone(),
                };
                self.change("failed", self.row.state, changed).await?;
                Ok(Outcome::NotYet)
            }
            Ok(None) => self.deliver(Before::Unsure).await,
            Err(answer) => self.postpone(self.row.state, OutboxState::Unknown, answer).await,
        }
    }

    /// Asks the operator for our own name of the document.
    async fn look_up(&self) -> Result<Result<Option<RemoteDocument>, Answer>> {
        let id = self.row.edo_document;
        let sending = self
            .engine
            .read(move |r| Ok(r.edo_document(id)?))
            .await?
            .ok_or_else(|| Error::internal("a row of the outbox without its sending"))?;
        self.step("lookup");
        let found = self
            .provider
            .find_sent(&self.connection.edo_box.box_id, sending.custom_document_id)
            .await;
        self.step(match &found {
            Ok(Some(_)) => "found",
            Ok(None) => "absent",
            Err(_) => "lookup_failed",
        });
        Ok(found)
    }

    async fn deliver(&self, before: Before) -> Result<Outcome> {
        let sending = Changed {
            state: OutboxState::Sending,
            next_attempt_at: None,
            failure: self.row.failure.clone(),
        };
        if !self.change("marked_sending", self.row.state, sending).await? {
            return Ok(Outcome::NotYet);
        }
        let id = self.row.id;
        let request = self.engine.read(move |r| Ok(r.operation_request(id)?)).await?;
        self.step("before_deliver");
        match self.provider.deliver(self.row.operation, &request).await {
            Ok(remote) => {
                self.step("delivered");
                self.accept(remote).await
            }
            Err(answer) => self.not_delivered(answer, before).await,
        }
    }

    async fn not_delivered(&self, answer: Answer, before: Before) -> Result<Outcome> {
        self.step("not_delivered");
        match fate::after_delivery(&answer, before) {
            Fate::Later(state) => self.postpone(OutboxState::Sending, state, answer).await,
            Fate::Over => self.fail(answer).await,
            Fate::LookThenOver => match self.look_up().await? {
                Ok(Some(remote)) => self.accept(remote).await,
                Ok(None) => self.fail(answer).await,
                Err(trouble) => {
                    self.postpone(OutboxState::Sending, OutboxState::Unknown, trouble)
                        .await
                }
            },
        }
    }

    async fn accept(&self, remote: RemoteDocument) -> Result<Outcome> {
        self.step("before_accept");
        let id = self.row.edo_document;
        let done = self
            .engine
            .blocking(move |inner| {
                let now = inner.now();
                inner.write(|w| accept(w, id, &remote, now))
            })
            .await?;
        self.step("accepted");
        self.tell(done.map(|done| done.document));
        Ok(Outcome::Accepted)
    }

    async fn fail(&self, answer: Answer) -> Result<Outcome> {
        let changed = Changed {
            state: OutboxState::Failed,
            next_attempt_at: None,
            failure: Some(fate::failure(&answer)),
        };
        self.change("failed", OutboxState::Sending, changed).await?;
        Ok(stop_or_go_on(answer))
    }

    async fn postpone(&self, from: OutboxState, to: OutboxState, answer: Answer) -> Result<Outcome> {
        let now = self.engine.inner.now();
        let fraction = self.engine.inner.ports.randomness.fraction();
        let wait = backoff::wait(self.row.attempts + 1, answer.retry_after(), fraction);
        let changed = Changed {
            state: to,
            next_attempt_at: Some(backoff::later(now, wait)),
            failure: Some(fate::failure(&answer)),
        };
        let name = if to == OutboxState::Queued {
            "requeued"
        } else {
            "unknown"
        };
        self.change(name, from, changed).await?;
        Ok(stop_or_go_on(answer))
    }

    /// Changes the row if it is still in the state it was in; `false` when somebody was faster.
    async fn change(&self, name: &'static str, from: OutboxState, changed: Changed) -> Result<bool> {
        let id = self.row.id;
        let document = self
            .engine
            .blocking(move |inner| {
                let now = inner.now();
                inner.write(|w| {
                    let Some(row) = w.operation(id)?.filter(|row| row.state == from) else {
                        return Ok(None);
                    };
                    set(w, &row, changed, now)?;
                    Ok(w.edo_document(row.edo_document)?.map(|sending| sending.document))
                })
            })
            .await?;
        if document.is_some() {
            self.step(name);
        }
        self.tell(document);
        Ok(document.is_some())
    }

    fn tell(&self, document: Option<DocumentId>) {
        if let Some(document) = document {
            self.engine.inner.changes.tell(&Change::document(document));
        }
    }

    fn step(&self, name: &'static str) {
        step(name, self.row.id, self.row.operation);
    }
}

fn stop_or_go_on(answer: Answer) -> Outcome {
    if fate::stops_the_pass(&answer) {
        Outcome::Stop(answer)
    } else {
        Outcome::NotYet
    }
}
