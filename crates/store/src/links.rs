//! Which document rests on which: «введено на основании».

use domain::DocumentId;
use rusqlite::params;

use crate::columns::collected;
use crate::{Error, Reader, Result, Writer};

/// True when the second document rests on the first, over however many others.
const RESTS_ON: &str = "
    WITH RECURSIVE below (id) AS (
        SELECT ?1 UNION SELECT l.document_id FROM document_links l JOIN below ON l.based_on_id = below.id
    )
    SELECT 1 FROM below WHERE id = ?2";

impl Reader<'_> {
    /// The documents on which this one rests, oldest first.
    pub fn based_on(&self, id: DocumentId) -> Result<Vec<DocumentId>> {
        self.linked(
            "SELECT based_on_id FROM document_links WHERE document_id = ?1 ORDER BY based_on_id",
            id,
        )
    }

    /// The documents that rest on this one, oldest first.
    pub fn basis_for(&self, id: DocumentId) -> Result<Vec<DocumentId>> {
        self.linked(
            "SELECT document_id FROM document_links WHERE based_on_id = ?1 ORDER BY document_id",
            id,
        )
    }

    fn linked(&self, sql: &str, id: DocumentId) -> Result<Vec<DocumentId>> {
        let mut query = self.sql.prepare_cached(sql)?;
        collected(query.query_map([id.0], |row| row.get(0).map(DocumentId))?)
    }
}

impl Writer<'_> {
    /// Notes that one document rests on another; nothing changes when that is known. [`Error::Conflict`] when they
    /// would rest on each other.
    pub fn link_documents(&self, document: DocumentId, based_on: DocumentId) -> Result<()> {
        for id in [document, based_on] {
            let is_there = self
                .sql
                .prepare_cached("SELECT 1 FROM documents WHERE id = ?1")?
                .exists([id.0])?;
            if !is_there {
                return Err(Error::Missing("document".to_owned()));
            }
        }
        let is_circle = self
            .sql
            .prepare_cached(RESTS_ON)?
            .exists([document.0, based_on.0])?;
        if is_circle {
            return Err(Error::Conflict(
                "the documents would rest on each other".to_owned(),
            ));
        }
        self.sql
            .prepare_cached(
                "INSERT INTO document_links (document_id, based_on_id) VALUES (?1, ?2)
                 ON CONFLICT (document_id, based_on_id) DO NOTHING",
            )?
            .execute(params![document.0, based_on.0])?;
        Ok(())
    }

    /// Notes that one document does not rest on another; nothing changes when it never did.
    pub fn unlink_documents(&self, document: DocumentId, based_on: DocumentId) -> Result<()> {
        self.sql
            .prepare_cached("DELETE FROM document_links WHERE document_id = ?1 AND based_on_id = ?2")?
            .execute([document.0, based_on.0])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
