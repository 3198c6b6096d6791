//! «Создать документ ЭДО»: a record becomes the file that will be signed, frozen by its hash.
//!
//! What is made is checked before it is kept, and a record that changed meanwhile gets no file of its earlier state.
//! The operator's generator is asked outside of any transaction. Nothing is sent here.

use domain::{Document, DocumentId, EdoFileId, EdoFileRule, EdoFormat, Origin, Paper};
use store::Reader;

use crate::card::{FileView, files};
use crate::changes::Change;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::print_check::{Finding, Severity};
use crate::{Engine, Result, documents, paper};

mod beside;
mod compare;
mod freeze;
mod print_form;
mod stamps;
mod utd;

/// Who makes the file of a УПД.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Generator {
    /// The operator where one can, else the program itself.
    #[default]
    Auto,
    /// The program itself.
    Own,
    /// The operator.
    Operator,
}

/// What became of one document.
#[derive(Debug, Clone)]
pub struct PrepareOutcome {
    /// The document.
    pub document: DocumentId,
    /// What the check found, whether a file was made or not.
    pub findings: Vec<Finding>,
    /// The file, or why there is none.
    pub result: Result<FileView>,
}

/// A record in the state of which a file is made.
#[derive(Debug, Clone)]
struct Subject {
    document: Document,
    paper: Paper,
    /// The bytes of the present file may serve again.
    present: Option<domain::EdoFile>,
}

/// A file that was made and is not kept yet.
struct Made {
    name: String,
    bytes: Vec<u8>,
    format: EdoFormat,
    findings: Vec<Finding>,
}

impl Engine {
    /// Makes the files of these documents, each with a result of its own.
    ///
    /// Errors: `document_not_found`, `content_of_file` (it came with its file), `no_file_rule`, `print_form_missing`,
    /// `print_form_broken`, `file_blocked` (see the findings), `file_gaps`, `no_generator`, `record_changed`, those of
    /// the operator.
    pub async fn prepare(&self, ids: Vec<DocumentId>, generator: Generator) -> Vec<PrepareOutcome> {
        let mut outcomes = Vec::with_capacity(ids.len());
        for document in ids {
            let mut findings = Vec::new();
            let result = self.prepare_one(document, generator, &mut findings).await;
            if result.is_ok() {
                self.inner.changes.tell(&Change::document(document));
            }
            outcomes.push(PrepareOutcome {
                document,
                findings,
                result,
            });
        }
        outcomes
    }

    async fn prepare_one(
        &self,
        id: DocumentId,
        generator: Generator,
        findings: &mut Vec<Finding>,
    ) -> Result<FileView> {
        let subject = self.read(move |r| subject(r, id)).await?;
        let made = match &subject.paper.kind.edo_file {
            EdoFileRule::Never => return Err(no_rule(&subject.paper)),
            EdoFileRule::PrintForm => self.print_form_file(&subject).await?,
            EdoFileRule::Utd { function } => self.utd_file(&subject, *function, generator).await?,
        };
        findings.clone_from(&made.findings);
        if let Some(blocker) = made
            .findings
            .iter()
            .find(|finding| finding.severity == Severity::Blocker)
        {
            return Err(blocked(blocker));
        }
        self.blocking(move |inner| keep(inner, &subject, &made)).await
    }
}

fn subject(r: &Reader<'_>, id: DocumentId) -> Result<Subject> {
    let document = r.document(id)?.ok_or_else(documents::not_found)?;
    if document.body.origin == Origin::Imported {
        return Err(Error::new(
            Code::ContentOfFile,
            "Этот документ пришёл с готовым файлом, и подписан будет этот файл. Другой файл для него не создаётся. \
             Ничего не изменено. Чтобы изменить содержание, создайте копию документа.",
        ));
    }
    let paper = paper::of(r, &document)?;
    Ok(Subject {
        present: r.current_edo_file(id)?,
        document,
        paper,
    })
}

fn keep(inner: &Inner, subject: &Subject, made: &Made) -> Result<FileView> {
    let id = freeze::freeze(inner, subject, made)?;
    inner.read(|r| view(r, subject.document.id, id))
}

fn view(r: &Reader<'_>, document: DocumentId, file: EdoFileId) -> Result<FileView> {
    let document = r.document(document)?.ok_or_else(documents::not_found)?;
    let found = files(r, &document)?.into_iter().find(|view| view.file.id == file);
    found.ok_or_else(|| Error::internal("a file that was just kept is not there"))
}

fn no_rule(paper: &Paper) -> Error {
    Error::new(
        Code::NoFileRule,
        format!(
            "Для вида «{}» файл ЭДО не создаётся: так задано правилом вида. Документ сохранён. Если это изменилось, \
             исправьте правило в настройках, раздел «Виды документов».",
            paper.kind.name
        ),
    )
}

fn blocked(blocker: &Finding) -> Error {
    Error::new(
        Code::FileBlocked,
        format!(
            "{} Файл не создан, документ сохранён. Исправьте замечание и повторите.",
            blocker.sentence
        ),
    )
}
