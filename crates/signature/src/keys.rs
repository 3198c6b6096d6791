//! Where keys live and who signs with them: a file, a token, a provider, each behind the same small traits.
//!
//! A key never leaves its store: a store lists certificates ([`KeyStore::list`]) and opens one for a single action of a
//! person ([`KeyStore::open`]), asking for the PIN through [`PinSource`]. Nothing here remembers a PIN, repeats a wrong
//! one, or tries the one the factory set.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::certificate::Certificate;
use crate::envelope::KeyTransport;
use crate::{Result, cms, envelope};

mod address;
pub mod child;
pub mod cryptopro;
mod pin;
pub mod pkcs11;
pub mod several;
pub mod software;

pub use address::KeyAddress;
pub use pin::{NoPin, PinAnswer, PinQuestion, PinSource, Tries};

/// A key that signs a digest: a file or a token.
pub trait RawSigner {
    /// The certificate of the key.
    fn certificate(&self) -> &Certificate;

    /// Signs a digest of the key's own length.
    ///
    /// # Errors
    /// Whatever the store says; the digest is signed once or not at all.
    fn sign_digest(&mut self, digest: &[u8]) -> Result<Vec<u8>>;
}

/// A key that opens the key of an envelope.
pub trait KeyUnwrap {
    /// The certificate of the key.
    fn certificate(&self) -> &Certificate;

    /// The content key that was wrapped for this certificate.
    ///
    /// # Errors
    /// Whatever the store says; [`crate::Error::Malformed`] where the wrapped key does not hold.
    fn unwrap(&mut self, transport: &KeyTransport) -> Result<Zeroizing<Vec<u8>>>;
}

/// What the product uses: an opened key, good until it is dropped.
pub trait Signer: Send {
    /// The certificate of the key.
    fn certificate(&self) -> &Certificate;

    /// A detached signature (CAdES-BES, DER) that has passed [`cms::gate`].
    ///
    /// # Errors
    /// Whatever the store says; [`crate::Error::BadSignature`] where the result is not exactly what was asked for.
    fn sign_detached(&mut self, content: &[u8], signed_at: Timestamp) -> Result<Vec<u8>>;

    /// Opens a message sealed for this certificate.
    ///
    /// # Errors
    /// Whatever the store says; [`crate::Error::Malformed`] for a broken message.
    fn decrypt(&mut self, message: &[u8]) -> Result<Vec<u8>>;
}

impl<T: RawSigner + KeyUnwrap + Send> Signer for T {
    fn certificate(&self) -> &Certificate {
        RawSigner::certificate(self)
    }

    fn sign_detached(&mut self, content: &[u8], signed_at: Timestamp) -> Result<Vec<u8>> {
        let der = cms::build(cms::Content::Detached(content), self, signed_at)?;
        cms::gate(&der, RawSigner::certificate(self), content)
    }

    fn decrypt(&mut self, message: &[u8]) -> Result<Vec<u8>> {
        envelope::open(message, self)
    }
}

/// A place with certificates and keys.
pub trait KeyStore: Send {
    /// The certificates that lie here, without asking for a PIN.
    ///
    /// # Errors
    /// [`crate::Error::NoModule`] where the library of the store is missing; an empty store is an empty list.
    fn list(&mut self) -> Result<Vec<KeyEntry>>;

    /// The tokens that are plugged in, also those with nothing on them; none for a store without tokens.
    ///
    /// # Errors
    /// As [`KeyStore::list`].
    fn tokens(&mut self) -> Result<Vec<TokenSeen>> {
        Ok(Vec::new())
    }

    /// Opens one key for one action of a person. The PIN is asked at most once.
    ///
    /// # Errors
    /// [`crate::Error::NoToken`], [`crate::Error::NoKey`], [`crate::Error::ContainerNeedsCsp`];
    /// [`crate::Error::WrongPin`] after one wrong PIN, [`crate::Error::LastTry`], [`crate::Error::PinLocked`], [`crate::Error::PinCancelled`].
    fn open(&mut self, address: &KeyAddress, pin: &mut dyn PinSource) -> Result<Box<dyn Signer>>;
}

/// What kind of store a key lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoreKind {
    /// A key file: for tests and unqualified signatures only (63-ФЗ, article 5: a qualified key lives in a certified
    /// means of protection).
    Software,
    /// A token behind a PKCS#11 module.
    Pkcs11,
    /// A provider behind CryptoAPI: CryptoPro CSP, or what Windows has.
    CryptoApi,
    /// CryptoPro CSP through its command line.
    CspTest,
}

impl StoreKind {
    /// The word in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Software => "file",
            Self::Pkcs11 => "pkcs11",
            Self::CryptoApi => "capi",
            Self::CspTest => "csptest",
        }
    }

    /// May a qualified signature come from here? A key file never gives one, whatever its certificate says.
    #[must_use]
    pub fn may_be_qualified(self) -> bool {
        self != Self::Software
    }
}

/// One certificate of a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyEntry {
    /// Where to find it again.
    pub address: KeyAddress,
    /// The certificate, DER.
    pub certificate: Vec<u8>,
    /// The kind of store.
    pub store: StoreKind,
    /// Is the key there too?
    pub has_key: KeyState,
    /// What the token says of itself, where there is one.
    pub token: Option<TokenFacts>,
}

/// Is the private key of a certificate at hand?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// The key lies beside its certificate.
    Here,
    /// Only seen after the PIN: the token shows no private and no public key before it.
    AfterPin,
    /// The token is used as a mere folder: the key lies in a container that only CryptoPro CSP opens.
    ContainerNeedsCsp {
        /// The name of the container as the token shows it.
        container: String,
    },
    /// A certificate alone.
    Missing,
}

/// What a token says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenFacts {
    /// The name on the token.
    pub label: String,
    /// The number engraved on it.
    pub serial: String,
    /// The maker's name of the model.
    pub model: String,
    /// How often a PIN may still be wrong.
    pub tries: Tries,
    /// The token asks for another PIN than the one it left the factory with. The program never tries that PIN.
    pub is_factory_pin: bool,
}

/// A token as a check of the workplace sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenSeen {
    /// What it says of itself.
    pub facts: TokenFacts,
    /// How many certificates with GOST keys it shows.
    pub certificates: usize,
    /// The names of CryptoPro's containers on it: their keys need CryptoPro CSP, and so may their certificates.
    pub containers: Vec<String>,
}
