//! Papers for people («физлица»): whom one is for, and what can be done to it between the sending and the signature.
//!
//! Every act is a row of the outbox; what it changed is told by the operator's events. The register of consents and the
//! signed copies follow from those events, too.

mod acting;
mod pages;
mod sent;
mod steps;

use domain::facets::{Consent, TheirSignature};
use domain::{Document, DocumentId, EdoDocument, FirmId, PersonAct, PersonRecord};
use store::{ConsentEntry, CopyState, Operation, PersonSending, Reader, SignedCopyRow, Writer};

pub(crate) use acting::{LeavingAct, refuse_reminder, refuse_stale_act};
use acting::{Place, enqueue, fits, not_at_operator, put_into_outbox};
pub(crate) use pages::PersonPages;
pub use sent::{SentToPerson, Whose};
pub(crate) use steps::Stepped;

use crate::changes::Change;
use crate::engine::Inner;
use crate::outbox::step;
use crate::preflight::{How, person};
use crate::{Engine, Result, Secret, Sent, documents, status};

/// How many words of the register are shown.
const REGISTER_SHOWN: u32 = 1_000;

/// Whom a paper is for, and how far it is.
#[derive(Debug, Clone)]
pub struct PersonView {
    /// Telephone and full name, as they would leave now.
    pub record: PersonRecord,
    /// Somebody checked them for this paper; otherwise they come from the card of the individual.
    pub is_checked: bool,
    /// The last word about a consent of exactly this telephone and name; none where a new one will be needed.
    pub consent: Option<ConsentView>,
    /// Every sending of the paper to a person, newest first.
    pub sendings: Vec<PersonSendingView>,
}

/// A word of the register of consents.
#[derive(Debug, Clone)]
pub struct ConsentView {
    /// The word.
    pub entry: ConsentEntry,
    /// The document about which it was said.
    pub document: Option<DocumentId>,
    /// To which firm of ours it was given.
    pub firm: Option<FirmId>,
}

/// A sending to a person.
#[derive(Debug, Clone)]
pub struct PersonSendingView {
    /// What left, and the signed copy.
    pub row: PersonSending,
    /// Its status.
    pub status: domain::EdoStatus,
    /// The operator's own words.
    pub operator_status_text: String,
    /// What can be done to it now from here.
    pub acts: Vec<PersonAct>,
    /// The last operation about it.
    pub operation: Option<Operation>,
}

impl Engine {
    /// Whom the paper is for. `document_not_found`, `individual_not_found`.
    pub async fn person_of(&self, document: DocumentId) -> Result<PersonView> {
        self.blocking(move |inner| inner.read(|r| view(inner, r, document)))
            .await
    }

    /// Keeps telephone and full name for this paper alone; the card of the individual stays. `document_not_found`,
    /// `individual_not_found`.
    pub async fn save_person_of(&self, document: DocumentId, record: PersonRecord) -> Result<()> {
        self.blocking(move |inner| {
            let now = inner.now();
            inner.write(|w| {
                let known = w.document(document)?.ok_or_else(documents::not_found)?;
                known.body.individual.ok_or_else(crate::individuals::not_found)?;
                Ok(w.save_person_record(document, &record, now)?)
            })
        })
        .await?;
        self.inner.changes.tell(&Change::document(document));
        Ok(())
    }

    /// Puts an act on the newest sending of this paper into the outbox. The reason is wanted for an annulment.
    ///
    /// Errors: `document_not_found`, `not_at_operator`, `act_not_possible`, `act_in_browser`, `act_under_way`, `reason_empty`,
    /// `no_access`, `access_refused`.
    pub async fn act_for_person(&self, document: DocumentId, act: PersonAct, reason: String) -> Result<Sent> {
        let (sent, connection) = self
            .blocking(move |inner| enqueue(inner, document, act, reason.trim()))
            .await?;
        step("enqueued", sent.outbox, sent.operation);
        self.inner.changes.tell(&Change::document(document));
        self.inner.lanes.of(connection).press();
        Ok(sent)
    }

    /// A page of the operator at which this paper opens in the browser; good once and for minutes. `not_at_operator`,
    /// `no_access`, `access_refused`.
    pub async fn person_browser_link(&self, document: DocumentId) -> Result<Secret> {
        let (provider, employee, remote) = self
            .blocking(move |inner| {
                let (at, employee) = inner.read(|r| Place::of(inner, r, document)?.with_employee(r))?;
                Ok((inner.provider(&at.connection)?, employee, at.remote))
            })
            .await?;
        let persons = provider.persons().ok_or_else(not_at_operator)?;
        let link = persons.browser_link(&employee.to_string(), &remote).await?;
        self.inner.person_pages.note(&link);
        Ok(link)
    }

    /// Is this a page that an operator has just given for a paper, or one of its instructions? No other page of an operator
    /// is opened.
    pub fn is_operator_page(&self, url: &str) -> bool {
        let mut links = self.operators().iter().flat_map(|operator| operator.links);
        self.inner.person_pages.has(url) || links.any(|link| link.url == url)
    }

    /// The register of consents, newest first.
    pub async fn consents(&self) -> Result<Vec<ConsentView>> {
        self.read(|r| {
            let register = r.consents(REGISTER_SHOWN)?;
            register.into_iter().map(|entry| consent_view(r, entry)).collect()
        })
        .await
    }

