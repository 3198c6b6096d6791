//! Signatures that are kept with a document: what each says and what of it holds, beside what the operator said.
//!
//! Nothing is remembered of a check: roots and lists of revoked certificates change.

use std::collections::HashMap;

pub use domain::SigningParty;
use domain::facets::{Intermediate, OurSignature, TheirSignature};
use domain::{BlobId, DocumentId, EdoDocument, EdoDocumentId, EdoFile, EdoFileId, EventActor, EventFact};
use jiff::Timestamp;
use signature::certificate::Thumbprint;
use signature::cms::Signed;
pub use store::DocumentSignatureId;
use store::{DocumentSignature, NewDocumentSignature, Reader, TimelineEntry, Writer};

use crate::changes::Change;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::import::ImportFile;
use crate::print::{self, Pile, PrintPurpose};
use crate::signature_check::{self, DocumentFact, MathematicsFact, Moment, SignatureCheck, TimeKind};
use crate::trust::TrustAtHand;
use crate::{Engine, Result, documents, status};

/// What an operator said of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorVerdict {
    /// It found the signature good.
    pub is_valid: bool,
    /// A sentence.
    pub text: String,
}

/// A signature of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSignatureView {
    /// Of the message; that of several signers is several of these.
    pub id: DocumentSignatureId,
    /// Whose it is.
    pub party: SigningParty,
    /// The message (CMS), as a file.
    pub blob: BlobId,
    /// The file that is signed.
    pub file: EdoFile,
    /// When it came here.
    pub created_at: Timestamp,
    /// When the signer says it was signed.
    pub signed_at: Option<Timestamp>,
    /// What is found out of it.
    pub check: SignatureCheck,
    /// What the operator said, if it said anything.
    pub operator_verdict: Option<OperatorVerdict>,
    /// It went and came with no sending, so it can be taken away.
    pub is_apart: bool,
}

/// A copy for viewing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StampedCopy {
    /// Address of the pages, good until newer prints need the room.
    pub blob: BlobId,
    /// Name for a file.
    pub name: String,
}

/// A kept message with what is found out of its signatures.
pub(crate) struct KnownSignature {
    pub(crate) kept: DocumentSignature,
    pub(crate) file: EdoFile,
    /// The message; `None`: its bytes are not in the store.
    pub(crate) message: Option<Vec<u8>>,
    /// One per signer; none where it cannot be read.
    pub(crate) checks: Vec<SignatureCheck>,
    pub(crate) operator_verdict: Option<OperatorVerdict>,
    /// No sending carried it or its file.
    pub(crate) is_apart: bool,
}

impl Engine {
    /// Every signature that is kept with a document, in the order in which they came; those of messages that cannot be
    /// read are left out.
    pub async fn document_signatures(&self, document: DocumentId) -> Result<Vec<DocumentSignatureView>> {
        self.blocking(move |inner| {
            inner.read(|r| r.document(document)?.ok_or_else(documents::not_found))?;
            let known = known(inner, &TrustAtHand::load(inner)?, document)?;
            Ok(known.into_iter().flat_map(views).collect())
        })
        .await
    }

    /// Keeps a signature that came as a file beside a document, where it holds for one of the document's files. It counts
    /// as ours where the certificate has the ИНН of our firm, else as the other side's.
    ///
    /// Errors: `signature_unreadable`, `signature_of_other`.
    pub async fn attach_signature(&self, document: DocumentId, file: ImportFile) -> Result<()> {
        self.blocking(move |inner| attach(inner, document, &file)).await?;
        self.inner.changes.tell(&Change::document(document));
        Ok(())
    }

    /// Takes a signature away from a document that has not left with it; the document and its file stay.
    ///
    /// Errors: `no_signatures`, `signature_left`.
    pub async fn forget_signature(&self, document: DocumentId, id: DocumentSignatureId) -> Result<()> {
        self.blocking(move |inner| inner.write(|w| forget(inner, w, document, id)))
            .await?;
        self.inner.changes.tell(&Change::document(document));
        Ok(())
    }

    /// A copy for viewing with a stamp for each signature that holds. `no_signatures` where none is kept.
    pub async fn stamped_copy(&self, document: DocumentId) -> Result<StampedCopy> {
        self.blocking(move |inner| {
            let has_any = inner.read(|r| {
                r.document(document)?.ok_or_else(documents::not_found)?;
                Ok(!r.document_signatures(document)?.is_empty())
            })?;
            if !has_any {
                return Err(no_signatures());
            }
            let mut pile = Pile::default();
            pile.put(print::print_one(
                inner,
                document,
                None,
                PrintPurpose::CopyForViewing,
            )?)?;
            let (content, _) = pile.bound()?;
            Ok(StampedCopy {
                name: content.name.clone(),
                blob: inner.shelf.put(content),
            })
        })
        .await
    }
}

