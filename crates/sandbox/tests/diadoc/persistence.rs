//! The world outlives its process.

use serde_json::{Value, json};

use crate::support::{POST, Stage, Who, ids, letter, utd};

#[tokio::test]
async fn after_a_restart_messages_cursors_operations_and_pending_deliveries_are_as_before() {
    let folder = tempfile::tempdir().unwrap();
    let state = Some(folder.path());
    let stage = Stage::with(state).await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let large = format!("%PDF-1.4 {}", "страница ".repeat(10_000));
    let request = letter(&ours, &theirs, "Альбом.pdf", &large);
    let path = format!("{POST}?operationId=album");
    let album = ids(&stage.post(Who::Anna, &path, &request).await);
    let bill = ids(&stage.post(Who::Anna, POST, &utd(&ours, &theirs, "СЧФДОП")).await);
    stage.advance(5).await;
    stage
        .control("cabinet/sign", &json!({"box": theirs, "message_id": bill.0}))
        .await;
    stage
        .control("clock/delays", &json!({"answer_confirmation_ms": 700_000}))
        .await;
    let before = stage.events(Who::Anna, &ours, "").await;
    let document = stage.document(Who::Anna, &ours, &bill).await;
    let second = sandbox::Sandbox::start(sandbox::Options {
        state: state.map(std::path::Path::to_owned),
        ..sandbox::Options::default()
    });
    assert_eq!(second.await.unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
    // Killed, not shut down: no farewell, nothing flushed.
    drop(stage);

    let stage = Stage::with(state).await;
    assert_eq!(stage.events(Who::Anna, &ours, "").await, before);
    assert_eq!(stage.document(Who::Anna, &ours, &bill).await, document);
    assert_eq!(ids(&stage.post(Who::Anna, &path, &request).await), album);
    assert_eq!(stage.ledger().await[0]["times_posted"], 2);
    let content = format!(
        "/V4/GetEntityContent?boxId={ours}&messageId={}&entityId={}",
        album.0, album.1
    );
    assert_eq!(stage.try_get(Who::Anna, &content).await.1, large);
    let key = before.last().unwrap()["IndexKey"].as_str().unwrap().to_owned();
    assert!(
        stage
            .events(Who::Anna, &ours, &format!("&afterIndexKey={key}"))
            .await
            .is_empty()
    );
    stage.advance(5).await;
    assert_eq!(
        stage.status(Who::Anna, &ours, &bill).await,
        "Подписан контрагентом"
    );
    stage.advance(600).await;
    let answer = stage.docflow(Who::Anna, &ours, &bill).await;
    assert_eq!(answer["Docflow"]["RecipientResponse"]["IsFinished"], true);
    let clock: Value = stage.control("clock/advance", &json!({})).await;
    assert_eq!(clock["delays"]["answer_confirmation_ms"], 700_000);
    assert_eq!(clock["pending"], 0);
    stage.sandbox.shutdown().await;
}

#[tokio::test]
async fn a_second_restart_after_a_torn_line_loses_only_that_line() {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::with(Some(folder.path())).await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    stage
        .post(
            Who::Anna,
            POST,
            &letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4 счёт"),
        )
        .await;
    drop(stage);
    let journal = folder.path().join("journal.jsonl");
    let mut bytes = std::fs::read(&journal).unwrap();
    bytes.extend_from_slice(b"[{\"TokensExp");
    std::fs::write(&journal, bytes).unwrap();
    let stage = Stage::with(Some(folder.path())).await;
    assert_eq!(stage.ledger().await.len(), 1);
}
