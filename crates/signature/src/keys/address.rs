//! The address of a key as one line of text.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::StoreKind;
use crate::certificate::Thumbprint;
use crate::{Error, Result};

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
}
