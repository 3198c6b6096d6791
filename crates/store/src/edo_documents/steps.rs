//! The steps of sendings that days are counted by and documents are found by.

use domain::{DocumentId, EdoDocumentId, FirmId};
use jiff::Timestamp;
use rusqlite::named_params;

use crate::columns::{At, collected};
use crate::{Reader, Result};

/// A step of a sending's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// It came to the operator.
    Sent,
    /// The other side signed it.
    Signed,
    /// The other side refused to sign it.
    Refused,
}

impl Step {
    /// All of them, in the order in which they may happen.
    pub const ALL: [Self; 3] = [Self::Sent, Self::Signed, Self::Refused];

    pub(crate) fn column(self) -> &'static str {
        match self {
            Self::Sent => "sent_at_ns",
            Self::Signed => "signed_at_ns",
            Self::Refused => "refused_at_ns",
        }
    }

    pub(crate) fn index(self) -> &'static str {
        match self {
            Self::Sent => "edo_documents_sent",
            Self::Signed => "edo_documents_signed",
            Self::Refused => "edo_documents_refused",
        }
    }
}

/// A step that some sending of a document took within a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happened {
    /// Which.
    pub step: Step,
    /// At this instant or later.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub before: Option<Timestamp>,
}

/// When a sending of a document took a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenStep {
    /// Of which document.
    pub document: DocumentId,
    /// Which sending.
    pub edo_document: EdoDocumentId,
    /// When.
    pub at: Timestamp,
}

/// Documents of which a later sending took the step since `:from`, with every sending that took it since then.
pub(crate) fn repeated_sql(step: Step) -> String {
    let (column, index) = (step.column(), step.index());
    format!(
        "SELECT DISTINCT e.document_id, e.id, e.{column}
         FROM edo_documents again INDEXED BY {index}_again
         CROSS JOIN edo_documents e INDEXED BY edo_documents_by_document ON e.document_id = again.document_id
         CROSS JOIN documents d ON d.id = again.document_id
         WHERE again.is_again = 1 AND again.{column} >= :from AND e.{column} >= :from
             AND (:firm IS NULL OR d.firm_id = :firm)
         ORDER BY e.document_id, e.{column}, e.id"
    )
}

impl Reader<'_> {
    /// The sendings that took this step since `from`, of documents that were sent more than once; of one firm or of all.
    /// Ordered by document and instant.
    pub fn repeated_steps(
        &self,
        step: Step,
        firm: Option<FirmId>,
        from: Timestamp,
    ) -> Result<Vec<TakenStep>> {
        let mut query = self.sql.prepare_cached(&repeated_sql(step))?;
        let values = named_params! { ":from": At(from), ":firm": firm.map(|id| id.0) };
        collected(query.query_map(values, |row| {
            Ok(TakenStep {
                document: DocumentId(row.get(0)?),
                edo_document: EdoDocumentId(row.get(1)?),
                at: row.get::<_, At>(2)?.0,
            })
        })?)
    }
}
