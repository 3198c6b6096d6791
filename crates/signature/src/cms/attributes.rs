//! Signed attributes: what a signer says beside the content (RFC 5652, 11; RFC 5035; RFC 5126, 5.7).

use der::oid::ObjectIdentifier;
use jiff::Timestamp;

use super::algorithms::{
    CONTENT_TYPE, DEFAULT_V1, DEFAULT_V2, MESSAGE_DIGEST, SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2,
    SIGNING_TIME, Spelling, certificate_digest,
};
use crate::Error;
use crate::asn1::{
    Element, Reader, explicit, octets, oid, read_time, sequence, set, sorted_set, tag, tlv, write_time,
};
use crate::certificate::Certificate;
use crate::gost::Digest;

const WHAT: &str = "the signed attributes";
const MALFORMED: Error = Error::Malformed { what: WHAT };
/// No honest signer writes more.
const MOST_ATTRIBUTES: usize = 64;

/// What a signer signed beside the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedAttributes {
    /// What the content is said to be.
    pub content_type: ObjectIdentifier,
    /// The digest of the content.
    pub message_digest: Vec<u8>,
    /// When the signer says it was signed: a claim, no proof.
    pub signing_time: Option<Timestamp>,
    /// The certificate that the signer binds to the signature (CAdES-BES).
    pub signing_certificate: Option<CertificateHash>,
    /// The attributes as they came, ready to be digested.
    pub(super) signed_bytes: Vec<u8>,
}

/// The hash of a certificate inside a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateHash {
    /// By which digest.
    pub algorithm: ObjectIdentifier,
    /// The hash.
    pub hash: Vec<u8>,
}

impl CertificateHash {
    /// Is it the hash of this certificate? `None`: by a digest that is not known here.
    pub fn is_of(&self, certificate: &Certificate) -> Option<bool> {
        certificate_digest(&self.algorithm, certificate.der()).map(|hash| hash == self.hash)
    }
}

impl SignedAttributes {
    /// Reads `[0] IMPLICIT SET OF Attribute`.
    pub(super) fn read(element: Element<'_>) -> Result<Self, Error> {
        let mut values: Vec<(ObjectIdentifier, Element<'_>)> = Vec::new();
        let mut list = element.inside(WHAT);
        while !list.is_empty() {
            let mut attribute = list.enter(tag::SEQUENCE)?;
            let kind = attribute.oid()?;
            let body = attribute.expect(tag::SET)?;
            attribute.end()?;
            if values.len() >= MOST_ATTRIBUTES || values.iter().any(|(known, _)| *known == kind) {
                return Err(MALFORMED);
            }
            values.push((kind, body));
        }
        let single = |kind: ObjectIdentifier| {
            let found = values.iter().find(|(known, _)| *known == kind);
            found.map(|(_, body)| Element::only(body.body, WHAT)).transpose()
        };
        let content_type = Reader::new(single(CONTENT_TYPE)?.ok_or(MALFORMED)?.whole, WHAT).oid()?;
        let message_digest = single(MESSAGE_DIGEST)?.filter(|digest| digest.tag == tag::OCTET_STRING);
        let signing_certificate = match (single(SIGNING_CERTIFICATE_V2)?, single(SIGNING_CERTIFICATE)?) {
            (Some(second), _) => Some(certificate_hash(second, DEFAULT_V2)?),
            (None, Some(first)) => Some(certificate_hash(first, DEFAULT_V1)?),
            (None, None) => None,
        };
        let mut signed_bytes = element.whole.to_vec();
        if let Some(first) = signed_bytes.first_mut() {
            // What is signed is the SET itself, not its implicit tag (RFC 5652, 5.4).
            *first = tag::SET;
        }
        Ok(Self {
            content_type,
            message_digest: message_digest.ok_or(MALFORMED)?.body.to_vec(),
            signing_time: single(SIGNING_TIME)?.map(read_time).transpose()?,
            signing_certificate,
            signed_bytes,
        })
    }

    /// The same attributes in the order of DER: some signers sign that order and send another.
    pub(super) fn reordered(&self) -> Result<Vec<u8>, Error> {
        let mut list = Element::only(&self.signed_bytes, WHAT)?.inside(WHAT);
        let mut attributes = Vec::new();
        while !list.is_empty() {
            attributes.push(list.next()?.whole.to_vec());
        }
        Ok(set(&[&sorted_set(attributes)]))
    }
}

/// The first hash of `SigningCertificate` or `SigningCertificateV2`: the signer's own certificate.
fn certificate_hash(value: Element<'_>, default: ObjectIdentifier) -> Result<CertificateHash, Error> {
    if value.tag != tag::SEQUENCE {
        return Err(MALFORMED);
    }
    let mut certificates = value.inside(WHAT).enter(tag::SEQUENCE)?;
    let mut first = certificates.enter(tag::SEQUENCE)?;
    let algorithm = match first.peek() {
        Some(tag::SEQUENCE) => first.algorithm()?.0,
        _ => default,
    };
    let hash = first.expect(tag::OCTET_STRING)?.body.to_vec();
    Ok(CertificateHash { algorithm, hash })
}

/// The attributes of CAdES-BES, in the order of DER, without a tag around them.
pub(super) fn write(
    content_digest: &[u8],
    certificate: &Certificate,
    digest: Digest,
    spelling: Spelling,
    signed_at: Timestamp,
) -> Vec<u8> {
    let attribute = |kind: &ObjectIdentifier, value: &[u8]| sequence(&[&oid(kind), &set(&[value])]);
    sorted_set(vec![
        attribute(&CONTENT_TYPE, &oid(&super::algorithms::DATA)),
        attribute(&SIGNING_TIME, &write_time(signed_at)),
        attribute(&MESSAGE_DIGEST, &octets(content_digest)),
        attribute(
            &SIGNING_CERTIFICATE_V2,
            &signing_certificate(certificate, digest, spelling),
        ),
    ])
}

fn signing_certificate(certificate: &Certificate, digest: Digest, spelling: Spelling) -> Vec<u8> {
    let issuer = sequence(&[&explicit(4, &[certificate.issuer_der()])]);
    let issuer_and_serial = sequence(&[&issuer, &tlv(tag::INTEGER, &[certificate.serial()])]);
    let hash = octets(&digest.of(certificate.der()));
    let identifier = sequence(&[&spelling.identifier(&digest.oid()), &hash, &issuer_and_serial]);
    sequence(&[&sequence(&[&identifier])])
}
