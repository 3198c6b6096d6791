//! What we do to the relation with another box at an operator («партнёрские отношения»).

use serde::{Deserialize, Serialize};

/// An act of ours on a relation. Each changes the relation at the operator, so an unchanged relation shows that the act
/// did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationActKind {
    /// «Пригласить».
    Invite,
    /// «Принять» their invitation.
    Accept,
    /// «Отклонить» their invitation.
    Refuse,
    /// «Отозвать» our invitation.
    Withdraw,
    /// «Прекратить обмен».
    Break,
}

impl RelationActKind {
    /// Every act.
    pub const ALL: [Self; 5] = [
        Self::Invite,
        Self::Accept,
        Self::Refuse,
        Self::Withdraw,
        Self::Break,
    ];

    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Invite => "invite",
            Self::Accept => "accept",
            Self::Refuse => "refuse",
            Self::Withdraw => "withdraw",
            Self::Break => "break",
        }
    }

    /// The act of this stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Whether documents can be exchanged with a company («Есть ЭДО»).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EdoAvailability {
    /// An operator of ours says that the exchange is established.
    Yes,
    /// The operators were asked and it is not.
    No,
    /// Nobody was asked yet, or the answer is not understood.
    Unknown,
}

impl EdoAvailability {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Unknown];

    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }

    /// The answer of this stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.code() == code)
    }
}
