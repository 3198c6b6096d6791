//! Universal messages and the cancellation of shipment data in answers.

use serde::Serialize;

use super::docflow::{Attachment, Entity, Signature};

/// `UniversalMessageInfo`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UniversalMessageInfo {
    /// What it does.
    pub code_group: &'static str,
    /// What it says.
    pub events: Vec<UniversalMessageEvent>,
    /// Who made it.
    pub universal_message_creator: UniversalMessageCreator,
    /// The exchange takes no notice of it.
    pub is_out_of_workflow: bool,
}

/// `UniversalMessageEvent`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UniversalMessageEvent {
    /// The code.
    pub status_code: u32,
    /// Its words.
    pub plain_text: String,
}

/// `UniversalMessageCreator`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UniversalMessageCreator {
    /// Box.
    pub box_id: String,
    /// Department.
    pub department_id: &'static str,
}

/// `UniversalMessageAttachmentDocflow`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UniversalMessageAttachment {
    /// The file.
    pub attachment: Attachment,
    /// What it says.
    pub message_info: UniversalMessageInfo,
    /// Kind of content.
    pub content_type_id: &'static str,
    /// A person opened it.
    pub is_read: bool,
}

/// `OutOfWorkflowUniversalMessageDocflow`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct OutOfWorkflow {
    /// Oldest first.
    pub messages: Vec<UniversalMessageAttachment>,
}

/// `TtGisFixationDocflow`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct TtGisFixation {
    /// Whether it is to be cancelled, or was.
    pub cancellation_status: &'static str,
    /// The cancellation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancellation: Option<TtGisFixationCancellation>,
}

/// `TtGisFixationCancellation`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct TtGisFixationCancellation {
    /// The file.
    pub entity: Entity,
    /// Its signature.
    pub signature: Signature,
}
