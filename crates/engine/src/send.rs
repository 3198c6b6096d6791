//! «Отправить в ЭДО»: a document becomes a row of the outbox.
//!
//! Nothing leaves here. The sending, its operation id and the exact bytes of the request are one transaction; the
//! outbox does the rest. A document on its way is never given a second row.

mod kept_signature;
mod package;

use connect::edo::{Letter, SignerPower, Signing};
use domain::{
    BlobId, ConnectionId, Departure, Document, DocumentId, EdoDocument, EdoDocumentId, EdoFile, EdoFileId,
    EdoFormat, EdoStatus, FirmId, OperationId, OperationKind, OutboxId, Package, SendingForm, SigningParty,
    Tag,
};
use jiff::Timestamp;
use store::{
    NewCloudFile, NewDocumentSignature, NewEdoDocument, NewOperation, NewPersonSending, Reader, Writer,
};
use uuid::Uuid;

use crate::changes::Change;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::outbox::step;
use crate::powers::Leave;
use crate::preflight::{How, Route};
use crate::{Engine, Result, documents, persons, records, status, words};

pub(crate) use kept_signature::{KeptSignature, Unsent, unsent};
pub(crate) use package::{Closing, PackageLeaving};

/// When an earlier sending of the same document may be followed by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Repeat {
    /// After one that came to nothing: failed, taken back, refused by the other side, revoked, deleted, or with a
    /// broken signature.
    #[default]
    AfterRefusal,
    /// After any that has ended, a signed one too: a person asked for exactly that.
    AfterAnyEnd,
}

/// What a person wants to send.
#[derive(Debug, Clone, Default)]
pub struct SendRequest {
    /// The documents, in the order in which they shall leave.
    pub documents: Vec<DocumentId>,
    /// By this connection only; `None` chooses one of the firm's.
    pub connection: Option<ConnectionId>,
    /// A word to the other side; empty for none.
    pub comment: String,
    /// Pairs of words that stay with the document.
    pub tags: Vec<Tag>,
    /// How they leave; `None` leaves it to the connection, which may keep papers for people at the operator.
    pub departure: Option<Departure>,
    /// What an earlier sending means.
    pub repeat: Repeat,
}

/// A document that now waits in the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// The sending.
    pub sending: EdoDocumentId,
    /// Its row in the outbox.
    pub outbox: OutboxId,
    /// The number of the operation, the same in every repeat.
    pub operation: OperationId,
}

/// What became of one document.
#[derive(Debug, Clone)]
pub struct SendOutcome {
    /// The document.
    pub document: DocumentId,
    /// Its row in the outbox, or why there is none.
    pub result: Result<Sent>,
}

impl Engine {
    /// Puts documents into the outbox, each with a result of its own. Returns before anything leaves.
    pub async fn send(&self, request: SendRequest) -> Vec<SendOutcome> {
        let mut outcomes = Vec::with_capacity(request.documents.len());
        for &document in &request.documents {
            outcomes.push(SendOutcome {
                document,
                result: self.send_one(document, &request).await,
            });
        }
        outcomes
    }

    async fn send_one(&self, document: DocumentId, request: &SendRequest) -> Result<Sent> {
        let wish = Wish {
            document,
            how: How {
                connection: request.connection,
                by: SignedBy::Operator,
                departure: request.departure,
            },
            comment: request.comment.clone(),
            tags: request.tags.clone(),
            repeat: request.repeat,
        };
        let (sent, connection) = self.blocking(move |inner| enqueue(inner, wish)).await?;
        step("enqueued", sent.outbox, sent.operation);
        self.inner.changes.tell(&Change::document(document));
        self.inner.lanes.of(connection).wake.notify_one();
        Ok(sent)
    }
}

/// Whose signature a document leaves with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignedBy {
    /// The operator's test signature, or that of a person in the operator's cabinet.
    Operator,
    /// Ours.
    Us,
}

/// A signature of ours under the file of a document. Its bytes are durable already.
pub(crate) struct OurSignature {
    pub(crate) cms: Vec<u8>,
    pub(crate) blob: BlobId,
    pub(crate) thumbprint: [u8; 20],
    pub(crate) signer_name: String,
    pub(crate) signed_at: Timestamp,
    pub(crate) power_of_attorney: Option<Leave>,
}

