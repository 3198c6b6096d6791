//! `import.*`: files are laid out before they get in.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::{Engine, ImportFile, StagedRow as Row, StagingToken};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::{CodedError, Failure};
use crate::incoming::{FileContent, ImportDocuments};
use crate::records::DocumentRef;
use crate::views::{Empty, text};

/// Files that were laid out.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct StagedFiles {
    /// By which they are taken.
    pub token: String,
    /// One row per file, in the order given.
    pub rows: Vec<StagedRow>,
}

/// What was recognised in a file.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct StagedRow {
    pub index: usize,
    /// Name of the file.
    pub name: String,
    /// What kind of paper it is; empty for a file that cannot be taken.
    pub kind_label: String,
    pub number: String,
    /// `YYYY-MM-DD`.
    pub issued_on: Option<String>,
    /// Sum with VAT, decimal text.
    pub total: Option<String>,
    pub counterparty_name: Option<String>,
    pub counterparty_inn: Option<String>,
    pub firm_name: Option<String>,
    /// Read from the text of a print form: to be looked over.
    pub is_guess: bool,
    /// The document that it is already.
    pub duplicate_of: Option<DocumentRef>,
    pub warnings: Vec<String>,
    /// Why it cannot be taken.
    pub error: Option<CodedError>,
}

/// Files to be taken in.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct TakeFiles {
    pub token: String,
    /// Places in the list, from 0.
    pub indexes: Vec<usize>,
}

/// What was laid out.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct Staging {
    pub token: String,
}

/// One result per file, in the order asked for.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct TakenFiles {
    pub results: Vec<TakenRow>,
}

/// What became of a file.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct TakenRow {
    pub index: usize,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub document_id: Option<i64>,
    /// The same bytes were in the registry before; nothing was added.
    pub already_known: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub error: Option<CodedError>,
}

pub(crate) async fn stage(engine: &Engine, request: ImportDocuments) -> Result<StagedFiles, Failure> {
    let files = request.files.into_iter().map(decoded);
    let staged = engine.stage_import(files.collect::<Result<_, _>>()?).await?;
    Ok(StagedFiles {
        token: staged.token.as_str().to_owned(),
        rows: staged.rows.into_iter().map(StagedRow::from).collect(),
    })
}

pub(crate) fn decoded(file: FileContent) -> Result<ImportFile, Failure> {
    match STANDARD.decode(file.content_base64.as_bytes()) {
        Ok(bytes) => Ok(ImportFile {
            name: file.name,
            bytes,
        }),
        Err(_) => Err(Failure::new(
            "bad_base64",
            format!(
                "Файл «{}» передан не в кодировке base64. Ничего не добавлено. Передайте его заново.",
                file.name
            ),
        )),
    }
}

impl From<Row> for StagedRow {
    fn from(row: Row) -> Self {
        let bare = Self {
            index: row.index,
            name: row.name,
            kind_label: String::new(),
            number: String::new(),
            issued_on: None,
            total: None,
            counterparty_name: None,
            counterparty_inn: None,
            firm_name: None,
            is_guess: false,
            duplicate_of: None,
            warnings: Vec::new(),
            error: None,
        };
        match row.result {
            Err(error) => Self {
                error: Some(error.into()),
                ..bare
            },
            Ok(facts) => Self {
                kind_label: facts.kind_label,
                number: facts.number,
                issued_on: text(facts.issued_on.as_ref()),
                total: text(facts.total.as_ref()),
                counterparty_name: facts.counterparty_name,
                counterparty_inn: facts.counterparty_inn,
                firm_name: facts.firm_name,
                is_guess: facts.is_guess,
                duplicate_of: facts.duplicate_of.map(DocumentRef::from),
                warnings: facts.warnings,
                ..bare
            },
        }
    }
}

pub(crate) async fn take(engine: &Engine, request: TakeFiles) -> Result<TakenFiles, Failure> {
    let taken = engine
        .take_staged(StagingToken::new(request.token), request.indexes)
        .await?;
    let results = taken.into_iter().map(|file| {
        let (imported, error) = match file.result {
            Ok(imported) => (Some(imported), None),
            Err(error) => (None, Some(error.into())),
        };
        TakenRow {
            index: file.index,
            name: file.name,
            document_id: imported.as_ref().map(|imported| imported.document.0),
            already_known: imported.is_some_and(|imported| imported.already_known),
            error,
        }
    });
    Ok(TakenFiles {
        results: results.collect(),
    })
}

pub(crate) async fn forget(engine: &Engine, request: Staging) -> Result<Empty, Failure> {
    engine.drop_staged(&StagingToken::new(request.token));
    Ok(Empty {})
}
