//! `documents.prepare` and `documents.check`: «Создать документ ЭДО» and the files that come of it.

use domain::{DocumentId, SigningParty};
use engine::{Engine, FileView, Generator as Maker};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::{CodedError, Failure};
use crate::findings::Finding;
use crate::views::Id;

/// Documents of which files shall be made.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct PrepareDocuments {
    pub ids: Vec<i64>,
    /// `auto` when absent.
    pub generator: Option<Generator>,
}

/// Who makes the file of a УПД.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Generator {
    /// The operator where one can, else the program itself.
    Auto,
    Own,
    Operator,
}

/// One result per document, in the order given.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct PrepareResults {
    pub results: Vec<PrepareResult>,
}

/// What became of one document.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct PrepareResult {
    pub id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub file: Option<EdoFile>,
    pub findings: Vec<Finding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub error: Option<CodedError>,
}

/// A file frozen to be signed.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct EdoFile {
    pub id: i64,
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Address of the bytes: SHA-256, hexadecimal.
    pub blob: String,
    pub format_label: &'static str,
    /// The revision of the record of which it was made.
    pub revision: u32,
    pub made_at: String,
    /// It would be sent now.
    pub is_current: bool,
    /// The record was changed after it was made.
    pub is_outdated: bool,
    /// Sendings with which it left, newest first.
    pub sending_ids: Vec<i64>,
    /// It is the title with which this side answered; `null`: it is the document itself.
    #[ts(type = "\"us\" | \"them\" | \"intermediate\" | null")]
    pub title_of: Option<&'static str>,
    /// Whose signatures under it are kept, each side once.
    #[ts(type = "Array<\"us\" | \"them\" | \"intermediate\">")]
    pub signed_by: Vec<&'static str>,
}

/// What the check found.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Findings {
    pub findings: Vec<Finding>,
}

impl From<FileView> for EdoFile {
    fn from(view: FileView) -> Self {
        Self {
            id: view.file.id.0,
            name: view.file.file.name,
            size: view.file.file.size,
            blob: view.file.file.blob.to_string(),
            format_label: match view.file.format {
                domain::EdoFormat::Nonformalized => "PDF",
                format @ domain::EdoFormat::Utd(_) => format.label(),
            },
            revision: view.file.revision,
            made_at: view.file.made_at.to_string(),
            is_current: view.is_current,
            is_outdated: view.is_outdated,
            sending_ids: view.sendings.into_iter().map(|id| id.0).collect(),
            title_of: view.title_of.map(SigningParty::code),
            signed_by: view.signed_by.into_iter().map(SigningParty::code).collect(),
        }
    }
}

pub(crate) async fn prepare(engine: &Engine, request: PrepareDocuments) -> Result<PrepareResults, Failure> {
    let generator = match request.generator {
        None | Some(Generator::Auto) => Maker::Auto,
        Some(Generator::Own) => Maker::Own,
        Some(Generator::Operator) => Maker::Operator,
    };
    let ids = request.ids.into_iter().map(DocumentId).collect();
    let outcomes = engine.prepare(ids, generator).await.into_iter().map(|outcome| {
        let (file, error) = match outcome.result {
            Ok(file) => (Some(file.into()), None),
            Err(error) => (None, Some(error.into())),
        };
        PrepareResult {
            id: outcome.document.0,
            file,
            findings: outcome.findings.into_iter().map(Finding::from).collect(),
            error,
        }
    });
    Ok(PrepareResults {
        results: outcomes.collect(),
    })
}

pub(crate) async fn check(engine: &Engine, request: Id) -> Result<Findings, Failure> {
    let findings = engine.check_document(DocumentId(request.id)).await?;
    Ok(Findings {
        findings: findings.into_iter().map(Finding::from).collect(),
    })
}
