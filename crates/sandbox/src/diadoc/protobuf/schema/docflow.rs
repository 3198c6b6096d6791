//! The docflow API, version 4.

use super::basics::{CONTENT, CUSTOM_DATA_ITEM, DOCUMENT_ID, FULL_VERSION, METADATA_ITEM, STATUS, TIMESTAMP};
use super::cloud::CERTIFICATE_SUBJECT_TYPE;
use super::describe;
use super::documents::DOCFLOW_STATUS_V3;
use super::messages::UNIVERSAL_MESSAGE_INFO;
use super::numbers::{
    DOCUMENT_DIRECTION, GENERAL_RECEIPT_STATUS, LOCK_MODE, MESSAGE_TYPE, RECIPIENT_RESPONSE_STATUS,
    REVOCATION_STATUS, SEARCH_SCOPE, SENDER_SIGNATURE_STATUS, SORT_DIRECTION, TOTAL_COUNT_TYPE,
    TT_GIS_FIXATION_CANCELLATION_STATUS,
};

describe! {
    LAST_EVENT "LastEvent" { 1! EventId text, 2! Timestamp message(TIMESTAMP) }
    DOCUMENT_PARTICIPANT "DocumentParticipant" { 1! BoxId text, 2? DepartmentId text, 3! IsRoaming flag }
    DOCUMENT_PARTICIPANTS "DocumentParticipants" {
        1! Sender message(DOCUMENT_PARTICIPANT), 2? Proxy message(DOCUMENT_PARTICIPANT),
        3? Recipient message(DOCUMENT_PARTICIPANT), 4! IsInternal flag, 5! IsCrossBorder flag,
    }
    DOCUMENT_LINKS "DocumentLinks" {
        1* InitialIds message(DOCUMENT_ID), 2* SubordinateIds message(DOCUMENT_ID),
    }
    PACKET_INFO "PacketInfo" {
        1! LockMode number(LOCK_MODE), 2? PacketId text, 3? AddedAt message(TIMESTAMP),
    }
    DOCUMENT_LETTER_INFO "DocumentLetterInfo" { 1! IsEncrypted flag, 3! IsTest flag }
    DOCUMENT_DRAFT_INFO "DocumentDraftInfo" { 1! IsRecycled flag, 2! IsLocked flag, 3* TransformedToLetterIds text }
    DOCUMENT_INFO_V3 "DocumentInfoV3" {
        1! FullVersion message(FULL_VERSION), 2! MessageType number(MESSAGE_TYPE), 3! WorkflowId int32,
        4! Participants message(DOCUMENT_PARTICIPANTS), 5! DocumentDirection number(DOCUMENT_DIRECTION),
        6! DepartmentId text, 7? CustomDocumentId text, 8* Metadata message(METADATA_ITEM),
        9* CustomData message(CUSTOM_DATA_ITEM), 10! DocumentLinks message(DOCUMENT_LINKS),
        11! PacketInfo message(PACKET_INFO), 12! IsRead flag, 13! IsDeleted flag, 14! IsInvitation flag,
        15? LetterInfo message(DOCUMENT_LETTER_INFO), 16? DraftInfo message(DOCUMENT_DRAFT_INFO),
        19? EditingSettingId text,
        20? HasUnreadOutOfWorkflowUniversalMessages flag,
    }
    DOCFLOW_ENTITY "Entity" {
        1? EntityId text, 2? CreationTimestamp message(TIMESTAMP), 3? Content message(CONTENT),
    }
    ATTACHMENT "Attachment" {
        1? Entity message(DOCFLOW_ENTITY), 2? AttachmentFilename text, 3? DisplayFilename text,
    }
    CERTIFICATE_CHAIN_ELEMENT "CertificateChainElement" {
        1! CertificateChainStatusFlags int32, 2! DerCertificate bytes,
    }
    CERTIFICATE_VERIFICATION_RESULT "CertificateVerificationResult" {
        2! IsValid flag, 3* CertificateChain message(CERTIFICATE_CHAIN_ELEMENT),
        4! VerificationTime message(TIMESTAMP),
    }
    SIGNATURE_VERIFICATION_RESULT "SignatureVerificationResult" {
        1! IsValid flag, 2? CertificateStatus message(CERTIFICATE_VERIFICATION_RESULT),
        3? SignatureTimestamp message(TIMESTAMP),
    }
    SIGNATURE_INFO "SignatureInfo" {
        1! SigningTime message(TIMESTAMP), 2? SignatureVerificationTime message(TIMESTAMP),
        3? SignatureVerificationResult message(SIGNATURE_VERIFICATION_RESULT), 4! Thumbprint text,
        5! SerialNumber text, 6? Issuer text, 7? StartDate text, 8? EndDate text, 9? OrgName text, 10? OrgInn text,
        11? JobTitle text, 12? FirstName text, 13? Surname text, 14? Snils text, 15? Email text,
        16? CertificateSubjectType number(CERTIFICATE_SUBJECT_TYPE),
    }
    SIGNATURE_V3 "SignatureV3" {
        1! Cms message(DOCFLOW_ENTITY), 2? CadesT message(DOCFLOW_ENTITY), 3! SignerBoxId text,
        4! SignerDepartmentId text, 5! IsValid flag,
        6? VerificationResult message(SIGNATURE_VERIFICATION_RESULT), 7? DeliveredAt message(TIMESTAMP),
    }
    SIGNED_ATTACHMENT_V3 "SignedAttachmentV3" {
        1! Attachment message(ATTACHMENT), 2? Signature message(SIGNATURE_V3),
        3? Comment message(DOCFLOW_ENTITY), 4! ContentTypeId text,
    }
    ROAMING_NOTIFICATION "RoamingNotification" { 1! Notification message(DOCFLOW_ENTITY), 2! IsSuccess flag }
    OUTER_DOCFLOW "OuterDocflow" { 1! DocflowNamedId text, 2! ParentEntityId text, 3! OuterDocflowEntityId text }
    STATUS_ENTITY "StatusEntity" { 1! Attachment message(SIGNED_ATTACHMENT_V3), 2! Status message(STATUS) }
    OUTER_DOCFLOW_ENTITIES "OuterDocflowEntities" {
        1! DocflowNamedId text, 2! DocflowFriendlyName text, 3* StatusEntities message(STATUS_ENTITY),
    }
    UNIVERSAL_MESSAGE_ATTACHMENT_DOCFLOW "UniversalMessageAttachmentDocflow" {
        1! Attachment message(ATTACHMENT), 2! MessageInfo message(UNIVERSAL_MESSAGE_INFO), 3! ContentTypeId text,
        4? IsRead flag,
    }
    OUT_OF_WORKFLOW_UNIVERSAL_MESSAGE_DOCFLOW "OutOfWorkflowUniversalMessageDocflow" {
        1* Messages message(UNIVERSAL_MESSAGE_ATTACHMENT_DOCFLOW),
    }
    TT_GIS_FIXATION_CANCELLATION "TtGisFixationCancellation" {
        1! Entity message(DOCFLOW_ENTITY), 2! Signature message(SIGNATURE_V3),
    }
    TT_GIS_FIXATION_DOCFLOW "TtGisFixationDocflow" {
        1? CancellationStatus number(TT_GIS_FIXATION_CANCELLATION_STATUS),
        2? Cancellation message(TT_GIS_FIXATION_CANCELLATION),
    }
    SENDER_TITLE_DOCFLOW "SenderTitleDocflow" {
        1! IsFinished flag, 2! Attachment message(SIGNED_ATTACHMENT_V3), 3? SentAt message(TIMESTAMP),
        4? DeliveredAt message(TIMESTAMP), 5? RoamingNotification message(ROAMING_NOTIFICATION),
        6! SenderSignatureStatus number(SENDER_SIGNATURE_STATUS),
        7? OutOfWorkflowUniversalMessageDocflow message(OUT_OF_WORKFLOW_UNIVERSAL_MESSAGE_DOCFLOW),
    }
    RECEIPT_DOCFLOW_V4 "ReceiptDocflowV4" {
        1! IsFinished flag, 2? ReceiptAttachment message(SIGNED_ATTACHMENT_V3), 3? SentAt message(TIMESTAMP),
        4? DeliveredAt message(TIMESTAMP), 5? Confirmation message(CONFIRMATION_DOCFLOW_V4),
        6! Status number(GENERAL_RECEIPT_STATUS),
        7? UniversalMessage message(UNIVERSAL_MESSAGE_ATTACHMENT_DOCFLOW),
    }
    CONFIRMATION_DOCFLOW_V4 "ConfirmationDocflowV4" {
        1! IsFinished flag, 2? ConfirmationAttachment message(SIGNED_ATTACHMENT_V3),
        3? ConfirmedAt message(TIMESTAMP), 4? Receipt message(RECEIPT_DOCFLOW_V4),
    }
    SIGNATURE_REJECTION_DOCFLOW_V4 "SignatureRejectionDocflowV4" {
        1? SignatureRejection message(SIGNED_ATTACHMENT_V3), 2! IsFormal flag,
        3? DeliveredAt message(TIMESTAMP), 4? PlainText text,
        5? UniversalMessage message(UNIVERSAL_MESSAGE_ATTACHMENT_DOCFLOW),
    }
    PARTICIPANT_RESPONSE_DOCFLOW_V4 "ParticipantResponseDocflowV4" {
        1! IsFinished flag, 2? Signature message(SIGNATURE_V3), 3? Title message(SIGNED_ATTACHMENT_V3),
        4? Rejection message(SIGNATURE_REJECTION_DOCFLOW_V4), 5? SentAt message(TIMESTAMP),
        6? DeliveredAt message(TIMESTAMP), 7! ResponseStatus number(RECIPIENT_RESPONSE_STATUS),
        8? Confirmation message(CONFIRMATION_DOCFLOW_V4),
    }
    AMENDMENT_REQUEST_DOCFLOW_V4 "AmendmentRequestDocflowV4" {
        1! IsFinished flag, 2? AmendmentRequest message(SIGNED_ATTACHMENT_V3), 3? SentAt message(TIMESTAMP),
        4? DeliveredAt message(TIMESTAMP), 5? Receipt message(RECEIPT_DOCFLOW_V4), 6! AmendmentFlags int32,
        7? PlainText text, 8? ConfirmationDocflow message(CONFIRMATION_DOCFLOW_V4),
        9? UniversalMessage message(UNIVERSAL_MESSAGE_ATTACHMENT_DOCFLOW),
    }
    REVOCATION_REQUEST_DOCFLOW "RevocationRequestDocflow" {
        1! RevocationRequest message(SIGNED_ATTACHMENT_V3), 2? SentAt message(TIMESTAMP),
        3? DeliveredAt message(TIMESTAMP), 5? PlainText text,
    }
    REVOCATION_RESPONSE_DOCFLOW_V4 "RevocationResponseDocflowV4" {
        1? RecipientSignature message(SIGNATURE_V3),
        2? SignatureRejection message(SIGNATURE_REJECTION_DOCFLOW_V4),
    }
    REVOCATION_DOCFLOW_V4 "RevocationDocflowV4" {
        1! IsFinished flag, 2! RevocationRequest message(REVOCATION_REQUEST_DOCFLOW),
        3? RevocationResponse message(REVOCATION_RESPONSE_DOCFLOW_V4), 4! InitiatorBoxId text,
        5! RevocationStatus number(REVOCATION_STATUS),
    }
    DOCFLOW_V4 "DocflowV4" {
        1! SenderTitle message(SENDER_TITLE_DOCFLOW), 2? Confirmation message(CONFIRMATION_DOCFLOW_V4),
        4? RecipientReceipt message(RECEIPT_DOCFLOW_V4),
        5? RecipientResponse message(PARTICIPANT_RESPONSE_DOCFLOW_V4),
        6? AmendmentRequest message(AMENDMENT_REQUEST_DOCFLOW_V4),
        7? Revocation message(REVOCATION_DOCFLOW_V4), 8? SenderReceipt message(RECEIPT_DOCFLOW_V4),
        11? ProxyResponse message(PARTICIPANT_RESPONSE_DOCFLOW_V4),
        12* OuterDocflows message(OUTER_DOCFLOW), 13* OuterDocflowEntities message(OUTER_DOCFLOW_ENTITIES),
        14! DocflowStatus message(DOCFLOW_STATUS_V3), 15? TtGisFixation message(TT_GIS_FIXATION_DOCFLOW),
    }
    DOCUMENT_WITH_DOCFLOW_V4 "DocumentWithDocflowV4" {
        1! DocumentId message(DOCUMENT_ID), 2! LastEvent message(LAST_EVENT),
        3! DocumentInfo message(DOCUMENT_INFO_V3), 4! Docflow message(DOCFLOW_V4),
    }
    TIME_BASED_FILTER "TimeBasedFilter" {
        1? FromTimestamp message(TIMESTAMP), 2? ToTimestamp message(TIMESTAMP),
        3? SortDirection number(SORT_DIRECTION),
    }
    GET_DOCFLOW_EVENTS_REQUEST "GetDocflowEventsRequest" {
        1! Filter message(TIME_BASED_FILTER), 2? AfterIndexKey bytes, 3? PopulateDocuments flag,
        4? InjectEntityContent flag, 5? PopulatePreviousDocumentStates flag, 6* MessageTypes text,
        7* DocumentDirections text, 8? DepartmentId text, 9* TypeNamedIds text, 10? CounteragentBoxId text,
        11? Limit int32,
    }
    DOCFLOW_EVENT_V4 "DocflowEventV4" {
        1! EventId text, 2! Timestamp message(TIMESTAMP), 3! DocumentId message(DOCUMENT_ID), 4! IndexKey bytes,
        5? Document message(DOCUMENT_WITH_DOCFLOW_V4), 6? PreviousEventId text,
        7? PreviousDocumentState message(DOCUMENT_WITH_DOCFLOW_V4),
    }
    GET_DOCFLOW_EVENTS_RESPONSE_V4 "GetDocflowEventsResponseV4" {
        1? TotalCount int32, 2* Events message(DOCFLOW_EVENT_V4), 3! TotalCountType number(TOTAL_COUNT_TYPE),
    }
    SEARCH_DOCFLOWS_REQUEST "SearchDocflowsRequest" {
        1! QueryString text, 2? Count int32, 3? FirstIndex int32, 4? Scope number(SEARCH_SCOPE),
        5? InjectEntityContent flag,
    }
    SEARCH_DOCFLOWS_RESPONSE_V4 "SearchDocflowsResponseV4" {
        1* Documents message(DOCUMENT_WITH_DOCFLOW_V4), 2? HaveMoreDocuments flag,
    }
    GET_DOCFLOWS_BY_PACKET_ID_REQUEST "GetDocflowsByPacketIdRequest" {
        1! PacketId text, 2? Count int32, 3? InjectEntityContent flag, 4? AfterIndexKey bytes,
    }
    FETCHED_DOCUMENT_V4 "FetchedDocumentV4" { 1! Document message(DOCUMENT_WITH_DOCFLOW_V4), 2! IndexKey bytes }
    GET_DOCFLOWS_BY_PACKET_ID_RESPONSE_V4 "GetDocflowsByPacketIdResponseV4" {
        1* Documents message(FETCHED_DOCUMENT_V4), 2? NextPageIndexKey bytes,
    }
    GET_DOCFLOW_BATCH_RESPONSE_V4 "GetDocflowBatchResponseV4" {
        1* Documents message(DOCUMENT_WITH_DOCFLOW_V4),
    }
    GET_DOCFLOW_REQUEST "GetDocflowRequest" {
        1! DocumentId message(DOCUMENT_ID), 2? LastEventId text, 3? InjectEntityContent flag,
    }
    GET_DOCFLOW_BATCH_REQUEST "GetDocflowBatchRequest" { 1* Requests message(GET_DOCFLOW_REQUEST) }
}
