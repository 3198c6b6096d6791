//! Verifying the signatures of a message: three facts each, never one lamp for all.
//!
//! Whether the document is unchanged, who signed, and whether the mathematics holds are said apart. Trust and
//! revocation are other questions, answered by [`crate::certificate::chain`] and [`crate::certificate::crl`].

use der::oid::ObjectIdentifier;
use jiff::Timestamp;

use super::algorithms::{digest, digest_of_signature};
use super::read::{Signed, SignerFacts, looks_like_attributes};
use super::timestamp::{TimestampVerdict, timestamps};
use crate::certificate::{Certificate, Reference};
use crate::gost::Digest;
use crate::{Error, Reason};

/// Is the document the one that was signed?
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Document {
    /// Yes.
    Unchanged,
    /// No: its digest is another.
    Changed,
    /// Nothing to compare with: the document lies beside and was not given.
    NotGiven,
    /// The signature covers the document directly and does not hold: either of them may have been changed.
    CannotTell,
    /// By a digest that is not checked here.
    NotChecked(ObjectIdentifier),
}

/// How sure it is whose certificate belongs to the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// The signer signed the hash of this very certificate.
    Signed,
    /// Only issuer and number name it; the signature says nothing against it.
    ByName,
    /// The signer signed the hash of another certificate: this one was put in its place.
    OtherCertificate,
}

/// Who signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedBy {
    /// The owner of this certificate.
    Certificate {
        /// The certificate; boxed, for it is large.
        certificate: Box<Certificate>,
        /// How it is bound to the signature.
        binding: Binding,
    },
    /// A certificate that is not at hand.
    Unknown(Reference),
}

/// Does the value belong to the signed bytes and the key?
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mathematics {
    /// Yes.
    Holds,
    /// No.
    Broken,
    /// It could not be asked.
    NotChecked(NotChecked),
}

/// Why the mathematics was not checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotChecked {
    /// Another algorithm than GOST R 34.10-2012 (RSA, ECDSA, GOST of 2001).
    Algorithm(ObjectIdentifier),
    /// The certificate is not at hand.
    NoCertificate,
    /// The signature covers the document directly, and the document was not given.
    NoDocument,
}

/// What is to be said of one signer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerVerdict {
    /// Is the document the one that was signed?
    pub document: Document,
    /// Who signed.
    pub signed_by: SignedBy,
    /// Does the value hold?
    pub mathematics: Mathematics,
    /// When the signer says it was signed: a claim, no proof.
    pub claimed_at: Option<Timestamp>,
    /// Are there signed attributes at all? Without them only the document is signed, as Diadoc's own programs do.
    pub has_attributes: bool,
    /// The timestamps that hang on it, each with what is to be said of it.
    pub timestamps: Vec<TimestampVerdict>,
}

impl SignerVerdict {
    /// Nothing speaks against the signature: the document is unchanged, the value holds, the certificate is the one.
    pub fn is_good(&self) -> bool {
        self.check().is_ok()
    }

    /// The same, with the reason.
    ///
    /// # Errors
    /// [`Error::BadSignature`]; [`Error::Unsupported`] where the algorithm is not checked here.
    pub fn check(&self) -> Result<(), Error> {
        let not_checked = |oid: &ObjectIdentifier| Error::Unsupported {
            what: format!("the algorithm {oid}"),
        };
        match &self.signed_by {
            SignedBy::Certificate {
                binding: Binding::OtherCertificate,
                ..
            }
            | SignedBy::Unknown(_) => {
                return Err(Error::BadSignature(Reason::OtherCertificate));
            }
            SignedBy::Certificate { .. } => {}
        }
        match &self.document {
            Document::Unchanged => {}
            Document::Changed | Document::NotGiven => {
                return Err(Error::BadSignature(Reason::ContentChanged));
            }
            Document::CannotTell => return Err(Error::BadSignature(Reason::Value)),
            Document::NotChecked(oid) => return Err(not_checked(oid)),
        }
        match &self.mathematics {
            Mathematics::Holds => Ok(()),
            Mathematics::NotChecked(NotChecked::Algorithm(oid)) => Err(not_checked(oid)),
            Mathematics::Broken | Mathematics::NotChecked(_) => Err(Error::BadSignature(Reason::Value)),
        }
    }

    /// The certificate, where it is at hand.
    pub fn certificate(&self) -> Option<&Certificate> {
        match &self.signed_by {
            SignedBy::Certificate { certificate, .. } => Some(certificate),
            SignedBy::Unknown(_) => None,
        }
    }
}

/// Verifies every signer. `content` is the document beside the message, or what the content inside has to equal;
/// `extra` are certificates beside those of the message.
pub fn verify(signed: &Signed, content: Option<&[u8]>, extra: &[Certificate]) -> Vec<SignerVerdict> {
    let mut verdicts = verify_without_timestamps(signed, content, extra);
    for (verdict, signer) in verdicts.iter_mut().zip(signed.signers()) {
        verdict.timestamps = timestamps(signer, &helpers(signed, signer, extra));
    }
    verdicts
}

/// The same for a message whose timestamps nobody asks for: those of a timestamp itself, so that tokens inside tokens
/// lead nowhere.
pub(super) fn verify_without_timestamps(
    signed: &Signed,
    content: Option<&[u8]>,
    extra: &[Certificate],
) -> Vec<SignerVerdict> {
    let content = Content::new(signed, content);
    signed
        .signers()
        .iter()
        .map(|signer| verdict(signed, signer, &content, extra))
        .collect()
}

