//! Intermediate recipients («промежуточный получатель»), who sign before the recipient does (QUIRKS 72).

use domain::facets::Intermediate;
use domain::{EdoFormat, UtdFunction};

use super::ids;
use super::wire::{DocflowV4, DocumentInfoV3, RecipientResponseStatus};

/// The formats whose workflows know an intermediate recipient.
pub(super) const FORMATS: &[EdoFormat] = &[EdoFormat::Nonformalized, EdoFormat::Utd(UtdFunction::Transfer)];

/// Our box is the intermediate one: what is asked of it stands in `ProxyResponse`.
pub(super) fn is_us(info: &DocumentInfoV3, our_box: &str) -> bool {
    let participants = &info.participants;
    box_of(info).is_some_and(|via| via == our_box) && ids::box_id(&participants.sender.box_id) != our_box
}

/// The intermediate box, if there is one.
pub(super) fn box_of(info: &DocumentInfoV3) -> Option<String> {
    let proxy = info.participants.proxy.as_ref()?;
    (!proxy.box_id.is_empty()).then(|| ids::box_id(&proxy.box_id))
}

/// Whether who stands between has signed; nothing where nobody does.
pub(super) fn signature(info: &DocumentInfoV3, docflow: &DocflowV4, our_box: &str) -> Intermediate {
    use RecipientResponseStatus as Status;
    // Where we stand between, it is our signature that is asked for.
    if is_us(info, our_box) {
        return Intermediate::NotRequired;
    }
    let Some(response) = &docflow.proxy_response else {
        return Intermediate::NotRequired;
    };
    match &response.response_status {
        Status::RecipientResponseStatusNotAcceptable => Intermediate::NotRequired,
        Status::WaitingForRecipientSignature => Intermediate::Awaited,
        Status::WithRecipientSignature | Status::WithRecipientPartiallySignature => Intermediate::Signed,
        Status::RecipientSignatureRequestRejected => Intermediate::Rejected,
        Status::InvalidRecipientSignature => Intermediate::Invalid,
        Status::Absent => Intermediate::Unknown("absent".into()),
        Status::Other(raw) => Intermediate::Unknown(raw.clone()),
    }
}
