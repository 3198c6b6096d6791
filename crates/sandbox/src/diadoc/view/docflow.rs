//! `DocumentWithDocflowV4`: the branches of one document's exchange.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::json;

use super::message::{HEAD_DEPARTMENT, content_type_id};
use super::{Answered, Attached, Exchange, Seen, document, is_operators, outer, status};
use crate::clock::Ticks;
use crate::diadoc::answers::docflow::{
    Attachment, Confirmation, Docflow, DocumentInfo, DocumentLinks, DocumentWithDocflow, DraftInfo, Entity,
    FullVersion, LastEvent, LetterInfo, PacketInfo, Participant, Participants, Receipt, Response,
    RoamingNotification, SenderTitle, Signature, SignedAttachment,
};
use crate::diadoc::answers::{Content, DocumentId, Timestamp};
use crate::diadoc::model::{self, MessageKind, Part};
use crate::diadoc::service_documents::universal::RECEIPT;
use crate::diadoc::timeline::OPERATOR_BOX;
use crate::world::{BoxId, World};

/// With the bytes of entities or without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bytes {
    /// Sizes only.
    Omit,
    /// Bytes of what lies in memory; larger ones are left out, as the service leaves out what is over a megabyte.
    Include,
}

pub(super) fn at(ticks: Ticks) -> Timestamp {
    Timestamp { ticks }
}

fn participant(world: &World, box_id: BoxId, department: Option<uuid::Uuid>) -> Participant {
    Participant {
        box_id: box_id.guid(),
        department_id: super::department(department),
        is_roaming: world
            .by_box(box_id)
            .is_some_and(|owner| owner.roaming().is_some()),
    }
}

pub(super) fn entity(seen: Seen<'_>, bytes: Bytes) -> Entity {
    let data = match (&seen.entity.content, bytes) {
        (model::Content::Here(content), Bytes::Include) => Some(BASE64.encode(content.as_slice())),
        _ => None,
    };
    Entity {
        entity_id: seen.entity.id.to_string(),
        creation_timestamp: at(seen.entity.created_at),
        content: Content {
            size: seen.entity.content.size(),
            data,
        },
    }
}

/// Name of a paper for people.
fn display_name(seen: Seen<'_>, document: uuid::Uuid) -> &str {
    match seen.entity.part {
        Part::InvoiceReceipt | Part::Receipt => "Извещение о получении",
        Part::Confirmation => "Подтверждение оператора",
        Part::Rejection if seen.entity.parent == Some(document) => "Отказ в подписи",
        Part::Rejection => "Отказ в аннулировании",
        Part::AmendmentRequest => "Уведомление об уточнении",
        Part::RevocationRequest => "Предложение об аннулировании",
        Part::UniversalMessage => "Универсальное сообщение",
        Part::FixationCancellation => "Отмена сведений об отгрузке",
        Part::RecipientTitle => "Титул покупателя",
        _ => &seen.entity.file_name,
    }
}

