//! «Подтвердить получение», «Отказать», «Запросить уточнение», «Аннулировать», the answers to a proposal to revoke,
//! «Сообщение контрагенту», «Отменить сведения об отгрузке»: a service document of ours becomes a row of the outbox.
//!
//! Nothing leaves here. The operator makes the document, it is read back and compared with what was asked for, and its exact
//! bytes with our signature, the operation id and the request are one transaction. When something may be told is decided by
//! what the operator reported ([`domain::Obstacle`]) and by nothing else; what it is made of by the day that the operator told
//! ([`domain::NoticeForm`]).

use std::collections::BTreeSet;

use connect::edo::service_documents::{
    ServiceDocumentRequest, ServiceDraft, ServiceSigner, SignedPaper, SignedServiceDocument,
};
use domain::{
    ConnectionId, DocflowFacets, Document, DocumentId, EdoDocument, EdoFile, EdoFormat, Firm, FirmId,
    NoticeForm, OperationId, OperationKind, OutboxId, OutboxState, ServiceDocumentKind,
};
use formats::service_document::ServiceDocument;
use store::{Connection, NewOperation, Operation, Reader, Writer};

use crate::ahead::Question;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::firm_signers::Who;
use crate::send::OurSignature;
use crate::{Result, documents, firm_signers, firms, records};

mod asked;
mod form;
mod remade;
mod sentences;

pub(crate) use remade::{Remade, remade};

/// Longest reason that a person may give, characters: the other side reads it on one page.
pub(crate) const LONGEST_TEXT: usize = 2_000;

/// A document about which something may be told.
pub(crate) struct OpenNotice {
    kind: ServiceDocumentKind,
    form: NoticeForm,
    document: Document,
    sending: EdoDocument,
    connection: Connection,
    file: Option<EdoFile>,
}

/// What a notice of this kind would be about. The error says why there is none to be given, or why not here.
pub(crate) fn open(
    inner: &Inner,
    r: &Reader<'_>,
    document: &Document,
    kind: ServiceDocumentKind,
) -> Result<OpenNotice> {
    let sending = owing(r, document, kind)?;
    let connection = r.connection(sending.connection)?.ok_or_else(|| {
        refused(
            "no_connection",
            "Подключение, по которому шёл документ, удалено. Контрагенту ничего не отправлено. Подключите фирму к \
             оператору заново или ответьте в кабинете оператора.",
        )
    })?;
    let operator = inner.known_operator(&connection.operator)?;
    if !operator.capabilities.service_documents.contains(&kind) {
        return Err(refused(
            "service_document_in_cabinet",
            format!(
                "Для {} программа не составляет такой документ. Контрагенту ничего не отправлено. Ответьте в кабинете \
                 оператора.",
                operator.title
            ),
        ));
    }
    let file = form::file(r, &sending)?;
    let form = form::of(inner, r, &connection, (kind, file.as_ref()))?;
    Ok(OpenNotice {
        kind,
        form,
        document: document.clone(),
        sending,
        connection,
        file,
    })
}

/// What operators have to be asked before something is told about a document.
pub(crate) fn questions(r: &Reader<'_>, document: &Document) -> Result<BTreeSet<Question>> {
    let mut questions = BTreeSet::new();
    for sending in r.edo_documents_of(document.id)? {
        if let Some(connection) = r.connection(sending.connection)? {
            questions.insert(form::question(&connection));
        }
    }
    Ok(questions)
}

/// The life of the document at an operator that asks for this, with none on its way.
fn owing(r: &Reader<'_>, document: &Document, kind: ServiceDocumentKind) -> Result<EdoDocument> {
    let all = r.edo_documents_of(document.id)?;
    let Some(sending) = all.iter().find(|sending| is_open(sending, kind)) else {
        // Newest first: what keeps it there is the news.
        let why = all
            .iter()
            .filter_map(reported)
            .find_map(|facets| kind.obstacle(facets));
        return Err(sentences::not_now(kind, why));
    };
    refuse_without_form(r, sending, kind)?;
    refuse_second(r, sending, kind, None)?;
    if kind.ends_signing() {
        refuse_beside_signature(r, sending)?;
    }
    Ok(sending.clone())
}

/// What the operator told of a sending that it has.
fn reported(sending: &EdoDocument) -> Option<&DocflowFacets> {
    let state = sending.state.as_ref().filter(|_| sending.remote.is_some());
    state.map(|state| &state.facets)
}

