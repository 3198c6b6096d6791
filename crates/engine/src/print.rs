//! «Печать»: many documents become one PDF.
//!
//! A composed record is printed by a form, an imported PDF as it came, an imported УПД by the form of the УПД from
//! what its file tells. Each document has a result of its own: one that cannot be printed keeps no other back.
//! Nothing is kept: the pages lie on the shelf. Printing on paper is up to the window.

mod render;
mod stamps;
mod utd;

use domain::{BlobId, Document, DocumentId, EdoFormat, KindBody, Origin, StoredFile};
use forms::{Output, Printed, StampFault};
use store::Reader;

use crate::documents::Content;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::print_check::{self, Finding};
use crate::trust::TrustAtHand;
use crate::work::{Task, Work};
use crate::{Engine, Result, document_signatures, documents, paper, print_forms, records};

pub(crate) use render::{Unprinted, render};

/// The largest merged print. More than that no printer and no window takes well.
const LARGEST_PRINT_BYTES: usize = 256 * 1024 * 1024;

/// What for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PrintPurpose {
    /// The paper itself.
    #[default]
    Paper,
    /// «Копия для просмотра»: with what is known of the signatures.
    CopyForViewing,
}

/// What to print.
#[derive(Debug, Clone, Default)]
pub struct PrintRequest {
    /// The documents, in this order.
    pub documents: Vec<DocumentId>,
    /// The form for composed records; that of their kind when absent.
    pub form: Option<String>,
    /// What for.
    pub purpose: PrintPurpose,
}

/// What became of one document of a print.
#[derive(Debug, Clone)]
pub struct PrintOutcome {
    /// The document.
    pub document: DocumentId,
    /// Why it is not among the pages.
    pub result: Result<()>,
}

/// A print.
#[derive(Debug, Clone)]
pub struct PrintedPages {
    /// Address of the pages.
    pub blob: BlobId,
    /// Name for a file: «Счёт на оплату № 15 от 21.11.2026.pdf».
    pub name: String,
    /// How many pages.
    pub pages: usize,
    /// One result per document, in the order given.
    pub results: Vec<PrintOutcome>,
}

/// One document, printed.
pub(crate) struct Sheet {
    pub(crate) pdf: Vec<u8>,
    name: String,
}

/// Printed documents, one upon another.
#[derive(Default)]
pub(crate) struct Pile {
    sheets: Vec<Sheet>,
    bytes: usize,
}

impl Pile {
    /// Puts one more on top. `print_too_large`.
    pub(crate) fn put(&mut self, sheet: Sheet) -> Result<()> {
        self.bytes += sheet.pdf.len();
        if self.bytes > LARGEST_PRINT_BYTES {
            return Err(too_large());
        }
        self.sheets.push(sheet);
        Ok(())
    }

    fn is_empty(&self) -> bool {
        self.sheets.is_empty()
    }

    /// All of them in one file, and how many pages that is.
    pub(crate) fn bound(self) -> Result<(Content, usize)> {
        let name = match self.sheets.as_slice() {
            [only] => format!("{}.pdf", file_name(&only.name)),
            many => format!("Печать документов, {}.pdf", many.len()),
        };
        let (bytes, pages) = bind(self.sheets.into_iter().map(|sheet| sheet.pdf).collect())?;
        let content = Content {
            name,
            media_type: "application/pdf",
            bytes,
        };
        Ok((content, pages))
    }
}

impl Engine {
    /// Prints documents into one PDF. Dropping the future, or cancelling the work, ends it after the document under way.
    ///
    /// Errors: `nothing_to_print` (with the reason of the only one, where it was one), `print_too_large`,
    /// `work_cancelled`, `print_form_missing` for a chosen form.
    pub async fn print(&self, request: PrintRequest) -> Result<PrintedPages> {
        let chosen = match request.form {
            Some(name) => Some(self.blocking(move |inner| chosen_form(inner, &name)).await?),
            None => None,
        };
        let work = self.begin_work(Task::Print, request.documents.len());
        let (mut pile, mut results) = (Pile::default(), Vec::new());
        for document in request.documents {
            work.check()?;
            let (form, purpose) = (chosen.clone(), request.purpose);
            let printed = self
                .blocking(move |inner| print_one(inner, document, form.as_ref(), purpose))
                .await;
            let result = match printed {
                Ok(sheet) => {
                    pile.put(sheet)?;
                    Ok(())
                }
                Err(error) => Err(error),
            };
            results.push(PrintOutcome { document, result });
            work.step();
        }
        self.bound(work, pile, results).await
    }

