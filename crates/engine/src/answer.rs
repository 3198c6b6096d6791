//! «Подписать»: our signature for a document that the operator has becomes a row of the outbox.
//!
//! Nothing leaves here. The signature, its operation id and the exact bytes of the request are one transaction; the
//! outbox does the rest, and asks whether a signature of ours is there before it sends one a second time. What asks for
//! our signature is told by the operator and by nobody else.

mod together;

use connect::edo::{AnswerTitleRequest, Reply, SignatureReply};
use domain::facets::{DocflowFacets, OurSignature as OursTold};
use domain::{
    ConnectionId, Document, DocumentId, DocumentState, EdoDocument, EdoDocumentId, EdoFile, EdoFileId,
    EdoFormat, ExpectedAnswer, FirmId, OperationId, OperationKind, OutboxId, OutboxState, PersonName,
    Signatory, StoredFile,
};
use jiff::Timestamp;
use store::{
    Connection, ContentState, KeptCertificate, NewCloudFile, NewOperation, Operation, Reader, Writer,
};

use crate::Result;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::firm_signers::Who;
use crate::send::OurSignature;
use crate::{documents, firm_signers, service_documents, status};
use together::Together;
pub(crate) use together::left_together;

/// A document that waits for our signature.
pub(crate) struct OpenAnswer {
    document: Document,
    sending: EdoDocument,
    connection: Connection,
    file: EdoFile,
    is_title: bool,
    /// A draft of ours at the operator, which leaves with the signature.
    is_draft: bool,
    /// The other documents of that draft: it leaves as a whole.
    together: Vec<Together>,
}

/// What our signature is wanted for. The error says why there is nothing to sign, or why not here.
pub(crate) fn open_answer(inner: &Inner, r: &Reader<'_>, document: &Document) -> Result<OpenAnswer> {
    let sending = waiting(r, document)?;
    let connection = r.connection(sending.connection)?.ok_or_else(no_connection)?;
    let operator = inner.known_operator(&connection.operator)?;
    if !operator.capabilities.own_signature {
        return Err(refused(
            "no_signature",
            format!(
                "Подписать документ для {} из программы нельзя. Документ не подписан. Подпишите его в кабинете оператора.",
                operator.title
            ),
        ));
    }
    let arrived = r.arrived(sending.id)?;
    let expected = arrived
        .as_ref()
        .map_or(ExpectedAnswer::Signature, |arrived| arrived.body.answer);
    if matches!(expected, ExpectedAnswer::None | ExpectedAnswer::Other) {
        return Err(refused(
            "answered_in_cabinet",
            format!(
                "Ответный титул для такого документа программа не составляет. Документ не подписан. Подпишите его в кабинете \
                 {}.",
                operator.title
            ),
        ));
    }
    let is_draft = is_draft(&sending);
    let is_lost = arrived.is_some_and(|arrived| arrived.content == ContentState::Lost);
    let file = match sending.file {
        Some(file) => r.edo_file(file)?,
        None => None,
    };
    Ok(OpenAnswer {
        document: document.clone(),
        connection,
        file: file.ok_or_else(|| no_content(is_lost))?,
        is_title: expected == ExpectedAnswer::Title,
        together: if is_draft {
            together::others(r, &sending)?
        } else {
            Vec::new()
        },
        is_draft,
        sending,
    })
}

/// The life of the document at an operator that asks for our signature, with no answer on its way.
fn waiting(r: &Reader<'_>, document: &Document) -> Result<EdoDocument> {
    let mut all = r.edo_documents_of(document.id)?.into_iter();
    let asked = all.find(asks_us).ok_or_else(|| {
        refused(
            "not_awaited",
            "Оператор не ждёт под этим документом нашей подписи. Документ не изменён. Если статус устарел, обновите \
             документы.",
        )
    })?;
    refuse_second_answer(r, &asked, None)?;
    Ok(asked)
}

/// An answer that the operator found bad is no answer: what came may be answered once more.
fn asks_us(sending: &EdoDocument) -> bool {
    let facets = sending.state.as_ref().map(|state| &state.facets);
    sending.remote.is_some()
        && facets.is_some_and(|facets| {
            let is_away = facets.inbound && facets.deleted;
            let is_asked = facets.our_signature == OursTold::Required || is_bad_answer(facets);
            (is_asked && !is_away) || is_draft(sending)
        })
}

