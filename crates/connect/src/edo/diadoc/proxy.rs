//! Intermediate recipients («промежуточный получатель»), who sign before the recipient does (QUIRKS 72).

use super::ids;
use super::wire::DocumentInfoV3;

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
