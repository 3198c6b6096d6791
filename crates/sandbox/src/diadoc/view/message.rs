//! Messages, patches and entities of the message API.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use uuid::Uuid;

use super::{Seen, View, outer, universal};
use crate::diadoc::answers::{
    self, Content, Entity, EntityPatch, MessageFlags, MessagePatch, MoveDocumentInfo, PatchFlags,
    RevocationRequestInfo,
};
use crate::diadoc::model::{self, BoxEvent, Change, Keeping, Lock, MessageKind, Part, Told};
use crate::world::BoxId;

/// The root of the departments of every organisation.
pub const HEAD_DEPARTMENT: &str = "00000000-0000-0000-0000-000000000000";

impl View<'_> {
    /// `Message` with everything that the box sees.
    pub fn message(&self) -> answers::Message {
        self.message_of(self.seen.iter().copied())
    }

    fn message_of<'s>(&self, seen: impl Iterator<Item = Seen<'s>>) -> answers::Message {
        let message = self.message;
        answers::Message {
            message_id: message.id.to_string(),
            timestamp_ticks: message.created_at,
            last_patch_timestamp_ticks: self.last.1,
            from_box_id: message.from.mail_form(),
            from_title: self.name(message.from),
            to_box_id: message.to.mail_form(),
            to_title: self.name(message.to),
            entities: seen.map(|seen| self.entity(seen)).collect(),
            flags: self.flags(),
            is_test: message.is_test,
            lock_mode: message.lock.name(),
            message_type: message.kind.name(),
        }
    }

    fn flags(&self) -> MessageFlags {
        let message = self.message;
        let ids = |ids: &[Uuid]| ids.iter().map(ToString::to_string).collect();
        MessageFlags {
            is_draft: message.kind == MessageKind::Draft,
            draft_is_locked: message.draft.is_locked,
            draft_is_recycled: self.ended.is_some(),
            created_from_draft_id: message.from_draft.map(|id| id.to_string()).unwrap_or_default(),
            draft_is_transformed_to_message_id_list: ids(self.ended.unwrap_or_default()),
            packet_is_locked: message.lock == Lock::Full,
            is_deleted: self.is_deleted(),
            is_proxified: message.proxy.is_some(),
            proxy_box_id: self.proxy_box_id(),
            proxy_title: message
                .proxy_box()
                .map(|proxy| self.name(proxy))
                .unwrap_or_default(),
            ..MessageFlags::default()
        }
    }

    /// The event of the feed. The view must be as of that event.
    pub fn event(&self, event: &BoxEvent, index_key: String) -> answers::BoxEvent {
        let is_message = matches!(event.change, Change::Message { .. });
        answers::BoxEvent {
            event_id: event.id.to_string(),
            message: is_message.then(|| self.message()),
            patch: (!is_message).then(|| self.patch(event)),
            index_key,
        }
    }

    /// `MessagePatch` of an event. The view must be as of that event.
    pub fn patch(&self, event: &BoxEvent) -> MessagePatch {
        let text = |id: &Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        let (is_delivered, delivered, not_delivered) = match &event.change {
            Change::Message { .. } | Change::DraftEnded { .. } | Change::Kept { .. } => {
                (false, String::new(), String::new())
            }
            Change::Patch {
                is_delivered,
                delivered_patch,
                not_delivered,
                ..
            } => (*is_delivered, text(delivered_patch), text(not_delivered)),
        };
        let of_event = self.seen.iter().filter(|seen| seen.event == event.id);
        MessagePatch {
            message_id: event.message.to_string(),
            timestamp_ticks: event.at,
            entities: of_event.map(|seen| self.entity(*seen)).collect(),
            message_is_delivered: is_delivered,
            delivered_patch_id: delivered,
            patch_id: event.id.to_string(),
            not_delivered_event_id: not_delivered,
            message_type: self.message.kind.name(),
            flags: match &event.change {
                Change::Kept {
                    keeping, documents, ..
                } => self.kept(*keeping, documents),
                Change::DraftEnded { became } => PatchFlags {
                    for_draft: true,
                    draft_is_recycled: true,
                    draft_is_transformed_to_message_id_list: became.iter().map(ToString::to_string).collect(),
                    ..PatchFlags::default()
                },
                _ => PatchFlags::default(),
            },
        }
    }

    /// Marks of housekeeping. The view must be as of that event.
    fn kept(&self, keeping: Keeping, documents: &[Uuid]) -> PatchFlags {
        let was_deleted_whole = || {
            let mut all = self.message.documents.iter();
            all.all(|card| self.deleted.contains(&card.entity) || documents.contains(&card.entity))
        };
        let patch = |id: &Uuid| EntityPatch {
            entity_id: id.to_string(),
            document_is_deleted: keeping == Keeping::Delete,
            document_is_restored: keeping == Keeping::Restore,
            moved_to_department: match keeping {
                Keeping::Move(to) => to.to_string(),
                _ => String::new(),
            },
            ..EntityPatch::default()
        };
        PatchFlags {
            message_is_deleted: keeping == Keeping::Delete && self.is_deleted(),
            message_is_restored: keeping == Keeping::Restore && was_deleted_whole(),
            entity_patches: documents.iter().map(patch).collect(),
            ..PatchFlags::default()
        }
    }

    /// Name of an organisation.
    pub fn name(&self, box_id: BoxId) -> String {
        let organization = self.state.world.by_box(box_id);
        organization.map(|one| one.short_name.clone()).unwrap_or_default()
    }

    fn entity(&self, seen: Seen<'_>) -> Entity {
        let entity = seen.entity;
        let card = self.message.document(entity.id);
        let is_signature = matches!(entity.part, Part::Signature | Part::StampedSignature);
        Entity {
            entity_type: if is_signature { "Signature" } else { "Attachment" },
            entity_id: entity.id.to_string(),
            parent_entity_id: entity.parent.map(|id| id.to_string()).unwrap_or_default(),
            content: Some(content(entity)),
            attachment_type: (!is_signature).then(|| attachment_type(entity, card)),
            file_name: entity.file_name.clone(),
            need_recipient_signature: card.is_some_and(|card| card.need_recipient_signature),
            signer_box_id: entity.signer.map(BoxId::mail_form).unwrap_or_default(),
            signer_department_id: entity.signer.map_or("", |_| HEAD_DEPARTMENT).to_owned(),
            not_delivered_event_id: entity.not_delivered.map(|id| id.to_string()).unwrap_or_default(),
            document_info: self.exchange(entity.id).map(|exchange| exchange.document()),
            raw_creation_date: entity.created_at,
            need_receipt: card.is_some_and(|card| card.need_receipt),
            packet_id: card.map(|_| self.message.packet.to_string()).unwrap_or_default(),
            is_approvement_signature: false,
            is_encrypted_content: false,
            labels: [],
            version: card.map(|card| card.version.clone()).unwrap_or_default(),
            content_type_id: content_type_id(entity, card),
            author_user_id: "",
            outer_docflow: match &entity.told {
                Some(Told::Outer(status)) => Some(outer::told(status)),
                _ => None,
            },
            revocation_request_info: self.revocation_request_info(entity),
            universal_message_info: universal::info(entity),
            move_document_info: match &entity.told {
                Some(Told::Moved { from, to }) => Some(MoveDocumentInfo {
                    moved_from_department: from.to_string(),
                    moved_to_department: to.to_string(),
                }),
                _ => None,
            },
        }
    }
}

