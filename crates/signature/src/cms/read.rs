//! Reading a signed message (RFC 5652, 5) in place.

use std::ops::Range;

use der::oid::ObjectIdentifier;

use super::algorithms::SIGNED_DATA;
use super::attributes::SignedAttributes;
use super::unsigned::UnsignedAttributes;
use super::{armour, ber};
use crate::Error;
use crate::asn1::{Element, Reader, place, tag};
use crate::certificate::{Certificate, Reference};

const WHAT: &str = "a signed message";
const MALFORMED: Error = Error::Malformed { what: WHAT };
/// More certificates or signers than any honest message carries.
const MOST_PARTS: usize = 256;

/// A signed message that was read; nothing is verified yet.
#[derive(Clone)]
pub struct Signed {
    der: Vec<u8>,
    content_type: ObjectIdentifier,
    content: Option<Range<usize>>,
    certificates: Vec<Certificate>,
    signers: Vec<SignerFacts>,
    pub(super) frame: Frame,
}

/// The parts of a message as they lie in it, for writing it anew with one more signer.
#[derive(Clone)]
pub(super) struct Frame {
    pub(super) version: u8,
    pub(super) digest_algorithms: Vec<Vec<u8>>,
    pub(super) encapsulated: Vec<u8>,
    pub(super) certificates: Vec<Vec<u8>>,
    pub(super) lists: Option<Vec<u8>>,
    pub(super) signers: Vec<Vec<u8>>,
}

/// What one signer wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerFacts {
    /// Whose signature it says to be.
    pub signer: Reference,
    /// The digest of the content.
    pub digest_algorithm: ObjectIdentifier,
    /// The algorithm of the signature.
    pub signature_algorithm: ObjectIdentifier,
    /// What is signed beside the content; `None`: the content alone is signed.
    pub attributes: Option<SignedAttributes>,
    /// The value: s‖r, each big-endian, for GOST.
    pub signature: Vec<u8>,
    /// What hangs on it without being signed: timestamps, values for checking it later.
    pub unsigned: UnsignedAttributes,
    /// Where the value lies in the message.
    pub(super) signature_at: Range<usize>,
}

impl Signed {
    /// Reads DER, BER, PEM or base64.
    ///
    /// # Errors
    /// [`Error::Malformed`]: not a signed message.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let der = ber::normalise(&armour::open(bytes))?;
        let mut message = Element::only(&der, WHAT)?.inside(WHAT);
        if message.oid()? != SIGNED_DATA {
            return Err(MALFORMED);
        }
        let mut signed_data = message.enter(tag::nested(0))?.enter(tag::SEQUENCE)?;
        let version = signed_data
            .expect(tag::INTEGER)?
            .body
            .last()
            .copied()
            .unwrap_or_default();
        let digest_algorithms = elements(signed_data.expect(tag::SET)?)?;
        let encapsulated = signed_data.expect(tag::SEQUENCE)?;
        let (content_type, content) = content(encapsulated)?;
        let certificates = signed_data
            .optional(tag::nested(0))?
            .map(elements)
            .transpose()?
            .unwrap_or_default();
        let lists = signed_data.optional(tag::nested(1))?;
        let signers = elements(signed_data.expect(tag::SET)?)?;
        signed_data.end()?;
        message.end()?;
        Ok(Self {
            content_type,
            content: content
                .map(|content| place(&der, content).ok_or(MALFORMED))
                .transpose()?,
            // Certificates of attributes and of other kinds stand among them; they name nobody here.
            certificates: certificates
                .iter()
                .filter_map(|bytes| Certificate::from_der(bytes.whole).ok())
                .collect(),
            signers: signers
                .iter()
                .map(|signer| SignerFacts::read(&der, *signer))
                .collect::<Result<_, _>>()?,
            frame: Frame {
                version,
                digest_algorithms: owned(&digest_algorithms),
                encapsulated: encapsulated.whole.to_vec(),
                certificates: owned(&certificates),
                lists: lists.map(|lists| lists.whole.to_vec()),
                signers: owned(&signers),
            },
            der,
        })
    }

    /// The message in DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// What the content is said to be.
    pub fn content_type(&self) -> ObjectIdentifier {
        self.content_type
    }

    /// The content, where it lies inside.
    pub fn content(&self) -> Option<&[u8]> {
        self.content.clone().and_then(|range| self.der.get(range))
    }

    /// The certificates that came along.
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// The lists of revoked certificates that came along (DER).
    pub fn revocation_lists(&self) -> Vec<Vec<u8>> {
        let lists = self
            .frame
            .lists
            .as_deref()
            .and_then(|lists| Element::only(lists, WHAT).ok());
        let lists = lists.and_then(|lists| elements(lists).ok()).unwrap_or_default();
        lists
            .into_iter()
            .filter(|list| list.tag == tag::SEQUENCE)
            .map(|list| list.whole.to_vec())
            .collect()
    }

    /// The signers, in the order of the message.
    pub fn signers(&self) -> &[SignerFacts] {
        &self.signers
    }

    /// The message with another value of the same length in the place of one.
    pub(super) fn with_signature(&self, signer: &SignerFacts, value: &[u8]) -> Result<Self, Error> {
        let mut der = self.der.clone();
        let place = der
            .get_mut(signer.signature_at.clone())
            .filter(|place| place.len() == value.len());
        place.ok_or(MALFORMED)?.copy_from_slice(value);
        Self::read(&der)
    }
}

