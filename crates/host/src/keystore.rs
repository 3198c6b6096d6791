//! The keystore of the operating system: Secret Service on Linux, Credential Manager on Windows, Keychain on macOS.
//!
//! Three oddities are dealt with here, so that nobody else meets them:
//!
//! * **A closed store may say "no such entry".** A locked KeePassXC hides its entries, and a store without an opened
//!   collection has none to show, while writing fails honestly. So "no entry" is believed only when the store has
//!   just shown a mark of ours ([`OsKeystore::prove_open`]); otherwise the answer is `Unavailable`, never "no key".
//! * **Windows keeps at most 2,560 bytes in an entry** (`CRED_MAX_CREDENTIAL_BLOB_SIZE`). Longer values are cut into
//!   parts, see [`envelope`].
//! * **The Linux client runs an asynchronous runtime of its own**, which must not start inside ours (it panics, even
//!   in its destructor): every call is made, and every connection dropped, on a thread of its own. That also keeps a
//!   panic of a client library away from the program.

use std::sync::{Arc, Mutex, PoisonError};

use engine::ports::{Secret, Secrets, SecretsError};
use keyring_core::api::CredentialStore;
use keyring_core::{Entry, Error};

mod envelope;
mod native;
#[cfg(test)]
pub(crate) mod pretended;
#[cfg(test)]
mod tests;

pub(crate) use native::native_store;

/// The name of the program in the keystore.
const SERVICE: &str = "Surguch";
/// The entry that proves an open store.
const MARK: &str = "mark";
const MARK_VALUE: &str = "open";

/// Makes a connection to the store.
pub(crate) type Connect = Arc<dyn Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync>;

/// The program's entries in the keystore. Their names come from the engine, which puts the identity of the database
/// into each, so two data folders of one user never meet.
pub(crate) struct OsKeystore {
    connect: Connect,
    /// Kept between calls, made again when the service went away.
    store: Mutex<Option<Arc<CredentialStore>>>,
}

impl OsKeystore {
    /// Opens the store and proves by a mark that it can be read and written. May make the system ask the person to
    /// unlock it.
    pub(crate) fn open(connect: Connect) -> Result<Self, SecretsError> {
        let keystore = Self {
            connect,
            store: Mutex::new(None),
        };
        keystore.apart(|| keystore.prove_open())?;
        Ok(keystore)
    }

    /// Runs `work` on a thread of its own.
    fn apart<T: Send>(&self, work: impl FnOnce() -> Result<T, Error> + Send) -> Result<T, SecretsError> {
        let outcome = std::thread::scope(|scope| scope.spawn(work).join());
        match outcome {
            Ok(result) => result.map_err(|error| told(&error)),
            Err(_) => Err(broken("сбой в системной библиотеке")),
        }
    }

    /// Succeeds only if the store is open now. Reads in the usual case; writes once in a store's life.
    fn prove_open(&self) -> Result<(), Error> {
        match self.read_entry(MARK) {
            Ok(mark) if mark == MARK_VALUE => return Ok(()),
            Ok(_) | Err(Error::NoEntry) => {}
            Err(error) => return Err(error),
        }
        self.write_entry(MARK, MARK_VALUE)?;
        match self.read_entry(MARK)? {
            mark if mark == MARK_VALUE => Ok(()),
            _ => Err(Error::BadStoreFormat("the mark reads differently".into())),
        }
    }

    /// The entry, where "no entry" is told only by a store that is open for certain.
    fn read_for_certain(&self, name: &str) -> Result<Option<String>, Error> {
        match self.read_entry(name) {
            Err(Error::NoEntry) => {}
            found => return found.map(Some),
        }
        self.prove_open()?;
        // The proof may have made the person unlock the store: look once more.
        match self.read_entry(name) {
            Err(Error::NoEntry) => Ok(None),
            found => found.map(Some),
        }
    }

    fn read_entry(&self, name: &str) -> Result<String, Error> {
        self.with_entry(name, Entry::get_password)
    }

    fn write_entry(&self, name: &str, value: &str) -> Result<(), Error> {
        self.with_entry(name, |entry| entry.set_password(value))
    }

