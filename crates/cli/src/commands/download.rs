//! `download`: what the operator makes of documents, as one file on the disk.

use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::args::Download;
use crate::fault::{Done, Fault};
use crate::interrupt::interruptible;
use crate::session::{Session, read};

#[derive(Deserialize)]
struct OneJob {
    job: Job,
}

#[derive(Deserialize)]
struct Jobs {
    jobs: Vec<Job>,
}

#[derive(Deserialize)]
struct Job {
    id: i64,
    file: Option<File>,
    error: Option<Fallen>,
}

#[derive(Deserialize)]
struct File {
    blob: String,
}

#[derive(Deserialize)]
struct Fallen {
    code: String,
    message: String,
}

#[derive(Deserialize)]
struct Rows {
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    document_id: i64,
    state: String,
    text: Option<String>,
}

pub(crate) async fn run(session: &Session, wanted: &Download) -> Result<Done, Fault> {
    let planned = session
        .call(
            "bulk.plan",
            json!({
                "action": "download",
                "selection": { "ids": wanted.ids },
                "params": { "what": wanted.what.replace('-', "_") },
                "operation": Uuid::new_v4().to_string(),
            }),
        )
        .await?;
    let id = read::<OneJob>(planned)?.job.id;
    session.engine.finish_bulk().await?;
    session
        .call("bulk.start", json!({ "id": id, "with_warned": true }))
        .await?;
    if interruptible(&session.output, session.engine.finish_bulk())
        .await
        .is_none()
    {
        return Ok(Done::Interrupted);
    }
    let jobs: Jobs = read(session.call("bulk.list", json!({})).await?)?;
    let answer = session.call("bulk.rows", json!({ "id": id })).await?;
    let rows: Rows = read(answer.clone())?;
    let job = jobs.jobs.into_iter().find(|job| job.id == id);
    let (file, error) = job.map_or((None, None), |job| (job.file, job.error));
    if let Some(error) = error {
        return Err(Fault::new(&error.code, error.message));
    }
    if let Some(file) = &file {
        save(session, wanted, &file.blob).await?;
    }
    tell(session, wanted, file.is_some(), &rows, &answer);
    let bad = rows.rows.iter().filter(|row| row.state != "done").count();
    Ok(Done::of_bulk(rows.rows.len() - bad, bad))
}

async fn save(session: &Session, wanted: &Download, blob: &str) -> Result<(), Fault> {
    let address = blob.parse().map_err(|error| Fault::internal(&error))?;
    let content = session.engine.file(address).await?;
    host::write_whole(&wanted.out, &content.bytes).map_err(|reason| {
        Fault::new(
            "file_not_saved",
            format!(
                "Файл {} не записан: {reason}. Документы целы. Укажите другое место.",
                wanted.out.display()
            ),
        )
    })
}

fn tell(session: &Session, wanted: &Download, is_saved: bool, rows: &Rows, answer: &Value) {
    let output = session.output;
    let file = is_saved.then_some(&wanted.out);
    if output.is_for_program() {
        output.json(&json!({ "file": file, "rows": answer.get("rows") }));
        return;
    }
    if let Some(file) = file {
        output.line(&format!("Записано в {}.", file.display()));
    }
    for row in rows.rows.iter().filter(|row| row.state != "done") {
        let why = row.text.as_deref().unwrap_or("Причина не названа.");
        output.note(&format!("Не скачан документ {}. {why}", row.document_id));
    }
}
