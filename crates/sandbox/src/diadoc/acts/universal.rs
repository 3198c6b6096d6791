//! Universal messages among the acts: who may tell what, with which former document beside it, and what of it the exchange
//! takes notice of.

use uuid::Uuid;

use super::Act;
use crate::diadoc::model::{Part, UniversalMessage};
use crate::diadoc::refusal::Refusal;
use crate::diadoc::service_documents::universal::{self, AMENDMENT, RECEIPT, REJECTION, WORDS};
use crate::diadoc::view::revocation::proposal_about;
use crate::diadoc::view::{Exchange, Role, View};

/// Where the exchange of a document stands on the way to universal messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::diadoc) enum Era {
    /// The type knows none.
    Papers,
    /// Both go together.
    Both,
    /// Messages alone.
    Messages,
}

impl Era {
    /// As the box of the caller has it today.
    pub(in crate::diadoc) fn of(exchange: &Exchange<'_>) -> Self {
        let state = exchange.view.state;
        let owner = state.world.by_box(exchange.view.viewer);
        let start = owner.map_or("", |owner| owner.facts.universal_messages_start.as_str());
        let is_formal = exchange.card.type_named_id == "UniversalTransferDocument";
        let today = state.now().moscow("%Y-%m-%d");
        match start {
            start if start.is_empty() || !is_formal => Self::Papers,
            start if today.as_str() < start => Self::Both,
            _ => Self::Messages,
        }
    }
}

/// What a former service document says as a universal message; none for what stays a paper.
pub(in crate::diadoc) fn code_of(part: Part) -> Option<u32> {
    match part {
        Part::InvoiceReceipt | Part::Receipt => Some(RECEIPT),
        Part::AmendmentRequest => Some(AMENDMENT),
        Part::Rejection => Some(REJECTION),
        _ => None,
    }
}

/// The document at the end of what a message is about.
pub(in crate::diadoc) fn document_of(view: &View<'_>, parent: Uuid) -> Option<Uuid> {
    let mut id = parent;
    for _ in 0..3 {
        if view.message.document(id).is_some() {
            return Some(id);
        }
        id = view.message.entity(id)?.parent?;
    }
    None
}

/// The exchange waits for this from this side now.
pub(in crate::diadoc) fn is_awaited(exchange: &Exchange<'_>, parent: Uuid, code: u32) -> bool {
    let is_recipient = exchange.view.role() == Role::Recipient;
    let is_about_document = exchange.card.entity == parent;
    let of_proposal = proposal_about(exchange.view.message, parent).is_some();
    match code {
        RECEIPT if is_about_document => is_recipient && exchange.awaits_receipt(),
        RECEIPT => exchange.view.is_sender() && exchange.awaits_sender_receipt(parent),
        AMENDMENT => exchange.may_be_amended(),
        REJECTION if of_proposal => {
            let last = exchange.revocation;
            last.is_some_and(|last| last.request.entity.entity.id == parent)
                && exchange.awaits_revocation_answer()
        }
        REJECTION => is_recipient && exchange.awaits_answer(),
        _ => false,
    }
}

/// 404 for what this side does not see, 409 for what cannot be told so now.
pub(super) fn check(view: &View<'_>, acts: &[Act], act: &Act) -> Result<(), Refusal> {
    match act {
        Act::Message { parent, told, .. } => check_message(view, acts, *parent, told),
        Act::Paper { parent, paper, .. } if code_of(paper.part).is_some() => check_paper(view, *parent),
        Act::Paper { .. } | Act::Signature { .. } => Ok(()),
    }
}

fn check_paper(view: &View<'_>, parent: Uuid) -> Result<(), Refusal> {
    let exchange = document_of(view, parent).and_then(|document| view.exchange(document));
    match exchange.map(|exchange| Era::of(&exchange)) {
        Some(Era::Messages) => Err(Refusal::wrong_state(
            "Invalid document state: only universal messages are accepted for this document type",
        )),
        _ => Ok(()),
    }
}

fn check_message(
    view: &View<'_>,
    acts: &[Act],
    parent: Uuid,
    told: &UniversalMessage,
) -> Result<(), Refusal> {
    let unknown = || Refusal::not_found(format!("Entity {parent} is not found"));
    let is_seen = view.seen.iter().any(|seen| seen.entity.id == parent);
    let document = document_of(view, parent)
        .filter(|_| is_seen)
        .ok_or_else(unknown)?;
    let exchange = view.exchange(document).ok_or_else(unknown)?;
    let wrong = |text: &str| Refusal::wrong_state(format!("Invalid document state: {text}"));
    if view.deleted.contains(&document) {
        return Err(wrong("the document is deleted"));
    }
    if exchange.view.delivered_at.is_none() {
        return Err(wrong("the document is not delivered"));
    }
    let era = Era::of(&exchange);
    if era == Era::Papers {
        return Err(wrong(
            "universal messages are not available for this document type",
        ));
    }
    for (code, _) in &told.events {
        if !takes(view, &exchange, parent, *code) {
            return Err(wrong(&format!("code {code} is not possible here")));
        }
        let has_twin = acts.iter().any(|other| is_twin(other, parent, *code));
        if era == Era::Both && is_awaited(&exchange, parent, *code) && !has_twin {
            return Err(wrong(&format!(
                "a universal message with code {code} must be accompanied by the former document"
            )));
        }
    }
    Ok(())
}

fn is_twin(act: &Act, about: Uuid, code: u32) -> bool {
    matches!(act, Act::Paper { parent, paper, .. } if *parent == about && code_of(paper.part) == Some(code))
}

/// To what a code may belong.
fn takes(view: &View<'_>, exchange: &Exchange<'_>, parent: Uuid, code: u32) -> bool {
    let part = view.message.entity(parent).map(|entity| entity.part);
    let is_own = view.is_sender();
    match part {
        Some(Part::Document) => match code {
            RECEIPT | AMENDMENT | REJECTION => !is_own && !exchange.is_revoked(),
            universal::AUTHORITY => !is_own,
            code => universal::code_group(code).is_some(),
        },
        Some(Part::RecipientTitle) => match code {
            RECEIPT | universal::AUTHORITY => is_own,
            code => code >= WORDS && universal::code_group(code).is_some(),
        },
        Some(Part::AmendmentRequest) => code == RECEIPT && is_own,
        Some(Part::RevocationRequest) => code == REJECTION && exchange.awaits_revocation_answer(),
        _ => false,
    }
}

/// Marks what the exchange takes no notice of: words, and what is told a second time.
pub(super) fn settled(view: &View<'_>, parent: Uuid, told: UniversalMessage) -> UniversalMessage {
    let exchange = document_of(view, parent).and_then(|document| view.exchange(document));
    let changes = |code: u32| match code {
        RECEIPT | AMENDMENT | REJECTION => exchange
            .as_ref()
            .is_some_and(|exchange| is_awaited(exchange, parent, code)),
        code => code == universal::AUTHORITY,
    };
    UniversalMessage {
        is_out_of_workflow: !told.events.iter().any(|(code, _)| changes(*code)),
        ..told
    }
}
