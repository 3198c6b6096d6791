//! Key files: PKCS#8, plain or under a password.

use zeroize::Zeroizing;

use crate::gost::PrivateKey;
use crate::{Error, Randomness};

/// Reads a key file: PEM or DER, plain or encrypted.
///
/// # Errors
/// [`Error::Malformed`], [`Error::Unsupported`], [`Error::WrongPassword`] (also where a password is needed and none
/// was given).
pub fn read(_bytes: &[u8], _password: Option<&str>) -> Result<PrivateKey, Error> {
    todo!()
}

/// Writes an encrypted key file (DER).
///
/// # Errors
/// [`Error::Random`].
pub fn write(_key: &PrivateKey, _password: &str, _randomness: &mut dyn Randomness) -> Result<Zeroizing<Vec<u8>>, Error> {
    todo!()
}
