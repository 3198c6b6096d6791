//! Since when the person was away, and which documents changed their status meanwhile.
//!
//! Changes are noted in the order in which the program learned of them, so one that happened before the person left
//! and was heard of afterwards is not lost. Whose doing a change was is told as the timeline tells it; what to show
//! of it is not decided here.

use domain::{DocumentId, EdoStatus};
use jiff::Timestamp;

use crate::columns::{At, Name, collected, optional};
use crate::{Reader, Result, Writer};

/// A document's status changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusChange {
    /// Whose.
    pub document: DocumentId,
    /// When the document came into the registry.
    pub created_at: Timestamp,
    /// The status before.
    pub from: EdoStatus,
    /// The status since.
    pub to: EdoStatus,
    /// Since when it holds.
    pub at: Timestamp,
    /// The timeline tells of nothing at that instant but our own side's acts, and of at least one.
    pub is_ours: bool,
}

const CHANGES: &str = "
    SELECT s.document_id, d.created_at_ns, s.from_status, s.to_status, s.at_ns,
        coalesce((SELECT min(t.actor = 'us') FROM timeline t WHERE t.document_id = s.document_id AND t.at_ns = s.at_ns), 0)
    FROM status_changes s JOIN documents d ON d.id = s.document_id
    ORDER BY s.id";

impl Reader<'_> {
    /// When the person last left; none before the first time.
    pub fn left_at(&self) -> Result<Option<Timestamp>> {
        let mut query = self.sql.prepare_cached("SELECT left_at_ns FROM visits")?;
        Ok(optional(query.query_row([], |row| row.get::<_, At>(0)))?.map(|At(at)| at))
    }

    /// Every change of a status since then of documents that are still there, in the order of learning. Costs as much
    /// as changed, whatever the size of the registry.
    pub fn status_changes(&self) -> Result<Vec<StatusChange>> {
        let mut query = self.sql.prepare_cached(CHANGES)?;
        collected(query.query_map([], |row| {
            Ok(StatusChange {
                document: DocumentId(row.get(0)?),
                created_at: row.get::<_, At>(1)?.0,
                from: row.get::<_, Name<_>>(2)?.0,
                to: row.get::<_, Name<_>>(3)?.0,
                at: row.get::<_, At>(4)?.0,
                is_ours: row.get(5)?,
            })
        })?)
    }
}

impl Writer<'_> {
    /// The person leaves: what changed before is forgotten, and changes are noted from now on.
    pub fn note_leaving(&self, at: Timestamp) -> Result<()> {
        self.sql
            .prepare_cached("DELETE FROM status_changes")?
            .execute([])?;
        self.sql
            .prepare_cached(
                "INSERT INTO visits (id, left_at_ns) VALUES (1, ?1)
                 ON CONFLICT (id) DO UPDATE SET left_at_ns = excluded.left_at_ns",
            )?
            .execute([At(at)])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
