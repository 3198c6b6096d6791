//! Which structure a method answers with.

use super::schema::{self, Message};

/// The structure with which this method, in lower case, answers in this version; `None` for raw answers and for methods
/// that are not described.
pub fn answer(name: &str, version: u32) -> Option<&'static Message> {
    let message = match (name, version) {
        ("getmyorganizations" | "getorganizationsbyinnkpp", 0) => &schema::ORGANIZATION_LIST,
        ("getorganization", 0) => &schema::ORGANIZATION,
        ("getbox", 0) => &schema::BOX,
        ("getorganizationfeatures", 0) => &schema::ORGANIZATION_FEATURES,
        ("getcounteragentcertificates", 0 | 2) => &schema::COUNTERAGENT_CERTIFICATE_LIST,
        ("getmyuser", 0) => &schema::USER,
        ("getmyuser", 2) => &schema::USER_V2,
        ("getcounteragent", 2 | 3) => &schema::COUNTERAGENT,
        ("getcounteragents", 2 | 3) => &schema::COUNTERAGENT_LIST,
        ("getdepartment", 0 | 2) => &schema::DEPARTMENT,
        ("canpostmessage", 0) => &schema::MESSAGE_VALIDATION_RESULT,
        ("senddraft", 0) => &schema::MESSAGE,
        ("getcounteragentevents", 1) => &schema::BOX_COUNTERAGENT_EVENT_LIST,
        ("getorganizationsbyinnlist", 0 | 2) => &schema::GET_ORGANIZATIONS_BY_INN_LIST_RESPONSE,
        ("acquirecounteragent", 2 | 3) => &schema::ASYNC_METHOD_RESULT,
        ("acquirecounteragentresult", 0) => &schema::ACQUIRE_COUNTERAGENT_RESULT,
        ("acquirecounteragentresult", 2) => &schema::ACQUIRE_COUNTERAGENT_RESULT_V2,
        ("getroamingoperators", 0) => &schema::ROAMING_OPERATOR_LIST,
        ("getdocumenttypes", 0) => &schema::GET_DOCUMENT_TYPES_RESPONSE,
        ("getdocumenttypes", 2) => &schema::GET_DOCUMENT_TYPES_RESPONSE_V2,
        ("getdocumenttypes", 3) => &schema::GET_DOCUMENT_TYPES_RESPONSE_V3,
        ("postmessage", 3) | ("getmessage", 4..=6) => &schema::MESSAGE,
        ("postmessagepatch", 3 | 4) => &schema::MESSAGE_PATCH,
        ("getdocument", 3) => &schema::DOCUMENT,
        ("getdocuments", 3 | 4) | ("getdocumentsbycustomid" | "getdocumentsbymessageid", 0) => {
            &schema::DOCUMENT_LIST
        }
        ("getmycertificates", 0) => &schema::CERTIFICATE_LIST,
        ("dsssign", 0) => &schema::ASYNC_METHOD_RESULT,
        ("dsssignresult", 0) => &schema::DSS_SIGN_RESULT,
        ("generatedocumentprotocol", 0) => &schema::DOCUMENT_PROTOCOL,
        ("generatedocumentzip", 0) => &schema::DOCUMENT_ZIP_GENERATION_RESULT,
        // What these versions add to each other is not told here, so one description serves both.
        ("getdocflows", 3 | 4) => &schema::GET_DOCFLOW_BATCH_RESPONSE_V4,
        ("getdocflowevents", 3 | 4) => &schema::GET_DOCFLOW_EVENTS_RESPONSE_V4,
        ("searchdocflows", 3 | 4) => &schema::SEARCH_DOCFLOWS_RESPONSE_V4,
        ("getdocflowsbypacketid", 3 | 4) => &schema::GET_DOCFLOWS_BY_PACKET_ID_RESPONSE_V4,
        ("getdocflows", 2) => &schema::GET_DOCFLOW_BATCH_RESPONSE,
        ("getdocflowevents", 2) => &schema::GET_DOCFLOW_EVENTS_RESPONSE,
        ("searchdocflows", 2) => &schema::SEARCH_DOCFLOWS_RESPONSE,
        ("getdocflowsbypacketid", 2) => &schema::GET_DOCFLOWS_BY_PACKET_ID_RESPONSE,
        ("getworkflowssettings", 2) => &schema::DOCUMENT_WORKFLOW_SETTINGS_LIST_V2,
        ("getsignatureinfo", 0) => &schema::SIGNATURE_INFO,
        ("getmyemployee" | "getemployee", 0) => &schema::EMPLOYEE,
        ("getemployees", 0) => &schema::EMPLOYEE_LIST,
        ("getmypermissions", 0) => &schema::ORGANIZATION_USER_PERMISSIONS,
        ("getnewevents", 6..=8) => &schema::BOX_EVENT_LIST,
        ("getevent" | "getlastevent", 0 | 2 | 3) => &schema::BOX_EVENT,
        _ => return None,
    };
    Some(message)
}
