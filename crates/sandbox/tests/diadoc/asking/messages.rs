//! Universal messages before, during and after the transition, and the cancellation of shipment data, by the published
//! examples.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::deal::Deal;
use super::{CONFLICT, PATCH};
use crate::golden::{example, folder, put, walk};
use crate::support::{Who, base64};

const LATER: &str = "2099-01-01";
const LONG_AGO: &str = "2020-01-01";
const WORDS: &str = "<UniversalMessage><UniversalMessageInfos><UniversalMessageInfo StatusCode=\"1999\"><PlainText>123</PlainText>\
    </UniversalMessageInfo></UniversalMessageInfos></UniversalMessage>";

/// The example, or the shape that it has.
fn published(name: &str, shape: &str) -> String {
    match folder() {
        Some(folder) => std::fs::read_to_string(folder.join(name)).unwrap(),
        None => shape.to_owned(),
    }
}

fn contract(code: u32, text: &str) -> String {
    WORDS.replace("1999", &code.to_string()).replace("123", text)
}

impl Deal {
    async fn asks(&self, who: Who, path: &str, body: &str) -> (StatusCode, Vec<u8>) {
        let request = self
            .stage
            .client
            .post(format!("{}{path}", self.stage.base))
            .header("Authorization", self.stage.authorization(who))
            .header("Content-Type", "application/xml")
            .body(body.to_owned());
        let answer = request.send().await.unwrap();
        (answer.status(), answer.bytes().await.unwrap().to_vec())
    }

    async fn words(&self, who: Who, parent: &str, contract: &str) -> (StatusCode, Vec<u8>) {
        let (box_id, message) = (self.box_of(who), &self.ids.0);
        let path =
            format!("/GenerateUniversalMessage?boxId={box_id}&messageId={message}&attachmentId={parent}");
        self.asks(who, &path, contract).await
    }

    /// Generated and posted alone.
    async fn says(&self, who: Who, (code, group): (u32, &str), text: &str) -> (StatusCode, String) {
        let (status, paper) = self.words(who, &self.ids.1, &contract(code, text)).await;
        assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&paper));
        let one = json!({"ParentEntityId": self.ids.1, "CodeGroup": group,
            "UniversalMessageContent": {"Content": base64(&paper)}});
        self.patches(who, "UniversalMessages", one).await
    }
}

/// Elements with the names of their attributes, in their order.
pub(super) fn structure(xml: &[u8]) -> Vec<String> {
    let text = encoding_rs::WINDOWS_1251.decode(xml).0.into_owned();
    let tags = text.split('<').skip(1).filter_map(|part| part.split('>').next());
    let tag = |tag: &str| {
        let mut names: Vec<String> = tag
            .split("=\"")
            .filter_map(|part| part.rsplit([' ', '"']).next())
            .filter(|name| !name.is_empty() && *name != "/" && !name.contains('/'))
            .map(str::to_owned)
            .collect();
        let element = tag.split([' ', '/', '>']).next().unwrap_or_default().to_owned();
        names.retain(|name| *name != element);
        names.sort();
        format!("{element} {}", names.join(" "))
    };
    tags.filter(|tag| !tag.starts_with(['?', '/'])).map(tag).collect()
}

#[tokio::test]
async fn published_words_make_a_message_of_the_published_structure() {
    let deal = Deal::utd_when("СЧФ", LATER).await;
    let contract = published("seed_universal_message_usercontract.xml", WORDS);
    let (status, paper) = deal.words(Who::Stepan, &deal.ids.1, &contract).await;
    assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&paper));
    if let Some(folder) = folder() {
        let sample = std::fs::read(folder.join("seed_universal_message_dp_unisoobsch.xml")).unwrap();
        let sample = String::from_utf8(sample).unwrap();
        let sample = encoding_rs::WINDOWS_1251.encode(&sample).0.into_owned();
        assert_eq!(structure(&paper), structure(&sample));
    }
    let text = encoding_rs::WINDOWS_1251.decode(&paper).0.into_owned();
    assert!(
        text.contains("СтатусУС=\"1999\"") && text.contains("<ТекстУС>123</ТекстУС>"),
        "{text}"
    );
    for bad in [
        contract_of("1999", "4002"),
        contract_of("3999", "2999"),
        "<UniversalMessage/>".to_owned(),
        "{}".to_owned(),
    ] {
        let (status, _) = deal.words(Who::Stepan, &deal.ids.1, &bad).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{bad}");
    }
    let both = contract_of("2007", "2999");
    let (status, _) = deal.words(Who::Stepan, &deal.ids.1, &both).await;
    assert_eq!(status, StatusCode::OK);
}

