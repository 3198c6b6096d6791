//! Orders about what happens to a document beside its signing: people of a box put it away or move it, another operator
//! answers, another system speaks.

use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::{Answer, box_id};
use crate::diadoc::books::Books;
use crate::diadoc::keeping;
use crate::diadoc::model::{Keeping, OuterStatus};
use crate::diadoc::outside::{self, Notification};
use crate::diadoc::refusal::Refusal;
use crate::hub::Hub;

/// A document in the cabinet of a box; all of the message where none is named.
#[derive(Deserialize)]
pub struct KeepOrder {
    #[serde(rename = "box")]
    box_id: String,
    message_id: Uuid,
    entity_id: Option<Uuid>,
    /// Of a move; the head department if absent.
    department_id: Option<Uuid>,
}

/// What another operator says; of the first document where none is named.
#[derive(Deserialize)]
pub struct RoamingOrder {
    message_id: Uuid,
    entity_id: Option<Uuid>,
    is_success: bool,
    #[serde(default)]
    text: String,
}

/// What another system says; of the first document where none is named.
#[derive(Deserialize)]
pub struct SystemOrder {
    message_id: Uuid,
    entity_id: Option<Uuid>,
    status: OuterStatus,
}

fn keep(hub: &Hub, order: &KeepOrder, keeping: Keeping) -> Answer {
    let box_id = box_id(&order.box_id)?;
    hub.with(|books| {
        let patch = keeping::keep(books, box_id, order.message_id, order.entity_id, keeping)?;
        Ok(json!({"message_id": order.message_id, "patch_id": patch}))
    })
}

/// `cabinet/delete`
pub fn delete(hub: &Hub, order: &KeepOrder) -> Answer {
    keep(hub, order, Keeping::Delete)
}

/// `cabinet/restore`
pub fn restore(hub: &Hub, order: &KeepOrder) -> Answer {
    keep(hub, order, Keeping::Restore)
}

/// `cabinet/move`
pub fn move_to(hub: &Hub, order: &KeepOrder) -> Answer {
    keep(hub, order, Keeping::Move(order.department_id.unwrap_or_default()))
}

fn document(books: &Books, message: Uuid, named: Option<Uuid>) -> Result<Uuid, Refusal> {
    let first = books.state.messages.get(&message);
    let first = first.and_then(|message| message.documents.first());
    named
        .or(first.map(|card| card.entity))
        .ok_or_else(|| Refusal::not_found("Такого сообщения нет"))
}

/// `outside/roaming`
pub fn roaming(hub: &Hub, order: &RoamingOrder) -> Answer {
    hub.with(|books| {
        let document = document(books, order.message_id, order.entity_id)?;
        let told = Notification {
            is_success: order.is_success,
            words: order.text.clone(),
        };
        let done = outside::notify(books, order.message_id, document, &told)?;
        Ok(json!({"message_id": done.message, "patch_id": done.event}))
    })
}

/// `outside/system`
pub fn system(hub: &Hub, order: &SystemOrder) -> Answer {
    hub.with(|books| {
        let document = document(books, order.message_id, order.entity_id)?;
        let done = outside::speak(books, order.message_id, document, order.status.clone())?;
        Ok(json!({"message_id": done.message, "patch_id": done.event}))
    })
}
