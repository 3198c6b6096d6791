//! Several stores as one, and the choice of stores as a line of settings.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

use super::cryptopro::{capi::CapiStore, csptest::CspTestStore};
use super::pkcs11::Pkcs11Store;
use super::software::SoftwareStore;
use super::{KeyAddress, KeyEntry, KeyStore, PinSource, Signer, StoreKind, TokenSeen};

/// A store to be opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoreChoice {
    /// Key files in these files and folders.
    Software {
        /// Files and folders.
        places: Vec<PathBuf>,
    },
    /// Tokens.
    Pkcs11 {
        /// Modules to load; none: those in their usual places.
        modules: Vec<PathBuf>,
    },
    /// A provider behind CryptoAPI.
    CryptoApi {
        /// The library; none: the system's, or CryptoPro's in its usual place.
        library: Option<PathBuf>,
    },
    /// CryptoPro's command line.
    CspTest {
        /// The folder of its programs; none: the usual one.
        folder: Option<PathBuf>,
    },
}

impl StoreChoice {
    /// The kind of store.
    #[must_use]
    pub fn kind(&self) -> StoreKind {
        match self {
            Self::Software { .. } => StoreKind::Software,
            Self::Pkcs11 { .. } => StoreKind::Pkcs11,
            Self::CryptoApi { .. } => StoreKind::CryptoApi,
            Self::CspTest { .. } => StoreKind::CspTest,
        }
    }

    /// The store itself; nothing is loaded before its first question.
    #[must_use]
    pub fn store(&self) -> Box<dyn KeyStore> {
        match self {
            Self::Software { places } => Box::new(SoftwareStore::at(places.clone())),
            Self::Pkcs11 { modules } if modules.is_empty() => Box::new(Pkcs11Store::installed()),
            Self::Pkcs11 { modules } => Box::new(Pkcs11Store::at(modules.clone())),
            Self::CryptoApi { library: None } => Box::new(CapiStore::installed()),
            Self::CryptoApi {
                library: Some(library),
            } => Box::new(CapiStore::at(library.clone())),
            Self::CspTest { folder: None } => Box::new(CspTestStore::installed()),
            Self::CspTest { folder: Some(folder) } => Box::new(CspTestStore::at(folder.clone())),
        }
    }
}

/// Several stores as one.
pub struct Several {
    stores: Vec<(StoreKind, Box<dyn KeyStore>)>,
}

impl Several {
    /// The chosen stores.
    #[must_use]
    pub fn of(choices: &[StoreChoice]) -> Self {
        Self {
            stores: choices
                .iter()
                .map(|choice| (choice.kind(), choice.store()))
                .collect(),
        }
    }

    /// A store that cannot answer hides no other: its error is told only when no store answers.
    fn gather<T>(&mut self, ask: impl Fn(&mut dyn KeyStore) -> Result<Vec<T>>) -> Result<Vec<T>> {
        let (mut gathered, mut answered, mut refused) = (Vec::new(), false, None);
        for (_, store) in &mut self.stores {
            match ask(store.as_mut()) {
                Ok(more) => {
                    answered = true;
                    gathered.extend(more);
                }
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        match refused {
            Some(error) if !answered => Err(error),
            _ => Ok(gathered),
        }
    }
}

impl KeyStore for Several {
    fn list(&mut self) -> Result<Vec<KeyEntry>> {
        self.gather(|store| store.list())
    }

    fn tokens(&mut self) -> Result<Vec<TokenSeen>> {
        self.gather(|store| store.tokens())
    }

    fn open(&mut self, address: &KeyAddress, pin: &mut dyn PinSource) -> Result<Box<dyn Signer>> {
        let mut stores = self.stores.iter_mut().filter(|(kind, _)| *kind == address.store);
        stores
            .next()
            .map_or(Err(Error::NoKey), |(_, store)| store.open(address, pin))
    }
}
