//! XLSX: a ZIP archive of XML.

use std::io::{Cursor, Read};
use std::time::Duration;

use calamine::{DataRef, Reader, Xlsx};
use jiff::civil::Date;
use rust_decimal::Decimal;
use zip::ZipArchive;

use super::{Cell, LIMIT_COLUMNS, LIMIT_ROWS, RawRow};
use crate::bounded::{self, Lost};
use crate::error::{Error, TableProblem};

/// An honest workbook of 200 000 rows takes seconds.
const LONGEST: Duration = Duration::from_secs(30);
/// Bytes of all parts of the archive together, unpacked.
const UNPACKED_BYTES: u64 = 400 * 1024 * 1024;
/// Parts of the archive.
const PARTS: usize = 2_000;
/// Sheets that are looked at for one that has anything in it.
const SHEETS: usize = 50;
/// Letters of a cell; Excel itself allows no more.
const CELL_LETTERS: usize = 32_767;

/// The rows of the first sheet that has any.
pub fn rows(bytes: &[u8]) -> Result<Vec<RawRow>, Error> {
    let copy = bytes.to_vec();
    let read = bounded::within(LONGEST, move |_| {
        refuse_bombs(&copy)?;
        of_workbook(copy)
    });
    read.unwrap_or_else(|lost| {
        Err(match lost {
            Lost::TooSlow => TableProblem::TooSlow,
            Lost::Broke => TableProblem::Broken,
        })
    })
    .map_err(Error::Table)
}

/// Unpacks every part once into nothing: sizes written in an archive may lie.
fn refuse_bombs(bytes: &[u8]) -> Result<(), TableProblem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| TableProblem::Broken)?;
    if archive.len() > PARTS {
        return Err(TableProblem::TooMuch);
    }
    let mut left = UNPACKED_BYTES;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| TableProblem::Broken)?;
        let mut part = part.take(left + 1);
        let unpacked = std::io::copy(&mut part, &mut std::io::sink()).map_err(|_| TableProblem::Broken)?;
        left = left.checked_sub(unpacked).ok_or(TableProblem::TooMuch)?;
    }
    Ok(())
}

fn of_workbook(bytes: Vec<u8>) -> Result<Vec<RawRow>, TableProblem> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| TableProblem::Unrecognised)?;
    for sheet in book.sheet_names().into_iter().take(SHEETS) {
        let rows = of_sheet(&mut book, &sheet)?;
        if rows
            .iter()
            .any(|row| row.cells.iter().any(|cell| !cell.is_empty()))
        {
            return Ok(rows);
        }
    }
    Err(TableProblem::NoCells)
}

fn of_sheet(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Result<Vec<RawRow>, TableProblem> {
    // A sheet of charts has no cells.
    let Ok(mut cells) = book.worksheet_cells_reader(sheet) else {
        return Ok(Vec::new());
    };
    let mut rows: Vec<RawRow> = Vec::new();
    while let Some(found) = cells.next_cell().map_err(|_| TableProblem::Broken)? {
        let (row, column) = found.get_position();
        let cell = cell(found.get_value());
        if cell.is_empty() {
            continue;
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= LIMIT_COLUMNS {
            return Err(TableProblem::TooManyColumns);
        }
        let number = row.saturating_add(1);
        if rows.last().is_none_or(|last| last.number < number) {
            // Titles above the headings are not counted yet.
            if rows.len() > LIMIT_ROWS + PARTS {
                return Err(TableProblem::TooManyRows);
            }
            rows.push(RawRow {
                number,
                cells: Vec::new(),
            });
        }
        // Rows stand in order in every file that Excel opens; a cell of an earlier row is a forgery.
        let Some(last) = rows.last_mut().filter(|last| last.number == number) else {
            return Err(TableProblem::Broken);
        };
        if last.cells.len() <= column {
            last.cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = last.cells.get_mut(column) {
            *place = cell;
        }
    }
    Ok(rows)
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Int(number) => Cell::Number(Decimal::from(*number)),
        DataRef::Float(number) => number_cell(*number),
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Bool(true) => Cell::Text("да".to_owned()),
        DataRef::Bool(false) => Cell::Text("нет".to_owned()),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            date(i32::from(year), month, day).unwrap_or_else(|| number_cell(time.as_f64()))
        }
        DataRef::DateTime(time) => number_cell(time.as_f64()),
        DataRef::DateTimeIso(text) => match text.get(..10).and_then(|day| day.parse().ok()) {
            Some(day) => Cell::Date(day),
            None => text_cell(text),
        },
        DataRef::DurationIso(text) => text_cell(text),
        // «#Н/Д» and its like tell nothing.
        DataRef::Error(_) | DataRef::Empty => Cell::Empty,
    }
}

fn text_cell(text: &str) -> Cell {
    match text.char_indices().nth(CELL_LETTERS) {
        Some((end, _)) => Cell::of_text(text.get(..end).unwrap_or_default()),
        None => Cell::of_text(text),
    }
}

/// The shortest decimal that is this number: 0.1 is 0.1. What Excel computed may be off in the sixteenth digit, so
/// numbers are rounded to fifteen, as Excel shows them.
fn number_cell(number: f64) -> Cell {
    let shown = format!("{number:.14e}")
        .parse::<f64>()
        .unwrap_or(number)
        .to_string();
    match Decimal::from_str_exact(&shown) {
        Ok(decimal) => Cell::Number(decimal.normalize()),
        Err(_) => Cell::of_text(&shown),
    }
}

fn date(year: i32, month: u8, day: u8) -> Option<Cell> {
    let year = i16::try_from(year)
        .ok()
        .filter(|year| (1900..2200).contains(year))?;
    let day = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(Cell::Date(day))
}

#[cfg(test)]
mod tests {
    use super::{Cell, number_cell};

    #[test]
    fn numbers_are_those_that_excel_shows() {
        let shown = |number: f64| number_cell(number).text().into_owned();
        assert_eq!(shown(0.1 + 0.2), "0.3");
        assert_eq!(shown(9_612_045_075.0), "9612045075");
        assert_eq!(shown(-1234.5), "-1234.5");
        assert_eq!(shown(963_417_058_273.0), "963417058273");
        assert!(matches!(number_cell(f64::NAN), Cell::Text(_)));
        assert!(matches!(number_cell(1e300), Cell::Text(_)));
    }
}
