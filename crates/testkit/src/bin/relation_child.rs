//! A clerk's program that is about to be killed: does something to a relation and stops at the step it is told.
//!
//! `relation_child FOLDER SECRETS STEP COUNTERPARTY KIND`
#![allow(clippy::expect_used, clippy::print_stdout)]

use std::path::PathBuf;
use std::sync::Arc;

use domain::{ConnectionId, CounterpartyId, RelationActKind};
use engine::{Engine, Ports, RelationActRequest};
use testkit::{FileSecrets, NotificationList, ParkAt};
use tracing_subscriber::layer::SubscriberExt;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next();
    let folder = PathBuf::from(next().expect("a data folder"));
    let secrets = PathBuf::from(next().expect("a file of secrets"));
    let step = next().expect("a step");
    let counterparty = CounterpartyId(next().and_then(|id| id.parse().ok()).expect("a counterparty"));
    let kind = next().and_then(|code| RelationActKind::from_code(&code));
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
    let request = RelationActRequest {
        kind: kind.expect("an act"),
        counterparty,
        connection: ConnectionId(1),
        box_id: None,
        words: "Просим принять приглашение.".to_owned(),
        file: None,
    };
    for done in engine.act_on_relations(vec![request]).await {
        done.expect("the act is possible");
    }
    engine.sync_once(None).await.expect("the exchange runs");
    println!("finished");
}
