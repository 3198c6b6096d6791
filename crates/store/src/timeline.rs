//! The timeline of a document's card: who did what and when.

use domain::{DocumentId, EdoDocumentId, EventActor, EventFact};
use jiff::Timestamp;
use rusqlite::{Row, params};

use crate::columns::{At, Json, Name, collected};
use crate::{Reader, Result, Writer};

/// One line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEntry {
    /// Of which document.
    pub document: DocumentId,
    /// Of which sending, if it belongs to one.
    pub edo_document: Option<EdoDocumentId>,
    /// When it happened.
    pub at: Timestamp,
    /// Who acted.
    pub actor: EventActor,
    /// What happened.
    pub fact: EventFact,
}

fn entry(row: &Row<'_>) -> rusqlite::Result<TimelineEntry> {
    Ok(TimelineEntry {
        document: DocumentId(row.get("document_id")?),
        edo_document: row.get::<_, Option<i64>>("edo_document_id")?.map(EdoDocumentId),
        at: row.get::<_, At>("at_ns")?.0,
        actor: row.get::<_, Name<_>>("actor")?.0,
        fact: row.get::<_, Json<_>>("fact")?.0,
    })
}

impl Reader<'_> {
    /// The timeline of a document, by the instant and then by the order in which it was learned.
    pub fn timeline(&self, document: DocumentId) -> Result<Vec<TimelineEntry>> {
        let mut query = self.sql.prepare_cached(
            "SELECT document_id, edo_document_id, at_ns, actor, fact FROM timeline
             WHERE document_id = ?1 ORDER BY at_ns, id",
        )?;
        collected(query.query_map([document.0], entry)?)
    }
}

impl Writer<'_> {
    /// Adds a line.
    pub fn add_timeline(&self, entry: &TimelineEntry) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO timeline (document_id, edo_document_id, at_ns, actor, fact)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                entry.document.0,
                entry.edo_document.map(|id| id.0),
                At(entry.at),
                Name(entry.actor),
                Json(&entry.fact)
            ])?;
        Ok(())
    }
}
