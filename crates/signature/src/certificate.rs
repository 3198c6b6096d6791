//! Certificates: who signed, until when, by whose authority.
//!
//! Everything is read from the bytes as they came and kept beside them. Deliberately not here: which authorities are
//! to be trusted (an argument of [`chain::check`]), fetching lists or issuers from their addresses, and pictures of
//! certificates in words.

pub mod chain;
pub mod crl;
mod extensions;
pub mod issue;
pub mod ocsp;
mod owner;
mod parse;
mod policies;
mod reference;
mod signature;
mod thumbprint;

use der::oid::ObjectIdentifier;
use jiff::Timestamp;

pub use extensions::{BasicConstraints, KeyUsage};
pub use owner::Owner;
pub use policies::ProtectionClass;
pub use reference::Reference;
pub use thumbprint::Thumbprint;

use crate::{Error, gost};

/// A certificate of a public key (X.509, RFC 5280; forms of owners: приказ ФСБ России № 795).
#[derive(Clone)]
pub struct Certificate {
    der: Vec<u8>,
    signed_part: Vec<u8>,
    signature_algorithm: ObjectIdentifier,
    signature: Vec<u8>,
    serial: Vec<u8>,
    issuer_der: Vec<u8>,
    subject_der: Vec<u8>,
    public_key_der: Vec<u8>,
    validity: Validity,
    owner: Owner,
    issuer: Owner,
    extensions: extensions::Extensions,
}

/// From when until when a certificate may be used; both moments belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// The first moment.
    pub from: Timestamp,
    /// The last moment.
    pub to: Timestamp,
}

impl Validity {
    /// Does the moment lie inside?
    pub fn contains(&self, moment: Timestamp) -> bool {
        self.from <= moment && moment <= self.to
    }
}

impl Certificate {
    /// Reads DER (BER is brought to DER first).
    ///
    /// # Errors
    /// [`Error::Malformed`]: not a certificate, or larger than 256 KiB, which none is.
    pub fn from_der(bytes: &[u8]) -> Result<Self, Error> {
        parse::certificate(bytes)
    }

    /// Reads a file as it is found: DER, PEM, or bare base64.
    ///
    /// # Errors
    /// As [`Certificate::from_der`].
    pub fn from_pem_or_der(bytes: &[u8]) -> Result<Self, Error> {
        Self::from_der(&crate::cms::armour::open(bytes))
    }

    /// The bytes.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// SHA-1 of the bytes, the name by which people and stores know a certificate.
    pub fn thumbprint(&self) -> Thumbprint {
        Thumbprint::of(&self.der)
    }

    /// The number given by the issuer: big-endian, as it is encoded.
    pub fn serial(&self) -> &[u8] {
        &self.serial
    }

    /// The number in hexadecimal digits, as certificates are shown.
    pub fn serial_hex(&self) -> String {
        let digits = match self.serial.as_slice() {
            // The first zero only keeps the number positive.
            [0, rest @ ..] if !rest.is_empty() => rest,
            all => all,
        };
        thumbprint::hex(digits)
    }

    /// Whose certificate it is.
    pub fn owner(&self) -> &Owner {
        &self.owner
    }

    /// Who gave it.
    pub fn issuer(&self) -> &Owner {
        &self.issuer
    }

    /// The name of the issuer as people call it.
    pub fn issuer_name(&self) -> &str {
        self.issuer.display_name()
    }

    /// The issuer's name as encoded.
    pub fn issuer_der(&self) -> &[u8] {
        &self.issuer_der
    }

    /// The owner's name as encoded.
    pub fn subject_der(&self) -> &[u8] {
        &self.subject_der
    }

    /// From when until when it may be used.
    pub fn validity(&self) -> Validity {
        self.validity
    }

    /// The public key.
    ///
    /// # Errors
    /// [`Error::Unsupported`]: not a GOST R 34.10-2012 key.
    pub fn public_key(&self) -> Result<gost::PublicKey, Error> {
        gost::PublicKey::from_spki(&self.public_key_der)
    }

    /// The public key as SubjectPublicKeyInfo.
    pub fn public_key_der(&self) -> &[u8] {
        &self.public_key_der
    }

    /// What the key may be used for; `None` where the certificate does not restrict it.
    pub fn key_usage(&self) -> Option<KeyUsage> {
        self.extensions.key_usage
    }

    /// The extended usages (client authentication and the like).
    pub fn extended_key_usage(&self) -> &[ObjectIdentifier] {
        &self.extensions.extended_key_usage
    }

    /// Whether and how deep its owner may give certificates to others.
    pub fn basic_constraints(&self) -> Option<BasicConstraints> {
        self.extensions.basic_constraints
    }

    /// The rules under which it was given.
    pub fn policies(&self) -> &[ObjectIdentifier] {
        &self.extensions.policies
    }

    /// The classes of protection (КС1 … КА1) named among the policies, weakest first.
    pub fn protection_classes(&self) -> Vec<ProtectionClass> {
        policies::classes(&self.extensions.policies)
    }

    /// The owner's means of signing (1.2.643.100.111), as the certificate names it.
    pub fn signing_tool(&self) -> Option<&str> {
        self.extensions.signing_tool.as_deref()
    }

    /// The identifier of its own key.
    pub fn subject_key_id(&self) -> Option<&[u8]> {
        self.extensions.subject_key_id.as_deref()
    }

    /// The identifier of the issuer's key.
    pub fn authority_key_id(&self) -> Option<&[u8]> {
        self.extensions.authority_key_id.as_deref()
    }

    /// Where the issuer's certificate can be fetched.
    pub fn issuer_addresses(&self) -> &[String] {
        &self.extensions.issuer_addresses
    }

    /// Where the issuer answers about revocation at once (OCSP).
    pub fn ocsp_addresses(&self) -> &[String] {
        &self.extensions.ocsp_addresses
    }

    /// Where the lists of revoked certificates can be fetched.
    pub fn crl_addresses(&self) -> &[String] {
        &self.extensions.crl_addresses
    }

    /// Is the name of the issuer its own name?
    pub fn is_self_issued(&self) -> bool {
        self.issuer_der == self.subject_der
    }

    /// May its key sign documents? A certificate without key usage does not forbid it.
    pub fn may_sign(&self) -> bool {
        self.extensions
            .key_usage
            .is_none_or(|usage| usage.digital_signature || usage.non_repudiation)
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Certificate {}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Certificate")
            .field("owner", &self.owner.display_name())
            .field("serial", &self.serial_hex())
            .field("thumbprint", &self.thumbprint().to_string())
            .finish_non_exhaustive()
    }
}
