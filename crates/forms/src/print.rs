//! A record and a template become a PDF.
//!
//! Bounds: Typst itself stops a `while` after 10,000 turns, calls nested deeper than 80 and layout deeper than 72; here
//! a form is given up after a time that grows with its lines ([`longest`]) and refused beyond [`PAGES_LIMIT`] pages.
//! A form that was given up cannot be stopped from outside and ends by itself in the background, so no more than
//! [`GIVEN_UP_LIMIT`] of them may be alive.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

use domain::Paper;
use formats::pdf_text::PageText;
use jiff::civil::{Date, date};
use sha2::{Digest, Sha256};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Label, Smart};
use typst::introspection::Introspector;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::fault::TemplateFault;
use crate::view::PaymentCode;
use crate::world::{Desk, PAYMENT_CODE, RECORD, SHARED};
use crate::{layout, payment_qr, template, view};

/// What kind of PDF is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// PDF 1.7 with tags: for reading and printing on paper.
    Pdf,
    /// PDF/A-2b (ISO 19005-2): fonts inside, nothing that may look different later. For what will be signed.
    PdfA,
}

/// A printed form.
#[derive(Debug, Clone, PartialEq)]
pub struct Printed {
    /// The file.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// The form keeps room for the stamp of the electronic signature on its last page.
    pub stamp_room: bool,
    /// The words and the other ink of each page.
    pub text: Vec<PageText>,
}

/// No record gives so many pages: 10,000 lines are about 500.
pub const PAGES_LIMIT: usize = 3_000;
/// A form of one page takes milliseconds, 10,000 lines some twenty seconds; a busy computer several times that.
fn longest(lines: usize) -> Duration {
    let lines = u64::try_from(lines).unwrap_or(u64::MAX);
    Duration::from_secs(60) + Duration::from_millis(lines.saturating_mul(30).min(600_000))
}

/// Forms that were given up and still run.
const GIVEN_UP_LIMIT: usize = 2;
static GIVEN_UP: AtomicUsize = AtomicUsize::new(0);
/// Nested layout is recursive: the usual two megabytes of a thread are not enough for the depth that Typst allows.
const STACK_BYTES: usize = 64 << 20;
/// Tags for screen readers cost most of the size and the time of long tables: a table longer than that has none.
const TAGGED_LINES: usize = 300;
/// PDF/A asks for a date of the file; a record without one gets this, so that its bytes stay the same.
const UNDATED: Date = date(1970, 1, 1);
/// What Typst remembers between forms goes after so many forms without use.
const MEMORY_AGE: usize = 8;

/// Prints a record by a template. The same record and template give the same bytes, always and everywhere.
///
/// # Errors
/// The template is at fault; each fault has its place in the text.
pub fn print(source: &str, paper: &Paper, output: Output) -> Result<Printed, TemplateFault> {
    let (desk, ident) = desk(source, paper).ok_or_else(broken)?;
    let options = options(ident, paper, output)?;
    bounded(longest(paper.lines.len()), move || printed(&desk, &options))
}

/// The template with the record and whatever else it may read, and the identity of both.
fn desk(source: &str, paper: &Paper) -> Option<(Desk, String)> {
    // Drawing the code takes longer than setting a line of text: only for forms that ask for it.
    let picture = source
        .contains("payment")
        .then(|| payment_qr::of_paper(paper).ok()?.svg())
        .flatten();
    let code = match picture {
        Some(_) => PaymentCode::Drawn,
        None => PaymentCode::Absent,
    };
    let record = view::record(paper, code).to_string();
    let ident = ident(source, &record);
    let mut desk = Desk::new(source)?
        .with_module(SHARED, template::SHARED_MODULE)
        .with_file(RECORD, record.into_bytes())
        .on(paper.issued_on.and_then(datetime));
    if let Some(picture) = picture {
        desk = desk.with_file(PAYMENT_CODE, picture.into_bytes());
    }
    Some((desk, ident))
}

