//! «Подтвердить получение» and «Отказать»: a service document of ours about what came to us becomes a row of the outbox.
//!
//! Nothing leaves here. The operator makes the document for the chosen signer, it is read back and compared with what was
//! asked for, and its exact bytes with our signature, the operation id and the request are one transaction. What asks for a
//! receipt notice or for an answer is told by the operator and by nobody else.

use connect::edo::PowerOfAttorneyRef;
use connect::edo::service_documents::{ServiceDocumentRequest, ServiceSigner, SignedServiceDocument};
use domain::facets::{DocflowFacets, OurSignature as OursTold, Receipt};
use domain::{
    ConnectionId, Document, EdoDocument, EdoFile, FirmId, OperationId, OperationKind, OutboxId, OutboxState,
    ServiceDocumentKind,
};
use formats::service_document::{ServiceDocument, ServiceForm};
use store::{Connection, KeptCertificate, NewOperation, Operation, Reader, Writer};

use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::send::OurSignature;
use crate::{Result, answer, documents, firms, records};

/// Longest reason that a person may give, characters: the other side reads it on one page.
pub(crate) const LONGEST_TEXT: usize = 2_000;

/// A document about which something may be told.
pub(crate) struct OpenNotice {
    kind: ServiceDocumentKind,
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
            "Подключение, по которому пришёл документ, удалено. Контрагенту ничего не отправлено. Подключите фирму к \
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
    let file = match sending.file {
        Some(file) => r.edo_file(file)?,
        None => None,
    };
    Ok(OpenNotice {
        kind,
        document: document.clone(),
        sending,
        connection,
        file,
    })
}

/// The life of the document at an operator that asks for this, with none on its way.
fn owing(r: &Reader<'_>, document: &Document, kind: ServiceDocumentKind) -> Result<EdoDocument> {
    let all = r.edo_documents_of(document.id)?;
    let found = all.iter().find(|sending| is_owed(sending, kind));
    let Some(sending) = found else {
        let is_own = all.iter().any(|sending| {
            sending
                .state
                .as_ref()
                .is_some_and(|state| !state.facets.inbound && state.facets.receipt == Receipt::Required)
        });
        return Err(not_owed(kind, is_own));
    };
    refuse_second(r, sending, kind, None)?;
    if kind.ends_signing() {
        refuse_beside_signature(r, sending)?;
    }
    Ok(sending.clone())
}

fn is_owed(sending: &EdoDocument, kind: ServiceDocumentKind) -> bool {
    let facets = sending.state.as_ref().map(|state| &state.facets);
    sending.remote.is_some() && facets.is_some_and(|facets| asks_for(facets, kind))
}

fn asks_for(facets: &DocflowFacets, kind: ServiceDocumentKind) -> bool {
    if !facets.inbound || facets.deleted {
        return false;
    }
    match kind {
        ServiceDocumentKind::ReceiptNotice => facets.receipt == Receipt::Required,
        ServiceDocumentKind::SignatureRejection => facets.our_signature == OursTold::Required,
    }
}

