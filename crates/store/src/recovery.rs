//! The recovery key: the database key in a form that a person can copy onto paper and type back.
//!
//! Alphabet of Crockford's base 32 (<https://www.crockford.com/base32.html>): no I, L, O, U, so that nothing looks
//! like 1 or 0; when typed, those look-alikes and their Cyrillic twins are taken for what they look like.
//! 32 bytes of key and 3 bytes of SHA-256 over them are exactly 56 characters: 14 groups of four.
//! The checksum finds slips of the pen; it is no defence against forgery and needs none.

use domain::BlobId;
use zeroize::Zeroizing;

use crate::DatabaseKey;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const KEY_BYTES: usize = 32;
const CHECK_BYTES: usize = 3;
const CHARACTERS: usize = (KEY_BYTES + CHECK_BYTES) * 8 / 5;
const GROUP: usize = 4;

/// Why a typed recovery key was not accepted. Never repeats what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadRecoveryKey {
    /// Too few or too many characters.
    #[error("a recovery key has {CHARACTERS} characters, this one has {found}")]
    Length {
        /// Characters found, blanks and dashes not counted.
        found: usize,
    },
    /// A character that a recovery key never has.
    #[error("character {position} cannot stand in a recovery key")]
    Character {
        /// Its place, counted from 1, blanks and dashes not counted.
        position: usize,
    },
    /// All characters are possible, but together they are not a key: a slip of the pen.
    #[error("the recovery key does not fit its checksum")]
    Checksum,
}

impl DatabaseKey {
    /// The recovery key: 14 groups of four characters with dashes between.
    pub fn recovery_text(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([0_u8; KEY_BYTES + CHECK_BYTES]);
        let source = self.bytes().iter().copied().chain(check(self.bytes()));
        bytes.iter_mut().zip(source).for_each(|(to, from)| *to = from);
        let mut text = Zeroizing::new(String::with_capacity(CHARACTERS + CHARACTERS / GROUP));
        let (mut bits, mut kept) = (0_u32, 0_u32);
        let mut written = 0;
        for byte in bytes.iter() {
            bits = bits << 8 | u32::from(*byte);
            kept += 8;
            while kept >= 5 {
                kept -= 5;
                if written > 0 && written % GROUP == 0 {
                    text.push('-');
                }
                text.extend(letter(bits >> kept & 31));
                written += 1;
            }
            bits &= (1 << kept) - 1;
        }
        text
    }

    /// The key of a typed recovery key. Case, blanks, dashes and look-alikes do not matter.
    pub fn from_recovery_text(text: &str) -> Result<Self, BadRecoveryKey> {
        let typed: Zeroizing<Vec<char>> = Zeroizing::new(
            text.chars()
                .filter(|c| !c.is_whitespace() && !is_dash(*c))
                .collect(),
        );
        let mut bytes = Zeroizing::new(Vec::with_capacity(KEY_BYTES + CHECK_BYTES));
        let (mut bits, mut kept) = (0_u32, 0_u32);
        for (index, character) in typed.iter().enumerate() {
            let value = value(*character).ok_or(BadRecoveryKey::Character { position: index + 1 })?;
            bits = bits << 5 | value;
            kept += 5;
            if kept >= 8 {
                kept -= 8;
                bytes.extend(u8::try_from(bits >> kept));
                bits &= (1 << kept) - 1;
            }
        }
        if typed.len() != CHARACTERS {
            return Err(BadRecoveryKey::Length { found: typed.len() });
        }
        let (key, found) = bytes
            .split_first_chunk::<KEY_BYTES>()
            .ok_or(BadRecoveryKey::Checksum)?;
        if found != check(key) {
            return Err(BadRecoveryKey::Checksum);
        }
        Ok(Self::from_bytes(*key))
    }
}

fn check(key: &[u8; KEY_BYTES]) -> [u8; CHECK_BYTES] {
    let [first, second, third, ..] = BlobId::of(key).0;
    [first, second, third]
}

fn letter(value: u32) -> Option<char> {
    let index = usize::try_from(value).ok()?;
    ALPHABET.get(index).map(|letter| char::from(*letter))
}

fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn value(character: char) -> Option<u32> {
    let latin = latin_twin(character).to_ascii_uppercase();
    let plain = match latin {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let index = ALPHABET.iter().position(|letter| char::from(*letter) == plain)?;
    u32::try_from(index).ok()
}

/// The Latin letter that a Cyrillic one looks like: the layout is often left Russian.
fn latin_twin(character: char) -> char {
    match character {
        'А' | 'а' => 'A',
        'В' | 'в' => 'B',
        'Е' | 'е' => 'E',
        'К' | 'к' => 'K',
        'М' | 'м' => 'M',
        'Н' | 'н' => 'H',
        'О' | 'о' => 'O',
        'Р' | 'р' => 'P',
        'С' | 'с' => 'C',
        'Т' | 'т' => 'T',
        'Х' | 'х' => 'X',
        'У' | 'у' => 'Y',
        'З' | 'з' => '3',
        other => other,
    }
}

#[cfg(test)]
mod tests;
