//! Kept bytes become a message of Diadoc: files to the shelf first, then the request, and what a refusal may mean.

use domain::{OperationId, RemoteDocument};
use serde_json::Value;
use uuid::Uuid;

use super::client::Client;
use super::{letter, parcel};
use crate::Error;

/// Posts the request; gives the place of each document by our name for it.
pub(super) async fn deliver(
    client: &Client,
    operation: OperationId,
    kept: &[u8],
) -> Result<Vec<(Uuid, RemoteDocument)>, Error> {
    let (box_id, names) = letter::read_back(kept)?;
    let posted = match with_files_on_shelf(client, kept).await? {
        Some(request) => client.post_message(operation, &request).await,
        None => client.post_message(operation, kept).await,
    };
    match posted {
        Ok(message) => letter::posted(&message, &names),
        // «Conflict» may mean that the very same letter is there already (QUIRKS 16): then it is no failure.
        Err(refused @ Error::Refused { .. }) => match find_all(client, &box_id, &names).await {
            Ok(Some(documents)) => Ok(documents),
            // Refused, but perhaps because it is there already: that must be looked up, not guessed.
            Err(error) if error.retryable() => Err(Error::Timeout(format!(
                "{refused}; проверить не удалось: {error}"
            ))),
            Ok(None) | Err(_) => Err(refused),
        },
        Err(error) => Err(error),
    }
}

/// The request with names on the shelf in the place of the files; `None` where it has no large files.
async fn with_files_on_shelf(client: &Client, kept: &[u8]) -> Result<Option<Vec<u8>>, Error> {
    let parts = parcel::parts(kept)?;
    let Some((json, files)) = parts.split_first().filter(|(_, files)| !files.is_empty()) else {
        return Ok(None);
    };
    let malformed = |error: serde_json::Error| Error::Malformed(format!("MessageToPost: {error}"));
    let mut request: Value = serde_json::from_slice(json).map_err(malformed)?;
    for (place, file) in files.iter().enumerate() {
        let name = client.upload_to_shelf(file).await?;
        set_name(&mut request, &parcel::placeholder(place), &name);
    }
    serde_json::to_vec(&request).map(Some).map_err(malformed)
}

fn set_name(request: &mut Value, placeholder: &str, name: &str) {
    let attachments = request
        .get_mut("DocumentAttachments")
        .and_then(Value::as_array_mut);
    for attachment in attachments.into_iter().flatten() {
        let Some(content) = attachment.get_mut("SignedContent").and_then(Value::as_object_mut) else {
            continue;
        };
        if content.get("NameOnShelf").and_then(Value::as_str) == Some(placeholder) {
            content.insert("NameOnShelf".to_owned(), name.into());
        }
    }
}

/// The document that carries this name of ours, if Diadoc has it.
pub(super) async fn find(client: &Client, box_id: &str, name: Uuid) -> Result<Option<RemoteDocument>, Error> {
    let documents = client.get_documents_by_custom_id(box_id, name).await?;
    let is_ours = |raw: &str| Uuid::parse_str(raw).is_ok_and(|id| id == name);
    let found = documents
        .into_iter()
        .find(|document| is_ours(&document.custom_document_id));
    Ok(found.map(|document| RemoteDocument {
        message_id: document.message_id,
        entity_id: document.entity_id,
    }))
}

/// A message is there as a whole or not at all.
async fn find_all(
    client: &Client,
    box_id: &str,
    names: &[Uuid],
) -> Result<Option<Vec<(Uuid, RemoteDocument)>>, Error> {
    let mut found = Vec::with_capacity(names.len());
    for name in names {
        match find(client, box_id, *name).await? {
            Some(document) => found.push((*name, document)),
            None => return Ok(None),
        }
    }
    Ok(Some(found))
}