impl OurSignature {
    /// By whose leave, as an operator is told it.
    pub(crate) fn told_power(&self) -> Option<SignerPower> {
        self.power_of_attorney.as_ref().map(|leave| leave.told.clone())
    }

    /// As it is kept beside this file; without a sending it waits for one.
    pub(crate) fn to_keep(
        &self,
        file: EdoFileId,
        sending: Option<EdoDocumentId>,
        now: Timestamp,
    ) -> NewDocumentSignature {
        NewDocumentSignature {
            file,
            edo_document: sending,
            party: SigningParty::Us,
            blob: self.blob,
            thumbprint: Some(self.thumbprint),
            signer_name: self.signer_name.clone(),
            signed_at: Some(self.signed_at),
            created_at: now,
            power_of_attorney: self.power_of_attorney.as_ref().and_then(Leave::to_keep),
        }
    }
}

/// What is wanted of one document.
pub(crate) struct Wish {
    pub(crate) document: DocumentId,
    pub(crate) how: How,
    pub(crate) comment: String,
    pub(crate) tags: Vec<Tag>,
    pub(crate) repeat: Repeat,
}

fn enqueue(inner: &Inner, wish: Wish) -> Result<(Sent, ConnectionId)> {
    let leaving = draft(inner, wish)?.leaving(inner, None)?;
    let sent = inner.write(|w| leaving.save(inner, w))?;
    Ok((sent, leaving.connection()))
}

/// A document with its way and the bytes of its file, before it is signed for this sending.
pub(crate) struct Draft {
    wish: Wish,
    route: Route,
    document: Document,
    file: EdoFile,
    /// What is signed.
    pub(crate) content: Vec<u8>,
    /// Our signature that was made before; it leaves where no other is given.
    kept: Option<OurSignature>,
}

/// Finds the way of a document and the file that goes.
pub(crate) fn draft(inner: &Inner, wish: Wish) -> Result<Draft> {
    drafted(inner, wish, None)
}

/// The same for this file of the document, which may stand beside its own one.
pub(crate) fn draft_of_file(inner: &Inner, wish: Wish, file: EdoFileId) -> Result<Draft> {
    drafted(inner, wish, Some(file))
}

fn drafted(inner: &Inner, wish: Wish, chosen: Option<EdoFileId>) -> Result<Draft> {
    let (document, route, file) = inner.read(|r| {
        let document = r.document(wish.document)?.ok_or_else(documents::not_found)?;
        let file = match chosen {
            Some(file) => r.edo_file(file)?,
            None => r.current_edo_file(document.id)?,
        };
        let print_form = file.as_ref().map_or("", |file| file.print_form.as_str());
        refuse_second_sending_of(r, document.id, Some(print_form), wish.repeat)?;
        let route = match (&file, chosen) {
            (Some(file), Some(_)) => inner.route(r, &with_file(&document, file), wish.how)?,
            _ => inner.route(r, &document, wish.how)?,
        };
        Ok((document, route, file))
    })?;
    let mut route = route.map_err(|missing| first_of(&missing))?;
    let file = file.ok_or_else(documents::no_file)?;
    let content = inner
        .store
        .blob(file.file.blob)?
        .ok_or_else(documents::content_missing)?;
    let kept = route.kept.take().map(|kept| kept.ours(&content)).transpose()?;
    Ok(Draft {
        wish,
        route,
        document,
        file,
        content,
        kept,
    })
}

/// The document as if this were the file that goes.
fn with_file(document: &Document, file: &EdoFile) -> Document {
    let mut document = document.clone();
    document.body.file = Some(file.file.clone());
    document.body.format = file.format;
    document.file_revision = Some(file.revision);
    document
}

impl Draft {
    /// It was signed before.
    pub(crate) fn is_signed(&self) -> bool {
        self.kept.is_some()
    }

    /// Whose document it is.
    pub(crate) fn firm(&self) -> Option<FirmId> {
        self.document.body.firm
    }

