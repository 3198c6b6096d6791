//! Tables as offices send them.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests may stop at the first surprise"
)]

use encoding_rs::WINDOWS_1251;
use formats::table::{Cell, LIMIT_COLUMNS, LIMIT_ROWS, Table, read};
use formats::{Error, TableProblem};

#[path = "sample/workbook.rs"]
mod workbook;

use workbook::{archive, letters, number, workbook};

fn csv(text: &str) -> Table {
    read("таблица.csv", text.as_bytes()).unwrap()
}

fn texts(table: &Table) -> Vec<Vec<String>> {
    let row = |row: &Vec<Cell>| row.iter().map(|cell| cell.text().into_owned()).collect();
    table.rows.iter().map(row).collect()
}

fn problem(bytes: &[u8]) -> TableProblem {
    match read("таблица.xlsx", bytes).unwrap_err() {
        Error::Table(problem) => problem,
        other => panic!("{other:?}"),
    }
}

const PLAIN: &str =
    "Номер;Дата;Контрагент;Сумма\n5;19.11.2026;\"ООО «Ёлка; и Ко»\";1 234,50\n6;20.11.2026;ИП Орлов;7,00\n";

#[test]
fn the_same_table_is_read_in_every_encoding() {
    let utf8 = csv(PLAIN);
    assert_eq!(utf8.columns, ["Номер", "Дата", "Контрагент", "Сумма"]);
    assert_eq!(
        texts(&utf8)[0],
        ["5", "19.11.2026", "ООО «Ёлка; и Ко»", "1 234,50"]
    );
    assert_eq!(
        (utf8.encoding, utf8.row_numbers.as_slice()),
        ("UTF-8", [2, 3].as_slice())
    );
    let with_mark = read("x.csv", format!("\u{feff}{PLAIN}").as_bytes()).unwrap();
    assert_eq!((&with_mark.columns, &with_mark.rows), (&utf8.columns, &utf8.rows));
    let cyrillic = read("x.csv", &WINDOWS_1251.encode(PLAIN).0).unwrap();
    assert_eq!((&cyrillic.rows, cyrillic.encoding), (&utf8.rows, "windows-1251"));
    let wide: Vec<u8> = [0xFEFF_u16]
        .into_iter()
        .chain(PLAIN.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let wide = read("x.csv", &wide).unwrap();
    assert_eq!((&wide.rows, wide.encoding), (&utf8.rows, "UTF-16"));
}

#[test]
fn commas_and_tabs_part_cells_too() {
    let commas = csv("Имя,Сумма\n\"Гвозди, 100 мм\",1.50\n");
    assert_eq!(texts(&commas), [["Гвозди, 100 мм", "1.50"]]);
    let tabs = csv("Имя\tСумма\nГвозди, 100 мм\t1,50\n");
    assert_eq!(texts(&tabs), [["Гвозди, 100 мм", "1,50"]]);
}

#[test]
fn headings_are_found_below_titles_and_get_names_of_their_own() {
    let table = csv(
        "Реестр документов;;;\nза ноябрь 2026;;;\n;;;\nНомер;Сумма;;Сумма\n5;1,00;х;2,00\n;;;\n6;3,00;;4,00\n",
    );
    assert_eq!(table.columns, ["Номер", "Сумма", "Столбец 3", "Сумма (2)"]);
    assert_eq!(table.row_numbers, [5, 7]);
    assert_eq!(texts(&table)[1], ["6", "3,00", "", "4,00"]);
}

#[test]
fn a_table_without_headings_loses_no_row() {
    let table = csv("5;19.11.2026;100,00\n6;20.11.2026;200,00\n");
    assert_eq!(table.columns, ["Столбец 1", "Столбец 2", "Столбец 3"]);
    assert_eq!(table.rows.len(), 2);
}

#[test]
fn a_single_column_is_a_table_as_well() {
    let table = csv("ИНН\n9612045075\n9644112800\n");
    assert_eq!(table.columns, ["ИНН"]);
    assert_eq!(texts(&table), [["9612045075"], ["9644112800"]]);
}

#[test]
fn a_workbook_gives_numbers_dates_and_letters() {
    let sheet = format!(
        "<row r=\"1\">{}{}{}</row><row r=\"3\">{}{}{}</row>",
        letters("A1", "Номер"),
        letters("B1", "Дата"),
        letters("C1", "Сумма"),
        letters("A3", " ПЗ-5 "),
        number("B3", "46345", 1),
        number("C3", "1234.5", 0),
    );
    let table = read("книга.xlsx", &workbook(&sheet)).unwrap();
    assert_eq!(
        (table.encoding, table.row_numbers.as_slice()),
        ("XLSX", [3].as_slice())
    );
    assert_eq!(
        table.rows[0],
        [
            Cell::Text("ПЗ-5".into()),
            Cell::Date(jiff::civil::date(2026, 11, 19)),
            Cell::Number("1234.5".parse().unwrap())
        ]
    );
    assert_eq!(texts(&table)[0], ["ПЗ-5", "19.11.2026", "1234.5"]);
}

#[test]
fn the_name_does_not_matter_but_foreign_files_are_refused() {
    let sheet = format!(
        "<row r=\"1\">{}</row><row r=\"2\">{}</row>",
        letters("A1", "ИНН"),
        number("A2", "9612045075", 0)
    );
    let table = read("на самом деле книга.csv", &workbook(&sheet)).unwrap();
    assert_eq!(texts(&table), [["9612045075"]]);
    assert_eq!(read("x.csv", b""), Err(Error::Empty));
    assert_eq!(problem(b"%PDF-1.7\n%%EOF"), TableProblem::Unrecognised);
    assert_eq!(problem(b"\xFF\xD8\xFF\xE0"), TableProblem::Unrecognised);
    assert_eq!(
        problem(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        TableProblem::OldWorkbook
    );
    assert_eq!(
        problem(&archive(&[("word/document.xml", "<a/>")])),
        TableProblem::Unrecognised
    );
    assert_eq!(problem(b"PK\x03\x04 and nothing more"), TableProblem::Broken);
    assert_eq!(problem(&workbook("")), TableProblem::NoCells);
    assert_eq!(problem(b";;;\n;;;\n"), TableProblem::NoCells);
}

#[test]
fn the_limits_are_exact() {
    let of_rows = |count: usize| format!("Номер;Сумма\n{}", "5;1,00\n".repeat(count));
    assert_eq!(csv(&of_rows(LIMIT_ROWS)).rows.len(), LIMIT_ROWS);
    assert_eq!(
        problem(of_rows(LIMIT_ROWS + 1).as_bytes()),
        TableProblem::TooManyRows
    );
    let of_columns =
        |count: usize| format!("{}\n{}\n", vec!["а"; count].join(";"), vec!["1"; count].join(";"));
    assert_eq!(csv(&of_columns(LIMIT_COLUMNS)).columns.len(), LIMIT_COLUMNS);
    assert_eq!(
        problem(of_columns(LIMIT_COLUMNS + 1).as_bytes()),
        TableProblem::TooManyColumns
    );
    let far = format!("<row r=\"1\">{}</row>", letters("ZZ1", "далеко"));
    assert_eq!(problem(&workbook(&far)), TableProblem::TooManyColumns);
}

#[test]
fn a_workbook_that_would_fill_the_memory_is_refused() {
    let zeros = " ".repeat(420 * 1024 * 1024);
    let bomb = archive(&[("xl/workbook.xml", "<workbook/>"), ("xl/bomb.xml", &zeros)]);
    assert!(bomb.len() < 2 * 1024 * 1024);
    assert_eq!(problem(&bomb), TableProblem::TooMuch);
}

#[test]
fn long_names_quotes_and_emoji_come_through() {
    let name = format!("„{}“ 🐎 \"\"прямые\"\"", "Щ".repeat(500));
    let table = csv(&format!("Имя;Сумма\n\"{name}\";1\n"));
    assert_eq!(table.rows[0][0].text(), name.replace("\"\"", "\""));
}
