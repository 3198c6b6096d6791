//! Universal messages: once beside the paper that they repeat, by their codes, which may be new.

use domain::{EventActor, EventFact};
use serde_json::{Value, json};

use super::{DOCUMENT, PENDING, THEIR_BOX, attachment, old_style, one, patch, signature};

#[tokio::test]
async fn universal_messages_are_told_once_beside_the_paper_they_repeat() {
    let mut universal = attachment("UniversalMessage", "u", DOCUMENT);
    universal["UniversalMessageInfo"] = json!({"CodeGroup": "Receipt", "Events": [{"StatusCode": 1999}],
        "UniversalMessageCreator": {"BoxId": old_style(THEIR_BOX)}});
    let entities = [
        attachment("InvoiceReceipt", "a", DOCUMENT),
        signature("s", "a", THEIR_BOX),
        universal,
    ];
    let event = one(vec![patch(json!({"Entities": entities}))], PENDING).await;
    assert_eq!(
        (event.facts, event.actor),
        (vec![EventFact::ReceiptNotice], EventActor::Them)
    );
}

#[tokio::test]
async fn a_universal_message_is_told_by_its_codes_and_a_new_code_is_kept() {
    let told = async |parent: &str, events: Value| {
        let mut universal = attachment("UniversalMessage", "u", parent);
        universal["UniversalMessageInfo"] = json!({"CodeGroup": "InformationMessage", "Events": events,
            "UniversalMessageCreator": {"BoxId": old_style(THEIR_BOX)}});
        let event = one(vec![patch(json!({"Entities": [universal]}))], PENDING).await;
        (event.facts, event.actor)
    };
    let words = |code: u32, text: &str| json!({"StatusCode": code, "PlainText": text});
    let cases = [
        (json!([words(1999, "")]), vec![EventFact::ReceiptNotice]),
        (
            json!([
                words(2007, "Кто подписал"),
                words(2999, "Не та дата"),
                words(2999, "Не та цена")
            ]),
            vec![
                EventFact::AuthorityAsked("Кто подписал".into()),
                EventFact::AmendmentRequested("Не та дата\nНе та цена".into()),
            ],
        ),
        (
            json!([words(3999, "Не наш товар")]),
            vec![EventFact::Rejected("Не наш товар".into())],
        ),
        (
            json!([words(4002, "Ждём оригинал")]),
            vec![EventFact::Message("Ждём оригинал".into())],
        ),
        (
            json!([words(4003, "<row/>")]),
            vec![EventFact::Message("<row/>".into())],
        ),
        (
            json!([words(5150, "Нечто новое")]),
            vec![EventFact::Other("UniversalMessage 5150 Нечто новое".into())],
        ),
        (json!([]), vec![EventFact::Other("UniversalMessage".into())]),
    ];
    for (events, facts) in cases {
        assert_eq!(told(DOCUMENT, events).await, (facts, EventActor::Them));
    }
}

#[tokio::test]
async fn the_words_of_a_former_document_come_from_the_message_beside_it() {
    let mut universal = attachment("UniversalMessage", "u", DOCUMENT);
    universal["UniversalMessageInfo"] = json!({"CodeGroup": "AmendmentRequest",
        "Events": [{"StatusCode": 2999, "PlainText": "Не та дата"}],
        "UniversalMessageCreator": {"BoxId": old_style(THEIR_BOX)}});
    let entities = [
        attachment("InvoiceCorrectionRequest", "a", DOCUMENT),
        signature("s", "a", THEIR_BOX),
        universal,
    ];
    let event = one(vec![patch(json!({"Entities": entities}))], PENDING).await;
    assert_eq!(
        (event.facts, event.actor),
        (
            vec![EventFact::AmendmentRequested("Не та дата".into())],
            EventActor::Them
        )
    );
}
