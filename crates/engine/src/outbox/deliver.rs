//! One pass over the rows of a connection that are due.
//!
//! `Sending` is committed before the request leaves; whatever cuts us off after that leaves a row that is looked up
//! by its own name before the same bytes are sent again under the same number. Rows are claimed many at a time and
//! answers are written down many at a time, because each transaction waits for the disk; requests overlap for the
//! same reason. The pass is one task: dropping it drops every request that is under way.
//!
//! What one request is and means stands in `leg`, what is written, in `ledger`.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::pin::Pin;

use domain::{DocumentId, OutboxId};
use futures_util::stream::{FuturesUnordered, StreamExt};
use store::Connection;

use super::ledger::{self, Due, Settled, Written};
use super::leg::{Desk, Heard, Ready, Verdict};
use super::step;
use crate::changes::Change;
use crate::sync::{Hurry, Stop};
use crate::{Engine, Error, Result};

/// Requests under way at once: what operators recommend at most; see the `QUIRKS.md` of each.
const WIDEST: usize = 4;
/// Fewer claimed rows than this, and more are claimed together with the next answers that are written down.
const LOW: usize = 8;

/// What one pass did.
#[derive(Debug, Default)]
pub(crate) struct Pass {
    /// Rows that went through.
    pub(crate) accepted: u64,
    /// Trouble with the connection itself, which ended the pass.
    pub(crate) trouble: Option<Error>,
}

impl Engine {
    /// Works at every row of the connection that is due, each once, oldest first.
    pub(crate) async fn send_due(&self, connection: &Connection, hurry: Hurry, stop: &Stop) -> Result<Pass> {
        let lane = self.inner.lanes.of(connection.id);
        let _held = lane.outbox.lock().await;
        let due = Due::new(connection.id, hurry);
        let mut look = due.clone();
        let anything = self.blocking(move |inner| inner.read(|r| look.is_anything(r, inner.now())));
        if !anything.await? || stop.is_asked() {
            return Ok(Pass::default());
        }
        let chosen = connection.clone();
        let provider = self.blocking(move |inner| inner.provider(&chosen)).await?;
        let desk = Desk {
            engine: self,
            provider: &*provider,
            box_id: &connection.edo_box.box_id,
        };
        Rounds::new(self, desk, due, stop).run().await
    }
}

type Writing<'a> = Pin<Box<dyn Future<Output = Result<Written>> + Send + 'a>>;
type Flight<'a> = Pin<Box<dyn Future<Output = Heard> + Send + 'a>>;

/// A pass at work.
struct Rounds<'a> {
    engine: &'a Engine,
    desk: Desk<'a>,
    stop: &'a Stop,
    due: Due,
    /// Claimed or to be looked up, and not begun.
    ready: BTreeMap<OutboxId, Ready>,
    flying: FuturesUnordered<Flight<'a>>,
    /// The first request feels its way alone; every good answer makes room for one more.
    width: usize,
    heard: Vec<Heard>,
    writing: Option<Writing<'a>>,
    failure: Option<Error>,
    pass: Pass,
}

impl<'a> Rounds<'a> {
    fn new(engine: &'a Engine, desk: Desk<'a>, due: Due, stop: &'a Stop) -> Self {
        Self {
            engine,
            desk,
            stop,
            due,
            ready: BTreeMap::new(),
            flying: FuturesUnordered::new(),
            width: 1,
            heard: Vec::new(),
            writing: None,
            failure: None,
            pass: Pass::default(),
        }
    }

    async fn run(mut self) -> Result<Pass> {
        loop {
            self.launch();
            self.write_when_free();
            if self.flying.is_empty() && self.writing.is_none() {
                break;
            }
            tokio::select! {
                Some(heard) = self.flying.next(), if !self.flying.is_empty() => self.hear(heard),
                written = finished(&mut self.writing) => {
                    self.writing = None;
                    self.note(written);
                }
            }
        }
        self.put_back().await;
        match self.failure {
            Some(error) => Err(error),
            None => Ok(self.pass),
        }
    }

    fn may_go_on(&self) -> bool {
        self.pass.trouble.is_none() && self.failure.is_none() && !self.stop.is_asked()
    }

