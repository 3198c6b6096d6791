//! What a stranger's bytes go through, from the first byte to the last question; shared with the fuzz targets.
//!
//! A probe never fails: it ends, or it has found something.

use std::sync::LazyLock;

use jiff::Timestamp;
use signature::certificate::{Certificate, chain, crl, ocsp};
use signature::envelope::{self, KeyTransport};
use signature::keys::KeyUnwrap;
use signature::{Result, cms, key_file};
use zeroize::Zeroizing;

static OWNER: LazyLock<Certificate> = LazyLock::new(|| {
    Certificate::from_der(include_bytes!("../../fuzz/corpus/certificate/256-A.der")).unwrap()
});
static ISSUING: LazyLock<Certificate> = LazyLock::new(|| {
    Certificate::from_der(include_bytes!("../../fuzz/corpus/certificate/issuing.der")).unwrap()
});

/// Takes what a stranger sent.
pub type Probe = fn(&[u8]);

/// All probes with the names of their corpora.
pub const ALL: [(&str, Probe); 7] = [
    ("certificate", certificate),
    ("crl", revocation_list),
    ("ocsp", revocation_answer),
    ("cms", message),
    ("envelope", sealed),
    ("ber", ber),
    ("key_file", key),
];

fn now() -> Timestamp {
    Timestamp::UNIX_EPOCH
}

/// A certificate, and a chain of it alone.
pub fn certificate(bytes: &[u8]) {
    let Ok(certificate) = Certificate::from_pem_or_der(bytes) else {
        return;
    };
    let _ = (
        certificate.owner().display_name(),
        certificate.owner().company_inn(),
        certificate.serial_hex(),
    );
    let _ = (certificate.protection_classes(), format!("{certificate:?}"));
    let itself = [certificate.clone()];
    let _ = chain::check(&certificate, &itself, std::slice::from_ref(&*ISSUING), now());
    let _ = crl::is_revoked(&OWNER, &certificate, &[], now());
}

/// A list of revoked certificates.
pub fn revocation_list(bytes: &[u8]) {
    if let Ok(list) = crl::parse(bytes) {
        let _ = list.count();
        let _ = crl::is_revoked(&OWNER, &ISSUING, &[list], now());
    }
}

/// An answer about revocation.
pub fn revocation_answer(bytes: &[u8]) {
    if let Ok(answer) = ocsp::read(bytes) {
        let _ = answer.produced_at();
        let _ = ocsp::is_revoked(&OWNER, &ISSUING, &[answer], now());
    }
}

/// A signed message.
pub fn message(bytes: &[u8]) {
    let _ = cms::gate(bytes, &OWNER, b"document");
    if let Ok(signed) = cms::Signed::read(bytes) {
        let _ = (signed.revocation_lists(), format!("{signed:?}"));
        for signer in signed.signers() {
            for answer in &signer.unsigned.revocation_answers {
                revocation_answer(answer);
            }
        }
        for verdict in cms::verify(&signed, Some(b"document"), std::slice::from_ref(&*OWNER)) {
            let _ = (verdict.check(), verdict.timestamps);
        }
        let again = cms::Signed::read(signed.der()).unwrap();
        assert_eq!(again.signers().len(), signed.signers().len());
    }
}

/// A key that unwraps everything into the same bytes, so that the content is reached.
struct AnyKey;

impl KeyUnwrap for AnyKey {
    fn certificate(&self) -> &Certificate {
        &OWNER
    }

    fn unwrap(&mut self, transport: &KeyTransport) -> Result<Zeroizing<Vec<u8>>> {
        let key = key_file::read(include_bytes!("../../fuzz/corpus/key_file/256-A.der"), None)?;
        Ok(transport
            .unwrap_with(&key)
            .unwrap_or_else(|_| Zeroizing::new(vec![7; 32])))
    }
}

/// A sealed message.
pub fn sealed(bytes: &[u8]) {
    let _ = envelope::recipients(bytes);
    let _ = envelope::open(bytes, &mut AnyKey);
}

/// Bytes of BER: what is DER stays what it is.
pub fn ber(bytes: &[u8]) {
    if let Ok(der) = cms::ber::normalise(bytes) {
        assert_eq!(cms::ber::normalise(&der).as_ref(), Ok(&der));
        assert!(der.len() <= 2 * bytes.len());
    }
}

/// A key file.
pub fn key(bytes: &[u8]) {
    let _ = key_file::read(bytes, None);
    let _ = key_file::read(bytes, Some("password"));
}
