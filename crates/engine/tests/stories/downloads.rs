//! Copies that the operator makes: waited for, packed into one file, given up in time.

use std::io::Cursor;
use std::time::Duration;

use connect::Error;
use connect::edo::OperatorFile;
use domain::DocumentId;
use engine::{BulkRowState, BulkState, Engine, StartWith};
use serde_json::json;
use zip::ZipArchive;

use crate::bulk::{codes, counts, done, planned, wish};
use crate::world::{World, import, send};

async fn sent(engine: &Engine, documents: &[DocumentId]) {
    for document in documents {
        send(engine, *document).await.unwrap();
    }
    engine.sync_once(None).await.unwrap();
}

fn protocol() -> Vec<OperatorFile> {
    let file = |name: &str, bytes: &[u8]| OperatorFile {
        name: name.into(),
        media_type: "application/octet-stream".into(),
        bytes: bytes.to_vec(),
    };
    vec![file("protocol.pdf", b"%PDF"), file("protocol.pdf.sig", b"0")]
}

#[tokio::test]
async fn one_document_is_the_file_as_it_came_once_the_operator_has_made_it() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    sent(&engine, &[document]).await;
    world.office.desk(|desk| {
        let wait = Error::StillProcessing(Some(Duration::from_millis(1)));
        desk.copies.extend([Err(wait.clone()), Err(wait)]);
    });
    let plan = wish("download", json!({ "what": "archive" }), &[document]);
    let job = done(&engine, plan, StartWith::Ready).await;
    assert_eq!(counts(&job), [("done", 1)]);
    let file = job.job.file.unwrap();
    assert_eq!(file.name, "Архив из ЭДО, УПД № 15 от 21.11.2026.bin");
    let content = engine.file(file.blob).await.unwrap();
    assert_eq!(content.bytes, b"archive e1");
    assert_eq!(world.office.calls("copies"), 3);
}

#[tokio::test]
async fn several_documents_go_into_folders_and_what_is_refused_is_named() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let mut papers = vec![first];
    for number in 0..5 {
        papers.push(import(&engine, &(100 + number).to_string()).await);
    }
    let never_sent = import(&engine, "200").await;
    sent(&engine, &papers).await;
    world.office.desk(|desk| {
        desk.copies.push_back(Err(Error::Refused {
            code: "409".into(),
            text: "Протокол сформировать нельзя".into(),
        }));
        desk.copies.extend((0..5).map(|_| Ok(protocol())));
    });
    papers.push(never_sent);
    let plan = wish("download", json!({ "what": "protocol" }), &papers);
    let job = done(&engine, plan, StartWith::Ready).await;
    assert_eq!(counts(&job), [("done", 5), ("failed", 1), ("skipped", 1)]);
    let failed = codes(&engine, job.job.id, BulkRowState::Failed).await;
    assert_eq!(failed[0].1, "refused");
    let file = job.job.file.unwrap();
    assert_eq!(file.name, "Протокол передачи, 5.zip");
    let bytes = engine.file(file.blob).await.unwrap().bytes;
    let zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(names.len(), 10);
    assert!(
        names
            .iter()
            .all(|name| name.contains("/Протокол передачи, УПД № 1")),
        "{names:?}"
    );
}

#[tokio::test]
async fn trouble_with_the_line_ends_the_job_and_what_never_went_is_blocked() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    let plan = || wish("download", json!({ "what": "print_form" }), &[document]);
    let job = planned(&engine, plan()).await;
    assert_eq!(
        codes(&engine, job.job.id, BulkRowState::Blocked).await[0].1,
        "not_at_operator"
    );
    sent(&engine, &[document]).await;
    world
        .office
        .desk(|desk| desk.copies.push_back(Err(Error::Offline("нет сети".into()))));
    let job = done(&engine, plan(), StartWith::Ready).await.job;
    assert_eq!(job.state, BulkState::Cancelled);
    assert_eq!(job.fault.unwrap().code, "offline");
    assert!(job.file.is_none());
}
