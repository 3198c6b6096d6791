//! Print forms: a record and a template become a PDF, the same bytes each time. Also what belongs to paper: sums in
//! words, the QR code of a payment, the check of forms before they are signed, copies for viewing with stamps, and
//! several PDFs in one.
//!
//! Deliberately no files, no network and no asking of the time: templates and data are handed over as text, fonts are
//! inside, dates come from the record. Nothing is decided about documents.
#![forbid(unsafe_code)]

pub mod check;
mod fault;
mod figures;
mod fonts;
mod layout;
pub mod payment_qr;
mod print;
mod stamp;
mod template;
mod view;
pub mod words;
mod world;

pub use fault::{TemplateFault, TemplateProblem};
pub use figures::money;
pub use formats::pdf_text::{Area, PageText, Word};
pub use print::{Output, PAGES_LIMIT, Printed, bare_compilation, print};
pub use stamp::{StampBlock, StampFault, merged, page_count, stamped_copy};
pub use template::{SHARED_MODULE, Template, builtin};
