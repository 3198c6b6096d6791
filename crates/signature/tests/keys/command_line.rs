//! CryptoPro's command line as the fall-back.

#![cfg(unix)]

use std::path::Path;
use std::time::{Duration, Instant};

use signature::Error;
use signature::keys::cryptopro::csptest::{CommandLimits, CspTestStore};
use signature::keys::{KeyAddress, KeyState, KeyStore, PinAnswer, StoreKind};

use crate::judges;
use crate::stand::{Folder, Person, at, contract};

/// A folder with the three programs in it.
fn folder(kinds: &[&str]) -> Folder {
    let folder = Folder::with(kinds);
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/modules/cprocsp");
    for name in ["certmgr", "csptest", "cryptcp", "folder.sh"] {
        std::os::unix::fs::symlink(scripts.canonicalize().unwrap().join(name), folder.path(name)).unwrap();
    }
    std::fs::write(folder.path("openssl.cnf"), judges::configuration()).unwrap();
    folder.write("window", folder.pin());
    folder
}

fn store(folder: &Folder) -> CspTestStore {
    CspTestStore::at(folder.path(""))
}

fn address(folder: &Folder) -> KeyAddress {
    folder.address(StoreKind::CspTest, "")
}

fn own_window() -> Person {
    Person::who_answers(PinAnswer::OwnWindow)
}

#[test]
fn certificates_are_listed_with_the_link_to_their_keys() {
    let folder = folder(&["256", "512"]);
    std::fs::remove_file(folder.path("512.key")).unwrap();
    let entries = store(&folder).list().unwrap();
    let states: Vec<KeyState> = entries.iter().map(|entry| entry.has_key.clone()).collect();
    assert_eq!(states, [KeyState::Here, KeyState::Missing]);
    assert_eq!(entries[0].address, address(&folder));
    assert_eq!(
        store(&folder).open(&entries[1].address, &mut own_window()).err(),
        Some(Error::NoKey)
    );
    assert_eq!(store(&self::folder(&[])).list(), Ok(Vec::new()));
}

#[test]
fn what_the_command_line_signs_is_accepted_and_what_is_sealed_is_opened() {
    for kind in ["256", "512"] {
        let folder = folder(&[kind]);
        let mut signer = store(&folder).open(&address(&folder), &mut own_window()).unwrap();
        judges::openssl_accepts(&signer.sign_detached(&contract(), at()).unwrap(), &contract());
        let sealed = judges::openssl_seals(b"token of the log-in", signer.certificate().der(), "gost89");
        assert_eq!(signer.decrypt(&sealed).unwrap(), b"token of the log-in");
    }
}

#[test]
fn a_wrong_pin_in_the_providers_window_is_not_asked_for_again() {
    let folder = folder(&["256"]);
    folder.write("window", "0000");
    let mut signer = store(&folder).open(&address(&folder), &mut own_window()).unwrap();
    for _ in 0..3 {
        assert_eq!(
            signer.sign_detached(&contract(), at()).unwrap_err(),
            Error::WrongPin { tries_left: None }
        );
    }
    assert_eq!(folder.calls("csptest"), 1);
    folder.write("window", "cancel");
    let mut signer = store(&folder).open(&address(&folder), &mut own_window()).unwrap();
    assert_eq!(
        signer.sign_detached(&contract(), at()).unwrap_err(),
        Error::PinCancelled
    );
}

#[test]
fn a_pin_never_goes_onto_the_command_line() {
    let folder = folder(&["256"]);
    let mut person = Person::who_enters(&[folder.pin()]);
    let refused = store(&folder).open(&address(&folder), &mut person).err();
    assert!(matches!(refused, Some(Error::Unsupported { .. })), "{refused:?}");
    assert!(person.asked[0].has_own_window);
    let mut signer = store(&folder).open(&address(&folder), &mut own_window()).unwrap();
    signer.sign_detached(&contract(), at()).unwrap();
    assert!(
        !folder.text("calls").contains(folder.pin()),
        "{}",
        folder.text("calls")
    );
}

#[test]
fn the_code_of_the_last_line_says_what_to_do() {
    let folder = folder(&["256"]);
    for (code, expected) in [
        ("8007065b", Error::LicenceExpired),
        ("8010006c", Error::PinLocked),
        ("8010000c", Error::NoToken),
        ("800b010a", Error::Provider { code: 0x800B_010A }),
    ] {
        folder.write("fault", code);
        let mut signer = store(&folder).open(&address(&folder), &mut own_window()).unwrap();
        assert_eq!(signer.sign_detached(&contract(), at()).unwrap_err(), expected);
    }
    folder.write("fault", "garbage");
    assert_eq!(store(&folder).list().unwrap_err(), Error::Provider { code: 3 });
}

#[test]
fn a_command_that_hangs_is_ended_at_its_limit() {
    let folder = folder(&["256"]);
    folder.write("fault", "hang");
    let limits = CommandLimits {
        quick: Duration::from_millis(300),
        with_person: Duration::from_millis(300),
    };
    let begun = Instant::now();
    assert_eq!(store(&folder).within(limits).list().unwrap_err(), Error::TimedOut);
    assert!(begun.elapsed() < Duration::from_secs(30));
}

#[test]
fn a_computer_without_the_programs_says_so() {
    assert_eq!(
        CspTestStore::at("/nowhere/cprocsp".into()).list().unwrap_err(),
        Error::NoModule
    );
}
