//! Housekeeping of one box: documents are put away, taken back, moved to another department. The other side sees nothing
//! of it.

use serde::Deserialize;
use uuid::Uuid;

use super::books::Books;
use super::call::Call;
use super::model::{Change, Content, Keeping, Part, Told};
use super::plan::Plan;
use super::refusal::Refusal;
use super::view::View;
use super::{Reply, auth, codec};
use crate::hub::Hub;
use crate::world::BoxId;

/// `DocumentsMoveOperation`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DocumentsMoveOperation {
    /// Whose box.
    #[serde(rename = "boxid")]
    box_id: String,
    /// To which department; the head one if absent.
    #[serde(rename = "todepartmentid")]
    to_department_id: String,
    /// Which documents.
    #[serde(rename = "documentids")]
    document_ids: Vec<MovedDocument>,
}

/// `DocumentId`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct MovedDocument {
    #[serde(rename = "messageid")]
    message_id: String,
    #[serde(rename = "entityid")]
    entity_id: String,
}

/// `POST /Delete`
pub fn delete(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    put_away(hub, call, Keeping::Delete)
}

/// `POST /Restore`
pub fn restore(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    put_away(hub, call, Keeping::Restore)
}

fn put_away(hub: &Hub, call: &Call, keeping: Keeping) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let message = call.id("messageid")?;
        let document = call
            .text("documentid")
            .map(|_| call.id("documentid"))
            .transpose()?;
        keep(books, box_id, message, document, keeping)?;
        Ok(Reply::bytes(Vec::new(), "text/plain; charset=utf-8"))
    })
}

/// `POST /MoveDocuments`
pub fn move_documents(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let given: DocumentsMoveOperation = codec::read(&call.headers, &call.body, "DocumentsMoveOperation")?;
    hub.with(|books| {
        let user = auth::caller(&books.state, &call.headers)?;
        let denied = || Refusal::forbidden(format!("Access to Box [{}] is denied", given.box_id));
        let box_id = BoxId::parse(&given.box_id).ok_or_else(denied)?;
        if !books.state.world.may_enter(user, box_id) {
            return Err(denied());
        }
        if given.document_ids.is_empty() {
            return Err(Refusal::bad("DocumentsMoveOperation.DocumentIds is required"));
        }
        let to = super::post::department(&books.state, box_id, &given.to_department_id, "ToDepartmentId")?;
        for place in &given.document_ids {
            let id = |text: &str| {
                Uuid::try_parse(text).map_err(|_| Refusal::bad(format!("Could not parse DocumentId: {text}")))
            };
            let (message, document) = (id(&place.message_id)?, id(&place.entity_id)?);
            keep(
                books,
                box_id,
                message,
                Some(document),
                Keeping::Move(to.unwrap_or_default()),
            )?;
        }
        Ok(Reply::bytes(Vec::new(), "text/plain; charset=utf-8"))
    })
}

/// Does this to a document of a message, or to all of them; gives the id of the patch.
pub fn keep(
    books: &mut Books,
    box_id: BoxId,
    message: Uuid,
    document: Option<Uuid>,
    keeping: Keeping,
) -> Result<Uuid, Refusal> {
    let missing = || Refusal::not_found(format!("Message {message} is not found"));
    let view = View::of(&books.state, box_id, message).ok_or_else(missing)?;
    let all = view.message.documents.iter().map(|card| card.entity);
    let meant: Vec<Uuid> = match document {
        Some(document) => all.filter(|id| *id == document).collect(),
        None => all.collect(),
    };
    if meant.is_empty() {
        return Err(Refusal::not_found(format!(
            "Document {} is not found",
            document.unwrap_or_default()
        )));
    }
    let is_done = |id: &Uuid| match keeping {
        Keeping::Delete => view.deleted.contains(id),
        Keeping::Restore => !view.deleted.contains(id),
        Keeping::Move(to) => view.department_of(*id) == to,
    };
    if meant.iter().all(is_done) {
        return Err(Refusal::conflict(match keeping {
            Keeping::Delete => "Document is already deleted",
            Keeping::Restore => "Document is already restored",
            Keeping::Move(_) => "Document is already in this department",
        }));
    }
    let documents: Vec<Uuid> = meant.into_iter().filter(|id| !is_done(id)).collect();
    let from: Vec<(Uuid, Uuid)> = documents
        .iter()
        .map(|id| (*id, view.department_of(*id)))
        .collect();
    let mut plan = Plan::now(&books.state);
    let mut entities = Vec::new();
    if let Keeping::Move(to) = keeping {
        for (document, from) in from {
            let mut moved = plan.thing(Part::MoveDocument, Some(document), Content::of(Vec::new()));
            moved.told = Some(Told::Moved { from, to });
            entities.push(plan.add(message, moved));
        }
    }
    let patch = Uuid::new_v4();
    let change = Change::Kept {
        keeping,
        documents,
        entities,
    };
    plan.show(box_id, message, patch, change);
    let records = plan.records;
    books.commit(records)?;
    Ok(patch)
}
