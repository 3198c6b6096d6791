//! `DocumentWithDocflowV4` and what it is made of. Branches that this sandbox cannot reach are left out, as the service
//! leaves out what is not filled.

use serde::Serialize;
use serde_json::Value;

use super::amending::{AmendmentRequest, Revocation};
use super::universal::{OutOfWorkflow, TtGisFixation, UniversalMessageAttachment};
use super::{Content, DocflowStatus, DocumentId, KeyValue, OuterStatus, Timestamp};

/// `GetDocflowBatchResponseV4`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetDocflowBatchResponse {
    /// In the order of the request.
    pub documents: Vec<DocumentWithDocflow>,
}

/// `GetDocflowEventsResponseV4`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetDocflowEventsResponse {
    /// All that fit.
    pub total_count: usize,
    /// This page.
    pub events: Vec<DocflowEvent>,
    /// `Equal`
    pub total_count_type: &'static str,
}

/// `DocflowEventV4`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DocflowEvent {
    /// The event of the box.
    pub event_id: String,
    /// When.
    pub timestamp: Timestamp,
    /// Of which document.
    pub document_id: DocumentId,
    /// Its mark, base64.
    pub index_key: String,
    /// The document as of the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentWithDocflow>,
    /// The event before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_event_id: Option<String>,
    /// The document as of that one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_document_state: Option<DocumentWithDocflow>,
}

/// `SearchDocflowsResponseV4`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SearchDocflowsResponse {
    /// Those that changed last first.
    pub documents: Vec<DocumentWithDocflow>,
    /// There are more behind this page.
    pub have_more_documents: bool,
}

/// `GetDocflowsByPacketIdResponseV4`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetDocflowsByPacketIdResponse {
    /// This page.
    pub documents: Vec<FetchedDocument>,
    /// Where to go on, base64; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_page_index_key: Option<String>,
}

/// `FetchedDocumentV4`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct FetchedDocument {
    /// The document.
    pub document: DocumentWithDocflow,
    /// Its mark, base64.
    pub index_key: String,
}

/// `DocumentWithDocflowV4`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DocumentWithDocflow {
    /// Which.
    pub document_id: DocumentId,
    /// The event as of which the rest is said.
    pub last_event: LastEvent,
    /// What it is.
    pub document_info: DocumentInfo,
    /// What became of it.
    pub docflow: Docflow,
}

/// `LastEvent`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct LastEvent {
    /// Which.
    pub event_id: String,
    /// When.
    pub timestamp: Timestamp,
}

/// `DocumentInfoV3`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DocumentInfo {
    /// Type, function, version.
    pub full_version: FullVersion,
    /// `Letter`
    pub message_type: &'static str,
    /// Workflow.
    pub workflow_id: u8,
    /// Who with whom.
    pub participants: Participants,
    /// `Inbound` or `Outbound`.
    pub document_direction: &'static str,
    /// Where it lies.
    pub department_id: String,
    /// The sender's own name.
    pub custom_document_id: String,
    /// Values.
    pub metadata: Vec<KeyValue>,
    /// Tags.
    pub custom_data: Vec<KeyValue>,
    /// Links.
    pub document_links: DocumentLinks,
    /// The packet.
    pub packet_info: PacketInfo,
    /// A person opened it.
    pub is_read: bool,
    /// Deleted.
    pub is_deleted: bool,
    /// Invitation.
    pub is_invitation: bool,
    /// Of a letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letter_info: Option<LetterInfo>,
    /// Of a draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft_info: Option<DraftInfo>,
    /// Editing.
    pub editing_setting_id: &'static str,
    /// Said because absence means «yes» in protobuf.
    pub has_unread_out_of_workflow_universal_messages: bool,
}

/// `FullVersion`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct FullVersion {
    /// Type.
    pub type_named_id: String,
    /// Function.
    pub function: String,
    /// Version.
    pub version: String,
}

/// `DocumentParticipants`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Participants {
    /// Sender.
    pub sender: Participant,
    /// Who signs before the recipient does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy: Option<Participant>,
    /// Recipient.
    pub recipient: Participant,
    /// Between departments.
    pub is_internal: bool,
    /// Across a border.
    pub is_cross_border: bool,
}

/// `DocumentParticipant`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Participant {
    /// Box, as a GUID.
    pub box_id: String,
    /// Department.
    pub department_id: String,
    /// Through another operator.
    pub is_roaming: bool,
}

/// `DocumentLinks`
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DocumentLinks {
    initial_ids: [&'static str; 0],
    subordinate_ids: [&'static str; 0],
}

/// `PacketInfo`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct PacketInfo {
    /// `None`
    pub lock_mode: &'static str,
    /// The packet.
    pub packet_id: String,
    /// Since when.
    pub added_at: Timestamp,
}

/// `DocumentDraftInfo`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DraftInfo {
    /// It is over.
    pub is_recycled: bool,
    /// It may be sent or thrown away only.
    pub is_locked: bool,
    /// What it became.
    pub transformed_to_letter_ids: Vec<String>,
}

