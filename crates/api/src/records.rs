//! `documents.create`, `.edit`, `.save`, `.calculate`, `.link`, `.unlink`, `.remove`, `.restore`: records written in
//! the program.

use std::collections::BTreeMap;

use domain::{CounterpartyId, DocumentId, FirmId, IndividualId, KindId};
use engine::{Engine, NewRecord, RecordView, TrashId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::{CodedError, Failure};
use crate::kinds::Kind;
use crate::views::{Empty, Id, Status};

mod form;
mod read;
mod write;

pub(crate) use form::{
    CanEdit, DocumentRecord, PaperReference, PriceKind, RecordDetails, RecordLine, RecordTotals,
    VatRateChoice,
};

/// A record to be made. Number and today's date are given to it.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct CreateRecord {
    pub kind_id: i64,
    pub firm_id: Option<i64>,
    pub counterparty_id: Option<i64>,
    pub individual_id: Option<i64>,
    /// Parties and lines come from this document, and the two are linked.
    pub based_on_id: Option<i64>,
    /// Everything but number, date and file comes from this document.
    pub copy_of_id: Option<i64>,
}

/// A document open for editing.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct EditedRecord {
    pub id: i64,
    /// To be named at the next saving.
    pub revision: u32,
    pub record: DocumentRecord,
    pub kind: Option<Kind>,
    /// VAT rates of the day of the shipment.
    pub rates: Vec<VatRateChoice>,
    pub can_edit: CanEdit,
    /// The last sending that was not taken back.
    pub sent: Option<RecordSent>,
    /// The record differs from the file that was sent last.
    pub changed_since_sent: bool,
    pub file: Option<RecordFile>,
    pub based_on: Vec<DocumentRef>,
    pub basis_for: Vec<DocumentRef>,
}

/// The last sending of a record.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct RecordSent {
    pub sending_id: i64,
    pub status: Status,
    pub at: String,
}

/// The file that would be sent.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub(crate) struct RecordFile {
    /// The revision of which it was made.
    pub revision: u32,
    /// It still says what the record says.
    pub is_current: bool,
}

/// A document named by another.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct DocumentRef {
    pub id: i64,
    /// «Счёт на оплату № 15 от 21.11.2026».
    pub label: String,
}

/// A record to be saved over the revision that a person saw.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct SaveRecord {
    pub id: i64,
    pub revision: u32,
    pub record: DocumentRecord,
}

/// What was saved.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SavedRecord {
    pub revision: u32,
    /// With its amounts counted and its number given.
    pub record: DocumentRecord,
    pub totals: RecordTotals,
    /// What should be mended; the record is saved all the same.
    pub problems: Vec<FieldProblem>,
}

/// Something that should be mended.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct FieldProblem {
    /// `number`, `lines[3].vat_rate`.
    pub field: String,
    pub sentence: String,
}

/// Lines to be counted.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct CalculateLines {
    /// The day that says which rates there are; today when absent.
    pub shipped_on: Option<String>,
    pub prices: PriceKind,
    pub lines: Vec<RecordLine>,
}

/// Lines with their amounts.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct CalculatedLines {
    pub lines: Vec<RecordLine>,
    pub totals: RecordTotals,
    pub rates: Vec<VatRateChoice>,
}

/// Two documents, the one based on the other.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkDocuments {
    pub id: i64,
    pub based_on_id: i64,
}

/// Documents to be removed.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct RemoveDocuments {
    pub ids: Vec<i64>,
}

/// One result per document, in the order given.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct RemovedDocuments {
    pub results: Vec<RemovedDocument>,
}

/// What became of one document.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct RemovedDocument {
    pub id: i64,
    /// By this number it can be brought back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub trash_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub error: Option<CodedError>,
}

/// Removed documents to be brought back.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct RestoreDocuments {
    pub trash_ids: Vec<i64>,
}

/// Documents that are back.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct RestoredDocuments {
    pub ids: Vec<i64>,
}

/// Fields of a kind by their names.
pub(crate) type Fields = BTreeMap<String, String>;

impl From<engine::DocumentRef> for DocumentRef {
    fn from(reference: engine::DocumentRef) -> Self {
        Self {
            id: reference.id.0,
            label: reference.label,
        }
    }
}

