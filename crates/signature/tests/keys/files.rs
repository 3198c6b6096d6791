//! Key files: for tests and unqualified signatures.

use signature::keys::several::{Several, StoreChoice};
use signature::keys::software::SoftwareStore;
use signature::keys::{KeyState, KeyStore, NoPin, StoreKind};
use signature::{Error, SystemRandom, key_file};

use crate::judges;
use crate::stand::{Folder, Person, at, contract};

#[test]
fn a_folder_of_key_files_lists_signs_and_opens() {
    let folder = Folder::with(&["256", "512"]);
    let mut store = SoftwareStore::at(vec![folder.path("")]);
    let entries = store.list().unwrap();
    assert_eq!(entries.len(), 2);
    for entry in entries {
        assert_eq!(
            (entry.store, &entry.has_key),
            (StoreKind::Software, &KeyState::Here)
        );
        assert!(!entry.store.may_be_qualified());
        assert_eq!(entry.address.to_string().parse(), Ok(entry.address.clone()));
        let mut signer = store.open(&entry.address, &mut NoPin).unwrap();
        judges::openssl_accepts(&signer.sign_detached(&contract(), at()).unwrap(), &contract());
        for cipher in ["gost89", "magma-ctr-acpkm"] {
            let sealed = judges::openssl_seals(b"token of the log-in", signer.certificate().der(), cipher);
            assert_eq!(signer.decrypt(&sealed).unwrap(), b"token of the log-in");
        }
    }
}

#[test]
fn a_store_that_cannot_answer_hides_no_other() {
    let folder = Folder::with(&["256"]);
    let missing = StoreChoice::Pkcs11 {
        modules: vec!["/nowhere/librtpkcs11ecp.so".into()],
    };
    let files = StoreChoice::Software {
        places: vec![folder.path("")],
    };
    let mut both = Several::of(&[missing.clone(), files]);
    let entry = both.list().unwrap().remove(0);
    let mut signer = both.open(&entry.address, &mut NoPin).unwrap();
    judges::openssl_accepts(&signer.sign_detached(&contract(), at()).unwrap(), &contract());
    assert_eq!(Several::of(&[missing]).list().unwrap_err(), Error::NoModule);
}

#[test]
fn a_key_under_a_password_asks_for_it_once() {
    let folder = Folder::with(&["256"]);
    let key = key_file::read(&folder.read("256.key"), None).unwrap();
    let locked = key_file::write(&key, "Сова летит", &mut SystemRandom).unwrap();
    std::fs::write(folder.path("256.key"), locked).unwrap();
    let mut store = SoftwareStore::at(vec![folder.path("256.cer")]);
    let address = store.list().unwrap().remove(0).address;
    let mut person = Person::who_enters(&["Сова спит"]);
    assert_eq!(
        store.open(&address, &mut person).err(),
        Some(Error::WrongPassword)
    );
    assert_eq!(person.asked.len(), 1);
    assert_eq!(store.open(&address, &mut NoPin).err(), Some(Error::PinCancelled));
    let mut signer = store
        .open(&address, &mut Person::who_enters(&["Сова летит"]))
        .unwrap();
    judges::openssl_accepts(&signer.sign_detached(&contract(), at()).unwrap(), &contract());
}

#[test]
fn a_key_under_another_name_is_found_by_its_public_key() {
    let folder = Folder::with(&["256", "512"]);
    std::fs::rename(folder.path("256.key"), folder.path("old.pem")).unwrap();
    let mut store = SoftwareStore::at(vec![folder.path("256.cer")]);
    let entry = store.list().unwrap().remove(0);
    assert_eq!(entry.has_key, KeyState::Here);
    let mut signer = store.open(&entry.address, &mut NoPin).unwrap();
    judges::openssl_accepts(&signer.sign_detached(&contract(), at()).unwrap(), &contract());
}

#[test]
fn a_certificate_beside_a_foreign_key_has_none() {
    let folder = Folder::with(&["256", "512"]);
    std::fs::rename(folder.path("512.key"), folder.path("256.key")).unwrap();
    let mut store = SoftwareStore::at(vec![folder.path("256.cer")]);
    let entry = store.list().unwrap().remove(0);
    assert_eq!(entry.has_key, KeyState::Missing);
    assert_eq!(store.open(&entry.address, &mut NoPin).err(), Some(Error::NoKey));
}

#[test]
fn a_certificate_changed_since_it_was_chosen_is_not_used() {
    let folder = Folder::with(&["256", "512"]);
    let mut store = SoftwareStore::at(vec![folder.path("256.cer")]);
    let address = store.list().unwrap().remove(0).address;
    std::fs::copy(folder.path("512.cer"), folder.path("256.cer")).unwrap();
    assert_eq!(store.open(&address, &mut NoPin).err(), Some(Error::NoKey));
}
