//! `documents.get`: everything about one document.

use domain::{Direction, Document, DocumentId, EventActor as DomainActor, EventFact, Line};
use engine::{Card, Engine};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::counterparties::Counterparty;
use crate::documents::DocumentRow;
use crate::error::Failure;
use crate::files::EdoFile;
use crate::firms::Firm;
use crate::kinds::Kind;
use crate::outbox::Operation;
use crate::pairs::PairedDocument;
use crate::people::{Employee, Individual};
use crate::records::{CanEdit, DocumentRef};
use crate::sending::{Departure, PreflightFinding, Tag};
use crate::views::{ActionBy, Id, Status, text};

/// The card of a document.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct DocumentCard {
    pub document: DocumentBody,
    /// Newest first.
    pub sendings: Vec<Sending>,
    /// Oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// What keeps it from being sent; empty when nothing does.
    pub missing: Vec<PreflightFinding>,
    /// «Документы ЭДО»: every file that was taken in or made, newest first.
    pub files: Vec<EdoFile>,
    pub can_edit: CanEdit,
    /// The record differs from the file that was sent last: it must be sent again as a whole.
    pub changed_since_sent: bool,
    pub based_on: Vec<DocumentRef>,
    pub basis_for: Vec<DocumentRef>,
    /// The same paper on the other road: what came for ours, ours for what came.
    pub pair: Option<PairedDocument>,
    /// It came to us by an operator.
    pub is_arrival: bool,
    /// The operator found our answer bad, and another one may be given.
    pub is_answer_again: bool,
    /// `id` of a job that was to sign it and waits for a person, after a wrong PIN for instance.
    pub waiting_job: Option<i64>,
    pub individual: Option<Individual>,
    /// Who of us is responsible.
    pub assignee: Option<Employee>,
    pub kind: Option<Kind>,
}

/// The document itself.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct DocumentBody {
    #[serde(flatten)]
    pub row: DocumentRow,
    /// VAT in the sum, decimal text.
    pub vat_amount: Option<String>,
    pub lines: Vec<DocumentLine>,
    /// `null` until one is made of the record.
    pub file: Option<StoredFile>,
    pub firm: Option<Firm>,
    pub counterparty: Option<Counterparty>,
}

/// One product or service.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct DocumentLine {
    pub name: String,
    pub unit: String,
    pub quantity: Option<String>,
    pub price: Option<String>,
    /// For people: «22 %», «без НДС».
    pub vat_rate: String,
    pub vat_amount: Option<String>,
    pub total: Option<String>,
}

/// The file that is signed.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct StoredFile {
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Address of the bytes: SHA-256, hexadecimal.
    pub blob: String,
}

/// One sending.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Sending {
    pub id: i64,
    pub operator_title: String,
    pub to_box: String,
    pub status: Status,
    /// What the operator reported; `null` before its first word.
    #[ts(type = "Record<string, string | boolean> | null")]
    pub facets: Option<Value>,
    pub created_at: String,
    /// The operator's numbers; `null` until it told them.
    pub message_id: Option<String>,
    pub entity_id: Option<String>,
    pub operation: Option<Operation>,
    /// The word to the other side; empty for none.
    pub comment: String,
    pub tags: Vec<Tag>,
    pub departure: Departure,
    /// `null` for the head department.
    pub our_department: Option<String>,
    /// `null` for the head department.
    pub their_department: Option<String>,
    /// The package it left or came in.
    pub package: Option<SentPackage>,
    /// Who signs before the recipient does; `null` for nobody.
    pub via: Option<String>,
    /// What is still owed about it; empty when nothing is.
    pub obligations: Vec<Obligation>,
    /// Stable names of the service documents that we may add to it now: `revocation_request`.
    pub may_tell: Vec<&'static str>,
}

/// Something that is still owed.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Obligation {
    /// Stable name: `receipt_notice`.
    pub kind: &'static str,
    pub by: ActionBy,
    /// `null` where the operator told no instant.
    pub since: Option<String>,
    /// The last day; `null` where no rule is known.
    pub due_on: Option<String>,
    /// The rule and the calendar of the years on the way are sure.
    pub is_due_firm: bool,
}

/// Documents of which is asked what is owed.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwedDocuments {
    /// At most 100.
    pub ids: Vec<i64>,
}

/// What is still owed about documents, in the order of the question.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Owed {
    pub documents: Vec<DocumentOwed>,
}

/// What is still owed about the last sending of one document.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct DocumentOwed {
    pub id: i64,
    /// Empty when nothing is.
    pub obligations: Vec<Obligation>,
    /// Why a receipt notice of ours did not go by itself, where it should have: Russian sentences.
    pub receipt_fault: Option<String>,
}

