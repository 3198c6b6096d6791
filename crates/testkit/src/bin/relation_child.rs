//! A clerk's program that is about to be killed: does something to a relation and stops at the step it is told.
//!
//! `relation_child ROOM STEP COUNTERPARTY KIND`
#![allow(clippy::expect_used)]

use std::path::PathBuf;
use std::sync::Arc;

use domain::{ConnectionId, CounterpartyId, RelationActKind};
use engine::{Engine, RelationActRequest};
use testkit::ParkAt;
use testkit::process::{finish, park, room_ports};

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next();
    let room = PathBuf::from(next().expect("a room"));
    let step = next().expect("a step");
    let counterparty = CounterpartyId(next().and_then(|id| id.parse().ok()).expect("a counterparty"));
    let kind = next().and_then(|code| RelationActKind::from_code(&code));
    park(ParkAt::first(step));
    let ports = room_ports(&room, Arc::new(engine::ports::NoKeys));
    let engine = Engine::open(&room.join("data"), ports).expect("the room opens");
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
    finish();
}
