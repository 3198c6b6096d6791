//! Records written in the program: made, opened for editing, saved, copied, linked.
//!
//! A record has no file until one is made of it; see `prepare`.

use domain::{CounterpartyId, EdoDocumentId, EdoFormat};
use domain::{
    Document, DocumentDetails, DocumentId, EdoStatus, EmployeeId, FirmId, IndividualId, Kind, KindId, Line,
    Money, Origin, Totals, VatRate, vat,
};
use jiff::Timestamp;
use jiff::civil::Date;
use store::Reader;

use crate::changes::Change;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::kinds::KindView;
use crate::{Engine, Result, documents, kinds, words};

pub(crate) mod amounts;
mod create;
mod links;
mod number;
mod save;
pub(crate) mod trash;

pub use create::NewRecord;
pub(crate) use number::of_new as number_of;
pub use trash::Removed;

/// What a person fills in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Our firm.
    pub firm: Option<FirmId>,
    /// The other side, if it is a company.
    pub counterparty: Option<CounterpartyId>,
    /// The other side, if it is a person.
    pub individual: Option<IndividualId>,
    /// Who of us is responsible.
    pub assignee: Option<EmployeeId>,
    /// The kind.
    pub kind: Option<KindId>,
    /// Number.
    pub number: String,
    /// Date of the document.
    pub issued_on: Option<Date>,
    /// Sum with VAT; counted from the lines where the kind has any.
    pub total: Option<Money>,
    /// Title for people.
    pub title: String,
    /// Lines; their amounts are counted anew.
    pub lines: Vec<Line>,
    /// Everything else.
    pub details: DocumentDetails,
}

impl Record {
    pub(crate) fn of(document: &Document) -> Self {
        let body = document.body.clone();
        Self {
            firm: body.firm,
            counterparty: body.counterparty,
            individual: body.individual,
            assignee: body.assignee,
            kind: body.kind,
            number: body.number,
            issued_on: body.issued_on,
            total: body.total,
            title: body.title,
            lines: body.lines,
            details: body.details,
        }
    }
}

/// How much of a document a person may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Editable {
    /// Everything: it was written in the program.
    All,
    /// Parties, kind, comment, and the number, date and sum that its file does not tell by itself.
    Facts,
    /// Parties, kind and comment: the rest stands in the file that is signed.
    Parties,
}

impl Editable {
    pub(crate) fn of(document: &Document) -> Self {
        match (document.body.origin, document.body.format) {
            (Origin::Composed, _) => Self::All,
            (Origin::Imported, EdoFormat::Nonformalized) => Self::Facts,
            (Origin::Imported, EdoFormat::Utd(_)) => Self::Parties,
        }
    }
}

/// A document named by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRef {
    /// Which.
    pub id: DocumentId,
    /// «Счёт на оплату № 15 от 21.11.2026».
    pub label: String,
}

/// A sending that left with an earlier or the present state of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastSending {
    /// Which.
    pub sending: EdoDocumentId,
    /// Where it stands.
    pub status: EdoStatus,
    /// When it was given to the outbox.
    pub at: Timestamp,
}

/// A document open for editing.
#[derive(Debug, Clone)]
pub struct RecordView {
    /// The document as it is kept.
    pub document: Document,
    /// What a person fills in.
    pub record: Record,
    /// Its kind.
    pub kind: Option<KindView>,
    /// VAT rates of the day of the shipment.
    pub rates: Vec<VatRate>,
    /// How much may be changed.
    pub editable: Editable,
    /// The last sending that was not taken back.
    pub sent: Option<LastSending>,
    /// The record differs from the file that was sent last.
    pub changed_since_sent: bool,
    /// Documents on which it is based.
    pub based_on: Vec<DocumentRef>,
    /// Documents that are based on it.
    pub basis_for: Vec<DocumentRef>,
}

impl RecordView {
    /// The file that would be sent says what the record says.
    pub fn file_is_current(&self) -> bool {
        self.document.file_is_current()
    }
}

/// Something that should be mended, though the record is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordProblem {
    /// Where: `number`, `lines[3].vat_rate`.
    pub field: String,
    /// What is wrong, in complete Russian sentences.
    pub sentence: String,
}

impl RecordProblem {
    pub(crate) fn new(field: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            sentence: sentence.into(),
        }
    }
}

/// What was saved.
#[derive(Debug, Clone)]
pub struct SavedRecord {
    /// The revision to name at the next saving.
    pub revision: u32,
    /// The record with its amounts counted and its number given.
    pub record: Record,
    /// Sums over the lines.
    pub totals: Totals,
    /// What should be mended.
    pub problems: Vec<RecordProblem>,
}

