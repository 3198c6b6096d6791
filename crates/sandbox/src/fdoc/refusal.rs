//! «No» in the profile's manner: a status, a code for programs, a sentence for people, the field that is wrong.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::model::Status;
use crate::diadoc::refusal::Refusal as ControlRefusal;

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP status.
    pub status: StatusCode,
    /// Code for programs.
    pub code: &'static str,
    /// Sentence for people.
    pub message: String,
    /// Which field of the request.
    pub field: Option<&'static str>,
    /// What else a program may want.
    pub details: Value,
    /// `Retry-After`, seconds.
    pub retry_after: Option<u32>,
}

impl Refusal {
    fn of(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            field: None,
            details: Value::Null,
            retry_after: None,
        }
    }

    /// A refusal of this status, ordered from outside.
    pub fn ordered(status: u16, retry_after: Option<u32>, text: Option<&str>) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let (code, usual) = match status.as_u16() {
            401 => ("session_expired", "Требуется авторизация сотрудника"),
            429 => ("rate_limited", "Слишком много запросов"),
            _ => ("internal_error", "Внутренняя ошибка сервиса"),
        };
        Self {
            retry_after,
            ..Self::of(status, code, text.unwrap_or(usual))
        }
    }

    /// 422: a field is missing or wrong.
    pub fn validation(field: &'static str, message: impl Into<String>) -> Self {
        Self {
            field: Some(field),
            ..Self::of(StatusCode::UNPROCESSABLE_ENTITY, "validation_failed", message)
        }
    }

    /// 400: the body cannot be read.
    pub fn malformed(message: impl Into<String>) -> Self {
        Self::of(StatusCode::BAD_REQUEST, "malformed_request", message)
    }

    /// 401: no organization has this key.
    pub fn invalid_api_key() -> Self {
        Self::of(
            StatusCode::UNAUTHORIZED,
            "invalid_api_key",
            "Неверный код доступа (API Key)",
        )
    }

    /// 403
    pub fn organization_blocked() -> Self {
        let text = "Доступ организации к сервису приостановлен";
        Self::of(StatusCode::FORBIDDEN, "organization_blocked", text)
    }

    /// 401: login or password.
    pub fn invalid_credentials() -> Self {
        Self::of(
            StatusCode::UNAUTHORIZED,
            "invalid_credentials",
            "Неверный логин или пароль",
        )
    }

    /// 423: too many wrong passwords.
    pub fn employee_locked(until: &str) -> Self {
        Self {
            details: json!({"locked_until": until}),
            ..Self::of(
                StatusCode::LOCKED,
                "employee_locked",
                "Вход временно закрыт: слишком много неверных паролей",
            )
        }
    }

    /// 401: nobody is logged in.
    pub fn session_expired() -> Self {
        let text = "Требуется авторизация сотрудника";
        Self::of(StatusCode::UNAUTHORIZED, "session_expired", text)
    }

    /// 404
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::of(StatusCode::NOT_FOUND, "not_found", message)
    }

    /// 404: of a document.
    pub fn no_document() -> Self {
        Self::not_found("Документ не найден")
    }

    /// 405
    pub fn wrong_verb() -> Self {
        let text = "Этот адрес вызывается другим методом";
        Self::of(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", text)
    }

    /// 409: of a connection request.
    pub fn duplicate_connection_request(existing: &str) -> Self {
        Self {
            details: json!({"existing_id": existing}),
            ..Self::of(
                StatusCode::CONFLICT,
                "duplicate_connection_request",
                "Заявка по этой организации уже отправлена",
            )
        }
    }

    /// 409: the external id is taken.
    pub fn external_id_exists(existing: &str) -> Self {
        Self {
            details: json!({"existing_id": existing}),
            ..Self::of(
                StatusCode::CONFLICT,
                "external_id_exists",
                "Документ с таким внешним идентификатором уже отправлен",
            )
        }
    }

    /// 409: another request came under the same `Idempotency-Key`.
    pub fn idempotency_conflict() -> Self {
        let text = "С этим Idempotency-Key уже выполнен другой запрос";
        Self::of(StatusCode::CONFLICT, "idempotency_conflict", text)
    }

    /// 409: the document's state does not allow this.
    pub fn invalid_state(status: &Status, message: impl Into<String>) -> Self {
        Self {
            details: json!({"status": status.code()}),
            ..Self::of(StatusCode::CONFLICT, "invalid_state", message)
        }
    }

    /// 409
    pub fn consent_required() -> Self {
        let text = "Сначала получите согласие клиента";
        Self::of(StatusCode::CONFLICT, "consent_required", text)
    }

    /// 409
    pub fn consent_already_granted() -> Self {
        let text = "Согласие клиента уже получено";
        Self::of(StatusCode::CONFLICT, "consent_already_granted", text)
    }

    /// 409: there is nothing stamped yet.
    pub fn not_signed_yet(status: &Status) -> Self {
        Self {
            details: json!({"status": status.code()}),
            ..Self::of(
                StatusCode::CONFLICT,
                "not_signed_yet",
                "Документ ещё не подписан клиентом",
            )
        }
    }

    /// 410
    pub fn cursor_expired() -> Self {
        Self::of(StatusCode::GONE, "cursor_expired", "Курсор устарел")
    }

    /// 413
    pub fn file_too_large() -> Self {
        Self {
            field: Some("file"),
            ..Self::of(
                StatusCode::PAYLOAD_TOO_LARGE,
                "file_too_large",
                "Файл больше 20 МБ",
            )
        }
    }

    /// 415
    pub fn unsupported_media_type(field: Option<&'static str>, message: impl Into<String>) -> Self {
        Self {
            field,
            ..Self::of(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                message,
            )
        }
    }

    /// 429
    pub fn too_early(seconds: u32) -> Self {
        Self {
            retry_after: Some(seconds),
            ..Self::of(
                StatusCode::TOO_MANY_REQUESTS,
                "rate_limited",
                "Сообщение отправлено меньше минуты назад",
            )
        }
    }

    /// 403: of a page, whose form came from elsewhere or too late.
    pub fn stale_page() -> Self {
        let text = "Страница устарела, поэтому действие не выполнено и документ не изменился. Откройте её заново и повторите.";
        Self::of(StatusCode::FORBIDDEN, "stale_page", text)
    }

    /// 403: of a page that is not open to this browser.
    pub fn not_let_in(message: impl Into<String>) -> Self {
        Self::of(StatusCode::FORBIDDEN, "not_let_in", message)
    }

    /// 423: of a page that is closed for a while.
    pub fn locked(message: impl Into<String>) -> Self {
        Self::of(StatusCode::LOCKED, "locked", message)
    }

    /// 503
    pub fn closed() -> Self {
        Self::of(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "Песочница остановлена",
        )
    }

    /// The body of the answer.
    pub fn body(&self, request_id: &str) -> Value {
        json!({"error": {
            "code": self.code,
            "message": self.message,
            "field": self.field,
            "details": self.details,
            "request_id": request_id,
        }})
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        tracing::error!(%error, "the sandbox could not keep its books");
        let text = format!("Песочница не смогла записать изменение: {error}. Ничего не изменилось.");
        Self::of(StatusCode::INTERNAL_SERVER_ERROR, "internal_error", text)
    }
}

impl From<Refusal> for ControlRefusal {
    fn from(refusal: Refusal) -> Self {
        Self {
            status: refusal.status,
            code: refusal.code,
            text: refusal.message,
            retry_after: refusal.retry_after,
        }
    }
}
