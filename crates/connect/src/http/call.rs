//! One request, with its secrets marked.

use std::borrow::Cow;
use std::sync::Arc;

use reqwest::Method;

use crate::Secret;

/// A request of a service's method. Its log form holds no body, no header and no secret.
#[derive(Clone)]
pub(crate) struct Call {
    method: Method,
    path: Cow<'static, str>,
    query: Vec<(&'static str, String)>,
    secret_query: Vec<(&'static str, Secret)>,
    accept: Option<&'static str>,
    authorization: Option<Secret>,
    headers: Vec<(&'static str, Secret)>,
    body: Option<(&'static str, Arc<[u8]>)>,
    secrets: Vec<Secret>,
}

impl Call {
    fn new(method: Method, path: impl Into<Cow<'static, str>>) -> Self {
        Self {
            method,
            path: path.into(),
            query: Vec::new(),
            secret_query: Vec::new(),
            accept: None,
            authorization: None,
            headers: Vec::new(),
            body: None,
            secrets: Vec::new(),
        }
    }

    /// A request that only reads.
    pub fn get(path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Method::GET, path)
    }

    /// A request with a body.
    pub fn post(path: impl Into<Cow<'static, str>>, media_type: &'static str, body: Vec<u8>) -> Self {
        let mut call = Self::new(Method::POST, path);
        call.body = Some((media_type, body.into()));
        call
    }

    /// Adds a parameter. It is logged, so it must be no secret.
    pub fn query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// A request with the fields of a form. None of them is logged or comes back in a text of the service.
    pub fn form(path: &'static str, fields: &[(&str, &Secret)]) -> Self {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in fields {
            body.append_pair(name, value.expose());
        }
        let call = Self::post(
            path,
            "application/x-www-form-urlencoded",
            body.finish().into_bytes(),
        );
        fields
            .iter()
            .fold(call, |call, (_, value)| call.hiding((*value).clone()))
    }

    /// Adds a parameter that is a secret: where a service wants it there and nowhere else.
    pub fn secret_query(mut self, name: &'static str, value: Secret) -> Self {
        self.secret_query.push((name, value.clone()));
        self.hiding(value)
    }

    /// The wanted type of the answer.
    pub fn accepting(mut self, media_type: &'static str) -> Self {
        self.accept = Some(media_type);
        self
    }

    /// The whole value of the header `Authorization`.
    pub fn authorized(mut self, header: Secret) -> Self {
        self.authorization = Some(header);
        self
    }

    /// A header of the service's own. Never logged.
    pub fn header(mut self, name: &'static str, value: Secret) -> Self {
        self.headers.push((name, value));
        self
    }

    /// A value that must not come back in a text of the service.
    pub fn hiding(mut self, secret: Secret) -> Self {
        self.secrets.push(secret);
        self
    }

    pub(super) fn method(&self) -> &Method {
        &self.method
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn query_pairs(&self) -> &[(&'static str, String)] {
        &self.query
    }

    pub(super) fn secret_query_pairs(&self) -> &[(&'static str, Secret)] {
        &self.secret_query
    }

    pub(super) fn accept(&self) -> Option<&'static str> {
        self.accept
    }

    pub(super) fn authorization(&self) -> Option<&Secret> {
        self.authorization.as_ref()
    }

    pub(super) fn headers(&self) -> &[(&'static str, Secret)] {
        &self.headers
    }

    pub(super) fn body(&self) -> Option<(&'static str, &[u8])> {
        self.body
            .as_ref()
            .map(|(media_type, body)| (*media_type, &**body))
    }

    pub(super) fn secrets(&self) -> &[Secret] {
        &self.secrets
    }

    /// Method and path with the names of parameters: values may name people.
    pub(super) fn for_people(&self) -> String {
        let plain = self.query.iter().map(|(name, _)| *name);
        let names: Vec<&str> = plain
            .chain(self.secret_query.iter().map(|(name, _)| *name))
            .collect();
        let mark = if names.is_empty() { "" } else { "?" };
        format!("{} /{}{mark}{}", self.method, self.path, names.join("&"))
    }

    pub(super) fn for_log(&self) -> String {
        let pairs: Vec<String> = self
            .query
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .chain(self.secret_query.iter().map(|(name, _)| format!("{name}=***")))
            .collect();
        if pairs.is_empty() {
            format!("/{}", self.path)
        } else {
            format!("/{}?{}", self.path, pairs.join("&"))
        }
    }
}
