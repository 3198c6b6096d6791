//! Answers about single certificates (OCSP, RFC 6960): read as they were gathered with a signature, never fetched.
//!
//! An answer counts when the issuer of the certificate made it, or somebody to whom the issuer gave a certificate for
//! just this. Deliberately not here: asking a responder, answers about several issuers by other digests than those of
//! [`crate::cms`], and the responder's own revocation.

use der::oid::ObjectIdentifier;
use jiff::Timestamp;

use super::crl::{NotChecked, Revocation, RevocationReason, named};
use super::{Certificate, signature};
use crate::Error;
use crate::asn1::{Element, Reader, read_time, tag};
use crate::cms::algorithms::certificate_digest;

const WHAT: &str = "an answer about revocation";
const MALFORMED: Error = Error::Malformed { what: WHAT };
/// id-pkix-ocsp-basic.
const BASIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");
/// id-kp-OCSPSigning.
const OCSP_SIGNING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.9");
/// No honest answer speaks of more certificates, or brings more.
const MOST_PARTS: usize = 64;

/// An answer that was read; who made it is asked with [`is_revoked`].
#[derive(Debug, Clone)]
pub struct RevocationAnswer {
    signed_part: Vec<u8>,
    signature_algorithm: ObjectIdentifier,
    signature: Vec<u8>,
    produced_at: Timestamp,
    singles: Vec<Single>,
    certificates: Vec<Certificate>,
}

/// What is said of one certificate.
#[derive(Debug, Clone)]
struct Single {
    digest_algorithm: ObjectIdentifier,
    issuer_name: Vec<u8>,
    issuer_key: Vec<u8>,
    serial: Vec<u8>,
    status: Status,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy)]
enum Status {
    Good,
    Revoked(Timestamp, Option<RevocationReason>),
    Unknown,
}

/// Reads `BasicOCSPResponse`, or an `OCSPResponse` around one (DER).
///
/// # Errors
/// [`Error::Malformed`].
pub fn read(bytes: &[u8]) -> Result<RevocationAnswer, Error> {
    let bytes = unwrapped(bytes)?;
    let outer = Element::only(bytes, WHAT)?;
    let mut inside = outer.inside(WHAT);
    let signed_part = inside.expect(tag::SEQUENCE)?.whole;
    let (signature_algorithm, _) = inside.algorithm()?;
    let signature = inside.bit_string()?.to_vec();
    let certificates = match inside.optional(tag::nested(0))? {
        None => Vec::new(),
        Some(wrapped) => {
            let list = Element::only(wrapped.body, WHAT)?;
            let certificates = list.sequence(WHAT)?.parts(MOST_PARTS)?;
            certificates
                .iter()
                .filter_map(|one| Certificate::from_der(one.whole).ok())
                .collect()
        }
    };
    inside.end()?;
    let mut facts = Reader::new(signed_part, WHAT).enter(tag::SEQUENCE)?;
    facts.optional(tag::nested(0))?;
    // Who answers: by name or by key. The signature itself tells it.
    facts.next()?;
    let produced_at = read_time(facts.expect(tag::GENERALIZED_TIME)?)?;
    let singles = facts.enter(tag::SEQUENCE)?.parts(MOST_PARTS)?;
    facts.optional(tag::nested(1))?;
    facts.end()?;
    Ok(RevocationAnswer {
        signed_part: signed_part.to_vec(),
        signature_algorithm,
        signature,
        produced_at,
        singles: singles.into_iter().map(Single::read).collect::<Result<_, _>>()?,
        certificates,
    })
}

/// The basic answer inside an answer of a responder, else the bytes themselves.
fn unwrapped(bytes: &[u8]) -> Result<&[u8], Error> {
    let mut inside = Element::only(bytes, WHAT)?.inside(WHAT);
    if inside.peek() != Some(tag::ENUMERATED) {
        return Ok(bytes);
    }
    if inside.next()?.body != [0] {
        return Err(MALFORMED);
    }
    let mut response = inside.enter(tag::nested(0))?.enter(tag::SEQUENCE)?;
    if response.oid()? != BASIC {
        return Err(MALFORMED);
    }
    Ok(response.expect(tag::OCTET_STRING)?.body)
}

