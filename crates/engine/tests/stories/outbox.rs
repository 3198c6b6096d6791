use std::time::Duration;

use connect::Error;
use domain::{ConnectionId, DocumentId, EdoStatus, OutboxId, OutboxState};
use engine::{Code, Engine, Operation};
use jiff::SignedDuration;

use crate::operator::Delivery;
use crate::world::{World, credentials, event, import, send};

/// Cuts the program off while a request is at the operator and unanswered.
pub async fn cut_off_during(engine: &Engine, connection: ConnectionId, world: &World) {
    tokio::select! {
        _ = engine.sync_once(Some(connection)) => panic!("the operator was to be silent"),
        () = world.office.silence.notified() => {}
    }
}

pub async fn row(engine: &Engine, id: OutboxId) -> Operation {
    let rows = engine.outbox(vec![], None, 100).await.unwrap();
    rows.into_iter().find(|row| row.id == id).unwrap()
}

async fn state(engine: &Engine, id: OutboxId) -> OutboxState {
    row(engine, id).await.state
}

async fn status(engine: &Engine, document: DocumentId) -> EdoStatus {
    engine.card(document).await.unwrap().status
}

fn timeout() -> Error {
    Error::Timeout("no answer in 100 s".into())
}

fn refusal() -> Error {
    Error::Refused {
        code: "400".into(),
        text: "Ящик получателя заблокирован".into(),
    }
}

#[tokio::test]
async fn a_good_answer_is_sending_until_the_operators_events_say_more() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    let sent = send(&engine, document).await.unwrap();
    let report = engine.sync_once(None).await.unwrap();
    assert_eq!(
        (report.connections[0].sent, report.connections[0].error.clone()),
        (1, None)
    );
    assert_eq!(state(&engine, sent.outbox).await, OutboxState::Accepted);
    assert_eq!(status(&engine, document).await, EdoStatus::Sending);
    let sending = engine
        .card(document)
        .await
        .unwrap()
        .sendings
        .pop()
        .unwrap()
        .edo_document;
    assert_eq!(sending.remote, Some(world.office.taken()[0].remote.clone()));
    engine.sync_once(None).await.unwrap();
    assert_eq!(world.office.calls("deliver"), 1);
}

#[tokio::test]
async fn a_timeout_after_acceptance_does_not_send_twice() {
    for answer in [
        timeout(),
        Error::Broken("502".into()),
        Error::StillProcessing(None),
    ] {
        let world = World::new();
        let (engine, _, document) = world.ready().await;
        world.office.plan(Delivery::TakenBut(answer));
        let sent = send(&engine, document).await.unwrap();
        engine.sync_once(None).await.unwrap();
        assert_eq!(state(&engine, sent.outbox).await, OutboxState::Unknown);
        assert_eq!(status(&engine, document).await, EdoStatus::SendUnknown);
        engine.sync_once(None).await.unwrap();
        assert_eq!(state(&engine, sent.outbox).await, OutboxState::Accepted);
        assert_eq!(
            (world.office.calls("deliver"), world.office.calls("find_sent")),
            (1, 1)
        );
    }
}

#[tokio::test]
async fn a_request_that_never_arrived_goes_again_with_the_same_bytes_and_number() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    world.office.plan(Delivery::Not(timeout()));
    let sent = send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    assert!(world.office.taken().is_empty());
    engine.sync_once(None).await.unwrap();
    let taken = world.office.taken();
    assert_eq!((taken.len(), taken[0].operation), (1, sent.operation));
    assert_eq!(row(&engine, sent.outbox).await.attempts, 2);
    assert_eq!(row(&engine, sent.outbox).await.failure, None);
}

#[tokio::test]
async fn a_look_up_that_fails_repeats_nothing() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    world.office.plan(Delivery::TakenBut(timeout()));
    let sent = send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let troubles = [
        Error::Broken("500".into()),
        Error::Malformed("$.x".into()),
        Error::Forbidden("нет права".into()),
        refusal(),
        Error::Offline("no route".into()),
    ];
    for trouble in troubles {
        world.office.desk(|desk| desk.lookups.push_back(trouble));
        engine.sync_once(None).await.unwrap();
        assert_eq!(state(&engine, sent.outbox).await, OutboxState::Unknown);
        assert!(row(&engine, sent.outbox).await.next_attempt_at > Some(engine_now(&world)));
    }
    assert_eq!(
        engine.cancel_operation(sent.outbox).await.unwrap_err().code(),
        Code::OperationLeft
    );
    engine.sync_once(None).await.unwrap();
    assert_eq!(state(&engine, sent.outbox).await, OutboxState::Accepted);
    assert_eq!(world.office.calls("deliver"), 1);
}

fn engine_now(world: &World) -> jiff::Timestamp {
    engine::ports::Clock::now(world.watch.as_ref())
}

