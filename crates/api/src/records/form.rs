//! What a person fills in, as it travels both ways.

use engine::Editable;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Fields;

/// What a person writes of a document.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentRecord {
    pub firm_id: Option<i64>,
    pub counterparty_id: Option<i64>,
    pub individual_id: Option<i64>,
    pub assignee_id: Option<i64>,
    pub kind_id: Option<i64>,
    pub number: String,
    /// `YYYY-MM-DD`.
    pub issued_on: Option<String>,
    /// Sum with VAT, decimal text; counted from the lines where there are any.
    pub total: Option<String>,
    pub title: String,
    pub lines: Vec<RecordLine>,
    pub details: RecordDetails,
}

/// One product or service.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordLine {
    pub name: String,
    pub unit: String,
    pub quantity: Option<String>,
    pub price: Option<String>,
    /// `22`, `0`, `no_vat`, `22/122`, `tax_agent`; `other:…` for one that the program does not know.
    pub vat_rate: String,
    /// Counted; what is sent counts only in a line without quantity or price.
    pub vat_amount: Option<String>,
    /// Counted: the sum without VAT. Never read.
    pub net: Option<String>,
    /// Counted as `vat_amount` is.
    pub total: Option<String>,
    pub item_code: String,
    pub product_kind_code: String,
    /// ОКЕИ.
    pub unit_code: String,
    pub excise: Option<String>,
    pub country_code: String,
    pub country: String,
    pub customs_declaration: String,
    pub is_service: bool,
    pub performer: String,
}

/// Everything beyond the columns of the registry.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordDetails {
    pub shipped_on: Option<String>,
    pub prices: PriceKind,
    pub grounds: Vec<PaperReference>,
    pub payments: Vec<PaperReference>,
    pub shipper: String,
    pub consignee: String,
    pub transport: String,
    pub state_contract: String,
    pub comment: String,
    /// Fields of the kind by their names.
    pub fields: Fields,
}

/// A paper that a document refers to.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct PaperReference {
    pub name: String,
    pub number: String,
    pub issued_on: Option<String>,
}

/// Whether prices have VAT in them.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PriceKind {
    WithoutVat,
    WithVat,
}

impl From<PriceKind> for domain::PriceKind {
    fn from(prices: PriceKind) -> Self {
        match prices {
            PriceKind::WithoutVat => Self::WithoutVat,
            PriceKind::WithVat => Self::WithVat,
        }
    }
}

impl From<domain::PriceKind> for PriceKind {
    fn from(prices: domain::PriceKind) -> Self {
        match prices {
            domain::PriceKind::WithoutVat => Self::WithoutVat,
            domain::PriceKind::WithVat => Self::WithVat,
        }
    }
}

/// Sums over the lines.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct RecordTotals {
    pub net: Option<String>,
    pub vat: Option<String>,
    pub total: Option<String>,
}

/// A VAT rate to choose.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct VatRateChoice {
    pub code: String,
    pub label: String,
}

/// How much of a document a person may change.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CanEdit {
    /// Everything.
    All,
    /// Parties, kind, comment, number, date and sum.
    Facts,
    /// Parties, kind and comment.
    Parties,
}

impl From<Editable> for CanEdit {
    fn from(editable: Editable) -> Self {
        match editable {
            Editable::All => Self::All,
            Editable::Facts => Self::Facts,
            Editable::Parties => Self::Parties,
        }
    }
}
