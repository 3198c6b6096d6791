//! A clerk's program that is about to be killed in the middle of a job over many documents: starts the job when it is
//! planned, lets the background do the rest, and stops at the step it is told.
//!
//! `bulk_child FOLDER SECRETS JOB STEP TURN`
#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::path::PathBuf;
use std::sync::Arc;

use domain::OutboxState;
use engine::{BulkJobId, BulkState, Engine, Ports, StartWith};
use testkit::{FileSecrets, NotificationList, ParkAt};
use tracing_subscriber::layer::SubscriberExt;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &str| arguments.next().unwrap_or_else(|| panic!("{what}"));
    let folder = PathBuf::from(next("a data folder"));
    let secrets = PathBuf::from(next("a file of secrets"));
    let job = BulkJobId(next("a job").parse().expect("the number of a job"));
    let step = next("a step");
    let turn = next("a turn").parse().expect("the number of a turn");
    let log = tracing_subscriber::registry().with(ParkAt::nth(step, turn));
    tracing::subscriber::set_global_default(log).expect("the only log of this process");

    let ports = Ports {
        clock: Arc::new(host::SystemClock),
        randomness: Arc::new(host::OsRandomness),
        secrets: Arc::new(FileSecrets::new(secrets)),
        notifier: Arc::new(NotificationList::default()),
        keys: Arc::new(host::LocalKeys::files_only(&folder)),
    };
    let engine = Engine::open(&folder, ports).expect("the folder opens");
    let mut changes = engine.changes();
    let loops = engine.run();
    while !is_through(&engine, job).await {
        // The first look may come after the last change of a program that was killed before.
        drop(tokio::time::timeout(std::time::Duration::from_millis(250), changes.next()).await);
    }
    loops.stop().await;
    println!("finished");
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
