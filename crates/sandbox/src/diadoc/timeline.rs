//! What the operator does by itself: checks, confirms, delivers. Every effect is one indivisible change; its instant
//! is the one at which it was due, however late anybody looks.

use std::io;

use uuid::Uuid;

use super::answering;
use super::books::{Books, Record, State};
use super::counteragents;
use super::model::{Change, Content, Effect, Message, Part};
use super::outside;
use super::plan::Plan;
use super::service_documents as papers;
use super::types::Workflow;
use crate::clock::Ticks;
use crate::world::BoxId;

/// The box in whose name the operator signs its confirmations.
pub const OPERATOR_BOX: BoxId = BoxId(Uuid::from_u128(0x0d1a_d0c0_0000_4000_8000_0000_0000_0001));

/// Lets everything happen that is due.
pub fn settle(books: &mut Books) -> io::Result<()> {
    let now = books.state.now();
    loop {
        let Some(((due, number), effect)) = books.state.plans.first_key_value() else {
            return Ok(());
        };
        if *due > now {
            return Ok(());
        }
        let (due, number, effect) = (*due, *number, effect.clone());
        if let Effect::AnswerDocuments { box_id, message } = &effect {
            // Cut off behind it, it finds nothing left to answer.
            answering::answer(books, *box_id, *message, due);
        }
        let mut records = happen(&books.state, due, &effect);
        records.push(Record::Done { due, number });
        books.commit(records)?;
    }
}

fn happen(state: &State, due: Ticks, effect: &Effect) -> Vec<Record> {
    if let Some(records) = counteragents::happen(state, due, effect) {
        return records;
    }
    let id = match effect {
        Effect::CheckSignature { message }
        | Effect::FailSignature { message }
        | Effect::Deliver { message }
        | Effect::DeliverToProxy { message }
        | Effect::FailDelivery { message }
        | Effect::NotifyRoaming { message }
        | Effect::DeliverPatch { message, .. }
        | Effect::FailAnswer { message, .. }
        | Effect::Confirm { message, .. } => message,
        Effect::Acquire { .. } | Effect::AnswerInvitation { .. } | Effect::AnswerDocuments { .. } => {
            return Vec::new();
        }
    };
    let Some(message) = state.messages.get(id) else {
        return Vec::new();
    };
    let mut plan = Plan::at(state, due);
    match effect {
        Effect::CheckSignature { .. } => check(&mut plan, message),
        Effect::FailSignature { .. } => fail(&mut plan, message),
        Effect::Deliver { .. } => deliver(&mut plan, message),
        Effect::DeliverToProxy { .. } => deliver_to_proxy(&mut plan, message),
        Effect::FailDelivery { .. } => fail_delivery(&mut plan, message),
        Effect::NotifyRoaming { .. } => outside::notify_all(&mut plan, message),
        Effect::DeliverPatch {
            patch,
            author,
            entities,
            ..
        } => deliver_patch(&mut plan, message, *author, *patch, entities.clone()),
        Effect::FailAnswer {
            patch,
            author,
            entities,
            ..
        } => fail_answer(&mut plan, message, *author, *patch, entities),
        Effect::Confirm { parent, .. } => confirm_to_both(&mut plan, message, *parent),
        Effect::Acquire { .. } | Effect::AnswerInvitation { .. } | Effect::AnswerDocuments { .. } => {}
    }
    plan.records
}

/// The sender's signatures of the documents.
fn signatures(message: &Message) -> impl Iterator<Item = (Uuid, Uuid, &Content)> {
    message.entities.iter().filter_map(|entity| {
        let parent = entity.parent?;
        let of_document = message.document(parent).is_some() && entity.signer == Some(message.from);
        (entity.part == Part::Signature && of_document).then_some((parent, entity.id, &entity.content))
    })
}

fn check(plan: &mut Plan<'_>, message: &Message) {
    let mut shown = Vec::new();
    for (document, signature, content) in signatures(message) {
        let mut stamped = plan.thing(Part::StampedSignature, Some(signature), content.clone());
        stamped.signer = Some(message.from);
        shown.push(plan.add(message.id, stamped));
        shown.extend(confirm(plan, message, document, message.from));
    }
    plan.show_more(message.from, message.id, shown);
}

/// The operator's confirmation of a title, receipt or refusal for one side; nothing in workflows without them.
fn confirm(plan: &mut Plan<'_>, message: &Message, parent: Uuid, side: BoxId) -> Vec<Uuid> {
    let document = root_document(message, parent);
    let workflow = document
        .and_then(|id| message.document(id))
        .map(|card| Workflow(card.workflow));
    if !workflow.is_some_and(Workflow::has_confirmations) {
        return Vec::new();
    }
    let author = message
        .entity(parent)
        .map_or(message.from, |entity| author_of(message, entity.id));
    let name = message
        .entity(parent)
        .map_or("", |entity| entity.file_name.as_str());
    let world = &plan.state.world;
    let other = if side == author {
        message.other_side(side)
    } else {
        author
    };
    let (Some(addressee), Some(other)) = (world.by_box(side), world.by_box(other)) else {
        return Vec::new();
    };
    let kind = if side == author {
        papers::ConfirmationOf::Receiving
    } else {
        papers::ConfirmationOf::Sending
    };
    let paper = papers::confirmation(kind, addressee, other, name, plan.at);
    plan.add_signed(message.id, paper, parent, OPERATOR_BOX).to_vec()
}

fn author_of(message: &Message, entity: Uuid) -> BoxId {
    let signature = message
        .entities
        .iter()
        .find(|one| one.parent == Some(entity) && one.signer.is_some());
    signature.and_then(|one| one.signer).unwrap_or(message.from)
}

