//! What people do with documents beside signing them, and answers that say no more than they promise.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{POST, Stage, Who, ids, letter};

async fn delivered(stage: &Stage) -> (String, String, (String, String)) {
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let posted = stage
        .post(Who::Anna, POST, &letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4"))
        .await;
    stage.advance(10).await;
    (ours, theirs, ids(&posted))
}

async fn listed(stage: &Stage, who: Who, box_id: &str, category: &str) -> usize {
    let path = format!("/V3/GetDocuments?boxId={box_id}&filterCategory={category}");
    let list = stage.get(who, &path).await;
    list["Documents"].as_array().unwrap().len()
}

#[tokio::test]
async fn what_one_side_puts_away_lies_in_its_bin_and_nowhere_else() {
    let stage = Stage::new().await;
    let (ours, theirs, (message, entity)) = delivered(&stage).await;
    let before = stage.events(Who::Anna, &ours, "").await.len();
    let order = json!({"box": theirs, "message_id": message});
    stage.control("cabinet/delete", &order).await;
    assert_eq!(listed(&stage, Who::Stepan, &theirs, "Any.Inbound").await, 0);
    assert_eq!(
        listed(&stage, Who::Stepan, &theirs, "Any.InboundDeleted").await,
        1
    );
    assert_eq!(listed(&stage, Who::Anna, &ours, "Any.Outbound").await, 1);
    assert_eq!(stage.events(Who::Anna, &ours, "").await.len(), before);
    let events = stage.events(Who::Stepan, &theirs, "").await;
    let last = &events.last().unwrap()["Patch"];
    assert_eq!(last["MessageIsDeleted"], true);
    assert_eq!(last["EntityPatches"][0]["EntityId"], entity);

    // Nobody signs what lies in the bin.
    let patch = json!({"BoxId": theirs, "MessageId": message, "Signatures": [{"ParentEntityId": entity, "SignWithTestSignature": true}]});
    let (status, text) = stage.try_post(Who::Stepan, "/V4/PostMessagePatch", &patch).await;
    assert_eq!(status, StatusCode::CONFLICT, "{text}");
    stage.control("cabinet/restore", &order).await;
    assert_eq!(listed(&stage, Who::Stepan, &theirs, "Any.Inbound").await, 1);
    stage.post(Who::Stepan, "/V4/PostMessagePatch", &patch).await;
    let events = stage.events(Who::Stepan, &theirs, "").await;
    let restored = events.iter().rev().nth(1).unwrap();
    assert_eq!(restored["Patch"]["MessageIsRestored"], true, "{restored:#}");
}

#[tokio::test]
async fn a_message_that_will_not_arrive_is_told_to_its_sender_and_to_nobody_else() {
    let stage = Stage::new().await;
    let order = json!({"method": "PostMessage", "kind": "not_delivered", "text": "ящик закрыт."});
    stage.control("faults", &order).await;
    let (ours, theirs, place) = delivered(&stage).await;
    assert!(stage.events(Who::Stepan, &theirs, "").await.is_empty());
    let document = stage.document(Who::Anna, &ours, &place).await;
    assert_eq!(
        document["SenderSignatureStatus"],
        "SenderSignatureCheckedAndValid"
    );
    assert_eq!(document["DocflowStatus"]["PrimaryStatus"]["Severity"], "Error");
    let events = stage.events(Who::Anna, &ours, "").await;
    let patch = &events.last().unwrap()["Patch"];
    assert_eq!(patch["NotDeliveredEventId"], place.0);
    assert_eq!(
        patch["Entities"][0]["AttachmentType"],
        "DeliveryFailureNotification"
    );
}

#[tokio::test]
async fn another_operators_answer_and_another_systems_status_are_parts_of_the_document() {
    let stage = Stage::new().await;
    let (ours, theirs, place) = delivered(&stage).await;
    let order = json!({"message_id": place.0, "is_success": false, "text": "Участник заблокирован"});
    stage.control("outside/roaming", &order).await;
    let document = stage.document(Who::Anna, &ours, &place).await;
    assert_eq!(
        document["RoamingNotificationStatus"],
        "RoamingNotificationStatusError"
    );
    assert_eq!(
        document["RoamingNotificationStatusDescription"],
        "Участник заблокирован"
    );
    let category = "Any.OutboundRoamingNotificationError";
    assert_eq!(listed(&stage, Who::Anna, &ours, category).await, 1);
    for kind in ["Normal", "Success"] {
        let status =
            json!({"docflow_named_id": "TtGis", "named_id": kind, "friendly_name": kind, "kind": kind});
        let order = json!({"message_id": place.0, "status": status});
        stage.control("outside/system", &order).await;
    }
    for (who, box_id) in [(Who::Anna, &ours), (Who::Stepan, &theirs)] {
        let docflow = &stage.docflow(who, box_id, &place).await["Docflow"];
        let statuses = docflow["OuterDocflowEntities"][0]["StatusEntities"]
            .as_array()
            .unwrap();
        assert_eq!(statuses.len(), 2);
        let last = &statuses[1]["Attachment"]["Attachment"]["Entity"]["EntityId"];
        assert_eq!(docflow["OuterDocflows"][0]["OuterDocflowEntityId"], *last);
    }
}

#[tokio::test]
async fn a_lean_answer_holds_what_is_promised_and_things_that_nobody_knows() {
    let stage = Stage::new().await;
    let (ours, _, place) = delivered(&stage).await;
    let full = stage.docflow(Who::Anna, &ours, &place).await;
    let style = stage.control("answers", &json!({"style": "lean"})).await;
    assert_eq!(style["style"], "lean");
    let lean = stage.docflow(Who::Anna, &ours, &place).await;
    assert_eq!(full["DocumentId"]["EntityId"], lean["DocumentId"]["EntityId"]);
    assert!(full["Docflow"]["SenderTitle"]["SentAt"].is_object());
    assert!(lean["Docflow"]["SenderTitle"].get("SentAt").is_none());
    assert!(lean["Docflow"]["FieldOfTomorrow"].is_object());
    let severity = &lean["Docflow"]["DocflowStatus"]["PrimaryStatus"]["Severity"];
    assert_eq!(severity, "Hopeful");
    let page = stage
        .get(Who::Anna, &format!("/V8/GetNewEvents?boxId={ours}"))
        .await;
    assert!(page.get("TotalCount").is_none());
    let patches = page["Events"].as_array().unwrap().iter();
    let unknown: Vec<&Value> = patches
        .filter_map(|event| event["Patch"]["Entities"].as_array())
        .flatten()
        .filter(|entity| entity["EntityType"] == "Hologram")
        .collect();
    assert!(!unknown.is_empty());
    stage.control("answers", &json!({"style": "full"})).await;
    assert_eq!(stage.docflow(Who::Anna, &ours, &place).await, full);
}
