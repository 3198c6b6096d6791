//! Контур.Диадок. Facts about its interface, with sources: `diadoc/QUIRKS.md`.

mod adapter;
mod auth;
mod client;
mod cursor;
mod facts;
mod feed;
mod graph;
mod ids;
mod letter;
mod map;
mod organization;
mod print_form;
#[cfg(test)]
mod tests;
mod user_contract;
mod wire;

use std::sync::Arc;

use super::{Capabilities, CredentialField, Credentials, EdoProvider, Operator};
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
    },
    credential_fields: &[
        CredentialField {
            id: "api_key",
            label: "Ключ ЭДО",
            hint: "Ключ разработчика, который Диадок выдал вашей организации для обмена через API.",
            is_secret: true,
        },
        CredentialField {
            id: "login",
            label: "Логин",
            hint: "Адрес почты, с которым вы входите в кабинет Диадока.",
            is_secret: false,
        },
        CredentialField {
            id: "password",
            label: "Пароль",
            hint: "Пароль от кабинета Диадока.",
            is_secret: true,
        },
    ],
    open,
};

/// Headers of Diadoc and of Kontur (QUIRKS 3).
const DIALECT: Dialect = Dialect {
    error_code_header: "X-Diadoc-ErrorCode",
    trace_id_header: "X-Kontur-Trace-Id",
};

fn open(address: &str, credentials: Credentials) -> Result<Arc<dyn EdoProvider>, Error> {
    open_within(address, credentials, Limits::default())
}

// The register's function type hands the credentials over.
#[allow(clippy::needless_pass_by_value)]
fn open_within(
    address: &str,
    credentials: Credentials,
    limits: Limits,
) -> Result<Arc<dyn EdoProvider>, Error> {
    let account = auth::Account {
        api_key: typed(&credentials, "api_key")?,
        login: typed(&credentials, "login")?,
        password: credentials
            .get("password")
            .filter(|password| !password.expose().is_empty())
            .cloned()
            .ok_or_else(|| missing("Пароль"))?,
    };
    let key = account.api_key.expose();
    if !key.chars().all(|c| c.is_ascii_graphic() && c != ',') {
        return Err(Error::Unauthorized(
            "Поле «Ключ ЭДО» содержит недопустимые знаки. Скопируйте ключ ещё раз.".into(),
        ));
    }
    let http = Http::open(Address::parse(address)?, DIALECT, limits)?;
    let client = client::Client::new(http, auth::Session::new(account));
    Ok(Arc::new(adapter::Diadoc::new(client)))
}

/// A field without the blanks that come along when it is copied.
fn typed(credentials: &Credentials, id: &str) -> Result<Secret, Error> {
    let value = credentials.get(id).map_or("", |value| value.expose().trim());
    if value.is_empty() {
        let field = OPERATOR.credential_fields.iter().find(|field| field.id == id);
        return Err(missing(field.map_or(id, |field| field.label)));
    }
    Ok(Secret::new(value))
}

fn missing(label: &str) -> Error {
    Error::Unauthorized(format!(
        "Поле «{label}» не заполнено. Заполните его в настройках подключения."
    ))
}
