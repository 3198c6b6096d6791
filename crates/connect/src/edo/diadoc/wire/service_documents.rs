//! Service documents: what is asked of the generators, and the patch that adds what they made.

use serde::{Deserialize, Serialize};

use super::{PostedParent, SignedContent};

/// `ReceiptGenerationRequestV2` and `SignatureRejectionGenerationRequestV2`, which has a text beside.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct GenerateServiceDocumentRequest<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    pub error_message: &'a str,
    pub message_id: &'a str,
    pub attachment_id: &'a str,
    pub signer_content: String,
}

/// `MessagePatchToPostV2`: the request that adds a service document.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct ServicePatch<'a> {
    pub box_id: String,
    pub message_id: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub receipts: Vec<ServiceAttachment<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub xml_signature_rejections: Vec<ServiceAttachment<'a>>,
}

/// `ReceiptAttachment`, `XmlSignatureRejectionAttachment`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct ServiceAttachment<'a> {
    pub parent_entity_id: &'a str,
    pub signed_content: SignedContent,
}

/// What our own patch says about itself; read back when it is delivered or looked up.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct PostedServicePatch {
    pub box_id: String,
    pub message_id: String,
    #[serde(default)]
    pub receipts: Vec<PostedParent>,
    #[serde(default)]
    pub xml_signature_rejections: Vec<PostedParent>,
}
