//! Keys from keys: KDF_GOSTR3411_2012_256 and KDF_TREE_GOSTR3411_2012_256 (RFC 7836, sections 4.4 and 4.5), and KEG
//! (R 1323565.1.020-2018, section 6.4.5.1), which makes the pair of keys for an export.

use zeroize::Zeroizing;

use super::{Digest, PrivateKey, PublicKey};
use crate::Error;

/// One key of 32 bytes.
#[must_use]
pub fn kdf(key: &[u8], label: &[u8], seed: &[u8]) -> Zeroizing<Vec<u8>> {
    Digest::Streebog256.keyed(key, &[&[1], label, &[0], seed, &[1, 0]])
}

/// How many bytes the counter of iterations takes in [`kdf_tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counter {
    /// R = 1: up to 255 keys.
    One,
    /// R = 2.
    Two,
    /// R = 3.
    Three,
    /// R = 4.
    Four,
}

/// `keys` keys of 32 bytes, one after another.
///
/// # Errors
/// [`Error::Unsupported`]: more keys than the counter can number.
pub fn kdf_tree(
    key: &[u8],
    label: &[u8],
    seed: &[u8],
    counter: Counter,
    keys: u32,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let bytes = match counter {
        Counter::One => 1,
        Counter::Two => 2,
        Counter::Three => 3,
        Counter::Four => 4,
    };
    let too_many = || Error::Unsupported {
        what: format!("{keys} keys of one"),
    };
    if bytes < 4 && keys >> (8 * bytes) != 0 {
        return Err(too_many());
    }
    let bits = u64::from(keys) * 256;
    // The length of all keys in bits, without leading zero bytes.
    let length = bits.to_be_bytes();
    let length: Vec<u8> = length.into_iter().skip_while(|byte| *byte == 0).collect();
    let mut made = Zeroizing::new(Vec::with_capacity(32 * keys as usize));
    for number in 1..=keys {
        let number: Vec<u8> = number.to_be_bytes().into_iter().skip(4 - bytes).collect();
        made.extend_from_slice(&Digest::Streebog256.keyed(key, &[&number, label, &[0], seed, &length]));
    }
    Ok(made)
}

/// The two keys for an export under an agreed key: the first for the MAC, the second for the cipher.
pub struct ExportKeys {
    /// For the MAC.
    pub mac: Zeroizing<[u8; 32]>,
    /// For the cipher.
    pub cipher: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for ExportKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ExportKeys(…)")
    }
}

/// KEG: agrees on export keys with `peer`; of the 32 bytes of `seed` it uses the first 24.
///
/// # Errors
/// As [`PrivateKey::vko`].
pub fn keg(own: &PrivateKey, peer: &PublicKey, seed: &[u8; 32]) -> Result<ExportKeys, Error> {
    let (number, rest) = seed.split_at(16);
    // The number stands big-endian in the message.
    let ukm: Vec<u8> = number.iter().rev().copied().collect();
    let digest = own.curve().digest();
    let agreed = own.vko(peer, &ukm, digest)?;
    let pair = match digest {
        Digest::Streebog512 => agreed,
        Digest::Streebog256 => {
            let tree_seed = rest.get(..8).unwrap_or_default();
            kdf_tree(&agreed, b"kdf tree", tree_seed, Counter::One, 2)?
        }
    };
    let wrong = Error::Malformed {
        what: "key agreement",
    };
    match pair.as_chunks::<32>().0 {
        [mac, cipher] => Ok(ExportKeys {
            mac: Zeroizing::new(*mac),
            cipher: Zeroizing::new(*cipher),
        }),
        _ => Err(wrong),
    }
}