/// Nothing that the operator reported keeps this from being told.
fn is_open(sending: &EdoDocument, kind: ServiceDocumentKind) -> bool {
    reported(sending).is_some_and(|facets| kind.obstacle(facets).is_none())
}

/// Somebody has to sign what this kind would tell about a document. So it is where nothing can be told: that tells why by
/// itself.
pub(crate) fn is_signed(
    inner: &Inner,
    r: &Reader<'_>,
    kind: ServiceDocumentKind,
    document: DocumentId,
) -> Result<bool> {
    let document = r.document(document)?;
    let open = document.map(|document| open(inner, r, &document, kind));
    Ok(open.is_none_or(|open| open.map_or(true, |open| open.is_signed())))
}

/// What may be told about this sending now, as far as it is known before asking the operator.
pub(crate) fn may_tell(
    inner: &Inner,
    r: &Reader<'_>,
    sending: &EdoDocument,
) -> Result<Vec<ServiceDocumentKind>> {
    let Some(connection) = r.connection(sending.connection)? else {
        return Ok(Vec::new());
    };
    let Some(operator) = inner.operator(&connection.operator) else {
        return Ok(Vec::new());
    };
    let mut told = Vec::new();
    for &kind in operator.capabilities.service_documents {
        let is_told_now = is_open(sending, kind)
            && refuse_without_form(r, sending, kind).is_ok()
            && refuse_second(r, sending, kind, None).is_ok();
        let is_message = kind == ServiceDocumentKind::InfoMessage;
        if is_told_now
            && (!is_message || form::takes_messages(inner, r, &connection, form::file(r, sending)?.as_ref())?)
        {
            told.push(kind);
        }
    }
    Ok(told)
}

/// Corrections are asked for, and messages sent, about papers that have a form; any other is spoken about.
fn refuse_without_form(r: &Reader<'_>, sending: &EdoDocument, kind: ServiceDocumentKind) -> Result<()> {
    let why = match kind {
        ServiceDocumentKind::AmendmentRequest => {
            ("amendment_without_form", sentences::AMENDMENT_WITHOUT_FORM)
        }
        ServiceDocumentKind::InfoMessage => ("message_without_form", sentences::MESSAGE_WITHOUT_FORM),
        _ => return Ok(()),
    };
    match form::file(r, sending)? {
        Some(file) if file.format == EdoFormat::Nonformalized => Err(refused(why.0, why.1)),
        _ => Ok(()),
    }
}

/// The guard against a second notice of a kind: one that is on its way, or that the operator has taken and not yet told of.
/// `mine` may go on.
fn refuse_second(
    r: &Reader<'_>,
    sending: &EdoDocument,
    kind: ServiceDocumentKind,
    mine: Option<OutboxId>,
) -> Result<()> {
    let mut rows = r.service_operations_of(sending.id)?.into_iter();
    let last = rows.find_map(|row| match row.kind {
        OperationKind::Service(told) if told.excludes(kind) && Some(row.id) != mine => Some((row, told)),
        _ => None,
    });
    let Some((last, told)) = last else { return Ok(()) };
    if is_over(r, sending, &last, told)? {
        return Ok(());
    }
    Err(refused("service_document_under_way", sentences::under_way(kind)))
}

/// It failed, was taken back, or the operator went on asking after it had taken it.
fn is_over(
    r: &Reader<'_>,
    sending: &EdoDocument,
    row: &Operation,
    kind: ServiceDocumentKind,
) -> Result<bool> {
    match row.state {
        OutboxState::Failed | OutboxState::Cancelled => return Ok(true),
        OutboxState::Queued | OutboxState::Sending | OutboxState::Unknown => return Ok(false),
        OutboxState::Accepted if kind.is_repeatable() => return Ok(true),
        OutboxState::Accepted => {}
    }
    let Some(remote) = &sending.remote else {
        return Ok(false);
    };
    let told = r.events_received_after(sending.connection, remote, row.changed_at)?;
    Ok(told
        .iter()
        .filter_map(|event| event.state.as_ref())
        .any(|state| kind.obstacle(&state.facets).is_none()))
}

