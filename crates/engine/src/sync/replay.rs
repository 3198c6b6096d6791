//! Replay: the state of every document is rebuilt from recorded events alone and compared with the kept one.
//!
//! Whatever the operator ever reported is recorded, answers to our own questions too, so both must be equal. Of documents
//! that ended more than a year ago only the event that tells their last state keeps its content: the record stays bounded
//! and the rebuilt state the same.

use domain::{
    DocumentId, DocumentState, EdoDocument, EdoDocumentId, EdoStatus, ProviderEvent, derive_status,
};
use jiff::{SignedDuration, Timestamp};
use store::{Reader, Writer};

use crate::changes::Change;
use crate::engine::Inner;
use crate::{Engine, Result, records, status};

/// Lives that are looked at in one transaction.
const AT_ONCE: u32 = 200;
/// A difference that is shown; the others are counted.
const MOST_SHOWN: usize = 100;
/// After that time nobody asks how a document came to its end.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 400);
/// Lives whose events are emptied in one day.
const EMPTIED_A_DAY: u32 = 20_000;
const EMPTIED_UNTIL: &str = "events_emptied_until";

/// What to do where the rebuilt state is another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplayMode {
    /// Tell it.
    Compare,
    /// Tell it, and keep the rebuilt state.
    Repair,
}

/// A document whose rebuilt state differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplayedDocument {
    /// Which.
    pub document: DocumentId,
    /// «УПД № 15 от 21.11.2026»
    pub label: String,
    /// By the kept state.
    pub kept: EdoStatus,
    /// By the recorded events.
    pub rebuilt: EdoStatus,
}

/// What a replay found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Replayed {
    /// Lives of documents at operators that were rebuilt.
    pub lives: u64,
    /// Events that were read for it.
    pub events: u64,
    /// How many differ.
    pub different: u64,
    /// The first of them.
    pub shown: Vec<ReplayedDocument>,
}

impl Engine {
    /// Rebuilds every state from recorded events.
    pub async fn replay(&self, mode: ReplayMode) -> Result<Replayed> {
        let mut replayed = Replayed::default();
        let mut after = EdoDocumentId(0);
        loop {
            let mut so_far = std::mem::take(&mut replayed);
            let (page, last) = self
                .blocking(move |inner| {
                    let last = match mode {
                        ReplayMode::Compare => inner.read(|r| compared(r, after, &mut so_far))?.0,
                        ReplayMode::Repair => repaired(inner, after, &mut so_far)?,
                    };
                    Ok((so_far, last))
                })
                .await?;
            replayed = page;
            match last {
                Some(last) => after = last,
                None => return Ok(replayed),
            }
        }
    }
}

/// A life whose rebuilt state differs from the kept one.
type Difference = (EdoDocument, Option<DocumentState>);

/// Compares the lives behind `after`; gives the last one, none at the end.
fn compared(
    r: &Reader<'_>,
    after: EdoDocumentId,
    replayed: &mut Replayed,
) -> Result<(Option<EdoDocumentId>, Vec<Difference>)> {
    let lives = r.edo_documents_after(after, AT_ONCE)?;
    let last = lives.last().map(|life| life.id);
    let mut differences = Vec::new();
    for life in lives {
        let Some(remote) = &life.remote else {
            continue;
        };
        let events = r.events_of(life.connection, remote)?;
        replayed.lives += 1;
        replayed.events += u64::try_from(events.len()).unwrap_or(u64::MAX);
        let rebuilt = joined(&events);
        if rebuilt == life.state {
            continue;
        }
        replayed.different += 1;
        if replayed.shown.len() < MOST_SHOWN
            && let Some(document) = r.document(life.document)?
        {
            let label = |state: Option<&DocumentState>| derive_status(None, state.map(|state| &state.facets));
            replayed.shown.push(ReplayedDocument {
                document: life.document,
                label: records::reference(r, &document)?.label,
                kept: label(life.state.as_ref()),
                rebuilt: label(rebuilt.as_ref()),
            });
        }
        differences.push((life, rebuilt));
    }
    Ok((last, differences))
}

fn repaired(inner: &Inner, after: EdoDocumentId, replayed: &mut Replayed) -> Result<Option<EdoDocumentId>> {
    let now = inner.now();
    let (last, documents) = inner.write(|w| {
        let (last, differences) = compared(w, after, replayed)?;
        let mut documents = Vec::new();
        for (life, rebuilt) in differences {
            // A report without an event is no reason to forget what is kept.
            if let Some(state) = rebuilt {
                w.set_state(life.id, &state)?;
                status::refresh(w, life.document, now)?;
                documents.push(life.document);
            }
        }
        Ok((last, documents))
    })?;
    inner.changes.tell(&Change {
        documents: documents.into_iter().collect(),
        ..Change::default()
    });
    Ok(last)
}

/// What all events together say.
fn joined(events: &[ProviderEvent]) -> Option<DocumentState> {
    let states = events.iter().filter_map(|event| event.state.clone());
    states.reduce(DocumentState::join)
}

/// Empties events of documents that ended long ago, going on where the last day stopped.
pub(super) fn empty_old_events(inner: &Inner) -> Result<()> {
    let now = inner.now();
    let before = now.checked_sub(KEPT).unwrap_or(now);
    let mut done = 0;
    while done < EMPTIED_A_DAY {
        let is_over = inner.write(|w| emptied(w, before))?;
        if is_over {
            break;
        }
        done += AT_ONCE;
    }
    Ok(())
}

/// True when there is nothing more that is old enough.
fn emptied(w: &Writer<'_>, before: Timestamp) -> Result<bool> {
    let after = w.setting(EMPTIED_UNTIL)?.and_then(|text| text.parse().ok());
    let after = after.unwrap_or(EdoDocumentId(0));
    let lives = w.edo_documents_after(after, AT_ONCE)?;
    let mut until = after;
    let mut is_over = lives.is_empty();
    for life in lives {
        let has_ended = life.state.as_ref().is_some_and(|state| {
            derive_status(None, Some(&state.facets)).is_terminal() && state.as_of >= before
        });
        if has_ended {
            // Ended not long enough ago: it is looked at again on another day, and those behind it are younger.
            is_over = true;
            break;
        }
        empty_events_of(w, &life, before)?;
        until = life.id;
    }
    w.set_setting(EMPTIED_UNTIL, &until.to_string())?;
    Ok(is_over)
}

fn empty_events_of(w: &Writer<'_>, life: &EdoDocument, before: Timestamp) -> Result<()> {
    let (Some(remote), Some(state)) = (&life.remote, &life.state) else {
        return Ok(());
    };
    let has_ended = derive_status(None, Some(&state.facets)).is_terminal();
    if !has_ended || state.as_of >= before {
        return Ok(());
    }
    let events = w.events_of(life.connection, remote)?;
    // One event that tells everything is enough; where none does, all of them stay.
    let Some(kept) = events
        .iter()
        .rposition(|event| event.state.as_ref() == Some(state))
    else {
        return Ok(());
    };
    for (place, event) in events.iter().enumerate() {
        if place != kept {
            w.empty_event(life.connection, remote, &event.event_id)?;
        }
    }
    Ok(())
}
