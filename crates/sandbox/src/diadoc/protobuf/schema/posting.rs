//! What callers post, and the requests of the generators of service documents.

use super::basics::{CUSTOM_DATA_ITEM, DOCUMENT_ID, METADATA_ITEM};
use super::describe;
use super::numbers::{
    LOCK_MODE, MESSAGE_VALIDATION_ERROR_SEVERITY, UNIVERSAL_MESSAGE_BEHAVIOUR, UNIVERSAL_MESSAGE_CODE_GROUP,
};

describe! {
    POWER_OF_ATTORNEY_FULL_ID "PowerOfAttorneyFullId" {
        1! RegistrationNumber text, 2! IssuerInn text, 3? RepresentativeInn text,
    }
    CONTENT_V3 "Content_v3" {
        1? Content bytes, 2? NameOnShelf text, 3? EntityId message(DOCUMENT_ID), 4? PatchedContentId text,
    }
    POWER_OF_ATTORNEY_SIGNED_CONTENT "PowerOfAttorneySignedContent" {
        1! Content message(CONTENT_V3), 2! Signature message(CONTENT_V3),
    }
    POWER_OF_ATTORNEY_TO_POST "PowerOfAttorneyToPost" {
        1? FullId message(POWER_OF_ATTORNEY_FULL_ID), 2! UseDefault flag,
        3? Content message(POWER_OF_ATTORNEY_SIGNED_CONTENT), 4? SendAsFile flag,
        5* Contents message(POWER_OF_ATTORNEY_SIGNED_CONTENT), 6? UseDocumentContent flag,
    }
    SIGNED_CONTENT "SignedContent" {
        1? Content bytes, 2? Signature bytes, 4? NameOnShelf text, 5? SignWithTestSignature flag,
        6? SignatureNameOnShelf text, 7? PowerOfAttorney message(POWER_OF_ATTORNEY_TO_POST),
    }
    DOCUMENT_ATTACHMENT "DocumentAttachment" {
        1! SignedContent message(SIGNED_CONTENT), 3? Comment text, 4? NeedRecipientSignature flag,
        5* InitialDocumentIds message(DOCUMENT_ID), 6* SubordinateDocumentIds message(DOCUMENT_ID),
        9? CustomDocumentId text, 10? NeedReceipt flag, 11* CustomData message(CUSTOM_DATA_ITEM),
        12! TypeNamedId text, 13? Function text, 14? Version text, 15* Metadata message(METADATA_ITEM),
        16? WorkflowId int32, 17? IsEncrypted flag, 18? EditingSettingId text,
    }
    MESSAGE_TO_POST "MessageToPost" {
        1! FromBoxId text, 2? ToBoxId text, 3* Invoices unread, 4* NonformalizedDocuments unread,
        5* Torg12Documents unread, 7* AcceptanceCertificates unread, 8* StructuredDataAttachments unread,
        9* ProformaInvoices unread, 10* XmlTorg12SellerTitles unread,
        11* XmlAcceptanceCertificateSellerTitles unread, 12? ToDepartmentId text, 13? IsDraft flag,
        14? LockDraft flag, 15? StrictDraftValidation flag, 16? IsInternal flag, 17? FromDepartmentId text,
        18? DelaySend flag, 19* PriceLists unread, 20* PriceListAgreements unread,
        21* CertificateRegistries unread, 22* ReconciliationActs unread, 23* Contracts unread,
        24* Torg13Documents unread, 25* ServiceDetailsDocuments unread, 26? ProxyBoxId text,
        27? ProxyDepartmentId text, 28* EncryptedInvoices unread, 29* EncryptedXmlTorg12SellerTitles unread,
        30* EncryptedXmlAcceptanceCertificateSellerTitles unread, 31* SupplementaryAgreements unread,
        32? LockPacket flag, 33* UniversalTransferDocumentSellerTitles unread,
        34* DocumentAttachments message(DOCUMENT_ATTACHMENT), 35? LockMode number(LOCK_MODE),
    }
    DOCUMENT_PROTOTYPE "DocumentPrototype" {
        1! CustomDocumentId text, 2! TypeNamedId text, 3? Function text, 4? Version text,
    }
    MESSAGE_TO_POST_PROTOTYPE "MessageToPostPrototype" {
        1! FromBoxId text, 2? FromDepartmentId text, 3? ToBoxId text, 4? ToDepartmentId text, 5? IsInternal flag,
        6? ProxyBoxId text, 7? ProxyDepartmentId text, 8* DocumentPrototypes message(DOCUMENT_PROTOTYPE),
    }
    MESSAGE_VALIDATION_ERROR "MessageValidationError" {
        1! Severity number(MESSAGE_VALIDATION_ERROR_SEVERITY), 2! UserMessage text, 3! ApiMessage text,
        4? CustomDocumentId text, 5? BoxId text, 6? DepartmentId text,
    }
    MESSAGE_VALIDATION_RESULT "MessageValidationResult" {
        1! FromBoxId text, 2! FromTitle text, 3? ToBoxId text, 4? ToTitle text, 5? IsInternal flag,
        6? IsProxified flag, 7? ProxyBoxId text, 8? ProxyTitle text,
        9* Errors message(MESSAGE_VALIDATION_ERROR),
    }
    DOCUMENT_SENDER_SIGNATURE "DocumentSenderSignature" {
        1! ParentEntityId text, 2? Signature bytes, 4? SignWithTestSignature flag, 5? PatchedContentId text,
        6? PowerOfAttorney message(POWER_OF_ATTORNEY_TO_POST),
    }
    DRAFT_TO_SEND "DraftToSend" {
        1! BoxId text, 2! DraftId text, 3? ToBoxId text, 4? ToDepartmentId text,
        5* DocumentSignatures message(DOCUMENT_SENDER_SIGNATURE), 6? ProxyBoxId text, 7? ProxyDepartmentId text,
    }
    RECEIPT_ATTACHMENT "ReceiptAttachment" {
        1! ParentEntityId text, 2! SignedContent message(SIGNED_CONTENT), 4* Labels text,
    }
    CORRECTION_REQUEST_ATTACHMENT "CorrectionRequestAttachment" {
        1! ParentEntityId text, 2! SignedContent message(SIGNED_CONTENT), 4* Labels text,
    }
    DOCUMENT_SIGNATURE "DocumentSignature" {
        1! ParentEntityId text, 2? Signature bytes, 4? SignWithTestSignature flag,
        5? IsApprovementSignature flag, 6? SignatureNameOnShelf text, 7? PatchedContentId text,
        8* Labels text, 9? PowerOfAttorney message(POWER_OF_ATTORNEY_TO_POST),
    }
    REVOCATION_REQUEST_ATTACHMENT "RevocationRequestAttachment" {
        1! ParentEntityId text, 2! SignedContent message(SIGNED_CONTENT), 3* Labels text,
    }
    XML_SIGNATURE_REJECTION_ATTACHMENT "XmlSignatureRejectionAttachment" {
        1! ParentEntityId text, 2! SignedContent message(SIGNED_CONTENT), 3* Labels text,
    }
    RECIPIENT_TITLE_ATTACHMENT "RecipientTitleAttachment" {
        1! ParentEntityId text, 2! SignedContent message(SIGNED_CONTENT), 4* Labels text,
        5! NeedReceipt flag, 6? TitleIndex int32,
    }
    UNSIGNED_CONTENT "UnsignedContent" { 1? Content bytes, 2? NameOnShelf text }
    UNIVERSAL_MESSAGE_ATTACHMENT "UniversalMessageAttachment" {
        1! ParentEntityId text, 2? CodeGroup number(UNIVERSAL_MESSAGE_CODE_GROUP),
        3! UniversalMessageContent message(UNSIGNED_CONTENT), 4* Labels text,
        5? Behaviour number(UNIVERSAL_MESSAGE_BEHAVIOUR),
    }
    TT_GIS_FIXATION_CANCELLATION_REQUEST_ATTACHMENT "TtGisFixationCancellationRequestAttachment" {
        1! DocumentId text, 2! SignedContent message(SIGNED_CONTENT),
    }
    MESSAGE_PATCH_TO_POST_V2 "MessagePatchToPostV2" {
        1! BoxId text, 2! MessageId text, 3* Receipts message(RECEIPT_ATTACHMENT),
        4* CorrectionRequests message(CORRECTION_REQUEST_ATTACHMENT),
        5* Signatures message(DOCUMENT_SIGNATURE), 6* Resolutions unread, 7* ResolutionRequests unread,
        8* ResolutionRequestCancellations unread, 9* ResolutionRequestDenials unread,
        10* ResolutionRequestDenialCancellations unread,
        11* RevocationRequests message(REVOCATION_REQUEST_ATTACHMENT),
        12* XmlSignatureRejections message(XML_SIGNATURE_REJECTION_ATTACHMENT), 13* CustomDataPatches unread,
        14* ResolutionRouteAssignments unread, 15* SignatureVerifications unread,
        16* EditDocumentPacketCommands unread, 17* ResolutionRouteRemovals unread,
        18* RecipientTitles message(RECIPIENT_TITLE_ATTACHMENT), 19* EditingPatches unread,
        20* UniversalMessages message(UNIVERSAL_MESSAGE_ATTACHMENT),
        21* TtGisFixationCancellationRequests message(TT_GIS_FIXATION_CANCELLATION_REQUEST_ATTACHMENT),
    }
    REQUESTED_SIGNATURE_REJECTION "RequestedSignatureRejection" {
        1! ParentEntityId text, 2! SignedContent message(SIGNED_CONTENT), 3* Labels text,
    }
    MESSAGE_PATCH_TO_POST "MessagePatchToPost" {
        1! BoxId text, 2! MessageId text, 3* Receipts message(RECEIPT_ATTACHMENT),
        4* CorrectionRequests message(CORRECTION_REQUEST_ATTACHMENT),
        5* Signatures message(DOCUMENT_SIGNATURE),
        6* RequestedSignatureRejections message(REQUESTED_SIGNATURE_REJECTION),
        7* XmlTorg12BuyerTitles message(RECIPIENT_TITLE_ATTACHMENT),
        8* XmlAcceptanceCertificateBuyerTitles message(RECIPIENT_TITLE_ATTACHMENT), 9* Resolutions unread,
        10* ResolutionRequests unread, 11* ResolutionRequestCancellations unread,
        12* ResolutionRequestDenials unread, 13* ResolutionRequestDenialCancellations unread,
        14* RevocationRequests message(REVOCATION_REQUEST_ATTACHMENT),
        15* XmlSignatureRejections message(XML_SIGNATURE_REJECTION_ATTACHMENT), 16* CustomDataPatches unread,
        17* ResolutionRouteAssignments unread, 18* SignatureVerifications unread,
        19* EditDocumentPacketCommands unread,
        20* UniversalTransferDocumentBuyerTitles message(RECIPIENT_TITLE_ATTACHMENT),
        21* ResolutionRouteRemovals unread, 22* RecipientTitles message(RECIPIENT_TITLE_ATTACHMENT),
        24* EditingPatches unread,
        25* TtGisFixationCancellationRequests message(TT_GIS_FIXATION_CANCELLATION_REQUEST_ATTACHMENT),
    }
    DOCUMENTS_MOVE_OPERATION "DocumentsMoveOperation" {
        1! BoxId text, 2? ToDepartmentId text, 3* DocumentIds message(DOCUMENT_ID),
    }
    RECEIPT_GENERATION_REQUEST_V2 "ReceiptGenerationRequestV2" {
        1! MessageId text, 2! AttachmentId text, 3! SignerContent bytes,
    }
    INVOICE_CORRECTION_REQUEST_GENERATION_REQUEST_V2 "InvoiceCorrectionRequestGenerationRequestV2" {
        1! ErrorMessage text, 2! MessageId text, 3! AttachmentId text, 4! SignerContent bytes,
    }
    SIGNATURE_REJECTION_GENERATION_REQUEST_V2 "SignatureRejectionGenerationRequestV2" {
        1? ErrorMessage text, 2! MessageId text, 3! AttachmentId text, 4! SignerContent bytes,
    }
    SIGNER_DETAILS "SignerDetails" {
        1! Surname text, 2! FirstName text, 3? Patronymic text, 4? JobTitle text, 5? Inn text,
        6? SoleProprietorRegistrationCertificate text,
    }
    SIGNER "Signer" {
        1? SignerCertificate bytes, 2? SignerDetails message(SIGNER_DETAILS),
        3? SignerCertificateThumbprint text,
    }
    SIGNATURE_REJECTION_INFO "SignatureRejectionInfo" { 1? ErrorMessage text, 2! Signer message(SIGNER) }
    INVOICE_CORRECTION_REQUEST_INFO "InvoiceCorrectionRequestInfo" {
        1! ErrorMessage text, 2! Signer message(SIGNER),
    }
    REVOCATION_REQUEST_INFO "RevocationRequestInfo" { 1? Comment text, 2? Signer message(SIGNER) }
}
