//! Organisations that answer documents by themselves, so that somebody may learn alone: some minutes of the world's clock
//! after a document or a proposal to revoke came, each does what its switch says.
//!
//! They press the buttons of their own cabinet, so they obey the rules of everybody. What a person has answered meanwhile
//! is left alone, and whoever switches one off in time has switched it off.

use uuid::Uuid;

use super::acts::{self, Press};
use super::books::{Books, Record, State};
use super::model::{Effect, MessageKind};
use super::plan::Plan;
use super::refusal::Refusal;
use super::view::{Exchange, Role, View};
use crate::clock::Ticks;
use crate::world::answering::{AnswerManner, Answering, LONGEST_WAIT_MINUTES};
use crate::world::{BoxId, Camp};

/// What it writes when it refuses to sign.
const REFUSAL: &str = "Документ не соответствует договорённостям. Так отвечает учебный контрагент.";
/// What it writes when it refuses to revoke.
const STAYS: &str = "Документ остаётся в силе. Так отвечает учебный контрагент.";

/// Something came to this box: it may answer later.
pub(in crate::diadoc) fn expect(plan: &mut Plan<'_>, box_id: BoxId, message: Uuid) {
    let owner = plan.state.world.by_box(box_id);
    if let Some(wait_ms) = owner.and_then(|owner| owner.answering.wait_ms()) {
        plan.later(wait_ms, Effect::AnswerDocuments { box_id, message });
    }
}

/// Switches a counterparty over. What waits for its answer already is answered as if it came now.
pub fn switch(books: &mut Books, box_id: BoxId, answering: Answering) -> Result<(), Refusal> {
    let owner = books.state.world.by_box(box_id);
    let owner = owner.ok_or_else(|| Refusal::not_found("Такого ящика нет"))?;
    if owner.camp != Camp::Counterparty {
        return Err(Refusal::bad(
            "Сами отвечают только контрагенты: за наши организации отвечает программа.",
        ));
    }
    if answering.after_minutes > LONGEST_WAIT_MINUTES {
        return Err(Refusal::bad(format!(
            "Ответ придёт не позже чем через месяц: укажите не больше {LONGEST_WAIT_MINUTES} минут."
        )));
    }
    let mut records: Vec<Record> = planned(&books.state, box_id).collect();
    records.push(Record::Answering { box_id, answering });
    if let Some(wait_ms) = answering.wait_ms() {
        let mut plan = Plan::now(&books.state);
        for message in waiting(&books.state, box_id) {
            plan.later(wait_ms, Effect::AnswerDocuments { box_id, message });
        }
        records.extend(plan.records);
    }
    Ok(books.commit(records)?)
}

/// What it was about to do by the switch of before.
fn planned(state: &State, box_id: BoxId) -> impl Iterator<Item = Record> {
    state
        .plans
        .iter()
        .filter_map(move |((due, number), effect)| match effect {
            Effect::AnswerDocuments { box_id: whose, .. } if *whose == box_id => Some(Record::Done {
                due: *due,
                number: *number,
            }),
            _ => None,
        })
}

/// Messages of which something is wanted from this box.
fn waiting(state: &State, box_id: BoxId) -> Vec<Uuid> {
    let is_waiting = |id: &&Uuid| !wanted(state, box_id, **id, AnswerManner::Signs).is_empty();
    state.order.iter().filter(is_waiting).copied().collect()
}

/// Does what the organisation does by itself with this message, at the instant at which it was due.
pub(in crate::diadoc) fn answer(books: &mut Books, box_id: BoxId, message: Uuid, due: Ticks) {
    let owner = books.state.world.by_box(box_id);
    let manner = owner.map_or(AnswerManner::Waits, |owner| owner.answering.manner);
    for (document, press) in wanted(&books.state, box_id, message, manner) {
        if let Err(refusal) = acts::press_at(books, due, (box_id, message, document), &press) {
            tracing::debug!(%message, %document, text = refusal.text, "nothing is answered");
        }
    }
}

fn wanted(state: &State, box_id: BoxId, message: Uuid, manner: AnswerManner) -> Vec<(Uuid, Press)> {
    let Some(view) = View::of(state, box_id, message) else {
        return Vec::new();
    };
    if view.message.kind == MessageKind::Draft {
        return Vec::new();
    }
    let documents = view
        .message
        .documents
        .iter()
        .filter(|card| !view.deleted.contains(&card.entity));
    let exchanges = documents.filter_map(|card| view.exchange(card.entity));
    exchanges
        .flat_map(|exchange| {
            let document = exchange.card.entity;
            let presses = presses(&exchange, manner).into_iter();
            presses.map(move |press| (document, press)).collect::<Vec<_>>()
        })
        .collect()
}

/// The buttons, in their order.
fn presses(exchange: &Exchange<'_>, manner: AnswerManner) -> Vec<Press> {
    if manner == AnswerManner::Waits || exchange.is_revoked() {
        return Vec::new();
    }
    let mut presses = Vec::new();
    if exchange.view.role() != Role::Sender {
        let is_between = exchange.view.role() == Role::Proxy;
        let awaits_receipt = !is_between && exchange.awaits_receipt();
        let awaits_answer = if is_between {
            exchange.awaits_proxy()
        } else {
            exchange.awaits_answer()
        };
        if awaits_receipt {
            presses.push(Press::ConfirmReceipt);
        }
        match manner {
            AnswerManner::Signs if awaits_answer => presses.push(Press::Sign { total_code: 1 }),
            AnswerManner::Refuses if awaits_answer => presses.push(Press::Reject(REFUSAL.to_owned())),
            _ => {}
        }
    }
    if exchange.awaits_revocation_answer() {
        match manner {
            AnswerManner::Signs => presses.push(Press::AcceptRevocation),
            AnswerManner::Refuses => presses.push(Press::RejectRevocation(STAYS.to_owned())),
            AnswerManner::Waits | AnswerManner::Receipts => {}
        }
    }
    presses
}
