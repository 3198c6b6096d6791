//! «Статус ЭДО»: the one label that is derived from the outbox and the facets.

use serde::{Deserialize, Serialize};

use crate::facets::{
    Amendment, Approval, Consent, Delivery, DocflowFacets, Intermediate, Marking, OurSignature, Receipt,
    Revocation, Roaming, TheirSignature,
};
use crate::obligation::is_anything_owed;
use crate::outbox::{OperationKind, OutboxState, PersonAct};

mod way;

macro_rules! statuses {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $label:literal, $action:ident, $severity:ident;)+) => {
        /// «Статус ЭДО». The order is the order of the glossary's table: the first that fits is shown.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum EdoStatus {
            $(#[doc = $label] $(#[$doc])* $name,)+
        }

        impl EdoStatus {
            /// Every status, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The stable name in the database and the contract with the window.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The Russian words in the column «Статус ЭДО».
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)+ }
            }

            /// Who has to act next.
            pub fn needs_action_by(self) -> ActionBy {
                match self { $(Self::$name => ActionBy::$action,)+ }
            }

            /// How it weighs.
            pub fn severity(self) -> crate::edo::Severity {
                match self { $(Self::$name => crate::edo::Severity::$severity,)+ }
            }

            /// The status of this stable name.
            pub fn from_code(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$name),)+
                    _ => None,
                }
            }
        }
    };
}

/// Who has to act next on a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionBy {
    /// Our side.
    Us,
    /// The other side.
    Them,
    /// Who stands between the sides and signs first («промежуточный получатель»).
    Intermediate,
    /// The operator or another system, by itself.
    Operator,
    /// The program itself.
    Program,
    /// Nobody.
    Nobody,
}

statuses! {
    SendFailed = "send_failed", "Ошибка отправки", Us, Error;
    SendUnknown = "send_unknown", "Результат отправки неизвестен", Program, Warning;
    SignatureInvalid = "signature_invalid", "Ошибка в подписи", Us, Error;
    RoamingFailed = "roaming_failed", "Не доставлен (роуминг)", Us, Error;
    Revoked = "revoked", "Аннулирован", Nobody, Error;
    RevocationRequestedByThem = "revocation_requested_by_them", "Контрагент просит аннулировать", Us, Warning;
    RevocationRequestedByUs = "revocation_requested_by_us", "Мы просим аннулировать", Them, Warning;
    Rejected = "rejected", "Отказано в подписи", Us, Error;
    AmendmentRequested = "amendment_requested", "Запрошено уточнение", Us, Warning;
    OurSignatureRequired = "our_signature_required", "Требуется наша подпись", Us, Warning;
    ReceiptRequired = "receipt_required", "Требуется извещение", Us, Warning;
    MarkingPending = "marking_pending", "Ждёт обработки в «Честном знаке»", Operator, Info;
    MarkingFailed = "marking_failed", "Ошибка «Честного знака»", Us, Error;
    ConsentPending = "consent_pending", "Ожидаем согласия", Them, Info;
    IntermediatePending = "intermediate_pending", "Ждёт промежуточного получателя", Intermediate, Info;
    TheirSignaturePending = "their_signature_pending", "Ожидается подпись контрагента", Them, Info;
    ReceiptPending = "receipt_pending", "Ожидается извещение", Them, Info;
    SignedWithDiscrepancies = "signed_with_discrepancies", "Подписан с разногласиями", Us, Warning;
    Completed = "completed", "Завершён", Nobody, Success;
    SignedByThem = "signed_by_them", "Подписан контрагентом", Nobody, Success;
    SignedByUs = "signed_by_us", "Подписан нами", Nobody, Success;
    Delivered = "delivered", "Доставлен", Nobody, Info;
    Sent = "sent", "Отправлен", Operator, Info;
    Sending = "sending", "Отправляется", Program, Info;
    Queued = "queued", "В очереди", Program, Info;
    ApprovalPending = "approval_pending", "На согласовании", Us, Info;
    Prepared = "prepared", "Подготовлен", Us, Info;
    Draft = "draft", "Черновик", Us, Info;
    Deleted = "deleted", "Удалён", Nobody, Info;
    NotInEdo = "not_in_edo", "Не отправлялся", Us, Info;
    Unknown = "unknown", "Неизвестный статус", Us, Warning;
}

impl EdoStatus {
    /// True when the document is off the happy path and a person should look («Проблемные»).
    pub fn is_problem(self) -> bool {
        matches!(
            self,
            Self::SendFailed
                | Self::SendUnknown
                | Self::SignatureInvalid
                | Self::RoamingFailed
                | Self::RevocationRequestedByThem
                | Self::Rejected
                | Self::AmendmentRequested
                | Self::MarkingFailed
                | Self::SignedWithDiscrepancies
                | Self::Unknown
        )
    }

