//! Copies for viewing: the pages of a PDF with stamps of electronic signatures, and several PDFs in one file.
//!
//! The original is never touched: its bytes are what was signed. A copy carries what ГОСТ Р 7.0.97-2016 (5.23) asks of
//! the mark of an electronic signature: the phrase, the number of the certificate, its owner, its validity.
//! Deliberately nothing here checks a signature: stamps are data.

use std::time::Duration;

use formats::Error as PdfError;
use formats::pdf_text::{self, Area};
use hayro_syntax::Pdf;
use serde::Serialize;
use serde_json::{Value, json};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::check::free_room;
use crate::fault::TemplateFault;
use crate::fonts::printable;
use crate::print::{PAGES_LIMIT, bounded};
use crate::world::{Desk, RECORD};

/// One stamp. Empty texts are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct StampBlock {
    /// «Документ подписан электронной подписью»; empty for that very phrase.
    pub phrase: String,
    /// Number of the certificate.
    pub certificate: String,
    /// Its owner: firm and person.
    pub owner: String,
    /// Beginning of its validity, as printed.
    pub valid_from: String,
    /// End of its validity, as printed.
    pub valid_until: String,
    /// Number of the машиночитаемая доверенность.
    pub mpoa_number: String,
    /// When the signature was made, as printed.
    pub signed_at: String,
}

/// Why there is no copy. The original is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StampFault {
    /// The PDF cannot be read.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// One of several PDFs cannot be read; from 0.
    #[error("PDF {0} cannot be read")]
    BrokenPart(usize),
    /// More than [`PAGES_LIMIT`] pages.
    #[error("more than {PAGES_LIMIT} pages")]
    TooManyPages,
    /// The pages could not be put on sheets.
    #[error(transparent)]
    NotPlaced(#[from] TemplateFault),
}

impl StampFault {
    /// A Russian sentence for the clerk.
    pub fn sentence(&self) -> String {
        let what = match self {
            Self::Pdf(error) => return error.sentence(),
            Self::BrokenPart(part) => format!("Документ {} не читается как PDF.", part + 1),
            Self::TooManyPages => {
                format!("Страниц больше {PAGES_LIMIT}. Выберите меньше документов.")
            }
            Self::NotPlaced(fault) => {
                let problem = fault.problems.first();
                let told = problem.map_or("", |problem| problem.message_ru.as_str());
                format!("Страницы не удалось перенести в копию. {told}")
            }
        };
        format!("{what} Исходные документы не изменились.")
    }
}

const SOURCE: &str = include_str!("../templates/stamped_copy.typ");
/// Three thousand pages of others take seconds.
const LONGEST: Duration = Duration::from_secs(120);
const MM: f32 = 72.0 / 25.4;
/// Size of a stamp and the blank between two of them.
const BLOCK: (f32, f32) = (80.0 * MM, 30.0 * MM);
const GAP: f32 = 3.0 * MM;

/// A copy of a PDF with these stamps and a note («Копия для просмотра») on every page. Stamps stand in the free room of
/// the last page, as low as possible; where there is none, on a page of their own.
///
/// # Errors
/// The PDF is broken, encrypted or too large.
pub fn stamped_copy(pdf: &[u8], blocks: &[StampBlock], note: &str) -> Result<Vec<u8>, StampFault> {
    let pages = pdf_text::pages(pdf, PAGES_LIMIT + 1)?;
    if pages.len() > PAGES_LIMIT {
        return Err(StampFault::TooManyPages);
    }
    let room = (!blocks.is_empty())
        .then(|| pages.last().and_then(|last| room_for(last, blocks.len())))
        .flatten();
    let sheets: Vec<Value> = (1..)
        .zip(&pages)
        .map(|(number, page)| sheet(0, number, page.width_pt, page.height_pt))
        .collect();
    let blocks: Vec<Value> = blocks.iter().map(block).collect();
    let record = json!({
        "sheets": sheets,
        "blocks": blocks,
        "note": printable(note),
        "room": room.map(|(area, columns)| json!({
            "x": f64::from(area.x), "y": f64::from(area.y), "columns": columns,
        })),
    });
    compiled(&record, &[pdf])
}

/// Several PDFs in one, in this order, for printing in one go.
///
/// # Errors
/// One of them cannot be read.
pub fn merged(pdfs: &[&[u8]]) -> Result<Vec<u8>, StampFault> {
    let mut sheets = Vec::new();
    for (file, bytes) in pdfs.iter().enumerate() {
        let pdf = Pdf::new(bytes.to_vec()).map_err(|_| StampFault::BrokenPart(file))?;
        if pdf.pages().is_empty() {
            return Err(StampFault::BrokenPart(file));
        }
        for (number, page) in (1..).zip(pdf.pages().iter()) {
            let (width, height) = page.render_dimensions();
            sheets.push(sheet(file, number, width, height));
        }
        if sheets.len() > PAGES_LIMIT {
            return Err(StampFault::TooManyPages);
        }
    }
    compiled(
        &json!({"sheets": sheets, "blocks": [], "note": "", "room": null}),
        pdfs,
    )
}

fn sheet(file: usize, page: u32, width: f32, height: f32) -> Value {
    json!({"file": file_name(file), "page": page, "width": f64::from(width), "height": f64::from(height)})
}

fn file_name(file: usize) -> String {
    format!("pages-{file}.pdf")
}

fn block(block: &StampBlock) -> Value {
    let phrase = match block.phrase.trim() {
        "" => "Документ подписан электронной подписью",
        phrase => phrase,
    };
    json!({
        "phrase": printable(phrase),
        "certificate": printable(&block.certificate),
        "owner": printable(&block.owner),
        "valid_from": printable(&block.valid_from),
        "valid_until": printable(&block.valid_until),
        "mpoa_number": printable(&block.mpoa_number),
        "signed_at": printable(&block.signed_at),
    })
}

/// Room for so many stamps, in as many columns as the page takes.
fn room_for(page: &pdf_text::PageText, blocks: usize) -> Option<(Area, usize)> {
    (1..=blocks.min(3)).rev().find_map(|columns| {
        let length = |count: usize, one: f32| {
            let count = f32::from(u16::try_from(count).unwrap_or(u16::MAX));
            count * one + (count - 1.0) * GAP
        };
        let rows = blocks.div_ceil(columns);
        let area = free_room(page, length(columns, BLOCK.0), length(rows, BLOCK.1))?;
        Some((area, columns))
    })
}

fn compiled(record: &Value, pdfs: &[&[u8]]) -> Result<Vec<u8>, StampFault> {
    let desk = Desk::new(SOURCE).map(|desk| desk.with_file(RECORD, record.to_string().into_bytes()));
    let Some(mut desk) = desk else {
        return Err(StampFault::BrokenPart(0));
    };
    for (file, bytes) in pdfs.iter().enumerate() {
        desk = desk.with_file(&file_name(file), bytes.to_vec());
    }
    let pdf = bounded(LONGEST, move || {
        let fault = |found: typst::ecow::EcoVec<_>| TemplateFault::of(&desk, &found);
        let document: PagedDocument = typst::compile(&desk).output.map_err(fault)?;
        let options = PdfOptions {
            creator: typst::foundations::Smart::Custom(Some("Сургуч".to_owned())),
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&document, &options).map_err(fault)
    })?;
    Ok(pdf)
}

/// How many pages a PDF has.
///
/// # Errors
/// It cannot be read.
pub fn page_count(pdf: &[u8]) -> Result<usize, StampFault> {
    let pdf = Pdf::new(pdf.to_vec()).map_err(|_| StampFault::BrokenPart(0))?;
    Ok(pdf.pages().len())
}
