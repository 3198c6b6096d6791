//! Moves jobs on: every open job gets a chunk in turn, so that a small one never waits for the end of a big one.
//!
//! Whoever holds the hands works; there is one pair of them. They let go between two chunks, so that the window's own
//! changes come in between.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use store::{BulkJob, BulkJobId, BulkState};
use tokio::sync::{Mutex, Notify};

use super::turn::{self, Chunk, Open, Step};
use crate::changes::Change;
use crate::outbox;
use crate::sync::Stop;
use crate::{Engine, Result};

/// The longest sleep: a wake that was missed costs no more than this.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// What the runner keeps.
#[derive(Default)]
pub(crate) struct Bulk {
    /// Wakes the background.
    pub(crate) wake: Arc<Notify>,
    hands: Mutex<Hands>,
}

/// What a round of all open jobs came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Round {
    /// Something was done.
    Moved,
    /// Nothing can be done before a person or a store of keys answers.
    Waits,
    /// There is nothing to do.
    Rests,
}

/// Jobs in hand.
type Hands = HashMap<BulkJobId, Box<Open>>;

impl Engine {
    /// The background of jobs over many documents. Ends between two chunks.
    pub(crate) async fn run_bulk(&self, mut stop: Stop) {
        while !stop.is_asked() {
            let pause = match self.bulk_round(&stop).await {
                Ok(Round::Moved) => {
                    tokio::task::yield_now().await;
                    continue;
                }
                Ok(Round::Waits | Round::Rests) => LOOK_EVERY,
                Err(error) => {
                    tracing::error!(%error, "jobs over many documents cannot go on");
                    LOOK_EVERY
                }
            };
            tokio::select! {
                () = stop.asked() => {}
                () = self.inner.bulk.wake.notified() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// Works at jobs over many documents until none can go on without a person: for a program without a background.
    pub async fn finish_bulk(&self) -> Result<()> {
        let mut has_looked = false;
        loop {
            match self.bulk_round(&Stop::never()).await? {
                Round::Moved => {}
                Round::Waits if self.inner.pins.is_anybody_asked() => return Ok(()),
                // Asked once more how the request stands, then it is up to the person and their phone.
                Round::Waits if self.inner.clouds.is_anybody_waited_for() && has_looked => return Ok(()),
                Round::Waits if self.inner.clouds.is_anybody_waited_for() => {
                    has_looked = true;
                    self.inner.bulk.wake.notified().await;
                }
                // A store of keys is at work, or about to ask.
                Round::Waits => self.inner.bulk.wake.notified().await,
                Round::Rests => return Ok(()),
            }
        }
    }

    /// A chunk of every open job.
    async fn bulk_round(&self, stop: &Stop) -> Result<Round> {
        let mut hands = self.inner.bulk.hands.lock().await;
        let jobs = self.read(|r| Ok(r.open_bulk_jobs()?)).await?;
        self.let_go(&mut hands, &jobs).await?;
        let (mut has_moved, mut waits) = (false, false);
        for job in jobs {
            if stop.is_asked() {
                break;
            }
            match self.bulk_chunk(&mut hands, job).await? {
                Round::Waits => waits = true,
                Round::Moved | Round::Rests => has_moved = true,
            }
        }
        Ok(match (has_moved, waits) {
            (true, _) => Round::Moved,
            (false, true) => Round::Waits,
            (false, false) => Round::Rests,
        })
    }

    /// Jobs that a person ended are not kept in hand; paused ones are, for the file they began.
    async fn let_go(&self, hands: &mut Hands, open: &[BulkJob]) -> Result<()> {
        let parked: Vec<BulkJobId> = hands.keys().copied().collect();
        for id in parked {
            if open.iter().any(|job| job.id == id) {
                continue;
            }
            let job = self.read(move |r| Ok(r.bulk_job(id)?)).await?;
            let is_kept = hands.get(&id).is_some_and(|open| open.is_kept_while_paused());
            if !is_kept || job.is_none_or(|job| job.state != BulkState::Paused) {
                hands.remove(&id);
            }
        }
        Ok(())
    }

    async fn bulk_chunk(&self, hands: &mut Hands, job: BulkJob) -> Result<Round> {
        let id = job.id;
        let in_hand = hands.remove(&id).filter(|open| !open.is_stale(&job));
        let done = self
            .blocking(move |inner| {
                let open = match in_hand {
                    Some(open) => open,
                    None => Box::new(turn::open(inner, &job)?),
                };
                turn::step(inner, open, &job)
            })
            .await;
        let chunk = match done {
            Ok(Step::More(open, chunk) | Step::Parked(open, chunk)) => {
                hands.insert(id, open);
                chunk
            }
            Ok(Step::Waiting(open)) => {
                hands.insert(id, open);
                return Ok(Round::Waits);
            }
            Ok(Step::Rest(chunk)) => chunk,
            Err(error) => {
                tracing::warn!(
                    job = id.0,
                    code = error.code().as_str(),
                    "a job over many documents stopped"
                );
                self.blocking(move |inner| turn::stopped(inner, id, &error))
                    .await?;
                Chunk::default()
            }
        };
        self.tell_chunk(id, &chunk);
        Ok(Round::Moved)
    }

    fn tell_chunk(&self, id: BulkJobId, chunk: &Chunk) {
        let mut connections = Vec::new();
        for enqueued in chunk.made.iter().filter_map(|made| made.enqueued) {
            outbox::step("enqueued", enqueued.outbox, enqueued.operation);
            if !connections.contains(&enqueued.connection) {
                connections.push(enqueued.connection);
            }
        }
        for connection in connections {
            self.inner.lanes.of(connection).wake.notify_one();
        }
        self.inner.changes.tell(&Change {
            documents: chunk.changed.iter().copied().collect(),
            ..Change::bulk(id)
        });
    }
}
