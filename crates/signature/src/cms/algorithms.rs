//! Names of algorithms in signed messages (RFC 9215, Р 1323565.1.025).

use der::oid::ObjectIdentifier;

use crate::gost::Digest;

pub(crate) const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
pub(crate) const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
pub(crate) const ENVELOPED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.3");

pub(crate) const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
pub(crate) const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
pub(crate) const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
pub(crate) const SIGNING_CERTIFICATE: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
pub(crate) const SIGNING_CERTIFICATE_V2: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
pub(crate) const TIMESTAMP_TOKEN: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");

const KEY_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.1.1");
const KEY_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.1.2");
const SIGNATURE_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.3.2");
const SIGNATURE_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.3.3");
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");

/// How a message names the algorithm of its signature: both spellings are met, and both are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum AlgorithmName {
    /// The identifier of the key (1.2.643.7.1.1.1.x), as the examples of Р 1323565.1.025 do.
    #[default]
    Key,
    /// The identifier of signature and digest together (1.2.643.7.1.1.3.x), as RFC 9215 allows.
    SignatureWithDigest,
}

/// Whether algorithms carry empty parameters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum AlgorithmParameters {
    /// None at all.
    #[default]
    Absent,
    /// NULL.
    Null,
}

/// How algorithms are spelled in a message that is built.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Spelling {
    /// The name of the signature's algorithm.
    pub name: AlgorithmName,
    /// The parameters of digest and signature.
    pub parameters: AlgorithmParameters,
}

impl Spelling {
    /// All that are met.
    pub const ALL: [Self; 4] = [
        Self::new(AlgorithmName::Key, AlgorithmParameters::Absent),
        Self::new(AlgorithmName::Key, AlgorithmParameters::Null),
        Self::new(AlgorithmName::SignatureWithDigest, AlgorithmParameters::Absent),
        Self::new(AlgorithmName::SignatureWithDigest, AlgorithmParameters::Null),
    ];

    const fn new(name: AlgorithmName, parameters: AlgorithmParameters) -> Self {
        Self { name, parameters }
    }

    pub(crate) fn identifier(self, oid: &ObjectIdentifier) -> Vec<u8> {
        let oid = crate::asn1::oid(oid);
        match self.parameters {
            AlgorithmParameters::Absent => crate::asn1::sequence(&[&oid]),
            AlgorithmParameters::Null => crate::asn1::sequence(&[&oid, &[crate::asn1::tag::NULL, 0]]),
        }
    }

    pub(super) fn signature(self, digest: Digest) -> Vec<u8> {
        let oid = match (self.name, digest) {
            (AlgorithmName::Key, Digest::Streebog256) => KEY_256,
            (AlgorithmName::Key, Digest::Streebog512) => KEY_512,
            (AlgorithmName::SignatureWithDigest, Digest::Streebog256) => SIGNATURE_256,
            (AlgorithmName::SignatureWithDigest, Digest::Streebog512) => SIGNATURE_512,
        };
        self.identifier(&oid)
    }
}

/// The digest of this name, where it is one of ours.
pub(crate) fn digest(oid: &ObjectIdentifier) -> Option<Digest> {
    [Digest::Streebog256, Digest::Streebog512]
        .into_iter()
        .find(|digest| digest.oid() == *oid)
}

/// The digest that goes with a signature of this name, where it is one of ours.
pub(crate) fn digest_of_signature(oid: &ObjectIdentifier) -> Option<Digest> {
    match *oid {
        KEY_256 | SIGNATURE_256 => Some(Digest::Streebog256),
        KEY_512 | SIGNATURE_512 => Some(Digest::Streebog512),
        _ => None,
    }
}

/// The digest of a certificate by which a signer binds it (RFC 5035); foreign signers use SHA as well.
pub(crate) fn certificate_digest(oid: &ObjectIdentifier, bytes: &[u8]) -> Option<Vec<u8>> {
    use sha1::Digest as _;
    match *oid {
        SHA1 => Some(sha1::Sha1::digest(bytes).to_vec()),
        SHA256 => Some(sha2::Sha256::digest(bytes).to_vec()),
        _ => digest(oid).map(|digest| digest.of(bytes)),
    }
}

/// What the first version of the attribute means without naming it.
pub(super) const DEFAULT_V1: ObjectIdentifier = SHA1;
/// What the second version of the attribute means without naming it.
pub(super) const DEFAULT_V2: ObjectIdentifier = SHA256;
