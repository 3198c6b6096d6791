//! `GetDocumentTypesResponseV3`, what `Organization` says about its owner, `CanPostMessage`.

use serde::{Deserialize, Serialize};

read! {
    GetDocumentTypesResponseV3 { document_types: Vec<DocumentTypeDescriptionV3> }
    DocumentTypeDescriptionV3 {
        name: String,
        functions: Vec<DocumentFunctionV2>,
        universal_messages_start_date: String,
    }
    DocumentFunctionV2 { name: String, versions: Vec<DocumentVersionV2> }
    DocumentVersionV2 { version: String, is_actual: Option<bool> }
    /// `Organization`, as far as it says who would get a document.
    OrganizationFacts {
        departments: Vec<OrganizationDepartment>,
        is_test: Option<bool>,
        liquidation_date: String,
        has_certificate_to_sign: Option<bool>,
    }
    /// `Department` of an organisation.
    OrganizationDepartment { department_id: String, name: String, is_disabled: bool }
    MessageValidationResult { errors: Vec<MessageValidationError> }
    MessageValidationError { severity: String, user_message: String, api_message: String }
}

/// A message without documents and signatures.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct MessageToPostPrototype<'a> {
    pub from_box_id: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub from_department_id: &'a str,
    pub to_box_id: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub to_department_id: &'a str,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub proxy_box_id: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub proxy_department_id: &'a str,
    pub document_prototypes: [DocumentPrototype<'a>; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct DocumentPrototype<'a> {
    pub custom_document_id: String,
    pub type_named_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<&'a str>,
}
