//! Universal messages as facts: by their codes, which may be new, and once where the former service document lies beside
//! (QUIRKS 101–104).

use domain::{EventFact, UniversalCode};

use super::{Reader, Told};
use crate::edo::diadoc::graph::Kind;
use crate::edo::diadoc::wire::{Entity, UniversalMessageCodeGroup, UniversalMessageInfo};

/// The type of the attachment.
pub(super) const ATTACHMENT: &str = "UniversalMessage";

/// Attachments that tell the same in the former way.
pub(in crate::edo::diadoc) fn former(group: &UniversalMessageCodeGroup) -> &'static [&'static str] {
    match group {
        UniversalMessageCodeGroup::Receipt => &["Receipt", "InvoiceReceipt"],
        UniversalMessageCodeGroup::AmendmentRequest => &["InvoiceCorrectionRequest"],
        UniversalMessageCodeGroup::Rejection => &["XmlSignatureRejection", "SignatureRequestRejection"],
        UniversalMessageCodeGroup::InformationMessage
        | UniversalMessageCodeGroup::Absent
        | UniversalMessageCodeGroup::Other(_) => &[],
    }
}

impl Reader<'_> {
    /// A fact per code, in their order; none where the former document beside it tells the same.
    pub(super) fn universal_message(&self, entity: &Entity) -> Vec<Told> {
        let Some(told) = &entity.universal_message_info else {
            return vec![(EventFact::Other(ATTACHMENT.into()), self.signer(entity))];
        };
        let creator = match told.universal_message_creator.box_id.as_str() {
            "" => self.signer(entity),
            creator => self.actor(creator),
        };
        let has_twin = self
            .entities
            .iter()
            .any(|other| is_twin(other, entity, &told.code_group));
        let mut facts = self.facts_of(told, entity);
        // A question beside the amendment request is told nowhere else.
        facts.retain(|fact| !has_twin || matches!(fact, EventFact::AuthorityAsked(_)));
        facts.into_iter().map(|fact| (fact, creator)).collect()
    }

    fn facts_of(&self, told: &UniversalMessageInfo, entity: &Entity) -> Vec<EventFact> {
        let mut codes: Vec<u32> = Vec::new();
        for event in &told.events {
            if !codes.contains(&event.status_code) {
                codes.push(event.status_code);
            }
        }
        if codes.is_empty() {
            let group = match &told.code_group {
                UniversalMessageCodeGroup::Other(raw) => format!(" {raw}"),
                _ => String::new(),
            };
            return vec![EventFact::Other(format!("{ATTACHMENT}{group}"))];
        }
        codes
            .into_iter()
            .map(|code| self.fact_of(code, words(told, Some(code)), entity))
            .collect()
    }

    fn fact_of(&self, code: u32, text: String, entity: &Entity) -> EventFact {
        match UniversalCode::from_number(code) {
            UniversalCode::Receipt => EventFact::ReceiptNotice,
            UniversalCode::AuthorityQuestion => EventFact::AuthorityAsked(text),
            UniversalCode::AmendmentRequest => EventFact::AmendmentRequested(text),
            UniversalCode::Rejection => match self.graph.kind(&entity.parent_entity_id) {
                Some(Kind::Attachment(name)) if name == "RevocationRequest" => {
                    EventFact::RevocationRejected(text)
                }
                _ => EventFact::Rejected(text),
            },
            UniversalCode::Words | UniversalCode::Structured => EventFact::Message(text),
            UniversalCode::Unknown(code) => {
                EventFact::Other(format!("{ATTACHMENT} {code} {text}").trim_end().to_owned())
            }
        }
    }

    /// The words of the universal message that tells the same as this attachment.
    pub(super) fn words_of_twin(&self, entity: &Entity) -> String {
        let told = self.entities.iter().find_map(|other| {
            let told = other.universal_message_info.as_ref()?;
            is_twin(entity, other, &told.code_group).then_some(told)
        });
        told.map(|told| words(told, None)).unwrap_or_default()
    }
}

fn is_twin(attachment: &Entity, message: &Entity, group: &UniversalMessageCodeGroup) -> bool {
    attachment.parent_entity_id == message.parent_entity_id
        && former(group).contains(&attachment.attachment_type.as_str())
}

/// What is told with this code, or with any.
fn words(told: &UniversalMessageInfo, code: Option<u32>) -> String {
    let texts: Vec<&str> = told
        .events
        .iter()
        .filter(|event| code.is_none_or(|code| event.status_code == code))
        .map(|event| event.plain_text.trim())
        .filter(|text| !text.is_empty())
        .collect();
    texts.join("\n")
}