    /// The signed PDF of the newest signed sending, as it is kept with us. `content_missing` while there is none.
    pub async fn signed_copy(&self, document: DocumentId) -> Result<crate::StampedCopy> {
        self.blocking(move |inner| {
            let found = inner.read(|r| {
                for sending in r.edo_documents_of(document)? {
                    let person = r.person_sending(sending.id)?;
                    if let Some(stamped) = person.as_ref().and_then(|person| person.copy.stamped) {
                        let title = person.map(|person| person.body.title).unwrap_or_default();
                        return Ok(Some((stamped, title)));
                    }
                }
                Ok(None)
            })?;
            let (stamped, title) = found.ok_or_else(documents::content_missing)?;
            let bytes = inner
                .store
                .blob(stamped)?
                .ok_or_else(documents::content_missing)?;
            let name = format!("{}.pdf", crate::print::file_name(&format!("{title}, подписан")));
            Ok(crate::StampedCopy {
                name: name.clone(),
                blob: inner.shelf.put(crate::Content {
                    name,
                    media_type: "application/pdf",
                    bytes,
                }),
            })
        })
        .await
    }
}

fn view(inner: &Inner, r: &Reader<'_>, id: DocumentId) -> Result<PersonView> {
    let document = r.document(id)?.ok_or_else(documents::not_found)?;
    let record = person::record_of(r, &document)?.ok_or_else(crate::individuals::not_found)?;
    let mut sendings = Vec::new();
    for sending in r.edo_documents_of(id)? {
        if let Some(row) = r.person_sending(sending.id)? {
            sendings.push(sending_view(inner, r, &sending, row)?);
        }
    }
    Ok(PersonView {
        consent: known_consent(inner, r, &document, &record)?,
        is_checked: r.person_record(id)?.is_some(),
        record,
        sendings,
    })
}

fn known_consent(
    inner: &Inner,
    r: &Reader<'_>,
    document: &Document,
    record: &PersonRecord,
) -> Result<Option<ConsentView>> {
    let firm = match document.body.firm {
        Some(id) => r.firm(id)?,
        None => None,
    };
    let (Some(firm), Some(phone)) = (firm, &record.phone) else {
        return Ok(None);
    };
    match person::connection_of(inner, r, &firm, How::usual())? {
        Some((connection, _)) => {
            let known = r.consent_of(connection.id, phone, &record.name)?;
            known.map(|entry| consent_view(r, entry)).transpose()
        }
        None => Ok(None),
    }
}

fn consent_view(r: &Reader<'_>, entry: ConsentEntry) -> Result<ConsentView> {
    let sending = r.edo_document(entry.edo_document)?;
    let connection = r.past_connection(entry.connection)?;
    Ok(ConsentView {
        firm: connection.map(|connection| connection.firm),
        document: sending.map(|sending| sending.document),
        entry,
    })
}

fn sending_view(
    inner: &Inner,
    r: &Reader<'_>,
    sending: &EdoDocument,
    row: PersonSending,
) -> Result<PersonSendingView> {
    let operation = r.operations_for_person(sending.id)?.into_iter().next();
    let (status, _) = status::of_sending(sending, r.operation_of(sending.id)?.as_ref());
    let connection = r.past_connection(sending.connection)?;
    let operator = connection.and_then(|connection| inner.operator(&connection.operator));
    let is_busy = operation.as_ref().is_some_and(|row| row.state.is_open());
    let can = |act: &PersonAct| {
        let facets = sending.state.as_ref().map(|state| &state.facets);
        let has = operator.and_then(|operator| operator.capabilities.persons);
        !is_busy && has.is_some_and(|has| has.has(*act)) && facets.is_some_and(|facets| fits(*act, facets))
    };
    Ok(PersonSendingView {
        row,
        status,
        operator_status_text: sending
            .state
            .as_ref()
            .map(|state| state.operator_status_text.clone())
            .unwrap_or_default(),
        acts: PersonAct::ALL.into_iter().filter(can).collect(),
        operation,
    })
}

/// What the operator's word about a sending means for the register of consents and for the signed copy.
pub(crate) fn hear(w: &Writer<'_>, sending: &EdoDocument) -> Result<()> {
    let Some(state) = &sending.state else {
        return Ok(());
    };
    let is_signed = matches!(
        state.facets.their_signature,
        TheirSignature::Signed | TheirSignature::Confirmed
    );
    let tells_of_consent = state.facets.consent != Consent::NotRequired;
    if !is_signed && !tells_of_consent {
        return Ok(());
    }
    let Some(person) = w.person_sending(sending.id)? else {
        return Ok(());
    };
    if tells_of_consent {
        w.note_consent(&ConsentEntry {
            connection: sending.connection,
            edo_document: sending.id,
            phone: person.body.phone.clone(),
            full_name: person.body.name.full(),
            name_key: person.body.name.key(),
            state: state.facets.consent.clone(),
            told_at: state.as_of,
        })?;
    }
    if is_signed && person.copy.state == CopyState::NotDue {
        w.set_signed_copy(
            sending.id,
            &SignedCopyRow {
                state: CopyState::Due,
                ..person.copy
            },
        )?;
    }
    Ok(())
}

/// The record of a paper is still what left with its letter.
pub(crate) fn still_for(r: &Reader<'_>, document: &Document, way: &person::PersonWay) -> Result<bool> {
    let now = person::record_of(r, document)?.unwrap_or_default();
    Ok(now.phone.as_ref() == Some(&way.to.phone)
        && now.name == way.to.name
        && now.email == way.to.email
        && now.has_no_middle_name == way.to.has_no_middle_name)
}
