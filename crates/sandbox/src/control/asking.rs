//! Orders about what a side asks or says beside an answer to a document: a correction, a revocation, words.

use std::sync::Arc;

use axum::Router;
use uuid::Uuid;

use super::{Order, act, press};
use crate::diadoc::acts::Press;
use crate::diadoc::model::{Entity, Message, Part};
use crate::hub::Hub;

/// `cabinet/request_amendment` and so on.
pub fn routes() -> Router<Arc<Hub>> {
    let words = |named: fn(String) -> Press| {
        act(move |hub, order: &Order| press(hub, order, &named(order.reason.clone())))
    };
    Router::new()
        .route(
            "/_sandbox/cabinet/request_amendment",
            words(Press::RequestAmendment),
        )
        .route(
            "/_sandbox/cabinet/request_revocation",
            words(Press::RequestRevocation),
        )
        .route(
            "/_sandbox/cabinet/accept_revocation",
            words(|_| Press::AcceptRevocation),
        )
        .route(
            "/_sandbox/cabinet/confirm_receipt",
            words(|_| Press::ConfirmReceipt),
        )
        .route(
            "/_sandbox/cabinet/cancel_fixation",
            words(|_| Press::CancelFixation),
        )
        .route("/_sandbox/cabinet/say", words(Press::Say))
        .route("/_sandbox/cabinet/ask_authority", words(Press::AskAuthority))
        .route(
            "/_sandbox/cabinet/reject_revocation",
            words(Press::RejectRevocation),
        )
}

/// Receipt notices of what answered the document: of a title, or of a request for a correction.
pub fn sender_receipts(message: &Message, document: Uuid) -> usize {
    let answers = message.entities.iter().filter(|one| one.parent == Some(document));
    let receipts = answers.map(|answer| {
        let about = message
            .entities
            .iter()
            .filter(|one| one.parent == Some(answer.id));
        about.filter(|one| one.part == Part::InvoiceReceipt).count()
    });
    receipts.sum()
}

/// Agreements and refusals to revoke the document.
pub fn revocation_answers(message: &Message, document: Uuid) -> usize {
    let all = || message.entities.iter();
    let is_proposal = |one: &&Entity| one.parent == Some(document) && one.part == Part::RevocationRequest;
    let answers = all().filter(is_proposal).map(|proposal| {
        let under = all().filter(|one| one.parent == Some(proposal.id));
        // The first signature is that of who proposed.
        under.count().saturating_sub(1)
    });
    answers.sum()
}
