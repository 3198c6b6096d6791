//! Messages, documents, their exchanges, their bytes and print forms.

use uuid::Uuid;

use crate::diadoc::answers::docflow::{DocumentWithDocflow, GetDocflowBatchResponse};
use crate::diadoc::answers::{Document, DocumentList};
use crate::diadoc::books::{self, State};
use crate::diadoc::call::Call;
use crate::diadoc::refusal::Refusal;
use crate::diadoc::requests::{GetDocflowBatchRequest, GetDocflowRequest};
use crate::diadoc::view::View;
use crate::diadoc::view::docflow::Bytes;
use crate::diadoc::{Reply, auth, codec};
use crate::hub::Hub;
use crate::world::BoxId;

const MOST_DOCFLOWS: usize = 100;

/// There is no such message in the caller's box.
pub fn no_message(id: Uuid) -> Refusal {
    Refusal::not_found(format!("Message {id} is not found"))
}

/// There is no such thing in the message.
pub fn no_entity(id: Uuid) -> Refusal {
    Refusal::not_found(format!("Entity {id} is not found"))
}

/// `GET /V6/GetMessage`
pub fn get_message(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let id = call.id("messageid")?;
        let view = View::of(&books.state, box_id, id).ok_or_else(|| no_message(id))?;
        Reply::structure(&view.message())
    })
}

/// `GET /V3/GetDocument`
pub fn get_document(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let (message, entity) = (call.id("messageid")?, call.id("entityid")?);
        let view = View::of(&books.state, box_id, message).ok_or_else(|| no_message(message))?;
        let exchange = view.exchange(entity).ok_or_else(|| no_entity(entity))?;
        Reply::structure(&exchange.document())
    })
}

/// `GET /GetDocumentsByCustomId`
pub fn get_documents_by_custom_id(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let state = &books.state;
        let (_, box_id) = auth::caller_in(state, call, "boxid")?;
        let name = call.required("customdocumentid")?.to_lowercase();
        let found = state
            .custom_ids
            .get(&(box_id, name))
            .map_or(&[][..], Vec::as_slice);
        let show = |(message, entity): &(Uuid, Uuid)| -> Option<Document> {
            Some(View::of(state, box_id, *message)?.exchange(*entity)?.document())
        };
        let documents: Vec<_> = found.iter().filter_map(show).collect();
        Reply::structure(&DocumentList {
            total_count: documents.len(),
            documents,
            has_more_results: false,
        })
    })
}

/// `POST /V4/GetDocflows`
pub fn get_docflows(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let given: GetDocflowBatchRequest = codec::read(&call.headers, &call.body, "GetDocflowBatchRequest")?;
    if given.requests.len() > MOST_DOCFLOWS {
        return Err(Refusal::bad(format!(
            "GetDocflowBatchRequest should contain at most {MOST_DOCFLOWS} requests"
        )));
    }
    hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let documents = given
            .requests
            .iter()
            .map(|one| docflow(&books.state, box_id, one));
        Reply::structure(&GetDocflowBatchResponse {
            documents: documents.collect::<Result<_, _>>()?,
        })
    })
}

fn docflow(
    state: &State,
    box_id: BoxId,
    request: &GetDocflowRequest,
) -> Result<DocumentWithDocflow, Refusal> {
    let id = |text: &str, name: &str| {
        Uuid::try_parse(text).map_err(|_| Refusal::bad(format!("Could not parse {name}: {text}")))
    };
    let message = id(&request.document_id.message_id, "DocumentId.MessageId")?;
    let entity = id(&request.document_id.entity_id, "DocumentId.EntityId")?;
    let view = if request.last_event_id.is_empty() {
        View::of(state, box_id, message).ok_or_else(|| no_message(message))?
    } else {
        let event = id(&request.last_event_id, "LastEventId")?;
        let missing = || Refusal::not_found(format!("Event {event} is not found"));
        View::as_of(state, box_id, message, event).ok_or_else(missing)?
    };
    let bytes = if request.inject_entity_content {
        Bytes::Include
    } else {
        Bytes::Omit
    };
    let exchange = view.exchange(entity).ok_or_else(|| no_entity(entity))?;
    Ok(exchange.docflow(bytes))
}

/// `GET /V4/GetEntityContent`
pub fn get_entity_content(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let (content, folder) = hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let (message, entity) = (call.id("messageid")?, call.id("entityid")?);
        let view = View::of(&books.state, box_id, message).ok_or_else(|| no_message(message))?;
        let seen = view.seen.iter().find(|seen| seen.entity.id == entity);
        let content = seen
            .map(|seen| seen.entity.content.clone())
            .ok_or_else(|| no_entity(entity))?;
        Ok((content, books.folder()))
    })?;
    let bytes = books::bytes(folder.as_deref(), &content)?;
    Ok(Reply::bytes(bytes, "application/octet-stream"))
}
