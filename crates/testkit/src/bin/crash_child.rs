//! A clerk's program that is about to be killed: sends one document and stops at the step it is told.
//!
//! `crash_child FOLDER SECRETS STEP [DOCUMENT]`: with a document it is sent first; without, what is due is sent.
#![allow(clippy::expect_used, clippy::print_stdout)]

use std::path::PathBuf;
use std::sync::Arc;

use engine::{Engine, Ports, Repeat, SendRequest};
use testkit::{FileSecrets, NotificationList, ParkAt};
use tracing_subscriber::layer::SubscriberExt;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next();
    let folder = PathBuf::from(next().expect("a data folder"));
    let secrets = PathBuf::from(next().expect("a file of secrets"));
    let step = next().expect("a step");
    let document = next().map(|id| id.parse().expect("a document"));
    let log = tracing_subscriber::registry().with(ParkAt::first(step));
    tracing::subscriber::set_global_default(log).expect("the only log of this process");

    let ports = Ports {
        clock: Arc::new(host::SystemClock),
        randomness: Arc::new(host::OsRandomness),
        secrets: Arc::new(FileSecrets::new(secrets)),
        notifier: Arc::new(NotificationList::default()),
        keys: Arc::new(engine::ports::NoKeys),
    };
    let engine = Engine::open(&folder, ports).expect("the folder opens");
    if let Some(document) = document {
        let request = SendRequest {
            documents: vec![document],
            repeat: Repeat::AfterRefusal,
            ..SendRequest::default()
        };
        engine.send(request).await.into_iter().for_each(|sent| {
            sent.result.expect("the document can be sent");
        });
    }
    engine.sync_once(None).await.expect("the exchange runs");
    println!("finished");
}
