//! Building a signed message (RFC 5652; CAdES-BES of RFC 5126, 4.3.1), and signing one that others signed before.

use jiff::Timestamp;

use super::algorithms::{DATA, SIGNED_DATA, Spelling};
use super::read::{Frame, Signed};
use super::verify::{Document, verify};
use super::{Content, attributes, normalise_order};
use crate::asn1::{explicit, integer, octets, oid, sequence, set, sorted_set, tag, tlv};
use crate::certificate::Certificate;
use crate::gost::Digest;
use crate::keys::RawSigner;
use crate::{Error, Reason};

/// Builds a signed message (CAdES-BES, DER) with one signer, whose certificate comes along.
///
/// # Errors
/// Whatever the signer says; [`Error::Unsupported`] where its key is not GOST R 34.10-2012; [`Error::Malformed`]
/// where a digest is not of the length that belongs to the key; [`Error::BadSignature`] where its value does not
/// verify in any order.
pub fn build(
    content: Content<'_>,
    signer: &mut dyn RawSigner,
    signed_at: Timestamp,
) -> Result<Vec<u8>, Error> {
    build_spelled(content, signer, signed_at, Spelling::default())
}

/// The same in another spelling of the algorithms, as other programs write it: for emulators and tests.
///
/// # Errors
/// As [`build`].
pub fn build_spelled(
    content: Content<'_>,
    signer: &mut dyn RawSigner,
    signed_at: Timestamp,
    spelling: Spelling,
) -> Result<Vec<u8>, Error> {
    let encapsulated = match content {
        Content::Attached(bytes) => sequence(&[&oid(&DATA), &explicit(0, &[&octets(bytes)])]),
        Content::Detached(_) | Content::Digest(_) => sequence(&[&oid(&DATA)]),
    };
    let certificate = signer.certificate().clone();
    let made = sign(content, signer, &certificate, signed_at, spelling)?;
    Ok(write(&Frame {
        version: 1,
        digest_algorithms: vec![made.digest_algorithm],
        encapsulated,
        certificates: vec![certificate.der().to_vec()],
        lists: None,
        signers: vec![made.signer_info],
    }))
}

/// Puts a second signature beside the first: of another person, over the same document. What is there stays byte
/// for byte. `content` is the document where it stands beside the message.
///
/// # Errors
/// As [`build`]; [`Error::BadSignature`] where the document is not the one that was signed before, or is missing.
pub fn add_signer(
    message: &[u8],
    content: Option<&[u8]>,
    signer: &mut dyn RawSigner,
    signed_at: Timestamp,
) -> Result<Vec<u8>, Error> {
    let signed = Signed::read(message)?;
    let changed = Error::BadSignature(Reason::ContentChanged);
    let document = signed.content().or(content).ok_or(changed.clone())?;
    let verdicts = verify(&signed, Some(content.unwrap_or(document)), &[]);
    if signed.content_type() != DATA
        || verdicts
            .iter()
            .any(|verdict| verdict.document == Document::Changed)
    {
        return Err(changed);
    }
    let certificate = signer.certificate().clone();
    let made = sign(
        Content::Detached(document),
        signer,
        &certificate,
        signed_at,
        Spelling::default(),
    )?;
    let mut frame = signed.frame.clone();
    if signed
        .signers()
        .iter()
        .all(|signer| signer.digest_algorithm != made.digest.oid())
    {
        frame.digest_algorithms.push(made.digest_algorithm);
    }
    if !signed.certificates().contains(&certificate) {
        frame.certificates.push(certificate.der().to_vec());
    }
    frame.signers.push(made.signer_info);
    Ok(write(&frame))
}

struct Made {
    digest: Digest,
    digest_algorithm: Vec<u8>,
    signer_info: Vec<u8>,
}

fn sign(
    content: Content<'_>,
    signer: &mut dyn RawSigner,
    certificate: &Certificate,
    signed_at: Timestamp,
    spelling: Spelling,
) -> Result<Made, Error> {
    let key = certificate.public_key()?;
    let digest = key.curve().digest();
    let content_digest = match content {
        Content::Attached(bytes) | Content::Detached(bytes) => digest.of(bytes),
        Content::Digest(bytes) if bytes.len() == digest.bytes() => bytes.to_vec(),
        Content::Digest(_) => {
            return Err(Error::Malformed {
                what: "the digest of a document",
            });
        }
    };
    let attributes = attributes::write(&content_digest, certificate, digest, spelling, signed_at);
    let signed_digest = digest.of(&set(&[&attributes]));
    let value = normalise_order(&signer.sign_digest(&signed_digest)?, &key, &signed_digest)?;
    let digest_algorithm = spelling.identifier(&digest.oid());
    let name = sequence(&[
        certificate.issuer_der(),
        &tlv(tag::INTEGER, &[certificate.serial()]),
    ]);
    let signer_info = sequence(&[
        &integer(1),
        &name,
        &digest_algorithm,
        &explicit(0, &[&attributes]),
        &spelling.signature(digest),
        &octets(&value),
    ]);
    Ok(Made {
        digest,
        digest_algorithm,
        signer_info,
    })
}

fn write(frame: &Frame) -> Vec<u8> {
    let certificates = match frame.certificates.as_slice() {
        [] => Vec::new(),
        some => explicit(0, &[&sorted_set(some.to_vec())]),
    };
    let signed_data = sequence(&[
        &integer(frame.version),
        &set(&[&sorted_set(frame.digest_algorithms.clone())]),
        &frame.encapsulated,
        &certificates,
        frame.lists.as_deref().unwrap_or_default(),
        &set(&[&sorted_set(frame.signers.clone())]),
    ]);
    sequence(&[&oid(&SIGNED_DATA), &explicit(0, &[&signed_data])])
}
