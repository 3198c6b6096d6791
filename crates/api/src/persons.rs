//! `persons.*`: papers for people, who sign with a simple signature.

use domain::{DocumentId, PersonAct, PersonName, PersonRecord};
use engine::{CopyState, Engine, Whose};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::views::{Empty, Id, Status, text};

/// Whom a paper is for, and how far it is.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct PersonOf {
    pub person: PaperPerson,
    /// Somebody checked this for the paper; otherwise it comes from the card of the individual.
    pub is_checked: bool,
    /// The last word about a consent of exactly this telephone and name; `null` where a new one will be needed.
    pub consent: Option<Consent>,
    /// Every sending of the paper to a person, newest first.
    pub sendings: Vec<PersonSending>,
}

/// As it will stand in the stamp of the signature.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct PaperPerson {
    pub last_name: String,
    pub first_name: String,
    pub middle_name: String,
    /// The person has no patronymic, and that is known.
    pub has_no_middle_name: bool,
    /// `+79161234567`.
    pub phone: Option<String>,
    pub email: String,
}

/// A word about a consent to sign electronically.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Consent {
    pub phone: String,
    /// The name that was shown to the person.
    pub full_name: String,
    /// `required`, `pending`, `granted`, `refused`; `unknown:` and the operator's word for anything else.
    pub state: String,
    pub told_at: String,
    pub edo_document_id: i64,
    /// The document about which it was said.
    pub document_id: Option<i64>,
    /// To which firm of ours it was given.
    pub firm_id: Option<i64>,
}

/// A sending to a person.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct PersonSending {
    pub edo_document_id: i64,
    pub status: Status,
    /// The operator's own words.
    pub operator_status_text: String,
    pub full_name: String,
    pub phone: String,
    /// In whose access it left.
    pub employee_id: i64,
    /// What can be done to it now from here: `request_consent`, `confirm`, `remind`, `annul`.
    pub acts: Vec<&'static str>,
    /// The signed copy kept with us: `not_due`, `due`, `here`, `differs`, `lost`.
    pub signed_copy: &'static str,
    /// Why it is not here, or what is wrong with it; empty otherwise.
    pub signed_copy_text: String,
}

/// Telephone and name for one paper.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct SavePersonOf {
    pub document_id: i64,
    pub last_name: String,
    pub first_name: String,
    pub middle_name: Option<String>,
    pub has_no_middle_name: bool,
    /// As people write it: `8 (916) 123-45-67`.
    pub phone: Option<String>,
    pub email: Option<String>,
}

/// An act on the newest sending of a paper.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ActForPerson {
    pub document_id: i64,
    /// `request_consent`, `confirm`, `remind`, `annul`.
    pub act: String,
    /// Why, for an annulment.
    pub reason: Option<String>,
}

/// An act that waits in the outbox.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub(crate) struct EnqueuedAct {
    pub outbox_id: i64,
}

/// A page at the operator; good once and for minutes.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct BrowserLink {
    pub url: String,
}

/// A signed PDF to be read.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SignedPdf {
    /// Address of the bytes, good until newer prints need the room.
    pub blob: String,
    /// Name for a file.
    pub name: String,
}

/// Whose sendings to people.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListSentToPersons {
    /// `mine`: of whoever works at this computer; `everyones`.
    pub whose: WhoseSendings,
}

/// Whose sendings are wanted.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WhoseSendings {
    Mine,
    Everyones,
}

/// Sendings to people, the newest five hundred.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SentToPersons {
    pub sendings: Vec<SentToPerson>,
}

/// A sending to a person with its document.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SentToPerson {
    pub sending: PersonSending,
    pub document_id: i64,
    /// What the document is called for people.
    pub label: String,
    pub firm_id: Option<i64>,
    /// In whose access it left.
    pub employee_name: String,
    /// When it was put into the outbox.
    pub created_at: String,
    /// The operator has it, and a page for it (`persons.link`).
    pub is_at_operator: bool,
}

/// The register of consents, newest first.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Consents {
    pub consents: Vec<Consent>,
}

impl From<PersonRecord> for PaperPerson {
    fn from(record: PersonRecord) -> Self {
        Self {
            phone: text(record.phone.as_ref()),
            last_name: record.name.last,
            first_name: record.name.first,
            middle_name: record.name.middle,
            has_no_middle_name: record.has_no_middle_name,
            email: record.email,
        }
    }
}

