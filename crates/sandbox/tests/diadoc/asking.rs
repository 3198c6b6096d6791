//! What a side asks beside an answer: a correction, a revocation. Generated, signed, posted, answered, and refused where the
//! exchange does not allow it.

mod conflicts;
mod deal;
mod golden;
mod messages;

use reqwest::StatusCode;
use serde_json::json;

use deal::Deal;

use crate::golden::{example, patched, put, walk};
use crate::support::{POST, SIGNER, Stage, Who, base64, ids, letter, utd};
use crate::wire::{Fields, Wire, begin, bytes};

const PATCH: &str = "/V4/PostMessagePatch";
const CONFLICT: StatusCode = StatusCode::CONFLICT;

#[tokio::test]
async fn a_correction_is_asked_for_once_by_the_recipient_and_confirmed_to_both() {
    let deal = Deal::utd().await;
    let document = deal.ids.1.clone();
    let method = "GenerateInvoiceCorrectionRequestXml";
    let (status, _) = deal.generates(Who::Stepan, method, &document, " ").await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "nothing is said");
    let (status, _) = deal.generates(Who::Anna, method, &document, "Не та дата").await;
    assert_eq!(status, CONFLICT, "the sender asks nobody");
    let (status, paper) = deal
        .generates(Who::Stepan, method, &document, "Не та дата & цена")
        .await;
    assert_eq!(status, StatusCode::OK);

    let (status, text) = deal
        .posts(Who::Stepan, "CorrectionRequests", &document, &paper)
        .await;
    assert_eq!(status, StatusCode::OK, "{text}");
    for who in [Who::Anna, Who::Stepan] {
        let told = deal.docflow(who).await["AmendmentRequest"].clone();
        assert_eq!(
            (&told["AmendmentFlags"], &told["PlainText"], &told["IsFinished"]),
            (&json!(1), &json!("Не та дата & цена"), &json!(true)),
            "{told:#}"
        );
        let card = deal.stage.document(who, deal.box_of(who), &deal.ids).await;
        assert_eq!(card["AmendmentRequestMetadata"]["AmendmentFlags"], 1);
        let class = if who == Who::Anna { "Outbound" } else { "Inbound" };
        let filter = format!("Any.{class}InvoiceAmendmentRequested");
        let path = format!(
            "/V3/GetDocuments?boxId={}&filterCategory={filter}",
            deal.box_of(who)
        );
        assert_eq!(deal.stage.get(who, &path).await["TotalCount"], 1, "{filter}");
    }
    let (status, _) = deal
        .posts(Who::Stepan, "CorrectionRequests", &document, &paper)
        .await;
    assert_eq!(status, CONFLICT, "once");
    // The answer is still awaited.
    let waits = deal.docflow(Who::Anna).await["RecipientResponse"]["ResponseStatus"].clone();
    assert_eq!(waits, "WaitingForRecipientSignature");
}

#[tokio::test]
async fn a_plain_file_takes_no_correction() {
    let deal = Deal::plain().await;
    let method = "GenerateInvoiceCorrectionRequestXml";
    let (status, _) = deal.generates(Who::Stepan, method, &deal.ids.1, "Не то").await;
    assert_eq!(status, CONFLICT);
}

