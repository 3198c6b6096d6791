//! A letter as the exact bytes of `MessageToPost`: the same letter always gives the same bytes, and none is a secret.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::{EdoFormat, RemoteDocument};
use uuid::Uuid;

use super::ids::box_id;
use super::wire::{
    DocumentAttachment, Message, MessageToPost, MetadataItem, PostedLetter, PowerOfAttorneyFullId,
    PowerOfAttorneyToPost, SignedContent, decode,
};
use crate::Error;
use crate::edo::{Letter, PowerOfAttorneyRef, Signing};

/// 50 MiB: in base64 the whole request stays below the operator's 70 MB (QUIRKS 15).
pub(super) const MAX_DOCUMENT_BYTES: u64 = 50 * 1024 * 1024;
/// Longest comment to a document (QUIRKS 15).
const MAX_COMMENT_CHARS: usize = 5_000;
/// Versions of the format of УПД of приказ ФНС ЕД-7-26/970@ under the operator's names; the last is in force.
const UTD_VERSIONS: [(&str, &str); 2] = [("5.02", "utd970_05_02_01"), (UTD_IN_FORCE, "utd970_05_03_01")];
/// The version in force, and that of files which name none.
pub(super) const UTD_IN_FORCE: &str = "5.03";

/// The bytes that send this letter.
pub(super) fn prepare(letter: &Letter) -> Result<Vec<u8>, Error> {
    check(letter)?;
    let (type_named_id, function, version) = match letter.format {
        EdoFormat::Nonformalized => ("Nonformalized", None, None),
        EdoFormat::Utd(function) => (
            "UniversalTransferDocument",
            Some(function.as_format_value()),
            Some(utd_version(&letter.format_version)?),
        ),
    };
    let request = MessageToPost {
        from_box_id: box_id(&letter.from_box),
        to_box_id: box_id(&letter.to_box),
        delay_send: letter.signing == Signing::Deferred,
        document_attachments: [DocumentAttachment {
            signed_content: signed_content(letter),
            comment: &letter.comment,
            // The answer to a formalised document follows from its type (QUIRKS 14).
            need_recipient_signature: letter.format == EdoFormat::Nonformalized,
            custom_document_id: letter.custom_document_id.to_string(),
            type_named_id,
            function,
            version,
            metadata: metadata(letter),
        }],
    };
    serde_json::to_vec(&request).map_err(|error| Error::Malformed(format!("MessageToPost: {error}")))
}

fn signed_content(letter: &Letter) -> SignedContent {
    let (signature, power_of_attorney) = match &letter.signing {
        Signing::Test | Signing::Deferred => (None, None),
        Signing::Signed {
            signature,
            power_of_attorney,
        } => (
            Some(STANDARD.encode(signature)),
            power_of_attorney.as_ref().map(power_of_attorney_to_post),
        ),
    };
    SignedContent {
        content: STANDARD.encode(&letter.content),
        signature,
        sign_with_test_signature: letter.signing == Signing::Test,
        power_of_attorney,
    }
}

/// By its numbers alone: the operator fetches the rest from the register (QUIRKS 13).
pub(super) fn power_of_attorney_to_post(power: &PowerOfAttorneyRef) -> PowerOfAttorneyToPost {
    PowerOfAttorneyToPost {
        full_id: PowerOfAttorneyFullId {
            registration_number: power.number.to_string(),
            issuer_inn: power.principal_inn.clone(),
            representative_inn: power.representative_inn.clone(),
        },
        use_default: false,
    }
}

/// The operator's name for the version that a file of УПД says it has.
pub(super) fn utd_version(version: &str) -> Result<&'static str, Error> {
    let wanted = if version.is_empty() { UTD_IN_FORCE } else { version };
    let known = UTD_VERSIONS.iter().find(|(version, _)| *version == wanted);
    known.map(|(_, name)| *name).ok_or_else(|| Error::Refused {
        code: "unknown_version".to_owned(),
        text: format!(
            "Файл УПД имеет формат версии {wanted}, Диадок принимает от программы версии 5.02 и 5.03. Документ остался \
             в программе. Выгрузите УПД в формате 5.03 и добавьте файл снова."
        ),
    })
}

