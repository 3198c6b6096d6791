//! «Экспорт»: chosen rows of the registry as XLSX, CSV, or text for the clipboard.
//!
//! Numbers are numbers, dates are dates, an ИНН keeps its zeros, and nothing is a formula. Rows are read and written in
//! small steps, so that a person may watch and end it; the file lies on the shelf beside prints, and saving it is up to
//! the window. Deliberately not here: pictures, several sheets, a choice of separators — Russian spreadsheets expect one.

mod cells;
mod delimited;
mod order;
mod table_file;
mod workbook;

use std::collections::HashSet;

use domain::{BlobId, DocumentId};
use store::{DocumentQuery, DocumentRow, Order, Reader};

use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::work::{Task, Work};
use crate::{Engine, Result};

pub use cells::ExportColumn;
use cells::{Cell, Exported};
pub(crate) use table_file::TableFile;
pub(crate) use workbook::MEDIA_TYPE as WORKBOOK_MEDIA_TYPE;

/// Rows of one file: what a sheet of a spreadsheet holds, less its headings, rounded down.
const MOST_ROWS: u32 = 1_000_000;
/// Rows for the clipboard.
const MOST_CLIPBOARD_ROWS: u32 = 10_000;
/// Rows between two looks at the wish to stop.
const ROWS_AT_ONCE: usize = 500;

/// What becomes of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// XLSX.
    Workbook,
    /// Parted by semicolons, decimal commas.
    Csv(Letters),
    /// Parted by tabs, for the clipboard; no file.
    Text,
}

/// How the letters of a CSV are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Letters {
    /// UTF-8 with a mark in front, by which spreadsheets know it.
    #[default]
    Utf8,
    /// windows-1251, which has Russian letters and few others.
    Windows1251,
}

/// Which rows.
#[derive(Debug, Clone)]
pub enum ExportRows {
    /// These; in the order asked for, else in the order given.
    These(Vec<DocumentId>, Option<Order>),
    /// All of a query, in its order, but for these.
    Of(Box<DocumentQuery>, Vec<DocumentId>),
}

/// What to write, and how.
#[derive(Debug, Clone)]
pub struct ExportRequest {
    /// Which rows.
    pub rows: ExportRows,
    /// Which columns, in this order.
    pub columns: Vec<ExportColumn>,
    /// How.
    pub format: ExportFormat,
}

/// A table that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedTable {
    /// Address of the file; none for text.
    pub blob: Option<BlobId>,
    /// Name for a file: «Документы 22.11.2026.xlsx».
    pub name: String,
    /// The text for the clipboard.
    pub text: Option<String>,
    /// Rows beside the headings.
    pub rows: usize,
}

impl Engine {
    /// Writes chosen rows of the registry into a table.
    ///
    /// Errors: `nothing_to_export`, `export_too_large`, `export_letters` where windows-1251 lacks a letter,
    /// `work_cancelled`.
    pub async fn export(&self, request: ExportRequest) -> Result<ExportedTable> {
        let most = match request.format {
            ExportFormat::Text => MOST_CLIPBOARD_ROWS,
            ExportFormat::Workbook | ExportFormat::Csv(_) => MOST_ROWS,
        };
        let (ids, sort) = match request.rows {
            ExportRows::These(ids, sort) => (ids, sort),
            ExportRows::Of(query, except) => (self.rows_of(*query, except, most).await?, None),
        };
        if request.columns.is_empty() || ids.is_empty() {
            return Err(nothing_to_export());
        }
        if u64::try_from(ids.len()).unwrap_or(u64::MAX) > u64::from(most) {
            return Err(too_large(most));
        }
        let work = self.begin_work(Task::Export, ids.len());
        let (columns, format) = (request.columns, request.format);
        self.blocking(move |inner| {
            let table = Table {
                ids,
                sort,
                columns,
                work,
            };
            table.export(inner, format)
        })
        .await
    }

    async fn rows_of(
        &self,
        query: DocumentQuery,
        except: Vec<DocumentId>,
        most: u32,
    ) -> Result<Vec<DocumentId>> {
        let (ids, is_more) = self.document_ids(query, except, most).await?;
        if is_more {
            return Err(too_large(most));
        }
        Ok(ids)
    }
}

/// What is written, and the wish to stop.
struct Table {
    ids: Vec<DocumentId>,
    sort: Option<Order>,
    columns: Vec<ExportColumn>,
    work: Work,
}

impl Table {
    fn export(self, inner: &Inner, format: ExportFormat) -> Result<ExportedTable> {
        let mut table = TableFile::begin(inner, self.columns.clone(), format)?;
        let rows = self.write(inner, &mut table)?;
        let content = table.finish(inner.today())?;
        let name = content.name.clone();
        if format == ExportFormat::Text {
            return Ok(ExportedTable {
                blob: None,
                name,
                text: Some(String::from_utf8(content.bytes).map_err(Error::internal)?),
                rows,
            });
        }
        Ok(ExportedTable {
            blob: Some(inner.shelf.put(content)),
            name,
            text: None,
            rows,
        })
    }

    /// Writes every row, as all of them stand at one instant; those that are gone meanwhile are left out.
    fn write(&self, inner: &Inner, table: &mut TableFile) -> Result<usize> {
        inner.read(|r| {
            let mut written = 0;
            let mut step = |rows: &[DocumentRow]| -> Result<()> {
                self.work.check()?;
                table.add(r, rows)?;
                written += rows.len();
                self.work.steps(rows.len());
                Ok(())
            };
            if let Some(order) = &self.sort {
                let mut rows = r.document_rows(&self.ids)?;
                rows.sort_by(|one, other| order::compared(order, one, other));
                rows.chunks(ROWS_AT_ONCE).try_for_each(&mut step)?;
            } else {
                for ids in self.ids.chunks(ROWS_AT_ONCE) {
                    step(&r.document_rows(ids)?)?;
                }
            }
            Ok(written)
        })
    }
}

/// Documents that were named one by one, in the order asked for, else in the order given.
pub(crate) fn in_order(r: &Reader<'_>, ids: Vec<DocumentId>, sort: Option<Order>) -> Result<Vec<DocumentId>> {
    let Some(order) = sort else { return Ok(ids) };
    let mut rows = r.document_rows(&ids)?;
    rows.sort_by(|one, other| order::compared(&order, one, other));
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The columns of these stable names; the first name that is none.
pub fn export_columns(names: &[String]) -> std::result::Result<Vec<ExportColumn>, String> {
    let mut seen = HashSet::new();
    let columns = names.iter().map(|name| {
        ExportColumn::from_code(name)
            .filter(|column| seen.insert(*column))
            .ok_or_else(|| name.clone())
    });
    columns.collect()
}

fn nothing_to_export() -> Error {
    Error::new(
        Code::NothingToExport,
        "Экспортировать нечего: под отбор не попал ни один документ или не выбрано ни одного столбца. Документы целы. \
         Измените отбор и повторите.",
    )
}

fn too_large(most: u32) -> Error {
    let most = match most {
        MOST_CLIPBOARD_ROWS => "10 000 строк в буфер обмена",
        _ => "1 000 000 строк в одну таблицу",
    };
    Error::new(
        Code::ExportTooLarge,
        format!(
            "Больше {most} не помещается. Таблица не создана, документы целы. Сузьте отбор, например по датам."
        ),
    )
}
