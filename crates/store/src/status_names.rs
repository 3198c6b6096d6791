//! Names by which operators call their statuses, as a person taught them («Соответствия»), and sendings under names that
//! nobody knows.
//!
//! What a name means is decided elsewhere.

use domain::{EdoDocumentId, OperatorKind};
use rusqlite::params;

use crate::columns::collected;
use crate::{Reader, Result, Writer};

/// A name and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusName {
    /// The operator's own words.
    pub name: String,
    /// Stable name of the operator's status.
    pub means: String,
}

impl Reader<'_> {
    /// The names that a person taught, by the alphabet.
    pub fn status_names(&self, operator: &OperatorKind) -> Result<Vec<StatusName>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT name, means FROM status_names WHERE operator = ?1 ORDER BY name")?;
        collected(query.query_map([&operator.0], |row| {
            Ok(StatusName {
                name: row.get("name")?,
                means: row.get("means")?,
            })
        })?)
    }

    /// Sendings by this operator whose documents have «Неизвестный статус», newest first. Looks at no other documents.
    pub fn unknown_edo_documents(&self, operator: &OperatorKind, limit: u32) -> Result<Vec<EdoDocumentId>> {
        let mut query = self.sql.prepare_cached(
            "SELECT e.id FROM documents d
             JOIN edo_documents e ON e.id = (
                 SELECT max(newest.id) FROM edo_documents newest WHERE newest.document_id = d.id)
             JOIN connections c ON c.id = e.connection_id
             WHERE d.status = 'unknown' AND c.operator = ?1 AND c.is_removed = 0 AND e.message_id IS NOT NULL
             ORDER BY e.id DESC LIMIT ?2",
        )?;
        collected(query.query_map(params![operator.0, limit], |row| Ok(EdoDocumentId(row.get(0)?)))?)
    }
}

impl Writer<'_> {
    /// Teaches a name; one that is known already gets the new meaning.
    pub fn save_status_name(&self, operator: &OperatorKind, taught: &StatusName) -> Result<()> {
        self.sql
            .prepare_cached(
                "INSERT INTO status_names (operator, name, means) VALUES (?1, ?2, ?3)
                 ON CONFLICT (operator, name) DO UPDATE SET means = excluded.means",
            )?
            .execute(params![operator.0, taught.name, taught.means])?;
        Ok(())
    }

    /// Forgets a name. Says whether it was there.
    pub fn remove_status_name(&self, operator: &OperatorKind, name: &str) -> Result<bool> {
        let removed = self
            .sql
            .prepare_cached("DELETE FROM status_names WHERE operator = ?1 AND name = ?2")?
            .execute(params![operator.0, name])?;
        Ok(removed > 0)
    }
}

#[cfg(test)]
mod tests;