fn contract_of(one: &str, other: &str) -> String {
    format!(
        "<UniversalMessage><UniversalMessageInfos><UniversalMessageInfo StatusCode=\"{one}\"/>\
         <UniversalMessageInfo StatusCode=\"{other}\"/></UniversalMessageInfos></UniversalMessage>"
    )
}

#[tokio::test]
async fn the_published_patch_brings_both_documents_and_neither_goes_alone_in_the_wrong_era() {
    let deal = Deal::utd_when("СЧФ", LATER).await;
    let document = deal.ids.1.clone();
    let (status, receipt) = deal
        .generates(Who::Stepan, "GenerateReceiptXml", &document, "")
        .await;
    assert_eq!(status, StatusCode::OK);
    let (_, words) = deal.words(Who::Stepan, &document, &contract(1999, "")).await;
    let (status, text) = deal.says(Who::Stepan, (1999, "Receipt"), "").await;
    assert_eq!(status, CONFLICT, "{text}");
    let shape = json!({"BoxId": "", "MessageId": "",
        "Receipts": [{"ParentEntityId": "", "SignedContent": {"Content": "", "Signature": ""}}],
        "UniversalMessages": [{"ParentEntityId": "", "CodeGroup": "Receipt", "UniversalMessageContent": {"Content": ""}}]});
    let mut order = example("seed_post_message_patch_v4_receipt_and_um.json", shape);
    put(&mut order, "/BoxId", json!(deal.theirs));
    put(&mut order, "/MessageId", json!(deal.ids.0));
    for list in ["Receipts", "UniversalMessages"] {
        put(&mut order, &format!("/{list}/0/ParentEntityId"), json!(document));
    }
    put(
        &mut order,
        "/Receipts/0/SignedContent/Content",
        json!(base64(&receipt)),
    );
    let signature = json!(base64(sandbox::diadoc::cms::test_signature(&receipt)));
    put(&mut order, "/Receipts/0/SignedContent/Signature", signature);
    let content = "/UniversalMessages/0/UniversalMessageContent/Content";
    put(&mut order, content, json!(base64(&words)));
    let patch = walk(&deal.stage, Who::Stepan, PATCH, &order, &[content]).await;
    let kinds: Vec<&str> = patch["Entities"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["AttachmentType"].as_str())
        .collect();
    assert_eq!(kinds, ["InvoiceReceipt", "UniversalMessage"]);
    deal.stage.advance(60).await;
    let told = deal.docflow(Who::Anna).await["RecipientReceipt"].clone();
    assert_eq!(told["Status"], "Finished");
    assert_eq!(
        told["UniversalMessage"]["MessageInfo"]["Events"],
        json!([{"StatusCode": 1999, "PlainText": ""}])
    );
    assert!(told["ReceiptAttachment"].is_object());
    // A second receipt changes nothing, and is taken.
    let (status, text) = deal.says(Who::Stepan, (1999, "Receipt"), "ещё раз").await;
    assert_eq!(status, StatusCode::OK, "{text}");
    let info = serde_json::from_str::<Value>(&text).unwrap()["Entities"][0]["UniversalMessageInfo"].clone();
    assert_eq!(info["IsOutOfWorkflow"], true);
}

#[tokio::test]
async fn after_the_day_the_message_alone_does_it_and_the_former_document_is_refused() {
    let deal = Deal::utd_when("СЧФДОП", LONG_AGO).await;
    let document = deal.ids.1.clone();
    let (_, receipt) = deal
        .generates(Who::Stepan, "GenerateReceiptXml", &document, "")
        .await;
    let (status, text) = deal.posts(Who::Stepan, "Receipts", &document, &receipt).await;
    assert_eq!(status, CONFLICT, "{text}");
    for (code, group, words) in [
        (1999, "Receipt", ""),
        (2999, "AmendmentRequest", "Не та дата"),
        (3999, "Rejection", "Не наш товар"),
    ] {
        let (status, text) = deal.says(Who::Stepan, (code, group), words).await;
        assert_eq!(status, StatusCode::OK, "{code}: {text}");
    }
    let told = deal.docflow(Who::Anna).await;
    assert_eq!(told["RecipientReceipt"]["Status"], "Finished");
    assert_eq!(told["AmendmentRequest"]["AmendmentFlags"], 1);
    let answer = &told["RecipientResponse"];
    assert_eq!(answer["ResponseStatus"], "RecipientSignatureRequestRejected");
    let events = &answer["Rejection"]["UniversalMessage"]["MessageInfo"]["Events"];
    assert_eq!(events[0]["PlainText"], "Не наш товар");
    assert!(answer["Rejection"].get("SignatureRejection").is_none());
    // The sender says what the recipient should know, and nothing of what only a recipient says.
    assert_eq!(
        deal.says(Who::Anna, (4002, "InformationMessage"), "Исправим")
            .await
            .0,
        StatusCode::OK
    );
    assert_eq!(deal.says(Who::Anna, (1999, "Receipt"), "").await.0, CONFLICT);
    assert_eq!(
        deal.says(Who::Stepan, (4002, "Receipt"), "Не та группа").await.0,
        StatusCode::BAD_REQUEST
    );
    let title = deal.docflow(Who::Stepan).await["SenderTitle"].clone();
    let messages = &title["OutOfWorkflowUniversalMessageDocflow"]["Messages"];
    assert_eq!(messages[0]["MessageInfo"]["Events"][0]["PlainText"], "Исправим");
}

