//! Questions before anything is sent.

use super::{Client, JSON, read};
use crate::Error;
use crate::edo::diadoc::wire::{
    GetDocumentTypesResponseV3, MessageToPostPrototype, MessageValidationResult, OrganizationFacts, decode,
    encode,
};
use crate::http::Call;

impl Client {
    /// `GET /V3/GetDocumentTypes`
    pub async fn get_document_types(&self, box_id: &str) -> Result<GetDocumentTypesResponseV3, Error> {
        let call = read("V3/GetDocumentTypes").query("boxId", box_id);
        decode("GetDocumentTypes", &self.send(call).await?.accepted()?.body)
    }

    /// `GET /GetOrganization` by a box, for what it says about its owner; `None` when there is none to be shown.
    pub async fn get_organization_facts(&self, box_id: &str) -> Result<Option<OrganizationFacts>, Error> {
        let call = read("GetOrganization").query("boxId", box_id);
        self.shown("GetOrganization", call).await
    }

    /// `POST /CanPostMessage`
    pub async fn can_post_message(
        &self,
        prototype: &MessageToPostPrototype<'_>,
    ) -> Result<MessageValidationResult, Error> {
        let body = encode("CanPostMessage", prototype)?;
        let call = Call::post("CanPostMessage", JSON, body).accepting(JSON);
        decode("CanPostMessage", &self.send(call).await?.accepted()?.body)
    }
}
