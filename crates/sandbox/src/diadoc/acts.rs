//! What the two sides do with a message after it was posted: sign and send, confirm receipt, answer, refuse. The API
//! (`PostMessagePatch`) and the pages of the web cabinet come here alike, so both obey the same rules.

use std::path::Path;

use signature::certificate::Certificate;
use uuid::Uuid;

use super::books::{self, Books, Record};
use super::model::{Content, Effect, MessageKind, Operation, OperationKey, Part};
use super::plan::Plan;
use super::post::SignatureFate;
use super::refusal::Refusal;
use super::service_documents::notice::{self, Notice, Signer};
use super::service_documents::{self as papers, Paper};
use super::types::Answer;
use super::view::{Answered, Exchange, Role, View};
use super::{cms, drafts, model, signature_check};
use crate::world::BoxId;

/// One thing that a side adds to a message.
pub enum Act {
    /// A signature under a document.
    Signature {
        /// The document.
        parent: Uuid,
        /// The signature itself; none stands for the test signature.
        signature: Option<Vec<u8>>,
    },
    /// A paper: receipt notice, title or refusal.
    Paper {
        /// The document.
        parent: Uuid,
        /// The paper.
        paper: Paper,
        /// Its signature.
        signature: Vec<u8>,
    },
}

impl Act {
    /// The place that this takes in the exchange of a document: there is one receipt notice and one answer.
    fn role(&self) -> (Uuid, &'static str) {
        match self {
            Self::Paper { parent, paper, .. }
                if matches!(paper.part, Part::InvoiceReceipt | Part::Receipt) =>
            {
                (*parent, "receipt")
            }
            Self::Signature { parent, .. } | Self::Paper { parent, .. } => (*parent, "answer"),
        }
    }
}

/// What a person may press in the cabinet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// «Подписать»: whatever is wanted from this side, in one go.
    Sign {
        /// «Код итога» of a title.
        total_code: u8,
    },
    /// «Отказать», with a reason.
    Reject(String),
    /// «Подписать и отправить».
    SignAndSend,
}

const NOT_AWAITED: &str = "Invalid document state: this action is not awaited from this side now";

