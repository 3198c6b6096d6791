//! CSV as Russian spreadsheets open it by a double click: semicolons, decimal commas, days as ДД.ММ.ГГГГ; and the same
//! parted by tabs for the clipboard.
//!
//! A spreadsheet runs a text that begins with `=`, `+`, `-` or `@` as a formula. Such a text gets an apostrophe in
//! front, so that a name from somebody's paper never does anything; a plain number or telephone keeps as it is.

use std::borrow::Cow;

use super::cells::unwritable;
use super::table_file::Sink;
use super::{Cell, ExportColumn, Letters};
use crate::Result;
use crate::error::{Code, Error};

/// By which spreadsheets know UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Text under way.
pub(super) struct Delimited {
    out: csv::Writer<Vec<u8>>,
    letters: Letters,
    /// Cells of the clipboard have no line breaks and no tabs: not every program minds quotation marks there.
    is_plain: bool,
}

impl Delimited {
    /// A CSV with its headings.
    pub(super) fn csv(letters: Letters, columns: &[ExportColumn]) -> Result<Self> {
        let begun = match letters {
            Letters::Utf8 => MARK.to_vec(),
            Letters::Windows1251 => Vec::new(),
        };
        let out = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .from_writer(begun);
        Self {
            out,
            letters,
            is_plain: false,
        }
        .headed(columns)
    }

    /// Text for the clipboard with its headings.
    pub(super) fn tabs(columns: &[ExportColumn]) -> Result<Self> {
        let out = csv::WriterBuilder::new()
            .delimiter(b'\t')
            .quote_style(csv::QuoteStyle::Never)
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        Self {
            out,
            letters: Letters::Utf8,
            is_plain: true,
        }
        .headed(columns)
    }

    fn headed(mut self, columns: &[ExportColumn]) -> Result<Self> {
        let headings: Vec<_> = columns
            .iter()
            .map(|column| Cow::Borrowed(column.heading()))
            .collect();
        self.record(&headings)?;
        Ok(self)
    }

    /// The bytes of the whole text.
    pub(super) fn finish(self) -> Vec<u8> {
        // Writing to memory has nothing that could fail.
        self.out.into_inner().unwrap_or_default()
    }

    fn record(&mut self, fields: &[Cow<'_, str>]) -> Result<()> {
        match self.letters {
            Letters::Utf8 => self.out.write_record(fields.iter().map(|field| field.as_bytes())),
            Letters::Windows1251 => {
                let mut encoded = Vec::with_capacity(fields.len());
                for field in fields {
                    let (bytes, _, has_unwritable) = encoding_rs::WINDOWS_1251.encode(field);
                    if has_unwritable {
                        return Err(letters_missing(field));
                    }
                    encoded.push(bytes);
                }
                self.out.write_record(encoded)
            }
        }
        .map_err(Error::internal)
    }
}

impl Sink for Delimited {
    fn row(&mut self, cells: &[Cell]) -> Result<()> {
        let fields: Vec<_> = cells.iter().map(|cell| field(cell, self.is_plain)).collect();
        self.record(&fields)
    }
}

fn field(cell: &Cell, is_plain: bool) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) if is_plain => {
            let breaks = |letter: char| matches!(letter, '\t' | '\r' | '\n' | '\u{b}' | '\u{c}' | '\u{85}');
            match text.contains(breaks) {
                true => Cow::Owned(harmless(&text.replace(breaks, " ")).into_owned()),
                false => harmless(text),
            }
        }
        Cell::Text(text) => harmless(text),
        Cell::Money(money) => Cow::Owned(money.to_string().replace('.', ",")),
        Cell::Day(day) => Cow::Owned(day.strftime("%d.%m.%Y").to_string()),
        Cell::Moment(moment) => Cow::Owned(moment.strftime("%d.%m.%Y %H:%M").to_string()),
    }
}

/// The text with an apostrophe in front where a spreadsheet would run it.
fn harmless(text: &str) -> Cow<'_, str> {
    let first = text
        .chars()
        .find(|letter| !letter.is_whitespace() && !letter.is_control());
    let is_numeral =
        |letter: char| letter.is_ascii_digit() || matches!(letter, '+' | '-' | '(' | ')' | ' ' | ',' | '.');
    let is_run = match first {
        Some('=' | '@') => true,
        // «-5», «+7 (916) 123-45-67»: adding up digits harms nobody, and the number stays readable for others.
        Some('+' | '-') => !text.chars().all(is_numeral),
        _ => false,
    };
    if is_run {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn letters_missing(text: &str) -> Error {
    let letters: Vec<String> = unwritable(text)
        .into_iter()
        .take(5)
        .map(|letter| format!("«{letter}»"))
        .collect();
    let shown: String = text.chars().take(60).collect();
    Error::new(
        Code::ExportLetters,
        format!(
            "В кодировке windows-1251 нет знаков {}: они стоят в «{shown}». Таблица не создана, документы целы. \
             Выберите UTF-8 или XLSX.",
            letters.join(", ")
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::{Cell, Delimited, Letters, Sink, field, harmless};
    use crate::export::ExportColumn;

    #[test]
    fn what_a_spreadsheet_would_run_gets_an_apostrophe_and_nothing_else_does() {
        for text in [
            "=1+1",
            "=HYPERLINK(\"http://example.invalid\")",
            "@SUM(1)",
            "+cmd|' /C calc'!A0",
            "-2+3+cmd",
            "\t=1",
            " =1",
            "\u{0}=1",
            "- доставка",
        ] {
            assert_eq!(harmless(text), format!("'{text}"), "{text:?}");
        }
        for text in ["-5", "+7 (916) 123-45-67", "ПЗ-42", "a=b", "", "«=»", "12,5"] {
            assert_eq!(harmless(text), text);
        }
    }

    #[test]
    fn cells_of_the_clipboard_stay_in_their_row() {
        let cell = Cell::Text("Первая\r\nвторая\tтретья".to_owned());
        assert_eq!(field(&cell, true), "Первая  вторая третья");
        let cell = Cell::Text("\n=1".to_owned());
        assert_eq!(field(&cell, true), "' =1");
    }

    #[test]
    fn windows_1251_writes_russian_and_names_the_letter_that_it_lacks() {
        let columns = [ExportColumn::Counterparty];
        let mut table = Delimited::csv(Letters::Windows1251, &columns).unwrap();
        table.row(&[Cell::Text("ООО «Ёлка» № 5".to_owned())]).unwrap();
        let refused = table.row(&[Cell::Text("Сумма 5 ₸".to_owned())]).unwrap_err();
        assert!(refused.sentence().contains("«₸»"), "{refused}");
        let bytes = table.finish();
        let (text, _, is_broken) = encoding_rs::WINDOWS_1251.decode(&bytes);
        assert!(!is_broken);
        assert_eq!(text, "Контрагент\r\nООО «Ёлка» № 5\r\n");
    }
}
