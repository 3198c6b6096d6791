//! `GenerateTitleXml`: the sender's title of a УПД from a user contract, and the recipient's title to one that came.
//!
//! Checks what the operator's schema asks for most often and names the place of the first mistake; does not calculate
//! sums again, as the real service does not.

pub mod contract;
mod write;

use axum::http::StatusCode;
use uuid::Uuid;

use super::books::State;
use super::call::Call;
use super::refusal::Refusal;
use super::service_documents as papers;
use super::types;
use super::view::{Role, View};
use super::{Reply, auth};
use crate::hub::Hub;
use crate::world::{BoxId, Organization};
use contract::Node;

/// The largest contract, bytes.
const LIMIT_BYTES: usize = 30 * 1024 * 1024;

/// `POST /GenerateTitleXml`; the older methods `GenerateSenderTitleXml` and `GenerateRecipientTitleXml` name the title by
/// their own names.
pub fn generate_title_xml(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let state = &books.state;
        let user = auth::caller(state, &call.headers)?;
        let our_box = BoxId::parse(call.required("boxid")?)
            .ok_or_else(|| Refusal::bad("Could not parse boxId query param"))?;
        if !state.world.may_enter(user, our_box) {
            return Err(Refusal::forbidden("Access to the box is denied"));
        }
        check_type(call)?;
        if call.body.len() > LIMIT_BYTES {
            return Err(Refusal::of(
                StatusCode::PAYLOAD_TOO_LARGE,
                "Request body is too large",
            ));
        }
        let contract = contract::read(&call.body).map_err(Refusal::bad)?;
        if title_index(call)? == "1" {
            return answering_title(state, call, our_box, &contract);
        }
        let function = call.required("documentfunction")?;
        contract::check(&contract, function).map_err(Refusal::bad)?;
        let sides = sides(state, our_box, &contract)?;
        let title = write::title(&contract, &sides, state.now());
        Ok(Reply {
            file_name: Some(format!("{}.xml", title.file_id)),
            ..Reply::bytes(title.bytes, "application/xml; charset=windows-1251")
        })
    })
}

/// A УПД of one line, from one organisation of the world to another.
pub fn sample(
    state: &State,
    from: &Organization,
    to: &Organization,
    (function, number, date): (&str, &str, &str),
) -> Result<Vec<u8>, Refusal> {
    let reference = |organization: &Organization| {
        format!(
            "<OrganizationReference BoxId=\"{}\"/>",
            organization.box_id.guid()
        )
    };
    let xml = format!(
        "<UniversalTransferDocument Function=\"{function}\" DocumentDate=\"{date}\" DocumentNumber=\"{number}\" Currency=\"643\" \
         DocumentName=\"Документ об отгрузке товаров\" DocumentCreator=\"{}\">\
         <Sellers><Seller>{}</Seller></Sellers><Buyers><Buyer>{}</Buyer></Buyers>\
         <Signers><Signer SignerPowersConfirmationMethod=\"1\"><Fio LastName=\"Ильин\" FirstName=\"Степан\" MiddleName=\"Романович\"/>\
         <Position PositionSource=\"Manual\">Директор</Position></Signer></Signers>\
         <Table TotalWithVatExcluded=\"10000.00\" Vat=\"2200.00\" Total=\"12200.00\">\
         <Item Product=\"Бумага для печати А4, пачка\" Unit=\"796\" Quantity=\"40\" Price=\"250.00\" TaxRate=\"TwentyTwoPercent\" \
         SubtotalWithVatExcluded=\"10000.00\" Vat=\"2200.00\" Subtotal=\"12200.00\"/></Table>\
         <TransferInfo OperationInfo=\"Товары переданы\" TransferDate=\"{date}\"/>\
         <DocumentShipments><DocumentShipment DocumentName=\"Универсальный передаточный документ\" DocumentNumber=\"{number}\" \
         DocumentDate=\"{date}\"/></DocumentShipments></UniversalTransferDocument>",
        quick_xml::escape::escape(&from.full_name),
        reference(from),
        reference(to),
    );
    let contract = contract::read(xml.as_bytes()).map_err(Refusal::bad)?;
    contract::check(&contract, function).map_err(Refusal::bad)?;
    let sides = sides(state, from.box_id, &contract)?;
    Ok(write::title(&contract, &sides, state.now()).bytes)
}

