//! `folders.list` and `folders.stop`: watched folders by their names. Choosing one is up to whoever can ask the person
//! for a folder; see `world`. No path ever stands in an answer.

use domain::FirmId;
use engine::Engine;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::views::{Empty, text};

/// The folder of every firm.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct WatchedFolders {
    pub folders: Vec<WatchedFolder>,
}

/// The folder of a firm.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct WatchedFolder {
    pub firm_id: i64,
    /// Without the way to it; empty where there is none.
    pub folder_name: String,
    pub is_on: bool,
    /// RFC 3339; `null` before the first look.
    pub last_checked_at: Option<String>,
    /// Files taken in since it was chosen.
    pub taken: u64,
    /// Files that could not be.
    pub failed: u64,
    pub problem: Option<String>,
}

/// One firm.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FolderOfFirm {
    /// Whose folder.
    pub firm_id: i64,
}

pub(crate) async fn list(engine: &Engine, _: Empty) -> Result<WatchedFolders, Failure> {
    let folders = engine
        .watched_folders()
        .await?
        .into_iter()
        .map(|folder| WatchedFolder {
            firm_id: folder.firm.0,
            folder_name: folder.folder_name,
            is_on: folder.is_on,
            last_checked_at: text(folder.last_checked_at.as_ref()),
            taken: folder.taken,
            failed: folder.failed,
            problem: folder.problem,
        });
    Ok(WatchedFolders {
        folders: folders.collect(),
    })
}

pub(crate) async fn stop(engine: &Engine, request: FolderOfFirm) -> Result<Empty, Failure> {
    engine.stop_watching(FirmId(request.firm_id)).await?;
    Ok(Empty {})
}
