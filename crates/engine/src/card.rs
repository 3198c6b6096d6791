//! «Карточка документа»: everything about one document, in one snapshot.

use domain::{
    Counterparty, Document, DocumentId, EdoDocument, EdoDocumentId, EdoFile, EdoStatus, Employee, Firm,
    Individual, Obligation, Origin, SendingForm, ServiceDocumentKind, SigningParty, obligations,
};
use jiff::Timestamp;
use store::{BulkJobId, DocumentSignature, Operation, Reader, TimelineEntry};

use crate::engine::Inner;
use crate::pairs::{self, PairedDocument};
use crate::preflight::{Missing, missing};
use crate::records::{self, DocumentRef, Editable};
use crate::{
    Engine, Result, answer, bulk, cause, documents, kinds, kinds::KindView, receipt_rules, service_documents,
    status,
};

/// One sending as the card shows it.
#[derive(Debug, Clone)]
pub struct Sending {
    /// The sending itself, with what the operator reported.
    pub edo_document: EdoDocument,
    /// The operator's name for people.
    pub operator_title: String,
    /// Its row in the outbox.
    pub operation: Option<Operation>,
    /// «Статус ЭДО» of this sending.
    pub status: EdoStatus,
    /// Since when.
    pub status_since: Timestamp,
    /// What was chosen for it.
    pub form: SendingForm,
    /// The other documents of its package.
    pub package: Vec<DocumentRef>,
    /// Who signs before the recipient does («промежуточный получатель»).
    pub via: Option<String>,
    /// What is still owed about it, and by whom.
    pub obligations: Vec<Obligation>,
    /// What we may tell about it now.
    pub may_tell: Vec<ServiceDocumentKind>,
}

/// Everything about one document.
#[derive(Debug, Clone)]
pub struct Card {
    /// The document.
    pub document: Document,
    /// Our firm.
    pub firm: Option<Firm>,
    /// The other side.
    pub counterparty: Option<Counterparty>,
    /// «Статус ЭДО» of the document.
    pub status: EdoStatus,
    /// Since when.
    pub status_since: Timestamp,
    /// It was not sent, and our signature stands under it.
    pub is_signed_unsent: bool,
    /// Newest first.
    pub sendings: Vec<Sending>,
    /// Oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// What keeps it from being sent; empty when nothing does.
    pub missing: Vec<Missing>,
    /// What the paper is called: its kind, else its format.
    pub kind_name: String,
    /// Its kind.
    pub kind: Option<KindView>,
    /// Why a person has to look, in the operator's or the other side's own words.
    pub cause: Option<String>,
    /// The other side, if it is a person.
    pub individual: Option<Individual>,
    /// Who of us is responsible.
    pub assignee: Option<Employee>,
    /// «Документы ЭДО»: every file that was taken in or made, newest first.
    pub files: Vec<FileView>,
    /// How much may be changed.
    pub editable: Editable,
    /// The record differs from the file that was sent last: it must be sent again as a whole.
    pub changed_since_sent: bool,
    /// Documents on which it is based.
    pub based_on: Vec<DocumentRef>,
    /// Documents that are based on it.
    pub basis_for: Vec<DocumentRef>,
    /// The same paper on the other road: what came for ours, ours for what came.
    pub pair: Option<PairedDocument>,
    /// It came to us by an operator.
    pub is_arrival: bool,
    /// The operator found our answer bad, and another one may be given.
    pub is_answer_again: bool,
    /// A job that was to sign it and waits for a person.
    pub waiting_job: Option<BulkJobId>,
}

/// A file of a document with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileView {
    /// The file.
    pub file: EdoFile,
    /// It would be sent now.
    pub is_current: bool,
    /// The record was changed after it was made.
    pub is_outdated: bool,
    /// Sendings with which it left, newest first.
    pub sendings: Vec<EdoDocumentId>,
    /// It is the title with which this side answered; none: it is the document itself.
    pub title_of: Option<SigningParty>,
    /// Whose signatures under it are kept, each side once: ours, theirs, then who stands between.
    pub signed_by: Vec<SigningParty>,
}

impl Engine {
    /// The card of a document.
    pub async fn card(&self, id: DocumentId) -> Result<Card> {
        self.blocking(move |inner| {
            let card = inner.read(|r| card(inner, r, id))?;
            inner.want_signatures(id)?;
            Ok(card)
        })
        .await
    }
}

