//! `schedule.*`: what the program does by itself, how often it exchanges with the operators, and whether that was stopped.

use std::time::Duration;

use domain::ConnectionId;
use engine::{Engine, Job, JobView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::views::{Empty, Id, instant};

/// The schedule.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Schedule {
    /// Pause between two looks at an operator that has nothing new, where none was chosen for a connection; seconds.
    pub pause_s: u32,
    /// What the program does by itself, the exchanges first.
    pub jobs: Vec<ScheduledJob>,
}

/// Something that the program does by itself.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ScheduledJob {
    #[ts(type = "\"exchange\" | \"folder\" | \"rules\" | \"receipts\" | \"endings\" | \"tidying\"")]
    pub kind: &'static str,
    /// `id` of the connection of an exchange, or of the firm of a folder or of receipt notices.
    pub id: Option<i64>,
    /// Whose it is; empty where there is one for the whole office.
    pub title: String,
    /// When it was last done; some are remembered only since the program started.
    pub last_run_at: Option<String>,
    /// When it last went well, where that is told apart.
    pub last_success_at: Option<String>,
    /// What came of it: Russian sentences; empty before the first time.
    pub result: String,
    /// Something is wrong with it.
    pub is_trouble: bool,
    /// When it is done next by itself; `null` where that depends on something else.
    pub next_run_at: Option<String>,
    /// Seconds between two times; `null` where there is no such pause.
    pub pause_s: Option<u64>,
    /// The pause was chosen for this job alone.
    pub has_own_pause: bool,
    /// A person stopped it then.
    pub stopped_at: Option<String>,
}

impl From<JobView> for ScheduledJob {
    fn from(view: JobView) -> Self {
        let (kind, id) = match view.job {
            Job::Exchange(connection) => ("exchange", Some(connection.0)),
            Job::Folder(firm) => ("folder", Some(firm.0)),
            Job::Rules => ("rules", None),
            Job::Receipts(firm) => ("receipts", Some(firm.0)),
            Job::Endings => ("endings", None),
            Job::Tidying => ("tidying", None),
        };
        Self {
            kind,
            id,
            title: view.title,
            last_run_at: instant(view.last_run_at),
            last_success_at: instant(view.last_success_at),
            result: view.result,
            is_trouble: view.is_trouble,
            next_run_at: instant(view.next_run_at),
            pause_s: view.pause_s,
            has_own_pause: view.has_own_pause,
            stopped_at: instant(view.stopped_at),
        }
    }
}

/// The pause between two looks.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct SetPause {
    /// Of this connection; the usual one when absent.
    pub connection_id: Option<i64>,
    /// Seconds, 10 to 7200. Without them a connection looks as often as usual.
    pub pause_s: Option<u32>,
}

pub(crate) async fn get(engine: &Engine, _: Empty) -> Result<Schedule, Failure> {
    let pause = engine.exchange_pause().await?;
    let jobs = engine.jobs().await?;
    Ok(Schedule {
        pause_s: u32::try_from(pause.as_secs()).unwrap_or(u32::MAX),
        jobs: jobs.into_iter().map(ScheduledJob::from).collect(),
    })
}

pub(crate) async fn set(engine: &Engine, request: SetPause) -> Result<Empty, Failure> {
    let pause = request.pause_s.map(|seconds| Duration::from_secs(seconds.into()));
    match (request.connection_id, pause) {
        (Some(connection), pause) => {
            engine
                .set_connection_pause(ConnectionId(connection), pause)
                .await?
        }
        (None, Some(pause)) => engine.set_exchange_pause(pause).await?,
        (None, None) => {
            return Err(Failure::bad_request(
                "schedule.set",
                "pause_s",
                "нужно число секунд",
            ));
        }
    }
    Ok(Empty {})
}

pub(crate) async fn stop(engine: &Engine, request: Id) -> Result<Empty, Failure> {
    engine.stop_exchange(ConnectionId(request.id)).await?;
    Ok(Empty {})
}

pub(crate) async fn resume(engine: &Engine, request: Id) -> Result<Empty, Failure> {
    engine.resume_exchange(ConnectionId(request.id)).await?;
    Ok(Empty {})
}
