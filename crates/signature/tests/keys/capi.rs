//! A provider behind CryptoAPI: the whole way through CryptoPro's structures, numbers and codes.

use signature::Error;
use signature::keys::child::{HelperStore, Limits};
use signature::keys::several::StoreChoice;
use signature::keys::{KeyAddress, KeyState, KeyStore, PinAnswer, StoreKind, Tries};

use crate::judges;
use crate::stand::{Folder, Person, at, contract, library};

fn store(folder: &Folder) -> HelperStore {
    let choice = StoreChoice::CryptoApi {
        library: Some(library("surguch_test_capi20")),
    };
    folder.store("TEST_CAPI_FOLDER", choice, Limits::default())
}

fn address(folder: &Folder) -> KeyAddress {
    folder.address(StoreKind::CryptoApi, "")
}

#[test]
fn a_provider_shows_its_certificates_and_which_of_them_have_keys() {
    let folder = Folder::with(&["256", "512"]);
    let entries = store(&folder).list().unwrap();
    assert_eq!(entries.len(), 2);
    assert!(
        entries
            .iter()
            .all(|entry| entry.has_key == KeyState::Here && entry.store == StoreKind::CryptoApi)
    );
    folder.write("fault", "no-key");
    assert!(
        store(&folder)
            .list()
            .unwrap()
            .iter()
            .all(|entry| entry.has_key == KeyState::Missing)
    );
    let mut person = Person::who_enters(&[folder.pin()]);
    assert_eq!(
        store(&folder).open(&address(&folder), &mut person).err(),
        Some(Error::NoKey)
    );
    assert_eq!(person.asked.len(), 0);
}

#[test]
fn openssl_accepts_what_a_provider_signed_with_either_length_of_key() {
    for kind in ["256", "512"] {
        let folder = Folder::with(&[kind]);
        let mut person = Person::who_enters(&[folder.pin()]);
        let mut signer = store(&folder).open(&address(&folder), &mut person).unwrap();
        let signature = signer.sign_detached(&contract(), at()).unwrap();
        judges::openssl_accepts(&signature, &contract());
        assert_eq!(
            signature.get(1),
            Some(&0x82),
            "what leaves is DER, whatever the provider wrote"
        );
        assert_eq!(
            (person.asked[0].tries, person.asked[0].has_own_window),
            (Tries::Untold, true)
        );
    }
}

#[test]
fn a_provider_opens_what_was_sealed_for_its_certificate() {
    let folder = Folder::with(&["512", "256"]);
    let mut signer = store(&folder)
        .open(&address(&folder), &mut Person::who_enters(&[folder.pin()]))
        .unwrap();
    for cipher in ["gost89", "kuznyechik-ctr-acpkm"] {
        let sealed = judges::openssl_seals(b"token of the log-in", signer.certificate().der(), cipher);
        assert_eq!(signer.decrypt(&sealed).unwrap(), b"token of the log-in");
    }
    let foreign = judges::openssl_seals(b"for another", &der(&folder.read("256.cer")), "gost89");
    assert_eq!(signer.decrypt(&foreign).unwrap_err(), Error::NoKey);
}

fn der(pem: &[u8]) -> Vec<u8> {
    signature::certificate::Certificate::from_pem_or_der(pem)
        .unwrap()
        .der()
        .to_vec()
}

#[test]
fn a_message_longer_than_the_room_for_it_is_asked_for_again() {
    let folder = Folder::with(&["256"]);
    folder.write("fault", "long");
    let mut signer = store(&folder)
        .open(&address(&folder), &mut Person::who_enters(&[folder.pin()]))
        .unwrap();
    let signature = signer.sign_detached(&contract(), at()).unwrap();
    assert!(signature.len() > 64 * 1024);
    judges::openssl_accepts(&signature, &contract());
}

#[test]
fn a_wrong_pin_shows_at_the_first_use_and_is_not_used_again() {
    let folder = Folder::with(&["256"]);
    let mut store = store(&folder);
    let mut signer = store
        .open(&address(&folder), &mut Person::who_enters(&["0000"]))
        .unwrap();
    for _ in 0..3 {
        assert_eq!(
            signer.sign_detached(&contract(), at()).unwrap_err(),
            Error::WrongPin { tries_left: None }
        );
        assert_eq!(
            signer.decrypt(b"anything").unwrap_err(),
            Error::WrongPin { tries_left: None }
        );
    }
    assert_eq!((folder.calls("use"), folder.text("tries").as_str()), (1, "2"));
}

#[test]
fn a_locked_key_says_so() {
    let folder = Folder::with(&["256"]);
    folder.write("tries", "1");
    let mut store = store(&folder);
    for _ in 0..2 {
        let mut signer = store
            .open(&address(&folder), &mut Person::who_enters(&["0000"]))
            .unwrap();
        assert_eq!(
            signer.sign_detached(&contract(), at()).unwrap_err(),
            Error::PinLocked
        );
    }
}

#[test]
fn the_provider_opens_its_own_window_only_where_the_person_chose_it() {
    let folder = Folder::with(&["256"]);
    folder.write("window", folder.pin());
    let mut store = store(&folder);
    let mut silent = store
        .open(&address(&folder), &mut Person::who_enters(&[folder.pin()]))
        .unwrap();
    silent.sign_detached(&contract(), at()).unwrap();
    assert_eq!(folder.calls("window"), 0);
    let mut person = Person::who_answers(PinAnswer::OwnWindow);
    let mut signer = store.open(&address(&folder), &mut person).unwrap();
    judges::openssl_accepts(&signer.sign_detached(&contract(), at()).unwrap(), &contract());
    assert_eq!(folder.calls("window"), 1);
    folder.write("window", "cancel");
    assert_eq!(
        signer.sign_detached(&contract(), at()).unwrap_err(),
        Error::PinCancelled
    );
}

#[test]
fn what_the_provider_refuses_says_what_to_do() {
    let cases = [
        ("8007065b", Error::LicenceExpired),
        ("80090016", Error::NoKey),
        ("80100069", Error::NoToken),
        ("80090022", Error::Provider { code: 0x8009_0022 }),
        ("800b010a", Error::Provider { code: 0x800B_010A }),
    ];
    let folder = Folder::with(&["256"]);
    let mut store = store(&folder);
    for (code, expected) in cases {
        folder.write("fault", code);
        let mut signer = store
            .open(&address(&folder), &mut Person::who_enters(&[folder.pin()]))
            .unwrap();
        assert_eq!(signer.sign_detached(&contract(), at()).unwrap_err(), expected);
    }
}

#[test]
fn a_computer_without_a_provider_says_so_and_one_without_certificates_has_none() {
    let mut missing = signature::keys::cryptopro::capi::CapiStore::at("/nowhere/libcapi20.so".into());
    assert_eq!(missing.list().unwrap_err(), Error::NoModule);
    // A module of tokens is no CryptoAPI.
    let mut other = signature::keys::cryptopro::capi::CapiStore::at(library("surguch_test_pkcs11"));
    assert_eq!(other.list().unwrap_err(), Error::NoModule);
    assert_eq!(store(&Folder::with(&[])).list(), Ok(Vec::new()));
}
