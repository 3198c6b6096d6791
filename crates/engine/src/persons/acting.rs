//! Acts on a paper that the operator has for a person: what can be done when, and how it gets into the outbox.

use std::time::Duration;

use connect::edo::Operator;
use connect::edo::persons::ActOrder;
use domain::facets::{Consent, Delivery, Revocation, TheirSignature};
use domain::{
    DocflowFacets, Document, DocumentId, EdoDocument, EmployeeId, OperationId, OperationKind, OutboxState,
    PersonAct, RemoteDocument,
};
use jiff::Timestamp;
use store::{Connection, NewOperation, Operation, Reader, Writer};

use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::preflight::person;
use crate::{Result, Sent, documents, status, words};

/// Longer reasons are no reasons but letters.
const LONGEST_REASON_CHARS: usize = 500;

/// The one table of what can be done to which document.
pub(super) fn fits(act: PersonAct, facets: &DocflowFacets) -> bool {
    let is_prepared = facets.delivery == Delivery::Prepared && facets.revocation == Revocation::None;
    let is_waiting =
        facets.their_signature == TheirSignature::Awaited && facets.revocation == Revocation::None;
    match act {
        PersonAct::RequestConsent => is_prepared && facets.consent == Consent::Required,
        PersonAct::Confirm => {
            is_prepared && matches!(facets.consent, Consent::Granted | Consent::NotRequired)
        }
        PersonAct::Remind => is_waiting || (is_prepared && facets.consent == Consent::Pending),
        PersonAct::Annul => is_waiting || is_prepared,
    }
}

/// The newest sending of a paper that the operator has.
pub(super) struct Place {
    pub(super) sending: EdoDocument,
    pub(super) remote: RemoteDocument,
    pub(super) connection: Connection,
    pub(super) operator: &'static Operator,
}

impl Place {
    pub(super) fn of(inner: &Inner, r: &Reader<'_>, document: DocumentId) -> Result<Self> {
        r.document(document)?.ok_or_else(documents::not_found)?;
        for sending in r.edo_documents_of(document)? {
            let Some(remote) = sending.remote.clone() else {
                continue;
            };
            if r.person_sending(sending.id)?.is_none() {
                continue;
            }
            let connection = r.connection(sending.connection)?.ok_or_else(not_at_operator)?;
            return Ok(Self {
                remote,
                operator: inner.known_operator(&connection.operator)?,
                connection,
                sending,
            });
        }
        Err(not_at_operator())
    }

    /// The place with the employee in whose access we act there.
    pub(super) fn with_employee(self, r: &Reader<'_>) -> Result<(Self, EmployeeId)> {
        let employee = person::employee(r, &self.connection, self.operator)??;
        Ok((self, employee))
    }

    /// What is no call of this operator is done at its page.
    fn refuse_unable(&self, act: PersonAct) -> Result<()> {
        let has = self.operator.capabilities.persons;
        if has.is_some_and(|has| has.has(act)) {
            return Ok(());
        }
        Err(refused(
            "act_in_browser",
            format!(
                "Из программы {} этого не делает. Документ не изменён. Нажмите «Открыть в браузере документ» и сделайте это на \
                 странице оператора, статус обновится сам.",
                self.operator.title
            ),
        ))
    }

    /// The operator takes no second SMS so soon after the last one.
    fn refuse_hurry(&self, r: &Reader<'_>, act: PersonAct, now: Timestamp) -> Result<()> {
        let pause = self.operator.capabilities.persons.map(|has| has.remind_pause);
        let (PersonAct::Remind, Some(pause)) = (act, pause) else {
            return Ok(());
        };
        let rows = r.operations_for_person(self.sending.id)?;
        let last = rows.iter().find(|row| row.state == OutboxState::Accepted);
        let passed = last.and_then(|row| Duration::try_from(now.duration_since(row.changed_at)).ok());
        let left = passed.and_then(|passed| pause.checked_sub(passed));
        match left.filter(|left| !left.is_zero()) {
            None => Ok(()),
            Some(left) => Err(refused(
                "too_early",
                format!(
                    "СМС по этому документу только что отправлена. Ничего не потеряно, второй раз она не ушла. Напомнить можно \
                     будет через {} с.",
                    left.as_secs() + 1
                ),
            )),
        }
    }
}

/// An act on the newest sending of this paper.
pub(super) fn enqueue(
    inner: &Inner,
    document: DocumentId,
    act: PersonAct,
    reason: &str,
) -> Result<(Sent, domain::ConnectionId)> {
    if act == PersonAct::Annul && (reason.is_empty() || reason.chars().count() > LONGEST_REASON_CHARS) {
        return Err(refused(
            "reason_empty",
            "Впишите причину аннулирования, до 500 знаков: она останется у оператора. Ничего не изменено.",
        ));
    }
    let (at, employee) = inner.read(|r| Place::of(inner, r, document)?.with_employee(r))?;
    put_into_outbox(inner, at, employee, act, reason)
}

/// An act on this sending in the access of this employee.
pub(super) fn put_into_outbox(
    inner: &Inner,
    at: Place,
    employee: EmployeeId,
    act: PersonAct,
    reason: &str,
) -> Result<(Sent, domain::ConnectionId)> {
    let leaving = LeavingAct::new(inner, at, employee, act, reason)?;
    let sent = inner.write(|w| leaving.save(w))?;
    Ok((sent, leaving.connection()))
}

