//! What is wrong with a template, in Russian and with its place.
//!
//! Typst speaks English; what people meet often is told in Russian, and its own words are kept beside.

mod sentence;

use typst::diag::SourceDiagnostic;
use typst::syntax::{DiagSpan, FileId};
use typst::{World, WorldExt};

/// A template that does not print.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the template does not print: {problems:?}")]
pub struct TemplateFault {
    /// Never empty; in the order of the text.
    pub problems: Vec<TemplateProblem>,
}

/// One fault of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateProblem {
    /// Line of the template, from 1; 0 when the fault has no place in it.
    pub line: u32,
    /// Column in letters, from 1; 0 when the fault has no place in it.
    pub column: u32,
    /// A Russian sentence.
    pub message_ru: String,
    /// What Typst said; empty when the program itself refuses.
    pub original: String,
    /// What may help, in Russian where known; empty when there is no advice.
    pub hint: String,
}

impl TemplateFault {
    /// A fault that belongs to no line.
    pub(crate) fn without_place(message_ru: &str, hint: &str) -> Self {
        Self {
            problems: vec![TemplateProblem {
                line: 0,
                column: 0,
                message_ru: message_ru.to_owned(),
                original: String::new(),
                hint: hint.to_owned(),
            }],
        }
    }

    /// The faults that Typst found.
    pub(crate) fn of(world: &dyn World, diagnostics: &[SourceDiagnostic]) -> Self {
        let mut problems: Vec<TemplateProblem> = diagnostics
            .iter()
            .map(|diagnostic| problem(world, diagnostic))
            .collect();
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems.dedup();
        Self { problems }
    }
}

fn problem(world: &dyn World, diagnostic: &SourceDiagnostic) -> TemplateProblem {
    let (line, column) = place(world, diagnostic).unwrap_or((0, 0));
    let hints: Vec<&str> = diagnostic.hints.iter().map(|hint| hint.v.as_str()).collect();
    let told = sentence::told(&diagnostic.message, &hints);
    TemplateProblem {
        line,
        column,
        message_ru: told.message,
        original: diagnostic.message.to_string(),
        hint: told.hint,
    }
}

/// Where in the template: the fault itself, or the call that led to it when it is inside `surguch.typ`.
fn place(world: &dyn World, diagnostic: &SourceDiagnostic) -> Option<(u32, u32)> {
    let main = world.main();
    let calls = diagnostic.trace.iter().map(|call| DiagSpan::from(call.span));
    std::iter::once(diagnostic.span)
        .chain(calls)
        .filter(|span| span.id() == Some(main))
        .find_map(|span| line_and_column(world, main, span))
}

fn line_and_column(world: &dyn World, main: FileId, span: DiagSpan) -> Option<(u32, u32)> {
    let source = world.source(main).ok()?;
    let range = world.range(span)?;
    let before = source.text().get(..range.start)?;
    let line_start = before.rfind('\n').map_or(0, |place| place + 1);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).saturating_add(1);
    let line = count(before.matches('\n').count());
    let column = count(before.get(line_start..)?.chars().count());
    Some((line, column))
}
