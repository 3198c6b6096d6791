//! What a module remembers between calls.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, MutexGuard};

use cryptoki_sys::*;

use crate::objects::{self, Agreed, Object};
use crate::token::Token;

#[derive(Default)]
pub struct State {
    pub started: bool,
    pub logged_in: bool,
    /// A token was in the slot when a client last let the module look.
    pub seen: bool,
    pub sessions: HashMap<CK_SESSION_HANDLE, Session>,
    pub last_handle: CK_ULONG,
}

#[derive(Default)]
pub struct Session {
    pub found: Vec<CK_OBJECT_HANDLE>,
    pub signing: Option<(CK_OBJECT_HANDLE, CK_MECHANISM_TYPE)>,
    pub to_sign: Vec<u8>,
    pub agreed: HashMap<CK_OBJECT_HANDLE, Agreed>,
    /// Unwrapped keys.
    pub secrets: HashMap<CK_OBJECT_HANDLE, Vec<u8>>,
}

static STATE: LazyLock<Mutex<State>> = LazyLock::new(Mutex::default);

/// The whole state; a call holds it to its end.
pub fn state() -> MutexGuard<'static, State> {
    STATE.lock().expect("no call breaks off while it holds the state")
}

impl State {
    /// The token and the session, where both still stand.
    pub fn session(&mut self, handle: CK_SESSION_HANDLE) -> Result<(Token, &mut Session), CK_RV> {
        let token = Token::here()?;
        let session = self.sessions.get_mut(&handle).ok_or(CKR_SESSION_HANDLE_INVALID)?;
        Ok((token, session))
    }

    pub fn new_handle(&mut self) -> CK_ULONG {
        self.last_handle += 1;
        self.last_handle + 1000
    }

    /// What may be seen now.
    pub fn objects(&self, token: &Token) -> Vec<Object> {
        let mut objects = objects::all(token);
        objects.retain(|object| self.logged_in || !object.is_private);
        objects
    }
}
