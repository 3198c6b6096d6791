//! The program dies at every step of the outbox and is started again: the operator has one document, and we know it.

use std::panic;

use domain::OutboxState;
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::operator::Delivery;
use crate::world::{World, send};

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

async fn dies_at(step: &'static str, plan: &[Delivery]) {
    let world = World::new();
    let (engine, _, document) = world.ready().await;
    plan.iter()
        .cloned()
        .for_each(|delivery| world.office.plan(delivery));

    let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(DiesAt(step)));
    let doomed = engine.clone();
    let died = tokio::task::LocalSet::new()
        .run_until(async {
            tokio::task::spawn_local(async move {
                send(&doomed, document).await.unwrap();
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

    let engine = world.open();
    engine.sync_once(None).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let rows = engine.outbox(vec![], None, 10).await.unwrap();
    assert_eq!(rows.len(), 1, "{step}");
    assert_eq!(rows[0].state, OutboxState::Accepted, "{step}");
    let taken = world.office.taken();
    assert_eq!(taken.len(), 1, "{step}: one document at the operator");
    assert_eq!(taken[0].operation, rows[0].operation, "{step}");
    let card = engine.card(document).await.unwrap();
    assert_eq!(
        card.sendings[0].edo_document.remote,
        Some(taken[0].remote.clone()),
        "{step}"
    );
}

#[tokio::test]
async fn a_program_that_dies_at_any_step_of_a_good_sending_sends_once() {
    panic::set_hook(Box::new(|_| {}));
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
    panic::set_hook(Box::new(|_| {}));
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
