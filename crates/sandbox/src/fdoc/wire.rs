//! The wire of the gateway profile, version 1: every path, header and name in one place.
//!
//! The real wire of F.Doc is not public. What is known of it for certain (the words of statuses, the address of the
//! client and the text of the SMS) is marked as known; everything else is this profile's own, and paths begin with
//! `/gw/v1`, so that nobody takes them for the service's.

use axum::http::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use super::model::{Annul, Client, Consent, Document, Employee, Organization, Signature, Status};
use super::refusal::Refusal;
use super::state::State;
use crate::clock::Ticks;

/// All calls of the profile, for the router.
pub const WILDCARD: &str = "/gw/v1/{*call}";
const ROOT: &str = "/gw/v1/";
/// Selects the organization.
pub const API_KEY: &str = "x-api-key";
/// Makes a repeated write give the first one's answer.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// Comes back as it was sent.
pub const REQUEST_ID: &str = "x-request-id";
/// JSON of every answer.
pub const JSON: &str = "application/json; charset=utf-8";
/// What the profile's optional parts are called, and which of them this emulator has.
pub const FEATURES: [&str; 3] = ["consent", "auto_send", "changes_feed"];
/// The only kind of file.
pub const PDF: &str = "application/pdf";
/// Page of a document for an employee.
pub const DOCUMENT_PAGE: &str = "/doc";
/// Page of a client: known.
pub const CLIENT_PAGE: &str = "/cln";
/// Page on which employees are registered.
pub const REGISTER_PAGE: &str = "/register";

/// A call of the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// «Заявка на подключение»
    ConnectionRequest,
    /// «Тест подключения»
    ConnectionTest,
    /// «Авторизоваться»
    LogIn,
    /// The end of a session.
    LogOut,
    /// Whose session it is.
    WhoAmI,
    /// A new document.
    Create,
    /// One document.
    Get,
    /// Many.
    List,
    /// A page of a document for the browser.
    BrowserLink,
    /// «Получить согласие»
    Consent,
    /// «Подтвердить и отправить»
    Confirm,
    /// The SMS once more.
    Resend,
    /// «Аннулировать»
    Annul,
    /// Bytes of a document.
    File,
    /// What happened since.
    Changes,
}

impl Operation {
    /// Finds the call of this address, and the id of the document in it.
    pub fn find<'a>(method: &Method, path: &'a str) -> Result<(Self, &'a str), Refusal> {
        let parts: Vec<&str> = path.strip_prefix(ROOT).unwrap_or_default().split('/').collect();
        let (known, document): (&[(Method, Self)], &str) = match parts.as_slice() {
            ["connection-requests"] => (&[(Method::POST, Self::ConnectionRequest)], ""),
            ["organization"] => (&[(Method::GET, Self::ConnectionTest)], ""),
            ["sessions"] => (&[(Method::POST, Self::LogIn)], ""),
            ["sessions", "current"] => (&[(Method::GET, Self::WhoAmI), (Method::DELETE, Self::LogOut)], ""),
            ["documents"] => (&[(Method::POST, Self::Create), (Method::GET, Self::List)], ""),
            ["documents", id] => (&[(Method::GET, Self::Get)], id),
            ["documents", id, "browser-link"] => (&[(Method::POST, Self::BrowserLink)], id),
            ["documents", id, "consent-request"] => (&[(Method::POST, Self::Consent)], id),
            ["documents", id, "confirm"] => (&[(Method::POST, Self::Confirm)], id),
            ["documents", id, "resend"] => (&[(Method::POST, Self::Resend)], id),
            ["documents", id, "annul"] => (&[(Method::POST, Self::Annul)], id),
            ["documents", id, "file"] => (&[(Method::GET, Self::File)], id),
            ["changes"] => (&[(Method::GET, Self::Changes)], ""),
            _ => return Err(Refusal::not_found("Такого адреса нет")),
        };
        let found = known.iter().find(|(verb, _)| verb == method);
        found
            .map(|(_, operation)| (*operation, document))
            .ok_or_else(Refusal::wrong_verb)
    }

    /// Its name in the profile, by which misfortunes are ordered.
    pub fn name(self) -> &'static str {
        match self {
            Self::ConnectionRequest => "connection_request",
            Self::ConnectionTest => "connection_test",
            Self::LogIn => "login",
            Self::LogOut => "logout",
            Self::WhoAmI => "whoami",
            Self::Create => "create",
            Self::Get => "get",
            Self::List => "list",
            Self::BrowserLink => "browser_link",
            Self::Consent => "consent",
            Self::Confirm => "confirm",
            Self::Resend => "resend",
            Self::Annul => "annul",
            Self::File => "file",
            Self::Changes => "changes",
        }
    }
}

/// `POST /gw/v1/connection-requests`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConnectionRequestGiven {
    /// Who wants to be connected.
    pub organization: OrganizationGiven,
    /// Whom to call.
    pub contact: ContactGiven,
}

/// An organization as a request names it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OrganizationGiven {
    /// Name.
    pub name: String,
    /// ИНН.
    pub inn: String,
    /// КПП; entrepreneurs have none.
    pub kpp: Option<String>,
}

