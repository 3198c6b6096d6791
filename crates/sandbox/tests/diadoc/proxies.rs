//! Somebody stands between sender and recipient and signs first («промежуточный получатель»).

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{POST, Stage, Who, ids, letter, utd};

/// Sender, who stands between, recipient.
struct Sides {
    ours: String,
    between: String,
    theirs: String,
}

fn sides(stage: &Stage) -> Sides {
    Sides {
        ours: stage.ours(0),
        between: stage.theirs("Журавлёв"),
        theirs: stage.theirs("Кедровая"),
    }
}

async fn sent(stage: &Stage, sides: &Sides, letter: &Value) -> (String, String) {
    let posted = stage
        .post(Who::Anna, POST, &through(letter, &sides.between))
        .await;
    assert_eq!(posted["IsProxified"], true);
    assert_eq!(posted["ProxyBoxId"], sides.between);
    stage.advance(30).await;
    ids(&posted)
}

fn through(letter: &Value, between: &str) -> Value {
    let mut letter = letter.clone();
    letter["ProxyBoxId"] = between.into();
    letter
}

async fn press(stage: &Stage, act: &str, box_id: &str, place: &(String, String)) {
    let order =
        json!({"box": box_id, "message_id": place.0, "document_id": place.1, "reason": "Нет договора"});
    stage.control(&format!("cabinet/{act}"), &order).await;
    stage.advance(30).await;
}

#[tokio::test]
async fn the_recipient_gets_the_document_behind_the_signature_of_who_stands_between() {
    let stage = Stage::new().await;
    let sides = sides(&stage);
    let place = sent(
        &stage,
        &sides,
        &letter(&sides.ours, &sides.theirs, "Акт.pdf", "%PDF-1.4"),
    )
    .await;
    assert!(stage.events(Who::Stepan, &sides.theirs, "").await.is_empty());
    let ours = stage.document(Who::Anna, &sides.ours, &place).await;
    assert_eq!(ours["ProxySignatureStatus"], "WaitingForProxySignature");
    assert!(ours["DeliveryTimestampTicks"].is_null());
    let between = stage.document(Who::Stepan, &sides.between, &place).await;
    assert_eq!(between["DocumentDirection"], "Inbound");
    assert_eq!(
        between["DocflowStatus"]["PrimaryStatus"]["StatusText"],
        "Требуется подпись"
    );

    press(&stage, "sign", &sides.between, &place).await;
    let ours = stage.docflow(Who::Anna, &sides.ours, &place).await;
    assert_eq!(
        ours["Docflow"]["ProxyResponse"]["ResponseStatus"],
        "WithRecipientSignature"
    );
    assert_eq!(
        ours["Docflow"]["RecipientResponse"]["ResponseStatus"],
        "WaitingForRecipientSignature"
    );
    assert!(ours["Docflow"]["SenderTitle"]["DeliveredAt"].is_object());
    assert!(ours["DocumentInfo"]["Participants"]["Proxy"]["BoxId"].is_string());
    let came = stage.docflow(Who::Stepan, &sides.theirs, &place).await;
    assert_eq!(
        came["Docflow"]["ProxyResponse"]["ResponseStatus"],
        "WithRecipientSignature"
    );

    press(&stage, "sign", &sides.theirs, &place).await;
    for (who, box_id) in [
        (Who::Anna, &sides.ours),
        (Who::Stepan, &sides.between),
        (Who::Stepan, &sides.theirs),
    ] {
        let document = stage.document(who, box_id, &place).await;
        assert_eq!(document["RecipientResponseStatus"], "WithRecipientSignature");
        assert_eq!(document["ProxySignatureStatus"], "WithProxySignature");
    }
}

#[tokio::test]
async fn a_refusal_of_who_stands_between_ends_it_before_the_recipient_sees_anything() {
    let stage = Stage::new().await;
    let sides = sides(&stage);
    let place = sent(&stage, &sides, &utd(&sides.ours, &sides.theirs, "ДОП")).await;
    press(&stage, "reject", &sides.between, &place).await;
    let ours = stage.docflow(Who::Anna, &sides.ours, &place).await;
    let response = &ours["Docflow"]["ProxyResponse"];
    assert_eq!(response["ResponseStatus"], "RecipientSignatureRequestRejected");
    assert_eq!(response["Rejection"]["PlainText"], "Нет договора");
    assert!(stage.events(Who::Stepan, &sides.theirs, "").await.is_empty());
    let path = format!(
        "/V3/GetDocuments?boxId={}&filterCategory=Any.OutboundProxySignatureRejected",
        sides.ours
    );
    assert_eq!(stage.get(Who::Anna, &path).await["TotalCount"], 1);
}

#[tokio::test]
async fn who_stands_between_has_a_class_of_documents_of_its_own_and_does_only_its_part() {
    let stage = Stage::new().await;
    let sides = sides(&stage);
    let place = sent(&stage, &sides, &utd(&sides.ours, &sides.theirs, "ДОП")).await;
    let listed = async |class: &str| {
        let path = format!(
            "/V3/GetDocuments?boxId={}&filterCategory=Any.{class}",
            sides.between
        );
        stage.get(Who::Stepan, &path).await["TotalCount"].clone()
    };
    assert_eq!(listed("ProxyWaitingForProxySignature").await, 1);
    assert_eq!(listed("Inbound").await, 0);
    // The recipient's title is not its to give, and its signature is asked for once.
    let sign = json!({"BoxId": sides.between, "MessageId": place.0, "Signatures": [{"ParentEntityId": place.1, "SignWithTestSignature": true}]});
    stage.post(Who::Stepan, "/V4/PostMessagePatch", &sign).await;
    let (status, text) = stage.try_post(Who::Stepan, "/V4/PostMessagePatch", &sign).await;
    assert_eq!(status, StatusCode::CONFLICT, "{text}");
}

#[tokio::test]
async fn only_workflows_that_know_an_intermediate_recipient_take_one() {
    let stage = Stage::new().await;
    let sides = sides(&stage);
    let (status, text) = stage
        .try_post(
            Who::Anna,
            POST,
            &through(&utd(&sides.ours, &sides.theirs, "СЧФДОП"), &sides.between),
        )
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{text}");
    let plain = letter(&sides.ours, &sides.theirs, "Акт.pdf", "%PDF-1.4");
    for wrong in [&sides.ours, &sides.theirs] {
        let (status, text) = stage.try_post(Who::Anna, POST, &through(&plain, wrong)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{text}");
    }
    let prototype = |between: &str, function: &str| {
        json!({
            "FromBoxId": sides.ours, "ToBoxId": sides.theirs, "ProxyBoxId": between,
            "DocumentPrototypes": [{"CustomDocumentId": uuid::Uuid::nil().to_string(),
                "TypeNamedId": "UniversalTransferDocument", "Function": function, "Version": "utd970_05_03_01"}],
        })
    };
    let objections = async |prototype: Value| {
        stage.post(Who::Anna, "/CanPostMessage", &prototype).await["Errors"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(objections(prototype(&sides.between, "ДОП")).await, 0);
    assert_eq!(objections(prototype(&sides.between, "СЧФДОП")).await, 1);
    assert_eq!(objections(prototype(&sides.theirs, "ДОП")).await, 1);
}
