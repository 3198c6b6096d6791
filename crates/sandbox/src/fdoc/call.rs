//! A call as it came.

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, Uri, header};
use serde::de::DeserializeOwned;

use super::model::{Employee, Organization, Session};
use super::refusal::Refusal;
use super::state::State;
use super::wire::{self, Operation};
use crate::clock::Ticks;

/// One call.
#[derive(Debug)]
pub struct Call {
    /// Which.
    pub operation: Operation,
    /// Id of the document in the path; empty where there is none.
    pub document: String,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
    query: Vec<(String, String)>,
}

impl Call {
    /// Takes a request apart.
    pub fn new(method: &Method, uri: &Uri, headers: HeaderMap, body: Bytes) -> Result<Self, Refusal> {
        let (operation, document) = Operation::find(method, uri.path())?;
        let query = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        Ok(Self {
            operation,
            document: document.to_owned(),
            headers,
            body,
            query: query.into_owned().collect(),
        })
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// A parameter with a value.
    pub fn text(&self, name: &str) -> Option<&str> {
        let found = self
            .query
            .iter()
            .find(|(one, value)| one == name && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    /// How many things a page may hold: from 1 to 100.
    pub fn limit(&self, usual: usize) -> Result<usize, Refusal> {
        let Some(text) = self.text("limit") else {
            return Ok(usual);
        };
        let number = text.parse().ok().filter(|number| (1..=100).contains(number));
        number.ok_or_else(|| Refusal::validation("limit", "Укажите число от 1 до 100"))
    }

    /// The kind of body, without its parameters.
    pub fn media_type(&self) -> String {
        let text = self.header(header::CONTENT_TYPE.as_str()).unwrap_or_default();
        let bare = text.split(';').next().unwrap_or_default();
        bare.trim().to_ascii_lowercase()
    }

    /// The body as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        if self.media_type() != "application/json" {
            return Err(Refusal::unsupported_media_type(
                None,
                "Тело запроса должно быть JSON",
            ));
        }
        serde_json::from_slice(&self.body)
            .map_err(|error| Refusal::malformed(format!("Тело запроса не читается: {error}")))
    }

    /// The organization of the key.
    pub fn organization<'a>(&self, state: &'a State) -> Result<&'a Organization, Refusal> {
        let key = self.header(wire::API_KEY).unwrap_or_default();
        let mut all = state.organizations.iter();
        let found = all.find(|one| one.api_key == key).filter(|_| !key.is_empty());
        let found = found.ok_or_else(Refusal::invalid_api_key)?;
        if found.is_blocked {
            return Err(Refusal::organization_blocked());
        }
        Ok(found)
    }

    /// The session of the caller.
    pub fn session<'a>(&self, state: &'a State, now: Ticks) -> Result<&'a Session, Refusal> {
        let header = self.header(header::AUTHORIZATION.as_str()).unwrap_or_default();
        let (scheme, bearer) = header.split_once(' ').unwrap_or_default();
        let session = state.sessions.get(bearer.trim());
        session
            .filter(|session| scheme.eq_ignore_ascii_case("bearer") && now < session.expires_at)
            .ok_or_else(Refusal::session_expired)
    }

    /// The organization of the key and the employee of the session, who works there.
    pub fn caller<'a>(
        &self,
        state: &'a State,
        now: Ticks,
    ) -> Result<(&'a Organization, &'a Employee), Refusal> {
        let organization = self.organization(state)?;
        let session = self.session(state, now)?;
        let employee = state.employee(&session.employee);
        let employee = employee.filter(|one| one.organization == organization.id);
        Ok((organization, employee.ok_or_else(Refusal::session_expired)?))
    }
}