#[tokio::test]
async fn either_side_proposes_and_the_other_one_agrees_or_does_not() {
    for (one, other) in [(Who::Anna, Who::Stepan), (Who::Stepan, Who::Anna)] {
        let deal = Deal::plain().await;
        let proposal = deal.proposes(one, "Ошибка в сумме").await;
        let told = deal.docflow(other).await["Revocation"]["RevocationRequest"].clone();
        assert_eq!(told["PlainText"], "Ошибка в сумме");
        assert_eq!(
            told["RevocationRequest"]["Attachment"]["Entity"]["EntityId"],
            proposal
        );
        assert_eq!(
            deal.revocation(one).await,
            (
                json!("RevocationIsRequestedByMe"),
                json!("Ожидается аннулирование")
            )
        );
        assert_eq!(
            deal.revocation(other).await,
            (json!("RequestsMyRevocation"), json!("Требуется аннулирование"))
        );
        // Who proposed does not answer, and no second proposal is taken while one is open.
        assert_eq!(deal.agrees(one, &proposal).await.0, CONFLICT);
        let (status, _) = deal
            .generates(other, "GenerateRevocationRequestXml", &deal.ids.1, "И мы")
            .await;
        assert_eq!(status, CONFLICT);

        let (status, refusal) = deal
            .generates(other, "GenerateSignatureRejectionXml", &proposal, "Товар у нас")
            .await;
        assert_eq!(status, StatusCode::OK);
        let (status, text) = deal
            .posts(other, "XmlSignatureRejections", &proposal, &refusal)
            .await;
        assert_eq!(status, StatusCode::OK, "{text}");
        let told = deal.docflow(one).await["Revocation"].clone();
        assert_eq!(
            told["RevocationResponse"]["SignatureRejection"]["PlainText"],
            "Товар у нас"
        );
        assert_eq!(deal.revocation(one).await.0, "RevocationRejected");
        assert_eq!(deal.agrees(other, &proposal).await.0, CONFLICT, "one answer");

        let second = deal.proposes(one, "Товар вернули").await;
        assert_ne!(second, proposal);
        assert_eq!(deal.agrees(other, &second).await.0, StatusCode::OK);
        for who in [one, other] {
            assert_eq!(
                deal.revocation(who).await,
                (json!("RevocationAccepted"), json!("Аннулирован"))
            );
        }
        let (status, _) = deal
            .generates(one, "GenerateRevocationRequestXml", &deal.ids.1, "Ещё раз")
            .await;
        assert_eq!(status, CONFLICT, "it is void");
    }
}

#[tokio::test]
async fn what_waits_for_an_answer_is_not_revoked_and_a_proposal_names_its_form() {
    let waiting = Deal::utd().await;
    for who in [Who::Anna, Who::Stepan] {
        let (status, _) = waiting
            .generates(who, "GenerateRevocationRequestXml", &waiting.ids.1, "Ошибка")
            .await;
        assert_eq!(status, CONFLICT);
    }
    let deal = Deal::plain().await;
    for form in ["revocation_request_01", "revocation_request_02"] {
        let (status, _) = deal.proposal(Who::Anna, form, "Ошибка").await;
        assert_eq!(status, StatusCode::OK, "{form}");
    }
    for wrong in ["", "revocation_request_03"] {
        let (status, text) = deal.proposal(Who::Anna, wrong, "Ошибка").await;
        let text = String::from_utf8_lossy(&text);
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}: {text}");
    }
}

#[tokio::test]
async fn a_paper_of_another_form_or_about_another_file_is_refused() {
    let (deal, other) = (Deal::plain().await, Deal::utd().await);
    let (_, paper) = deal
        .generates(Who::Anna, "GenerateRevocationRequestXml", &deal.ids.1, "Ошибка")
        .await;
    let (status, text) = other
        .posts(Who::Stepan, "CorrectionRequests", &other.ids.1, &paper)
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(text.contains("СвУведУточ"), "{text}");
    let (xml, _, _) = encoding_rs::WINDOWS_1251.decode(&paper);
    let renamed = xml.replace("Счёт № 5.pdf", "Счёт № 6.pdf");
    let renamed = encoding_rs::WINDOWS_1251.encode(&renamed).0.into_owned();
    let (status, text) = deal
        .posts(Who::Anna, "RevocationRequests", &deal.ids.1, &renamed)
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(text.contains("не относится"), "{text}");
    assert_eq!(deal.stage.ledger().await[0]["revocation_requests"], 0);
}

