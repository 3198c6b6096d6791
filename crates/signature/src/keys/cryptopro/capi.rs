//! A provider behind CryptoAPI: what Windows has in crypt32, and what CryptoPro brings to Linux and macOS as libcapi20
//! with the same functions and structures. Loaded at run time; a computer without it has an empty list to show.
//!
//! The provider makes the whole signed message; it passes [`cms::gate`] like any other. Its PIN is checked at the first
//! use of the key, not when it is given, so a wrong one shows when signing, and the opened key is then spent.
//!
//! Deliberately not here: functions with wide strings (four bytes a letter on Linux), writing to certificate stores.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use zeroize::Zeroizing;

use crate::certificate::Certificate;
use crate::{Error, Result, cms};

use super::codes;
use crate::keys::{
    KeyAddress, KeyEntry, KeyState, KeyStore, PinAnswer, PinQuestion, PinSource, Signer, StoreKind, Tries,
};

mod attributes;
mod ffi;
mod paths;

use ffi::{Api, Key, Question};

/// The certificates of the current user («Личное») with keys in a provider.
pub struct CapiStore {
    paths: Vec<PathBuf>,
    api: Option<Arc<Api>>,
}

impl CapiStore {
    /// The system's own library on Windows, CryptoPro's in its usual place elsewhere.
    #[must_use]
    pub fn installed() -> Self {
        Self {
            paths: paths::known(),
            api: None,
        }
    }

    /// This library.
    #[must_use]
    pub fn at(library: PathBuf) -> Self {
        Self {
            paths: vec![library],
            api: None,
        }
    }

    fn api(&mut self) -> Result<Arc<Api>> {
        if let Some(api) = &self.api {
            return Ok(Arc::clone(api));
        }
        let loaded = self.paths.iter().find_map(|path| Api::load(path));
        let api = Arc::new(loaded.ok_or(Error::NoModule)?);
        self.api = Some(Arc::clone(&api));
        Ok(api)
    }
}

impl KeyStore for CapiStore {
    fn list(&mut self) -> Result<Vec<KeyEntry>> {
        let listed = self.api()?.certificates().map_err(codes::error)?;
        let entry = |listed: ffi::Listed| {
            let certificate = Certificate::from_der(&listed.der).ok()?;
            certificate.public_key().ok()?;
            Some(KeyEntry {
                address: KeyAddress {
                    store: StoreKind::CryptoApi,
                    thumbprint: certificate.thumbprint(),
                    place: String::new(),
                },
                certificate: listed.der,
                store: StoreKind::CryptoApi,
                has_key: if listed.has_key {
                    KeyState::Here
                } else {
                    KeyState::Missing
                },
                token: None,
            })
        };
        Ok(listed.into_iter().filter_map(entry).collect())
    }

    fn open(&mut self, address: &KeyAddress, pin: &mut dyn PinSource) -> Result<Box<dyn Signer>> {
        let api = self.api()?;
        let found = api.find(address.thumbprint.as_bytes()).map_err(codes::error)?;
        let certificate = Certificate::from_der(&found.der())?;
        if certificate.thumbprint() != address.thumbprint || !found.has_key() {
            return Err(Error::NoKey);
        }
        let question = PinQuestion {
            label: certificate.owner().display_name().to_owned(),
            tries: Tries::Untold,
            is_last: false,
            is_factory: false,
            has_own_window: true,
        };
        let asking = match pin.ask(&question)? {
            PinAnswer::Cancel => return Err(Error::PinCancelled),
            PinAnswer::OwnWindow => Question::OwnWindow,
            PinAnswer::Pin(pin) | PinAnswer::PinDespiteLastTry(pin) => Question::Answered(terminated(&pin)),
        };
        let key = found.with_key(&asking).map_err(codes::error)?;
        Ok(Box::new(CapiSigner {
            key,
            certificate,
            spent: None,
        }))
    }
}

/// The PIN as the provider takes it: bytes and a zero. Sized at once, so that no part of it stays behind unwiped.
fn terminated(pin: &str) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(pin.len() + 1));
    bytes.extend_from_slice(pin.as_bytes());
    bytes.push(0);
    bytes
}

struct CapiSigner {
    key: Key,
    certificate: Certificate,
    /// The error after which the key is not used again.
    spent: Option<Error>,
}

impl CapiSigner {
    fn once<T>(&mut self, act: impl FnOnce(&Key) -> Result<T, u32>) -> Result<T> {
        if let Some(error) = &self.spent {
            return Err(error.clone());
        }
        act(&self.key).map_err(|code| {
            let error = codes::error(code);
            self.spent = codes::is_final(&error).then(|| error.clone());
            error
        })
    }
}

impl Signer for CapiSigner {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn sign_detached(&mut self, content: &[u8], signed_at: Timestamp) -> Result<Vec<u8>> {
        let digest = self.certificate.public_key()?.curve().digest();
        let attributes = attributes::signed(&self.certificate, digest, signed_at);
        let message = self.once(|key| key.sign_detached(content, &digest.oid().to_string(), &attributes))?;
        cms::gate(&message, &self.certificate, content)
    }

    fn decrypt(&mut self, message: &[u8]) -> Result<Vec<u8>> {
        self.once(|key| key.decrypt(message))
    }
}
