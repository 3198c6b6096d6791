//! Generators of service documents: receipt notices and refusals, as XML to be signed and posted. The versions differ in
//! where they name the document and how they name the signer; the paper is the same.

mod signer;

use serde::Deserialize;
use uuid::Uuid;

use super::books::{self, Books};
use super::call::Call;
use super::refusal::Refusal;
use super::service_documents::Paper;
use super::service_documents::notice::{self, Notice};
use super::view::{Exchange, Role, View};
use super::{Reply, acts, auth, codec};
use crate::hub::Hub;
use crate::world::BoxId;
use signer::GivenSigner;

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
    /// Of a refusal without a version; a receipt notice is asked for with nothing but this.
    signer: Option<GivenSigner>,
    #[serde(flatten)]
    bare: GivenSigner,
}

/// `POST /V2/GenerateReceiptXml`, and `GenerateReceiptXml` under its three older names.
pub fn generate_receipt_xml(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let asked = asked(call, ["ReceiptGenerationRequestV2", "Signer"])?;
    generated(hub, call, asked, |exchange, told, _| {
        let is_possible = exchange.view.role() == Role::Recipient && exchange.awaits_receipt();
        is_possible.then(|| notice::receipt(acts::receipt_part(exchange.card), told))
    })
}

/// `POST /V2/GenerateSignatureRejectionXml`, and the same without a version.
pub fn generate_signature_rejection_xml(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let structures = ["SignatureRejectionGenerationRequestV2", "SignatureRejectionInfo"];
    let asked = asked(call, structures)?;
    generated(hub, call, asked, |exchange, told, reason| {
        let is_possible = match exchange.view.role() {
            Role::Sender => false,
            Role::Proxy => exchange.awaits_proxy(),
            Role::Recipient => exchange.awaits_answer(),
        };
        is_possible.then(|| notice::rejection(told, reason))
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

fn generated(
    hub: &Hub,
    call: &Call,
    asked: Asked,
    paper: impl FnOnce(&Exchange<'_>, &Notice<'_>, &str) -> Option<Paper>,
) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let (_, our_box) = auth::caller_in(&books.state, call, "boxid")?;
        let paper = made(books, our_box, asked, paper)?;
        Ok(Reply {
            file_name: Some(paper.file_name),
            ..Reply::bytes(paper.bytes, "application/xml; charset=windows-1251")
        })
    })
}

fn made(
    books: &Books,
    our_box: BoxId,
    asked: Asked,
    paper: impl FnOnce(&Exchange<'_>, &Notice<'_>, &str) -> Option<Paper>,
) -> Result<Paper, Refusal> {
    let state = &books.state;
    let (message, document) = (
        id(&asked.message_id, "MessageId")?,
        id(&asked.attachment_id, "AttachmentId")?,
    );
    let reason = asked.error_message.trim().to_owned();
    let signer = match asked.signer_content.as_str() {
        "" => asked.signer.unwrap_or(asked.bare).named(),
        content => signer::universal(content, state.now().moscow("%d.%m.%Y"))?,
    };
    let missing = || Refusal::not_found(format!("Entity {document} is not found"));
    let view = View::of(state, our_box, message).ok_or_else(missing)?;
    let exchange = view.exchange(document).ok_or_else(missing)?;
    // Nothing is answered to what nobody signed.
    let signature = exchange.signature.ok_or_else(missing)?;
    let author = state.world.by_box(our_box).ok_or_else(missing)?;
    let addressee = state
        .world
        .by_box(view.message.other_side(our_box))
        .ok_or_else(missing)?;
    let told = Notice {
        author,
        addressee,
        file: &exchange.document.entity.file_name,
        signature: &books::bytes(books.folder().as_deref(), &signature.entity.content)?,
        at: state.now(),
        signer: &signer,
    };
    paper(&exchange, &told, &reason).ok_or_else(|| {
        Refusal::wrong_state("Invalid document state: such a document cannot be generated now")
    })
}

fn id(text: &str, name: &str) -> Result<Uuid, Refusal> {
    Uuid::try_parse(text).map_err(|_| Refusal::bad(format!("Could not parse {name}: {text}")))
}
