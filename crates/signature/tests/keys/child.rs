//! The child process: what breaks off or hangs in it costs one error, never the program, and never leaves it behind.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use signature::Error;
use signature::keys::KeyStore;
use signature::keys::child::{HelperStore, Launch, Limits};
use signature::keys::several::StoreChoice;

use crate::judges;
use crate::stand::{Person, TokenFolder, at, child_program, contract};

#[test]
fn a_module_that_breaks_off_while_signing_costs_one_error() {
    let token = TokenFolder::with(&["256"]);
    let mut store = token.store();
    let mut signer = store
        .open(&token.address(), &mut Person::who_enters(&[token.pin()]))
        .unwrap();
    token.write("fault", "crash-on-sign");
    assert_eq!(
        signer.sign_detached(&contract(), at()).unwrap_err(),
        Error::Crashed
    );
    assert_eq!(
        signer.sign_detached(&contract(), at()).unwrap_err(),
        Error::Crashed
    );
    token.write("fault", "");
    let mut signer = store
        .open(&token.address(), &mut Person::who_enters(&[token.pin()]))
        .unwrap();
    judges::openssl_accepts(&signer.sign_detached(&contract(), at()).unwrap(), &contract());
}

#[test]
fn a_module_that_breaks_off_while_listing_costs_one_error() {
    let token = TokenFolder::with(&["256"]);
    token.write("fault", "crash-on-list");
    let mut store = token.store();
    assert_eq!(store.list().unwrap_err(), Error::Crashed);
    token.write("fault", "");
    assert_eq!(store.list().unwrap().len(), 1);
}

#[test]
#[cfg(target_os = "linux")]
fn a_module_that_hangs_while_it_is_tried_is_ended_at_its_limit() {
    let token = TokenFolder::with(&["256"]);
    let limits = Limits {
        answer: Duration::from_secs(2),
        ..Limits::default()
    };
    let mut store = token.store_within(limits);
    assert_eq!(store.tokens().unwrap().len(), 1);
    let child = store.process_id().unwrap();
    token.write("fault", "hang-on-list");
    assert_eq!(store.tokens().unwrap_err(), Error::TimedOut);
    assert!(!runs(child), "the child was ended");
    token.write("fault", "");
    assert_eq!(store.tokens().unwrap().len(), 1, "the next call starts a new one");
}

#[test]
#[cfg(target_os = "linux")]
fn a_module_that_hangs_is_ended_at_its_limit() {
    let token = TokenFolder::with(&["256"]);
    let limits = Limits {
        answer: Duration::from_secs(3),
        ..Limits::default()
    };
    let mut store = token.store_within(limits);
    let mut signer = store
        .open(&token.address(), &mut Person::who_enters(&[token.pin()]))
        .unwrap();
    let child = store.process_id().unwrap();
    token.write("fault", "hang-on-sign");
    assert_eq!(
        signer.sign_detached(&contract(), at()).unwrap_err(),
        Error::TimedOut
    );
    assert!(!runs(child), "the child was ended");
    token.write("fault", "");
    assert_eq!(store.list().unwrap().len(), 1, "the next call starts a new one");
}

#[test]
fn a_program_that_is_no_child_is_told_from_one() {
    let launch = |program: &str, arguments: &[&str]| Launch {
        program: program.into(),
        arguments: arguments.iter().map(Into::into).collect(),
        environment: Vec::new(),
    };
    let list = |launch| {
        HelperStore::new(launch, Vec::new(), Limits::default())
            .list()
            .unwrap_err()
    };
    assert_eq!(list(launch("/nowhere/surguch", &[])), Error::Crashed);
    // Ends without a word.
    assert_eq!(list(launch(child_program(), &[])), Error::Crashed);
}

#[test]
#[cfg(unix)]
fn a_child_that_prints_something_else_is_ended() {
    for said in [
        "printf 'reader found, all is well'; cat",
        "head -c 100000 /dev/zero; cat",
        "printf 'SGF1\\377\\377\\377\\377\\377\\377\\377\\377'; cat",
    ] {
        let launch = Launch {
            program: "/bin/sh".into(),
            arguments: vec!["-c".into(), said.into()],
            environment: Vec::new(),
        };
        let mut store = HelperStore::new(launch, Vec::new(), Limits::default());
        assert_eq!(
            store.list().unwrap_err(),
            Error::Malformed {
                what: "answer of the key store"
            },
            "{said}"
        );
    }
}

#[test]
#[cfg(target_os = "linux")]
fn the_passphrase_of_the_database_is_not_handed_to_the_child() {
    let token = TokenFolder::with(&["256"]);
    let mut parent = parent(&token, "list", &[("SURGUCH_PASSPHRASE", "Сова летит")]);
    let child = wait_for_child_of(&parent, &token);
    let seen =
        String::from_utf8_lossy(&std::fs::read(format!("/proc/{child}/environ")).unwrap()).into_owned();
    assert!(
        seen.contains("TEST_TOKEN_FOLDER") && !seen.contains("SURGUCH_PASSPHRASE"),
        "{seen}"
    );
    end(&mut parent);
    wait_until_gone(child);
}

#[test]
#[cfg(target_os = "linux")]
fn the_child_ends_with_its_parent_even_while_a_module_hangs() {
    for deed in ["list", "hang"] {
        let token = TokenFolder::with(&["256"]);
        let mut parent = parent(&token, deed, &[]);
        let child = wait_for_child_of(&parent, &token);
        end(&mut parent);
        wait_until_gone(child);
    }
}

/// A parent that can be killed: it lists or hangs in signing, and writes the child's id into the token's folder.
fn parent(token: &TokenFolder, deed: &str, environment: &[(&str, &str)]) -> Child {
    let choice = serde_json::to_string(&StoreChoice::Pkcs11 {
        modules: vec![token.module()],
    })
    .unwrap();
    let mut command = Command::new(child_program());
    command
        .args(["parent", deed, &choice, &token.address().to_string()])
        .arg(token.path(""));
    command
        .env("TEST_TOKEN_FOLDER", token.path(""))
        .envs(environment.iter().copied());
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

fn wait_for_child_of(parent: &Child, token: &TokenFolder) -> u32 {
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        if let Ok(child) = token.text("child").parse() {
            assert_ne!(child, parent.id());
            return child;
        }
        assert!(Instant::now() < until, "the parent started no child");
        std::thread::yield_now();
    }
}

fn end(parent: &mut Child) {
    parent.kill().unwrap();
    parent.wait().unwrap();
}

fn wait_until_gone(child: u32) {
    let until = Instant::now() + Duration::from_secs(30);
    while runs(child) {
        assert!(Instant::now() < until, "the child outlived its parent");
        std::thread::yield_now();
    }
}

/// A zombie has ended: it only waits to be counted.
fn runs(process: u32) -> bool {
    let state = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    state
        .rsplit_once(") ")
        .is_some_and(|(_, rest)| !rest.starts_with('Z'))
}
