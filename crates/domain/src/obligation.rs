//! What is still owed about a document: by whom, since when and until when.
//!
//! Derived from the operator's reports alone, like the status, and from all of them: the last one says what is owed, those
//! before it since when. Reports may come twice and in any order. «Завершён» means that nothing is in this list.

use jiff::civil::Date;
use jiff::{Timestamp, tz::Offset};
use serde::{Deserialize, Serialize};

use crate::edo::DocumentState;
use crate::facets::{
    Amendment, Approval, Consent, Delivery, DocflowFacets, FixationCancellation, Marking, OurSignature,
    Receipt, Revocation, Roaming, TheirSignature,
};
use crate::status::{ActionBy, is_with_intermediate};

pub mod terms;
#[cfg(test)]
mod tests;

pub use terms::Term;

/// What is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObligationKind {
    /// The document is on its way to the other side's box.
    Delivery,
    /// An answer to a proposal to revoke: agreement or refusal.
    RevocationAnswer,
    /// A corrected document, after an amendment was asked for.
    Amendment,
    /// A signature, or a title with one; a refusal ends it too.
    Signature,
    /// A receipt notice of the document.
    ReceiptNotice,
    /// A receipt notice of the title that answered it.
    AnswerReceiptNotice,
    /// A receipt notice of a request to amend it.
    AmendmentReceiptNotice,
    /// The answer of «Честный знак».
    Marking,
    /// The cancellation of the shipment data of marked goods, of a document that has no force.
    FixationCancellation,
    /// A person's consent to sign electronically.
    Consent,
    /// Approval inside our own firm.
    Approval,
}

impl ObligationKind {
    /// Every kind, in the order in which it is told.
    pub const ALL: [Self; 11] = [
        Self::Delivery,
        Self::RevocationAnswer,
        Self::Amendment,
        Self::Signature,
        Self::ReceiptNotice,
        Self::AnswerReceiptNotice,
        Self::AmendmentReceiptNotice,
        Self::Marking,
        Self::FixationCancellation,
        Self::Consent,
        Self::Approval,
    ];

    /// The receipt notices, each about something else.
    pub const RECEIPT_NOTICES: [Self; 3] = [
        Self::ReceiptNotice,
        Self::AnswerReceiptNotice,
        Self::AmendmentReceiptNotice,
    ];

    /// Whatever it is about.
    pub fn is_receipt_notice(self) -> bool {
        Self::RECEIPT_NOTICES.contains(&self)
    }

    /// The stable name in the contract with the window.
    pub fn code(self) -> &'static str {
        match self {
            Self::Delivery => "delivery",
            Self::RevocationAnswer => "revocation_answer",
            Self::Amendment => "amendment",
            Self::Signature => "signature",
            Self::ReceiptNotice => "receipt_notice",
            Self::AnswerReceiptNotice => "answer_receipt_notice",
            Self::AmendmentReceiptNotice => "amendment_receipt_notice",
            Self::Marking => "marking",
            Self::FixationCancellation => "fixation_cancellation",
            Self::Consent => "consent",
            Self::Approval => "approval",
        }
    }
}

/// Until when something is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The last day, by the clock of Moscow, as operators count.
    pub on: Date,
    /// The calendar of every year on the way is known.
    pub is_settled: bool,
    /// The rule that says so.
    pub term: &'static Term,
}

/// Something that is still owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Obligation {
    /// What.
    pub kind: ObligationKind,
    /// By whom.
    pub by: ActionBy,
    /// Since when; none where the operator told no instant.
    pub since: Option<Timestamp>,
    /// Until when; none where no rule is known.
    pub due: Option<Due>,
}

/// What is still owed after these reports about one document, in the order of [`ObligationKind`].
///
/// Reports of one instant count as one, joined as everywhere else. The instant since which something is owed is that of
/// the first report of the unbroken run of reports that ask for it.
pub fn obligations<'r>(reports: impl IntoIterator<Item = &'r DocumentState>) -> Vec<Obligation> {
    let mut instants = std::collections::BTreeMap::<Timestamp, DocflowFacets>::new();
    for report in reports {
        let facets = report.facets.clone();
        let joined = match instants.remove(&report.as_of) {
            Some(known) => known.join(facets),
            None => facets,
        };
        instants.insert(report.as_of, joined);
    }
    let mut open: Vec<(ObligationKind, ActionBy, Timestamp)> = Vec::new();
    for (at, facets) in &instants {
        open = owed_after(facets)
            .into_iter()
            .map(|(kind, by)| {
                let before = open.iter().find(|(k, b, _)| (*k, *b) == (kind, by));
                (kind, by, before.map_or(*at, |(_, _, since)| *since))
            })
            .collect();
    }
    open.into_iter()
        .map(|(kind, by, since)| {
            // A report that was asked for and names no instant of its own stands at the beginning of time.
            let since = (since != Timestamp::UNIX_EPOCH).then_some(since);
            Obligation {
                kind,
                by,
                since,
                due: since.and_then(|since| due(kind, since)),
            }
        })
        .collect()
}

