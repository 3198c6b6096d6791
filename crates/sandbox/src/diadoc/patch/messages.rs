//! Universal messages and cancellations of shipment data: from the caller's lists to acts.

use serde_json::Value;

use super::{check_about, malformed, parent, signed_content};
use crate::diadoc::acts::Act;
use crate::diadoc::generators::universal::fixation_id;
use crate::diadoc::model::{Part, UniversalMessage};
use crate::diadoc::post;
use crate::diadoc::refusal::Refusal;
use crate::diadoc::requests::{Reply, UniversalMessageAttachment};
use crate::diadoc::service_documents::Paper;
use crate::diadoc::service_documents::universal::{check_codes, code_group};
use crate::diadoc::title_xml;
use crate::diadoc::view::View;

/// A universal message must name its parent, its author and nothing but known codes of its group.
pub(super) fn universal_message(
    view: &View<'_>,
    given: &UniversalMessageAttachment,
    place: &str,
) -> Result<Act, Refusal> {
    let parent = parent(&given.parent_entity_id, place)?;
    let missing = || Refusal::bad(format!("{place}: UniversalMessageContent is required"));
    let content = given.content.as_ref().ok_or_else(missing)?;
    let bytes = post::decode(content, place)?.content;
    let facts = title_xml::look(&bytes).map_err(|broken| Refusal::bad(format!("{place}: {{ {broken} }}")))?;
    let broken = |message: String| malformed(place, &message);
    if facts.notice != "СведУС" {
        return Err(malformed(place, "Ожидался элемент СведУС"));
    }
    check_about(view, parent, &facts, place)?;
    let author = view.state.world.by_box(view.viewer);
    if author.is_some_and(|author| author.participant_id() != facts.author) {
        return Err(broken(format!(
            "Отправитель {} — не участник {place}",
            facts.author
        )));
    }
    let mut events = Vec::new();
    for (code, text) in &facts.events {
        let number: u32 = code
            .parse()
            .map_err(|_| broken(format!("Недопустимый СтатусУС {code}")))?;
        events.push((number, text.trim().to_owned()));
    }
    check_codes(&events).map_err(broken)?;
    let groups: Vec<_> = events.iter().filter_map(|(code, _)| code_group(*code)).collect();
    if groups.len() != events.len() || !groups.iter().any(|group| is_group(&given.code_group, group)) {
        return Err(Refusal::bad(format!("{place}: CodeGroup does not fit the codes")));
    }
    let texts: Vec<&str> = events.iter().map(|(_, text)| text.as_str()).collect();
    Ok(Act::Message {
        parent,
        paper: Paper {
            part: Part::UniversalMessage,
            file_name: format!("{}.xml", facts.file_id),
            text: texts.join("\n").trim().to_owned(),
            bytes,
            total_code: None,
            need_receipt: false,
        },
        told: UniversalMessage {
            creator: view.viewer,
            events,
            is_out_of_workflow: false,
        },
    })
}

/// By name or by number; nothing said fits everything.
fn is_group(given: &Value, group: &str) -> bool {
    const NAMES: [&str; 4] = ["Receipt", "AmendmentRequest", "Rejection", "InformationMessage"];
    match given {
        Value::String(name) => name.is_empty() || name == group,
        Value::Number(number) => {
            let place = number.as_u64().and_then(|number| usize::try_from(number).ok());
            place.is_some_and(|place| {
                place == 0 || place.checked_sub(1).and_then(|place| NAMES.get(place)) == Some(&group)
            })
        }
        _ => given.is_null(),
    }
}

/// The JSON must name the fixation of this very document and the caller's ИНН.
pub(super) fn fixation_cancellation(view: &View<'_>, given: &Reply, place: &str) -> Result<Act, Refusal> {
    let parent = parent(&given.parent_entity_id, place)?;
    let (bytes, signature) = signed_content(view, given, place)?;
    let body: Value =
        serde_json::from_slice(&bytes).map_err(|error| Refusal::bad(format!("{place}: {error}")))?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let document = view
        .message
        .entity(parent)
        .map(|entity| fixation_id(&entity.file_name));
    let owner = view
        .state
        .world
        .by_box(view.viewer)
        .map(|owner| owner.inn.as_str());
    if document.as_deref() != Some(text("fixation_document_id")) || owner != Some(text("inn")) {
        return Err(Refusal::bad(format!(
            "{place}: fixation_document_id or inn does not fit the document"
        )));
    }
    Ok(Act::Paper {
        parent,
        paper: Paper {
            part: Part::FixationCancellation,
            file_name: format!("{}.json", text("fixation_document_id")),
            bytes,
            text: String::new(),
            total_code: None,
            need_receipt: false,
        },
        signature,
    })
}
