//! `GET …/{id}/file`: the bytes as they came, the copy with the stamp, the protocol of the signing.

use axum::http::header;
use domain::BlobId;

use super::call::Call;
use super::model::{Document, Status};
use super::refusal::Refusal;
use super::state::Books;
use super::{Reply, documents, stamp};
use crate::hub::Hub;

/// Which bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// As they came.
    Source,
    /// With the blue stamp.
    Stamped,
    /// What happened, on a page of its own.
    Protocol,
}

/// The bytes; an `ETag` is their SHA-256.
pub fn file(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let variant = match call.text("variant") {
        None | Some("source") => Variant::Source,
        Some("stamped") => Variant::Stamped,
        Some("protocol") => Variant::Protocol,
        Some(_) => {
            let text = "Укажите вариант файла: source, stamped или protocol";
            return Err(Refusal::validation("variant", text));
        }
    };
    hub.fdoc(|books, now| {
        let document = documents::own(books, call, now)?;
        let bytes = bytes(books, document, variant)?;
        let tag = format!("\"{}\"", BlobId::of(&bytes));
        if call.header(header::IF_NONE_MATCH.as_str()) == Some(tag.as_str()) {
            return Ok(Reply::empty(304).tagged(tag));
        }
        Ok(Reply::pdf(bytes, &document.file.name).tagged(tag))
    })
}

/// The bytes of this variant.
pub fn bytes(books: &Books, document: &Document, variant: Variant) -> Result<Vec<u8>, Refusal> {
    if variant != Variant::Source && document.status != Status::Signed {
        return Err(Refusal::not_signed_yet(&document.status));
    }
    let source = || books.bytes(&document.file.sha256);
    let organization = books.state.organization(&document.organization);
    let organization = organization.ok_or_else(Refusal::no_document)?;
    Ok(match variant {
        Variant::Source => source()?,
        Variant::Stamped => stamp::stamped(&source()?, document, organization),
        Variant::Protocol => {
            stamp::protocol(document, organization).ok_or_else(|| Refusal::not_found("Протокола нет"))?
        }
    })
}
