//! Generators of service documents: receipt notices and refusals, as XML to be signed and posted. The versions differ in
//! where they name the document and how they name the signer; the paper is the same.

use serde::Deserialize;
use uuid::Uuid;

use super::books::State;
use super::call::Call;
use super::refusal::Refusal;
use super::service_documents::{self as papers, Paper};
use super::view::{Exchange, Role, View};
use super::{Reply, acts, auth, codec};
use crate::hub::Hub;
use crate::world::BoxId;

/// What a generator is asked for, whichever structure it came in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    #[serde(rename = "messageid")]
    message_id: String,
    #[serde(rename = "attachmentid")]
    attachment_id: String,
    #[serde(rename = "errormessage")]
    error_message: String,
    /// The universal signer, base64.
    #[serde(rename = "signercontent")]
    signer_content: String,
}

/// `POST /V2/GenerateReceiptXml`, and `GenerateReceiptXml` under its three older names.
pub fn generate_receipt_xml(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let asked = asked(call, ["ReceiptGenerationRequestV2", "Signer"])?;
    generated(hub, call, &asked, |exchange, state, sides| {
        if exchange.view.role() != Role::Recipient || !exchange.wants_receipt() {
            return None;
        }
        let file = &exchange.document.entity.file_name;
        let part = acts::receipt_part(exchange.card);
        Some(papers::receipt(part, sides.0, sides.1, file, state.now()))
    })
}

/// `POST /V2/GenerateSignatureRejectionXml`, and the same without a version.
pub fn generate_signature_rejection_xml(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let structures = ["SignatureRejectionGenerationRequestV2", "SignatureRejectionInfo"];
    let asked = asked(call, structures)?;
    generated(hub, call, &asked, |exchange, state, sides| {
        let is_possible = match exchange.view.role() {
            Role::Sender => false,
            Role::Proxy => true,
            Role::Recipient => exchange.wants_answer(),
        };
        let file = &exchange.document.entity.file_name;
        is_possible
            .then(|| papers::rejection(sides.0, sides.1, file, state.now(), asked.error_message.trim()))
    })
}

/// Reads the request: the second version names everything in its body, the first the document in its query.
fn asked(call: &Call, [newer, older]: [&str; 2]) -> Result<Asked, Refusal> {
    if call.version == 2 {
        let asked: Asked = codec::read(&call.headers, &call.body, newer)?;
        if asked.signer_content.is_empty() {
            return Err(Refusal::bad(format!("{newer}.SignerContent is required")));
        }
        return Ok(asked);
    }
    let given: Asked = codec::read(&call.headers, &call.body, older)?;
    Ok(Asked {
        message_id: call.required("messageid")?.to_owned(),
        attachment_id: call.required("attachmentid")?.to_owned(),
        ..given
    })
}

type Sides<'a> = (&'a crate::world::Organization, &'a crate::world::Organization);

fn generated(
    hub: &Hub,
    call: &Call,
    asked: &Asked,
    paper: impl FnOnce(&Exchange<'_>, &State, Sides<'_>) -> Option<Paper>,
) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let state = &books.state;
        let (_, box_id) = auth::caller_in(state, call, "boxid")?;
        let (message, document) = (
            id(&asked.message_id, "MessageId")?,
            id(&asked.attachment_id, "AttachmentId")?,
        );
        let missing = || Refusal::not_found(format!("Entity {document} is not found"));
        let view = View::of(state, box_id, message).ok_or_else(missing)?;
        let exchange = view.exchange(document).ok_or_else(missing)?;
        // Nothing is answered to what nobody signed.
        exchange.signature.ok_or_else(missing)?;
        let sides = sides(state, &view, box_id).ok_or_else(missing)?;
        let paper = paper(&exchange, state, sides).ok_or_else(|| {
            Refusal::wrong_state("Invalid document state: this service document is not for this side")
        })?;
        Ok(Reply {
            file_name: Some(paper.file_name),
            ..Reply::bytes(paper.bytes, "application/xml; charset=windows-1251")
        })
    })
}

fn sides<'a>(state: &'a State, view: &View<'_>, box_id: BoxId) -> Option<Sides<'a>> {
    let author = state.world.by_box(box_id)?;
    let addressee = state.world.by_box(view.message.other_side(box_id))?;
    Some((author, addressee))
}

fn id(text: &str, name: &str) -> Result<Uuid, Refusal> {
    Uuid::try_parse(text).map_err(|_| Refusal::bad(format!("Could not parse {name}: {text}")))
}
