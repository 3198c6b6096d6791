//! How jobs end: files, failures, and what becomes of them.

use domain::DocumentId;
use engine::{BulkRowState, BulkState, Code, StartWith};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::operator::Delivery;
use crate::world::{World, import, send};

use super::{counts, done, papers, planned, settled, wish};

const TABLE: &str = r#"{ "columns": ["number", "counterparty", "total"], "format": "xlsx" }"#;

fn table() -> Value {
    serde_json::from_str(TABLE).unwrap()
}

#[tokio::test]
async fn a_table_and_a_print_of_a_job_are_files_that_outlive_the_program() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let papers = papers(&engine, first, 3).await;
    let gone = DocumentId(404);
    let order = [papers[1], gone, papers[2], papers[0]];
    let job = done(&engine, wish("export", table(), &order), StartWith::Ready).await;
    assert_eq!(counts(&job), [("done", 3), ("skipped", 1)]);
    let print = done(&engine, wish("print", Value::Null, &order), StartWith::Ready).await;
    drop(engine);
    let engine = world.open();
    let file = job.job.file.unwrap();
    let content = engine.file(file.blob).await.unwrap();
    assert_eq!(content.name, "Документы 21.11.2026.xlsx");
    let table = formats::table::read(&content.name, &content.bytes).unwrap();
    let numbers: Vec<_> = table.rows.iter().map(|row| row[0].text().into_owned()).collect();
    assert_eq!(numbers, ["101", "102", "15"], "in the order of the job");
    let pages = engine.file(print.job.file.unwrap().blob).await.unwrap();
    assert!(pages.bytes.starts_with(b"%PDF"));
    // After a day the file is forgotten, the job is not.
    world.pass(SignedDuration::from_hours(25));
    engine
        .plan_bulk(wish("delete", Value::Null, &papers))
        .await
        .unwrap();
    assert_eq!(engine.bulk_job(job.job.id).await.unwrap().job.file, None);
}

#[tokio::test]
async fn an_export_that_is_cancelled_makes_no_file_and_loses_nothing() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let papers = papers(&engine, first, 2).await;
    let before = std::fs::read_dir(world.folder()).unwrap().count();
    let id = planned(&engine, wish("export", table(), &papers)).await.job.id;
    engine.start_bulk(id, StartWith::Ready).await.unwrap();
    let job = engine.cancel_bulk(id).await.unwrap();
    assert_eq!((job.job.state, job.job.file), (BulkState::Cancelled, None));
    let job = settled(&engine, id).await;
    assert_eq!(counts(&job), [("skipped", 2)]);
    assert_eq!(job.job.file, None);
    assert_eq!(
        std::fs::read_dir(world.folder()).unwrap().count(),
        before,
        "no part of it is left"
    );
    assert_eq!(engine.card(first).await.unwrap().document.id, first);
}

#[tokio::test]
async fn a_letter_that_an_old_encoding_lacks_ends_the_table_with_its_cause() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let odd = import(&engine, "15-₸").await;
    let params = json!({ "columns": ["number"], "format": "csv", "encoding": "windows-1251" });
    let job = done(&engine, wish("export", params, &[odd]), StartWith::Ready).await;
    assert_eq!(job.job.state, BulkState::Cancelled);
    let fault = job.job.fault.clone().unwrap();
    assert_eq!(fault.code, "export_letters");
    assert_eq!(counts(&job), [("skipped", 1)]);
}

