//! What a person presses in the web cabinet, as acts of their side.

use uuid::Uuid;

use super::allowed::NOT_AWAITED;
use super::universal::{self, Era};
use super::{Act, act_at, not_found, receipt_part};
use crate::clock::Ticks;
use crate::diadoc::books::{self, Books};
use crate::diadoc::generators::universal::cancellation;
use crate::diadoc::model::{DocumentCard, MessageKind, Operation, OperationKey, Part, UniversalMessage};
use crate::diadoc::post::SignatureFate;
use crate::diadoc::refusal::Refusal;
use crate::diadoc::service_documents::notice::{self, Notice, RevocationForm, Signer};
use crate::diadoc::service_documents::universal::{AUTHORITY, WORDS, Wanted, message};
use crate::diadoc::service_documents::{self as papers, Paper};
use crate::diadoc::types::Answer;
use crate::diadoc::view::{Exchange, Role, View};
use crate::diadoc::{cms, drafts};
use crate::world::BoxId;

/// What a person may press in the cabinet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// «Подписать»: whatever is wanted from this side, in one go.
    Sign {
        /// «Код итога» of a title.
        total_code: u8,
    },
    /// «Подтвердить получение»: the receipt notice alone, of the document for whom it came to, of what answered it for the
    /// sender.
    ConfirmReceipt,
    /// «Отказать», with a reason.
    Reject(String),
    /// «Подписать и отправить».
    SignAndSend,
    /// «Запросить уточнение», with what is wrong.
    RequestAmendment(String),
    /// «Аннулировать», with a reason.
    RequestRevocation(String),
    /// «Согласиться на аннулирование».
    AcceptRevocation,
    /// «Отказать в аннулировании», with a reason.
    RejectRevocation(String),
    /// «Сообщение», in words.
    Say(String),
    /// «Запросить подтверждение полномочий», with words.
    AskAuthority(String),
    /// «Отменить сведения об отгрузке» of marked goods.
    CancelFixation,
}

/// Does now what a button of the cabinet does.
pub fn press(
    books: &mut Books,
    box_id: BoxId,
    message: Uuid,
    document: Uuid,
    press: &Press,
) -> Result<Operation, Refusal> {
    let now = books.state.now();
    press_at(books, now, (box_id, message, document), press)
}

/// The same at an instant that may lie behind.
pub(in crate::diadoc) fn press_at(
    books: &mut Books,
    at: Ticks,
    (box_id, message, document): (BoxId, Uuid, Uuid),
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
    let mut acts = acts_of(books, at, (box_id, message, document), press)?;
    sign_by_own_key(books, at, (box_id, message), &mut acts)?;
    if acts.is_empty() {
        return Err(Refusal::wrong_state(
            "С этим документом сейчас ничего делать не нужно",
        ));
    }
    act_at(books, at, (box_id, message), acts, None, SignatureFate::Good)
}

/// Who has a key signs with it; anybody else by the test certificate.
fn sign_by_own_key(
    books: &Books,
    at: Ticks,
    (box_id, id): (BoxId, Uuid),
    acts: &mut [Act],
) -> Result<(), Refusal> {
    let state = &books.state;
    let (Some(author), Some(message)) = (state.world.by_box(box_id), state.messages.get(&id)) else {
        return Err(not_found(id));
    };
    let own = |content: &[u8]| books.keys.sign(author, content, at.timestamp());
    for act in acts {
        match act {
            Act::Signature { parent, signature } => {
                if let Some(entity) = message.entity(*parent) {
                    *signature = own(&books::bytes(books.folder().as_deref(), &entity.content)?);
                }
            }
            Act::Paper { paper, signature, .. } => {
                if let Some(given) = own(&paper.bytes) {
                    *signature = given;
                }
            }
            // Nobody signs a message.
            Act::Message { .. } => {}
        }
    }
    Ok(())
}

fn acts_of(
    books: &Books,
    at: Ticks,
    (box_id, id, document): (BoxId, Uuid, Uuid),
    press: &Press,
) -> Result<Vec<Act>, Refusal> {
    let state = &books.state;
    let view = View::of(state, box_id, id).ok_or_else(|| not_found(id))?;
    let unknown = || Refusal::not_found(format!("Entity {document} is not found"));
    let exchange = view.exchange(document).ok_or_else(unknown)?;
    let proposal = exchange.revocation.map(|revocation| revocation.request);
    // What is told, and whose signature is quoted: of the document, or of the proposal or answer that is meant.
    let (file, signature) = match (press, proposal, exchange.unconfirmed()) {
        (Press::RejectRevocation(_), Some(proposal), _) => (proposal.entity, proposal.signature),
        (Press::ConfirmReceipt, _, Some(answer)) => (answer.entity, answer.signature),
        _ => (exchange.document, exchange.signature),
    };
    let signature = match signature {
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
        file: &file.entity.file_name,
        signature: &signature,
        at,
        signer: &Signer::of_cabinet(),
    };
    let acts = pressed(&exchange, press, &told)?.into_iter();
    let era = Era::of(&exchange);
    Ok(acts.flat_map(|act| in_era(&view, era, act, &told)).collect())
}