impl View<'_> {
    /// Who proposed to revoke.
    fn revocation_request_info(&self, entity: &model::Entity) -> Option<RevocationRequestInfo> {
        if entity.part != Part::RevocationRequest {
            return None;
        }
        let signature = self.children(entity.id, Part::Signature).next()?;
        Some(RevocationRequestInfo {
            initiator_box_id: signature.entity.signer?.mail_form(),
        })
    }
}

/// Size, and the bytes of small texts, which the service gives even when nobody asked.
fn content(entity: &model::Entity) -> Content {
    let is_text = matches!(
        entity.part,
        Part::Comment | Part::DeliveryFailure | Part::RoamingNotification
    );
    let data = match &entity.content {
        model::Content::Here(bytes) if is_text => Some(BASE64.encode(bytes.as_slice())),
        _ => None,
    };
    Content {
        size: entity.content.size(),
        data,
    }
}

/// `AttachmentType`
fn attachment_type(entity: &model::Entity, card: Option<&model::DocumentCard>) -> &'static str {
    let is_utd = card.is_some_and(|card| card.type_named_id == "UniversalTransferDocument");
    match entity.part {
        Part::Document if is_utd => "UniversalTransferDocument",
        Part::Document | Part::Signature | Part::StampedSignature => "Nonformalized",
        Part::Comment => "AttachmentComment",
        Part::Confirmation => "InvoiceConfirmation",
        Part::InvoiceReceipt => "InvoiceReceipt",
        Part::Receipt => "Receipt",
        Part::RecipientTitle => "UniversalTransferDocumentBuyerTitle",
        Part::Rejection => "XmlSignatureRejection",
        Part::AmendmentRequest => "InvoiceCorrectionRequest",
        Part::RevocationRequest => "RevocationRequest",
        Part::UniversalMessage => "UniversalMessage",
        Part::FixationCancellation => "TtGisFixationCancellationRequest",
        Part::VerificationReport => "SignatureVerificationReport",
        Part::DeliveryFailure => "DeliveryFailureNotification",
        Part::RoamingNotification => "RoamingNotification",
        Part::OuterDocflow => "OuterDocflow",
        Part::MoveDocument => "MoveDocument",
    }
}

/// `ContentTypeId`
pub fn content_type_id(entity: &model::Entity, card: Option<&model::DocumentCard>) -> String {
    match entity.part {
        Part::Document => match card {
            Some(card) if card.type_named_id == "UniversalTransferDocument" => {
                let function = match card.function.as_str() {
                    "СЧФ" => "schf",
                    "ДОП" => "dop",
                    _ => "schfdop",
                };
                format!("utd970_{function}_orig_t1_05_03_01")
            }
            _ => "nonformalized".to_owned(),
        },
        Part::RecipientTitle => "utd970_t2_05_03_01".to_owned(),
        Part::InvoiceReceipt | Part::Receipt => "receipt_133_01_03".to_owned(),
        Part::Rejection => "signature_rejection_02".to_owned(),
        Part::RevocationRequest => "revocation_request_02".to_owned(),
        Part::UniversalMessage => universal::content_type_id(entity).to_owned(),
        _ => String::new(),
    }
}
