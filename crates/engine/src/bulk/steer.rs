//! Starting a job, pausing it, ending it.

use store::{BulkJob, BulkJobId, BulkState};

use super::job;
use super::look::BulkJobView;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Engine, Result};

/// Which rows of a plan run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartWith {
    /// Those that nothing stands in the way of.
    Ready,
    /// Those with a warning too.
    ReadyAndWarned,
}

impl Engine {
    /// Starts a plan. Started again, it is the same job. `bulk_not_planned` while its documents are looked at,
    /// `bulk_over` when it ended.
    pub async fn start_bulk(&self, id: BulkJobId, with: StartWith) -> Result<BulkJobView> {
        self.steer(id, move |inner, job| match job.state {
            BulkState::Planned => {
                job.state = BulkState::Running;
                job.is_with_warned = with == StartWith::ReadyAndWarned;
                job.started_at = Some(inner.now());
                Ok(())
            }
            BulkState::Running | BulkState::Paused => Ok(()),
            BulkState::Checking => Err(not_planned()),
            BulkState::Done if job.started_at.is_some() => Ok(()),
            BulkState::Done | BulkState::Cancelled => Err(over()),
        })
        .await
    }

    /// Stops a job after the documents under way. `bulk_not_running` when it was not started, `bulk_over`.
    pub async fn pause_bulk(&self, id: BulkJobId) -> Result<BulkJobView> {
        self.steer(id, |_, job| match job.state {
            BulkState::Running => {
                job.state = BulkState::Paused;
                Ok(())
            }
            BulkState::Paused => Ok(()),
            BulkState::Checking | BulkState::Planned => Err(not_running()),
            BulkState::Done | BulkState::Cancelled => Err(over()),
        })
        .await
    }

    /// Lets a paused job go on. `bulk_not_running` when it was not started, `bulk_over`.
    pub async fn resume_bulk(&self, id: BulkJobId) -> Result<BulkJobView> {
        self.steer(id, |_, job| match job.state {
            BulkState::Paused => {
                job.state = BulkState::Running;
                job.fault = None;
                Ok(())
            }
            BulkState::Running => Ok(()),
            BulkState::Checking | BulkState::Planned => Err(not_running()),
            BulkState::Done | BulkState::Cancelled => Err(over()),
        })
        .await
    }

    /// Ends a job: what is done stays, what is not done is skipped, a file that is not whole is not made.
    /// `bulk_over` when it went through.
    pub async fn cancel_bulk(&self, id: BulkJobId) -> Result<BulkJobView> {
        self.steer(id, |inner, job| match job.state {
            BulkState::Done => Err(over()),
            BulkState::Cancelled => Ok(()),
            BulkState::Checking | BulkState::Planned | BulkState::Running | BulkState::Paused => {
                job.state = BulkState::Cancelled;
                job.finished_at = Some(inner.now());
                Ok(())
            }
        })
        .await
    }

    async fn steer(
        &self,
        id: BulkJobId,
        change: impl FnOnce(&Inner, &mut BulkJob) -> Result<()> + Send + 'static,
    ) -> Result<BulkJobView> {
        self.blocking(move |inner| {
            inner.write(|w| {
                let mut job = job(w, id)?;
                let before = job.clone();
                change(inner, &mut job)?;
                if job != before {
                    w.set_bulk_job(&job)?;
                }
                Ok(())
            })
        })
        .await?;
        self.tell_bulk(id);
        self.bulk_job(id).await
    }
}

fn not_planned() -> Error {
    Error::new(
        Code::BulkNotPlanned,
        "Документы ещё проверяются. Ничего не начато. Дождитесь конца проверки и повторите.",
    )
    .worth_retrying()
}

fn not_running() -> Error {
    Error::new(
        Code::BulkNotRunning,
        "Операция ещё не начата. Документы не изменены. Начните её или откажитесь от неё.",
    )
}

pub(super) fn over() -> Error {
    Error::new(
        Code::BulkOver,
        "Операция уже закончена. Сделанное сохранено. Обновите список.",
    )
}
