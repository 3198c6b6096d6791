//! Signatures that were put on a document elsewhere, fetched so that archives and checks have them: the other side's answer,
//! the intermediate recipient's, and ours from the operator's cabinet.
//!
//! Cut off anywhere, the next turn goes on. What the operator does not give is asked for again after an hour, then more and
//! more seldom; a document is whole without it, and its archive says what is missing.

use connect::Error as Answer;
use connect::edo::EdoProvider;
use domain::{EdoFileId, EdoFormat, RemoteDocument, StoredFile};
use jiff::Timestamp;
use store::{Connection, ContentState, RemoteSignature, RemoteSignatureChange, Writer};

use super::contents::{HOPELESS_AFTER_ATTEMPTS, after_refusal, is_of_the_line};
use super::fetched_signature::FetchedSignature;
use super::{Stop, backoff};
use crate::changes::Change;
use crate::engine::Inner;
use crate::{Engine, Result, import};

/// A signature, and the answering title under which it lies, if under one.
pub(crate) struct Given {
    signature: Vec<u8>,
    title: Option<Vec<u8>>,
}

/// In one turn: the outbox and the feed have their turns in between.
const PER_TURN: u32 = 32;

impl Engine {
    /// Fetches the signatures that are due. An error is trouble with the connection, or ours.
    pub(crate) async fn fetch_signatures(&self, connection: &Connection, stop: &Stop) -> Result<()> {
        let id = connection.id;
        let due = self
            .blocking(move |inner| {
                let now = inner.now();
                inner.read(|r| Ok(r.remote_signatures_due(id, now, PER_TURN)?))
            })
            .await?;
        if due.is_empty() {
            return Ok(());
        }
        let chosen = connection.clone();
        let provider = self.blocking(move |inner| inner.provider(&chosen)).await?;
        for signature in due {
            if stop.is_asked() {
                break;
            }
            let title = signature
                .body
                .title
                .as_ref()
                .map(|title| title.entity_id.as_str());
            let given = given(&*provider, &connection.edo_box.box_id, &signature.remote, title).await;
            if let Err(answer) = &given
                && is_of_the_line(answer)
            {
                return Err(answer.clone().into());
            }
            let document = signature.document;
            self.blocking(move |inner| keep(inner, &signature, given)).await?;
            self.inner.changes.tell(&Change::document(document));
        }
        Ok(())
    }
}

/// The bytes of a signature and, under a title, of the title: the operator's name for it, in the same message.
pub(crate) async fn given(
    provider: &dyn EdoProvider,
    box_id: &str,
    signature: &RemoteDocument,
    title: Option<&str>,
) -> Result<Given, Answer> {
    let title = match title {
        Some(entity_id) => {
            let place = RemoteDocument {
                message_id: signature.message_id.clone(),
                entity_id: entity_id.to_owned(),
            };
            Some(provider.content(box_id, &place).await?)
        }
        None => None,
    };
    Ok(Given {
        signature: provider.content(box_id, signature).await?,
        title,
    })
}

/// Bytes first, then the rows that name them.
pub(crate) fn keep(inner: &Inner, signature: &RemoteSignature, given: Result<Given, Answer>) -> Result<()> {
    let given = match given {
        Ok(given) => given,
        Err(answer) => return put_off(inner, signature, &answer),
    };
    let (content, title) = match given.title {
        Some(bytes) => {
            let stored = title_file(inner, signature, &bytes)?;
            (Some(bytes), Some(stored))
        }
        None => {
            let file = inner.read(|r| Ok(r.edo_file(signature.file)?))?;
            let content = file.map(|file| inner.store.blob(file.file.blob)).transpose()?;
            (content.flatten(), None)
        }
    };
    let fetched = FetchedSignature::of(inner, &given.signature, content.as_deref())?;
    let now = inner.now();
    let whose = (signature.body.edo_document, signature.body.party);
    inner.write(|w| {
        let file = match &title {
            Some(title) => beside(w, signature, title, now)?,
            None => signature.file,
        };
        w.add_document_signature(&fetched.row(file, whose, now))?;
        let here = RemoteSignatureChange {
            state: ContentState::Here,
            attempts: signature.attempts,
            next_attempt_at: None,
        };
        Ok(w.set_remote_signature(&signature.body, here)?)
    })
}

fn title_file(inner: &Inner, signature: &RemoteSignature, bytes: &[u8]) -> Result<StoredFile> {
    let told = signature
        .body
        .title
        .as_ref()
        .map(|title| title.file_name.as_str());
    let name = match import::bare_name(told.unwrap_or_default()).trim() {
        "" => "Ответный титул.xml",
        name => name,
    };
    Ok(StoredFile {
        blob: inner.store.put_blob(bytes)?,
        name: name.to_owned(),
        size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
    })
}

/// The title stands beside the document's file, as our own answering title does; the same bytes again are the same file.
fn beside(
    w: &Writer<'_>,
    signature: &RemoteSignature,
    title: &StoredFile,
    now: Timestamp,
) -> Result<EdoFileId> {
    let files = w.edo_files_of(signature.document)?;
    if let Some(same) = files.iter().find(|known| known.file.blob == title.blob) {
        return Ok(same.id);
    }
    let format = files
        .iter()
        .find(|known| known.id == signature.file)
        .map_or(EdoFormat::Nonformalized, |known| known.format);
    Ok(w.add_file_beside(signature.document, title, format, now)?)
}

fn put_off(inner: &Inner, signature: &RemoteSignature, answer: &Answer) -> Result<()> {
    tracing::warn!(%answer, "a signature is not given");
    let attempts = signature.attempts.saturating_add(1);
    let is_over = attempts >= HOPELESS_AFTER_ATTEMPTS;
    let fraction = inner.ports.randomness.fraction();
    let wait = if answer.retryable() {
        backoff::wait(attempts, answer.retry_after(), fraction)
    } else {
        backoff::spread(after_refusal(attempts), fraction)
    };
    let change = RemoteSignatureChange {
        state: if is_over {
            ContentState::Lost
        } else {
            ContentState::Awaited
        },
        attempts,
        next_attempt_at: (!is_over).then(|| backoff::later(inner.now(), wait)),
    };
    inner.write(|w| Ok(w.set_remote_signature(&signature.body, change)?))
}
