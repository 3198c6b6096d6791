//! `documents.import` and `documents.assign`: how a file becomes a document with its parties.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{CounterpartyId, DocumentId, FirmId};
use engine::{Assignment, Engine, ImportFile};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::{CodedError, Failure};
use crate::views::{Empty, Party};

/// Files to be taken in.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportDocuments {
    pub files: Vec<FileContent>,
}

/// A file.
#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileContent {
    pub name: String,
    pub content_base64: String,
}

impl std::fmt::Debug for FileContent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FileContent({})", self.name)
    }
}

/// One result per file, in the order given.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ImportResults {
    pub results: Vec<ImportResult>,
}

/// What became of a file.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ImportResult {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub document_id: Option<i64>,
    /// The same bytes were in the registry before; nothing was added.
    pub already_known: bool,
    /// What a person should know about the file.
    pub warnings: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub error: Option<CodedError>,
}

impl ImportResult {
    fn refused(name: String, error: impl Into<CodedError>) -> Self {
        Self {
            name,
            document_id: None,
            already_known: false,
            warnings: Vec::new(),
            error: Some(error.into()),
        }
    }
}

/// Who takes part in a document; what is absent stays as it is.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct AssignParties {
    pub id: i64,
    pub firm_id: Option<i64>,
    /// A counterparty that is known.
    pub counterparty_id: Option<i64>,
    /// A counterparty by its numbers; made when new. Counts before `counterparty_id`.
    pub counterparty: Option<Party>,
}

pub(crate) async fn import(engine: &Engine, request: ImportDocuments) -> Result<ImportResults, Failure> {
    let mut results = Vec::with_capacity(request.files.len());
    for file in request.files {
        results.push(import_one(engine, file).await);
    }
    Ok(ImportResults { results })
}

/// One at a time: the decoded bytes of a hundred files need not lie in memory together.
async fn import_one(engine: &Engine, file: FileContent) -> ImportResult {
    let Ok(bytes) = STANDARD.decode(file.content_base64.as_bytes()) else {
        let text = format!(
            "Файл «{}» передан не в кодировке base64. Остальные файлы это не затронуло. Передайте его заново.",
            file.name
        );
        return ImportResult::refused(file.name, Failure::new("bad_base64", text));
    };
    let file = ImportFile {
        name: file.name,
        bytes,
    };
    let name = file.name.clone();
    let Some(outcome) = engine.import(vec![file]).await.pop() else {
        return ImportResult::refused(name, Failure::internal(&"an import without an outcome"));
    };
    match outcome.result {
        Ok(imported) => ImportResult {
            name: outcome.name,
            document_id: Some(imported.document.0),
            already_known: imported.already_known,
            warnings: imported.warnings,
            error: None,
        },
        Err(error) => ImportResult::refused(outcome.name, error),
    }
}

pub(crate) async fn assign(engine: &Engine, request: AssignParties) -> Result<Empty, Failure> {
    let chosen = Assignment {
        firm: request.firm_id.map(FirmId),
        counterparty: request.counterparty_id.map(CounterpartyId),
        new_counterparty: request.counterparty.map(Party::checked).transpose()?,
    };
    engine.assign(DocumentId(request.id), chosen).await?;
    Ok(Empty {})
}