impl Single {
    fn read(element: Element<'_>) -> Result<Self, Error> {
        let mut single = element.sequence(WHAT)?;
        let mut name = single.enter(tag::SEQUENCE)?;
        let (digest_algorithm, _) = name.algorithm()?;
        let issuer_name = name.expect(tag::OCTET_STRING)?.body.to_vec();
        let issuer_key = name.expect(tag::OCTET_STRING)?.body.to_vec();
        let serial = name.expect(tag::INTEGER)?.body.to_vec();
        name.end()?;
        let status = status(single.next()?)?;
        let this_update = read_time(single.expect(tag::GENERALIZED_TIME)?)?;
        let next_update = match single.optional(tag::nested(0))? {
            None => None,
            Some(wrapped) => Some(read_time(Element::only(wrapped.body, WHAT)?)?),
        };
        single.optional(tag::nested(1))?;
        single.end()?;
        Ok(Self {
            digest_algorithm,
            issuer_name,
            issuer_key,
            serial,
            status,
            this_update,
            next_update,
        })
    }

    /// Is it about this certificate of this issuer?
    fn is_of(&self, certificate: &Certificate, issuer: &Certificate) -> bool {
        let digest = |bytes: &[u8]| certificate_digest(&self.digest_algorithm, bytes);
        self.serial == certificate.serial()
            && digest(issuer.subject_der()).is_some_and(|name| name == self.issuer_name)
            && key_bits(issuer)
                .and_then(digest)
                .is_some_and(|key| key == self.issuer_key)
    }

    fn answer(&self, at: Timestamp) -> Revocation {
        match self.status {
            Status::Revoked(since, reason) => Revocation::RevokedSince { since, reason },
            Status::Unknown => Revocation::NotChecked(NotChecked::OtherScope),
            // It was made at that moment or later, or was still in force then.
            Status::Good if self.this_update >= at || self.next_update.is_some_and(|next| next >= at) => {
                Revocation::NotRevoked {
                    as_of: self.this_update,
                }
            }
            Status::Good => Revocation::NotChecked(NotChecked::Outdated),
        }
    }
}

fn status(element: Element<'_>) -> Result<Status, Error> {
    match element.tag {
        GOOD => Ok(Status::Good),
        REVOKED => {
            let mut facts = element.inside(WHAT);
            let since = read_time(facts.expect(tag::GENERALIZED_TIME)?)?;
            let reason = match facts.optional(tag::nested(0))? {
                None => None,
                Some(wrapped) => match Element::only(wrapped.body, WHAT)? {
                    Element {
                        tag: tag::ENUMERATED,
                        body: [code],
                        ..
                    } => Some(named(*code)),
                    _ => return Err(MALFORMED),
                },
            };
            facts.end()?;
            Ok(Status::Revoked(since, reason))
        }
        UNKNOWN => Ok(Status::Unknown),
        _ => Err(MALFORMED),
    }
}

const GOOD: u8 = tag::context(0);
const REVOKED: u8 = tag::nested(1);
const UNKNOWN: u8 = tag::context(2);

/// The bits of the public key without their frame: what `issuerKeyHash` is made of.
fn key_bits(issuer: &Certificate) -> Option<&[u8]> {
    let mut key = Element::only(issuer.public_key_der(), WHAT).ok()?.inside(WHAT);
    key.next().ok()?;
    key.bit_string().ok()
}

impl RevocationAnswer {
    /// When it was made.
    pub fn produced_at(&self) -> Timestamp {
        self.produced_at
    }

    /// Did the issuer make it, or somebody to whom the issuer gave a certificate for this that was valid then?
    fn is_made_by(&self, issuer: &Certificate) -> bool {
        let signed = |maker: &Certificate| {
            signature::check(
                &self.signed_part,
                &self.signature_algorithm,
                &self.signature,
                maker,
            )
            .is_ok()
        };
        let is_appointed = |maker: &&Certificate| {
            maker.extended_key_usage().contains(&OCSP_SIGNING)
                && maker.issuer_der() == issuer.subject_der()
                && maker.validity().contains(self.produced_at)
                && maker.check_signature(issuer).is_ok()
        };
        signed(issuer) || self.certificates.iter().filter(is_appointed).any(signed)
    }
}

/// Was the certificate, given by `issuer`, revoked as of `at`, by these answers? «Revoked» outweighs the others, of which
/// the newest is told.
pub fn is_revoked(
    certificate: &Certificate,
    issuer: &Certificate,
    answers: &[RevocationAnswer],
    at: Timestamp,
) -> Revocation {
    let mut best = Revocation::NotChecked(NotChecked::NoList);
    for answer in answers {
        let mut singles = answer.singles.iter();
        let Some(single) = singles.find(|single| single.is_of(certificate, issuer)) else {
            continue;
        };
        let said = if answer.is_made_by(issuer) {
            single.answer(at)
        } else {
            Revocation::NotChecked(NotChecked::BadSignature)
        };
        if super::crl::weight(&said) >= super::crl::weight(&best) {
            best = said;
        }
    }
    best
}
