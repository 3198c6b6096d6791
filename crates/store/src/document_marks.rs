//! By which values of facets documents can be found, beside their status. Written by whoever derives the status; read
//! by the registry alone.

use domain::facets::DocflowFacets;
use domain::{DocflowMark, DocumentId};
use rusqlite::{Connection, params};

use crate::columns::{Json, collected};
use crate::{Result, Writer};

impl Writer<'_> {
    /// Notes the marks of a document: those of the facets of its newest sending; none without facets. Writes only what
    /// changed.
    pub fn set_document_marks(&self, id: DocumentId, facets: Option<&DocflowFacets>) -> Result<()> {
        let marks: Vec<&str> = facets
            .into_iter()
            .flat_map(DocflowMark::of)
            .map(DocflowMark::code)
            .collect();
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

/// Notes the marks of everything that was sent before there were marks.
pub(crate) fn mark_all(sql: &Connection) -> Result<()> {
    let mut query = sql.prepare(
        "SELECT e.document_id, e.facets FROM edo_documents e WHERE e.facets IS NOT NULL AND NOT EXISTS (
             SELECT 1 FROM edo_documents later WHERE later.document_id = e.document_id AND later.id > e.id
                 AND NOT EXISTS (
                     SELECT 1 FROM outbox o
                     WHERE o.edo_document_id = later.id AND o.kind = 'letter' AND o.state = 'cancelled'
                 )
         )",
    )?;
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
