//! Stories from end to end.

use reqwest::StatusCode;
use serde_json::json;

use crate::support::{POST, Stage, Who, base64, ids, letter};

#[tokio::test]
async fn anna_logs_in_sees_her_organisations_and_logs_in_again_when_the_token_has_died() {
    let mut stage = Stage::new().await;
    let mine = stage
        .get(Who::Anna, "/GetMyOrganizations?autoRegister=false")
        .await;
    let names: Vec<_> = mine["Organizations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["ShortName"].clone())
        .collect();
    assert_eq!(
        names,
        [
            "ООО «Полярная звезда»",
            "ИП Снегирёва В. А.",
            "ООО «Берёзовый берег»"
        ]
    );
    assert_eq!(mine["Organizations"][0]["IsTest"], true);
    assert_eq!(mine["Organizations"][2]["IsTest"], false);
    assert_eq!(mine["Organizations"][0]["Sociability"], "AllOrganizations");
    let user = stage.get(Who::Anna, "/v2/getmyuser").await;
    assert_eq!(user["FullName"]["LastName"], "Воронцова");

    stage.control("tokens/expire", &json!({})).await;
    let (status, text) = stage.try_get(Who::Anna, "/V2/GetMyUser").await;
    assert_eq!(
        (status, text.as_str()),
        (StatusCode::UNAUTHORIZED, "Invalid auth token")
    );
    stage.renew(Who::Anna).await;
    stage.get(Who::Anna, "/V2/GetMyUser").await;
    stage.advance(24 * 60 * 60 + 1).await;
    assert_eq!(
        stage.try_get(Who::Anna, "/V2/GetMyUser").await.0,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_letter_is_delivered_signed_and_the_sender_reads_it_signed() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let message = stage
        .post(
            Who::Anna,
            POST,
            &letter(&ours, &theirs, "Договор.pdf", "%PDF-1.4 договор"),
        )
        .await;
    let ids = ids(&message);
    assert_eq!(
        message["Entities"][0]["DocumentInfo"]["SenderSignatureStatus"],
        "SenderSignatureUnchecked"
    );
    assert!(stage.events(Who::Stepan, &theirs, "").await.is_empty());

    stage.advance(2).await;
    let document = stage.document(Who::Anna, &ours, &ids).await;
    assert_eq!(
        document["SenderSignatureStatus"],
        "SenderSignatureCheckedAndValid"
    );
    assert!(document.get("DeliveryTimestampTicks").is_none());
    stage.advance(3).await;
    assert_eq!(
        stage.status(Who::Anna, &ours, &ids).await,
        "Ожидается подпись контрагента"
    );
    assert_eq!(
        stage.status(Who::Stepan, &theirs, &ids).await,
        "Требуется подпись"
    );
    let inbox = stage.events(Who::Stepan, &theirs, "").await;
    assert_eq!(
        inbox[0]["Message"]["Entities"][0]["DocumentInfo"]["DocumentDirection"],
        "Inbound"
    );

    let patch = json!({"BoxId": theirs, "MessageId": ids.0, "Signatures": [{"ParentEntityId": ids.1, "SignWithTestSignature": true}]});
    let answer = stage.post(Who::Stepan, "/V4/PostMessagePatch", &patch).await;
    assert_eq!(answer["Entities"][0]["EntityType"], "Signature");
    assert_eq!(
        stage.status(Who::Anna, &ours, &ids).await,
        "Ожидается подпись контрагента"
    );
    assert_eq!(stage.status(Who::Stepan, &theirs, &ids).await, "Подписан");
    stage.advance(5).await;
    assert_eq!(
        stage.status(Who::Anna, &ours, &ids).await,
        "Подписан контрагентом"
    );
    let docflow = stage.docflow(Who::Anna, &ours, &ids).await;
    assert_eq!(docflow["Docflow"]["RecipientResponse"]["IsFinished"], true);
    assert_eq!(
        docflow["Docflow"]["RecipientResponse"]["ResponseStatus"],
        "WithRecipientSignature"
    );
    assert!(docflow["Docflow"].get("Confirmation").is_none());

    let (status, _) = stage.try_post(Who::Stepan, "/V4/PostMessagePatch", &patch).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let path = format!(
        "/V4/GetEntityContent?boxId={theirs}&messageId={}&entityId={}",
        ids.0, ids.1
    );
    assert_eq!(stage.try_get(Who::Stepan, &path).await.1, "%PDF-1.4 договор");
}

#[tokio::test]
async fn a_refused_letter_carries_its_reason_back_to_the_sender() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(1), stage.theirs("Гранит"));
    let ids = ids(&stage
        .post(
            Who::Anna,
            POST,
            &letter(&ours, &theirs, "Акт.pdf", "%PDF-1.4 акт"),
        )
        .await);
    stage.advance(5).await;
    let xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?><Файл ИдФайл=\"DP_UVUTOCH_1\"><Документ><СвУведУточ><ТекстУведУточ>Неверная сумма &amp; дата</ТекстУведУточ></СвУведУточ></Документ></Файл>";
    let patch = json!({"BoxId": theirs, "MessageId": ids.0, "XmlSignatureRejections": [
        {"ParentEntityId": ids.1, "SignedContent": {"Content": base64(xml), "SignWithTestSignature": true}}]});
    stage.post(Who::Stepan, "/V4/PostMessagePatch", &patch).await;
    stage.advance(5).await;
    let docflow = stage.docflow(Who::Anna, &ours, &ids).await;
    assert_eq!(
        docflow["Docflow"]["RecipientResponse"]["Rejection"]["PlainText"],
        "Неверная сумма & дата"
    );
    assert_eq!(
        docflow["Docflow"]["DocflowStatus"]["PrimaryStatus"],
        json!({"Severity": "Error", "StatusText": "Контрагент отказал в подписи"})
    );
    assert_eq!(
        stage.status(Who::Stepan, &theirs, &ids).await,
        "Отказано в подписи"
    );
    assert_eq!(stage.document(Who::Stepan, &theirs, &ids).await["IsRead"], true);
}