/// An act that is ready to be put into the outbox.
pub(crate) struct LeavingAct {
    at: Place,
    act: PersonAct,
    request: Vec<u8>,
    operation: OperationId,
    now: Timestamp,
}

impl LeavingAct {
    /// «Напомнить» about the newest sending of this document.
    pub(crate) fn reminder(inner: &Inner, document: DocumentId) -> Result<Self> {
        let (at, employee) = inner.read(|r| Place::of(inner, r, document)?.with_employee(r))?;
        Self::new(inner, at, employee, PersonAct::Remind, "")
    }

    fn new(inner: &Inner, at: Place, employee: EmployeeId, act: PersonAct, reason: &str) -> Result<Self> {
        at.refuse_unable(act)?;
        let provider = inner.provider(&at.connection)?;
        let persons = provider.persons().ok_or_else(not_at_operator)?;
        let request = persons.prepare_act(&ActOrder {
            act,
            document: at.remote.clone(),
            account: employee.to_string(),
            reason: reason.to_owned(),
        })?;
        Ok(Self {
            at,
            act,
            request,
            operation: OperationId(inner.ports.randomness.uuid()),
            now: inner.now(),
        })
    }

    /// Over which connection it leaves.
    pub(crate) fn connection(&self) -> domain::ConnectionId {
        self.at.connection.id
    }

    /// Puts it into the outbox, if it still makes sense.
    pub(crate) fn save(&self, w: &Writer<'_>) -> Result<Sent> {
        let sending = w.edo_document(self.at.sending.id)?.ok_or_else(not_at_operator)?;
        refuse_act(w, &sending, self.act, None)?;
        self.at.refuse_hurry(w, self.act, self.now)?;
        let outbox = w.enqueue(&NewOperation {
            operation: self.operation,
            kind: OperationKind::Person(self.act),
            connection: self.at.connection.id,
            edo_document: sending.id,
            request: self.request.clone(),
            created_at: self.now,
        })?;
        status::refresh(w, sending.document, self.now)?;
        Ok(Sent {
            sending: sending.id,
            outbox,
            operation: self.operation,
        })
    }
}

/// Why nobody can be reminded of this document now.
pub(crate) fn refuse_reminder(inner: &Inner, r: &Reader<'_>, document: &Document) -> Result<()> {
    if document.body.individual.is_none() {
        return Err(refused(
            "not_for_person",
            "Документ не для физлица: СМС с напоминанием получают только физлица. Ничего не отправлено. Организации можно \
             написать через «Сообщение контрагенту».",
        ));
    }
    let (at, _) = Place::of(inner, r, document.id)?.with_employee(r)?;
    at.refuse_unable(PersonAct::Remind)?;
    refuse_act(r, &at.sending, PersonAct::Remind, None)?;
    at.refuse_hurry(r, PersonAct::Remind, inner.now())
}

/// The guard: the document is where the act makes sense, and nothing else about it is on its way. `mine` may go on.
fn refuse_act(
    r: &Reader<'_>,
    sending: &EdoDocument,
    act: PersonAct,
    mine: Option<domain::OutboxId>,
) -> Result<()> {
    let mut rows = r.operations_for_person(sending.id)?.into_iter();
    let is_busy = rows.any(|row| row.state.is_open() && Some(row.id) != mine);
    if is_busy {
        return Err(refused(
            "act_under_way",
            "По этому документу запрос оператору уже уходит. Второго не будет. Дождитесь результата в разделе «Отправка».",
        ));
    }
    let facets = sending.state.as_ref().map(|state| &state.facets);
    if facets.is_some_and(|facets| fits(act, facets)) {
        return Ok(());
    }
    let (stands, _) = status::of_sending(sending, r.operation_of(sending.id)?.as_ref());
    Err(refused(
        "act_not_possible",
        format!(
            "Сейчас это невозможно, статус документа: {}. Ничего не изменено. Обновите статусы и посмотрите, что нужно сделать.",
            words::status(stands)
        ),
    ))
}

/// A failed act may be tried again while the document still waits for it and nothing newer is there.
pub(crate) fn refuse_stale_act(r: &Reader<'_>, row: &Operation, act: PersonAct) -> Result<()> {
    let sending = r.edo_document(row.edo_document)?.ok_or_else(not_at_operator)?;
    let last = r.operations_for_person(sending.id)?.into_iter().next();
    if last.is_some_and(|last| last.id != row.id) {
        return Err(Error::new(
            Code::OperationOver,
            "По этому документу уже сделано другое, повторять нечего. Ничего не изменено. Обновите список.",
        ));
    }
    refuse_act(r, &sending, act, Some(row.id))
}

fn refused(code: &'static str, text: impl Into<String>) -> Error {
    Error::new(Code::Preflight(code), text.into())
}

pub(super) fn not_at_operator() -> Error {
    refused(
        "not_at_operator",
        "У оператора этого документа ещё нет, или подключение удалено. Ничего не изменено. Отправьте документ и дождитесь, \
         пока он появится у оператора.",
    )
}