fn printed(desk: &Desk, options: &PdfOptions) -> Result<Printed, TemplateFault> {
    let fault = |diagnostics: &[SourceDiagnostic]| TemplateFault::of(desk, diagnostics);
    let document: PagedDocument = typst::compile(desk).output.map_err(|found| fault(&found))?;
    if document.pages().len() > PAGES_LIMIT {
        return Err(TemplateFault::without_place(
            &format!(
                "В форме больше {PAGES_LIMIT} страниц: {}.",
                document.pages().len()
            ),
            "Проверьте разрывы страниц и циклы.",
        ));
    }
    let printed = Printed {
        pdf: typst_pdf::pdf(&document, options).map_err(|found| fault(&found))?,
        pages: document.pages().len(),
        stamp_room: keeps_stamp_room(&document),
        text: layout::pages(&document),
    };
    Ok(printed)
}

/// How long Typst alone takes for the same source and record, from text to bytes: the floor of the bench.
#[doc(hidden)]
pub fn bare_compilation(source: &str, paper: &Paper) -> Option<Duration> {
    let (desk, ident) = desk(source, paper)?;
    let options = options(ident, paper, Output::PdfA).ok()?;
    let started = std::time::Instant::now();
    let document: PagedDocument = typst::compile(&desk).output.ok()?;
    typst_pdf::pdf(&document, &options).ok()?;
    typst::comemo::evict(MEMORY_AGE);
    Some(started.elapsed())
}

/// The mark that `stamp-room()` of `surguch.typ` leaves, on the last page.
fn keeps_stamp_room(document: &PagedDocument) -> bool {
    let Some(label) = Label::new(PicoStr::intern("stamp-room")) else {
        return false;
    };
    let introspector = document.introspector();
    introspector
        .query(&typst::foundations::Selector::Label(label))
        .iter()
        .filter_map(|mark| introspector.page(mark.location()?))
        .any(|page| page.get() == document.pages().len())
}

/// Runs in a thread with a stack of its own; a fault inside Typst ends there and is told.
pub(crate) fn bounded<T: Send + 'static>(
    longest: Duration,
    work: impl FnOnce() -> Result<T, TemplateFault> + Send + 'static,
) -> Result<T, TemplateFault> {
    if GIVEN_UP.load(Ordering::SeqCst) >= GIVEN_UP_LIMIT {
        return Err(TemplateFault::without_place(
            "Предыдущие формы ещё собираются.",
            "Подождите минуту и повторите. Если так остаётся, перезапустите программу.",
        ));
    }
    let (sender, receiver) = sync_channel(1);
    let thread = std::thread::Builder::new()
        .name("form".to_owned())
        .stack_size(STACK_BYTES);
    let started = thread.spawn(move || {
        let result = work();
        typst::comemo::evict(MEMORY_AGE);
        if sender.send(result).is_err() {
            GIVEN_UP.fetch_sub(1, Ordering::SeqCst);
        }
    });
    if started.is_err() {
        return Err(broken());
    }
    match receiver.recv_timeout(longest) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => {
            GIVEN_UP.fetch_add(1, Ordering::SeqCst);
            Err(TemplateFault::without_place(
                "Форма собирается слишком долго и остановлена.",
                "Проверьте циклы в форме. Запись не изменилась.",
            ))
        }
        Err(RecvTimeoutError::Disconnected) => Err(broken()),
    }
}

fn broken() -> TemplateFault {
    TemplateFault::without_place(
        "Форма не собрана: сборка остановилась из-за внутренней ошибки.",
        "Запись не изменилась. Верните предыдущую версию формы и повторите.",
    )
}

fn options(ident: String, paper: &Paper, output: Output) -> Result<PdfOptions, TemplateFault> {
    let standard = match output {
        Output::Pdf => PdfStandard::V_1_7,
        Output::PdfA => PdfStandard::A_2b,
    };
    let day = paper.issued_on.unwrap_or(UNDATED);
    Ok(PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("Сургуч".to_owned())),
        timestamp: datetime(day).map(Timestamp::new_utc),
        standards: PdfStandards::new(&[standard]).map_err(|_| broken())?,
        tagged: paper.lines.len() <= TAGGED_LINES,
        ..PdfOptions::default()
    })
}

/// Midnight of the day of the document: the clock is not asked, so that the bytes are the same tomorrow.
pub(crate) fn datetime(day: Date) -> Option<Datetime> {
    let (month, day_of_month) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    Datetime::from_ymd_hms(i32::from(day.year()), month, day_of_month, 0, 0, 0)
}

fn ident(source: &str, record: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(source.as_bytes());
    hash.update(record.as_bytes());
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
