//! `seed_registry FOLDER COUNT`: a data folder of the program with so many documents, for `cargo xtask bench window`.
//!
//! The key goes where the program itself keeps it, so the program opens the folder as its own.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "../benches/figures/office.rs"]
#[allow(dead_code, reason = "the bench uses the rest")]
mod office;

use std::path::Path;
use std::sync::Arc;

use engine::{Engine, Ports};
use host::{EnvironmentPassphrase, Folders, NoNotifier, OsRandomness, Purpose, SystemClock};
use office::Sendings;
use store::Store;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folders = Folders::at(Path::new(&arguments[0]));
    let documents = arguments[1].parse().expect("a number of documents");
    let secrets =
        host::secrets(&folders, &EnvironmentPassphrase, Purpose::Work).expect("a place for the key");
    let ports = || Ports {
        clock: Arc::new(SystemClock),
        randomness: Arc::new(OsRandomness),
        secrets: Arc::clone(&secrets),
        notifier: Arc::new(NoNotifier),
        keys: Arc::new(engine::ports::NoKeys),
    };
    drop(Engine::open(&folders.data, ports()).expect("a new folder opens"));
    let key = office::key(&folders.data, secrets.as_ref());
    let store = Store::open(&folders.data, &key).expect("the store opens");
    office::filled(&store, documents, Sendings::None);
    drop(store);
    // The first opening gives a kind to whatever has none: that is no part of what is measured.
    drop(Engine::open(&folders.data, ports()).expect("the filled folder opens"));
}