/// The acts of a button, as papers where there are papers for it.
fn pressed(exchange: &Exchange<'_>, press: &Press, told: &Notice<'_>) -> Result<Vec<Act>, Refusal> {
    let (view, document) = (exchange.view, exchange.card.entity);
    match press {
        Press::Say(what) => {
            let what = words(
                what,
                "Напишите сообщение: его увидит другая сторона. Документ не изменился.",
            )?;
            Ok(vec![universal_act(view, document, told, (WORDS, what))])
        }
        Press::AskAuthority(why) => {
            let why = (AUTHORITY, why.trim());
            Ok(vec![universal_act(view, document, told, why)])
        }
        Press::RequestAmendment(what) => {
            let what = words(
                what,
                "Напишите, что в документе неверно: это увидит отправитель. Документ не изменился.",
            )?;
            Ok(vec![signed(document, notice::amendment(told, what))])
        }
        Press::RequestRevocation(reason) => {
            let reason = words(
                reason,
                "Укажите причину аннулирования: её увидит другая сторона. Документ не изменился.",
            )?;
            let form = RevocationForm::newest_between(told.author, told.addressee);
            let form = form.ok_or_else(|| {
                Refusal::wrong_state("Оператор другой стороны не принимает предложений об аннулировании")
            })?;
            let paper = notice::revocation(told, reason, form);
            Ok(vec![signed(document, paper)])
        }
        Press::AcceptRevocation | Press::RejectRevocation(_) => {
            let proposal = exchange.revocation.map(|revocation| revocation.request);
            let proposal = proposal.ok_or_else(|| Refusal::wrong_state(NOT_AWAITED))?;
            answer(proposal.entity.entity.id, press, told)
        }
        Press::ConfirmReceipt if view.is_sender() => {
            let answer = exchange.unconfirmed();
            let answer = answer.ok_or_else(|| Refusal::wrong_state(NOT_AWAITED))?;
            let paper = notice::receipt(Part::InvoiceReceipt, told);
            Ok(vec![signed(answer.entity.entity.id, paper)])
        }
        Press::CancelFixation => Ok(vec![signed(document, cancellation(exchange, told.author))]),
        Press::SignAndSend => sign_all(view),
        _ if view.is_sender() => Err(Refusal::wrong_state(NOT_AWAITED)),
        Press::Reject(reason) => {
            let reason = words(
                reason,
                "Укажите причину отказа: её увидит отправитель. Документ не изменился.",
            )?;
            Ok(vec![signed(document, notice::rejection(told, reason))])
        }
        Press::Sign { .. } if view.role() == Role::Proxy => Ok(vec![Act::Signature {
            parent: document,
            signature: None,
        }]),
        Press::ConfirmReceipt => Ok(receipt(exchange, told).into_iter().collect()),
        Press::Sign { total_code } => Ok(sign(exchange, told, *total_code)),
    }
}

/// The papers of a cabinet as its day wants them: with a universal message beside, or replaced by one.
fn in_era(view: &View<'_>, era: Era, act: Act, told: &Notice<'_>) -> Vec<Act> {
    let Act::Paper { parent, paper, .. } = &act else {
        return vec![act];
    };
    let Some(code) = universal::code_of(paper.part).filter(|_| era != Era::Papers) else {
        return vec![act];
    };
    let message = universal_act(view, *parent, told, (code, &paper.text));
    match era {
        Era::Both => vec![act, message],
        Era::Papers | Era::Messages => vec![message],
    }
}

fn universal_act(view: &View<'_>, parent: Uuid, told: &Notice<'_>, (code, text): (u32, &str)) -> Act {
    let sides = (told.author, told.addressee);
    let wanted = Wanted::of(code, text);
    Act::Message {
        parent,
        paper: message(sides, told.file, told.at, &wanted),
        told: UniversalMessage {
            creator: view.viewer,
            events: wanted.events,
            is_out_of_workflow: false,
        },
    }
}

/// What a person wrote; without words nothing is told.
fn words<'w>(given: &'w str, missing: &str) -> Result<&'w str, Refusal> {
    match given.trim() {
        "" => Err(Refusal::bad(missing)),
        words => Ok(words),
    }
}

/// The answer to a proposal to revoke.
fn answer(proposal: Uuid, press: &Press, told: &Notice<'_>) -> Result<Vec<Act>, Refusal> {
    let Press::RejectRevocation(reason) = press else {
        return Ok(vec![Act::Signature {
            parent: proposal,
            signature: None,
        }]);
    };
    let reason = words(
        reason,
        "Укажите причину отказа: её увидит другая сторона. Документ не изменился.",
    )?;
    Ok(vec![signed(proposal, notice::rejection(told, reason))])
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
    let signature = |card: &DocumentCard| Act::Signature {
        parent: card.entity,
        signature: None,
    };
    let is_unsigned = |card: &&DocumentCard| {
        let exchange = view.exchange(card.entity);
        exchange.is_none_or(|exchange| exchange.signature.is_none())
    };
    let unsigned = view.message.documents.iter().filter(is_unsigned);
    Ok(unsigned.map(signature).collect())
}

/// The receipt notice, where it is still wanted.
fn receipt(exchange: &Exchange<'_>, told: &Notice<'_>) -> Option<Act> {
    let notice = || notice::receipt(receipt_part(exchange.card), told);
    exchange
        .awaits_receipt()
        .then(|| signed(exchange.card.entity, notice()))
}

/// Receipt notice and answer, whichever is still wanted.
fn sign(exchange: &Exchange<'_>, told: &Notice<'_>, total_code: u8) -> Vec<Act> {
    let document = exchange.card.entity;
    let mut acts: Vec<Act> = receipt(exchange, told).into_iter().collect();
    if exchange.awaits_answer() {
        acts.push(match exchange.workflow().answer() {
            Answer::Title => signed(
                document,
                Paper {
                    need_receipt: told.author.facts.asks_title_receipts,
                    ..papers::recipient_title(told.author, told.addressee, told.file, told.at, total_code)
                },
            ),
            _ => Act::Signature {
                parent: document,
                signature: None,
            },
        });
    }
    acts
}