impl From<RecordView> for EditedRecord {
    fn from(view: RecordView) -> Self {
        let is_current = view.file_is_current();
        let file = view
            .document
            .file_revision
            .map(|revision| RecordFile { revision, is_current });
        Self {
            id: view.document.id.0,
            revision: view.document.revision,
            record: view.record.into(),
            kind: view.kind.map(Kind::from),
            rates: view.rates.iter().map(VatRateChoice::from).collect(),
            can_edit: view.editable.into(),
            sent: view.sent.map(|sent| RecordSent {
                sending_id: sent.sending.0,
                status: sent.status.into(),
                at: sent.at.to_string(),
            }),
            changed_since_sent: view.changed_since_sent,
            file,
            based_on: view.based_on.into_iter().map(DocumentRef::from).collect(),
            basis_for: view.basis_for.into_iter().map(DocumentRef::from).collect(),
        }
    }
}

pub(crate) async fn create(engine: &Engine, request: CreateRecord) -> Result<Id, Failure> {
    let wish = NewRecord {
        kind: KindId(request.kind_id),
        firm: request.firm_id.map(FirmId),
        counterparty: request.counterparty_id.map(CounterpartyId),
        individual: request.individual_id.map(IndividualId),
        based_on: request.based_on_id.map(DocumentId),
        copy_of: request.copy_of_id.map(DocumentId),
    };
    let id = engine.create_record(wish).await?;
    Ok(Id { id: id.0 })
}

pub(crate) async fn edit(engine: &Engine, request: Id) -> Result<EditedRecord, Failure> {
    Ok(engine.record(DocumentId(request.id)).await?.into())
}

pub(crate) async fn save(engine: &Engine, request: SaveRecord) -> Result<SavedRecord, Failure> {
    let mut slips = Vec::new();
    let record = read::record("documents.save", request.record, &mut slips)?;
    let saved = engine
        .save_record(DocumentId(request.id), request.revision, record)
        .await?;
    slips.extend(saved.problems.into_iter().map(|problem| FieldProblem {
        field: problem.field,
        sentence: problem.sentence,
    }));
    Ok(SavedRecord {
        revision: saved.revision,
        record: saved.record.into(),
        totals: saved.totals.into(),
        problems: slips,
    })
}

pub(crate) async fn calculate(engine: &Engine, request: CalculateLines) -> Result<CalculatedLines, Failure> {
    let mut slips = Vec::new();
    let lines = read::lines("documents.calculate", request.lines, &mut slips)?;
    let day = read::day(request.shipped_on.as_deref(), "shipped_on", &mut slips);
    let (lines, totals, rates) = engine.calculate(day, request.prices.into(), lines);
    Ok(CalculatedLines {
        lines: lines.into_iter().map(RecordLine::from).collect(),
        totals: totals.into(),
        rates: rates.iter().map(VatRateChoice::from).collect(),
    })
}

pub(crate) async fn link(engine: &Engine, request: LinkDocuments) -> Result<Empty, Failure> {
    engine
        .link_documents(DocumentId(request.id), DocumentId(request.based_on_id))
        .await?;
    Ok(Empty {})
}

pub(crate) async fn unlink(engine: &Engine, request: LinkDocuments) -> Result<Empty, Failure> {
    engine
        .unlink_documents(DocumentId(request.id), DocumentId(request.based_on_id))
        .await?;
    Ok(Empty {})
}

pub(crate) async fn remove(engine: &Engine, request: RemoveDocuments) -> Result<RemovedDocuments, Failure> {
    let ids = request.ids.into_iter().map(DocumentId).collect();
    let removed = engine.remove_documents(ids).await.into_iter().map(|removed| {
        let (trash_id, error) = match removed.result {
            Ok(trash) => (Some(trash.0), None),
            Err(error) => (None, Some(error.into())),
        };
        RemovedDocument {
            id: removed.document.0,
            trash_id,
            error,
        }
    });
    Ok(RemovedDocuments {
        results: removed.collect(),
    })
}

pub(crate) async fn restore(
    engine: &Engine,
    request: RestoreDocuments,
) -> Result<RestoredDocuments, Failure> {
    let ids = request.trash_ids.into_iter().map(TrashId).collect();
    let restored = engine.restore_documents(ids).await?;
    Ok(RestoredDocuments {
        ids: restored.into_iter().map(|id| id.0).collect(),
    })
}
