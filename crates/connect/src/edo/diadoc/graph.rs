//! Which document an entity belongs to. A patch names only the parent of what it brings, and that parent may be a
//! signature of an answer to a title: the chain leads to the document.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::ids::box_id;
use super::wire::{Entity, EntityType};

/// No chain of the documentation is longer than document, title, receipt, confirmation, signature, time stamp.
const LONGEST_CHAIN: usize = 16;

/// What an entity is to the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A document of the message.
    Document,
    /// A signature.
    Signature,
    /// Anything else, by its `AttachmentType`.
    Attachment(String),
}

#[derive(Debug)]
struct Node {
    parent: String,
    kind: Kind,
}

/// The entities of one message, as far as they were seen.
#[derive(Debug, Default)]
pub(super) struct Graph {
    documents: BTreeMap<String, Option<Uuid>>,
    nodes: HashMap<String, Node>,
    /// The box of an intermediate recipient, in the program's form; empty for none.
    pub via_box: String,
    /// The message itself was seen, so all its documents are here.
    pub is_whole: bool,
}

impl Graph {
    /// Takes entities in.
    pub fn learn(&mut self, entities: &[Entity]) {
        for entity in entities.iter().filter(|entity| !entity.entity_id.is_empty()) {
            let kind = kind_of(entity);
            if kind == Kind::Document {
                let named = entity.document_info.as_ref();
                let custom_id = named.and_then(|document| Uuid::parse_str(&document.custom_document_id).ok());
                if let Some(document) = named.filter(|document| !document.proxy_box_id.is_empty()) {
                    self.via_box = box_id(&document.proxy_box_id);
                }
                self.documents.insert(entity.entity_id.clone(), custom_id);
            }
            let parent = entity.parent_entity_id.clone();
            self.nodes.insert(entity.entity_id.clone(), Node { parent, kind });
        }
    }

    /// The documents of the message with our names for them.
    pub fn documents(&self) -> impl Iterator<Item = &str> {
        self.documents.keys().map(String::as_str)
    }

    /// Our name for a document.
    pub fn custom_id(&self, document: &str) -> Option<Uuid> {
        self.documents.get(document).copied().flatten()
    }

    /// What this entity is; `None` when it was never seen.
    pub fn kind(&self, entity: &str) -> Option<&Kind> {
        self.nodes.get(entity).map(|node| &node.kind)
    }

    /// The document at the end of the chain; `None` when the chain leads out of what was seen.
    pub fn document_of(&self, entity: &str) -> Option<&str> {
        let top = self.top_of(entity);
        self.documents.get_key_value(top).map(|(id, _)| id.as_str())
    }

    /// The last entity of the chain that is known by name.
    pub fn top_of<'a>(&'a self, entity: &'a str) -> &'a str {
        let mut top = entity;
        for _ in 0..LONGEST_CHAIN {
            match self.nodes.get(top) {
                Some(node) if !node.parent.is_empty() => top = node.parent.as_str(),
                _ => break,
            }
        }
        top
    }
}

/// An attachment without a parent is a document, but for what speaks about the message as a whole (QUIRKS 22).
fn kind_of(entity: &Entity) -> Kind {
    match entity.entity_type {
        EntityType::Signature => Kind::Signature,
        _ if entity.parent_entity_id.is_empty() && !is_about_message(&entity.attachment_type) => {
            Kind::Document
        }
        _ => Kind::Attachment(entity.attachment_type.clone()),
    }
}

fn is_about_message(attachment_type: &str) -> bool {
    matches!(
        attachment_type,
        "DeliveryFailureNotification" | "AttachmentComment" | "RoamingNotification" | "StructuredData"
    )
}
