//! Papers in which the other side says something: fetched for their words, which are never worth the news around them.

use connect::Error;
use connect::edo::ToldPaper;
use domain::{EventActor, EventFact, ProviderEvent, RemoteDocument};

use crate::world::{World, event, send};

#[tokio::test]
async fn a_paper_that_the_operator_cannot_give_holds_up_no_news_and_a_line_that_is_down_loses_no_words() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let remote = world.office.taken()[0].remote.clone();
    let paper = RemoteDocument {
        entity_id: "paper".into(),
        ..remote.clone()
    };
    let gives = |answer: Error| {
        world
            .office
            .desk(|desk| desk.contents.insert("paper".into(), Err(answer)));
    };
    gives(Error::Offline("no route".into()));
    world.office.desk(|desk| {
        desk.events.push(ProviderEvent {
            actor: EventActor::Them,
            facts: vec![EventFact::AmendmentRequested("Нет договора".into())],
            ..event("asked", "2026-11-21T12:00:00Z", &remote)
        });
        desk.papers.push(ToldPaper {
            event_id: "asked".into(),
            document: remote.clone(),
            paper,
        });
    });
    let told = async || {
        let asked = EventFact::AmendmentRequested("Нет договора".into());
        let timeline = engine.card(document).await.unwrap().timeline;
        timeline.iter().any(|entry| entry.fact == asked)
    };
    let report = engine.sync_once(None).await.unwrap();
    assert!(report.connections[0].error.is_some());
    assert!(!told().await, "the page is read again when the line is back");
    gives(Error::Broken("500".into()));
    let report = engine.sync_once(None).await.unwrap();
    assert!(report.connections[0].error.is_none(), "{report:?}");
    assert!(told().await, "with the operator's words");
}
