//! `archive`: documents with their signatures, protocols and an inventory, as one ZIP on the disk.

use serde_json::{Value, json};

use super::file_job::FileJob;
use crate::args::Archive;
use crate::fault::{Done, Fault};
use crate::session::Session;

pub(crate) async fn run(session: &Session, wanted: &Archive) -> Result<Done, Fault> {
    let job = FileJob {
        action: "archive",
        selection: selection(wanted)?,
        params: Value::Null,
        out: &wanted.out,
        left_out: "Не вошёл документ",
    };
    job.run(session).await
}

fn selection(wanted: &Archive) -> Result<Value, Fault> {
    let Some(filter) = &wanted.filter else {
        return Ok(json!({ "ids": wanted.ids }));
    };
    match serde_json::from_str::<Value>(filter) {
        Ok(filter @ Value::Object(_)) => Ok(json!({ "filter": filter })),
        _ => Err(Fault::not_a_filter()),
    }
}