/// The document with its digests, each computed once.
struct Content<'a> {
    bytes: Option<&'a [u8]>,
    is_another: bool,
    digests: Vec<(Digest, Vec<u8>)>,
}

impl<'a> Content<'a> {
    fn new(signed: &'a Signed, beside: Option<&'a [u8]>) -> Self {
        let bytes = signed.content().or(beside);
        let mut digests = Vec::new();
        for kind in signed
            .signers()
            .iter()
            .filter_map(|signer| digest(&signer.digest_algorithm))
        {
            if let Some(bytes) = bytes.filter(|_| digests.iter().all(|(known, _)| *known != kind)) {
                digests.push((kind, kind.of(bytes)));
            }
        }
        Self {
            bytes,
            is_another: matches!((signed.content(), beside), (Some(inside), Some(beside)) if inside != beside),
            digests,
        }
    }

    fn digest(&self, kind: Digest) -> Option<&[u8]> {
        self.digests
            .iter()
            .find(|(known, _)| *known == kind)
            .map(|(_, digest)| digest.as_slice())
    }
}

fn verdict(
    signed: &Signed,
    signer: &SignerFacts,
    content: &Content<'_>,
    extra: &[Certificate],
) -> SignerVerdict {
    let signed_by = signed_by(signed, signer, extra);
    let mathematics = mathematics(signer, &signed_by, content);
    SignerVerdict {
        document: document(signed, signer, content, &mathematics),
        signed_by,
        mathematics,
        claimed_at: signer
            .attributes
            .as_ref()
            .and_then(|attributes| attributes.signing_time),
        has_attributes: signer.attributes.is_some(),
        timestamps: Vec::new(),
    }
}

/// Everything at hand for a timestamp that brings no certificate of its maker.
fn helpers(signed: &Signed, signer: &SignerFacts, extra: &[Certificate]) -> Vec<Certificate> {
    if signer.unsigned.timestamps.is_empty() {
        return Vec::new();
    }
    let along = signed.certificates().iter().chain(&signer.unsigned.certificates);
    along.chain(extra).cloned().collect()
}

/// Of all certificates of that name the one whose hash was signed; else the first.
fn signed_by(signed: &Signed, signer: &SignerFacts, extra: &[Certificate]) -> SignedBy {
    let hash = signer
        .attributes
        .as_ref()
        .and_then(|attributes| attributes.signing_certificate.as_ref());
    let binding = |certificate: &Certificate| match hash.and_then(|hash| hash.is_of(certificate)) {
        Some(true) => Binding::Signed,
        Some(false) => Binding::OtherCertificate,
        None => Binding::ByName,
    };
    let named = signed
        .certificates()
        .iter()
        .chain(&signer.unsigned.certificates)
        .chain(extra)
        .filter(|certificate| signer.signer.names(certificate));
    let mut candidates: Vec<(&Certificate, Binding)> = named
        .map(|certificate| (certificate, binding(certificate)))
        .collect();
    candidates.sort_by_key(|(_, binding)| *binding == Binding::OtherCertificate);
    match candidates.first() {
        Some(&(certificate, binding)) => SignedBy::Certificate {
            certificate: Box::new(certificate.clone()),
            binding,
        },
        None => SignedBy::Unknown(signer.signer.clone()),
    }
}

fn mathematics(signer: &SignerFacts, signed_by: &SignedBy, content: &Content<'_>) -> Mathematics {
    let not_checked = |why| Mathematics::NotChecked(why);
    let Some(kind) = digest_of_signature(&signer.signature_algorithm) else {
        return not_checked(NotChecked::Algorithm(signer.signature_algorithm));
    };
    if digest(&signer.digest_algorithm) != Some(kind) {
        return not_checked(NotChecked::Algorithm(signer.digest_algorithm));
    }
    let SignedBy::Certificate { certificate, .. } = signed_by else {
        return not_checked(NotChecked::NoCertificate);
    };
    let Ok(key) = certificate.public_key() else {
        return not_checked(NotChecked::Algorithm(signer.signature_algorithm));
    };
    if key.curve().digest() != kind {
        return Mathematics::Broken;
    }
    let holds = |digest: &[u8]| key.verify_digest(digest, &signer.signature).is_ok();
    let is_good = match &signer.attributes {
        // As they came, else in the order of DER: the signer may have signed that and sent another.
        Some(attributes) => {
            holds(&kind.of(&attributes.signed_bytes))
                || attributes
                    .reordered()
                    .is_ok_and(|bytes| bytes != attributes.signed_bytes && holds(&kind.of(&bytes)))
        }
        None => match content.digest(kind) {
            None => return not_checked(NotChecked::NoDocument),
            // A signature over attributes, presented as one over a document that is these attributes.
            Some(_) if content.bytes.is_some_and(looks_like_attributes) => false,
            Some(digest) => holds(digest),
        },
    };
    if is_good {
        Mathematics::Holds
    } else {
        Mathematics::Broken
    }
}

fn document(
    signed: &Signed,
    signer: &SignerFacts,
    content: &Content<'_>,
    mathematics: &Mathematics,
) -> Document {
    let Some(kind) = digest(&signer.digest_algorithm) else {
        return Document::NotChecked(signer.digest_algorithm);
    };
    let Some(found) = content.digest(kind) else {
        return Document::NotGiven;
    };
    if content.is_another {
        return Document::Changed;
    }
    match &signer.attributes {
        Some(attributes)
            if attributes.message_digest == found && attributes.content_type == signed.content_type() =>
        {
            Document::Unchanged
        }
        Some(_) => Document::Changed,
        None if *mathematics == Mathematics::Holds => Document::Unchanged,
        None => Document::CannotTell,
    }
}
