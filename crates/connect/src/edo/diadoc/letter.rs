//! A letter as the exact bytes of `MessageToPost`: the same letter always gives the same bytes, and none is a secret.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::{EdoFormat, Package, RemoteDocument};
use uuid::Uuid;

use super::ids::box_id;
use super::wire::{
    CustomDataItem, DocumentAttachment, Message, MessageToPost, MetadataItem, PostedLetter,
    PowerOfAttorneyFullId, PowerOfAttorneySignedContent, PowerOfAttorneyToPost, SignedContent, decode,
    encode,
};
use super::{parcel, proxy};
use crate::Error;
use crate::edo::{Letter, SignerPower, Signing};

/// What the operator takes as one document (QUIRKS 15). Large ones go by the shelf.
pub(super) const MAX_DOCUMENT_BYTES: u64 = 70 * 1024 * 1024;
/// Documents of one message (QUIRKS 15).
pub(super) const MOST_TOGETHER: u32 = 40;
/// Pairs of words with one document (QUIRKS 54).
pub(super) const MOST_TAGS: u32 = 30;
const LONGEST_TAG_KEY_CHARS: usize = 60;
const LONGEST_TAG_VALUE_CHARS: usize = 200;
/// Longest comment to a document (QUIRKS 15).
const MAX_COMMENT_CHARS: usize = 5_000;
/// Versions of the format of УПД of приказ ФНС ЕД-7-26/970@ under the operator's names; the last is in force.
const UTD_VERSIONS: [(&str, &str); 2] = [("5.02", "utd970_05_02_01"), (UTD_IN_FORCE, "utd970_05_03_01")];
/// The version in force, and that of files which name none.
pub(super) const UTD_IN_FORCE: &str = "5.03";

/// How the operator calls a format.
pub(super) struct TypeName {
    pub type_named_id: &'static str,
    pub function: Option<&'static str>,
}

pub(super) fn type_name(format: EdoFormat) -> TypeName {
    match format {
        EdoFormat::Nonformalized => TypeName {
            type_named_id: "Nonformalized",
            function: None,
        },
        EdoFormat::Utd(function) => TypeName {
            type_named_id: "UniversalTransferDocument",
            function: Some(function.as_format_value()),
        },
    }
}

/// The bytes that send this letter.
pub(super) fn prepare(letter: &Letter) -> Result<Vec<u8>, Error> {
    written(std::slice::from_ref(letter), None)
}

/// The bytes that send these letters in one message. They agree in everything but their documents.
pub(super) fn prepare_package(letters: &[Letter], package: Package) -> Result<Vec<u8>, Error> {
    let most = usize::try_from(MOST_TOGETHER).unwrap_or(usize::MAX);
    let alike = letters.windows(2).all(|pair| match pair {
        [one, next] => is_of_one_message(one, next),
        _ => true,
    });
    if letters.is_empty() || letters.len() > most || !alike {
        return refuse(
            "package",
            "В одном пакете бывает не больше 40 документов одного отправителя одному получателю, и все уходят одинаково. \
             Документы остались в программе. Разделите пакет.",
        );
    }
    written(letters, Some(package))
}

fn is_of_one_message(one: &Letter, other: &Letter) -> bool {
    let is_same_way = std::mem::discriminant(&one.signing) == std::mem::discriminant(&other.signing);
    let is_same_road =
        box_id(&one.from_box) == box_id(&other.from_box) && box_id(&one.to_box) == box_id(&other.to_box);
    is_same_way && is_same_road && one.departments == other.departments
}

