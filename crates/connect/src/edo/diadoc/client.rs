//! One method per endpoint. Knows paths, parameters and documented «not yet» answers; gives back wire types.

mod counteragents;

pub(super) use counteragents::{COUNTERAGENT_EVENTS_PER_PAGE, LogPlace};

use domain::OperationId;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::auth::Session;
use super::cursor::Cursor;
use super::wire::{
    AsyncMethodResult, BoxEventList, CertificateList, Document, DocumentId, DocumentList, DocumentProtocol,
    DocumentWithDocflowV4, DocumentZipGenerationResult, DssSignResult, GetDocflowBatchRequest,
    GetDocflowBatchResponseV4, GetDocflowRequest, Message, MessagePatch, Organization, OrganizationList,
    decode, encode,
};
use crate::Error;
use crate::edo::{Exchange, Sunset};
use crate::http::{Answer, Call, Http};

mod ahead;
mod service_documents;
mod shelf;

pub(super) const JSON: &str = "application/json; charset=utf-8";
pub(super) const XML: &str = "application/xml; charset=utf-8";
/// `GetNewEvents` V8 gives at most so many events (QUIRKS 20).
pub(super) const EVENTS_PER_PAGE: usize = 500;
/// `GetCounteragents` gives at most so many rows (QUIRKS 12).
const COUNTERAGENTS_PER_PAGE: &str = "100";

/// Diadoc, seen by one user.
pub(super) struct Client {
    http: Http,
    session: Session,
}

impl Client {
    pub fn new(http: Http, session: Session) -> Self {
        Self { http, session }
    }

    /// What the service's clock says.
    pub fn service_time(&self) -> Option<jiff::Timestamp> {
        self.http.service_time()
    }

    /// The calls that were made since this was asked last.
    pub fn take_exchanges(&self) -> Vec<Exchange> {
        self.http.take_exchanges()
    }

    /// What the service announced to switch off.
    pub fn sunsets(&self) -> Vec<Sunset> {
        self.http.sunsets()
    }

    /// One exchange with a valid token: a token that is refused is renewed once (QUIRKS 9).
    async fn send(&self, call: Call) -> Result<Answer, Error> {
        let token = self.session.token(&self.http).await?;
        let answer = self
            .http
            .send(&self.session.authorize(call.clone(), &token))
            .await?;
        if answer.status != 401 {
            return Ok(answer);
        }
        let token = self.session.renew(&self.http, &token).await?;
        self.http.send(&self.session.authorize(call, &token)).await
    }

    /// `GET /GetMyOrganizations`
    pub async fn get_my_organizations(&self) -> Result<OrganizationList, Error> {
        let call = read("GetMyOrganizations").query("autoRegister", "false");
        decode("GetMyOrganizations", &self.send(call).await?.accepted()?.body)
    }

    /// `POST /V3/PostMessage`
    pub async fn post_message(&self, operation: OperationId, request: &[u8]) -> Result<Message, Error> {
        let call = Call::post("V3/PostMessage", JSON, request.to_vec())
            .accepting(JSON)
            .query("operationId", operation.to_string());
        let answer = self.send(call).await?;
        if answer.status == 409 && is_still_running(answer.words()) {
            return Err(Error::StillProcessing(answer.retry_after));
        }
        decode("PostMessage", &answer.ready()?.body)
    }

    /// `POST /V4/PostMessagePatch`
    pub async fn post_message_patch(
        &self,
        operation: OperationId,
        request: &[u8],
    ) -> Result<MessagePatch, Error> {
        let call = Call::post("V4/PostMessagePatch", JSON, request.to_vec())
            .accepting(JSON)
            .query("operationId", operation.to_string());
        let answer = self.send(call).await?;
        if answer.status == 409 && is_still_running(answer.words()) {
            return Err(Error::StillProcessing(answer.retry_after));
        }
        decode("PostMessagePatch", &answer.ready()?.body)
    }

    /// `POST /SendDraft`; the new message is told by the feed.
    pub async fn send_draft(&self, operation: OperationId, request: &[u8]) -> Result<(), Error> {
        let call = Call::post("SendDraft", JSON, request.to_vec())
            .accepting(JSON)
            .query("operationId", operation.to_string());
        let answer = self.send(call).await?;
        if answer.status == 409 && is_still_running(answer.words()) {
            return Err(Error::StillProcessing(answer.retry_after));
        }
        answer.ready().map(|_| ())
    }

