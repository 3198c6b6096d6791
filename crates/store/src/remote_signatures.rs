//! Signatures that an operator has under a document and that were not put on it here: what answered it, who stood between,
//! and ours from the operator's cabinet. Their bytes are fetched later and lie in `document_signatures` then.

use domain::{ConnectionId, DocumentId, EdoDocumentId, EdoFileId, RemoteDocument, SigningParty};
use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::arrivals::ContentState;
use crate::columns::{At, Name, collected};
use crate::{Error, Reader, Result, Writer};

/// A signature that the operator told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRemoteSignature {
    /// The life of the document at the operator.
    pub edo_document: EdoDocumentId,
    /// The operator's name for the signature, in the message of the document.
    pub entity_id: String,
    /// By which connection it is fetched.
    pub connection: ConnectionId,
    /// Whose it is.
    pub party: SigningParty,
    /// The answering title that is signed; none: the document itself is.
    pub title: Option<RemoteTitle>,
}

/// An answering title at the operator, in the message of its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteTitle {
    /// The operator's name for it.
    pub entity_id: String,
    /// Name of its file.
    pub file_name: String,
}

/// One whose bytes are due, with the file that it signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteSignature {
    /// What the operator told.
    pub body: NewRemoteSignature,
    /// Where its bytes are asked for.
    pub remote: RemoteDocument,
    /// The business document.
    pub document: DocumentId,
    /// The file of the document: what is signed, or what the title answers.
    pub file: EdoFileId,
    /// How often it was asked for in vain.
    pub attempts: u32,
}

/// What became of an attempt to fetch one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemoteSignatureChange {
    /// Where the bytes are now.
    pub state: ContentState,
    /// How often they were asked for in vain.
    pub attempts: u32,
    /// Not to be tried before that instant; none: at once.
    pub next_attempt_at: Option<Timestamp>,
}

const SIGNATURE: &str =
    "SELECT r.edo_document_id, r.entity_id, r.connection_id, r.party, r.attempts, e.message_id,
         e.document_id, e.edo_file_id, r.title_entity_id, r.title_file_name
     FROM remote_signatures r JOIN edo_documents e ON e.id = r.edo_document_id";

fn remote_signature(row: &Row<'_>) -> rusqlite::Result<RemoteSignature> {
    let entity_id: String = row.get(1)?;
    let title = RemoteTitle {
        entity_id: row.get(8)?,
        file_name: row.get(9)?,
    };
    Ok(RemoteSignature {
        body: NewRemoteSignature {
            edo_document: EdoDocumentId(row.get(0)?),
            entity_id: entity_id.clone(),
            connection: ConnectionId(row.get(2)?),
            party: row.get::<_, Name<_>>(3)?.0,
            title: (!title.entity_id.is_empty()).then_some(title),
        },
        remote: RemoteDocument {
            message_id: row.get(5)?,
            entity_id,
        },
        attempts: row.get(4)?,
        document: DocumentId(row.get(6)?),
        file: EdoFileId(row.get(7)?),
    })
}

impl Reader<'_> {
    /// Signatures whose bytes are to be fetched now, of documents whose own bytes are here.
    pub fn remote_signatures_due(
        &self,
        connection: ConnectionId,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<RemoteSignature>> {
        let mut query = self.sql.prepare_cached(&format!(
            "{SIGNATURE} WHERE r.connection_id = ?1 AND r.content_state = 'awaited'
                 AND (r.next_attempt_at_ns IS NULL OR r.next_attempt_at_ns <= ?2)
                 AND e.message_id IS NOT NULL AND e.edo_file_id IS NOT NULL
             LIMIT ?3",
        ))?;
        collected(query.query_map(params![connection.0, At(now), limit], remote_signature)?)
    }

    /// Whether the operator ever told of signatures under this life of a document.
    pub fn has_remote_signatures(&self, edo_document: EdoDocumentId) -> Result<bool> {
        let mut query = self
            .sql
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM remote_signatures WHERE edo_document_id = ?1)")?;
        Ok(query.query_row([edo_document.0], |row| row.get(0))?)
    }

    /// Signatures of one life of a document whose bytes are not here yet, whatever their time.
    pub fn remote_signatures_of(&self, edo_document: EdoDocumentId) -> Result<Vec<RemoteSignature>> {
        let mut query = self.sql.prepare_cached(&format!(
            "{SIGNATURE} WHERE r.edo_document_id = ?1 AND r.content_state = 'awaited'
                 AND e.message_id IS NOT NULL AND e.edo_file_id IS NOT NULL"
        ))?;
        collected(query.query_map([edo_document.0], remote_signature)?)
    }
}

impl Writer<'_> {
    /// Notes that the operator has this signature; once, however often it is told. One of ours is passed over where a
    /// signature of ours that left with this very sending is kept already. True where it was new.
    pub fn note_remote_signature(&self, new: &NewRemoteSignature) -> Result<bool> {
        let title = new.title.as_ref();
        let added = self
            .sql
            .prepare_cached(
                "INSERT INTO remote_signatures (edo_document_id, entity_id, connection_id, party, title_entity_id,
                     title_file_name)
                 SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE ?4 <> 'us' OR NOT EXISTS (
                     SELECT 1 FROM edo_documents e JOIN edo_files f ON f.document_id = e.document_id
                         JOIN document_signatures s ON s.edo_file_id = f.id
                     WHERE e.id = ?1 AND s.party = 'us' AND s.edo_document_id = e.id)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(params![
                new.edo_document.0,
                new.entity_id,
                new.connection.0,
                Name(new.party),
                title.map(|title| title.entity_id.as_str()).unwrap_or_default(),
                title.map(|title| title.file_name.as_str()).unwrap_or_default()
            ])?;
        Ok(added > 0)
    }

    /// Notes what became of an attempt to fetch one.
    pub fn set_remote_signature(
        &self,
        signature: &NewRemoteSignature,
        change: RemoteSignatureChange,
    ) -> Result<()> {
        let changed = self
            .sql
            .prepare_cached(
                "UPDATE remote_signatures SET content_state = ?1, attempts = ?2, next_attempt_at_ns = ?3
                 WHERE edo_document_id = ?4 AND entity_id = ?5",
            )?
            .execute(params![
                Name(change.state),
                change.attempts,
                change.next_attempt_at.map(At),
                signature.edo_document.0,
                signature.entity_id
            ])?;
        if changed == 0 {
            return Err(Error::Missing("signature at the operator".to_owned()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