#[tokio::test]
async fn an_unsent_document_waits_in_the_cabinet_and_leaves_with_the_signature() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(2), stage.theirs("Янтарный"));
    let mut request = letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4 счёт");
    let (status, text) = stage.try_post(Who::Anna, POST, &request).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{text}");
    request["DelaySend"] = json!("True");
    request["DocumentAttachments"][0]["SignedContent"]["SignWithTestSignature"] = json!(false);
    let ids = ids(&stage.post(Who::Anna, POST, &request).await);
    stage.advance(60).await;
    assert_eq!(
        stage.status(Who::Anna, &ours, &ids).await,
        "Требуется подписать и отправить"
    );
    let document = stage.document(Who::Anna, &ours, &ids).await;
    assert_eq!(document["SenderSignatureStatus"], "WaitingForSenderSignature");
    assert_eq!(
        document["NonformalizedDocumentMetadata"]["DocumentStatus"],
        "OutboundWaitingForSenderSignature"
    );
    assert!(document.get("SendTimestampTicks").is_none());
    assert!(stage.events(Who::Stepan, &theirs, "").await.is_empty());

    stage
        .control(
            "cabinet/sign_and_send",
            &json!({"box": ours, "message_id": ids.0}),
        )
        .await;
    stage.advance(5).await;
    assert_eq!(
        stage.status(Who::Anna, &ours, &ids).await,
        "Ожидается подпись контрагента"
    );
    assert_eq!(stage.events(Who::Stepan, &theirs, "").await.len(), 1);
    let (status, _) = stage.try_post(
        Who::Anna,
        "/V4/PostMessagePatch",
        &json!({"BoxId": ours, "MessageId": ids.0, "Signatures": [{"ParentEntityId": ids.1, "SignWithTestSignature": true}]}),
    ).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_same_operation_and_the_same_body_make_one_document() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let request = letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4 счёт");
    let first = stage
        .post(Who::Anna, &format!("{POST}?operationId=Sending-1"), &request)
        .await;
    let other = letter(&ours, &theirs, "Другой.pdf", "%PDF-1.4 другой");
    let second = stage
        .post(Who::Anna, "/v3/postmessage?OPERATIONID=sending-1", &other)
        .await;
    assert_eq!(ids(&first), ids(&second));
    let by_body = stage
        .post(Who::Anna, &format!("{POST}?operationId="), &other)
        .await;
    let again = stage.post(Who::Anna, POST, &other).await;
    assert_eq!(ids(&by_body), ids(&again));
    assert_ne!(ids(&by_body), ids(&first));

    let mut broken = letter(&ours, &theirs, "Акт.pdf", "%PDF-1.4 акт");
    let right = broken.clone();
    broken["DocumentAttachments"][0]["Metadata"] = json!([]);
    let path = format!("{POST}?operationId=sending-2");
    let (status, text) = stage.try_post(Who::Anna, &path, &broken).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(
        text.ends_with("Невозможно получить данные по ключу: FileName"),
        "{text}"
    );
    stage.post(Who::Anna, &path, &right).await;
    let ledger = stage.ledger().await;
    assert_eq!(
        ledger
            .iter()
            .map(|line| line["times_posted"].as_u64().unwrap())
            .collect::<Vec<_>>(),
        [2, 2, 1]
    );
    assert_eq!(ledger[0]["operation_id"], "sending-1");
}

#[tokio::test]
async fn a_bad_signature_is_found_after_acceptance_and_nothing_is_delivered() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    stage
        .control(
            "faults",
            &json!({"method": "PostMessage", "kind": "bad_signature"}),
        )
        .await;
    let ids = ids(&stage
        .post(Who::Anna, POST, &letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4"))
        .await);
    stage.advance(19).await;
    assert_eq!(
        stage.document(Who::Anna, &ours, &ids).await["SenderSignatureStatus"],
        "SenderSignatureUnchecked"
    );
    stage.advance(1).await;
    let document = stage.document(Who::Anna, &ours, &ids).await;
    assert_eq!(
        document["SenderSignatureStatus"],
        "SenderSignatureCheckedAndInvalid"
    );
    assert_eq!(
        document["DocflowStatus"]["PrimaryStatus"],
        json!({"Severity": "Error", "StatusText": "Ошибка в подписи"})
    );
    let events = stage.events(Who::Anna, &ours, "").await;
    let last = &events.last().unwrap()["Patch"];
    let kinds: Vec<_> = last["Entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["AttachmentType"].clone())
        .collect();
    assert_eq!(
        kinds,
        ["SignatureVerificationReport", "DeliveryFailureNotification"]
    );
    assert_eq!(last["Entities"][1]["NotDeliveredEventId"], ids.0.as_str());
    assert_eq!(last["Entities"][1]["ParentEntityId"], "");
    assert!(stage.events(Who::Stepan, &theirs, "").await.is_empty());
}
