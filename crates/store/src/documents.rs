//! Business documents: one row each, its lines beside it. For lists see `document_list.rs`, for files `edo_files.rs`.

use domain::{
    CounterpartyId, Document, DocumentId, EdoStatus, EmployeeId, FirmId, IndividualId, KindId, Money,
    NewDocument, StoredFile,
};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rusqlite::{Row, params};

use crate::columns::{Address, At, Bytes, Day, Json, Kopecks, Name, Sparse, collected, optional};
use crate::edo_files::EdoFileRow;
use crate::{Error, PageKey, Reader, Result, Writer};

mod editing;
mod indexing;
mod lines;
mod number_order;
mod similar;

pub(crate) use number_order::{number_order, order_numbers};
pub use similar::Similar;

const DOCUMENT: &str = "
    SELECT d.id, d.firm_id, d.counterparty_id, d.individual_id, d.assignee_id, d.direction, d.kind_id, d.format,
        d.number, d.issued_on, d.total_kopecks, d.vat_kopecks, d.currency, d.title, d.origin, d.details,
        d.created_at_ns, d.revision,
        f.blob AS file_blob, f.name AS file_name, f.size_bytes AS file_size_bytes, f.revision AS file_revision
    FROM documents d LEFT JOIN edo_files f ON f.id = d.edo_file_id
    WHERE d.id = ?1";

fn document(row: &Row<'_>) -> rusqlite::Result<Document> {
    Ok(Document {
        id: DocumentId(row.get("id")?),
        created_at: row.get::<_, At>("created_at_ns")?.0,
        revision: row.get("revision")?,
        file_revision: row.get("file_revision")?,
        body: NewDocument {
            firm: row.get::<_, Option<i64>>("firm_id")?.map(FirmId),
            counterparty: row.get::<_, Option<i64>>("counterparty_id")?.map(CounterpartyId),
            individual: row.get::<_, Option<i64>>("individual_id")?.map(IndividualId),
            assignee: row.get::<_, Option<i64>>("assignee_id")?.map(EmployeeId),
            direction: row.get::<_, Name<_>>("direction")?.0,
            kind: row.get::<_, Option<i64>>("kind_id")?.map(KindId),
            format: row.get::<_, Name<_>>("format")?.0,
            number: row.get("number")?,
            issued_on: row.get::<_, Option<Day>>("issued_on")?.map(|day| day.0),
            total: money(row, "total_kopecks")?,
            vat_amount: money(row, "vat_kopecks")?,
            currency: row.get("currency")?,
            title: row.get("title")?,
            file: file(row)?,
            origin: row.get::<_, Name<_>>("origin")?.0,
            lines: Vec::new(),
            details: row.get::<_, Json<_>>("details")?.0,
        },
    })
}

fn file(row: &Row<'_>) -> rusqlite::Result<Option<StoredFile>> {
    let Some(blob) = row.get::<_, Option<Address>>("file_blob")? else {
        return Ok(None);
    };
    Ok(Some(StoredFile {
        blob: blob.0,
        name: row.get("file_name")?,
        size: row.get::<_, Bytes>("file_size_bytes")?.0,
    }))
}

fn money(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Money>> {
    Ok(row.get::<_, Option<Kopecks>>(column)?.map(|kopecks| kopecks.0))
}

/// The place under which a document stands in lists: its own date, or the day it came in, by UTC.
fn place(id: DocumentId, issued_on: Option<Date>, created_at: Timestamp) -> PageKey {
    let date = issued_on.unwrap_or_else(|| created_at.to_zoned(TimeZone::UTC).date());
    PageKey::of(PageKey::day(date), id)
}

impl Reader<'_> {
    /// The document of this id, with its lines and its current file.
    pub fn document(&self, id: DocumentId) -> Result<Option<Document>> {
        let mut query = self.sql.prepare_cached(DOCUMENT)?;
        let Some(mut found) = optional(query.query_row([id.0], document))? else {
            return Ok(None);
        };
        found.body.lines = self.document_lines(id)?;
        Ok(Some(found))
    }

    /// Every document, oldest first, after the one given: for work on all of them, not for lists.
    pub fn every_document(&self, after: Option<DocumentId>, limit: u32) -> Result<Vec<DocumentId>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT id FROM documents WHERE id > ?1 ORDER BY id LIMIT ?2")?;
        let after = after.map_or(0, |id| id.0);
        collected(query.query_map(params![after, limit], |row| row.get(0).map(DocumentId))?)
    }
}

/// A row of `documents`; without an id it gets the next one.
pub(crate) struct NewRow<'a> {
    pub(crate) id: Option<DocumentId>,
    pub(crate) body: &'a NewDocument,
    pub(crate) created_at: Timestamp,
    pub(crate) revision: u32,
    pub(crate) status: EdoStatus,
    pub(crate) status_since: Timestamp,
}

impl Writer<'_> {
    /// Adds a document that was never sent. Its file, if it has one, is the first of its list and the current one.
    pub fn insert_document(&self, new: &NewDocument, at: Timestamp) -> Result<DocumentId> {
        let id = self.insert_row(&NewRow {
            id: None,
            body: new,
            created_at: at,
            revision: 1,
            status: EdoStatus::NotInEdo,
            status_since: at,
        })?;
        if let Some(file) = &new.file {
            let file = self.insert_edo_file(&EdoFileRow {
                id: None,
                document: id,
                file,
                format: new.format,
                revision: 1,
                at,
                print_form: "",
            })?;
            self.set_current_file(id, file)?;
        }
        self.index_new_document(place(id, new.issued_on, at), new)?;
        Ok(id)
    }

    /// Adds the row and its lines, without a file and without an entry in the search index.
    pub(crate) fn insert_row(&self, row: &NewRow<'_>) -> Result<DocumentId> {
        let new = row.body;
        let listed_on = place(DocumentId(0), new.issued_on, row.created_at).listed_on();
        self.sql
            .prepare_cached(
                "INSERT INTO documents (id, firm_id, counterparty_id, individual_id, assignee_id, direction, kind_id,
                     format, number, issued_on, listed_on, total_kopecks, vat_kopecks, currency, title, origin,
                     details, revision, status, status_since_ns, created_at_ns, number_key)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
                     ?21, ?22)",
            )?
            .execute(params![
                row.id.map(|id| id.0),
                new.firm.map(|id| id.0),
                new.counterparty.map(|id| id.0),
                new.individual.map(|id| id.0),
                new.assignee.map(|id| id.0),
                Name(new.direction),
                new.kind.map(|id| id.0),
                Name(new.format),
                new.number,
                new.issued_on.map(Day),
                listed_on,
                new.total.map(Kopecks),
                new.vat_amount.map(Kopecks),
                new.currency,
                new.title,
                Name(new.origin),
                Sparse(&new.details),
                row.revision,
                Name(row.status),
                At(row.status_since),
                At(row.created_at),
                number_order(&new.number)
            ])?;
        let id = DocumentId(self.sql.last_insert_rowid());
        self.write_lines(id, &[], &new.lines)?;
        Ok(id)
    }
}

fn missing() -> Error {
    Error::Missing("document".to_owned())
}

#[cfg(test)]
mod tests;
