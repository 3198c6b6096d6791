//! The one module that knows how F.Doc is spoken to: addresses, headers, names, statuses, abilities.
//!
//! The service's format is not public (QUIRKS, top). What a customer's documentation tells changes this module and its
//! fixtures; the others speak of actions. Reading is lenient: unknown keys are ignored, absent or `null` values are empty.

use std::time::Duration;

use serde::{Deserialize, Serialize};

pub(super) use crate::edo::json::{decode, encode};
use crate::edo::persons::PersonAbilities;
use crate::edo::statuses::OperatorStatus;

pub(super) const DEFAULT_ADDRESS: &str = "https://fdoc.ru";

/// Header with the key of the organisation.
pub(super) const API_KEY_HEADER: &str = "X-Api-Key";
/// Header that makes a repeated write the same write.
pub(super) const IDEMPOTENCY_HEADER: &str = "Idempotency-Key";
/// Headers for failures and support.
pub(super) const ERROR_CODE_HEADER: &str = "X-Error-Code";
pub(super) const TRACE_ID_HEADER: &str = "X-Request-Id";
pub(super) const JSON: &str = "application/json; charset=utf-8";

/// Addresses of the actions.
pub(super) mod path {
    pub const ORGANIZATION: &str = "gw/v1/organization";
    pub const SESSIONS: &str = "gw/v1/sessions";
    pub const DOCUMENTS: &str = "gw/v1/documents";
    pub const CHANGES: &str = "gw/v1/changes";
    pub const CONNECTION_REQUESTS: &str = "gw/v1/connection-requests";

    pub fn document(id: &str) -> String {
        format!("{DOCUMENTS}/{}", segment(id))
    }
    pub fn action(id: &str, action: &str) -> String {
        format!("{DOCUMENTS}/{}/{action}", segment(id))
    }

    /// Ids are opaque: nothing in one may lead to another address.
    fn segment(id: &str) -> String {
        let whole = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~');
        id.chars().filter(|c| whole(*c)).collect()
    }
}

/// Last parts of the addresses of actions.
pub(super) mod action {
    pub const BROWSER_LINK: &str = "browser-link";
    pub const CONSENT: &str = "consent-request";
    pub const CONFIRM: &str = "confirm";
    pub const RESEND: &str = "resend";
    pub const ANNUL: &str = "annul";
    pub const FILE: &str = "file";
}

/// Parameters.
pub(super) mod parameter {
    pub const EXTERNAL_ID: &str = "external_id";
    pub const UPDATED_FROM: &str = "updated_from";
    pub const PAGE: &str = "page_token";
    pub const AFTER: &str = "after";
    pub const LIMIT: &str = "limit";
    pub const VARIANT: &str = "variant";
}

/// What a file may be asked for as.
pub(super) mod variant {
    pub const SOURCE: &str = "source";
    pub const STAMPED: &str = "stamped";
    pub const PROTOCOL: &str = "protocol";
}

/// Machine codes of failures that mean something to us.
pub(super) mod code {
    pub const INVALID_API_KEY: &str = "invalid_api_key";
    pub const EXTERNAL_ID_EXISTS: &str = "external_id_exists";
    pub const CURSOR_EXPIRED: &str = "cursor_expired";
    pub const NOT_SIGNED_YET: &str = "not_signed_yet";
    pub const DUPLICATE_CONNECTION_REQUEST: &str = "duplicate_connection_request";
}

/// Between two SMS about one document.
pub(super) const REMIND_PAUSE: Duration = Duration::from_secs(60);

/// What the service can do by calls; the rest is done in the browser.
pub(super) const ABILITIES: PersonAbilities = PersonAbilities {
    consent_call: true,
    confirm_call: true,
    auto_send: true,
    annul: true,
    resend: true,
    remind_pause: REMIND_PAUSE,
    browser_link: true,
    changes_feed: true,
};

/// The largest file (QUIRKS 21).
pub(super) const MAX_DOCUMENT_BYTES: u64 = 20 * 1024 * 1024;
/// Events and rows on a page.
pub(super) const PAGE_LIMIT: &str = "100";
/// What the environment of real documents is called.
pub(super) const PRODUCTION: &str = "production";
/// How a request says that it comes from a program on a desk.
pub(super) const SOURCE: &str = "desktop";

/// What a status means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Prepared,
    AwaitingConsent,
    Sent,
    Signed,
    Annulled,
    Declined,
}

impl Status {
    /// The status of this stable name, which is the service's code too.
    pub fn of(id: &str) -> Option<Self> {
        Some(match id {
            "prepared" => Self::Prepared,
            "awaiting_consent" => Self::AwaitingConsent,
            "sent" => Self::Sent,
            "signed" => Self::Signed,
            "annulled" => Self::Annulled,
            "declined" => Self::Declined,
            _ => return None,
        })
    }
}