/// A package of documents that left or came together.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SentPackage {
    /// What is done to one document is done to all.
    pub is_closed: bool,
    /// The other documents.
    pub others: Vec<DocumentRef>,
}

/// One thing that happened.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct TimelineEntry {
    pub at: String,
    pub actor: EventActor,
    /// Stable name of the fact.
    pub fact: String,
    /// Somebody's own words; empty when there are none.
    pub text: String,
}

/// Who acted.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EventActor {
    Us,
    Them,
    Operator,
}

/// So many documents are asked about at once.
const MOST_OWED: usize = 100;

pub(crate) async fn owed(engine: &Engine, request: OwedDocuments) -> Result<Owed, Failure> {
    let ids: Vec<_> = request.ids.into_iter().take(MOST_OWED).map(DocumentId).collect();
    let documents = engine.owed(ids).await?.into_iter();
    Ok(Owed {
        documents: documents
            .map(|owed| DocumentOwed {
                id: owed.document.0,
                obligations: owed.obligations.into_iter().map(Obligation::from).collect(),
                receipt_fault: owed.receipt_fault,
            })
            .collect(),
    })
}

pub(crate) async fn get(engine: &Engine, request: Id) -> Result<DocumentCard, Failure> {
    let card = engine.card(DocumentId(request.id)).await?;
    let row = row(&card);
    let Document { body, .. } = card.document;
    Ok(DocumentCard {
        document: DocumentBody {
            row,
            vat_amount: text(body.vat_amount.as_ref()),
            lines: body.lines.into_iter().map(DocumentLine::from).collect(),
            file: body.file.map(|file| StoredFile {
                name: file.name,
                size: file.size,
                blob: file.blob.to_string(),
            }),
            firm: card.firm.map(Firm::from),
            counterparty: card.counterparty.map(Counterparty::from),
        },
        sendings: card.sendings.into_iter().map(Sending::from).collect(),
        timeline: card.timeline.into_iter().map(TimelineEntry::from).collect(),
        missing: card.missing.into_iter().map(PreflightFinding::from).collect(),
        files: card.files.into_iter().map(EdoFile::from).collect(),
        can_edit: card.editable.into(),
        changed_since_sent: card.changed_since_sent,
        based_on: card.based_on.into_iter().map(DocumentRef::from).collect(),
        basis_for: card.basis_for.into_iter().map(DocumentRef::from).collect(),
        pair: card.pair.map(PairedDocument::from),
        is_arrival: card.is_arrival,
        is_answer_again: card.is_answer_again,
        waiting_job: card.waiting_job.map(|job| job.0),
        individual: card.individual.map(Individual::from),
        assignee: card.assignee.map(Employee::from),
        kind: card.kind.map(Kind::from),
    })
}

fn row(card: &Card) -> DocumentRow {
    let body = &card.document.body;
    let words = card
        .sendings
        .first()
        .and_then(|sending| sending.edo_document.state.as_ref())
        .map(|state| state.operator_status_text.clone());
    DocumentRow {
        id: card.document.id.0,
        kind: body.format.code(),
        kind_label: card.kind_name.clone(),
        kind_id: body.kind.map(|id| id.0),
        direction: body.direction.into(),
        title: body.title.clone(),
        number: body.number.clone(),
        issued_on: text(body.issued_on.as_ref()),
        total: text(body.total.as_ref()),
        currency: body.currency.clone(),
        firm_name: card.firm.as_ref().map(|firm| firm.party.name.clone()),
        counterparty_name: card.counterparty.as_ref().map(|other| other.party.name.clone()),
        counterparty_inn: card
            .counterparty
            .as_ref()
            .map(|other| other.party.inn.to_string()),
        individual_name: card
            .individual
            .as_ref()
            .map(|individual| individual.body.name.full()),
        assignee_name: card.assignee.as_ref().map(|assignee| assignee.body.name.short()),
        has_file: body.file.is_some(),
        origin: body.origin.into(),
        cause: card.cause.clone(),
        is_signed_unsent: card.is_signed_unsent,
        status: Status::of(card.status, body.direction),
        status_since: card.status_since.to_string(),
        operator_status_text: words.unwrap_or_default(),
        created_at: card.document.created_at.to_string(),
    }
}

impl From<Line> for DocumentLine {
    fn from(line: Line) -> Self {
        Self {
            name: line.name,
            unit: line.unit,
            quantity: text(line.quantity.as_ref()),
            price: text(line.price.as_ref()),
            vat_rate: engine::rate_label(&line.vat_rate),
            vat_amount: text(line.vat_amount.as_ref()),
            total: text(line.total.as_ref()),
        }
    }
}