fn is_draft(sending: &EdoDocument) -> bool {
    let facets = sending.state.as_ref().map(|state| &state.facets);
    facets.is_some_and(|facets| facets.draft && !facets.inbound && !facets.deleted)
}

fn is_bad_answer(facets: &DocflowFacets) -> bool {
    facets.inbound && facets.our_signature == OursTold::Invalid
}

/// Our answer was found bad, and another one may be given.
pub(crate) fn is_to_be_given_again(inner: &Inner, r: &Reader<'_>, document: &Document) -> Result<bool> {
    let mut sendings = r.edo_documents_of(document.id)?.into_iter();
    let is_bad = |state: DocumentState| is_bad_answer(&state.facets);
    Ok(sendings.any(|sending| sending.state.is_some_and(is_bad)) && open_answer(inner, r, document).is_ok())
}

/// The guard against a second signature: one that is on its way, or there already. `mine` may go on; so may a person
/// after the operator has found the last one bad.
fn refuse_second_answer(r: &Reader<'_>, sending: &EdoDocument, mine: Option<OutboxId>) -> Result<()> {
    service_documents::refuse_after_rejection(r, sending)?;
    let Some(last) = r.operation_of(sending.id)? else {
        return Ok(());
    };
    let is_over = matches!(last.state, OutboxState::Failed | OutboxState::Cancelled);
    if last.kind != OperationKind::Signature || Some(last.id) == mine || is_over {
        return Ok(());
    }
    if last.state == OutboxState::Accepted && is_found_bad_since(r, sending, last.changed_at)? {
        return Ok(());
    }
    Err(refused(
        "answer_under_way",
        "Документ уже подписан нами, подпись уходит оператору. Второй раз он не подписан. Дождитесь результата в разделе \
         «Отправка».",
    ))
}

/// Whether the operator told that our answer is bad after that instant, by our clock: a verdict about an earlier answer
/// says nothing about the last one.
fn is_found_bad_since(r: &Reader<'_>, sending: &EdoDocument, since: Timestamp) -> Result<bool> {
    let Some(remote) = &sending.remote else {
        return Ok(false);
    };
    let told = r.events_received_after(sending.connection, remote, since)?;
    Ok(told
        .iter()
        .filter_map(|event| event.state.as_ref())
        .any(|state| is_bad_answer(&state.facets)))
}

/// A failed answer may be tried again while the operator still waits and no newer one is there.
pub(crate) fn refuse_stale_answer(r: &Reader<'_>, row: &Operation) -> Result<()> {
    let over = || {
        Error::new(
            Code::OperationOver,
            "Оператор больше не ждёт этой подписи, повторять нечего. Ничего не изменено. Обновите список.",
        )
    };
    let sending = r.edo_document(row.edo_document)?.ok_or_else(over)?;
    let last = r.operation_of(sending.id)?;
    if !asks_us(&sending) || last.is_some_and(|last| last.id != row.id) {
        return Err(over());
    }
    refuse_second_answer(r, &sending, Some(row.id))
}

impl OpenAnswer {
    /// Whose signature is wanted.
    pub(crate) fn firm(&self) -> Option<FirmId> {
        self.document.body.firm
    }

    /// The other documents that would be signed and leave with it.
    pub(crate) fn together(&self) -> usize {
        self.together.len()
    }
}

/// A document with the bytes that are to be signed.
pub(crate) struct Draft {
    open: OpenAnswer,
    content: Vec<u8>,
    /// The answering title, where that is what is signed; its bytes are durable already.
    title: Option<StoredFile>,
    /// The bytes of the other documents of a draft, in the order of [`OpenAnswer::together`].
    others: Vec<Vec<u8>>,
}

/// Gets the bytes that are to be signed: the file that came, or a title that the operator makes for this signer. Asks the
/// operator, so it may take a while.
pub(crate) fn draft(inner: &Inner, open: OpenAnswer, who: Who<'_>) -> Result<Draft> {
    let content = inner
        .store
        .blob(open.file.file.blob)?
        .ok_or_else(documents::content_missing)?;
    if !open.is_title {
        let others = open.together.iter().map(|one| one.content(inner));
        return Ok(Draft {
            others: others.collect::<Result<_>>()?,
            open,
            content,
            title: None,
        });
    }
    if let Some((title, content)) = signed_title(inner, &open, who.certificate)? {
        return Ok(Draft {
            open,
            content,
            title: Some(title),
            others: Vec::new(),
        });
    }
    let title = answering_title(inner, &open, &content, who)?;
    let stored = StoredFile {
        blob: inner.store.put_blob(&title.bytes)?,
        name: title.name,
        size: title.bytes.len() as u64,
    };
    Ok(Draft {
        open,
        content: title.bytes,
        title: Some(stored),
        others: Vec::new(),
    })
}

