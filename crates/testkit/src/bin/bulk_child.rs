//! A clerk's program that is about to be killed in the middle of a job over many documents: starts the job when it is
//! planned, lets the background do the rest, and stops at the step it is told.
//!
//! `bulk_child ROOM JOB STEP TURN`
#![allow(clippy::expect_used, clippy::panic)]

use std::path::PathBuf;
use std::sync::Arc;

use domain::OutboxState;
use engine::{BulkJobId, BulkState, Engine, StartWith};
use testkit::ParkAt;
use testkit::process::{finish, park, room_ports};

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &str| arguments.next().unwrap_or_else(|| panic!("{what}"));
    let room = PathBuf::from(next("a room"));
    let job = BulkJobId(next("a job").parse().expect("the number of a job"));
    let step = next("a step");
    let turn = next("a turn").parse().expect("the number of a turn");
    park(ParkAt::nth(step, turn));
    let ports = room_ports(&room, Arc::new(host::LocalKeys::files_only(&room.join("data"))));
    let engine = Engine::open(&room.join("data"), ports).expect("the room opens");
    let mut changes = engine.changes();
    let loops = engine.run();
    while !is_through(&engine, job).await {
        // The first look may come after the last change of a program that was killed before.
        drop(tokio::time::timeout(std::time::Duration::from_millis(250), changes.next()).await);
    }
    loops.stop().await;
    finish();
}

/// The job is done and nothing waits in the outbox; a plan that is ready is started on the way.
async fn is_through(engine: &Engine, id: BulkJobId) -> bool {
    match engine.bulk_job(id).await.expect("the job").job.state {
        BulkState::Planned => {
            engine.start_bulk(id, StartWith::Ready).await.expect("a start");
            false
        }
        // A job that signs waits for a person after every restart.
        BulkState::Paused => {
            engine.resume_bulk(id).await.expect("a person goes on");
            false
        }
        BulkState::Done => {
            let open = vec![OutboxState::Queued, OutboxState::Sending, OutboxState::Unknown];
            engine.outbox(open, None, 1).await.expect("the outbox").is_empty()
        }
        _ => false,
    }
}
