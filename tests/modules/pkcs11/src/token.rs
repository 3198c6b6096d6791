//! The folder that is the token.

use std::fs;
use std::path::PathBuf;

use cryptoki_sys::*;
use signature::certificate::Certificate;
use signature::gost::PrivateKey;
use signature::key_file;

/// What is wrong with the token; read anew at every call, so that a test changes it in the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Signatures come as r‖s.
    SwappedOrder,
    /// Each half of a signature comes little-endian.
    LittleEndian,
    /// A signature of something else.
    WrongSignature,
    /// Pulled out.
    Removed,
    /// The process breaks off when signing.
    CrashOnSign,
    /// The process breaks off when listing.
    CrashOnList,
    /// Listing never ends.
    HangOnList,
    /// Signing never ends.
    HangOnSign,
    /// A CryptoPro container instead of keys.
    ContainerOnly,
    /// A certificate without any key.
    CertificateOnly,
    /// Rutoken's extension is missing.
    NoExtension,
    /// The PIN from the factory.
    FactoryPin,
    /// Nothing but certificates is shown before the PIN.
    HiddenPublicKeys,
    /// Certificates lack the CKA_ID of their keys.
    CertificateWithoutId,
    /// The module prints where its host speaks.
    Chatty,
}

impl Fault {
    fn read(word: &str) -> Option<Self> {
        Some(match word {
            "swapped" => Self::SwappedOrder,
            "little-endian" => Self::LittleEndian,
            "wrong-signature" => Self::WrongSignature,
            "removed" => Self::Removed,
            "crash-on-sign" => Self::CrashOnSign,
            "crash-on-list" => Self::CrashOnList,
            "hang-on-list" => Self::HangOnList,
            "hang-on-sign" => Self::HangOnSign,
            "container-only" => Self::ContainerOnly,
            "certificate-only" => Self::CertificateOnly,
            "no-extension" => Self::NoExtension,
            "factory-pin" => Self::FactoryPin,
            "hidden-public-keys" => Self::HiddenPublicKeys,
            "certificate-without-id" => Self::CertificateWithoutId,
            "chatty" => Self::Chatty,
            _ => return None,
        })
    }
}

pub struct Pair {
    pub name: String,
    pub key: PrivateKey,
    pub certificate: Certificate,
}

pub struct Token {
    folder: PathBuf,
    pub fault: Option<Fault>,
    pub tries: u32,
    pub most: u32,
}

impl Token {
    /// The token in the slot, or why there is none.
    pub fn here() -> Result<Self, CK_RV> {
        let folder = PathBuf::from(std::env::var_os("TEST_TOKEN_FOLDER").ok_or(CKR_TOKEN_NOT_PRESENT)?);
        let text = |name: &str| {
            fs::read_to_string(folder.join(name))
                .unwrap_or_default()
                .trim()
                .to_owned()
        };
        let fault = Fault::read(&text("fault"));
        let signed = || text("calls").lines().filter(|line| *line == "C_Sign").count();
        let is_pulled_out = text("fault")
            .strip_prefix("pulled-out-after-")
            .and_then(|count| count.parse().ok())
            .is_some_and(|count: usize| signed() >= count);
        if fault == Some(Fault::Removed) || is_pulled_out || !folder.exists() {
            return Err(CKR_DEVICE_REMOVED);
        }
        if fault == Some(Fault::Chatty) {
            println!("reader 0: card present");
        }
        let most = text("most").parse().unwrap_or(3);
        let tries = text("tries").parse().unwrap_or(most);
        Ok(Self {
            folder,
            fault,
            tries,
            most,
        })
    }

    pub fn flags(&self) -> CK_FLAGS {
        let mut flags = CKF_LOGIN_REQUIRED | CKF_USER_PIN_INITIALIZED | CKF_TOKEN_INITIALIZED | CKF_RNG;
        flags |= match self.tries {
            0 => CKF_USER_PIN_LOCKED,
            1 => CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_COUNT_LOW,
            tries if tries < self.most => CKF_USER_PIN_COUNT_LOW,
            _ => 0,
        };
        if self.fault == Some(Fault::FactoryPin) {
            flags | CKF_USER_PIN_TO_BE_CHANGED
        } else {
            flags
        }
    }

    pub fn login(&self, pin: &[u8]) -> CK_RV {
        self.note("C_Login");
        if self.tries == 0 {
            return CKR_PIN_LOCKED;
        }
        let right = fs::read(self.folder.join("pin")).unwrap_or_default();
        let left = if pin == right.trim_ascii() {
            self.most
        } else {
            self.tries - 1
        };
        fs::write(self.folder.join("tries"), left.to_string()).expect("the counter is kept");
        if pin == right.trim_ascii() {
            CKR_OK
        } else {
            CKR_PIN_INCORRECT
        }
    }

    /// Certificates with their keys, by name.
    pub fn pairs(&self) -> Vec<Pair> {
        let entries = fs::read_dir(&self.folder).expect("the folder is there");
        let mut names: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        names.retain(|path| path.extension().is_some_and(|end| end == "key"));
        names.sort();
        let pair = |path: &PathBuf| {
            let key = key_file::read(&fs::read(path).ok()?, None).ok()?;
            let certificate =
                Certificate::from_pem_or_der(&fs::read(path.with_extension("cer")).ok()?).ok()?;
            Some(Pair {
                name: path.file_stem()?.to_str()?.to_owned(),
                key,
                certificate,
            })
        };
        names.iter().filter_map(pair).collect()
    }

    /// What a test counts afterwards.
    pub fn note(&self, call: &str) {
        use std::io::Write;
        let calls = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.join("calls"));
        writeln!(calls.expect("calls are noted"), "{call}").expect("calls are noted");
    }
}
