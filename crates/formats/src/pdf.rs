//! Whether a PDF is whole: it opens without a password and has a page. What it says is not read.
//!
//! The structure is read by `hayro-syntax` (the reader behind Typst's tools: written for broken and hostile
//! files, limited depth, no cycles). Deliberately no rendering, no images, no texts.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use crate::error::{Error, PdfProblem};
use crate::facts::Facts;

/// An honest file of 70 MB opens in a fraction of a second.
const LONGEST: Duration = Duration::from_secs(10);

/// A page tree is walked with a stack of its own; objects nest up to 512 levels inside the library.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// Files being opened at once, those that never come back included: a mailbox full of them must not take
/// every core.
const OPENING_AT_ONCE: usize = 16;

static OPENING: AtomicUsize = AtomicUsize::new(0);

/// A place among the files being opened; given back even when the library panics.
struct Place;

impl Place {
    fn take() -> Option<Self> {
        let taken = Self;
        (OPENING.fetch_add(1, Ordering::Relaxed) < OPENING_AT_ONCE).then_some(taken)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        OPENING.fetch_sub(1, Ordering::Relaxed);
    }
}

const RESTRICTED: &str = "PDF защищён от изменений, но открывается без пароля. \
    Контрагент сможет его прочитать; если оператор откажет в приёме, сохраните PDF без защиты.";

/// The facts of a PDF, if it can be used.
pub fn read(bytes: &[u8]) -> Result<Facts, Error> {
    if is_truncated(bytes) {
        return Err(Error::Pdf(PdfProblem::Truncated));
    }
    open_within(bytes.to_vec(), LONGEST).map_err(Error::Pdf)?;
    let restricted = contains(bytes, b"/Encrypt").then(|| RESTRICTED.to_owned());
    Ok(Facts::of_nonformalized(restricted.into_iter().collect()))
}

/// A whole file ends with `%%EOF`; programs that add to a file add one more. An object after the last
/// `%%EOF` means that an addition was cut off (the library would silently show the state before it).
fn is_truncated(bytes: &[u8]) -> bool {
    const END: &[u8] = b"%%EOF";
    let last = bytes.windows(END.len()).rposition(|window| window == END);
    let Some(after) = last.and_then(|at| bytes.get(at..)) else {
        return true;
    };
    contains(after, b" obj")
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// Opens the file in a thread of its own. The library repairs broken files by searching them, which takes
/// quadratic time on a file made for that (measured: 10 s for 0.8 MB), and may have panics we do not know: neither may stop the program.
/// A thread that does not come back is left to itself; it holds a copy of the bytes and touches nothing else.
fn open_within(bytes: Vec<u8>, longest: Duration) -> Result<(), PdfProblem> {
    let place = Place::take().ok_or(PdfProblem::TooSlow)?;
    let (tell, told) = sync_channel(1);
    let opening = move || {
        let _place = place;
        // The receiver is gone when the time is over.
        let _ = tell.send(open(bytes));
    };
    let started = thread::Builder::new()
        .name("pdf".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(opening);
    if started.is_err() {
        return Err(PdfProblem::TooSlow);
    }
    match told.recv_timeout(longest) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => Err(PdfProblem::TooSlow),
        // The thread ended without an answer: the library panicked.
        Err(RecvTimeoutError::Disconnected) => Err(PdfProblem::Broken),
    }
}

fn open(bytes: Vec<u8>) -> Result<(), PdfProblem> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
        ) => PdfProblem::Encrypted,
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => PdfProblem::Broken,
    })?;
    if pdf.pages().is_empty() {
        return Err(PdfProblem::NoPages);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Duration, OPENING_AT_ONCE, Place, is_truncated, open_within};
    use crate::error::PdfProblem;

    #[test]
    fn a_file_made_to_search_forever_does_not_stop_the_caller() {
        // From each dictionary the string that never closes is searched to the end of the file.
        let endless = "1 0 obj << /A 1 /B (".repeat(400_000).into_bytes();
        assert_eq!(
            open_within(endless, Duration::from_millis(100)),
            Err(PdfProblem::TooSlow)
        );
    }

    #[test]
    fn places_are_limited_and_given_back() {
        let held: Vec<_> = std::iter::from_fn(Place::take).collect();
        assert!(!held.is_empty() && held.len() <= OPENING_AT_ONCE);
        drop(held);
        assert!(Place::take().is_some());
    }

    #[test]
    fn an_addition_that_was_cut_off_is_noticed() {
        assert!(is_truncated(b"%PDF-1.7\n1 0 obj"));
        assert!(is_truncated(b"%PDF-1.7\n%%EOF\n7 0 obj\n<<"));
        assert!(!is_truncated(b"%PDF-1.7\n1 0 obj\n%%EOF\r\n"));
    }
}