    /// What is signed, for an operator that keeps the key.
    pub(crate) fn to_sign(&self) -> NewCloudFile {
        NewCloudFile {
            document: self.document.id,
            name: self.file.file.name.clone(),
            content: self.file.file.blob,
        }
    }

    /// Its letter, and the bytes of the request.
    pub(crate) fn leaving(self, inner: &Inner, signature: Option<OurSignature>) -> Result<Leaving> {
        let (letter, mut leaving) = self.written(inner, signature);
        leaving.request = inner.provider(&leaving.route.connection)?.prepare(&letter)?;
        Ok(leaving)
    }

    /// Its letter, before there are bytes of a request.
    fn written(self, inner: &Inner, signature: Option<OurSignature>) -> (Letter, Leaving) {
        let Self {
            wish,
            mut route,
            document,
            file,
            content,
            kept,
        } = self;
        let signature = signature.or(kept);
        if let Some(ours) = &signature {
            route.signing = Signing::Signed {
                signature: ours.cms.clone(),
                power_of_attorney: ours.told_power(),
            };
        }
        let letter = letter(inner, &wish, (&document, &file), &route, content);
        let leaving = Leaving {
            custom_document_id: letter.custom_document_id,
            wish,
            route,
            document,
            file,
            request: Vec::new(),
            signature,
        };
        (letter, leaving)
    }
}

/// All reasons in one text; the code is that of the first.
fn first_of(missing: &[crate::Missing]) -> Error {
    let sentences: Vec<&str> = missing.iter().map(|one| one.sentence.as_str()).collect();
    let code = missing
        .first()
        .map_or(Code::Internal, |first| Code::Preflight(first.code));
    Error::new(code, sentences.join(" "))
}

fn letter(
    inner: &Inner,
    wish: &Wish,
    (document, file): (&Document, &EdoFile),
    route: &Route,
    content: Vec<u8>,
) -> Letter {
    let body = &document.body;
    let format_version = match file.format {
        EdoFormat::Utd(_) => formats::read(&file.file.name, &content)
            .ok()
            .and_then(|facts| facts.format_version),
        EdoFormat::Nonformalized => None,
    };
    Letter {
        from_box: route.connection.edo_box.box_id.clone(),
        to_box: route.to_box.clone(),
        custom_document_id: inner.ports.randomness.uuid(),
        format: file.format,
        format_version: format_version.unwrap_or_default(),
        file_name: file.file.name.clone(),
        content,
        number: body.number.clone(),
        issued_on: body.issued_on,
        total: body.total,
        comment: wish.comment.clone(),
        tags: wish.tags.clone(),
        departments: route.departments.clone(),
        signing: route.signing.clone(),
        person: route.person.as_ref().map(|way| way.to.clone()),
    }
}

/// What goes into the outbox, as it was when the request was made.
pub(crate) struct Leaving {
    wish: Wish,
    route: Route,
    document: Document,
    file: EdoFile,
    custom_document_id: Uuid,
    request: Vec<u8>,
    signature: Option<OurSignature>,
}

impl Leaving {
    /// By which connection it goes.
    pub(crate) fn connection(&self) -> ConnectionId {
        self.route.connection.id
    }

    /// The number, the parties and the file of the request are still those of the record.
    fn still_stands(&self, r: &Reader<'_>) -> Result<()> {
        let now = r.document(self.document.id)?.ok_or_else(documents::not_found)?;
        let same = now.revision == self.document.revision && now.body.file == self.document.body.file;
        let same_person = match &self.route.person {
            Some(way) => persons::still_for(r, &now, way)?,
            None => true,
        };
        if same && same_person {
            Ok(())
        } else {
            Err(records::changed_meanwhile())
        }
    }

    /// The sending, its operation and its bytes, in the transaction at hand.
    pub(crate) fn save(&self, inner: &Inner, w: &Writer<'_>) -> Result<Sent> {
        let now = inner.now();
        let operation = OperationId(inner.ports.randomness.uuid());
        let sending = self.insert(w, None, now)?;
        let outbox = w.enqueue(&NewOperation {
            operation,
            kind: OperationKind::Letter,
            connection: self.connection(),
            edo_document: sending,
            request: self.request.clone(),
            created_at: now,
        })?;
        status::refresh(w, self.wish.document, now)?;
        Ok(Sent {
            sending,
            outbox,
            operation,
        })
    }