/// Which title is asked for: 0 is the sender's.
fn title_index(call: &Call) -> Result<&str, Refusal> {
    match call.name.as_str() {
        "generatesendertitlexml" => Ok("0"),
        "generaterecipienttitlexml" => Ok("1"),
        _ => call.required("titleindex"),
    }
}

/// Only titles of the УПД in the version in force are made here.
fn check_type(call: &Call) -> Result<(), Refusal> {
    if call.name == "generaterecipienttitlexml" {
        // The document that is answered says what it is.
        return Ok(());
    }
    let type_named_id = call.required("documenttypenamedid")?;
    let (function, version) = (
        call.required("documentfunction")?,
        call.required("documentversion")?,
    );
    let known = types::of_type(type_named_id)
        .any(|kind| kind.is_formal && kind.function == function && kind.version == version);
    if !known {
        return Err(Refusal::bad(format!(
            "Unsupported document type: {type_named_id}, function: {function}, version: {version}"
        )));
    }
    match title_index(call)? {
        "0" | "1" => Ok(()),
        other => Err(Refusal::bad(format!(
            "Песочница не создаёт титул {other}: только титулы продавца и покупателя"
        ))),
    }
}

/// The recipient's title: to a УПД that lies in this box and waits for it.
fn answering_title(state: &State, call: &Call, our_box: BoxId, contract: &Node) -> Result<Reply, Refusal> {
    let total_code = contract::check_answer(contract).map_err(Refusal::bad)?;
    let id = |name: &str| {
        let text = call.required(name)?;
        Uuid::try_parse(text).map_err(|_| Refusal::bad(format!("Could not parse {name}: {text}")))
    };
    let (letter, document) = if call.name == "generaterecipienttitlexml" {
        (id("sendertitlemessageid")?, id("sendertitleattachmentid")?)
    } else {
        (id("letterid")?, id("documentid")?)
    };
    let unknown = || Refusal::not_found(format!("Document {document} is not found"));
    let view = View::of(state, our_box, letter).ok_or_else(unknown)?;
    let exchange = view.exchange(document).ok_or_else(unknown)?;
    if view.role() != Role::Recipient || exchange.workflow().answer() != types::Answer::Title {
        return Err(Refusal::bad(
            "К этому документу не бывает титула получателя от этого ящика",
        ));
    }
    let (Some(author), Some(addressee)) =
        (state.world.by_box(our_box), state.world.by_box(view.message.from))
    else {
        return Err(unknown());
    };
    let file = &exchange.document.entity.file_name;
    let paper = papers::recipient_title(author, addressee, file, state.now(), total_code);
    Ok(Reply {
        file_name: Some(paper.file_name),
        ..Reply::bytes(paper.bytes, "application/xml; charset=windows-1251")
    })
}

/// The organisations on both sides, for names of files and references to boxes.
struct Sides<'a> {
    seller: &'a Organization,
    buyer: &'a Organization,
}

fn sides<'a>(state: &'a State, our_box: BoxId, contract: &Node) -> Result<Sides<'a>, Refusal> {
    let seller = state
        .world
        .by_box(our_box)
        .ok_or_else(|| Refusal::not_found("Box not found"))?;
    let buyer = contract.child("Buyers").and_then(|buyers| buyers.child("Buyer"));
    let found = buyer.and_then(|buyer| match buyer.child("OrganizationReference") {
        Some(reference) => BoxId::parse(reference.attribute("BoxId")).and_then(|id| state.world.by_box(id)),
        None => {
            let details = buyer.child("OrganizationDetails")?;
            let (inn, kpp) = (details.attribute("Inn"), details.attribute("Kpp"));
            let organizations = &state.world.organizations;
            let has_kpp =
                |one: &&Organization| one.kpp.as_ref().map(ToString::to_string).unwrap_or_default() == kpp;
            let same_inn = || organizations.iter().filter(|one| one.inn.as_str() == inn);
            same_inn().find(has_kpp).or_else(|| same_inn().next())
        }
    });
    let buyer = found.ok_or_else(|| {
        Refusal::bad("Не найден получатель: у организации с такими ИНН и КПП нет ящика в Диадоке")
    })?;
    Ok(Sides { seller, buyer })
}
