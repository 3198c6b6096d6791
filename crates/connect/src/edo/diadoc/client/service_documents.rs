//! The generators of service documents.

use super::{Client, JSON};
use crate::Error;
use crate::edo::diadoc::wire::GenerateServiceDocumentRequest;
use crate::http::{Answer, Call};

impl Client {
    /// `POST /V2/GenerateReceiptXml` or `POST /V2/GenerateSignatureRejectionXml`, which `method` names. Makes a file and
    /// keeps nothing.
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
}
