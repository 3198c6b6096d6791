//! What Diadoc's docflow says, as facets. Exhaustive: a new value of the operator stays word for word in `Unknown`.
//!
//! Deliberately never looks at status texts: the operator extends them freely (QUIRKS 31).

mod parts;

use domain::facets::{Amendment, Approval, Delivery, OurSignature, Receipt, Revocation, TheirSignature};
use domain::{DocflowFacets, DocumentState, Severity};
use jiff::Timestamp;

use super::ids::instant;
use super::proxy;
use super::wire::{
    AmendmentRequestDocflowV4, DocflowV4, DocumentDirection, DocumentWithDocflowV4, GeneralReceiptStatus,
    MessageType, ParticipantResponseDocflowV4, ReceiptDocflowV4, RecipientResponseStatus,
    ResolutionDocflowV3, ResolutionStatus, RevocationDocflowV4, RevocationStatus, SenderSignatureStatus,
    StatusSeverity,
};

/// How the raw text of a value that is not there is kept.
const ABSENT: &str = "absent";

/// The state of one document, as `our_box` sees it. `unless_told` is its instant when the operator does not name its last event.
pub(super) fn document_state(
    document: &DocumentWithDocflowV4,
    our_box: &str,
    unless_told: Timestamp,
) -> DocumentState {
    let status = &document.docflow.docflow_status;
    DocumentState {
        as_of: instant(document.last_event.timestamp.ticks).unwrap_or(unless_told),
        facets: facets(document, our_box),
        operator_status_text: status_text(&document.docflow),
        severity: severity(&status.primary_status.severity),
    }
}

fn facets(document: &DocumentWithDocflowV4, our_box: &str) -> DocflowFacets {
    let kind = &document.document_info;
    let docflow = &document.docflow;
    if matches!(kind.message_type, MessageType::Draft | MessageType::Template) {
        return draft(document);
    }
    let base = DocflowFacets {
        intermediate: proxy::signature(kind, docflow, our_box),
        receipt: receipt(docflow.recipient_receipt.as_ref()),
        answer_receipt: receipt(docflow.sender_receipt.as_ref()),
        amendment_receipt: receipt(
            docflow
                .amendment_request
                .as_ref()
                .and_then(|request| request.receipt.as_ref()),
        ),
        amendment: docflow
            .amendment_request
            .as_ref()
            .map_or(Amendment::None, amendment),
        revocation: docflow.revocation.as_ref().map_or(Revocation::None, revocation),
        roaming: parts::roaming(docflow),
        poa: parts::power_of_attorney(&docflow.docflow_status),
        marking: parts::marking(docflow),
        fixation_cancellation: parts::fixation_cancellation(docflow),
        approval: docflow.resolution.as_ref().map_or(Approval::None, approval),
        deleted: kind.is_deleted,
        ..DocflowFacets::default()
    };
    match (&kind.message_type, &kind.document_direction) {
        (MessageType::Letter, _) if proxy::is_us(kind, our_box) => {
            inbound(docflow, docflow.proxy_response.as_ref(), base)
        }
        (MessageType::Other(raw), _) => DocflowFacets {
            delivery: Delivery::Unknown(format!("MessageType {raw}")),
            ..outbound(docflow, base)
        },
        (_, DocumentDirection::Inbound) => inbound(docflow, docflow.recipient_response.as_ref(), base),
        (_, DocumentDirection::Outbound | DocumentDirection::Internal) => outbound(docflow, base),
        (_, DocumentDirection::Absent) => DocflowFacets {
            delivery: Delivery::Unknown(format!("DocumentDirection {ABSENT}")),
            ..outbound(docflow, base)
        },
        (_, DocumentDirection::Other(raw)) => DocflowFacets {
            delivery: Delivery::Unknown(format!("DocumentDirection {raw}")),
            ..outbound(docflow, base)
        },
    }
}

/// A draft owes and awaits nothing, whatever its branches say: nothing was sent (QUIRKS 24).
fn draft(document: &DocumentWithDocflowV4) -> DocflowFacets {
    let kind = &document.document_info;
    // What was sent is not gone: it goes on as another document (QUIRKS 24, 56).
    let recycled = kind
        .draft_info
        .as_ref()
        .is_some_and(|draft| draft.is_recycled && draft.transformed_to_letter_ids.is_empty());
    let deleted = kind.is_deleted || recycled;
    DocflowFacets {
        draft: !deleted,
        deleted,
        ..DocflowFacets::default()
    }
}

fn outbound(docflow: &DocflowV4, base: DocflowFacets) -> DocflowFacets {
    DocflowFacets {
        delivery: delivery(docflow),
        our_signature: sender_signature(&docflow.sender_title.sender_signature_status),
        their_signature: response_of_them(docflow),
        ..base
    }
}

