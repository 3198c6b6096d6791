//! Finds the row of headings and gives the table its shape.

use super::{Cell, LIMIT_COLUMNS, LIMIT_ROWS, RawRow, Table};
use crate::error::TableProblem;

/// Rows among which headings are looked for; above them stand titles and dates of reports.
const SEARCHED_ROWS: usize = 30;

/// A table of these rows.
pub fn lay_out(mut rows: Vec<RawRow>, encoding: &'static str) -> Result<Table, TableProblem> {
    for row in &mut rows {
        let length = row
            .cells
            .iter()
            .rposition(|cell| !cell.is_empty())
            .map_or(0, |last| last + 1);
        row.cells.truncate(length);
    }
    rows.retain(|row| !row.cells.is_empty());
    let width = rows
        .iter()
        .map(|row| row.cells.len())
        .max()
        .ok_or(TableProblem::NoCells)?;
    if width > LIMIT_COLUMNS {
        return Err(TableProblem::TooManyColumns);
    }
    let header = header(&rows);
    let body = rows.split_off(header.map_or(0, |at| at + 1));
    if body.len() > LIMIT_ROWS {
        return Err(TableProblem::TooManyRows);
    }
    let headings = header.and_then(|at| rows.get(at)).map(|row| row.cells.as_slice());
    let (mut row_numbers, mut cells) = (Vec::with_capacity(body.len()), Vec::with_capacity(body.len()));
    for mut row in body {
        row.cells.resize(width, Cell::Empty);
        row_numbers.push(row.number);
        cells.push(row.cells);
    }
    Ok(Table {
        columns: names(headings.unwrap_or_default(), width),
        rows: cells,
        row_numbers,
        encoding,
    })
}

/// The first row that is filled nearly as wide as the rows below it and has names only: no numbers, no dates.
fn header(rows: &[RawRow]) -> Option<usize> {
    let filled = |row: &RawRow| row.cells.iter().filter(|cell| !cell.is_empty()).count();
    let searched = rows.get(..SEARCHED_ROWS.min(rows.len()))?;
    let widest = searched.iter().map(filled).max()?;
    searched.iter().position(|row| {
        let count = filled(row);
        // Three fifths of the widest row: columns of notes often have no heading.
        let is_wide = count * 5 >= widest * 3 && (count > 1 || widest == 1);
        is_wide && row.cells.iter().filter(|cell| !cell.is_empty()).all(is_name)
    })
}

/// Letters that are no number, no date and no sum.
fn is_name(cell: &Cell) -> bool {
    match cell {
        Cell::Text(text) => {
            text.chars().any(char::is_alphabetic) && !is_excel_hint(text) || text.trim() == "№"
        }
        Cell::Empty | Cell::Number(_) | Cell::Date(_) => false,
    }
}

/// `sep=;` in the first line is a word to Excel.
fn is_excel_hint(text: &str) -> bool {
    text.to_ascii_lowercase().starts_with("sep=")
}

/// The headings, made unlike each other.
fn names(headings: &[Cell], width: usize) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(width);
    for index in 0..width {
        let written = headings.get(index).map(Cell::text).unwrap_or_default();
        let words: Vec<&str> = written.split_whitespace().collect();
        let base = if words.is_empty() {
            format!("Столбец {}", index + 1)
        } else {
            words.join(" ")
        };
        let mut name = base.clone();
        let mut copy = 2;
        while names.contains(&name) {
            name = format!("{base} ({copy})");
            copy += 1;
        }
        names.push(name);
    }
    names
}
