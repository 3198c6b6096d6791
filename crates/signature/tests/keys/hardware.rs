//! Real tokens and providers, where somebody has set one up and says so by a variable (see HARDWARE.md). Never part of
//! the suite, and never with a wrong PIN.

use std::path::PathBuf;

use signature::certificate::Certificate;
use signature::cms;
use signature::keys::child::{HelperStore, Launch, Limits};
use signature::keys::several::StoreChoice;
use signature::keys::{KeyState, KeyStore, PinAnswer};

use crate::stand::{Person, at, child_program, contract, pin};

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from)
}

/// Signs with every key of the store that is at hand, and verifies. The PIN comes from a file, or from the provider's
/// own window.
fn sign_with_everything(choice: StoreChoice) {
    let launch = Launch {
        program: child_program().into(),
        arguments: vec!["keys".into()],
        environment: Vec::new(),
    };
    let mut store = HelperStore::new(launch, vec![choice], Limits::default());
    let entries = store.list().expect("the store answers");
    let known =
        variable("SURGUCH_HW_PIN_FILE").map(|file| std::fs::read_to_string(file).unwrap().trim().to_owned());
    let mut signed = 0;
    for entry in entries {
        let owner = Certificate::from_der(&entry.certificate)
            .unwrap()
            .owner()
            .display_name()
            .to_owned();
        println!("{} {owner}: {:?} {:?}", entry.address, entry.has_key, entry.token);
        let tries = entry.token.as_ref().map(|token| token.tries);
        assert!(
            tries.is_none_or(|tries| !tries.is_last()),
            "one try is left: enter the PIN elsewhere first"
        );
        if !matches!(entry.has_key, KeyState::Here | KeyState::AfterPin) {
            continue;
        }
        let answer = known
            .as_ref()
            .map_or(PinAnswer::OwnWindow, |known| PinAnswer::Pin(pin(known)));
        let mut signer = store
            .open(&entry.address, &mut Person::who_answers(answer))
            .expect("the key opens");
        let message = signer.sign_detached(&contract(), at()).expect("the key signs");
        let verdicts = cms::verify(&cms::Signed::read(&message).unwrap(), Some(&contract()), &[]);
        assert!(verdicts.iter().all(cms::SignerVerdict::is_good), "{verdicts:?}");
        signed += 1;
        let sealed = variable("SURGUCH_HW_SEALED").map(|file| std::fs::read(file).unwrap());
        if let Some(sealed) = sealed.filter(|_| signed == 1) {
            println!(
                "opened: {} bytes",
                signer.decrypt(&sealed).expect("the key opens the message").len()
            );
        }
    }
    assert!(signed > 0, "no key is at hand");
}

#[test]
fn a_real_token_signs_where_one_is_named() {
    let Some(module) = variable("SURGUCH_HW_PKCS11") else {
        return;
    };
    sign_with_everything(StoreChoice::Pkcs11 {
        modules: vec![module],
    });
}

#[test]
fn a_real_provider_signs_where_one_is_named() {
    let Some(library) = variable("SURGUCH_HW_CAPI") else {
        return;
    };
    sign_with_everything(StoreChoice::CryptoApi {
        library: Some(library),
    });
}

#[test]
fn a_real_command_line_signs_where_one_is_named() {
    let Some(folder) = variable("SURGUCH_HW_CSPTEST") else {
        return;
    };
    sign_with_everything(StoreChoice::CspTest { folder: Some(folder) });
}
