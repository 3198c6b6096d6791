//! The lives of documents at operators: one row per sending.

use domain::{
    ConnectionId, DocumentId, DocumentState, EdoDocument, EdoDocumentId, EdoFileId, RemoteDocument,
    derive_status,
};
use jiff::Timestamp;
use rusqlite::{Row, params};
use uuid::Uuid;

use crate::columns::{At, Facets, Id16, Json, Name, collected, optional};
use crate::error::is_duplicate;
use crate::{Error, Reader, Result, Writer};

mod steps;

#[cfg(test)]
pub(crate) use steps::repeated_sql;
pub use steps::{Happened, Step, TakenStep};

/// A sending before it has an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEdoDocument {
    /// The business document.
    pub document: DocumentId,
    /// Over which connection.
    pub connection: ConnectionId,
    /// Our own name for it at the operator; unique in the connection for ever.
    pub custom_document_id: Uuid,
    /// The other side's box.
    pub to_box: String,
    /// The file that is sent.
    pub file: Option<EdoFileId>,
    /// When it was given to the outbox.
    pub created_at: Timestamp,
}

/// Read by their places: this is on the way of every event.
const COLUMNS: &str =
    "id, document_id, connection_id, custom_document_id, to_box, message_id, entity_id, facets,
     operator_status_text, severity, as_of_ns, created_at_ns, edo_file_id";

fn edo_document(row: &Row<'_>) -> rusqlite::Result<EdoDocument> {
    let message_id: Option<String> = row.get(5)?;
    let entity_id: Option<String> = row.get(6)?;
    Ok(EdoDocument {
        id: EdoDocumentId(row.get(0)?),
        document: DocumentId(row.get(1)?),
        connection: ConnectionId(row.get(2)?),
        custom_document_id: row.get::<_, Id16>(3)?.0,
        to_box: row.get(4)?,
        file: row.get::<_, Option<i64>>(12)?.map(EdoFileId),
        remote: message_id
            .zip(entity_id)
            .map(|(message_id, entity_id)| RemoteDocument {
                message_id,
                entity_id,
            }),
        state: state(row)?,
        created_at: row.get::<_, At>(11)?.0,
    })
}

fn state(row: &Row<'_>) -> rusqlite::Result<Option<DocumentState>> {
    let (Some(facets), Some(as_of)) = (row.get(7)?, row.get(10)?) else {
        return Ok(None);
    };
    let (Json(facets), At(as_of)) = (facets, as_of);
    Ok(Some(DocumentState {
        as_of,
        facets,
        operator_status_text: row.get(8)?,
        severity: row.get::<_, Name<_>>(9)?.0,
    }))
}

impl Reader<'_> {
    /// The sending of this id.
    pub fn edo_document(&self, id: EdoDocumentId) -> Result<Option<EdoDocument>> {
        let mut query = self
            .sql
            .prepare_cached(&format!("SELECT {COLUMNS} FROM edo_documents WHERE id = ?1"))?;
        optional(query.query_row([id.0], edo_document))
    }

    /// Every sending of a document, newest first.
    pub fn edo_documents_of(&self, document: DocumentId) -> Result<Vec<EdoDocument>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM edo_documents WHERE document_id = ?1 ORDER BY id DESC"
        ))?;
        collected(query.query_map([document.0], edo_document)?)
    }

    /// The newest sending of a document, its id alone.
    pub fn newest_edo_document(&self, document: DocumentId) -> Result<Option<EdoDocumentId>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT id FROM edo_documents WHERE document_id = ?1 ORDER BY id DESC LIMIT 1")?;
        Ok(optional(query.query_row([document.0], |row| row.get(0)))?.map(EdoDocumentId))
    }

    /// The sending that we named so.
    pub fn edo_document_by_custom_id(
        &self,
        connection: ConnectionId,
        custom_document_id: Uuid,
    ) -> Result<Option<EdoDocument>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM edo_documents WHERE connection_id = ?1 AND custom_document_id = ?2"
        ))?;
        optional(query.query_row(params![connection.0, Id16(custom_document_id)], edo_document))
    }

    /// The sending that the operator keeps there.
    pub fn edo_document_by_remote(
        &self,
        connection: ConnectionId,
        remote: &RemoteDocument,
    ) -> Result<Option<EdoDocument>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM edo_documents
             WHERE connection_id = ?1 AND message_id = ?2 AND entity_id = ?3"
        ))?;
        optional(query.query_row(
            params![connection.0, remote.message_id, remote.entity_id],
            edo_document,
        ))
    }

    /// Sendings that the operator has, that are not over, and of which nothing was heard since that instant;
    /// longest silent first. Heard is a report, or [`Writer::mark_checked`].
    pub fn stale_edo_documents(
        &self,
        connection: ConnectionId,
        unchanged_since: Timestamp,
        limit: u32,
    ) -> Result<Vec<EdoDocument>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM edo_documents
             WHERE connection_id = ?1 AND is_terminal = 0 AND message_id IS NOT NULL AND last_heard_at_ns <= ?2
             ORDER BY last_heard_at_ns, id LIMIT ?3"
        ))?;
        collected(query.query_map(params![connection.0, At(unchanged_since), limit], edo_document)?)
    }
}

