//! Structures that callers send, named as in the service's documentation. Field names are lower case because the codec
//! has already made them so. Bytes stay base64 text here: what cannot be decoded is refused by name later.

use serde::{Deserialize, Deserializer};

mod power_of_attorney;

pub use power_of_attorney::PowerOfAttorneyToPost;

/// `true`, `"True"`, `1`: all of them mean yes.
fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Flag {
        Bool(bool),
        Number(i64),
        Text(String),
    }
    match Flag::deserialize(deserializer)? {
        Flag::Bool(flag) => Ok(flag),
        Flag::Number(number) => Ok(number != 0),
        Flag::Text(text) => text
            .trim()
            .to_ascii_lowercase()
            .parse()
            .map_err(|_| serde::de::Error::custom("not a boolean")),
    }
}

/// `LoginPassword`
#[derive(Debug, Deserialize)]
pub struct LoginPassword {
    /// Login.
    pub login: String,
    /// Password.
    pub password: String,
}

/// `MessageToPost`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MessageToPost {
    /// Sender's box.
    #[serde(rename = "fromboxid")]
    pub from_box_id: String,
    /// Recipient's box.
    #[serde(rename = "toboxid")]
    pub to_box_id: String,
    /// Sender's department.
    #[serde(rename = "fromdepartmentid")]
    pub from_department_id: String,
    /// Recipient's department.
    #[serde(rename = "todepartmentid")]
    pub to_department_id: String,
    /// A draft.
    #[serde(rename = "isdraft", deserialize_with = "lenient")]
    pub is_draft: bool,
    /// The draft may be sent or thrown away only.
    #[serde(rename = "lockdraft", deserialize_with = "lenient")]
    pub lock_draft: bool,
    /// `None`, `Send`, `Full`.
    #[serde(rename = "lockmode")]
    pub lock_mode: serde_json::Value,
    /// The older word for `Full`.
    #[serde(rename = "lockpacket", deserialize_with = "lenient")]
    pub lock_packet: bool,
    /// Between departments.
    #[serde(rename = "isinternal", deserialize_with = "lenient")]
    pub is_internal: bool,
    /// Not sent before a person signs.
    #[serde(rename = "delaysend", deserialize_with = "lenient")]
    pub delay_send: bool,
    /// An intermediate recipient.
    #[serde(rename = "proxyboxid")]
    pub proxy_box_id: String,
    /// The intermediate recipient's department.
    #[serde(rename = "proxydepartmentid")]
    pub proxy_department_id: String,
    /// Documents.
    #[serde(rename = "documentattachments")]
    pub document_attachments: Vec<DocumentAttachment>,
    /// Everything else, so that it can be refused by name.
    #[serde(flatten)]
    pub others: serde_json::Map<String, serde_json::Value>,
}

/// `DocumentAttachment`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DocumentAttachment {
    /// File and signature.
    #[serde(rename = "signedcontent")]
    pub signed_content: Option<SignedContent>,
    /// Type.
    #[serde(rename = "typenamedid")]
    pub type_named_id: String,
    /// Function.
    pub function: String,
    /// Version.
    pub version: String,
    /// Declared values.
    pub metadata: Vec<KeyValue>,
    /// An answering signature is asked for.
    #[serde(rename = "needrecipientsignature", deserialize_with = "lenient")]
    pub need_recipient_signature: bool,
    /// A receipt notice is asked for.
    #[serde(rename = "needreceipt", deserialize_with = "lenient")]
    pub need_receipt: bool,
    /// Not the default workflow.
    #[serde(rename = "workflowid")]
    pub workflow_id: Option<u8>,
    /// A word to the recipient.
    pub comment: String,
    /// The sender's own name.
    #[serde(rename = "customdocumentid")]
    pub custom_document_id: String,
    /// Tags.
    #[serde(rename = "customdata")]
    pub custom_data: Vec<KeyValue>,
    /// Encrypted content.
    #[serde(rename = "isencrypted", deserialize_with = "lenient")]
    pub is_encrypted: bool,
}

/// `MetadataItem`, `CustomDataItem`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct KeyValue {
    /// Name.
    pub key: String,
    /// Value.
    pub value: String,
}

/// `SignedContent`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SignedContent {
    /// The file, base64.
    pub content: String,
    /// The detached signature, base64.
    pub signature: String,
    /// Name on the shelf.
    #[serde(rename = "nameonshelf")]
    pub name_on_shelf: String,
    /// The signature's name on the shelf.
    #[serde(rename = "signaturenameonshelf")]
    pub signature_name_on_shelf: String,
    /// Let the operator sign with its test certificate.
    #[serde(rename = "signwithtestsignature", deserialize_with = "lenient")]
    pub sign_with_test_signature: bool,
    /// By whose leave it was signed.
    #[serde(rename = "powerofattorney")]
    pub power_of_attorney: Option<PowerOfAttorneyToPost>,
}

