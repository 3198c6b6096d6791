//! The facts a file tells. Deliberately without identities and decisions: those come with the registry.

use domain::{EdoFormat, Line, Money, Party};
use jiff::civil::Date;

use crate::guess::Guess;

/// What a file says about the document in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// In which format the file is.
    pub format: EdoFormat,
    /// Version of the format (`ВерсФорм`: «5.03», «5.02»); absent for a file without a format.
    pub format_version: Option<String>,
    /// Number as printed; empty when the file does not say.
    pub number: String,
    /// Date of the document.
    pub issued_on: Option<Date>,
    /// Sum with VAT.
    pub total: Option<Money>,
    /// VAT in the sum; absent for «без НДС».
    pub vat_amount: Option<Money>,
    /// Currency, three digits of ОКВ; «643», the rouble, where the file names none.
    pub currency: String,
    /// Who sells; absent when the file does not name an ИНН.
    pub seller: Option<Party>,
    /// Who buys; absent when the file does not name an ИНН.
    pub buyer: Option<Party>,
    /// Lines in the order of the file.
    pub lines: Vec<Line>,
    /// What the text of a PDF seems to say; the fields above stay empty then. Absent for formats and for a PDF whose
    /// text says nothing.
    pub guess: Option<Guess>,
    /// What a person should look at before sending: complete Russian sentences.
    pub warnings: Vec<String>,
}

impl Facts {
    /// The facts of a file without a format: only that it is one.
    pub(crate) fn of_nonformalized(guess: Option<Guess>, warnings: Vec<String>) -> Self {
        Self {
            format: EdoFormat::Nonformalized,
            format_version: None,
            number: String::new(),
            issued_on: None,
            total: None,
            vat_amount: None,
            currency: "643".to_owned(),
            seller: None,
            buyer: None,
            lines: Vec::new(),
            guess,
            warnings,
        }
    }
}
