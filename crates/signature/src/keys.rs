//! Where keys live and who signs with them: a file, a token, a provider, each behind the same small traits.
//!
//! A key never leaves its store: a store lists certificates ([`KeyStore::list`]) and opens one for a single action of a
//! person ([`KeyStore::open`]), asking for the PIN through [`PinSource`]. Nothing here remembers a PIN, repeats a wrong
//! one, or tries the one the factory set.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::certificate::{Certificate, Thumbprint};
use crate::envelope::KeyTransport;
use crate::{Error, Result, cms, envelope};

pub mod cryptopro;
pub mod helper;
pub mod pkcs11;
pub mod several;
pub mod software;

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
    /// Whatever the store says; [`Error::Malformed`] where the wrapped key does not hold.
    fn unwrap(&mut self, transport: &KeyTransport) -> Result<Zeroizing<Vec<u8>>>;
}

/// What the product uses: an opened key, good until it is dropped.
pub trait Signer: Send {
    /// The certificate of the key.
    fn certificate(&self) -> &Certificate;

    /// A detached signature (CAdES-BES, DER) that has passed [`cms::gate`].
    ///
    /// # Errors
    /// Whatever the store says; [`Error::BadSignature`] where the result is not exactly what was asked for.
    fn sign_detached(&mut self, content: &[u8], signed_at: Timestamp) -> Result<Vec<u8>>;

    /// Opens a message sealed for this certificate.
    ///
    /// # Errors
    /// Whatever the store says; [`Error::Malformed`] for a broken message.
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
    /// [`Error::NoModule`] where the library of the store is missing; an empty store is an empty list.
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
    /// [`Error::NoToken`], [`Error::NoKey`], [`Error::ContainerNeedsCsp`]; [`Error::WrongPin`] after one wrong PIN,
    /// [`Error::LastTry`], [`Error::PinLocked`], [`Error::PinCancelled`].
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

/// Where a key is found again: store, certificate, place. Holds no secret; kept in settings as one line of text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct KeyAddress {
    /// The kind of store.
    pub store: StoreKind,
    /// The certificate.
    pub thumbprint: Thumbprint,
    /// The path of a key file, the serial number of a token, nothing for a provider.
    pub place: String,
}

impl fmt::Display for KeyAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}:{}", self.store.word(), self.thumbprint, self.place)
    }
}

impl FromStr for KeyAddress {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let broken = Error::Malformed {
            what: "address of a key",
        };
        let mut parts = text.splitn(3, ':');
        let (Some(store), Some(thumbprint), Some(place)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(broken);
        };
        let kinds = [
            StoreKind::Software,
            StoreKind::Pkcs11,
            StoreKind::CryptoApi,
            StoreKind::CspTest,
        ];
        let store = kinds
            .into_iter()
            .find(|kind| kind.word() == store)
            .ok_or(broken)?;
        Ok(Self {
            store,
            thumbprint: Thumbprint::parse(thumbprint)?,
            place: place.to_owned(),
        })
    }
}

impl From<KeyAddress> for String {
    fn from(address: KeyAddress) -> Self {
        address.to_string()
    }
}

impl TryFrom<String> for KeyAddress {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
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

/// How often a PIN may still be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tries {
    /// No wrong PIN since the last right one.
    Enough,
    /// At least one wrong PIN was entered.
    Low,
    /// One more wrong PIN locks the token.
    Last,
    /// The token is locked.
    Locked,
    /// The token tells the exact number.
    Exactly(u32),
    /// The store does not tell: a provider behind CryptoAPI.
    Untold,
}

impl Tries {
    /// Would a wrong PIN lock the token?
    #[must_use]
    pub fn is_last(self) -> bool {
        matches!(self, Self::Last | Self::Exactly(1))
    }

    /// Is it locked already?
    #[must_use]
    pub fn is_locked(self) -> bool {
        matches!(self, Self::Locked | Self::Exactly(0))
    }

    /// The number, where it is known.
    #[must_use]
    pub fn number(self) -> Option<u32> {
        match self {
            Self::Exactly(number) => Some(number),
            Self::Last => Some(1),
            Self::Locked => Some(0),
            Self::Enough | Self::Low | Self::Untold => None,
        }
    }
}

/// Who asks a person for the PIN.
pub trait PinSource {
    /// Asks once.
    ///
    /// # Errors
    /// Whatever keeps the question from being asked.
    fn ask(&mut self, question: &PinQuestion) -> Result<PinAnswer>;
}

/// What the person should know before entering a PIN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinQuestion {
    /// The token's name or the file's.
    pub label: String,
    /// How often a PIN may still be wrong.
    pub tries: Tries,
    /// A wrong PIN now locks the token: only [`PinAnswer::PinDespiteLastTry`] is then taken.
    pub is_last: bool,
    /// The token still has the PIN it left the factory with: time to change it.
    pub is_factory: bool,
    /// The provider has a window of its own to ask in.
    pub has_own_window: bool,
}

/// What the person answered.
pub enum PinAnswer {
    /// The PIN.
    Pin(Zeroizing<String>),
    /// The PIN, and the person agreed that a wrong one locks the token.
    PinDespiteLastTry(Zeroizing<String>),
    /// Let the provider ask in its own window.
    OwnWindow,
    /// No.
    Cancel,
}

impl fmt::Debug for PinAnswer {
    /// Never shows the PIN.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Pin(_) => "Pin(…)",
            Self::PinDespiteLastTry(_) => "PinDespiteLastTry(…)",
            Self::OwnWindow => "OwnWindow",
            Self::Cancel => "Cancel",
        })
    }
}

/// Nobody to ask: for stores that need no PIN.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoPin;

impl PinSource for NoPin {
    fn ask(&mut self, _question: &PinQuestion) -> Result<PinAnswer> {
        Ok(PinAnswer::Cancel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_comes_back_from_its_line_of_text() {
        let thumbprint = Thumbprint::of(b"certificate");
        for place in [
            "",
            "3a7f00c1",
            r"C:\Ключи\ivanov.cer",
            "/home/ромашка/a:b/ivanov.cer",
        ] {
            let address = KeyAddress {
                store: StoreKind::Software,
                thumbprint,
                place: place.to_owned(),
            };
            assert_eq!(address.to_string().parse(), Ok(address.clone()));
            let json = serde_json::to_string(&address).unwrap();
            assert_eq!(serde_json::from_str::<KeyAddress>(&json).unwrap(), address);
        }
    }

    #[test]
    fn a_line_that_is_no_address_is_refused() {
        let thumbprint = Thumbprint::of(b"certificate");
        for line in [
            "",
            "file",
            "file:",
            "file:12:x",
            &format!("hsm:{thumbprint}:x"),
            &format!("file:{thumbprint}"),
        ] {
            assert!(line.parse::<KeyAddress>().is_err(), "{line}");
        }
    }

    #[test]
    fn an_answer_never_shows_its_pin() {
        let answer = PinAnswer::Pin(Zeroizing::new("Sova-5271".to_owned()));
        assert_eq!(format!("{answer:?}"), "Pin(…)");
    }
}
