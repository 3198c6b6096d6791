//! The key of the database: 32 random bytes that exist in the keystore and, while open, in memory.
//!
//! Knows nothing of where the key is kept. For the form written on paper see `recovery.rs`.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The key of both database files. Wiped from memory when dropped and never printed.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct DatabaseKey([u8; 32]);

/// The text is not 64 hexadecimal digits. The text itself is not repeated: it may be a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a database key is 64 hexadecimal digits")]
pub struct BadDatabaseKey;

impl DatabaseKey {
    /// The key made of these bytes, which must be random: no derivation is applied to them.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// 64 lower-case hexadecimal digits, for the keystore.
    pub fn expose_hex(&self) -> Zeroizing<String> {
        let digits = b"0123456789abcdef";
        let mut hex = Zeroizing::new(String::with_capacity(64));
        for byte in self.0 {
            for half in [byte >> 4, byte & 15] {
                hex.extend(digits.get(usize::from(half)).map(|digit| char::from(*digit)));
            }
        }
        hex
    }

    /// The key of that text.
    pub fn from_hex(text: &str) -> Result<Self, BadDatabaseKey> {
        let digits = text.trim().as_bytes();
        if digits.len() != 64 {
            return Err(BadDatabaseKey);
        }
        let mut key = Self([0; 32]);
        for (byte, pair) in key.0.iter_mut().zip(digits.chunks_exact(2)) {
            for digit in pair {
                let value = char::from(*digit).to_digit(16).ok_or(BadDatabaseKey)?;
                *byte = *byte << 4 | u8::try_from(value).map_err(|_| BadDatabaseKey)?;
            }
        }
        Ok(key)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseKey(***)")
    }
}