fn written(letters: &[Letter], package: Option<Package>) -> Result<Vec<u8>, Error> {
    for letter in letters {
        check(letter)?;
    }
    let Some(first) = letters.first() else {
        return Err(Error::Malformed("MessageToPost without documents".into()));
    };
    let mut parcels = Vec::new();
    let attachments = letters.iter().map(|letter| attachment(letter, &mut parcels));
    let department = |chosen: &Option<domain::Department>| chosen.as_ref().map(|one| one.id.clone());
    let via = first.departments.via.as_ref();
    let request = MessageToPost {
        from_box_id: box_id(&first.from_box),
        to_box_id: box_id(&first.to_box),
        from_department_id: department(&first.departments.ours),
        to_department_id: department(&first.departments.theirs),
        proxy_box_id: via.map(|via| box_id(&via.box_id)),
        proxy_department_id: via.and_then(|via| department(&via.department)),
        is_draft: first.signing == Signing::Draft,
        delay_send: first.signing == Signing::Deferred,
        lock_mode: package.filter(|package| package.is_closed).map(|_| "Full"),
        document_attachments: attachments.collect::<Result<_, _>>()?,
    };
    let json = encode("MessageToPost", &request)?;
    Ok(parcel::packed(json, &parcels))
}

fn attachment<'a>(letter: &'a Letter, parcels: &mut Vec<&'a [u8]>) -> Result<DocumentAttachment<'a>, Error> {
    let TypeName {
        type_named_id,
        function,
    } = type_name(letter.format);
    let version = match letter.format {
        EdoFormat::Nonformalized => None,
        EdoFormat::Utd(_) => Some(utd_version(&letter.format_version)?),
    };
    Ok(DocumentAttachment {
        signed_content: signed_content(letter, parcels),
        comment: &letter.comment,
        // The answer to a formalised document follows from its type (QUIRKS 14).
        need_recipient_signature: letter.format == EdoFormat::Nonformalized,
        custom_document_id: letter.custom_document_id.to_string(),
        type_named_id,
        function,
        version,
        metadata: metadata(letter),
        custom_data: letter
            .tags
            .iter()
            .map(|tag| CustomDataItem {
                key: &tag.key,
                value: &tag.value,
            })
            .collect(),
    })
}

fn signed_content<'a>(letter: &'a Letter, parcels: &mut Vec<&'a [u8]>) -> SignedContent {
    let (signature, power_of_attorney) = match &letter.signing {
        Signing::Test | Signing::Deferred | Signing::Draft | Signing::Simple => (None, None),
        Signing::Signed {
            signature,
            power_of_attorney,
        } => (
            Some(STANDARD.encode(signature)),
            power_of_attorney.as_ref().and_then(power_of_attorney_to_post),
        ),
    };
    let (content, name_on_shelf) = if parcel::is_large(&letter.content) {
        parcels.push(&letter.content);
        (None, Some(parcel::placeholder(parcels.len() - 1)))
    } else {
        (Some(STANDARD.encode(&letter.content)), None)
    };
    SignedContent {
        content,
        signature,
        name_on_shelf,
        sign_with_test_signature: letter.signing == Signing::Test,
        power_of_attorney,
    }
}

