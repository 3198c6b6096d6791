#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::sync::Arc;
use std::time::Duration;

use host::{Folders, NoNotifier};
use serde_json::json;

use api::UpgradeState;
use engine::Upgrade;

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
    let value = |answer: api::Answer| answer.read::<serde_json::Value>().unwrap();
    assert!(value(world.unwrap())["problem"].is_null());
    assert_eq!(value(firms.unwrap())["firms"], json!([]));
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

#[tokio::test]
async fn an_upgrade_of_the_database_is_told_at_once_with_how_far_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let workplace = workplace(&folder);
    let opening = workplace.state.lock().await;
    workplace.upgrade.send_replace(Some(Upgrade { done: 3, of: 12 }));
    // The patience is longer than the test may last: whoever asks is not kept waiting for it.
    let world = workplace.describe_within(Duration::from_secs(3600)).await;
    let problem = world.problem.unwrap();
    assert_eq!(problem.code, "upgrading");
    assert!(problem.message.contains("готово 3 из 12") && problem.message.contains("Ничего не потеряно"));
    assert_eq!(world.upgrade, Some(UpgradeState { done: 3, of: 12 }));
    assert_eq!(
        workplace
            .dispatch("firms.list", json!({}))
            .await
            .unwrap_err()
            .code,
        "upgrading"
    );
    workplace.upgrade.send_replace(None);
    drop(opening);
    assert_eq!(
        workplace.describe_within(Duration::from_secs(5)).await.upgrade,
        None
    );
}
