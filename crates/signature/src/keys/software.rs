//! Key files: a certificate and a private key (PKCS#8, plain or under a password) as files of a folder.
//!
//! For tests and unqualified signatures only: a qualified key is made and kept by a certified means of protection
//! (63-ФЗ, articles 5 and 12). [`StoreKind::Software`] says so wherever such a key is shown.
//!
//! Which key belongs to which certificate: the one under the same name (`ivanov.cer`, `ivanov.key`), or a plain one
//! beside it with the same public key. Deliberately not here: PFX, and containers of CryptoPro.

use std::fs;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::certificate::Certificate;
use crate::envelope::KeyTransport;
use crate::gost::PrivateKey;
use crate::{Error, Result, SystemRandom, key_file};

use super::{
    KeyAddress, KeyEntry, KeyState, KeyStore, KeyUnwrap, PinAnswer, PinQuestion, PinSource, RawSigner,
    Signer, StoreKind, Tries,
};

/// Far more than a certificate or a key takes.
const MOST_BYTES: u64 = 256 * 1024;

/// Key files in chosen files and folders.
#[derive(Debug, Clone)]
pub struct SoftwareStore {
    places: Vec<PathBuf>,
}

impl SoftwareStore {
    /// Certificates among these files, and among the files of these folders (not of the folders in them).
    #[must_use]
    pub fn at(places: Vec<PathBuf>) -> Self {
        Self { places }
    }

    fn files(&self) -> Vec<PathBuf> {
        self.places
            .iter()
            .flat_map(|place| {
                if place.is_dir() {
                    beside(place)
                } else {
                    vec![place.clone()]
                }
            })
            .collect()
    }
}

impl KeyStore for SoftwareStore {
    fn list(&mut self) -> Result<Vec<KeyEntry>> {
        let mut entries: Vec<KeyEntry> = Vec::new();
        for path in self.files() {
            let Some(certificate) = certificate(&path) else {
                continue;
            };
            let address = KeyAddress {
                store: StoreKind::Software,
                thumbprint: certificate.thumbprint(),
                place: path.to_string_lossy().into_owned(),
            };
            let has_key = if Key::of(&path, &certificate).is_ok() {
                KeyState::Here
            } else {
                KeyState::Missing
            };
            let store = StoreKind::Software;
            entries.push(KeyEntry {
                address,
                certificate: certificate.der().to_vec(),
                store,
                has_key,
                token: None,
            });
        }
        Ok(entries)
    }

    fn open(&mut self, address: &KeyAddress, pin: &mut dyn PinSource) -> Result<Box<dyn Signer>> {
        let path = Path::new(&address.place);
        let certificate = certificate(path).ok_or(Error::NoKey)?;
        if certificate.thumbprint() != address.thumbprint {
            return Err(Error::NoKey);
        }
        let key = match Key::of(path, &certificate)? {
            Key::Plain(key) => key,
            Key::Locked(bytes) => unlock(&bytes, path, pin)?,
        };
        if !belongs(&key, &certificate) {
            return Err(Error::NoKey);
        }
        Ok(Box::new(SoftwareSigner { certificate, key }))
    }
}

/// A key file found for a certificate.
enum Key {
    Plain(PrivateKey),
    Locked(Zeroizing<Vec<u8>>),
}

impl Key {
    fn of(path: &Path, certificate: &Certificate) -> Result<Self> {
        let folder = path.parent().unwrap_or(Path::new("."));
        let files = beside(folder);
        // Not the certificate itself: in DER it begins as a key under a password does.
        let same_name = |file: &&PathBuf| file.file_stem() == path.file_stem() && file.as_path() != path;
        for file in files.iter().filter(same_name) {
            let Some(bytes) = read(file) else { continue };
            match key_file::read(&bytes, None) {
                Ok(key) if belongs(&key, certificate) => return Ok(Self::Plain(key)),
                Err(Error::WrongPassword) => return Ok(Self::Locked(bytes)),
                Ok(_) | Err(_) => {}
            }
        }
        let plain = |file: &PathBuf| key_file::read(&read(file)?, None).ok();
        let mut plain_keys = files.iter().filter(|file| !same_name(file)).filter_map(plain);
        plain_keys
            .find(|key| belongs(key, certificate))
            .map(Self::Plain)
            .ok_or(Error::NoKey)
    }
}

fn unlock(bytes: &[u8], path: &Path, pin: &mut dyn PinSource) -> Result<PrivateKey> {
    let question = PinQuestion {
        label: path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        tries: Tries::Untold,
        is_last: false,
        is_factory: false,
        has_own_window: false,
    };
    match pin.ask(&question)? {
        PinAnswer::Pin(password) | PinAnswer::PinDespiteLastTry(password) => {
            key_file::read(bytes, Some(&password))
        }
        PinAnswer::OwnWindow | PinAnswer::Cancel => Err(Error::PinCancelled),
    }
}

fn belongs(key: &PrivateKey, certificate: &Certificate) -> bool {
    certificate
        .public_key()
        .is_ok_and(|public| public == key.public_key())
}

fn certificate(path: &Path) -> Option<Certificate> {
    let certificate = Certificate::from_pem_or_der(&read(path)?).ok()?;
    certificate.public_key().is_ok().then_some(certificate)
}

fn read(path: &Path) -> Option<Zeroizing<Vec<u8>>> {
    let facts = fs::metadata(path).ok()?;
    (facts.is_file() && facts.len() <= MOST_BYTES).then(|| fs::read(path).ok().map(Zeroizing::new))?
}

/// The files of a folder, by name: the same question gets the same answer.
fn beside(folder: &Path) -> Vec<PathBuf> {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let entries = fs::read_dir(folder).map(|entries| entries.flatten().map(|entry| entry.path()).collect());
    let mut files: Vec<PathBuf> = entries.unwrap_or_default();
    files.sort();
    files
}

struct SoftwareSigner {
    certificate: Certificate,
    key: PrivateKey,
}

impl RawSigner for SoftwareSigner {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn sign_digest(&mut self, digest: &[u8]) -> Result<Vec<u8>> {
        self.key.sign_digest(digest, &mut SystemRandom)
    }
}

impl KeyUnwrap for SoftwareSigner {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn unwrap(&mut self, transport: &KeyTransport) -> Result<Zeroizing<Vec<u8>>> {
        transport.unwrap_with(&self.key)
    }
}