    /// True when nothing more is expected to happen.
    pub fn is_terminal(self) -> bool {
        matches!(
            self,
            Self::SignatureInvalid
                | Self::Revoked
                | Self::Rejected
                | Self::SignedWithDiscrepancies
                | Self::Completed
                | Self::SignedByThem
                | Self::SignedByUs
                | Self::Deleted
        )
    }
}

/// The label of one EDO document, or of a document that was never sent (`None`, `None`).
///
/// `outbox` is the state of the last operation about it, `facets` what the operator reported. The first row of the
/// glossary's table that fits wins. A facet with a value new to the program gives «Неизвестный статус», unless
/// something bad is known for certain: never a guess that a paper is signed.
pub fn derive_status(outbox: Option<OutboxState>, facets: Option<&DocflowFacets>) -> EdoStatus {
    match outbox {
        Some(OutboxState::Failed) => return EdoStatus::SendFailed,
        Some(OutboxState::Unknown) => return EdoStatus::SendUnknown,
        _ => {}
    }
    let ours = match outbox {
        Some(OutboxState::Sending | OutboxState::Accepted) => EdoStatus::Sending,
        Some(OutboxState::Queued) => EdoStatus::Queued,
        _ => EdoStatus::NotInEdo,
    };
    let Some(facets) = facets else { return ours };
    let reported = reported_status(facets);
    if facets.unknown().is_some() && !is_bad_for_certain(reported) {
        return EdoStatus::Unknown;
    }
    reported
}

/// The same, where the last operation may be an answer of ours rather than a letter. The answer matters only while the
/// operator still waits for our signature: whatever else it reports, it knows better.
pub fn derive_status_after(
    operation: Option<(OperationKind, OutboxState)>,
    facets: Option<&DocflowFacets>,
) -> EdoStatus {
    let (kind, answer) = match operation {
        Some((kind, state)) if kind.is_letter() => return derive_status(Some(state), facets),
        // A service document stands beside the exchange: what it changed is told by the operator.
        Some((OperationKind::Service(_), _)) | None => return derive_status(None, facets),
        Some(answer) => answer,
    };
    let told = derive_status(None, facets);
    let is_waited_for = match kind {
        // A draft waits for our signature too, though it is nobody's turn before.
        OperationKind::Signature => matches!(told, EdoStatus::OurSignatureRequired | EdoStatus::Draft),
        OperationKind::Person(act) => is_act_waited_for(act, told),
        OperationKind::Letter | OperationKind::Package | OperationKind::Service(_) => false,
    };
    if !is_waited_for {
        return told;
    }
    match answer {
        // An act that failed leaves the document where it was; the sending itself has not failed.
        OutboxState::Failed if matches!(kind, OperationKind::Person(_)) => told,
        OutboxState::Failed => EdoStatus::SendFailed,
        OutboxState::Unknown => EdoStatus::SendUnknown,
        OutboxState::Queued => EdoStatus::Queued,
        OutboxState::Sending | OutboxState::Accepted => EdoStatus::Sending,
        OutboxState::Cancelled => told,
    }
}

/// The document stands where this act would take it on.
fn is_act_waited_for(act: PersonAct, told: EdoStatus) -> bool {
    match act {
        PersonAct::RequestConsent => told == EdoStatus::Prepared,
        PersonAct::Confirm => matches!(told, EdoStatus::Prepared | EdoStatus::OurSignatureRequired),
        PersonAct::Remind | PersonAct::Annul => false,
    }
}

fn is_bad_for_certain(status: EdoStatus) -> bool {
    use EdoStatus::{Rejected, Revoked, RoamingFailed, SignatureInvalid};
    matches!(status, SignatureInvalid | RoamingFailed | Revoked | Rejected)
}

