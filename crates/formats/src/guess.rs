//! What the text of a PDF seems to say: kind, number, date, sum and sides of a business paper.
//!
//! A print form has no fields, so everything here is a guess and is kept apart from facts. What can be understood in
//! two ways is left out: a wrong number in the registry is worse than an empty one.
//!
//! Deliberately not here: lines of the table, foreign languages, scanned pages, papers that the directory has no kind
//! for.

use domain::{Inn, Money, Party};
use jiff::civil::Date;

use crate::pdf_text::PageText;

mod dates;
mod sides;
mod sums;
mod text;
mod title;

use text::TextLine;

/// What the text of a PDF seems to say; each part for itself, absent when unclear.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Guess {
    /// Code of a built-in kind: `payment_invoice`.
    pub kind_code: Option<&'static str>,
    /// Number as printed.
    pub number: Option<String>,
    /// Date of the document.
    pub issued_on: Option<Date>,
    /// Sum with VAT.
    pub total: Option<Money>,
    /// Who sells, performs or acts as an agent.
    pub seller: Option<Party>,
    /// Who buys, orders or pays.
    pub buyer: Option<Party>,
    /// Every ИНН in the text whose check digits are right, in the order of the text, once each: one of them may be
    /// that of a firm of ours even where it is unclear which side it stands on.
    pub inns: Vec<Inn>,
}

impl Guess {
    /// True when nothing was understood.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What the clerk is told beside a guess: a complete Russian sentence.
    pub fn warning() -> &'static str {
        "Данные прочитаны из текста PDF и могут быть неточными. Сверьте номер, дату, сумму и контрагента с документом."
    }
}

/// The guess about these pages, the first of them being the first of the document.
pub fn of_pages(pages: &[PageText]) -> Guess {
    let lines: Vec<TextLine> = pages.iter().flat_map(TextLine::of_page).collect();
    of_lines(&lines)
}

fn of_lines(lines: &[TextLine]) -> Guess {
    let title = title::find(lines);
    let parties = sides::find(lines);
    Guess {
        kind_code: title.as_ref().map(|title| title.kind_code),
        number: title.as_ref().and_then(|title| title.number.clone()),
        issued_on: title.as_ref().and_then(|title| title.issued_on),
        total: sums::total(lines),
        seller: parties.seller,
        buyer: parties.buyer,
        inns: parties.inns,
    }
}

#[cfg(test)]
mod tests;