impl From<engine::Sending> for Sending {
    fn from(sending: engine::Sending) -> Self {
        let edo_document = sending.edo_document;
        let is_inbound = edo_document
            .state
            .as_ref()
            .is_some_and(|state| state.facets.inbound);
        let way = if is_inbound {
            Direction::Inbound
        } else {
            Direction::Outbound
        };
        let (form, others) = (sending.form, sending.package);
        let has_package = form.package.is_some() || !others.is_empty();
        let (message_id, entity_id) = edo_document
            .remote
            .map(|remote| (remote.message_id, remote.entity_id))
            .unzip();
        Self {
            id: edo_document.id.0,
            operator_title: sending.operator_title,
            to_box: edo_document.to_box,
            status: Status::of(sending.status, way),
            facets: edo_document
                .state
                .and_then(|state| serde_json::to_value(state.facets).ok()),
            created_at: edo_document.created_at.to_string(),
            message_id,
            entity_id,
            operation: sending.operation.map(Operation::from),
            comment: form.comment,
            tags: form.tags.into_iter().map(Tag::from).collect(),
            departure: form.departure.into(),
            our_department: form.departments.ours.map(|one| one.name),
            their_department: form.departments.theirs.map(|one| one.name),
            via: sending.via,
            obligations: sending.obligations.into_iter().map(Obligation::from).collect(),
            may_tell: sending.may_tell.into_iter().map(|kind| kind.code()).collect(),
            package: has_package.then(|| SentPackage {
                is_closed: form.package.is_some_and(|package| package.is_closed),
                others: others.into_iter().map(DocumentRef::from).collect(),
            }),
        }
    }
}

impl From<domain::Obligation> for Obligation {
    fn from(owed: domain::Obligation) -> Self {
        Self {
            kind: owed.kind.code(),
            by: owed.by.into(),
            since: owed.since.map(|since| since.to_string()),
            due_on: owed.due.map(|due| due.on.to_string()),
            is_due_firm: owed
                .due
                .is_some_and(|due| due.is_settled && due.term.certainty.is_firm()),
        }
    }
}

impl From<engine::TimelineEntry> for TimelineEntry {
    fn from(entry: engine::TimelineEntry) -> Self {
        let actor = match (&entry.fact, entry.actor) {
            // Somebody sent it, but that it is there is the operator's word.
            (EventFact::Posted, _) | (_, DomainActor::Operator) => EventActor::Operator,
            (_, DomainActor::Us) => EventActor::Us,
            (_, DomainActor::Them) => EventActor::Them,
        };
        let (fact, text) = named(entry.fact);
        Self {
            at: entry.at.to_string(),
            actor,
            fact: fact.to_owned(),
            text,
        }
    }
}

fn named(fact: EventFact) -> (&'static str, String) {
    let silent = |name| (name, String::new());
    match fact {
        EventFact::Posted => silent("posted"),
        EventFact::Signed => silent("signed"),
        EventFact::Titled => silent("titled"),
        EventFact::Delivered => silent("delivered"),
        EventFact::NotDelivered(words) => ("not_delivered", words),
        EventFact::Rejected(words) => ("rejected", words),
        EventFact::IntermediateSigned => silent("intermediate_signed"),
        EventFact::IntermediateRejected(words) => ("intermediate_rejected", words),
        EventFact::ReceiptNotice => silent("receipt_notice"),
        EventFact::AmendmentRequested(words) => ("amendment_requested", words),
        EventFact::RevocationRequested(words) => ("revocation_requested", words),
        EventFact::RevocationAccepted => silent("revocation_accepted"),
        EventFact::RevocationRejected(words) => ("revocation_rejected", words),
        EventFact::OperatorConfirmation => silent("operator_confirmation"),
        EventFact::DateConfirmed(what) => ("operator_confirmation", what),
        EventFact::SignatureChecked => silent("signature_checked"),
        EventFact::Message(words) => ("message", words),
        EventFact::AuthorityAsked(words) => ("authority_asked", words),
        EventFact::ShipmentFixationCancelled => silent("shipment_fixation_cancelled"),
        EventFact::RemadeAsMessage => silent("remade_as_message"),
        EventFact::Comment(words) => ("comment", words),
        EventFact::Deleted => silent("deleted"),
        EventFact::Restored => silent("restored"),
        EventFact::Moved => silent("moved"),
        EventFact::ConsentRequested => silent("consent_requested"),
        EventFact::ConsentGranted => silent("consent_granted"),
        EventFact::ConsentRefused => silent("consent_refused"),
        EventFact::Roaming(words) => ("roaming", words),
        EventFact::Outer(words) => ("outer", words),
        EventFact::Other(words) => ("other", words),
    }
}