/// The other side sent it; this response is ours. A refusal has one place in the vector, whoever refused.
fn inbound(
    docflow: &DocflowV4,
    response: Option<&ParticipantResponseDocflowV4>,
    base: DocflowFacets,
) -> DocflowFacets {
    use RecipientResponseStatus as Status;
    let status = response.map_or(&Status::RecipientResponseStatusNotAcceptable, |r| {
        &r.response_status
    });
    let sender = match &docflow.sender_title.sender_signature_status {
        SenderSignatureStatus::WaitingForSenderSignature => TheirSignature::Awaited,
        SenderSignatureStatus::SenderSignatureUnchecked
        | SenderSignatureStatus::SenderSignatureCheckedAndValid => TheirSignature::Signed,
        SenderSignatureStatus::SenderSignatureCheckedAndInvalid => TheirSignature::Invalid,
        SenderSignatureStatus::Absent => TheirSignature::Unknown(ABSENT.into()),
        SenderSignatureStatus::Other(raw) => TheirSignature::Unknown(raw.clone()),
    };
    let (ours, theirs) = match status {
        Status::RecipientResponseStatusNotAcceptable => (OurSignature::NotRequired, sender),
        Status::WaitingForRecipientSignature => (OurSignature::Required, sender),
        Status::WithRecipientSignature | Status::WithRecipientPartiallySignature => {
            let ours = if response.is_some_and(is_confirmed) {
                OurSignature::Confirmed
            } else {
                OurSignature::Valid
            };
            (ours, sender)
        }
        Status::RecipientSignatureRequestRejected => (OurSignature::NotRequired, TheirSignature::Rejected),
        Status::InvalidRecipientSignature => (OurSignature::Invalid, sender),
        Status::Absent => (OurSignature::Unknown(ABSENT.into()), sender),
        Status::Other(raw) => (OurSignature::Unknown(raw.clone()), sender),
    };
    DocflowFacets {
        delivery: Delivery::Delivered,
        our_signature: ours,
        their_signature: theirs,
        inbound: true,
        ..base
    }
}

/// Accepted by the operator is sent, unless the operator still waits for our signature (QUIRKS 23).
fn delivery(docflow: &DocflowV4) -> Delivery {
    let title = &docflow.sender_title;
    let is_past = |moment: &Option<super::wire::Ticks>| moment.as_ref().is_some_and(|at| at.ticks > 0);
    match &title.sender_signature_status {
        _ if is_past(&title.delivered_at) => Delivery::Delivered,
        SenderSignatureStatus::WaitingForSenderSignature => Delivery::NotSent,
        SenderSignatureStatus::SenderSignatureUnchecked
        | SenderSignatureStatus::SenderSignatureCheckedAndValid
        | SenderSignatureStatus::SenderSignatureCheckedAndInvalid => Delivery::Sent,
        _ if is_past(&title.sent_at) => Delivery::Sent,
        SenderSignatureStatus::Absent | SenderSignatureStatus::Other(_) => Delivery::NotSent,
    }
}

fn sender_signature(status: &SenderSignatureStatus) -> OurSignature {
    match status {
        SenderSignatureStatus::WaitingForSenderSignature => OurSignature::Required,
        SenderSignatureStatus::SenderSignatureUnchecked => OurSignature::Unchecked,
        SenderSignatureStatus::SenderSignatureCheckedAndValid => OurSignature::Valid,
        SenderSignatureStatus::SenderSignatureCheckedAndInvalid => OurSignature::Invalid,
        SenderSignatureStatus::Absent => OurSignature::Unknown(ABSENT.into()),
        SenderSignatureStatus::Other(raw) => OurSignature::Unknown(raw.clone()),
    }
}

/// A refusal of the intermediate recipient ends the docflow before the recipient comes to see it.
fn response_of_them(docflow: &DocflowV4) -> TheirSignature {
    let of_proxy = docflow.proxy_response.as_ref().map(response);
    match of_proxy {
        Some(bad @ (TheirSignature::Rejected | TheirSignature::Invalid | TheirSignature::Unknown(_))) => bad,
        _ => docflow
            .recipient_response
            .as_ref()
            .map_or(TheirSignature::NotRequired, response),
    }
}

