//! Why a document waits for a person stands in its row of the registry, whoever settled its status.

use domain::facets::TheirSignature;
use domain::{DocumentId, EdoStatus, EventActor, EventFact};
use engine::{DocumentQuery, Engine};

use crate::visits::report;
use crate::world::{World, send};

async fn told(engine: &Engine, id: DocumentId) -> Option<String> {
    let query = DocumentQuery {
        limit: 10,
        ..DocumentQuery::default()
    };
    let page = engine.registry(query, None, |page| page).await.unwrap();
    let row = page.rows.into_iter().find(|one| one.row.id == id).unwrap();
    assert_eq!(engine.card(id).await.unwrap().cause, row.cause);
    row.cause
}

#[tokio::test]
async fn the_words_of_a_refusal_stand_in_the_row_and_those_of_an_earlier_program_are_made_up_for() {
    let world = World::new();
    let (engine, _, id) = world.ready().await;
    send(&engine, id).await.unwrap();
    engine.sync_once(None).await.unwrap();
    assert_eq!(told(&engine, id).await, None);
    let remote = world.office.taken()[0].remote.clone();
    let no = (EventActor::Them, EventFact::Rejected("Не та сумма".into()));
    let refusal = report(
        "нет",
        "2026-11-21T13:00:00Z",
        &remote,
        no,
        TheirSignature::Rejected,
    );
    world.office.desk(|desk| desk.events.push(refusal));
    engine.sync_once(None).await.unwrap();
    assert_eq!(told(&engine, id).await.as_deref(), Some("Не та сумма"));
    drop(engine);

    let untold = |store: &store::Store| {
        let untold = store.read(|r| r.documents_without_cause(EdoStatus::Rejected));
        untold.unwrap()
    };
    let store = world.store();
    assert_eq!(untold(&store), []);
    // A database of a program that noted no causes; and a note that comes too late for its status says nothing.
    store
        .write(|w| {
            w.set_document_cause(id, EdoStatus::Rejected, None)?;
            w.set_document_cause(id, EdoStatus::Sent, Some("Прежние слова"))
        })
        .unwrap();
    assert_eq!(untold(&store), [id]);
    drop(store);

    let engine = world.open();
    assert_eq!(told(&engine, id).await.as_deref(), Some("Не та сумма"));
    for _ in 0..2 {
        engine.catch_up().await.unwrap();
        assert_eq!(told(&engine, id).await.as_deref(), Some("Не та сумма"));
    }
    drop(engine);
    assert_eq!(untold(&world.store()), []);
}
