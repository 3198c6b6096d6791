//! «Conflict»: each kind of it that the documentation names for additions and their generators, byte for byte: status, code in
//! its header, type and words.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::deal::Deal;
use super::{CONFLICT, PATCH};
use crate::support::{SIGNER, Stage, Who, base64, letter, utd};

const STATE: &str = "DocumentService.InvalidDocumentState";
const NOT_AWAITED: &str = "Invalid document state: this action is not awaited from this side now";
const NOT_GENERATED: &str = "Invalid document state: such a document cannot be generated now";

impl Deal {
    /// What comes over the wire: status, code, type, body.
    async fn wire(&self, who: Who, path: &str, body: &Value) -> (StatusCode, String, String, String) {
        let answer = self
            .stage
            .send(who, Method::POST, path, Some(body))
            .await
            .unwrap();
        let header = |name: &str| {
            let value = answer.headers().get(name);
            value
                .map(|value| value.to_str().unwrap().to_owned())
                .unwrap_or_default()
        };
        let (code, kind) = (header("X-Diadoc-ErrorCode"), header("Content-Type"));
        let status = answer.status();
        (status, code, kind, answer.text().await.unwrap())
    }

    /// This addition is a conflict with this code and these words.
    async fn conflicts(&self, who: Who, lists: Value, (code, words): (&str, &str)) {
        let mut patch = json!({"BoxId": self.box_of(who), "MessageId": self.ids.0});
        for (name, list) in lists.as_object().unwrap() {
            patch[name] = list.clone();
        }
        let told = self.wire(who, PATCH, &patch).await;
        self.is_conflict(&told, (code, words), &lists);
    }

    /// This generator refuses.
    async fn is_not_generated(&self, who: Who, method: &str, entity: &str) {
        let order = json!({"ErrorMessage": "Причина", "MessageId": self.ids.0, "AttachmentId": entity,
            "SignerContent": base64(SIGNER)});
        let path = format!("/V2/{method}?boxId={}", self.box_of(who));
        let told = self.wire(who, &path, &order).await;
        self.is_conflict(&told, (STATE, NOT_GENERATED), &json!(method));
    }

    fn is_conflict(
        &self,
        told: &(StatusCode, String, String, String),
        (code, words): (&str, &str),
        what: &Value,
    ) {
        let expected = (
            CONFLICT,
            code.to_owned(),
            "text/plain; charset=utf-8".to_owned(),
            words.to_owned(),
        );
        assert_eq!(*told, expected, "{what}");
    }

    /// A generated paper, ready to be posted about this entity.
    async fn ready(&self, who: Who, method: &str, entity: &str) -> Value {
        let (status, paper) = self.generates(who, method, entity, "Причина").await;
        assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&paper));
        posted(entity, &paper)
    }
}

fn posted(entity: &str, content: &[u8]) -> Value {
    json!([{"ParentEntityId": entity, "SignedContent": {"Content": base64(content), "SignWithTestSignature": true}}])
}

fn signature(entity: &str) -> Value {
    json!([{"ParentEntityId": entity, "SignWithTestSignature": true}])
}

#[tokio::test]
async fn what_is_not_awaited_is_neither_made_nor_taken_from_either_side() {
    let deal = Deal::of(Stage::new().await, |ours, theirs| utd(ours, theirs, "СЧФДОП")).await;
    let document = deal.ids.1.clone();
    // By the wrong side.
    for method in [
        "GenerateReceiptXml",
        "GenerateInvoiceCorrectionRequestXml",
        "GenerateSignatureRejectionXml",
    ] {
        deal.is_not_generated(Who::Anna, method, &document).await;
    }
    let receipt = deal.ready(Who::Stepan, "GenerateReceiptXml", &document).await;
    let request = deal
        .ready(Who::Stepan, "GenerateInvoiceCorrectionRequestXml", &document)
        .await;
    let refusal = deal
        .ready(Who::Stepan, "GenerateSignatureRejectionXml", &document)
        .await;
    for (list, paper) in [
        ("Receipts", &receipt),
        ("CorrectionRequests", &request),
        ("XmlSignatureRejections", &refusal),
    ] {
        deal.conflicts(Who::Anna, json!({list: paper}), (STATE, NOT_AWAITED))
            .await;
        // The same twice in one patch.
        let twice = json!([paper[0], paper[0]]);
        let words = "Invalid document state: the same answer is given twice";
        deal.conflicts(Who::Stepan, json!({list: twice}), (STATE, words))
            .await;
        let (status, text) = deal.patches(Who::Stepan, list, paper[0].clone()).await;
        assert_eq!(status, StatusCode::OK, "{list}: {text}");
        // A second one of its kind.
        deal.conflicts(Who::Stepan, json!({list: paper}), (STATE, NOT_AWAITED))
            .await;
    }
    // What was refused is neither signed nor revoked, and a signature is not what is asked for.
    deal.conflicts(
        Who::Stepan,
        json!({"Signatures": signature(&document)}),
        (STATE, NOT_AWAITED),
    )
    .await;
    let (status, words) = deal
        .generates(Who::Anna, "GenerateRevocationRequestXml", &document, "Поздно")
        .await;
    assert_eq!(
        (status, String::from_utf8(words).unwrap().as_str()),
        (CONFLICT, NOT_GENERATED)
    );
}

