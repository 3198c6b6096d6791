//! `GenerateTitleXml`: the sender's title of a УПД from a user contract.
//!
//! Checks what the operator's schema asks for most often and names the place of the first mistake; does not calculate
//! sums again, as the real service does not.

mod contract;
mod write;

use axum::http::StatusCode;

use super::books::State;
use super::call::Call;
use super::refusal::Refusal;
use super::types;
use super::{Reply, auth};
use crate::hub::Hub;
use crate::world::{BoxId, Organization};
use contract::Node;

/// The largest contract, bytes.
const LIMIT_BYTES: usize = 30 * 1024 * 1024;

/// `POST /GenerateTitleXml`
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

/// Only the sender's title of the УПД in the version in force is made here.
fn check_type(call: &Call) -> Result<(), Refusal> {
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
    match call.required("titleindex")? {
        "0" => Ok(()),
        other => Err(Refusal::bad(format!(
            "Песочница не создаёт титул {other}: только титул продавца"
        ))),
    }
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
