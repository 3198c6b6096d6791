//! What is told when a command did not do all it was asked, and with which exit code.

use std::fmt;
use std::process::ExitCode;

use api::ApiError;
use serde::Serialize;

/// How a command ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    /// All of it.
    Whole,
    /// Some files or documents have errors, which were told.
    Partly,
    /// All of them have errors, which were told.
    Nothing,
    /// The operator could not be reached, which was told.
    Unreachable,
    /// Ctrl-C.
    Interrupted,
}

impl Done {
    /// The end of a bulk command.
    pub(crate) fn of_bulk(good: usize, bad: usize) -> Self {
        match (good, bad) {
            (_, 0) => Self::Whole,
            (0, _) => Self::Nothing,
            _ => Self::Partly,
        }
    }

    pub(crate) fn exit_code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Whole => 0,
            Self::Nothing => 1,
            Self::Unreachable => 5,
            Self::Partly => 6,
            Self::Interrupted => 130,
        })
    }
}

/// Why a command failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Fault {
    pub code: String,
    pub message: String,
    pub retryable: bool,
    pub trace_id: Option<String>,
}

impl Fault {
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            retryable: false,
            trace_id: None,
        }
    }

    pub(crate) fn internal(cause: &dyn fmt::Display) -> Self {
        tracing::error!(%cause, "a fault of the program itself");
        Self::new(
            "internal",
            format!(
                "В программе произошла внутренняя ошибка: {cause}. Сохранённые документы целы. Повторите команду; \
                 подробности покажет переменная SURGUCH_LOG=debug."
            ),
        )
    }

    /// What follows `--filter` is no JSON object.
    pub(crate) fn not_a_filter() -> Self {
        Self::new(
            "bad_request",
            "Условия после --filter — не объект JSON. Файл не создан. Пример: --filter '{\"direction\":\"outbound\"}'.",
        )
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self.code.as_str() {
            "database_locked" => 3,
            "key_missing"
            | "wrong_key"
            | "bad_recovery_key"
            | "secrets_unavailable"
            | "vault_passphrase_wrong" => 4,
            code if is_unreachable(code) => 5,
            _ => 1,
        })
    }
}

/// The operator could not be reached or did not answer properly.
pub(crate) fn is_unreachable(code: &str) -> bool {
    matches!(
        code,
        "offline" | "timeout" | "broken" | "limited" | "still_processing"
    )
}

impl From<ApiError> for Fault {
    fn from(error: ApiError) -> Self {
        Self {
            code: error.code,
            message: error.message,
            retryable: error.retryable,
            trace_id: Some(error.trace_id),
        }
    }
}

impl From<engine::Error> for Fault {
    fn from(error: engine::Error) -> Self {
        ApiError::from(error).into()
    }
}

impl From<engine::ports::SecretsError> for Fault {
    fn from(error: engine::ports::SecretsError) -> Self {
        engine::Error::from(error).into()
    }
}

#[cfg(test)]
mod tests {
    use std::process::ExitCode;

    use super::{Done, Fault};

    #[test]
    fn the_exit_code_says_who_can_help() {
        let code = |name: &str| format!("{:?}", Fault::new(name, "").exit_code());
        let expected = |number: u8| format!("{:?}", ExitCode::from(number));
        assert_eq!(code("document_not_found"), expected(1));
        assert_eq!(code("database_locked"), expected(3));
        assert_eq!(code("secrets_unavailable"), expected(4));
        assert_eq!(code("timeout"), expected(5));
        assert_eq!(format!("{:?}", Done::of_bulk(2, 1).exit_code()), expected(6));
        assert_eq!(format!("{:?}", Done::of_bulk(0, 1).exit_code()), expected(1));
        assert_eq!(format!("{:?}", Done::of_bulk(0, 0).exit_code()), expected(0));
    }
}
