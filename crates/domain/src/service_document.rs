//! Service documents of an exchange («служебные документы»): what a side tells about a document beside signing it.

use serde::{Deserialize, Serialize};

mod obstacle;
mod universal;

pub use obstacle::Obstacle;
pub use universal::{NoticeForm, UniversalCode, UniversalMessagesStart};

/// What a service document does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceDocumentKind {
    /// «Извещение о получении»: we have the document.
    ReceiptNotice,
    /// «Отказ в подписи»: we shall not sign it.
    SignatureRejection,
    /// «Уведомление об уточнении»: it is wrong and has to be corrected.
    AmendmentRequest,
    /// «Предложение об аннулировании»: let it be void.
    RevocationRequest,
    /// Our signature under the other side's proposal to revoke: it is void from now on.
    RevocationAcceptance,
    /// «Отказ от предложения об аннулировании»: it stays in force.
    RevocationRejection,
    /// «Сообщение контрагенту»: words that ask for nothing (universal message 4002).
    InfoMessage,
    /// «Отмена сведений об отгрузке»: what the state's system knows of our marked goods is void.
    ShipmentFixationCancellation,
}

impl ServiceDocumentKind {
    /// Every kind that the program makes.
    pub const ALL: [Self; 8] = [
        Self::ReceiptNotice,
        Self::SignatureRejection,
        Self::AmendmentRequest,
        Self::RevocationRequest,
        Self::RevocationAcceptance,
        Self::RevocationRejection,
        Self::InfoMessage,
        Self::ShipmentFixationCancellation,
    ];

    /// The stable name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::ReceiptNotice => "receipt_notice",
            Self::SignatureRejection => "signature_rejection",
            Self::AmendmentRequest => "amendment_request",
            Self::RevocationRequest => "revocation_request",
            Self::RevocationAcceptance => "revocation_acceptance",
            Self::RevocationRejection => "revocation_rejection",
            Self::InfoMessage => "info_message",
            Self::ShipmentFixationCancellation => "shipment_fixation_cancellation",
        }
    }

    /// The kind of this stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The other side reads a reason or a message in it.
    pub fn has_text(self) -> bool {
        match self {
            Self::ReceiptNotice | Self::RevocationAcceptance | Self::ShipmentFixationCancellation => false,
            Self::SignatureRejection
            | Self::AmendmentRequest
            | Self::RevocationRequest
            | Self::RevocationRejection
            | Self::InfoMessage => true,
        }
    }

    /// It may be told again as soon as the operator has taken the one before.
    pub fn is_repeatable(self) -> bool {
        self == Self::InfoMessage
    }

    /// The document cannot be signed any more after it.
    pub fn ends_signing(self) -> bool {
        self == Self::SignatureRejection
    }

    /// It answers a proposal to revoke: one answer is given, this or that.
    pub fn answers_revocation(self) -> bool {
        matches!(self, Self::RevocationAcceptance | Self::RevocationRejection)
    }

    /// Both take the same place in an exchange: only one of them can be told.
    pub fn excludes(self, other: Self) -> bool {
        self == other || (self.answers_revocation() && other.answers_revocation())
    }
}

#[cfg(test)]
mod tests {
    use super::ServiceDocumentKind as Kind;
    use crate::outbox::OperationKind;

    #[test]
    fn every_kind_has_a_name_of_its_own_and_is_found_by_it_among_all_operations() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
            let operation = OperationKind::Service(kind);
            assert_eq!(OperationKind::from_code(operation.code()), Some(operation));
        }
    }

    #[test]
    fn agreement_and_refusal_to_revoke_exclude_each_other_and_nothing_else() {
        for one in Kind::ALL {
            for other in Kind::ALL {
                let is_pair = one.answers_revocation() && other.answers_revocation();
                assert_eq!(one.excludes(other), one == other || is_pair, "{one:?} {other:?}");
            }
        }
    }
}
