//! Invoices and transfer documents from end to end.

use serde_json::json;

use crate::support::{POST, Stage, Who, base64, ids, utd};

#[tokio::test]
async fn an_invoice_needs_a_receipt_and_the_operators_confirmations() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Журавлёв"));
    let ids = ids(&stage.post(Who::Anna, POST, &utd(&ours, &theirs, "СЧФ")).await);
    stage.advance(5).await;
    let docflow = stage.docflow(Who::Anna, &ours, &ids).await["Docflow"].clone();
    assert_eq!(docflow["Confirmation"]["IsFinished"], true);
    assert_eq!(docflow["RecipientReceipt"]["Status"], "WaitingForReceipt");
    assert!(docflow.get("RecipientResponse").is_none());
    assert_eq!(
        stage.status(Who::Stepan, &theirs, &ids).await,
        "Требуется подписать извещение о получении"
    );
    stage
        .control("cabinet/sign", &json!({"box": theirs, "message_id": ids.0}))
        .await;
    stage.advance(5).await;
    let docflow = stage.docflow(Who::Anna, &ours, &ids).await["Docflow"].clone();
    assert_eq!(docflow["RecipientReceipt"]["IsFinished"], true);
    assert_eq!(docflow["RecipientReceipt"]["Confirmation"]["IsFinished"], true);
    assert_eq!(
        docflow["DocflowStatus"]["PrimaryStatus"]["StatusText"],
        "Документооборот завершен"
    );
    let document = stage.document(Who::Anna, &ours, &ids).await;
    assert_eq!(
        document["UniversalTransferDocumentMetadata"]["DocumentStatus"],
        "OutboundFinished"
    );
    assert_eq!(document["DocumentNumber"], "42");
    assert_eq!(document["Title"], "УПД №42 от 21.11.2026");
}

#[tokio::test]
async fn a_full_utd_is_signed_by_one_click_and_finished_ten_minutes_later() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let ids = ids(&stage.post(Who::Anna, POST, &utd(&ours, &theirs, "СЧФДОП")).await);
    stage.advance(5).await;
    assert_eq!(
        stage.status(Who::Anna, &ours, &ids).await,
        "Ожидается основная подпись. Ожидается извещение о получении"
    );
    stage
        .control("cabinet/sign", &json!({"box": theirs, "message_id": ids.0}))
        .await;
    stage.advance(5).await;
    let docflow = stage.docflow(Who::Anna, &ours, &ids).await["Docflow"].clone();
    assert_eq!(
        docflow["DocflowStatus"]["PrimaryStatus"],
        json!({"Severity": "Success", "StatusText": "Подписан контрагентом"})
    );
    assert_eq!(docflow["RecipientReceipt"]["IsFinished"], true);
    assert_eq!(
        docflow["RecipientResponse"]["ResponseStatus"],
        "WithRecipientSignature"
    );
    assert_eq!(docflow["RecipientResponse"]["IsFinished"], false);
    let as_of = stage.docflow(Who::Anna, &ours, &ids).await["LastEvent"]["EventId"].clone();
    stage.advance(600).await;
    let docflow = stage.docflow(Who::Anna, &ours, &ids).await["Docflow"].clone();
    assert_eq!(docflow["RecipientResponse"]["IsFinished"], true);
    assert_eq!(docflow["RecipientResponse"]["Confirmation"]["IsFinished"], true);

    let request =
        json!({"Requests": [{"DocumentId": {"MessageId": ids.0, "EntityId": ids.1}, "LastEventId": as_of}]});
    let earlier = stage
        .post(Who::Anna, &format!("/V4/GetDocflows?boxId={ours}"), &request)
        .await;
    assert_eq!(
        earlier["Documents"][0]["Docflow"]["RecipientResponse"]["IsFinished"],
        false
    );
}

#[tokio::test]
async fn a_title_of_the_recipient_may_say_that_something_is_missing() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let ids = ids(&stage.post(Who::Anna, POST, &utd(&ours, &theirs, "ДОП")).await);
    stage.advance(5).await;
    let xml = "<Файл ИдФайл=\"ON_NSCHFDOPPOK_1\"><Документ><КодСодОпер КодИтога=\"2\"/></Документ></Файл>";
    let patch = json!({"BoxId": theirs, "MessageId": ids.0, "RecipientTitles": [
        {"ParentEntityId": ids.1, "SignedContent": {"Content": base64(xml), "SignWithTestSignature": true}}]});
    stage.post(Who::Stepan, "/V4/PostMessagePatch", &patch).await;
    stage.advance(5).await;
    let document = stage.document(Who::Anna, &ours, &ids).await;
    assert_eq!(
        document["RecipientResponseStatus"],
        "WithRecipientPartiallySignature"
    );
}
