//! Whether a PDF is whole: it opens without a password and has a page.
//!
//! The structure is read by `hayro-syntax` (the reader behind Typst's tools: written for broken and hostile
//! files, limited depth, no cycles). Texts are read by [`crate::pdf_text`]; deliberately no rendering, no images.

use std::time::Duration;

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use crate::bounded;
use crate::error::{Error, PdfProblem};

mod inflation;

/// An honest file of 70 MB opens in a fraction of a second.
const LONGEST: Duration = Duration::from_secs(10);

const RESTRICTED: &str = "PDF защищён от изменений, но открывается без пароля. \
    Контрагент сможет его прочитать; если оператор откажет в приёме, сохраните PDF без защиты.";

/// What should be said about a PDF that can be used.
pub fn check(bytes: &[u8]) -> Result<Vec<String>, Error> {
    refuse_unusable(bytes)?;
    let copy = bytes.to_vec();
    let opened = bounded::within(LONGEST, move |_| open(copy).map(drop));
    opened
        .map_err(|lost| Error::Pdf(lost.into()))?
        .map_err(Error::Pdf)?;
    let restricted = contains(bytes, b"/Encrypt").then(|| RESTRICTED.to_owned());
    Ok(restricted.into_iter().collect())
}

/// Refuses what needs no opening: a file that was cut off, or one that would not fit into memory.
pub fn refuse_unusable(bytes: &[u8]) -> Result<(), Error> {
    if is_truncated(bytes) {
        return Err(Error::Pdf(PdfProblem::Truncated));
    }
    inflation::refuse_bombs(bytes).map_err(Error::Pdf)
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

/// The structure of the file, with at least one page.
pub fn open(bytes: Vec<u8>) -> Result<Pdf, PdfProblem> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
        ) => PdfProblem::Encrypted,
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => PdfProblem::Broken,
    })?;
    if pdf.pages().is_empty() {
        return Err(PdfProblem::NoPages);
    }
    Ok(pdf)
}

#[cfg(test)]
mod tests {
    use super::{Duration, bounded, is_truncated, open};
    use crate::bounded::Lost;

    #[test]
    fn a_file_made_to_search_forever_does_not_stop_the_caller() {
        // From each dictionary the string that never closes is searched to the end of the file.
        let endless = "1 0 obj << /A 1 /B (".repeat(400_000).into_bytes();
        let opened = bounded::within(Duration::from_millis(100), move |_| open(endless).map(drop));
        assert_eq!(opened, Err(Lost::TooSlow));
    }

    #[test]
    fn an_addition_that_was_cut_off_is_noticed() {
        assert!(is_truncated(b"%PDF-1.7\n1 0 obj"));
        assert!(is_truncated(b"%PDF-1.7\n%%EOF\n7 0 obj\n<<"));
        assert!(!is_truncated(b"%PDF-1.7\n1 0 obj\n%%EOF\r\n"));
    }
}
