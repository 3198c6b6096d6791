//! Контур.Диадок. Facts about its interface, with sources: `diadoc/QUIRKS.md`.

mod adapter;
mod ahead;
mod answer;
mod arrival;
mod auth;
mod client;
mod cloud;
mod copies;
mod cursor;
mod facts;
mod feed;
mod graph;
mod ids;
mod letter;
mod map;
mod organization;
mod parcel;
mod posting;
mod print_form;
mod proxy;
mod relations;
mod service_documents;
mod signatures;
#[cfg(test)]
mod tests;
mod user_contract;
mod wire;

use std::sync::Arc;

use auth::Way;
use domain::ServiceDocumentKind;

use super::log_in::{Keep, LOG_IN, LogIn, LogInKind};
use super::{Capabilities, CopyKind, Credentials, EdoProvider, Operator};
use crate::http::{Address, Dialect, Http, Limits};
use crate::{Error, Secret};

/// The line of the register.
pub(super) const OPERATOR: Operator = Operator {
    kind: "diadoc",
    title: "Контур.Диадок",
    default_address: "https://diadoc-api.kontur.ru",
    capabilities: Capabilities {
        test_signature: true,
        deferred_signature: true,
        own_signature: true,
        max_document_bytes: letter::MAX_DOCUMENT_BYTES,
        generates_titles: true,
        cloud_signing: true,
        answers_ahead: true,
        drafts: true,
        departments: true,
        intermediaries: proxy::FORMATS,
        documents_together: letter::MOST_TOGETHER,
        tags: letter::MOST_TAGS,
        service_documents: &ServiceDocumentKind::ALL,
        copies: &CopyKind::ALL,
        persons: None,
    },
    statuses: &[],
    links: &[],
    access_fields: &[],
    applications: None,
    log_ins: auth::LOG_INS,
    brought_fields: auth::BROUGHT,
    entrance: Some(auth::entrance),
    feed_since: cursor::since,
    open,
};

/// Headers of Diadoc and of Kontur (QUIRKS 3).
const DIALECT: Dialect = Dialect {
    error_code_header: "X-Diadoc-ErrorCode",
    trace_id_header: "X-Kontur-Trace-Id",
};

fn open(address: &str, credentials: Credentials, keep: Keep) -> Result<Arc<dyn EdoProvider>, Error> {
    open_within(address, credentials, keep, Limits::default())
}

// The register's function type hands the credentials over.
#[allow(clippy::needless_pass_by_value)]
fn open_within(
    address: &str,
    credentials: Credentials,
    keep: Keep,
    limits: Limits,
) -> Result<Arc<dyn EdoProvider>, Error> {
    let way = match way_of(&credentials)?.kind {
        LogInKind::Typed => Way::Password(auth::Account {
            api_key: api_key(&credentials)?,
            login: typed(&credentials, "login")?,
            password: credentials
                .get("password")
                .filter(|password| !password.expose().is_empty())
                .cloned()
                .ok_or_else(|| missing("Пароль"))?,
        }),
        LogInKind::Certificate => Way::Certificate {
            api_key: api_key(&credentials)?,
        },
        LogInKind::Browser | LogInKind::Device => {
            Way::OpenId(Arc::new(open_id(address, &credentials, limits)?))
        }
    };
    let http = Http::open(Address::parse(address)?, DIALECT, limits)?;
    // Who types a password gets a new token any time; a kept one may be of another account.
    let is_brought = !matches!(way, Way::Password(_));
    let kept = |name: &str| credentials.get(name).filter(|_| is_brought).cloned();
    let session = auth::Session::new(way, kept(auth::TOKEN), kept(auth::REFRESH_TOKEN), keep);
    Ok(Arc::new(adapter::Diadoc::new(client::Client::new(http, session))))
}

/// The way in that the credentials name.
fn way_of(credentials: &Credentials) -> Result<&'static LogIn, Error> {
    let id = credentials.get(LOG_IN).map_or("", Secret::expose);
    OPERATOR.log_in(id).ok_or_else(|| {
        Error::Unauthorized(
            "Способ входа программе не знаком. Выберите его заново в настройках подключения.".into(),
        )
    })
}

fn api_key(credentials: &Credentials) -> Result<Secret, Error> {
    let key = typed(credentials, "api_key")?;
    if !key.expose().chars().all(|c| c.is_ascii_graphic() && c != ',') {
        return Err(Error::Unauthorized(
            "Поле «Ключ ЭДО» содержит недопустимые знаки. Скопируйте ключ ещё раз.".into(),
        ));
    }
    Ok(key)
}

fn open_id(address: &str, credentials: &Credentials, limits: Limits) -> Result<auth::OpenId, Error> {
    let (id, secret) = (
        typed(credentials, "client_id")?,
        typed(credentials, "client_secret")?,
    );
    auth::OpenId::open(address, id, secret, limits)
}

/// A field without the blanks that come along when it is copied.
fn typed(credentials: &Credentials, id: &str) -> Result<Secret, Error> {
    let value = credentials.get(id).map_or("", |value| value.expose().trim());
    if value.is_empty() {
        let mut fields = auth::LOG_INS.iter().flat_map(|way| way.fields);
        return Err(missing(
            fields
                .find(|field| field.id == id)
                .map_or(id, |field| field.label),
        ));
    }
    Ok(Secret::new(value))
}

fn missing(label: &str) -> Error {
    Error::Unauthorized(format!(
        "Поле «{label}» не заполнено. Заполните его в настройках подключения."
    ))
}
