//! Structures that the service answers with, named as in its documentation. What this sandbox never fills is there
//! where the real answer has it too (empty text, empty list), and left out otherwise.

pub mod amending;
pub mod counteragents;
pub mod docflow;
pub mod organizations;
mod outer;
pub mod types;
pub mod universal;

use serde::Serialize;
use serde_json::Value;

pub use amending::RevocationRequestInfo;
pub use outer::{LastOuterDocflow, MoveDocumentInfo, OuterDocflowInfo, OuterStatus, StatusDetail};

use crate::clock::Ticks;

/// `Timestamp`
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Timestamp {
    /// The instant.
    pub ticks: Ticks,
}

/// `Content`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Content {
    /// How many bytes.
    pub size: u64,
    /// The bytes, base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
}

/// `AsyncMethodResult`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AsyncMethodResult {
    /// Under which the result is asked for.
    pub task_id: String,
}

/// `DocumentId`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DocumentId {
    /// Message.
    pub message_id: String,
    /// Entity.
    pub entity_id: String,
}

/// `MetadataItem`, `CustomDataItem`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct KeyValue {
    /// Name.
    pub key: String,
    /// Value.
    pub value: String,
}

/// `Message`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Message {
    /// Id.
    pub message_id: String,
    /// When it came to be.
    pub timestamp_ticks: Ticks,
    /// When it last changed.
    pub last_patch_timestamp_ticks: Ticks,
    /// Sender's box.
    pub from_box_id: String,
    /// Sender's name.
    pub from_title: String,
    /// Recipient's box.
    pub to_box_id: String,
    /// Recipient's name.
    pub to_title: String,
    /// Contents.
    pub entities: Vec<Entity>,
    /// What kind of message it is.
    #[serde(flatten)]
    pub flags: MessageFlags,
    /// Either side is a test box.
    pub is_test: bool,
    /// `None`
    pub lock_mode: &'static str,
    /// `Letter`
    pub message_type: &'static str,
}

/// Flags of `Message`.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MessageFlags {
    /// A draft.
    pub is_draft: bool,
    /// It may be sent or thrown away only.
    pub draft_is_locked: bool,
    /// It is over.
    pub draft_is_recycled: bool,
    /// The draft that it was.
    pub created_from_draft_id: String,
    /// What the draft became.
    pub draft_is_transformed_to_message_id_list: Vec<String>,
    /// Nothing of it is left outside the bin.
    pub is_deleted: bool,
    /// Never here.
    pub is_internal: bool,
    /// Somebody signs before the recipient does.
    pub is_proxified: bool,
    /// Who: the box.
    pub proxy_box_id: String,
    /// Who: the name.
    pub proxy_title: String,
    /// A closed packet.
    pub packet_is_locked: bool,
    /// Never here.
    pub is_reusable: bool,
}

/// `MessagePatch`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MessagePatch {
    /// Message.
    pub message_id: String,
    /// When.
    pub timestamp_ticks: Ticks,
    /// What was added.
    pub entities: Vec<Entity>,
    /// The other side has it.
    pub message_is_delivered: bool,
    /// Which patch the other side has.
    pub delivered_patch_id: String,
    /// Id of this patch.
    pub patch_id: String,
    /// What will never be delivered.
    pub not_delivered_event_id: String,
    /// `Letter`
    pub message_type: &'static str,
    /// What kind of message it is.
    #[serde(flatten)]
    pub flags: PatchFlags,
}

/// Flags of `MessagePatch`.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct PatchFlags {
    /// About a draft.
    pub for_draft: bool,
    /// The draft is over.
    pub draft_is_recycled: bool,
    /// What it became.
    pub draft_is_transformed_to_message_id_list: Vec<String>,
    /// Never here.
    pub draft_is_locked: bool,
    /// Nothing of the message is left outside the bin.
    pub message_is_deleted: bool,
    /// Something of it is taken back.
    pub message_is_restored: bool,
    /// Housekeeping.
    pub entity_patches: Vec<EntityPatch>,
}

/// `EntityPatch`
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct EntityPatch {
    /// Which document.
    pub entity_id: String,
    /// Put away.
    pub document_is_deleted: bool,
    /// Taken back.
    pub document_is_restored: bool,
    /// Where it lies now.
    pub moved_to_department: String,
    /// Never here.
    pub content_is_patched: bool,
    /// Never here.
    pub forwarded_to_box_id: &'static str,
}

/// `Entity` of the message API.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Entity {
    /// `Attachment` or `Signature`.
    pub entity_type: &'static str,
    /// Id.
    pub entity_id: String,
    /// What it belongs to; empty for a document.
    pub parent_entity_id: String,
    /// Size and, for small texts, bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
    /// What it is; absent for signatures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment_type: Option<&'static str>,
    /// Name of the file.
    pub file_name: String,
    /// An answering signature is asked for.
    pub need_recipient_signature: bool,
    /// Who signed.
    pub signer_box_id: String,
    /// Who signed, more exactly.
    pub signer_department_id: String,
    /// The event that was not delivered.
    pub not_delivered_event_id: String,
    /// The document, on documents only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_info: Option<Document>,
    /// When it came to be.
    pub raw_creation_date: Ticks,
    /// A receipt notice is asked for.
    pub need_receipt: bool,
    /// The packet.
    pub packet_id: String,
    /// An approving signature.
    pub is_approvement_signature: bool,
    /// Encrypted.
    pub is_encrypted_content: bool,
    /// Marks.
    pub labels: [&'static str; 0],
    /// Version of the format.
    pub version: String,
    /// Kind of content.
    pub content_type_id: String,
    /// Who made it.
    pub author_user_id: &'static str,
    /// A status of another system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outer_docflow: Option<OuterDocflowInfo>,
    /// Of a proposal to revoke.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revocation_request_info: Option<RevocationRequestInfo>,
    /// Of a universal message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub universal_message_info: Option<universal::UniversalMessageInfo>,
    /// A move between departments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub move_document_info: Option<MoveDocumentInfo>,
}

