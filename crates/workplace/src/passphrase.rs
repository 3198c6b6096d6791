//! The passphrase of the vault, as typed into the window; without one, what the environment says.

use engine::ports::{Secret, SecretsError};
use host::{Asking, EnvironmentPassphrase, Passphrases};

/// What was typed; used once and then forgotten with this value.
pub(crate) struct Typed(pub(crate) Option<Secret>);

impl Passphrases for Typed {
    fn given(&self) -> Result<Option<Secret>, SecretsError> {
        match &self.0 {
            Some(passphrase) => Ok(Some(passphrase.clone())),
            None => EnvironmentPassphrase.given(),
        }
    }

    fn ask(&self, _: Asking) -> Result<Option<Secret>, SecretsError> {
        Ok(None)
    }
}