impl Engine {
    /// A new record of a kind, with its number and today's date. See [`NewRecord`].
    ///
    /// Errors: `kind_not_found`, `document_not_found`, `firm_not_found`, `counterparty_not_found`,
    /// `individual_not_found`, `two_other_sides`.
    pub async fn create_record(&self, wish: NewRecord) -> Result<DocumentId> {
        let id = self.blocking(move |inner| create::create(inner, &wish)).await?;
        self.inner.changes.tell(&Change::document(id));
        Ok(id)
    }

    /// A document for editing. `document_not_found`.
    pub async fn record(&self, id: DocumentId) -> Result<RecordView> {
        self.blocking(move |inner| {
            let today = inner.today();
            inner.read(|r| view(inner, r, id, today))
        })
        .await
    }

    /// Saves what a person filled in over the revision that they saw.
    ///
    /// Errors: `record_changed` when it is not the present one any more, `document_not_found`, `content_of_file` when
    /// the content came with a file, those of the parties.
    pub async fn save_record(&self, id: DocumentId, revision: u32, record: Record) -> Result<SavedRecord> {
        let saved = self
            .blocking(move |inner| save::save(inner, id, revision, record))
            .await?;
        self.inner.rules.wake();
        self.inner.changes.tell(&Change::document(id));
        Ok(saved)
    }

    /// Counts lines without saving anything.
    pub fn calculate(
        &self,
        day: Option<Date>,
        prices: domain::PriceKind,
        mut lines: Vec<Line>,
    ) -> (Vec<Line>, Totals, Vec<VatRate>) {
        amounts::count(&mut lines, prices);
        let totals = vat::totals(&lines);
        (
            lines,
            totals,
            vat::rates_on(day.unwrap_or_else(|| self.inner.today())),
        )
    }
}

fn view(inner: &Inner, r: &Reader<'_>, id: DocumentId, today: Date) -> Result<RecordView> {
    let document = r.document(id)?.ok_or_else(documents::not_found)?;
    let body = &document.body;
    let day = body.details.shipped_on.or(body.issued_on).unwrap_or(today);
    let sent = last_sending(r, id)?;
    Ok(RecordView {
        record: Record::of(&document),
        kind: kinds::view_of(inner, r, body.kind)?,
        rates: vat::rates_on(day),
        editable: Editable::of(&document),
        changed_since_sent: changed_since_sent(r, &document)?,
        sent,
        based_on: references(r, r.based_on(id)?)?,
        basis_for: references(r, r.basis_for(id)?)?,
        document,
    })
}

fn last_sending(r: &Reader<'_>, id: DocumentId) -> Result<Option<LastSending>> {
    for sending in r.edo_documents_of(id)? {
        let operation = r.operation_of(sending.id)?;
        let (status, _) = crate::status::of_sending(&sending, operation.as_ref());
        if status != EdoStatus::NotInEdo {
            return Ok(Some(LastSending {
                sending: sending.id,
                status,
                at: sending.created_at,
            }));
        }
    }
    Ok(None)
}

/// True when the other side has, or will have, another text than the record now: it must be sent again as a whole.
pub(crate) fn changed_since_sent(r: &Reader<'_>, document: &Document) -> Result<bool> {
    if document.body.origin == Origin::Imported {
        return Ok(false);
    }
    let Some(sent) = last_sending(r, document.id)? else {
        return Ok(false);
    };
    let file = match r.edo_document(sent.sending)?.and_then(|sending| sending.file) {
        Some(file) => r.edo_file(file)?,
        None => None,
    };
    Ok(file.is_some_and(|file| file.revision != document.revision))
}

/// The documents by name; one that is gone is left out.
pub(crate) fn references(r: &Reader<'_>, ids: Vec<DocumentId>) -> Result<Vec<DocumentRef>> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(document) = r.document(id)? {
            found.push(reference(r, &document)?);
        }
    }
    Ok(found)
}

/// «Счёт на оплату № 15 от 21.11.2026».
pub(crate) fn reference(r: &Reader<'_>, document: &Document) -> Result<DocumentRef> {
    Ok(DocumentRef {
        id: document.id,
        label: words::document_label(document, &kind_name(r, document)?),
    })
}

/// What the document is called by its kind, else by its format.
pub(crate) fn kind_name(r: &Reader<'_>, document: &Document) -> Result<String> {
    let kind = match document.body.kind {
        Some(kind) => r.kind(kind)?,
        None => None,
    };
    Ok(kind.map_or_else(|| document.body.format.label().to_owned(), |kind| kind.body.name))
}

/// The kind of a document, which must be there.
pub(crate) fn kind_of(r: &Reader<'_>, kind: Option<KindId>) -> Result<Kind> {
    match kind {
        Some(kind) => r.kind(kind)?.ok_or_else(kinds::not_found),
        None => Err(kinds::not_found()),
    }
}

pub(crate) fn changed_meanwhile() -> Error {
    Error::new(
        Code::RecordChanged,
        "Документ тем временем изменили в другом окне или изменила сама программа. Ваши правки остались в окне, в базе \
         ничего не перезаписано. Откройте документ заново и внесите правки ещё раз.",
    )
}