#[tokio::test]
async fn before_anything_is_known_of_them_messages_are_neither_made_nor_taken() {
    let deal = Deal::utd().await;
    let document = deal.ids.1.clone();
    let (status, _) = deal
        .words(Who::Stepan, &document, &contract(4002, "Добрый день"))
        .await;
    assert_eq!(status, CONFLICT);
    let (status, _) = deal.words(Who::Stepan, &deal.ids.0, WORDS).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn shipment_data_are_cancelled_by_the_sender_of_a_void_document_with_the_published_patch() {
    let deal = Deal::utd().await;
    let document = deal.ids.1.clone();
    let (box_id, message) = (deal.ours.clone(), deal.ids.0.clone());
    let path = format!(
        "/GenerateTtGisFixationCancellationRequest?boxId={box_id}&messageId={message}&documentId={document}"
    );
    let status = json!({"docflow_named_id": "TtGis", "docflow_friendly_name": "ГИС МТ", "kind": "Success"});
    let order = json!({"message_id": message, "status": status});
    deal.stage.control("outside/system", &order).await;
    assert_eq!(
        deal.asks(Who::Anna, &path, "").await.0,
        CONFLICT,
        "it is in force"
    );
    let (_, refusal) = deal
        .generates(Who::Stepan, "GenerateSignatureRejectionXml", &document, "Не наш")
        .await;
    deal.posts(Who::Stepan, "XmlSignatureRejections", &document, &refusal)
        .await;
    let (status, body) = deal.asks(Who::Anna, &path, "").await;
    assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&body));
    let made: Value = serde_json::from_slice(&body).unwrap();
    let sample = example(
        "seed_ttgis_fixation_cancellation_response.json",
        json!({"fixation_document_id": "FIX_", "inn": ""}),
    );
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&made), names(&sample));
    assert!(made["fixation_document_id"].as_str().unwrap().starts_with("FIX_"));
    let shape = json!({"BoxId": "", "MessageId": "", "TtGisFixationCancellationRequests":
        [{"DocumentId": "", "SignedContent": {"Content": "", "Signature": ""}}]});
    let mut order = example("seed_post_message_patch_v4_ttgis.json", shape);
    let list = "/TtGisFixationCancellationRequests/0";
    put(&mut order, "/BoxId", json!(box_id));
    put(&mut order, "/MessageId", json!(message));
    put(&mut order, &format!("{list}/DocumentId"), json!(document));
    put(
        &mut order,
        &format!("{list}/SignedContent/Content"),
        json!(base64(b"{\"inn\":\"1\"}")),
    );
    let signature = json!(base64(sandbox::diadoc::cms::test_signature(&body)));
    put(&mut order, &format!("{list}/SignedContent/Signature"), signature);
    let (status, text) = deal.stage.try_post(Who::Anna, PATCH, &order).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{text}");
    put(
        &mut order,
        &format!("{list}/SignedContent/Content"),
        json!(base64(&body)),
    );
    let patch = deal.stage.post(Who::Anna, PATCH, &order).await;
    assert_eq!(
        patch["Entities"][0]["AttachmentType"],
        "TtGisFixationCancellationRequest"
    );
    let told = deal.docflow(Who::Anna).await["TtGisFixation"].clone();
    assert_eq!(
        told["CancellationStatus"],
        "TtGisFixationCancellationRequestSigned"
    );
    assert!(told["Cancellation"]["Entity"]["EntityId"].is_string());
    assert_eq!(
        deal.stage.try_post(Who::Anna, PATCH, &order).await.0,
        CONFLICT,
        "once"
    );
}
