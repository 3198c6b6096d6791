//! GOST mathematics: curves, signatures, agreement of keys, ciphers and the wrapping of keys.
//!
//! Written from the standards: GOST R 34.10-2012 (RFC 7091), GOST R 34.11-2012 (RFC 6986, by the `streebog` crate),
//! RFC 7836, RFC 4357, RFC 8645, R 1323565.1.017-2018, R 1323565.1.020-2018.
//!
//! **What it may be used for.** Verification and everything else with public keys only: without limits. Operations with
//! private keys: for test keys and unqualified signatures. A qualified signature is made by a certified means
//! (63-ФЗ, article 5, part 4), so a qualified key stays in its token or provider and never comes here: see
//! [`crate::keys`]. The code is not certified and has not been audited by others.
//!
//! Private operations take a time that does not depend on the secret: no branch and no address comes from it, chance
//! and key both enter the nonce. Not defended against: power analysis, faults, other processes reading our memory.

pub mod acpkm;
pub mod cfb28147;
pub mod cipher28147;
mod curves;
mod digest;
mod field;
mod group;
mod hex;
pub mod kdf;
pub mod kexp15;
mod nonce;
mod point;
mod private_key;
pub(crate) mod public_key;
mod public_multiple;
mod words;
pub mod wrap28147;

pub use curves::Curve;
pub use digest::{Digest, Hasher};
pub use private_key::PrivateKey;
pub use public_key::PublicKey;

#[cfg(test)]
mod tests;