fn not_owed(kind: ServiceDocumentKind, is_own: bool) -> Error {
    match kind {
        ServiceDocumentKind::ReceiptNotice if is_own => refused(
            "receipt_in_cabinet",
            "Извещение о получении ответного титула программа не составляет. Документ не изменён. Отправьте извещение в \
             кабинете оператора.",
        ),
        ServiceDocumentKind::ReceiptNotice => refused(
            "receipt_not_awaited",
            "Оператор не ждёт от нас извещения о получении этого документа. Документ не изменён. Если статус устарел, \
             обновите документы.",
        ),
        ServiceDocumentKind::SignatureRejection => refused(
            "rejection_not_awaited",
            "Отказать можно только в подписи, которой ждут от нас, а под этим документом её не ждут. Документ не изменён. \
             Если статус устарел, обновите документы.",
        ),
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
    let last = rows.find(|row| row.kind == OperationKind::Service(kind) && Some(row.id) != mine);
    let Some(last) = last else { return Ok(()) };
    if is_over(r, sending, &last, kind)? {
        return Ok(());
    }
    Err(refused(
        "service_document_under_way",
        match kind {
            ServiceDocumentKind::ReceiptNotice => {
                "Извещение о получении уже уходит оператору. Второй раз оно не отправлено. Дождитесь результата в разделе \
                 «Отправка»."
            }
            ServiceDocumentKind::SignatureRejection => {
                "Отказ в подписи уже уходит оператору. Второй раз он не отправлен. Дождитесь результата в разделе «Отправка»."
            }
        },
    ))
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
        OutboxState::Accepted => {}
    }
    let Some(remote) = &sending.remote else {
        return Ok(false);
    };
    let told = r.events_received_after(sending.connection, remote, row.changed_at)?;
    Ok(told
        .iter()
        .filter_map(|event| event.state.as_ref())
        .any(|state| asks_for(&state.facets, kind)))
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
    if !is_owed(&sending, kind) {
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
}

/// A notice as the operator made it, before it is signed.
pub(crate) struct DraftNotice {
    open: OpenNotice,
    content: Vec<u8>,
}

/// Has the operator make the notice for this signer. Asks the operator, so it may take a while.
pub(crate) fn draft(
    inner: &Inner,
    open: OpenNotice,
    text: &str,
    (signer, power): (&KeptCertificate, Option<PowerOfAttorneyRef>),
) -> Result<DraftNotice> {
    let firm = match open.firm() {
        Some(id) => inner.read(|r| Ok(r.firm(id)?))?,
        None => None,
    };
    let firm = firm.ok_or_else(firms::not_found)?;
    let request = ServiceDocumentRequest {
        our_box: open.connection.edo_box.box_id.clone(),
        document: open.sending.remote.clone().ok_or_else(no_remote)?,
        kind: open.kind,
        text: text.to_owned(),
        signer: ServiceSigner {
            certificate: signer.seen.der.clone(),
            signatory: answer::signatory(signer, Some(&firm)),
            power_of_attorney: power,
        },
    };
    let provider = inner.provider(&open.connection)?;
    let service = provider.service_documents().ok_or_else(not_offered)?;
    // Work at a job runs in a thread that may wait.
    let runtime = tokio::runtime::Handle::try_current().map_err(Error::internal)?;
    let made = runtime.block_on(service.generate(&request))?;
    let says = formats::service_document::read(&made.bytes).map_err(|fault| {
        tracing::warn!(
            code = fault.code(),
            "a service document of the operator cannot be read"
        );
        differs()
    })?;
    if !is_what_was_asked(&says, &open, text, firm.party.inn.as_str()) {
        return Err(differs());
    }
    Ok(DraftNotice {
        open,
        content: made.bytes,
    })
}

/// Nobody signs what says something else than was asked for.
fn is_what_was_asked(says: &ServiceDocument, open: &OpenNotice, text: &str, inn: &str) -> bool {
    let form = match open.kind {
        ServiceDocumentKind::ReceiptNotice => ServiceForm::ReceiptNotice,
        ServiceDocumentKind::SignatureRejection => ServiceForm::AmendmentRequest,
    };
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_about = open.file.as_ref().is_none_or(|file| {
        // Other formats are named by the operator in its own manner.
        let is_of_format = !matches!(file.format, domain::EdoFormat::Nonformalized);
        !is_of_format || stem(&says.about_file) == stem(&file.file.name)
    });
    says.form == form && words(&says.text) == words(text) && says.author.inn == inn && is_about
}

/// A name without ending, as names are compared.
fn stem(name: &str) -> String {
    let name = name.to_lowercase();
    name.strip_suffix(".xml").unwrap_or(&name).to_owned()
}

impl DraftNotice {
    /// Whose document it is.
    pub(crate) fn firm(&self) -> Option<FirmId> {
        self.open.firm()
    }

    /// What is signed.
    pub(crate) fn content(&self) -> &[u8] {
        &self.content
    }

    /// The bytes of the request with this signature.
    pub(crate) fn leaving(self, inner: &Inner, ours: OurSignature) -> Result<LeavingNotice> {
        let Self { open, content } = self;
        let signed = SignedServiceDocument {
            our_box: open.connection.edo_box.box_id.clone(),
            document: open.sending.remote.clone().ok_or_else(no_remote)?,
            kind: open.kind,
            content,
            signature: ours.cms,
            power_of_attorney: ours.power_of_attorney,
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
