//! Organisations, people, counteragents, types of documents.

use super::basics::DOCUMENT_ID;
use super::describe;
use super::numbers::{
    COUNTERAGENT_STATUS, ORGANIZATION_INVOICE_FORMAT_VERSION, ORGANIZATION_TYPE, READY_FOR_EPD_STATUS,
    SOCIABILITY, SUPPORTED_REJECTION_TYPE, TOTAL_COUNT_TYPE,
};

describe! {
    BOX "Box" {
        1! BoxId text, 2! Title text, 3? Organization message(ORGANIZATION),
        4? InvoiceFormatVersion number(ORGANIZATION_INVOICE_FORMAT_VERSION),
        5? EncryptedDocumentsAllowed flag, 6! BoxIdGuid text,
    }
    RUSSIAN_ADDRESS "RussianAddress" {
        1? ZipCode text, 2! Region text, 3? Territory text, 4? City text, 5? Locality text, 6? Street text,
        7? Building text, 8? Block text, 9? Apartment text, 10? OtherInformation text,
    }
    ADDRESS "Address" { 1? RussianAddress message(RUSSIAN_ADDRESS), 3? AddressCode text }
    DEPARTMENT "Department" {
        1! DepartmentId text, 2! ParentDepartmentId text, 3! Name text, 4? Abbreviation text, 5? Kpp text,
        6? Address message(ADDRESS), 7? IsDisabled flag,
    }
    ORGANIZATION "Organization" {
        1! OrgId text, 2! Inn text, 3? Kpp text, 4! FullName text, 5? ShortName text, 7* Boxes message(BOX),
        8? Ogrn text, 9? FnsParticipantId text, 10? Address message(ADDRESS), 11? FnsRegistrationDate text,
        12* Departments message(DEPARTMENT), 13? IfnsCode text, 14? IsPilot flag, 15? IsActive flag, 16? IsTest flag, 17? IsBranch flag,
        18? IsRoaming flag, 19? IsEmployee flag, 20? InvitationCount int32, 21? SearchCount int32,
        22! Sociability number(SOCIABILITY), 23? LiquidationDate text, 24? CertificateOfRegistryInfo text,
        25? IsForeign flag, 26? HasCertificateToSign flag, 27! OrganizationType number(ORGANIZATION_TYPE),
        28? IsOwner flag, 30! ReadyForEpdStatus number(READY_FOR_EPD_STATUS),
    }
    ORGANIZATION_LIST "OrganizationList" { 1* Organizations message(ORGANIZATION) }
    MANUAL_BLOCK_STATUS "ManualBlockStatus" { 1! IsBlocked flag, 2? RequestedTicks fixed64 }
    BLOCK_STATUS "BlockStatus" { 1! ManualBlockStatus message(MANUAL_BLOCK_STATUS) }
    ORGANIZATION_FEATURES "OrganizationFeatures" { 1! BlockStatus message(BLOCK_STATUS), 2* Features text }
    FULL_NAME "FullName" { 1! LastName text, 2! FirstName text, 3? MiddleName text }
    USER "User" { 1? Id text, 2? LastName text, 3? FirstName text, 4? MiddleName text }
    USER_V2 "UserV2" { 1! UserId text, 2? Login text, 3? FullName message(FULL_NAME), 4! IsRegistered flag }
    COUNTERAGENT "Counteragent" {
        1? IndexKey text, 2! Organization message(ORGANIZATION),
        3? CurrentStatus number(COUNTERAGENT_STATUS), 4! LastEventTimestampTicks fixed64,
        6? MessageFromCounteragent text, 7? MessageToCounteragent text,
        8? InvitationDocumentId message(DOCUMENT_ID), 9? CounteragentGroupId text,
    }
    COUNTERAGENT_LIST "CounteragentList" {
        1! TotalCount int32, 2* Counteragents message(COUNTERAGENT),
        3! TotalCountType number(TOTAL_COUNT_TYPE),
    }
    SIGNER_INFO_V2 "SignerInfoV2" {
        1! SignerType int32, 2! ExtendedDocumentTitleType int32, 3? SignerUserDataXsdUrl text,
    }
    DOCUMENT_METADATA_ITEM_V2 "DocumentMetadataItemV2" {
        1! Id text, 2! Type int32, 3! IsRequired flag, 4! Source int32,
    }
    DOCUMENT_TITLE_V2 "DocumentTitleV2" {
        1! IsFormal flag, 2? XsdUrl text, 3* MetadataItems message(DOCUMENT_METADATA_ITEM_V2),
        4* EncryptedMetadataItems message(DOCUMENT_METADATA_ITEM_V2), 5? UserDataXsdUrl text,
        6! SignerInfo message(SIGNER_INFO_V2), 7! Index int32,
    }
    DOCUMENT_WORKFLOW_V2 "DocumentWorkflowV2" { 1! Id int32, 2! IsDefault flag }
    DOCUMENT_VERSION_V2 "DocumentVersionV2" {
        1! Version text, 2! SupportsContentPatching flag, 3! SupportsEncrypting flag,
        4* Titles message(DOCUMENT_TITLE_V2), 5! IsActual flag, 6* Workflows message(DOCUMENT_WORKFLOW_V2),
        7! SupportsPredefinedRecipientTitle flag, 8! SupportsAmendmentRequest flag,
        9? RejectionType number(SUPPORTED_REJECTION_TYPE),
    }
    DOCUMENT_FUNCTION_V2 "DocumentFunctionV2" { 1! Name text, 2* Versions message(DOCUMENT_VERSION_V2) }
    DOCUMENT_TYPE_DESCRIPTION_V3 "DocumentTypeDescriptionV3" {
        1! Name text, 2! Title text, 3* SupportedDocflows int32, 4! RequiresFnsRegistration flag,
        9* Functions message(DOCUMENT_FUNCTION_V2), 10! UniversalMessagesStartDate text,
    }
    GET_DOCUMENT_TYPES_RESPONSE_V3 "GetDocumentTypesResponseV3" {
        1* DocumentTypes message(DOCUMENT_TYPE_DESCRIPTION_V3),
    }
    DOCUMENT_TYPE_DESCRIPTION_V2 "DocumentTypeDescriptionV2" {
        1! Name text, 2! Title text, 3* SupportedDocflows int32, 4! RequiresFnsRegistration flag,
        9* Functions message(DOCUMENT_FUNCTION_V2),
    }
    DOCUMENT_TITLE "DocumentTitle" {
        1! IsFormal flag, 2? XsdUrl text, 3* MetadataItems message(DOCUMENT_METADATA_ITEM_V2),
        4* EncryptedMetadataItems message(DOCUMENT_METADATA_ITEM_V2),
    }
    DOCUMENT_VERSION "DocumentVersion" {
        1! Version text, 2! SupportsContentPatching flag, 3! SupportsEncrypting flag,
        4* Titles message(DOCUMENT_TITLE), 5! IsActual flag, 6* Workflows message(DOCUMENT_WORKFLOW_V2),
    }
    DOCUMENT_FUNCTION "DocumentFunction" { 1! Name text, 2* Versions message(DOCUMENT_VERSION) }
    DOCUMENT_TYPE_DESCRIPTION "DocumentTypeDescription" {
        1! Name text, 2! Title text, 3* SupportedDocflows int32, 4! RequiresFnsRegistration flag,
        9* Functions message(DOCUMENT_FUNCTION),
    }
    GET_DOCUMENT_TYPES_RESPONSE "GetDocumentTypesResponse" {
        1* DocumentTypes message(DOCUMENT_TYPE_DESCRIPTION),
    }
    GET_DOCUMENT_TYPES_RESPONSE_V2 "GetDocumentTypesResponseV2" {
        1* DocumentTypes message(DOCUMENT_TYPE_DESCRIPTION_V2),
    }
}
