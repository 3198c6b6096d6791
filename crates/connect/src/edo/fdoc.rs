//! F.Doc: documents to persons, signed with a simple signature. Facts about it and how sure they are: `fdoc/QUIRKS.md`.

mod act;
mod adapter;
mod applications;
mod auth;
mod client;
mod cursor;
mod errors;
mod letter;
mod map;
mod persons;
#[cfg(test)]
mod tests;
mod wire;

use std::sync::Arc;

use super::log_in::{Keep, LogIn, LogInKind};
use super::persons::{PersonAbilities, accesses};
use super::{
    Capabilities, CopyKind, CredentialField, Credentials, EdoProvider, Operator, OperatorLink, statuses,
};
use crate::http::{Address, Dialect, Http, Limits};
use crate::{Error, Secret};

/// The line of the register.
pub(super) const OPERATOR: Operator = Operator {
    kind: "fdoc",
    title: "F.Doc",
    default_address: wire::DEFAULT_ADDRESS,
    capabilities: Capabilities {
        test_signature: false,
        deferred_signature: true,
        own_signature: false,
        max_document_bytes: wire::MAX_DOCUMENT_BYTES,
        generates_titles: false,
        cloud_signing: false,
        answers_ahead: false,
        drafts: false,
        departments: false,
        intermediaries: &[],
        documents_together: 1,
        tags: 0,
        service_documents: &[],
        copies: &[CopyKind::PrintForm, CopyKind::Protocol],
        persons: Some(wire::ABILITIES),
    },
    access_fields: ACCESS_FIELDS,
    statuses: wire::STATUSES,
    links: LINKS,
    applications: Some(applications::open),
    log_ins: LOG_INS,
    brought_fields: &[],
    entrance: None,
    feed_since: cursor::since,
    open,
};

const API_KEY: &str = "api_key";
const LOGIN: &str = "login";
const PASSWORD: &str = "password";

const LOG_INS: &[LogIn] = &[LogIn {
    id: "key",
    kind: LogInKind::Typed,
    title: "Код доступа",
    explanation: "Код доступа (API Key) один на организацию, он приходит в письме F.Doc. Логин и пароль у каждого \
                  сотрудника свои.",
    fields: &[CredentialField {
        id: API_KEY,
        label: "Код доступа (APIKey)",
        hint: "Из письма F.Doc о подключении организации.",
        is_secret: true,
        is_optional: false,
    }],
}];

const ACCESS_FIELDS: &[CredentialField] = &[
    CredentialField {
        id: LOGIN,
        label: "Логин",
        hint: "Тот, что вы выбрали при регистрации в F.Doc.",
        is_secret: false,
        is_optional: false,
    },
    CredentialField {
        id: PASSWORD,
        label: "Пароль",
        hint: "Пришёл на телефон и почту, указанные при регистрации в F.Doc.",
        is_secret: true,
        is_optional: false,
    },
];

const LINKS: &[OperatorLink] = &[
    OperatorLink {
        title: "Инструкции F.Doc",
        url: "https://fdoc.ru/instructions",
    },
    OperatorLink {
        title: "Вопросы и ответы",
        url: "https://fdoc.ru/faq",
    },
    OperatorLink {
        title: "Инструкция для сотрудника (PDF)",
        url: "https://fdoc.ru/documents/instruktsiya-dlya-sotrudnika.pdf",
    },
];

const DIALECT: Dialect = Dialect {
    error_code_header: wire::ERROR_CODE_HEADER,
    trace_id_header: wire::TRACE_ID_HEADER,
};

#[expect(
    clippy::needless_pass_by_value,
    reason = "the register asks for this signature"
)]
fn open(address: &str, credentials: Credentials, _: Keep) -> Result<Arc<dyn EdoProvider>, Error> {
    open_within(address, &credentials, Limits::default(), wire::ABILITIES)
}

fn open_within(
    address: &str,
    credentials: &Credentials,
    limits: Limits,
    abilities: PersonAbilities,
) -> Result<Arc<dyn EdoProvider>, Error> {
    let api_key = api_key(credentials)?;
    let statuses = map::Statuses::with(statuses::taught(credentials));
    let mut sessions = auth::Sessions::default();
    for (account, field, value) in accesses(credentials) {
        sessions.take(account, field, value);
    }
    let http = Http::open(Address::parse(address)?, DIALECT, limits)?;
    let client = client::Client::new(http, api_key, sessions);
    Ok(Arc::new(adapter::Fdoc::new(client, statuses, abilities)))
}

/// Without the blanks that come along when it is copied.
fn api_key(credentials: &Credentials) -> Result<Secret, Error> {
    let key = credentials.get(API_KEY).map_or("", |key| key.expose().trim());
    if key.is_empty() {
        return Err(Error::Unauthorized(
            "Поле «Код доступа (APIKey)» не заполнено. Заполните его в настройках подключения.".into(),
        ));
    }
    if !key.chars().all(|c| c.is_ascii_graphic()) {
        return Err(Error::Unauthorized(
            "Поле «Код доступа (APIKey)» содержит недопустимые знаки. Скопируйте код ещё раз.".into(),
        ));
    }
    Ok(Secret::new(key))
}
