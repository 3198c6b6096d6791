//! The signed PDF of papers for people: fetched when the person has signed, kept with us, and held against what we sent,
//! because links of an operator end some day.

use connect::Error as Answer;
use connect::edo::persons::SignedCopy;
use std::time::Duration;
use store::{Connection, CopyState, PersonSending, SignedCopyRow};

use super::{Stop, backoff};
use crate::changes::Change;
use crate::engine::Inner;
use crate::{Engine, Result, words};

/// In one turn: the outbox and the feed have their turns in between.
const PER_TURN: u32 = 16;
/// After so many refusals a person has to look at the operator's page.
const HOPELESS_AFTER_ATTEMPTS: u32 = 10;
const AFTER_REFUSAL: Duration = Duration::from_secs(60 * 60);

impl Engine {
    /// Fetches the copies that are due. An error is trouble with the connection, or ours.
    pub(crate) async fn fetch_signed_copies(&self, connection: &Connection, stop: &Stop) -> Result<()> {
        let id = connection.id;
        let due = self
            .blocking(move |inner| {
                let now = inner.now();
                inner.read(|r| Ok(r.due_signed_copies(id, now, PER_TURN)?))
            })
            .await?;
        if due.is_empty() {
            return Ok(());
        }
        let chosen = connection.clone();
        let provider = self.blocking(move |inner| inner.provider(&chosen)).await?;
        let Some(persons) = provider.persons() else {
            return Ok(());
        };
        for sending in due {
            if stop.is_asked() {
                break;
            }
            let edo_document = sending.body.edo_document;
            let found = self.read(move |r| Ok(r.edo_document(edo_document)?)).await?;
            let Some((document, remote)) = found.and_then(|found| Some((found.document, found.remote?)))
            else {
                continue;
            };
            let told = persons.signed_copy(&remote).await;
            if let Err(answer) = &told
                && answer.retryable()
                && !matches!(answer, Answer::StillProcessing(_))
            {
                return Err(answer.clone().into());
            }
            self.blocking(move |inner| keep(inner, &sending, told)).await?;
            self.inner.changes.tell(&Change::document(document));
        }
        Ok(())
    }
}

fn keep(inner: &Inner, sending: &PersonSending, told: Result<SignedCopy, Answer>) -> Result<()> {
    let copy = match told {
        Ok(copy) => here(inner, sending, &copy)?,
        Err(answer) => put_off(inner, &sending.copy, &answer),
    };
    let id = sending.body.edo_document;
    inner.write(|w| Ok(w.set_signed_copy(id, &copy)?))
}

/// The bytes are durable before the row names them.
fn here(inner: &Inner, sending: &PersonSending, copy: &SignedCopy) -> Result<SignedCopyRow> {
    let stamped = inner.store.put_blob(&copy.stamped.bytes)?;
    let protocol = match &copy.protocol {
        Some(protocol) => Some(inner.store.put_blob(&protocol.bytes)?),
        None => None,
    };
    let sent = inner.read(|r| {
        let file = r
            .edo_document(sending.body.edo_document)?
            .and_then(|sending| sending.file);
        Ok(match file {
            Some(file) => r.edo_file(file)?,
            None => None,
        })
    })?;
    let is_same = sent.is_some_and(|file| file.file.blob.0 == copy.source_sha256);
    let (state, failure_text) = if is_same {
        (CopyState::Here, String::new())
    } else {
        tracing::error!(
            sending = sending.body.edo_document.0,
            "what was signed is not what was sent"
        );
        (
            CopyState::Differs,
            "Подписан не тот файл, который был отправлен: контрольные суммы не совпали. Копия сохранена. Не считайте документ \
             подписанным, пока оператор не объяснит разницу."
                .to_owned(),
        )
    };
    Ok(SignedCopyRow {
        state,
        stamped: Some(stamped),
        protocol,
        attempts: sending.copy.attempts,
        next_attempt_at: None,
        failure_text,
    })
}

fn put_off(inner: &Inner, before: &SignedCopyRow, answer: &Answer) -> SignedCopyRow {
    let attempts = before.attempts.saturating_add(1);
    let fraction = inner.ports.randomness.fraction();
    let wait = match answer {
        Answer::StillProcessing(after) => backoff::wait(attempts, *after, fraction),
        _ => backoff::spread(AFTER_REFUSAL, fraction),
    };
    let is_over = attempts >= HOPELESS_AFTER_ATTEMPTS;
    SignedCopyRow {
        state: if is_over { CopyState::Lost } else { CopyState::Due },
        attempts,
        next_attempt_at: (!is_over).then(|| backoff::later(inner.now(), wait)),
        failure_text: words::failure_text(answer),
        ..before.clone()
    }
}