fn views(known: KnownSignature) -> Vec<DocumentSignatureView> {
    let KnownSignature {
        kept,
        file,
        checks,
        operator_verdict,
        is_apart,
        ..
    } = known;
    let view = |check| DocumentSignatureView {
        id: kept.id,
        party: kept.body.party,
        blob: kept.body.blob,
        file: file.clone(),
        created_at: kept.body.created_at,
        signed_at: kept.body.signed_at,
        check,
        operator_verdict: operator_verdict.clone(),
        is_apart,
    };
    checks.into_iter().map(view).collect()
}

/// Every message that is kept with a document, checked against the file it signs.
pub(crate) fn known(inner: &Inner, trust: &TrustAtHand, document: DocumentId) -> Result<Vec<KnownSignature>> {
    let history = inner.read(|r| History::of(inner, r, document))?;
    let mut contents: HashMap<EdoFileId, Option<Vec<u8>>> = HashMap::new();
    let mut known = Vec::with_capacity(history.signatures.len());
    for kept in &history.signatures {
        let Some(file) = history.files.iter().find(|file| file.id == kept.body.file) else {
            continue;
        };
        if let std::collections::hash_map::Entry::Vacant(place) = contents.entry(file.id) {
            place.insert(inner.store.blob(file.file.blob)?);
        }
        let content = contents.get(&file.id).and_then(Option::as_deref);
        let sending = history.sending_of(kept);
        let moment = sending
            .and_then(|sending| history.operators_time(sending, kept.body.party))
            .map_or(Moment::Claimed, Moment::Operator);
        let message = inner.store.blob(kept.body.blob)?;
        let signed = message.as_deref().and_then(|message| Signed::read(message).ok());
        let checks = match &signed {
            Some(signed) => signature_check::check(inner, trust, signed, content, moment)?,
            None => Vec::new(),
        };
        known.push(KnownSignature {
            is_apart: sending.is_none(),
            operator_verdict: sending.and_then(|sending| history.verdict(sending, kept.body.party)),
            kept: kept.clone(),
            file: file.clone(),
            message,
            checks,
        });
    }
    Ok(known)
}

/// What the registry knows of a document's files, sendings and signatures.
struct History {
    signatures: Vec<DocumentSignature>,
    files: Vec<EdoFile>,
    sendings: Vec<(EdoDocument, String)>,
    timeline: Vec<TimelineEntry>,
}

impl History {
    fn of(inner: &Inner, r: &Reader<'_>, document: DocumentId) -> Result<Self> {
        let sendings = r.edo_documents_of(document)?.into_iter().map(|sending| {
            let connection = r.past_connection(sending.connection)?;
            let title = connection.map_or_else(
                || "ЭДО".to_owned(),
                |connection| inner.operator_title(&connection.operator),
            );
            Ok((sending, title))
        });
        Ok(Self {
            sendings: sendings.collect::<Result<_>>()?,
            signatures: r.document_signatures(document)?,
            files: r.edo_files_of(document)?,
            timeline: r.timeline(document)?,
        })
    }

    /// The sending that a signature belongs to: the one it names, else the newest that carried its file.
    fn sending_of(&self, kept: &DocumentSignature) -> Option<EdoDocumentId> {
        kept.body.edo_document.or_else(|| {
            let carried = |(sending, _): &&(EdoDocument, String)| {
                sending.remote.is_some() && sending.file == Some(kept.body.file)
            };
            self.sendings.iter().find(carried).map(|(sending, _)| sending.id)
        })
    }

    /// By when the signature was there, by the operator's clock.
    fn operators_time(&self, sending: EdoDocumentId, party: SigningParty) -> Option<Timestamp> {
        let tells = |entry: &&TimelineEntry| {
            entry.edo_document == Some(sending)
                && match party {
                    SigningParty::Us => entry.actor != EventActor::Us && entry.fact == EventFact::Posted,
                    SigningParty::Them => {
                        entry.actor == EventActor::Them
                            && matches!(entry.fact, EventFact::Signed | EventFact::Titled)
                    }
                    SigningParty::Intermediate => entry.fact == EventFact::IntermediateSigned,
                }
        };
        self.timeline.iter().find(tells).map(|entry| entry.at)
    }