    /// What the operator answers; `None` where there is nothing, or nothing that it shows to us.
    async fn shown<T: DeserializeOwned>(&self, method: &str, call: Call) -> Result<Option<T>, Error> {
        let answer = self.send(call).await?;
        if matches!(answer.status, 403 | 404) {
            return Ok(None);
        }
        decode(method, &answer.accepted()?.body).map(Some)
    }

    /// `GET /GetOrganization` by a box; `None` when there is none to be shown.
    pub async fn get_organization(&self, box_id: &str) -> Result<Option<Organization>, Error> {
        let call = read("GetOrganization").query("boxId", box_id);
        self.shown("GetOrganization", call).await
    }

    /// `POST /GenerateTitleXml` for the recipient's title of a УПД that came to us.
    pub async fn generate_answer_title_xml(
        &self,
        box_id: &str,
        document: &DocumentId,
        (function, version): (&str, &str),
        user_contract: Vec<u8>,
    ) -> Result<Answer, Error> {
        let call = Call::post("GenerateTitleXml", XML, user_contract)
            .query("boxId", box_id)
            .query("documentTypeNamedId", "UniversalTransferDocument")
            .query("documentFunction", function)
            .query("documentVersion", version)
            .query("titleIndex", "1")
            .query("letterId", document.message_id.as_str())
            .query("documentId", document.entity_id.as_str());
        self.send(call).await?.accepted()
    }

    /// `POST /GenerateTitleXml` for the sender's title of a УПД. Makes a file and keeps nothing.
    pub async fn generate_title_xml(
        &self,
        box_id: &str,
        function: &str,
        version: &str,
        user_contract: Vec<u8>,
    ) -> Result<Answer, Error> {
        let call = Call::post("GenerateTitleXml", XML, user_contract)
            .query("boxId", box_id)
            .query("documentTypeNamedId", "UniversalTransferDocument")
            .query("documentFunction", function)
            .query("documentVersion", version)
            .query("titleIndex", "0");
        self.send(call).await?.accepted()
    }

    /// `GET /GetDocumentsByCustomId`; no documents when the operator answers 404.
    pub async fn get_documents_by_custom_id(
        &self,
        box_id: &str,
        custom_id: Uuid,
    ) -> Result<Vec<Document>, Error> {
        let call = read("GetDocumentsByCustomId")
            .query("boxId", box_id)
            .query("customDocumentId", custom_id.to_string());
        let answer = self.send(call).await?;
        if answer.status == 404 {
            return Ok(Vec::new());
        }
        let list: DocumentList = decode("GetDocumentsByCustomId", &answer.accepted()?.body)?;
        Ok(list.documents)
    }

    /// `GET /GetMyCertificates`
    pub async fn get_my_certificates(&self, box_id: &str) -> Result<CertificateList, Error> {
        let call = read("GetMyCertificates").query("boxId", box_id);
        decode("GetMyCertificates", &self.send(call).await?.accepted()?.body)
    }

    /// `POST /DssSign`
    pub async fn dss_sign(
        &self,
        box_id: &str,
        thumbprint: &str,
        request: Vec<u8>,
    ) -> Result<AsyncMethodResult, Error> {
        let call = Call::post("DssSign", JSON, request)
            .accepting(JSON)
            .query("boxId", box_id)
            .query("certificateThumbprint", thumbprint);
        decode("DssSign", &self.send(call).await?.accepted()?.body)
    }

    /// `GET /DssSignResult`
    pub async fn dss_sign_result(&self, box_id: &str, task_id: &str) -> Result<DssSignResult, Error> {
        let call = read("DssSignResult")
            .query("boxId", box_id)
            .query("taskId", task_id);
        decode("DssSignResult", &self.send(call).await?.ready()?.body)
    }

    /// `GET /V8/GetNewEvents` from this place on.
    pub async fn get_new_events(&self, box_id: &str, place: &Cursor) -> Result<BoxEventList, Error> {
        let mut call = read("V8/GetNewEvents")
            .query("boxId", box_id)
            .query("limit", EVENTS_PER_PAGE.to_string());
        match (&place.after, place.since) {
            (Some(key), _) => call = call.query("afterIndexKey", key.as_str()),
            (None, Some(ticks)) => call = call.query("timestampFromTicks", ticks.to_string()),
            (None, None) => {}
        }
        decode("GetNewEvents", &self.send(call).await?.accepted()?.body)
    }

