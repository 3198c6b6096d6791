//! What is asked about a document beside an answer to it: a correction, a revocation.

use serde::Serialize;

use super::Timestamp;
use super::docflow::{Confirmation, Receipt, Rejection, Signature, SignedAttachment};
use super::universal::UniversalMessageAttachment;

/// `AmendmentRequestDocflowV4`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AmendmentRequest {
    /// Nothing more is to come.
    pub is_finished: bool,
    /// The paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amendment_request: Option<SignedAttachment>,
    /// When it left.
    pub sent_at: Timestamp,
    /// When it arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    /// The sender's receipt notice of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// Bits.
    pub amendment_flags: i32,
    /// What is wrong.
    pub plain_text: String,
    /// The operator's confirmation of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmation_docflow: Option<Confirmation>,
    /// The same as a universal message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub universal_message: Option<UniversalMessageAttachment>,
}

/// `RevocationDocflowV4`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Revocation {
    /// It is answered.
    pub is_finished: bool,
    /// The proposal.
    pub revocation_request: RevocationRequest,
    /// The answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revocation_response: Option<RevocationResponse>,
    /// Whose proposal it is.
    pub initiator_box_id: String,
    /// How it ended, or whose turn it is.
    pub revocation_status: &'static str,
}

/// `RevocationRequestDocflow`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RevocationRequest {
    /// The paper.
    pub revocation_request: SignedAttachment,
    /// When it left.
    pub sent_at: Timestamp,
    /// When it arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    /// Why.
    pub plain_text: String,
}

/// `RevocationResponseDocflowV4`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RevocationResponse {
    /// It agrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient_signature: Option<Signature>,
    /// It does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature_rejection: Option<Rejection>,
}

/// `RevocationRequestInfo` of the message API.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RevocationRequestInfo {
    /// Who proposed it.
    pub initiator_box_id: String,
}
