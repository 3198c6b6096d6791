//! What a call of a service came to, for «Журнал обмена».

use std::time::{Duration, Instant};

use jiff::civil::Date;

/// A call that is over. Holds no value of a parameter, no header and no body: they may name people and secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// Method and path with the names of parameters: `GET /documents?external_id`.
    pub call: String,
    /// Number of the answer, or the code of [`crate::Error`] where there was none.
    pub outcome: String,
    /// There was no answer, or one that refuses.
    pub is_failure: bool,
    /// From the first byte of the request to the last byte of the answer.
    pub duration: Duration,
    /// Size of the answer.
    pub answer_bytes: usize,
    /// When it was over.
    pub ended: Instant,
}

/// A method that its service announced to switch off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sunset {
    /// `GET /V8/GetNewEvents`
    pub method: String,
    /// From when on; none where the service told no readable day.
    pub day: Option<Date>,
}
