//! What a network and a busy service do to us.

use connect::Error;
use connect::edo::Signing;
use domain::{EdoFormat, EdoStatus, EventFact, OperationId};
use serde_json::json;
use uuid::Uuid;

use super::story::Story;

#[tokio::test]
async fn a_bad_signature_is_told_with_the_operators_words() {
    let mut story = Story::begin().await;
    story
        .control(
            "faults",
            json!({"method": "PostMessage", "kind": "bad_signature"}),
        )
        .await;
    let document = story
        .send(&story.letter(EdoFormat::Nonformalized, Signing::Test))
        .await;
    story.minute().await;
    assert_eq!(story.status(&document), EdoStatus::SignatureInvalid);
    let failure = story
        .facts(&document)
        .into_iter()
        .find_map(|(_, fact)| match fact {
            EventFact::NotDelivered(words) => Some(words),
            _ => None,
        });
    assert!(failure.unwrap().contains(&document.message_id));
    story.end().await;
}

#[tokio::test]
async fn a_line_that_is_cut_after_acceptance_gives_one_document() {
    let mut story = Story::begin().await;
    let letter = story.letter(EdoFormat::Nonformalized, Signing::Test);
    let request = story.provider.prepare(&letter).unwrap();
    let operation = OperationId(Uuid::new_v4());
    story
        .control(
            "faults",
            json!({"method": "PostMessage", "kind": "accepted_then_timeout"}),
        )
        .await;
    let error = story.provider.deliver(operation, &request).await.unwrap_err();
    assert!(error.outcome_unknown(), "{error}");
    let found = story
        .provider
        .find_sent(&story.ours, letter.custom_document_id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        story.provider.deliver(operation, &request).await,
        Ok(found.clone())
    );
    story.minute().await;
    let posted = story
        .events
        .iter()
        .filter(|event| event.facts.contains(&EventFact::Posted))
        .count();
    assert_eq!(posted, 1);
    assert_eq!(story.status(&found), EdoStatus::TheirSignaturePending);

    story
        .control("faults", json!({"method": "PostMessage", "kind": "garbled"}))
        .await;
    let letter = story.letter(EdoFormat::Nonformalized, Signing::Test);
    let request = story.provider.prepare(&letter).unwrap();
    let error = story
        .provider
        .deliver(operation_of(7), &request)
        .await
        .unwrap_err();
    assert!(error.outcome_unknown(), "{error}");
    let found = story
        .provider
        .find_sent(&story.ours, letter.custom_document_id)
        .await
        .unwrap();
    assert!(found.is_some());
    story.end().await;
}

fn operation_of(number: u128) -> OperationId {
    OperationId(Uuid::from_u128(number))
}

#[tokio::test]
async fn an_ended_token_too_many_requests_and_an_ended_subscription_are_told_apart() {
    let story = Story::begin().await;
    story.control("tokens/expire", json!({})).await;
    assert!(story.provider.my_boxes().await.is_ok());

    let busy = json!({"method": "GetNewEvents", "kind": "status", "status": 429, "retry_after": 9});
    story.control("faults", busy).await;
    let error = story.provider.feed(&story.ours, None).await.unwrap_err();
    assert_eq!(error, Error::Limited(Some(std::time::Duration::from_secs(9))));

    story
        .control(
            "organizations",
            json!({"box": story.ours, "has_subscription": false}),
        )
        .await;
    let error = story.provider.feed(&story.ours, None).await.unwrap_err();
    assert!(
        matches!(&error, Error::Unpaid(text) if text.contains("подписка")),
        "{error}"
    );
    story.end().await;
}

#[tokio::test]
async fn no_event_is_lost_where_a_page_breaks_between_equal_instants() {
    let mut story = Story::begin().await;
    let mut sent = Vec::new();
    for _ in 0..6 {
        sent.push(
            story
                .send(&story.letter(EdoFormat::Nonformalized, Signing::Test))
                .await,
        );
    }
    let torn = json!({"method": "GetNewEvents", "kind": "equal_timestamps", "page": 4, "neighbours": 2});
    story.control("faults", torn).await;
    story.read_feed().await;
    story.minute().await;
    for document in &sent {
        let facts = story.facts(document);
        for expected in [EventFact::Posted, EventFact::Delivered] {
            assert!(facts.iter().any(|(_, fact)| *fact == expected), "{facts:?}");
        }
    }
    story.end().await;
}
