//! `MessageToPost`: the request that sends.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// Fields stand in one order; it is the order of the bytes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct MessageToPost<'a> {
    pub from_box_id: String,
    pub to_box_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_department_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_department_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_box_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_department_id: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub is_draft: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub delay_send: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lock_mode: Option<&'static str>,
    pub document_attachments: Vec<DocumentAttachment<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct DocumentAttachment<'a> {
    pub signed_content: SignedContent,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub comment: &'a str,
    #[serde(skip_serializing_if = "is_false")]
    pub need_recipient_signature: bool,
    pub custom_document_id: String,
    pub type_named_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metadata: Vec<MetadataItem>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub custom_data: Vec<CustomDataItem<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct CustomDataItem<'a> {
    pub key: &'a str,
    pub value: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct SignedContent {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_on_shelf: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub sign_with_test_signature: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub power_of_attorney: Option<PowerOfAttorneyToPost>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct PowerOfAttorneyToPost {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_id: Option<PowerOfAttorneyFullId>,
    /// Must be there, though nothing follows from it beside a number or a file.
    pub use_default: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contents: Vec<PowerOfAttorneySignedContent>,
}

/// A file with its signature, each as `Content_v3`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct PowerOfAttorneySignedContent {
    pub content: InlineContent,
    pub signature: InlineContent,
}

impl PowerOfAttorneySignedContent {
    pub(in crate::edo::diadoc) fn of(file: &[u8], signature: &[u8]) -> Self {
        let inline = |bytes: &[u8]| InlineContent {
            content: STANDARD.encode(bytes),
        };
        Self {
            content: inline(file),
            signature: inline(signature),
        }
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct InlineContent {
    pub content: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct PowerOfAttorneyFullId {
    pub registration_number: String,
    pub issuer_inn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub representative_inn: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct MetadataItem {
    pub key: &'static str,
    pub value: String,
}

/// `MessagePatchToPostV2`: the request that adds a signature.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct MessagePatchToPost<'a> {
    pub box_id: String,
    pub message_id: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<DocumentSignature<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recipient_titles: Vec<RecipientTitle<'a>>,
}

/// `DraftToSend`: the request that sends a draft with signatures of ours.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct DraftToSend<'a> {
    pub box_id: String,
    pub draft_id: &'a str,
    pub document_signatures: Vec<DocumentSignature<'a>>,
}

/// `DocumentSignature`, and `DocumentSenderSignature` of a draft.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct DocumentSignature<'a> {
    pub parent_entity_id: &'a str,
    pub signature: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub power_of_attorney: Option<PowerOfAttorneyToPost>,
}

/// `RecipientTitleAttachment`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct RecipientTitle<'a> {
    pub parent_entity_id: &'a str,
    pub signed_content: SignedContent,
}

/// What our own patch or sent draft says about itself; read back when it is delivered.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct PostedPatch {
    pub box_id: String,
    #[serde(default)]
    pub message_id: String,
    /// In the place of `message_id`, where a draft is sent.
    #[serde(default)]
    pub draft_id: String,
    #[serde(default)]
    pub signatures: Vec<PostedParent>,
    #[serde(default)]
    pub recipient_titles: Vec<PostedParent>,
    #[serde(default)]
    pub document_signatures: Vec<PostedParent>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct PostedParent {
    pub parent_entity_id: String,
}

/// What our own request says about itself; read back when it is delivered.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct PostedLetter {
    pub from_box_id: String,
    pub document_attachments: Vec<PostedAttachment>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct PostedAttachment {
    pub custom_document_id: uuid::Uuid,
}

// The signature is the one that serde asks for.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(value: &bool) -> bool {
    !*value
}
