//! The sweep: documents of which nothing was heard for a day are asked about, should the feed have dropped an event.
//!
//! A hundred an hour at most, the longest silent first, so that its cost does not grow with the registry.

use std::time::Duration;

use domain::{DocumentState, RemoteDocument};
use jiff::{SignedDuration, Timestamp};
use store::{Connection, Writer};

use super::apply::Applied;
use super::backoff;
use crate::changes::Change;
use crate::outbox::InHand;
use crate::{Engine, Result};

/// Between two sweeps of one connection.
const EVERY: Duration = Duration::from_secs(60 * 60);
/// Silence after which a document is asked about.
const SILENCE: SignedDuration = SignedDuration::from_hours(24);
/// Documents asked about at once.
const AT_MOST: u32 = 100;

impl Engine {
    /// Asks about silent documents when the hour is over.
    pub(crate) async fn sweep(&self, connection: &Connection) -> Result<()> {
        let chosen = connection.clone();
        let due = self
            .blocking(move |inner| {
                let now = inner.now();
                inner.write(|w| {
                    if !is_due(w, &chosen, now)? {
                        return Ok(None);
                    }
                    w.set_setting(&swept_at(&chosen), &now.to_string())?;
                    let since = now.checked_sub(SILENCE).unwrap_or(now);
                    Ok(Some(w.stale_edo_documents(chosen.id, since, AT_MOST)?))
                })
            })
            .await?;
        let silent: Vec<RemoteDocument> = due
            .unwrap_or_default()
            .into_iter()
            .filter_map(|sending| sending.remote)
            .collect();
        if silent.is_empty() {
            return Ok(());
        }
        self.ask_about(connection, silent).await
    }

    async fn ask_about(&self, connection: &Connection, silent: Vec<RemoteDocument>) -> Result<()> {
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

fn swept_at(connection: &Connection) -> String {
    format!("swept_at/{}", connection.id)
}

fn is_due(w: &Writer<'_>, connection: &Connection, now: Timestamp) -> Result<bool> {
    let last: Option<Timestamp> = w
        .setting(&swept_at(connection))?
        .and_then(|text| text.parse().ok());
    Ok(last.is_none_or(|last| backoff::later(last, EVERY) <= now))
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
        for (_, state) in told.iter().filter(|(about, _)| about == remote) {
            in_hand.hear_state(state);
        }
        if in_hand.state() != before.as_ref() {
            let done = in_hand.finish(w, now)?;
            applied.documents.insert(done.document);
            applied.notices.extend(done.notice);
        }
    }
    Ok(applied)
}
