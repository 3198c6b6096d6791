//! How sure a rule is that comes from a law or a custom: such rules are data, and each says where it comes from.

use serde::{Deserialize, Serialize};

/// How sure a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// General knowledge; the source was not read.
    Unverified,
    /// One secondary source was read.
    Secondary,
    /// A reputable professional source, or two independent ones, were read.
    Professional,
    /// The text itself, or the page of the responsible body, was read.
    Primary,
}

impl Certainty {
    /// Sure enough to be told without a reservation.
    pub fn is_firm(self) -> bool {
        self >= Self::Professional
    }
}
