//! Generators of service documents: receipt notices, requests for a correction, refusals and proposals to revoke, as XML
//! to be signed and posted. The versions differ in where they name the document and how they name the signer; the paper is
//! the same.

mod signer;
mod signer_schema;
pub mod universal;

use serde::Deserialize;
use uuid::Uuid;

use super::books::{self, Books};
use super::call::Call;
use super::model::Part;
use super::refusal::Refusal;
use super::service_documents::Paper;
use super::service_documents::notice::{self, Notice, RevocationForm};
use super::view::{Exchange, Role, Seen, View};
use super::{Reply, acts, auth, codec};
use crate::hub::Hub;
use crate::world::{BoxId, Organization};
use signer::{GivenSigner, Shelf};

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
    /// Of a proposal to revoke.
    comment: String,
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
    generated(hub, call, asked, |exchange, about, told, _| {
        let is_possible = match exchange.view.role() {
            Role::Recipient => about.is_document() && exchange.awaits_receipt(),
            Role::Sender => exchange.awaits_sender_receipt(about.file.entity.id),
            Role::Proxy => false,
        };
        is_possible.then(|| notice::receipt(acts::receipt_part(exchange.card), told))
    })
}

/// `POST /V2/GenerateSignatureRejectionXml`, and the same without a version.
pub fn generate_signature_rejection_xml(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let structures = ["SignatureRejectionGenerationRequestV2", "SignatureRejectionInfo"];
    let asked = asked(call, structures)?;
    generated(hub, call, asked, |exchange, about, told, reason| {
        let is_possible = match (about.is_document(), exchange.view.role()) {
            (false, _) => about.is_proposal() && exchange.awaits_revocation_answer(),
            (true, Role::Sender) => false,
            (true, Role::Proxy) => exchange.awaits_proxy(),
            (true, Role::Recipient) => exchange.awaits_answer(),
        };
        is_possible.then(|| notice::rejection(told, reason))
    })
}

/// `POST /V2/GenerateInvoiceCorrectionRequestXml`, and the same without a version.
pub fn generate_invoice_correction_request_xml(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let structures = [
        "InvoiceCorrectionRequestGenerationRequestV2",
        "InvoiceCorrectionRequestInfo",
    ];
    let asked = asked(call, structures)?;
    if asked.error_message.trim().is_empty() {
        return Err(Refusal::bad(format!(
            "{}.ErrorMessage is required",
            structures[0]
        )));
    }
    generated(hub, call, asked, |exchange, about, told, what| {
        let is_possible = about.is_document() && exchange.may_be_amended();
        is_possible.then(|| notice::amendment(told, what))
    })
}

/// `POST /V2/GenerateRevocationRequestXml`, which names the form in its query, and the same without a version.
pub fn generate_revocation_request_xml(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let form = match call.version {
        0 => RevocationForm::First,
        _ => match call.required("contenttypeid")? {
            "revocation_request_01" => RevocationForm::First,
            "revocation_request_02" => RevocationForm::Second,
            other => return Err(Refusal::bad(format!("Unknown contentTypeId: {other}"))),
        },
    };
    let given: Asked = codec::read(&call.headers, &call.body, "RevocationRequestInfo")?;
    let asked = Asked {
        error_message: given.comment.clone(),
        ..placed(call, given)?
    };
    generated(hub, call, asked, |exchange, about, told, reason| {
        let newest = RevocationForm::newest_between(told.author, told.addressee);
        let is_taken = newest.is_some_and(|newest| form == RevocationForm::First || newest == form);
        let is_possible = about.is_document() && exchange.may_be_revoked() && is_taken;
        is_possible.then(|| notice::revocation(told, reason, form))
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
    placed(call, codec::read(&call.headers, &call.body, older)?)
}

/// The document is named in the query.
fn placed(call: &Call, given: Asked) -> Result<Asked, Refusal> {
    Ok(Asked {
        message_id: call.required("messageid")?.to_owned(),
        attachment_id: call.required("attachmentid")?.to_owned(),
        ..given
    })
}

/// What is answered: a document, a proposal to revoke it, or what the sender has to confirm.
struct About<'a> {
    file: Seen<'a>,
    signature: Option<Seen<'a>>,
}

impl About<'_> {
    fn is_document(&self) -> bool {
        self.file.entity.part == Part::Document
    }

    fn is_proposal(&self) -> bool {
        self.file.entity.part == Part::RevocationRequest
    }
}

fn generated(
    hub: &Hub,
    call: &Call,
    asked: Asked,
    paper: impl FnOnce(&Exchange<'_>, &About<'_>, &Notice<'_>, &str) -> Option<Paper>,
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
    paper: impl FnOnce(&Exchange<'_>, &About<'_>, &Notice<'_>, &str) -> Option<Paper>,
) -> Result<Paper, Refusal> {
    let state = &books.state;
    let (message, entity) = (
        id(&asked.message_id, "MessageId")?,
        id(&asked.attachment_id, "AttachmentId")?,
    );
    let reason = asked.error_message.trim().to_owned();
    let signer = match asked.signer_content.as_str() {
        "" => asked.signer.unwrap_or(asked.bare).named(),
        content => {
            let owner = state.world.by_box(our_box);
            signer::universal(
                content,
                &Shelf {
                    today: state.now().moscow("%d.%m.%Y"),
                    usual: owner.and_then(usual_power),
                },
            )?
        }
    };
    let missing = || Refusal::not_found(format!("Entity {entity} is not found"));
    let view = View::of(state, our_box, message).ok_or_else(missing)?;
    let document = acts::universal::document_of(&view, entity).ok_or_else(missing)?;
    let exchange = view.exchange(document).ok_or_else(missing)?;
    let about = match exchange.revocation {
        _ if entity == document => About {
            file: exchange.document,
            signature: exchange.signature,
        },
        Some(last) if last.request.entity.entity.id == entity => About {
            file: last.request.entity,
            signature: last.request.signature,
        },
        _ => {
            let unconfirmed = exchange.unconfirmed().ok_or_else(missing)?;
            if unconfirmed.entity.entity.id != entity {
                return Err(missing());
            }
            About {
                file: unconfirmed.entity,
                signature: unconfirmed.signature,
            }
        }
    };
    // Nothing is answered to what nobody signed.
    let signature = about.signature.ok_or_else(missing)?;
    let author = state.world.by_box(our_box).ok_or_else(missing)?;
    let addressee = state
        .world
        .by_box(view.message.other_side(our_box))
        .ok_or_else(missing)?;
    let told = Notice {
        author,
        addressee,
        file: &about.file.entity.file_name,
        signature: &books::bytes(books.folder().as_deref(), &signature.entity.content)?,
        at: state.now(),
        signer: &signer,
    };
    paper(&exchange, &about, &told, &reason).ok_or_else(|| {
        Refusal::wrong_state("Invalid document state: such a document cannot be generated now")
    })
}

/// The usual power of the employees of an organisation; an entrepreneur signs without one.
fn usual_power(owner: &Organization) -> Option<String> {
    let number = owner.inn.as_str().parse().unwrap_or_default();
    let number = Uuid::from_u64_pair(0x6d63_6864_0000_4000, number);
    owner.kpp.is_some().then(|| number.to_string())
}

fn id(text: &str, name: &str) -> Result<Uuid, Refusal> {
    Uuid::try_parse(text).map_err(|_| Refusal::bad(format!("Could not parse {name}: {text}")))
}
