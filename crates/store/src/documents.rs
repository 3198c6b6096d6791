//! Business documents: one row each, its lines beside it. For lists see `document_list.rs`.

use domain::{
    BlobId, CounterpartyId, Direction, Document, DocumentId, EdoStatus, FirmId, Line, Money, NewDocument,
    StoredFile,
};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rusqlite::{Row, params};
use rust_decimal::Decimal;

use crate::columns::{Address, At, Bytes, Day, Json, Kopecks, Name, collected, optional};
use crate::search::{document_terms, document_words};
use crate::{Error, PageKey, Reader, Result, Writer};

const COLUMNS: &str =
    "id, firm_id, counterparty_id, direction, kind, number, issued_on, total_kopecks, vat_kopecks,
     currency, title, file_blob, file_name, file_size_bytes, created_at_ns";

fn document(row: &Row<'_>) -> rusqlite::Result<Document> {
    Ok(Document {
        id: DocumentId(row.get("id")?),
        created_at: row.get::<_, At>("created_at_ns")?.0,
        body: NewDocument {
            firm: row.get::<_, Option<i64>>("firm_id")?.map(FirmId),
            counterparty: row.get::<_, Option<i64>>("counterparty_id")?.map(CounterpartyId),
            direction: row.get::<_, Name<_>>("direction")?.0,
            kind: row.get::<_, Name<_>>("kind")?.0,
            number: row.get("number")?,
            issued_on: row.get::<_, Option<Day>>("issued_on")?.map(|day| day.0),
            total: money(row, "total_kopecks")?,
            vat_amount: money(row, "vat_kopecks")?,
            currency: row.get("currency")?,
            title: row.get("title")?,
            file: StoredFile {
                blob: row.get::<_, Address>("file_blob")?.0,
                name: row.get("file_name")?,
                size: row.get::<_, Bytes>("file_size_bytes")?.0,
            },
            lines: Vec::new(),
        },
    })
}

fn money(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Money>> {
    Ok(row.get::<_, Option<Kopecks>>(column)?.map(|kopecks| kopecks.0))
}

fn line(row: &Row<'_>) -> rusqlite::Result<Line> {
    let decimal =
        |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<Json<Decimal>>>(column)?.map(|json| json.0));
    Ok(Line {
        name: row.get("name")?,
        unit: row.get("unit")?,
        quantity: decimal("quantity")?,
        price: decimal("price")?,
        vat_rate: row.get::<_, Json<_>>("vat_rate")?.0,
        vat_amount: money(row, "vat_kopecks")?,
        total: money(row, "total_kopecks")?,
    })
}

/// The date under which a document stands in lists: its own, or the day it came in, by UTC.
fn listing_date(new: &NewDocument, at: Timestamp) -> Date {
    new.issued_on.unwrap_or_else(|| at.to_zoned(TimeZone::UTC).date())
}

impl Reader<'_> {
    /// The document of this id, with its lines.
    pub fn document(&self, id: DocumentId) -> Result<Option<Document>> {
        let mut query = self
            .sql
            .prepare_cached(&format!("SELECT {COLUMNS} FROM documents WHERE id = ?1"))?;
        let Some(mut found) = optional(query.query_row([id.0], document))? else {
            return Ok(None);
        };
        let mut lines = self.sql.prepare_cached(
            "SELECT name, unit, quantity, price, vat_rate, vat_kopecks, total_kopecks FROM document_lines
             WHERE document_id = ?1 ORDER BY position",
        )?;
        found.body.lines = collected(lines.query_map([id.0], line)?)?;
        Ok(Some(found))
    }

    /// The first document that was made of this file.
    pub fn document_by_file(&self, blob: BlobId) -> Result<Option<DocumentId>> {
        let mut query = self
            .sql
            .prepare_cached("SELECT id FROM documents WHERE file_blob = ?1 ORDER BY id LIMIT 1")?;
        Ok(optional(query.query_row([Address(blob)], |row| row.get(0)))?.map(DocumentId))
    }
}

