//! The books outlive the process.

use serde_json::json;

use crate::support::{Stage, auto, id, paper};

#[tokio::test]
async fn documents_messages_consents_and_sessions_are_there_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = Stage::with(Some(folder.path())).await;
    stage.know_olga().await;
    let document = stage.create(&auto("до")).await;
    let path = format!("/documents/{}", id(&document));
    let told = (
        stage.sms().await,
        stage.told("fdoc/state").await,
        stage.get("/changes").await,
    );
    let bearer = stage.bearer.clone();
    stage.sandbox.shutdown().await;
    stage = Stage::with(Some(folder.path())).await;
    stage.bearer = bearer;
    let base = stage.base.clone();
    let moved = |value: &serde_json::Value| value.to_string().replace(&base, "");
    assert_eq!(stage.sms().await.len(), told.0.len());
    let after = stage.told("fdoc/state").await;
    for field in ["organizations", "consents", "ways", "cursor"] {
        assert_eq!(after[field], told.1[field], "{field}");
    }
    assert!(!moved(&stage.get(&path).await).contains("127.0.0.1"));
    assert_eq!(stage.get("/changes").await["next_cursor"], told.2["next_cursor"]);
    let file = stage
        .send(reqwest::Method::GET, &format!("{path}/file"), None)
        .await
        .unwrap();
    assert_eq!(file.bytes().await.unwrap(), paper());
    assert_eq!(stage.olga("sign-all").await["documents"], json!([id(&document)]));
}
