//! Sealed messages (CMS EnvelopedData): opening what was encrypted for a certificate.

mod transport;

pub use transport::{BlockCipher, KeyTransport, WrappedKey};

use crate::Error;
use crate::keys::KeyUnwrap;

/// Opens a message.
///
/// # Errors
/// [`Error::NoKey`]: sealed for other certificates; [`Error::Malformed`]; [`Error::Unsupported`]; whatever the key says.
pub fn open(_message: &[u8], _key: &mut dyn KeyUnwrap) -> Result<Vec<u8>, Error> {
    todo!()
}
