//! Keys under keys with GOST 28147-89 (RFC 4357, sections 6.1–6.5).

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::cfb28147;
use super::cipher28147::{BLOCK_BYTES, Gost28147, KEY_BYTES, Sbox};
use crate::Error;

/// A content key under a key, with what proves that it was the right one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrapped {
    /// The content key, encrypted.
    pub key: [u8; KEY_BYTES],
    /// The first four bytes of its MAC.
    pub mac: [u8; 4],
}

/// CryptoPro Key Wrap (section 6.3): the key is diversified with `ukm` first.
#[must_use]
pub fn wrap(kek: &[u8; KEY_BYTES], ukm: [u8; BLOCK_BYTES], sbox: Sbox, cek: &[u8; KEY_BYTES]) -> Wrapped {
    let cipher = Gost28147::new(&diversified(kek, ukm, sbox), sbox);
    let mut key = *cek;
    for block in key.as_chunks_mut::<BLOCK_BYTES>().0 {
        *block = cipher.encrypt(*block);
    }
    Wrapped {
        key,
        mac: cipher.mac(ukm, cek),
    }
}

/// CryptoPro Key Unwrap (section 6.4).
///
/// # Errors
/// [`Error::Malformed`]: the MAC does not fit, so it is another key or the message was changed.
pub fn unwrap(
    kek: &[u8; KEY_BYTES],
    ukm: [u8; BLOCK_BYTES],
    sbox: Sbox,
    wrapped: &Wrapped,
) -> Result<Zeroizing<[u8; KEY_BYTES]>, Error> {
    let cipher = Gost28147::new(&diversified(kek, ukm, sbox), sbox);
    let mut cek = Zeroizing::new(wrapped.key);
    for block in cek.as_chunks_mut::<BLOCK_BYTES>().0 {
        *block = cipher.decrypt(*block);
    }
    if bool::from(cipher.mac(ukm, cek.as_ref()).ct_eq(&wrapped.mac)) {
        Ok(cek)
    } else {
        Err(Error::Malformed { what: "wrapped key" })
    }
}

/// CryptoPro KEK Diversification (section 6.5).
fn diversified(kek: &[u8; KEY_BYTES], ukm: [u8; BLOCK_BYTES], sbox: Sbox) -> Zeroizing<[u8; KEY_BYTES]> {
    let mut key = Zeroizing::new(*kek);
    for choice in ukm {
        let (mut chosen, mut others) = (0u32, 0u32);
        for (bit, word) in key.as_chunks::<4>().0.iter().enumerate() {
            let word = u32::from_le_bytes(*word);
            if choice >> bit & 1 == 1 {
                chosen = chosen.wrapping_add(word);
            } else {
                others = others.wrapping_add(word);
            }
        }
        let iv = (u64::from(chosen) | u64::from(others) << 32).to_le_bytes();
        let before = key.clone();
        cfb28147::encrypt(&before, iv, sbox, key.as_mut());
    }
    key
}