    /// `GET /V6/GetMessage`; `None` when the operator does not show it to us.
    pub async fn get_message(&self, box_id: &str, message_id: &str) -> Result<Option<Message>, Error> {
        let call = read("V6/GetMessage")
            .query("boxId", box_id)
            .query("messageId", message_id);
        self.shown("GetMessage", call).await
    }

    /// `POST /V4/GetDocflows`; `None` when the operator does not know one of the documents.
    pub async fn get_docflows(
        &self,
        box_id: &str,
        documents: &[DocumentId],
    ) -> Result<Option<Vec<DocumentWithDocflowV4>>, Error> {
        let requests = documents
            .iter()
            .map(|document_id| GetDocflowRequest {
                document_id: document_id.clone(),
            })
            .collect();
        let body = encode("GetDocflows", &GetDocflowBatchRequest { requests })?;
        let call = Call::post("V4/GetDocflows", JSON, body)
            .accepting(JSON)
            .query("boxId", box_id);
        let answer = self.send(call).await?;
        if answer.status == 404 {
            return Ok(None);
        }
        let list: GetDocflowBatchResponseV4 = decode("GetDocflows", &answer.accepted()?.body)?;
        Ok(Some(list.documents))
    }

    /// `GET /V4/GetEntityContent`
    pub async fn get_entity_content(&self, box_id: &str, id: &DocumentId) -> Result<Vec<u8>, Error> {
        let call = Call::get("V4/GetEntityContent")
            .query("boxId", box_id)
            .query("messageId", id.message_id.as_str())
            .query("entityId", id.entity_id.as_str());
        Ok(self.send(call).await?.accepted()?.body)
    }

    /// `GET /GeneratePrintForm`
    pub async fn generate_print_form(&self, box_id: &str, id: &DocumentId) -> Result<Answer, Error> {
        let call = Call::get("GeneratePrintForm")
            .query("boxId", box_id)
            .query("messageId", id.message_id.as_str())
            .query("documentId", id.entity_id.as_str());
        self.send(call).await?.ready()
    }

    /// `GET /GenerateDocumentProtocol`
    pub async fn generate_document_protocol(
        &self,
        box_id: &str,
        id: &DocumentId,
    ) -> Result<DocumentProtocol, Error> {
        let call = read("GenerateDocumentProtocol")
            .query("boxId", box_id)
            .query("messageId", id.message_id.as_str())
            .query("documentId", id.entity_id.as_str());
        decode("GenerateDocumentProtocol", &self.send(call).await?.ready()?.body)
    }

    /// `GET /GenerateDocumentZip` with everything of the docflow; gives the name under which the archive lies on the
    /// shelf.
    pub async fn generate_document_zip(&self, box_id: &str, id: &DocumentId) -> Result<String, Error> {
        let call = read("GenerateDocumentZip")
            .query("boxId", box_id)
            .query("messageId", id.message_id.as_str())
            .query("documentId", id.entity_id.as_str())
            .query("fullDocflow", "true");
        let answer = self.send(call).await?.ready()?;
        let (wait, body) = (answer.retry_after, answer.body);
        let made: DocumentZipGenerationResult = decode("GenerateDocumentZip", &body)?;
        match made.zip_file_name_on_shelf.as_str() {
            // «Not yet» is an empty structure here (QUIRKS 66).
            "" => Err(Error::StillProcessing(wait)),
            name => Ok(name.to_owned()),
        }
    }

    /// `GET /V2/ShelfDownload`
    pub async fn shelf_download(&self, name: &str) -> Result<Vec<u8>, Error> {
        let call = Call::get("V2/ShelfDownload").query("fileName", name);
        Ok(self.send(call).await?.accepted()?.body)
    }
}

fn read(path: &'static str) -> Call {
    Call::get(path).accepting(JSON)
}

/// The one text that is read, because nothing else tells this conflict from the others (QUIRKS 16).
fn is_still_running(words: &str) -> bool {
    words.contains("processing is in progress")
}
