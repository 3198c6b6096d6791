//! The program dies at every step of the outbox and is started again: the operator has one document, and we know it.

use std::panic;
use std::time::{Duration, Instant};

use domain::OutboxState;
use engine::{Code, Engine};
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::operator::Delivery;
use crate::world::{World, import, send};

/// Dies at the first step of this name.
struct DiesAt(&'static str);

struct StepName(String);

impl Visit for StepName {
    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "step" {
            value.clone_into(&mut self.0);
        }
    }
}

impl<S: tracing::Subscriber> Layer<S> for DiesAt {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        let mut name = StepName(String::new());
        event.record(&mut name);
        if name.0 == self.0 {
            panic::panic_any(Died);
        }
    }
}

struct Died;

/// A death that the story wants is no news; any other is.
#[expect(
    clippy::print_stderr,
    reason = "the only place where a story can say why it died"
)]
fn die_quietly() {
    panic::set_hook(Box::new(|death| {
        if !death.payload().is::<Died>() {
            eprintln!("{death}");
        }
    }));
}

/// Opens the folder again; a transaction of the dead program may still be on its way to the disk.
fn restarted(world: &World) -> Engine {
    let patience = Instant::now() + Duration::from_secs(20);
    loop {
        match Engine::open_with(&world.folder(), world.ports(), world.options()) {
            Err(error) if error.code() == Code::DatabaseLocked && Instant::now() < patience => {
                std::thread::yield_now();
            }
            opened => return opened.unwrap(),
        }
    }
}

async fn dies_at(step: &'static str, plan: &[Delivery]) {
    dies_in_a_pile(1, step, plan).await;
}

async fn dies_in_a_pile(papers: usize, step: &'static str, plan: &[Delivery]) {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let mut documents = vec![first];
    for number in 1..papers {
        documents.push(import(&engine, &format!("{}", 100 + number)).await);
    }
    plan.iter()
        .cloned()
        .for_each(|delivery| world.office.plan(delivery));

    let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(DiesAt(step)));
    let (doomed, pile) = (engine.clone(), documents.clone());
    let died = tokio::task::LocalSet::new()
        .run_until(async {
            tokio::task::spawn_local(async move {
                for document in pile {
                    send(&doomed, document).await.unwrap();
                }
                doomed.sync_once(None).await.unwrap();
                doomed.sync_once(None).await.unwrap();
            })
            .await
        })
        .await
        .expect_err("the step was never reached");
    assert!(died.into_panic().is::<Died>(), "died of something else at {step}");
    drop(guard);
    drop(engine);
    world.office.desk(|desk| desk.deliveries.clear());

    let engine = restarted(&world);
    engine.sync_once(None).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let rows = engine.outbox(vec![], None, 100).await.unwrap();
    assert!(
        rows.iter().all(|row| row.state == OutboxState::Accepted),
        "{step}"
    );
    let taken = world.office.taken();
    assert_eq!(
        taken.len(),
        rows.len(),
        "{step}: each document once at the operator"
    );
    for document in documents {
        let sending = engine.card(document).await.unwrap().sendings.remove(0);
        let Some(row) = rows
            .iter()
            .find(|row| row.edo_document == sending.edo_document.id)
        else {
            assert_eq!(step, "enqueued", "only a paper that was never sent has no row");
            continue;
        };
        let there: Vec<_> = taken
            .iter()
            .filter(|taken| taken.operation == row.operation)
            .collect();
        assert_eq!(there.len(), 1, "{step}");
        assert_eq!(
            sending.edo_document.remote,
            Some(there[0].remote.clone()),
            "{step}"
        );
    }
}

#[tokio::test]
async fn a_program_that_dies_at_any_step_of_a_good_sending_sends_once() {
    die_quietly();
    for step in [
        "enqueued",
        "marked_sending",
        "before_deliver",
        "delivered",
        "before_accept",
        "accepted",
    ] {
        dies_at(step, &[]).await;
    }
}

#[tokio::test]
async fn a_program_that_dies_while_it_finds_out_what_happened_sends_once() {
    die_quietly();
    let lost_answer = [Delivery::TakenBut(connect::Error::Timeout("no answer".into()))];
    for step in [
        "not_delivered",
        "unknown",
        "lookup",
        "found",
        "before_accept",
        "accepted",
    ] {
        dies_at(step, &lost_answer).await;
    }
    let lost_request = [Delivery::Not(connect::Error::Timeout("no answer".into()))];
    for step in [
        "not_delivered",
        "unknown",
        "lookup",
        "absent",
        "delivered",
        "accepted",
    ] {
        dies_at(step, &lost_request).await;
    }
}

#[tokio::test]
async fn a_program_that_dies_in_the_middle_of_a_pile_sends_each_paper_once() {
    die_quietly();
    for step in [
        "marked_sending",
        "before_deliver",
        "delivered",
        "before_accept",
        "accepted",
    ] {
        dies_in_a_pile(40, step, &[]).await;
    }
    let lost: Vec<_> = (0..6)
        .flat_map(|_| {
            let silence = || connect::Error::Timeout("no answer".into());
            [
                Delivery::TakenBut(silence()),
                Delivery::Not(silence()),
                Delivery::Taken,
            ]
        })
        .collect();
    for step in ["not_delivered", "unknown", "lookup", "found", "absent"] {
        dies_in_a_pile(12, step, &lost).await;
    }
}