/// The title that this signer has signed already, where an operator keeps the key: it is used as it is.
fn signed_title(
    inner: &Inner,
    open: &OpenAnswer,
    signer: &KeptCertificate,
) -> Result<Option<(StoredFile, Vec<u8>)>> {
    let found = inner.read(|r| {
        let Some(file) = r.cloud_file_of(open.document.id)? else {
            return Ok(None);
        };
        let request = r.cloud_request(file.request)?;
        let is_theirs = request.is_some_and(|request| request.certificate == signer.id);
        Ok(Some(file).filter(|file| is_theirs && file.signature.is_some()))
    })?;
    let Some(file) = found else {
        return Ok(None);
    };
    let content = inner.store.blob(file.body.content)?;
    Ok(content.map(|content| {
        let title = StoredFile {
            blob: file.body.content,
            name: file.body.name,
            size: content.len() as u64,
        };
        (title, content)
    }))
}

fn answering_title(
    inner: &Inner,
    open: &OpenAnswer,
    content: &[u8],
    who: Who<'_>,
) -> Result<connect::edo::OperatorFile> {
    let (EdoFormat::Utd(function), Some(document)) = (open.file.format, open.sending.remote.clone()) else {
        return Err(Error::internal("a title is wanted of what is no УПД"));
    };
    let facts = formats::read(&open.file.file.name, content).ok();
    let (firm, person) = inner.read(|r| {
        let firm = match open.document.body.firm {
            Some(id) => r.firm(id)?,
            None => None,
        };
        let firm = firm.ok_or_else(crate::firms::not_found)?;
        let person = firm_signers::signing_person(r, &firm, who.certificate)?;
        Ok((firm, person))
    })?;
    let request = AnswerTitleRequest {
        our_box: open.connection.edo_box.box_id.clone(),
        document,
        function,
        format_version: facts.and_then(|facts| facts.format_version).unwrap_or_default(),
        signer: person.signatory,
        power_of_attorney: who.told_power(),
        firm: firm.party,
        accepted_on: inner.today(),
    };
    let provider = inner.provider(&open.connection)?;
    // Work at a job runs in a thread that may wait.
    let runtime = tokio::runtime::Handle::try_current().map_err(Error::internal)?;
    Ok(runtime.block_on(provider.generate_answer_title(&request))?)
}

/// Who signs, by the certificate. One that names an organisation alone is used by its head.
pub(crate) fn signatory(signer: &KeptCertificate, firm: Option<&domain::Firm>) -> Signatory {
    let seen = &signer.seen;
    let name = PersonName::from_full(&seen.name);
    let is_person = seen.name != seen.organisation && !name.first.is_empty();
    match firm.map(|firm| &firm.requisites.head) {
        Some(head) if !is_person => head.clone(),
        _ => Signatory {
            position: seen.position.clone(),
            name,
            grounds: String::new(),
        },
    }
}

impl Draft {
    /// Whose signature is wanted.
    pub(crate) fn firm(&self) -> Option<FirmId> {
        self.open.firm()
    }

    /// What is signed, for an operator that keeps the key.
    pub(crate) fn to_sign(&self) -> NewCloudFile {
        let file = self.title.as_ref().unwrap_or(&self.open.file.file);
        NewCloudFile {
            document: self.open.document.id,
            name: file.name.clone(),
            content: file.blob,
        }
    }

    /// What is signed.
    pub(crate) fn content(&self) -> &[u8] {
        &self.content
    }

    /// The other documents of a draft with the bytes that are to be signed.
    pub(crate) fn others(&self) -> impl Iterator<Item = (DocumentId, &[u8])> {
        let documents = self.open.together.iter().map(|one| one.document);
        documents.zip(self.others.iter().map(Vec::as_slice))
    }

