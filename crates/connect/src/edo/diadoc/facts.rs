//! What an event of the box tells, for the timeline: entities and marks of a patch as facts about documents.
//!
//! Deliberately decides no status: a fact is history, a status comes from the docflow.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::{EventActor, EventFact};

use super::graph::{Graph, Kind};
use super::ids::box_id;
use super::wire::{Entity, EntityType, MessagePatch, Status};

mod universal;

pub(super) use universal::former;

/// A fact and who made it so.
pub(super) type Told = (EventFact, EventActor);

/// Reads the entities of one event.
pub(super) struct Reader<'a> {
    our_box: &'a str,
    graph: &'a Graph,
    entities: &'a [Entity],
    /// Texts that came separately, by entity.
    texts: &'a HashMap<String, String>,
}

impl<'a> Reader<'a> {
    /// `our_box` in the program's form.
    pub fn new(
        our_box: &'a str,
        graph: &'a Graph,
        entities: &'a [Entity],
        texts: &'a HashMap<String, String>,
    ) -> Self {
        Self {
            our_box,
            graph,
            entities,
            texts,
        }
    }

    /// Who owns this box: ours, the other side's, or nobody's, which is the operator's.
    pub fn actor(&self, raw: &str) -> EventActor {
        match box_id(raw) {
            id if id.is_empty() => EventActor::Operator,
            id if id == self.our_box => EventActor::Us,
            _ => EventActor::Them,
        }
    }

    /// Is this the box of somebody who stands between the two sides?
    fn is_between(&self, raw: &str) -> bool {
        let id = box_id(raw);
        !id.is_empty() && id != self.our_box && id == self.graph.via_box
    }

    /// What this entity tells about its document; nothing when another entity of the event tells it already.
    pub fn facts(&self, entity: &Entity) -> Vec<Told> {
        match &entity.entity_type {
            EntityType::Signature => self.signature(entity).into_iter().collect(),
            _ if entity.attachment_type == universal::ATTACHMENT => self.universal_message(entity),
            EntityType::Attachment | EntityType::Absent | EntityType::Other(_) => {
                vec![self.attachment(entity)]
            }
        }
    }

    /// The other side tells something in words with this paper, which is XML.
    pub fn is_paper_with_words(&self, entity: &Entity) -> bool {
        let is_xml = matches!(
            entity.attachment_type.as_str(),
            "InvoiceCorrectionRequest"
                | "XmlSignatureRejection"
                | "RevocationRequest"
                | universal::ATTACHMENT
        );
        let told = if is_xml { self.facts(entity) } else { Vec::new() };
        told.iter().any(|(fact, actor)| {
            let has_words = matches!(
                fact,
                EventFact::AmendmentRequested(_)
                    | EventFact::Rejected(_)
                    | EventFact::IntermediateRejected(_)
                    | EventFact::RevocationRequested(_)
                    | EventFact::RevocationRejected(_)
                    | EventFact::AuthorityAsked(_)
                    | EventFact::Message(_)
            );
            has_words && *actor == EventActor::Them
        })
    }

    fn signature(&self, entity: &Entity) -> Option<Told> {
        let signer = self.actor(&entity.signer_box_id);
        match self.graph.kind(&entity.parent_entity_id) {
            Some(Kind::Document) | None if entity.is_approvement_signature => {
                Some((EventFact::Other("ApprovementSignature".into()), signer))
            }
            Some(Kind::Document) | None if self.is_between(&entity.signer_box_id) => {
                Some((EventFact::IntermediateSigned, signer))
            }
            Some(Kind::Document) | None => Some((EventFact::Signed, signer)),
            // The time-stamped form, made by the operator when it checked the signature (QUIRKS 22).
            Some(Kind::Signature) => Some((EventFact::SignatureChecked, EventActor::Operator)),
            Some(Kind::Attachment(name))
                if name == "RevocationRequest" && !self.brings(&entity.parent_entity_id) =>
            {
                Some((EventFact::RevocationAccepted, signer))
            }
            Some(Kind::Attachment(_)) => None,
        }
    }

