//! The background: a loop per connection, and one task that starts and ends the loops as connections come and go.
//!
//! When something is due is decided by the clock of the ports; the timers here only wake up to look. They wake at
//! least every half minute, because a computer that slept has timers that slept too.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use domain::ConnectionId;
use jiff::Timestamp;
use store::Connection;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use super::{Hurry, Stop, backoff, health};
use crate::engine::Inner;
use crate::lanes::Lane;
use crate::{Engine, Result, auto_rules, bulk, cause, status};

/// The longest sleep between two looks at the clock.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// How long a request that is under way may take when the program ends. A longer one is cut off; its row is looked
/// up at the next start.
const PATIENCE_AT_END: Duration = Duration::from_secs(10);
/// Pause after an error of our own (a full disk, a locked keystore).
const AFTER_OWN_ERROR: Duration = Duration::from_secs(30);

pub(crate) const TIDIED_AT: &str = "tidied_at";
pub(crate) const TIDY_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// The background at work. Dropping it cuts the loops off; [`Loops::stop`] ends them in good order.
pub struct Loops {
    stop: watch::Sender<bool>,
    task: Option<JoinHandle<()>>,
}

impl Loops {
    /// Lets what is under way finish, ten seconds at most, and starts nothing more.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        if let Some(mut task) = self.task.take()
            && tokio::time::timeout(PATIENCE_AT_END, &mut task).await.is_err()
        {
            task.abort();
            drop(task.await);
        }
    }
}

impl Drop for Loops {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

impl Engine {
    /// Starts the background. Needs a tokio runtime around it. Call it once per engine.
    pub fn run(&self) -> Loops {
        let (stop, asked) = watch::channel(false);
        let task = tokio::spawn(background(self.clone(), Stop::when(asked)));
        Loops {
            stop,
            task: Some(task),
        }
    }

    /// Reads what the first sorting and narrowing of a big registry will need, while nobody waits. The background begins
    /// with it.
    pub async fn read_ahead(&self) -> Result<()> {
        self.blocking(|inner| Ok(inner.store.read_ahead()?)).await
    }

    /// Notes for the registry what an earlier program did not: what is signed and not sent, and why documents wait. The
    /// background begins with it; nothing is done where it was done before.
    pub async fn catch_up(&self) -> Result<()> {
        self.blocking(|inner| {
            status::mark_signed(inner)?;
            cause::note_all(inner)
        })
        .await
    }

    /// Chooses how often the background looks at a feed that has nothing new, where half a minute is not right: an
    /// operator of the training world lives on this computer and answers at once. Call it before [`Engine::run`]; the
    /// first choice stays.
    pub fn look_every(&self, pause: Duration) {
        if self.inner.idle.set(pause).is_err() {
            tracing::debug!("the pause between two looks was chosen before");
        }
    }

    /// «Обновить» for the background: a round now, for one connection or all. Returns at once.
    pub async fn refresh(&self, connection: Option<ConnectionId>) -> Result<()> {
        for connection in self.chosen_connections(connection).await? {
            self.inner.lanes.of(connection.id).press();
        }
        Ok(())
    }

    /// When the next step of a connection is due.
    async fn plan(&self, connection: ConnectionId) -> Result<Plan> {
        self.blocking(move |inner| {
            let now = inner.now();
            inner.read(|r| {
                let health = r.health(connection)?;
                let shut = health::is_shut(health.as_ref());
                let well = health.as_ref().is_none_or(|health| health.code == health::OK);
                let poll_at = health.and_then(|health| health.next_attempt_at).unwrap_or(now);
                let send_at = r.next_due(connection)?;
                // Bytes never hold up news: there may be thousands of them.
                let content_at = r
                    .next_content_due(connection)?
                    .filter(|at| *at <= now && now < poll_at);
                // Signatures that a person looks for: the least of all there is to do.
                let is_wanted = well && !shut && inner.is_signature_wanted(connection);
                Ok(match send_at {
                    _ if shut => Plan {
                        next: Next::Round,
                        at: None,
                        now,
                    },
                    _ if is_wanted
                        && now < poll_at
                        && send_at.is_none_or(|at| at > now)
                        && content_at.is_none() =>
                    {
                        Plan {
                            next: Next::Signatures,
                            at: Some(now),
                            now,
                        }
                    }
                    // An operator in trouble is left alone until its time; then the round sends too.
                    Some(send_at)
                        if well && send_at < poll_at && (send_at <= now || content_at.is_none()) =>
                    {
                        Plan {
                            next: Next::Send,
                            at: Some(send_at),
                            now,
                        }
                    }
                    _ if well && content_at.is_some() => Plan {
                        next: Next::Contents,
                        at: content_at,
                        now,
                    },
                    _ => Plan {
                        next: Next::Round,
                        at: Some(poll_at),
                        now,
                    },
                })
            })
        })
        .await
    }
}

/// What a loop does next; never by itself where `at` is missing.
struct Plan {
    next: Next,
    at: Option<Timestamp>,
    now: Timestamp,
}

#[derive(Clone, Copy)]
enum Next {
    Round,
    Send,
    Contents,
    Signatures,
}

impl Plan {
    fn is_due(&self) -> bool {
        self.at.is_some_and(|at| at <= self.now)
    }