    /// The bytes of the request with this signature, and those under the other documents of a draft in their order.
    pub(crate) fn leaving(
        self,
        inner: &Inner,
        ours: OurSignature,
        others: Vec<OurSignature>,
    ) -> Result<LeavingAnswer> {
        let Self {
            open, content, title, ..
        } = self;
        if others.len() != open.together.len() {
            return Err(Error::internal("a draft that is not signed whole"));
        }
        let document = open
            .sending
            .remote
            .clone()
            .ok_or_else(|| Error::internal("an answer to what the operator has not"))?;
        let reply = SignatureReply {
            our_box: open.connection.edo_box.box_id.clone(),
            document,
            reply: match title {
                Some(_) => Reply::Title(content),
                None if open.is_draft => Reply::Draft(together::signatures(&open.together, &others)),
                None => Reply::Signature,
            },
            signature: ours.cms.clone(),
            power_of_attorney: ours.told_power(),
        };
        let request = inner.provider(&open.connection)?.prepare_signature(&reply)?;
        Ok(LeavingAnswer {
            open,
            title,
            ours,
            others,
            request,
        })
    }
}

/// What goes into the outbox.
pub(crate) struct LeavingAnswer {
    open: OpenAnswer,
    title: Option<StoredFile>,
    ours: OurSignature,
    others: Vec<OurSignature>,
    request: Vec<u8>,
}

impl LeavingAnswer {
    /// The documents that leave with it.
    pub(crate) fn documents(&self) -> impl Iterator<Item = DocumentId> {
        let others = self.open.together.iter().map(|one| one.document);
        std::iter::once(self.open.document.id).chain(others)
    }

    /// By which connection it goes.
    pub(crate) fn connection(&self) -> ConnectionId {
        self.open.connection.id
    }

    /// The signature, its operation and its bytes, in the transaction at hand.
    pub(crate) fn save(&self, inner: &Inner, w: &Writer<'_>) -> Result<(OutboxId, OperationId)> {
        let (now, id) = (inner.now(), self.open.document.id);
        let document = w.document(id)?.ok_or_else(documents::not_found)?;
        // Once more inside the transaction: a colleague in the cabinet, or a second press of the button.
        let sending = waiting(w, &document)?;
        let is_same = sending.id == self.open.sending.id && sending.file == self.open.sending.file;
        if !is_same {
            return Err(crate::records::changed_meanwhile());
        }
        let file = match &self.title {
            Some(title) => w.add_file_beside(id, title, self.open.file.format, now)?,
            None => self.open.file.id,
        };
        keep(w, file, sending.id, &self.ours, now)?;
        for (one, ours) in self.open.together.iter().zip(&self.others) {
            one.still_waits(w)?;
            keep(w, one.file.id, one.sending.id, ours, now)?;
        }
        let lead = together::lead(&sending, &self.open.together);
        let operation = OperationId(inner.ports.randomness.uuid());
        let outbox = w.enqueue(&NewOperation {
            operation,
            kind: OperationKind::Signature,
            connection: self.connection(),
            edo_document: lead,
            request: self.request.clone(),
            created_at: now,
        })?;
        let all = self.open.together.iter().map(|one| one.sending.id);
        for companion in all.chain([sending.id]).filter(|one| *one != lead) {
            w.add_companion(outbox, companion)?;
        }
        for document in self.documents() {
            status::refresh(w, document, now)?;
        }
        Ok((outbox, operation))
    }
}

fn keep(
    w: &Writer<'_>,
    file: EdoFileId,
    sending: EdoDocumentId,
    ours: &OurSignature,
    now: Timestamp,
) -> Result<()> {
    w.add_document_signature(&ours.to_keep(file, Some(sending), now))?;
    Ok(())
}

/// The next document would meet the same: the operator cannot be asked now.
pub(crate) fn is_of_the_line(error: &Error) -> bool {
    let of_document = ["refused", "malformed", "still_processing"];
    matches!(error.code(), Code::Operator(code) if !of_document.contains(&code))
}

fn refused(code: &'static str, text: impl Into<String>) -> Error {
    Error::new(Code::Preflight(code), text.into())
}

fn no_connection() -> Error {
    refused(
        "no_connection",
        "Подключение, по которому пришёл документ, удалено. Документ не подписан. Подключите фирму к оператору заново или \
         подпишите документ в кабинете оператора.",
    )
}

fn no_content(is_lost: bool) -> Error {
    if is_lost {
        return refused(
            "content_lost",
            "Оператор не отдал файл документа, поэтому подписывать нечего. Документ не подписан. Откройте его в кабинете \
             оператора.",
        );
    }
    refused(
        "content_awaited",
        "Файл документа ещё загружается от оператора. Документ не подписан. Подождите минуту и повторите.",
    )
}