    fn attachment(&self, entity: &Entity) -> Told {
        let text = self.text(entity);
        let operator = EventActor::Operator;
        let signer = self.signer(entity);
        match entity.attachment_type.as_str() {
            "InvoiceConfirmation" => (self.confirmation(entity), operator),
            "RoamingConfirmation" => (
                EventFact::DateConfirmed("приём другим оператором".to_owned()),
                operator,
            ),
            "SignatureVerificationReport" => (EventFact::SignatureChecked, operator),
            "DeliveryFailureNotification" => (EventFact::NotDelivered(text), operator),
            "InvoiceReceipt" | "Receipt" => (EventFact::ReceiptNotice, signer),
            "InvoiceCorrectionRequest" => (EventFact::AmendmentRequested(text), signer),
            "AttachmentComment" => (EventFact::Comment(text), signer),
            "SignatureRequestRejection" | "XmlSignatureRejection" => (self.rejection(entity, text), signer),
            "RevocationRequest" => {
                let initiator = entity.revocation_request_info.as_ref();
                let actor = initiator.map_or(signer, |by| self.actor(&by.initiator_box_id));
                (EventFact::RevocationRequested(text), actor)
            }
            "TtGisFixationCancellationRequest" => (EventFact::ShipmentFixationCancelled, signer),
            name if name == "Title" || name.ends_with("BuyerTitle") => (EventFact::Titled, signer),
            "RoamingNotification" => (EventFact::Roaming(text), operator),
            "OuterDocflow" => (EventFact::Outer(self.outer(entity)), operator),
            name if is_operators(name) => (EventFact::Other(name.to_owned()), operator),
            name if is_office_work(name) => (EventFact::Other(name.to_owned()), EventActor::Us),
            name => (EventFact::Other(name.to_owned()), signer),
        }
    }

    /// A confirmation names by its parent what it confirms the date of.
    fn confirmation(&self, entity: &Entity) -> EventFact {
        let what = match self.graph.kind(&entity.parent_entity_id) {
            Some(Kind::Document) => "дата отправки документа",
            Some(Kind::Attachment(name)) if name.ends_with("Receipt") => {
                "дата отправки извещения о получении"
            }
            Some(Kind::Attachment(name)) if name == "Title" || name.ends_with("BuyerTitle") => {
                "дата отправки ответного титула"
            }
            Some(Kind::Attachment(name)) if name.ends_with("CorrectionRequest") => {
                "дата отправки запроса на уточнение"
            }
            Some(Kind::Attachment(_) | Kind::Signature) | None => return EventFact::OperatorConfirmation,
        };
        EventFact::DateConfirmed(what.to_owned())
    }

    /// A refusal to revoke is no refusal to sign.
    fn rejection(&self, entity: &Entity, text: String) -> EventFact {
        match self.graph.kind(&entity.parent_entity_id) {
            Some(Kind::Attachment(name)) if name == "RevocationRequest" => {
                EventFact::RevocationRejected(text)
            }
            _ if self
                .signature_of(entity)
                .is_some_and(|seen| self.is_between(&seen.signer_box_id)) =>
            {
                EventFact::IntermediateRejected(text)
            }
            _ => EventFact::Rejected(text),
        }
    }

    /// Who signed the entity in the same event, or what the entity belongs to.
    fn signer(&self, entity: &Entity) -> EventActor {
        let signature = self.signature_of(entity);
        let of_document = || {
            self.entities.iter().find(|other| {
                other.parent_entity_id == entity.parent_entity_id && !other.signer_box_id.is_empty()
            })
        };
        match signature.or_else(of_document) {
            Some(signature) => self.actor(&signature.signer_box_id),
            None => EventActor::Operator,
        }
    }

