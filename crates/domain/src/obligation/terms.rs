//! Terms: how long something may be owed. Dated data, each row with its source and how sure it is.
//!
//! Terms that a contract sets (when to sign, when to answer a proposal to revoke) are nobody's data and not here.

use jiff::civil::{Date, date};

use super::ObligationKind;
use crate::rule::Certainty;

/// A term.
#[derive(Debug, PartialEq, Eq)]
pub struct Term {
    /// Stable name.
    pub code: &'static str,
    /// What has to be done by then.
    pub kind: ObligationKind,
    /// So many business days after the day on which it began to be owed.
    pub business_days: u16,
    /// First day on which it may begin.
    pub from: Option<Date>,
    /// Last day on which it may begin.
    pub until: Option<Date>,
    /// Where it is written.
    pub source: &'static str,
    /// How sure it is.
    pub certainty: Certainty,
}

const TERMS: [Term; 2] = [
    Term {
        code: "receipt_notice_174n",
        kind: ObligationKind::ReceiptNotice,
        business_days: 1,
        from: None,
        until: Some(date(2021, 6, 30)),
        source: "Приказ Минфина РФ от 10.11.2015 № 174н: не позднее следующего рабочего дня",
        certainty: Certainty::Secondary,
    },
    Term {
        code: "receipt_notice_14n",
        kind: ObligationKind::ReceiptNotice,
        business_days: 1,
        from: Some(date(2021, 7, 1)),
        until: None,
        source: "Приказ Минфина РФ от 05.02.2021 № 14н; срок взят из прежнего порядка, текст приказа не сверен",
        certainty: Certainty::Unverified,
    },
];

/// Every term, for people who check them.
pub fn all() -> &'static [Term] {
    &TERMS
}

/// The term of what began to be owed on that day. One term holds for every receipt notice.
pub fn of(kind: ObligationKind, began: Date) -> Option<&'static Term> {
    let kind = if kind.is_receipt_notice() {
        ObligationKind::ReceiptNotice
    } else {
        kind
    };
    TERMS.iter().find(|term| {
        term.kind == kind
            && term.from.is_none_or(|from| from <= began)
            && term.until.is_none_or(|until| began <= until)
    })
}
