//! Where we stand in the feed, with an overlap.
//!
//! The feed may let an event appear *before* the last key that was read, when both have the same instant (QUIRKS 21).
//! So the next page starts at the last event that is strictly older than the newest one, and what was read already is
//! known by its id.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::client::EVENTS_PER_PAGE;
use super::ids;
use super::wire::{BoxEvent, BoxEventList};
use crate::Error;
use crate::edo::json;

/// At most so many events are read again. Less than a page, so that every page brings something new even when a
/// thousand events share one instant.
const MAX_OVERLAP: usize = 100;

/// A place in the feed. Its text is opaque to everybody else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// Read on after this `IndexKey`; `None` is the very beginning, or `since`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// While there is no key: nothing older than this, in ticks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
    /// Events behind that key that were handed over already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<String>,
}

/// The place before everything that happened at this instant or later (`timestampFromTicks`, QUIRKS 67).
pub(super) fn since(instant: Timestamp) -> String {
    let place = Cursor {
        since: Some(ids::ticks(instant)),
        ..Cursor::default()
    };
    // A structure of texts and a number cannot fail to be written.
    serde_json::to_string(&place).unwrap_or_default()
}

impl Cursor {
    /// Reads our own text back.
    pub fn parse(text: Option<&str>) -> Result<Self, Error> {
        json::feed_place(text)
    }

    /// The text to keep; `None` while nothing was read at all.
    pub fn text(&self) -> Result<Option<String>, Error> {
        json::feed_place_text(self)
    }

    /// The events of the page that were not handed over yet.
    pub fn fresh<'a>(&self, page: &'a [BoxEvent]) -> Vec<&'a BoxEvent> {
        page.iter()
            .filter(|event| !self.seen.contains(&event.event_id))
            .collect()
    }

    /// The place after this page: behind the last event that is strictly older than the page's last one.
    pub fn after_page(&self, page: &[BoxEvent]) -> Self {
        let Some(last) = page.last() else {
            return self.clone();
        };
        let tail = page
            .iter()
            .rev()
            .take_while(|event| ticks(event) >= ticks(last))
            .count();
        let (settled, again) = page.split_at(page.len() - tail.min(MAX_OVERLAP));
        let after = settled
            .iter()
            .rev()
            .map(|event| &event.index_key)
            .find(|key| !key.is_empty());
        let after = after.cloned().or_else(|| self.after.clone());
        Self {
            since: self.since.filter(|_| after.is_none()),
            after,
            seen: again.iter().map(|event| event.event_id.clone()).collect(),
        }
    }
}

/// More is waiting, as far as the page tells. The feed is read to the end when a page brings nothing new.
pub(super) fn has_more(page: &BoxEventList, fresh: usize) -> bool {
    let length = page.events.len();
    let counted = usize::try_from(page.total_count).unwrap_or(0);
    fresh > 0 && (length >= EVENTS_PER_PAGE || counted > length)
}

fn ticks(event: &BoxEvent) -> i64 {
    let message = event.message.as_ref().map(|message| message.timestamp_ticks);
    let patch = event.patch.as_ref().map(|patch| patch.timestamp_ticks);
    message.or(patch).unwrap_or_default()
}

#[cfg(test)]
mod tests;
