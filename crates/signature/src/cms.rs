//! Signed messages (CMS of RFC 5652, CAdES-BES of RFC 5126): building, reading, verifying.
//!
//! What comes from outside is brought to DER first ([`ber`]) and then read in place. Deliberately not here: trust
//! (see [`crate::certificate::chain`]), timestamps of authorities (CAdES-T and above are read as BES), signatures
//! other than GOST R 34.10-2012, which are told as not checked.

pub mod armour;
pub mod ber;

use jiff::Timestamp;

use crate::Error;
use crate::certificate::Certificate;
use crate::keys::RawSigner;

/// What is signed.
#[derive(Debug, Clone, Copy)]
pub enum Content<'a> {
    /// These bytes, carried inside the message.
    Attached(&'a [u8]),
    /// These bytes, standing beside the message.
    Detached(&'a [u8]),
    /// Bytes that only their digest represents (of the length that belongs to the signer's key); they stand beside.
    Digest(&'a [u8]),
}

/// Builds a signed message (CAdES-BES, DER) with one signer.
///
/// # Errors
/// Whatever the signer says; [`Error::Unsupported`] where its key is not GOST R 34.10-2012.
pub fn build(_content: Content<'_>, _signer: &mut dyn RawSigner, _signed_at: Timestamp) -> Result<Vec<u8>, Error> {
    todo!()
}

/// The gate.
///
/// # Errors
/// [`Error::BadSignature`].
pub fn gate(_message: &[u8], _chosen: &Certificate, _content: &[u8]) -> Result<Vec<u8>, Error> {
    todo!()
}
