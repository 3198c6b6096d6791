//! What the service makes of a document for people: print form, protocol of the transfer, archive. Each takes a moment:
//! the first question is answered with «not yet».

use std::collections::HashSet;
use std::io::{Cursor, Write};

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Serialize;
use uuid::Uuid;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::call::Call;
use super::model::Part;
use super::reading::docflows::{no_entity, no_message};
use super::refusal::Refusal;
use super::view::{Exchange, View};
use super::{Reply, auth, books, cms, print_form, shelf};
use crate::hub::Hub;

/// What «not ready yet» asks for.
const WAIT_SECONDS: u32 = 1;

/// `DocumentProtocol`
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct DocumentProtocol {
    print_form: String,
    signature: String,
}

/// `DocumentZipGenerationResult`
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
struct DocumentZipGenerationResult {
    #[serde(skip_serializing_if = "Option::is_none")]
    zip_file_name_on_shelf: Option<String>,
}

/// The document that a call names, as its box sees it.
fn with_exchange<T>(
    hub: &Hub,
    call: &Call,
    look: impl FnOnce(&Exchange<'_>, Option<&std::path::Path>) -> Result<T, Refusal>,
) -> Result<(Uuid, Uuid, T), Refusal> {
    hub.with(|books| {
        let (user, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let (message, entity) = (call.id("messageid")?, call.id("documentid")?);
        let view = View::of(&books.state, box_id, message).ok_or_else(|| no_message(message))?;
        let exchange = view.exchange(entity).ok_or_else(|| no_entity(entity))?;
        let folder = books.folder();
        Ok((user, box_id.0, look(&exchange, folder.as_deref())?))
    })
}

fn not_yet(reply: Reply) -> Reply {
    Reply {
        retry_after: Some(WAIT_SECONDS),
        ..reply
    }
}

/// `GET /GeneratePrintForm`
pub fn generate_print_form(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let (_, box_id, pdf) = with_exchange(hub, call, |exchange, _| Ok(print_form::pdf(exchange)))?;
    let entity = call.id("documentid")?;
    if !hub.is_copy_ready("print form", box_id, entity) {
        return Ok(not_yet(Reply::bytes(Vec::new(), "text/plain; charset=utf-8")));
    }
    Ok(Reply {
        file_name: Some(format!("{entity}.pdf")),
        ..Reply::bytes(pdf, "application/pdf")
    })
}

/// `GET /GenerateDocumentProtocol`
pub fn generate_document_protocol(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let (_, box_id, pdf) = with_exchange(hub, call, |exchange, _| {
        if exchange.view.message.sent.is_none() {
            let text = "Протокол передачи документа нельзя сформировать: документ не отправлен";
            return Err(Refusal::conflict(text));
        }
        Ok(print_form::protocol(exchange))
    })?;
    if !hub.is_copy_ready("protocol", box_id, call.id("documentid")?) {
        return Ok(not_yet(Reply::bytes(Vec::new(), "text/plain; charset=utf-8")));
    }
    Reply::structure(&DocumentProtocol {
        signature: BASE64.encode(cms::test_signature(&pdf)),
        print_form: BASE64.encode(pdf),
    })
}

/// `GET /GenerateDocumentZip`: the archive lies on the caller's shelf afterwards.
pub fn generate_document_zip(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    let is_full = call.has_flag("fulldocflow");
    let (user, box_id, archive) = with_exchange(hub, call, |exchange, folder| {
        let mut archive = Archive::default();
        for (name, content) in contents(exchange, is_full) {
            archive.put(&name, &books::bytes(folder, &content)?)?;
        }
        archive.put("print-form.pdf", &print_form::pdf(exchange))?;
        Ok(archive)
    })?;
    if !hub.is_copy_ready("archive", box_id, call.id("documentid")?) {
        return Ok(not_yet(
            Reply::structure(&DocumentZipGenerationResult::default())?,
        ));
    }
    let name = shelf::lay_whole(hub, user, "zip", &archive.finish()?)?;
    Reply::structure(&DocumentZipGenerationResult {
        zip_file_name_on_shelf: Some(name),
    })
}

/// The file and its signatures; of the whole docflow everything else that belongs to it too.
fn contents(exchange: &Exchange<'_>, is_full: bool) -> Vec<(String, super::model::Content)> {
    let view = exchange.view;
    let document = exchange.card.entity;
    let mut names: Vec<(Uuid, String)> = vec![(document, exchange.document.entity.file_name.clone())];
    let mut found = vec![(
        exchange.document.entity.file_name.clone(),
        exchange.document.entity.content.clone(),
    )];
    for seen in &view.seen {
        let entity = seen.entity;
        let parent = names.iter().find(|(id, _)| Some(*id) == entity.parent);
        let Some((parent, parent_name)) = parent.cloned() else {
            continue;
        };
        let is_signature = matches!(entity.part, Part::Signature | Part::StampedSignature);
        if !is_full && (parent != document || !is_signature) {
            continue;
        }
        let name = match entity.file_name.as_str() {
            "" if is_signature => format!("{parent_name}.sgn"),
            "" => format!("{}.txt", entity.id),
            name => name.to_owned(),
        };
        names.push((entity.id, name.clone()));
        found.push((name, entity.content.clone()));
    }
    found
}

struct Archive {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    taken: HashSet<String>,
}

impl Default for Archive {
    fn default() -> Self {
        Self {
            zip: ZipWriter::new(Cursor::new(Vec::new())),
            taken: HashSet::new(),
        }
    }
}

impl Archive {
    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Refusal> {
        let mut free = name.to_owned();
        while !self.taken.insert(free.to_lowercase()) {
            free = format!("{}-{name}", self.taken.len());
        }
        let options = SimpleFileOptions::default();
        self.zip.start_file(free, options).map_err(broken)?;
        self.zip.write_all(bytes).map_err(broken)
    }

    fn finish(self) -> Result<Vec<u8>, Refusal> {
        Ok(self.zip.finish().map_err(broken)?.into_inner())
    }
}

fn broken(error: impl std::fmt::Display) -> Refusal {
    Refusal::of(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
}