/// What is being signed is not refused.
fn refuse_beside_signature(r: &Reader<'_>, sending: &EdoDocument) -> Result<()> {
    let last = r.operation_of(sending.id)?;
    let is_under_way = last.is_some_and(|last| {
        last.kind == OperationKind::Signature
            && !matches!(last.state, OutboxState::Failed | OutboxState::Cancelled)
    });
    if is_under_way {
        return Err(refused(
            "answer_under_way",
            "Документ уже подписан нами, подпись уходит оператору. Отказ не отправлен. Дождитесь результата в разделе \
             «Отправка».",
        ));
    }
    Ok(())
}

/// What was refused by us is not signed.
pub(crate) fn refuse_after_rejection(r: &Reader<'_>, sending: &EdoDocument) -> Result<()> {
    let kind = ServiceDocumentKind::SignatureRejection;
    let rows = r.service_operations_of(sending.id)?;
    let last = rows.iter().find(|row| row.kind == OperationKind::Service(kind));
    match last {
        Some(last) if !is_over(r, sending, last, kind)? => Err(refused(
            "rejection_under_way",
            "Мы уже отказали в подписи этого документа, отказ уходит оператору. Документ не подписан. Дождитесь результата \
             в разделе «Отправка».",
        )),
        _ => Ok(()),
    }
}

/// A failed notice may be tried again while the operator still asks for it and no newer one is there.
pub(crate) fn refuse_stale(r: &Reader<'_>, row: &Operation, kind: ServiceDocumentKind) -> Result<()> {
    let over = || {
        Error::new(
            Code::OperationOver,
            "Оператор больше не ждёт этого документа от нас, повторять нечего. Ничего не изменено. Обновите список.",
        )
    };
    let sending = r.edo_document(row.edo_document)?.ok_or_else(over)?;
    if !is_open(&sending, kind) {
        return Err(over());
    }
    refuse_second(r, &sending, kind, Some(row.id))?;
    if kind.ends_signing() {
        refuse_beside_signature(r, &sending)?;
    }
    Ok(())
}

impl OpenNotice {
    /// Whose document it is.
    pub(crate) fn firm(&self) -> Option<FirmId> {
        self.document.body.firm
    }

    /// Somebody has to sign it; a universal message alone is signed by nobody.
    pub(crate) fn is_signed(&self) -> bool {
        self.form.is_signed()
    }
}

/// A notice as the operator made it, before it is signed.
pub(crate) struct DraftNotice {
    open: OpenNotice,
    draft: ServiceDraft,
}

/// Has the operator make the notice for this signer. Asks the operator, so it may take a while.
pub(crate) fn draft(inner: &Inner, open: OpenNotice, text: &str, who: Who<'_>) -> Result<DraftNotice> {
    let firm = firm_of(inner, &open)?;
    let person = inner.read(|r| firm_signers::signing_person(r, &firm, who.certificate))?;
    let signer = ServiceSigner {
        certificate: who.certificate.seen.der.clone(),
        signature: person.signature,
        signatory: person.signatory,
        position: person.position,
        power_of_attorney: who.told_power(),
    };
    made(inner, open, text, (&firm, Some(signer)))
}

/// The same for a notice that nobody signs ([`OpenNotice::is_signed`]).
pub(crate) fn draft_unsigned(inner: &Inner, open: OpenNotice, text: &str) -> Result<DraftNotice> {
    let firm = firm_of(inner, &open)?;
    made(inner, open, text, (&firm, None))
}

fn firm_of(inner: &Inner, open: &OpenNotice) -> Result<Firm> {
    let firm = match open.firm() {
        Some(id) => inner.read(|r| Ok(r.firm(id)?))?,
        None => None,
    };
    firm.ok_or_else(firms::not_found)
}

fn made(
    inner: &Inner,
    open: OpenNotice,
    text: &str,
    (firm, signer): (&Firm, Option<ServiceSigner>),
) -> Result<DraftNotice> {
    let request = ServiceDocumentRequest {
        our_box: open.connection.edo_box.box_id.clone(),
        document: open.sending.remote.clone().ok_or_else(no_remote)?,
        kind: open.kind,
        form: open.form,
        text: text.to_owned(),
        signer,
    };
    let provider = inner.provider(&open.connection)?;
    let service = provider.service_documents().ok_or_else(not_offered)?;
    // Work at a job runs in a thread that may wait.
    let runtime = tokio::runtime::Handle::try_current().map_err(Error::internal)?;
    let draft = runtime.block_on(service.generate(&request))?;
    let is_paper_right = match &draft.paper {
        Some(paper) => {
            let says = read(paper)?;
            let signer = request.signer.as_ref();
            asked::is_paper(&says, &open, text, firm.party.inn.as_str())
                && signer.is_none_or(|signer| asked::is_signer(&says, open.kind, signer))
        }
        None => !open.form.is_signed(),
    };
    let is_message_right = match &draft.message {
        Some(message) => asked::is_message(&read(message)?, &open, text),
        None => !open.form.has_message(),
    };
    if !is_paper_right || !is_message_right {
        return Err(differs());
    }
    Ok(DraftNotice { open, draft })
}