    /// The signature of an entity in the same event.
    fn signature_of(&self, entity: &Entity) -> Option<&'a Entity> {
        self.entities.iter().find(|other| {
            other.entity_type == EntityType::Signature && other.parent_entity_id == entity.entity_id
        })
    }

    /// «Честный знак: Код не найден. 123: …», as far as the entity tells.
    fn outer(&self, entity: &Entity) -> String {
        let told = entity
            .outer_docflow
            .as_ref()
            .or(entity.outer_docflow_info.as_ref());
        told.map(|outer| words_of_outer(&outer.docflow_friendly_name, &outer.status))
            .unwrap_or_default()
    }

    fn brings(&self, entity_id: &str) -> bool {
        self.entities.iter().any(|entity| entity.entity_id == entity_id)
    }

    /// The words of a text entity. XML is no text for people: its words come with the docflow.
    fn text(&self, entity: &Entity) -> String {
        if let Some(text) = self.texts.get(&entity.entity_id) {
            return text.clone();
        }
        let content = entity
            .content
            .as_ref()
            .map_or("", |content| content.data.as_str());
        match readable(&STANDARD.decode(content).unwrap_or_default()) {
            text if text.is_empty() => self.words_of_twin(entity),
            text => text,
        }
    }
}

/// What another system says, for people; its own words.
pub(super) fn words_of_outer(name: &str, status: &Status) -> String {
    let details = status.details.iter().map(|detail| detail.text.trim());
    let texts = [status.friendly_name.trim(), status.description.trim()]
        .into_iter()
        .chain(details)
        .filter(|text| !text.is_empty());
    let texts: Vec<&str> = texts.collect();
    match (name.trim(), texts.join(". ")) {
        ("", words) => words,
        (name, words) => format!("{name}: {words}"),
    }
}

/// UTF-8 words, or nothing.
pub(super) fn readable(bytes: &[u8]) -> String {
    match str::from_utf8(bytes) {
        Ok(text) if !text.trim_start().starts_with('<') => text.trim().to_owned(),
        _ => String::new(),
    }
}

/// Marks of a patch that speak about every document of the message.
pub(super) fn of_message(patch: &MessagePatch) -> Vec<Told> {
    let mut told = Vec::new();
    if patch.message_is_delivered && patch.delivered_patch_id.is_empty() {
        told.push((EventFact::Delivered, EventActor::Operator));
    }
    if patch.message_is_deleted {
        told.push((EventFact::Deleted, EventActor::Us));
    }
    if patch.message_is_restored {
        told.push((EventFact::Restored, EventActor::Us));
    }
    if patch.draft_is_recycled && patch.draft_is_transformed_to_message_id_list.is_empty() {
        told.push((EventFact::Deleted, EventActor::Us));
    }
    if !patch.draft_is_transformed_to_message_id_list.is_empty() {
        told.push((EventFact::Other("DraftIsTransformed".into()), EventActor::Us));
    }
    told
}

/// Marks of a patch that speak about one document, with its id.
pub(super) fn of_entity_patches(patch: &MessagePatch) -> Vec<(&str, Told)> {
    let mut told = Vec::new();
    for change in &patch.entity_patches {
        let other = |name: &str| EventFact::Other(name.to_owned());
        let marks = [
            (change.document_is_deleted, EventFact::Deleted),
            (change.document_is_restored, EventFact::Restored),
            (change.content_is_patched, other("ContentIsPatched")),
            (!change.moved_to_department.is_empty(), EventFact::Moved),
            (!change.forwarded_to_box_id.is_empty(), other("ForwardedToBoxId")),
        ];
        for (_, fact) in marks.into_iter().filter(|(is_set, _)| *is_set) {
            told.push((change.entity_id.as_str(), (fact, EventActor::Us)));
        }
    }
    told
}

/// Attachments that the operator makes by itself.
fn is_operators(attachment_type: &str) -> bool {
    matches!(attachment_type, "PowerOfAttorneyStatus")
}

/// Attachments that only our own people make, unsigned and unseen by the other side.
fn is_office_work(attachment_type: &str) -> bool {
    attachment_type.starts_with("Resolution")
        || matches!(attachment_type, "CustomData" | "MoveDocument" | "Edition")
}
