//! Asking a person for the PIN, and how often it may still be wrong.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::Result;

/// How often a PIN may still be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tries {
    /// No wrong PIN since the last right one.
    Enough,
    /// At least one wrong PIN was entered.
    Low,
    /// One more wrong PIN locks the token.
    Last,
    /// The token is locked.
    Locked,
    /// The token tells the exact number.
    Exactly(u32),
    /// The store does not tell: a provider behind CryptoAPI.
    Untold,
}

impl Tries {
    /// Would a wrong PIN lock the token?
    #[must_use]
    pub fn is_last(self) -> bool {
        matches!(self, Self::Last | Self::Exactly(1))
    }

    /// Is it locked already?
    #[must_use]
    pub fn is_locked(self) -> bool {
        matches!(self, Self::Locked | Self::Exactly(0))
    }

    /// The number, where it is known.
    #[must_use]
    pub fn number(self) -> Option<u32> {
        match self {
            Self::Exactly(number) => Some(number),
            Self::Last => Some(1),
            Self::Locked => Some(0),
            Self::Enough | Self::Low | Self::Untold => None,
        }
    }
}

/// Who asks a person for the PIN.
pub trait PinSource {
    /// Asks once.
    ///
    /// # Errors
    /// Whatever keeps the question from being asked.
    fn ask(&mut self, question: &PinQuestion) -> Result<PinAnswer>;
}

/// What the person should know before entering a PIN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinQuestion {
    /// The token's name or the file's.
    pub label: String,
    /// How often a PIN may still be wrong.
    pub tries: Tries,
    /// A wrong PIN now locks the token: only [`PinAnswer::PinDespiteLastTry`] is then taken.
    pub is_last: bool,
    /// The token still has the PIN it left the factory with: time to change it.
    pub is_factory: bool,
    /// The provider has a window of its own to ask in.
    pub has_own_window: bool,
}

/// What the person answered.
pub enum PinAnswer {
    /// The PIN.
    Pin(Zeroizing<String>),
    /// The PIN, and the person agreed that a wrong one locks the token.
    PinDespiteLastTry(Zeroizing<String>),
    /// Let the provider ask in its own window.
    OwnWindow,
    /// No.
    Cancel,
}

impl fmt::Debug for PinAnswer {
    /// Never shows the PIN.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Pin(_) => "Pin(…)",
            Self::PinDespiteLastTry(_) => "PinDespiteLastTry(…)",
            Self::OwnWindow => "OwnWindow",
            Self::Cancel => "Cancel",
        })
    }
}

/// Nobody to ask: for stores that need no PIN.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoPin;

impl PinSource for NoPin {
    fn ask(&mut self, _question: &PinQuestion) -> Result<PinAnswer> {
        Ok(PinAnswer::Cancel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_never_shows_its_pin() {
        let answer = PinAnswer::Pin(Zeroizing::new("Sova-5271".to_owned()));
        assert_eq!(format!("{answer:?}"), "Pin(…)");
    }
}
