//! Codes, addresses and passwords that look random and follow from a seed, so that the same story tells them again.

use sha2::{Digest, Sha256};

const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/// Without signs that are taken for one another: people type these.
const PLAIN: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";

fn drawn(seed: u64, what: &str, from: &str) -> [u8; 32] {
    let digest = Sha256::new()
        .chain_update(seed.to_be_bytes())
        .chain_update(what)
        .chain_update([0])
        .chain_update(from);
    digest.finalize().into()
}

fn written(seed: u64, what: &str, from: &str, signs: &[u8], length: usize) -> String {
    let bytes = drawn(seed, what, from);
    let sign = |byte: &u8| signs.get(usize::from(*byte) % signs.len().max(1)).copied();
    bytes
        .iter()
        .take(length)
        .filter_map(sign)
        .map(char::from)
        .collect()
}

/// Six digits.
pub fn code(seed: u64, sms: usize) -> String {
    let bytes = drawn(seed, "code", &sms.to_string());
    let number = bytes
        .iter()
        .take(4)
        .fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    format!("{:06}", number % 1_000_000)
}

/// Eight letters and digits of a client's page.
pub fn path_token(seed: u64, of: &str) -> String {
    written(seed, "path", of, LETTERS, 8)
}

/// Twenty letters and digits of a key.
pub fn api_key(seed: u64, of: &str) -> String {
    written(seed, "key", of, LETTERS, 20)
}

/// A password of ten signs.
pub fn password(seed: u64, of: &str) -> String {
    written(seed, "password", of, PLAIN, 10)
}

#[cfg(test)]
mod tests {
    use super::{api_key, code, path_token};

    #[test]
    fn the_same_seed_tells_the_same_story_and_another_one_another() {
        assert_eq!(code(1, 1), code(1, 1));
        assert_ne!(path_token(1, "a"), path_token(2, "a"));
        assert_eq!(
            (path_token(1, "a").len(), api_key(1, "a").len(), code(1, 7).len()),
            (8, 20, 6)
        );
    }
}
