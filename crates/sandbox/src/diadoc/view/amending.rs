//! `AmendmentRequestDocflowV4` and `RevocationDocflowV4` of one document's exchange.

use super::docflow::{Bytes, at};
use super::{Answered, Attached, Exchange, Seen, status, universal};
use crate::diadoc::answers::amending::{AmendmentRequest, Revocation, RevocationRequest, RevocationResponse};
use crate::diadoc::answers::docflow::Rejection;
use crate::diadoc::service_documents::universal::{AMENDMENT, REJECTION};

impl Exchange<'_> {
    /// The recipient's request for a correction.
    pub(super) fn amendment_request(&self, bytes: Bytes) -> Option<AmendmentRequest> {
        let asked = self.amendment?;
        Some(AmendmentRequest {
            is_finished: asked.is_message() || self.amendment_confirmation.is_some(),
            amendment_request: (!asked.is_message())
                .then(|| self.attachment(asked.entity, asked.signature, bytes)),
            sent_at: at(asked.entity.entity.created_at),
            delivered_at: self.reply_delivered_at(asked.entity).map(at),
            receipt: self.amendment_receipt(bytes),
            amendment_flags: status::amendment_flags(self),
            plain_text: plain_text(asked),
            confirmation_docflow: (!asked.is_message())
                .then(|| self.confirmation(self.amendment_confirmation, bytes)),
            universal_message: self.universal_about(self.card.entity, AMENDMENT, bytes),
        })
    }

    /// The last proposal to revoke.
    pub(super) fn revocation_docflow(&self, bytes: Bytes) -> Option<Revocation> {
        let told = self.revocation?;
        let request = told.request;
        Some(Revocation {
            is_finished: !told.is_open(),
            revocation_request: RevocationRequest {
                revocation_request: self.attachment(request.entity, request.signature, bytes),
                sent_at: at(request.entity.entity.created_at),
                delivered_at: self.view.delivered(request.entity, told.initiator).map(at),
                plain_text: request.entity.entity.text.clone(),
            },
            revocation_response: told.answer.map(|answer| self.revocation_response(answer, bytes)),
            initiator_box_id: told.initiator.guid(),
            revocation_status: self.revocation_status(),
        })
    }

    fn revocation_response(&self, answer: Answered<'_>, bytes: Bytes) -> RevocationResponse {
        let (mut agreed, mut refused) = (None, None);
        match answer {
            Answered::Signature(seen) => agreed = Some(self.signature(seen, bytes)),
            Answered::Title(one) | Answered::Rejection(one) => refused = Some(self.refusal(one, bytes)),
        }
        RevocationResponse {
            recipient_signature: agreed,
            signature_rejection: refused,
        }
    }

    /// A refusal, to sign or to revoke.
    pub(super) fn refusal(&self, one: Attached<'_>, bytes: Bytes) -> Rejection {
        Rejection {
            signature_rejection: (!one.is_message())
                .then(|| self.attachment(one.entity, one.signature, bytes)),
            is_formal: true,
            delivered_at: self.paper_delivered_at(one.signature, one.entity).map(at),
            plain_text: plain_text(one),
            universal_message: one
                .entity
                .entity
                .parent
                .and_then(|parent| self.universal_about(parent, REJECTION, bytes)),
        }
    }

    /// When what a side added reached the other one.
    fn paper_delivered_at(
        &self,
        signature: Option<Seen<'_>>,
        paper: Seen<'_>,
    ) -> Option<crate::clock::Ticks> {
        let creator = universal::told(paper.entity).map(|told| told.creator);
        let author = signature.and_then(|seen| seen.entity.signer).or(creator);
        self.view.delivered(paper, author.unwrap_or(self.view.message.to))
    }
}

/// The words of a paper; those of a universal message stand in the message alone.
fn plain_text(one: Attached<'_>) -> String {
    if one.is_message() {
        return String::new();
    }
    one.entity.entity.text.clone()
}
