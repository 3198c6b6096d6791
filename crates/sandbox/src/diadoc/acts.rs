//! What the two sides do with a message after it was posted: sign and send, confirm receipt, answer, refuse, speak. The API
//! (`PostMessagePatch`) and the pages of the web cabinet come here alike, so both obey the same rules.

use std::path::Path;

use signature::certificate::Certificate;
use uuid::Uuid;

use super::books::{self, Books, Record};
use super::model::{Content, Effect, MessageKind, Operation, OperationKey, Part, UniversalMessage};
use super::plan::Plan;
use super::post::SignatureFate;
use super::refusal::Refusal;
use super::service_documents::Paper;
use super::view::{Answered, Role, View};
use super::{cms, model, signature_check};
use crate::clock::Ticks;
use crate::world::BoxId;

mod allowed;
mod cabinet;
pub(in crate::diadoc) mod universal;

pub(in crate::diadoc) use cabinet::press_at;
pub use cabinet::{Press, press};

/// One thing that a side adds to a message.
pub enum Act {
    /// A signature under a document, or under a proposal to revoke it.
    Signature {
        /// What is signed.
        parent: Uuid,
        /// The signature itself; none stands for the test signature.
        signature: Option<Vec<u8>>,
    },
    /// A paper: receipt notice, title, refusal, request for a correction, proposal to revoke.
    Paper {
        /// What it is about.
        parent: Uuid,
        /// The paper.
        paper: Paper,
        /// Its signature.
        signature: Vec<u8>,
    },
    /// A universal message, which nobody signs.
    Message {
        /// What it is about.
        parent: Uuid,
        /// The file.
        paper: Paper,
        /// What it says.
        told: UniversalMessage,
    },
}

impl Act {
    /// What it belongs to, and as what.
    fn place(&self) -> (Uuid, Part) {
        match self {
            Self::Paper { parent, paper, .. } | Self::Message { parent, paper, .. } => (*parent, paper.part),
            Self::Signature { parent, .. } => (*parent, Part::Signature),
        }
    }

    /// The place that this takes in the exchange of a document: there is one receipt notice and one answer. Of messages there
    /// may be any number.
    fn role(&self) -> Option<(Uuid, &'static str)> {
        let (parent, part) = self.place();
        if part == Part::UniversalMessage {
            return None;
        }
        let role = match part {
            Part::InvoiceReceipt | Part::Receipt => "receipt",
            Part::AmendmentRequest => "amendment",
            Part::RevocationRequest => "revocation",
            Part::FixationCancellation => "fixation",
            _ => "answer",
        };
        Some((parent, role))
    }
}

/// Does this now in the name of a box; gives the id of the patch.
pub fn act(
    books: &mut Books,
    box_id: BoxId,
    message: Uuid,
    acts: Vec<Act>,
    key: Option<&OperationKey>,
    fate: SignatureFate,
) -> Result<Operation, Refusal> {
    let now = books.state.now();
    act_at(books, now, (box_id, message), acts, key, fate)
}

/// The same at an instant that may lie behind.
fn act_at(
    books: &mut Books,
    at: Ticks,
    (box_id, message): (BoxId, Uuid),
    acts: Vec<Act>,
    key: Option<&OperationKey>,
    fate: SignatureFate,
) -> Result<Operation, Refusal> {
    let folder = books.folder();
    let state = &books.state;
    let view = View::of(state, box_id, message).ok_or_else(|| not_found(message))?;
    for (place, act) in acts.iter().enumerate() {
        universal::check(&view, &acts, act)?;
        allowed::check(&view, act)?;
        let role = act.role();
        if role.is_some() && acts.iter().take(place).any(|earlier| earlier.role() == role) {
            return Err(Refusal::wrong_state(
                "Invalid document state: the same answer is given twice",
            ));
        }
    }
    let message = view.message;
    if message.kind == MessageKind::Draft {
        return Err(Refusal::wrong_state("A draft is sent with SendDraft"));
    }
    let leaves = message.sent.is_none() && is_signed_whole(&view, &acts);
    let passes_on = view.role() == Role::Proxy && is_signed_whole(&view, &acts);
    let mut plan = Plan::at(state, at);
    let at = plan.at;
    let mut added = Added::default();
    for act in acts {
        add(&mut plan, &view, act, folder.as_deref(), &mut added)?;
    }
    let patch = plan.show_more(box_id, message.id, added.shown.clone());
    if message.sent.is_none() && !leaves {
        tracing::debug!(message = %message.id, "the rest of an unsent message waits to be signed");
    } else if leaves {
        let is_bad = message.has_bad_signature || fate == SignatureFate::Bad;
        plan.send_with(message, patch, at, is_bad);
    } else if fate == SignatureFate::Bad {
        let effect = Effect::FailAnswer {
            message: message.id,
            patch,
            author: box_id,
            entities: added.shown,
        };
        plan.later(plan.state.delays.bad_signature_ms, effect);
    } else {
        follow(&mut plan, message.id, box_id, patch, added);
        if passes_on {
            plan.pass_on(message);
        }
    }
    let operation = Operation {
        key: key.cloned().unwrap_or_else(|| OperationKey {
            user: Uuid::nil(),
            method: "cabinet".into(),
            id: patch.to_string(),
        }),
        box_id,
        message: message.id,
        event: patch,
        times_posted: 1,
    };
    let mut records = plan.records;
    // Nobody answers what he has not opened.
    records.push(Record::Read {
        box_id,
        message: operation.message,
    });
    if key.is_some() {
        records.push(Record::PatchOperation(Box::new(operation.clone())));
    }
    records.extend(super::counteragents::accepted_by(books, box_id, &operation, fate));
    books.commit(records)?;
    Ok(operation)
}

