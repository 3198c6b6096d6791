//! The outbox («очередь отправки») as a person sees it: list, «Повторить», «Отменить».
//!
//! What the program does with the rows by itself is in `deliver`, one request of it in `leg`, what it writes in
//! `ledger`; what an answer means, in `fate`; how a row ends well, in `accept`.

mod accept;
mod deliver;
mod fate;
mod ledger;
mod leg;
mod view;

use domain::{EdoDocument, EdoStatus, OperationId, OperationKind, OutboxId, OutboxState};
use jiff::Timestamp;
use store::{Operation, OperationChange, Reader, Writer};

pub(crate) use accept::InHand;
pub(crate) use deliver::Pass;
pub(crate) use fate::restored;
pub use view::OutboxView;

use crate::changes::Change;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Engine, Result, answer, persons, send, service_documents, status};

/// Tells the log at which step a row is. The names are stable: crash tests stop the program at each of them.
pub(crate) fn step(step: &'static str, outbox: OutboxId, operation: OperationId) {
    tracing::info!(target: "surguch::outbox", step, outbox = outbox.0, %operation);
}

impl Engine {
    /// Rows of the outbox in these states (all when empty), newest first.
    pub async fn outbox(
        &self,
        states: Vec<OutboxState>,
        after: Option<OutboxId>,
        limit: u32,
    ) -> Result<Vec<Operation>> {
        self.read(move |r| Ok(r.operations(&states, after, limit)?)).await
    }

    /// «Повторить»: the same bytes under the same operation number, as soon as possible. A row whose result is
    /// unknown is looked up first. `operation_over` when it went through or was taken back, `already_sent` when
    /// another sending of the document is on its way.
    pub async fn retry_operation(&self, id: OutboxId) -> Result<()> {
        self.change_row(id, retried).await
    }

    /// «Отменить»: takes a row back that has not left. `operation_left` when the request is or may be at the
    /// operator already.
    pub async fn cancel_operation(&self, id: OutboxId) -> Result<()> {
        self.change_row(id, cancelled).await
    }

