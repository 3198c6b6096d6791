//! The form of the vault's file and its cryptography.
//!
//! Argon2id makes 64 bytes from the passphrase: 32 encrypt (XChaCha20-Poly1305), 32 are written down as a check, so
//! that a wrong passphrase and a damaged file are told apart; both halves cost an attacker the same. Everything in
//! the file except the ciphertext is authenticated as associated data. A plain SHA-256 over all of it finds chance
//! damage before the passphrase is blamed.

use std::collections::BTreeMap;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use engine::ports::Secret;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::randomness::random_bytes;

const FORMAT: &str = "surguch-vault";
const VERSION: u32 = 1;

/// The secrets by name.
pub(super) type Content = BTreeMap<String, Secret>;

/// What one guess of the passphrase costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// RFC 9106 §4, the second recommended option: 64 MiB, three passes, four lanes. About a tenth of a second.
    pub(crate) const STANDARD: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 4,
    };

    /// Next to nothing, for tests that are not about the cost.
    #[cfg(test)]
    pub(crate) const CHEAP: Self = Self {
        memory_kib: 64,
        passes: 1,
        lanes: 1,
    };

    /// A file may ask for more than the standard, but not for so much that opening it stops the computer.
    const MOST: Self = Self {
        memory_kib: 4 * 1024 * 1024,
        passes: 64,
        lanes: 64,
    };

    fn is_bearable(self) -> bool {
        self.memory_kib <= Self::MOST.memory_kib
            && self.passes <= Self::MOST.passes
            && self.lanes <= Self::MOST.lanes
    }
}

/// Why a file cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Damage {
    WrongPassphrase,
    Newer,
    /// Where, in Russian.
    Content(&'static str),
}

/// The keys made from a passphrase, with what they were made from.
pub(super) struct Keys {
    cost: Cost,
    salt: [u8; 16],
    encryption: Zeroizing<[u8; 32]>,
    check: [u8; 32],
}

impl Keys {
    /// Keys with a new salt.
    pub(super) fn fresh(passphrase: &Secret, cost: Cost) -> Result<Self, Damage> {
        Self::derive(passphrase, cost, random_bytes())
    }

    fn derive(passphrase: &Secret, cost: Cost, salt: [u8; 16]) -> Result<Self, Damage> {
        let bad = Damage::Content("параметры ключа");
        if !cost.is_bearable() {
            return Err(bad);
        }
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None).map_err(|_| bad)?;
        let mut made = Zeroizing::new([0_u8; 64]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.expose().as_bytes(), &salt, made.as_mut_slice())
            .map_err(|_| bad)?;
        let mut keys = Self {
            cost,
            salt,
            encryption: Zeroizing::new([0; 32]),
            check: [0; 32],
        };
        let (encryption, check) = made.split_at(32);
        keys.encryption.copy_from_slice(encryption);
        keys.check.copy_from_slice(check);
        Ok(keys)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        let key: &[u8; 32] = &self.encryption;
        XChaCha20Poly1305::new(key.into())
    }
}

/// Everything that is not secret.
#[derive(Debug, Serialize, Deserialize)]
struct Header {
    format: String,
    version: u32,
    key_derivation: String,
    cost: Cost,
    #[serde(with = "base64_bytes")]
    salt: Vec<u8>,
    #[serde(with = "base64_bytes")]
    check: Vec<u8>,
    cipher: String,
    #[serde(with = "base64_bytes")]
    nonce: Vec<u8>,
}

/// The file, taken apart.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct VaultFile {
    #[serde(flatten)]
    header: Header,
    #[serde(with = "base64_bytes")]
    content: Vec<u8>,
    #[serde(with = "base64_bytes")]
    sha256: Vec<u8>,
}

/// All that a newer file is sure to have.
#[derive(Deserialize)]
struct Stamp {
    format: String,
    version: u32,
}

