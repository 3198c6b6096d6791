use domain::facets::{Delivery, TheirSignature};
use domain::{ConnectionId, DocflowFacets, DocumentState, EdoDocument, ProviderEvent, Severity};

use crate::testing::{Chance, at, event, office, paper, remote, sending, settle};
use crate::{Result, Writer};

#[test]
fn the_cursor_is_the_connections_own() {
    let office = office();
    office
        .store
        .write(|w| {
            let (firm, first, _) = settle(w);
            let second = w.save_connection(None, &crate::testing::diadoc_box(firm, "ящик-5"))?;
            assert_eq!(w.feed_cursor(first)?, None);
            w.set_feed_cursor(first, "А")?;
            w.set_feed_cursor(first, "Б")?;
            assert_eq!(
                (w.feed_cursor(first)?.as_deref(), w.feed_cursor(second)?),
                (Some("Б"), None)
            );
            Ok(())
        })
        .unwrap();
}

#[test]
fn one_event_may_touch_two_documents_and_is_kept_once_for_each() {
    let office = office();
    office
        .store
        .write(|w| {
            let (firm, connection, _) = settle(w);
            let other = w.save_connection(None, &crate::testing::diadoc_box(firm, "ящик-5"))?;
            assert!(w.record_event(connection, &event("1", "А", 5), at(9))?);
            assert!(!w.record_event(connection, &event("1", "А", 5), at(10))?);
            assert!(w.record_event(connection, &event("1", "Б", 5), at(9))?);
            assert!(
                w.record_event(other, &event("1", "А", 5), at(9))?,
                "another box has its own events"
            );
            assert!(w.record_event(connection, &event("0", "А", 2), at(9))?);
            assert_eq!(
                w.events_of(connection, &remote("А"))?,
                [event("0", "А", 2), event("1", "А", 5)]
            );
            assert_eq!(w.events_of(connection, &remote("В"))?, []);
            Ok(())
        })
        .unwrap();
}

const DOCUMENTS: usize = 100;

fn events(chance: &mut Chance) -> Vec<ProviderEvent> {
    let deliveries = [Delivery::Sent, Delivery::Delivered];
    let signatures = [
        TheirSignature::Awaited,
        TheirSignature::Signed,
        TheirSignature::Rejected,
    ];
    (0..2000)
        .map(|number| {
            let second = i64::try_from(chance.below(300)).unwrap();
            let mut event = event(&number.to_string(), &chance.below(DOCUMENTS).to_string(), second);
            event.state = Some(DocumentState {
                as_of: event.happened_at,
                facets: DocflowFacets {
                    delivery: chance.pick(&deliveries).clone(),
                    their_signature: chance.pick(&signatures).clone(),
                    ..DocflowFacets::default()
                },
                operator_status_text: format!("Слова {}", chance.below(9)),
                severity: Severity::Info,
            });
            event
        })
        .collect()
}

/// What a loop does with an event: record, look up, join.
fn apply(w: &Writer<'_>, connection: ConnectionId, event: &ProviderEvent) -> Result<bool> {
    if !w.record_event(connection, event, at(9))? {
        return Ok(false);
    }
    let sending = w.edo_document_by_remote(connection, &event.remote)?.unwrap();
    let report = event.state.clone().unwrap();
    let joined = match sending.state {
        Some(known) => known.join(report),
        None => report,
    };
    w.set_state(sending.id, &joined)?;
    Ok(true)
}

fn everything_after(events: &[ProviderEvent]) -> (Vec<EdoDocument>, Vec<Vec<ProviderEvent>>) {
    let office = office();
    let connection = office
        .store
        .write(|w| {
            let (_, connection, _) = settle(w);
            for number in 0..DOCUMENTS {
                let document = w.insert_document(&paper(&number.to_string(), 0, 100), at(0))?;
                let id = sending(w, document, connection, u128::try_from(number).unwrap());
                w.set_remote(id, &remote(&number.to_string()))?;
            }
            Ok(connection)
        })
        .unwrap();
    let mut new = 0;
    for page in events.chunks(100) {
        new += office
            .store
            .write(|w| {
                page.iter()
                    .map(|event| apply(w, connection, event))
                    .collect::<Result<Vec<_>>>()
            })
            .unwrap()
            .iter()
            .filter(|is_new| **is_new)
            .count();
    }
    assert_eq!(new, 2000);
    let names: Vec<_> = (0..DOCUMENTS).map(|number| remote(&number.to_string())).collect();
    office
        .store
        .read(|r| {
            let states = names
                .iter()
                .map(|name| r.edo_document_by_remote(connection, name));
            let events = names
                .iter()
                .map(|name| r.events_of(connection, name))
                .collect::<Result<_>>()?;
            Ok((
                states.map(|found| Ok(found?.unwrap())).collect::<Result<_>>()?,
                events,
            ))
        })
        .unwrap()
}

#[test]
fn two_thousand_events_twice_and_in_any_order_give_the_same_rows() {
    let mut chance = Chance(2000);
    let events = events(&mut chance);
    let expected = everything_after(&events);
    for _ in 0..2 {
        let mut twice = [events.clone(), events.clone()].concat();
        chance.shuffle(&mut twice);
        assert_eq!(everything_after(&twice), expected);
    }
}