#[tokio::test]
async fn a_proposal_is_answered_once_and_by_the_other_side_and_nothing_is_added_to_what_is_void_or_removed() {
    let deal = Deal::plain().await;
    let document = deal.ids.1.clone();
    let second = deal
        .ready(Who::Stepan, "GenerateRevocationRequestXml", &document)
        .await;
    let proposal = deal.proposes(Who::Anna, "Ошибка").await;
    deal.conflicts(
        Who::Stepan,
        json!({"RevocationRequests": second}),
        (STATE, NOT_AWAITED),
    )
    .await;
    deal.conflicts(
        Who::Anna,
        json!({"Signatures": signature(&proposal)}),
        (STATE, NOT_AWAITED),
    )
    .await;
    deal.is_not_generated(Who::Anna, "GenerateSignatureRejectionXml", &proposal)
        .await;
    let refusal = deal
        .ready(Who::Stepan, "GenerateSignatureRejectionXml", &proposal)
        .await;
    assert_eq!(deal.agrees(Who::Stepan, &proposal).await.0, StatusCode::OK);
    let void = (STATE, "Invalid document state: the document is revoked");
    deal.conflicts(Who::Stepan, json!({"XmlSignatureRejections": refusal}), void)
        .await;
    deal.conflicts(Who::Stepan, json!({"RevocationRequests": second}), void)
        .await;

    let deal = Deal::utd().await;
    let document = deal.ids.1.clone();
    let refusal = deal
        .ready(Who::Stepan, "GenerateSignatureRejectionXml", &document)
        .await;
    let order = json!({"box": deal.theirs, "message_id": deal.ids.0});
    deal.stage.control("cabinet/delete", &order).await;
    let removed = (STATE, "Invalid document state: the document is deleted");
    deal.conflicts(Who::Stepan, json!({"XmlSignatureRejections": refusal}), removed)
        .await;
}

#[tokio::test]
async fn a_fourth_bad_signature_of_a_day_is_not_even_looked_at() {
    let mut deal = Deal::of(Stage::new().await, |ours, theirs| {
        letter(ours, theirs, "Счёт № 5.pdf", "%PDF-1.4")
    })
    .await;
    let document = deal.ids.1.clone();
    for _ in 0..3 {
        let fault = json!({"method": "PostMessagePatch", "kind": "bad_signature"});
        deal.stage.control("faults", &fault).await;
        let (status, text) = deal.agrees(Who::Stepan, &document).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        deal.stage.advance(60).await;
    }
    let words = "Too many failed signatures today. There were 3 attempts, but max allowed per day is 3";
    deal.conflicts(
        Who::Stepan,
        json!({"Signatures": signature(&document)}),
        ("Http.Conflict", words),
    )
    .await;
    deal.stage.advance(24 * 60 * 60).await;
    deal.stage.renew(Who::Stepan).await;
    let (status, text) = deal.agrees(Who::Stepan, &document).await;
    assert_eq!(status, StatusCode::OK, "{text}");
}

#[tokio::test]
async fn the_day_says_which_documents_are_taken() {
    let later = Deal::utd_when("СЧФ", "2099-01-01").await;
    let contract = "<UniversalMessage><UniversalMessageInfos><UniversalMessageInfo StatusCode=\"1999\"/></UniversalMessageInfos></UniversalMessage>";
    let path = |deal: &Deal| {
        format!(
            "/GenerateUniversalMessage?boxId={}&messageId={}&attachmentId={}",
            deal.theirs, deal.ids.0, deal.ids.1
        )
    };
    let message = async |deal: &Deal| {
        let call = deal
            .stage
            .client
            .post(format!("{}{}", deal.stage.base, path(deal)));
        let call = call.header("Authorization", deal.stage.authorization(Who::Stepan));
        let answer = call
            .header("Content-Type", "application/xml")
            .body(contract)
            .send();
        let answer = answer.await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let bytes = answer.bytes().await.unwrap();
        json!([{"ParentEntityId": deal.ids.1, "CodeGroup": "Receipt", "UniversalMessageContent": {"Content": base64(&bytes)}}])
    };
    let alone = "Invalid document state: a universal message with code 1999 must be accompanied by the former document";
    let told = message(&later).await;
    later
        .conflicts(Who::Stepan, json!({"UniversalMessages": told}), (STATE, alone))
        .await;
    let over = Deal::utd_when("СЧФ", "2020-01-01").await;
    let receipt = over.ready(Who::Stepan, "GenerateReceiptXml", &over.ids.1).await;
    let former = "Invalid document state: only universal messages are accepted for this document type";
    let both = json!({"Receipts": receipt, "UniversalMessages": message(&over).await});
    over.conflicts(Who::Stepan, both, (STATE, former)).await;
    over.conflicts(Who::Stepan, json!({"Receipts": receipt}), (STATE, former))
        .await;
    let unknown = Deal::utd().await;
    let order = json!({"UniversalMessages": [{"ParentEntityId": unknown.ids.1, "CodeGroup": "Receipt",
        "UniversalMessageContent": {"Content": told[0]["UniversalMessageContent"]["Content"]}}]});
    let answer = unknown
        .stage
        .try_post(
            Who::Stepan,
            PATCH,
            &json!({"BoxId": unknown.theirs, "MessageId": unknown.ids.0, "UniversalMessages": order["UniversalMessages"]}),
        )
        .await;
    assert_eq!(answer.0, CONFLICT, "{}", answer.1);
}