impl VaultFile {
    /// Encrypts the secrets under a nonce of their own.
    pub(super) fn seal(content: &Content, keys: &Keys) -> Result<Self, Damage> {
        let nonce: [u8; 24] = random_bytes();
        let header = Header {
            format: FORMAT.to_owned(),
            version: VERSION,
            key_derivation: "argon2id".to_owned(),
            cost: keys.cost,
            salt: keys.salt.to_vec(),
            check: keys.check.to_vec(),
            cipher: "xchacha20poly1305".to_owned(),
            nonce: nonce.to_vec(),
        };
        let named: BTreeMap<&str, &str> = content
            .iter()
            .map(|(name, value)| (name.as_str(), value.expose()))
            .collect();
        let inner = || Damage::Content("запись");
        let plain = Zeroizing::new(serde_json::to_vec(&named).map_err(|_| inner())?);
        let payload = Payload {
            msg: &plain,
            aad: &header.authenticated()?,
        };
        let content = keys
            .cipher()
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| inner())?;
        let sha256 = digest(&header, &content)?;
        Ok(Self {
            header,
            content,
            sha256,
        })
    }

    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, Damage> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(|_| Damage::Content("запись"))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Takes a file apart and checks that chance has not changed it.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, Damage> {
        let stamp: Stamp =
            serde_json::from_slice(bytes).map_err(|_| Damage::Content("это не файл хранилища"))?;
        if stamp.format != FORMAT {
            return Err(Damage::Content("это не файл хранилища"));
        }
        if stamp.version > VERSION {
            return Err(Damage::Newer);
        }
        let file: Self = serde_json::from_slice(bytes).map_err(|_| Damage::Content("состав полей"))?;
        let ours = file.header.version == VERSION
            && file.header.key_derivation == "argon2id"
            && file.header.cipher == "xchacha20poly1305";
        if !ours {
            return Err(Damage::Content("способ шифрования"));
        }
        if digest(&file.header, &file.content)? != file.sha256 {
            return Err(Damage::Content("контрольная сумма"));
        }
        Ok(file)
    }

    /// The keys of this file, if the passphrase is the right one.
    pub(super) fn keys(&self, passphrase: &Secret) -> Result<Keys, Damage> {
        let salt = self.header.salt.as_slice().try_into();
        let salt = salt.map_err(|_| Damage::Content("соль"))?;
        let keys = Keys::derive(passphrase, self.header.cost, salt)?;
        if keys.check.as_slice() != self.header.check {
            return Err(Damage::WrongPassphrase);
        }
        Ok(keys)
    }

    /// True unless the vault was made anew since these keys were.
    pub(super) fn was_made_with(&self, keys: &Keys) -> bool {
        self.header.salt == keys.salt && self.header.check == keys.check && self.header.cost == keys.cost
    }

    /// Decrypts the secrets.
    pub(super) fn content(&self, keys: &Keys) -> Result<Content, Damage> {
        let nonce: [u8; 24] = self
            .header
            .nonce
            .as_slice()
            .try_into()
            .map_err(|_| Damage::Content("одноразовое число"))?;
        let payload = Payload {
            msg: &self.content,
            aad: &self.header.authenticated()?,
        };
        let plain = keys
            .cipher()
            .decrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Damage::Content("содержимое не проходит проверку подлинности"))?;
        let plain = Zeroizing::new(plain);
        let named: BTreeMap<String, String> =
            serde_json::from_slice(&plain).map_err(|_| Damage::Content("содержимое"))?;
        Ok(named
            .into_iter()
            .map(|(name, value)| (name, Secret::new(value)))
            .collect())
    }
}

impl Header {
    fn authenticated(&self) -> Result<Vec<u8>, Damage> {
        serde_json::to_vec(self).map_err(|_| Damage::Content("запись"))
    }
}

fn digest(header: &Header, content: &[u8]) -> Result<Vec<u8>, Damage> {
    let mut digest = Sha256::new();
    digest.update(header.authenticated()?);
    digest.update(content);
    Ok(digest.finalize().to_vec())
}

/// Bytes as base64 text in JSON.
mod base64_bytes {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD.decode(text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
impl VaultFile {
    /// What an attacker without the passphrase can do: change a field and make the plain sum fit again.
    pub(super) fn swap_nonce_and_mend_sum(&mut self) {
        self.header.nonce.reverse();
        self.sha256 = digest(&self.header, &self.content).unwrap();
    }

    pub(super) fn ask_for_memory_and_mend_sum(&mut self, memory_kib: u32) {
        self.header.cost.memory_kib = memory_kib;
        self.sha256 = digest(&self.header, &self.content).unwrap();
    }
}
