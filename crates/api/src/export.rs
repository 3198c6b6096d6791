//! `documents.export`: chosen rows as a table.

use engine::{Engine, ExportFormat, ExportRequest, ExportRows, Letters};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::filter::{Chosen, Selection, Sort, order};

/// Rows to be written into a table.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ExportDocuments {
    pub selection: Selection,
    /// Newest first for a filter, the order given for `ids` when absent or empty.
    pub sort: Option<Vec<Sort>>,
    /// Columns in their order: `date`, `number`, `counterparty`, `inn`, `kind`, `firm`, `total`, `currency`, `vat`,
    /// `status`, `since`, `assignee`, `direction`, `comment`, `operator_text`.
    pub columns: Vec<String>,
    pub format: TableFormat,
    /// Of a CSV; UTF-8 when absent.
    pub encoding: Option<TableLetters>,
}

/// What becomes of the rows.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TableFormat {
    Xlsx,
    /// Parted by semicolons, decimal commas.
    Csv,
    /// Parted by tabs, for the clipboard; at most 10 000 rows.
    Text,
}

/// How the letters of a CSV are written.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
pub(crate) enum TableLetters {
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "windows-1251")]
    Windows1251,
}

/// A table that was written.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ExportedTable {
    /// Address for `files.save`, good until newer papers need the room; `null` for text.
    pub blob: Option<String>,
    /// Name for a file.
    pub name: String,
    /// The text for the clipboard; `null` for a file.
    pub text: Option<String>,
    /// Rows beside the headings.
    pub rows: usize,
}

pub(crate) async fn export(engine: &Engine, request: ExportDocuments) -> Result<ExportedTable, Failure> {
    let is_in_order = request.sort.as_ref().is_some_and(|columns| !columns.is_empty());
    let sort = order(request.sort, "documents.export")?;
    let rows = match request.selection.chosen(engine, "documents.export")? {
        Chosen::Ids(ids) => ExportRows::These(ids, is_in_order.then_some(sort)),
        Chosen::Query(mut query, except) => {
            query.sort = sort;
            ExportRows::Of(query, except)
        }
    };
    let columns = engine::export_columns(&request.columns).map_err(|name| {
        let reason = format!("столбца «{name}» нет, или он назван дважды");
        Failure::bad_request("documents.export", "columns", &reason)
    })?;
    let format = match (request.format, request.encoding) {
        (TableFormat::Xlsx, _) => ExportFormat::Workbook,
        (TableFormat::Csv, Some(TableLetters::Windows1251)) => ExportFormat::Csv(Letters::Windows1251),
        (TableFormat::Csv, _) => ExportFormat::Csv(Letters::Utf8),
        (TableFormat::Text, _) => ExportFormat::Text,
    };
    let table = engine
        .export(ExportRequest {
            rows,
            columns,
            format,
        })
        .await?;
    Ok(ExportedTable {
        blob: table.blob.map(|blob| blob.to_string()),
        name: table.name,
        text: table.text,
        rows: table.rows,
    })
}
