//! Generators of what has a method of its own: universal messages, and the cancellation of shipment data of marked goods.

use serde_json::json;

use crate::diadoc::acts::universal::{Era, is_awaited};
use crate::diadoc::call::Call;
use crate::diadoc::model::Part;
use crate::diadoc::refusal::Refusal;
use crate::diadoc::service_documents::notice::Signer;
use crate::diadoc::service_documents::universal::{self, Person};
use crate::diadoc::service_documents::{Paper, stem};
use crate::diadoc::view::revocation::proposal_about;
use crate::diadoc::view::{Exchange, View};
use crate::diadoc::{Reply, auth};
use crate::hub::Hub;
use crate::world::Organization;

/// `POST /GenerateUniversalMessage`
pub fn generate_universal_message(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let wanted = universal::read(&call.body, &of_cabinet())
        .map_err(|text| Refusal::bad(format!("UniversalMessage: {text}")))?;
    hub.with(|books| {
        let state = &books.state;
        let (_, our_box) = auth::caller_in(state, call, "boxid")?;
        let (message, parent) = (call.id("messageid")?, call.id("attachmentid")?);
        let missing = || Refusal::not_found(format!("Entity {parent} is not found"));
        let view = View::of(state, our_box, message).ok_or_else(missing)?;
        let file = view.seen.iter().find(|seen| seen.entity.id == parent);
        let file = file.ok_or_else(missing)?.entity;
        let document = proposal_about(view.message, parent).unwrap_or(parent);
        let document = view
            .message
            .document(document)
            .map(|card| card.entity)
            .or(file.parent)
            .ok_or_else(missing)?;
        let exchange = view.exchange(document).ok_or_else(missing)?;
        let is_known = |(code, _): &(u32, String)| universal::code_group(*code).is_some();
        let of_proposal = proposal_about(view.message, parent).is_some();
        let is_possible = wanted.events.iter().all(is_known)
            && Era::of(&exchange) != Era::Papers
            && (!of_proposal || is_awaited(&exchange, parent, universal::REJECTION));
        if !is_possible {
            return Err(Refusal::wrong_state(
                "Invalid document state: such a document cannot be generated now",
            ));
        }
        let author = state.world.by_box(our_box).ok_or_else(missing)?;
        let addressee = state
            .world
            .by_box(view.message.other_side(our_box))
            .ok_or_else(missing)?;
        let paper = universal::message((author, addressee), &file.file_name, state.now(), &wanted);
        Ok(Reply {
            file_name: Some(paper.file_name),
            ..Reply::bytes(paper.bytes, "application/xml; charset=windows-1251")
        })
    })
}

/// Who the service knows to be logged in.
fn of_cabinet() -> Person {
    let signer = Signer::of_cabinet();
    Person {
        position: signer.position,
        name: [signer.last_name, signer.first_name, signer.middle_name],
        ..Person::default()
    }
}

/// `POST /GenerateTtGisFixationCancellationRequest`
pub fn generate_fixation_cancellation(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let state = &books.state;
        let (_, our_box) = auth::caller_in(state, call, "boxid")?;
        let (message, document) = (call.id("messageid")?, call.id("documentid")?);
        let missing = || Refusal::not_found(format!("Entity {document} is not found"));
        let view = View::of(state, our_box, message).ok_or_else(missing)?;
        let exchange = view.exchange(document).ok_or_else(missing)?;
        if exchange.fixation_status() != "HaveToCreateTtGisFixationCancellationRequest" {
            return Err(Refusal::wrong_state(
                "Invalid document state: there is no fixation to be cancelled",
            ));
        }
        let author = state.world.by_box(our_box).ok_or_else(missing)?;
        let paper = cancellation(&exchange, author);
        Ok(Reply {
            file_name: Some(paper.file_name),
            ..Reply::bytes(paper.bytes, "application/json; charset=utf-8")
        })
    })
}

/// The cancellation of the shipment data of a document, whose sender this is.
pub fn cancellation(exchange: &Exchange<'_>, author: &Organization) -> Paper {
    let id = fixation_id(&exchange.document.entity.file_name);
    let body = json!({ "fixation_document_id": id, "inn": author.inn.as_str() });
    Paper {
        part: Part::FixationCancellation,
        file_name: format!("{id}.json"),
        bytes: body.to_string().into_bytes(),
        text: String::new(),
        total_code: None,
        need_receipt: false,
    }
}

/// The name of the fixation of a file.
pub fn fixation_id(file_name: &str) -> String {
    format!("FIX_{}", stem(file_name))
}
