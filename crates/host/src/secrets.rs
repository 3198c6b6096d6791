//! The choice of the place for secrets, made once for a data folder.
//!
//! The keystore of the system when it works; a vault when a passphrase is given or a vault is already there. What
//! was chosen is remembered beside the data: a place that cannot be reached later is an error, never a reason to
//! look elsewhere, because elsewhere the key would seem to be missing.

use std::path::Path;
use std::sync::Arc;

use engine::ports::{Secret, Secrets, SecretsError};

use crate::folders::Folders;
use crate::keystore::{Connect, OsKeystore, native_store};
use crate::passphrase::{Asking, Passphrases, long_enough};
use crate::place::{Place, remember, remember_anew, remembered};
use crate::vault::{self, Cost, Vault};

#[cfg(test)]
mod tests;

/// Why the secrets are opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To work. The remembered place or nothing.
    Work,
    /// To put a recovered key somewhere: when the remembered place is gone for good, another one is chosen.
    Restore,
}

/// Opens the place for secrets of this data folder; at the first start chooses it and remembers the choice.
pub fn secrets(
    folders: &Folders,
    passphrases: &dyn Passphrases,
    purpose: Purpose,
) -> Result<Arc<dyn Secrets>, SecretsError> {
    Choice {
        folders,
        passphrases,
        connect: Arc::new(native_store),
        cost: Cost::STANDARD,
    }
    .open(purpose)
}

struct Choice<'a> {
    folders: &'a Folders,
    passphrases: &'a dyn Passphrases,
    connect: Connect,
    cost: Cost,
}

impl Choice<'_> {
    fn open(&self, purpose: Purpose) -> Result<Arc<dyn Secrets>, SecretsError> {
        match (self.open_remembered(), purpose) {
            (Ok(Some(secrets)), _) => Ok(secrets),
            (Ok(None), _) => self.choose(remember),
            (Err(SecretsError::WrongPassphrase), _) => Err(SecretsError::WrongPassphrase),
            (Err(error), Purpose::Work) => Err(error),
            (Err(error), Purpose::Restore) => {
                tracing::warn!(%error, "the remembered place for secrets is out of reach, choosing anew");
                self.choose(remember_anew)
            }
        }
    }

    fn open_remembered(&self) -> Result<Option<Arc<dyn Secrets>>, SecretsError> {
        match remembered(&self.folders.data)? {
            None => Ok(None),
            Some(place) => self.open_place(place).map(Some),
        }
    }

    fn open_place(&self, place: Place) -> Result<Arc<dyn Secrets>, SecretsError> {
        match place {
            Place::Os => Ok(Arc::new(OsKeystore::open(Arc::clone(&self.connect))?)),
            Place::Vault if self.has_vault() => {
                let passphrase = self.passphrase(Asking::ToOpen)?;
                let passphrase = passphrase.ok_or_else(|| self.vault_is_closed())?;
                Ok(Arc::new(Vault::open(&self.folders.config, &passphrase)?))
            }
            Place::Vault => Err(self.vault_is_gone()),
        }
    }

    /// Chooses where nothing is remembered.
    fn choose(
        &self,
        remember: fn(&Path, Place) -> Result<Place, SecretsError>,
    ) -> Result<Arc<dyn Secrets>, SecretsError> {
        let (chosen, secrets) = if self.has_vault() {
            (Place::Vault, self.open_place(Place::Vault)?)
        } else if let Some(passphrase) = self.passphrases.given()? {
            self.make_vault(passphrase)?
        } else {
            self.try_keystore()
                .or_else(|unavailable| match self.passphrases.ask(Asking::ToCreate)? {
                    Some(passphrase) => self.make_vault(passphrase),
                    None => Err(self.no_place(&unavailable)),
                })?
        };
        let place = remember(&self.folders.data, chosen)?;
        if place == chosen {
            return Ok(secrets);
        }
        // Another program started for the first time at the same moment and was quicker.
        self.open_place(place)
    }

    fn try_keystore(&self) -> Result<(Place, Arc<dyn Secrets>), SecretsError> {
        let keystore = OsKeystore::open(Arc::clone(&self.connect))?;
        Ok((Place::Os, Arc::new(keystore)))
    }

    fn make_vault(&self, passphrase: Secret) -> Result<(Place, Arc<dyn Secrets>), SecretsError> {
        let vault = Vault::create(&self.folders.config, &long_enough(passphrase)?, self.cost)?;
        Ok((Place::Vault, Arc::new(vault)))
    }

    fn has_vault(&self) -> bool {
        vault::path_in(&self.folders.config).exists()
    }

    fn passphrase(&self, asking: Asking) -> Result<Option<Secret>, SecretsError> {
        match self.passphrases.given()? {
            Some(given) => Ok(Some(given)),
            None => self.passphrases.ask(asking),
        }
    }

    fn vault_is_closed(&self) -> SecretsError {
        SecretsError::Unavailable(format!(
            "Ключи этой базы лежат в файле {}, и нужна парольная фраза к нему. Ничего не изменено. Запустите программу \
             в терминале, чтобы ввести фразу, или задайте её в переменной SURGUCH_PASSPHRASE, или укажите файл с ней \
             в SURGUCH_PASSPHRASE_FILE.",
            vault::path_in(&self.folders.config).display()
        ))
    }

    fn vault_is_gone(&self) -> SecretsError {
        SecretsError::Broken(format!(
            "Файл хранилища ключей {} пропал, а ключи этой базы лежат в нём. Документы не потеряны. Верните файл из \
             резервной копии или откройте базу ключом восстановления: surguch-cli recovery-key restore.",
            vault::path_in(&self.folders.config).display()
        ))
    }

    fn no_place(&self, unavailable: &SecretsError) -> SecretsError {
        SecretsError::Unavailable(format!(
            "{unavailable} Пока ключи негде хранить, программа не работает. Выходов два. \
             1) Включите и разблокируйте хранилище ключей системы и запустите программу снова. \
             2) Задайте парольную фразу в переменной SURGUCH_PASSPHRASE или файл с ней в SURGUCH_PASSPHRASE_FILE: \
             тогда ключи будут лежать в зашифрованном файле {}.",
            vault::path_in(&self.folders.config).display()
        ))
    }
}
