//! What a command answers: JSON text, written once, straight from the type of the answer. Whoever needs a value of it
//! reads it; the window gets the text as it is.

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::{RawValue, to_raw_value};

use crate::error::{ApiError, Failure};

/// The answer of a command.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Answer(Box<RawValue>);

impl Answer {
    /// This answer as text.
    ///
    /// # Errors
    /// `internal` for a value that JSON cannot express.
    pub fn of(value: &impl Serialize) -> Result<Self, ApiError> {
        Self::written(value).map_err(|failure| failure.traced(ApiError::new_trace_id()))
    }

    pub(crate) fn written(value: &impl Serialize) -> Result<Self, Failure> {
        to_raw_value(value)
            .map(Self)
            .map_err(|error| Failure::internal(&error))
    }

    /// The JSON text.
    pub fn text(&self) -> &str {
        self.0.get()
    }

    /// The answer in a type of the reader's.
    ///
    /// # Errors
    /// When the answer is not of this type.
    pub fn read<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(self.text())
    }
}

/// What a command tells of type `T`: the value itself, or its text where it was written before.
pub(crate) trait Tells<T> {
    fn answer(self) -> Result<Answer, Failure>;
}

impl<T: Serialize> Tells<T> for T {
    fn answer(self) -> Result<Answer, Failure> {
        Answer::written(&self)
    }
}

/// An answer of type `T` that was written where its parts were read, so that only its text travels between threads.
pub(crate) struct Written<T> {
    answer: Answer,
    of: PhantomData<fn() -> T>,
}

impl<T: Serialize> Written<T> {
    pub(crate) fn of(value: &T) -> Result<Self, Failure> {
        Ok(Self {
            answer: Answer::written(value)?,
            of: PhantomData,
        })
    }
}

impl<T> Tells<T> for Written<T> {
    fn answer(self) -> Result<Answer, Failure> {
        Ok(self.answer)
    }
}
