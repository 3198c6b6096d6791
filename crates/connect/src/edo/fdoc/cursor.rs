//! Where we stand in the feed. A place that became too old is replaced by the list by date, and what both tell has one
//! name, so nothing is told twice (QUIRKS 17, 18, 20).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::edo::json;

/// The list is read from so long before the newest instant that is known, after a place that was too old.
const OVERLAP_AFTER_LOSS: SignedDuration = SignedDuration::from_hours(24);
/// The same where the list is all there is.
const OVERLAP: SignedDuration = SignedDuration::from_mins(2);

/// A place. Its text is opaque to everybody else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// Read on after this event; `None` is the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Nothing older is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Timestamp>,
    /// The newest instant that was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest: Option<Timestamp>,
    /// The list by date is being read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<ListPlace>,
}

/// A place in the list by date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ListPlace {
    /// Documents changed since.
    pub since: Timestamp,
    /// The next page; `None` for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
}

/// The place before everything that happened at this instant or later.
pub(super) fn since(instant: Timestamp) -> String {
    let place = Cursor {
        not_before: Some(instant),
        ..Cursor::default()
    };
    // A structure of texts and instants cannot fail to be written.
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

    /// The place is too old: the list first, then the feed from its beginning.
    pub fn lost(&self) -> Self {
        Self {
            after: None,
            list: Some(ListPlace {
                since: self.list_from(OVERLAP_AFTER_LOSS),
                page: None,
            }),
            ..self.clone()
        }
    }

    /// The list as the only source: from where it is read next.
    pub fn by_list(&self) -> ListPlace {
        self.list.clone().unwrap_or_else(|| ListPlace {
            since: self.list_from(OVERLAP),
            page: None,
        })
    }

    fn list_from(&self, overlap: SignedDuration) -> Timestamp {
        let known = self.newest.and_then(|newest| newest.checked_sub(overlap).ok());
        known.max(self.not_before).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// The same with an instant that was told.
    pub fn heard(mut self, at: impl Iterator<Item = Timestamp>) -> Self {
        self.newest = at.max().max(self.newest);
        self
    }
}