#[tokio::test]
async fn a_sender_confirms_each_answer_once_and_only_where_that_is_asked() {
    let stage = Stage::new().await;
    for (box_id, facts) in [
        (stage.ours(0), json!({"owes_amendment_receipts": true})),
        (stage.theirs("Кедровая"), json!({})),
    ] {
        let mut order = facts;
        order["box"] = json!(box_id);
        stage.control("organizations/owner", &order).await;
    }
    let deal = Deal::of(stage, |ours, theirs| utd(ours, theirs, "ДОП")).await;
    let document = deal.ids.1.clone();
    let request = deal
        .ready(Who::Stepan, "GenerateInvoiceCorrectionRequestXml", &document)
        .await;
    deal.patches(Who::Stepan, "CorrectionRequests", request[0].clone())
        .await;
    let title = "<Файл ИдФайл=\"ON_NSCHFDOPPOK_2BM-1_2BM-2_20261121_6f2d6a0e-4a53-4b43-9d0b-5a1b00010002\"><Документ КНД=\"1115132\"><СодФХЖ4><СвПрин><КодСодОпер КодИтога=\"1\"/></СвПрин></СодФХЖ4></Документ></Файл>";
    let mut answer = posted(&document, title.as_bytes())[0].clone();
    answer["NeedReceipt"] = json!(true);
    let (status, text) = deal.patches(Who::Stepan, "RecipientTitles", answer).await;
    assert_eq!(status, StatusCode::OK, "{text}");

    let told = deal.docflow(Who::Anna).await;
    let entity = |told: &Value| {
        told["Attachment"]["Entity"]["EntityId"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let parents = [
        entity(&told["RecipientResponse"]["Title"]),
        entity(&told["AmendmentRequest"]["AmendmentRequest"]),
    ];
    let statuses = async |who: Who| {
        let told = deal.docflow(who).await;
        let of = |told: &Value| told["Status"].as_str().unwrap().to_owned();
        [
            of(&told["SenderReceipt"]),
            of(&told["AmendmentRequest"]["Receipt"]),
        ]
    };
    assert_eq!(statuses(Who::Anna).await, ["HaveToCreateReceipt"; 2]);
    assert_eq!(statuses(Who::Stepan).await, ["WaitingForReceipt"; 2]);
    let card = deal.stage.document(Who::Anna, &deal.ours, &deal.ids).await;
    assert_eq!(
        card["SenderReceiptMetadata"]["ReceiptStatus"],
        "HaveToCreateReceipt"
    );
    for parent in &parents {
        deal.is_not_generated(Who::Stepan, "GenerateReceiptXml", parent)
            .await;
        let receipt = deal.ready(Who::Anna, "GenerateReceiptXml", parent).await;
        deal.conflicts(Who::Stepan, json!({"Receipts": receipt}), (STATE, NOT_AWAITED))
            .await;
        let (status, text) = deal.patches(Who::Anna, "Receipts", receipt[0].clone()).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        deal.conflicts(Who::Anna, json!({"Receipts": receipt}), (STATE, NOT_AWAITED))
            .await;
    }
    for who in [Who::Anna, Who::Stepan] {
        assert_eq!(statuses(who).await, ["Finished"; 2]);
    }
}

#[tokio::test]
async fn a_form_that_another_operator_does_not_take_is_not_made() {
    for (operator, forms) in [
        ("2BK", [CONFLICT, CONFLICT]),
        ("2AL", [StatusCode::OK, CONFLICT]),
        ("2AE", [StatusCode::OK, StatusCode::OK]),
    ] {
        let deal = Deal::plain().await;
        let order = json!({"box": deal.theirs, "roaming_operator": operator});
        deal.stage.control("organizations/owner", &order).await;
        for (form, expected) in ["revocation_request_01", "revocation_request_02"]
            .into_iter()
            .zip(forms)
        {
            let (status, _) = deal.proposal(Who::Anna, form, "Ошибка").await;
            assert_eq!(status, expected, "{operator} {form}");
        }
    }
}
