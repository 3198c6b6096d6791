//! A job over many documents that makes one file, from its plan to the file on the disk.

use std::path::Path;

use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

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
    total: usize,
    counts: Counts,
}

#[derive(Deserialize)]
struct Counts {
    done: usize,
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

/// What is wanted.
pub(super) struct FileJob<'a> {
    pub action: &'static str,
    /// Which documents, in the words of the contract.
    pub selection: Value,
    pub params: Value,
    pub out: &'a Path,
    /// «Не скачан документ»: what is said of a row that has no part in the file.
    pub left_out: &'static str,
}

impl FileJob<'_> {
    /// Does it, and says what came of it.
    pub(super) async fn run(self, session: &Session) -> Result<Done, Fault> {
        let plan = json!({
            "action": self.action,
            "selection": self.selection,
            "params": self.params,
            "operation": Uuid::new_v4().to_string(),
        });
        let planned = session.call("bulk.plan", plan).await?;
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
        let job = job.ok_or_else(|| Fault::internal(&"a job is gone"))?;
        if let Some(error) = job.error {
            return Err(Fault::new(&error.code, error.message));
        }
        if let Some(file) = &job.file {
            session.save(&file.blob, self.out).await?;
        }
        self.tell(session, job.file.is_some(), &rows, &answer);
        Ok(Done::of_bulk(job.counts.done, job.total - job.counts.done))
    }

    fn tell(&self, session: &Session, is_saved: bool, rows: &Rows, answer: &Value) {
        let output = session.output;
        let file = is_saved.then_some(self.out);
        if output.is_for_program() {
            output.json(&json!({ "file": file, "rows": answer.get("rows") }));
            return;
        }
        if let Some(file) = file {
            output.line(&format!("Записано в {}.", file.display()));
        }
        for row in rows.rows.iter().filter(|row| row.state != "done") {
            let why = row.text.as_deref().unwrap_or("Причина не названа.");
            output.note(&format!("{} {}. {why}", self.left_out, row.document_id));
        }
    }
}
