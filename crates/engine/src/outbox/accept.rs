//! A sending meets the operator's document: where it is kept, and what the events say of it.
//!
//! Events may come before we know which sending they belong to. They wait in the record of events and are heard as
//! soon as the document is attached, so the order in which things arrive does not matter.

use domain::facets::{Consent, Delivery, Marking, OurSignature, Revocation};
use domain::{
    DocflowFacets, DocumentId, DocumentState, EdoDocument, EdoDocumentId, EdoStatus, Moved, NoticeId,
    OperationKind, OutboxState, PersonAct, ProviderEvent, RemoteDocument, SendFailure,
};
use jiff::Timestamp;
use store::{Operation, OperationChange, TimelineEntry, Writer};

use super::{Changed, set};
use crate::{Result, notices, persons, status};

/// A sending while a transaction works at it.
pub(crate) struct InHand {
    pub(crate) sending: EdoDocument,
    state: Option<DocumentState>,
}

/// What became of it.
pub(crate) struct Done {
    pub(crate) document: DocumentId,
    pub(crate) notices: Vec<NoticeId>,
}

impl InHand {
    pub(crate) fn new(sending: EdoDocument) -> Self {
        let state = sending.state.clone();
        Self { sending, state }
    }

    /// The operator keeps it here. What was heard of this place before is heard now, but for `current`, which is
    /// about to be heard by itself. `false` when it is kept somewhere else already, or another sending is kept there:
    /// then this is another document.
    pub(crate) fn attach(
        &mut self,
        w: &Writer<'_>,
        remote: &RemoteDocument,
        current: Option<&ProviderEvent>,
    ) -> Result<bool> {
        let moved = current.and_then(|event| event.moved.as_ref());
        match &self.sending.remote {
            Some(known) if known == remote => return Ok(true),
            // A draft was sent and is another document now; what the draft still says is of the past.
            Some(known) if moved == Some(&Moved::From(known.message_id.clone())) => self.state = None,
            Some(known) => {
                if moved != Some(&Moved::To(known.message_id.clone())) {
                    tracing::error!(
                        sending = self.sending.id.0,
                        "the operator has a second document of this name"
                    );
                }
                return Ok(false);
            }
            None => {}
        }
        if let Some(other) = w.edo_document_by_remote(self.sending.connection, remote)? {
            let (ours, theirs) = (self.sending.id.0, other.id.0);
            tracing::error!(ours, theirs, "the operator gives one place to two sendings");
            return Ok(false);
        }
        w.set_remote(self.sending.id, remote)?;
        self.sending.remote = Some(remote.clone());
        for earlier in w.events_of(self.sending.connection, remote)? {
            if Some(earlier.event_id.as_str()) != current.map(|event| event.event_id.as_str()) {
                self.hear(w, &earlier)?;
            }
        }
        Ok(true)
    }

    /// An event about it: lines of the timeline, and the state joined.
    pub(crate) fn hear(&mut self, w: &Writer<'_>, event: &ProviderEvent) -> Result<()> {
        for fact in &event.facts {
            w.add_timeline(&TimelineEntry {
                document: self.sending.document,
                edo_document: Some(self.sending.id),
                at: event.happened_at,
                actor: event.actor,
                fact: fact.clone(),
            })?;
        }
        if let Some(told) = &event.state {
            self.hear_state(told);
        }
        Ok(())
    }

    /// A report of its state.
    pub(crate) fn hear_state(&mut self, told: &DocumentState) {
        self.state = Some(match self.state.take() {
            Some(known) => known.join(told.clone()),
            None => told.clone(),
        });
    }

    /// Its state by everything heard so far.
    pub(crate) fn state(&self) -> Option<&DocumentState> {
        self.state.as_ref()
    }

    /// Writes what was heard. The operator has the document, or our signature, so the row of the outbox is through,
    /// whatever we thought of it.
    pub(crate) fn finish(self, w: &Writer<'_>, now: Timestamp) -> Result<Done> {
        let Self { mut sending, state } = self;
        let refused = refused_by_system(sending.state.as_ref(), state.as_ref());
        if let Some(state) = &state
            && sending.state.as_ref() != Some(state)
        {
            w.set_state(sending.id, state)?;
        }
        sending.state = state;
        persons::hear(w, &sending)?;
        let mut operation = w.operation_of(sending.id)?;
        if let Some(row) = &mut operation
            && is_through(row, sending.state.as_ref())
        {
            w.set_operation(
                row.id,
                &OperationChange {
                    state: OutboxState::Accepted,
                    attempts: row.attempts,
                    changed_at: now,
                    next_attempt_at: None,
                    failure: None,
                },
            )?;
            row.state = OutboxState::Accepted;
            row.changed_at = now;
        }
        let news = status::of_sending(&sending, operation.as_ref());
        status::refresh_after(w, &sending, news, now)?;
        let mut told: Vec<NoticeId> = notices::add(w, &sending, news)?.into_iter().collect();
        if let Some(refused) = refused.filter(|refused| refused.0 != news.0) {
            told.extend(notices::add(w, &sending, refused)?);
        }
        Ok(Done {
            document: sending.document,
            notices: told,
        })
    }
}

