//! Orders about relations: a person at some cabinet presses a button, an organisation changes its manner.

use serde::Deserialize;
use serde_json::json;

use super::{Answer, box_id};
use crate::diadoc::answering;
use crate::diadoc::books::Record;
use crate::diadoc::counteragents::{self, Press};
use crate::diadoc::refusal::Refusal;
use crate::hub::Hub;
use crate::world::InvitationManner;
use crate::world::answering::Answering;

/// Somebody presses a button at a relation.
#[derive(Deserialize)]
pub struct PressOrder {
    #[serde(rename = "box")]
    box_id: String,
    other_box: String,
    act: Press,
    #[serde(default)]
    words: String,
}

/// An organisation does something else with invitations from now on.
#[derive(Deserialize)]
pub struct MannerOrder {
    #[serde(rename = "box")]
    box_id: String,
    manner: InvitationManner,
}

/// `relations/press`
pub fn press(hub: &Hub, order: &PressOrder) -> Answer {
    let (mine, theirs) = (box_id(&order.box_id)?, box_id(&order.other_box)?);
    hub.with(|books| {
        counteragents::press(books, (mine, theirs), order.act, &order.words)?;
        Ok(json!({"status": books.state.world.relation(mine, theirs)}))
    })
}

/// An organisation does something else with documents from now on.
#[derive(Deserialize)]
pub struct AnsweringOrder {
    #[serde(rename = "box")]
    box_id: String,
    #[serde(flatten)]
    answering: Answering,
}

/// `organizations/answering`
pub fn answering(hub: &Hub, order: &AnsweringOrder) -> Answer {
    let box_id = box_id(&order.box_id)?;
    hub.with(|books| {
        answering::switch(books, box_id, order.answering)?;
        Ok(json!(order.answering))
    })
}

/// Whose log.
#[derive(Deserialize)]
pub struct LogOrder {
    #[serde(rename = "box")]
    box_id: String,
}

/// `relations/log`
pub fn log(hub: &Hub, order: &LogOrder) -> Answer {
    let box_id = box_id(&order.box_id)?;
    hub.with(|books| {
        let log = books.state.relation_events.get(&box_id);
        let events = log.map(Vec::as_slice).unwrap_or_default().iter().map(|event| {
            json!({
                "name": event.name,
                "other_box": event.theirs.mail_form(),
                "at": event.at.timestamp().to_string(),
                "comment": event.comment,
            })
        });
        Ok(json!({"events": events.collect::<Vec<_>>()}))
    })
}

/// `relations/manner`
pub fn manner(hub: &Hub, order: &MannerOrder) -> Answer {
    let box_id = box_id(&order.box_id)?;
    hub.with(|books| {
        if books.state.world.by_box(box_id).is_none() {
            return Err(Refusal::not_found("Такого ящика нет"));
        }
        let manner = order.manner;
        books.commit(vec![Record::Manner { box_id, manner }])?;
        Ok(json!({}))
    })
}
