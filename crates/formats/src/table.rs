//! Tables of documents, counterparties and people: CSV and XLSX.
//!
//! A table is its columns and its rows of cells; what a column means is the caller's matter. Sizes, rows and columns
//! are bounded, packed bombs are refused, and a workbook is read in a thread of its own with an end.
//!
//! Deliberately not here: workbooks of Excel 97–2003, formulas (the values they gave are read), several sheets (the
//! first that has anything in it is read), formats of numbers other than dates.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::content::{Content, recognise};
use crate::error::{Error, TableProblem};

mod delimited;
mod header;
mod workbook;

/// Largest file that is read.
pub const LIMIT_BYTES: usize = 50 * 1024 * 1024;
/// Most rows beside the headings.
pub const LIMIT_ROWS: usize = 200_000;
/// Most columns.
pub const LIMIT_COLUMNS: usize = 200;

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell {
    /// Nothing, or blanks.
    #[default]
    Empty,
    /// Letters, without blanks around them.
    Text(String),
    /// A number of a workbook.
    Number(Decimal),
    /// A date of a workbook, the time of day left out.
    Date(Date),
}

impl Cell {
    fn of_text(text: &str) -> Self {
        let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// What a person sees: numbers without needless zeros, dates as ДД.ММ.ГГГГ; empty for an empty cell.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.normalize().to_string()),
            Self::Date(day) => Cow::Owned(day.strftime("%d.%m.%Y").to_string()),
        }
    }

    /// True for a cell without anything.
    pub fn is_empty(&self) -> bool {
        *self == Self::Empty
    }
}

/// A table that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Headings, none of them empty and no two alike; «Столбец 3» where the file names none.
    pub columns: Vec<String>,
    /// Rows beside the headings, each as long as `columns`; rows without anything are left out.
    pub rows: Vec<Vec<Cell>>,
    /// Number of each row in the file, from 1, as spreadsheets show it.
    pub row_numbers: Vec<u32>,
    /// How its letters were written, for people: «UTF-8», «windows-1251», «XLSX».
    pub encoding: &'static str,
}

/// A row as it stands in the file.
struct RawRow {
    /// From 1.
    number: u32,
    cells: Vec<Cell>,
}

/// Reads a table; `name` says nothing about its content but serves where the content says nothing either.
///
/// # Errors
/// [`Error::Empty`], [`Error::TooLarge`], [`Error::Encoding`], [`Error::Table`].
pub fn read(name: &str, bytes: &[u8]) -> Result<Table, Error> {
    crate::within(bytes, LIMIT_BYTES)?;
    let (rows, encoding) = match recognise(bytes) {
        Content::Nothing => return Err(Error::Empty),
        Content::Other(_) if bytes.starts_with(b"PK\x03\x04") => (workbook::rows(bytes)?, "XLSX"),
        Content::Other(_) if bytes.starts_with(b"\xD0\xCF\x11\xE0") => {
            return Err(Error::Table(TableProblem::OldWorkbook));
        }
        Content::Other(None) => delimited::rows(bytes)?,
        // A table may begin with «<» or «{» all the same, if its name says that it is one.
        Content::Xml if crate::has_ending(name, ".csv") => delimited::rows(bytes)?,
        Content::Xml | Content::Pdf | Content::Other(Some(_)) => {
            return Err(Error::Table(TableProblem::Unrecognised));
        }
    };
    header::lay_out(rows, encoding).map_err(Error::Table)
}

#[cfg(test)]
mod tests {
    use super::Cell;

    #[test]
    fn cells_show_what_a_person_saw() {
        assert_eq!(
            Cell::of_text("\u{feff} ООО «Ёлка»\u{a0}"),
            Cell::Text("ООО «Ёлка»".into())
        );
        assert_eq!(Cell::of_text(" \t"), Cell::Empty);
        assert_eq!(
            Cell::Number("9612045075.00".parse().unwrap()).text(),
            "9612045075"
        );
        assert_eq!(Cell::Date(jiff::civil::date(2026, 11, 6)).text(), "06.11.2026");
    }
}
