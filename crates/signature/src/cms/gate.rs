//! The gate: whatever made a signature, only what passes here may leave.

use super::algorithms::digest_of_signature;
use super::read::Signed;
use super::verify::verify;
use super::{SignerFacts, normalise_order};
use crate::certificate::Certificate;
use crate::{Error, Reason};

/// Lets a fresh signature of one document through: read, brought to DER, exactly one signer, his certificate the
/// chosen one and carried along, the document beside, everything verified. A value in another order of bytes is put
/// right.
///
/// # Errors
/// [`Error::BadSignature`] with what is wrong; [`Error::Malformed`]; [`Error::Unsupported`].
pub fn gate(message: &[u8], chosen: &Certificate, content: &[u8]) -> Result<Vec<u8>, Error> {
    let refused = |reason| Err(Error::BadSignature(reason));
    let signed = Signed::read(message)?;
    if signed.content().is_some() {
        return refused(Reason::NotDetached);
    }
    let [signer] = signed.signers() else {
        return refused(Reason::SignerCount);
    };
    if !signer.signer.names(chosen) || !signed.certificates().contains(chosen) {
        return refused(Reason::OtherCertificate);
    }
    let ordered = in_order(&signed, signer, chosen, content)?;
    let verdicts = verify(&ordered, Some(content), &[]);
    let [verdict] = verdicts.as_slice() else {
        return refused(Reason::SignerCount);
    };
    verdict.check()?;
    if verdict.certificate() != Some(chosen) {
        return refused(Reason::OtherCertificate);
    }
    // Some receivers sort the attributes before they verify, others take them as they come: only sorted ones hold for
    // both.
    if let Some(attributes) = &signer.attributes
        && attributes.reordered()? != attributes.signed_bytes
    {
        return Err(Error::Malformed {
            what: "the order of the signed attributes",
        });
    }
    Ok(ordered.der().to_vec())
}

/// The message with the signature's value in the order of messages.
fn in_order(
    signed: &Signed,
    signer: &SignerFacts,
    chosen: &Certificate,
    content: &[u8],
) -> Result<Signed, Error> {
    let Some(digest) = digest_of_signature(&signer.signature_algorithm) else {
        return Ok(signed.clone());
    };
    let signed_bytes = signer
        .attributes
        .as_ref()
        .map_or(content, |attributes| &attributes.signed_bytes);
    match normalise_order(&signer.signature, &chosen.public_key()?, &digest.of(signed_bytes)) {
        Ok(value) if value != signer.signature => signed.with_signature(signer, &value),
        // What does not verify in any order is told by the verdict.
        _ => Ok(signed.clone()),
    }
}
