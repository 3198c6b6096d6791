//! A call as it came: paths and names of parameters are compared without case, parameters without a value are absent
//! unless they are flags, both spellings of a box are one box.

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, Uri};
use uuid::Uuid;

use super::refusal::Refusal;
use crate::clock::Ticks;
use crate::world::BoxId;

/// One call.
#[derive(Debug)]
pub struct Call {
    /// Path as it came.
    pub path: String,
    /// Name of the method, lower case, without its version.
    pub name: String,
    /// Version in the path, 0 if absent.
    pub version: u32,
    /// HTTP method.
    pub method: String,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
    query: Vec<(String, String)>,
}

impl Call {
    /// Takes a request apart.
    pub fn new(method: &Method, uri: &Uri, headers: HeaderMap, body: Bytes) -> Self {
        let path = uri.path().trim_matches('/').to_lowercase();
        let (version, name) = match path.split_once('/') {
            Some((version, name)) => {
                let number = version.strip_prefix('v').and_then(|digits| digits.parse().ok());
                number.map_or((u32::MAX, path.clone()), |number| (number, name.to_owned()))
            }
            None => (0, path.clone()),
        };
        let pairs = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        Self {
            path: uri.path().to_owned(),
            name,
            version,
            method: method.as_str().to_owned(),
            headers,
            body,
            query: pairs
                .map(|(name, value)| (name.to_lowercase(), value.into_owned()))
                .collect(),
        }
    }

    /// A parameter with a value.
    pub fn text(&self, name: &str) -> Option<&str> {
        let found = self
            .query
            .iter()
            .find(|(one, value)| one == name && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    /// A parameter that must be there. `name` is in lower case.
    pub fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.text(name)
            .ok_or_else(|| Refusal::bad(format!("Missing required query param: {name}")))
    }

    /// A flag: present without a value, or with one that means yes.
    pub fn has_flag(&self, name: &str) -> bool {
        let yes = |value: &str| matches!(value.to_ascii_lowercase().as_str(), "" | "1" | "true");
        self.query.iter().any(|(one, value)| one == name && yes(value))
    }

    /// An id.
    pub fn id(&self, name: &str) -> Result<Uuid, Refusal> {
        let text = self.required(name)?;
        Uuid::try_parse(text).map_err(|_| Refusal::bad(format!("Could not parse {name} query param: {text}")))
    }

    /// A box.
    pub fn box_id(&self, name: &str) -> Result<BoxId, Refusal> {
        let text = self.required(name)?;
        BoxId::parse(text).ok_or_else(|| Refusal::bad(format!("Could not parse {name} query param: {text}")))
    }

    /// A whole number between two limits.
    pub fn number(&self, name: &str, least: usize, most: usize, usual: usize) -> Result<usize, Refusal> {
        let Some(text) = self.text(name) else {
            return Ok(usual);
        };
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| {
            Refusal::bad(format!(
                "Query param {name} must be between {least} and {most}: {text}"
            ))
        })
    }

    /// An instant in ticks.
    pub fn ticks(&self, name: &str) -> Result<Option<Ticks>, Refusal> {
        let parse = |text: &str| {
            text.parse()
                .map(Ticks)
                .map_err(|_| Refusal::bad(format!("Could not parse {name} query param: {text}")))
        };
        self.text(name).map(parse).transpose()
    }
}
