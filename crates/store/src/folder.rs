//! The data folder: its files, who may read them, and the plain file with the database's id.
//!
//! The id has to be known before the database can be opened, because the key is kept under it.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Error, Result};

/// Rows of everything.
pub(crate) const MAIN_FILE: &str = "surguch.db";
/// Bytes of documents.
pub(crate) const BLOBS_FILE: &str = "blobs.db";
/// The plain side file with the id.
pub(crate) const IDENTITY_FILE: &str = "folder.json";

/// The plain side file. Holds no secret.
#[derive(Serialize, Deserialize)]
struct Identity {
    database_id: Uuid,
}

/// The id of the database in this folder, if the folder has one. Creates nothing.
pub fn database_id(folder: &Path) -> Result<Option<Uuid>> {
    let path = folder.join(IDENTITY_FILE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(Error::folder(&path)(cause)),
    };
    let identity: Identity = serde_json::from_str(&text)
        .map_err(|cause| Error::folder(&path)(io::Error::new(io::ErrorKind::InvalidData, cause)))?;
    Ok(Some(identity.database_id))
}

/// Creates the folder and gives it an id, durably, unless it has one. The key of a new database is kept under
/// this id before the database itself is created, so that no power cut can leave a database without its key.
pub fn prepare_folder(folder: &Path) -> Result<Uuid> {
    create(folder)?;
    if let Some(id) = database_id(folder)? {
        return Ok(id);
    }
    let id = Uuid::new_v4();
    let json = serde_json::to_string(&Identity { database_id: id })
        .map_err(|cause| Error::folder(folder)(io::Error::other(cause)))?;
    replace_durably(&folder.join(IDENTITY_FILE), json.as_bytes())?;
    Ok(id)
}

/// Creates the folder for its owner alone.
pub(crate) fn create(folder: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(Error::folder(folder))?;
    restrict(folder, 0o700)
}

/// A whole file or the old one, never a half of either, even after a power cut.
pub(crate) fn replace_durably(path: &Path, bytes: &[u8]) -> Result<()> {
    let beside = path.with_extension("new");
    let write = || -> io::Result<()> {
        let mut file =
            private(fs::OpenOptions::new().write(true).create(true).truncate(true)).open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        sync_parent(path)
    };
    write().map_err(Error::folder(path))
}

/// Makes a file durable and gives it its name.
pub(crate) fn name_durably(begun: &Path, path: &Path) -> Result<()> {
    let name = || -> io::Result<()> {
        fs::OpenOptions::new().append(true).open(begun)?.sync_all()?;
        fs::rename(begun, path)?;
        sync_parent(path)
    };
    name().map_err(Error::folder(path))
}

/// Makes the name of a new file durable. Windows does that by itself and cannot open folders.
fn sync_parent(path: &Path) -> io::Result<()> {
    if cfg!(unix)
        && let Some(parent) = path.parent()
    {
        File::open(parent)?.sync_all()?;
    }
    Ok(())
}

/// New files are for their owner alone.
pub(crate) fn private(options: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Creates an empty file for its owner alone, unless it is there. SQLite gives the same rights to its log files.
pub(crate) fn create_private_file(path: &Path) -> Result<()> {
    private(fs::OpenOptions::new().append(true).create(true))
        .open(path)
        .map_err(Error::folder(path))?;
    restrict(path, 0o600)
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let rights = fs::metadata(path).map_err(Error::folder(path))?.permissions();
    if rights.mode() & 0o777 == mode {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(Error::folder(path))
}

#[cfg(not(unix))]
fn restrict(_path: &Path, _mode: u32) -> Result<()> {
    Ok(())
}

/// Length of a file in bytes; none for an absent one.
pub(crate) fn length(path: &Path) -> Result<Option<u64>> {
    match fs::metadata(path) {
        Ok(found) => Ok(Some(found.len())),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(Error::folder(path)(cause)),
    }
}

/// The folder's full name, for comparing it with the name it was last opened under.
pub(crate) fn full_name(folder: &Path) -> Result<PathBuf> {
    folder.canonicalize().map_err(Error::folder(folder))
}

#[cfg(test)]
mod tests;
