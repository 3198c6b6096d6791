//! `Document`: the state of one document.

use super::basics::{CONTENT, CUSTOM_DATA_ITEM, DOCUMENT_ID, METADATA_ITEM, OUTER_DOCFLOW_INFO};
use super::describe;
use super::numbers::{
    DOCUMENT_DIRECTION, DOCUMENT_TYPE, GENERAL_RECEIPT_STATUS, LOCK_MODE, NONFORMALIZED_DOCUMENT_STATUS,
    PROXY_SIGNATURE_STATUS, RECEIPT_STATUS, RECIPIENT_RESPONSE_STATUS, REVOCATION_STATUS,
    ROAMING_NOTIFICATION_STATUS, SENDER_SIGNATURE_STATUS, TT_GIS_FIXATION_CANCELLATION_STATUS,
    UNIVERSAL_TRANSFER_DOCUMENT_STATUS,
};

describe! {
    NONFORMALIZED_DOCUMENT_METADATA "NonformalizedDocumentMetadata" {
        1? DocumentStatus number(NONFORMALIZED_DOCUMENT_STATUS), 2? ReceiptStatus number(RECEIPT_STATUS),
    }
    UNIVERSAL_TRANSFER_DOCUMENT_METADATA "UniversalTransferDocumentMetadata" {
        1? DocumentStatus number(UNIVERSAL_TRANSFER_DOCUMENT_STATUS), 2! Total text, 3? Vat text,
        4? Grounds text, 5! DocumentFunction text, 6! Currency int32, 8? ConfirmationDateTimeTicks fixed64,
        9? InvoiceAmendmentFlags int32,
    }
    CONFIRMATION_METADATA "ConfirmationMetadata" {
        1! ReceiptStatus number(GENERAL_RECEIPT_STATUS), 2! DateTimeTicks fixed64,
    }
    RECIPIENT_RECEIPT_METADATA "RecipientReceiptMetadata" {
        1! ReceiptStatus number(GENERAL_RECEIPT_STATUS),
        2? ConfirmationMetadata message(CONFIRMATION_METADATA),
    }
    AMENDMENT_REQUEST_METADATA "AmendmentRequestMetadata" {
        1! AmendmentFlags int32, 2! ReceiptStatus number(GENERAL_RECEIPT_STATUS),
    }
    SENDER_RECEIPT_METADATA "SenderReceiptMetadata" { 1! ReceiptStatus number(GENERAL_RECEIPT_STATUS) }
    DOCFLOW_STATUS_MODEL_V3 "DocflowStatusModelV3" { 1? Severity text, 2? StatusText text }
    DOCFLOW_STATUS_V3 "DocflowStatusV3" {
        1! PrimaryStatus message(DOCFLOW_STATUS_MODEL_V3),
        2? SecondaryStatus message(DOCFLOW_STATUS_MODEL_V3),
    }
    LAST_OUTER_DOCFLOW "LastOuterDocflow" {
        1! ParentEntityId text, 2! OuterDocflow message(OUTER_DOCFLOW_INFO),
    }
    DOCUMENT "Document" {
        1? IndexKey text, 2! MessageId text, 3! EntityId text, 4! CreationTimestampTicks fixed64,
        5? CounteragentBoxId text, 6? DocumentType number(DOCUMENT_TYPE),
        7* InitialDocumentIds message(DOCUMENT_ID), 8* SubordinateDocumentIds message(DOCUMENT_ID),
        9? Content message(CONTENT), 10? FileName text, 11? DocumentDate text, 12? DocumentNumber text,
        13? NonformalizedDocumentMetadata message(NONFORMALIZED_DOCUMENT_METADATA), 24? IsDeleted flag,
        25? DepartmentId text, 26? IsTest flag, 27? FromDepartmentId text, 28? ToDepartmentId text,
        30? CustomDocumentId text, 32? RevocationStatus number(REVOCATION_STATUS),
        33? SendTimestampTicks fixed64, 34? DeliveryTimestampTicks fixed64,
        42? RoamingNotificationStatus number(ROAMING_NOTIFICATION_STATUS), 43? HasCustomPrintForm flag,
        44* CustomData message(CUSTOM_DATA_ITEM), 45? PacketId text,
        46? DocumentDirection number(DOCUMENT_DIRECTION), 47? LastModificationTimestampTicks fixed64,
        48? IsEncryptedContent flag, 49? SenderSignatureStatus number(SENDER_SIGNATURE_STATUS),
        51? IsRead flag, 52? RoamingNotificationStatusDescription text, 53? PacketIsLocked flag,
        54? PriceListAgreementMetadata message(NONFORMALIZED_DOCUMENT_METADATA),
        55? CertificateRegistryMetadata message(NONFORMALIZED_DOCUMENT_METADATA),
        56? UniversalTransferDocumentMetadata message(UNIVERSAL_TRANSFER_DOCUMENT_METADATA),
        60? ResolutionRouteId text, 61? AttachmentVersion text,
        62? ProxySignatureStatus number(PROXY_SIGNATURE_STATUS), 63! TypeNamedId text, 64! Function text,
        65! WorkflowId int32, 66! Title text, 67* Metadata message(METADATA_ITEM),
        68! RecipientReceiptMetadata message(RECIPIENT_RECEIPT_METADATA),
        69! ConfirmationMetadata message(CONFIRMATION_METADATA),
        70! RecipientResponseStatus number(RECIPIENT_RESPONSE_STATUS),
        71! AmendmentRequestMetadata message(AMENDMENT_REQUEST_METADATA), 73? EditingSettingId text,
        74! LockMode number(LOCK_MODE), 75! SenderReceiptMetadata message(SENDER_RECEIPT_METADATA),
        76! Version text, 77* LastOuterDocflows message(LAST_OUTER_DOCFLOW), 78? ProxyBoxId text, 79? ProxyDepartmentId text,
        80! DocflowStatus message(DOCFLOW_STATUS_V3),
        81? TtGisFixationCancellationStatus number(TT_GIS_FIXATION_CANCELLATION_STATUS),
        82? HasUnreadOutOfWorkflowUniversalMessages flag,
    }
    DOCUMENT_PROTOCOL "DocumentProtocol" { 1! PrintForm bytes, 2! Signature bytes }
    DOCUMENT_ZIP_GENERATION_RESULT "DocumentZipGenerationResult" { 1? ZipFileNameOnShelf text }
    DOCUMENT_LIST "DocumentList" {
        1! TotalCount int32, 2* Documents message(DOCUMENT), 3? HasMoreResults flag,
    }
}
