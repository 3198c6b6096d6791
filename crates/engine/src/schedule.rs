//! The schedule («Расписание»): what the program does by itself, when it last did and will again, how often it looks at an
//! operator that has nothing new to tell, and whether a person stopped that.
//!
//! After a failure the waits of `sync::backoff` count, and whatever a person does is done at once.

mod jobs;

use std::time::Duration;

use domain::ConnectionId;
use store::{Connection, ConnectionSchedule};

pub use jobs::{Job, JobView};

use crate::changes::Change;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::sync::backoff;
use crate::{Engine, Result, connections};

const SETTING: &str = "exchange_pause_s";

/// From ten seconds to two hours: more often troubles the operator, more seldom makes the registry a rumour.
const ALLOWED_S: std::ops::RangeInclusive<u64> = 10..=7200;

impl Engine {
    /// The pause between two looks, where nothing else was chosen for a connection.
    pub async fn exchange_pause(&self) -> Result<Duration> {
        self.blocking(|inner| Ok(inner.idle())).await
    }

    /// Sets the pause and looks at once. `pause_not_allowed` below ten seconds and above two hours.
    pub async fn set_exchange_pause(&self, pause: Duration) -> Result<()> {
        let seconds = allowed(pause)?.to_string();
        self.write(move |w| Ok(w.set_setting(SETTING, &seconds)?)).await?;
        self.refresh(None).await
    }

    /// Sets the pause of one connection and looks at once; without one the usual counts again.
    /// `connection_not_found`, `pause_not_allowed`.
    pub async fn set_connection_pause(&self, id: ConnectionId, pause: Option<Duration>) -> Result<()> {
        let pause_s = pause.map(allowed).transpose()?;
        self.change_schedule(id, move |schedule| schedule.pause_s = pause_s)
            .await?;
        self.refresh(Some(id)).await
    }

    /// «Приостановить»: nothing is sent and nothing is read by this connection until a person lets it go on, over every
    /// restart; documents wait in the queue. A second stop changes nothing. `connection_not_found`.
    pub async fn stop_exchange(&self, id: ConnectionId) -> Result<()> {
        let now = self.inner.now();
        self.change_schedule(id, move |schedule| {
            schedule.stopped_at.get_or_insert(now);
        })
        .await
    }

    /// «Продолжить»: and looks at once. `connection_not_found`.
    pub async fn resume_exchange(&self, id: ConnectionId) -> Result<()> {
        self.change_schedule(id, |schedule| schedule.stopped_at = None)
            .await?;
        self.refresh(Some(id)).await
    }

    async fn change_schedule(
        &self,
        id: ConnectionId,
        change: impl FnOnce(&mut ConnectionSchedule) + Send + 'static,
    ) -> Result<()> {
        self.write(move |w| {
            w.connection(id)?.ok_or_else(connections::not_found)?;
            let mut schedule = w.connection_schedule(id)?;
            change(&mut schedule);
            Ok(w.save_connection_schedule(id, schedule)?)
        })
        .await?;
        self.inner.changes.tell(&Change::connection(id));
        Ok(())
    }

    /// Connections whose exchange nobody stopped.
    pub(crate) async fn going_connections(&self) -> Result<Vec<Connection>> {
        self.read(|r| {
            let mut going = Vec::new();
            for connection in r.connections()? {
                if r.connection_schedule(connection.id)?.stopped_at.is_none() {
                    going.push(connection);
                }
            }
            Ok(going)
        })
        .await
    }
}

fn allowed(pause: Duration) -> Result<u32> {
    let seconds = Some(pause.as_secs()).filter(|seconds| ALLOWED_S.contains(seconds));
    seconds
        .and_then(|seconds| u32::try_from(seconds).ok())
        .ok_or_else(|| {
            Error::new(
                Code::PauseNotAllowed,
                "Обмениваться с оператором можно не чаще раза в 10 секунд и не реже раза в 2 часа. Расписание не изменено.",
            )
        })
}

impl Inner {
    /// The pause that a person chose, else the one of this world, else half a minute.
    pub(crate) fn idle(&self) -> Duration {
        let chosen = self.read(|r| Ok(r.setting(SETTING)?)).ok().flatten();
        let chosen = chosen
            .and_then(|text| text.parse().ok())
            .filter(|seconds| ALLOWED_S.contains(seconds));
        let of_world = || self.idle.get().copied().unwrap_or(backoff::IDLE);
        chosen.map_or_else(of_world, Duration::from_secs)
    }

    /// The same of one connection.
    pub(crate) fn pause_of(&self, id: ConnectionId) -> Result<Duration> {
        let schedule = self.read(|r| Ok(r.connection_schedule(id)?))?;
        let chosen = schedule
            .pause_s
            .map(|seconds| Duration::from_secs(seconds.into()));
        Ok(chosen.unwrap_or_else(|| self.idle()))
    }
}
