use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::{CUSTOM_ID, connect, connect_with, credentials, document, failure, fdoc, wire};
use crate::edo::fdoc::OPERATOR;
use crate::edo::persons::PersonAbilities;
use crate::edo::{EdoProvider, FeedPage};
use crate::loopback::Reply;

fn change(cursor: &str, at: &str, document: &Value) -> Value {
    json!({"cursor": cursor, "type": "document.status_changed", "at": at, "document": document})
}

fn ids(page: &FeedPage) -> Vec<String> {
    page.events.iter().map(|event| event.event_id.clone()).collect()
}

#[tokio::test]
async fn events_are_named_by_document_and_version_and_the_cursor_goes_on() {
    let server = fdoc(|asked| {
        assert!(!asked.head.to_lowercase().contains("authorization"), "the key is enough");
        if asked.line.contains("after=c-2") {
            return Reply::json(&json!({"events": [], "next_cursor": "c-2", "has_more": true}));
        }
        Reply::json(&json!({"events": [
            change("c-1", "2026-11-05T10:00:00+03:00", &document("prepared", "Подготовлен", "required", 1)),
            change("c-2", "2026-11-05T10:04:00+03:00", &document("sent", "Отправлен на подпись", "granted", 4)),
        ], "next_cursor": "c-2", "has_more": true}))
    })
    .await;
    let provider = connect(&server.address);
    let first = provider.feed("", None).await.unwrap();
    assert_eq!(ids(&first), ["doc-000017@1", "doc-000017@4"]);
    assert_eq!(first.events[0].custom_document_id, Some(CUSTOM_ID));
    assert!(first.has_more);
    let second = provider.feed("", first.cursor.as_deref()).await.unwrap();
    assert!(second.events.is_empty());
    assert!(!second.has_more, "a place that does not move would never end");
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn nothing_older_than_the_chosen_day_is_told() {
    let server = fdoc(|_| {
        Reply::json(&json!({"events": [
            change("c-1", "2026-10-05T10:00:00+03:00", &document("prepared", "Подготовлен", "required", 1)),
            change("c-2", "2026-11-05T10:04:00+03:00", &document("sent", "Отправлен на подпись", "granted", 4)),
        ], "next_cursor": "c-2", "has_more": false}))
    })
    .await;
    let since = (OPERATOR.feed_since)("2026-11-01T00:00:00Z".parse().unwrap());
    let page = connect(&server.address).feed("", Some(&since)).await.unwrap();
    assert_eq!(ids(&page), ["doc-000017@4"]);
}

#[tokio::test]
async fn a_place_that_is_too_old_is_replaced_by_the_list_and_the_beginning_of_the_feed() {
    static LOST: AtomicUsize = AtomicUsize::new(0);
    let known = document("sent", "Отправлен на подпись", "granted", 4);
    let signed = document("signed", "Подписан", "granted", 5);
    let server = fdoc(move |asked| {
        if asked.line.contains("updated_from=") {
            assert!(
                asked.line.contains("updated_from=2026-11-04T07%3A04%3A00Z"),
                "{}",
                asked.line
            );
            return Reply::json(&json!({"items": [signed], "page": {"limit": 100, "next": null}}));
        }
        if asked.line.contains("after=c-2") {
            LOST.fetch_add(1, Ordering::SeqCst);
            return failure(410, "cursor_expired");
        }
        Reply::json(
            &json!({"events": [change("c-2", "2026-11-05T10:04:00+03:00", &known)],
            "next_cursor": "c-2", "has_more": false}),
        )
    })
    .await;
    let provider = connect(&server.address);
    let mut cursor = provider.feed("", None).await.unwrap().cursor;
    let mut told = Vec::new();
    for _ in 0..3 {
        let page = provider.feed("", cursor.as_deref()).await.unwrap();
        told.extend(ids(&page));
        cursor = page.cursor;
        if !page.has_more {
            break;
        }
    }
    assert_eq!(
        told,
        ["doc-000017@5", "doc-000017@4"],
        "the same names as in the feed"
    );
    assert_eq!(LOST.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn without_a_feed_the_list_is_read_by_date_page_by_page() {
    let abilities = PersonAbilities {
        changes_feed: false,
        ..wire::ABILITIES
    };
    let server = fdoc(|asked| {
        assert_eq!(asked.path(), "/gw/v1/documents");
        if asked.line.contains("page_token=p2") {
            let items = [document("signed", "Подписан", "granted", 5)];
            return Reply::json(&json!({"items": items, "page": {"next": null}}));
        }
        let items = [document("sent", "Отправлен на подпись", "granted", 4)];
        Reply::json(&json!({"items": items, "page": {"next": "p2"}}))
    })
    .await;
    let provider: std::sync::Arc<dyn EdoProvider> = connect_with(&server.address, &credentials(), abilities);
    let first = provider.feed("", None).await.unwrap();
    assert!(first.has_more);
    let second = provider.feed("", first.cursor.as_deref()).await.unwrap();
    assert!(!second.has_more);
    assert_eq!(
        [ids(&first), ids(&second)].concat(),
        ["doc-000017@4", "doc-000017@5"]
    );
    provider.feed("", second.cursor.as_deref()).await.unwrap();
    let last = server.asked().pop().unwrap().line;
    assert!(last.contains("updated_from=2026-11-05T07%3A03%3A00Z"), "{last}");
}
