//! CSV as Russian programs write it: UTF-8 or windows-1251, parted by semicolons, commas or tabs.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251};

use super::{Cell, LIMIT_COLUMNS, LIMIT_ROWS, RawRow};
use crate::error::{Error, TableProblem};

/// Rows by which the separator is chosen.
const TRIED_ROWS: usize = 50;

/// The rows and the name of the encoding.
pub fn rows(bytes: &[u8]) -> Result<(Vec<RawRow>, &'static str), Error> {
    let (text, encoding) = decode(bytes)?;
    let separator = separator(&text);
    let mut rows = Vec::new();
    let mut reader = reader(&text, separator);
    for record in reader.records() {
        let record = record.map_err(|_| Error::Table(TableProblem::Broken))?;
        if record.len() > LIMIT_COLUMNS {
            return Err(Error::Table(TableProblem::TooManyColumns));
        }
        // Titles above the headings and empty lines are not counted yet.
        if rows.len() > LIMIT_ROWS + TRIED_ROWS {
            return Err(Error::Table(TableProblem::TooManyRows));
        }
        let number = record.position().map_or(0, csv::Position::line);
        rows.push(RawRow {
            number: u32::try_from(number).unwrap_or(u32::MAX),
            cells: record.iter().map(Cell::of_text).collect(),
        });
    }
    Ok((rows, encoding))
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes())
}

fn decode(bytes: &[u8]) -> Result<(String, &'static str), Error> {
    let unreadable = || Error::Encoding {
        what: "в таблице есть байты, которых не бывает ни в UTF-8, ни в windows-1251".to_owned(),
    };
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let body = bytes.get(mark..).unwrap_or_default();
        let text = encoding
            .decode_without_bom_handling_and_without_replacement(body)
            .ok_or_else(unreadable)?;
        let name = if encoding == UTF_16LE || encoding == UTF_16BE {
            "UTF-16"
        } else {
            UTF_8.name()
        };
        return Ok((text.into_owned(), name));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return if text.contains('\0') {
            Err(Error::Table(TableProblem::Unrecognised))
        } else {
            Ok((text.to_owned(), "UTF-8"))
        };
    }
    let is_binary = bytes.iter().any(|byte| matches!(byte, 0 | 0x98));
    let text = WINDOWS_1251.decode_without_bom_handling_and_without_replacement(bytes);
    match text {
        Some(text) if !is_binary => Ok((text.into_owned(), "windows-1251")),
        _ => Err(unreadable()),
    }
}

/// The separator that cuts most of the first rows into the same number of cells, the more the better. Excel says it
/// itself in a first line `sep=;`, which stays a row without meaning.
fn separator(text: &str) -> u8 {
    const CANDIDATES: [u8; 3] = [b';', b'\t', b','];
    let head_end = text
        .char_indices()
        .nth(64 * 1024)
        .map_or(text.len(), |(at, _)| at);
    let head = text.get(..head_end).unwrap_or(text);
    let score = |separator: u8| {
        let widths: Vec<usize> = reader(head, separator)
            .records()
            .take(TRIED_ROWS)
            .map_while(Result::ok)
            .map(|record| record.len())
            .collect();
        let most_common = widths
            .iter()
            .copied()
            .filter(|width| *width > 1)
            .max_by_key(|width| (widths.iter().filter(|other| *other == width).count(), *width));
        let alike = most_common.map_or(0, |width| widths.iter().filter(|other| **other == width).count());
        (alike, most_common.unwrap_or(0))
    };
    // The first of equals wins: the semicolon of Russian Excel.
    let mut best = (CANDIDATES[0], score(CANDIDATES[0]));
    for candidate in CANDIDATES.into_iter().skip(1) {
        let own = score(candidate);
        if own > best.1 {
            best = (candidate, own);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::{rows, separator};

    #[test]
    fn the_separator_is_the_one_that_cuts_rows_alike() {
        assert_eq!(separator("Имя;Сумма\nООО «А, Б»;1,50\nООО «В»;2,75\n"), b';');
        assert_eq!(separator("Имя,Сумма\n\"ООО «А; Б»\",1.50\n"), b',');
        assert_eq!(separator("Имя\tСумма\nА\t1,5\n"), b'\t');
        assert_eq!(separator("Только имена\nПервое\n"), b';');
    }

    #[test]
    fn a_line_break_inside_quotes_is_part_of_the_cell_and_lines_keep_their_numbers() {
        let (rows, encoding) = rows("Имя;Сумма\n\"ООО\nЁлка\";1\nООО;2\n".as_bytes()).unwrap();
        assert_eq!(encoding, "UTF-8");
        let numbers: Vec<u32> = rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 2, 4]);
        assert_eq!(rows.get(1).unwrap().cells.first().unwrap().text(), "ООО\nЁлка");
    }
}
