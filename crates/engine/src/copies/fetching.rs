//! Questions under way. Each ends in time; dropped together with their job, they end at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use connect::Error as Answer;
use connect::edo::{CopyKind, EdoProvider, OperatorFile};
use domain::{DocumentId, RemoteDocument};
use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::{Place, place};
use crate::bulk::Readiness;
use crate::engine::Inner;
use crate::error::Error;
use crate::{Result, answer, bulk};

/// An operator that has not made it by then will not.
const PATIENCE: Duration = Duration::from_secs(5 * 60);
/// Where the operator does not say when to come back.
const USUAL_WAIT: Duration = Duration::from_secs(2);
/// Whatever the operator says.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// A document that was fetched.
pub(crate) struct Fetched {
    pub(crate) label: String,
    pub(crate) files: Vec<OperatorFile>,
}

type Came = HashMap<DocumentId, Result<Fetched>>;

/// The documents of one chunk.
pub(crate) struct Fetching {
    kind: CopyKind,
    /// Dropped, they end.
    under_way: JoinSet<()>,
    asked: Vec<DocumentId>,
    came: Arc<Mutex<Came>>,
}

impl Fetching {
    pub(crate) fn of(kind: CopyKind) -> Self {
        Self {
            kind,
            under_way: JoinSet::new(),
            asked: Vec::new(),
            came: Arc::default(),
        }
    }

    /// Asks for these documents the first time, and says whether all of them are here. An error is trouble with the line:
    /// the other documents would meet the same.
    pub(crate) fn ready(&mut self, inner: &Inner, documents: &[DocumentId]) -> Result<Readiness> {
        if self.asked != documents {
            self.under_way = JoinSet::new();
            self.came = Arc::default();
            self.asked = documents.to_vec();
            for id in documents {
                self.ask(inner, *id)?;
            }
        }
        let came = self.came.lock().unwrap_or_else(PoisonError::into_inner);
        let trouble = came.values().find_map(|result| match result {
            Err(error) if answer::is_of_the_line(error) => Some(error.clone()),
            _ => None,
        });
        if let Some(trouble) = trouble {
            self.asked.clear();
            return Err(trouble);
        }
        Ok(if came.len() == self.asked.len() {
            Readiness::Now
        } else {
            Readiness::Later
        })
    }

    /// What came of this document.
    pub(crate) fn take(&mut self, id: DocumentId) -> Result<Fetched> {
        let mut came = self.came.lock().unwrap_or_else(PoisonError::into_inner);
        came.remove(&id)
            .unwrap_or_else(|| Err(Error::internal("a document that nobody asked for")))
    }

    fn ask(&mut self, inner: &Inner, id: DocumentId) -> Result<()> {
        let found = inner.read(|r| place(inner, r, id, self.kind));
        let found = found.and_then(|place| Ok((inner.provider(&place.connection)?, place)));
        let report = Report {
            id,
            result: None,
            came: Arc::clone(&self.came),
            wake: Arc::clone(&inner.bulk.wake),
        };
        match found {
            Ok((provider, place)) => {
                let kind = self.kind;
                let runtime = Handle::try_current().map_err(Error::internal)?;
                self.under_way.spawn_on(
                    async move { report.give(fetched(provider.as_ref(), place, kind).await) },
                    &runtime,
                );
            }
            Err(error) if bulk::is_of_the_program(&error) => return Err(error),
            Err(error) => report.give(Err(error)),
        }
        Ok(())
    }
}

/// Hands a result over when it is dropped, then wakes the runner: in this order, or it would look too early and sleep on.
/// After a panic too, so that no job waits for ever.
struct Report {
    id: DocumentId,
    result: Option<Result<Fetched>>,
    came: Arc<Mutex<Came>>,
    wake: Arc<Notify>,
}

impl Report {
    fn give(mut self, result: Result<Fetched>) {
        self.result = Some(result);
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        let result = self.result.take();
        let result = result.unwrap_or_else(|| Err(Error::internal("a question that nobody finished")));
        self.came
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(self.id, result);
        self.wake.notify_one();
    }
}

async fn fetched(provider: &dyn EdoProvider, place: Place, kind: CopyKind) -> Result<Fetched> {
    let files = until_ready(provider, &place.connection.edo_box.box_id, &place.remote, kind).await?;
    Ok(Fetched {
        label: place.label,
        files,
    })
}

async fn until_ready(
    provider: &dyn EdoProvider,
    box_id: &str,
    remote: &RemoteDocument,
    kind: CopyKind,
) -> Result<Vec<OperatorFile>> {
    let ends_at = Instant::now() + PATIENCE;
    loop {
        let wait = match provider.copies(box_id, remote, kind).await {
            Ok(files) => return Ok(files),
            Err(error @ (Answer::StillProcessing(wait) | Answer::Limited(wait))) => {
                let wait = wait.unwrap_or(USUAL_WAIT).min(LONGEST_WAIT);
                if Instant::now() + wait > ends_at {
                    return Err(error.into());
                }
                wait
            }
            Err(error) => return Err(error.into()),
        };
        tokio::time::sleep(wait).await;
    }
}
