//! Enumerations by name, with room for values that are new.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

macro_rules! wire_enums {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        // Names are the operator's.
        #[allow(clippy::enum_variant_names)]
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub(in crate::edo::diadoc) enum $name {
            /// The key is not there.
            #[default]
            Absent,
            $($variant,)+
            /// Anything else, as written.
            Other(String),
        }

        #[cfg(test)]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(match self {
                    Self::Absent => "",
                    $(Self::$variant => stringify!($variant),)+
                    Self::Other(raw) => raw,
                })
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Ok(match name(Value::deserialize(deserializer)?) {
                    text if text.is_empty() => Self::Absent,
                    $(text if text == stringify!($variant) => Self::$variant,)+
                    text => Self::Other(text),
                })
            }
        }
    )+};
}

/// Names come as strings; a number would be an oddity, but no reason to lose the rest of the answer.
fn name(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

// A zero value such as `UnknownSenderSignatureStatus` is deliberately missing: it falls under `Other`, where it is
// kept word for word, because the operator, too, says then that it does not know.
wire_enums! {
    CounteragentStatus { IsMyCounteragent, InvitesMe, IsInvitedByMe, RejectsMe, IsRejectedByMe,
        NotInCounteragentList }
    Sociability { AllOrganizations, CounteragentsOnly }
    MessageType { Letter, Draft, Template }
    DocumentDirection { Inbound, Outbound, Internal }
    SenderSignatureStatus { WaitingForSenderSignature, SenderSignatureUnchecked, SenderSignatureCheckedAndValid,
        SenderSignatureCheckedAndInvalid }
    RecipientResponseStatus { RecipientResponseStatusNotAcceptable, WaitingForRecipientSignature,
        WithRecipientSignature, WithRecipientPartiallySignature, RecipientSignatureRequestRejected,
        InvalidRecipientSignature }
    GeneralReceiptStatus { GeneralReceiptStatusNotAcceptable, HaveToCreateReceipt, WaitingForReceipt, Finished }
    RevocationStatus { RevocationStatusNone, RevocationIsRequestedByMe, RequestsMyRevocation, RevocationAccepted,
        RevocationRejected }
    /// `Docflow.ResolutionStatus`; its namesake in `Documents` is another one.
    ResolutionStatus { None, Approved, Disapproved, ApprovementRequested, ApprovementSignatureRequested,
        PrimarySignatureRequested, SignatureRequestRejected, SignedWithApprovingSignature,
        SignedWithPrimarySignature, PrimarySignatureRejected, ActionsRequested }
    OuterStatusType { Normal, Success, Warning, Error }
    /// Here the zero value has a meaning: a power of attorney is there, its check is not.
    PowerOfAttorneyValidationStatusNamedId { UnknownStatus, CanNotBeValidated, IsValid, IsNotValid, ValidationError,
        IsNotAttached, HasWarnings }
    /// Severity of a text status; the only one that the protocol has as a string.
    StatusSeverity { Info, Success, Warning, Error }
    TtGisFixationCancellationStatus { TtGisFixationCancellationStatusNone,
        HaveToCreateTtGisFixationCancellationRequest, TtGisFixationCancellationRequestSigned }
    UniversalMessageCodeGroup { Receipt, AmendmentRequest, Rejection, InformationMessage }
    EntityType { Attachment, Signature }
    CertificateType { Token, Dss, KonturCertificate, Goskey }
    CertificateSubjectType { LegalEntity, IndividualEntity, PhysicalPerson }
    DssOperationStatus { InProgress, Completed, CanceledByUser, Timeout, Crashed, UserHasUnconfirmedOperation,
        OperationRetryRequired }
    DssConfirmType { None, Sms, MyDss, Applet, MobileSdk, GosKey }
    DssFileSigningStatus { SigningCompleted, SigningError }
}
