//! A keystore in memory that misbehaves like the real ones.

use std::any::Any;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::ThreadId;

use keyring_core::api::{Credential, CredentialApi, CredentialStore, CredentialStoreApi};
use keyring_core::{Entry, Error, Result};

use super::Connect;

/// How the store behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    Open,
    /// Reading says "no entry", writing fails: a locked KeePassXC, a keyring without prompter.
    LockedAndHiding,
    /// The bus went away: every call over an old connection fails.
    Gone,
    /// The store crashes in its own code.
    Crashing,
    /// The store keeps only what fits Windows.
    NarrowAndCutOff {
        writes_left: u32,
    },
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub mood: Mood,
    pub entries: BTreeMap<String, Vec<u8>>,
    pub connections: u32,
    /// Where the client library ran.
    pub threads: Vec<ThreadId>,
}

/// The pretended system: connections come and go, the entries stay.
#[derive(Debug, Clone)]
pub(crate) struct PretendedSystem(pub Arc<Mutex<Inner>>);

impl PretendedSystem {
    pub fn new(mood: Mood) -> Self {
        Self(Arc::new(Mutex::new(Inner {
            mood,
            entries: BTreeMap::new(),
            connections: 0,
            threads: Vec::new(),
        })))
    }

    pub fn becomes(&self, mood: Mood) {
        self.0.lock().unwrap().mood = mood;
    }

    /// The client library at work on the present thread.
    fn at_work(&self) -> MutexGuard<'_, Inner> {
        let mut inner = self.0.lock().unwrap();
        inner.threads.push(std::thread::current().id());
        inner
    }

    pub fn names(&self) -> Vec<String> {
        self.0.lock().unwrap().entries.keys().cloned().collect()
    }

    pub fn connect(&self) -> Connect {
        let system = self.clone();
        Arc::new(move || {
            let mut inner = system.at_work();
            inner.connections += 1;
            if inner.connections > 1 && inner.mood == Mood::Gone {
                inner.mood = Mood::Open;
            }
            Ok(Arc::new(PretendedStore(system.clone())) as Arc<CredentialStore>)
        })
    }
}

/// A system on which nothing answers.
pub(crate) fn no_keystore() -> Connect {
    Arc::new(|| Err(Error::PlatformFailure("no bus".into())))
}

#[derive(Debug)]
struct PretendedStore(PretendedSystem);

impl CredentialStoreApi for PretendedStore {
    fn vendor(&self) -> String {
        "pretended".into()
    }

    fn id(&self) -> String {
        "pretended".into()
    }

    fn build(&self, service: &str, user: &str, _: Option<&HashMap<&str, &str>>) -> Result<Entry> {
        Ok(Entry::new_with_credential(Arc::new(PretendedEntry {
            system: self.0.clone(),
            name: format!("{service}|{user}"),
        })))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Drop for PretendedStore {
    fn drop(&mut self) {
        drop(self.0.at_work());
    }
}

struct PretendedEntry {
    system: PretendedSystem,
    name: String,
}

impl CredentialApi for PretendedEntry {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        let mut inner = self.system.at_work();
        match &mut inner.mood {
            Mood::Open => {}
            Mood::LockedAndHiding => return Err(Error::NoStorageAccess("no result".into())),
            Mood::Gone => return Err(Error::PlatformFailure("disconnected".into())),
            Mood::Crashing => {
                drop(inner);
                panic!("a bug of the store");
            }
            Mood::NarrowAndCutOff { writes_left: 0 } => return Err(Error::PlatformFailure("cut off".into())),
            Mood::NarrowAndCutOff { writes_left } => {
                *writes_left -= 1;
                if secret.len() > 2_560 {
                    return Err(Error::TooLong("secret".into(), 2_560));
                }
            }
        }
        inner.entries.insert(self.name.clone(), secret.to_vec());
        Ok(())
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        let inner = self.system.at_work();
        match inner.mood {
            Mood::LockedAndHiding => Err(Error::NoEntry),
            Mood::Gone => Err(Error::PlatformFailure("disconnected".into())),
            _ => inner.entries.get(&self.name).cloned().ok_or(Error::NoEntry),
        }
    }

    fn delete_credential(&self) -> Result<()> {
        self.get_secret()?;
        self.system.0.lock().unwrap().entries.remove(&self.name);
        Ok(())
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        Ok(None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        None
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
