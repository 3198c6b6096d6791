//! The SHA-1 of a certificate: not a protection, only the name by which Windows, CryptoPro and people call it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha1::{Digest as _, Sha1};

use crate::Error;

/// The thumbprint of a certificate; shown as 40 hexadecimal capitals.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Thumbprint([u8; 20]);

impl Thumbprint {
    /// Of these bytes.
    pub fn of(der: &[u8]) -> Self {
        Self(Sha1::digest(der).into())
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// Reads what a person pastes: any case, with blanks, colons, dashes, quotes, and the invisible marks that
    /// Windows puts before the first digit.
    ///
    /// # Errors
    /// [`Error::Malformed`]: another character among the digits, or not forty digits.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let malformed = Error::Malformed { what: "a thumbprint" };
        let mut digits = text
            .chars()
            .filter(|character| !is_ornament(*character))
            .map(|character| character.to_digit(16));
        let mut bytes = [0; 20];
        for byte in &mut bytes {
            let (Some(Some(high)), Some(Some(low))) = (digits.next(), digits.next()) else {
                return Err(malformed);
            };
            *byte = u8::try_from(high << 4 | low).map_err(|_| malformed.clone())?;
        }
        match digits.next() {
            None => Ok(Self(bytes)),
            Some(_) => Err(malformed),
        }
    }
}

/// Blanks, separators, and marks without a picture: U+200B–200F, U+202A–202E, U+2060–2069, U+FEFF, U+00AD.
fn is_ornament(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            ':' | '-'
                | '.'
                | '"'
                | '«'
                | '»'
                | '\u{AD}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{2069}'
                | '\u{FEFF}'
        )
}

/// Hexadecimal capitals.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

impl fmt::Display for Thumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for Thumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Thumbprint({self})")
    }
}

impl FromStr for Thumbprint {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Thumbprint {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        Self::parse(&text)
    }
}

impl From<Thumbprint> for String {
    fn from(thumbprint: Thumbprint) -> Self {
        thumbprint.to_string()
    }
}
