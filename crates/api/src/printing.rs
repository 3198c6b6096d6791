//! `documents.print`, `print_check.*`, `work.*`: paper, the rules for it, and the wait for it.

use domain::DocumentId;
use engine::{CheckRules, Engine, PrintPurpose, PrintRequest, Task};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::{CodedError, Failure};
use crate::views::Empty;

/// Documents to be printed into one file.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct PrintDocuments {
    pub ids: Vec<i64>,
    /// Name of a form for composed records; that of their kind when absent.
    pub form: Option<String>,
    /// With what is known of the signatures.
    pub copy_for_viewing: Option<bool>,
}

/// A print.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Printed {
    /// Address of the pages, good until newer prints need the room.
    pub blob: String,
    /// Name for a file.
    pub name: String,
    pub pages: usize,
    /// One result per document, in the order given.
    pub results: Vec<PrintResult>,
}

/// What became of one document.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct PrintResult {
    pub id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub error: Option<CodedError>,
}

/// The rules of the check of print forms.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct PrintCheckRules {
    /// Phrases that an electronically signed paper must not have.
    pub forbidden: Vec<String>,
    pub wants_stamp_room: bool,
    pub wants_simple_signature_words: bool,
}

/// Work under way.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Works {
    pub works: Vec<Work>,
}

/// Work that takes a while.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Work {
    pub id: u64,
    pub task: TaskName,
    /// Steps done.
    pub done: usize,
    /// Steps in all.
    pub total: usize,
}

/// What is being done.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TaskName {
    Print,
    Table,
    Files,
    Export,
    ArchiveCheck,
}

/// Work to be ended.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct CancelWork {
    pub id: u64,
}

pub(crate) async fn print(engine: &Engine, request: PrintDocuments) -> Result<Printed, Failure> {
    let purpose = match request.copy_for_viewing {
        Some(true) => PrintPurpose::CopyForViewing,
        Some(false) | None => PrintPurpose::Paper,
    };
    let printed = engine
        .print(PrintRequest {
            documents: request.ids.into_iter().map(DocumentId).collect(),
            form: request.form,
            purpose,
        })
        .await?;
    let results = printed.results.into_iter().map(|outcome| PrintResult {
        id: outcome.document.0,
        error: outcome.result.err().map(CodedError::from),
    });
    Ok(Printed {
        blob: printed.blob.to_string(),
        name: printed.name,
        pages: printed.pages,
        results: results.collect(),
    })
}

pub(crate) async fn rules(engine: &Engine, _: Empty) -> Result<PrintCheckRules, Failure> {
    let rules = engine.print_check_rules().await?;
    Ok(PrintCheckRules {
        forbidden: rules.forbidden,
        wants_stamp_room: rules.wants_stamp_room,
        wants_simple_signature_words: rules.wants_simple_signature_words,
    })
}

pub(crate) async fn set_rules(engine: &Engine, request: PrintCheckRules) -> Result<Empty, Failure> {
    engine
        .set_print_check_rules(CheckRules {
            forbidden: request.forbidden,
            wants_stamp_room: request.wants_stamp_room,
            wants_simple_signature_words: request.wants_simple_signature_words,
        })
        .await?;
    Ok(Empty {})
}

pub(crate) async fn works(engine: &Engine, _: Empty) -> Result<Works, Failure> {
    let works = engine.works().into_iter().map(|work| Work {
        id: work.id,
        task: match work.task {
            Task::Print => TaskName::Print,
            Task::Table => TaskName::Table,
            Task::Files => TaskName::Files,
            Task::Export => TaskName::Export,
            Task::ArchiveCheck => TaskName::ArchiveCheck,
        },
        done: work.done,
        total: work.total,
    });
    Ok(Works {
        works: works.collect(),
    })
}

pub(crate) async fn cancel_work(engine: &Engine, request: CancelWork) -> Result<Empty, Failure> {
    engine.cancel_work(request.id);
    Ok(Empty {})
}
