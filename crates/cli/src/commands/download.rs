//! `download`: what the operator makes of documents, as one file on the disk.

use serde_json::json;

use super::file_job::FileJob;
use crate::args::Download;
use crate::fault::{Done, Fault};
use crate::session::Session;

pub(crate) async fn run(session: &Session, wanted: &Download) -> Result<Done, Fault> {
    let job = FileJob {
        action: "download",
        selection: json!({ "ids": wanted.ids }),
        params: json!({ "what": wanted.what.replace('-', "_") }),
        out: &wanted.out,
        left_out: "Не скачан документ",
    };
    job.run(session).await
}
