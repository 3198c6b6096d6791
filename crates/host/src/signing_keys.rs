//! The stores of keys of this computer, behind the engine's port.
//!
//! Tokens and providers are foreign libraries: each kind works in a child of our own executable, so that one that
//! crashes or hangs takes down neither the program nor the others. The child is the program itself, started with a
//! first argument that no person types: see [`serve_keys_if_asked`].

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use engine::ports::{KeyPlace, SigningKeys};
use signature::keys::child::{self, HelperStore, Launch, Limits};
use signature::keys::pkcs11::Pkcs11Store;
use signature::keys::several::StoreChoice;
use signature::keys::software::SoftwareStore;
use signature::keys::{KeyStore, StoreKind};

/// The first argument of a child that serves stores of keys.
const KEY_HELPER: &str = "key-helper";
/// Modules of tokens in other places than the usual, as a list of paths.
const MODULES: &str = "SURGUCH_PKCS11";
/// The library of CryptoPro in another place than the usual.
const CAPI: &str = "SURGUCH_CAPI";
/// A person waits while a module is tried, and a reader wakes within ten seconds.
const TRIED_WITHIN: Duration = Duration::from_secs(20);
/// The folder of key files inside the data folder.
const FILES: &str = "keys";

/// The stores of keys of this computer.
#[derive(Debug, Clone)]
pub struct LocalKeys {
    files: PathBuf,
    foreign: Option<Foreign>,
    /// Modules of tokens that a person named.
    named: Arc<Mutex<Vec<PathBuf>>>,
}

/// Where foreign libraries lie; nothing said means their usual places.
#[derive(Debug, Clone, Default)]
struct Foreign {
    modules: Vec<PathBuf>,
    capi: Option<PathBuf>,
}

impl Foreign {
    fn of_environment() -> Self {
        let modules = std::env::var_os(MODULES).map(|list| std::env::split_paths(&list).collect());
        Self {
            modules: modules.unwrap_or_default(),
            capi: std::env::var_os(CAPI)
                .filter(|path| !path.is_empty())
                .map(PathBuf::from),
        }
    }
}

impl LocalKeys {
    /// Key files of this data folder, tokens, and CryptoPro; the environment may name libraries in unusual places.
    #[must_use]
    pub fn of_this_computer(data: &Path) -> Self {
        Self {
            files: data.join(FILES),
            foreign: Some(Foreign::of_environment()),
            named: Arc::default(),
        }
    }

    /// Key files of this data folder and nothing else: for the training world, where no real key is wanted.
    #[must_use]
    pub fn files_only(data: &Path) -> Self {
        Self {
            files: data.join(FILES),
            foreign: None,
            named: Arc::default(),
        }
    }

    /// Those named in the environment stand for the usual ones; those that a person named stand beside them.
    fn modules(&self, foreign: &Foreign) -> Vec<PathBuf> {
        let named = self.named.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if named.is_empty() {
            return foreign.modules.clone();
        }
        let mut modules = foreign.modules.clone();
        if modules.is_empty() {
            modules = Pkcs11Store::installed_modules();
        }
        modules.retain(|module| !named.contains(module));
        modules.extend(named);
        modules
    }
}

impl SigningKeys for LocalKeys {
    fn stores(&self) -> Vec<KeyPlace> {
        let mut places = vec![KeyPlace {
            kind: StoreKind::Software,
            store: Box::new(SoftwareStore::at(vec![self.files.clone()])),
        }];
        let Some((foreign, launch)) = self.foreign.as_ref().zip(launch()) else {
            return places;
        };
        let foreign = [
            StoreChoice::Pkcs11 {
                modules: self.modules(foreign),
            },
            StoreChoice::CryptoApi {
                library: foreign.capi.clone(),
            },
            StoreChoice::CspTest { folder: None },
        ];
        places.extend(foreign.into_iter().map(|choice| KeyPlace {
            kind: choice.kind(),
            store: Box::new(HelperStore::new(launch.clone(), vec![choice], Limits::default())),
        }));
        places
    }

    fn files(&self) -> Option<PathBuf> {
        Some(self.files.clone())
    }

    fn use_modules(&self, modules: &[PathBuf]) {
        *self.named.lock().unwrap_or_else(PoisonError::into_inner) = modules.to_vec();
    }

    fn try_module(&self, module: &Path) -> signature::Result<()> {
        let launch = self.foreign.as_ref().and_then(|_| launch());
        let choice = StoreChoice::Pkcs11 {
            modules: vec![module.to_owned()],
        };
        let launch = launch.ok_or(signature::Error::NoModule)?;
        let limits = Limits {
            answer: TRIED_WITHIN,
            ..Limits::default()
        };
        HelperStore::new(launch, vec![choice], limits).tokens().map(drop)
    }
}

fn launch() -> Option<Launch> {
    match std::env::current_exe() {
        Ok(program) => Some(Launch {
            program,
            arguments: vec![OsString::from(KEY_HELPER)],
            environment: Vec::new(),
        }),
        Err(error) => {
            tracing::warn!(%error, "the program does not know where it lies, so tokens are not asked");
            None
        }
    }
}

/// True when this process was started to serve stores of keys; it has done so then, and is to end. Every executable of
/// the program calls this before anything else.
#[must_use]
pub fn serve_keys_if_asked() -> bool {
    let is_asked = std::env::args_os()
        .nth(1)
        .is_some_and(|first| first == KEY_HELPER);
    if is_asked {
        child::child();
    }
    is_asked
}

#[cfg(test)]
mod tests {
    use engine::ports::SigningKeys;
    use signature::keys::StoreKind;

    use super::LocalKeys;

    #[test]
    fn training_knows_files_alone_and_work_every_kind_of_store() {
        let data = tempfile::tempdir().unwrap();
        let kinds = |keys: &LocalKeys| -> Vec<StoreKind> {
            keys.stores().into_iter().map(|place| place.kind).collect()
        };
        let training = LocalKeys::files_only(data.path());
        assert_eq!(kinds(&training), [StoreKind::Software]);
        assert_eq!(training.files(), Some(data.path().join("keys")));
        let work = LocalKeys::of_this_computer(data.path());
        assert_eq!(
            kinds(&work),
            [
                StoreKind::Software,
                StoreKind::Pkcs11,
                StoreKind::CryptoApi,
                StoreKind::CspTest
            ]
        );
        let mut places = training.stores();
        assert!(places[0].store.list().unwrap().is_empty());
    }
}