#[tokio::test]
async fn without_a_network_papers_wait_and_can_be_taken_back() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let second = import(&engine, "16").await;
    world
        .office
        .plan(Delivery::Not(Error::Offline("no route".into())));
    let (one, two) = (
        send(&engine, first).await.unwrap(),
        send(&engine, second).await.unwrap(),
    );
    let report = engine.sync_once(None).await.unwrap();
    let error = report.connections[0].error.clone().unwrap();
    assert_eq!(
        (error.code(), error.retryable()),
        (Code::Operator("offline"), true)
    );
    assert_eq!(world.office.calls("deliver"), 1, "the second would meet the same");
    assert_eq!(state(&engine, one.outbox).await, OutboxState::Queued);
    assert_eq!(status(&engine, first).await, EdoStatus::Queued);
    engine.cancel_operation(one.outbox).await.unwrap();
    assert_eq!(status(&engine, first).await, EdoStatus::NotInEdo);
    assert_eq!(
        engine.retry_operation(one.outbox).await.unwrap_err().code(),
        Code::OperationOver
    );
    engine.sync_once(None).await.unwrap();
    assert_eq!(state(&engine, two.outbox).await, OutboxState::Accepted);
    assert_eq!(world.office.taken().len(), 1);
    assert_eq!(
        engine.cancel_operation(two.outbox).await.unwrap_err().code(),
        Code::OperationLeft
    );
}

#[tokio::test]
async fn an_operator_that_asks_for_patience_gets_it_from_a_person_too() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    world
        .office
        .plan(Delivery::Not(Error::Limited(Some(Duration::from_secs(120)))));
    let sent = send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    assert_eq!(state(&engine, sent.outbox).await, OutboxState::Queued);
    let calls = world.office.desk(|desk| desk.calls.len());
    for _ in 0..3 {
        let report = engine.sync_once(None).await.unwrap();
        assert_eq!(
            report.connections[0].error.as_ref().unwrap().code(),
            Code::Operator("limited")
        );
    }
    assert_eq!(
        world.office.desk(|desk| desk.calls.len()),
        calls,
        "nobody knocked"
    );
    let refused = engine.retry_operation(sent.outbox).await.unwrap_err();
    assert_eq!(refused.code(), Code::OperatorAsksToWait);
    world.pass(SignedDuration::from_secs(119));
    engine.sync_once(None).await.unwrap();
    assert_eq!(world.office.desk(|desk| desk.calls.len()), calls);
    world.pass(SignedDuration::from_secs(20));
    engine.sync_once(None).await.unwrap();
    assert_eq!(state(&engine, sent.outbox).await, OutboxState::Accepted);
}

#[tokio::test]
async fn a_refusal_is_told_in_the_operators_words_and_can_be_repeated_under_the_same_number() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    world.office.plan(Delivery::Not(refusal()));
    let sent = send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    engine.sync_once(None).await.unwrap();
    assert_eq!(
        world.office.calls("deliver"),
        1,
        "a refused paper is not tried again by itself"
    );
    let failed = row(&engine, sent.outbox).await;
    assert_eq!(failed.state, OutboxState::Failed);
    assert_eq!(failed.failure.unwrap().text, "Ящик получателя заблокирован");
    assert_eq!(status(&engine, document).await, EdoStatus::SendFailed);
    let shown = world.desktop.0.lock().unwrap().clone();
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].title, "Документ не отправлен");
    assert_eq!(shown[0].body, "УПД № 15 от 21.11.2026");
    engine.retry_operation(sent.outbox).await.unwrap();
    engine.sync_once(None).await.unwrap();
    assert_eq!(world.office.taken()[0].operation, sent.operation);
    assert_eq!(state(&engine, sent.outbox).await, OutboxState::Accepted);
}

#[tokio::test]
async fn a_failed_sending_does_not_come_back_beside_a_newer_one() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    world.office.plan(Delivery::Not(refusal()));
    let old = send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    send(&engine, document).await.unwrap();
    assert_eq!(
        engine.retry_operation(old.outbox).await.unwrap_err().code(),
        Code::AlreadySent
    );
    engine.sync_once(None).await.unwrap();
    assert_eq!(world.office.taken().len(), 1);
}

#[tokio::test]
async fn a_refusal_of_a_repeat_is_believed_only_after_a_look() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    world.office.plan(Delivery::Not(timeout()));
    world.office.plan(Delivery::TakenBut(Error::Refused {
        code: "409".into(),
        text: "Уже есть".into(),
    }));
    let sent = send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    engine.sync_once(None).await.unwrap();
    assert_eq!(state(&engine, sent.outbox).await, OutboxState::Accepted);
    assert_eq!(world.office.taken().len(), 1);
}

#[tokio::test]
async fn a_row_that_may_have_arrived_once_is_never_free_to_be_taken_back() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    world.office.plan(Delivery::Not(timeout()));
    world
        .office
        .plan(Delivery::Not(Error::Offline("no route".into())));
    let sent = send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    engine.sync_once(None).await.unwrap();
    assert_eq!(state(&engine, sent.outbox).await, OutboxState::Unknown);
    assert_eq!(
        engine.cancel_operation(sent.outbox).await.unwrap_err().code(),
        Code::OperationLeft
    );
}

