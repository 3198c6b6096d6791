//! The bytes of documents that came to us: fetched after the row is there, a few at once, the newest first, and each
//! kept in one transaction with what its file tells.
//!
//! Cut off anywhere, the next turn goes on with what is not here yet. A file that the operator does not give is asked for
//! again after an hour, then more and more seldom for about a week, because it may only be late; then the row says so.

use std::pin::Pin;
use std::time::Duration;

use connect::Error as Answer;
use connect::edo::EdoProvider;
use domain::{DocumentId, EdoFileId, KindId, NewDocument, RemoteDocument, SigningParty, StoredFile, kind};
use futures_util::stream::{FuturesUnordered, StreamExt};
use jiff::Timestamp;
use store::{Arrived, Connection, ContentChange, ContentState, Reader, Writer};

use super::fetched_signature::FetchedSignature;
use super::{Hurry, Stop, backoff};
use crate::changes::Change;
use crate::engine::Inner;
use crate::import::{self, ImportFile, Recognised};
use crate::{Engine, Result, words};

/// Fetched at once: what operators recommend at most.
const WIDEST: usize = 4;
/// Read from the list together.
const AT_ONCE: u32 = 16;
/// In one turn of the background: the outbox and the feed have their turns in between.
const PER_TURN: u32 = 32;
/// In a turn that a person asked for.
const PER_PRESS: u32 = 512;
/// After so many vain attempts a person has to look in the operator's cabinet.
pub(super) const HOPELESS_AFTER_ATTEMPTS: u32 = 10;
const FIRST_AFTER_REFUSAL: Duration = Duration::from_secs(60 * 60);
const LONGEST_AFTER_REFUSAL: Duration = Duration::from_secs(24 * 60 * 60);

/// What came of one document.
enum Fetched {
    Here {
        content: Vec<u8>,
        signature: Option<Vec<u8>>,
    },
    Not(Answer),
}

type Flight<'a> = Pin<Box<dyn Future<Output = (Arrived, Fetched)> + Send + 'a>>;

impl Engine {
    /// Fetches the bytes that are due. An error is trouble with the connection, or ours.
    pub(crate) async fn fetch_contents(
        &self,
        connection: &Connection,
        hurry: Hurry,
        stop: &Stop,
    ) -> Result<()> {
        let lane = self.inner.lanes.of(connection.id);
        let _held = lane.contents.lock().await;
        let most = match hurry {
            Hurry::Scheduled => PER_TURN,
            Hurry::Pressed => PER_PRESS,
        };
        let (mut done, id) = (0, connection.id);
        while done < most && !stop.is_asked() {
            let due = self
                .blocking(move |inner| {
                    let now = inner.now();
                    inner.read(|r| Ok(r.arrivals_without_content(id, now, AT_ONCE)?))
                })
                .await?;
            if due.is_empty() {
                break;
            }
            done += AT_ONCE;
            self.fetch(connection, due).await?;
        }
        Ok(())
    }

    async fn fetch(&self, connection: &Connection, due: Vec<Arrived>) -> Result<()> {
        let chosen = connection.clone();
        let provider = self.blocking(move |inner| inner.provider(&chosen)).await?;
        let box_id = connection.edo_box.box_id.as_str();
        let mut rest = due.into_iter();
        let mut flying: FuturesUnordered<Flight<'_>> = FuturesUnordered::new();
        let mut trouble = None;
        loop {
            while flying.len() < WIDEST
                && trouble.is_none()
                && let Some(arrived) = rest.next()
            {
                flying.push(Box::pin(fetched(&*provider, box_id, arrived)));
            }
            let Some((arrived, fetched)) = flying.next().await else {
                break;
            };
            if let Fetched::Not(answer) = &fetched
                && is_of_the_line(answer)
            {
                trouble.get_or_insert_with(|| answer.clone());
                continue;
            }
            let document = arrived.document;
            self.blocking(move |inner| note(inner, &arrived, fetched)).await?;
            self.inner.changes.tell(&Change::document(document));
        }
        match trouble {
            Some(answer) => Err(answer.into()),
            None => Ok(()),
        }
    }
}

async fn fetched(provider: &dyn EdoProvider, box_id: &str, arrived: Arrived) -> (Arrived, Fetched) {
    let fetched = bytes_of(provider, box_id, &arrived).await;
    (arrived, fetched)
}

async fn bytes_of(provider: &dyn EdoProvider, box_id: &str, arrived: &Arrived) -> Fetched {
    let content = match provider.content(box_id, &arrived.remote).await {
        Ok(content) => content,
        Err(answer) => return Fetched::Not(answer),
    };
    let name = &arrived.body.signature_entity_id;
    if name.is_empty() {
        return Fetched::Here {
            content,
            signature: None,
        };
    }
    let place = RemoteDocument {
        message_id: arrived.remote.message_id.clone(),
        entity_id: name.clone(),
    };
    match provider.content(box_id, &place).await {
        Ok(signature) => Fetched::Here {
            content,
            signature: Some(signature),
        },
        Err(answer) if answer.retryable() || is_of_the_line(&answer) => Fetched::Not(answer),
        Err(error) => {
            // The document is worth more than the signature beside it, which stays at the operator.
            tracing::warn!(%error, "the sender's signature is not given");
            Fetched::Here {
                content,
                signature: None,
            }
        }
    }
}

