//! What the engine needs from the world, as small traits: time, chance, secrets, notifications.
//!
//! The operating system's side of each lives in `host`; tests bring their own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use connect::Secret;
use domain::{DocumentId, EdoStatus, NoticeId, NoticeKind};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use signature::keys::{KeyStore, StoreKind};
use uuid::Uuid;

/// The clock.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
    /// The present day where the clerk sits: what a new document is dated with.
    fn today(&self) -> Date {
        self.local().date()
    }
    /// The present time of day where the clerk sits: what a file says about its making.
    fn local(&self) -> DateTime {
        self.now().to_zoned(self.zone()).datetime()
    }
    /// The zone where the clerk sits: which day an instant falls on.
    fn zone(&self) -> TimeZone {
        TimeZone::system()
    }
}

/// Chance: identities and the spread of waiting times.
pub trait Randomness: Send + Sync {
    /// A new random identity.
    fn uuid(&self) -> Uuid;
    /// 32 bytes fit for a key.
    fn key_bytes(&self) -> [u8; 32];
    /// A number from 0 up to, but not including, 1.
    fn fraction(&self) -> f64;
}

/// Why a secret could not be read or kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SecretsError {
    /// There is no place for secrets, or it is locked. Nothing is lost; the text says what to do, in Russian.
    #[error("{0}")]
    Unavailable(String),
    /// The passphrase of the vault is wrong.
    #[error("Парольная фраза хранилища ключей не подходит. Ключи не изменены: повторите ввод.")]
    WrongPassphrase,
    /// The place is there but answers nonsense; the text says where, in Russian.
    #[error("{0}")]
    Broken(String),
}

/// The one place for secrets: the keystore of the operating system, or the passphrase vault.
pub trait Secrets: Send + Sync {
    /// The secret of this name, if there is one.
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretsError>;
    /// Keeps the secret durably under this name.
    fn set(&self, name: &str, value: &Secret) -> Result<(), SecretsError>;
    /// Forgets it; no error when there is none.
    fn delete(&self, name: &str) -> Result<(), SecretsError>;
    /// Where the secrets lie, as a Russian sentence for «Где лежат ваши ключи».
    fn place(&self) -> String;
    /// `os` or `vault`.
    fn kind(&self) -> &'static str;
}

/// A desktop notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// The row in the program's own list; none for several rows and for a test.
    pub notice: Option<NoticeId>,
    /// What a click opens.
    pub opens: Opens,
    /// One line.
    pub title: String,
    /// One or two sentences.
    pub body: String,
}

/// What a click on a notification opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opens {
    /// The card of a document.
    Document(DocumentId),
    /// The registry: documents with these statuses, which began on this day or later.
    Documents {
        /// The statuses.
        statuses: Vec<EdoStatus>,
        /// The day.
        since: Date,
    },
    /// The place where this kind of news is dealt with.
    Place(NoticeKind),
    /// The list of notices.
    List,
}

/// Why the desktop showed nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotifierError {
    /// The program runs without a desktop: on the command line or in a browser.
    #[error("no desktop")]
    NoDesktop,
    /// The desktop did not take it, in its own words.
    #[error("{0}")]
    Refused(String),
}

/// The desktop. No daemon and no bus are no errors: the list inside the program is always kept.
pub trait Notifier: Send + Sync {
    /// Shows it if anything can.
    fn notify(&self, notification: &Notification);
    /// The same, waiting until the desktop took it.
    fn try_notify(&self, notification: &Notification) -> Result<(), NotifierError>;
}

/// A store of keys.
pub struct KeyPlace {
    /// Its kind.
    pub kind: StoreKind,
    /// The store; nothing is loaded before its first question.
    pub store: Box<dyn KeyStore>,
}

/// The stores of keys of this computer. What may crash or hang does so in a process of its own.
pub trait SigningKeys: Send + Sync {
    /// Every store, in the order in which they are asked. Asks nothing yet.
    fn stores(&self) -> Vec<KeyPlace>;
    /// Where files of test and unqualified keys are kept; `None` where none are taken in.
    fn files(&self) -> Option<PathBuf>;
    /// From now on these modules of tokens are asked beside those in their usual places.
    fn use_modules(&self, modules: &[PathBuf]) {
        let _ = modules;
    }
    /// Loads a module of tokens and asks it, where nothing else can be harmed by it. Seconds, and no PIN.
    ///
    /// # Errors
    /// What kept it from answering; [`signature::Error::NoModule`] for a file that is none.
    fn try_module(&self, module: &Path) -> signature::Result<()> {
        let _ = module;
        Err(signature::Error::NoModule)
    }
}

/// A computer without keys.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoKeys;

impl SigningKeys for NoKeys {
    fn stores(&self) -> Vec<KeyPlace> {
        Vec::new()
    }

    fn files(&self) -> Option<PathBuf> {
        None
    }
}

/// All of them, as the engine takes them in.
#[derive(Clone)]
pub struct Ports {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub randomness: Arc<dyn Randomness>,
    /// Keys and passwords.
    pub secrets: Arc<dyn Secrets>,
    /// The desktop.
    pub notifier: Arc<dyn Notifier>,
    /// Stores of keys.
    pub keys: Arc<dyn SigningKeys>,
}