/// «Честный знак» refuses, which the status of a paper without force does not tell.
fn refused_by_system(
    before: Option<&DocumentState>,
    now: Option<&DocumentState>,
) -> Option<(EdoStatus, Timestamp)> {
    let is_failed = |state: &DocumentState| state.facets.marking == Marking::Failed;
    let now = now.filter(|now| is_failed(now) && !before.is_some_and(is_failed))?;
    Some((EdoStatus::MarkingFailed, now.as_of))
}

/// The report shows that what this row does has been done.
fn is_through(row: &Operation, state: Option<&DocumentState>) -> bool {
    match row.kind {
        OperationKind::Letter | OperationKind::Package => row.state != OutboxState::Accepted,
        OperationKind::Signature => {
            let ours = state.map(|state| &state.facets.our_signature);
            let is_there = matches!(
                ours,
                Some(
                    OurSignature::Unchecked
                        | OurSignature::Valid
                        | OurSignature::Confirmed
                        | OurSignature::Invalid
                )
            );
            is_there && row.state.is_open()
        }
        // Never the row that speaks for a sending: see `Reader::operation_of`.
        OperationKind::Service(_) => false,
        OperationKind::Person(act) => {
            row.state.is_open() && state.is_some_and(|state| shows(act, &state.facets))
        }
    }
}

/// The report shows that this act was done. A reminder leaves no trace.
fn shows(act: PersonAct, facets: &DocflowFacets) -> bool {
    match act {
        PersonAct::RequestConsent => {
            matches!(
                facets.consent,
                Consent::Pending | Consent::Granted | Consent::Refused
            )
        }
        PersonAct::Confirm => matches!(facets.delivery, Delivery::Sent | Delivery::Delivered),
        PersonAct::Annul => facets.revocation == Revocation::Accepted,
        PersonAct::Remind => false,
    }
}

/// The operator took our signature or service document, or did what we asked for; what follows is told by events.
pub(super) fn accept_addition(w: &Writer<'_>, row: &Operation, now: Timestamp) -> Result<()> {
    let Some(row) = w
        .operation(row.id)?
        .filter(|row| row.state != OutboxState::Accepted)
    else {
        return Ok(());
    };
    let changed = Changed {
        state: OutboxState::Accepted,
        next_attempt_at: None,
        failure: None,
    };
    set(w, &row, changed, now)
}

/// The operator took the sending and keeps it here: one transaction for all that follows from it.
pub(crate) fn accept(
    w: &Writer<'_>,
    sending: EdoDocumentId,
    remote: &RemoteDocument,
    now: Timestamp,
) -> Result<Option<Done>> {
    let Some(sending) = w.edo_document(sending)? else {
        return Ok(None);
    };
    let mut in_hand = InHand::new(sending);
    if !in_hand.attach(w, remote, None)? && in_hand.sending.remote.is_none() {
        return refuse_shared_place(w, &in_hand.sending, now).map(Some);
    }
    in_hand.finish(w, now).map(Some)
}

/// The operator answers with the place of another sending: it took this one for a repeat. A person has to look.
fn refuse_shared_place(w: &Writer<'_>, sending: &EdoDocument, now: Timestamp) -> Result<Done> {
    if let Some(row) = w.operation_of(sending.id)? {
        let changed = Changed {
            state: OutboxState::Failed,
            next_attempt_at: None,
            failure: Some(SendFailure {
                code: "refused".to_owned(),
                text: "Оператор принял документ за повтор другой отправки и второго не создал. Документ сохранён. \
                       Проверьте отправки в кабинете оператора."
                    .to_owned(),
            }),
        };
        set(w, &row, changed, now)?;
    }
    Ok(Done {
        document: sending.document,
        notices: Vec::new(),
    })
}
