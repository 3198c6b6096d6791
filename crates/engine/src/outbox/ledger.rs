//! What a pass writes: rows claimed before anything of them leaves, answers, rows put back. Many at a time.
//!
//! Every change of a row checks inside its transaction that the row is still what it was: the feed or a person may
//! have been faster.

use std::time::Duration;

use domain::{ConnectionId, DocumentId, EdoDocument, OperationKind, OutboxId, OutboxState, RemoteDocument};
use jiff::Timestamp;
use store::{Operation, OperationChange, Reader, Writer};

use super::accept::{accept, accept_addition};
use super::fate::{self, Before};
use super::leg::{Heard, Leg, Ready, Sought, Verdict};
use super::{Changed, sendings_of, set};
use crate::engine::Inner;
use crate::sync::{Hurry, backoff};
use crate::{Error, Result, status};

/// Rows claimed in one transaction.
const AT_ONCE: u32 = 32;
/// Of their bytes no more than this, and one row, are in memory: the largest request is 70 MB.
const BYTES_AT_ONCE: usize = 16 * 1024 * 1024;

/// Longer than any row waits: a person who presses «Обновить» wants them all tried.
const FOREVER: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// The rows that are due, from the oldest on; none comes twice.
#[derive(Clone)]
pub(super) struct Due {
    connection: ConnectionId,
    hurry: Hurry,
    behind: Option<OutboxId>,
    is_over: bool,
}

impl Due {
    pub(super) fn new(connection: ConnectionId, hurry: Hurry) -> Self {
        Self {
            connection,
            hurry,
            behind: None,
            is_over: false,
        }
    }

    /// The last look saw the end of them.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// A row was added behind them.
    pub(super) fn begin_again(&mut self) {
        self.is_over = false;
    }

    /// Whether there is anything to work at.
    pub(super) fn is_anything(&mut self, r: &Reader<'_>, now: Timestamp) -> Result<bool> {
        while !self.is_over {
            for row in self.next(r, now)? {
                if !fate::must_wait(&row, now) {
                    return Ok(true);
                }
                self.behind = Some(row.id);
            }
        }
        Ok(false)
    }

    fn next(&mut self, r: &Reader<'_>, now: Timestamp) -> Result<Vec<Operation>> {
        let horizon = match self.hurry {
            Hurry::Scheduled => now,
            Hurry::Pressed => backoff::later(now, FOREVER),
        };
        let rows = r.due_operations(self.connection, self.behind, horizon, AT_ONCE)?;
        self.is_over = u32::try_from(rows.len()).is_ok_and(|found| found < AT_ONCE);
        Ok(rows)
    }

    /// Takes the next rows in hand. Those of which nothing ever left are marked `Sending`.
    fn take(&mut self, w: &Writer<'_>, now: Timestamp) -> Result<Vec<Ready>> {
        let (mut taken, mut bytes) = (Vec::new(), 0);
        for row in self.next(w, now)? {
            if bytes >= BYTES_AT_ONCE {
                self.is_over = false;
                break;
            }
            self.behind = Some(row.id);
            if fate::must_wait(&row, now) {
                continue;
            }
            let ready = if row.state == OutboxState::Queued {
                claimed(w, row, Before::Clean, now)?
            } else {
                // The lane is ours, so a row found as `Sending` was cut off.
                in_hand(w, row, Leg::LookUp)?
            };
            if let Leg::Deliver(_, request) = &ready.leg {
                bytes += request.len();
            }
            taken.push(ready);
        }
        Ok(taken)
    }
}

fn in_hand(r: &Reader<'_>, row: Operation, leg: Leg) -> Result<Ready> {
    let sending = sending_of(r, &row)?;
    ready(r, row, sending, leg)
}

fn sending_of(r: &Reader<'_>, row: &Operation) -> Result<EdoDocument> {
    let found = r.edo_document(row.edo_document)?;
    found.ok_or_else(|| Error::internal("a row of the outbox without its sending"))
}

fn ready(r: &Reader<'_>, row: Operation, sending: EdoDocument, leg: Leg) -> Result<Ready> {
    let sought = match row.kind {
        OperationKind::Letter => Sought::Letter(sending.custom_document_id),
        OperationKind::Package => Sought::Package(
            sendings_of(r, &row)?
                .iter()
                .map(|sending| sending.custom_document_id)
                .collect(),
        ),
        OperationKind::Signature => Sought::SignatureUnder(at_operator(sending.remote)?),
        OperationKind::Person(act) => Sought::Done(act, at_operator(sending.remote)?),
        OperationKind::Service(_) => {
            let request = match &leg {
                Leg::Deliver(_, request) => request.clone(),
                Leg::LookUp => r.operation_request(row.id)?,
            };
            Sought::ServiceDocument(request, at_operator(sending.remote)?)
        }
    };
    Ok(Ready {
        row,
        document: sending.document,
        sought,
        leg,
    })
}

fn at_operator(remote: Option<RemoteDocument>) -> Result<RemoteDocument> {
    remote.ok_or_else(|| Error::internal("an addition to what the operator has not"))
}