/// What a change adds to a message.
#[derive(Default)]
struct Added {
    /// Visible with the change.
    shown: Vec<Uuid>,
    /// What the operator will confirm, and after how long.
    confirmed: Vec<(Uuid, u64)>,
}

/// What the check of the signatures that the caller made will find; those of the test certificate are good.
pub fn signature_fate(
    books: &Books,
    box_id: BoxId,
    message: Uuid,
    acts: &[Act],
    roots: &[Certificate],
) -> Result<SignatureFate, Refusal> {
    let state = &books.state;
    let (Some(author), Some(message)) = (state.world.by_box(box_id), state.messages.get(&message)) else {
        return Ok(SignatureFate::Bad);
    };
    let at = state.now().timestamp();
    for act in acts {
        let is_good = match act {
            Act::Signature { signature: None, .. } | Act::Message { .. } => true,
            Act::Signature {
                parent,
                signature: Some(signature),
            } => {
                let content = match message.entity(*parent) {
                    Some(entity) => books::bytes(books.folder().as_deref(), &entity.content)?,
                    None => Vec::new(),
                };
                is_test(signature, &content)
                    || signature_check::check(signature, &content, author, roots, at).is_good
            }
            Act::Paper { paper, signature, .. } => {
                is_test(signature, &paper.bytes)
                    || signature_check::check(signature, &paper.bytes, author, roots, at).is_good
            }
        };
        if !is_good {
            return Ok(SignatureFate::Bad);
        }
    }
    Ok(SignatureFate::Good)
}

fn is_test(signature: &[u8], content: &[u8]) -> bool {
    signature == cms::test_signature(content)
}

fn add(
    plan: &mut Plan<'_>,
    view: &View<'_>,
    act: Act,
    folder: Option<&Path>,
    added: &mut Added,
) -> Result<(), Refusal> {
    let message = view.message;
    match act {
        Act::Signature { parent, signature } => {
            let signature = match signature {
                Some(signature) => signature,
                None => test_signature(message, parent, folder)?,
            };
            let content = books::keep(folder, signature)?;
            let mut entity = plan.thing(Part::Signature, Some(parent), content);
            entity.signer = Some(view.viewer);
            added.shown.push(plan.add(message.id, entity));
        }
        Act::Paper {
            parent,
            paper,
            signature,
        } => {
            let delay = confirmation_delay(view, parent, paper.part);
            let [id, signed] = plan.add_paper(message.id, paper, parent, view.viewer, Content::of(signature));
            added.shown.extend([id, signed]);
            added.confirmed.extend(delay.map(|delay_ms| (id, delay_ms)));
        }
        Act::Message { parent, paper, told } => {
            let told = universal::settled(view, parent, told);
            added
                .shown
                .push(plan.add_message(message.id, paper, parent, told));
        }
    }
    Ok(())
}

/// What the operator will do about a change of a message that is under way.
fn follow(plan: &mut Plan<'_>, message: Uuid, author: BoxId, patch: Uuid, added: Added) {
    let effect = Effect::DeliverPatch {
        message,
        patch,
        author,
        entities: added.shown,
    };
    plan.later(plan.state.delays.delivery_ms, effect);
    for (parent, delay_ms) in added.confirmed {
        plan.later(delay_ms, Effect::Confirm { message, parent });
    }
}

fn test_signature(
    message: &model::Message,
    document: Uuid,
    folder: Option<&Path>,
) -> Result<Vec<u8>, Refusal> {
    let entity = message.entity(document).ok_or_else(|| not_found(message.id))?;
    Ok(cms::test_signature(&books::bytes(folder, &entity.content)?))
}

fn not_found(message: Uuid) -> Refusal {
    Refusal::not_found(format!("Message {message} is not found"))
}

/// After how long the operator confirms this paper to both sides; never in workflows without confirmations.
fn confirmation_delay(view: &View<'_>, parent: Uuid, part: Part) -> Option<u64> {
    let exchange = view.exchange(parent)?;
    let delays = view.state.delays;
    match part {
        Part::InvoiceReceipt => exchange
            .workflow()
            .confirms_receipt()
            .then_some(delays.delivery_ms),
        Part::AmendmentRequest => exchange
            .workflow()
            .has_confirmations()
            .then_some(delays.delivery_ms),
        Part::RecipientTitle | Part::Rejection => {
            let is_confirmed = exchange.workflow().has_confirmations();
            is_confirmed.then_some(delays.answer_confirmation_ms)
        }
        _ => None,
    }
}

/// An unsent message leaves as a whole, with the signature of its last document; so it passes who stands between.
fn is_signed_whole(view: &View<'_>, acts: &[Act]) -> bool {
    let is_signed_now = |document: Uuid| {
        acts.iter()
            .any(|act| matches!(act, Act::Signature { parent, .. } if *parent == document))
    };
    view.message.documents.iter().all(|card| {
        let before = view
            .exchange(card.entity)
            .is_some_and(|exchange| match view.role() {
                Role::Proxy => matches!(exchange.proxy_answer, Some(Answered::Signature(_))),
                _ => exchange.signature.is_some(),
            });
        before || is_signed_now(card.entity)
    })
}

/// What kind of receipt notice a document gets.
pub fn receipt_part(card: &model::DocumentCard) -> Part {
    if card.type_named_id == "UniversalTransferDocument" {
        Part::InvoiceReceipt
    } else {
        Part::Receipt
    }
}