/// `Document`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Document {
    /// Place in lists.
    pub index_key: String,
    /// Message.
    pub message_id: String,
    /// Entity.
    pub entity_id: String,
    /// When it came to be.
    pub creation_timestamp_ticks: Ticks,
    /// The other side.
    pub counteragent_box_id: String,
    /// Obsolete name of the type.
    pub document_type: &'static str,
    /// Links.
    pub initial_document_ids: [&'static str; 0],
    /// Links.
    pub subordinate_document_ids: [&'static str; 0],
    /// Size and perhaps bytes.
    pub content: Content,
    /// Name of the file.
    pub file_name: String,
    /// ДД.ММ.ГГГГ
    pub document_date: String,
    /// Number.
    pub document_number: String,
    /// Of unformalised documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonformalized_document_metadata: Option<Value>,
    /// Of УПД.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub universal_transfer_document_metadata: Option<Value>,
    /// Deleted.
    pub is_deleted: bool,
    /// Where it lies.
    pub department_id: String,
    /// Either side is a test box.
    pub is_test: bool,
    /// From where.
    pub from_department_id: String,
    /// To where.
    pub to_department_id: String,
    /// The sender's own name; the recipient is not told.
    pub custom_document_id: String,
    /// Whether anybody wants it revoked.
    pub revocation_status: &'static str,
    /// When it left the sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_timestamp_ticks: Option<Ticks>,
    /// When the recipient got it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_timestamp_ticks: Option<Ticks>,
    /// Forwarded.
    pub forward_document_events: [&'static str; 0],
    /// Through another operator.
    pub roaming_notification_status: &'static str,
    /// Words of the other operator.
    pub roaming_notification_status_description: String,
    /// Own print form.
    pub has_custom_print_form: bool,
    /// Tags.
    pub custom_data: Vec<KeyValue>,
    /// The packet.
    pub packet_id: String,
    /// `Inbound` or `Outbound`.
    pub document_direction: &'static str,
    /// When it last changed.
    pub last_modification_timestamp_ticks: Ticks,
    /// Encrypted.
    pub is_encrypted_content: bool,
    /// The sender's signature.
    pub sender_signature_status: &'static str,
    /// A person opened it.
    pub is_read: bool,
    /// Locked packet.
    pub packet_is_locked: bool,
    /// Through an intermediate recipient.
    pub proxy_signature_status: &'static str,
    /// Type.
    pub type_named_id: String,
    /// Function.
    pub function: String,
    /// Workflow.
    pub workflow_id: u8,
    /// Title for people.
    pub title: String,
    /// Values.
    pub metadata: Vec<KeyValue>,
    /// The recipient's receipt notice.
    pub recipient_receipt_metadata: ReceiptMetadata,
    /// The operator's confirmation.
    pub confirmation_metadata: ConfirmationMetadata,
    /// The recipient's answer.
    pub recipient_response_status: &'static str,
    /// A request to amend.
    pub amendment_request_metadata: AmendmentRequestMetadata,
    /// `None`
    pub lock_mode: &'static str,
    /// The sender's receipt notice.
    pub sender_receipt_metadata: ReceiptMetadata,
    /// Version of the format.
    pub version: String,
    /// Words.
    pub docflow_status: DocflowStatus,
    /// Outer exchanges.
    pub last_outer_docflows: Vec<LastOuterDocflow>,
    /// Intermediate recipient: the box.
    pub proxy_box_id: String,
    /// Intermediate recipient: the department.
    pub proxy_department_id: String,
    /// Editing.
    pub editing_setting_id: &'static str,
    /// Of marked goods.
    pub tt_gis_fixation_cancellation_status: &'static str,
    /// Said because absence means «yes» in protobuf.
    pub has_unread_out_of_workflow_universal_messages: bool,
}

/// `RecipientReceiptMetadata`, `SenderReceiptMetadata`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ReceiptMetadata {
    /// `GeneralReceiptStatus`
    pub receipt_status: &'static str,
}

/// `ConfirmationMetadata`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ConfirmationMetadata {
    /// There are no receipts on confirmations any more.
    pub receipt_status: &'static str,
    /// Moscow wall clock, or 0.
    pub date_time_ticks: Ticks,
}

/// `AmendmentRequestMetadata`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AmendmentRequestMetadata {
    /// Bits.
    pub amendment_flags: i32,
    /// `GeneralReceiptStatus`
    pub receipt_status: &'static str,
}

/// `DocflowStatusV3`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DocflowStatus {
    /// The main words.
    pub primary_status: StatusWords,
}

/// `DocflowStatusModelV3`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct StatusWords {
    /// `Info`, `Success`, `Warning`, `Error`.
    pub severity: &'static str,
    /// Words.
    pub status_text: &'static str,
}

/// `DocumentList`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DocumentList {
    /// How many.
    pub total_count: usize,
    /// Which.
    pub documents: Vec<Document>,
    /// Never here.
    pub has_more_results: bool,
}

/// `BoxEventList`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct BoxEventList {
    /// The page.
    pub events: Vec<BoxEvent>,
    /// All that fit the filters.
    pub total_count: usize,
    /// `Equal`
    pub total_count_type: &'static str,
}

/// `BoxEvent`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct BoxEvent {
    /// `MessageId` or `PatchId`.
    pub event_id: String,
    /// A new message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
    /// A change of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patch: Option<MessagePatch>,
    /// The cursor.
    pub index_key: String,
}
