//! `archive.check`: an archive that the program put together, from wherever it comes back.

use engine::{ArchiveCheck, ArchivedDocument, Engine, FileState};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::incoming::FileContent;
use crate::intake::decoded;
use crate::signatures::SignatureCheck;

/// An archive to be checked.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckArchive {
    pub file: FileContent,
}

/// What was found out of an archive.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct CheckedArchive {
    /// When it says it was made.
    pub made_at: String,
    /// Of the whole archive, to be compared with one that was written down.
    pub sha256: String,
    pub rows: Vec<ArchiveRow>,
    /// Everything that was missing when it was made, of all documents.
    pub gaps: Vec<ArchiveGap>,
    /// Files that the inventory does not name.
    pub strangers: Vec<String>,
    /// Nothing is changed, missing or strange, and no signature is broken.
    pub ok: bool,
    pub texts: Vec<String>,
}

/// A document of an archive.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ArchiveRow {
    pub folder: String,
    pub label: String,
    pub files: Vec<ArchivedFile>,
    pub signatures: Vec<ArchivedSignature>,
    pub ok: bool,
}

/// A file of an archive.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ArchivedFile {
    pub path: String,
    #[ts(type = "\"original\" | \"signature\" | \"print_form\" | \"protocol\" | \"protocol_data\"")]
    pub role: &'static str,
    /// Is it as the inventory says?
    #[ts(type = "\"intact\" | \"changed\" | \"missing\"")]
    pub state: &'static str,
    pub text: String,
}

/// A signature of an archive.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ArchivedSignature {
    pub path: String,
    /// `null`: the file cannot be read as a signature.
    pub check: Option<SignatureCheck>,
}

/// What was missing when an archive was made.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ArchiveGap {
    /// Of which document; empty for one that did not come in.
    pub folder: String,
    pub code: String,
    pub text: String,
}

impl From<ArchiveCheck> for CheckedArchive {
    fn from(check: ArchiveCheck) -> Self {
        let gap = |folder: &str, gap: &engine::Gap| ArchiveGap {
            folder: folder.to_owned(),
            code: gap.code.clone(),
            text: gap.text.clone(),
        };
        let of_documents = check
            .documents
            .iter()
            .flat_map(|document| document.gaps.iter().map(|one| gap(&document.folder, one)));
        let left_out = check.left_out.iter().map(|one| gap("", one));
        Self {
            made_at: check.made_at.to_string(),
            sha256: check.sha256.to_string(),
            gaps: of_documents.chain(left_out).collect(),
            rows: check.documents.into_iter().map(ArchiveRow::from).collect(),
            strangers: check.strangers,
            ok: check.is_ok,
            texts: check.texts,
        }
    }
}

impl From<ArchivedDocument> for ArchiveRow {
    fn from(document: ArchivedDocument) -> Self {
        let files = document.files.into_iter().map(|file| ArchivedFile {
            path: file.path,
            role: file.role,
            state: match file.state {
                FileState::Intact => "intact",
                FileState::Changed => "changed",
                FileState::Missing => "missing",
            },
            text: file.text,
        });
        let signatures = document
            .signatures
            .into_iter()
            .map(|signature| ArchivedSignature {
                path: signature.path,
                check: signature.check.map(SignatureCheck::from),
            });
        Self {
            folder: document.folder,
            label: document.label,
            files: files.collect(),
            signatures: signatures.collect(),
            ok: document.is_ok,
        }
    }
}

pub(crate) async fn check(engine: &Engine, request: CheckArchive) -> Result<CheckedArchive, Failure> {
    let file = decoded(request.file)?;
    Ok(engine.check_archive(file.bytes).await?.into())
}
