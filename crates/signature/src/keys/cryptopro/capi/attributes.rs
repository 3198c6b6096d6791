//! The signed attributes that make the provider's message CAdES-BES: time and certificate. The provider itself adds the
//! type of the content and its digest.

use jiff::Timestamp;

use crate::asn1::{explicit, octets, oid, sequence, tag, tlv, write_time};
use crate::certificate::Certificate;
use crate::gost::Digest;

/// id-signingTime (RFC 5652, 11.3).
const SIGNING_TIME: &str = "1.2.840.113549.1.9.5";
/// id-aa-signingCertificateV2 (RFC 5035).
const SIGNING_CERTIFICATE_V2: &str = "1.2.840.113549.1.9.16.2.47";

/// Object identifiers and values (DER).
pub(super) fn signed(
    certificate: &Certificate,
    digest: Digest,
    at: Timestamp,
) -> Vec<(&'static str, Vec<u8>)> {
    let algorithm = sequence(&[&oid(&digest.oid())]);
    let hash = octets(&digest.of(certificate.der()));
    // IssuerSerial: GeneralNames of one directoryName, then the number.
    let issuer = sequence(&[&explicit(4, &[certificate.issuer_der()])]);
    let issuer_serial = sequence(&[&issuer, &tlv(tag::INTEGER, &[certificate.serial()])]);
    let id = sequence(&[&algorithm, &hash, &issuer_serial]);
    let signing_certificate = sequence(&[&sequence(&[&id])]);
    vec![
        (SIGNING_TIME, write_time(at)),
        (SIGNING_CERTIFICATE_V2, signing_certificate),
    ]
}
