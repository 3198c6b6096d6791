//! The state of one document at an operator, as a vector of independent facets.
//!
//! Each facet is built only from what the operator reported. A value that the program does not know is kept
//! word for word in `Unknown`, so that it can be shown and never be mistaken for another one.

use serde::{Deserialize, Serialize};

macro_rules! facets {
    ($($(#[$doc:meta])* $name:ident { $default:ident = $default_code:literal, $($variant:ident = $code:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
        #[serde(from = "String", into = "String")]
        pub enum $name {
            #[doc = concat!("`", $default_code, "`: nothing of the kind is reported.")]
            #[default]
            $default,
            $(#[doc = concat!("`", $code, "`")] $variant,)+
            /// A value that is new to the program, in the operator's spelling.
            Unknown(String),
        }

        impl $name {
            /// The stable name; `unknown:` and the operator's spelling for a new value.
            pub fn code(&self) -> String {
                match self {
                    Self::$default => $default_code.to_owned(),
                    $(Self::$variant => $code.to_owned(),)+
                    Self::Unknown(raw) => format!("unknown:{raw}"),
                }
            }

            /// The operator's spelling, if the value is new to the program.
            pub fn unknown(&self) -> Option<&str> {
                if let Self::Unknown(raw) = self { Some(raw) } else { None }
            }
        }

        impl From<String> for $name {
            fn from(code: String) -> Self {
                match code.as_str() {
                    $default_code => Self::$default,
                    $($code => Self::$variant,)+
                    other => Self::Unknown(other.strip_prefix("unknown:").unwrap_or(other).to_owned()),
                }
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.code()
            }
        }
    )+};
}

// Values stand in the order in which a document usually walks through them: see `DocflowFacets::join`.
facets! {
    /// How far the document itself got. `prepared`: it lies at the operator and goes out after a step of ours.
    Delivery { NotSent = "not_sent", Prepared = "prepared", Sent = "sent", Delivered = "delivered" }
    /// Our signature on it. `confirmed`: an answer of ours, and the operator's confirmation of it is here too.
    OurSignature { NotRequired = "not_required", Required = "required", Unchecked = "unchecked", Valid = "valid",
        Confirmed = "confirmed", Invalid = "invalid" }
    /// The other side's signature or title. `confirmed`: signed, and the operator's confirmation of that is here too.
    TheirSignature { NotRequired = "not_required", Awaited = "awaited", Signed = "signed",
        SignedWithDiscrepancies = "signed_with_discrepancies", Confirmed = "confirmed", Rejected = "rejected",
        Invalid = "invalid" }
    /// The signature of an intermediate recipient, who stands between the sides («промежуточный получатель»).
    Intermediate { NotRequired = "not_required", Awaited = "awaited", Signed = "signed", Rejected = "rejected",
        Invalid = "invalid" }
    /// A receipt notice («извещение о получении»).
    Receipt { NotRequired = "not_required", Awaited = "awaited", Required = "required", Finished = "finished" }
    /// The amendment request («уведомление об уточнении»).
    Amendment { None = "none", Requested = "requested", Answered = "answered" }
    /// Revocation («аннулирование»).
    Revocation { None = "none", RequestedByUs = "requested_by_us", RequestedByThem = "requested_by_them",
        Rejected = "rejected", Accepted = "accepted" }
    /// Exchange with another operator.
    Roaming { None = "none", Delivered = "delivered", Failed = "failed" }
    /// Machine-readable power of attorney («МЧД»).
    PowerOfAttorney { NotRequired = "not_required", Missing = "missing", Unchecked = "unchecked", Valid = "valid",
        Invalid = "invalid" }
    /// Marked goods («Честный знак»).
    Marking { None = "none", Pending = "pending", Accepted = "accepted", Failed = "failed" }
    /// Cancellation of the shipment data of marked goods. `required`: the operator waits for one from us.
    FixationCancellation { None = "none", Required = "required", Signed = "signed" }
    /// A person's consent to sign electronically. `required`: nobody asked the person yet.
    Consent { NotRequired = "not_required", Required = "required", Pending = "pending", Granted = "granted", Refused = "refused" }
    /// Approval inside our own firm («согласование»).
    Approval { None = "none", Pending = "pending", Approved = "approved", Refused = "refused" }
}

/// The whole vector («грани документооборота»).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DocflowFacets {
    /// How far the document itself got.
    pub delivery: Delivery,
    /// Our signature on it.
    pub our_signature: OurSignature,
    /// The other side's signature or title.
    pub their_signature: TheirSignature,
    /// The signature of an intermediate recipient.
    pub intermediate: Intermediate,
    /// The receipt notice of who received the document.
    pub receipt: Receipt,
    /// The sender's receipt notice of the title that answered the document.
    pub answer_receipt: Receipt,
    /// The sender's receipt notice of a request to amend the document.
    pub amendment_receipt: Receipt,
    /// The amendment request.
    pub amendment: Amendment,
    /// Revocation.
    pub revocation: Revocation,
    /// Exchange with another operator.
    pub roaming: Roaming,
    /// Machine-readable power of attorney.
    pub poa: PowerOfAttorney,
    /// Marked goods.
    pub marking: Marking,
    /// Cancellation of the shipment data of marked goods.
    pub fixation_cancellation: FixationCancellation,
    /// A person's consent.
    pub consent: Consent,
    /// Approval inside our own firm.
    pub approval: Approval,
    /// Still a draft at the operator.
    pub draft: bool,
    /// Removed from our box at the operator.
    pub deleted: bool,
    /// The other side sent it to us: our signature is the answer, theirs is the sender's.
    pub inbound: bool,
}

impl DocflowFacets {
    /// The first value that is new to the program, as `facet: spelling`.
    pub fn unknown(&self) -> Option<String> {
        let found = [
            ("delivery", self.delivery.unknown()),
            ("our_signature", self.our_signature.unknown()),
            ("their_signature", self.their_signature.unknown()),
            ("intermediate", self.intermediate.unknown()),
            ("receipt", self.receipt.unknown()),
            ("answer_receipt", self.answer_receipt.unknown()),
            ("amendment_receipt", self.amendment_receipt.unknown()),
            ("amendment", self.amendment.unknown()),
            ("revocation", self.revocation.unknown()),
            ("roaming", self.roaming.unknown()),
            ("poa", self.poa.unknown()),
            ("marking", self.marking.unknown()),
            ("fixation_cancellation", self.fixation_cancellation.unknown()),
            ("consent", self.consent.unknown()),
            ("approval", self.approval.unknown()),
        ];
        found
            .into_iter()
            .find_map(|(facet, raw)| raw.map(|raw| format!("{facet}: {raw}")))
    }

    /// The receipt notices of the exchange: of the document, of the title that answered it, of a request to amend it.
    pub fn receipts(&self) -> [&Receipt; 3] {
        [&self.receipt, &self.answer_receipt, &self.amendment_receipt]
    }

    /// Two reports of the same instant, joined facet by facet: the further value wins. Commutative, associative
    /// and idempotent, so the order in which the reports arrive does not matter.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self {
            delivery: self.delivery.max(other.delivery),
            our_signature: self.our_signature.max(other.our_signature),
            their_signature: self.their_signature.max(other.their_signature),
            intermediate: self.intermediate.max(other.intermediate),
            receipt: self.receipt.max(other.receipt),
            answer_receipt: self.answer_receipt.max(other.answer_receipt),
            amendment_receipt: self.amendment_receipt.max(other.amendment_receipt),
            amendment: self.amendment.max(other.amendment),
            revocation: self.revocation.max(other.revocation),
            roaming: self.roaming.max(other.roaming),
            poa: self.poa.max(other.poa),
            marking: self.marking.max(other.marking),
            fixation_cancellation: self.fixation_cancellation.max(other.fixation_cancellation),
            consent: self.consent.max(other.consent),
            approval: self.approval.max(other.approval),
            draft: self.draft && other.draft,
            deleted: self.deleted || other.deleted,
            inbound: self.inbound || other.inbound,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Delivery, DocflowFacets, Receipt, TheirSignature};

    #[test]
    fn a_new_value_is_kept_word_for_word_through_storage() {
        let facets = DocflowFacets {
            their_signature: TheirSignature::Unknown("SignedByStars".into()),
            ..DocflowFacets::default()
        };
        let stored = serde_json::to_string(&facets).unwrap();
        let back: DocflowFacets = serde_json::from_str(&stored).unwrap();
        assert_eq!(back, facets);
        assert_eq!(back.unknown().as_deref(), Some("their_signature: SignedByStars"));
    }

    #[test]
    fn facets_of_an_older_database_read_as_nothing_reported() {
        let facets: DocflowFacets = serde_json::from_str(r#"{"delivery":"delivered"}"#).unwrap();
        assert_eq!(facets.delivery, Delivery::Delivered);
        assert_eq!(facets.receipt, Receipt::NotRequired);
    }
}
