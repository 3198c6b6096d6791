//! A token behind a PKCS#11 module: what it shows, what it signs, and what may be wrong with it.

use signature::keys::{KeyState, KeyStore, NoPin, StoreKind, Tries};
use signature::{Error, Reason};

use crate::judges;
use crate::stand::{Person, TokenFolder, at, contract};

#[test]
fn a_token_shows_its_certificates_and_the_keys_beside_them() {
    let token = TokenFolder::with(&["256", "512"]);
    let entries = token.store().list().unwrap();
    assert_eq!(entries.len(), 2);
    for entry in entries {
        assert_eq!(
            (entry.store, &entry.has_key),
            (StoreKind::Pkcs11, &KeyState::Here)
        );
        let facts = entry.token.unwrap();
        assert_eq!(
            (facts.label.as_str(), facts.serial.as_str()),
            ("Token of Romashka", "3a7f00c1")
        );
        assert_eq!((facts.tries, facts.is_factory_pin), (Tries::Exactly(3), false));
        assert_eq!(entry.address.to_string().parse(), Ok(entry.address));
    }
    assert_eq!(token.calls("C_Login"), 0, "a list needs no PIN");
}

#[test]
fn openssl_accepts_what_a_token_signed_with_either_length_of_key() {
    for kind in ["256", "512"] {
        let token = TokenFolder::with(&[kind]);
        let signature = token.sign(&contract()).unwrap();
        judges::openssl_accepts(&signature, &contract());
    }
}

#[test]
fn one_log_in_serves_all_documents_of_an_action() {
    let token = TokenFolder::with(&["256"]);
    let mut store = token.store();
    let mut person = Person::who_enters(&[token.pin()]);
    let mut signer = store.open(&token.address(), &mut person).unwrap();
    for number in 1..=5 {
        let document = format!("Счёт-фактура № {number}");
        let signature = signer.sign_detached(document.as_bytes(), at()).unwrap();
        judges::openssl_accepts(&signature, document.as_bytes());
    }
    assert_eq!((token.calls("C_Login"), token.calls("C_Sign")), (1, 5));
    assert_eq!(person.asked.len(), 1);
}

#[test]
fn two_keys_of_one_token_share_a_log_in_that_ends_with_the_last_of_them() {
    let token = TokenFolder::with(&["256", "512"]);
    let second = token.address_of("512", StoreKind::Pkcs11, "3a7f00c1");
    let mut store = token.store();
    let first = store
        .open(&token.address(), &mut Person::who_enters(&[token.pin()]))
        .unwrap();
    let mut second = store.open(&second, &mut Person::who_enters(&[])).unwrap();
    drop(first);
    judges::openssl_accepts(&second.sign_detached(&contract(), at()).unwrap(), &contract());
    assert_eq!(token.calls("C_Login"), 1);
    drop(second);
    let refused = store
        .open(&token.address(), &mut Person::who_enters(&["0000"]))
        .err();
    assert_eq!(refused, Some(Error::WrongPin { tries_left: Some(2) }));
}

#[test]
fn a_token_opens_what_was_sealed_for_it() {
    for kind in ["256", "512"] {
        let token = TokenFolder::with(&[kind]);
        let mut store = token.store();
        let mut signer = store
            .open(&token.address(), &mut Person::who_enters(&[token.pin()]))
            .unwrap();
        let sealed = judges::openssl_seals(b"token of the log-in", signer.certificate().der(), "gost89");
        assert_eq!(signer.decrypt(&sealed).unwrap(), b"token of the log-in");
        let mut broken = sealed.clone();
        let wrapped = broken
            .windows(4)
            .position(|four| four == [0x30, 0x28, 0x04, 0x20])
            .unwrap()
            + 4;
        broken[wrapped] ^= 1;
        assert_eq!(
            signer.decrypt(&broken).unwrap_err(),
            Error::Malformed {
                what: "what the key store was given"
            }
        );
    }
}

#[test]
fn the_order_of_the_two_numbers_is_settled_by_verifying() {
    for (fault, kind) in [
        ("swapped", "256"),
        ("little-endian", "256"),
        ("swapped", "512"),
        ("little-endian", "512"),
    ] {
        let token = TokenFolder::with(&[kind]);
        token.write("fault", fault);
        judges::openssl_accepts(&token.sign(&contract()).unwrap(), &contract());
    }
}

#[test]
fn a_signature_that_does_not_verify_never_leaves() {
    let token = TokenFolder::with(&["256"]);
    token.write("fault", "wrong-signature");
    assert_eq!(
        token.sign(&contract()).unwrap_err(),
        Error::BadSignature(Reason::Value)
    );
}

#[test]
fn a_token_pulled_out_in_the_middle_is_missed_and_works_again_when_it_is_back() {
    let token = TokenFolder::with(&["256"]);
    let mut store = token.store();
    let mut signer = store
        .open(&token.address(), &mut Person::who_enters(&[token.pin()]))
        .unwrap();
    token.write("fault", "removed");
    assert_eq!(
        signer.sign_detached(&contract(), at()).unwrap_err(),
        Error::NoToken
    );
    drop(signer);
    assert_eq!(store.list().unwrap(), []);
    assert_eq!(
        store.open(&token.address(), &mut NoPin).err(),
        Some(Error::NoToken)
    );
    token.write("fault", "");
    let mut signer = store
        .open(&token.address(), &mut Person::who_enters(&[token.pin()]))
        .unwrap();
    judges::openssl_accepts(&signer.sign_detached(&contract(), at()).unwrap(), &contract());
}