/// `MessageToPostPrototype`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MessageToPostPrototype {
    /// Sender's box.
    #[serde(rename = "fromboxid")]
    pub from_box_id: String,
    /// Sender's department.
    #[serde(rename = "fromdepartmentid")]
    pub from_department_id: String,
    /// Recipient's box.
    #[serde(rename = "toboxid")]
    pub to_box_id: String,
    /// Recipient's department.
    #[serde(rename = "todepartmentid")]
    pub to_department_id: String,
    /// An intermediate recipient.
    #[serde(rename = "proxyboxid")]
    pub proxy_box_id: String,
    /// Its department.
    #[serde(rename = "proxydepartmentid")]
    pub proxy_department_id: String,
    /// Documents.
    #[serde(rename = "documentprototypes")]
    pub document_prototypes: Vec<DocumentPrototype>,
}

/// `DocumentPrototype`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DocumentPrototype {
    /// The sender's own name; a GUID.
    #[serde(rename = "customdocumentid")]
    pub custom_document_id: String,
    /// Type.
    #[serde(rename = "typenamedid")]
    pub type_named_id: String,
    /// Function.
    pub function: String,
    /// Version.
    pub version: String,
}

/// `DraftToSend`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DraftToSend {
    /// The caller's box.
    #[serde(rename = "boxid")]
    pub box_id: String,
    /// Which draft.
    #[serde(rename = "draftid")]
    pub draft_id: String,
    /// An intermediate recipient, in the place of that of the draft.
    #[serde(rename = "proxyboxid")]
    pub proxy_box_id: String,
    /// Its department.
    #[serde(rename = "proxydepartmentid")]
    pub proxy_department_id: String,
    /// Signatures of its documents.
    #[serde(rename = "documentsignatures")]
    pub document_signatures: Vec<DocumentSignature>,
}

/// `AcquireCounteragentRequest`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AcquireCounteragentRequest {
    /// By their box.
    #[serde(rename = "boxid")]
    pub box_id: String,
    /// By their organisation.
    #[serde(rename = "orgid")]
    pub org_id: String,
    /// By their ИНН.
    pub inn: String,
    /// A word to them.
    #[serde(rename = "messagetocounteragent")]
    pub message_to_counteragent: String,
    /// A document that goes along.
    #[serde(rename = "invitationdocument")]
    pub invitation_document: Option<InvitationDocument>,
}

/// `InvitationDocument`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct InvitationDocument {
    /// File and signature.
    #[serde(rename = "signedcontent")]
    pub signed_content: Option<SignedContent>,
    /// Name of the file.
    #[serde(rename = "filename")]
    pub file_name: String,
    /// The invitation is accepted by signing the document.
    #[serde(rename = "signaturerequested", deserialize_with = "lenient")]
    pub signature_requested: bool,
}

/// `GetOrganizationsByInnListRequest`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct GetOrganizationsByInnListRequest {
    /// Whom.
    #[serde(rename = "innlist")]
    pub inn_list: Vec<String>,
}

/// `MessagePatchToPostV2`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MessagePatchToPost {
    /// The caller's box.
    #[serde(rename = "boxid")]
    pub box_id: String,
    /// Which message.
    #[serde(rename = "messageid")]
    pub message_id: String,
    /// Signatures.
    pub signatures: Vec<DocumentSignature>,
    /// Receipt notices.
    pub receipts: Vec<Reply>,
    /// Titles of the recipient.
    #[serde(rename = "recipienttitles")]
    pub recipient_titles: Vec<Reply>,
    /// The same under the name of one type, which only the older structure has.
    #[serde(rename = "universaltransferdocumentbuyertitles")]
    pub universal_transfer_document_buyer_titles: Vec<Reply>,
    /// Refusals to sign.
    #[serde(rename = "xmlsignaturerejections")]
    pub xml_signature_rejections: Vec<Reply>,
    /// Requests for a correction.
    #[serde(rename = "correctionrequests")]
    pub correction_requests: Vec<Reply>,
    /// Proposals to revoke.
    #[serde(rename = "revocationrequests")]
    pub revocation_requests: Vec<Reply>,
    /// Universal messages.
    #[serde(rename = "universalmessages")]
    pub universal_messages: Vec<UniversalMessageAttachment>,
    /// Cancellations of shipment data.
    #[serde(rename = "ttgisfixationcancellationrequests")]
    pub fixation_cancellations: Vec<Reply>,
    /// Everything else, so that it can be refused by name.
    #[serde(flatten)]
    pub others: serde_json::Map<String, serde_json::Value>,
}

/// `UniversalMessageAttachment`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct UniversalMessageAttachment {
    /// What it is about.
    #[serde(rename = "parententityid")]
    pub parent_entity_id: String,
    /// What it does: a name or a number.
    #[serde(rename = "codegroup")]
    pub code_group: serde_json::Value,
    /// The file.
    #[serde(rename = "universalmessagecontent")]
    pub content: Option<SignedContent>,
}

