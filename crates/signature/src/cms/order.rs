//! The order of a signature's bytes: a message wants s‖r, each big-endian; tokens and providers have other habits.

use crate::gost::PublicKey;
use crate::{Error, Reason};

/// Brings a value to the order of messages: of the four orders that are met, the one that verifies.
///
/// # Errors
/// [`Error::BadSignature`]: none does.
pub fn normalise_order(signature: &[u8], key: &PublicKey, digest: &[u8]) -> Result<Vec<u8>, Error> {
    orders(signature)
        .into_iter()
        .find(|order| key.verify_digest(digest, order).is_ok())
        .ok_or(Error::BadSignature(Reason::Value))
}

/// As it is; halves exchanged; each half reversed; all reversed (CryptoPro's CryptSignHash).
fn orders(signature: &[u8]) -> [Vec<u8>; 4] {
    let (first, second) = signature.split_at(signature.len() / 2);
    let reversed = |half: &[u8]| half.iter().rev().copied().collect::<Vec<u8>>();
    [
        signature.to_vec(),
        [second, first].concat(),
        [reversed(first), reversed(second)].concat(),
        reversed(signature),
    ]
}
