//! Which database this is and where it lay when it was last adopted.
//!
//! The id in the plain side file wins over the one inside: the key is kept under the former.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::Result;
use crate::columns::Id16;

/// Notes the id, and for a new database the folder.
pub(crate) fn remember(sql: &Connection, database_id: Uuid, folder: &Path) -> Result<()> {
    sql.execute(
        "INSERT INTO database_identity (id, database_id, last_folder) VALUES (1, ?1, ?2)
         ON CONFLICT (id) DO UPDATE SET database_id = excluded.database_id
         WHERE database_id <> excluded.database_id",
        params![Id16(database_id), folder.to_string_lossy()],
    )?;
    Ok(())
}

pub(crate) fn last_folder(sql: &Connection) -> Result<PathBuf> {
    let text: String = sql.query_row(
        "SELECT last_folder FROM database_identity WHERE id = 1",
        [],
        |row| row.get(0),
    )?;
    Ok(PathBuf::from(text))
}

pub(crate) fn adopt(sql: &Connection, folder: &Path) -> Result<()> {
    sql.execute(
        "UPDATE database_identity SET last_folder = ?1 WHERE id = 1",
        params![folder.to_string_lossy()],
    )?;
    Ok(())
}
