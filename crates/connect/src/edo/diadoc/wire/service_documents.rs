//! Service documents: what is asked of the generators, and the patch that adds what they made.

use serde::{Deserialize, Serialize};

use super::{DocumentSignature, SignedContent, UniversalMessageCodeGroup};

/// `ReceiptGenerationRequestV2`, `InvoiceCorrectionRequestGenerationRequestV2` and `SignatureRejectionGenerationRequestV2`:
/// the last two have a text beside.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct GenerateServiceDocumentRequest<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    pub error_message: &'a str,
    pub message_id: &'a str,
    pub attachment_id: &'a str,
    pub signer_content: String,
}

/// `Invoicing.RevocationRequestInfo`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct GenerateRevocationRequest<'a> {
    pub comment: &'a str,
    pub signer: RevocationSigner<'a>,
}

/// `Signer`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct RevocationSigner<'a> {
    pub signer_details: SignerDetails<'a>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct SignerDetails<'a> {
    pub surname: &'a str,
    pub first_name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub patronymic: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub job_title: &'a str,
}

/// `MessagePatchToPostV2`: the request that adds a service document.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct ServicePatch<'a> {
    pub box_id: String,
    pub message_id: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub receipts: Vec<ServiceAttachment<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub correction_requests: Vec<ServiceAttachment<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<DocumentSignature<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub revocation_requests: Vec<ServiceAttachment<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub xml_signature_rejections: Vec<ServiceAttachment<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub universal_messages: Vec<UniversalMessageAttachment<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tt_gis_fixation_cancellation_requests: Vec<TtGisFixationCancellationRequestAttachment<'a>>,
}

/// `UniversalMessageAttachment`: nobody signs it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct UniversalMessageAttachment<'a> {
    pub parent_entity_id: &'a str,
    pub code_group: &'static str,
    pub universal_message_content: UnsignedContent,
}

/// `UnsignedContent`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct UnsignedContent {
    /// Base64.
    pub content: String,
}

/// `TtGisFixationCancellationRequestAttachment`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct TtGisFixationCancellationRequestAttachment<'a> {
    pub document_id: &'a str,
    pub signed_content: SignedContent,
}

/// `ReceiptAttachment`, `CorrectionRequestAttachment`, `RevocationRequestAttachment`, `XmlSignatureRejectionAttachment`
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
    pub receipts: Vec<PostedServiceAttachment>,
    #[serde(default)]
    pub correction_requests: Vec<PostedServiceAttachment>,
    #[serde(default)]
    pub signatures: Vec<PostedServiceAttachment>,
    #[serde(default)]
    pub revocation_requests: Vec<PostedServiceAttachment>,
    #[serde(default)]
    pub xml_signature_rejections: Vec<PostedServiceAttachment>,
    #[serde(default)]
    pub universal_messages: Vec<PostedUniversalMessage>,
    #[serde(default)]
    pub tt_gis_fixation_cancellation_requests: Vec<PostedServiceAttachment>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct PostedUniversalMessage {
    pub parent_entity_id: String,
    pub code_group: UniversalMessageCodeGroup,
    pub universal_message_content: PostedServiceContent,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct PostedServiceAttachment {
    #[serde(alias = "DocumentId")]
    pub parent_entity_id: String,
    /// A signature under something of the other side has none.
    #[serde(default)]
    pub signed_content: PostedServiceContent,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::edo::diadoc) struct PostedServiceContent {
    /// Base64.
    #[serde(default)]
    pub content: String,
}
