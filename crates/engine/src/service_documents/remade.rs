//! A paper of ours that the operator refuses because it has come to take universal messages alone is made anew as one.
//!
//! The day is asked of the operator once more, and it alone decides: no word of the refusal is read. What is made so is signed
//! by nobody, so it is never made a second time. The refused row ends and the new one begins in one transaction.

use domain::{
    EventActor, EventFact, NoticeForm, OperationId, OperationKind, OutboxId, OutboxState, SendFailure,
    ServiceDocumentKind, UniversalCode,
};
use jiff::Timestamp;
use store::{Connection, NewOperation, Operation, TimelineEntry, Writer};

use super::{LeavingNotice, OpenNotice, firm_of, form, is_open, made, not_offered, read};
use crate::Result;
use crate::ahead::Told;
use crate::engine::Inner;
use crate::error::Error;
use crate::outbox::{self, Changed};

/// A universal message that takes the place of a refused paper.
pub(crate) struct Remade {
    leaving: LeavingNotice,
    operation: OperationId,
}

/// What takes the place of this row; none where its refusal has another reason. Asks the operator, so it may take a while. An
/// error of the line says nothing about the document.
pub(crate) fn remade(inner: &Inner, row: &Operation, request: &[u8]) -> Result<Option<Remade>> {
    let OperationKind::Service(kind) = row.kind else {
        return Ok(None);
    };
    let Some(connection) = inner.read(|r| Ok(r.connection(row.connection)?))? else {
        return Ok(None);
    };
    let Some(paper) = replaceable_paper(inner, &connection, kind, request)? else {
        return Ok(None);
    };
    learn_anew(inner, &connection)?;
    let Some(open) = open_as_message(inner, row, &connection, kind)? else {
        return Ok(None);
    };
    let text = if kind.has_text() {
        read(&paper)?.text
    } else {
        String::new()
    };
    let firm = firm_of(inner, &open)?;
    let leaving = made(inner, open, &text, (&firm, None))?.leaving_unsigned(inner)?;
    let operation = OperationId(inner.ports.randomness.uuid());
    Ok(Some(Remade { leaving, operation }))
}

/// The paper in the request, where a universal message may tell the same.
fn replaceable_paper(
    inner: &Inner,
    connection: &Connection,
    kind: ServiceDocumentKind,
    request: &[u8],
) -> Result<Option<Vec<u8>>> {
    if UniversalCode::of(kind).is_none() {
        return Ok(None);
    }
    let provider = inner.provider(connection)?;
    let service = provider.service_documents().ok_or_else(not_offered)?;
    Ok(service.contents(request)?.paper)
}

/// The day may have been moved since it was last asked.
fn learn_anew(inner: &Inner, connection: &Connection) -> Result<()> {
    let provider = inner.provider(connection)?;
    let runtime = tokio::runtime::Handle::try_current().map_err(Error::internal)?;
    let starts = runtime.block_on(provider.universal_messages(&connection.edo_box.box_id))?;
    inner.keep_told(&[(form::question(connection), Told::UniversalMessages(starts))])
}

/// The same notice as a message alone; none where the former paper may still go, or the operator waits for nothing any more.
fn open_as_message(
    inner: &Inner,
    row: &Operation,
    connection: &Connection,
    kind: ServiceDocumentKind,
) -> Result<Option<OpenNotice>> {
    inner.read(|r| {
        let sending = r
            .edo_document(row.edo_document)?
            .filter(|sending| is_open(sending, kind));
        let Some(sending) = sending else { return Ok(None) };
        let Some(document) = r.document(sending.document)? else {
            return Ok(None);
        };
        let file = form::file(r, &sending)?;
        let form = form::of(inner, r, connection, (kind, file.as_ref()))?;
        let connection = connection.clone();
        Ok((form == NoticeForm::Message).then_some(OpenNotice {
            kind,
            form,
            document,
            sending,
            connection,
            file,
        }))
    })
}

impl Remade {
    /// The refused row ends, its successor waits to leave, and the timeline tells so.
    pub(crate) fn save(&self, w: &Writer<'_>, refused: &Operation, now: Timestamp) -> Result<OutboxId> {
        let ended = Changed {
            state: OutboxState::Cancelled,
            next_attempt_at: None,
            failure: Some(told()),
        };
        outbox::set(w, refused, ended, now)?;
        let open = &self.leaving.open;
        let successor = w.enqueue(&NewOperation {
            operation: self.operation,
            kind: OperationKind::Service(open.kind),
            connection: open.connection.id,
            edo_document: open.sending.id,
            request: self.leaving.request.clone(),
            created_at: now,
        })?;
        w.add_timeline(&TimelineEntry {
            document: open.document.id,
            edo_document: Some(open.sending.id),
            at: now,
            actor: EventActor::Us,
            fact: EventFact::RemadeAsMessage,
        })?;
        Ok(successor)
    }
}

fn told() -> SendFailure {
    SendFailure {
        code: "remade_as_message".to_owned(),
        text: "Пока документ ждал отправки, оператор перешёл на универсальные сообщения и прежний вид не принял. Программа \
               составила то же универсальным сообщением, подпись для него не нужна. Оно уходит отдельной строкой, контрагент \
               получит его один раз."
            .to_owned(),
    }
}
