//! Relations over the wire: invite, accept, refuse, break; tasks, the log, search by ИНН, both formats.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Stage, Who, base64};

async fn status(stage: &Stage, who: Who, mine: &str, theirs: &str) -> Option<String> {
    let path = format!("/V3/GetCounteragent?myBoxId={mine}&counteragentBoxId={theirs}");
    let (code, text) = stage.try_get(who, &path).await;
    if code == StatusCode::NOT_FOUND {
        return None;
    }
    let row: Value = serde_json::from_str(&text).unwrap();
    Some(row["CurrentStatus"].as_str().unwrap().to_owned())
}

async fn acquire(stage: &Stage, who: Who, mine: &str, request: &Value) -> String {
    let path = format!("/V3/AcquireCounteragent?myBoxId={mine}");
    stage.post(who, &path, request).await["TaskId"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn names(stage: &Stage, who: Who, mine: &str) -> Vec<String> {
    let log = stage
        .get(who, &format!("/V1/GetCounteragentEvents?boxId={mine}"))
        .await;
    let events = log["Events"].as_array().unwrap();
    events
        .iter()
        .map(|event| event["EventTypes"][0].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn an_invitation_is_a_task_and_both_sides_see_the_relation_and_its_log() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Тихая гавань"));
    assert_eq!(status(&stage, Who::Anna, &ours, &theirs).await, None);
    let request = json!({ "BoxId": theirs, "MessageToCounteragent": "Просим принять" });
    let task = acquire(&stage, Who::Anna, &ours, &request).await;
    let result = format!("/V2/AcquireCounteragentResult?taskId={task}");
    let early = stage.send(Who::Anna, Method::GET, &result, None).await.unwrap();
    assert_eq!(early.status(), StatusCode::NO_CONTENT);
    assert_eq!(early.headers()["retry-after"], "1");
    assert_eq!(stage.try_get(Who::Stepan, &result).await.0, StatusCode::NOT_FOUND);
    stage.advance(2).await;
    assert!(stage.get(Who::Anna, &result).await["BoxId"].is_string());
    assert_eq!(
        status(&stage, Who::Anna, &ours, &theirs).await.as_deref(),
        Some("IsInvitedByMe")
    );
    assert_eq!(
        status(&stage, Who::Stepan, &theirs, &ours).await.as_deref(),
        Some("InvitesMe")
    );
    // It answers by itself after a while of the world's clock.
    stage.advance(60).await;
    assert_eq!(
        status(&stage, Who::Anna, &ours, &theirs).await.as_deref(),
        Some("IsMyCounteragent")
    );
    assert_eq!(
        names(&stage, Who::Anna, &ours).await,
        ["IInvitedCounteragent", "CounteragentAcceptedInvitation"]
    );
    assert_eq!(
        names(&stage, Who::Stepan, &theirs).await,
        ["CounteragentInvitedMe", "IAcceptedInvitation"]
    );
    let path = format!("/V2/BreakWithCounteragent?myBoxId={ours}&counteragentBoxId={theirs}&comment=Хватит");
    let broken = stage.send(Who::Anna, Method::POST, &path, None).await.unwrap();
    assert_eq!(
        (broken.status(), broken.content_length()),
        (StatusCode::OK, Some(0))
    );
    assert_eq!(
        status(&stage, Who::Stepan, &theirs, &ours).await.as_deref(),
        Some("RejectsMe")
    );
}

#[tokio::test]
async fn an_invitation_that_is_withdrawn_leaves_what_was_before() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Склад"));
    acquire(&stage, Who::Anna, &ours, &json!({ "BoxId": theirs })).await;
    stage.advance(2).await;
    let path = format!("/V2/BreakWithCounteragent?myBoxId={ours}&counteragentBoxId={theirs}");
    stage.send(Who::Anna, Method::POST, &path, None).await.unwrap();
    assert_eq!(status(&stage, Who::Anna, &ours, &theirs).await, None);
    stage.advance(60).await;
    assert_eq!(
        status(&stage, Who::Anna, &ours, &theirs).await,
        None,
        "nobody answers what was taken back"
    );
}

#[tokio::test]
async fn an_invitation_whose_document_wants_a_signature_is_accepted_by_signing_it() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("ИП Стрижов"));
    stage
        .control("relations/manner", &json!({ "box": theirs, "manner": "waits" }))
        .await;
    let document = json!({
        "SignedContent": { "Content": base64("Соглашение"), "SignWithTestSignature": true },
        "FileName": "Соглашение.txt",
        "SignatureRequested": true,
    });
    let request = json!({ "BoxId": ours, "InvitationDocument": document });
    acquire(&stage, Who::Stepan, &theirs, &request).await;
    stage.advance(60).await;
    let task = acquire(&stage, Who::Anna, &ours, &json!({ "BoxId": theirs })).await;
    stage.advance(2).await;
    let (code, text) = stage
        .try_get(Who::Anna, &format!("/V2/AcquireCounteragentResult?taskId={task}"))
        .await;
    assert_eq!(code, StatusCode::CONFLICT);
    assert!(text.contains("use PostMessagePatch instead"), "{text}");
    let row = stage
        .get(
            Who::Anna,
            &format!("/V3/GetCounteragent?myBoxId={ours}&counteragentBoxId={theirs}"),
        )
        .await;
    let id = &row["InvitationDocumentId"];
    let patch = json!({
        "BoxId": ours,
        "MessageId": id["MessageId"],
        "Signatures": [{ "ParentEntityId": id["EntityId"], "SignWithTestSignature": true }],
    });
    stage.post(Who::Anna, "/V4/PostMessagePatch", &patch).await;
    assert_eq!(
        status(&stage, Who::Anna, &ours, &theirs).await.as_deref(),
        Some("IsMyCounteragent")
    );
}