#[tokio::test]
async fn a_row_that_failed_waits_among_the_failures_until_it_is_mended_or_let_be() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let papers = papers(&engine, first, 3).await;
    let id = planned(&engine, wish("send", Value::Null, &papers)).await.job.id;
    // Between the plan and the start somebody sends one of them by hand, and removes another.
    send(&engine, papers[1]).await.unwrap();
    let trash = engine
        .remove_documents(vec![papers[2]])
        .await
        .remove(0)
        .result
        .unwrap();
    engine.start_bulk(id, StartWith::Ready).await.unwrap();
    let job = settled(&engine, id).await;
    assert_eq!(counts(&job), [("done", 1), ("failed", 2)]);
    let failures = engine.bulk_failures(None, 10).await.unwrap();
    let told: Vec<_> = failures
        .rows
        .iter()
        .map(|failure| {
            (
                failure.job,
                failure.row.row.document,
                failure.row.row.fault.clone().unwrap().code,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (id, papers[1], "already_sent".to_owned()),
            (id, papers[2], "document_not_found".to_owned())
        ]
    );
    assert_eq!((failures.total, failures.rows[0].label), (2, "Отправка в ЭДО"));
    engine.dismiss_bulk(id, Some(vec![papers[1]])).await.unwrap();
    engine.restore_documents(vec![trash]).await.unwrap();
    engine.retry_bulk(id, None).await.unwrap();
    let job = settled(&engine, id).await;
    assert_eq!(counts(&job), [("done", 2), ("dismissed", 1)]);
    assert_eq!(engine.bulk_failures(None, 10).await.unwrap().total, 0);
    assert_eq!(
        engine.retry_bulk(id, None).await.unwrap_err().code(),
        Code::BulkNoFailures
    );
    assert_eq!(
        engine.dismiss_bulk(id, None).await.unwrap_err().code(),
        Code::BulkNoFailures
    );
    assert_eq!(engine.outbox(vec![], None, 10).await.unwrap().len(), 3);
}

#[tokio::test]
async fn what_the_outbox_gave_up_is_one_failure_and_is_repeated_under_its_own_number() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let refusal = || {
        Delivery::Not(connect::Error::Refused {
            code: "bad".into(),
            text: "Не принимаем.".into(),
        })
    };
    world.office.plan(refusal());
    let job = done(&engine, wish("send", Value::Null, &[first]), StartWith::Ready).await;
    engine.sync_once(None).await.unwrap();
    let failures = engine.bulk_failures(None, 10).await.unwrap();
    assert_eq!((failures.total, failures.rows.len()), (1, 1));
    let row = &failures.rows[0].row.row;
    assert_eq!((row.document, row.state), (first, BulkRowState::Failed));
    let operation = engine.outbox(vec![], None, 10).await.unwrap().remove(0);
    assert_eq!(row.outbox, Some(operation.id));
    engine.retry_bulk(job.job.id, None).await.unwrap();
    assert_eq!(engine.bulk_failures(None, 10).await.unwrap().total, 0);
    world.office.plan(refusal());
    engine.sync_once(None).await.unwrap();
    assert_eq!(engine.bulk_failures(None, 10).await.unwrap().total, 1);
    let again = engine.outbox(vec![], None, 10).await.unwrap();
    assert_eq!((again.len(), again[0].operation), (1, operation.operation));
    engine.dismiss_bulk(job.job.id, Some(vec![first])).await.unwrap();
    assert_eq!(engine.bulk_failures(None, 10).await.unwrap().total, 0);
}

#[tokio::test]
async fn a_print_of_which_one_failed_is_made_anew_whole_and_in_its_order() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let papers = papers(&engine, first, 3).await;
    let id = planned(&engine, wish("print", Value::Null, &papers)).await.job.id;
    let trash = engine
        .remove_documents(vec![papers[1]])
        .await
        .remove(0)
        .result
        .unwrap();
    engine.start_bulk(id, StartWith::Ready).await.unwrap();
    let job = settled(&engine, id).await;
    assert_eq!(counts(&job), [("done", 2), ("failed", 1)]);
    let two = engine.file(job.job.file.unwrap().blob).await.unwrap();
    assert_eq!(two.name, "Печать документов, 2.pdf");
    engine.restore_documents(vec![trash]).await.unwrap();
    engine.retry_bulk(id, None).await.unwrap();
    let job = settled(&engine, id).await;
    assert_eq!(counts(&job), [("done", 3)]);
    let three = engine.file(job.job.file.unwrap().blob).await.unwrap();
    assert_eq!(three.name, "Печать документов, 3.pdf");
}
