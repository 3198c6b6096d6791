//! A clerk's program that is about to be killed: sends one document and stops at the step it is told.
//!
//! `crash_child ROOM STEP [DOCUMENT]`: with a document it is sent first; without, what is due is sent.
#![allow(clippy::expect_used)]

use std::path::PathBuf;
use std::sync::Arc;

use engine::{Engine, Repeat, SendRequest};
use testkit::ParkAt;
use testkit::process::{finish, park, room_ports};

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next();
    let room = PathBuf::from(next().expect("a room"));
    let step = next().expect("a step");
    let document = next().map(|id| id.parse().expect("a document"));
    park(ParkAt::first(step));
    let ports = room_ports(&room, Arc::new(engine::ports::NoKeys));
    let engine = Engine::open(&room.join("data"), ports).expect("the room opens");
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
    finish();
}
