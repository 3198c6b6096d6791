//! The program's own list of notifications. Kept whether or not the desktop can show any.

use domain::{DocumentId, EdoDocumentId, EdoStatus, NoticeId, NoticeKind};
use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::columns::{At, Name, collected};
use crate::{Error, Reader, Result, Writer};

/// A notice of a sending before it has an identity.
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

/// A notice that is about no sending, before it has an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProgramNotice {
    /// By it the same news is known again: nobody is told twice.
    pub key: String,
    /// What it says.
    pub notice: ProgramNotice,
    /// When.
    pub at: Timestamp,
}

/// What a notice says that is about no sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramNotice {
    /// What it tells of.
    pub kind: NoticeKind,
    /// The document that it names, where it names one that is still there.
    pub document: Option<DocumentId>,
    /// One line, without names.
    pub title: String,
    /// The whole of it.
    pub body: String,
    /// The same without names and sums.
    pub bare_body: String,
}

/// What a notice is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeAbout {
    /// A sending that reached a status.
    Sending {
        /// Its document.
        document: DocumentId,
        /// The sending.
        edo_document: EdoDocumentId,
        /// The status.
        status: EdoStatus,
    },
    /// Something else.
    Program(ProgramNotice),
}

/// A notice in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Identity in the database.
    pub id: NoticeId,
    /// About what.
    pub about: NoticeAbout,
    /// When.
    pub at: Timestamp,
    /// The clerk has seen it.
    pub read: bool,
    /// The desktop was asked to show it.
    pub shown: bool,
}

const COLUMNS: &str =
    "id, document_id, edo_document_id, status, kind, title, body, bare_body, at_ns, is_read, is_shown";

fn notice(row: &Row<'_>) -> rusqlite::Result<Notice> {
    Ok(Notice {
        id: NoticeId(row.get("id")?),
        about: about(row)?,
        at: row.get::<_, At>("at_ns")?.0,
        read: row.get("is_read")?,
        shown: row.get("is_shown")?,
    })
}

/// The table sees to it that a row is one or the other.
fn about(row: &Row<'_>) -> rusqlite::Result<NoticeAbout> {
    let sending: Option<i64> = row.get("edo_document_id")?;
    Ok(match sending {
        Some(sending) => NoticeAbout::Sending {
            document: DocumentId(row.get("document_id")?),
            edo_document: EdoDocumentId(sending),
            status: row.get::<_, Name<_>>("status")?.0,
        },
        None => NoticeAbout::Program(ProgramNotice {
            kind: row.get::<_, Name<_>>("kind")?.0,
            document: row.get::<_, Option<i64>>("document_id")?.map(DocumentId),
            title: row.get("title")?,
            body: row.get("body")?,
            bare_body: row.get("bare_body")?,
        }),
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
                 ON CONFLICT (edo_document_id, status) WHERE edo_document_id IS NOT NULL DO NOTHING",
            )?
            .execute(params![
                new.document.0,
                new.edo_document.0,
                Name(new.status),
                At(new.at)
            ])?;
        Ok((added > 0).then(|| NoticeId(self.sql.last_insert_rowid())))
    }

    /// Adds a notice that is about no sending. None when there is one under this key.
    pub fn add_program_notice(&self, new: &NewProgramNotice) -> Result<Option<NoticeId>> {
        let said = &new.notice;
        let added = self
            .sql
            .prepare_cached(
                "INSERT INTO notices (news_key, kind, document_id, title, body, bare_body, at_ns)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (news_key) WHERE news_key IS NOT NULL DO NOTHING",
            )?
            .execute(params![
                new.key,
                Name(said.kind),
                said.document.map(|document| document.0),
                said.title,
                said.body,
                said.bare_body,
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

#[cfg(test)]
mod tests;
