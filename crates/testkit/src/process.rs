//! A program of a clerk in a process of its own: started on a room, stopped at a named step and killed there.
//!
//! A room is a folder that outlives its programs: the data lie in `data`, what the keystore would keep in `secrets`.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use engine::Ports;
use engine::ports::SigningKeys;
use tracing_subscriber::layer::SubscriberExt;

use crate::clerk::Clerk;
use crate::parking::ParkAt;
use crate::ports::{FileSecrets, NotificationList};

/// What a program says when it has come to its chosen step.
pub(crate) const PARKED: &str = "parked";
/// What a program says when it has done all it was asked for.
const FINISHED: &str = "finished";

/// The ports of a program in this room, with these keys.
pub fn room_ports(room: &Path, keys: Arc<dyn SigningKeys>) -> Ports {
    Ports {
        clock: Arc::new(host::SystemClock),
        randomness: Arc::new(host::OsRandomness),
        secrets: Arc::new(FileSecrets::new(room.join("secrets"))),
        notifier: Arc::new(NotificationList::default()),
        keys,
    }
}

/// A clerk who opens the program of this room in the process of the test.
pub fn opens_room(room: &Path, keys: Arc<dyn SigningKeys>) -> Clerk {
    Clerk::opens(&room.join("data"), room_ports(room, keys))
}

/// In the program that is to be killed: from here on it goes no further than this step.
pub fn park(at: ParkAt) {
    let log = tracing_subscriber::registry().with(at);
    tracing::subscriber::set_global_default(log).expect("the only log of this process");
}

/// In the program that is to be killed: it came to its end.
pub fn finish() {
    println!("{FINISHED}");
}

/// In the test: runs the program until it parks or has finished and kills it (SIGKILL on Unix: nothing of it gets a
/// chance to tidy up). What it said, line by line.
pub async fn said_until_killed(program: Command) -> Vec<String> {
    tokio::task::spawn_blocking(move || killed(program))
        .await
        .expect("the program was watched")
}

/// As [`said_until_killed`]; whether it parked.
pub async fn is_killed_where_it_parks(program: Command) -> bool {
    said_until_killed(program)
        .await
        .last()
        .is_some_and(|line| line == PARKED)
}

fn killed(mut program: Command) -> Vec<String> {
    let mut child = program
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut said = Vec::new();
    for line in BufReader::new(child.stdout.take().expect("it speaks")).lines() {
        said.push(line.expect("it says text"));
        if said.last().is_some_and(|line| line == PARKED || line == FINISHED) {
            break;
        }
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it is gone");
    let last = said.last().map(String::as_str);
    assert!(
        matches!(last, Some(PARKED | FINISHED)),
        "the program fell by itself: {said:?}"
    );
    said
}
