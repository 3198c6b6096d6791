//! In which order the registry stands.

use serde::{Deserialize, Serialize};

/// What the registry is ordered by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortBy {
    /// The date under which a document is listed; documents of one day in the order in which they came.
    #[default]
    Date,
    /// The number, runs of digits as numbers: «2» before «10». Documents without a number stand last.
    Number,
    /// The name of the other side as it is shown; documents without one stand last.
    Counterparty,
    /// The name of the kind; documents without one stand last.
    Kind,
    /// The name of our firm; documents without one stand last.
    Firm,
    /// The sum with VAT; documents without one stand last.
    Total,
    /// The order of the statuses.
    Status,
    /// How long the status holds: descending begins with what waits longest.
    Waiting,
}

impl SortBy {
    /// Every order there is.
    pub const ALL: [Self; 8] = [
        Self::Date,
        Self::Number,
        Self::Counterparty,
        Self::Kind,
        Self::Firm,
        Self::Total,
        Self::Status,
        Self::Waiting,
    ];

    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Number => "number",
            Self::Counterparty => "counterparty",
            Self::Kind => "kind",
            Self::Firm => "firm",
            Self::Total => "total",
            Self::Status => "status",
            Self::Waiting => "waiting",
        }
    }

    /// The order of this stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.code() == code)
    }
}

/// An order and its direction. Of rows that are equal in it the newest comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sort {
    /// What by.
    pub by: SortBy,
    /// From the greatest to the smallest.
    pub descending: bool,
}

impl Default for Sort {
    /// Newest first.
    fn default() -> Self {
        Self {
            by: SortBy::Date,
            descending: true,
        }
    }
}

impl Sort {
    /// True when the column behind the order is read from the greatest value. The longest wait is the earliest
    /// instant, so there it is the other way round.
    pub(super) fn column_descends(self) -> bool {
        self.descending != (self.by == SortBy::Waiting)
    }
}
