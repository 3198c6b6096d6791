//! «Экспорт»: rows are written away as they are read, so that a hundred thousand of them need no memory.

use domain::DocumentId;
use serde::Deserialize;
use store::{BulkFile, DocumentRow};

use super::asked;
use crate::Result;
use crate::bulk::{BulkAction, Course, Effect, Made, kept, refused};
use crate::documents;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::export::{self, ExportFormat, Letters, TableFile};

pub(super) const ACTION: BulkAction = BulkAction {
    code: "export",
    label: "Экспорт в таблицу",
    is_outward: false,
    changes_documents: false,
    makes_file: true,
    needs_keys: false,
    undone_by: None,
    rows_at_once: 1_000,
    begin: |inner, params| {
        let asked: Asked = asked(params)?;
        let columns = export::export_columns(&asked.columns).map_err(|name| unknown_column(&name))?;
        let format = match (asked.format, asked.encoding) {
            (Format::Xlsx, _) => ExportFormat::Workbook,
            (Format::Csv, Some(Encoding::Windows1251)) => ExportFormat::Csv(Letters::Windows1251),
            (Format::Csv, _) => ExportFormat::Csv(Letters::Utf8),
        };
        Ok(Box::new(Export {
            table: TableFile::begin(inner, columns, format)?,
        }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    columns: Vec<String>,
    format: Format,
    encoding: Option<Encoding>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Format {
    Xlsx,
    Csv,
}

#[derive(Deserialize)]
enum Encoding {
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "windows-1251")]
    Windows1251,
}

struct Export {
    table: TableFile,
}

impl Course for Export {
    fn run<'c>(&'c mut self, inner: &'c Inner, documents: &[DocumentId]) -> Result<Vec<Effect<'c>>> {
        let rows: Vec<DocumentRow> = inner.read(|r| {
            let rows = r.document_rows(documents)?;
            self.table.add(r, &rows)?;
            Ok(rows)
        })?;
        // Rows come in the order asked for, those that are gone left out.
        let mut written = rows.iter().map(|row| row.id).peekable();
        let effect = |document: &DocumentId| -> Effect<'c> {
            match written.next_if_eq(document) {
                Some(_) => Box::new(|_| Ok(Made::default())),
                None => refused(documents::not_found()),
            }
        };
        Ok(documents.iter().map(effect).collect())
    }

    fn finish(self: Box<Self>, inner: &Inner) -> Result<Option<BulkFile>> {
        kept(inner, self.table.finish(inner.today())?)
    }
}

fn unknown_column(name: &str) -> Error {
    Error::new(
        Code::BulkParams,
        format!("Столбца «{name}» нет, или он назван дважды. Файл не создан. Исправьте список столбцов."),
    )
}
