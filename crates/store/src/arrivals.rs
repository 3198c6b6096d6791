//! Documents that came to us: what the operator told of each beside the record, and whether its bytes are here.
//!
//! The document and its life at the operator are rows like those of a sending; this is one more row beside them.

use domain::{ConnectionId, DocumentId, EdoDocumentId, ExpectedAnswer, RemoteDocument};
use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::columns::{At, Name, collected, optional};
use crate::{Error, Reader, Result, Writer};

/// Where the bytes of a document are that came to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentState {
    /// At the operator; they are to be fetched.
    Awaited,
    /// Here.
    Here,
    /// The operator did not give them. They are asked for again where an instant for that is noted.
    Lost,
}

/// A document that came, before it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewArrived {
    /// Its life at the operator.
    pub edo_document: EdoDocumentId,
    /// By which connection it came.
    pub connection: ConnectionId,
    /// The sender's box at the operator.
    pub from_box: String,
    /// The package of documents that it came in; empty when the operator names none.
    pub package_id: String,
    /// Name of the file, by which its bytes are kept.
    pub file_name: String,
    /// What we are to answer with.
    pub answer: ExpectedAnswer,
    /// The operator's name for the sender's signature; empty when it was not told.
    pub signature_entity_id: String,
    /// The box of an intermediate recipient; empty for none.
    pub via_box: String,
}

/// A document that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// What the operator told.
    pub body: NewArrived,
    /// The business document.
    pub document: DocumentId,
    /// Where the operator keeps it.
    pub remote: RemoteDocument,
    /// Where its bytes are.
    pub content: ContentState,
    /// How often they were asked for in vain.
    pub attempts: u32,
}

/// What became of an attempt to fetch the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentChange {
    /// Where they are now.
    pub state: ContentState,
    /// How often they were asked for in vain.
    pub attempts: u32,
    /// Not to be tried before that instant; none: at once.
    pub next_attempt_at: Option<Timestamp>,
    /// Why they are not here; empty when they are.
    pub failure_text: String,
}

const ARRIVED: &str = "
    SELECT a.edo_document_id, a.connection_id, a.from_box, a.package_id, a.file_name, a.answer,
        a.signature_entity_id, a.content_state, a.attempts, e.document_id, e.message_id, e.entity_id, a.via_box
    FROM arrivals a JOIN edo_documents e ON e.id = a.edo_document_id";

fn arrived(row: &Row<'_>) -> rusqlite::Result<Arrived> {
    Ok(Arrived {
        body: NewArrived {
            edo_document: EdoDocumentId(row.get(0)?),
            connection: ConnectionId(row.get(1)?),
            from_box: row.get(2)?,
            package_id: row.get(3)?,
            file_name: row.get(4)?,
            answer: row.get::<_, Name<_>>(5)?.0,
            signature_entity_id: row.get(6)?,
            via_box: row.get(12)?,
        },
        content: row.get::<_, Name<_>>(7)?.0,
        attempts: row.get(8)?,
        document: DocumentId(row.get(9)?),
        remote: RemoteDocument {
            message_id: row.get(10)?,
            entity_id: row.get(11)?,
        },
    })
}

impl Reader<'_> {
    /// What is known beside the record of a document that came; `None` for a sending of ours.
    pub fn arrived(&self, id: EdoDocumentId) -> Result<Option<Arrived>> {
        let mut query = self
            .sql
            .prepare_cached(&format!("{ARRIVED} WHERE a.edo_document_id = ?1"))?;
        optional(query.query_row([id.0], arrived))
    }

    /// Documents whose bytes are to be fetched now, the newest first.
    pub fn arrivals_without_content(
        &self,
        connection: ConnectionId,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Arrived>> {
        let mut query = self.sql.prepare_cached(&format!(
            "{ARRIVED} WHERE a.edo_document_id IN (
                 SELECT edo_document_id FROM arrivals WHERE connection_id = ?1 AND content_state = 'awaited'
                     AND (next_attempt_at_ns IS NULL OR next_attempt_at_ns <= ?2)
                 UNION ALL
                 SELECT edo_document_id FROM arrivals WHERE connection_id = ?1 AND content_state = 'lost'
                     AND next_attempt_at_ns <= ?2)
             ORDER BY a.edo_document_id DESC LIMIT ?3"
        ))?;
        collected(query.query_map(params![connection.0, At(now), limit], arrived)?)
    }

    /// When the next bytes are due; a long past instant for those that may be fetched at once, none when all are here.
    pub fn next_content_due(&self, connection: ConnectionId) -> Result<Option<Timestamp>> {
        let mut query = self.sql.prepare_cached(
            "SELECT min(due) FROM (
                 SELECT min(coalesce(next_attempt_at_ns, 0)) AS due FROM arrivals
                     WHERE connection_id = ?1 AND content_state = 'awaited'
                 UNION ALL
                 SELECT min(next_attempt_at_ns) FROM arrivals
                     WHERE connection_id = ?1 AND content_state = 'lost' AND next_attempt_at_ns IS NOT NULL)",
        )?;
        let due: Option<At> = query.query_row([connection.0], |row| row.get(0))?;
        Ok(due.map(|at| at.0))
    }

    /// The other documents of a package, oldest first.
    pub fn documents_of_package(&self, package_id: &str) -> Result<Vec<DocumentId>> {
        let mut query = self.sql.prepare_cached(
            "SELECT e.document_id FROM arrivals a JOIN edo_documents e ON e.id = a.edo_document_id
             WHERE a.package_id = ?1 AND a.package_id <> '' ORDER BY e.document_id",
        )?;
        collected(query.query_map([package_id], |row| row.get(0).map(DocumentId))?)
    }
}

impl Writer<'_> {
    /// Notes that a document came. Its life at the operator must be there already.
    pub fn insert_arrived(&self, new: &NewArrived) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO arrivals
                     (edo_document_id, connection_id, from_box, package_id, file_name, answer, signature_entity_id,
                      via_box)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                new.edo_document.0,
                new.connection.0,
                new.from_box,
                new.package_id,
                new.file_name,
                Name(new.answer),
                new.signature_entity_id,
                new.via_box
            ])?;
        Ok(())
    }

    /// Notes what became of an attempt to fetch the bytes.
    pub fn set_content(&self, id: EdoDocumentId, change: &ContentChange) -> Result<()> {
        let changed = self
            .sql
            .prepare_cached(
                "UPDATE arrivals SET content_state = ?1, attempts = ?2, next_attempt_at_ns = ?3, failure_text = ?4
                 WHERE edo_document_id = ?5",
            )?
            .execute(params![
                Name(change.state),
                change.attempts,
                change.next_attempt_at.map(At),
                change.failure_text,
                id.0
            ])?;
        if changed == 0 {
            return Err(Error::Missing("document that came".to_owned()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
