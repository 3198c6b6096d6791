//! `tables.*`: documents, counterparties and people from CSV and XLSX.

use std::collections::BTreeMap;

use domain::{FirmId, KindId};
use engine::{Engine, StagingToken, TableTarget as Target, TakeTable as Wish};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::{CodedError, Failure};
use crate::incoming::FileContent;
use crate::intake::decoded;
use crate::records::DocumentRef;

/// A table to be read.
#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenTable {
    /// Name of the file.
    pub name: String,
    pub content_base64: String,
    pub target: TableTarget,
}

/// Into which directory a table goes.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TableTarget {
    Documents,
    Counterparties,
    Individuals,
}

/// A table that was read.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ReadTable {
    /// By which it is tried and taken.
    pub token: String,
    /// Headings.
    pub columns: Vec<String>,
    /// The first rows.
    pub sample: Vec<Vec<String>>,
    /// How many rows there are.
    pub rows: usize,
    /// How its letters were written.
    pub encoding: &'static str,
    /// Names of fields to places of columns, from 0.
    #[ts(type = "Record<string, number | null>")]
    pub mapping: BTreeMap<String, Option<usize>>,
    pub fields: Vec<TableField>,
}

/// Something that a column may mean.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct TableField {
    pub name: &'static str,
    pub label: &'static str,
    pub is_required: bool,
}

/// A table to be tried.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct TryTable {
    pub token: String,
    #[ts(type = "Record<string, number | null>")]
    pub mapping: BTreeMap<String, Option<usize>>,
    /// The kind of documents whose row names none.
    pub kind_id: Option<i64>,
    /// Our firm; the only one when absent.
    pub firm_id: Option<i64>,
}

/// What would become of a table.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct TablePreview {
    /// Of a long table some, those with something to say before the others.
    pub rows: Vec<TablePreviewRow>,
    pub ok: usize,
    pub bad: usize,
}

/// What would become of one row.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct TablePreviewRow {
    /// Its number in the file, that of the headings being 1.
    pub row: usize,
    pub label: String,
    pub problem: Option<String>,
    pub duplicate_of: Option<DocumentRef>,
}

/// What became of a table.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct TakenTable {
    pub results: Vec<TableResultRow>,
    pub added: usize,
    pub skipped: usize,
}

/// What became of one row.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct TableResultRow {
    pub row: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub error: Option<CodedError>,
}

pub(crate) async fn read(engine: &Engine, request: OpenTable) -> Result<ReadTable, Failure> {
    let target = match request.target {
        TableTarget::Documents => Target::Documents,
        TableTarget::Counterparties => Target::Counterparties,
        TableTarget::Individuals => Target::Individuals,
    };
    let file = decoded(FileContent {
        name: request.name,
        content_base64: request.content_base64,
    })?;
    let table = engine.read_table(file.name, file.bytes, target).await?;
    let fields = table.fields.iter().map(|field| TableField {
        name: field.name,
        label: field.label,
        is_required: field.is_required,
    });
    Ok(ReadTable {
        token: table.token.as_str().to_owned(),
        columns: table.columns,
        sample: table.sample,
        rows: table.rows,
        encoding: table.encoding,
        mapping: table.mapping,
        fields: fields.collect(),
    })
}

impl TryTable {
    fn wish(self) -> (StagingToken, Wish) {
        let wish = Wish {
            mapping: self.mapping,
            kind: self.kind_id.map(KindId),
            firm: self.firm_id.map(FirmId),
        };
        (StagingToken::new(self.token), wish)
    }
}

pub(crate) async fn preview(engine: &Engine, request: TryTable) -> Result<TablePreview, Failure> {
    let (token, wish) = request.wish();
    let preview = engine.preview_table(token, wish).await?;
    let rows = preview.rows.into_iter().map(|row| TablePreviewRow {
        row: row.row,
        label: row.label,
        problem: row.problem,
        duplicate_of: row.duplicate_of.map(DocumentRef::from),
    });
    Ok(TablePreview {
        rows: rows.collect(),
        ok: preview.ok,
        bad: preview.bad,
    })
}

pub(crate) async fn take(engine: &Engine, request: TryTable) -> Result<TakenTable, Failure> {
    let (token, wish) = request.wish();
    let taken = engine.take_table(token, wish).await?;
    let results = taken.results.into_iter().map(|row| {
        let (id, error) = match row.result {
            Ok(id) => (Some(id), None),
            Err(error) => (None, Some(error.into())),
        };
        TableResultRow {
            row: row.row,
            id,
            error,
        }
    });
    Ok(TakenTable {
        results: results.collect(),
        added: taken.added,
        skipped: taken.skipped,
    })
}
