//! «Загрузка таблицы»: documents, counterparties and people from CSV and XLSX.
//!
//! A table is read once and laid out; the clerk says which column is what; every row is tried; what is good is taken
//! in, and every bad row keeps its number and its reason. The choice of columns is remembered for tables with the same
//! headings. Reading the formats is `formats`' part.

mod choices;
mod fields;
mod row;
mod take;
mod values;

use std::collections::HashMap;

use domain::{DocumentId, FirmId, KindId};
use store::Reader;

use crate::error::{Code, Error};
use crate::records::{self, DocumentRef};
use crate::staging::StagingToken;
use crate::work::Task;
use crate::{Engine, Result};

use choices::Choices;
pub use fields::{TableField, TableMapping, TableTarget};
use row::{Cells, Row};

/// Rows that are taken in by one step: one transaction, one moment at which the work can be ended.
const ROWS_AT_ONCE: usize = 500;
/// Rows that a preview shows; those with something to say go first.
const SHOWN_AT_MOST: usize = 1_000;
const SAMPLE_ROWS: usize = 5;
/// The first line of a table holds the headings.
const FIRST_ROW: usize = 2;

/// A table that was laid out.
pub(crate) struct Sheet {
    target: TableTarget,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Number of each row in the file, as spreadsheets show it.
    numbers: Vec<u32>,
    encoding: &'static str,
}

/// A table that was read.
#[derive(Debug, Clone)]
pub struct ReadTable {
    /// By which it is tried and taken.
    pub token: StagingToken,
    /// Headings.
    pub columns: Vec<String>,
    /// The first rows.
    pub sample: Vec<Vec<String>>,
    /// How many rows there are beside the headings.
    pub rows: usize,
    /// How its letters were written: «UTF-8», «windows-1251», «XLSX».
    pub encoding: &'static str,
    /// The choice of last time for these headings, else the most likely one.
    pub mapping: TableMapping,
    /// What columns may mean.
    pub fields: &'static [TableField],
}

/// What would become of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRowView {
    /// Its number in the file, the line of headings being 1.
    pub row: usize,
    /// What it tells; its first cell where it cannot be read.
    pub label: String,
    /// Why it cannot be taken in.
    pub problem: Option<String>,
    /// The document that it is already.
    pub duplicate_of: Option<DocumentRef>,
}

/// What would become of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TablePreview {
    /// Rows in the order of the file: of a long table only some, those with something to say before the others.
    pub rows: Vec<TableRowView>,
    /// How many would be taken in.
    pub ok: usize,
    /// How many cannot be.
    pub bad: usize,
}

/// How rows are to be taken in.
#[derive(Debug, Clone, Default)]
pub struct TakeTable {
    /// Which column is what.
    pub mapping: TableMapping,
    /// The kind of documents whose row names none.
    pub kind: Option<KindId>,
    /// Our firm; the only one when absent.
    pub firm: Option<FirmId>,
}

/// What became of one row.
#[derive(Debug, Clone)]
pub struct TableRowResult {
    /// Its number in the file.
    pub row: usize,
    /// The document, counterparty or person, or why there is none.
    pub result: Result<i64>,
}

/// What became of a table.
#[derive(Debug, Clone, Default)]
pub struct TakenTable {
    /// One result per row that says anything.
    pub results: Vec<TableRowResult>,
    /// Rows that were taken in.
    pub added: usize,
    /// Rows that were not, those after an end on request included.
    pub skipped: usize,
}

impl Engine {
    /// Reads a table and lays it out. Errors: those of `formats`.
    pub async fn read_table(&self, name: String, bytes: Vec<u8>, target: TableTarget) -> Result<ReadTable> {
        self.blocking(move |inner| {
            let table = formats::table::read(&name, &bytes)
                .map_err(|error| Error::new(Code::File(error.code()), error.sentence()))?;
            let remembered = inner.read(|r| Ok(r.setting(&target.setting(&table.columns))?))?;
            let mapping = remembered
                .and_then(|text| serde_json::from_str(&text).ok())
                .filter(|mapping| check_mapping(target, mapping, table.columns.len()).is_ok())
                .unwrap_or_else(|| target.suggested(&table.columns));
            let sheet = Sheet::of(table, target);
            Ok(ReadTable {
                sample: sheet.rows.iter().take(SAMPLE_ROWS).cloned().collect(),
                rows: sheet.rows.len(),
                encoding: sheet.encoding,
                columns: sheet.columns.clone(),
                token: inner.staging.put_table(inner.ports.randomness.uuid(), sheet),
                mapping,
                fields: target.fields(),
            })
        })
        .await
    }

    /// Tries every row. Errors: `staging_gone`, `table_mapping`.
    pub async fn preview_table(&self, token: StagingToken, wish: TakeTable) -> Result<TablePreview> {
        let sheet = self.inner.staging.table(&token)?;
        self.blocking(move |inner| {
            check_mapping(sheet.target, &wish.mapping, sheet.columns.len())?;
            inner.read(|r| preview(r, &sheet, &wish))
        })
        .await
    }