/// Codes and names by which the service may call a status (QUIRKS 7). Compared without regard to case and blanks.
pub(super) const STATUSES: &[OperatorStatus] = &[
    OperatorStatus {
        id: "prepared",
        title: "Подготовлен",
        names: &["prepared", "draft", "created", "Подготовлен", "Черновик"],
    },
    OperatorStatus {
        id: "awaiting_consent",
        title: "Ожидаем подписи",
        names: &["awaiting_consent", "Ожидаем подписи"],
    },
    OperatorStatus {
        id: "sent",
        title: "Отправлен на подпись. Ожидаем подписания",
        names: &[
            "sent",
            "delivered",
            "Отправлен на подпись. Ожидаем подписания",
            "Отправлен на подпись",
        ],
    },
    OperatorStatus {
        id: "signed",
        title: "Подписан",
        names: &["signed", "completed", "Подписан"],
    },
    OperatorStatus {
        id: "annulled",
        title: "Аннулирован",
        names: &["annulled", "cancelled", "Аннулирован"],
    },
    OperatorStatus {
        id: "declined",
        title: "Отказ",
        names: &["declined", "rejected", "Отказ", "Отклонен"],
    },
];

/// Names of the states of a consent.
pub(super) mod consent {
    pub const REQUIRED: &str = "required";
    pub const REQUESTED: &str = "requested";
    pub const GRANTED: &str = "granted";
    pub const DECLINED: &str = "declined";
}

/// How a document is sent.
pub(super) mod send_mode {
    /// It waits for an employee.
    pub const DRAFT: &str = "draft";
    /// It goes by itself, a consent first where one is needed.
    pub const AUTO: &str = "auto";
}

/// Which side signed.
pub(super) const CLIENT_SIDE: &str = "client";

/// Structures that are only read: every field may be absent.
macro_rules! read {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Deserialize)]
        // Written again only to see what was read.
        #[cfg_attr(test, derive(serde::Serialize))]
        #[serde(default)]
        pub(in crate::edo::fdoc) struct $name {
            $(pub $field: $type,)*
        }
    )+};
}

read! {
    /// The body of a failure.
    Failure { error: FailureBody }
    FailureBody { code: String, message: String, field: String, details: FailureDetails, request_id: String }
    FailureDetails { existing_id: String, status: String }
    OrganizationAnswer { organization: Organization, environment: String, tariff: Tariff, features: Vec<String> }
    Organization { name: String, inn: String, kpp: String }
    Tariff { sms_included: bool }
    Session { token: String, expires_at: String, employee: Employee, organization: Organization }
    Employee { id: String, full_name: String }
    Document {
        id: String,
        external_id: String,
        title: String,
        kind: String,
        status: DocumentStatus,
        consent: Consent,
        organization: Organization,
        employee: Employee,
        client: Client,
        file: File,
        browser_url: String,
        signatures: Vec<Signature>,
        annul: Option<Annulment>,
        version: u64,
        created_at: String,
    }
    DocumentStatus { code: String, name: String, changed_at: String }
    Consent { state: String, granted_at: String }
    Client { phone: String, last_name: String, first_name: String, middle_name: String, email: String }
    File { name: String, size: u64, sha256: String }
    Signature { side: String, full_name: String, phone: String, signed_at: String }
    Annulment { reason: String, by: Employee, at: String }
    List { items: Vec<Document>, page: Page }
    Page { limit: u64, next: String }
    Changes { events: Vec<Change>, next_cursor: String, has_more: bool }
    Change { cursor: String, r#type: String, at: String, document: Document }
    BrowserLink { url: String, expires_at: String }
    ApplicationAnswer { id: String, state: String, created_at: String }
}

/// `POST …/sessions`
#[derive(Serialize)]
pub(super) struct LogIn<'a> {
    pub login: &'a str,
    pub password: &'a str,
}

/// `POST …/documents`
#[derive(Serialize)]
pub(super) struct NewDocument<'a> {
    pub external_id: String,
    pub title: &'a str,
    pub kind: &'a str,
    pub send_mode: &'static str,
    pub client: NewClient<'a>,
    pub file: NewFile<'a>,
}

#[derive(Serialize)]
pub(super) struct NewClient<'a> {
    pub phone: &'a str,
    pub last_name: &'a str,
    pub first_name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub middle_name: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub no_middle_name: bool,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub email: &'a str,
}

#[derive(Serialize)]
pub(super) struct NewFile<'a> {
    pub name: &'a str,
    pub media_type: &'static str,
    pub content_base64: String,
}

/// What our own bytes of a new document say.
#[derive(Deserialize)]
pub(super) struct PostedDocument {
    pub external_id: uuid::Uuid,
}

/// `POST …/annul`
#[derive(Serialize)]
pub(super) struct Annul<'a> {
    pub reason: &'a str,
}

/// `POST …/connection-requests`
#[derive(Serialize)]
pub(super) struct NewApplication<'a> {
    pub organization: NewOrganization<'a>,
    pub contact: Contact<'a>,
    pub source: &'static str,
}

#[derive(Serialize)]
pub(super) struct NewOrganization<'a> {
    pub name: &'a str,
    pub inn: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kpp: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Contact<'a> {
    pub full_name: &'a str,
    pub phone: &'a str,
    pub email: &'a str,
}