#[tokio::test]
async fn a_bad_signature_under_a_proposal_is_heard_of_by_its_author_alone() {
    let deal = Deal::plain().await;
    let (_, paper) = deal
        .generates(Who::Anna, "GenerateRevocationRequestXml", &deal.ids.1, "Ошибка")
        .await;
    // A signature of something else.
    let signature = sandbox::diadoc::cms::test_signature(b"another paper");
    let one = json!({"ParentEntityId": deal.ids.1,
        "SignedContent": {"Content": base64(&paper), "Signature": base64(signature)}});
    let (status, text) = deal.patches(Who::Anna, "RevocationRequests", one).await;
    assert_eq!(status, StatusCode::OK, "{text}");
    deal.stage.advance(60).await;
    for who in [Who::Anna, Who::Stepan] {
        let document = deal.stage.document(who, deal.box_of(who), &deal.ids).await;
        assert_eq!(document["RevocationStatus"], "RevocationStatusNone");
    }
    let failed = deal.stage.events(Who::Anna, &deal.ours, "").await;
    let last = failed.last().unwrap();
    assert_ne!(last["Patch"]["NotDeliveredEventId"], "", "{last:#}");
    assert!(
        !deal
            .stage
            .events(Who::Stepan, &deal.theirs, "")
            .await
            .iter()
            .any(|event| event.to_string().contains("RevocationRequest\""))
    );
    // Another one may follow.
    deal.proposes(Who::Anna, "Ошибка").await;
}

#[tokio::test]
async fn requests_and_their_docflow_go_byte_by_byte() {
    let (stage, mut wire, anna) = begin().await;
    let stepan = stage.authorization(Who::Stepan);
    let deal = Deal::of(stage, |ours, theirs| utd(ours, theirs, "СЧФ")).await;
    let (message, document) = deal.ids.clone();
    let request = [
        bytes(1, "Не та ставка"),
        bytes(2, &message),
        bytes(3, &document),
        bytes(4, SIGNER),
    ]
    .concat();
    let path = format!("/V2/GenerateInvoiceCorrectionRequestXml?boxId={}", deal.theirs);
    let paper = wire.csharp("POST", &path, &stepan, &request).await;
    assert_eq!(paper.status, 200, "{}", paper.text());
    assert!(
        paper
            .header("content-disposition")
            .unwrap()
            .contains("DP_UVUTOCH")
    );

    // MessagePatchToPostV2.CorrectionRequests is 4, SignedContent.SignWithTestSignature 5.
    let signed = [bytes(1, &paper.body), crate::wire::number(5, 1)].concat();
    let one = [bytes(1, &document), bytes(2, signed)].concat();
    let patch = [bytes(1, &deal.theirs), bytes(2, &message), bytes(4, one)].concat();
    let posted = wire.java("POST", PATCH, &stepan, &patch).await;
    assert_eq!(posted.status, 200, "{}", posted.text());
    let kinds: Vec<u64> = Fields::of(&posted.body)
        .inners(3)
        .iter()
        .filter(|entity| entity.has(5))
        .map(|entity| entity.varint(5))
        .collect();
    assert!(kinds.contains(&4), "InvoiceCorrectionRequest: {kinds:?}");
    deal.stage.advance(30).await;

    let wanted = bytes(1, bytes(1, [bytes(1, &message), bytes(2, &document)].concat()));
    let path = format!("/V4/GetDocflows?boxId={}", deal.ours);
    let told = wire.java("POST", &path, &anna, &wanted).await;
    let docflow = Fields::of(&told.body).inner(1).inner(4);
    // AmendmentRequest is 6: AmendmentFlags 6, PlainText 7.
    assert_eq!(
        (docflow.inner(6).varint(6), docflow.inner(6).text(7)),
        (1, "Не та ставка".to_owned())
    );

    // The receipt ends the exchange of an invoice; then it may be revoked.
    let receipt = [bytes(1, &message), bytes(2, &document), bytes(3, SIGNER)].concat();
    let path = format!("/V2/GenerateReceiptXml?boxId={}", deal.theirs);
    let receipt = wire.csharp("POST", &path, &stepan, &receipt).await;
    deal.posts(Who::Stepan, "Receipts", &document, &receipt.body)
        .await;
    a_proposal_goes_byte_by_byte(&deal, &mut wire, &anna).await;
}