impl Writer<'_> {
    /// Adds a document that was never sent.
    pub fn insert_document(&self, new: &NewDocument, at: Timestamp) -> Result<DocumentId> {
        let listed_on = PageKey::day(listing_date(new, at));
        self.sql
            .prepare_cached(
                "INSERT INTO documents (firm_id, counterparty_id, direction, kind, number, issued_on, listed_on,
                     total_kopecks, vat_kopecks, currency, title, file_blob, file_name, file_size_bytes,
                     status, status_since_ns, created_at_ns)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?16)",
            )?
            .execute(params![
                new.firm.map(|id| id.0),
                new.counterparty.map(|id| id.0),
                Name(new.direction),
                Name(new.kind),
                new.number,
                new.issued_on.map(Day),
                listed_on,
                new.total.map(Kopecks),
                new.vat_amount.map(Kopecks),
                new.currency,
                new.title,
                Address(new.file.blob),
                new.file.name,
                Bytes(new.file.size),
                Name(EdoStatus::NotInEdo),
                At(at)
            ])?;
        let id = DocumentId(self.sql.last_insert_rowid());
        self.insert_lines(id, &new.lines)?;
        self.index_document(PageKey::of(listed_on, id), new)?;
        Ok(id)
    }

    fn insert_lines(&self, id: DocumentId, lines: &[Line]) -> Result<()> {
        let mut insert = self.sql.prepare_cached(
            "INSERT INTO document_lines
                 (document_id, position, name, unit, quantity, price, vat_rate, vat_kopecks, total_kopecks)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        for (position, line) in (1_i64..).zip(lines) {
            insert.execute(params![
                id.0,
                position,
                line.name,
                line.unit,
                line.quantity.map(Json),
                line.price.map(Json),
                Json(&line.vat_rate),
                line.vat_amount.map(Kopecks),
                line.total.map(Kopecks)
            ])?;
        }
        Ok(())
    }

    fn index_document(&self, key: PageKey, document: &NewDocument) -> Result<()> {
        let words = document_words(document);
        self.sql
            .prepare_cached("INSERT INTO document_words (document_id, words) VALUES (?1, ?2)")?
            .execute(params![key.id().0, words])?;
        self.set_terms(key, &words, document)
    }

    fn set_terms(&self, key: PageKey, words: &str, document: &NewDocument) -> Result<()> {
        self.sql
            .prepare_cached("INSERT OR REPLACE INTO document_terms (rowid, terms) VALUES (?1, ?2)")?
            .execute(params![key.rowid(), document_terms(words, document, key)])?;
        Ok(())
    }

    /// Settles who takes part.
    pub fn set_parties(
        &self,
        id: DocumentId,
        firm: Option<FirmId>,
        counterparty: Option<CounterpartyId>,
    ) -> Result<()> {
        let changed = self
            .sql
            .prepare_cached("UPDATE documents SET firm_id = ?1, counterparty_id = ?2 WHERE id = ?3")?
            .execute(params![firm.map(|id| id.0), counterparty.map(|id| id.0), id.0])?;
        let Some(document) = self.document(id)?.filter(|_| changed > 0) else {
            return Err(missing());
        };
        let key = PageKey::of(
            PageKey::day(listing_date(&document.body, document.created_at)),
            id,
        );
        self.set_terms(key, &document_words(&document.body), &document.body)
    }

    /// Settles which way it goes, once it is known which side is ours.
    pub fn set_direction(&self, id: DocumentId, direction: Direction) -> Result<()> {
        let changed = self
            .sql
            .prepare_cached("UPDATE documents SET direction = ?1 WHERE id = ?2")?
            .execute(params![Name(direction), id.0])?;
        if changed == 0 { Err(missing()) } else { Ok(()) }
    }

    /// Notes the status that lists show, and since when it holds.
    pub fn set_document_status(&self, id: DocumentId, status: EdoStatus, since: Timestamp) -> Result<()> {
        // Most events leave the status as it is: naming the column would rewrite three indexes for nothing.
        let same = self
            .sql
            .prepare_cached("UPDATE documents SET status_since_ns = ?2 WHERE id = ?3 AND status = ?1")?
            .execute(params![Name(status), At(since), id.0])?;
        if same > 0 {
            return Ok(());
        }
        let changed = self
            .sql
            .prepare_cached("UPDATE documents SET status = ?1, status_since_ns = ?2 WHERE id = ?3")?
            .execute(params![Name(status), At(since), id.0])?;
        if changed == 0 { Err(missing()) } else { Ok(()) }
    }
}

fn missing() -> Error {
    Error::Missing("document".to_owned())
}
