use super::{Cursor, MAX_OVERLAP, has_more};
use crate::edo::diadoc::client::EVENTS_PER_PAGE;
use crate::edo::diadoc::wire::{BoxEvent, BoxEventList, MessagePatch};

/// A feed of events with these instants; keys are the places.
fn feed(instants: &[i64]) -> Vec<(String, i64)> {
    instants
        .iter()
        .enumerate()
        .map(|(place, ticks)| (format!("{place:06}"), *ticks))
        .collect()
}

fn page(feed: &[(String, i64)], after: Option<&str>) -> Vec<BoxEvent> {
    let behind = feed
        .iter()
        .filter(|(key, _)| after.is_none_or(|after| key.as_str() > after));
    let event = |(key, ticks): &(String, i64)| BoxEvent {
        event_id: format!("event-{key}"),
        patch: Some(MessagePatch {
            timestamp_ticks: *ticks,
            ..MessagePatch::default()
        }),
        index_key: key.clone(),
        ..BoxEvent::default()
    };
    behind.take(EVENTS_PER_PAGE).map(event).collect()
}

/// Reads until caught up; gives every event handed over, the place and the number of requests.
fn read_all(feed: &[(String, i64)], mut place: Cursor) -> (Vec<String>, Cursor, usize) {
    let (mut read, mut requests) = (Vec::new(), 0);
    loop {
        requests += 1;
        assert!(requests <= feed.len() + 2, "no progress");
        let events = page(feed, place.after.as_deref());
        let fresh: Vec<String> = place
            .fresh(&events)
            .iter()
            .map(|event| event.event_id.clone())
            .collect();
        place = Cursor::parse(place.after_page(&events).text().unwrap().as_deref()).unwrap();
        let list = BoxEventList {
            events,
            total_count: 0,
        };
        let count = fresh.len();
        read.extend(fresh);
        if !has_more(&list, count) {
            return (read, place, requests);
        }
    }
}

#[test]
fn an_empty_box_has_no_place_yet() {
    let place = Cursor::default();
    assert_eq!(place.after_page(&[]).text().unwrap(), None);
}

#[test]
fn every_event_is_handed_over_once_whatever_the_instants_are() {
    let mixed: Vec<i64> = (0..1_700).map(|n| n / 3).collect();
    let one_instant = vec![5; 1_234];
    let backwards: Vec<i64> = (0..900).rev().collect();
    for instants in [vec![], vec![1], vec![1, 1], mixed, one_instant, backwards] {
        let feed = feed(&instants);
        let (read, place, _) = read_all(&feed, Cursor::default());
        let mut once = read.clone();
        once.dedup();
        assert_eq!(read.len(), feed.len());
        assert_eq!(once.len(), read.len());
        let (again, same, requests) = read_all(&feed, place.clone());
        assert_eq!(
            (again.len(), requests),
            (0, 1),
            "a caught-up feed costs one request"
        );
        assert_eq!(same, place);
    }
}

#[test]
fn an_event_that_appears_before_the_last_key_with_the_same_instant_is_not_lost() {
    let mut feed = feed(&[1, 2, 3, 3]);
    let late = feed.remove(2);
    let (read, place, _) = read_all(&feed, Cursor::default());
    assert_eq!(read.len(), 3);
    assert_eq!(
        place.after.as_deref(),
        Some("000001"),
        "behind the last older event"
    );
    feed.insert(2, late);
    let (read, _, _) = read_all(&feed, place);
    assert_eq!(read, ["event-000002"]);
}

#[test]
fn a_full_page_of_one_instant_moves_on_by_all_but_the_overlap() {
    let feed = feed(&vec![7; EVENTS_PER_PAGE * 2]);
    let first = page(&feed, None);
    let place = Cursor::default().after_page(&first);
    assert_eq!(place.seen.len(), MAX_OVERLAP);
    let last_settled = EVENTS_PER_PAGE - MAX_OVERLAP - 1;
    assert_eq!(place.after, Some(format!("{last_settled:06}")));
}

#[test]
fn a_short_page_may_have_more_behind_it_when_the_operator_counts_more() {
    let list = |total_count| BoxEventList {
        events: page(&feed(&[1, 2]), None),
        total_count,
    };
    assert!(has_more(&list(9), 2));
    assert!(!has_more(&list(2), 2));
    assert!(!has_more(&list(9), 0), "nothing new is the end");
}

#[test]
fn a_place_that_is_not_ours_is_refused() {
    assert_eq!(Cursor::parse(Some("000001")).unwrap_err().code(), "malformed");
}