impl From<engine::ConsentView> for Consent {
    fn from(view: engine::ConsentView) -> Self {
        let entry = view.entry;
        Self {
            document_id: view.document.map(|document| document.0),
            firm_id: view.firm.map(|firm| firm.0),
            phone: entry.phone.to_string(),
            full_name: entry.full_name,
            state: entry.state.code(),
            told_at: entry.told_at.to_string(),
            edo_document_id: entry.edo_document.0,
        }
    }
}

impl From<engine::PersonSendingView> for PersonSending {
    fn from(view: engine::PersonSendingView) -> Self {
        let (body, copy) = (view.row.body, view.row.copy);
        Self {
            edo_document_id: body.edo_document.0,
            status: view.status.into(),
            operator_status_text: view.operator_status_text,
            full_name: body.name.full(),
            phone: body.phone.to_string(),
            employee_id: body.employee.0,
            acts: view.acts.into_iter().map(PersonAct::code).collect(),
            signed_copy: match copy.state {
                CopyState::NotDue => "not_due",
                CopyState::Due => "due",
                CopyState::Here => "here",
                CopyState::Differs => "differs",
                CopyState::Lost => "lost",
            },
            signed_copy_text: copy.failure_text,
        }
    }
}

pub(crate) async fn of(engine: &Engine, request: Id) -> Result<PersonOf, Failure> {
    let view = engine.person_of(DocumentId(request.id)).await?;
    Ok(PersonOf {
        person: view.record.into(),
        is_checked: view.is_checked,
        consent: view.consent.map(Consent::from),
        sendings: view.sendings.into_iter().map(PersonSending::from).collect(),
    })
}

pub(crate) async fn save(engine: &Engine, request: SavePersonOf) -> Result<Empty, Failure> {
    let typed = |text: Option<String>| text.unwrap_or_default().trim().to_owned();
    let record = PersonRecord {
        name: PersonName {
            last: request.last_name.trim().to_owned(),
            first: request.first_name.trim().to_owned(),
            middle: typed(request.middle_name),
        },
        has_no_middle_name: request.has_no_middle_name,
        phone: crate::people::phone(request.phone.as_deref())?,
        email: typed(request.email),
    };
    engine
        .save_person_of(DocumentId(request.document_id), record)
        .await?;
    Ok(Empty {})
}

pub(crate) async fn act(engine: &Engine, request: ActForPerson) -> Result<EnqueuedAct, Failure> {
    let act = PersonAct::from_code(&request.act).ok_or_else(|| {
        Failure::new(
            "act_unknown",
            format!(
                "Действия «{}» нет. Ничего не изменено. Обновите программу.",
                request.act
            ),
        )
    })?;
    let reason = request.reason.unwrap_or_default();
    let sent = engine
        .act_for_person(DocumentId(request.document_id), act, reason)
        .await?;
    Ok(EnqueuedAct {
        outbox_id: sent.outbox.0,
    })
}

pub(crate) async fn link(engine: &Engine, request: Id) -> Result<BrowserLink, Failure> {
    let link = engine.person_browser_link(DocumentId(request.id)).await?;
    Ok(BrowserLink {
        url: link.expose().to_owned(),
    })
}

pub(crate) async fn signed_copy(engine: &Engine, request: Id) -> Result<SignedPdf, Failure> {
    let copy = engine.signed_copy(DocumentId(request.id)).await?;
    Ok(SignedPdf {
        blob: copy.blob.to_string(),
        name: copy.name,
    })
}

pub(crate) async fn consents(engine: &Engine, _: Empty) -> Result<Consents, Failure> {
    let consents = engine.consents().await?;
    Ok(Consents {
        consents: consents.into_iter().map(Consent::from).collect(),
    })
}

pub(crate) async fn sent(engine: &Engine, request: ListSentToPersons) -> Result<SentToPersons, Failure> {
    let whose = match request.whose {
        WhoseSendings::Mine => Whose::Mine,
        WhoseSendings::Everyones => Whose::Everyones,
    };
    let sendings = engine.sent_to_persons(whose).await?;
    let sendings = sendings.into_iter().map(|one| SentToPerson {
        document_id: one.document.0,
        label: one.label,
        firm_id: one.firm.map(|firm| firm.0),
        employee_name: one.employee_name,
        created_at: one.created_at.to_string(),
        is_at_operator: one.is_at_operator,
        sending: one.sending.into(),
    });
    Ok(SentToPersons {
        sendings: sendings.collect(),
    })
}