    /// Takes the good rows in and remembers the choice of columns. Ended by a person, it keeps what it has taken.
    ///
    /// Errors: `staging_gone`, `table_mapping`, `kind_not_found`, `firm_not_found`; an error of the database ends it.
    pub async fn take_table(&self, token: StagingToken, wish: TakeTable) -> Result<TakenTable> {
        let sheet = self.inner.staging.table(&token)?;
        let work = self.begin_work(Task::Table, sheet.rows.len());
        let (taken_sheet, chosen) = (sheet.clone(), wish.clone());
        self.blocking(move |inner| {
            check_mapping(taken_sheet.target, &chosen.mapping, taken_sheet.columns.len())?;
            let text = serde_json::to_string(&chosen.mapping).map_err(Error::internal)?;
            inner.write(|w| Ok(w.set_setting(&taken_sheet.target.setting(&taken_sheet.columns), &text)?))
        })
        .await?;
        let mut taken = TakenTable::default();
        let mut begin = 0;
        while begin < sheet.rows.len() && work.check().is_ok() {
            let end = (begin + ROWS_AT_ONCE).min(sheet.rows.len());
            let (part, chosen) = (sheet.clone(), wish.clone());
            let results = self
                .blocking(move |inner| take::rows(inner, &part, begin..end, &chosen))
                .await?;
            self.inner.changes.tell(&take::change(sheet.target, &results));
            taken.results.extend(results);
            work.steps(end - begin);
            begin = end;
        }
        taken.added = taken.results.iter().filter(|row| row.result.is_ok()).count();
        taken.skipped = taken.results.len() - taken.added + (sheet.rows.len() - begin);
        Ok(taken)
    }
}

impl Sheet {
    fn of(table: formats::table::Table, target: TableTarget) -> Self {
        let texts =
            |row: Vec<formats::table::Cell>| row.iter().map(|cell| cell.text().into_owned()).collect();
        Self {
            target,
            columns: table.columns,
            rows: table.rows.into_iter().map(texts).collect(),
            numbers: table.row_numbers,
            encoding: table.encoding,
        }
    }

    /// The number of a row in the file; by its place where the file tells none.
    fn number(&self, at: usize) -> usize {
        let told = self
            .numbers
            .get(at)
            .and_then(|number| usize::try_from(*number).ok());
        told.unwrap_or(at + FIRST_ROW)
    }

    fn cells<'a>(&'a self, at: usize, mapping: &'a TableMapping) -> Option<Cells<'a>> {
        Some(Cells {
            columns: &self.columns,
            cells: self.rows.get(at)?,
            mapping,
        })
    }
}

/// Every name is a field, every place a column, no column means two things, and what a row cannot do without is there.
fn check_mapping(target: TableTarget, mapping: &TableMapping, columns: usize) -> Result<()> {
    let refuse = |why: String| {
        Err(Error::new(
            Code::TableMapping,
            format!("{why} Ничего не загружено. Проверьте, какая колонка что значит."),
        ))
    };
    let fields = target.fields();
    let mut taken: HashMap<usize, &str> = HashMap::new();
    for (name, place) in mapping {
        let Some(field) = fields.iter().find(|field| field.name == name) else {
            return refuse(format!("Поля «{name}» у такой таблицы нет."));
        };
        let Some(place) = *place else { continue };
        if place >= columns {
            return refuse(format!("Колонки для поля «{}» в таблице нет.", field.label));
        }
        if let Some(other) = taken.insert(place, field.label) {
            return refuse(format!(
                "Одна колонка выбрана дважды: для полей «{other}» и «{}».",
                field.label
            ));
        }
    }
    let is_there = |name: &str| mapping.get(name).copied().flatten().is_some();
    if let Some(field) = fields
        .iter()
        .find(|field| field.is_required && !is_there(field.name))
    {
        return refuse(format!("Не выбрана колонка для поля «{}».", field.label));
    }
    if target == TableTarget::Individuals && !is_there("full_name") && !is_there("last_name") {
        return refuse("Не выбрана колонка для поля «ФИО» или «Фамилия».".to_owned());
    }
    Ok(())
}

fn preview(r: &Reader<'_>, sheet: &Sheet, wish: &TakeTable) -> Result<TablePreview> {
    let choices = Choices::of(r, wish)?;
    let mut found = TablePreview::default();
    let mut quiet = Vec::new();
    for at in 0..sheet.rows.len() {
        let Some(cells) = sheet.cells(at, &wish.mapping).filter(|cells| !cells.is_blank()) else {
            continue;
        };
        let view = tried(r, &choices, sheet, &cells, at)?;
        match (&view.problem, &view.duplicate_of) {
            (Some(_), _) => found.bad += 1,
            (None, None) => found.ok += 1,
            (None, Some(_)) => {}
        }
        let list = match view.problem.is_some() || view.duplicate_of.is_some() {
            true => &mut found.rows,
            false => &mut quiet,
        };
        if list.len() < SHOWN_AT_MOST {
            list.push(view);
        }
    }
    let room = SHOWN_AT_MOST - found.rows.len();
    found.rows.extend(quiet.into_iter().take(room));
    found.rows.sort_by_key(|view| view.row);
    Ok(found)
}

fn tried(
    r: &Reader<'_>,
    choices: &Choices,
    sheet: &Sheet,
    cells: &Cells<'_>,
    at: usize,
) -> Result<TableRowView> {
    let mut view = TableRowView {
        row: sheet.number(at),
        label: cells.cells.first().cloned().unwrap_or_default(),
        problem: None,
        duplicate_of: None,
    };
    match cells.row(sheet.target) {
        Err(why) => view.problem = Some(why),
        Ok(row) => {
            view.label = row.label();
            if let Row::Document(document) = &row {
                match choices.tried(r, document)? {
                    Err(why) => view.problem = Some(why),
                    Ok(Some(known)) => view.duplicate_of = reference(r, known)?,
                    Ok(None) => {}
                }
            }
        }
    }
    Ok(view)
}

fn reference(r: &Reader<'_>, id: DocumentId) -> Result<Option<DocumentRef>> {
    Ok(records::references(r, vec![id])?.pop())
}
