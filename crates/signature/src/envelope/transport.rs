//! How the key of a sealed message travels to one recipient.

use der::oid::ObjectIdentifier;
use zeroize::Zeroizing;

use crate::certificate::Reference;
use crate::{Error, gost};

/// The key of the content, wrapped for one certificate. A token is given its parts, a key file unwraps it here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyTransport {
    /// For whom.
    pub recipient: Reference,
    /// The sender's key of this message alone.
    pub ephemeral_key: gost::PublicKey,
    /// The number that makes the agreed key unique: 8 bytes (RFC 4490) or 32 (R 1323565.1.025).
    pub ukm: Vec<u8>,
    /// The key of the content under the agreed one.
    pub wrapped: WrappedKey,
}

/// A wrapped key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WrappedKey {
    /// CryptoPro key wrap over GOST 28147-89 (RFC 4357, 6.3; RFC 4490, 4.2).
    Gost28147 {
        /// The key, 32 bytes.
        encrypted: [u8; 32],
        /// Its imitovstavka.
        mac: [u8; 4],
        /// The S-box.
        parameters: ObjectIdentifier,
    },
    /// KExp15 (R 1323565.1.017, R 1323565.1.025).
    Kexp15 {
        /// Whose block makes the wrap.
        cipher: BlockCipher,
        /// The key and its MAC, encrypted.
        encrypted: Vec<u8>,
    },
}

/// A block cipher of GOST R 34.12-2015.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockCipher {
    /// «Кузнечик», blocks of 16 bytes.
    Kuznyechik,
    /// «Магма», blocks of 8 bytes.
    Magma,
}

impl KeyTransport {
    /// Unwraps with a key at hand.
    ///
    /// # Errors
    /// [`Error::Malformed`]: the key does not fit, or the wrapped bytes were changed.
    pub fn unwrap_with(&self, _key: &gost::PrivateKey) -> Result<Zeroizing<Vec<u8>>, Error> {
        todo!()
    }
}
