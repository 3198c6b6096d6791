//! Reading the frame of a certificate (RFC 5280, 4.1); its parts keep their own bytes.

use super::extensions::Extensions;
use super::{Certificate, Owner, Validity};
use crate::Error;
use crate::asn1::{Element, Reader, read_time, tag};
use crate::cms::ber;

const WHAT: &str = "a certificate";

/// No certificate is larger; a hostile one shall not cost more.
const MOST_BYTES: usize = 256 * 1024;

pub(super) fn certificate(bytes: &[u8]) -> Result<Certificate, Error> {
    if bytes.len() > MOST_BYTES {
        return Err(Error::Malformed { what: WHAT });
    }
    let der = ber::normalise(bytes)?;
    let (signed_part, signature_algorithm, signature) = outer(&der)?;
    let tbs = TbsParts::read(signed_part)?;
    if tbs.signature_algorithm != signature_algorithm {
        return Err(Error::Malformed { what: WHAT });
    }
    Ok(Certificate {
        signed_part: signed_part.to_vec(),
        signature_algorithm: Reader::new(signature_algorithm, WHAT).algorithm()?.0,
        signature: signature.to_vec(),
        serial: tbs.serial.to_vec(),
        issuer_der: tbs.issuer.to_vec(),
        subject_der: tbs.subject.to_vec(),
        public_key_der: tbs.public_key.to_vec(),
        validity: tbs.validity,
        owner: Owner::from_name(tbs.subject)?,
        issuer: Owner::from_name(tbs.issuer)?,
        extensions: tbs
            .extensions
            .map(Extensions::read)
            .transpose()?
            .unwrap_or_default(),
        der,
    })
}

/// The signed part, the algorithm (whole) and the signature of `SIGNED{…}`: certificates and lists look the same.
type SignedParts<'a> = (&'a [u8], &'a [u8], &'a [u8]);

pub(super) fn outer(der: &[u8]) -> Result<SignedParts<'_>, Error> {
    let outer = Element::only(der, WHAT)?;
    if outer.tag != tag::SEQUENCE {
        return Err(Error::Malformed { what: WHAT });
    }
    let mut inside = outer.inside(WHAT);
    let signed_part = inside.expect(tag::SEQUENCE)?.whole;
    let algorithm = inside.expect(tag::SEQUENCE)?.whole;
    let signature = inside.bit_string()?;
    inside.end()?;
    Ok((signed_part, algorithm, signature))
}

struct TbsParts<'a> {
    serial: &'a [u8],
    signature_algorithm: &'a [u8],
    issuer: &'a [u8],
    validity: Validity,
    subject: &'a [u8],
    public_key: &'a [u8],
    extensions: Option<Reader<'a>>,
}

impl<'a> TbsParts<'a> {
    fn read(signed_part: &'a [u8]) -> Result<Self, Error> {
        let mut tbs = Reader::new(signed_part, WHAT).enter(tag::SEQUENCE)?;
        tbs.optional(tag::nested(0))?;
        let serial = tbs.expect(tag::INTEGER)?.body;
        let signature_algorithm = tbs.expect(tag::SEQUENCE)?.whole;
        let issuer = tbs.expect(tag::SEQUENCE)?.whole;
        let mut period = tbs.enter(tag::SEQUENCE)?;
        let validity = Validity {
            from: read_time(period.next()?)?,
            to: read_time(period.next()?)?,
        };
        period.end()?;
        let subject = tbs.expect(tag::SEQUENCE)?.whole;
        let public_key = tbs.expect(tag::SEQUENCE)?.whole;
        tbs.optional(tag::context(1))?;
        tbs.optional(tag::context(2))?;
        let extensions = match tbs.optional(tag::nested(3))? {
            None => None,
            Some(wrapped) => {
                let mut wrapped = wrapped.inside(WHAT);
                let list = wrapped.enter(tag::SEQUENCE)?;
                wrapped.end()?;
                Some(list)
            }
        };
        tbs.end()?;
        if serial.is_empty() {
            return Err(Error::Malformed { what: WHAT });
        }
        Ok(Self {
            serial,
            signature_algorithm,
            issuer,
            validity,
            subject,
            public_key,
            extensions,
        })
    }
}
