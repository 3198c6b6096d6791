//! `archive.*`: an archive that the program put together, from wherever it comes back. It comes in pieces, because it may be
//! larger than any memory.

use std::io::{Read, Seek};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::{ArchiveCheck, ArchivedDocument, Engine, FileState, StagingToken};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::answer::Answer;
use crate::error::{ApiError, Failure};
use crate::signatures::SignatureCheck;
use crate::views::Empty;

/// An archive that is about to come.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct BeginArchive {
    #[ts(type = "number")]
    pub size_bytes: u64,
}

/// An archive that is brought in.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ComingArchive {
    pub token: String,
}

/// The next bytes of an archive.
#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArchivePiece {
    pub token: String,
    pub content_base64: String,
}

impl std::fmt::Debug for ArchivePiece {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ArchivePiece({})", self.token)
    }
}

/// How much of an archive is there.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub(crate) struct ArrivedBytes {
    #[ts(type = "number")]
    pub size_bytes: u64,
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

pub(crate) async fn begin(engine: &Engine, request: BeginArchive) -> Result<ComingArchive, Failure> {
    let token = engine.begin_archive_upload(request.size_bytes).await?;
    Ok(ComingArchive {
        token: token.as_str().to_owned(),
    })
}

pub(crate) async fn piece(engine: &Engine, request: ArchivePiece) -> Result<ArrivedBytes, Failure> {
    let Ok(bytes) = STANDARD.decode(request.content_base64.as_bytes()) else {
        return Err(Failure::new(
            "bad_base64",
            "Часть архива передана не в кодировке base64. Архив не проверен, ничего не изменено. Передайте его заново."
                .to_owned(),
        ));
    };
    let token = StagingToken::new(request.token);
    let size_bytes = engine.take_archive_piece(token, bytes).await?;
    Ok(ArrivedBytes { size_bytes })
}

pub(crate) async fn check(engine: &Engine, request: ComingArchive) -> Result<CheckedArchive, Failure> {
    let token = StagingToken::new(request.token);
    Ok(engine.check_uploaded_archive(token).await?.into())
}

#[allow(clippy::unused_async, reason = "all handlers have one form")]
pub(crate) async fn forget(engine: &Engine, request: ComingArchive) -> Result<Empty, Failure> {
    engine.forget_archive_upload(&StagingToken::new(request.token));
    Ok(Empty {})
}

/// Checks an archive where it lies, for whoever has it open already. The answer is that of `archive.check`.
///
/// # Errors
/// `not_an_archive`, `archive_unsafe`, `work_cancelled`.
pub async fn check_archive(
    engine: &Engine,
    archive: impl Read + Seek + Send + 'static,
) -> Result<Answer, ApiError> {
    Answer::of(&CheckedArchive::from(engine.check_archive(archive).await?))
}
