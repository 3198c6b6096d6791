//! GOST mathematics: curves, signatures, agreement of keys, ciphers.

use zeroize::Zeroizing;

use crate::{Error, Randomness};

/// A named set of parameters of GOST R 34.10-2012.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Curve;

impl Curve {
    /// The set with this object identifier.
    ///
    /// # Errors
    /// [`Error::Unsupported`].
    pub fn from_oid(_oid: der::oid::ObjectIdentifier) -> Result<Self, Error> {
        todo!()
    }
    /// The identifier.
    pub fn oid(self) -> der::oid::ObjectIdentifier {
        todo!()
    }
    /// 32 or 64.
    pub fn field_bytes(self) -> usize {
        todo!()
    }
    /// The digest that goes with keys of this length.
    pub fn digest(self) -> Digest {
        todo!()
    }
}

/// GOST R 34.11-2012.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Digest {
    /// 32 bytes.
    Streebog256,
    /// 64 bytes.
    Streebog512,
}

impl Digest {
    /// The digest of these bytes.
    pub fn of(self, _bytes: &[u8]) -> Vec<u8> {
        todo!()
    }
    /// 1.2.643.7.1.1.2.2 or .3.
    pub fn oid(self) -> der::oid::ObjectIdentifier {
        todo!()
    }
    /// 32 or 64.
    pub fn bytes(self) -> usize {
        todo!()
    }
    /// A digest in the making.
    pub fn hasher(self) -> Hasher {
        todo!()
    }
}

/// A digest in the making.
#[derive(Clone)]
pub struct Hasher;

impl Hasher {
    /// More bytes.
    pub fn update(&mut self, _bytes: &[u8]) {
        todo!()
    }
    /// The digest.
    pub fn finish(self) -> Vec<u8> {
        todo!()
    }
}

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey;

impl PublicKey {
    /// From SubjectPublicKeyInfo (DER).
    ///
    /// # Errors
    /// [`Error::Malformed`], [`Error::Unsupported`].
    pub fn from_spki(_der: &[u8]) -> Result<Self, Error> {
        todo!()
    }
    /// SubjectPublicKeyInfo (DER).
    pub fn to_spki(&self) -> Vec<u8> {
        todo!()
    }
    /// The set of parameters.
    pub fn curve(&self) -> Curve {
        todo!()
    }
    /// Does `signature` (s‖r, each big-endian) belong to `digest`?
    ///
    /// # Errors
    /// [`Error::BadSignature`].
    pub fn verify_digest(&self, _digest: &[u8], _signature: &[u8]) -> Result<(), Error> {
        todo!()
    }
}

/// A private key.
pub struct PrivateKey;

impl PrivateKey {
    /// A new key.
    ///
    /// # Errors
    /// [`Error::Random`].
    pub fn generate(_curve: Curve, _randomness: &mut dyn Randomness) -> Result<Self, Error> {
        todo!()
    }
    /// From little-endian bytes.
    ///
    /// # Errors
    /// [`Error::Malformed`].
    pub fn from_bytes(_curve: Curve, _bytes: &[u8]) -> Result<Self, Error> {
        todo!()
    }
    /// Its public key.
    pub fn public_key(&self) -> PublicKey {
        todo!()
    }
    /// Signs: s‖r, each big-endian.
    ///
    /// # Errors
    /// [`Error::Random`].
    pub fn sign_digest(&self, _digest: &[u8], _randomness: &mut dyn Randomness) -> Result<Vec<u8>, Error> {
        todo!()
    }
    /// The key agreed with `peer` (RFC 7836, section 4.3).
    ///
    /// # Errors
    /// [`Error::Malformed`]: keys on different curves, or the agreement ends in zero.
    pub fn vko(&self, _peer: &PublicKey, _ukm: &[u8], _digest: Digest) -> Result<Zeroizing<Vec<u8>>, Error> {
        todo!()
    }
}