/// What is still owed about a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedView {
    /// Which document.
    pub document: DocumentId,
    /// What, by whom, until when; of its last sending.
    pub obligations: Vec<Obligation>,
    /// Why a receipt notice that is asked of us did not go by itself, where it should have.
    pub receipt_fault: Option<String>,
}

impl Engine {
    /// What is still owed about the last sending of each of these documents, in their order. Documents that are not there
    /// are passed over.
    pub async fn owed(&self, documents: Vec<DocumentId>) -> Result<Vec<OwedView>> {
        self.read(move |r| documents.into_iter().map(|id| owed(r, id)).collect())
            .await
    }
}

fn owed(r: &Reader<'_>, document: DocumentId) -> Result<OwedView> {
    let last = r.edo_documents_of(document)?.into_iter().next();
    let (obligations, receipt_fault) = match last {
        Some(last) => {
            let owed = still_owed(r, &last)?;
            let why_not = receipt_rules::why_not(r, (document, &last), &owed)?;
            (owed, why_not)
        }
        None => (Vec::new(), None),
    };
    Ok(OwedView {
        document,
        obligations,
        receipt_fault,
    })
}

fn card(inner: &Inner, r: &Reader<'_>, id: DocumentId) -> Result<Card> {
    let document = r.document(id)?.ok_or_else(documents::not_found)?;
    let firm = match document.body.firm {
        Some(firm) => r.firm(firm)?,
        None => None,
    };
    let counterparty = match document.body.counterparty {
        Some(counterparty) => r.counterparty(counterparty)?,
        None => None,
    };
    let told = status::of_document(r, id)?;
    let is_signed_unsent = told.is_none() && status::is_signed(r, &document)?;
    let (status, status_since) = told.unwrap_or((status::before_sending(&document), document.created_at));
    let individual = match document.body.individual {
        Some(individual) => r.individual(individual)?,
        None => None,
    };
    let assignee = match document.body.assignee {
        Some(assignee) => r.employee(assignee)?,
        None => None,
    };
    Ok(Card {
        kind_name: records::kind_name(r, &document)?,
        kind: kinds::view_of(inner, r, document.body.kind)?,
        cause: cause::of(r, id, status)?,
        individual,
        assignee,
        files: files(r, &document)?,
        editable: Editable::of(&document),
        changed_since_sent: records::changed_since_sent(r, &document)?,
        based_on: records::references(r, r.based_on(id)?)?,
        basis_for: records::references(r, r.basis_for(id)?)?,
        pair: pairs::of(r, id)?,
        is_arrival: r.is_arrival(id)?,
        is_answer_again: answer::is_to_be_given_again(inner, r, &document)?,
        waiting_job: waiting_job(r, id)?,
        firm,
        counterparty,
        status,
        status_since,
        is_signed_unsent,
        sendings: sendings(inner, r, id)?,
        timeline: r.timeline(id)?,
        missing: missing(inner, r, &document)?,
        document,
    })
}

/// The newest job that stopped before it signed this document, after a wrong PIN for instance.
fn waiting_job(r: &Reader<'_>, id: DocumentId) -> Result<Option<BulkJobId>> {
    let jobs = r.paused_bulk_jobs_of(id)?.into_iter();
    Ok(jobs
        .filter(|job| bulk::needs_keys(&job.action))
        .map(|job| job.id)
        .max())
}

/// The files of a document, newest first.
pub(crate) fn files(r: &Reader<'_>, document: &Document) -> Result<Vec<FileView>> {
    let current = r.current_edo_file(document.id)?.map(|file| file.id);
    let sendings = r.edo_documents_of(document.id)?;
    let signatures = r.document_signatures(document.id)?;
    let files = r.edo_files_of(document.id)?.into_iter().map(|file| {
        let title_of = title_of(&file, &sendings, &signatures);
        let is_composed = document.body.origin == Origin::Composed;
        FileView {
            is_current: current == Some(file.id),
            // A title answers what was sent, whatever became of the record since.
            is_outdated: is_composed && title_of.is_none() && file.revision != document.revision,
            sendings: sendings
                .iter()
                .filter(|sending| sending.file == Some(file.id))
                .map(|sending| sending.id)
                .collect(),
            title_of,
            signed_by: signed_by(&file, &signatures),
            file,
        }
    });
    Ok(files.collect())
}