/// The document to which this entity belongs in the end.
pub fn root_document(message: &Message, entity: Uuid) -> Option<Uuid> {
    let mut id = entity;
    // A chain is never longer than the message.
    for _ in 0..=message.entities.len() {
        if message.document(id).is_some() {
            return Some(id);
        }
        id = message.entity(id)?.parent?;
    }
    None
}

/// What a side sees that the message reaches: everything but what the operator said to others.
fn for_newcomer(message: &Message) -> Vec<Uuid> {
    let before = message.entities.iter();
    before
        .filter(|entity| entity.part != Part::Confirmation && entity.signer != Some(OPERATOR_BOX))
        .map(|entity| entity.id)
        .collect()
}

/// The sender hears of it when the recipient has the message, not before.
fn deliver_to_proxy(plan: &mut Plan<'_>, message: &Message) {
    let Some(proxy) = message.proxy_box() else {
        return;
    };
    let entities = for_newcomer(message);
    plan.show(proxy, message.id, message.id, Change::Message { entities });
    answering::expect(plan, proxy, message.id);
}

fn deliver(plan: &mut Plan<'_>, message: &Message) {
    let mut shown = for_newcomer(message);
    for document in &message.documents {
        shown.extend(confirm(plan, message, document.entity, message.to));
    }
    plan.show(
        message.to,
        message.id,
        message.id,
        Change::Message { entities: shown },
    );
    answering::expect(plan, message.to, message.id);
    for side in [Some(message.from), message.proxy_box()].into_iter().flatten() {
        tell_delivered(plan, message, side, None);
    }
}

/// Has the message reached this side?
fn has(plan: &Plan<'_>, message: &Message, side: BoxId) -> bool {
    let log = plan.state.log(side);
    log.is_some_and(|log| log.by_message.contains_key(&message.id))
}

fn tell_delivered(plan: &mut Plan<'_>, message: &Message, author: BoxId, patch: Option<Uuid>) {
    let change = Change::Patch {
        entities: Vec::new(),
        is_delivered: true,
        delivered_patch: patch,
        not_delivered: None,
    };
    plan.show(author, message.id, Uuid::new_v4(), change);
}

fn deliver_patch(plan: &mut Plan<'_>, message: &Message, author: BoxId, patch: Uuid, entities: Vec<Uuid>) {
    let part_of = |id: &Uuid| message.entity(*id).map(|entity| entity.part);
    let is_proposal = entities
        .iter()
        .any(|id| part_of(id) == Some(Part::RevocationRequest));
    let change = Change::Patch {
        entities,
        is_delivered: false,
        delivered_patch: None,
        not_delivered: None,
    };
    for side in message.parties().filter(|side| *side != author) {
        if has(plan, message, side) {
            plan.show(side, message.id, patch, change.clone());
            if is_proposal {
                answering::expect(plan, side, message.id);
            }
        }
    }
    tell_delivered(plan, message, author, Some(patch));
}

fn confirm_to_both(plan: &mut Plan<'_>, message: &Message, parent: Uuid) {
    for side in [message.from, message.to] {
        if !has(plan, message, side) {
            continue;
        }
        let shown = confirm(plan, message, parent, side);
        if !shown.is_empty() {
            plan.show_more(side, message.id, shown);
        }
    }
}

fn fail(plan: &mut Plan<'_>, message: &Message) {
    let event = message.sent.map_or(message.id, |(event, _)| event);
    let found: Vec<_> = signatures(message).map(|(_, signature, _)| signature).collect();
    tell_bad(plan, message, message.from, event, &found);
}

/// Only its author hears of a bad answer: the other side still waits.
fn fail_answer(plan: &mut Plan<'_>, message: &Message, author: BoxId, patch: Uuid, entities: &[Uuid]) {
    let is_signature = |id: &&Uuid| {
        message
            .entity(**id)
            .is_some_and(|entity| entity.part == Part::Signature)
    };
    let found: Vec<Uuid> = entities.iter().filter(is_signature).copied().collect();
    tell_bad(plan, message, author, patch, &found);
}

/// What the check found, and that the event will not be delivered.
fn tell_bad(plan: &mut Plan<'_>, message: &Message, author: BoxId, event: Uuid, signatures: &[Uuid]) {
    let mut shown = Vec::new();
    for &signature in signatures {
        // `SignatureVerificationResult { IsValid = false }` in protobuf: field 1, varint 0.
        let report = plan.thing(
            Part::VerificationReport,
            Some(signature),
            Content::of([0x08, 0x00]),
        );
        shown.push(plan.add(message.id, report));
    }
    let text = format!(
        "Ваше сообщение (id = {event}) или его часть не была доставлена: подпись под документом недействительна."
    );
    tell_lost(plan, message, author, event, text, shown);
}

/// The message was good and did not reach the recipient all the same.
fn fail_delivery(plan: &mut Plan<'_>, message: &Message) {
    let event = message.sent.map_or(message.id, |(event, _)| event);
    let why = message.undeliverable.as_deref().unwrap_or_default();
    let text = format!("Ваше сообщение (id = {event}) или его часть не была доставлена: {why}");
    tell_lost(plan, message, message.from, event, text, Vec::new());
}

fn tell_lost(
    plan: &mut Plan<'_>,
    message: &Message,
    author: BoxId,
    event: Uuid,
    text: String,
    mut shown: Vec<Uuid>,
) {
    let mut failure = plan.thing(Part::DeliveryFailure, None, Content::of(text.as_bytes()));
    failure.text = text;
    failure.not_delivered = Some(event);
    shown.push(plan.add(message.id, failure));
    let change = Change::Patch {
        entities: shown,
        is_delivered: false,
        delivered_patch: None,
        not_delivered: Some(event),
    };
    plan.show(author, message.id, Uuid::new_v4(), change);
}
