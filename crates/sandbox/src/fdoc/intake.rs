//! A new document as a request brings it, in JSON or in parts, checked against the rules of the profile.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::call::Call;
use super::model::Client;
use super::refusal::Refusal;
use super::wire::{self, ClientGiven, DocumentGiven, FileGiven};
use super::{check, multipart};

/// 20 MiB.
const LARGEST_FILE_BYTES: usize = 20 * 1024 * 1024;
const LONGEST_EXTERNAL_ID: usize = 128;
/// Where nobody said what it is.
const USUAL_KIND: &str = "document";

/// A document that may be made.
#[derive(Debug)]
pub struct Ready {
    /// The caller's own name of it.
    pub external_id: Option<String>,
    /// Another document with this name is wanted all the same.
    pub is_wanted_again: bool,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: String,
    /// Goes out by itself.
    pub is_automatic: bool,
    /// Instead of which one.
    pub replaces: Option<String>,
    /// Who signs.
    pub client: Client,
    /// Name of the file.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads and checks.
pub fn read(call: &Call) -> Result<Ready, Refusal> {
    let (given, bytes) = match call.media_type().as_str() {
        "multipart/form-data" => in_parts(call)?,
        _ => {
            let given: DocumentGiven = call.json()?;
            let bytes = given.file.as_ref().map(|file| decoded(&file.content_base64));
            (given, bytes.transpose()?)
        }
    };
    ready(given, bytes)
}

fn decoded(text: &str) -> Result<Vec<u8>, Refusal> {
    // Longer than the largest file in base64: not worth the memory.
    if text.len() / 4 * 3 > LARGEST_FILE_BYTES + 2 {
        return Err(Refusal::file_too_large());
    }
    BASE64
        .decode(text)
        .map_err(|_| Refusal::validation("file.content_base64", "Содержимое файла не читается как base64"))
}

/// A part `document` with the JSON of the usual request, without the bytes, and a part `file` with them.
fn in_parts(call: &Call) -> Result<(DocumentGiven, Option<Vec<u8>>), Refusal> {
    let header = call.header("content-type").unwrap_or_default();
    let parts = multipart::read(header, &call.body)
        .ok_or_else(|| Refusal::malformed("Тело запроса не читается как multipart/form-data"))?;
    let part = |name: &str| parts.iter().find(|part| part.name == name);
    let document = part("document").ok_or_else(|| Refusal::malformed("Нет части document"))?;
    let mut given: DocumentGiven = serde_json::from_slice(&document.bytes)
        .map_err(|error| Refusal::malformed(format!("Часть document не читается: {error}")))?;
    let Some(file) = part("file") else {
        given.file = None;
        return Ok((given, None));
    };
    let name = given.file.take().map(|file| file.name).unwrap_or_default();
    given.file = Some(FileGiven {
        name: if name.is_empty() {
            file.file_name.clone()
        } else {
            name
        },
        media_type: file.media_type.clone(),
        content_base64: String::new(),
    });
    Ok((given, Some(file.bytes.clone())))
}

fn ready(given: DocumentGiven, bytes: Option<Vec<u8>>) -> Result<Ready, Refusal> {
    let external_id = given.external_id.filter(|id| !id.trim().is_empty());
    if external_id
        .as_ref()
        .is_some_and(|id| id.chars().count() > LONGEST_EXTERNAL_ID)
    {
        let text = "Внешний идентификатор длиннее 128 знаков";
        return Err(Refusal::validation("external_id", text));
    }
    check::present(&given.title, "title", "Укажите название документа")?;
    let is_automatic = match given.send_mode.as_str() {
        "auto" => true,
        "draft" => false,
        _ => {
            return Err(Refusal::validation(
                "send_mode",
                "Укажите способ отправки: draft или auto",
            ));
        }
    };
    let client = given.client.unwrap_or_default();
    let (file, bytes) = file(given.file, bytes)?;
    Ok(Ready {
        external_id,
        is_wanted_again: given.force_new,
        title: given.title,
        kind: given.kind.unwrap_or_else(|| USUAL_KIND.to_owned()),
        is_automatic,
        replaces: given.replaces,
        client: checked_client(&client)?,
        file_name: file.name,
        bytes,
    })
}

fn checked_client(given: &ClientGiven) -> Result<Client, Refusal> {
    let full = "Укажите полные фамилию, имя и отчество клиента";
    let phone = check::phone(&given.phone, "client.phone")?;
    let name = |text: &str, field| {
        check::present(text, field, full)?;
        Ok::<_, Refusal>(text.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let last_name = name(&given.last_name, "client.last_name")?;
    let first_name = name(&given.first_name, "client.first_name")?;
    let middle = given.middle_name.as_deref().unwrap_or_default();
    let middle_name = if given.no_middle_name && middle.trim().is_empty() {
        None
    } else {
        Some(name(middle, "client.middle_name")?)
    };
    let email = given.email.as_deref().filter(|text| !text.is_empty());
    let email = email.map(|text| check::email(text, "client.email")).transpose()?;
    Ok(Client {
        phone,
        last_name,
        first_name,
        middle_name,
        email,
    })
}

fn file(given: Option<FileGiven>, bytes: Option<Vec<u8>>) -> Result<(FileGiven, Vec<u8>), Refusal> {
    let (Some(file), Some(bytes)) = (given, bytes) else {
        return Err(Refusal::validation("file", "Приложите файл документа"));
    };
    check::present(&file.name, "file.name", "Укажите имя файла")?;
    if bytes.is_empty() {
        return Err(Refusal::validation("file.content_base64", "Файл пуст"));
    }
    if bytes.len() > LARGEST_FILE_BYTES {
        return Err(Refusal::file_too_large());
    }
    let is_pdf = file.media_type.as_deref().is_none_or(|kind| kind == wire::PDF);
    if !is_pdf || !bytes.starts_with(b"%PDF-") {
        return Err(Refusal::unsupported_media_type(
            Some("file"),
            "Принимаются только файлы PDF",
        ));
    }
    Ok((file, bytes))
}
