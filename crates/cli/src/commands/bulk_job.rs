//! A job over many documents, as commands drive it: planned, read, ended.

use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::fault::Fault;
use crate::session::{Session, read};

#[derive(Deserialize)]
struct OneJob {
    job: Planned,
}

#[derive(Deserialize)]
struct Planned {
    id: i64,
}

#[derive(Deserialize)]
struct Jobs {
    jobs: Vec<Job>,
}

/// A job as it stands.
#[derive(Deserialize)]
pub(super) struct Job {
    pub id: i64,
    pub state: String,
    pub file: Option<File>,
    /// Why it stopped by itself.
    pub error: Option<Fallen>,
    pub total: usize,
    pub counts: Counts,
}

#[derive(Deserialize)]
pub(super) struct Counts {
    pub done: usize,
}

#[derive(Deserialize)]
pub(super) struct File {
    pub blob: String,
}

#[derive(Deserialize)]
pub(super) struct Fallen {
    pub code: String,
    pub message: String,
}

impl From<Fallen> for Fault {
    fn from(fallen: Fallen) -> Self {
        Self::new(&fallen.code, fallen.message)
    }
}

#[derive(Deserialize)]
struct Page {
    rows: Vec<Value>,
    next: Option<i64>,
}

/// A document of a job.
#[derive(Deserialize)]
pub(super) struct Row {
    pub document_id: i64,
    pub state: String,
    pub text: Option<String>,
}

impl Row {
    /// Why it stands as it does.
    pub(super) fn why(&self) -> &str {
        self.text.as_deref().unwrap_or("Причина не названа.")
    }
}

/// Freezes the documents of a job and looks at each of them; nothing else happens yet. Its number.
pub(super) async fn plan(
    session: &Session,
    action: &str,
    selection: &Value,
    params: &Value,
) -> Result<i64, Fault> {
    let plan = json!({
        "action": action,
        "selection": selection,
        "params": params,
        "operation": Uuid::new_v4().to_string(),
    });
    let planned: OneJob = session.read("bulk.plan", plan).await?;
    session.engine.finish_bulk().await?;
    Ok(planned.job.id)
}

/// Starts it, with the documents that have a warning too.
pub(super) async fn start(session: &Session, id: i64) -> Result<(), Fault> {
    let request = json!({ "id": id, "with_warned": true });
    session.call("bulk.start", request).await.map(drop)
}

/// How it stands now.
pub(super) async fn job(session: &Session, id: i64) -> Result<Job, Fault> {
    let jobs: Jobs = session.read("bulk.list", json!({})).await?;
    let job = jobs.jobs.into_iter().find(|job| job.id == id);
    job.ok_or_else(|| Fault::internal(&"a job is gone"))
}

/// All its documents, in the words of the contract.
pub(super) async fn rows(session: &Session, id: i64) -> Result<Vec<Value>, Fault> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let request = json!({ "id": id, "after": after, "limit": 500 });
        let page: Page = session.read("bulk.rows", request).await?;
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return Ok(rows);
        }
    }
}

/// What a person is shown of them.
pub(super) fn shown(rows: &[Value]) -> Result<Vec<Row>, Fault> {
    rows.iter().map(|row| read(row.clone())).collect()
}
