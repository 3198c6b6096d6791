//! `DocumentWithDocflowV4` and its branches.

use serde::{Deserialize, Serialize};

use super::{
    DocumentDirection, GeneralReceiptStatus, MessageType, OuterStatusType,
    PowerOfAttorneyValidationStatusNamedId, RecipientResponseStatus, ResolutionStatus, RevocationStatus,
    SenderSignatureStatus, StatusSeverity, TtGisFixationCancellationStatus,
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct GetDocflowBatchRequest {
    pub requests: Vec<GetDocflowRequest>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct GetDocflowRequest {
    pub document_id: DocumentId,
}

#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(in crate::edo::diadoc) struct DocumentId {
    pub message_id: String,
    pub entity_id: String,
}

read! {
    GetDocflowBatchResponseV4 { documents: Vec<DocumentWithDocflowV4> }
    DocumentWithDocflowV4 {
        document_id: DocumentId,
        last_event: LastEvent,
        document_info: DocumentInfoV3,
        docflow: DocflowV4,
    }
    LastEvent { timestamp: Ticks }
    /// `Timestamp`.
    Ticks { ticks: i64 }
    DocumentInfoV3 {
        full_version: FullVersion,
        message_type: MessageType,
        workflow_id: i64,
        participants: DocumentParticipants,
        document_direction: DocumentDirection,
        metadata: Vec<ToldMetadata>,
        packet_info: PacketInfo,
        is_deleted: bool,
        draft_info: Option<DocumentDraftInfo>,
    }
    FullVersion { type_named_id: String, function: String, version: String }
    DocumentParticipants {
        sender: DocumentParticipant,
        proxy: Option<DocumentParticipant>,
        recipient: DocumentParticipant,
    }
    DocumentParticipant { box_id: String, is_roaming: bool }
    /// `MetadataItem`, as it is read.
    ToldMetadata { key: String, value: String }
    PacketInfo { packet_id: String }
    DocumentDraftInfo { is_recycled: bool, transformed_to_letter_ids: Vec<String> }
    DocflowV4 {
        sender_title: SenderTitleDocflow,
        recipient_receipt: Option<ReceiptDocflowV4>,
        recipient_response: Option<ParticipantResponseDocflowV4>,
        amendment_request: Option<AmendmentRequestDocflowV4>,
        revocation: Option<RevocationDocflowV4>,
        sender_receipt: Option<ReceiptDocflowV4>,
        resolution: Option<ResolutionDocflowV3>,
        proxy_response: Option<ParticipantResponseDocflowV4>,
        outer_docflows: Vec<OuterDocflow>,
        outer_docflow_entities: Vec<OuterDocflowEntities>,
        tt_gis_fixation: Option<TtGisFixationDocflow>,
        docflow_status: DocflowStatusV3,
    }
    TtGisFixationDocflow { cancellation_status: TtGisFixationCancellationStatus }
    SenderTitleDocflow {
        attachment: SignedAttachmentV3,
        sent_at: Option<Ticks>,
        delivered_at: Option<Ticks>,
        roaming_notification: Option<RoamingNotification>,
        sender_signature_status: SenderSignatureStatus,
    }
    RoamingNotification { is_success: Option<bool> }
    ReceiptDocflowV4 { status: GeneralReceiptStatus }
    ParticipantResponseDocflowV4 {
        is_finished: bool,
        signature: Option<SignatureV3>,
        title: Option<SignedAttachmentV3>,
        rejection: Option<SignatureRejectionDocflowV4>,
        response_status: RecipientResponseStatus,
        confirmation: Option<ConfirmationDocflowV4>,
    }
    ConfirmationDocflowV4 { is_finished: bool }
    SignatureRejectionDocflowV4 { plain_text: String }
    AmendmentRequestDocflowV4 {
        amendment_request: Option<SignedAttachmentV3>,
        receipt: Option<ReceiptDocflowV4>,
        amendment_flags: Option<i64>,
        plain_text: String,
    }
    RevocationDocflowV4 {
        revocation_request: RevocationRequestDocflow,
        revocation_response: Option<RevocationResponseDocflowV4>,
        revocation_status: RevocationStatus,
    }
    RevocationRequestDocflow { revocation_request: SignedAttachmentV3, plain_text: String }
    RevocationResponseDocflowV4 { signature_rejection: Option<SignatureRejectionDocflowV4> }
    ResolutionDocflowV3 { resolution_status: ResolutionStatus }
    OuterDocflow { docflow_named_id: String, outer_docflow_entity_id: String }
    OuterDocflowEntities {
        docflow_named_id: String,
        docflow_friendly_name: String,
        status_entities: Vec<StatusEntity>,
    }
    StatusEntity { attachment: SignedAttachmentV3, status: Status }
    SignedAttachmentV3 { attachment: Attachment, signature: Option<SignatureV3> }
    Attachment { entity: DocflowEntity, attachment_filename: String }
    SignatureV3 { cms: DocflowEntity }
    /// `Docflow.Entity`.
    DocflowEntity { entity_id: String }
    Status {
        friendly_name: String,
        r#type: OuterStatusType,
        description: String,
        details: Vec<StatusDetail>,
    }
    StatusDetail { text: String }
    DocflowStatusV3 {
        primary_status: DocflowStatusModelV3,
        secondary_status: Option<DocflowStatusModelV3>,
        power_of_attorney_general_status: Option<PowerOfAttorneyValidationStatus>,
    }
    DocflowStatusModelV3 { severity: StatusSeverity, status_text: String }
    PowerOfAttorneyValidationStatus { status_named_id: PowerOfAttorneyValidationStatusNamedId }
}
