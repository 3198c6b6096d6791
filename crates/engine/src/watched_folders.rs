//! «Папки»: files that another program puts into a folder come into the registry by themselves.
//!
//! Each firm may have one folder. It is looked at every few seconds; a file is taken only when two looks saw it alike,
//! so nobody's half-written file is read. What was taken moves to `processed`, what cannot be taken to `failed` with a
//! text beside it that says why; nothing is ever overwritten. Cut off between taking and moving, the next look finds
//! the same bytes in the registry and only moves the file. Paths never leave this computer's side of the window.

mod look;
mod place;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::{Firm, FirmId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::Reader;

use crate::changes::{Change, Directory};
use crate::engine::Inner;
use crate::error::Error;
use crate::sync::Stop;
use crate::{Engine, Result, firms};

use look::Seen;

/// Pause between two looks: a file is in the registry some seconds after it was written.
pub(crate) const LOOK_EVERY: Duration = Duration::from_secs(3);

/// The folder of a firm, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    path: PathBuf,
    #[serde(default)]
    taken: u64,
    #[serde(default)]
    failed: u64,
}

/// The folder of a firm, as the list shows it. Its path stays on this side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedFolder {
    /// The firm.
    pub firm: FirmId,
    /// Name of the folder, without the way to it; empty where there is none.
    pub folder_name: String,
    /// It is looked at.
    pub is_on: bool,
    /// When it was last looked at since the program started.
    pub last_checked_at: Option<Timestamp>,
    /// Files taken in since it was chosen.
    pub taken: u64,
    /// Files that could not be.
    pub failed: u64,
    /// What keeps it from being looked at, or a file from being moved away.
    pub problem: Option<String>,
}

/// What a look into the folders did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LookReport {
    /// Files taken in, or known before, and moved away.
    pub taken: u64,
    /// Files set aside with a reason.
    pub failed: u64,
    /// Files that wait: new since the last look, or still being written.
    pub waiting: u64,
}

/// What the last looks saw, by firm.
#[derive(Default)]
pub(crate) struct Watched {
    by_firm: Mutex<BTreeMap<FirmId, Seen>>,
}

impl Engine {
    /// The folder of every firm.
    pub async fn watched_folders(&self) -> Result<Vec<WatchedFolder>> {
        self.blocking(|inner| {
            let kept = inner.read(all)?;
            let seen = inner.watched.lock();
            Ok(kept
                .into_iter()
                .map(|(firm, kept)| view(&firm, kept, seen.get(&firm.id)))
                .collect())
        })
        .await
    }

    /// Watches this folder for the firm from now on, instead of another one it may have.
    ///
    /// Errors: `firm_not_found`, `folder_unavailable`, `folder_not_allowed`.
    pub async fn watch_folder(&self, firm: FirmId, folder: PathBuf) -> Result<()> {
        self.blocking(move |inner| {
            let path = place::checked(&folder, &inner.folder)?;
            let text = serde_json::to_string(&Kept {
                path: path.clone(),
                taken: 0,
                failed: 0,
            });
            let text = text.map_err(Error::internal)?;
            inner.write(|w| {
                w.firm(firm)?.ok_or_else(firms::not_found)?;
                for (other, kept) in all(w)? {
                    if other.id != firm
                        && let Some(kept) = kept
                    {
                        place::refuse_overlap(&path, &kept.path, &other)?;
                    }
                }
                Ok(w.set_setting(&setting(firm), &text)?)
            })?;
            inner.watched.lock().remove(&firm);
            Ok(())
        })
        .await?;
        self.inner.changes.tell(&Change::directory(Directory::Folders));
        Ok(())
    }

    /// Watches the firm's folder no more. Files and documents stay where they are. `firm_not_found`.
    pub async fn stop_watching(&self, firm: FirmId) -> Result<()> {
        self.blocking(move |inner| {
            inner.write(|w| {
                w.firm(firm)?.ok_or_else(firms::not_found)?;
                Ok(w.set_setting(&setting(firm), "")?)
            })?;
            inner.watched.lock().remove(&firm);
            Ok(())
        })
        .await?;
        self.inner.changes.tell(&Change::directory(Directory::Folders));
        Ok(())
    }

    /// One look into every folder. A file that is there for the first time waits for the next look.
    pub async fn look_into_folders(&self) -> Result<LookReport> {
        let watched = self.read(all).await?;
        let mut report = LookReport::default();
        for (firm, kept) in watched {
            let Some(kept) = kept else { continue };
            let looked = self.blocking(move |inner| look_into(inner, &firm, &kept)).await?;
            report.taken += looked.taken;
            report.failed += looked.failed;
            report.waiting += looked.waiting;
        }
        Ok(report)
    }

    /// The loop of the background.
    pub(crate) async fn watch_folders(&self, mut stop: Stop) {
        while !stop.is_asked() {
            if let Err(error) = self.look_into_folders().await {
                tracing::error!(%error, "the watched folders were not looked at");
            }
            tokio::select! {
                () = stop.asked() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
    }
}

impl Watched {
    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<FirmId, Seen>> {
        self.by_firm.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn setting(firm: FirmId) -> String {
    format!("watched_folder/{firm}")
}

fn all(r: &Reader<'_>) -> Result<Vec<(Firm, Option<Kept>)>> {
    let firms = r.firms()?.into_iter().map(|firm| {
        let text = r.setting(&setting(firm.id))?;
        let kept = text.and_then(|text| serde_json::from_str(&text).ok());
        Ok((firm, kept))
    });
    firms.collect()
}

fn view(firm: &Firm, kept: Option<Kept>, seen: Option<&Seen>) -> WatchedFolder {
    WatchedFolder {
        firm: firm.id,
        is_on: kept.is_some(),
        last_checked_at: seen.and_then(|seen| seen.last_checked_at),
        problem: seen.and_then(|seen| seen.problem.clone()),
        taken: kept.as_ref().map_or(0, |kept| kept.taken),
        failed: kept.as_ref().map_or(0, |kept| kept.failed),
        folder_name: kept.map_or_else(String::new, |kept| place::name(&kept.path)),
    }
}

/// One look at one folder; what it changed is told.
fn look_into(inner: &Inner, firm: &Firm, kept: &Kept) -> Result<LookReport> {
    let mut seen = inner.watched.lock().remove(&firm.id).unwrap_or_default();
    let problem_before = seen.problem.take();
    seen.last_checked_at = Some(inner.now());
    let report = look::at(inner, firm.id, &kept.path, &mut seen);
    let has_news = report.taken + report.failed > 0 || seen.problem != problem_before;
    inner.watched.lock().insert(firm.id, seen);
    if report.taken + report.failed > 0 {
        count(inner, firm.id, &kept.path, report)?;
    }
    if has_news {
        inner.changes.tell(&Change::directory(Directory::Folders));
    }
    Ok(report)
}

/// Adds to the counts, unless another folder was chosen meanwhile.
fn count(inner: &Inner, firm: FirmId, path: &std::path::Path, report: LookReport) -> Result<()> {
    inner.write(|w| {
        let text = w.setting(&setting(firm))?.unwrap_or_default();
        let Ok(mut kept) = serde_json::from_str::<Kept>(&text) else {
            return Ok(());
        };
        if kept.path == path {
            kept.taken += report.taken;
            kept.failed += report.failed;
            let text = serde_json::to_string(&kept).map_err(Error::internal)?;
            w.set_setting(&setting(firm), &text)?;
        }
        Ok(())
    })
}
