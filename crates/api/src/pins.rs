//! `pin.*`: a store of keys wants a PIN. The PIN travels inwards only and is kept nowhere.

use engine::ports::Secret;
use engine::{Engine, PinQuestionView, PinTries};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::views::{Empty, Id};

/// The question that waits for a person.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct OpenPinQuestion {
    /// `null` when nobody is asked.
    pub question: Option<PinQuestion>,
}

/// What a person should know before entering a PIN.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct PinQuestion {
    pub id: i64,
    /// Whose key is wanted: `id` of a certificate.
    pub certificate: i64,
    pub token_label: String,
    /// `unknown`, `enough`, `low`, `last`, or a number.
    pub tries: Tries,
    /// The token still has the PIN it left the factory with: it should be changed.
    pub is_factory: bool,
    /// A wrong PIN locks the token; `pin.consent_last` comes before the answer.
    pub is_last: bool,
    /// The provider can ask in a window of its own (`pin.own_window`).
    pub has_own_window: bool,
}

/// How often a PIN may still be wrong.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(untagged)]
pub(crate) enum Tries {
    Word(&'static str),
    Number(u32),
}

impl From<PinQuestionView> for PinQuestion {
    fn from(view: PinQuestionView) -> Self {
        Self {
            id: i64::try_from(view.id).unwrap_or(i64::MAX),
            certificate: view.certificate.0,
            token_label: view.token_label,
            tries: match view.tries {
                PinTries::Unknown => Tries::Word("unknown"),
                PinTries::Enough => Tries::Word("enough"),
                PinTries::Low => Tries::Word("low"),
                PinTries::Last => Tries::Word("last"),
                PinTries::Number(number) => Tries::Number(number),
            },
            is_factory: view.is_factory,
            is_last: view.is_last,
            has_own_window: view.has_own_window,
        }
    }
}

/// The answer to a question.
#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerPin {
    pub id: i64,
    pub pin: String,
}

impl std::fmt::Debug for AnswerPin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AnswerPin({})", self.id)
    }
}

fn number(id: i64) -> u64 {
    u64::try_from(id).unwrap_or(0)
}

#[allow(clippy::unused_async, reason = "all handlers have one form")]
pub(crate) async fn open(engine: &Engine, _: Empty) -> Result<OpenPinQuestion, Failure> {
    Ok(OpenPinQuestion {
        question: engine.pin_question().map(PinQuestion::from),
    })
}

#[allow(clippy::unused_async, reason = "all handlers have one form")]
pub(crate) async fn answer(engine: &Engine, request: AnswerPin) -> Result<Empty, Failure> {
    engine.answer_pin(number(request.id), &Secret::new(request.pin))?;
    Ok(Empty {})
}

#[allow(clippy::unused_async, reason = "all handlers have one form")]
pub(crate) async fn own_window(engine: &Engine, request: Id) -> Result<Empty, Failure> {
    engine.ask_pin_elsewhere(number(request.id))?;
    Ok(Empty {})
}

#[allow(clippy::unused_async, reason = "all handlers have one form")]
pub(crate) async fn cancel(engine: &Engine, request: Id) -> Result<Empty, Failure> {
    engine.cancel_pin(number(request.id))?;
    Ok(Empty {})
}

#[allow(clippy::unused_async, reason = "all handlers have one form")]
pub(crate) async fn consent_last(engine: &Engine, request: Id) -> Result<Empty, Failure> {
    engine.consent_to_last_try(number(request.id))?;
    Ok(Empty {})
}
