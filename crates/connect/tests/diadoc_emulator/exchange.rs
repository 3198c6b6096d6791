//! Papers that go their way: sent, delivered, signed, refused, left in the cabinet.

use connect::Error;
use connect::edo::{CopyKind, PartnershipState, Signing};
use domain::{EdoFormat, EdoStatus, EventActor, EventFact, UtdFunction};
use serde_json::json;
use uuid::Uuid;

use super::story::Story;

#[tokio::test]
async fn anna_sees_her_boxes_and_counterparties() {
    let story = Story::begin().await;
    let boxes = story.provider.my_boxes().await.unwrap();
    let ours = boxes.iter().find(|one| one.box_id == story.ours).unwrap();
    assert!(ours.is_test && ours.name.contains("Полярная звезда"));
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = story
            .provider
            .counterparties(&story.ours, after.as_deref())
            .await
            .unwrap();
        found.extend(page.counterparties);
        after = page.after;
        if after.is_none() {
            break;
        }
    }
    let theirs = found.iter().find(|one| one.box_id == story.theirs).unwrap();
    assert_eq!(theirs.partnership, PartnershipState::Established);
    let invites = found
        .iter()
        .find(|one| one.name.contains("Почтовая тройка"))
        .unwrap();
    assert_eq!(invites.partnership, PartnershipState::Incoming);
    story.end().await;
}

#[tokio::test]
async fn a_file_is_sent_delivered_and_signed() {
    let mut story = Story::begin().await;
    let letter = story.letter(EdoFormat::Nonformalized, Signing::Test);
    let document = story.send(&letter).await;
    story.read_feed().await;
    assert_eq!(story.status(&document), EdoStatus::Sent);
    let first = story.events.last().unwrap();
    assert_eq!(first.custom_document_id, Some(letter.custom_document_id));
    assert_eq!(first.actor, EventActor::Us);
    assert!(first.facts.contains(&EventFact::Posted) && first.facts.contains(&EventFact::Signed));

    story.minute().await;
    assert_eq!(story.status(&document), EdoStatus::TheirSignaturePending);
    assert!(
        story
            .facts(&document)
            .contains(&(EventActor::Operator, EventFact::Delivered))
    );

    story.they("sign", &document, json!({})).await;
    story.minute().await;
    assert_eq!(
        story.status(&document),
        EdoStatus::SignedByThem,
        "{:?}",
        story.state(&document)
    );
    assert!(
        story
            .facts(&document)
            .contains(&(EventActor::Them, EventFact::Signed))
    );
    assert!(!story.state(&document).operator_status_text.is_empty());

    let states = story
        .provider
        .states(&story.ours, std::slice::from_ref(&document))
        .await
        .unwrap();
    assert_eq!(states, [(document.clone(), story.state(&document))]);
    assert_eq!(
        story.provider.content(&story.ours, &document).await.unwrap(),
        letter.content
    );
    let found = story
        .provider
        .find_sent(&story.ours, letter.custom_document_id)
        .await;
    assert_eq!(found, Ok(Some(document)));
    assert_eq!(
        story.provider.find_sent(&story.ours, Uuid::new_v4()).await,
        Ok(None)
    );
    story.end().await;
}

#[tokio::test]
async fn a_utd_is_signed_at_once_and_completed_by_the_operators_confirmation() {
    let mut story = Story::begin().await;
    let letter = story.letter(EdoFormat::Utd(UtdFunction::InvoiceAndTransfer), Signing::Test);
    let document = story.send(&letter).await;
    story.minute().await;
    assert_eq!(story.status(&document), EdoStatus::TheirSignaturePending);
    story.they("sign", &document, json!({})).await;
    story.minute().await;
    assert_eq!(story.status(&document), EdoStatus::SignedByThem);
    for _ in 0..10 {
        story.minute().await;
    }
    assert_eq!(
        story.status(&document),
        EdoStatus::Completed,
        "{:?}",
        story.state(&document)
    );
    let facts = story.facts(&document);
    for expected in [
        (EventActor::Us, EventFact::Posted),
        (
            EventActor::Operator,
            EventFact::DateConfirmed("дата отправки документа".into()),
        ),
        (EventActor::Operator, EventFact::Delivered),
        (EventActor::Them, EventFact::ReceiptNotice),
        (EventActor::Them, EventFact::Titled),
    ] {
        assert!(facts.contains(&expected), "{expected:?} is not in {facts:?}");
    }
    story.end().await;
}

