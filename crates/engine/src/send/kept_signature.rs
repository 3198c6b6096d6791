//! «Подписать» before anything is sent: our signature stays with the file and leaves with its first sending.
//!
//! A signature belongs to the bytes it was made over: a file that is made anew is to be signed anew.

use domain::{Document, DocumentId, EdoFile, FirmId};
use jiff::Timestamp;
use signature::certificate::Certificate;
use signature::cms::{self, Signed};
use store::{DocumentSignature, NewCloudFile, Reader, Writer};

use super::{OurSignature, Repeat, refuse_second_sending};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::powers::Leave;
use crate::preflight::Missing;
use crate::{Result, documents, records, status};

/// A signature of ours that waits for its document to be sent.
pub(crate) struct KeptSignature {
    row: DocumentSignature,
    message: Vec<u8>,
    certificate: Certificate,
    leave: Option<Leave>,
}

impl KeptSignature {
    /// The one for the file of this document as it stands; none where nobody signed it, or where it cannot be used: it was
    /// brought from elsewhere in a form in which it cannot leave, or its bytes are lost, or the power of attorney that was to
    /// go along is gone.
    pub(crate) fn of(inner: &Inner, r: &Reader<'_>, document: &Document) -> Result<Option<Self>> {
        let Some(file) = &document.body.file else {
            return Ok(None);
        };
        let Some(row) = r.unsent_signature(document.id, file.blob)? else {
            return Ok(None);
        };
        let leave = match &row.body.power_of_attorney {
            None => None,
            Some(kept) => match Leave::kept(r, kept)? {
                None => return Ok(None),
                found => found,
            },
        };
        let message = inner.store.blob(row.body.blob)?;
        Ok(message.and_then(|message| {
            let signed = Signed::read(&message).ok()?;
            let [signer] = signed.signers() else {
                return None;
            };
            let mut all = signed.certificates().iter();
            let certificate = all.find(|one| signer.signer.names(one))?.clone();
            signed.content().is_none().then_some(Self {
                row,
                message,
                certificate,
                leave,
            })
        }))
    }

    /// Why it cannot leave any more.
    pub(crate) fn obstacle(&self, now: Timestamp) -> Option<Missing> {
        (now > self.certificate.validity().to).then(|| Missing {
            code: "kept_signature_expired",
            sentence: format!(
                "Документ подписан заранее ({}), но срок сертификата этой подписи закончился, и оператор её не примет. \
                 Документ и подпись сохранены. Подпишите документ ещё раз.",
                self.row.body.signer_name
            ),
        })
    }

    /// As it leaves with this content. Checked once more: only what is whole and of this very file may leave.
    pub(super) fn ours(self, content: &[u8]) -> Result<OurSignature> {
        let body = self.row.body;
        let cms = cms::gate(&self.message, &self.certificate, content).map_err(|cause| {
            tracing::warn!(%cause, "a kept signature does not hold");
            broken()
        })?;
        Ok(OurSignature {
            cms,
            blob: body.blob,
            thumbprint: *self.certificate.thumbprint().as_bytes(),
            signer_name: body.signer_name,
            signed_at: body.signed_at.unwrap_or(body.created_at),
            power_of_attorney: self.leave,
        })
    }
}

/// A document of ours that has not left, with the file that would be signed.
pub(crate) struct Unsent {
    document: Document,
    file: EdoFile,
}

/// What can be signed before it is sent; the error says why it cannot.
pub(crate) fn unsent(r: &Reader<'_>, document: Document) -> Result<Unsent> {
    refuse_second_sending(r, document.id, Repeat::AfterRefusal)?;
    if let Some(missing) = crate::preflight::missing_file(&document) {
        return Err(missing.into());
    }
    let file = r.current_edo_file(document.id)?.ok_or_else(documents::no_file)?;
    Ok(Unsent { document, file })
}

impl Unsent {
    /// The document.
    pub(crate) fn document(&self) -> DocumentId {
        self.document.id
    }

    /// Whose document it is.
    pub(crate) fn firm(&self) -> Option<FirmId> {
        self.document.body.firm
    }

    /// The bytes that are signed.
    pub(crate) fn content(&self, inner: &Inner) -> Result<Vec<u8>> {
        inner
            .store
            .blob(self.file.file.blob)?
            .ok_or_else(documents::content_missing)
    }

    /// What is signed, for an operator that keeps the key.
    pub(crate) fn to_sign(&self) -> NewCloudFile {
        NewCloudFile {
            document: self.document.id,
            name: self.file.file.name.clone(),
            content: self.file.file.blob,
        }
    }

    /// Who has signed this very file already, and it has not left.
    pub(crate) fn signer_name(&self, r: &Reader<'_>) -> Result<Option<String>> {
        let found = r.unsent_signature(self.document.id, self.file.file.blob)?;
        Ok(found.map(|found| found.body.signer_name))
    }

    /// Keeps the signature in the transaction at hand, where the document is still what was signed.
    pub(crate) fn keep(&self, w: &Writer<'_>, ours: &OurSignature, now: Timestamp) -> Result<()> {
        let id = self.document.id;
        let document = w.document(id)?.ok_or_else(documents::not_found)?;
        let is_same = unsent(w, document)?.file.id == self.file.id;
        if !is_same {
            return Err(records::changed_meanwhile());
        }
        w.add_document_signature(&ours.to_keep(self.file.id, None, now))?;
        status::refresh_signed(w, id)
    }
}

fn broken() -> Error {
    Error::new(
        Code::Preflight("kept_signature_broken"),
        "Подпись, сделанная заранее, не сходится с файлом документа. Документ не отправлен, он и подпись сохранены. \
         Подпишите документ ещё раз.",
    )
}
