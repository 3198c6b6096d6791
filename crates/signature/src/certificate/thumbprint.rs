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

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "A9993E364706816ABA3E25717850C26C9CD0D89D";

    #[test]
    fn it_is_the_sha1_of_the_bytes() {
        // The first example of FIPS 180-1.
        assert_eq!(Thumbprint::of(b"abc").to_string(), PLAIN);
    }

    #[test]
    fn pasted_thumbprints_are_understood_with_everything_around_them() {
        for pasted in [
            PLAIN,
            "a9993e364706816aba3e25717850c26c9cd0d89d",
            "\u{200E}a9 99 3e 36 47 06 81 6a ba 3e 25 71 78 50 c2 6c 9c d0 d8 9d",
            "A9:99:3E:36:47:06:81:6A:BA:3E:25:71:78:50:C2:6C:9C:D0:D8:9D\r\n",
            " «A9993E36-4706816A-BA3E2571-7850C26C-9CD0D89D» ",
            "\u{FEFF}A9993E364706816ABA3E\u{A0}25717850C26C9CD0D89D\u{202C}",
        ] {
            assert_eq!(
                Thumbprint::parse(pasted).map(|thumbprint| thumbprint.to_string()),
                Ok(PLAIN.to_owned())
            );
        }
    }

    #[test]
    fn a_digit_too_many_too_few_or_foreign_is_refused() {
        for pasted in [
            "",
            "A9",
            "A9993E364706816ABA3E25717850C26C9CD0D89",
            "А9993E364706816ABA3E25717850C26C9CD0D89D",
        ] {
            assert!(Thumbprint::parse(pasted).is_err(), "{pasted}");
        }
        assert!(Thumbprint::parse(&format!("{PLAIN}00")).is_err());
        assert!(Thumbprint::parse(&format!("sha1 {PLAIN}")).is_err());
    }
}
