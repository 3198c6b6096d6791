//! The passphrase vault: one encrypted file with every secret, for computers without a keystore.
//!
//! Each reading decrypts the file anew and each writing replaces it whole under a lock, so two programs never undo
//! each other's work and no secret stays in memory between calls. Only the derived key stays, until the end.
//! A file that is damaged or newer than the program is reported and never overwritten.

use std::io;
use std::path::{Path, PathBuf};

use engine::ports::{Secret, Secrets, SecretsError};

use crate::durable;

mod file;
#[cfg(test)]
mod tests;

pub(crate) use file::Cost;
use file::{Content, Damage, Keys, VaultFile};

const FILE: &str = "vault.json";

/// An opened vault.
pub(crate) struct Vault {
    path: PathBuf,
    keys: Keys,
}

/// Where the vault of this config folder lies.
pub(crate) fn path_in(config: &Path) -> PathBuf {
    config.join(FILE)
}

impl Vault {
    /// Makes a new, empty vault. Opens the one that another program made in the meantime.
    pub(crate) fn create(config: &Path, passphrase: &Secret, cost: Cost) -> Result<Self, SecretsError> {
        let path = path_in(config);
        let made = durable::locked(config, || -> Result<Option<Self>, Failure> {
            if path.exists() {
                return Ok(None);
            }
            let keys = Keys::fresh(passphrase, cost)?;
            let vault = Self {
                path: path.clone(),
                keys,
            };
            vault.save(&Content::new())?;
            Ok(Some(vault))
        });
        match made.map_err(|failure| failure.told(&path))? {
            Some(vault) => Ok(vault),
            None => Self::open(config, passphrase),
        }
    }

    /// Opens the vault of this folder.
    pub(crate) fn open(config: &Path, passphrase: &Secret) -> Result<Self, SecretsError> {
        let path = path_in(config);
        Self::open_file(&path, passphrase).map_err(|failure| failure.told(&path))
    }

    fn open_file(path: &Path, passphrase: &Secret) -> Result<Self, Failure> {
        let file = VaultFile::parse(&std::fs::read(path)?)?;
        let keys = file.keys(passphrase)?;
        file.content(&keys)?;
        Ok(Self {
            path: path.to_path_buf(),
            keys,
        })
    }

    fn load(&self) -> Result<Content, Failure> {
        let file = VaultFile::parse(&std::fs::read(&self.path)?)?;
        if !file.was_made_with(&self.keys) {
            return Err(Failure::PassphraseChanged);
        }
        Ok(file.content(&self.keys)?)
    }

    fn save(&self, content: &Content) -> Result<(), Failure> {
        let bytes = VaultFile::seal(content, &self.keys)?.to_bytes()?;
        // What cannot be read back never replaces what can.
        VaultFile::parse(&bytes)?.content(&self.keys)?;
        Ok(durable::replace(&self.path, &bytes)?)
    }

    fn change(&self, change: impl FnOnce(&mut Content)) -> Result<(), SecretsError> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        durable::locked(folder, || {
            let mut content = self.load()?;
            change(&mut content);
            self.save(&content)
        })
        .map_err(|failure: Failure| failure.told(&self.path))
    }
}

impl Secrets for Vault {
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretsError> {
        let mut content = self.load().map_err(|failure| failure.told(&self.path))?;
        Ok(content.remove(name))
    }

    fn set(&self, name: &str, value: &Secret) -> Result<(), SecretsError> {
        self.change(|content| {
            content.insert(name.to_owned(), value.clone());
        })
    }

    fn delete(&self, name: &str) -> Result<(), SecretsError> {
        self.change(|content| {
            content.remove(name);
        })
    }

    fn place(&self) -> String {
        format!(
            "Ключ базы и пароли лежат в файле {}, зашифрованном вашей парольной фразой. Программа её не хранит.",
            self.path.display()
        )
    }

    fn kind(&self) -> &'static str {
        "vault"
    }
}

/// What keeps the vault shut.
enum Failure {
    Io(io::Error),
    Damage(Damage),
    PassphraseChanged,
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Damage> for Failure {
    fn from(damage: Damage) -> Self {
        Self::Damage(damage)
    }
}

impl Failure {
    fn told(self, path: &Path) -> SecretsError {
        let path = path.display();
        let text = match self {
            Self::Damage(Damage::WrongPassphrase) => return SecretsError::WrongPassphrase,
            Self::Io(error) => format!(
                "Хранилище ключей {path} недоступно: {}. Сохранённые в нём ключи не изменены. \
                 Проверьте диск и права на папку и повторите.",
                durable::reason(&error)
            ),
            Self::Damage(Damage::Newer) => format!(
                "Хранилище ключей {path} записано более новой версией программы. Оно не изменено. \
                 Установите новую версию."
            ),
            Self::Damage(Damage::Content(place)) => format!(
                "Файл хранилища ключей {path} повреждён ({place}). Программа его не меняла и не изменит. Верните его \
                 из резервной копии. Если копии нет, переименуйте файл и откройте базу ключом восстановления: \
                 surguch-cli recovery-key restore."
            ),
            Self::PassphraseChanged => format!(
                "Хранилище ключей {path} за это время создано заново с другой фразой. Ничего не записано. \
                 Перезапустите программу и введите новую фразу."
            ),
        };
        SecretsError::Broken(text)
    }
}
