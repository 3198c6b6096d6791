//! «No» in the operator's manner: a status, a text, a code in `X-Diadoc-ErrorCode`.

use axum::http::StatusCode;

/// A refusal of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP status.
    pub status: StatusCode,
    /// `X-Diadoc-ErrorCode`.
    pub code: &'static str,
    /// Text for people.
    pub text: String,
    /// `Retry-After`, seconds.
    pub retry_after: Option<u32>,
}

impl Refusal {
    /// A refusal with the code that usually goes with its status.
    pub fn of(status: StatusCode, text: impl Into<String>) -> Self {
        let code = match status {
            StatusCode::BAD_REQUEST => "Http.BadRequest",
            StatusCode::UNAUTHORIZED => "Http.Auth",
            StatusCode::PAYMENT_REQUIRED => "Http.PaymentRequired",
            StatusCode::FORBIDDEN => "Http.Forbidden",
            StatusCode::NOT_FOUND => "Http.NotFound",
            StatusCode::METHOD_NOT_ALLOWED => "Http.MethodNotAllowed",
            StatusCode::NOT_ACCEPTABLE => "Http.NotAcceptable",
            StatusCode::CONFLICT => "Http.Conflict",
            StatusCode::GONE => "Http.Gone",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "Http.UnsupportedMediaType",
            StatusCode::TOO_MANY_REQUESTS => "Http.TooManyRequests",
            _ => "Http.InternalServerError",
        };
        Self {
            status,
            code,
            text: text.into(),
            retry_after: None,
        }
    }

    /// 400
    pub fn bad(text: impl Into<String>) -> Self {
        Self::of(StatusCode::BAD_REQUEST, text)
    }

    /// 401
    pub fn unauthorized(text: impl Into<String>) -> Self {
        Self::of(StatusCode::UNAUTHORIZED, text)
    }

    /// 403
    pub fn forbidden(text: impl Into<String>) -> Self {
        Self::of(StatusCode::FORBIDDEN, text)
    }

    /// 404
    pub fn not_found(text: impl Into<String>) -> Self {
        Self::of(StatusCode::NOT_FOUND, text)
    }

    /// 409
    pub fn conflict(text: impl Into<String>) -> Self {
        Self::of(StatusCode::CONFLICT, text)
    }

    /// 409 because the document's exchange does not allow this now.
    pub fn wrong_state(text: impl Into<String>) -> Self {
        Self {
            code: "DocumentService.InvalidDocumentState",
            ..Self::conflict(text)
        }
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        tracing::error!(%error, "the sandbox could not keep its books");
        let text = format!("Песочница не смогла записать изменение: {error}. Ничего не изменилось.");
        Self::of(StatusCode::INTERNAL_SERVER_ERROR, text)
    }
}