    fn launch(&mut self) {
        while self.flying.len() < self.width && self.may_go_on() {
            let Some((_, ready)) = self.ready.pop_first() else {
                break;
            };
            self.flying.push(Box::pin(self.desk.send(ready)));
        }
    }

    fn hear(&mut self, heard: Heard) {
        self.width = match heard.line_is_good {
            Some(true) => (self.width + 1).min(WIDEST),
            Some(false) => 1,
            None => self.width,
        };
        if let Some(answer) = &heard.trouble {
            self.pass.trouble.get_or_insert_with(|| answer.clone().into());
        }
        self.heard.push(heard);
    }

    /// One transaction at a time: it takes in everything that was heard while the one before waited for the disk.
    fn write_when_free(&mut self) {
        if self.writing.is_some() {
            return;
        }
        let goes_on = self.may_go_on();
        if !goes_on {
            self.heard
                .retain(|heard| !matches!(heard.verdict, Verdict::Absent));
        }
        let more = (goes_on && !self.due.is_over() && self.ready.len() < LOW).then(|| self.due.clone());
        if self.heard.is_empty() && more.is_none() {
            return;
        }
        let heard = mem::take(&mut self.heard);
        for one in &heard {
            if matches!(one.verdict, Verdict::Accepted(_) | Verdict::PackageAccepted(_)) {
                step("before_accept", one.row.id, one.row.operation);
            }
        }
        let write = move |inner: &crate::engine::Inner| Ok(ledger::write(inner, heard, more));
        self.writing = Some(Box::pin(self.engine.blocking(write)));
    }

    fn note(&mut self, written: Result<Written>) {
        let written = match written {
            Ok(written) => written,
            Err(error) => {
                self.failure.get_or_insert(error);
                return;
            }
        };
        let (mut documents, mut is_more) = (BTreeSet::new(), false);
        for settled in written.settled {
            match settled {
                Settled::Accepted(row, accepted) => {
                    step("accepted", row.id, row.operation);
                    self.pass.accepted += 1;
                    documents.extend(accepted);
                }
                Settled::Changed(name, row, document) => {
                    step(name, row.id, row.operation);
                    documents.insert(document);
                }
                Settled::Remade(row, document) => {
                    step("remade", row.id, row.operation);
                    documents.insert(document);
                    is_more = true;
                }
                Settled::Taken(ready) => documents.extend(self.take(ready)),
                Settled::SomebodyWasFaster => {}
            }
        }
        self.due = written.due.unwrap_or_else(|| self.due.clone());
        if is_more {
            self.due.begin_again();
        }
        if let Some(error) = written.error {
            self.failure.get_or_insert(error);
        }
        self.tell(documents);
    }

    fn take(&mut self, ready: Ready) -> Option<DocumentId> {
        let claimed = ready.is_claimed();
        if claimed {
            step("marked_sending", ready.row.id, ready.row.operation);
        }
        let document = ready.document;
        self.ready.insert(ready.row.id, ready);
        claimed.then_some(document)
    }

    /// Rows that were claimed and of which nothing left are as they were before.
    async fn put_back(&mut self) {
        let rest: Vec<Ready> = mem::take(&mut self.ready).into_values().collect();
        if !rest.iter().any(Ready::is_claimed) {
            return;
        }
        match self
            .engine
            .blocking(move |inner| inner.write(|w| ledger::put_back(w, &rest, inner.now())))
            .await
        {
            Ok(rows) => {
                for (row, _) in &rows {
                    step("put_back", row.id, row.operation);
                }
                self.tell(rows.into_iter().map(|(_, document)| document).collect());
            }
            // They stay `Sending` and are looked up before anything is repeated.
            Err(error) => {
                self.failure.get_or_insert(error);
            }
        }
    }

    fn tell(&self, documents: BTreeSet<DocumentId>) {
        self.engine.inner.changes.tell(&Change {
            documents,
            ..Change::default()
        });
    }
}

async fn finished(writing: &mut Option<Writing<'_>>) -> Result<Written> {
    match writing {
        Some(writing) => writing.await,
        None => std::future::pending().await,
    }
}