#[tokio::test]
async fn endless_nonsense_ends_with_a_person_and_without_a_double() {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    (0..20).for_each(|_| {
        world
            .office
            .plan(Delivery::Not(Error::Malformed("$.Entities".into())))
    });
    let sent = send(&engine, document).await.unwrap();
    for _ in 0..15 {
        engine.sync_once(None).await.unwrap();
    }
    let row = row(&engine, sent.outbox).await;
    assert_eq!((row.state, row.attempts), (OutboxState::Failed, 10));
    assert_eq!(world.office.calls("deliver"), 10);
    assert!(world.office.taken().is_empty());
}

#[tokio::test]
async fn an_event_of_the_feed_settles_what_the_answer_left_open() {
    let world = World::new();
    let (engine, connection, document) = world.ready().await;
    world.office.plan(Delivery::TakenBut(timeout()));
    let sent = send(&engine, document).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let taken = world.office.taken().pop().unwrap();
    let mut posted = event("posted", "2026-11-21T10:00:05Z", &taken.remote);
    posted.custom_document_id = Some(taken.name);
    let page = connect::edo::FeedPage {
        signatures: Vec::new(),
        papers: Vec::new(),
        arrivals: Vec::new(),
        events: vec![posted],
        cursor: Some("1".into()),
        has_more: false,
    };
    assert_eq!(engine.apply_page(connection, &page).unwrap().events_new, 1);
    assert_eq!(state(&engine, sent.outbox).await, OutboxState::Accepted);
    assert_eq!(status(&engine, document).await, EdoStatus::Sending);
    engine.sync_once(None).await.unwrap();
    assert_eq!(
        (world.office.calls("deliver"), world.office.calls("find_sent")),
        (1, 0)
    );
}

#[tokio::test]
async fn a_refused_password_leaves_papers_waiting_until_it_is_mended() {
    let world = World::new();
    let (engine, connection, document) = world.ready().await;
    let sent = send(&engine, document).await.unwrap();
    world.office.desk(|desk| desk.password = "новый".into());
    engine.sync_once(None).await.unwrap();
    assert_eq!(state(&engine, sent.outbox).await, OutboxState::Queued);
    let health = engine.connections().await.unwrap().pop().unwrap().health.unwrap();
    assert_eq!(
        (health.code.as_str(), health.next_attempt_at),
        ("unauthorized", None)
    );
    let request = engine::ConnectRequest {
        id: Some(connection),
        credentials: credentials("новый"),
        ..world.request("golubka")
    };
    engine.connect(request).await.unwrap();
    engine.sync_once(None).await.unwrap();
    assert_eq!(state(&engine, sent.outbox).await, OutboxState::Accepted);
}

#[tokio::test]
async fn a_month_end_goes_out_in_order_and_each_paper_once() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let mut documents = vec![first];
    for number in 16..136 {
        documents.push(import(&engine, &number.to_string()).await);
    }
    let request = engine::SendRequest {
        documents,
        ..engine::SendRequest::default()
    };
    let sent = engine.send(request).await;
    for answer in [3, 50, 99] {
        world.office.desk(|desk| {
            desk.deliveries
                .resize(answer, Delivery::TakenBut(Error::Broken("500".into())));
        });
    }
    let mut rounds = 0;
    while world.office.taken().len() < 121 || !open_rows(&engine).await.is_empty() {
        engine.sync_once(None).await.unwrap();
        rounds += 1;
        assert!(rounds < 10);
    }
    let order: Vec<_> = world.office.taken().iter().map(|taken| taken.operation).collect();
    let wanted: Vec<_> = sent
        .iter()
        .map(|outcome| outcome.result.as_ref().unwrap().operation)
        .collect();
    assert_eq!(order, wanted);
}

pub async fn open_rows(engine: &Engine) -> Vec<Operation> {
    let open = vec![OutboxState::Queued, OutboxState::Sending, OutboxState::Unknown];
    engine.outbox(open, None, 500).await.unwrap()
}

#[tokio::test]
async fn one_place_for_two_sendings_is_a_question_for_a_person_and_holds_nobody_up() {
    let world = World::new();
    let (engine, connection, first) = world.ready().await;
    let mut sent = vec![send(&engine, first).await.unwrap()];
    engine.sync_once(None).await.unwrap();
    for number in ["16", "17"] {
        let document = import(&engine, number).await;
        sent.push(send(&engine, document).await.unwrap());
    }
    // The operator mistakes the second for the first.
    world.office.desk(|desk| {
        let first = desk.taken[0].clone();
        desk.taken.push(crate::operator::Taken {
            operation: sent[1].operation,
            ..first
        });
    });
    engine.sync_once(Some(connection)).await.unwrap();
    assert_eq!(state(&engine, sent[0].outbox).await, OutboxState::Accepted);
    assert_eq!(state(&engine, sent[1].outbox).await, OutboxState::Failed);
    assert_eq!(state(&engine, sent[2].outbox).await, OutboxState::Accepted);
}