impl Reader<'_> {
    /// Lives of documents behind this one, oldest first.
    pub fn edo_documents_after(&self, after: EdoDocumentId, limit: u32) -> Result<Vec<EdoDocument>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM edo_documents WHERE id > ?1 ORDER BY id LIMIT ?2"
        ))?;
        collected(query.query_map(params![after.0, limit], edo_document)?)
    }

    /// Documents whose signature of ours the operator is still checking, and of which nothing was heard since that
    /// instant; the longer one has been checked, the longer the pause until it is asked about again. Longest silent first.
    pub fn unchecked_edo_documents(
        &self,
        connection: ConnectionId,
        unchanged_since: Timestamp,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<EdoDocument>> {
        let mut query = self.sql.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM edo_documents INDEXED BY edo_documents_unchecked
             WHERE connection_id = ?1 AND message_id IS NOT NULL AND is_terminal = 0
                 AND json_extract(facets, '$.our_signature') = 'unchecked' AND last_heard_at_ns <= ?2
                 AND (?3 - last_heard_at_ns) * 8 >= ?3 - created_at_ns
             ORDER BY last_heard_at_ns, id LIMIT ?4"
        ))?;
        collected(query.query_map(
            params![connection.0, At(unchanged_since), At(now), limit],
            edo_document,
        )?)
    }
}

impl Writer<'_> {
    /// Notes a sending before anything leaves. [`Error::Conflict`] when our name for it was used before.
    pub fn insert_edo_document(&self, new: &NewEdoDocument) -> Result<EdoDocumentId> {
        self.sql
            .prepare_cached(
                "INSERT INTO edo_documents
                     (document_id, connection_id, custom_document_id, to_box, edo_file_id, last_heard_at_ns,
                      created_at_ns, listed_on)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6,
                     coalesce((SELECT listed_on FROM documents WHERE id = ?1), 0))",
            )?
            .execute(params![
                new.document.0,
                new.connection.0,
                Id16(new.custom_document_id),
                new.to_box,
                new.file.map(|id| id.0),
                At(new.created_at)
            ])
            .map_err(|cause| duplicate(cause, "a sending with this name of ours exists"))?;
        Ok(EdoDocumentId(self.sql.last_insert_rowid()))
    }

    /// Notes where the operator keeps it. [`Error::Conflict`] when another sending is already kept there.
    pub fn set_remote(&self, id: EdoDocumentId, remote: &RemoteDocument) -> Result<()> {
        let changed = self
            .sql
            .prepare_cached("UPDATE edo_documents SET message_id = ?1, entity_id = ?2 WHERE id = ?3")?
            .execute(params![remote.message_id, remote.entity_id, id.0])
            .map_err(|cause| duplicate(cause, "another sending is kept there by the operator"))?;
        some_row(changed)
    }

    /// Notes which file it is: that of an inbound document comes after the document.
    pub fn set_edo_document_file(&self, id: EdoDocumentId, file: EdoFileId) -> Result<()> {
        let changed = self
            .sql
            .prepare_cached("UPDATE edo_documents SET edo_file_id = ?1 WHERE id = ?2")?
            .execute(params![file.0, id.0])?;
        some_row(changed)
    }

    /// Replaces what the operator reported last. Joining with the report before it is the caller's part.
    pub fn set_state(&self, id: EdoDocumentId, state: &DocumentState) -> Result<()> {
        let is_terminal = derive_status(None, Some(&state.facets)).is_terminal();
        let changed = self
            .sql
            .prepare_cached(
                "UPDATE edo_documents SET facets = ?1, operator_status_text = ?2, severity = ?3, as_of_ns = ?4,
                     is_terminal = ?5, last_heard_at_ns = max(last_heard_at_ns, ?4)
                 WHERE id = ?6",
            )?
            .execute(params![
                Facets::of(&state.facets),
                state.operator_status_text,
                Name(state.severity),
                At(state.as_of),
                is_terminal,
                id.0
            ])?;
        some_row(changed)
    }

    /// Notes that the operator was asked about this sending at that instant, so that a sweep goes on to others.
    pub fn mark_checked(&self, id: EdoDocumentId, at: Timestamp) -> Result<()> {
        let changed = self
            .sql
            .prepare_cached(
                "UPDATE edo_documents SET last_heard_at_ns = max(last_heard_at_ns, ?1) WHERE id = ?2",
            )?
            .execute(params![At(at), id.0])?;
        some_row(changed)
    }
}

fn some_row(changed: usize) -> Result<()> {
    if changed == 0 {
        Err(Error::Missing("sending".to_owned()))
    } else {
        Ok(())
    }
}

fn duplicate(cause: rusqlite::Error, words: &str) -> Error {
    if is_duplicate(&cause) {
        Error::Conflict(words.to_owned())
    } else {
        cause.into()
    }
}

#[cfg(test)]
mod tests;
