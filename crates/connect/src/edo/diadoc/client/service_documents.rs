//! The generators of service documents.

use super::{Client, JSON, XML};
use crate::Error;
use crate::edo::diadoc::wire::{DocumentId, GenerateRevocationRequest, GenerateServiceDocumentRequest};
use crate::http::{Answer, Call};

impl Client {
    /// `POST /V2/GenerateReceiptXml`, `POST /V2/GenerateInvoiceCorrectionRequestXml` or
    /// `POST /V2/GenerateSignatureRejectionXml`, which `method` names. Makes a file and keeps nothing.
    pub async fn generate_service_document(
        &self,
        box_id: &str,
        method: &'static str,
        request: &GenerateServiceDocumentRequest<'_>,
    ) -> Result<Answer, Error> {
        let body =
            serde_json::to_vec(request).map_err(|error| Error::Malformed(format!("{method}: {error}")))?;
        let call = Call::post(method, JSON, body).query("boxId", box_id);
        self.send(call).await?.accepted()
    }

    /// `POST /V2/GenerateRevocationRequestXml`. Makes a file and keeps nothing.
    pub async fn generate_revocation_request(
        &self,
        box_id: &str,
        document: &DocumentId,
        content_type_id: &'static str,
        request: &GenerateRevocationRequest<'_>,
    ) -> Result<Answer, Error> {
        let malformed = |error| Error::Malformed(format!("GenerateRevocationRequestXml: {error}"));
        let body = serde_json::to_vec(request).map_err(malformed)?;
        let call = Call::post("V2/GenerateRevocationRequestXml", JSON, body)
            .query("boxId", box_id)
            .query("messageId", document.message_id.as_str())
            .query("attachmentId", document.entity_id.as_str())
            .query("contentTypeId", content_type_id);
        self.send(call).await?.accepted()
    }

    /// `POST /GenerateUniversalMessage`. Makes a file and keeps nothing.
    pub async fn generate_universal_message(
        &self,
        box_id: &str,
        parent: &DocumentId,
        contract: Vec<u8>,
    ) -> Result<Answer, Error> {
        let call = Call::post("GenerateUniversalMessage", XML, contract)
            .query("boxId", box_id)
            .query("messageId", parent.message_id.as_str())
            .query("attachmentId", parent.entity_id.as_str());
        self.send(call).await?.accepted()
    }

    /// `POST /GenerateTtGisFixationCancellationRequest`. Makes a file and keeps nothing.
    pub async fn generate_fixation_cancellation(
        &self,
        box_id: &str,
        document: &DocumentId,
    ) -> Result<Answer, Error> {
        let call = Call::post("GenerateTtGisFixationCancellationRequest", JSON, Vec::new())
            .query("boxId", box_id)
            .query("messageId", document.message_id.as_str())
            .query("documentId", document.entity_id.as_str());
        self.send(call).await?.accepted()
    }
}
