//! The sweep: documents of which nothing was heard for a day are asked about, should the feed have dropped an event.
//!
//! A hundred an hour at most, the longest silent first, so that its cost does not grow with the registry. Documents whose
//! signature the operator is still checking are asked about sooner: its verdict may come without an event.

use std::collections::HashSet;
use std::time::Duration;

use domain::{DocumentState, EdoDocument, EdoDocumentId, EventActor, ProviderEvent, RemoteDocument};
use jiff::{SignedDuration, Timestamp};
use store::{Connection, Reader, Writer};

use super::apply::Applied;
use super::backoff;
use crate::changes::Change;
use crate::engine::Inner;
use crate::outbox::InHand;
use crate::{Engine, Result};

/// Between two sweeps of one connection.
const EVERY: Duration = Duration::from_secs(60 * 60);
/// Silence after which a document is asked about.
const SILENCE: SignedDuration = SignedDuration::from_hours(24);
/// A signature is checked within seconds; then its event is here. Without one it is asked about after this time.
const CHECKED_WITHIN: SignedDuration = SignedDuration::from_mins(5);
/// Documents asked about at once.
const AT_MOST: u32 = 100;

impl Engine {
    /// Asks about silent documents when the hour is over.
    pub(crate) async fn sweep(&self, connection: &Connection) -> Result<()> {
        let chosen = connection.clone();
        let due = self.blocking(move |inner| due(inner, &chosen)).await?;
        let silent: Vec<RemoteDocument> = due.into_iter().filter_map(|sending| sending.remote).collect();
        if silent.is_empty() {
            return Ok(());
        }
        self.ask_about(connection, silent).await
    }

    /// Asks about these documents now.
    pub(crate) async fn ask_about(&self, connection: &Connection, silent: Vec<RemoteDocument>) -> Result<()> {
        let chosen = connection.clone();
        let provider = self.blocking(move |inner| inner.provider(&chosen)).await?;
        let told = provider.states(&connection.edo_box.box_id, &silent).await?;
        let id = connection.id;
        let applied = self
            .blocking(move |inner| {
                let now = inner.now();
                inner.write(|w| hear_states(w, id, &silent, &told, now))
            })
            .await?;
        self.inner.changes.tell(&Change {
            documents: applied.documents,
            notices: applied.notices,
            ..Change::default()
        });
        self.show_notices().await
    }
}

/// Whom to ask about now. Reads before it writes: most rounds have nobody to ask about.
fn due(inner: &Inner, connection: &Connection) -> Result<Vec<EdoDocument>> {
    let now = inner.now();
    let before = |silence: SignedDuration| now.checked_sub(silence).unwrap_or(now);
    let (mut due, is_hour_over) = inner.read(|r| {
        Ok((
            r.unchecked_edo_documents(connection.id, before(CHECKED_WITHIN), now, AT_MOST)?,
            is_due(r, connection, now)?,
        ))
    })?;
    if is_hour_over {
        let silent = inner.write(|w| {
            w.set_setting(&swept_at(connection), &now.to_string())?;
            Ok(w.stale_edo_documents(connection.id, before(SILENCE), AT_MOST)?)
        })?;
        let known: HashSet<EdoDocumentId> = due.iter().map(|one| one.id).collect();
        due.extend(silent.into_iter().filter(|one| !known.contains(&one.id)));
    }
    Ok(due)
}

fn swept_at(connection: &Connection) -> String {
    format!("swept_at/{}", connection.id)
}

fn is_due(r: &Reader<'_>, connection: &Connection, now: Timestamp) -> Result<bool> {
    let last: Option<Timestamp> = r
        .setting(&swept_at(connection))?
        .and_then(|text| text.parse().ok());
    Ok(last.is_none_or(|last| backoff::later(last, EVERY) <= now))
}

/// The answer to our question as an event: what was rebuilt from events alone must be whole.
fn report(remote: &RemoteDocument, state: &DocumentState, now: Timestamp) -> ProviderEvent {
    ProviderEvent {
        event_id: format!("asked at {now}"),
        happened_at: state.as_of,
        remote: remote.clone(),
        custom_document_id: None,
        actor: EventActor::Operator,
        facts: Vec::new(),
        state: Some(state.clone()),
        moved: None,
    }
}

/// Joins the reports and marks every document that was asked about, also those of which the operator says nothing:
/// the next sweep goes on to others.
fn hear_states(
    w: &Writer<'_>,
    connection: domain::ConnectionId,
    asked: &[RemoteDocument],
    told: &[(RemoteDocument, DocumentState)],
    now: Timestamp,
) -> Result<Applied> {
    let mut applied = Applied::default();
    for remote in asked {
        let Some(sending) = w.edo_document_by_remote(connection, remote)? else {
            continue;
        };
        w.mark_checked(sending.id, now)?;
        let before = sending.state.clone();
        let mut in_hand = InHand::new(sending);
        let answers = told.iter().filter(|(about, _)| about == remote);
        let answers: Vec<DocumentState> = answers
            .map(|(_, state)| understood(before.as_ref(), state))
            .collect();
        for state in &answers {
            in_hand.hear_state(state);
        }
        if in_hand.state() != before.as_ref() {
            for state in &answers {
                w.record_event(connection, &report(remote, state, now), now)?;
            }
            let done = in_hand.finish(w, now)?;
            applied.documents.insert(done.document);
            applied.notices.extend(done.notices);
        }
    }
    Ok(applied)
}

/// An answer to our question tells how it is now. One that the program understands takes the place of what it did not
/// understand, although both are told as of the same instant: a name of a status may have been taught meanwhile.
fn understood(before: Option<&DocumentState>, told: &DocumentState) -> DocumentState {
    let mut state = told.clone();
    let gives_way = before.filter(|before| {
        before.facets.unknown().is_some() && state.facets.unknown().is_none() && state.as_of <= before.as_of
    });
    if let Some(before) = gives_way {
        state.as_of = before
            .as_of
            .checked_add(SignedDuration::from_micros(1))
            .unwrap_or(before.as_of);
    }
    state
}
