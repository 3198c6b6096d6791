//! The steps of a sending that are the program's to take, where an operator has no call that sends by itself: the consent
//! first, then the document.
//!
//! Each act is put into the outbox once. Where it comes to nothing, or the person refuses, the rest is a person's to decide.

use domain::facets::{Consent, Delivery, Revocation};
use domain::{DocflowFacets, EdoDocumentId, OperationKind, PersonAct};
use store::{Connection, Operation, PersonSending, Reader};

use super::{Place, fits, put_into_outbox};
use crate::bulk::is_of_the_program;
use crate::changes::Change;
use crate::engine::Inner;
use crate::outbox::step;
use crate::sync::Stop;
use crate::{Engine, Result};

/// Acts in one turn: the outbox and the feed have their turns in between.
const PER_TURN: usize = 64;
/// Sendings that are read at a time. Most wait for a person, so all are looked at: they hold up nobody behind them.
const AT_ONCE: u32 = 64;

/// What is to be done about a sending.
enum Next {
    /// The operator or the person has not answered yet.
    Wait,
    /// Nothing more, by the program.
    Leave,
    /// This act.
    Take(PersonAct, Box<Place>),
}

/// Whether anything was put into the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stepped {
    Yes,
    No,
}

impl Engine {
    /// Takes the next steps of what goes by itself over this connection.
    pub(crate) async fn take_person_steps(&self, connection: &Connection, stop: &Stop) -> Result<Stepped> {
        let id = connection.id;
        let mut after = EdoDocumentId(0);
        let mut taken = 0;
        while taken < PER_TURN && !stop.is_asked() {
            let going = self
                .read(move |r| Ok(r.going_person_sendings(id, after, AT_ONCE)?))
                .await?;
            let Some(last) = going.last() else { break };
            after = last.body.edo_document;
            for sending in going {
                if stop.is_asked() {
                    break;
                }
                let document = self.blocking(move |inner| take(inner, &sending)).await?;
                if let Some(document) = document {
                    taken += 1;
                    self.inner.changes.tell(&Change::document(document));
                }
            }
        }
        Ok(if taken > 0 { Stepped::Yes } else { Stepped::No })
    }
}

/// The document for which an act was put into the outbox.
fn take(inner: &Inner, going: &PersonSending) -> Result<Option<domain::DocumentId>> {
    let id = going.body.edo_document;
    match inner.read(|r| next(inner, r, going))? {
        Next::Wait => Ok(None),
        Next::Leave => {
            inner.write(|w| Ok(w.leave_person_sending(id)?))?;
            Ok(None)
        }
        Next::Take(act, at) => {
            let document = at.sending.document;
            match put_into_outbox(inner, *at, going.body.employee, act, "") {
                Ok((sent, _)) => {
                    step("enqueued", sent.outbox, sent.operation);
                    Ok(Some(document))
                }
                Err(error) if is_of_the_program(&error) => Err(error),
                // The document moved meanwhile: the next turn looks again.
                Err(_) => Ok(None),
            }
        }
    }
}

fn next(inner: &Inner, r: &Reader<'_>, going: &PersonSending) -> Result<Next> {
    let Some(sending) = r.edo_document(going.body.edo_document)? else {
        return Ok(Next::Leave);
    };
    let rows = r.operations_for_person(sending.id)?;
    let (Some(remote), Some(state)) = (sending.remote.clone(), &sending.state) else {
        return Ok(Next::Wait);
    };
    if rows.iter().any(|row| row.state.is_open()) {
        return Ok(Next::Wait);
    }
    let act = [PersonAct::RequestConsent, PersonAct::Confirm]
        .into_iter()
        .find(|act| fits(*act, &state.facets));
    let Some(act) = act else {
        return Ok(if waits_for_consent(&state.facets) {
            Next::Wait
        } else {
            Next::Leave
        });
    };
    if let Some(row) = last_of(&rows, act) {
        // Taken: the operator will tell of it. Refused or taken back: a person decides.
        let is_taken = row.state == domain::OutboxState::Accepted;
        return Ok(if is_taken { Next::Wait } else { Next::Leave });
    }
    let Some(connection) = r.connection(sending.connection)? else {
        return Ok(Next::Leave);
    };
    let operator = inner.known_operator(&connection.operator)?;
    if !operator.capabilities.persons.is_some_and(|can| can.has(act)) {
        return Ok(Next::Leave);
    }
    let at = Place {
        sending,
        remote,
        connection,
        operator,
    };
    Ok(Next::Take(act, Box::new(at)))
}

fn waits_for_consent(facets: &DocflowFacets) -> bool {
    facets.delivery == Delivery::Prepared
        && facets.revocation == Revocation::None
        && facets.consent == Consent::Pending
}

fn last_of(rows: &[Operation], act: PersonAct) -> Option<&Operation> {
    rows.iter().find(|row| row.kind == OperationKind::Person(act))
}
