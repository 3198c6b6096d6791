//! How a message names a certificate without carrying it (RFC 5652, 5.3 and 6.2.1).

use super::Certificate;
use super::thumbprint::hex;
use crate::Error;
use crate::asn1::{Reader, tag};

/// The name of a certificate inside a message.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Reference {
    /// By its issuer and number.
    IssuerAndSerial {
        /// The issuer's name (DER).
        issuer: Vec<u8>,
        /// The number, as encoded.
        serial: Vec<u8>,
    },
    /// By the identifier of its key.
    KeyId(Vec<u8>),
}

impl Reference {
    /// The name by issuer and number, which приказ Минцифры России № 472 demands.
    pub fn of(certificate: &Certificate) -> Self {
        Self::IssuerAndSerial {
            issuer: certificate.issuer_der().to_vec(),
            serial: certificate.serial().to_vec(),
        }
    }

    /// Does it name this certificate?
    pub fn names(&self, certificate: &Certificate) -> bool {
        match self {
            Self::IssuerAndSerial { issuer, serial } => {
                issuer == certificate.issuer_der() && serial == certificate.serial()
            }
            Self::KeyId(id) => certificate.subject_key_id() == Some(id),
        }
    }

    /// The number or the identifier in hexadecimal digits, for a person who looks for the certificate.
    pub fn digits(&self) -> String {
        match self {
            Self::IssuerAndSerial { serial: bytes, .. } | Self::KeyId(bytes) => hex(bytes),
        }
    }

    /// Reads `SignerIdentifier` or `RecipientIdentifier`.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        if let Some(id) = reader.optional(tag::context(0))? {
            return Ok(Self::KeyId(id.body.to_vec()));
        }
        let mut name = reader.enter(tag::SEQUENCE)?;
        let issuer = name.expect(tag::SEQUENCE)?.whole.to_vec();
        let serial = name.expect(tag::INTEGER)?.body.to_vec();
        name.end()?;
        Ok(Self::IssuerAndSerial { issuer, serial })
    }
}