    /// Only what the operator found by checking: «signed» alone says nothing about the signature.
    fn verdict(&self, sending: EdoDocumentId, party: SigningParty) -> Option<OperatorVerdict> {
        let (sending, title) = self.sendings.iter().find(|(known, _)| known.id == sending)?;
        let facets = &sending.state.as_ref()?.facets;
        let is_valid = match (party, &facets.our_signature, &facets.their_signature) {
            (SigningParty::Us, OurSignature::Valid | OurSignature::Confirmed, _) => true,
            (SigningParty::Us, OurSignature::Invalid, _)
            | (SigningParty::Them, _, TheirSignature::Invalid) => false,
            (SigningParty::Intermediate, ..) if facets.intermediate == Intermediate::Invalid => false,
            _ => return None,
        };
        let text = if is_valid {
            format!("Оператор {title} проверил подпись и признал её верной.")
        } else {
            format!("Оператор {title} проверил подпись и признал её неверной.")
        };
        Some(OperatorVerdict { is_valid, text })
    }
}

fn attach(inner: &Inner, id: DocumentId, file: &ImportFile) -> Result<()> {
    let (document, files) = inner.read(|r| {
        let document = r.document(id)?.ok_or_else(documents::not_found)?;
        Ok((document, r.edo_files_of(id)?))
    })?;
    let signed = Signed::read(&file.bytes).map_err(|_| signature_check::not_a_signature(&file.name))?;
    let trust = TrustAtHand::load(inner)?;
    let (signed_file, first) = signed_one(inner, &trust, &signed, files)?.ok_or_else(of_other)?;
    let firm = document
        .body
        .firm
        .map(|id| inner.read(|r| Ok(r.firm(id)?)))
        .transpose()?
        .flatten();
    let inns = [&first.signer.organisation_inn, &first.signer.inn];
    let is_ours = firm.is_some_and(|firm| {
        inns.into_iter()
            .flatten()
            .any(|inn| *inn == firm.party.inn.to_string())
    });
    let new = NewDocumentSignature {
        file: signed_file.id,
        edo_document: None,
        party: if is_ours {
            SigningParty::Us
        } else {
            SigningParty::Them
        },
        // Durable before the row names it, as every file is.
        blob: inner.store.put_blob(signed.der())?,
        thumbprint: Thumbprint::parse(&first.signer.thumbprint)
            .ok()
            .map(|print| *print.as_bytes()),
        signer_name: first.signer.name.clone(),
        signed_at: (matches!(first.time.kind, TimeKind::Claimed | TimeKind::Timestamp))
            .then_some(first.time.at),
        created_at: inner.now(),
        power_of_attorney: None,
    };
    inner.write(|w| {
        w.add_document_signature(&new)?;
        status::refresh_signed(w, id)
    })
}

fn forget(inner: &Inner, w: &Writer<'_>, document: DocumentId, id: DocumentSignatureId) -> Result<()> {
    w.document(document)?.ok_or_else(documents::not_found)?;
    let history = History::of(inner, w, document)?;
    let mut kept = history.signatures.iter();
    let kept = kept.find(|kept| kept.id == id).ok_or_else(signature_gone)?;
    if history.sending_of(kept).is_some() {
        return Err(signature_left());
    }
    w.forget_unsent_signature(id)?;
    status::refresh_signed(w, document)
}

fn signature_gone() -> Error {
    Error::new(
        Code::NoSignatures,
        "Этой подписи у документа уже нет. Документ и его файл целы.",
    )
}

fn signature_left() -> Error {
    Error::new(
        Code::SignatureLeft,
        "Эта подпись ушла или пришла вместе с документом, поэтому убрать её нельзя: контрагент её уже видит. Документ и \
         подпись на месте. Если документ отправлен по ошибке, предложите контрагенту его аннулировать.",
    )
}

/// The newest file under which every signature of the message holds, and what is found out of the first.
fn signed_one(
    inner: &Inner,
    trust: &TrustAtHand,
    signed: &Signed,
    files: Vec<EdoFile>,
) -> Result<Option<(EdoFile, SignatureCheck)>> {
    for file in files {
        let Some(content) = inner.store.blob(file.file.blob)? else {
            continue;
        };
        let checks = signature_check::check(inner, trust, signed, Some(&content), Moment::Claimed)?;
        let holds = |check: &SignatureCheck| {
            check.document == DocumentFact::Unchanged && check.signature == MathematicsFact::Valid
        };
        if checks.iter().all(holds)
            && let Some(first) = checks.into_iter().next()
        {
            return Ok(Some((file, first)));
        }
    }
    Ok(None)
}

fn of_other() -> Error {
    Error::new(
        Code::SignatureOfOther,
        "Эта подпись не сходится ни с одним файлом документа: она от другого документа, файл изменён, или её алгоритм \
         программа не проверяет. Подпись не приложена, документ не изменён. Проверьте её командой «Проверить подпись…».",
    )
}

fn no_signatures() -> Error {
    Error::new(
        Code::NoSignatures,
        "У документа нет подписей, сохранённых в программе, поэтому штампы ставить не о чем. Документ цел. Подпишите его \
         или напечатайте копию для просмотра: в ней будут сведения оператора.",
    )
}