/// `DocumentSignature`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DocumentSignature {
    /// What is signed.
    #[serde(rename = "parententityid")]
    pub parent_entity_id: String,
    /// The signature, base64.
    pub signature: String,
    /// The signature's name on the shelf.
    #[serde(rename = "signaturenameonshelf")]
    pub signature_name_on_shelf: String,
    /// Let the operator sign.
    #[serde(rename = "signwithtestsignature", deserialize_with = "lenient")]
    pub sign_with_test_signature: bool,
}

/// `ReceiptAttachment`, `RecipientTitleAttachment`, `XmlSignatureRejectionAttachment`, `CorrectionRequestAttachment`,
/// `RevocationRequestAttachment`, `TtGisFixationCancellationRequestAttachment`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Reply {
    /// What is answered.
    #[serde(rename = "parententityid", alias = "documentid")]
    pub parent_entity_id: String,
    /// File and signature.
    #[serde(rename = "signedcontent")]
    pub signed_content: Option<SignedContent>,
    /// Of a title: its author wants a receipt notice of it.
    #[serde(rename = "needreceipt")]
    pub need_receipt: bool,
}

/// `GetDocflowBatchRequest`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct GetDocflowBatchRequest {
    /// Which.
    pub requests: Vec<GetDocflowRequest>,
}

/// `GetDocflowRequest`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct GetDocflowRequest {
    /// Which document.
    #[serde(rename = "documentid")]
    pub document_id: DocumentId,
    /// As of which event.
    #[serde(rename = "lasteventid")]
    pub last_event_id: String,
    /// With bytes.
    #[serde(rename = "injectentitycontent", deserialize_with = "lenient")]
    pub inject_entity_content: bool,
}

/// `DocumentId`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DocumentId {
    /// Message.
    #[serde(rename = "messageid")]
    pub message_id: String,
    /// Entity.
    #[serde(rename = "entityid")]
    pub entity_id: String,
}

/// `Timestamp`
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub struct Timestamp {
    /// Ticks.
    pub ticks: crate::clock::Ticks,
}

/// `TimeBasedFilter`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TimeBasedFilter {
    /// Not before.
    #[serde(rename = "fromtimestamp")]
    pub from_timestamp: Option<Timestamp>,
    /// Not after.
    #[serde(rename = "totimestamp")]
    pub to_timestamp: Option<Timestamp>,
    /// `Ascending`, `Descending`.
    #[serde(rename = "sortdirection")]
    pub sort_direction: serde_json::Value,
}

/// `GetDocflowEventsRequest`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct GetDocflowEventsRequest {
    /// Must be there, even if it asks for nothing.
    pub filter: Option<TimeBasedFilter>,
    /// Behind this one, base64.
    #[serde(rename = "afterindexkey")]
    pub after_index_key: String,
    /// With the documents.
    #[serde(rename = "populatedocuments", deserialize_with = "lenient")]
    pub populate_documents: bool,
    /// With bytes.
    #[serde(rename = "injectentitycontent", deserialize_with = "lenient")]
    pub inject_entity_content: bool,
    /// With what the documents were before.
    #[serde(rename = "populatepreviousdocumentstates", deserialize_with = "lenient")]
    pub populate_previous_document_states: bool,
    /// `Letter`, `Draft`.
    #[serde(rename = "messagetypes")]
    pub message_types: Vec<String>,
    /// `Inbound`, `Outbound`.
    #[serde(rename = "documentdirections")]
    pub document_directions: Vec<String>,
    /// Types.
    #[serde(rename = "typenamedids")]
    pub type_named_ids: Vec<String>,
    /// Of this other side only.
    #[serde(rename = "counteragentboxid")]
    pub counteragent_box_id: String,
    /// How many.
    pub limit: Option<usize>,
}

/// `SearchDocflowsRequest`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SearchDocflowsRequest {
    /// Words, any of which may fit; `key: value` looks into tags.
    #[serde(rename = "querystring")]
    pub query_string: String,
    /// How many.
    pub count: Option<usize>,
    /// From this place on.
    #[serde(rename = "firstindex")]
    pub first_index: usize,
    /// `SearchScopeAny`, …
    pub scope: serde_json::Value,
    /// With bytes.
    #[serde(rename = "injectentitycontent", deserialize_with = "lenient")]
    pub inject_entity_content: bool,
}

/// `GetDocflowsByPacketIdRequest`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct GetDocflowsByPacketIdRequest {
    /// Which packet.
    #[serde(rename = "packetid")]
    pub packet_id: String,
    /// How many.
    pub count: Option<usize>,
    /// With bytes.
    #[serde(rename = "injectentitycontent", deserialize_with = "lenient")]
    pub inject_entity_content: bool,
    /// Behind this one, base64.
    #[serde(rename = "afterindexkey")]
    pub after_index_key: String,
}
