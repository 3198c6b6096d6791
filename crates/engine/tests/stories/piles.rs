//! Many papers at once: they leave side by side, and whatever happens in between, each leaves once.

use connect::Error;
use domain::{DocumentId, OutboxState};
use engine::Engine;
use jiff::SignedDuration;

use crate::operator::Delivery;
use crate::outbox::{open_rows, row};
use crate::world::{World, import, send};

async fn pile(engine: &Engine, first: DocumentId, papers: usize) -> Vec<engine::Sent> {
    let mut sent = vec![send(engine, first).await.unwrap()];
    for number in 1..papers {
        let document = import(engine, &(100 + number).to_string()).await;
        sent.push(send(engine, document).await.unwrap());
    }
    sent
}

#[tokio::test]
async fn papers_that_never_left_a_pass_wait_as_if_it_had_not_been() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let sent = pile(&engine, first, 40).await;
    world.office.plan(Delivery::Taken);
    world.office.plan(Delivery::Taken);
    for _ in 0..3 {
        world
            .office
            .plan(Delivery::Not(Error::Offline("no route".into())));
    }
    let before = row(&engine, sent[39].outbox).await;
    world.pass(SignedDuration::from_secs(60));
    engine.sync_once(None).await.unwrap();
    let tried = world.office.calls("deliver");
    assert!(
        (3..=5).contains(&tried),
        "those that were under way, and no more: {tried}"
    );
    let mut waiting = 0;
    for one in &sent[2..] {
        let now = row(&engine, one.outbox).await;
        assert_eq!(now.state, OutboxState::Queued);
        if now.attempts == 0 {
            assert_eq!((now.failure, now.next_attempt_at), (None, None));
            assert_eq!(now.changed_at, before.changed_at);
            waiting += 1;
        }
    }
    assert_eq!(waiting, 40 - tried);
    engine.cancel_operation(sent[39].outbox).await.unwrap();
    world.office.desk(|desk| desk.deliveries.clear());
    engine.sync_once(None).await.unwrap();
    assert_eq!(world.office.taken().len(), 39);
}

#[tokio::test]
async fn no_more_than_four_requests_are_under_way_and_a_pile_cut_off_is_sent_once() {
    let world = World::new();
    let (engine, connection, first) = world.ready().await;
    let sent = pile(&engine, first, 40).await;
    (0..3).for_each(|_| world.office.plan(Delivery::Taken));
    (0..20).for_each(|_| world.office.plan(Delivery::TakenAndSilent));
    let four_are_silent = async {
        while world.office.calls("deliver") < 7 {
            world.office.silence.notified().await;
        }
        // Everything else that could begin has had its chance to.
        engine.outbox(vec![], None, 1).await.unwrap();
    };
    tokio::select! {
        _ = engine.sync_once(Some(connection)) => panic!("the operator was to be silent"),
        () = four_are_silent => {}
    }
    assert_eq!(world.office.calls("deliver"), 7);
    world.office.desk(|desk| desk.deliveries.clear());
    engine.sync_once(None).await.unwrap();
    engine.sync_once(None).await.unwrap();
    assert!(open_rows(&engine).await.is_empty());
    let mut taken: Vec<_> = world
        .office
        .taken()
        .iter()
        .map(|taken| taken.operation.0)
        .collect();
    let mut wanted: Vec<_> = sent.iter().map(|sent| sent.operation.0).collect();
    taken.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(taken, wanted);
}