/// Whether this is one of the operator's names for the versions that the program knows.
pub(super) fn is_known_utd_version(name: &str) -> bool {
    UTD_VERSIONS.iter().any(|(_, known)| *known == name)
}

/// Only what cannot be read from the file itself (QUIRKS 13).
fn metadata(letter: &Letter) -> Vec<MetadataItem> {
    if letter.format != EdoFormat::Nonformalized {
        return Vec::new();
    }
    let item = |key, value: String| MetadataItem { key, value };
    let mut items = vec![item("FileName", letter.file_name.clone())];
    if !letter.number.is_empty() {
        items.push(item("DocumentNumber", letter.number.clone()));
    }
    if let Some(date) = letter.issued_on {
        items.push(item("DocumentDate", date.strftime("%d.%m.%Y").to_string()));
    }
    items
}

fn check(letter: &Letter) -> Result<(), Error> {
    let refuse = |code: &str, text: &str| {
        Err(Error::Refused {
            code: code.to_owned(),
            text: text.to_owned(),
        })
    };
    if u64::try_from(letter.content.len()).map_or(true, |bytes| bytes > MAX_DOCUMENT_BYTES) {
        return refuse(
            "document_too_large",
            "Файл больше 50 МБ, Диадок его не примет. Документ остался в программе. Уменьшите файл.",
        );
    }
    if letter.content.is_empty() || letter.file_name.trim().is_empty() {
        return refuse(
            "document_empty",
            "Файл документа пуст или не имеет имени. Документ остался в программе. Загрузите файл ещё раз.",
        );
    }
    if let Signing::Signed { signature, .. } = &letter.signing
        && signature.is_empty()
    {
        return refuse(
            "signature_empty",
            "Подпись под документом пуста. Документ остался в программе. Подпишите его ещё раз.",
        );
    }
    if letter.comment.chars().count() > MAX_COMMENT_CHARS {
        return refuse(
            "comment_too_long",
            "Комментарий длиннее 5000 знаков. Документ остался в программе. Сократите комментарий.",
        );
    }
    if box_id(&letter.from_box) == box_id(&letter.to_box) {
        return refuse(
            "same_box",
            "Отправитель и получатель — один и тот же ящик. Документ остался в программе. Выберите контрагента.",
        );
    }
    Ok(())
}

/// What our own bytes say: our box, and our name for the document.
pub(super) fn read_back(request: &[u8]) -> Result<(String, Uuid), Error> {
    let letter: PostedLetter = decode("MessageToPost", request)?;
    match letter.document_attachments.as_slice() {
        [attachment] => Ok((letter.from_box_id, attachment.custom_document_id)),
        other => Err(Error::Malformed(format!(
            "MessageToPost: {} documents",
            other.len()
        ))),
    }
}

/// Where the operator put the document, by the name that we gave it.
pub(super) fn posted(message: &Message, custom_id: Uuid) -> Result<RemoteDocument, Error> {
    let is_ours = |raw: &str| Uuid::parse_str(raw).is_ok_and(|id| id == custom_id);
    let document = message.entities.iter().find(|entity| {
        let named = entity.document_info.as_ref();
        named.is_some_and(|document| is_ours(&document.custom_document_id))
    });
    match document {
        Some(entity) if !entity.entity_id.is_empty() && !message.message_id.is_empty() => {
            Ok(RemoteDocument {
                message_id: message.message_id.clone(),
                entity_id: entity.entity_id.clone(),
            })
        }
        _ => Err(Error::Malformed(
            "PostMessage: в ответе нет отправленного документа".into(),
        )),
    }
}
