//! `import-table`: rows of a CSV or XLSX become documents, counterparties or people.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::firms;
use crate::args::ImportTable;
use crate::fault::{Done, Fault};
use crate::interrupt::interruptible;
use crate::session::{Session, read};
use crate::words;

#[derive(Deserialize)]
struct Opened {
    token: String,
    columns: Vec<String>,
    mapping: serde_json::Map<String, Value>,
    fields: Vec<Field>,
}

#[derive(Deserialize)]
struct Field {
    name: String,
    label: String,
}

#[derive(Deserialize)]
struct Preview {
    rows: Vec<PreviewRow>,
    ok: u64,
    bad: u64,
}

#[derive(Deserialize)]
struct PreviewRow {
    row: u64,
    problem: Option<String>,
}

#[derive(Deserialize)]
struct Taken {
    results: Vec<ResultRow>,
    added: u64,
    skipped: u64,
}

#[derive(Deserialize)]
struct ResultRow {
    row: u64,
    error: Option<Refused>,
}

#[derive(Deserialize)]
struct Refused {
    message: String,
}

#[derive(Deserialize)]
struct Kinds {
    kinds: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    id: i64,
    name: String,
    code: String,
}

pub(crate) async fn run(session: &Session, wanted: &ImportTable) -> Result<Done, Fault> {
    let opened = open(session, wanted).await?;
    tell_columns(session, &opened);
    let mut request = json!({ "token": opened.token, "mapping": opened.mapping });
    let choices = [
        ("kind_id", kind(session, wanted.kind.as_deref()).await?),
        (
            "firm_id",
            match &wanted.firm {
                Some(inn) => Some(firms::chosen(session, Some(inn)).await?.id),
                None => None,
            },
        ),
    ];
    if let Some(fields) = request.as_object_mut() {
        for (name, id) in choices {
            fields.extend(id.map(|id| (name.to_owned(), json!(id))));
        }
    }
    let command = if wanted.dry_run {
        "tables.preview"
    } else {
        "tables.take"
    };
    let Some(answer) = interruptible(&session.output, session.call(command, request)).await else {
        return Ok(Done::Interrupted);
    };
    match wanted.dry_run {
        true => tried(session, &answer?),
        false => taken(session, &answer?),
    }
}

async fn open(session: &Session, wanted: &ImportTable) -> Result<Opened, Fault> {
    let bytes = std::fs::read(&wanted.file).map_err(|error| {
        Fault::new(
            "file_unreadable",
            format!(
                "Таблица {} не читается: {error}. Ничего не добавлено. Проверьте путь и права.",
                wanted.file.display()
            ),
        )
    })?;
    let name = wanted.file.file_name().unwrap_or_default().to_string_lossy();
    let request = json!({ "name": name, "content_base64": STANDARD.encode(bytes), "target": wanted.target });
    session.read("tables.read", request).await
}

/// Which column was taken for what: a person should see it before trusting the result.
fn tell_columns(session: &Session, opened: &Opened) {
    for field in &opened.fields {
        let place = opened.mapping.get(&field.name).and_then(Value::as_u64);
        let column = place.and_then(|place| opened.columns.get(usize::try_from(place).ok()?));
        if let Some(column) = column {
            session
                .output
                .note(&format!("{}: колонка «{column}»", field.label));
        }
    }
}

async fn kind(session: &Session, wanted: Option<&str>) -> Result<Option<i64>, Fault> {
    let Some(wanted) = wanted else { return Ok(None) };
    let kinds: Kinds = session.read("kinds.list", json!({})).await?;
    let lower = wanted.to_lowercase();
    let found = kinds
        .kinds
        .into_iter()
        .find(|kind| kind.code == wanted || kind.name.to_lowercase() == lower);
    match found {
        Some(kind) => Ok(Some(kind.id)),
        None => Err(Fault::new(
            "kind_not_found",
            format!("Вида документов «{wanted}» в программе нет. Ничего не добавлено. Проверьте название."),
        )),
    }
}

fn tried(session: &Session, answer: &Value) -> Result<Done, Fault> {
    let preview: Preview = read(answer.clone())?;
    if session.output.is_for_program() {
        session.output.json(answer);
    } else {
        for row in &preview.rows {
            if let Some(problem) = &row.problem {
                session.output.note(&format!("Строка {}. {problem}", row.row));
            }
        }
        session.output.line(&format!(
            "Можно добавить: {}. С ошибками: {}. Ничего не добавлено.",
            rows(preview.ok),
            rows(preview.bad)
        ));
    }
    Ok(done(preview.ok, preview.bad))
}

fn taken(session: &Session, answer: &Value) -> Result<Done, Fault> {
    let taken: Taken = read(answer.clone())?;
    if session.output.is_for_program() {
        session.output.json(answer);
    } else {
        for row in &taken.results {
            if let Some(error) = &row.error {
                session
                    .output
                    .note(&format!("Строка {}. {}", row.row, error.message));
            }
        }
        session.output.line(&format!(
            "Добавлено: {}. Пропущено: {}.",
            rows(taken.added),
            rows(taken.skipped)
        ));
    }
    Ok(done(taken.added, taken.skipped))
}

fn rows(count: u64) -> String {
    words::count(count, ["строка", "строки", "строк"])
}

fn done(good: u64, bad: u64) -> Done {
    let whole = |count| usize::try_from(count).unwrap_or(usize::MAX);
    Done::of_bulk(whole(good), whole(bad))
}
