//! Keys that sign in the sandbox: those that the operator keeps for people, and those of the other sides.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use signature::certificate::Certificate;
use signature::cms::{self, Content};
use signature::gost::PrivateKey;
use signature::keys::RawSigner;
use signature::{SystemRandom, key_file};

use super::cms::test_signature;
use super::requests::SignedContent;
use crate::world::Organization;

/// A key as it is handed over at the start.
#[derive(Debug, Clone)]
pub struct CloudKey {
    /// The certificate, DER.
    pub certificate: Vec<u8>,
    /// The private key, PKCS#8.
    pub key: Vec<u8>,
}

/// A key at hand.
pub struct Kept {
    certificate: Certificate,
    key: PrivateKey,
}

impl RawSigner for &Kept {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn sign_digest(&mut self, digest: &[u8]) -> signature::Result<Vec<u8>> {
        self.key.sign_digest(digest, &mut SystemRandom)
    }
}

impl Kept {
    /// Takes it in.
    pub fn of(one: &CloudKey) -> signature::Result<Self> {
        Ok(Self {
            certificate: Certificate::from_der(&one.certificate)?,
            key: key_file::read(&one.key, None)?,
        })
    }

    /// Whose it is.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// A detached signature, DER; nothing where the key does not sign.
    pub fn sign(&self, content: &[u8], at: Timestamp) -> Option<Vec<u8>> {
        let mut signer = self;
        cms::build(Content::Detached(content), &mut signer, at)
            .inspect_err(|error| tracing::warn!(%error, "a key of the sandbox did not sign"))
            .ok()
    }
}

/// Keys of the other sides. A counterparty with one signs for real, any other by the test signature.
#[derive(Default)]
pub struct PartyKeys(Vec<Kept>);

impl std::fmt::Debug for PartyKeys {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "PartyKeys({})", self.0.len())
    }
}

impl PartyKeys {
    /// Takes the keys in.
    pub fn of(keys: &[CloudKey]) -> signature::Result<Self> {
        keys.iter()
            .map(Kept::of)
            .collect::<signature::Result<_>>()
            .map(Self)
    }

    /// What this organisation sends, with its signature.
    pub fn signed(&self, whose: &Organization, content: &[u8], at: Timestamp) -> SignedContent {
        let signature = self.sign(whose, content, at);
        let signature = signature.or_else(|| (!whose.is_test).then(|| test_signature(content)));
        SignedContent {
            content: BASE64.encode(content),
            sign_with_test_signature: signature.is_none(),
            signature: signature.map(|bytes| BASE64.encode(bytes)).unwrap_or_default(),
            ..SignedContent::default()
        }
    }

    /// A detached signature of this organisation's own key; nothing where it has none.
    pub fn sign(&self, whose: &Organization, content: &[u8], at: Timestamp) -> Option<Vec<u8>> {
        let is_theirs = |kept: &&Kept| {
            let owner = kept.certificate.owner();
            owner.company_inn().or(owner.personal_inn()) == Some(whose.inn.as_str())
        };
        self.0.iter().find(is_theirs)?.sign(content, at)
    }
}
