//! The generators of receipt notices and refusals: `V2/GenerateReceiptXml`, `V2/GenerateSignatureRejectionXml`. They make a
//! file for a document that lies in the caller's box, and keep nothing.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use uuid::Uuid;

use super::books::{self, Books};
use super::call::Call;
use super::refusal::Refusal;
use super::service_documents::Paper;
use super::service_documents::notice::{self, Notice, Signer};
use super::title::contract::{self, Node};
use super::view::View;
use super::{Reply, acts, auth, codec};
use crate::hub::Hub;
use crate::world::BoxId;

/// `ReceiptGenerationRequestV2`, `SignatureRejectionGenerationRequestV2`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct GenerationRequest {
    #[serde(rename = "errormessage")]
    error_message: String,
    #[serde(rename = "messageid")]
    message_id: String,
    #[serde(rename = "attachmentid")]
    attachment_id: String,
    #[serde(rename = "signercontent")]
    signer_content: String,
}

#[derive(Clone, Copy)]
enum Wanted {
    Receipt,
    Rejection,
}

/// `POST /V2/GenerateReceiptXml`
pub fn generate_receipt_xml(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    generate(hub, call, Wanted::Receipt)
}

/// `POST /V2/GenerateSignatureRejectionXml`
pub fn generate_signature_rejection_xml(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    generate(hub, call, Wanted::Rejection)
}

fn generate(hub: &Hub, call: &Call, wanted: Wanted) -> Result<Reply, Refusal> {
    let type_name = match wanted {
        Wanted::Receipt => "ReceiptGenerationRequestV2",
        Wanted::Rejection => "SignatureRejectionGenerationRequestV2",
    };
    let given: GenerationRequest = codec::read(&call.headers, &call.body, type_name)?;
    hub.with(|books| {
        let user = auth::caller(&books.state, &call.headers)?;
        let our_box = call.box_id("boxid")?;
        if !books.state.world.may_enter(user, our_box) {
            return Err(Refusal::forbidden("Access to the box is denied"));
        }
        let paper = made(books, our_box, &given, wanted)?;
        Ok(Reply {
            file_name: Some(paper.file_name),
            ..Reply::bytes(paper.bytes, "application/xml; charset=windows-1251")
        })
    })
}

fn made(books: &Books, our_box: BoxId, given: &GenerationRequest, wanted: Wanted) -> Result<Paper, Refusal> {
    let state = &books.state;
    let signer = signer(given, state.now().moscow("%d.%m.%Y"))?;
    let (message, attachment) = (
        id("messageId", &given.message_id)?,
        id("attachmentId", &given.attachment_id)?,
    );
    let unknown = || Refusal::not_found(format!("Entity {attachment} is not found"));
    let view = View::of(state, our_box, message).ok_or_else(unknown)?;
    let exchange = view.exchange(attachment).ok_or_else(unknown)?;
    let signature = exchange.signature.ok_or_else(unknown)?;
    let is_possible = !view.is_sender()
        && match wanted {
            Wanted::Receipt => exchange.awaits_receipt(),
            Wanted::Rejection => exchange.awaits_answer(),
        };
    if !is_possible {
        return Err(Refusal::wrong_state(
            "Invalid document state: such a document cannot be generated now",
        ));
    }
    let (Some(author), Some(addressee)) =
        (state.world.by_box(our_box), state.world.by_box(view.message.from))
    else {
        return Err(unknown());
    };
    let signature = books::bytes(books.folder().as_deref(), &signature.entity.content)?;
    let told = Notice {
        author,
        addressee,
        file: &exchange.document.entity.file_name,
        signature: &signature,
        at: state.now(),
        signer: &signer,
    };
    Ok(match wanted {
        Wanted::Receipt => notice::receipt(acts::receipt_part(exchange.card), &told),
        Wanted::Rejection => notice::rejection(&told, given.error_message.trim()),
    })
}

fn id(name: &str, text: &str) -> Result<Uuid, Refusal> {
    Uuid::try_parse(text).map_err(|_| Refusal::bad(format!("Could not parse {name}: {text}")))
}

/// The universal signer for service documents. What a certificate would say is not read here: the caller writes it.
fn signer(given: &GenerationRequest, today: String) -> Result<Signer, Refusal> {
    let wrong = |text: String| Refusal::bad(format!("SignerContent: {text}"));
    let bytes = STANDARD
        .decode(&given.signer_content)
        .map_err(|_| wrong("not base64".to_owned()))?;
    let root = contract::read(&bytes).map_err(wrong)?;
    if root.name != "Signer" {
        return Err(wrong(format!("Ожидался элемент Signer, получен {}", root.name)));
    }
    let one_of = |name: &str| {
        let value = root.attribute(name);
        match value {
            "1" | "2" | "3" => Ok(value.to_owned()),
            other => Err(wrong(format!(
                "Атрибут {name} имеет недопустимое значение «{other}»"
            ))),
        }
    };
    one_of("SignatureType")?;
    let status = one_of("SignerStatus")?;
    let has_certificate = root.child("Certificate").is_some_and(|certificate| {
        ["CertificateBytes", "CertificateThumbprint"]
            .iter()
            .any(|name| !certificate.attribute(name).is_empty())
    });
    if !has_certificate {
        return Err(wrong("Нет элемента Certificate".to_owned()));
    }
    let name = root
        .child("Fio")
        .ok_or_else(|| wrong("Нет элемента Fio".to_owned()))?;
    for part in ["LastName", "FirstName"] {
        if name.attribute(part).is_empty() {
            return Err(wrong(format!("Не заполнен обязательный атрибут Fio/@{part}")));
        }
    }
    let power = root
        .child("PowerOfAttorney")
        .and_then(|power| number_of(power, today));
    if status == "2" && power.is_none() {
        return Err(wrong("Нет элемента PowerOfAttorney/Electronic".to_owned()));
    }
    Ok(Signer {
        last_name: name.attribute("LastName").to_owned(),
        first_name: name.attribute("FirstName").to_owned(),
        middle_name: name.attribute("MiddleName").to_owned(),
        position: root
            .child("Position")
            .map(|position| position.text.trim().to_owned())
            .unwrap_or_default(),
        power,
    })
}

/// Number and day of an electronic power of attorney; the register of this world was filled today.
fn number_of(power: &Node, today: String) -> Option<(String, String)> {
    let electronic = power.child("Electronic")?;
    if let Some(manual) = electronic.child("Manual") {
        let (number, day) = (
            manual.attribute("RegistrationNumber"),
            manual.attribute("RegistrationDate"),
        );
        return (!number.is_empty() && !day.is_empty()).then(|| (number.to_owned(), day.to_owned()));
    }
    let number = electronic
        .child("Storage")?
        .child("FullId")?
        .attribute("RegistrationNumber");
    (!number.is_empty()).then(|| (number.to_owned(), today))
}