    fn delete_entry(&self, name: &str) -> Result<(), Error> {
        match self.with_entry(name, Entry::delete_credential) {
            Err(Error::NoEntry) => Ok(()),
            done => done,
        }
    }

    /// Does it, once more over a new connection when the old one is dead.
    fn with_entry<T>(&self, name: &str, act: impl Fn(&Entry) -> Result<T, Error>) -> Result<T, Error> {
        let attempt = || act(&self.connected()?.build(SERVICE, name, None)?);
        match attempt() {
            Err(Error::PlatformFailure(_)) => {
                *self.store.lock().unwrap_or_else(PoisonError::into_inner) = None;
                attempt()
            }
            outcome => outcome,
        }
    }

    fn connected(&self) -> Result<Arc<CredentialStore>, Error> {
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(store) = store.as_ref() {
            return Ok(Arc::clone(store));
        }
        let made = (self.connect)()?;
        *store = Some(Arc::clone(&made));
        Ok(made)
    }

    /// Removes the parts of a long value that its head no longer names.
    fn drop_parts(&self, head: Option<&str>) -> Result<(), Error> {
        head.into_iter()
            .flat_map(envelope::part_names)
            .try_for_each(|part| self.delete_entry(&part))
    }
}

fn told(error: &Error) -> SecretsError {
    tracing::debug!(%error, "the keystore of the system refused");
    match error {
        Error::NoStorageAccess(_) => closed("оно заперто"),
        Error::PlatformFailure(_) | Error::NoDefaultStore => closed("его служба не отвечает"),
        Error::NotSupportedByStore(_) => closed("эта система его не предоставляет"),
        Error::Ambiguous(_) => broken("в нём две записи с одним именем"),
        Error::TooLong(..) => broken("запись слишком длинна для него"),
        _ => broken("запись повреждена"),
    }
}

fn closed(reason: &str) -> SecretsError {
    SecretsError::Unavailable(format!(
        "Хранилище ключей системы недоступно: {reason}. Ключи и документы не потеряны. \
         Разблокируйте хранилище (в Linux — войдите в сеанс рабочего стола и откройте связку ключей) и повторите."
    ))
}

fn broken(reason: &str) -> SecretsError {
    SecretsError::Broken(format!(
        "Хранилище ключей системы отвечает неправильно: {reason}. Документы не тронуты. \
         Перезапустите сеанс и повторите; если не поможет, откройте базу ключом восстановления: \
         surguch-cli recovery-key restore."
    ))
}

impl Drop for OsKeystore {
    fn drop(&mut self) {
        let store = self
            .store
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if store.is_some() {
            // A panic there ends that thread only, and there is nobody left to tell.
            _ = std::thread::spawn(move || drop(store)).join();
        }
    }
}

impl Secrets for OsKeystore {
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretsError> {
        self.apart(|| {
            let Some(head) = self.read_for_certain(name)? else {
                return Ok(None);
            };
            envelope::open(&head, |part| self.read_entry(part)).map(Some)
        })
    }

    fn set(&self, name: &str, value: &Secret) -> Result<(), SecretsError> {
        self.apart(|| {
            let earlier = self.read_for_certain(name)?;
            let sealed = envelope::seal(name, value);
            // Parts first, head last: a crash in between leaves the earlier value in force.
            for (part, text) in &sealed.parts {
                self.write_entry(part, text)?;
            }
            self.write_entry(name, &sealed.head)?;
            if self.read_entry(name)? != *sealed.head {
                return Err(Error::BadStoreFormat("a fresh entry reads differently".into()));
            }
            self.drop_parts(earlier.as_deref())
        })
    }

    fn delete(&self, name: &str) -> Result<(), SecretsError> {
        self.apart(|| {
            let Some(head) = self.read_for_certain(name)? else {
                return Ok(());
            };
            self.delete_entry(name)?;
            self.drop_parts(Some(&head))
        })
    }

    fn place(&self) -> String {
        format!(
            "Ключ базы и пароли лежат в {}, в записях «{SERVICE}».",
            native::NAME_OF_THE_STORE
        )
    }

    fn kind(&self) -> &'static str {
        "os"
    }
}