/// Does this in the name of a box; gives the id of the patch.
pub fn act(
    books: &mut Books,
    box_id: BoxId,
    message: Uuid,
    acts: Vec<Act>,
    key: Option<&OperationKey>,
    fate: SignatureFate,
) -> Result<Operation, Refusal> {
    let folder = books.folder();
    let state = &books.state;
    let view = View::of(state, box_id, message).ok_or_else(|| not_found(message))?;
    for (place, act) in acts.iter().enumerate() {
        check(&view, act)?;
        if acts
            .iter()
            .take(place)
            .any(|earlier| earlier.role() == act.role())
        {
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
    let mut plan = Plan::now(state);
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
            Act::Signature { signature: None, .. } => true,
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

fn check(view: &View<'_>, act: &Act) -> Result<(), Refusal> {
    let parent = match act {
        Act::Signature { parent, .. } | Act::Paper { parent, .. } => *parent,
    };
    let unknown = || Refusal::not_found(format!("Entity {parent} is not found"));
    view.seen
        .iter()
        .find(|seen| seen.entity.id == parent)
        .ok_or_else(unknown)?;
    let exchange = view
        .exchange(parent)
        .ok_or_else(|| Refusal::wrong_state(NOT_AWAITED))?;
    if view.deleted.contains(&parent) {
        return Err(Refusal::wrong_state(
            "Invalid document state: the document is deleted",
        ));
    }
    let wants = |answer| exchange.awaits_answer() && exchange.workflow().answer() == answer;
    let is_awaited = match (act, view.role()) {
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
    };
    if is_awaited {
        Ok(())
    } else {
        Err(Refusal::wrong_state(NOT_AWAITED))
    }
}

/// What kind of receipt notice a document gets.
pub fn receipt_part(card: &model::DocumentCard) -> Part {
    if card.type_named_id == "UniversalTransferDocument" {
        Part::InvoiceReceipt
    } else {
        Part::Receipt
    }
}

/// Does what a button of the cabinet does.
pub fn press(
    books: &mut Books,
    box_id: BoxId,
    message: Uuid,
    document: Uuid,
    press: &Press,
) -> Result<Operation, Refusal> {
    let is_draft = books
        .state
        .messages
        .get(&message)
        .is_some_and(|message| message.kind == MessageKind::Draft);
    if is_draft && *press == Press::SignAndSend {
        let key = OperationKey {
            user: Uuid::nil(),
            method: "cabinet".into(),
            id: message.to_string(),
        };
        return drafts::send(books, box_id, message, &drafts::Signers::Cabinet, key);
    }
    let acts = acts_of(books, box_id, message, document, press)?;
    if acts.is_empty() {
        return Err(Refusal::wrong_state(
            "С этим документом сейчас ничего делать не нужно",
        ));
    }
    act(books, box_id, message, acts, None, SignatureFate::Good)
}

fn acts_of(
    books: &Books,
    box_id: BoxId,
    id: Uuid,
    document: Uuid,
    press: &Press,
) -> Result<Vec<Act>, Refusal> {
    let state = &books.state;
    let view = View::of(state, box_id, id).ok_or_else(|| not_found(id))?;
    let unknown = || Refusal::not_found(format!("Entity {document} is not found"));
    let exchange = view.exchange(document).ok_or_else(unknown)?;
    let signature = match &exchange.signature {
        Some(seen) => books::bytes(books.folder().as_deref(), &seen.entity.content)?,
        None => Vec::new(),
    };
    let (Some(author), Some(addressee)) = (
        state.world.by_box(box_id),
        state.world.by_box(view.message.other_side(box_id)),
    ) else {
        return Err(not_found(id));
    };
    let told = Notice {
        author,
        addressee,
        file: &exchange.document.entity.file_name,
        signature: &signature,
        at: state.now(),
        signer: &Signer::of_cabinet(),
    };
    match press {
        Press::SignAndSend => sign_all(&view),
        _ if view.is_sender() => Err(Refusal::wrong_state(NOT_AWAITED)),
        Press::Reject(reason) if reason.trim().is_empty() => Err(Refusal::bad(
            "Укажите причину отказа: её увидит отправитель. Документ не изменился.",
        )),
        Press::Reject(reason) => Ok(vec![signed(document, notice::rejection(&told, reason.trim()))]),
        Press::Sign { .. } if view.role() == Role::Proxy => Ok(vec![Act::Signature {
            parent: document,
            signature: None,
        }]),
        Press::Sign { total_code } => Ok(sign(&exchange, &told, *total_code)),
    }
}

fn signed(parent: Uuid, paper: Paper) -> Act {
    let signature = cms::test_signature(&paper.bytes);
    Act::Paper {
        parent,
        paper,
        signature,
    }
}

fn sign_all(view: &View<'_>) -> Result<Vec<Act>, Refusal> {
    if !view.is_sender() || view.message.sent.is_some() {
        return Err(Refusal::wrong_state("Документ уже отправлен"));
    }
    let signature = |card: &model::DocumentCard| Act::Signature {
        parent: card.entity,
        signature: None,
    };
    let is_unsigned = |card: &&model::DocumentCard| {
        let exchange = view.exchange(card.entity);
        exchange.is_none_or(|exchange| exchange.signature.is_none())
    };
    let unsigned = view.message.documents.iter().filter(is_unsigned);
    Ok(unsigned.map(signature).collect())
}

/// Receipt notice and answer, whichever is still wanted.
fn sign(exchange: &Exchange<'_>, told: &Notice<'_>, total_code: u8) -> Vec<Act> {
    let document = exchange.card.entity;
    let mut acts = Vec::new();
    if exchange.awaits_receipt() {
        let part = receipt_part(exchange.card);
        acts.push(signed(document, notice::receipt(part, told)));
    }
    if exchange.awaits_answer() {
        acts.push(match exchange.workflow().answer() {
            Answer::Title => signed(
                document,
                papers::recipient_title(told.author, told.addressee, told.file, told.at, total_code),
            ),
            _ => Act::Signature {
                parent: document,
                signature: None,
            },
        });
    }
    acts
}
