//! What is signed and not sent is told by the registry: from the signature on until it is taken away or leaves.

use domain::{DocflowMark, DocumentId};
use engine::{DocumentQuery, Engine};

use crate::seal::Seal;
use crate::signatures::{signed, trusted};
use crate::world::{World, import, send};

async fn rows(engine: &Engine, mark: Option<DocflowMark>) -> Vec<(DocumentId, bool)> {
    let query = DocumentQuery {
        mark,
        limit: 100,
        ..DocumentQuery::default()
    };
    let page = engine.registry(query, None, |page| page).await.unwrap();
    let told = page.rows.iter().map(|one| (one.row.id, one.is_signed_unsent));
    told.collect()
}

/// What the condition finds; the rows of the whole registry say the same of themselves.
async fn found(engine: &Engine) -> Vec<DocumentId> {
    let found = rows(engine, Some(DocflowMark::SignedUnsent)).await;
    assert!(found.iter().all(|(_, is_told)| *is_told), "{found:?}");
    let mut told = rows(engine, None).await;
    told.retain(|(_, is_told)| *is_told);
    assert_eq!(told, found);
    found.into_iter().map(|(id, _)| id).collect()
}

#[tokio::test]
async fn the_registry_tells_what_is_signed_until_the_signature_goes_or_the_document_leaves() {
    let world = World::new();
    let (engine, _, utd) = world.ready().await;
    let seal = Seal::new("Учебный удостоверяющий центр", 7);
    trusted(&engine, &seal).await;
    assert_eq!(found(&engine).await, []);
    let since = engine.card(utd).await.unwrap().status_since;
    signed(&engine, &seal, utd).await;
    assert_eq!(found(&engine).await, [utd]);
    let card = engine.card(utd).await.unwrap();
    assert_eq!((card.is_signed_unsent, card.status_since), (true, since));

    let kept = engine.document_signatures(utd).await.unwrap();
    engine.forget_signature(utd, kept[0].id).await.unwrap();
    assert_eq!(found(&engine).await, []);
    signed(&engine, &seal, utd).await;
    send(&engine, utd).await.unwrap();
    assert_eq!(found(&engine).await, []);
    assert!(!engine.card(utd).await.unwrap().is_signed_unsent);
    engine.sync_once(None).await.unwrap();
    assert_eq!(found(&engine).await, []);

    let other = import(&engine, "16").await;
    signed(&engine, &seal, other).await;
    let removed = engine.remove_documents(vec![other]).await.remove(0);
    assert_eq!(found(&engine).await, []);
    let trash = removed.result.unwrap();
    engine.restore_documents(vec![trash]).await.unwrap();
    assert_eq!(found(&engine).await, [other]);
}

#[tokio::test]
async fn what_was_signed_before_the_registry_told_of_it_is_told_too() {
    let world = World::new();
    let (engine, _, sent) = world.ready().await;
    let seal = Seal::new("Учебный удостоверяющий центр", 7);
    trusted(&engine, &seal).await;
    let waits = import(&engine, "16").await;
    for id in [sent, waits] {
        signed(&engine, &seal, id).await;
    }
    send(&engine, sent).await.unwrap();
    drop(engine);
    // A database of a program without the mark.
    let store = world.store();
    store.write(|w| w.set_document_marks(waits, None)).unwrap();
    drop(store);

    let engine = world.open();
    assert_eq!(found(&engine).await, []);
    for _ in 0..2 {
        engine.catch_up().await.unwrap();
        assert_eq!(found(&engine).await, [waits]);
    }
}