/// A pile is claimed row by row on the way of every request, so a document that leaves alone costs as little reading as
/// can be: its sending is read once and its other sendings not at all.
fn claimed(w: &Writer<'_>, row: Operation, before: Before, now: Timestamp) -> Result<Ready> {
    if row.kind == OperationKind::Package {
        let changed = Changed {
            state: OutboxState::Sending,
            next_attempt_at: None,
            failure: row.failure.clone(),
        };
        set(w, &row, changed, now)?;
        let request = w.operation_request(row.id)?;
        return in_hand(w, row, Leg::Deliver(before, request));
    }
    let sending = sending_of(w, &row)?;
    let change = OperationChange {
        state: OutboxState::Sending,
        attempts: row.attempts.saturating_add(1),
        changed_at: now,
        next_attempt_at: None,
        failure: row.failure.clone(),
    };
    w.set_operation(row.id, &change)?;
    let under_way = Operation {
        state: change.state,
        attempts: change.attempts,
        changed_at: now,
        next_attempt_at: None,
        ..row.clone()
    };
    status::refresh_after(w, &sending, status::of_sending(&sending, Some(&under_way)), now)?;
    let request = w.operation_request(row.id)?;
    ready(w, row, sending, Leg::Deliver(before, request))
}

/// What became of a row in a transaction that is through.
pub(super) enum Settled {
    /// The operator has it.
    Accepted(Operation, Vec<DocumentId>),
    /// It changed, under this name in the log.
    Changed(&'static str, Operation, DocumentId),
    /// It ended, and another row has taken its place.
    Remade(Operation, DocumentId),
    /// It is in hand.
    Taken(Ready),
    /// It is no longer what it was.
    SomebodyWasFaster,
}

/// What was written, and what could not be.
pub(super) struct Written {
    pub(super) settled: Vec<Settled>,
    /// How far the due rows were taken; none when none were wanted.
    pub(super) due: Option<Due>,
    pub(super) error: Option<Error>,
}

/// Writes down everything that was heard and takes more rows in hand, in one transaction. Should that fail, each
/// answer is tried alone: one row that cannot be written must not hide what became of the others.
pub(super) fn write(inner: &Inner, heard: Vec<Heard>, mut due: Option<Due>) -> Written {
    let now = inner.now();
    let together = inner.write(|w| {
        let mut settled = heard
            .iter()
            .map(|one| settle(w, one, now))
            .collect::<Result<Vec<_>>>()?;
        if let Some(due) = &mut due {
            settled.extend(due.take(w, now)?.into_iter().map(Settled::Taken));
        }
        Ok(settled)
    });
    let error = match together {
        Ok(settled) => {
            return Written {
                settled,
                due,
                error: None,
            };
        }
        Err(error) => error,
    };
    let alone = heard
        .into_iter()
        .filter_map(|one| inner.write(|w| settle(w, &one, now)).ok());
    Written {
        settled: alone.collect(),
        due: None,
        error: Some(error),
    }
}

fn settle(w: &Writer<'_>, heard: &Heard, now: Timestamp) -> Result<Settled> {
    let row = &heard.row;
    match &heard.verdict {
        Verdict::Accepted(_) if !row.kind.is_letter() => {
            accept_addition(w, row, now)?;
            Ok(Settled::Accepted(row.clone(), vec![heard.document]))
        }
        Verdict::Accepted(remote) => {
            let done = accept(w, row.edo_document, remote, now)?;
            let document = done.map(|done| done.document);
            Ok(Settled::Accepted(row.clone(), document.into_iter().collect()))
        }
        Verdict::PackageAccepted(places) => {
            let mut documents = Vec::new();
            for sending in sendings_of(w, row)? {
                let place = places
                    .iter()
                    .find(|(name, _)| *name == sending.custom_document_id);
                let (_, remote) =
                    place.ok_or_else(|| Error::internal("a document of a package without a place"))?;
                documents.extend(accept(w, sending.id, remote, now)?.map(|done| done.document));
            }
            Ok(Settled::Accepted(row.clone(), documents))
        }
        Verdict::Absent => match still(w, row, row.state)? {
            Some(row) => Ok(Settled::Taken(claimed(w, row, Before::Unsure, now)?)),
            None => Ok(Settled::SomebodyWasFaster),
        },
        Verdict::Changed(name, from, changed) => match still(w, row, *from)? {
            Some(row) => {
                set(w, &row, changed.clone(), now)?;
                Ok(Settled::Changed(name, row, heard.document))
            }
            None => Ok(Settled::SomebodyWasFaster),
        },
        Verdict::Remade(remade) => match still(w, row, OutboxState::Sending)? {
            Some(row) => {
                remade.save(w, &row, now)?;
                Ok(Settled::Remade(row, heard.document))
            }
            None => Ok(Settled::SomebodyWasFaster),
        },
    }
}

fn still(r: &Reader<'_>, row: &Operation, state: OutboxState) -> Result<Option<Operation>> {
    Ok(r.operation(row.id)?.filter(|row| row.state == state))
}

/// Claimed rows of which surely nothing left in this pass become what they were. A row that an earlier attempt left
/// in doubt stays in doubt.
pub(super) fn put_back(
    w: &Writer<'_>,
    rest: &[Ready],
    now: Timestamp,
) -> Result<Vec<(Operation, DocumentId)>> {
    let mut back = Vec::new();
    for ready in rest.iter().filter(|ready| ready.is_claimed()) {
        let was = &ready.row;
        let Some(row) = still(w, was, OutboxState::Sending)? else {
            continue;
        };
        let (state, failure) = match was.state {
            OutboxState::Sending => (
                OutboxState::Unknown,
                Some(was.failure.clone().unwrap_or_else(fate::cut_off)),
            ),
            other => (other, was.failure.clone()),
        };
        w.set_operation(
            row.id,
            &OperationChange {
                state,
                attempts: was.attempts,
                changed_at: was.changed_at,
                next_attempt_at: was.next_attempt_at,
                failure,
            },
        )?;
        for sending in sendings_of(w, &row)? {
            status::refresh(w, sending.document, now)?;
            back.push((row.clone(), sending.document));
        }
    }
    Ok(back)
}
