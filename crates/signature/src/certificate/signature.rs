//! The issuer's signature on a certificate or on a list of revoked ones.

use der::oid::ObjectIdentifier;

use super::Certificate;
use crate::Error;
use crate::cms::algorithms::digest_of_signature;

/// Did the owner of `issuer` sign these bytes?
///
/// # Errors
/// [`Error::Unsupported`]: another algorithm than GOST R 34.10-2012; [`Error::BadSignature`]: no.
pub(super) fn check(
    signed_part: &[u8],
    algorithm: &ObjectIdentifier,
    signature: &[u8],
    issuer: &Certificate,
) -> Result<(), Error> {
    let digest = digest_of_signature(algorithm).ok_or_else(|| Error::Unsupported {
        what: format!("the algorithm {algorithm}"),
    })?;
    issuer
        .public_key()?
        .verify_digest(&digest.of(signed_part), signature)
}

impl Certificate {
    /// Did the owner of `issuer` sign this certificate? Only the mathematics: see [`super::chain`] for the rest.
    ///
    /// # Errors
    /// [`Error::Unsupported`]: another algorithm than GOST R 34.10-2012; [`Error::BadSignature`]: no.
    pub fn check_signature(&self, issuer: &Self) -> Result<(), Error> {
        check(
            &self.signed_part,
            &self.signature_algorithm,
            &self.signature,
            issuer,
        )
    }
}
