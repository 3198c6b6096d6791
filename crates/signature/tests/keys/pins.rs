//! The PIN of a token: asked once, tried once, counted, and never put where another process sees it.

use signature::Error;
use signature::keys::{KeyStore, NoPin, PinAnswer, Tries};

use crate::judges;
use crate::stand::{Person, TokenFolder, at, contract, pin};

#[test]
fn wrong_pins_are_counted_down_and_none_is_repeated() {
    let token = TokenFolder::with(&["256"]);
    let mut store = token.store();
    for (log_ins, left) in [(1, 2), (2, 1)] {
        let mut person = Person::who_enters(&["0000"]);
        let error = store.open(&token.address(), &mut person).err();
        assert_eq!(
            error,
            Some(Error::WrongPin {
                tries_left: Some(left)
            })
        );
        assert_eq!((person.asked.len(), token.calls("C_Login")), (1, log_ins));
    }
    assert_eq!(
        store.list().unwrap()[0].token.as_ref().unwrap().tries,
        Tries::Exactly(1)
    );
}

#[test]
fn the_last_try_is_refused_without_consent_even_with_the_right_pin() {
    let token = TokenFolder::with(&["256"]);
    token.write("tries", "1");
    let mut person = Person::who_enters(&[token.pin()]);
    assert_eq!(
        token.store().open(&token.address(), &mut person).err(),
        Some(Error::LastTry)
    );
    assert!(person.asked[0].is_last);
    assert_eq!((token.calls("C_Login"), token.text("tries").as_str()), (0, "1"));
}

#[test]
fn the_last_try_with_consent_and_the_right_pin_signs_and_gives_all_tries_back() {
    let token = TokenFolder::with(&["256"]);
    token.write("tries", "1");
    let mut person = Person::who_answers(PinAnswer::PinDespiteLastTry(pin(token.pin())));
    let mut store = token.store();
    let mut signer = store.open(&token.address(), &mut person).unwrap();
    judges::openssl_accepts(&signer.sign_detached(&contract(), at()).unwrap(), &contract());
    assert_eq!(token.text("tries"), "3");
}

#[test]
fn the_last_try_with_consent_and_a_wrong_pin_locks_and_a_locked_token_is_not_asked_for() {
    let token = TokenFolder::with(&["256"]);
    token.write("tries", "1");
    let mut store = token.store();
    let mut person = Person::who_answers(PinAnswer::PinDespiteLastTry(pin("0000")));
    assert_eq!(
        store.open(&token.address(), &mut person).err(),
        Some(Error::PinLocked)
    );
    let mut person = Person::who_enters(&[token.pin()]);
    assert_eq!(
        store.open(&token.address(), &mut person).err(),
        Some(Error::PinLocked)
    );
    assert_eq!((person.asked.len(), token.calls("C_Login")), (0, 1));
    assert!(store.list().unwrap()[0].token.as_ref().unwrap().tries.is_locked());
}

#[test]
fn a_token_that_tells_no_number_warns_by_its_flags() {
    let token = TokenFolder::with(&["256"]);
    token.write("fault", "no-extension");
    let mut store = token.store();
    let mut tries = || store.list().unwrap()[0].token.as_ref().unwrap().tries;
    assert_eq!(tries(), Tries::Enough);
    let enter = |text: &str| {
        token
            .store()
            .open(&token.address(), &mut Person::who_enters(&[text]))
            .err()
    };
    assert_eq!(enter("0000"), Some(Error::WrongPin { tries_left: None }));
    assert_eq!(tries(), Tries::Low);
    assert_eq!(enter("0000"), Some(Error::WrongPin { tries_left: Some(1) }));
    assert_eq!(tries(), Tries::Last);
    assert_eq!(enter(token.pin()), Some(Error::LastTry));
}

#[test]
fn the_factory_pin_is_warned_about_and_tried_by_nobody() {
    let token = TokenFolder::with(&["256"]);
    token.write("fault", "factory-pin");
    token.write("pin", "12345678");
    let mut store = token.store();
    assert!(store.list().unwrap()[0].token.as_ref().unwrap().is_factory_pin);
    assert_eq!(
        store.open(&token.address(), &mut NoPin).err(),
        Some(Error::PinCancelled)
    );
    assert_eq!(token.calls("C_Login"), 0);
    let mut person = Person::who_enters(&["12345678"]);
    assert!(store.open(&token.address(), &mut person).is_ok());
    assert!(person.asked[0].is_factory);
}

#[test]
fn who_cancels_is_not_logged_in() {
    let token = TokenFolder::with(&["256"]);
    assert_eq!(
        token.store().open(&token.address(), &mut NoPin).err(),
        Some(Error::PinCancelled)
    );
    assert_eq!(token.calls("C_Login"), 0);
}

#[test]
fn a_question_that_cannot_be_asked_gives_its_own_error_and_the_child_goes_on() {
    let token = TokenFolder::with(&["256"]);
    let mut store = token.store();
    let mut person = Person::who_is_away(Error::TimedOut);
    assert_eq!(
        store.open(&token.address(), &mut person).err(),
        Some(Error::TimedOut)
    );
    assert_eq!(store.list().unwrap().len(), 1);
    assert_eq!(token.calls("C_Login"), 0);
}

#[test]
#[cfg(target_os = "linux")]
fn the_pin_stands_in_no_argument_and_no_variable_of_the_child() {
    let token = TokenFolder::with(&["256"]);
    let mut store = token.store();
    store.list().unwrap();
    let child = store.process_id().unwrap();
    let mut signer = store
        .open(&token.address(), &mut Person::who_enters(&[token.pin()]))
        .unwrap();
    signer.sign_detached(&contract(), at()).unwrap();
    for file in ["cmdline", "environ"] {
        let seen = std::fs::read(format!("/proc/{child}/{file}")).unwrap();
        assert!(!seen.is_empty());
        assert!(
            !String::from_utf8_lossy(&seen).contains(token.pin()),
            "the PIN stands in {file}"
        );
    }
}
