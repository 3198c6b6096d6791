//! A job over many documents that makes one file, from its plan to the file on the disk.

use std::path::Path;

use serde_json::{Value, json};

use super::bulk_job;
use crate::fault::{Done, Fault};
use crate::interrupt::interruptible;
use crate::session::Session;

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
        let id = bulk_job::plan(session, self.action, &self.selection, &self.params).await?;
        bulk_job::start(session, id).await?;
        if interruptible(&session.output, session.engine.finish_bulk())
            .await
            .is_none()
        {
            return Ok(Done::Interrupted);
        }
        let job = bulk_job::job(session, id).await?;
        let rows = bulk_job::rows(session, id).await?;
        if let Some(error) = job.error {
            return Err(error.into());
        }
        if let Some(file) = &job.file {
            session.save(&file.blob, self.out).await?;
        }
        self.tell(session, job.file.is_some(), &rows)?;
        Ok(Done::of_bulk(job.counts.done, job.total - job.counts.done))
    }

    fn tell(&self, session: &Session, is_saved: bool, rows: &[Value]) -> Result<(), Fault> {
        let output = session.output;
        let file = is_saved.then_some(self.out);
        if output.is_for_program() {
            output.json(&json!({ "file": file, "rows": rows }));
            return Ok(());
        }
        if let Some(file) = file {
            output.line(&format!("Записано в {}.", file.display()));
        }
        for row in bulk_job::shown(rows)?.iter().filter(|row| row.state != "done") {
            output.note(&format!("{} {}. {}", self.left_out, row.document_id, row.why()));
        }
        Ok(())
    }
}