fn response(branch: &ParticipantResponseDocflowV4) -> TheirSignature {
    use RecipientResponseStatus as Status;
    match &branch.response_status {
        Status::RecipientResponseStatusNotAcceptable => TheirSignature::NotRequired,
        Status::WaitingForRecipientSignature => TheirSignature::Awaited,
        Status::WithRecipientSignature if is_confirmed(branch) => TheirSignature::Confirmed,
        Status::WithRecipientSignature => TheirSignature::Signed,
        Status::WithRecipientPartiallySignature => TheirSignature::SignedWithDiscrepancies,
        Status::RecipientSignatureRequestRejected => TheirSignature::Rejected,
        Status::InvalidRecipientSignature => TheirSignature::Invalid,
        Status::Absent => TheirSignature::Unknown(ABSENT.into()),
        Status::Other(raw) => TheirSignature::Unknown(raw.clone()),
    }
}

/// Only the operator's own confirmation makes a signature final; a document without confirmations stays signed.
fn is_confirmed(branch: &ParticipantResponseDocflowV4) -> bool {
    branch.is_finished && branch.confirmation.as_ref().is_some_and(|c| c.is_finished)
}

/// Of a receipt notice that the docflow does not tell of, none is asked.
fn receipt(branch: Option<&ReceiptDocflowV4>) -> Receipt {
    branch.map_or(Receipt::NotRequired, |branch| receipt_status(&branch.status))
}

fn receipt_status(status: &GeneralReceiptStatus) -> Receipt {
    match status {
        GeneralReceiptStatus::GeneralReceiptStatusNotAcceptable => Receipt::NotRequired,
        GeneralReceiptStatus::HaveToCreateReceipt => Receipt::Required,
        GeneralReceiptStatus::WaitingForReceipt => Receipt::Awaited,
        GeneralReceiptStatus::Finished => Receipt::Finished,
        GeneralReceiptStatus::Absent => Receipt::Unknown(ABSENT.into()),
        GeneralReceiptStatus::Other(raw) => Receipt::Unknown(raw.clone()),
    }
}

/// `AmendmentFlags`: 1 requested, 2 revised, 4 corrected (QUIRKS 28).
fn amendment(branch: &AmendmentRequestDocflowV4) -> Amendment {
    match branch.amendment_flags {
        None => Amendment::Unknown(ABSENT.into()),
        Some(flags) if flags & !7 != 0 => Amendment::Unknown(format!("AmendmentFlags {flags}")),
        Some(flags) if flags & 6 != 0 => Amendment::Answered,
        Some(0) => Amendment::None,
        Some(_) => Amendment::Requested,
    }
}

fn revocation(branch: &RevocationDocflowV4) -> Revocation {
    match &branch.revocation_status {
        RevocationStatus::RevocationStatusNone => Revocation::None,
        RevocationStatus::RevocationIsRequestedByMe => Revocation::RequestedByUs,
        RevocationStatus::RequestsMyRevocation => Revocation::RequestedByThem,
        RevocationStatus::RevocationAccepted => Revocation::Accepted,
        RevocationStatus::RevocationRejected => Revocation::Rejected,
        RevocationStatus::Absent => Revocation::Unknown(ABSENT.into()),
        RevocationStatus::Other(raw) => Revocation::Unknown(raw.clone()),
    }
}

fn approval(branch: &ResolutionDocflowV3) -> Approval {
    use ResolutionStatus as Status;
    match &branch.resolution_status {
        Status::None => Approval::None,
        Status::Approved | Status::SignedWithApprovingSignature | Status::SignedWithPrimarySignature => {
            Approval::Approved
        }
        Status::ApprovementRequested
        | Status::ApprovementSignatureRequested
        | Status::PrimarySignatureRequested
        | Status::ActionsRequested => Approval::Pending,
        Status::Disapproved | Status::SignatureRequestRejected | Status::PrimarySignatureRejected => {
            Approval::Refused
        }
        Status::Absent => Approval::Unknown(ABSENT.into()),
        Status::Other(raw) => Approval::Unknown(raw.clone()),
    }
}

/// The words about the docflow, and behind them what other systems did not like.
fn status_text(docflow: &DocflowV4) -> String {
    let status = &docflow.docflow_status;
    let secondary = status.secondary_status.as_ref().map(|s| s.status_text.clone());
    let texts = [Some(status.primary_status.status_text.clone()), secondary];
    let outer = parts::troubles_of_outer(docflow);
    let texts: Vec<String> = texts
        .into_iter()
        .flatten()
        .chain(outer)
        .filter(|text| !text.is_empty())
        .collect();
    texts.join(". ")
}

/// A severity that is new deserves a look.
fn severity(severity: &StatusSeverity) -> Severity {
    match severity {
        StatusSeverity::Absent | StatusSeverity::Info => Severity::Info,
        StatusSeverity::Success => Severity::Success,
        StatusSeverity::Warning | StatusSeverity::Other(_) => Severity::Warning,
        StatusSeverity::Error => Severity::Error,
    }
}