    /// The sending alone.
    fn insert(&self, w: &Writer<'_>, package: Option<Package>, now: Timestamp) -> Result<EdoDocumentId> {
        // Once more inside the transaction: two presses of the button are two calls.
        let print_form = Some(self.file.print_form.as_str());
        refuse_second_sending_of(w, self.wish.document, print_form, self.wish.repeat)?;
        self.still_stands(w)?;
        let sending = w.insert_edo_document(&NewEdoDocument {
            document: self.wish.document,
            connection: self.connection(),
            custom_document_id: self.custom_document_id,
            to_box: self.route.to_box.clone(),
            file: Some(self.file.id),
            created_at: now,
        })?;
        if let Some(way) = &self.route.person {
            w.insert_person_sending(&NewPersonSending {
                edo_document: sending,
                connection: self.connection(),
                employee: way.employee,
                name: way.to.name.clone(),
                has_no_middle_name: way.to.has_no_middle_name,
                phone: way.to.phone.clone(),
                email: way.to.email.clone(),
                title: way.to.title.clone(),
                // «Отправить сразу» where the operator cannot do that by itself.
                goes_by_itself: self.route.departure == Departure::AsPossible
                    && matches!(self.route.signing, Signing::Deferred),
            })?;
        }
        if let Some(ours) = &self.signature {
            w.add_document_signature(&ours.to_keep(self.file.id, Some(sending), now))?;
        }
        w.save_sending_form(
            sending,
            &SendingForm {
                comment: self.wish.comment.clone(),
                tags: self.wish.tags.clone(),
                departure: self.route.departure,
                departments: self.route.departments.clone(),
                package,
            },
        )?;
        Ok(sending)
    }
}

/// The guard against a second document: an earlier sending of the record's own file that has not ended is named and
/// nothing is done.
pub(crate) fn refuse_second_sending(r: &Reader<'_>, document: DocumentId, repeat: Repeat) -> Result<()> {
    refuse_second_sending_of(r, document, Some(""), repeat)
}

/// The print form with which a sending left; empty for the record's own file.
pub(crate) fn print_form_of(r: &Reader<'_>, sending: &EdoDocument) -> Result<String> {
    let file = match sending.file {
        Some(file) => r.edo_file(file)?,
        None => None,
    };
    Ok(file.map_or_else(String::new, |file| file.print_form))
}

/// The same for this print form of the record; for any of them without one.
pub(crate) fn refuse_second_sending_of(
    r: &Reader<'_>,
    document: DocumentId,
    print_form: Option<&str>,
    repeat: Repeat,
) -> Result<()> {
    crate::pairs::refuse_sending(r, document)?;
    for sending in r.edo_documents_of(document)? {
        if let Some(wanted) = print_form
            && print_form_of(r, &sending)? != wanted
        {
            continue;
        }
        let operation = r.operation_of(sending.id)?;
        let (stands, _) = status::of_sending(&sending, operation.as_ref());
        let over = came_to_nothing(stands) || (repeat == Repeat::AfterAnyEnd && stands.is_terminal());
        if !over {
            let day = sending.created_at.to_zoned(jiff::tz::TimeZone::system()).date();
            return Err(Error::new(
                Code::AlreadySent,
                format!(
                    "Документ уже отправлялся {} (отправка № {}), её статус: {}. Второй раз он не отправлен, чтобы не \
                     появился двойник. Дождитесь окончания или откройте эту отправку в карточке документа.",
                    words::date(day),
                    sending.id,
                    words::status(stands)
                ),
            ));
        }
    }
    Ok(())
}

/// True for a sending after which the other side has no valid document.
pub(crate) fn came_to_nothing(stands: EdoStatus) -> bool {
    matches!(
        stands,
        EdoStatus::NotInEdo
            | EdoStatus::SendFailed
            | EdoStatus::SignatureInvalid
            | EdoStatus::Rejected
            | EdoStatus::Revoked
            | EdoStatus::RoamingFailed
            | EdoStatus::Deleted
    )
}