    async fn bound(&self, work: Work, pile: Pile, results: Vec<PrintOutcome>) -> Result<PrintedPages> {
        if pile.is_empty() {
            return Err(nothing_to_print(&results));
        }
        self.blocking(move |inner| {
            work.check()?;
            let (content, pages) = pile.bound()?;
            Ok(PrintedPages {
                name: content.name.clone(),
                blob: inner.shelf.put(content),
                pages,
                results,
            })
        })
        .await
    }
}

/// The text of the chosen form, read once for all documents.
pub(crate) fn chosen_form(inner: &Inner, name: &str) -> Result<ChosenForm> {
    Ok(ChosenForm {
        source: print_forms::source(inner, name)?,
        title: print_forms::title_of(inner, name),
    })
}

/// What can be told without printing: there is nothing to print, or no form to print it by.
pub(crate) fn refuse_unprintable(
    inner: &Inner,
    r: &Reader<'_>,
    document: &Document,
    chosen: Option<&ChosenForm>,
) -> Result<()> {
    match (&document.body.file, document.body.origin) {
        (Some(_), Origin::Imported) => Ok(()),
        (None, Origin::Imported) => Err(documents::content_missing()),
        (_, Origin::Composed) => form_of(inner, &paper::of(r, document)?.kind, chosen).map(drop),
    }
}

/// A name that every system can keep as a file.
pub(crate) fn file_name(label: &str) -> String {
    let safe = |letter: char| match letter {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
        letter if letter.is_control() => ' ',
        letter => letter,
    };
    label.chars().map(safe).take(120).collect()
}

/// A form that a person chose.
#[derive(Clone)]
pub(crate) struct ChosenForm {
    source: String,
    title: String,
}

/// Binds PDFs into one; a single one stays as it is, byte for byte.
fn bind(mut pdfs: Vec<Vec<u8>>) -> Result<(Vec<u8>, usize)> {
    let unbound = |fault: StampFault| {
        Error::new(
            Code::NotPrintable,
            format!("Страницы не собрались в один файл. {}", fault.sentence()),
        )
    };
    let bytes = match pdfs.as_slice() {
        [_] => pdfs.pop().unwrap_or_default(),
        _ => forms::merged(&pdfs.iter().map(Vec::as_slice).collect::<Vec<_>>()).map_err(unbound)?,
    };
    let pages = forms::page_count(&bytes).map_err(unbound)?;
    Ok((bytes, pages))
}

pub(crate) fn print_one(
    inner: &Inner,
    id: DocumentId,
    chosen: Option<&ChosenForm>,
    purpose: PrintPurpose,
) -> Result<Sheet> {
    let document = inner.read(|r| r.document(id)?.ok_or_else(documents::not_found))?;
    let pdf = match purpose {
        PrintPurpose::Paper => pdf_of(inner, &document, chosen)?,
        PrintPurpose::CopyForViewing => copy_for_viewing(inner, &document, chosen)?,
    };
    Ok(Sheet {
        pdf,
        name: inner.read(|r| Ok(records::reference(r, &document)?.label))?,
    })
}

fn pdf_of(inner: &Inner, document: &Document, chosen: Option<&ChosenForm>) -> Result<Vec<u8>> {
    let body = &document.body;
    match (&body.file, body.origin, body.format) {
        (Some(file), Origin::Imported, EdoFormat::Nonformalized) => stored_pdf(inner, file),
        (Some(file), Origin::Imported, EdoFormat::Utd(_)) => of_utd_file(inner, document, file, chosen),
        (None, Origin::Imported, _) => Err(documents::content_missing()),
        (_, Origin::Composed, _) => Ok(composed(inner, document, chosen)?.pdf),
    }
}

