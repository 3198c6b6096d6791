//! The directory of kinds of documents, and the numbers that documents of each kind get.
//!
//! Which kinds there are at first, and how a number is written, is not decided here.

use domain::{EdoFormat, Kind, KindBody, KindId};
use rusqlite::{Row, params};

use crate::columns::{Json, Name, collected, optional};
use crate::error::is_duplicate;
use crate::{Error, Reader, Result, Writer};

mod counters;

fn kind(row: &Row<'_>) -> rusqlite::Result<Kind> {
    Ok(Kind {
        id: KindId(row.get("id")?),
        body: row.get::<_, Json<KindBody>>("body")?.0,
    })
}

impl Reader<'_> {
    /// Every kind, hidden ones too, in the order in which they came in.
    pub fn kinds(&self) -> Result<Vec<Kind>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT id, body FROM kinds ORDER BY id")?;
        collected(query.query_map([], kind)?)
    }

    /// The kind of this id.
    pub fn kind(&self, id: KindId) -> Result<Option<Kind>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT id, body FROM kinds WHERE id = ?1")?;
        optional(query.query_row([id.0], kind))
    }

    /// The kind of this stable name. An empty name is nobody's.
    pub fn kind_by_code(&self, code: &str) -> Result<Option<Kind>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT id, body FROM kinds WHERE code = ?1 AND code <> ''")?;
        optional(query.query_row([code], kind))
    }

    /// How many documents are of this kind. Kept up to date by every change, never counted anew.
    pub fn documents_of_kind(&self, id: KindId) -> Result<u64> {
        let mut query = self
            .sql
            .prepare_cached("SELECT documents FROM kind_counts WHERE kind_id = ?1")?;
        let count: Option<i64> = optional(query.query_row([id.0], |row| row.get(0)))?;
        Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
    }
}

impl Writer<'_> {
    /// Adds a kind or changes the one named. [`Error::Conflict`] when the stable name is another kind's.
    pub fn save_kind(&self, id: Option<KindId>, body: &KindBody) -> Result<KindId> {
        let values = params![
            id.map(|id| id.0),
            body.code,
            body.name,
            Json(body),
            body.is_hidden
        ];
        let done = match id {
            None => self
                .sql
                .prepare_cached(
                    "INSERT INTO kinds (id, code, name, body, is_hidden) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(values),
            Some(_) => self
                .sql
                .prepare_cached(
                    "UPDATE kinds SET code = ?2, name = ?3, body = ?4, is_hidden = ?5 WHERE id = ?1",
                )?
                .execute(values),
        };
        match (done, id) {
            (Err(cause), _) if is_duplicate(&cause) => Err(Error::Conflict(format!(
                "another kind has the code «{}»",
                body.code
            ))),
            (Err(cause), _) => Err(cause.into()),
            (Ok(0), _) => Err(missing()),
            (Ok(_), Some(id)) => Ok(id),
            (Ok(_), None) => Ok(KindId(self.sql.last_insert_rowid())),
        }
    }

    /// Removes a kind and its row of numbers. [`Error::Conflict`] while documents are of it: hide it then.
    pub fn remove_kind(&self, id: KindId) -> Result<()> {
        let documents = self.documents_of_kind(id)?;
        if documents > 0 {
            return Err(Error::Conflict(format!("{documents} documents are of this kind")));
        }
        for table in ["kind_counters", "kind_counts"] {
            self.sql
                .prepare_cached(&format!("DELETE FROM {table} WHERE kind_id = ?1"))?
                .execute([id.0])?;
        }
        let removed = self
            .sql
            .prepare_cached("DELETE FROM kinds WHERE id = ?1")?
            .execute([id.0])?;
        if removed == 0 { Err(missing()) } else { Ok(()) }
    }

    /// Gives a kind to every document of this format that has none; says to how many. No revision grows: nothing
    /// that a paper says has changed.
    pub fn adopt_documents_without_kind(&self, format: EdoFormat, id: KindId) -> Result<u64> {
        let changed = self
            .sql
            .prepare_cached("UPDATE documents SET kind_id = ?1 WHERE kind_id IS NULL AND format = ?2")?
            .execute(params![id.0, Name(format)])?;
        Ok(u64::try_from(changed).unwrap_or(0))
    }
}

fn missing() -> Error {
    Error::Missing("kind of documents".to_owned())
}

#[cfg(test)]
mod tests;
