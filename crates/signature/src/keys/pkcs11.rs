//! Tokens behind PKCS#11 modules: Rutoken, JaCarta and others that sign by themselves.
//!
//! The digest is computed here, the token signs it; the order of the two numbers in its answer is settled by verifying.
//! One log-in per action of a person, checked against the token's own counter before it is made; a wrong PIN is never
//! repeated. Deliberately not here: writing to a token, changing a PIN, and the containers of CryptoPro CSP, which are
//! recognised and told apart but never read.
//!
//! A module may crash or hang its process: the product runs this store in a child ([`super::child`]).

use std::path::PathBuf;
use std::sync::Arc;

use crate::{Error, Result};

use super::{KeyAddress, KeyEntry, KeyState, KeyStore, PinSource, Signer, TokenSeen};

mod answers;
mod ffi;
mod login;
mod numbers;
mod paths;
mod signer;
mod token;

use ffi::Module;
use login::LogIns;
use token::Token;

/// The tokens that the modules of this computer see.
pub struct Pkcs11Store {
    paths: Vec<PathBuf>,
    modules: Vec<Arc<Module>>,
    log_ins: LogIns,
}

impl Pkcs11Store {
    /// Tokens behind the modules that makers of tokens install in their usual places.
    #[must_use]
    pub fn installed() -> Self {
        Self::at(paths::known())
    }

    /// Tokens behind these modules.
    #[must_use]
    pub fn at(paths: Vec<PathBuf>) -> Self {
        Self {
            paths,
            modules: Vec::new(),
            log_ins: LogIns::default(),
        }
    }

    /// The modules that this computer has, of those that are usual.
    #[must_use]
    pub fn installed_modules() -> Vec<PathBuf> {
        paths::known().into_iter().filter(|path| path.exists()).collect()
    }

    /// A module is loaded once and stays: starting it again for each question would cost seconds with a real reader.
    fn load(&mut self) -> Result<()> {
        if !self.modules.is_empty() {
            return Ok(());
        }
        let mut refused = None;
        for path in &self.paths {
            match Module::load(path) {
                Some(Ok(module)) => self.modules.push(Arc::new(module)),
                Some(Err(rv)) => refused = Some(answers::error(rv)),
                None => {}
            }
        }
        match (self.modules.is_empty(), refused) {
            (false, _) => Ok(()),
            (true, Some(error)) => Err(error),
            (true, None) => Err(Error::NoModule),
        }
    }

    /// Every token of every module. One that is pulled out while it is asked counts as not plugged in; a module that
    /// does not answer hides no other.
    fn plugged_in(&mut self) -> Result<Vec<Token>> {
        self.load()?;
        let (mut tokens, mut answered, mut refused) = (Vec::new(), false, None);
        for module in &self.modules {
            match module.slots() {
                Ok(slots) => {
                    answered = true;
                    let in_slot = |slot| Token::in_slot(module, slot).ok();
                    tokens.extend(slots.into_iter().filter_map(in_slot));
                }
                Err(rv) => refused = Some(answers::error(rv)),
            }
        }
        match refused {
            Some(error) if !answered => Err(error),
            _ => Ok(tokens),
        }
    }
}

impl KeyStore for Pkcs11Store {
    fn list(&mut self) -> Result<Vec<KeyEntry>> {
        let mut entries: Vec<KeyEntry> = Vec::new();
        for token in self.plugged_in()? {
            for entry in token.entries().unwrap_or_default() {
                // The same token may be seen through two modules.
                if !entries.iter().any(|known| known.address == entry.address) {
                    entries.push(entry);
                }
            }
        }
        Ok(entries)
    }

    fn tokens(&mut self) -> Result<Vec<TokenSeen>> {
        let mut seen: Vec<TokenSeen> = Vec::new();
        for token in self.plugged_in()?.iter().filter_map(|token| token.seen().ok()) {
            if !seen.iter().any(|known| known.facts.serial == token.facts.serial) {
                seen.push(token);
            }
        }
        Ok(seen)
    }

    fn open(&mut self, address: &KeyAddress, pin: &mut dyn PinSource) -> Result<Box<dyn Signer>> {
        let mut missing = Error::NoToken;
        for token in self.plugged_in()? {
            if token.facts.serial != address.place {
                continue;
            }
            missing = Error::NoKey;
            let session = token.session()?;
            let Some(found) = token.find(&session, &address.thumbprint)? else {
                continue;
            };
            return match found.state {
                KeyState::ContainerNeedsCsp { container } => Err(Error::ContainerNeedsCsp { container }),
                KeyState::Missing => Err(Error::NoKey),
                KeyState::Here | KeyState::AfterPin => {
                    let logged_in = self.log_ins.enter(&token, session, pin)?;
                    let signer = signer::TokenSigner::find_key(logged_in, found.certificate, &found.id)?;
                    Ok(Box::new(signer))
                }
            };
        }
        Err(missing)
    }
}
