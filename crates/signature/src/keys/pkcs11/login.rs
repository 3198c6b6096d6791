//! One log-in: the counter is read first, the person is asked once, the answer is final.

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use cryptoki_sys::*;
use zeroize::Zeroizing;

use crate::keys::{PinAnswer, PinQuestion, PinSource, Tries};
use crate::{Error, Result};

use super::answers::error;
use super::ffi::{Rv, Session};
use super::token::Token;

/// A session after the log-in. A log-in belongs to the token, not to the session: who drops the last one logs out.
pub(super) struct LoggedIn {
    pub session: Session,
    shared: Arc<()>,
}

impl Drop for LoggedIn {
    fn drop(&mut self) {
        if Arc::strong_count(&self.shared) == 1 {
            let _ = self.session.logout();
        }
    }
}

/// The log-ins of this process that still serve an opened key, by the serial number of the token.
#[derive(Default)]
pub(super) struct LogIns(HashMap<String, Weak<()>>);

impl LogIns {
    /// Logs in, unless a key of the same token is open already: then the person has answered for this action.
    pub(super) fn enter(
        &mut self,
        token: &Token,
        session: Session,
        pin: &mut dyn PinSource,
    ) -> Result<LoggedIn> {
        let open = self.0.get(&token.facts.serial).and_then(Weak::upgrade);
        let shared = match open {
            Some(shared) if session.is_logged_in() => shared,
            _ => {
                login(token, &session, pin)?;
                Arc::default()
            }
        };
        self.0.insert(token.facts.serial.clone(), Arc::downgrade(&shared));
        Ok(LoggedIn { session, shared })
    }
}

fn login(token: &Token, session: &Session, pin: &mut dyn PinSource) -> Result<()> {
    if !token.asks_for_pin() {
        return Ok(());
    }
    if token.facts.tries.is_locked() {
        return Err(Error::PinLocked);
    }
    let pin = ask(token, pin)?;
    match session.login(pin.as_ref().map(|pin| pin.as_bytes())) {
        Ok(()) | Err(Rv(CKR_USER_ALREADY_LOGGED_IN)) => Ok(()),
        Err(Rv(CKR_PIN_INCORRECT | CKR_PIN_INVALID | CKR_PIN_LEN_RANGE)) => Err(after_wrong_pin(token)),
        Err(other) => Err(error(other)),
    }
}

fn ask(token: &Token, pin: &mut dyn PinSource) -> Result<Option<Zeroizing<String>>> {
    let facts = &token.facts;
    let question = PinQuestion {
        label: facts.label.clone(),
        tries: facts.tries,
        is_last: facts.tries.is_last(),
        is_factory: facts.is_factory_pin,
        has_own_window: token.has_keypad(),
    };
    match pin.ask(&question)? {
        PinAnswer::Cancel => Err(Error::PinCancelled),
        PinAnswer::Pin(_) | PinAnswer::OwnWindow if question.is_last => Err(Error::LastTry),
        PinAnswer::Pin(pin) | PinAnswer::PinDespiteLastTry(pin) => Ok(Some(pin)),
        PinAnswer::OwnWindow if question.has_own_window => Ok(None),
        PinAnswer::OwnWindow => Err(Error::PinCancelled),
    }
}

fn after_wrong_pin(token: &Token) -> Error {
    match token.again() {
        Ok(now) if now.facts.tries.is_locked() => Error::PinLocked,
        Ok(now) => Error::WrongPin {
            tries_left: now.facts.tries.number(),
        },
        Err(_) => Error::WrongPin {
            tries_left: Tries::Untold.number(),
        },
    }
}
