//! One row on its way: a look-up or a delivery, and what its answer means. Writes nothing.

use connect::Error as Answer;
use connect::edo::EdoProvider;
use connect::edo::service_documents::ServiceDocuments;
use domain::{DocumentId, OperationKind, OutboxState, PersonAct, RemoteDocument};
use store::Operation;
use uuid::Uuid;

use super::fate::{self, Before, Fate};
use super::{Changed, step};
use crate::Engine;
use crate::service_documents::{Remade, remade};
use crate::sync::backoff;

/// A row in hand, not begun.
pub(super) struct Ready {
    /// As it was found, before it was claimed.
    pub(super) row: Operation,
    pub(super) document: DocumentId,
    /// By what a look-up finds what an earlier request may have left behind.
    pub(super) sought: Sought,
    pub(super) leg: Leg,
}

/// What a look-up looks for.
pub(super) enum Sought {
    /// A document by our own name for it.
    Letter(Uuid),
    /// The documents of a package, which is there as a whole or not at all.
    Package(Vec<Uuid>),
    /// A signature of ours for this document.
    SignatureUnder(RemoteDocument),
    /// That this was done to this document.
    Done(PersonAct, RemoteDocument),
    /// A service document of ours about this document, as these bytes would add it.
    ServiceDocument(Vec<u8>, RemoteDocument),
}

/// What is to be done with it.
pub(super) enum Leg {
    /// It was cut off or its result is unknown.
    LookUp,
    /// It is marked `Sending`: these bytes may leave.
    Deliver(Before, Vec<u8>),
}

impl Ready {
    pub(super) fn is_claimed(&self) -> bool {
        matches!(self.leg, Leg::Deliver(..))
    }
}

/// What the operator's answer means for a row.
pub(super) enum Verdict {
    /// The operator has it.
    Accepted(RemoteDocument),
    /// The operator has the package: the place of each document by our name for it.
    PackageAccepted(Vec<(Uuid, RemoteDocument)>),
    /// The operator surely does not have it: it may be claimed and leave again.
    Absent,
    /// The row changes from this state to that, under this name in the log.
    Changed(&'static str, OutboxState, Changed),
    /// The operator refused the paper, and this takes its place.
    Remade(Box<Remade>),
}

/// A row with its verdict.
pub(super) struct Heard {
    pub(super) row: Operation,
    pub(super) document: DocumentId,
    pub(super) verdict: Verdict,
    /// The next row would meet the same.
    pub(super) trouble: Option<Answer>,
    /// Whether the operator was reached and in good order; none when the answer does not tell.
    pub(super) line_is_good: Option<bool>,
}

/// Where requests leave.
#[derive(Clone, Copy)]
pub(super) struct Desk<'a> {
    pub(super) engine: &'a Engine,
    pub(super) provider: &'a dyn EdoProvider,
    pub(super) box_id: &'a str,
}

impl<'a> Desk<'a> {
    /// Sends what is due of this row and waits for the answer.
    pub(super) async fn send(self, ready: Ready) -> Heard {
        let Ready {
            row,
            document,
            sought,
            leg,
        } = ready;
        let told = match leg {
            Leg::LookUp => self.look_up_alone(&row, &sought).await,
            Leg::Deliver(before, request) => self.deliver(&row, &sought, before, &request).await,
        };
        let (verdict, trouble, line_is_good) = match told {
            (verdict, None) => (verdict, None, Some(true)),
            (verdict, Some(Answer::Refused { .. })) => (verdict, None, None),
            (verdict, Some(answer)) => (
                verdict,
                fate::stops_the_pass(&answer).then_some(answer),
                Some(false),
            ),
        };
        Heard {
            row,
            document,
            verdict,
            trouble,
            line_is_good,
        }
    }

    async fn look_up_alone(self, row: &Operation, sought: &Sought) -> (Verdict, Option<Answer>) {
        match self.look_up(row, sought).await {
            Ok(Some(found)) => (found, None),
            Ok(None) if fate::is_hopeless(row.attempts, row.failure.as_ref()) => {
                let changed = Changed {
                    state: OutboxState::Failed,
                    next_attempt_at: None,
                    failure: row.failure.clone(),
                };
                (Verdict::Changed("failed", row.state, changed), None)
            }
            Ok(None) => (Verdict::Absent, None),
            Err(answer) => self.postponed(row, row.state, OutboxState::Unknown, answer),
        }
    }

    /// Asks the operator whether it has what the row may have left behind.
    async fn look_up(self, row: &Operation, sought: &Sought) -> Result<Option<Verdict>, Answer> {
        step("lookup", row.id, row.operation);
        let found = match sought {
            Sought::Letter(name) => {
                let found = self.provider.find_sent(self.box_id, *name).await;
                found.map(|found| found.map(Verdict::Accepted))
            }
            Sought::Package(names) => self.find_package(names).await,
            Sought::SignatureUnder(document) => {
                let is_there = self.provider.has_our_signature(self.box_id, document).await;
                is_there.map(|is_there| is_there.then(|| Verdict::Accepted(document.clone())))
            }
            Sought::Done(act, document) => {
                let is_done = match self.provider.persons() {
                    Some(persons) => persons.is_done(*act, document).await,
                    None => Err(not_for_persons()),
                };
                is_done.map(|is_done| is_done.then(|| Verdict::Accepted(document.clone())))
            }
            Sought::ServiceDocument(request, document) => {
                let is_told = self.service_documents()?.is_told(request).await;
                is_told.map(|is_told| is_told.then(|| Verdict::Accepted(document.clone())))
            }
        };
        let told = match &found {
            Ok(Some(_)) => "found",
            Ok(None) => "absent",
            Err(_) => "lookup_failed",
        };
        step(told, row.id, row.operation);
        found
    }

