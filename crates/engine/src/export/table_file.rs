//! A table under way: rows are given to it as they are read, and none of them is kept.

use domain::Document;
use jiff::SignedDuration;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::{DocumentRow, Reader};

use super::delimited::Delimited;
use super::workbook::{self, Sheet};
use super::{Cell, ExportColumn, ExportFormat, Exported};
use crate::Result;
use crate::documents::Content;
use crate::engine::Inner;

/// Where cells go.
pub(super) trait Sink {
    /// Writes one row.
    fn row(&mut self, cells: &[Cell]) -> Result<()>;
}

/// A table under way.
pub(crate) struct TableFile {
    columns: Vec<ExportColumn>,
    offset: SignedDuration,
    letters: Written,
}

enum Written {
    Workbook(Box<Sheet>),
    Csv(Box<Delimited>),
    Text(Box<Delimited>),
}

impl TableFile {
    /// A table with its headings.
    pub(crate) fn begin(inner: &Inner, columns: Vec<ExportColumn>, format: ExportFormat) -> Result<Self> {
        let letters = match format {
            ExportFormat::Workbook => {
                Written::Workbook(Box::new(Sheet::new(&columns, inner.today(), &inner.folder)?))
            }
            ExportFormat::Csv(letters) => Written::Csv(Box::new(Delimited::csv(letters, &columns)?)),
            ExportFormat::Text => Written::Text(Box::new(Delimited::tabs(&columns)?)),
        };
        Ok(Self {
            columns,
            offset: local_offset(inner),
            letters,
        })
    }

    /// Writes rows behind those that are there. `export_letters`.
    pub(crate) fn add(&mut self, r: &Reader<'_>, rows: &[DocumentRow]) -> Result<()> {
        for row in rows {
            let cells = self.cells(r, row)?;
            let sink: &mut dyn Sink = match &mut self.letters {
                Written::Workbook(sheet) => sheet.as_mut(),
                Written::Csv(text) | Written::Text(text) => text.as_mut(),
            };
            sink.row(&cells)?;
        }
        Ok(())
    }

    fn cells(&self, r: &Reader<'_>, row: &DocumentRow) -> Result<Vec<Cell>> {
        let document: Option<Document> = if self.columns.iter().any(|column| column.is_of_record()) {
            r.document(row.id)?
        } else {
            None
        };
        let exported = Exported {
            row,
            document: document.as_ref(),
            offset: self.offset,
        };
        Ok(self.columns.iter().map(|column| exported.cell(*column)).collect())
    }

    /// The whole file, named by this day.
    pub(crate) fn finish(self, today: Date) -> Result<Content> {
        let name = |ending: &str| format!("Документы {}.{ending}", today.strftime("%d.%m.%Y"));
        Ok(match self.letters {
            Written::Workbook(sheet) => Content {
                name: name("xlsx"),
                media_type: workbook::MEDIA_TYPE,
                bytes: sheet.finish()?,
            },
            Written::Csv(text) => Content {
                name: name("csv"),
                media_type: "text/csv",
                bytes: text.finish(),
            },
            Written::Text(text) => Content {
                name: name("txt"),
                media_type: "text/plain",
                bytes: text.finish(),
            },
        })
    }
}

/// How far the clock on the clerk's wall is from UTC.
fn local_offset(inner: &Inner) -> SignedDuration {
    let utc = inner.now().to_zoned(TimeZone::UTC).datetime();
    inner.ports.clock.local().duration_since(utc)
}
