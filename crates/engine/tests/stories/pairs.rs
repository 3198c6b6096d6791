//! What came is the same paper as one of ours: offered with reasons, decided by a person, taken back.

use connect::edo::Arrival;
use domain::{ConnectionId, DocumentId, EdoStatus};
use engine::{Agreement, BulkRowState, Engine, StartWith};
use serde_json::Value;

use crate::arrivals::{arrival, life, page};
use crate::bulk::{codes, counts, done, planned, wish};
use crate::world::{World, import, send};

/// An УПД of the grove that says what our № `number` says.
fn like(name: &str, number: &str) -> Arrival {
    Arrival {
        number: number.into(),
        issued_on: Some(jiff::civil::date(2026, 11, 21)),
        ..arrival(name)
    }
}

fn comes(engine: &Engine, connection: ConnectionId, name: &str, arrival: Arrival) -> DocumentId {
    let [posted, _] = life(name);
    let applied = engine.apply_page(connection, &page(vec![posted], vec![arrival]));
    *applied.unwrap().documents.first().unwrap()
}

async fn status(engine: &Engine, id: DocumentId) -> EdoStatus {
    engine.card(id).await.unwrap().status
}

#[tokio::test]
async fn our_document_takes_over_the_status_of_what_came_for_it_until_the_pair_is_taken_back() {
    let world = World::new();
    let (engine, connection, ours) = world.ready().await;
    let came = comes(&engine, connection, "1", like("1", "15"));
    let found = engine.pair_proposals(came).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].document.id, found[0].is_sure), (ours, true));
    assert_eq!(found[0].sentence, "Совпадают номер, дата, сумма и ИНН.");
    assert_eq!(found[0].agrees.last(), Some(&Agreement::Inn));
    assert_eq!(
        status(&engine, ours).await,
        EdoStatus::NotInEdo,
        "nothing is forced"
    );

    engine.pair_documents(came, ours).await.unwrap();
    assert_eq!(status(&engine, ours).await, EdoStatus::OurSignatureRequired);
    let [_, signed] = life("1");
    engine
        .apply_page(connection, &page(vec![signed], vec![like("1", "15")]))
        .unwrap();
    let card = engine.card(ours).await.unwrap();
    assert_eq!(card.status, EdoStatus::SignedByUs);
    let pair = card.pair.unwrap();
    assert_eq!((pair.document.id, pair.is_arrival), (came, true));
    let pair = engine.card(came).await.unwrap().pair.unwrap();
    assert_eq!((pair.document.id, pair.is_arrival), (ours, false));
    let listed = crate::arrivals::rows(&engine).await;
    assert!(listed.iter().all(|row| row.status == EdoStatus::SignedByUs));
    let refused = send(&engine, ours).await.unwrap_err();
    assert_eq!(refused.code().as_str(), "already_sent");

    engine.forget_pair(ours, came).await.unwrap();
    assert_eq!(status(&engine, ours).await, EdoStatus::NotInEdo);
    assert_eq!(engine.pair_proposals(came).await.unwrap().len(), 1);
    send(&engine, ours).await.unwrap();
}

#[tokio::test]
async fn our_document_that_speaks_for_what_came_is_removed_and_brought_back_with_its_pair() {
    let world = World::new();
    let (engine, connection, ours) = world.ready().await;
    let came = comes(&engine, connection, "1", like("1", "15"));
    engine.pair_documents(came, ours).await.unwrap();
    assert_eq!(status(&engine, ours).await, EdoStatus::OurSignatureRequired);
    let removed = engine.remove_documents(vec![ours]).await.remove(0);
    let trash = removed.result.unwrap();
    assert!(engine.card(came).await.unwrap().pair.is_none());
    engine.restore_documents(vec![trash]).await.unwrap();
    assert_eq!(status(&engine, ours).await, EdoStatus::OurSignatureRequired);
    assert!(engine.card(came).await.unwrap().pair.is_some());
}

#[tokio::test]
async fn what_a_person_refused_is_not_offered_again_until_that_is_taken_back() {
    let world = World::new();
    let (engine, connection, ours) = world.ready().await;
    let came = comes(&engine, connection, "1", like("1", "15"));
    engine.refuse_pair(came, ours).await.unwrap();
    assert!(engine.pair_proposals(came).await.unwrap().is_empty());
    engine.forget_pair(came, ours).await.unwrap();
    assert_eq!(engine.pair_proposals(came).await.unwrap().len(), 1);
    let other = import(&engine, "16").await;
    let code = |result: engine::Result<()>| result.unwrap_err().code().as_str().to_owned();
    assert_eq!(code(engine.pair_documents(ours, other).await), "not_an_arrival");
    engine.pair_documents(came, other).await.unwrap();
    assert_eq!(code(engine.pair_documents(came, ours).await), "pair_taken");
}

#[tokio::test]
async fn many_are_paired_where_there_is_one_that_is_most_alike() {
    let world = World::new();
    let (engine, connection, ours) = world.ready().await;
    let twin = import(&engine, "16").await;
    let sure = comes(&engine, connection, "1", like("1", "15"));
    // Two of ours share its date and sum, and neither its number.
    let doubtful = comes(&engine, connection, "2", like("2", "К-2"));
    let strange = Arrival {
        total: None,
        ..like("3", "К-3")
    };
    let strange = comes(&engine, connection, "3", strange);
    let plan = || wish("pair", Value::Null, &[sure, doubtful, strange]);
    let job = planned(&engine, plan()).await;
    assert_eq!(counts(&job), [("ready", 1), ("blocked", 2)]);
    let blocked = codes(&engine, job.job.id, BulkRowState::Blocked).await;
    assert_eq!(
        blocked
            .iter()
            .map(|(id, code, _)| (*id, code.as_str()))
            .collect::<Vec<_>>(),
        [(doubtful, "pair_several"), (strange, "pair_none")]
    );
    let job = done(&engine, plan(), StartWith::Ready).await;
    assert_eq!(counts(&job), [("done", 1), ("skipped", 2)]);
    assert_eq!(status(&engine, ours).await, EdoStatus::OurSignatureRequired);
    // With the first one gone only one is left that is most alike.
    let job = done(&engine, plan(), StartWith::ReadyAndWarned).await;
    assert_eq!(counts(&job), [("done", 1), ("skipped", 2)]);
    assert_eq!(
        engine.card(doubtful).await.unwrap().pair.unwrap().document.id,
        twin
    );
}