    async fn find_package(self, names: &[Uuid]) -> Result<Option<Verdict>, Answer> {
        let mut found = Vec::with_capacity(names.len());
        for name in names {
            match self.provider.find_sent(self.box_id, *name).await? {
                Some(remote) => found.push((*name, remote)),
                None => return Ok(None),
            }
        }
        Ok(Some(Verdict::PackageAccepted(found)))
    }

    async fn deliver(
        self,
        row: &Operation,
        sought: &Sought,
        before: Before,
        request: &[u8],
    ) -> (Verdict, Option<Answer>) {
        step("before_deliver", row.id, row.operation);
        let delivered = match row.kind {
            OperationKind::Letter => self
                .provider
                .deliver(row.operation, request)
                .await
                .map(Verdict::Accepted),
            OperationKind::Package => self
                .provider
                .deliver_package(row.operation, request)
                .await
                .map(Verdict::PackageAccepted),
            OperationKind::Signature => self
                .provider
                .deliver_signature(row.operation, request)
                .await
                .map(Verdict::Accepted),
            OperationKind::Person(_) => self.act(row, sought, request).await,
            OperationKind::Service(_) => self.tell(row, sought, request).await,
        };
        let answer = match delivered {
            Ok(verdict) => {
                step("delivered", row.id, row.operation);
                return (verdict, None);
            }
            Err(answer) => answer,
        };
        step("not_delivered", row.id, row.operation);
        match fate::after_delivery(&answer, before) {
            Fate::Later(state) => self.postponed(row, OutboxState::Sending, state, answer),
            Fate::Over => self.refused(row, request, answer).await,
            Fate::LookThenOver => match self.look_up(row, sought).await {
                Ok(Some(found)) => (found, None),
                Ok(None) => self.refused(row, request, answer).await,
                Err(trouble) => self.postponed(row, OutboxState::Sending, OutboxState::Unknown, trouble),
            },
        }
    }

    /// The operator surely does not have it and will not take it. A paper in whose place a universal message has come is
    /// made anew as one; where that cannot be asked now, the same bytes go once more and meet the same no.
    async fn refused(self, row: &Operation, request: &[u8], answer: Answer) -> (Verdict, Option<Answer>) {
        if !matches!(
            (&answer, row.kind),
            (Answer::Refused { .. }, OperationKind::Service(_))
        ) {
            return failed(answer);
        }
        let (chosen, request) = (row.clone(), request.to_vec());
        let made = self
            .engine
            .blocking(move |inner| remade(inner, &chosen, &request))
            .await;
        match made {
            Ok(Some(remade)) => (Verdict::Remade(Box::new(remade)), Some(answer)),
            Ok(None) => failed(answer),
            Err(error) if error.retryable() => {
                tracing::info!(%error, "nobody could tell whether a refused paper is to be a message");
                self.postponed(row, OutboxState::Sending, OutboxState::Queued, answer)
            }
            Err(error) => {
                tracing::warn!(%error, "a refused paper was not made anew");
                failed(answer)
            }
        }
    }

    /// An act adds nothing to find a place for: it stays where the document is.
    async fn act(self, row: &Operation, sought: &Sought, request: &[u8]) -> Result<Verdict, Answer> {
        let (Some(persons), Sought::Done(_, document)) = (self.provider.persons(), sought) else {
            return Err(not_for_persons());
        };
        persons.deliver_act(row.operation, request).await?;
        Ok(Verdict::Accepted(document.clone()))
    }

    /// A service document stays beside what it is about, too.
    async fn tell(self, row: &Operation, sought: &Sought, request: &[u8]) -> Result<Verdict, Answer> {
        let Sought::ServiceDocument(_, document) = sought else {
            return Err(crate::service_documents::not_offered());
        };
        self.service_documents()?.deliver(row.operation, request).await?;
        Ok(Verdict::Accepted(document.clone()))
    }

    /// A row of an operator that had this ability when the row was made.
    fn service_documents(self) -> Result<&'a dyn ServiceDocuments, Answer> {
        self.provider
            .service_documents()
            .ok_or_else(crate::service_documents::not_offered)
    }

    fn postponed(
        self,
        row: &Operation,
        from: OutboxState,
        to: OutboxState,
        answer: Answer,
    ) -> (Verdict, Option<Answer>) {
        let fraction = self.engine.inner.ports.randomness.fraction();
        let wait = backoff::wait(row.attempts + 1, answer.retry_after(), fraction);
        let changed = Changed {
            state: to,
            next_attempt_at: Some(backoff::later(self.engine.inner.now(), wait)),
            failure: Some(fate::failure(&answer)),
        };
        let name = if to == OutboxState::Queued {
            "requeued"
        } else {
            "unknown"
        };
        (Verdict::Changed(name, from, changed), Some(answer))
    }
}

/// Only after a change of the operator's abilities; nothing left, and nothing will.
fn not_for_persons() -> Answer {
    Answer::Refused {
        code: "no_persons".to_owned(),
        text: "Этот оператор не работает с физлицами. Документ сохранён. Откройте его в кабинете оператора."
            .to_owned(),
    }
}

fn failed(answer: Answer) -> (Verdict, Option<Answer>) {
    let changed = Changed {
        state: OutboxState::Failed,
        next_attempt_at: None,
        failure: Some(fate::failure(&answer)),
    };
    (
        Verdict::Changed("failed", OutboxState::Sending, changed),
        Some(answer),
    )
}
