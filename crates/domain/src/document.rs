//! The business document in the registry.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::blob::BlobId;
use crate::ids::{CounterpartyId, DocumentId, FirmId};
use crate::money::Money;

/// What a УПД is used for (attribute `Функция` of the format, приказ ФНС ЕД-7-26/970@).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UtdFunction {
    /// СЧФ — an invoice only; the buyer signs nothing.
    Invoice,
    /// ДОП — a transfer document only; the buyer signs.
    Transfer,
    /// СЧФДОП — both in one.
    InvoiceAndTransfer,
}

impl UtdFunction {
    /// The value in the XML: «СЧФ», «ДОП», «СЧФДОП».
    pub fn as_format_value(self) -> &'static str {
        match self {
            Self::Invoice => "СЧФ",
            Self::Transfer => "ДОП",
            Self::InvoiceAndTransfer => "СЧФДОП",
        }
    }

    /// The function of this value of the XML, if it is one of a sale.
    pub fn from_format_value(value: &str) -> Option<Self> {
        [Self::Invoice, Self::Transfer, Self::InvoiceAndTransfer]
            .into_iter()
            .find(|function| function.as_format_value() == value)
    }
}

/// What kind of paper it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "function", rename_all = "snake_case")]
pub enum DocumentKind {
    /// УПД, универсальный передаточный документ.
    Utd(UtdFunction),
    /// A file without a format of the ФНС: a PDF print form.
    Nonformalized,
}

impl DocumentKind {
    /// The stable name in the database: `utd_invoice`, `utd_transfer`, `utd_invoice_and_transfer`, `nonformalized`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Utd(UtdFunction::Invoice) => "utd_invoice",
            Self::Utd(UtdFunction::Transfer) => "utd_transfer",
            Self::Utd(UtdFunction::InvoiceAndTransfer) => "utd_invoice_and_transfer",
            Self::Nonformalized => "nonformalized",
        }
    }

    /// The kind of this stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        [
            Self::Utd(UtdFunction::Invoice),
            Self::Utd(UtdFunction::Transfer),
            Self::Utd(UtdFunction::InvoiceAndTransfer),
            Self::Nonformalized,
        ]
        .into_iter()
        .find(|kind| kind.code() == code)
    }

    /// The Russian name for the clerk.
    pub fn label(self) -> &'static str {
        match self {
            Self::Utd(UtdFunction::Invoice) => "УПД, СЧФ",
            Self::Utd(UtdFunction::Transfer) => "УПД, ДОП",
            Self::Utd(UtdFunction::InvoiceAndTransfer) => "УПД",
            Self::Nonformalized => "Документ",
        }
    }

    /// True when the other side is asked for a signature of its own.
    pub fn wants_their_signature(self) -> bool {
        self != Self::Utd(UtdFunction::Invoice)
    }
}

/// Which way a document goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From us.
    Outbound,
    /// To us.
    Inbound,
}

/// VAT rate of a line (НК РФ ст. 164; 22 % since 01.01.2026, закон 425-ФЗ).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VatRate {
    /// «без НДС».
    NoVat,
    /// A whole number of per cent: 0, 5, 7, 10, 18, 20, 22.
    Percent(u8),
    /// A fraction rate, rate over hundred plus rate: 5/105, 7/107, 10/110, 18/118, 20/120, 22/122.
    Fraction(u8),
    /// «НДС исчисляется налоговым агентом».
    TaxAgent,
    /// A rate the program does not know, as written.
    Other(String),
}

/// A line of a document: one product or service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What is sold.
    pub name: String,
    /// Unit as written («шт», «кг»), or its ОКЕИ code where no name is given.
    pub unit: String,
    /// How many; up to 11 digits after the point.
    pub quantity: Option<Decimal>,
    /// Price of one, without VAT; up to 11 digits after the point.
    pub price: Option<Decimal>,
    /// VAT rate.
    pub vat_rate: VatRate,
    /// VAT of the line; absent where there is none.
    pub vat_amount: Option<Money>,
    /// Sum of the line with VAT.
    pub total: Option<Money>,
}

/// A file kept with us, by address; its bytes never change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFile {
    /// Address of the bytes.
    pub blob: BlobId,
    /// Name as it came, without folders.
    pub name: String,
    /// Length in bytes.
    pub size: u64,
}

/// A document before it has an identity: what an import or a form gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDocument {
    /// The firm of ours that takes part; unknown for a bare file until the clerk chooses.
    pub firm: Option<FirmId>,
    /// The other side, if known.
    pub counterparty: Option<CounterpartyId>,
    /// Which way it goes.
    pub direction: Direction,
    /// What kind of paper it is.
    pub kind: DocumentKind,
    /// Number as printed; empty when the file does not say.
    pub number: String,
    /// Date of the document («дата документа»), not of any event.
    pub issued_on: Option<Date>,
    /// Sum with VAT.
    pub total: Option<Money>,
    /// VAT in the sum.
    pub vat_amount: Option<Money>,
    /// Currency, three digits of ОКВ: «643» is the rouble.
    pub currency: String,
    /// Title for people when there is no number: the file name without its ending.
    pub title: String,
    /// The file that will be signed.
    pub file: StoredFile,
    /// Lines, if the file tells them.
    pub lines: Vec<Line>,
}

/// A business document in the registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Identity in the database; never used again after removal.
    pub id: DocumentId,
    /// Everything else.
    pub body: NewDocument,
    /// When it came into the registry.
    pub created_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::{DocumentKind, UtdFunction};

    #[test]
    fn names_of_kinds_and_functions_lead_back_to_them() {
        for function in [
            UtdFunction::Invoice,
            UtdFunction::Transfer,
            UtdFunction::InvoiceAndTransfer,
        ] {
            assert_eq!(
                UtdFunction::from_format_value(function.as_format_value()),
                Some(function)
            );
            assert_eq!(
                DocumentKind::from_code(DocumentKind::Utd(function).code()),
                Some(DocumentKind::Utd(function))
            );
        }
        assert_eq!(UtdFunction::from_format_value("СвРК"), None);
        assert_eq!(
            DocumentKind::from_code("nonformalized"),
            Some(DocumentKind::Nonformalized)
        );
    }
}