    fn pause(&self) -> Duration {
        let wait = self
            .at
            .map(|at| Duration::try_from(at.duration_since(self.now)).unwrap_or_default());
        wait.map_or(LOOK_EVERY, |wait| wait.min(LOOK_EVERY))
    }
}

/// The exchange with the operators, jobs over many documents and the watched folders, side by side.
async fn background(engine: Engine, stop: Stop) {
    tokio::join!(
        begin(&engine),
        roster(engine.clone(), stop.clone()),
        engine.run_bulk(stop.clone()),
        engine.run_rules(stop.clone()),
        engine.watch_certificates(stop.clone()),
        engine.tell_after_quiet(stop.clone()),
        engine.watch_folders(stop)
    );
}

async fn begin(engine: &Engine) {
    if let Err(error) = engine.read_ahead().await {
        tracing::warn!(%error, "the registry was not read ahead");
    }
    if let Err(error) = engine.catch_up().await {
        tracing::warn!(%error, "the registry does not tell all of what an earlier program did");
    }
}

/// Starts a loop for each connection and cuts off those of removed ones.
async fn roster(engine: Engine, mut stop: Stop) {
    let mut loops = JoinSet::new();
    let mut running = HashMap::new();
    while !stop.is_asked() {
        if let Err(error) = engine.blocking(tidy).await {
            tracing::error!(%error, "bytes without a row stay in the store");
        }
        match engine.chosen_connections(None).await {
            Ok(connections) => keep_up(&engine, &stop, connections, &mut loops, &mut running),
            Err(error) => tracing::error!(%error, "the list of connections cannot be read"),
        }
        tokio::select! {
            () = stop.asked() => {}
            () = engine.inner.lanes.roster.notified() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
    while loops.join_next().await.is_some() {}
}

fn keep_up(
    engine: &Engine,
    stop: &Stop,
    connections: Vec<Connection>,
    loops: &mut JoinSet<()>,
    running: &mut HashMap<ConnectionId, tokio::task::AbortHandle>,
) {
    running.retain(|id, handle| {
        let stays = connections.iter().any(|connection| connection.id == *id);
        if !stays {
            handle.abort();
        }
        stays && !handle.is_finished()
    });
    for connection in connections {
        running
            .entry(connection.id)
            .or_insert_with(|| loops.spawn(rounds(engine.clone(), connection.id, stop.clone())));
    }
    while loops.try_join_next().is_some() {}
}

/// Once a day: plans that nobody started, what old events of ended documents told, and bytes that no row names, left behind where an import was cut off.
fn tidy(inner: &Inner) -> Result<()> {
    let now = inner.now();
    let last: Option<Timestamp> = inner
        .read(|r| Ok(r.setting(TIDIED_AT)?))?
        .and_then(|text| text.parse().ok());
    if last.is_some_and(|last| backoff::later(last, TIDY_EVERY) > now) {
        return Ok(());
    }
    inner.write(|w| bulk::sweep(w, now))?;
    inner.write(|w| auto_rules::sweep(w, now))?;
    super::replay::empty_old_events(inner)?;
    let removed = inner.store.sweep_blobs()?;
    tracing::debug!(removed, "bytes without a row are gone");
    inner.write(|w| Ok(w.set_setting(TIDIED_AT, &now.to_string())?))
}

/// The loop of one connection.
async fn rounds(engine: Engine, id: ConnectionId, mut stop: Stop) {
    let lane = engine.inner.lanes.of(id);
    while !stop.is_asked() {
        let pause = match step(&engine, id, &lane, &stop).await {
            Ok(Some(pause)) => pause,
            Ok(None) => break,
            Err(error) => {
                tracing::error!(connection = id.0, %error, "a round was not finished");
                AFTER_OWN_ERROR
            }
        };
        tokio::select! {
            () = stop.asked() => {}
            () = lane.wake.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Does what is due and says how long to sleep; `None` when the connection is gone.
async fn step(engine: &Engine, id: ConnectionId, lane: &Arc<Lane>, stop: &Stop) -> Result<Option<Duration>> {
    let found = engine
        .read(move |r| {
            let is_stopped = r.connection_schedule(id)?.stopped_at.is_some();
            Ok(r.connection(id)?.map(|connection| (connection, is_stopped)))
        })
        .await?;
    let Some((connection, is_stopped)) = found else {
        return Ok(None);
    };
    if is_stopped {
        // Whoever lets it go on presses again.
        lane.take_press();
        return Ok(Some(LOOK_EVERY));
    }
    if lane.take_press() {
        engine.turn(&connection, Hurry::Pressed, stop).await?;
    } else {
        let plan = engine.plan(id).await?;
        match plan.next {
            _ if !plan.is_due() => {}
            Next::Round => {
                engine.turn(&connection, Hurry::Scheduled, stop).await?;
            }
            Next::Contents => engine.content_turn(&connection, stop).await?,
            Next::Signatures => engine.signature_turn(&connection, stop).await?,
            Next::Send => {
                // What was just taken has news soon: look at the feed at once.
                if engine.send_turn(&connection, stop).await? > 0 {
                    engine.turn(&connection, Hurry::Scheduled, stop).await?;
                }
            }
        }
    }
    Ok(Some(engine.plan(id).await?.pause().max(backoff::BREATH)))
}