/// Of what was sent where something was; else of what was signed, else of what would be printed.
fn copy_for_viewing(inner: &Inner, document: &Document, chosen: Option<&ChosenForm>) -> Result<Vec<u8>> {
    let sent = inner.read(|r| stamps::last_sending(inner, r, document))?;
    let mut signatures = document_signatures::known(inner, &TrustAtHand::load(inner)?, document.id)?;
    let sent_file = sent.as_ref().and_then(stamps::Sent::file);
    let signed_file = || {
        signatures
            .iter()
            .map(|known| &known.file)
            .max_by_key(|file| file.id)
    };
    let file = sent_file.or_else(signed_file).cloned();
    let pdf = match &file {
        Some(file) if document.body.format == EdoFormat::Nonformalized => stored_pdf(inner, &file.file)?,
        Some(file) => of_utd_file(inner, document, &file.file, chosen)?,
        None => pdf_of(inner, document, chosen)?,
    };
    signatures.retain(|known| file.as_ref().is_some_and(|file| file.id == known.file.id));
    stamps::copy_for_viewing(sent.as_ref(), &signatures, &pdf)
}

fn stored_pdf(inner: &Inner, file: &StoredFile) -> Result<Vec<u8>> {
    let bytes = inner
        .store
        .blob(file.blob)?
        .ok_or_else(documents::content_missing)?;
    if bytes.starts_with(b"%PDF") {
        return Ok(bytes);
    }
    Err(Error::new(
        Code::NotPrintable,
        format!(
            "Файл «{}» — не PDF, напечатать его нельзя. Документ цел. Откройте его в программе, в которой он создан.",
            file.name
        ),
    ))
}

fn of_utd_file(
    inner: &Inner,
    document: &Document,
    file: &StoredFile,
    chosen: Option<&ChosenForm>,
) -> Result<Vec<u8>> {
    let bytes = inner
        .store
        .blob(file.blob)?
        .ok_or_else(documents::content_missing)?;
    let facts = formats::read(&file.name, &bytes)
        .map_err(|error| Error::new(Code::File(error.code()), error.sentence()))?;
    let paper = inner.read(|r| utd::paper(r, document, &facts))?;
    let form = form_of(inner, &paper.kind, chosen)?;
    let printed = render(form.source, paper, Output::Pdf).map_err(|why| why.told(&form.title))?;
    Ok(printed.pdf)
}

/// The pages of a composed record by the chosen form, or by the first of its kind.
fn composed(inner: &Inner, document: &Document, chosen: Option<&ChosenForm>) -> Result<Printed> {
    let paper = inner.read(|r| paper::of(r, document))?;
    let form = form_of(inner, &paper.kind, chosen)?;
    render(form.source, paper, Output::Pdf).map_err(|why| why.told(&form.title))
}

fn form_of(inner: &Inner, kind: &KindBody, chosen: Option<&ChosenForm>) -> Result<ChosenForm> {
    if let Some(chosen) = chosen {
        return Ok(chosen.clone());
    }
    let name = kind.print_forms.first().ok_or_else(|| {
        Error::new(
            Code::PrintFormMissing,
            format!(
                "У вида «{}» нет печатной формы. Документ цел. Добавьте форму в настройках, раздел «Виды документов».",
                kind.name
            ),
        )
    })?;
    chosen_form(inner, name)
}

/// What the check finds in a record that has no file of its present state.
pub(crate) fn check_composed(inner: &Inner, document: &Document) -> Result<Vec<Finding>> {
    let is_imported = document.body.origin == Origin::Imported;
    if is_imported || document.body.format != EdoFormat::Nonformalized {
        return Ok(Vec::new());
    }
    let printed = composed(inner, document, None)?;
    Ok(print_check::of_pages(&printed, &print_check::rules(inner)?))
}

fn nothing_to_print(results: &[PrintOutcome]) -> Error {
    if let [only] = results
        && let Err(error) = &only.result
    {
        return error.clone();
    }
    let first = results.iter().find_map(|outcome| outcome.result.as_ref().err());
    let why = first.map_or_else(String::new, |error| {
        format!(" Первая причина: {}", error.sentence())
    });
    Error::new(
        Code::NothingToPrint,
        format!("Ни один документ не напечатан. Документы целы.{why}"),
    )
}

fn too_large() -> Error {
    Error::new(
        Code::PrintTooLarge,
        format!(
            "Файл для печати получился больше {} МБ и не собран. Документы целы. Напечатайте документы частями.",
            LARGEST_PRINT_BYTES / (1024 * 1024)
        ),
    )
}