async fn a_proposal_goes_byte_by_byte(deal: &Deal, wire: &mut Wire, anna: &str) {
    let stepan = deal.stage.authorization(Who::Stepan);
    let (message, document) = &deal.ids;
    let wanted = bytes(1, bytes(1, [bytes(1, message), bytes(2, document)].concat()));
    let details = [bytes(1, "Воронцова"), bytes(2, "Анна")].concat();
    let request = [bytes(1, "Ошибка"), bytes(2, bytes(2, details))].concat();
    let path = format!(
        "/V2/GenerateRevocationRequestXml?boxId={}&messageId={message}&attachmentId={document}&contentTypeId=revocation_request_02",
        deal.ours
    );
    let paper = wire.csharp("POST", &path, anna, &request).await;
    assert_eq!(paper.status, 200, "{}", paper.text());
    assert!(
        paper
            .header("content-disposition")
            .unwrap()
            .contains("DP_PRANNUL")
    );
    // RevocationRequests is 11.
    let signed = [bytes(1, &paper.body), crate::wire::number(5, 1)].concat();
    let one = [bytes(1, document), bytes(2, signed)].concat();
    let patch = [bytes(1, &deal.ours), bytes(2, message), bytes(11, one)].concat();
    let posted = wire.java("POST", PATCH, anna, &patch).await;
    assert_eq!(posted.status, 200, "{}", posted.text());
    let entities = Fields::of(&posted.body).inners(3);
    let proposal = entities.iter().find(|entity| entity.has(30)).unwrap();
    assert_eq!(
        (proposal.varint(5), proposal.inner(30).text(1)),
        (29, deal.ours.clone())
    );
    deal.stage.advance(30).await;

    let path = format!("/V4/GetDocflows?boxId={}", deal.theirs);
    let told = wire.java("POST", &path, &stepan, &wanted).await;
    // Revocation is 7: RevocationRequest 2, InitiatorBoxId 4, RevocationStatus 5 (3 RequestsMyRevocation).
    let revocation = Fields::of(&told.body).inner(1).inner(4).inner(7);
    assert_eq!(
        (revocation.varint(5), revocation.inner(2).text(5)),
        (3, "Ошибка".to_owned())
    );
    assert!(
        deal.ours
            .replace('-', "")
            .contains(&revocation.text(4).replace('-', ""))
    );
}

#[tokio::test]
async fn a_published_proposal_to_revoke_is_generated_and_posted_and_refused_without_anything_required() {
    let stage = Stage::new().await;
    let (ours, theirs) = (stage.ours(0), stage.theirs("Кедровая"));
    let mut order = letter(&ours, &theirs, "Счёт.pdf", "%PDF-1.4");
    put(
        &mut order,
        "/DocumentAttachments/0/NeedRecipientSignature",
        json!(false),
    );
    let ids = ids(&stage.post(Who::Anna, POST, &order).await);
    stage.advance(10).await;
    let details = json!({"Surname": "Иванов", "FirstName": "Иван"});
    let shape = json!({"Comment": "Текстовый комментарий", "Signer": {"SignerDetails": details}});
    let order = example("seed_generate_revocation_v2_request.json", shape);
    let path = format!(
        "/V2/GenerateRevocationRequestXml?boxId={ours}&messageId={}&attachmentId={}&contentTypeId=revocation_request_02",
        ids.0, ids.1
    );
    let answer = stage
        .send(Who::Anna, reqwest::Method::POST, &path, Some(&order))
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let paper = answer.bytes().await.unwrap();

    let shape = json!({"BoxId": "{{boxId}}", "MessageId": "m", "RevocationRequests": [{"ParentEntityId": "p",
        "SignedContent": {"Content": "PD94...", "Signature": "MIIN..."}}]});
    let mut order = example("seed_post_message_patch_v4_revocation.json", shape);
    patched(&mut order, "RevocationRequests", &ours, &ids, &paper);
    let in_list = "/RevocationRequests/0";
    let required = [
        "/BoxId".to_owned(),
        "/MessageId".to_owned(),
        format!("{in_list}/ParentEntityId"),
        format!("{in_list}/SignedContent"),
        format!("{in_list}/SignedContent/Content"),
        format!("{in_list}/SignedContent/Signature"),
    ];
    let required: Vec<_> = required.iter().map(String::as_str).collect();
    let patch = walk(&stage, Who::Anna, PATCH, &order, &required).await;
    assert_eq!(patch["Entities"].as_array().unwrap().len(), 2);
}
