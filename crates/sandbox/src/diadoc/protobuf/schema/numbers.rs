//! Enumerations.

use super::enumerate;

enumerate! {
    ORGANIZATION_INVOICE_FORMAT_VERSION { 1 v5_01, 2 v5_02 }
    SOCIABILITY { 0 AllOrganizations, 1 CounteragentsOnly }
    ORGANIZATION_TYPE { 0 UnknownOrganizationType, 1 Individual, 2 Juridical, 3 PhysicalPerson }
    READY_FOR_EPD_STATUS { 0 UnknownEpdStatus, 1 UndefinedEpdStatus, 2 Ready, 3 NotReady }
    COUNTERAGENT_STATUS {
        0 UnknownCounteragentStatus, 1 IsMyCounteragent, 2 InvitesMe, 3 IsInvitedByMe, 5 RejectsMe,
        6 IsRejectedByMe, 7 NotInCounteragentList,
    }
    COUNTERAGENT_EVENT_TYPE {
        0 UnknownCounteragentEventType, 1 IInvitedCounteragent, 2 CounteragentInvitedMe,
        3 CounteragentAcceptedInvitation, 4 IAcceptedInvitation, 5 IWithdrewInvitation,
        6 CounteragentWithdrewInvitation, 7 IRejectedInvitation, 8 CounteragentRejectedInvitation,
        9 IBrokeUpWithCounteragent, 10 CounteragentBrokeUpWithMe, 11 IForgotCounteragent, 12 CounteragentForgotMe,
        13 IMadeCounteragent, 14 CounteragentMadeMe,
    }
    OUTER_STATUS_TYPE { 0 UnknownStatus, 1 Normal, 2 Success, 3 Warning, 4 Error }
    SORT_DIRECTION { 0 UnknownSortDirection, 1 Ascending, 2 Descending }
    SEARCH_SCOPE {
        0 SearchScopeAny, 1 SearchScopeIncoming, 2 SearchScopeOutgoing, 3 SearchScopeDeleted, 4 SearchScopeInternal,
    }
    TOTAL_COUNT_TYPE { 0 UnknownCountType, 1 Equal, 2 GreaterThanOrEqual }
    SUPPORTED_REJECTION_TYPE {
        -1 UnknownSupportedRejectionType, 0 None, 1 TypeSpecificRejection, 2 UniversalMessage,
    }
    NONFORMALIZED_DOCUMENT_STATUS {
        0 UnknownNonformalizedDocumentStatus, 1 OutboundNoRecipientSignatureRequest,
        2 OutboundWaitingForRecipientSignature, 3 OutboundWithRecipientSignature,
        4 OutboundRecipientSignatureRequestRejected, 5 InboundNoRecipientSignatureRequest,
        6 InboundWaitingForRecipientSignature, 7 InboundWithRecipientSignature,
        8 InboundRecipientSignatureRequestRejected, 9 InternalNoRecipientSignatureRequest,
        10 InternalWaitingForRecipientSignature, 11 InternalWithRecipientSignature,
        12 InternalRecipientSignatureRequestRejected, 13 OutboundWaitingForSenderSignature,
        14 OutboundInvalidSenderSignature, 15 InboundInvalidRecipientSignature,
        16 InternalWaitingForSenderSignature, 17 InternalInvalidSenderSignature,
        18 InternalInvalidRecipientSignature,
    }
    RECEIPT_STATUS {
        0 UnknownReceiptStatus, 1 ReceiptStatusNone, 2 ReceiptStatusFinished,
        3 ReceiptStatusHaveToCreateReceipt, 4 ReceiptStatusWaitingForReceipt,
    }
    UNIVERSAL_TRANSFER_DOCUMENT_STATUS {
        0 UnknownDocumentStatus, 1 OutboundWaitingForSenderSignature,
        2 OutboundWaitingForInvoiceReceiptAndRecipientSignature, 3 OutboundWaitingForInvoiceReceipt,
        4 OutboundWaitingForRecipientSignature, 5 OutboundWithRecipientSignature,
        6 OutboundRecipientSignatureRequestRejected, 7 OutboundInvalidSenderSignature, 8 OutboundNotFinished,
        9 OutboundFinished, 16 InboundWaitingForRecipientSignature, 17 InboundWithRecipientSignature,
        18 InboundRecipientSignatureRequestRejected, 19 InboundInvalidRecipientSignature,
        20 InboundNotFinished, 21 InboundFinished,
    }
    GENERAL_RECEIPT_STATUS {
        0 GeneralReceiptStatusUnknown, 1 GeneralReceiptStatusNotAcceptable, 2 HaveToCreateReceipt,
        3 WaitingForReceipt, 4 Finished,
    }
    DOCUMENT_TYPE {
        -1 UnknownDocumentType, 0 Nonformalized, 1 Invoice, 11 TrustConnectionRequest, 12 Torg12,
        13 InvoiceRevision, 14 InvoiceCorrection, 15 InvoiceCorrectionRevision, 16 AcceptanceCertificate,
        18 ProformaInvoice, 19 XmlTorg12, 20 XmlAcceptanceCertificate, 26 PriceList, 30 PriceListAgreement,
        34 CertificateRegistry, 35 ReconciliationAct, 36 Contract, 37 Torg13, 38 ServiceDetails,
        40 SupplementaryAgreement, 41 UniversalTransferDocument, 45 UniversalTransferDocumentRevision,
        46 MesNotification, 49 UniversalCorrectionDocument, 50 UniversalCorrectionDocumentRevision,
    }
    REVOCATION_STATUS {
        0 UnknownRevocationStatus, 1 RevocationStatusNone, 2 RevocationIsRequestedByMe,
        3 RequestsMyRevocation, 4 RevocationAccepted, 5 RevocationRejected,
    }
    ROAMING_NOTIFICATION_STATUS {
        0 UnknownRoamingNotificationStatus, 1 RoamingNotificationStatusNone,
        2 RoamingNotificationStatusSuccess, 3 RoamingNotificationStatusError,
    }
    DOCUMENT_DIRECTION { 0 UnknownDocumentDirection, 1 Inbound, 2 Outbound, 3 Internal }
    SENDER_SIGNATURE_STATUS {
        0 UnknownSenderSignatureStatus, 1 WaitingForSenderSignature, 2 SenderSignatureUnchecked,
        3 SenderSignatureCheckedAndValid, 4 SenderSignatureCheckedAndInvalid,
    }
    PROXY_SIGNATURE_STATUS {
        0 UnknownProxySignatureStatus, 1 ProxySignatureStatusNone, 2 WaitingForProxySignature,
        3 WithProxySignature, 4 ProxySignatureRejected, 5 InvalidProxySignature,
    }
    RECIPIENT_RESPONSE_STATUS {
        0 RecipientResponseStatusUnknown, 1 RecipientResponseStatusNotAcceptable,
        2 WaitingForRecipientSignature, 3 WithRecipientSignature, 4 RecipientSignatureRequestRejected,
        5 InvalidRecipientSignature, 6 WithRecipientPartiallySignature,
    }
    LOCK_MODE { 0 Unknown, 1 None, 2 Send, 3 Full }
    UNIVERSAL_MESSAGE_CODE_GROUP {
        0 UnknownUniversalMessageCodeGroup, 1 Receipt, 2 AmendmentRequest, 3 Rejection, 4 InformationMessage,
    }
    TT_GIS_FIXATION_CANCELLATION_STATUS {
        0 TtGisFixationCancellationStatusNone, 1 HaveToCreateTtGisFixationCancellationRequest,
        2 TtGisFixationCancellationRequestSigned,
    }
    ENTITY_TYPE { 0 UnknownEntityType, 1 Attachment, 2 Signature }
    ATTACHMENT_TYPE {
        -1 UnknownAttachmentType, 0 Nonformalized, 1 Invoice, 2 InvoiceReceipt, 3 InvoiceConfirmation,
        4 InvoiceCorrectionRequest, 5 AttachmentComment, 6 DeliveryFailureNotification, 7 EancomInvoic,
        8 SignatureRequestRejection, 9 EcrCatConformanceCertificateMetadata, 10 SignatureVerificationReport,
        11 TrustConnectionRequest, 12 Torg12, 13 InvoiceRevision, 14 InvoiceCorrection,
        15 InvoiceCorrectionRevision, 16 AcceptanceCertificate, 17 StructuredData, 18 ProformaInvoice,
        19 XmlTorg12, 20 XmlAcceptanceCertificate, 21 XmlTorg12BuyerTitle,
        22 XmlAcceptanceCertificateBuyerTitle, 23 Resolution, 24 ResolutionRequest,
        25 ResolutionRequestDenial, 26 PriceList, 27 Receipt, 28 XmlSignatureRejection, 29 RevocationRequest,
        30 PriceListAgreement, 34 CertificateRegistry, 35 ReconciliationAct, 36 Contract, 37 Torg13,
        38 ServiceDetails, 39 RoamingNotification, 40 SupplementaryAgreement, 41 UniversalTransferDocument,
        42 UniversalTransferDocumentBuyerTitle, 45 UniversalTransferDocumentRevision,
        49 UniversalCorrectionDocument, 50 UniversalCorrectionDocumentRevision,
        51 UniversalCorrectionDocumentBuyerTitle, 64 CustomData, 65 MoveDocument,
        66 ResolutionRouteAssignmentAttachment, 67 ResolutionRouteRemovalAttachment, 68 Title,
        69 Cancellation, 71 Edition, 72 DeletionRestoration, 73 TemplateTransformation, 74 TemplateRefusal,
        75 OuterDocflow, 76 RoamingConfirmation, 77 PowerOfAttorney, 78 PowerOfAttorneyStatus,
        79 UniversalMessage, 87 TtGisFixationCancellationRequest, 90 TemplateTransformationChange,
    }
    MESSAGE_VALIDATION_ERROR_SEVERITY { 0 Unknown, 1 Error, 2 Warning }
    MESSAGE_TYPE { 0 Unknown, 1 Letter, 2 Draft, 3 Template }
    UNIVERSAL_MESSAGE_BEHAVIOUR { 0 Undefined, 1 AffectsWorkflow, 2 DoesNotAffectWorkflow }
}