fn reported_status(facets: &DocflowFacets) -> EdoStatus {
    let rows = [
        (
            facets.our_signature == OurSignature::Invalid,
            EdoStatus::SignatureInvalid,
        ),
        (
            facets.their_signature == TheirSignature::Invalid,
            EdoStatus::SignatureInvalid,
        ),
        (facets.roaming == Roaming::Failed, EdoStatus::RoamingFailed),
        (facets.revocation == Revocation::Accepted, EdoStatus::Revoked),
        (
            facets.revocation == Revocation::RequestedByThem,
            EdoStatus::RevocationRequestedByThem,
        ),
        (
            facets.revocation == Revocation::RequestedByUs,
            EdoStatus::RevocationRequestedByUs,
        ),
        (
            facets.their_signature == TheirSignature::Rejected,
            EdoStatus::Rejected,
        ),
        // Who does not agree to sign electronically will not sign this.
        (facets.consent == Consent::Refused, EdoStatus::Rejected),
        (
            facets.amendment == Amendment::Requested,
            EdoStatus::AmendmentRequested,
        ),
        (is_put_away(facets), EdoStatus::Deleted),
        (
            facets.our_signature == OurSignature::Required,
            EdoStatus::OurSignatureRequired,
        ),
        (
            has_receipt(facets, &Receipt::Required),
            EdoStatus::ReceiptRequired,
        ),
        (facets.marking == Marking::Pending, EdoStatus::MarkingPending),
        (facets.marking == Marking::Failed, EdoStatus::MarkingFailed),
        (facets.consent == Consent::Pending, EdoStatus::ConsentPending),
        (is_with_intermediate(facets), EdoStatus::IntermediatePending),
        (
            is_their_signature_pending(facets),
            EdoStatus::TheirSignaturePending,
        ),
        (is_receipt_pending(facets), EdoStatus::ReceiptPending),
        (
            facets.their_signature == TheirSignature::SignedWithDiscrepancies,
            EdoStatus::SignedWithDiscrepancies,
        ),
        (is_completed(facets), EdoStatus::Completed),
        (is_signed_by_us(facets), EdoStatus::SignedByUs),
        (is_signed_by_them(facets), EdoStatus::SignedByThem),
        (facets.delivery == Delivery::Delivered, EdoStatus::Delivered),
        (facets.delivery == Delivery::Sent, EdoStatus::Sent),
        (facets.delivery == Delivery::Prepared, EdoStatus::Prepared),
        (facets.approval == Approval::Pending, EdoStatus::ApprovalPending),
        (facets.draft, EdoStatus::Draft),
        (facets.deleted, EdoStatus::Deleted),
    ];
    rows.into_iter()
        .find_map(|(fits, status)| fits.then_some(status))
        .unwrap_or(EdoStatus::Unknown)
}

/// Who stands between has the document and has not signed it: the recipient sees nothing until then. Before the operator
/// has checked our signature nobody has it.
pub(crate) fn is_with_intermediate(facets: &DocflowFacets) -> bool {
    facets.intermediate == Intermediate::Awaited
        && matches!(facets.delivery, Delivery::Sent | Delivery::Delivered)
        && facets.our_signature != OurSignature::Unchecked
}

/// The other side cannot owe anything before the document lies in its box.
fn is_their_signature_pending(facets: &DocflowFacets) -> bool {
    facets.delivery == Delivery::Delivered && facets.their_signature == TheirSignature::Awaited
}

/// Some receipt notice of the exchange, whatever it is about, stands so.
fn has_receipt(facets: &DocflowFacets, receipt: &Receipt) -> bool {
    facets.receipts().contains(&receipt)
}

fn is_receipt_pending(facets: &DocflowFacets) -> bool {
    facets.delivery == Delivery::Delivered && has_receipt(facets, &Receipt::Awaited)
}

/// An inbound document has the sender's signature from the start: that alone says nothing about the exchange.
fn is_signed_by_them(facets: &DocflowFacets) -> bool {
    let is_signed = matches!(
        facets.their_signature,
        TheirSignature::Signed | TheirSignature::Confirmed
    );
    is_signed && !facets.inbound
}

/// An inbound document that we answered with a signature.
fn is_signed_by_us(facets: &DocflowFacets) -> bool {
    let is_signed = matches!(
        facets.our_signature,
        OurSignature::Unchecked | OurSignature::Valid | OurSignature::Confirmed
    );
    is_signed && facets.inbound
}

/// An inbound document that somebody removed from our box unanswered: nothing more will be asked of us there.
pub(crate) fn is_put_away(facets: &DocflowFacets) -> bool {
    facets.inbound && facets.deleted && !is_signed_by_us(facets)
}

/// «Завершён» means that nothing is owed, and needs evidence of it: the operator's confirmation of the answering signature,
/// or a finished receipt where no signature is due. A signature alone is «Подписан контрагентом», and under an inbound
/// document «Подписан нами».
fn is_completed(facets: &DocflowFacets) -> bool {
    if is_anything_owed(facets) {
        return false;
    }
    let mut receipts = facets.receipts().into_iter();
    let are_receipts_over =
        receipts.all(|receipt| matches!(receipt, Receipt::NotRequired | Receipt::Finished));
    if facets.inbound {
        return match facets.our_signature {
            OurSignature::Confirmed => are_receipts_over,
            OurSignature::NotRequired => facets.receipt == Receipt::Finished && are_receipts_over,
            _ => false,
        };
    }
    match facets.their_signature {
        TheirSignature::Confirmed => are_receipts_over,
        TheirSignature::NotRequired => facets.receipt == Receipt::Finished && are_receipts_over,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
