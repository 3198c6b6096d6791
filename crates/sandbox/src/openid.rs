//! The log-in provider of the training world: OpenID Connect as the operator's documentation describes it.
//!
//! `desk` holds what lives for minutes (codes of browsers and devices, sealed tokens of certificates), `pages` is what a
//! person sees, `tokens` the endpoint of tokens. Access and refresh tokens stand in the books, so that they outlive the
//! process. Served at the same address as the API.
//!
//! As documented: redirect addresses are compared letter for letter; the two errors of an unknown application and of a
//! foreign address are pages without a redirect; a refresh token is good once; access tokens say nothing. PKCE is not
//! documented; a challenge that was sent must be met. ID tokens bear HS256 with the secret of the application.

pub mod desk;
mod pages;
mod tokens;

use std::sync::Arc;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::hub::Hub;

/// An application («приложение») as the cabinet of the integrator registers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenIdClient {
    /// «Имя приложения».
    pub client_id: String,
    /// «Ключ приложения»: of a training world, so it is no secret.
    pub client_secret: String,
    /// Name for people.
    pub title: String,
    /// Where a browser may be sent back to after the log-in.
    pub redirect_uris: Vec<String>,
    /// The same after the log-out.
    pub post_logout_redirect_uris: Vec<String>,
    /// Switched on by the operator's person.
    pub is_enabled: bool,
    /// May use the short codes.
    pub may_use_device: bool,
}

/// What renews a log-in; good once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RefreshToken {
    /// The text itself.
    pub text: String,
    /// Whose.
    pub user: Uuid,
    /// Given to which application.
    pub client_id: String,
}

/// The applications that every training world begins with.
pub fn clients() -> Vec<OpenIdClient> {
    vec![OpenIdClient {
        client_id: "surguch-training".into(),
        client_secret: "uchebnyj-klyuch-2b7e151628aed2a6".into(),
        title: "Сургуч (учебный режим)".into(),
        redirect_uris: vec!["http://127.0.0.1:47321/edo/login".into()],
        post_logout_redirect_uris: vec!["http://127.0.0.1:47321/edo/logout".into()],
        is_enabled: true,
        may_use_device: true,
    }]
}

/// All routes.
pub fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/.well-known/openid-configuration", get(pages::configuration))
        .route("/connect/authorize", get(pages::authorize).post(pages::decide))
        .route("/connect/token", post(tokens::token))
        .route("/connect/deviceauthorization", post(tokens::device))
        .route("/connect/revocation", post(tokens::revoke))
        .route("/connect/endsession", get(pages::end_session))
        .route("/device", get(pages::device).post(pages::confirm_device))
}

/// «No» of an endpoint (RFC 6749, 5.2).
struct Refused {
    error: &'static str,
    description: &'static str,
}

fn refused(error: &'static str, description: &'static str) -> Refused {
    Refused { error, description }
}

fn json_reply(status: StatusCode, body: &Value) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, body.to_string()).into_response()
}

fn answered(answer: Result<Value, Refused>) -> Response {
    match answer {
        Ok(body) => json_reply(StatusCode::OK, &body),
        Err(no) => {
            let body = json!({"error": no.error, "error_description": no.description});
            json_reply(StatusCode::BAD_REQUEST, &body)
        }
    }
}

/// Fields of a form or of an address.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn read(encoded: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(encoded).into_owned().collect())
    }

    fn text(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(one, _)| one == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    fn given(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|value| !value.is_empty())
    }
}

/// 64 hexadecimal digits of chance.
fn random_text() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