#[tokio::test]
async fn an_invoice_wants_a_receipt_only_and_a_transfer_document_a_title_only() {
    let mut story = Story::begin().await;
    let invoice = story
        .send(&story.letter(EdoFormat::Utd(UtdFunction::Invoice), Signing::Test))
        .await;
    let transfer = story
        .send(&story.letter(EdoFormat::Utd(UtdFunction::Transfer), Signing::Test))
        .await;
    story.minute().await;
    assert_eq!(story.status(&invoice), EdoStatus::ReceiptPending);
    assert_eq!(story.status(&transfer), EdoStatus::TheirSignaturePending);
    story.they("sign", &invoice, json!({})).await;
    story.they("sign", &transfer, json!({})).await;
    story.control("clock/advance", json!({"seconds": 1_200})).await;
    story.minute().await;
    assert_eq!(
        story.status(&invoice),
        EdoStatus::Completed,
        "{:?}",
        story.state(&invoice)
    );
    assert_eq!(
        story.status(&transfer),
        EdoStatus::Completed,
        "{:?}",
        story.state(&transfer)
    );
    story.end().await;
}

#[tokio::test]
async fn a_utd_is_signed_with_discrepancies_or_refused_with_a_reason() {
    let mut story = Story::begin().await;
    let kind = EdoFormat::Utd(UtdFunction::InvoiceAndTransfer);
    let partly = story.send(&story.letter(kind, Signing::Test)).await;
    let refused = story.send(&story.letter(kind, Signing::Test)).await;
    let paper = story
        .send(&story.letter(EdoFormat::Nonformalized, Signing::Test))
        .await;
    story.minute().await;
    story.they("sign", &partly, json!({"total_code": 2})).await;
    for document in [&refused, &paper] {
        story
            .they("reject", document, json!({"reason": "Не та сумма"}))
            .await;
    }
    story.minute().await;
    assert_eq!(story.status(&partly), EdoStatus::SignedWithDiscrepancies);
    for document in [&refused, &paper] {
        assert_eq!(story.status(document), EdoStatus::Rejected);
        let facts = story.facts(document);
        let expected = (EventActor::Them, EventFact::Rejected("Не та сумма".into()));
        assert!(facts.contains(&expected), "{facts:?}");
    }
    story.end().await;
}

#[tokio::test]
async fn a_document_left_in_the_cabinet_waits_for_us_and_then_goes_out() {
    let mut story = Story::begin().await;
    let letter = story.letter(EdoFormat::Nonformalized, Signing::Deferred);
    let document = story.send(&letter).await;
    story.minute().await;
    assert_eq!(story.status(&document), EdoStatus::OurSignatureRequired);
    let order = json!({"box": story.ours, "message_id": document.message_id});
    story.control("cabinet/sign_and_send", order).await;
    story.minute().await;
    assert_eq!(story.status(&document), EdoStatus::TheirSignaturePending);
    assert!(
        story
            .facts(&document)
            .contains(&(EventActor::Us, EventFact::Signed))
    );
    story.end().await;
}

#[tokio::test]
async fn a_paper_from_the_other_side_wants_our_signature() {
    let mut story = Story::begin().await;
    let order = json!({
        "from_box": story.theirs, "to_box": story.ours, "content_base64": "JVBERi0xLjc=",
        "file_name": "Счёт 5.pdf", "need_recipient_signature": true,
    });
    story.control("inbound", order).await;
    story.minute().await;
    let first = story.events.first().unwrap();
    assert_eq!(
        (first.actor, first.facts.first()),
        (EventActor::Them, Some(&EventFact::Posted))
    );
    assert_eq!(
        story.status(&first.remote.clone()),
        EdoStatus::OurSignatureRequired
    );
    story.end().await;
}

#[tokio::test]
async fn copies_for_people_are_ready_after_a_while() {
    let story = Story::begin().await;
    let document = story
        .send(&story.letter(EdoFormat::Nonformalized, Signing::Test))
        .await;
    for (kind, files, first_bytes) in [
        (CopyKind::PrintForm, 1, &b"%PDF"[..]),
        (CopyKind::Archive, 1, b"PK"),
        (CopyKind::Protocol, 2, b"%PDF"),
    ] {
        let mut asked = 0;
        let made = loop {
            asked += 1;
            assert!(asked < 10, "never ready");
            match story.provider.copies(&story.ours, &document, kind).await {
                Err(Error::StillProcessing(Some(_))) => {
                    story.control("clock/advance", json!({"seconds": 30})).await
                }
                other => break other.unwrap(),
            };
        };
        assert!(asked > 1, "{kind:?} takes a moment");
        assert_eq!(made.len(), files, "{kind:?}");
        assert!(made[0].bytes.starts_with(first_bytes), "{kind:?}");
        assert!(
            made.iter()
                .all(|file| !file.name.is_empty() && !file.bytes.is_empty())
        );
    }
    story.end().await;
}
