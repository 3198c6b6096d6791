//! Lines of documents.

use domain::{DocumentId, Line};
use rusqlite::{Row, params};
use rust_decimal::Decimal;

use super::money;
use crate::columns::{Json, Kopecks, Sparse, collected};
use crate::{Reader, Result, Writer};

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
        details: row.get::<_, Json<_>>("details")?.0,
    })
}

impl Reader<'_> {
    pub(super) fn document_lines(&self, id: DocumentId) -> Result<Vec<Line>> {
        let mut lines = self.sql.prepare_cached(
            "SELECT name, unit, quantity, price, vat_rate, vat_kopecks, total_kopecks, details FROM document_lines
             WHERE document_id = ?1 ORDER BY position",
        )?;
        collected(lines.query_map([id.0], line)?)
    }
}

impl Writer<'_> {
    /// Makes these lines of those: only lines that differ are written, so that a keystroke in a long document costs
    /// little.
    pub(super) fn write_lines(&self, id: DocumentId, before: &[Line], lines: &[Line]) -> Result<()> {
        let mut write = self.sql.prepare_cached(
            "INSERT OR REPLACE INTO document_lines
                 (document_id, position, name, unit, quantity, price, vat_rate, vat_kopecks, total_kopecks, details)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        for (index, line) in lines.iter().enumerate() {
            if before.get(index) == Some(line) {
                continue;
            }
            write.execute(params![
                id.0,
                position(index),
                line.name,
                line.unit,
                line.quantity.map(Json),
                line.price.map(Json),
                Json(&line.vat_rate),
                line.vat_amount.map(Kopecks),
                line.total.map(Kopecks),
                Sparse(&line.details)
            ])?;
        }
        if before.len() > lines.len() {
            self.sql
                .prepare_cached("DELETE FROM document_lines WHERE document_id = ?1 AND position >= ?2")?
                .execute([id.0, position(lines.len())])?;
        }
        Ok(())
    }
}

fn position(index: usize) -> i64 {
    i64::try_from(index).map_or(i64::MAX, |index| index + 1)
}
