use domain::facets::{Delivery, OurSignature, TheirSignature};
use domain::{DocflowFacets, DocumentState, EdoStatus, ProviderEvent, Severity};
use jiff::SignedDuration;

use crate::world::{World, event, send};

#[tokio::test]
async fn a_document_whose_event_was_dropped_is_asked_about_after_a_day_and_then_left_alone() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let signed = DocumentState {
        as_of: "2026-11-21T12:00:00Z".parse().unwrap(),
        facets: DocflowFacets {
            delivery: Delivery::Delivered,
            their_signature: TheirSignature::Signed,
            ..DocflowFacets::default()
        },
        operator_status_text: "Подписан".into(),
        severity: Severity::Success,
    };
    let remote = world.office.taken()[0].remote.clone();
    world.office.desk(|desk| desk.states.push((remote, signed)));
    world.pass(SignedDuration::from_hours(2));
    engine.sync_once(None).await.unwrap();
    assert_eq!(world.office.calls("states"), 0, "two hours are no silence");
    world.pass(SignedDuration::from_hours(23));
    engine.sync_once(None).await.unwrap();
    let card = engine.card(document).await.unwrap();
    assert_eq!(
        (card.status, card.status_since.to_string().as_str()),
        (EdoStatus::SignedByThem, "2026-11-21T12:00:00Z")
    );
    assert_eq!(world.desktop.0.lock().unwrap()[0].title, "Подписан контрагентом");
    world.pass(SignedDuration::from_hours(48));
    engine.sync_once(None).await.unwrap();
    assert_eq!(world.office.calls("states"), 1, "nothing more is expected of it");
}

#[tokio::test]
async fn a_document_that_the_operator_says_nothing_of_does_not_fill_every_sweep() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    world.pass(SignedDuration::from_hours(25));
    engine.sync_once(None).await.unwrap();
    world.pass(SignedDuration::from_hours(2));
    engine.sync_once(None).await.unwrap();
    assert_eq!(world.office.calls("states"), 1);
    world.pass(SignedDuration::from_hours(24));
    engine.sync_once(None).await.unwrap();
    assert_eq!(world.office.calls("states"), 2);
}

#[tokio::test]
async fn a_signature_that_the_operator_is_still_checking_is_asked_about_soon_and_ever_more_rarely() {
    let world = World::new();
    let (engine, connection, document) = world.ready().await;
    send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let remote = world.office.taken()[0].remote.clone();
    let told = |at: &str, our_signature: OurSignature| DocumentState {
        as_of: at.parse().unwrap(),
        facets: DocflowFacets {
            delivery: Delivery::Sent,
            our_signature,
            ..DocflowFacets::default()
        },
        operator_status_text: String::new(),
        severity: Severity::Info,
    };
    let posted = ProviderEvent {
        state: Some(told("2026-11-21T10:00:00Z", OurSignature::Unchecked)),
        ..event("posted", "2026-11-21T10:00:00Z", &remote)
    };
    let page = crate::arrivals::page(vec![posted], vec![]);
    engine.apply_page(connection, &page).unwrap();
    let unchecked = told("2026-11-21T10:00:00Z", OurSignature::Unchecked);
    world
        .office
        .desk(|desk| desk.states.push((remote.clone(), unchecked)));
    let asked_after = |minutes: i64| {
        world.pass(SignedDuration::from_mins(minutes));
        let (engine, office) = (engine.clone(), world.office.clone());
        async move {
            engine.sync_once(None).await.unwrap();
            office.calls("states")
        }
    };
    assert_eq!(asked_after(4).await, 0);
    assert_eq!(asked_after(2).await, 1);
    for _ in 0..60 {
        asked_after(2).await;
    }
    let asked = world.office.calls("states");
    assert!((8..25).contains(&asked), "{asked} times in two hours");
    let bad = told("2026-11-21T12:10:00Z", OurSignature::Invalid);
    world.office.desk(|desk| desk.states = vec![(remote, bad)]);
    asked_after(60).await;
    let card = engine.card(document).await.unwrap();
    assert_eq!(card.status, EdoStatus::SignatureInvalid);
}