/// `DocumentLetterInfo`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct LetterInfo {
    /// Encrypted.
    pub is_encrypted: bool,
    /// Forwarded.
    pub forward_document_events: [&'static str; 0],
    /// Either side is a test box.
    pub is_test: bool,
}

/// `DocflowV4`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Docflow {
    /// The document itself.
    pub sender_title: SenderTitle,
    /// The operator's confirmation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<Confirmation>,
    /// The recipient's receipt notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient_receipt: Option<Receipt>,
    /// The recipient's answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient_response: Option<Response>,
    /// The recipient's request for a correction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amendment_request: Option<AmendmentRequest>,
    /// The last proposal to revoke.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revocation: Option<Revocation>,
    /// The sender's receipt notice of the title that answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender_receipt: Option<Receipt>,
    /// The intermediate recipient's answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_response: Option<Response>,
    /// Exchanges with other systems: the last status of each.
    pub outer_docflows: Vec<OuterDocflow>,
    /// All their statuses.
    pub outer_docflow_entities: Vec<OuterDocflowEntities>,
    /// The shipment data of marked goods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tt_gis_fixation: Option<TtGisFixation>,
    /// Words.
    pub docflow_status: DocflowStatus,
}

/// `OuterDocflow`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct OuterDocflow {
    /// `TtGis`
    pub docflow_named_id: String,
    /// Of which document.
    pub parent_entity_id: String,
    /// The last status.
    pub outer_docflow_entity_id: String,
}

/// `OuterDocflowEntities`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct OuterDocflowEntities {
    /// `TtGis`
    pub docflow_named_id: String,
    /// For people.
    pub docflow_friendly_name: String,
    /// Oldest first.
    pub status_entities: Vec<StatusEntity>,
}

/// `StatusEntity`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct StatusEntity {
    /// The file.
    pub attachment: SignedAttachment,
    /// What it says.
    pub status: OuterStatus,
}

/// `RoamingNotification` of the docflow API.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RoamingNotification {
    /// The file.
    pub notification: Entity,
    /// The other operator has brought it.
    pub is_success: bool,
}

/// `SenderTitleDocflow`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SenderTitle {
    /// Signed, checked and delivered.
    pub is_finished: bool,
    /// The file.
    pub attachment: SignedAttachment,
    /// When it left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Timestamp>,
    /// When it arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    /// What another operator said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roaming_notification: Option<RoamingNotification>,
    /// The signature.
    pub sender_signature_status: &'static str,
    /// Messages of which the exchange takes no notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of_workflow_universal_message_docflow: Option<OutOfWorkflow>,
}

/// `ConfirmationDocflowV4`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Confirmation {
    /// It is there.
    pub is_finished: bool,
    /// The paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmation_attachment: Option<SignedAttachment>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Timestamp>,
}

/// `ReceiptDocflowV4`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Receipt {
    /// Nothing more is to come.
    pub is_finished: bool,
    /// The paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt_attachment: Option<SignedAttachment>,
    /// When it left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Timestamp>,
    /// When it arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    /// The operator's confirmation of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<Confirmation>,
    /// Whose turn.
    pub status: &'static str,
    /// The same as a universal message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub universal_message: Option<UniversalMessageAttachment>,
}

/// `ParticipantResponseDocflowV4`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// Nothing more is to come.
    pub is_finished: bool,
    /// A signature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
    /// A title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<SignedAttachment>,
    /// A refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejection: Option<Rejection>,
    /// When it left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Timestamp>,
    /// When it arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    /// What kind of answer.
    pub response_status: &'static str,
    /// The operator's confirmation of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<Confirmation>,
}

/// `SignatureRejectionDocflowV4`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Rejection {
    /// The paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature_rejection: Option<SignedAttachment>,
    /// It is XML.
    pub is_formal: bool,
    /// When it arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    /// The reason.
    pub plain_text: String,
    /// The same as a universal message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub universal_message: Option<UniversalMessageAttachment>,
}

/// `SignedAttachmentV3`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SignedAttachment {
    /// The file.
    pub attachment: Attachment,
    /// Its signature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
    /// The sender's word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<Entity>,
    /// Kind of content.
    pub content_type_id: String,
}

/// `Attachment`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Attachment {
    /// The bytes.
    pub entity: Entity,
    /// Name of the file.
    pub attachment_filename: String,
    /// Name for people.
    pub display_filename: String,
}

/// `Entity` of the docflow API.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Entity {
    /// Id.
    pub entity_id: String,
    /// When.
    pub creation_timestamp: Timestamp,
    /// Size and perhaps bytes.
    pub content: Content,
}

/// `SignatureV3`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Signature {
    /// As it was given.
    pub cms: Entity,
    /// With a time stamp.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cades_t: Option<Entity>,
    /// Who signed.
    pub signer_box_id: String,
    /// Who signed.
    pub signer_department_id: &'static str,
    /// It is good.
    pub is_valid: bool,
    /// What the check found, if it found something wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verification_result: Option<Value>,
    /// When the other side got it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
}
