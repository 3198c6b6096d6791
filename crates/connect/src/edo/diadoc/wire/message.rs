//! `BoxEventList`, `Message`, `MessagePatch`, `Entity`.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{Document, EntityType, Status, UniversalMessageCodeGroup};

read! {
    BoxEventList { events: Vec<BoxEvent>, total_count: i64 }
    BoxEvent {
        event_id: String,
        message: Option<Message>,
        patch: Option<MessagePatch>,
        index_key: String,
    }
    Message {
        message_id: String,
        timestamp_ticks: i64,
        from_box_id: String,
        entities: Vec<Entity>,
        created_from_draft_id: String,
    }
    MessagePatch {
        message_id: String,
        timestamp_ticks: i64,
        entities: Vec<Entity>,
        draft_is_recycled: bool,
        draft_is_transformed_to_message_id_list: Vec<String>,
        message_is_deleted: bool,
        message_is_restored: bool,
        message_is_delivered: bool,
        delivered_patch_id: String,
        not_delivered_event_id: String,
        entity_patches: Vec<EntityPatch>,
    }
    EntityPatch {
        entity_id: String,
        document_is_deleted: bool,
        document_is_restored: bool,
        content_is_patched: bool,
        moved_to_department: String,
        forwarded_to_box_id: String,
    }
    /// `Events.Entity`. The type of an attachment is an open list, so it stays text. The word of another system is
    /// `OuterDocflow` in the protocol and `OuterDocflowInfo` in published samples.
    Entity {
        entity_type: EntityType,
        entity_id: String,
        parent_entity_id: String,
        content: Option<Content>,
        attachment_type: String,
        signer_box_id: String,
        not_delivered_event_id: String,
        document_info: Option<Document>,
        universal_message_info: Option<UniversalMessageInfo>,
        revocation_request_info: Option<RevocationRequestInfo>,
        is_approvement_signature: bool,
        outer_docflow: Option<OuterDocflowInfo>,
        outer_docflow_info: Option<OuterDocflowInfo>,
    }
    OuterDocflowInfo { docflow_friendly_name: String, status: Status }
    UniversalMessageInfo {
        code_group: UniversalMessageCodeGroup,
        events: Vec<UniversalMessageEvent>,
        universal_message_creator: UniversalMessageCreator,
    }
    UniversalMessageEvent { status_code: u32, plain_text: String }
    UniversalMessageCreator { box_id: String }
    /// `Events.RevocationRequestInfo`.
    RevocationRequestInfo { initiator_box_id: String }
}

/// The bytes of an entity where they came along, in base64. One published sample has a plain text in its place, so
/// anything that is no object counts as absent.
#[derive(Debug, Default)]
#[cfg_attr(test, derive(serde::Serialize), serde(rename_all = "PascalCase"))]
pub(in crate::edo::diadoc) struct Content {
    pub data: String,
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let content = Value::deserialize(deserializer)?;
        let data = content.get("Data").and_then(Value::as_str).unwrap_or_default();
        Ok(Self {
            data: data.to_owned(),
        })
    }
}