#[test]
fn a_container_of_cryptopro_is_told_apart_before_the_pin_is_asked() {
    let token = TokenFolder::with(&["256"]);
    token.write("fault", "container-only");
    let container = "romashka.000".to_owned();
    let entries = token.store().list().unwrap();
    assert_eq!(
        entries[0].has_key,
        KeyState::ContainerNeedsCsp {
            container: container.clone()
        }
    );
    let mut person = Person::who_enters(&[token.pin()]);
    let refused = token.store().open(&token.address(), &mut person).err();
    assert_eq!(refused, Some(Error::ContainerNeedsCsp { container }));
    assert_eq!((person.asked.len(), token.calls("C_Login")), (0, 0));
}

#[test]
fn a_check_of_the_workplace_sees_a_token_with_nothing_to_sign_with() {
    let empty = TokenFolder::with(&[]);
    let seen = empty.store().tokens().unwrap().remove(0);
    assert_eq!(
        (
            seen.facts.serial.as_str(),
            seen.certificates,
            seen.containers.len()
        ),
        ("3a7f00c1", 0, 0)
    );
    let passive = TokenFolder::with(&["256"]);
    passive.write("fault", "container-only");
    let seen = passive.store().tokens().unwrap().remove(0);
    assert_eq!(
        (seen.certificates, seen.containers),
        (1, vec!["romashka.000".to_owned()])
    );
    passive.write("fault", "removed");
    assert_eq!(passive.store().tokens(), Ok(Vec::new()));
}

#[test]
fn a_certificate_whose_key_is_elsewhere_says_so_before_the_pin_is_asked() {
    let token = TokenFolder::with(&["256"]);
    token.write("fault", "certificate-only");
    assert_eq!(token.store().list().unwrap()[0].has_key, KeyState::Missing);
    let mut person = Person::who_enters(&[token.pin()]);
    assert_eq!(
        token.store().open(&token.address(), &mut person).err(),
        Some(Error::NoKey)
    );
    assert_eq!(person.asked.len(), 0);
}

#[test]
fn a_token_that_hides_its_keys_shows_them_after_the_pin() {
    let token = TokenFolder::with(&["256"]);
    token.write("fault", "hidden-public-keys");
    assert_eq!(token.store().list().unwrap()[0].has_key, KeyState::AfterPin);
    judges::openssl_accepts(&token.sign(&contract()).unwrap(), &contract());
}

#[test]
fn a_certificate_without_the_id_of_its_key_finds_it_by_the_public_key() {
    let token = TokenFolder::with(&["256", "512"]);
    token.write("fault", "certificate-without-id");
    let states: Vec<KeyState> = token
        .store()
        .list()
        .unwrap()
        .into_iter()
        .map(|entry| entry.has_key)
        .collect();
    assert_eq!(states, [KeyState::Here, KeyState::Here]);
    judges::openssl_accepts(&token.sign(&contract()).unwrap(), &contract());
}

#[test]
#[cfg(unix)]
fn a_module_that_prints_to_the_standard_output_disturbs_nobody() {
    let token = TokenFolder::with(&["256"]);
    token.write("fault", "chatty");
    assert_eq!(token.store().list().unwrap().len(), 1);
    judges::openssl_accepts(&token.sign(&contract()).unwrap(), &contract());
}

#[test]
fn a_computer_without_the_module_says_so() {
    let mut store = signature::keys::pkcs11::Pkcs11Store::at(vec!["/nowhere/librtpkcs11ecp.so".into()]);
    assert_eq!(store.list().unwrap_err(), Error::NoModule);
}

/// A foreign client: what it takes for a token is one.
#[test]
fn opensc_lists_the_token_and_openssl_accepts_what_it_lets_it_sign() {
    let token = TokenFolder::with(&["256", "512"]);
    let objects = token.opensc(&["--list-objects", "--login", "--pin", token.pin()]);
    for expected in [
        "Certificate Object; type = X.509 cert",
        "Private Key Object; GOSTR3410",
        "Public Key Object; GOSTR3410",
    ] {
        assert!(objects.contains(expected), "{expected} is missing in:\n{objects}");
    }
    let slots = token.opensc(&["--list-token-slots"]);
    assert!(
        slots.contains("Token of Romashka") && slots.contains("3a7f00c1"),
        "{slots}"
    );
    token.write("document", "Акт № 7");
    let id: String = token.names()[0]
        .bytes()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let (document, signature) = (token.path("document"), token.path("raw.sig"));
    token.opensc(&[
        "--sign",
        "--login",
        "--pin",
        token.pin(),
        "--id",
        &id,
        "--mechanism",
        "GOSTR3410-WITH-GOSTR3411-12-256",
        "--input-file",
        document.to_str().unwrap(),
        "--output-file",
        signature.to_str().unwrap(),
    ]);
    judges::openssl_accepts_raw(
        &token.read("raw.sig"),
        &token.read("document"),
        &token.certificate(),
        "md_gost12_256",
    );
}