/// A person as a request names them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ContactGiven {
    /// Ф. И. О.
    pub full_name: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
}

/// `POST /gw/v1/sessions`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LogInGiven {
    /// Login.
    pub login: String,
    /// Password.
    pub password: String,
}

/// `POST /gw/v1/documents`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DocumentGiven {
    /// The caller's own name of it.
    pub external_id: Option<String>,
    /// Title for people.
    pub title: String,
    /// What it is to the caller.
    pub kind: Option<String>,
    /// `draft`, `auto`.
    pub send_mode: String,
    /// A document with this external id is known already, and another one is wanted all the same.
    pub force_new: bool,
    /// The document instead of which this one comes.
    pub replaces: Option<String>,
    /// Who signs.
    pub client: Option<ClientGiven>,
    /// What is signed.
    pub file: Option<FileGiven>,
}

/// A client as a request names them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ClientGiven {
    /// Telephone as written.
    pub phone: String,
    /// Фамилия.
    pub last_name: String,
    /// Имя.
    pub first_name: String,
    /// Отчество.
    pub middle_name: Option<String>,
    /// The person has no отчество.
    pub no_middle_name: bool,
    /// E-mail.
    pub email: Option<String>,
}

/// A file as a request brings it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FileGiven {
    /// Name of the file.
    pub name: String,
    /// `application/pdf`
    pub media_type: Option<String>,
    /// The bytes.
    pub content_base64: String,
}

/// `POST …/annul`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AnnulGiven {
    /// Why.
    pub reason: String,
}

/// RFC 3339 with the offset of Moscow.
pub fn time(at: Ticks) -> String {
    at.moscow("%Y-%m-%dT%H:%M:%S+03:00")
}

/// An organization in an answer.
pub fn organization(one: &Organization) -> Value {
    json!({"name": one.name, "inn": one.inn, "kpp": one.kpp})
}

/// An employee in an answer.
pub fn employee(one: &Employee) -> Value {
    json!({"id": one.id, "full_name": one.full_name})
}

/// A status in an answer.
pub fn status(status: &Status, changed_at: Ticks) -> Value {
    json!({"code": status.code(), "name": status.name(), "changed_at": time(changed_at)})
}

fn consent(consent: &Consent) -> Value {
    json!({"state": consent.state.code(), "granted_at": consent.granted_at.map(time)})
}

fn client(client: &Client) -> Value {
    json!({
        "phone": client.phone,
        "last_name": client.last_name,
        "first_name": client.first_name,
        "middle_name": client.middle_name,
        "email": client.email,
    })
}

fn signature(signature: &Signature) -> Value {
    json!({
        "side": signature.side.code(),
        "full_name": signature.full_name,
        "phone": signature.phone,
        "signed_at": time(signature.signed_at),
    })
}

fn annul(annul: &Annul, state: &State) -> Value {
    let by = state.employee(&annul.employee);
    json!({"reason": annul.reason, "by": by.map(employee), "at": time(annul.at)})
}

/// The document object.
pub fn document(one: &Document, state: &State, base: &str) -> Value {
    json!({
        "id": one.id,
        "external_id": one.external_id,
        "title": one.title,
        "kind": one.kind,
        "status": status(&one.status, one.status_changed_at),
        "consent": consent(&one.consent),
        "organization": state.organization(&one.organization).map(organization),
        "employee": state.employee(&one.employee).map(employee),
        "client": client(&one.client),
        "file": {"name": one.file.name, "size": one.file.size, "sha256": one.file.sha256},
        "browser_url": document_url(base, &one.id, &one.ticket),
        "signatures": one.signatures.iter().map(signature).collect::<Vec<_>>(),
        "annul": one.annul.as_ref().map(|one| annul(one, state)),
        "replaces": one.replaces,
        "version": one.version,
        "created_at": time(one.created_at),
    })
}

/// The page of a document, opened once with this ticket.
pub fn document_url(base: &str, id: &str, ticket: &str) -> String {
    format!("{base}{DOCUMENT_PAGE}/{id}?t={ticket}")
}

/// `/cln/UXeMJZYM?c=888888`: known.
pub fn client_path(path_token: &str, code: &str) -> String {
    format!("{CLIENT_PAGE}/{path_token}?c={code}")
}

/// The SMS with a link, letter for letter as it is known.
pub fn sms_text(host: &str, path_token: &str, code: &str) -> String {
    format!(
        "F.Doc. Документы: {host}{}, код: {code}",
        client_path(path_token, code)
    )
}

/// A number of a change as a cursor.
pub fn cursor(number: usize) -> String {
    format!("c-{number:06}")
}

/// The number again.
pub fn cursor_number(text: &str) -> Option<usize> {
    text.strip_prefix("c-")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::sms_text;

    #[test]
    fn the_sms_is_the_known_one_letter_for_letter() {
        assert_eq!(
            sms_text("https://fdoc.ru", "UXeMJZYM", "888888"),
            "F.Doc. Документы: https://fdoc.ru/cln/UXeMJZYM?c=888888, код: 888888"
        );
    }
}
