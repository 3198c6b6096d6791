//! A hundred thousand rows as XLSX, beside bare `rust_xlsxwriter` over a plain query of the same file: the same values,
//! the same way of keeping rows out of the memory.

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use serde_json::{Value, json};

use crate::figure::{Figure, rate, timed};
use crate::office::{Office, Sendings};

const DOCUMENTS: usize = 100_000;
const COLUMNS: [&str; 9] = [
    "date",
    "number",
    "counterparty",
    "inn",
    "kind",
    "firm",
    "total",
    "status",
    "since",
];
const VALUES: &str = "SELECT d.listed_on, d.number, c.name, c.inn, coalesce(k.name, d.title), f.name,
    d.total_kopecks / 100.0, d.status, d.status_since_ns / 1e9
    FROM documents d LEFT JOIN firms f ON f.id = d.firm_id LEFT JOIN counterparties c ON c.id = d.counterparty_id
    LEFT JOIN kinds k ON k.id = d.kind_id ORDER BY d.listed_on DESC, d.id DESC";

pub fn figures() -> Vec<Figure> {
    let office = Office::with(DOCUMENTS, Sendings::None);
    let sql = office.rows();
    let engine = office.engine();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let request = json!({ "selection": { "filter": {} }, "columns": COLUMNS, "format": "xlsx" });
    let export = || {
        runtime
            .block_on(api::dispatch(&engine, "documents.export", request.clone()))
            .expect("a table")
            .read::<Value>()
            .expect("JSON")
    };
    let (bytes, bare) = timed(|| written(&sql).expect("a workbook"));
    assert!(bytes.len() > DOCUMENTS, "a workbook of all rows");
    let (table, ours) = timed(export);
    assert_eq!(table["rows"], DOCUMENTS, "{table}");
    let per_second = |took| rate(DOCUMENTS, took);
    vec![
        Figure::beside_floor("export.xlsx", "rows/s", per_second(ours), per_second(bare))
            .goal("100 000 rows in ≤ 10 s", |figure| {
                figure.value >= DOCUMENTS as f64 / 10.0
            }),
    ]
}

fn written(sql: &Connection) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    let mut query = sql.prepare(VALUES).expect("a query");
    let columns = query.column_count();
    let mut rows = query.query([]).expect("rows");
    let mut number = 0;
    while let Some(row) = rows.next().expect("a row") {
        for column in 0..columns {
            cell(
                sheet,
                number,
                column as u16,
                row.get_ref(column).expect("a value"),
            )?;
        }
        number += 1;
    }
    book.save_to_buffer()
}

fn cell(sheet: &mut Worksheet, row: u32, column: u16, value: ValueRef<'_>) -> Result<(), XlsxError> {
    match value {
        ValueRef::Integer(number) => sheet.write_number(row, column, number as f64)?,
        ValueRef::Real(number) => sheet.write_number(row, column, number)?,
        ValueRef::Text(text) => sheet.write_string(row, column, String::from_utf8_lossy(text))?,
        ValueRef::Null | ValueRef::Blob(_) => sheet,
    };
    Ok(())
}
