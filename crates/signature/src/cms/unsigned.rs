//! What hangs on a signature without being signed by it: timestamps, and certificates, lists and answers about
//! revocation that were gathered for whoever checks later (RFC 5126, 6.1.1, 6.3).
//!
//! Anybody may have hung it there, so nothing of it is believed for lying there: each part has a signature of its own,
//! which is asked after elsewhere.

use der::oid::ObjectIdentifier;

use super::algorithms::TIMESTAMP_TOKEN;
use crate::Error;
use crate::asn1::{Element, tag};
use crate::certificate::Certificate;

const WHAT: &str = "the unsigned attributes";
const MALFORMED: Error = Error::Malformed { what: WHAT };
/// No honest signature carries more of anything.
const MOST_PARTS: usize = 64;

/// id-aa-ets-certValues.
const CERTIFICATE_VALUES: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.23");
/// id-aa-ets-revocationValues.
const REVOCATION_VALUES: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.24");

/// What hangs on a signature. Attributes of other kinds are passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnsignedAttributes {
    /// Timestamp tokens over the value of the signature (signed messages, as they came).
    pub timestamps: Vec<Vec<u8>>,
    /// Certificates for building chains.
    pub certificates: Vec<Certificate>,
    /// Lists of revoked certificates, as they came.
    pub revocation_lists: Vec<Vec<u8>>,
    /// Answers about single certificates (OCSP), as they came.
    pub revocation_answers: Vec<Vec<u8>>,
}

impl UnsignedAttributes {
    /// Reads `[1] IMPLICIT SET OF Attribute`. Values of a known kind that cannot be read make the signature malformed:
    /// what cannot be read must not look like what is not there.
    pub(super) fn read(element: Element<'_>) -> Result<Self, Error> {
        let mut found = Self::default();
        for attribute in element.inside(WHAT).parts(MOST_PARTS)? {
            if attribute.tag != tag::SEQUENCE {
                return Err(MALFORMED);
            }
            let mut attribute = attribute.inside(WHAT);
            let kind = attribute.oid()?;
            let values = attribute.expect(tag::SET)?.inside(WHAT);
            attribute.end()?;
            match kind {
                TIMESTAMP_TOKEN => {
                    let tokens = values.parts(MOST_PARTS)?;
                    found
                        .timestamps
                        .extend(tokens.iter().map(|token| token.whole.to_vec()));
                }
                CERTIFICATE_VALUES => {
                    for value in values.parts(MOST_PARTS)? {
                        found.take_certificates(value)?;
                    }
                }
                REVOCATION_VALUES => {
                    for value in values.parts(MOST_PARTS)? {
                        found.take_revocation(value)?;
                    }
                }
                _ => {}
            }
        }
        Ok(found)
    }

    /// `CertificateValues ::= SEQUENCE OF Certificate`
    fn take_certificates(&mut self, value: Element<'_>) -> Result<(), Error> {
        let certificates = value.sequence(WHAT)?.parts(MOST_PARTS)?;
        // Certificates of other algorithms and kinds stand among them; they help nobody here.
        let readable = certificates
            .iter()
            .filter_map(|one| Certificate::from_der(one.whole).ok());
        self.certificates.extend(readable);
        Ok(())
    }

    /// `RevocationValues ::= SEQUENCE { crlVals [0], ocspVals [1], otherRevVals [2] }`
    fn take_revocation(&mut self, value: Element<'_>) -> Result<(), Error> {
        let mut value = value.sequence(WHAT)?;
        for (number, kept) in [(0, &mut self.revocation_lists), (1, &mut self.revocation_answers)] {
            if let Some(wrapped) = value.optional(tag::nested(number))? {
                let list = Element::only(wrapped.body, WHAT)?.sequence(WHAT)?;
                kept.extend(list.parts(MOST_PARTS)?.iter().map(|one| one.whole.to_vec()));
            }
        }
        value.optional(tag::nested(2))?;
        value.end()
    }
}