/// Every other document would meet the same.
pub(crate) fn is_of_the_line(answer: &Answer) -> bool {
    matches!(
        answer,
        Answer::Offline(_)
            | Answer::Limited(_)
            | Answer::Unauthorized(_)
            | Answer::Unpaid(_)
            | Answer::LogIn { .. }
    )
}

fn note(inner: &Inner, arrived: &Arrived, fetched: Fetched) -> Result<()> {
    match fetched {
        Fetched::Here { content, signature } => keep(inner, arrived, &content, signature.as_deref()),
        Fetched::Not(answer) => put_off(inner, arrived, &answer),
    }
}

fn put_off(inner: &Inner, arrived: &Arrived, answer: &Answer) -> Result<()> {
    let attempts = arrived.attempts.saturating_add(1);
    let is_over = attempts >= HOPELESS_AFTER_ATTEMPTS;
    let fraction = inner.ports.randomness.fraction();
    let is_refused = !answer.retryable();
    let wait = if is_refused {
        backoff::spread(after_refusal(attempts), fraction)
    } else {
        backoff::wait(attempts, answer.retry_after(), fraction)
    };
    let change = ContentChange {
        state: if is_over || is_refused {
            ContentState::Lost
        } else {
            ContentState::Awaited
        },
        attempts,
        next_attempt_at: (!is_over).then(|| backoff::later(inner.now(), wait)),
        failure_text: words::failure_text(answer),
    };
    inner.write(|w| Ok(w.set_content(arrived.body.edo_document, &change)?))
}

/// An hour, doubled each time up to a day.
pub(super) fn after_refusal(attempts: u32) -> Duration {
    let doublings = attempts.saturating_sub(1).min(8);
    FIRST_AFTER_REFUSAL
        .saturating_mul(2_u32.saturating_pow(doublings))
        .min(LONGEST_AFTER_REFUSAL)
}

/// Bytes first, then the rows that name them.
fn keep(inner: &Inner, arrived: &Arrived, content: &[u8], signature: Option<&[u8]>) -> Result<()> {
    let file = ImportFile {
        name: arrived.body.file_name.clone(),
        bytes: content.to_vec(),
    };
    // What cannot be read is kept all the same: it is what the other side signed.
    let recognised = match import::recognise(inner, &file) {
        Ok(recognised) => Some(recognised),
        Err(error) if crate::bulk::is_of_the_program(&error) => return Err(error),
        Err(_) => None,
    };
    let stored = match &recognised {
        Some(recognised) => recognised.stored.clone(),
        None => StoredFile {
            blob: inner.store.put_blob(content)?,
            name: file.name,
            size: content.len() as u64,
        },
    };
    let theirs = signature
        .map(|bytes| FetchedSignature::of(inner, bytes, Some(content)))
        .transpose()?;
    let now = inner.now();
    inner.write(|w| {
        let is_wanted = w
            .arrived(arrived.body.edo_document)?
            .is_some_and(|found| found.content != ContentState::Here);
        if !is_wanted {
            return Ok(());
        }
        let file = add_file(w, arrived, &stored, now)?;
        if let Some(recognised) = &recognised {
            fill_in(w, arrived.document, recognised)?;
        }
        if let Some(theirs) = &theirs {
            let sent = (arrived.body.edo_document, SigningParty::Them);
            w.add_document_signature(&theirs.row(file, sent, now))?;
        }
        let here = ContentChange {
            state: ContentState::Here,
            attempts: arrived.attempts,
            next_attempt_at: None,
            failure_text: String::new(),
        };
        Ok(w.set_content(arrived.body.edo_document, &here)?)
    })
}

fn add_file(w: &Writer<'_>, arrived: &Arrived, stored: &StoredFile, now: Timestamp) -> Result<EdoFileId> {
    let document = w
        .document(arrived.document)?
        .ok_or_else(crate::documents::not_found)?;
    let file = w.add_edo_file(document.id, stored, document.body.format, document.revision, now)?;
    w.set_edo_document_file(arrived.body.edo_document, file)?;
    Ok(file)
}

/// What the file tells and the operator did not. A guess never names a counterparty.
fn fill_in(w: &Writer<'_>, id: DocumentId, recognised: &Recognised) -> Result<()> {
    let old = w.document(id)?.ok_or_else(crate::documents::not_found)?;
    let (facts, body) = (&recognised.facts, old.body.clone());
    let number = if body.number.is_empty() {
        facts.number.clone()
    } else {
        body.number.clone()
    };
    let counterparty = match body.counterparty {
        None if !recognised.is_guess => import::sides(w, facts)?.counterparty,
        known => known,
    };
    let new = NewDocument {
        number,
        counterparty,
        issued_on: body.issued_on.or(facts.issued_on),
        total: body.total.or(facts.total),
        vat_amount: body.vat_amount.or(facts.vat_amount),
        currency: if recognised.is_guess {
            body.currency.clone()
        } else {
            facts.currency.clone()
        },
        lines: facts.lines.clone(),
        kind: Some(refined_kind(w, &body, recognised)?),
        ..body
    };
    w.update_document(id, old.revision, &new)?;
    Ok(())
}

/// A paper without a type of its own is called what its text calls it.
fn refined_kind(r: &Reader<'_>, body: &NewDocument, recognised: &Recognised) -> Result<KindId> {
    let known = match body.kind {
        Some(id) => r.kind(id)?,
        None => None,
    };
    match known {
        Some(known) if known.body.code != kind::builtin::FREE_FORM => Ok(known.id),
        _ => Ok(import::kind_of(r, &recognised.facts)?.id),
    }
}