impl Exchange<'_> {
    /// `DocumentWithDocflowV4`
    pub fn docflow(&self, bytes: Bytes) -> DocumentWithDocflow {
        DocumentWithDocflow {
            document_id: DocumentId {
                message_id: self.view.message.id.to_string(),
                entity_id: self.card.entity.to_string(),
            },
            last_event: LastEvent {
                event_id: self.view.last.0.to_string(),
                timestamp: at(self.view.last.1),
            },
            document_info: self.document_info(),
            docflow: Docflow {
                sender_title: self.sender_title(bytes),
                confirmation: self
                    .workflow()
                    .has_confirmations()
                    .then(|| self.confirmation(self.confirmation, bytes)),
                recipient_receipt: self.wants_receipt().then(|| self.receipt(bytes)),
                recipient_response: self.wants_answer().then(|| self.response(bytes)),
                amendment_request: self.amendment_request(bytes),
                revocation: self.revocation_docflow(bytes),
                proxy_response: self.view.message.proxy.map(|_| self.proxy_response(bytes)),
                outer_docflows: outer::docflows(self),
                outer_docflow_entities: outer::entities(self, bytes),
                sender_receipt: self.sender_receipt(bytes),
                tt_gis_fixation: self.fixation(bytes),
                docflow_status: self.docflow_status(),
            },
        }
    }

    fn document_info(&self) -> DocumentInfo {
        let (card, message) = (self.card, self.view.message);
        let world = &self.view.state.world;
        DocumentInfo {
            full_version: FullVersion {
                type_named_id: card.type_named_id.clone(),
                function: card.function.clone(),
                version: card.version.clone(),
            },
            message_type: message.kind.name(),
            workflow_id: card.workflow,
            participants: Participants {
                sender: participant(world, message.from, message.departments.0),
                proxy: message
                    .proxy
                    .map(|proxy| participant(world, proxy.box_id, proxy.department)),
                recipient: participant(world, message.to, message.departments.1),
                is_internal: false,
                is_cross_border: false,
            },
            document_direction: self.direction(),
            department_id: self.view.department_of(card.entity).to_string(),
            custom_document_id: self.custom_document_id(),
            metadata: document::pairs(&card.metadata),
            custom_data: document::pairs(&card.custom_data),
            document_links: DocumentLinks::default(),
            packet_info: PacketInfo {
                lock_mode: message.lock.name(),
                packet_id: message.packet.to_string(),
                added_at: at(message.created_at),
            },
            is_read: self.view.is_read,
            is_deleted: self.view.deleted.contains(&card.entity),
            is_invitation: false,
            letter_info: (message.kind == MessageKind::Letter).then_some(LetterInfo {
                is_encrypted: false,
                forward_document_events: [],
                is_test: message.is_test,
            }),
            draft_info: (message.kind == MessageKind::Draft).then(|| DraftInfo {
                is_recycled: self.view.ended.is_some(),
                is_locked: message.draft.is_locked,
                transformed_to_letter_ids: message.draft.became.iter().map(ToString::to_string).collect(),
            }),
            editing_setting_id: "",
            has_unread_out_of_workflow_universal_messages: self.has_unread_messages(),
        }
    }

    pub(super) fn signature(&self, seen: Seen<'_>, bytes: Bytes) -> Signature {
        let is_senders = self
            .signature
            .is_some_and(|signature| signature.entity.id == seen.entity.id);
        let stamped = self.stamped.filter(|_| is_senders);
        let is_bad = is_senders && self.is_failed;
        let delivered = if is_operators(seen) {
            Some(seen.at)
        } else if is_senders {
            self.view.delivered_at
        } else {
            self.view
                .delivered(seen, seen.entity.signer.unwrap_or(OPERATOR_BOX))
        };
        Signature {
            cms: entity(seen, bytes),
            cades_t: stamped.map(|stamped| entity(stamped, bytes)),
            signer_box_id: seen.entity.signer.unwrap_or(OPERATOR_BOX).mail_form(),
            signer_department_id: HEAD_DEPARTMENT,
            is_valid: !is_bad,
            verification_result: is_bad.then(|| json!({"IsValid": false})),
            delivered_at: delivered.map(at),
        }
    }

    pub(super) fn attachment(
        &self,
        seen: Seen<'_>,
        signature: Option<Seen<'_>>,
        bytes: Bytes,
    ) -> SignedAttachment {
        let is_document = seen.entity.id == self.card.entity;
        SignedAttachment {
            attachment: Attachment {
                entity: entity(seen, bytes),
                attachment_filename: seen.entity.file_name.clone(),
                display_filename: display_name(seen, self.card.entity).to_owned(),
            },
            signature: signature.map(|signature| self.signature(signature, bytes)),
            comment: self
                .comment
                .filter(|_| is_document)
                .map(|comment| entity(comment, bytes)),
            content_type_id: content_type_id(seen.entity, Some(self.card)),
        }
    }

    fn sender_title(&self, bytes: Bytes) -> SenderTitle {
        SenderTitle {
            is_finished: self.stamped.is_some() && self.view.delivered_at.is_some(),
            attachment: self.attachment(self.document, self.signature, bytes),
            sent_at: self.sent_at().map(at),
            delivered_at: self.view.delivered_at.map(at),
            roaming_notification: self.roaming.map(|seen| RoamingNotification {
                notification: entity(seen, bytes),
                is_success: self.roaming_success().unwrap_or_default(),
            }),
            sender_signature_status: status::sender_signature(self),
            out_of_workflow_universal_message_docflow: self.out_of_workflow(bytes),
        }
    }

    pub(super) fn confirmation(&self, found: Option<Attached<'_>>, bytes: Bytes) -> Confirmation {
        Confirmation {
            is_finished: found.is_some(),
            confirmation_attachment: found.map(|one| self.attachment(one.entity, one.signature, bytes)),
            confirmed_at: found.map(|one| at(one.entity.entity.created_at)),
        }
    }

    fn receipt(&self, bytes: Bytes) -> Receipt {
        let paper = self.receipt.filter(|one| !one.is_message());
        let confirms = self.workflow().confirms_receipt() && paper.is_some();
        Receipt {
            is_finished: self.is_receipt_finished(),
            receipt_attachment: paper.map(|one| self.attachment(one.entity, one.signature, bytes)),
            sent_at: self.receipt.map(|one| at(one.entity.entity.created_at)),
            delivered_at: self
                .receipt
                .and_then(|one| self.reply_delivered_at(one.entity))
                .map(at),
            confirmation: confirms.then(|| self.confirmation(self.receipt_confirmation, bytes)),
            status: status::recipient_receipt(self),
            universal_message: self.universal_about(self.card.entity, RECEIPT, bytes),
        }
    }

    fn response(&self, bytes: Bytes) -> Response {
        let paper = self.answer.filter(|answer| !answer.is_message());
        let confirms = self.workflow().has_confirmations() && paper.is_some();
        Response {
            is_finished: self.answer.is_some() && self.is_answer_finished(),
            confirmation: confirms.then(|| self.confirmation(self.answer_confirmation, bytes)),
            ..self.answered(self.answer, status::recipient_response(self), bytes)
        }
    }

    /// The same for who stands between; the operator confirms nothing of it.
    fn proxy_response(&self, bytes: Bytes) -> Response {
        self.answered(self.proxy_answer, status::proxy_response(self), bytes)
    }

    fn answered(
        &self,
        answer: Option<Answered<'_>>,
        response_status: &'static str,
        bytes: Bytes,
    ) -> Response {
        let delivered_at = answer
            .and_then(|answer| self.answer_delivered_at(answer.seen()))
            .map(at);
        let (mut signature, mut title, mut rejection) = (None, None, None);
        match answer {
            Some(Answered::Signature(seen)) => signature = Some(self.signature(seen, bytes)),
            Some(Answered::Title(one)) => title = Some(self.attachment(one.entity, one.signature, bytes)),
            Some(Answered::Rejection(one)) => {
                rejection = Some(self.refusal(one, bytes));
            }
            None => {}
        }
        Response {
            is_finished: delivered_at.is_some(),
            signature,
            title,
            rejection,
            sent_at: answer.map(|answer| at(answer.seen().entity.created_at)),
            delivered_at,
            response_status,
            confirmation: None,
        }
    }
}
