//! The store of each operating system.

use std::sync::Arc;

use keyring_core::Result;
use keyring_core::api::CredentialStore;

/// In the prepositional case, for «лежат в …».
#[cfg(target_os = "windows")]
pub(super) const NAME_OF_THE_STORE: &str = "диспетчере учётных данных Windows";
/// In the prepositional case, for «лежат в …».
#[cfg(target_os = "macos")]
pub(super) const NAME_OF_THE_STORE: &str = "связке ключей macOS";
/// In the prepositional case, for «лежат в …».
#[cfg(not(any(target_os = "windows", target_os = "macos")))]
pub(super) const NAME_OF_THE_STORE: &str = "связке ключей рабочего стола (Secret Service)";

/// A new connection to the system's store.
#[cfg(target_os = "linux")]
pub(crate) fn native_store() -> Result<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

/// A new connection to the system's store.
#[cfg(target_os = "windows")]
pub(crate) fn native_store() -> Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

/// A new connection to the system's store.
#[cfg(target_os = "macos")]
pub(crate) fn native_store() -> Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

/// No store is known for this system; the passphrase vault remains.
#[cfg(not(any(target_os = "linux", target_os = "windows", target_os = "macos")))]
pub(crate) fn native_store() -> Result<Arc<CredentialStore>> {
    Err(keyring_core::Error::NotSupportedByStore(
        std::env::consts::OS.to_owned(),
    ))
}
