//! The engine's ports in the hands of a test: time that stands still, secrets in memory, notifications on a list.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use engine::Ports;
use engine::ports::{Clock, Notification, Notifier, NotifierError, Secret, Secrets, SecretsError};
use jiff::Timestamp;

/// A clock that a test sets forward by hand.
pub struct TestClock(Mutex<Timestamp>);

impl TestClock {
    /// Starts at this instant.
    pub fn at(start: Timestamp) -> Arc<Self> {
        Arc::new(Self(Mutex::new(start)))
    }

    /// Sets the clock forward.
    pub fn advance(&self, step: Duration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now += jiff::SignedDuration::try_from(step).expect("a step of a test fits");
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Secrets in memory: what the keystore is for a test. Survives the engine, not the process.
#[derive(Default)]
pub struct MemorySecrets(Mutex<BTreeMap<String, Secret>>);

impl MemorySecrets {
    /// The keystore is lost: as after a new computer or a removed profile.
    pub fn lose_everything(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Secrets for MemorySecrets {
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretsError> {
        Ok(self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(name)
            .cloned())
    }

    fn set(&self, name: &str, value: &Secret) -> Result<(), SecretsError> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(name.to_owned(), value.clone());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), SecretsError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
        Ok(())
    }

    fn place(&self) -> String {
        "Ключи лежат в памяти этой проверки.".into()
    }

    fn kind(&self) -> &'static str {
        "vault"
    }
}

/// Secrets in a plain file, for a test whose process is killed. Never shipped.
pub struct FileSecrets(PathBuf);

impl FileSecrets {
    /// Kept in this file, which need not exist yet.
    pub fn new(file: PathBuf) -> Self {
        Self(file)
    }

    fn all(&self) -> BTreeMap<String, String> {
        let text = std::fs::read(&self.0).unwrap_or_else(|_| b"{}".to_vec());
        serde_json::from_slice(&text).expect("the file of secrets is whole")
    }

    fn keep(&self, all: &BTreeMap<String, String>) {
        let next = self.0.with_extension("next");
        std::fs::write(&next, serde_json::to_vec(all).expect("texts")).expect("room for secrets");
        std::fs::rename(next, &self.0).expect("room for secrets");
    }
}

impl Secrets for FileSecrets {
    fn get(&self, name: &str) -> Result<Option<Secret>, SecretsError> {
        Ok(self.all().remove(name).map(Secret::new))
    }

    fn set(&self, name: &str, value: &Secret) -> Result<(), SecretsError> {
        let mut all = self.all();
        all.insert(name.to_owned(), value.expose().to_owned());
        self.keep(&all);
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), SecretsError> {
        let mut all = self.all();
        all.remove(name);
        self.keep(&all);
        Ok(())
    }

    fn place(&self) -> String {
        "Ключи лежат в файле этой проверки.".into()
    }

    fn kind(&self) -> &'static str {
        "vault"
    }
}

/// Notifications that would have been shown.
#[derive(Default)]
pub struct NotificationList(Mutex<Vec<Notification>>);

impl NotificationList {
    /// All of them so far.
    pub fn all(&self) -> Vec<Notification> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Their titles so far.
    pub fn titles(&self) -> Vec<String> {
        let shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shown
            .iter()
            .map(|notification| notification.title.clone())
            .collect()
    }
}

impl Notifier for NotificationList {
    fn notify(&self, notification: &Notification) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(notification.clone());
    }

    fn try_notify(&self, notification: &Notification) -> Result<(), NotifierError> {
        self.notify(notification);
        Ok(())
    }
}

/// The computer of a test: outlives the engines that are opened on it.
#[derive(Clone)]
pub struct Computer {
    /// Its keystore.
    pub secrets: Arc<MemorySecrets>,
    /// Its desktop.
    pub notifications: Arc<NotificationList>,
}

impl Computer {
    /// A new one, with an empty keystore.
    pub fn new() -> Self {
        Self {
            secrets: Arc::default(),
            notifications: Arc::default(),
        }
    }

    /// The ports of an engine on this computer, with the real clock and real chance.
    pub fn ports(&self) -> Ports {
        self.ports_with_clock(Arc::new(host::SystemClock))
    }

    /// The same with the key files of this data folder.
    pub fn ports_with_keys(&self, data: &Path) -> Ports {
        Ports {
            keys: Arc::new(host::LocalKeys::files_only(data)),
            ..self.ports()
        }
    }

    /// The same with a clock of the test's.
    pub fn ports_with_clock(&self, clock: Arc<dyn Clock>) -> Ports {
        Ports {
            clock,
            randomness: Arc::new(host::OsRandomness),
            secrets: Arc::clone(&self.secrets) as Arc<dyn Secrets>,
            notifier: Arc::clone(&self.notifications) as Arc<dyn Notifier>,
            keys: Arc::new(engine::ports::NoKeys),
        }
    }
}

impl Default for Computer {
    fn default() -> Self {
        Self::new()
    }
}
