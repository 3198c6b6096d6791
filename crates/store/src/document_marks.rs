//! By what documents can be found beside their status, and how many of them ask something of us. Written by whoever derives
//! the status.

use std::collections::HashSet;

use domain::facets::DocflowFacets;
use domain::{DocflowMark, DocumentId, EdoStatus, FirmId};
use rusqlite::{Connection, params};

use crate::columns::{Json, collected};
use crate::document_list::{Counted, counts_of};
use crate::{Reader, Result, Writer};

#[cfg(test)]
mod tests;

/// So many entries of a mark are read at once rather than looked up document by document.
const FEW: i64 = if cfg!(test) { 2 } else { 1000 };

impl Reader<'_> {
    /// How many documents of each status ask something of us, of one firm or of all, in the order of the statuses. Kept
    /// up to date by every change, never counted anew.
    pub fn owed_counts(&self, firm: Option<FirmId>) -> Result<Vec<(EdoStatus, u64)>> {
        counts_of(self.sql, Counted::Owed, firm)
    }

    /// Those of these documents that bear this mark. One look where few documents bear it.
    pub fn bearing(&self, mark: DocflowMark, documents: &[DocumentId]) -> Result<HashSet<DocumentId>> {
        if documents.is_empty() {
            return Ok(HashSet::new());
        }
        let mut all = self.sql.prepare_cached(
            "SELECT document_id FROM document_marks INDEXED BY document_marks_by_mark WHERE mark = ?1 LIMIT ?2",
        )?;
        let found = all.query_map(params![mark.code(), FEW + 1], |row| row.get(0).map(DocumentId))?;
        let bearing: HashSet<DocumentId> = collected(found)?.into_iter().collect();
        if i64::try_from(bearing.len()).is_ok_and(|number| number <= FEW) {
            return Ok(documents
                .iter()
                .copied()
                .filter(|id| bearing.contains(id))
                .collect());
        }
        let mut one = self
            .sql
            .prepare_cached("SELECT 1 FROM document_marks WHERE document_id = ?1 AND mark = ?2")?;
        let mut bearing = HashSet::new();
        for id in documents {
            if one.exists(params![id.0, mark.code()])? {
                bearing.insert(*id);
            }
        }
        Ok(bearing)
    }
}

impl Writer<'_> {
    /// Notes that a document bears these marks and no others. Writes only what changed.
    pub fn set_document_marks(
        &self,
        id: DocumentId,
        marks: impl IntoIterator<Item = DocflowMark>,
    ) -> Result<()> {
        let marks: Vec<&str> = marks.into_iter().map(DocflowMark::code).collect();
        let mut query = self
            .sql
            .prepare_cached("SELECT mark FROM document_marks WHERE document_id = ?1")?;
        let before: Vec<String> = collected(query.query_map([id.0], |row| row.get(0))?)?;
        for gone in before.iter().filter(|mark| !marks.contains(&mark.as_str())) {
            self.sql
                .prepare_cached("DELETE FROM document_marks WHERE document_id = ?1 AND mark = ?2")?
                .execute(params![id.0, gone])?;
        }
        for come in marks.iter().filter(|mark| !before.iter().any(|old| old == *mark)) {
            insert(self.sql, id.0, come)?;
        }
        Ok(())
    }
}

fn insert(sql: &Connection, document: i64, mark: &str) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO document_marks (document_id, mark, listed_on)
         SELECT id, ?2, listed_on FROM documents WHERE id = ?1
         ON CONFLICT DO NOTHING",
    )?
    .execute(params![document, mark])?;
    Ok(())
}

/// Those sendings that speak for their documents: the newest that were not taken back.
const SPEAKING: &str = "edo_documents e WHERE e.facets IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM edo_documents later WHERE later.document_id = e.document_id AND later.id > e.id
        AND NOT EXISTS (
            SELECT 1 FROM outbox o
            WHERE o.edo_document_id = later.id AND o.kind = 'letter' AND o.state = 'cancelled'
        )
)";

/// Notes the marks of everything that was sent before there were marks.
pub(crate) fn mark_all(sql: &Connection) -> Result<()> {
    let mut query = sql.prepare(&format!("SELECT e.document_id, e.facets FROM {SPEAKING}"))?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let document: i64 = row.get(0)?;
        let Json(facets): Json<DocflowFacets> = row.get(1)?;
        for mark in DocflowMark::of(&facets) {
            insert(sql, document, mark.code())?;
        }
    }
    Ok(())
}

/// Marks what asks something of us and came before that was a mark: each such document bears one of these already.
pub(crate) fn mark_owed(sql: &Connection) -> Result<()> {
    const ASKS: [DocflowMark; 6] = [
        DocflowMark::OurSignatureRequired,
        DocflowMark::OurSignatureInvalid,
        DocflowMark::ReceiptRequired,
        DocflowMark::AmendmentRequested,
        DocflowMark::RevocationRequestedByThem,
        DocflowMark::ApprovalPending,
    ];
    let mut marked = sql.prepare("SELECT document_id FROM document_marks WHERE mark = ?1")?;
    let mut facets = sql.prepare(&format!("SELECT e.facets FROM {SPEAKING} AND e.document_id = ?1"))?;
    for mark in ASKS {
        let documents: Vec<i64> = collected(marked.query_map([mark.code()], |row| row.get(0))?)?;
        for document in documents {
            let mut rows = facets.query([document])?;
            while let Some(row) = rows.next()? {
                let Json(facets): Json<DocflowFacets> = row.get(0)?;
                if DocflowMark::of(&facets).any(|borne| borne == DocflowMark::OwedByUs) {
                    insert(sql, document, DocflowMark::OwedByUs.code())?;
                }
            }
        }
    }
    Ok(())
}
