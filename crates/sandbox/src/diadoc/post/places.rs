//! Departments, intermediate recipients and locks that a request names.

use uuid::Uuid;

use crate::diadoc::books::State;
use crate::diadoc::model::{Lock, Proxy};
use crate::diadoc::refusal::Refusal;
use crate::diadoc::requests::{KeyValue, MessageToPost};
use crate::diadoc::types::Workflow;
use crate::world::BoxId;

/// The department of a box that a request names; none for the head one.
pub fn department(state: &State, box_id: BoxId, text: &str, field: &str) -> Result<Option<Uuid>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    let id = Uuid::try_parse(text).ok();
    let owner = state.world.by_box(box_id);
    let known = id.filter(|id| owner.is_some_and(|owner| owner.has_department(*id)));
    let known = known
        .ok_or_else(|| Refusal::bad(format!("MessageToPost.{field}: Department {text} is not found")))?;
    Ok(Some(known).filter(|id| !id.is_nil()))
}

/// The intermediate recipient that a request names between two boxes.
pub fn proxy(
    state: &State,
    (from, to): (BoxId, BoxId),
    text: &str,
    department_id: &str,
) -> Result<Option<Proxy>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    let unknown = || Refusal::bad(format!("Box [{text}] is not found"));
    let box_id = BoxId::parse(text).ok_or_else(unknown)?;
    let owner = state.world.by_box(box_id).ok_or_else(unknown)?;
    if box_id == from || box_id == to {
        return Err(Refusal::bad(
            "MessageToPost.ProxyBoxId must differ from FromBoxId and ToBoxId",
        ));
    }
    if state
        .world
        .by_box(from)
        .is_some_and(|sender| sender.is_test != owner.is_test)
    {
        return Err(Refusal::bad(
            "Тестовый и настоящий ящики не могут обмениваться документами",
        ));
    }
    if let Some(why) = super::closed_to(state, from, box_id) {
        return Err(Refusal::conflict(why));
    }
    Ok(Some(Proxy {
        box_id,
        department: department(state, box_id, department_id, "ProxyDepartmentId")?,
    }))
}

/// Only some workflows know an intermediate recipient.
pub(super) fn check_proxy(proxy: Option<Proxy>, workflow: u8, index: usize) -> Result<(), Refusal> {
    if proxy.is_none() || Workflow(workflow).takes_proxy() {
        return Ok(());
    }
    Err(Refusal::bad(format!(
        "MessageToPost.DocumentAttachments[{index}]: {}",
        super::WRONG_FORMAT
    )))
}

/// How the packet is locked.
pub(super) fn lock(given: &MessageToPost) -> Result<Lock, Refusal> {
    if given.lock_packet {
        return Ok(Lock::Full);
    }
    match &given.lock_mode {
        serde_json::Value::Null => Ok(Lock::None),
        serde_json::Value::String(name) if name.is_empty() => Ok(Lock::None),
        // By name or by number, as everywhere.
        named => match named
            .as_str()
            .map_or_else(|| named.to_string(), str::to_owned)
            .as_str()
        {
            "None" | "1" => Ok(Lock::None),
            "Send" | "2" => Ok(Lock::Send),
            "Full" | "3" => Ok(Lock::Full),
            other => Err(Refusal::bad(format!(
                "MessageToPost.LockMode: unknown value {other}"
            ))),
        },
    }
}

const MOST_TAGS: usize = 30;
const LONGEST_TAG_KEY: usize = 60;
const LONGEST_TAG_VALUE: usize = 200;

/// `CustomData` of a document: so many, no longer than that.
pub(super) fn check_tags(tags: &[KeyValue], place: &str) -> Result<(), Refusal> {
    let is_long = |tag: &KeyValue| {
        tag.key.chars().count() > LONGEST_TAG_KEY || tag.value.chars().count() > LONGEST_TAG_VALUE
    };
    if tags.len() > MOST_TAGS || tags.iter().any(is_long) {
        return Err(Refusal::bad(format!(
            "{place}: CustomData should contain at most {MOST_TAGS} items, a key at most {LONGEST_TAG_KEY} and a value at most {LONGEST_TAG_VALUE} characters"
        )));
    }
    Ok(())
}
