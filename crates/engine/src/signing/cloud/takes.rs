//! Signatures that an operator brought: verified before they are kept, and once more before they leave.

use domain::DocumentId;
use jiff::{SignedDuration, Timestamp};
use signature::certificate::Certificate;
use signature::cms::{self, Signed};
use signature::{Error as Cause, Reason};
use store::{CloudFile, CloudRequest, KeptCertificate};

use super::words;
use crate::Result;
use crate::engine::Inner;
use crate::error::Error;
use crate::send::OurSignature;

/// A signature that nobody used for so long is asked for again: what it was made for may have changed.
const FRESH: SignedDuration = SignedDuration::from_hours(12);

/// What there is for a document.
pub(crate) enum Taken {
    /// A signature of exactly this content.
    Ours(OurSignature),
    /// Why there is none.
    Refused(Error),
}

pub(super) fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at) < FRESH
}

/// The certificate that signed, and the message as it may leave. Thumbprint and organisation are those that a person
/// chose.
fn verified(
    message: &[u8],
    chosen: &KeptCertificate,
    content: &[u8],
) -> signature::Result<(Certificate, Vec<u8>)> {
    let signed = Signed::read(message)?;
    let seen = &chosen.seen;
    let mut carried = signed.certificates().iter();
    let certificate = carried
        .find(|one| *one.thumbprint().as_bytes() == seen.thumbprint)
        .ok_or(Cause::BadSignature(Reason::OtherCertificate))?;
    let organisation = certificate.owner().company_inn().unwrap_or_default();
    if !seen.organisation_inn.is_empty() && organisation != seen.organisation_inn {
        return Err(Cause::BadSignature(Reason::OtherCertificate));
    }
    let der = cms::gate(message, certificate, content)?;
    Ok((certificate.clone(), der))
}

/// Keeps what came for the files of a request; gives the documents for which nothing good came.
pub(super) fn keep(
    inner: &Inner,
    request: &CloudRequest,
    chosen: &KeptCertificate,
    messages: &[Option<Vec<u8>>],
) -> Result<Vec<(DocumentId, Error)>> {
    let files = inner.read(|r| Ok(r.cloud_files(request.id)?))?;
    let (mut good, mut refused, mut shown) = (Vec::new(), Vec::new(), None);
    for file in files {
        match of_file(inner, &file, chosen, messages)? {
            Ok((certificate, der)) => {
                shown = Some(certificate);
                good.push((file.position, der));
            }
            Err(why) => refused.push((file.body.document, why)),
        }
    }
    let now = inner.now();
    inner.write(|w| {
        if let Some(certificate) = &shown {
            w.complete_certificate(chosen.id, certificate.der())?;
        }
        for (position, der) in &good {
            w.keep_cloud_signature(request.id, *position, der, now)?;
        }
        for (document, _) in &refused {
            w.end_cloud_file(*document)?;
        }
        Ok(())
    })?;
    Ok(refused)
}

type Made = std::result::Result<(Certificate, Vec<u8>), Error>;

fn of_file(
    inner: &Inner,
    file: &CloudFile,
    chosen: &KeptCertificate,
    messages: &[Option<Vec<u8>>],
) -> Result<Made> {
    let place = usize::try_from(file.position).unwrap_or(usize::MAX);
    let Some(Some(message)) = messages.get(place) else {
        return Ok(Err(words::file_failed()));
    };
    let content = inner.store.blob(file.body.content)?;
    let content = content.ok_or_else(crate::documents::content_missing)?;
    Ok(verified(message, chosen, &content).map_err(|cause| {
        tracing::warn!(%cause, "a signature of an operator does not hold");
        words::signature_bad()
    }))
}

/// The signature that came for a document, of exactly this content; its bytes are durable.
pub(crate) fn taken(
    inner: &Inner,
    document: DocumentId,
    chosen: &KeptCertificate,
    content: &[u8],
) -> Result<Taken> {
    let found = inner.read(|r| Ok(r.cloud_file_of(document)?))?;
    let Some((message, signed_at)) = found.and_then(|file| file.signature) else {
        return Ok(Taken::Refused(words::not_asked()));
    };
    let Ok((_, cms)) = verified(&message, chosen, content) else {
        return Ok(Taken::Refused(words::signature_bad()));
    };
    Ok(Taken::Ours(OurSignature {
        blob: inner.store.put_blob(&cms)?,
        cms,
        thumbprint: chosen.seen.thumbprint,
        signer_name: chosen.seen.name.clone(),
        signed_at,
        power_of_attorney: None,
    }))
}
