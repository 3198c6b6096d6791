//! What can go wrong between us and a service, in the terms in which something can be done about it.

use std::time::Duration;

/// The code of a refusal whose method the service has switched off: this program is too old for it.
pub const METHOD_REMOVED: &str = "method_removed";

/// An answer that is not the one hoped for, or none.
///
/// The variants differ in what the caller may do next. For a request with an effect the difference between
/// [`Error::Offline`] (nothing left this computer) and [`Error::Timeout`] (it may have arrived) is decisive.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No connection was made, so the request cannot have arrived.
    #[error("no connection: {0}")]
    Offline(String),
    /// The request may have left; no whole answer came. Its effect is unknown.
    #[error("no answer: {0}")]
    Timeout(String),
    /// Key, login, password or token refused.
    #[error("not authorised: {0}")]
    Unauthorized(String),
    /// Known, but not allowed: foreign box, missing right, blocked key.
    #[error("forbidden: {0}")]
    Forbidden(String),
    /// The right to use the service's interface is not paid for.
    #[error("not paid for: {0}")]
    Unpaid(String),
    /// A person has to take part in the log-in, or it went wrong while one did.
    #[error("log-in ({code}): {text}")]
    LogIn {
        /// What: one of the names in [`crate::edo::log_in::code`].
        code: &'static str,
        /// Complete Russian sentences: what it is and what to check.
        text: String,
    },
    /// Too many requests; nothing was done.
    #[error("rate limit, try again after {0:?}")]
    Limited(Option<Duration>),
    /// The service failed by itself (5xx). For a request with an effect the result is unknown.
    #[error("the service failed: {0}")]
    Broken(String),
    /// The service understood and said no; repeating the same request is useless.
    #[error("refused ({code}): {text}")]
    Refused {
        /// The service's machine code, or the HTTP status.
        code: String,
        /// The service's own words.
        text: String,
    },
    /// Accepted before and still at work; ask again after this time.
    #[error("still processing")]
    StillProcessing(Option<Duration>),
    /// The answer cannot be understood; the text says where.
    #[error("malformed answer: {0}")]
    Malformed(String),
}

impl Error {
    /// True when the same request may help later.
    pub fn retryable(&self) -> bool {
        matches!(
            self,
            Self::Offline(_)
                | Self::Timeout(_)
                | Self::Limited(_)
                | Self::Broken(_)
                | Self::StillProcessing(_)
        )
    }

    /// True when a request with an effect may have had it although no good answer came. Such an effect is looked
    /// up before it is repeated.
    pub fn outcome_unknown(&self) -> bool {
        matches!(
            self,
            Self::Timeout(_) | Self::Broken(_) | Self::StillProcessing(_) | Self::Malformed(_)
        )
    }

    /// The stable name, for the outbox, the log and the contract with the window.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Offline(_) => "offline",
            Self::Timeout(_) => "timeout",
            Self::Unauthorized(_) => "unauthorized",
            Self::Forbidden(_) => "forbidden",
            Self::Unpaid(_) => "subscription_ended",
            Self::LogIn { code, .. } => code,
            Self::Limited(_) => "limited",
            Self::Broken(_) => "broken",
            Self::Refused { .. } => "refused",
            Self::StillProcessing(_) => "still_processing",
            Self::Malformed(_) => "malformed",
        }
    }

    /// How long the service asks to wait, if it does.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Limited(after) | Self::StillProcessing(after) => *after,
            _ => None,
        }
    }
}