#[tokio::test]
async fn what_is_documented_as_refused_is_refused() {
    let stage = Stage::new().await;
    let ours = stage.ours(0);
    let path = format!("/V3/AcquireCounteragent?myBoxId={ours}");
    let roaming = stage.world["counterparties"]
        .as_array()
        .unwrap()
        .iter()
        .rfind(|one| one["inn"] == "9670558319")
        .unwrap()["box_id"]
        .clone();
    for (request, code) in [
        (json!({}), StatusCode::BAD_REQUEST),
        (
            json!({ "BoxId": ours, "Inn": "9644112800" }),
            StatusCode::BAD_REQUEST,
        ),
        (json!({ "BoxId": ours }), StatusCode::BAD_REQUEST),
        (json!({ "Inn": "7707083893" }), StatusCode::NOT_FOUND),
        (
            json!({ "BoxId": stage.theirs("Янтарный дом") }),
            StatusCode::CONFLICT,
        ),
        (json!({ "BoxId": roaming }), StatusCode::CONFLICT),
        (
            json!({ "Inn": "9644112800", "MessageToCounteragent": "ю".repeat(2_001) }),
            StatusCode::BAD_REQUEST,
        ),
    ] {
        let (status, text) = stage.try_post(Who::Anna, &path, &request).await;
        assert_eq!(status, code, "{request}: {text}");
    }
    let foreign = format!("/V3/AcquireCounteragent?myBoxId={}", stage.theirs("Кедровая"));
    let (status, _) = stage
        .try_post(Who::Anna, &foreign, &json!({ "BoxId": ours }))
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn companies_are_found_by_their_inn_with_how_we_stand_to_them() {
    let stage = Stage::new().await;
    let ours = stage.ours(0);
    let request = json!({ "InnList": ["9644112800", "9670558319", "7707083893"] });
    let path = format!("/V2/GetOrganizationsByInnList?myBoxId={ours}");
    let found = stage.post(Who::Anna, &path, &request).await;
    let rows = found["Organizations"].as_array().unwrap();
    assert_eq!(
        rows.len(),
        4,
        "a branch and a copy at another operator: {rows:#?}"
    );
    let roaming: Vec<_> = rows
        .iter()
        .filter(|row| row["Organization"]["IsRoaming"] == true)
        .collect();
    assert_eq!(
        (roaming.len(), &roaming[0]["CounteragentStatus"]),
        (1, &json!("NotInCounteragentList"))
    );
    let groups = stage
        .get(Who::Anna, &format!("/GetCounteragentGroups?boxId={ours}"))
        .await;
    assert_eq!(groups["Groups"][1]["Name"], "Постоянные");
}
