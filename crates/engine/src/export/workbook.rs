//! XLSX: one sheet with a frozen row of headings and a filter over it.
//!
//! Rows leave the memory as soon as they are written: until the file is put together they lie in a nameless file of the
//! data folder, which the system removes by itself.

use std::path::Path;

use jiff::civil::{Date, DateTime};
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

use super::table_file::Sink;
use super::{Cell, ExportColumn};
use crate::Result;
use crate::error::Error;

pub(crate) const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Letters of a cell; a spreadsheet allows no more.
const CELL_LETTERS: usize = 32_767;
const SHEET: &str = "Документы";

/// The sheet under way.
pub(super) struct Sheet {
    book: Workbook,
    next_row: u32,
    last_column: u16,
    money: Format,
    day: Format,
    moment: Format,
}

impl Sheet {
    /// A sheet with its headings, made on this day; parts of it lie in this folder meanwhile.
    pub(super) fn new(columns: &[ExportColumn], today: Date, folder: &Path) -> Result<Self> {
        let mut sheet = Self {
            book: Workbook::new(),
            next_row: 0,
            last_column: 0,
            money: Format::new().set_num_format("#,##0.00"),
            day: Format::new().set_num_format("dd.mm.yyyy"),
            moment: Format::new().set_num_format("dd.mm.yyyy hh:mm"),
        };
        sheet.begin(columns, today, folder).map_err(Error::internal)?;
        Ok(sheet)
    }

    fn begin(
        &mut self,
        columns: &[ExportColumn],
        today: Date,
        folder: &Path,
    ) -> std::result::Result<(), XlsxError> {
        let heading = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter);
        let made = excel_time(today.to_datetime(jiff::civil::Time::midnight()))?;
        self.book
            .set_properties(&DocProperties::new().set_creation_datetime(&made));
        self.book.set_tempdir(folder)?;
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet
            .set_name(SHEET)?
            .set_freeze_panes(1, 0)?
            .set_repeat_rows(0, 0)?;
        for (number, column) in (0..).zip(columns) {
            sheet.set_column_width(number, f64::from(column.width_letters()))?;
            sheet.write_string_with_format(0, number, column.heading(), &heading)?;
            self.last_column = number;
        }
        self.next_row = 1;
        Ok(())
    }

    /// The bytes of the whole file.
    pub(super) fn finish(mut self) -> Result<Vec<u8>> {
        let (last_row, last_column) = (self.next_row.saturating_sub(1), self.last_column);
        let sheet = self.book.worksheet_from_index(0).map_err(Error::internal)?;
        sheet
            .autofilter(0, 0, last_row, last_column)
            .map_err(Error::internal)?;
        self.book.save_to_buffer().map_err(Error::internal)
    }

    fn write(&mut self, cells: &[Cell]) -> std::result::Result<(), XlsxError> {
        let row = self.next_row;
        let sheet = self.book.worksheet_from_index(0)?;
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => {
                    let end = text
                        .char_indices()
                        .nth(CELL_LETTERS)
                        .map_or(text.len(), |(end, _)| end);
                    sheet.write_string(row, column, text.get(..end).unwrap_or_default())?;
                }
                Cell::Money(money) => {
                    let number = money.decimal().to_f64().unwrap_or_default();
                    sheet.write_number_with_format(row, column, number, &self.money)?;
                }
                Cell::Day(day) => {
                    let day = excel_time(day.to_datetime(jiff::civil::Time::midnight()))?;
                    sheet.write_datetime_with_format(row, column, day, &self.day)?;
                }
                Cell::Moment(moment) => {
                    sheet.write_datetime_with_format(row, column, excel_time(*moment)?, &self.moment)?;
                }
            }
        }
        self.next_row += 1;
        Ok(())
    }
}

impl Sink for Sheet {
    fn row(&mut self, cells: &[Cell]) -> Result<()> {
        self.write(cells).map_err(Error::internal)
    }
}

/// The time as a spreadsheet counts it, whole minutes; it knows no day before 1900.
fn excel_time(time: DateTime) -> std::result::Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(time.year().max(1900)).unwrap_or(1900);
    let unsigned = |number: i8| number.unsigned_abs();
    ExcelDateTime::from_ymd(year, unsigned(time.month()), unsigned(time.day()))?.and_hms(
        u16::from(unsigned(time.hour())),
        unsigned(time.minute()),
        0,
    )
}

#[cfg(test)]
mod tests {
    use domain::Money;
    use jiff::civil::date;

    use super::super::table_file::Sink;
    use super::{Cell, ExportColumn, Sheet};

    #[test]
    fn a_hundred_thousand_rows_come_out_as_they_went_in() {
        let folder = tempfile::tempdir().unwrap();
        let columns = [ExportColumn::Date, ExportColumn::Number, ExportColumn::Total];
        let day = date(2026, 11, 22);
        let mut sheet = Sheet::new(&columns, day, folder.path()).unwrap();
        for n in 0..100_000 {
            let cells = [
                Cell::Day(day),
                Cell::Text(format!("=ПЗ-{n}")),
                Cell::Money(Money::from_kopecks(n * 7)),
            ];
            sheet.row(&cells).unwrap();
        }
        let bytes = sheet.finish().unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let table = formats::table::read("Документы.xlsx", &bytes).unwrap();
        assert_eq!(table.rows.len(), 100_000);
        let last: Vec<_> = table.rows[99_999]
            .iter()
            .map(|cell| cell.text().into_owned())
            .collect();
        assert_eq!(last, ["22.11.2026", "=ПЗ-99999", "6999.93"]);
    }
}
