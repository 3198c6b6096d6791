//! `forms.*`: templates of print forms, and how they look.

use domain::DocumentId;
use engine::{Engine, PreviewRequest};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::findings::Finding;
use crate::views::{Empty, text};

/// Every print form.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct PrintForms {
    pub forms: Vec<FormRow>,
}

/// A print form of the list.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct FormRow {
    /// By which kinds know it.
    pub name: String,
    /// For people.
    pub title: String,
    /// It came with the program.
    pub is_builtin: bool,
    /// The clerk's text stands in the place of the built-in one.
    pub is_changed: bool,
    /// Names of the kinds that are printed with it.
    pub kinds: Vec<String>,
}

/// One form, by its name.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct FormName {
    pub name: String,
}

/// A form with its text.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct PrintForm {
    pub name: String,
    pub title: String,
    /// In the language of Typst.
    pub source: String,
    pub is_builtin: bool,
}

/// The clerk's text of a form.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct SaveForm {
    pub name: String,
    /// The title in the text when absent.
    pub title: Option<String>,
    pub source: String,
}

/// A copy to be made.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct CopyForm {
    /// Of which form.
    pub name: String,
    /// What the copy is called.
    pub title: String,
}

/// The name of a form that was made.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct MadeForm {
    pub name: String,
}

/// What to show.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct PreviewForm {
    pub name: String,
    /// The text as it stands in the editor; the one that is kept when absent.
    pub source: Option<String>,
    /// A sample when absent.
    pub document_id: Option<i64>,
}

/// How a form looks.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct FormPreview {
    /// Address of the pages; `null` while the form has mistakes.
    pub blob: Option<String>,
    pub pages: usize,
    pub problems: Vec<TemplateProblem>,
    pub findings: Vec<Finding>,
}

/// A mistake in a form.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct TemplateProblem {
    /// From 1; 0 for the form as a whole.
    pub line: u32,
    /// From 1; 0 for the form as a whole.
    pub column: u32,
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

pub(crate) async fn list(engine: &Engine, _: Empty) -> Result<PrintForms, Failure> {
    let forms = engine.print_forms().await?.into_iter().map(|form| FormRow {
        name: form.name,
        title: form.title,
        is_builtin: form.is_builtin,
        is_changed: form.is_changed,
        kinds: form.kinds,
    });
    Ok(PrintForms {
        forms: forms.collect(),
    })
}

pub(crate) async fn get(engine: &Engine, request: FormName) -> Result<PrintForm, Failure> {
    let form = engine.print_form(request.name).await?;
    Ok(PrintForm {
        name: form.name,
        title: form.title,
        source: form.source,
        is_builtin: form.is_builtin,
    })
}

pub(crate) async fn save(engine: &Engine, request: SaveForm) -> Result<Empty, Failure> {
    engine
        .save_print_form(request.name, request.title, request.source)
        .await?;
    Ok(Empty {})
}

pub(crate) async fn copy(engine: &Engine, request: CopyForm) -> Result<MadeForm, Failure> {
    Ok(MadeForm {
        name: engine.copy_print_form(request.name, request.title).await?,
    })
}

pub(crate) async fn reset(engine: &Engine, request: FormName) -> Result<Empty, Failure> {
    engine.reset_print_form(request.name).await?;
    Ok(Empty {})
}

pub(crate) async fn remove(engine: &Engine, request: FormName) -> Result<Empty, Failure> {
    engine.remove_print_form(request.name).await?;
    Ok(Empty {})
}

pub(crate) async fn preview(engine: &Engine, request: PreviewForm) -> Result<FormPreview, Failure> {
    let wanted = PreviewRequest {
        name: request.name,
        source: request.source,
        document: request.document_id.map(DocumentId),
    };
    let preview = engine.preview_print_form(wanted).await?;
    let problems = preview.problems.into_iter().map(|problem| TemplateProblem {
        line: problem.line,
        column: problem.column,
        message: problem.message_ru,
        hint: Some(problem.hint).filter(|hint| !hint.is_empty()),
    });
    Ok(FormPreview {
        blob: text(preview.blob.as_ref()),
        pages: preview.pages,
        problems: problems.collect(),
        findings: preview.findings.into_iter().map(Finding::from).collect(),
    })
}
