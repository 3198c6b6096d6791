#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::sync::Arc;
use std::time::Duration;

use host::{Folders, NoNotifier};
use serde_json::json;

use super::{Options, Workplace};

fn workplace(folder: &tempfile::TempDir) -> Workplace {
    Workplace::new(Options {
        folders: Folders::at(folder.path()),
        notifier: Arc::new(NoNotifier),
    })
}

#[tokio::test]
async fn a_question_asked_during_the_opening_is_answered_by_the_open_world() {
    let folder = tempfile::tempdir().unwrap();
    let workplace = workplace(&folder);
    let typed = json!({ "passphrase": "сургуч и семь печатей 42" });
    let (opened, world, firms) = tokio::join!(
        workplace.dispatch("world.open", typed),
        workplace.dispatch("world.get", json!({})),
        workplace.dispatch("firms.list", json!({})),
    );
    opened.unwrap();
    assert!(world.unwrap()["problem"].is_null());
    assert_eq!(firms.unwrap()["firms"], json!([]));
    workplace.close().await;
}

#[tokio::test]
async fn an_opening_that_waits_for_the_person_is_told_and_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let workplace = workplace(&folder);
    let opening = workplace.state.lock().await;
    let world = workplace.describe_within(Duration::from_millis(1)).await;
    assert_eq!(world.problem.unwrap().code, "starting");
    drop(opening);
}