impl std::fmt::Debug for Signed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signed")
            .field("bytes", &self.der.len())
            .field("is_attached", &self.content.is_some())
            .field("signers", &self.signers.len())
            .finish_non_exhaustive()
    }
}

impl SignerFacts {
    fn read(der: &[u8], element: Element<'_>) -> Result<Self, Error> {
        if element.tag != tag::SEQUENCE {
            return Err(MALFORMED);
        }
        let mut signer = element.inside(WHAT);
        signer.expect(tag::INTEGER)?;
        let name = Reference::read(&mut signer)?;
        let (digest_algorithm, _) = signer.algorithm()?;
        let attributes = signer
            .optional(tag::nested(0))?
            .map(SignedAttributes::read)
            .transpose()?;
        let (signature_algorithm, _) = signer.algorithm()?;
        let signature = signer.expect(tag::OCTET_STRING)?.body;
        let unsigned = signer.optional(tag::nested(1))?;
        signer.end()?;
        Ok(Self {
            signer: name,
            digest_algorithm,
            signature_algorithm,
            attributes,
            signature: signature.to_vec(),
            unsigned: unsigned
                .map(UnsignedAttributes::read)
                .transpose()?
                .unwrap_or_default(),
            signature_at: place(der, signature).ok_or(MALFORMED)?,
        })
    }
}

/// `EncapsulatedContentInfo`.
fn content(element: Element<'_>) -> Result<(ObjectIdentifier, Option<&[u8]>), Error> {
    let mut inside = element.inside(WHAT);
    let kind = inside.oid()?;
    let content = match inside.optional(tag::nested(0))? {
        None => None,
        Some(wrapped) => {
            let content = Element::only(wrapped.body, WHAT)?;
            if content.tag != tag::OCTET_STRING {
                return Err(MALFORMED);
            }
            Some(content.body)
        }
    };
    inside.end()?;
    Ok((kind, content))
}

fn elements(set: Element<'_>) -> Result<Vec<Element<'_>>, Error> {
    let mut reader = set.inside(WHAT);
    let mut elements = Vec::new();
    while !reader.is_empty() {
        if elements.len() >= MOST_PARTS {
            return Err(MALFORMED);
        }
        elements.push(reader.next()?);
    }
    Ok(elements)
}

fn owned(elements: &[Element<'_>]) -> Vec<Vec<u8>> {
    elements.iter().map(|element| element.whole.to_vec()).collect()
}

/// Does it look like signed attributes? Content of that shape could be the attributes of another signature, torn off.
pub(super) fn looks_like_attributes(content: &[u8]) -> bool {
    let Ok(element) = Element::only(content, WHAT) else {
        return false;
    };
    element.tag == tag::SET
        && Reader::new(element.body, WHAT)
            .enter(tag::SEQUENCE)
            .and_then(|mut attribute| attribute.oid())
            .is_ok()
}
