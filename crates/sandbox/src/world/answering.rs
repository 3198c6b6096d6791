//! What an organisation does by itself with documents that it gets: off until somebody switches it on.

use serde::{Deserialize, Serialize};

/// What it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerManner {
    /// Waits for a person at its cabinet.
    #[default]
    Waits,
    /// Confirms that it got them, and leaves the answer to a person.
    Receipts,
    /// Confirms, signs, agrees to revoke.
    Signs,
    /// Confirms, refuses to sign, refuses to revoke.
    Refuses,
}

impl AnswerManner {
    /// Every manner, in the order in which it is offered.
    pub const ALL: [Self; 4] = [Self::Waits, Self::Receipts, Self::Signs, Self::Refuses];

    /// Its name in the control API and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waits => "waits",
            Self::Receipts => "receipts",
            Self::Signs => "signs",
            Self::Refuses => "refuses",
        }
    }

    /// The manner of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// What it does, for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Waits => "не отвечает сама",
            Self::Receipts => "только подтверждает получение",
            Self::Signs => "подписывает",
            Self::Refuses => "отказывает в подписи",
        }
    }
}

/// What an organisation does by itself, and how soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Answering {
    /// What.
    pub manner: AnswerManner,
    /// So many minutes of the world's clock after a document came.
    pub after_minutes: u32,
}

/// A month: whoever waits longer has forgotten it.
pub const LONGEST_WAIT_MINUTES: u32 = 30 * 24 * 60;

impl Answering {
    /// The wait in milliseconds; none where it waits for a person.
    pub fn wait_ms(self) -> Option<u64> {
        (self.manner != AnswerManner::Waits).then(|| u64::from(self.after_minutes) * 60_000)
    }
}