/// Exactly one way to name it: its numbers, from which the operator fetches the rest (QUIRKS 13), its file, or the usual one of
/// the employee. None for what no operator checks: on paper, or kept elsewhere (QUIRKS 92).
pub(super) fn power_of_attorney_to_post(power: &SignerPower) -> Option<PowerOfAttorneyToPost> {
    match power {
        SignerPower::Registered {
            along: Some(files), ..
        }
        | SignerPower::Manual {
            along: Some(files), ..
        } => Some(PowerOfAttorneyToPost {
            full_id: None,
            use_default: false,
            contents: vec![PowerOfAttorneySignedContent::of(&files.file, &files.signature)],
        }),
        SignerPower::Registered { id, along: None } => Some(PowerOfAttorneyToPost {
            full_id: Some(PowerOfAttorneyFullId {
                registration_number: id.number.to_string(),
                issuer_inn: id.principal_inn.clone(),
                representative_inn: id.representative_inn.clone(),
            }),
            use_default: false,
            contents: Vec::new(),
        }),
        SignerPower::OperatorDefault => Some(PowerOfAttorneyToPost {
            full_id: None,
            use_default: true,
            contents: Vec::new(),
        }),
        SignerPower::Paper(_) | SignerPower::Manual { along: None, .. } => None,
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

/// The version that files name, by the operator's name for it; empty where the format has none, `None` for one that the
/// program does not send.
pub(super) fn format_version_of(format: EdoFormat, name: &str) -> Option<&'static str> {
    match format {
        EdoFormat::Nonformalized => Some(""),
        EdoFormat::Utd(_) => UTD_VERSIONS
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(version, _)| *version),
    }
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

fn refuse<T>(code: &str, text: &str) -> Result<T, Error> {
    Err(Error::Refused {
        code: code.to_owned(),
        text: text.to_owned(),
    })
}

fn check(letter: &Letter) -> Result<(), Error> {
    if u64::try_from(letter.content.len()).map_or(true, |bytes| bytes > MAX_DOCUMENT_BYTES) {
        return refuse(
            "document_too_large",
            "Файл больше 70 МБ, Диадок его не примет. Документ остался в программе. Уменьшите файл.",
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
    check_words(letter)?;
    check_via(letter)?;
    if letter.person.is_some() || letter.signing == Signing::Simple {
        return refuse(
            "no_person",
            "Диадок не передаёт документы физлицам. Документ остался в программе. Отправьте его через оператора для физлиц.",
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

fn check_via(letter: &Letter) -> Result<(), Error> {
    let Some(via) = &letter.departments.via else {
        return Ok(());
    };
    let between = box_id(&via.box_id);
    if between == box_id(&letter.from_box) || between == box_id(&letter.to_box) {
        return refuse(
            "intermediary_is_a_side",
            "Промежуточный получатель совпадает с отправителем или получателем. Документ остался в программе. Выберите \
             другого промежуточного получателя.",
        );
    }
    if !proxy::FORMATS.contains(&letter.format) {
        return refuse(
            "intermediary_not_for_format",
            "Документы этого формата Диадок не передаёт через промежуточного получателя. Документ остался в программе. \
             Отправьте его напрямую.",
        );
    }
    Ok(())
}

fn check_words(letter: &Letter) -> Result<(), Error> {
    if letter.comment.chars().count() > MAX_COMMENT_CHARS {
        return refuse(
            "comment_too_long",
            "Комментарий длиннее 5000 знаков. Документ остался в программе. Сократите комментарий.",
        );
    }
    let is_long = |tag: &domain::Tag| {
        tag.key.chars().count() > LONGEST_TAG_KEY_CHARS || tag.value.chars().count() > LONGEST_TAG_VALUE_CHARS
    };
    let is_many = u32::try_from(letter.tags.len()).map_or(true, |tags| tags > MOST_TAGS);
    if is_many || letter.tags.iter().any(is_long) {
        return refuse(
            "tags_too_long",
            "Дополнительных данных может быть не больше 30, имя до 60 знаков, значение до 200. Документ остался в \
             программе. Сократите данные.",
        );
    }
    Ok(())
}

/// What our own bytes say: our box, and our names for the documents.
pub(super) fn read_back(request: &[u8]) -> Result<(String, Vec<Uuid>), Error> {
    let letter: PostedLetter = decode("MessageToPost", parcel::json_of(request)?)?;
    let names: Vec<Uuid> = letter
        .document_attachments
        .iter()
        .map(|attachment| attachment.custom_document_id)
        .collect();
    if names.is_empty() {
        return Err(Error::Malformed("MessageToPost without documents".into()));
    }
    Ok((letter.from_box_id, names))
}

/// Where the operator put the documents, by the names that we gave them.
pub(super) fn posted(message: &Message, names: &[Uuid]) -> Result<Vec<(Uuid, RemoteDocument)>, Error> {
    let lost = || Error::Malformed("PostMessage: в ответе нет отправленного документа".into());
    let place = |name: &Uuid| {
        let is_ours = |raw: &str| Uuid::parse_str(raw).is_ok_and(|id| id == *name);
        let document = message.entities.iter().find(|entity| {
            let named = entity.document_info.as_ref();
            named.is_some_and(|document| is_ours(&document.custom_document_id))
        });
        let entity = document.filter(|entity| !entity.entity_id.is_empty() && !message.message_id.is_empty());
        let entity = entity.ok_or_else(lost)?;
        let remote = RemoteDocument {
            message_id: message.message_id.clone(),
            entity_id: entity.entity_id.clone(),
        };
        Ok((*name, remote))
    };
    names.iter().map(place).collect()
}
