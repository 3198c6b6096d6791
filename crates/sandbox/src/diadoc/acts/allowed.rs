//! What a side may add to a message now. The API and the pages of the cabinet are bound by it alike.

use uuid::Uuid;

use super::Act;
use super::universal::document_of;
use crate::diadoc::model::Part;
use crate::diadoc::refusal::Refusal;
use crate::diadoc::types::Answer;
use crate::diadoc::view::revocation::proposal_about;
use crate::diadoc::view::{Exchange, Role, View};

/// So many signatures under one thing may fail in a day.
const FAILURES_A_DAY: usize = 3;
/// Why something is not taken now.
pub(super) const NOT_AWAITED: &str = "Invalid document state: this action is not awaited from this side now";

/// 404 for what this side does not see, 409 for what is not awaited from it.
pub(super) fn check(view: &View<'_>, act: &Act) -> Result<(), Refusal> {
    let parent = match act {
        Act::Signature { parent, .. } | Act::Paper { parent, .. } => *parent,
        // Everything about them is said by `universal::check`.
        Act::Message { .. } => return Ok(()),
    };
    let unknown = || Refusal::not_found(format!("Entity {parent} is not found"));
    view.seen
        .iter()
        .find(|seen| seen.entity.id == parent)
        .ok_or_else(unknown)?;
    let about = proposal_about(view.message, parent);
    let document = about
        .or_else(|| document_of(view, parent))
        .ok_or_else(not_awaited)?;
    let exchange = view.exchange(document).ok_or_else(not_awaited)?;
    if view.deleted.contains(&document) {
        return Err(Refusal::wrong_state(
            "Invalid document state: the document is deleted",
        ));
    }
    let is_cancellation = matches!(act, Act::Paper { paper, .. } if paper.part == Part::FixationCancellation);
    if exchange.is_revoked() && !is_cancellation {
        return Err(Refusal::wrong_state(
            "Invalid document state: the document is revoked",
        ));
    }
    let is_awaited = match about {
        Some(_) => answers_proposal(&exchange, parent, act),
        None if document != parent => {
            is_receipt(act) && exchange.awaits_sender_receipt(parent) && view.is_sender()
        }
        None => is_awaited(&exchange, act),
    };
    if !is_awaited {
        return Err(not_awaited());
    }
    match view.failed_today(act.place()) {
        failed if failed >= FAILURES_A_DAY => Err(Refusal::conflict(format!(
            "Too many failed signatures today. There were {failed} attempts, but max allowed per day is {FAILURES_A_DAY}"
        ))),
        _ => Ok(()),
    }
}

fn is_receipt(act: &Act) -> bool {
    matches!(act, Act::Paper { paper, .. } if matches!(paper.part, Part::InvoiceReceipt | Part::Receipt))
}

fn not_awaited() -> Refusal {
    Refusal::wrong_state(NOT_AWAITED)
}

/// The last proposal is answered once, by the other side.
fn answers_proposal(exchange: &Exchange<'_>, proposal: Uuid, act: &Act) -> bool {
    let is_last = exchange
        .revocation
        .is_some_and(|last| last.request.entity.entity.id == proposal);
    let is_answer = match act {
        Act::Signature { .. } => true,
        Act::Paper { paper, .. } => paper.part == Part::Rejection,
        Act::Message { .. } => false,
    };
    is_last && is_answer && exchange.awaits_revocation_answer()
}

fn is_awaited(exchange: &Exchange<'_>, act: &Act) -> bool {
    let wants = |answer| exchange.awaits_answer() && exchange.workflow().answer() == answer;
    match (act, exchange.view.role()) {
        (Act::Paper { paper, .. }, _) if paper.part == Part::RevocationRequest => exchange.may_be_revoked(),
        (Act::Paper { paper, .. }, _) if paper.part == Part::AmendmentRequest => exchange.may_be_amended(),
        (Act::Paper { paper, .. }, _) if paper.part == Part::FixationCancellation => {
            exchange.fixation_status() == "HaveToCreateTtGisFixationCancellationRequest"
        }
        (Act::Message { .. }, _) => false,
        (Act::Signature { .. }, Role::Sender) => exchange.signature.is_none(),
        (Act::Signature { .. }, Role::Proxy) => exchange.awaits_proxy(),
        (Act::Signature { .. }, Role::Recipient) => wants(Answer::OptionalSignature),
        (Act::Paper { .. }, Role::Sender) => false,
        (Act::Paper { paper, .. }, Role::Proxy) => paper.part == Part::Rejection && exchange.awaits_proxy(),
        (Act::Paper { paper, .. }, Role::Recipient) => match paper.part {
            Part::RecipientTitle => wants(Answer::Title),
            Part::Rejection => exchange.awaits_answer(),
            _ => exchange.awaits_receipt(),
        },
    }
}