/// What one report asks for, and of whom.
pub fn owed_after(facets: &DocflowFacets) -> Vec<(ObligationKind, ActionBy)> {
    owed(facets).collect()
}

/// True while anything at all is owed.
pub fn is_anything_owed(facets: &DocflowFacets) -> bool {
    owed(facets).next().is_some()
}

/// True while something is owed by us.
pub fn is_owed_by_us(facets: &DocflowFacets) -> bool {
    owed(facets).any(|(_, by)| by == ActionBy::Us)
}

fn owed(facets: &DocflowFacets) -> impl Iterator<Item = (ObligationKind, ActionBy)> + '_ {
    let is_over = is_over(facets);
    ObligationKind::ALL
        .into_iter()
        .filter(move |kind| !is_over || outlives(*kind, facets))
        .filter_map(|kind| by_whom(kind, facets).map(|by| (kind, by)))
}

/// Nothing else is owed about a paper that is void, that never arrived, or that was put away unanswered.
fn is_over(facets: &DocflowFacets) -> bool {
    facets.revocation == Revocation::Accepted
        || facets.roaming == Roaming::Failed
        || (!facets.inbound && facets.our_signature == OurSignature::Invalid)
        || crate::status::is_put_away(facets)
}

/// What the state's system knows of the goods is cancelled because the paper has no force, and answered after that.
fn outlives(kind: ObligationKind, facets: &DocflowFacets) -> bool {
    match kind {
        ObligationKind::FixationCancellation => true,
        ObligationKind::Marking => facets.fixation_cancellation == FixationCancellation::Signed,
        _ => false,
    }
}

fn by_whom(kind: ObligationKind, facets: &DocflowFacets) -> Option<ActionBy> {
    let is_delivered = facets.delivery == Delivery::Delivered;
    // Where somebody stands between, the recipient sees nothing until they sign.
    let is_theirs = is_delivered && !is_with_intermediate(facets);
    match kind {
        // Where somebody stands between, the document lies with them until they sign it.
        ObligationKind::Delivery if is_with_intermediate(facets) => None,
        ObligationKind::Delivery => (facets.delivery == Delivery::Sent).then_some(ActionBy::Operator),
        ObligationKind::RevocationAnswer => match facets.revocation {
            Revocation::RequestedByThem => Some(ActionBy::Us),
            Revocation::RequestedByUs => Some(ActionBy::Them),
            _ => None,
        },
        // Whoever sent the paper mends it.
        ObligationKind::Amendment if facets.amendment == Amendment::Requested => Some(if facets.inbound {
            ActionBy::Them
        } else {
            ActionBy::Us
        }),
        ObligationKind::Signature if facets.our_signature == OurSignature::Required => Some(ActionBy::Us),
        // An answer that the operator found bad leaves the other side waiting.
        ObligationKind::Signature if facets.inbound && facets.our_signature == OurSignature::Invalid => {
            Some(ActionBy::Us)
        }
        ObligationKind::Signature if is_with_intermediate(facets) => Some(ActionBy::Intermediate),
        ObligationKind::Signature if facets.their_signature == TheirSignature::Awaited && is_delivered => {
            Some(ActionBy::Them)
        }
        ObligationKind::ReceiptNotice => receipt(&facets.receipt, is_theirs),
        ObligationKind::AnswerReceiptNotice => receipt(&facets.answer_receipt, is_theirs),
        ObligationKind::AmendmentReceiptNotice => receipt(&facets.amendment_receipt, is_theirs),
        // What was removed from the box is not added to any more.
        ObligationKind::FixationCancellation => {
            let is_asked = facets.fixation_cancellation == FixationCancellation::Required;
            (is_asked && !facets.deleted).then_some(ActionBy::Us)
        }
        ObligationKind::Marking => (facets.marking == Marking::Pending).then_some(ActionBy::Operator),
        ObligationKind::Consent => (facets.consent == Consent::Pending).then_some(ActionBy::Them),
        ObligationKind::Approval => (facets.approval == Approval::Pending).then_some(ActionBy::Us),
        ObligationKind::Amendment | ObligationKind::Signature => None,
    }
}

fn receipt(receipt: &Receipt, is_theirs: bool) -> Option<ActionBy> {
    match receipt {
        Receipt::Required => Some(ActionBy::Us),
        Receipt::Awaited if is_theirs => Some(ActionBy::Them),
        _ => None,
    }
}

/// The last day, by the rule that was in force when it began.
fn due(kind: ObligationKind, since: Timestamp) -> Option<Due> {
    const MOSCOW: Offset = Offset::constant(3);
    let began = MOSCOW.to_datetime(since).date();
    let term = terms::of(kind, began)?;
    let last = crate::business_calendar::business_days_after(began, term.business_days)?;
    Some(Due {
        on: last.date,
        is_settled: last.is_settled,
        term,
    })
}
