//! What a file says: recognises a document by its content and reads the facts out of it.
//!
//! Every byte here comes from outside and is taken for hostile: sizes, depths, counts and time are bounded,
//! nothing is ever resolved or loaded because a file asks for it.
//!
//! It also writes the one format that the program makes itself, the УПД ([`utd::write`]), and reads tables
//! ([`table::read`]), powers of attorney ([`power_of_attorney::read`]), service documents of an exchange
//! ([`service_document::read`]) and the text of PDFs ([`pdf_text::pages`]).
//!
//! Deliberately not here: input and output, storing, deciding whose document it is, checking against the
//! whole schema (the operator does that), and changing bytes: what is signed is the file as it came.
#![forbid(unsafe_code)]

mod bounded;
mod content;
mod encoding;
mod error;
mod facts;
mod pdf;
mod xml;

pub mod guess;
pub mod pdf_text;
pub mod power_of_attorney;
pub mod service_document;
pub mod table;
pub mod utd;

pub use error::{Error, FieldProblem, PdfProblem, TableProblem};
pub use facts::Facts;

use content::Content;

/// Largest XML that is read. A УПД of 3 MB is already unusual; operators advise against more.
pub const XML_LIMIT_BYTES: usize = 30 * 1024 * 1024;

/// Largest PDF that is read: Diadoc takes up to 70 MB in one document.
pub const PDF_LIMIT_BYTES: usize = 70_000_000;

/// Reads what a file says.
///
/// `name` is the file's own name, with or without folders: it serves for warnings and for telling that the
/// name promises something else than the content, never for recognising the content.
///
/// # Errors
/// [`Error`], each with a stable code and a Russian sentence.
pub fn read(name: &str, bytes: &[u8]) -> Result<Facts, Error> {
    let name = own_name(name);
    match content::recognise(bytes) {
        Content::Nothing => Err(Error::Empty),
        Content::Other(looks_like) => Err(Error::Unrecognised { looks_like }),
        Content::Pdf => {
            if has_ending(name, ".xml") {
                return Err(Error::PdfNamedXml);
            }
            within(bytes, PDF_LIMIT_BYTES)?;
            let warnings = pdf::check(bytes)?;
            let guess = pdf_text::for_a_guess(bytes).map(|pages| guess::of_pages(&pages));
            Ok(Facts::of_nonformalized(
                guess.filter(|guess| !guess.is_empty()),
                warnings,
            ))
        }
        Content::Xml => {
            if has_ending(name, ".pdf") {
                return Err(Error::XmlNamedPdf);
            }
            within(bytes, XML_LIMIT_BYTES)?;
            let decoded = encoding::decode(bytes)?;
            let root = xml::parse(&decoded.text, utd::is_of_interest)?;
            utd::read(name, &root, decoded.warning)
        }
    }
}

fn within(bytes: &[u8], limit_bytes: usize) -> Result<(), Error> {
    if bytes.len() > limit_bytes {
        return Err(Error::TooLarge { limit_bytes });
    }
    Ok(())
}

/// The name without folders of either system.
fn own_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

fn has_ending(name: &str, ending: &str) -> bool {
    name.to_lowercase().ends_with(ending)
}
