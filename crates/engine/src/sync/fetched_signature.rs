//! A signature as an operator gave it, on its way into the registry: durable first, then the row that names it.

use domain::{BlobId, EdoDocumentId, EdoFileId, SigningParty};
use jiff::Timestamp;
use signature::certificate::Thumbprint;
use signature::cms::Signed;
use store::NewDocumentSignature;

use crate::Result;
use crate::engine::Inner;
use crate::signature_check::{self, Moment, TimeKind};
use crate::trust::TrustAtHand;

/// The bytes are durable already.
pub(super) struct FetchedSignature {
    blob: BlobId,
    thumbprint: Option<[u8; 20]>,
    signer_name: String,
    signed_at: Option<Timestamp>,
}

impl FetchedSignature {
    /// One that cannot be read is kept too: it is what came. `content` is the file that it signs.
    pub(super) fn of(inner: &Inner, bytes: &[u8], content: Option<&[u8]>) -> Result<Self> {
        let blob = inner.store.put_blob(bytes)?;
        let checks = match Signed::read(bytes) {
            Ok(signed) => {
                let trust = TrustAtHand::load(inner)?;
                signature_check::check(inner, &trust, &signed, content, Moment::Claimed)?
            }
            Err(cause) => {
                tracing::debug!(%cause, "a signature of the operator's cannot be read");
                Vec::new()
            }
        };
        let first = checks.into_iter().next();
        Ok(Self {
            blob,
            thumbprint: first
                .as_ref()
                .and_then(|check| Thumbprint::parse(&check.signer.thumbprint).ok())
                .map(|print| *print.as_bytes()),
            signed_at: first
                .as_ref()
                .filter(|check| matches!(check.time.kind, TimeKind::Claimed | TimeKind::Timestamp))
                .map(|check| check.time.at),
            signer_name: first.map(|check| check.signer.name).unwrap_or_default(),
        })
    }

    /// As it is kept under this file.
    pub(super) fn row(
        &self,
        file: EdoFileId,
        (edo_document, party): (EdoDocumentId, SigningParty),
        now: Timestamp,
    ) -> NewDocumentSignature {
        NewDocumentSignature {
            file,
            edo_document: Some(edo_document),
            party,
            blob: self.blob,
            thumbprint: self.thumbprint,
            signer_name: self.signer_name.clone(),
            signed_at: self.signed_at,
            created_at: now,
            power_of_attorney: None,
        }
    }
}
