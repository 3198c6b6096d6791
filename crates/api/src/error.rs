//! Errors as they travel: a stable code, complete Russian sentences, whether trying again may help, a trace number.

use std::fmt;

use domain::TaxIdError;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

/// Why a command was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ApiError {
    /// Stable name: decisions are made by it.
    pub code: String,
    /// What happened, what was not lost, what to do.
    pub message: String,
    /// The same command may succeed later without a person changing anything.
    pub retryable: bool,
    /// The number under which the log tells more.
    pub trace_id: String,
}

impl ApiError {
    /// A refusal of a frame around the contract, in the same form.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            retryable: false,
            trace_id: Self::new_trace_id(),
        }
    }

    /// A new number, short enough to be read aloud.
    pub(crate) fn new_trace_id() -> String {
        let mut number = Uuid::new_v4().simple().to_string();
        number.truncate(12);
        number
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ApiError {}

/// Opening the data folder fails in the same form as a command.
impl From<engine::Error> for ApiError {
    fn from(error: engine::Error) -> Self {
        Failure::from(error).traced(Self::new_trace_id())
    }
}

/// Why a single row of a bulk command was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub(crate) struct CodedError {
    /// Stable name.
    pub code: String,
    /// What happened, what was not lost, what to do.
    pub message: String,
}

impl From<engine::Error> for CodedError {
    fn from(error: engine::Error) -> Self {
        Self {
            code: error.code().as_str().to_owned(),
            message: error.sentence().to_owned(),
        }
    }
}

impl From<Failure> for CodedError {
    fn from(failure: Failure) -> Self {
        Self {
            code: failure.code.to_owned(),
            message: failure.message,
        }
    }
}

/// An error before it has its number.
#[derive(Debug)]
pub(crate) struct Failure {
    code: &'static str,
    message: String,
    retryable: bool,
}

impl Failure {
    pub(crate) fn new(code: &'static str, message: String) -> Self {
        Self {
            code,
            message,
            retryable: false,
        }
    }

    pub(crate) fn code(&self) -> &'static str {
        self.code
    }

    /// The request does not have the agreed form: a fault of the caller's program.
    pub(crate) fn bad_request(command: &str, place: &str, reason: &str) -> Self {
        Self::new(
            "bad_request",
            format!(
                "Запрос к команде {command} составлен неверно, место «{place}»: {reason}. Ничего не изменено. \
                 Исправьте запрос."
            ),
        )
    }

    pub(crate) fn unknown_command(command: &str) -> Self {
        let shown: String = command.chars().take(60).collect();
        Self::new(
            "unknown_command",
            format!("Команды «{shown}» нет. Ничего не изменено. Проверьте название или обновите программу."),
        )
    }

    pub(crate) fn internal(cause: &dyn fmt::Display) -> Self {
        tracing::error!(%cause, "an answer could not be written");
        Self::new(
            "internal",
            "В программе произошла внутренняя ошибка. Сохранённые документы целы. Повторите действие, а если не \
             поможет, перезапустите программу."
                .to_owned(),
        )
    }

    pub(crate) fn traced(self, trace_id: String) -> ApiError {
        ApiError {
            code: self.code.to_owned(),
            message: self.message,
            retryable: self.retryable,
            trace_id,
        }
    }
}

impl From<engine::Error> for Failure {
    fn from(error: engine::Error) -> Self {
        Self {
            code: error.code().as_str(),
            message: error.sentence().to_owned(),
            retryable: error.retryable(),
        }
    }
}

impl From<TaxIdError> for Failure {
    fn from(error: TaxIdError) -> Self {
        Self::new("bad_tax_id", format!("{} Ничего не изменено.", error.sentence()))
    }
}
