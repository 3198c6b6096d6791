//! The phone of a person whose key the operator keeps, for whoever plays that person.

use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::Answer;
use crate::diadoc::cloud::Touch;
use crate::hub::Hub;

/// What waits on it.
pub(super) fn shown(hub: &Hub) -> Answer {
    let now = hub.with(|books| Ok(books.state.now()))?;
    Ok(json!({"requests": hub.cloud.waiting(now), "times_asked": hub.cloud.times_asked()}))
}

/// What a person does with the phone.
#[derive(Deserialize)]
pub(super) struct PhoneTouch {
    request: Option<Uuid>,
    #[serde(default)]
    code: String,
    #[serde(default)]
    refuse: bool,
}

/// The oldest request where none is named.
pub(super) fn touch(hub: &Hub, order: &PhoneTouch) -> Answer {
    let now = hub.with(|books| Ok(books.state.now()))?;
    let touch = if order.refuse {
        Touch::Refuse
    } else {
        Touch::Confirm(order.code.clone())
    };
    hub.cloud.touch(order.request, &touch, now)?;
    shown(hub)
}
