//! What an archive asks for beside its job: a few documents at a time, and a line that is down costs nobody an archive.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use connect::Error as Answer;
use connect::edo::{EdoProvider, ToldSignature};
use domain::{ConnectionId, DocumentId, EdoDocument, RemoteDocument};
use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::{note, places, untold};
use crate::Result;
use crate::bulk::Readiness;
use crate::engine::Inner;
use crate::error::Error;
use crate::sync::is_of_the_line;
use crate::sync::signatures::{Given, given, keep};

/// For the documents of one chunk together. What is not here by then is named as missing in the archive.
const PATIENCE: Duration = Duration::from_secs(60);

/// The signatures of one chunk.
#[derive(Default)]
pub(crate) struct Gathering {
    asked: Vec<DocumentId>,
    /// Dropped, it ends.
    under_way: JoinSet<()>,
    came: Arc<Mutex<Option<Vec<Came>>>>,
    /// Not asked any more by this job.
    down: HashSet<ConnectionId>,
}

/// What is asked of one connection.
struct Asked {
    provider: Arc<dyn EdoProvider>,
    connection: ConnectionId,
    box_id: String,
    lives: Vec<EdoDocument>,
}

/// What one connection gave.
struct Came {
    connection: ConnectionId,
    lives: Vec<EdoDocument>,
    given: Result<Vec<(ToldSignature, Given)>, Answer>,
}

impl Gathering {
    /// Asks for these documents the first time; what came is kept with them before they are looked at.
    pub(crate) fn ready(&mut self, inner: &Inner, documents: &[DocumentId]) -> Result<Readiness> {
        if self.asked == documents {
            let came = self.came.lock().unwrap_or_else(PoisonError::into_inner).take();
            return match came {
                Some(came) => {
                    for one in came {
                        self.take(inner, one)?;
                    }
                    self.under_way = JoinSet::new();
                    self.asked = Vec::new();
                    Ok(Readiness::Now)
                }
                None => Ok(Readiness::Later),
            };
        }
        let asked = self.questions(inner, documents)?;
        if asked.is_empty() {
            return Ok(Readiness::Now);
        }
        self.asked = documents.to_vec();
        self.came = Arc::default();
        let report = Report {
            came: Arc::clone(&self.came),
            gathered: Vec::new(),
            wake: Arc::clone(&inner.bulk.wake),
        };
        let runtime = Handle::try_current().map_err(Error::internal)?;
        self.under_way = JoinSet::new();
        self.under_way.spawn_on(gather(asked, report), &runtime);
        Ok(Readiness::Later)
    }

    fn questions(&self, inner: &Inner, documents: &[DocumentId]) -> Result<Vec<Asked>> {
        let mut by_connection = BTreeMap::<ConnectionId, Vec<EdoDocument>>::new();
        inner.read(|r| {
            for document in documents {
                for life in untold(r, *document)? {
                    if !self.down.contains(&life.connection) && inner.wishes.claim(&life) {
                        by_connection.entry(life.connection).or_default().push(life);
                    }
                }
            }
            Ok(())
        })?;
        let mut asked = Vec::with_capacity(by_connection.len());
        for (id, lives) in by_connection {
            let Some(connection) = inner.read(|r| Ok(r.connection(id)?))? else {
                continue;
            };
            // Without its password there is nobody to ask: the archive says what is missing.
            let Ok(provider) = inner.provider(&connection) else {
                continue;
            };
            asked.push(Asked {
                provider,
                connection: id,
                box_id: connection.edo_box.box_id,
                lives,
            });
        }
        Ok(asked)
    }

    fn take(&mut self, inner: &Inner, came: Came) -> Result<()> {
        let given = match came.given {
            Ok(given) => given,
            Err(answer) => {
                tracing::warn!(%answer, "signatures for an archive are not given");
                self.down.insert(came.connection);
                inner.wishes.forget(&came.lives);
                return Ok(());
            }
        };
        let told: Vec<ToldSignature> = given.iter().map(|(told, _)| told.clone()).collect();
        inner.write(|w| note(w, &came.lives, &told))?;
        let mut awaited = inner.read(|r| {
            let all = came.lives.iter().map(|life| Ok(r.remote_signatures_of(life.id)?));
            Ok(all
                .collect::<Result<Vec<_>>>()?
                .into_iter()
                .flatten()
                .collect::<Vec<_>>())
        })?;
        for (told, given) in given {
            let place = awaited.iter().position(|one| {
                one.body.entity_id == told.entity_id && one.remote.message_id == told.document.message_id
            });
            if let Some(place) = place {
                keep(inner, &awaited.swap_remove(place), Ok(given))?;
            }
        }
        Ok(())
    }
}

async fn gather(asked: Vec<Asked>, mut report: Report) {
    let all = async {
        for one in asked {
            let given = of_one(&one).await;
            report.gathered.push(Came {
                connection: one.connection,
                lives: one.lives,
                given,
            });
        }
    };
    if tokio::time::timeout(PATIENCE, all).await.is_err() {
        tracing::warn!("signatures for an archive take too long");
    }
}

/// One document whose signature is not given leaves the others be: the background asks for it again.
async fn of_one(asked: &Asked) -> Result<Vec<(ToldSignature, Given)>, Answer> {
    let told = asked
        .provider
        .signatures(&asked.box_id, &places(&asked.lives))
        .await?;
    let mut all = Vec::with_capacity(told.len());
    for signature in told {
        let place = RemoteDocument {
            message_id: signature.document.message_id.clone(),
            entity_id: signature.entity_id.clone(),
        };
        let title = signature.title.as_ref().map(|title| title.entity_id.as_str());
        match given(&*asked.provider, &asked.box_id, &place, title).await {
            Ok(given) => all.push((signature, given)),
            Err(answer) if is_of_the_line(&answer) => return Err(answer),
            Err(answer) => tracing::warn!(%answer, "a signature for an archive is not given"),
        }
    }
    Ok(all)
}

/// Hands over what came when it is dropped, then wakes the runner: after a panic too, so that no job waits for ever.
struct Report {
    came: Arc<Mutex<Option<Vec<Came>>>>,
    gathered: Vec<Came>,
    wake: Arc<Notify>,
}

impl Drop for Report {
    fn drop(&mut self) {
        let gathered = std::mem::take(&mut self.gathered);
        *self.came.lock().unwrap_or_else(PoisonError::into_inner) = Some(gathered);
        self.wake.notify_one();
    }
}
