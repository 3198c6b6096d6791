//! How the key of a sealed message travels to one recipient.

use der::oid::ObjectIdentifier;
use zeroize::Zeroizing;

use super::names;
use crate::asn1::{Reader, tag};
use crate::certificate::Reference;
use crate::cms::algorithms::digest_of_signature;
use crate::gost::acpkm::BlockCipher;
use crate::gost::cipher28147::Sbox;
use crate::gost::{self, Digest, kdf, kexp15, wrap28147};
use crate::{Error, Result};

const WHAT: &str = "the key of a sealed message";
const MALFORMED: Error = Error::Malformed { what: WHAT };

/// The key of the content, wrapped for one certificate. A token is given its parts, a key file unwraps it here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyTransport {
    /// For whom.
    pub recipient: Reference,
    /// The sender's key of this message alone.
    pub ephemeral_key: gost::PublicKey,
    /// The number that makes the agreed key unique: 8 bytes (RFC 4490) or 32 (Р 1323565.1.025).
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
    /// KExp15 (Р 1323565.1.017, Р 1323565.1.025).
    Kexp15 {
        /// Whose block makes the wrap.
        cipher: BlockCipher,
        /// The key and its MAC, encrypted.
        encrypted: Vec<u8>,
    },
}

impl KeyTransport {
    /// Reads the rest of `KeyTransRecipientInfo` after the name of the recipient.
    pub(super) fn read(recipient: Reference, info: &mut Reader<'_>) -> Result<Self> {
        let (algorithm, _) = info.algorithm()?;
        let key = info.expect(tag::OCTET_STRING)?.body;
        info.end()?;
        if digest_of_signature(&algorithm).is_some() {
            Self::read_old(recipient, key)
        } else if let Some(cipher) = names::cipher_of_wrap(&algorithm) {
            Self::read_new(recipient, cipher, key)
        } else {
            let what = format!("the key transport {algorithm}");
            Err(Error::Unsupported { what })
        }
    }

    /// `GostR3410-KeyTransport` (RFC 4490, 4.2).
    fn read_old(recipient: Reference, bytes: &[u8]) -> Result<Self> {
        let mut transport = Reader::new(bytes, WHAT).enter(tag::SEQUENCE)?;
        let mut key = transport.enter(tag::SEQUENCE)?;
        let encrypted = key.expect(tag::OCTET_STRING)?.body;
        // A mask belongs to keys that this program never meets.
        let mac = key.expect(tag::OCTET_STRING)?.body;
        key.end()?;
        let mut parameters = transport.enter(tag::nested(0))?;
        transport.end()?;
        let sbox = parameters.oid()?;
        let ephemeral = parameters
            .optional(tag::nested(0))?
            .ok_or_else(|| Error::Unsupported {
                what: "a key transport without a key of its own".to_owned(),
            })?;
        let ukm = parameters.expect(tag::OCTET_STRING)?.body;
        parameters.end()?;
        let spki = crate::asn1::sequence(&[ephemeral.body]);
        Ok(Self {
            recipient,
            ephemeral_key: gost::PublicKey::from_spki(&spki)?,
            ukm: ukm.to_vec(),
            wrapped: WrappedKey::Gost28147 {
                encrypted: encrypted.try_into().map_err(|_| MALFORMED)?,
                mac: mac.try_into().map_err(|_| MALFORMED)?,
                parameters: sbox,
            },
        })
    }

    /// `GostR3410-KeyTransport` of Р 1323565.1.025: the wrapped key, the sender's key, the number.
    fn read_new(recipient: Reference, cipher: BlockCipher, bytes: &[u8]) -> Result<Self> {
        let mut transport = Reader::new(bytes, WHAT).enter(tag::SEQUENCE)?;
        let encrypted = transport.expect(tag::OCTET_STRING)?.body;
        let ephemeral = transport.expect(tag::SEQUENCE)?.whole;
        let ukm = transport.expect(tag::OCTET_STRING)?.body;
        transport.end()?;
        Ok(Self {
            recipient,
            ephemeral_key: gost::PublicKey::from_spki(ephemeral)?,
            ukm: ukm.to_vec(),
            wrapped: WrappedKey::Kexp15 {
                cipher,
                encrypted: encrypted.to_vec(),
            },
        })
    }

    /// Unwraps with a key at hand.
    ///
    /// # Errors
    /// [`Error::Malformed`]: the key does not fit, or the wrapped bytes were changed; [`Error::Unsupported`]: an
    /// unknown S-box.
    pub fn unwrap_with(&self, key: &gost::PrivateKey) -> Result<Zeroizing<Vec<u8>>> {
        match &self.wrapped {
            WrappedKey::Gost28147 {
                encrypted,
                mac,
                parameters,
            } => {
                let sbox = Sbox::from_oid(*parameters)?;
                let ukm: [u8; 8] = self.ukm.as_slice().try_into().map_err(|_| MALFORMED)?;
                let wrapped = wrap28147::Wrapped {
                    key: *encrypted,
                    mac: *mac,
                };
                let kek = old_kek(key, &self.ephemeral_key, ukm)?;
                let opened = wrap28147::unwrap(&kek, ukm, sbox, &wrapped)?;
                Ok(Zeroizing::new(opened.to_vec()))
            }
            WrappedKey::Kexp15 { cipher, encrypted } => {
                let ukm: &[u8; 32] = self.ukm.as_slice().try_into().map_err(|_| MALFORMED)?;
                let keys = kdf::keg(key, &self.ephemeral_key, ukm)?;
                kexp15::import(*cipher, &keys, iv(*cipher, ukm)?, encrypted)
            }
        }
    }
}

/// The agreed key of RFC 4490, with Streebog of 256 bits for keys of either length.
pub(super) fn old_kek(
    own: &gost::PrivateKey,
    peer: &gost::PublicKey,
    ukm: [u8; 8],
) -> Result<Zeroizing<[u8; 32]>> {
    let agreed = own.vko(peer, &ukm, Digest::Streebog256)?;
    let kek: &[u8; 32] = agreed.as_slice().try_into().map_err(|_| MALFORMED)?;
    Ok(Zeroizing::new(*kek))
}

/// Half a block from the end of the number.
pub(super) fn iv(cipher: BlockCipher, ukm: &[u8; 32]) -> Result<&[u8]> {
    ukm.get(24..24 + cipher.iv_bytes()).ok_or(MALFORMED)
}
