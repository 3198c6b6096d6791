//! A form as it will look, while it is being written: pages, mistakes by their place, and what the check finds.

use domain::{BlobId, DocumentId, Paper};
use forms::{Output, Printed, TemplateProblem};

use super::{exists, missing, sample, source, title_of};
use crate::documents::Content;
use crate::engine::Inner;
use crate::print::{Unprinted, render};
use crate::print_check::{self, Finding};
use crate::{Engine, Result, documents, paper};

/// What to show.
#[derive(Debug, Clone, Default)]
pub struct PreviewRequest {
    /// The form.
    pub name: String,
    /// Its text as it stands in the editor; the one that is kept when absent.
    pub source: Option<String>,
    /// The document to show; a sample when absent.
    pub document: Option<DocumentId>,
}

/// How a form looks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FormPreview {
    /// Address of the pages; absent where the form has mistakes.
    pub blob: Option<BlobId>,
    /// How many pages.
    pub pages: usize,
    /// Mistakes in the form.
    pub problems: Vec<TemplateProblem>,
    /// What the check of print forms finds.
    pub findings: Vec<Finding>,
}

impl Engine {
    /// Shows a form with a document or a sample. Mistakes in the form are part of the answer.
    ///
    /// Errors: `print_form_missing`, `form_unreadable`, `document_not_found`.
    pub async fn preview_print_form(&self, request: PreviewRequest) -> Result<FormPreview> {
        self.blocking(move |inner| preview(inner, request)).await
    }
}

fn preview(inner: &Inner, request: PreviewRequest) -> Result<FormPreview> {
    let source = match request.source {
        Some(source) if exists(inner, &request.name) || super::files::is_allowed(&request.name) => source,
        Some(_) => return Err(missing(&request.name)),
        None => source(inner, &request.name)?,
    };
    let shown: Paper = match request.document {
        Some(id) => inner.read(|r| paper::of(r, &r.document(id)?.ok_or_else(documents::not_found)?))?,
        None => sample::paper(inner, &request.name)?,
    };
    let rules = print_check::rules(inner)?;
    let mut found = FormPreview {
        findings: print_check::of_source(&source, &rules),
        ..FormPreview::default()
    };
    match render(source, shown, Output::Pdf) {
        Ok(printed) => show(inner, &request.name, printed, &rules, &mut found),
        Err(Unprinted(fault)) => found.problems = fault.problems,
    }
    Ok(found)
}

fn show(
    inner: &Inner,
    name: &str,
    printed: Printed,
    rules: &print_check::CheckRules,
    found: &mut FormPreview,
) {
    found.pages = printed.pages;
    // What the text of the form and its pages both tell is told once, with the place on the page.
    let on_pages = print_check::of_pages(&printed, rules);
    found
        .findings
        .retain(|finding| !on_pages.iter().any(|other| other.sentence == finding.sentence));
    found.findings.extend(on_pages);
    found.blob = Some(inner.shelf.put(Content {
        name: format!("{}.pdf", title_of(inner, name)),
        media_type: "application/pdf",
        bytes: printed.pdf,
    }));
}
