//! The program's own list of notifications. Kept whether or not the desktop can show any.

use domain::{DocumentId, EdoDocumentId, EdoStatus, NoticeId};
use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::columns::{At, Name, collected};
use crate::{Error, Reader, Result, Writer};

/// A notice before it has an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNotice {
    /// About which document.
    pub document: DocumentId,
    /// About which sending.
    pub edo_document: EdoDocumentId,
    /// The status it reached.
    pub status: EdoStatus,
    /// When.
    pub at: Timestamp,
}

/// A notice in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Identity in the database.
    pub id: NoticeId,
    /// About which document.
    pub document: DocumentId,
    /// About which sending.
    pub edo_document: EdoDocumentId,
    /// The status it reached.
    pub status: EdoStatus,
    /// When.
    pub at: Timestamp,
    /// The clerk has seen it.
    pub read: bool,
    /// The desktop was asked to show it.
    pub shown: bool,
}

const COLUMNS: &str = "id, document_id, edo_document_id, status, at_ns, is_read, is_shown";

fn notice(row: &Row<'_>) -> rusqlite::Result<Notice> {
    Ok(Notice {
        id: NoticeId(row.get("id")?),
        document: DocumentId(row.get("document_id")?),
        edo_document: EdoDocumentId(row.get("edo_document_id")?),
        status: row.get::<_, Name<_>>("status")?.0,
        at: row.get::<_, At>("at_ns")?.0,
        read: row.get("is_read")?,
        shown: row.get("is_shown")?,
    })
}

impl Reader<'_> {
    /// Notices, newest first, before the one given.
    pub fn notices(&self, after: Option<NoticeId>, limit: u32) -> Result<Vec<Notice>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM notices WHERE id < ?1 ORDER BY id DESC LIMIT ?2"
        ))?;
        let before = after.map_or(i64::MAX, |id| id.0);
        collected(query.query_map(params![before, limit], notice)?)
    }

    /// Notices that the desktop was not asked to show yet, oldest first.
    pub fn unshown_notices(&self) -> Result<Vec<Notice>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM notices WHERE is_shown = 0 ORDER BY id"
        ))?;
        collected(query.query_map([], notice)?)
    }

    /// How many the clerk has not seen.
    pub fn unread_notices(&self) -> Result<u64> {
        let mut query = self
            .sql
            .prepare_cached("SELECT count(*) FROM notices WHERE is_read = 0")?;
        let count: i64 = query.query_row([], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}

impl Writer<'_> {
    /// Adds a notice. None when this sending already has one of this status: nobody is told twice.
    pub fn add_notice(&self, new: &NewNotice) -> Result<Option<NoticeId>> {
        let added = self
            .sql
            .prepare_cached(
                "INSERT INTO notices (document_id, edo_document_id, status, at_ns) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (edo_document_id, status) DO NOTHING",
            )?
            .execute(params![
                new.document.0,
                new.edo_document.0,
                Name(new.status),
                At(new.at)
            ])?;
        Ok((added > 0).then(|| NoticeId(self.sql.last_insert_rowid())))
    }

    /// Notes that the desktop was asked to show it.
    pub fn mark_shown(&self, id: NoticeId) -> Result<()> {
        self.mark("UPDATE notices SET is_shown = 1 WHERE id = ?1", id)
    }

    /// Notes that the clerk has seen it.
    pub fn mark_read(&self, id: NoticeId) -> Result<()> {
        self.mark("UPDATE notices SET is_read = 1 WHERE id = ?1", id)
    }

    fn mark(&self, sql: &str, id: NoticeId) -> Result<()> {
        let changed = self.sql.prepare_cached(sql)?.execute([id.0])?;
        if changed == 0 {
            Err(Error::Missing("notice".to_owned()))
        } else {
            Ok(())
        }
    }
}
