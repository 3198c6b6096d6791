//! Counteragents: invitations, their log, search by ИНН.

use super::basics::DOCUMENT_ID;
use super::describe;
use super::numbers::{COUNTERAGENT_EVENT_TYPE, COUNTERAGENT_STATUS, TOTAL_COUNT_TYPE};
use super::organizations::ORGANIZATION;
use super::posting::SIGNED_CONTENT;

describe! {
    COUNTERAGENT_INFO "CounteragentInfo" {
        1! CounteragentBoxId text, 2! Status number(COUNTERAGENT_STATUS), 3! EventTimestampTicks fixed64,
        4? LastEventComment text, 5? MessageFromCounteragent text, 6? MessageToCounteragent text,
        7? InvitationDocumentId message(DOCUMENT_ID), 8? CounteragentGroupId text,
    }
    BOX_COUNTERAGENT_EVENT "BoxCounteragentEvent" {
        1! EventId text, 2? Counteragent message(COUNTERAGENT_INFO), 3? IndexKey text,
        4* EventTypes number(COUNTERAGENT_EVENT_TYPE),
    }
    BOX_COUNTERAGENT_EVENT_LIST "BoxCounteragentEventList" {
        1* Events message(BOX_COUNTERAGENT_EVENT), 2? TotalCount int32,
        3! TotalCountType number(TOTAL_COUNT_TYPE),
    }
    CERTIFICATE "Certificate" { 1! RawCertificateData bytes }
    COUNTERAGENT_CERTIFICATE_LIST "CounteragentCertificateList" { 1* Certificates message(CERTIFICATE) }
    INVITATION_DOCUMENT "InvitationDocument" {
        1! SignedContent message(SIGNED_CONTENT), 2! FileName text, 3? SignatureRequested flag, 4? Type text,
    }
    ACQUIRE_COUNTERAGENT_REQUEST "AcquireCounteragentRequest" {
        1? OrgId text, 2? Inn text, 3? MessageToCounteragent text,
        4? InvitationDocument message(INVITATION_DOCUMENT), 5? BoxId text,
    }
    ACQUIRE_COUNTERAGENT_RESULT "AcquireCounteragentResult" {
        1! OrgId text, 2? InvitationDocumentId message(DOCUMENT_ID),
    }
    ACQUIRE_COUNTERAGENT_RESULT_V2 "AcquireCounteragentResultV2" {
        1! BoxId text, 2? InvitationDocumentId message(DOCUMENT_ID),
    }
    GET_ORGANIZATIONS_BY_INN_LIST_REQUEST "GetOrganizationsByInnListRequest" { 1* InnList text }
    ORGANIZATION_WITH_COUNTERAGENT_STATUS "OrganizationWithCounteragentStatus" {
        1! Organization message(ORGANIZATION), 2? CounteragentStatus number(COUNTERAGENT_STATUS),
        3? LastEventTimestampTicks fixed64, 4? MessageFromCounteragent text, 5? MessageToCounteragent text,
        6? InvitationDocumentId message(DOCUMENT_ID), 7? CounteragentGroupId text,
    }
    GET_ORGANIZATIONS_BY_INN_LIST_RESPONSE "GetOrganizationsByInnListResponse" {
        1* Organizations message(ORGANIZATION_WITH_COUNTERAGENT_STATUS),
    }
    OPERATOR_FEATURE "OperatorFeature" { 1! Name text, 2! Description text }
    ROAMING_OPERATOR "RoamingOperator" {
        1! FnsId text, 2! Name text, 3! IsActive flag, 4* Features message(OPERATOR_FEATURE),
    }
    ROAMING_OPERATOR_LIST "RoamingOperatorList" { 1* RoamingOperators message(ROAMING_OPERATOR) }
}
