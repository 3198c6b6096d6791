//! What reaches the operator from outside and is told to the sides: other operators (roaming) and other systems
//! («Честный знак»).

use uuid::Uuid;

use super::books::Books;
use super::model::{Content, Message, Operation, OperationKey, OuterStatus, Part, Told};
use super::plan::Plan;
use super::refusal::Refusal;
use crate::world::BoxId;

/// What another operator says of a document.
pub struct Notification {
    /// It has brought it.
    pub is_success: bool,
    /// Its words.
    pub words: String,
}

/// The other operator has brought every document of a message.
pub fn notify_all(plan: &mut Plan<'_>, message: &Message) {
    let shown = message
        .documents
        .iter()
        .map(|card| card.entity)
        .collect::<Vec<_>>();
    let words = "Документ доставлен оператором получателя";
    let shown = shown
        .into_iter()
        .map(|document| notification(plan, message.id, document, true, words))
        .collect();
    plan.show_more(message.from, message.id, shown);
}

fn notification(plan: &mut Plan<'_>, message: Uuid, document: Uuid, is_success: bool, words: &str) -> Uuid {
    let content = Content::of(words.as_bytes());
    let mut entity = plan.thing(Part::RoamingNotification, Some(document), content);
    words.clone_into(&mut entity.text);
    entity.told = Some(Told::Roaming { is_success });
    plan.add(message, entity)
}

fn found(books: &Books, message: Uuid, document: Uuid) -> Result<&Message, Refusal> {
    let missing = || Refusal::not_found(format!("Entity {document} is not found"));
    let found = books.state.messages.get(&message).ok_or_else(missing)?;
    found.document(document).ok_or_else(missing)?;
    Ok(found)
}

/// Another operator speaks; the sender hears it.
pub fn notify(
    books: &mut Books,
    message: Uuid,
    document: Uuid,
    told: &Notification,
) -> Result<Operation, Refusal> {
    let sender = found(books, message, document)?.from;
    let mut plan = Plan::now(&books.state);
    let shown = notification(&mut plan, message, document, told.is_success, &told.words);
    show(
        books_records(&mut plan, &[sender], message, shown),
        books,
        sender,
        message,
    )
}

/// Another system speaks; both sides hear it, as far as they see the message.
pub fn speak(
    books: &mut Books,
    message: Uuid,
    document: Uuid,
    status: OuterStatus,
) -> Result<Operation, Refusal> {
    let found = found(books, message, document)?;
    let sides = [found.from, found.to].map(|side| {
        let log = books.state.log(side);
        (side, log.is_some_and(|log| log.by_message.contains_key(&message)))
    });
    let seeing: Vec<BoxId> = sides
        .iter()
        .filter(|(_, sees)| *sees)
        .map(|(side, _)| *side)
        .collect();
    let sender = found.from;
    let mut plan = Plan::now(&books.state);
    let mut entity = plan.thing(
        Part::OuterDocflow,
        Some(document),
        Content::of(status.description.as_bytes()),
    );
    entity.file_name = format!("{}_{}.json", status.docflow_named_id, status.named_id);
    entity.told = Some(Told::Outer(status));
    let shown = plan.add(message, entity);
    show(
        books_records(&mut plan, &seeing, message, shown),
        books,
        sender,
        message,
    )
}

/// The same thing becomes visible in each of these boxes; gives the records and the first event.
fn books_records(
    plan: &mut Plan<'_>,
    boxes: &[BoxId],
    message: Uuid,
    shown: Uuid,
) -> (Vec<super::books::Record>, Uuid) {
    let events: Vec<Uuid> = boxes
        .iter()
        .map(|side| plan.show_more(*side, message, vec![shown]))
        .collect();
    let records = std::mem::take(&mut plan.records);
    (records, events.first().copied().unwrap_or_default())
}

fn show(
    (records, event): (Vec<super::books::Record>, Uuid),
    books: &mut Books,
    box_id: BoxId,
    message: Uuid,
) -> Result<Operation, Refusal> {
    books.commit(records)?;
    Ok(Operation {
        key: OperationKey {
            user: Uuid::nil(),
            method: "outside".into(),
            id: event.to_string(),
        },
        box_id,
        message,
        event,
        times_posted: 1,
    })
}
