//! A clerk's program that is about to be killed in the middle of signing many documents: starts the job or goes on with
//! it, enters the PIN when asked, and stops at the step it is told. Started with the hidden first argument it serves the
//! keys, as every executable of the program does.
//!
//! `signing_child ROOM JOB PIN STEP TURN`
#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use domain::OutboxState;
use engine::ports::Secret;
use engine::{BulkJobId, BulkState, Engine, StartWith};
use testkit::ParkAt;
use testkit::process::{finish, park, room_ports};

fn main() {
    if host::serve_keys_if_asked() {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(work());
}

async fn work() {
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &str| arguments.next().unwrap_or_else(|| panic!("{what}"));
    let room = PathBuf::from(next("a room"));
    let job = BulkJobId(next("a job").parse().expect("the number of a job"));
    let pin = Secret::new(next("a PIN"));
    let step = next("a step");
    let turn = next("a turn").parse().expect("the number of a turn");
    park(ParkAt::nth(step, turn));
    let ports = room_ports(
        &room,
        Arc::new(host::LocalKeys::of_this_computer(&room.join("data"))),
    );
    let engine = Engine::open(&room.join("data"), ports).expect("the room opens");
    let mut changes = engine.changes();
    let loops = engine.run();
    let mut is_asked_to_go_on = false;
    loop {
        let state = engine.bulk_job(job).await.expect("the job").job.state;
        match state {
            BulkState::Planned => drop(engine.start_bulk(job, StartWith::Ready).await.expect("a start")),
            // A person goes on once after a restart; what stops the job again is for the test to see.
            BulkState::Paused if !is_asked_to_go_on => {
                is_asked_to_go_on = true;
                engine.resume_bulk(job).await.expect("it goes on");
            }
            BulkState::Done if is_outbox_empty(&engine).await => break,
            _ => {}
        }
        if let Some(question) = engine.pin_question() {
            println!("asked");
            engine.answer_pin(question.id, &pin).expect("the PIN is taken");
        }
        // The first look may come after the last change of a program that was killed before.
        drop(tokio::time::timeout(Duration::from_millis(250), changes.next()).await);
    }
    loops.stop().await;
    finish();
}

async fn is_outbox_empty(engine: &Engine) -> bool {
    let open = vec![OutboxState::Queued, OutboxState::Sending, OutboxState::Unknown];
    engine.outbox(open, None, 1).await.expect("the outbox").is_empty()
}
