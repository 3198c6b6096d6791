//! Who may call: pages of this listener, in a browser of this computer, with the token.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Knows the listener's own names and its token.
#[derive(Clone)]
pub(crate) struct Guard {
    port: u16,
    token: Arc<str>,
}

impl Guard {
    pub(crate) fn new(address: SocketAddr, token: String) -> Self {
        Self {
            port: address.port(),
            token: token.into(),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/#token={}", self.port, self.token)
    }

    /// A page of another site that knows our port would carry its own name here.
    fn is_own_name(&self, name: &str) -> bool {
        [
            format!("127.0.0.1:{}", self.port),
            format!("localhost:{}", self.port),
        ]
        .iter()
        .any(|own| own == name)
    }

    fn is_welcome(&self, headers: &HeaderMap) -> bool {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let from_us = match text(header::ORIGIN) {
            Some(origin) => origin
                .strip_prefix("http://")
                .is_some_and(|name| self.is_own_name(name)),
            None => !headers.contains_key(header::ORIGIN),
        };
        from_us && text(header::HOST).is_some_and(|host| self.is_own_name(host))
    }

    /// Compares every byte whatever the first ones are, so that the time tells nothing.
    fn knows(&self, headers: &HeaderMap) -> bool {
        let given = headers
            .get(header::AUTHORIZATION)
            .map_or(&b""[..], |value| value.as_bytes());
        let own = format!("Bearer {}", self.token);
        let differences = given
            .iter()
            .zip(own.as_bytes())
            .fold(0, |sum, (a, b)| sum | (a ^ b));
        given.len() == own.len() && differences == 0
    }
}

/// Turns away whoever does not call by the listener's own name.
pub(crate) async fn host(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    if guard.is_welcome(request.headers()) {
        return next.run(request).await;
    }
    (
        StatusCode::FORBIDDEN,
        "Окно отвечает только браузеру этого компьютера.",
    )
        .into_response()
}

/// Turns away whoever has no token.
pub(crate) async fn token(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    if guard.knows(request.headers()) {
        return next.run(request).await;
    }
    let words = "Нужен адрес, который программа напечатала при запуске: в нём есть ключ доступа.";
    (StatusCode::UNAUTHORIZED, words).into_response()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::Guard;

    fn headers(host: &'static str, origin: Option<&'static str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static(host));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
        }
        headers
    }

    #[test]
    fn a_page_of_another_site_is_turned_away_even_when_it_found_the_port() {
        let guard = Guard::new(([127, 0, 0, 1], 4711).into(), "t".into());
        assert!(guard.is_welcome(&headers("127.0.0.1:4711", None)));
        assert!(guard.is_welcome(&headers("localhost:4711", Some("http://localhost:4711"))));
        assert!(!guard.is_welcome(&headers("127.0.0.1:4711", Some("https://evil.example"))));
        assert!(!guard.is_welcome(&headers("evil.example:4711", None)));
        assert!(!guard.is_welcome(&HeaderMap::new()));
    }

    #[test]
    fn only_the_whole_token_opens() {
        let guard = Guard::new(([127, 0, 0, 1], 4711).into(), "abcdef".into());
        let with = |value| HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::from_static(value))]);
        assert!(guard.knows(&with("Bearer abcdef")));
        for value in ["Bearer abcde", "Bearer abcdeg", "Bearer abcdef1", "abcdef", ""] {
            assert!(!guard.knows(&with(value)), "{value}");
        }
        assert!(!guard.knows(&HeaderMap::new()));
    }
}