    async fn change_row(
        &self,
        id: OutboxId,
        change: fn(&Writer<'_>, &Operation, Timestamp) -> Result<Option<OutboxState>>,
    ) -> Result<()> {
        let row = self
            .blocking(move |inner| {
                let now = inner.now();
                inner.write(|w| {
                    let row = w.operation(id)?.ok_or_else(not_found)?;
                    if let Some(state) = change(w, &row, now)? {
                        set(
                            w,
                            &row,
                            Changed {
                                state,
                                next_attempt_at: None,
                                failure: None,
                            },
                            now,
                        )?;
                    }
                    Ok(row)
                })
            })
            .await?;
        step("changed_by_person", row.id, row.operation);
        self.tell_row(&row).await?;
        self.inner.lanes.of(row.connection).press();
        Ok(())
    }

    async fn tell_row(&self, row: &Operation) -> Result<()> {
        let row = row.clone();
        let sendings = self.read(move |r| sendings_of(r, &row)).await?;
        self.inner.changes.tell(&Change {
            documents: sendings.iter().map(|sending| sending.document).collect(),
            ..Change::default()
        });
        Ok(())
    }
}

fn retried(w: &Writer<'_>, row: &Operation, now: Timestamp) -> Result<Option<OutboxState>> {
    match row.state {
        OutboxState::Queued if fate::must_wait(row, now) => Err(Error::new(
            Code::OperatorAsksToWait,
            "Оператор попросил подождать, прежде чем отправлять дальше. Документ стоит в очереди и уйдёт сам. Время \
             следующей попытки указано в строке.",
        )),
        OutboxState::Queued => Ok(Some(OutboxState::Queued)),
        OutboxState::Unknown => Ok(Some(OutboxState::Unknown)),
        OutboxState::Sending => Ok(None),
        OutboxState::Failed => {
            refuse_if_replaced(w, row)?;
            Ok(Some(OutboxState::Queued))
        }
        OutboxState::Accepted | OutboxState::Cancelled => Err(Error::new(
            Code::OperationOver,
            "Эта отправка уже завершена, повторять нечего. Ничего не изменено. Обновите список.",
        )),
    }
}

/// A failed sending must not come back to life beside a newer one.
fn refuse_if_replaced(r: &Reader<'_>, row: &Operation) -> Result<()> {
    match row.kind {
        OperationKind::Signature => return answer::refuse_stale_answer(r, row),
        OperationKind::Person(act) => return persons::refuse_stale_act(r, row, act),
        OperationKind::Service(kind) => return service_documents::refuse_stale(r, row, kind),
        OperationKind::Letter | OperationKind::Package => {}
    }
    let sendings = sendings_of(r, row)?;
    if sendings.is_empty() {
        return Err(not_found());
    }
    for sending in sendings {
        let print_form = send::print_form_of(r, &sending)?;
        send::refuse_second_sending_of(r, sending.document, Some(&print_form), send::Repeat::AfterRefusal)?;
    }
    Ok(())
}

fn cancelled(w: &Writer<'_>, row: &Operation, _: Timestamp) -> Result<Option<OutboxState>> {
    match row.state {
        OutboxState::Queued | OutboxState::Failed => {
            release_signatures(w, row)?;
            Ok(Some(OutboxState::Cancelled))
        }
        OutboxState::Cancelled => Ok(None),
        OutboxState::Sending | OutboxState::Unknown | OutboxState::Accepted => Err(Error::new(
            Code::OperationLeft,
            "Отменить отправку уже нельзя: запрос ушёл оператору или мог уйти. Документ не потерян. Дождитесь \
             результата; отправленный документ можно аннулировать у оператора.",
        )),
    }
}

/// What becomes of a row.
#[derive(Debug, Clone)]
pub(crate) struct Changed {
    pub(crate) state: OutboxState,
    pub(crate) next_attempt_at: Option<Timestamp>,
    pub(crate) failure: Option<domain::SendFailure>,
}

/// What was signed stays signed when its sending is taken back: nobody has seen the signature, and the next sending takes it.
fn release_signatures(w: &Writer<'_>, row: &Operation) -> Result<()> {
    if row.kind.is_letter() {
        for sending in sendings_of(w, row)? {
            w.release_signatures(sending.document, sending.id)?;
        }
    }
    Ok(())
}

/// Changes a row and the status of its document with it.
pub(crate) fn set(w: &Writer<'_>, row: &Operation, changed: Changed, now: Timestamp) -> Result<()> {
    let attempts = row.attempts + u32::from(changed.state == OutboxState::Sending);
    w.set_operation(
        row.id,
        &OperationChange {
            state: changed.state,
            attempts,
            changed_at: now,
            next_attempt_at: changed.next_attempt_at,
            failure: changed.failure,
        },
    )?;
    for sending in sendings_of(w, row)? {
        status::refresh(w, sending.document, now)?;
        // An act that failed leaves the sending as it was.
        if changed.state == OutboxState::Failed && !matches!(row.kind, OperationKind::Person(_)) {
            crate::notices::add(w, &sending, (EdoStatus::SendFailed, now))?;
        }
    }
    Ok(())
}

/// The sendings that leave with a row, the one that it names first.
pub(crate) fn sendings_of(r: &Reader<'_>, row: &Operation) -> Result<Vec<EdoDocument>> {
    let mut sendings: Vec<EdoDocument> = r.edo_document(row.edo_document)?.into_iter().collect();
    for id in r.companions(row.id)? {
        sendings.extend(r.edo_document(id)?);
    }
    Ok(sendings)
}

/// At start nobody can be sending: a row found so was cut off, and its result is unknown.
pub(crate) fn recover(inner: &Inner) -> Result<()> {
    let now = inner.now();
    let found = inner.write(|w| {
        let mut all = Vec::new();
        loop {
            let after = all.last().map(|row: &Operation| row.id);
            let rows = w.operations(&[OutboxState::Sending], after, 500)?;
            if rows.is_empty() {
                break;
            }
            all.extend(rows);
        }
        for row in &all {
            let changed = Changed {
                state: OutboxState::Unknown,
                next_attempt_at: None,
                failure: Some(fate::cut_off()),
            };
            set(w, row, changed, now)?;
        }
        Ok(all)
    })?;
    for row in &found {
        step("recovered", row.id, row.operation);
    }
    Ok(())
}

fn not_found() -> Error {
    Error::new(
        Code::OperationNotFound,
        "Такой отправки в очереди нет: возможно, список изменился. Ничего не изменено. Обновите список и повторите.",
    )
}
