//! The place of a document in the list, on which pages, walks and the search index agree.

use std::fmt;
use std::str::FromStr;

use domain::DocumentId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The place of a document in the list: its date and its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PageKey {
    pub(super) listed_on: i64,
    pub(super) id: i64,
}

/// The text is not the place of a document in the list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("«{0}» is not a place in the list of documents")]
pub struct BadPageKey(pub(super) String);

/// Bits of the id in a row number of the search index; 2³⁶ documents are enough.
const ID_BITS: u32 = 36;

impl PageKey {
    /// Before everything: the place above the first row.
    pub(super) const TOP: Self = Self {
        listed_on: 99_999_999,
        id: i64::MAX,
    };

    /// Below everything.
    pub(super) const BOTTOM: Self = Self { listed_on: 0, id: 0 };

    pub(crate) fn of(listed_on: i64, id: DocumentId) -> Self {
        Self { listed_on, id: id.0 }
    }

    /// A date as the number `YYYYMMDD`.
    pub(crate) fn day(date: Date) -> i64 {
        let (year, month, day) = (
            i64::from(date.year()),
            i64::from(date.month()),
            i64::from(date.day()),
        );
        year.max(0) * 10_000 + month * 100 + day
    }

    pub(crate) fn id(self) -> DocumentId {
        DocumentId(self.id)
    }

    pub(crate) fn listed_on(self) -> i64 {
        self.listed_on
    }

    /// The row number in the search index: sorts like the key itself.
    pub(crate) fn rowid(self) -> i64 {
        let id = self.id.min((1 << ID_BITS) - 1);
        (self.listed_on << ID_BITS) + id
    }

    pub(crate) fn of_rowid(rowid: i64) -> Self {
        Self {
            listed_on: rowid >> ID_BITS,
            id: rowid & ((1 << ID_BITS) - 1),
        }
    }
}

impl fmt::Display for PageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.listed_on, self.id)
    }
}

impl FromStr for PageKey {
    type Err = BadPageKey;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || BadPageKey(text.to_owned());
        let (listed_on, id) = text.split_once('-').ok_or_else(bad)?;
        let key = Self {
            listed_on: listed_on.parse().map_err(|_| bad())?,
            id: id.parse().map_err(|_| bad())?,
        };
        if (0..=Self::TOP.listed_on).contains(&key.listed_on) && key.id >= 0 {
            Ok(key)
        } else {
            Err(bad())
        }
    }
}

impl TryFrom<String> for PageKey {
    type Error = BadPageKey;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<PageKey> for String {
    fn from(key: PageKey) -> Self {
        key.to_string()
    }
}