/// What a file of the operator says.
fn read(content: &[u8]) -> Result<ServiceDocument> {
    formats::service_document::read(content).map_err(|fault| {
        tracing::warn!(
            code = fault.code(),
            "a service document of the operator cannot be read"
        );
        differs()
    })
}

impl DraftNotice {
    /// Whose document it is.
    pub(crate) fn firm(&self) -> Option<FirmId> {
        self.open.firm()
    }

    /// What is signed; empty where nobody signs.
    pub(crate) fn content(&self) -> &[u8] {
        self.draft.paper.as_deref().unwrap_or_default()
    }

    /// The bytes of the request with this signature.
    pub(crate) fn leaving(self, inner: &Inner, ours: OurSignature) -> Result<LeavingNotice> {
        self.prepared(inner, Some(ours))
    }

    /// The bytes of the request of a notice that nobody signs.
    pub(crate) fn leaving_unsigned(self, inner: &Inner) -> Result<LeavingNotice> {
        self.prepared(inner, None)
    }

    fn prepared(self, inner: &Inner, ours: Option<OurSignature>) -> Result<LeavingNotice> {
        let Self { open, draft } = self;
        let paper = draft.paper.zip(ours).map(|(content, ours)| SignedPaper {
            content,
            power_of_attorney: ours.told_power(),
            signature: ours.cms,
        });
        let signed = SignedServiceDocument {
            our_box: open.connection.edo_box.box_id.clone(),
            parent: draft.parent,
            kind: open.kind,
            paper,
            message: draft.message,
        };
        let provider = inner.provider(&open.connection)?;
        let service = provider.service_documents().ok_or_else(not_offered)?;
        let request = service.prepare(&signed)?;
        Ok(LeavingNotice { open, request })
    }
}

/// What goes into the outbox.
pub(crate) struct LeavingNotice {
    open: OpenNotice,
    request: Vec<u8>,
}

impl LeavingNotice {
    /// By which connection it goes.
    pub(crate) fn connection(&self) -> ConnectionId {
        self.open.connection.id
    }

    /// The operation and its bytes, in the transaction at hand.
    pub(crate) fn save(&self, inner: &Inner, w: &Writer<'_>) -> Result<(OutboxId, OperationId)> {
        let document = w
            .document(self.open.document.id)?
            .ok_or_else(documents::not_found)?;
        // Once more inside the transaction: a colleague in the cabinet, or a second press of the button.
        let sending = owing(w, &document, self.open.kind)?;
        if sending.id != self.open.sending.id {
            return Err(records::changed_meanwhile());
        }
        let operation = OperationId(inner.ports.randomness.uuid());
        let outbox = w.enqueue(&NewOperation {
            operation,
            kind: OperationKind::Service(self.open.kind),
            connection: self.connection(),
            edo_document: sending.id,
            request: self.request.clone(),
            created_at: inner.now(),
        })?;
        Ok((outbox, operation))
    }
}

/// The operator of a row or a document has no such ability.
pub(crate) fn not_offered() -> connect::Error {
    connect::Error::Refused {
        code: "service_documents".to_owned(),
        text: "Служебные документы для этого оператора программа не составляет. Контрагенту ничего не отправлено. Ответьте \
               в кабинете оператора."
            .to_owned(),
    }
}

fn no_remote() -> Error {
    Error::internal("a notice about what the operator has not")
}

fn differs() -> Error {
    refused(
        "service_document_differs",
        "Оператор составил не тот служебный документ, о котором его просили. Он не подписан и не отправлен, документ не \
         изменён. Повторите позже или ответьте в кабинете оператора.",
    )
}

fn refused(code: &'static str, text: impl Into<String>) -> Error {
    Error::new(Code::Preflight(code), text.into())
}