/// A file that is signed for a sending which carried another file answers that one.
fn title_of(
    file: &EdoFile,
    sendings: &[EdoDocument],
    signatures: &[DocumentSignature],
) -> Option<SigningParty> {
    let answers = |signature: &&DocumentSignature| {
        let of = signature.body.edo_document;
        let sending = sendings.iter().find(|sending| Some(sending.id) == of);
        let carried = sending.and_then(|sending| sending.file);
        signature.body.file == file.id && carried.is_some_and(|carried| carried != file.id)
    };
    signatures
        .iter()
        .find(answers)
        .map(|signature| signature.body.party)
}

fn signed_by(file: &EdoFile, signatures: &[DocumentSignature]) -> Vec<SigningParty> {
    let of_file = signatures
        .iter()
        .filter(|signature| signature.body.file == file.id);
    let mut parties: Vec<_> = of_file.map(|signature| signature.body.party).collect();
    parties.sort_unstable();
    parties.dedup();
    parties
}

fn sendings(inner: &Inner, r: &Reader<'_>, id: DocumentId) -> Result<Vec<Sending>> {
    let sendings = r.edo_documents_of(id)?.into_iter().map(|edo_document| {
        let operation = r.operation_of(edo_document.id)?;
        let (status, status_since) = status::of_sending(&edo_document, operation.as_ref());
        let operator_title = match r.past_connection(edo_document.connection)? {
            Some(connection) => inner.operator_title(&connection.operator),
            None => "оператор неизвестен".to_owned(),
        };
        let form = r.sending_form(edo_document.id)?;
        Ok(Sending {
            via: match &form.departments.via {
                Some(via) => Some(via.name.clone()),
                None => via(r, &edo_document)?,
            },
            obligations: still_owed(r, &edo_document)?,
            may_tell: service_documents::may_tell(inner, r, &edo_document)?,
            package: others_of(r, &form, &edo_document)?,
            form,
            edo_document,
            operator_title,
            operation,
            status,
            status_since,
        })
    });
    sendings.collect()
}

/// From everything that the operator ever reported; of events that were emptied long ago the kept state is left.
fn still_owed(r: &Reader<'_>, life: &EdoDocument) -> Result<Vec<Obligation>> {
    let (Some(state), Some(remote)) = (&life.state, &life.remote) else {
        return Ok(Vec::new());
    };
    let events = r.events_received_after(life.connection, remote, Timestamp::UNIX_EPOCH)?;
    let reported = events.iter().filter_map(|event| event.state.as_ref());
    Ok(obligations(reported.chain([state])))
}

/// The intermediate recipient of a document that came, by name where it is known.
fn via(r: &Reader<'_>, life: &EdoDocument) -> Result<Option<String>> {
    let via_box = r.arrived(life.id)?.map(|arrived| arrived.body.via_box);
    let Some(via_box) = via_box.filter(|via_box| !via_box.is_empty()) else {
        return Ok(None);
    };
    let ours = r.past_connection(life.connection)?;
    if let Some(ours) = ours.filter(|ours| ours.edo_box.box_id == via_box) {
        return Ok(Some(ours.edo_box.name));
    }
    let known = match r.counterparty_of_box(life.connection, &via_box)? {
        Some(id) => r.counterparty(id)?,
        None => None,
    };
    Ok(Some(known.map_or(via_box, |known| known.party.name)))
}

/// The other documents with which a sending left, or with which the document came.
fn others_of(r: &Reader<'_>, form: &SendingForm, life: &EdoDocument) -> Result<Vec<DocumentRef>> {
    let together = match (form.package, r.arrived(life.id)?) {
        (Some(package), _) => {
            let sendings = r.sendings_of_package(package.id)?;
            sendings.into_iter().map(|(_, document)| document).collect()
        }
        (None, Some(arrived)) => r.documents_of_package(&arrived.body.package_id)?,
        (None, None) => Vec::new(),
    };
    let others = together.into_iter().filter(|other| *other != life.document);
    records::references(r, others.collect())
}
