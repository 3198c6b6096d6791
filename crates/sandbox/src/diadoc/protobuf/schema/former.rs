//! The docflow API, version 2: the exchange of a document in a structure of its type.

use super::basics::{CUSTOM_DATA_ITEM, DOCUMENT_ID, TIMESTAMP};
use super::docflow::{ATTACHMENT, DOCFLOW_ENTITY, ROAMING_NOTIFICATION, SIGNATURE_VERIFICATION_RESULT};
use super::numbers::{DOCUMENT_DIRECTION, DOCUMENT_TYPE, TOTAL_COUNT_TYPE};
use super::{describe, enumerate};

enumerate! {
    DOCFLOW_STATUS_SEVERITY { 0 UnknownDocflowStatusSeverity, 1 Info, 2 Success, 3 Warning, 4 Error }
    FUNCTION_TYPE { 0 Invoice, 1 Basic, 2 InvoiceAndBasic }
}

describe! {
    SIGNATURE "Signature" {
        1? Entity message(DOCFLOW_ENTITY), 2? SignerBoxId text, 3? SignerDepartmentId text, 4? IsValid flag,
        5? VerificationResult message(SIGNATURE_VERIFICATION_RESULT),
    }
    SIGNED_ATTACHMENT "SignedAttachment" {
        1? Attachment message(ATTACHMENT), 2? Signature message(SIGNATURE), 3? Comment message(DOCFLOW_ENTITY),
    }
    RECEIPT_DOCFLOW "ReceiptDocflow" { 1? IsFinished flag, 2? ReceiptAttachment message(SIGNED_ATTACHMENT) }
    RECIPIENT_SIGNATURE_DOCFLOW "RecipientSignatureDocflow" {
        1? IsFinished flag, 2? RecipientSignature message(SIGNATURE), 3? DeliveryTimestamp message(TIMESTAMP),
    }
    RECIPIENT_SIGNATURE_REJECTION_DOCFLOW "RecipientSignatureRejectionDocflow" {
        1? IsFinished flag, 2? RecipientSignatureRejectionAttachment message(SIGNED_ATTACHMENT),
        3? DeliveryTimestamp message(TIMESTAMP),
    }
    BILATERAL_DOCFLOW "BilateralDocflow" {
        1? IsFinished flag, 2? ReceiptDocflow message(RECEIPT_DOCFLOW),
        3? RecipientSignatureDocflow message(RECIPIENT_SIGNATURE_DOCFLOW),
        4? RecipientSignatureRejectionDocflow message(RECIPIENT_SIGNATURE_REJECTION_DOCFLOW),
        5? IsReceiptRequested flag, 6? IsRecipientSignatureRequested flag, 7? IsDocumentSignedByRecipient flag,
        8? IsDocumentRejectedByRecipient flag, 9? CanDocumentBeReceipted flag, 10? CanDocumentBeSignedBySender flag,
        11? CanDocumentBeSignedOrRejectedByRecipient flag,
    }
    INVOICE_CONFIRMATION_DOCFLOW "InvoiceConfirmationDocflow" {
        1? IsFinished flag, 2? ConfirmationAttachment message(SIGNED_ATTACHMENT),
        3? ReceiptDocflow message(RECEIPT_DOCFLOW),
    }
    INBOUND_INVOICE_RECEIPT_DOCFLOW "InboundInvoiceReceiptDocflow" {
        1? IsFinished flag, 2? ReceiptAttachment message(SIGNED_ATTACHMENT),
        3? ConfirmationDocflow message(INVOICE_CONFIRMATION_DOCFLOW),
    }
    INVOICE_CORRECTION_REQUEST_DOCFLOW "InvoiceCorrectionRequestDocflow" {
        1? IsFinished flag, 2? CorrectionRequestAttachment message(SIGNED_ATTACHMENT),
        3? ReceiptDocflow message(RECEIPT_DOCFLOW),
    }
    BUYER_TITLE_DOCFLOW "BuyerTitleDocflow" {
        1? IsFinished flag, 2? BuyerTitleAttachment message(SIGNED_ATTACHMENT),
        3? SendTimestamp message(TIMESTAMP), 4? DeliveryTimestamp message(TIMESTAMP),
    }
    INBOUND_UNIVERSAL_TRANSFER_DOCUMENT_DOCFLOW "InboundUniversalTransferDocumentDocflow" {
        1? IsFinished flag, 2? ReceiptDocflow message(INBOUND_INVOICE_RECEIPT_DOCFLOW),
        3? ConfirmationDocflow message(INVOICE_CONFIRMATION_DOCFLOW),
        4? CorrectionRequestDocflow message(INVOICE_CORRECTION_REQUEST_DOCFLOW),
        5? ConfirmationTimestamp message(TIMESTAMP), 6? IsAmendmentRequested flag, 7? IsRevised flag,
        8? IsCorrected flag, 9? BuyerTitleDocflow message(BUYER_TITLE_DOCFLOW),
        10? RecipientSignatureRejectionDocflow message(RECIPIENT_SIGNATURE_REJECTION_DOCFLOW),
        11? IsReceiptRequested flag, 12? IsRecipientSignatureRequested flag, 13? IsDocumentSignedByRecipient flag,
        14? IsDocumentRejectedByRecipient flag, 15? CanDocumentBeReceipted flag,
        16? CanDocumentBeSignedOrRejectedByRecipient flag,
    }
    OUTBOUND_UNIVERSAL_TRANSFER_DOCUMENT_DOCFLOW "OutboundUniversalTransferDocumentDocflow" {
        1? IsFinished flag, 2? ReceiptDocflow message(RECEIPT_DOCFLOW),
        3? ConfirmationDocflow message(INVOICE_CONFIRMATION_DOCFLOW),
        4? CorrectionRequestDocflow message(INVOICE_CORRECTION_REQUEST_DOCFLOW),
        5? ConfirmationTimestamp message(TIMESTAMP), 6? IsAmendmentRequested flag, 7? IsRevised flag,
        8? IsCorrected flag, 9? CanDocumentBeSignedBySender flag,
        10? BuyerTitleDocflow message(BUYER_TITLE_DOCFLOW),
        11? RecipientSignatureRejectionDocflow message(RECIPIENT_SIGNATURE_REJECTION_DOCFLOW),
        12? IsReceiptRequested flag, 13? IsRecipientSignatureRequested flag, 14? IsDocumentSignedByRecipient flag,
        15? IsDocumentRejectedByRecipient flag, 16? CanDocumentBeReceipted flag,
        17? CanDocumentBeSignedOrRejectedByRecipient flag,
    }
    REVOCATION_DOCFLOW "RevocationDocflow" {
        1? IsFinished flag, 2? RevocationRequestAttachment message(SIGNED_ATTACHMENT),
        3? RecipientSignatureDocflow message(RECIPIENT_SIGNATURE_DOCFLOW),
        4? RecipientSignatureRejectionDocflow message(RECIPIENT_SIGNATURE_REJECTION_DOCFLOW),
        5? InitiatorBoxId text, 6? IsRevocationAccepted flag, 7? IsRevocationRejected flag,
    }
    DOCFLOW_STATUS_MODEL "DocflowStatusModel" {
        1? Severity number(DOCFLOW_STATUS_SEVERITY), 2? StatusText text, 3? StatusHint text,
    }
    DOCFLOW_STATUS "DocflowStatus" {
        1? PrimaryStatus message(DOCFLOW_STATUS_MODEL), 2? SecondaryStatus message(DOCFLOW_STATUS_MODEL),
    }
    DOCFLOW "Docflow" {
        1? IsFinished flag, 2? DocumentAttachment message(SIGNED_ATTACHMENT), 3? DepartmentId text,
        4? DocumentIsDeleted flag, 5? DocflowStatus message(DOCFLOW_STATUS), 6? SendTimestamp message(TIMESTAMP),
        7? DeliveryTimestamp message(TIMESTAMP), 11? BilateralDocflow message(BILATERAL_DOCFLOW),
        13? RevocationDocflow message(REVOCATION_DOCFLOW), 15? CanDocumentBeRevokedUnilaterallyBySender flag,
        16? PacketId text, 17* CustomData message(CUSTOM_DATA_ITEM),
        18? InboundUniversalTransferDocumentDocflow message(INBOUND_UNIVERSAL_TRANSFER_DOCUMENT_DOCFLOW),
        19? OutboundUniversalTransferDocumentDocflow message(OUTBOUND_UNIVERSAL_TRANSFER_DOCUMENT_DOCFLOW),
        20? RoamingNotification message(ROAMING_NOTIFICATION),
    }
    DOCUMENT_DATE_AND_NUMBER "DocumentDateAndNumber" { 1? DocumentDate text, 2? DocumentNumber text }
    UNIVERSAL_TRANSFER_DOCUMENT_INFO "UniversalTransferDocumentInfo" {
        1? Total text, 2? Vat text, 3? CurrencyCode int32, 4? Grounds text, 5! Function number(FUNCTION_TYPE),
    }
    DOCUMENT_INFO "DocumentInfo" {
        1? DocumentType number(DOCUMENT_TYPE), 2? DocumentDirection number(DOCUMENT_DIRECTION), 3? IsTest flag,
        4? CustomDocumentId text, 5? FromDepartmentId text, 6? ToDepartmentId text, 7? CounteragentBoxId text,
        8? DocumentDateAndNumber message(DOCUMENT_DATE_AND_NUMBER),
        15? UniversalTransferDocumentInfo message(UNIVERSAL_TRANSFER_DOCUMENT_INFO), 18! Version text,
    }
    DOCUMENT_WITH_DOCFLOW "DocumentWithDocflow" {
        1? DocumentId message(DOCUMENT_ID), 2? LastEventId text, 3? LastEventTimestamp message(TIMESTAMP),
        4? DocumentInfo message(DOCUMENT_INFO), 5? Docflow message(DOCFLOW),
        6* InitialDocumentIds message(DOCUMENT_ID), 7* SubordinateDocumentIds message(DOCUMENT_ID),
    }
    DOCFLOW_EVENT "DocflowEvent" {
        1? EventId text, 2? Timestamp message(TIMESTAMP), 3? DocumentId message(DOCUMENT_ID), 4? IndexKey bytes,
        5? Document message(DOCUMENT_WITH_DOCFLOW), 6? PreviousEventId text,
        7? PreviousDocumentState message(DOCUMENT_WITH_DOCFLOW),
    }
    FETCHED_DOCUMENT "FetchedDocument" { 1! Document message(DOCUMENT_WITH_DOCFLOW), 2! IndexKey bytes }
    GET_DOCFLOW_BATCH_RESPONSE "GetDocflowBatchResponse" { 1* Documents message(DOCUMENT_WITH_DOCFLOW) }
    GET_DOCFLOW_EVENTS_RESPONSE "GetDocflowEventsResponse" {
        1? TotalCount int32, 2* Events message(DOCFLOW_EVENT), 3! TotalCountType number(TOTAL_COUNT_TYPE),
    }
    SEARCH_DOCFLOWS_RESPONSE "SearchDocflowsResponse" {
        1* Documents message(DOCUMENT_WITH_DOCFLOW), 2? HaveMoreDocuments flag,
    }
    GET_DOCFLOWS_BY_PACKET_ID_RESPONSE "GetDocflowsByPacketIdResponse" {
        1* Documents message(FETCHED_DOCUMENT), 2? NextPageIndexKey bytes,
    }
}
