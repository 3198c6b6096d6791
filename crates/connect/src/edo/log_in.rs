//! Ways into an operator's service, as data, and the door for those in which a person takes part.
//!
//! Nothing here waits for a person, opens a browser or keeps a secret: that is the caller's part. What a log-in brings
//! comes back as [`Credentials`] and opens a client together with what was typed.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use super::{CredentialField, Credentials};
use crate::{Error, Secret};

/// The name under which [`Credentials`] tell the way in; absent for the usual one.
pub const LOG_IN: &str = "log_in";

/// Names of what can go wrong while a person logs in: [`Error::LogIn`].
pub mod code {
    /// Only a person can let the program in again.
    pub const NEEDED: &str = "log_in_needed";
    /// The operator does not know the application, or it is switched off.
    pub const UNKNOWN_CLIENT: &str = "unknown_client";
    /// The address to come back to is not registered.
    pub const INVALID_REDIRECT: &str = "invalid_redirect";
    /// The secret of the application is wrong.
    pub const CLIENT_REFUSED: &str = "client_refused";
    /// The application may not use this way in.
    pub const WAY_NOT_ALLOWED: &str = "way_not_allowed";
    /// The person said no at the operator's page.
    pub const DECLINED: &str = "log_in_declined";
    /// Nobody came in time.
    pub const EXPIRED: &str = "log_in_expired";
    /// The answer belongs to another log-in.
    pub const MISMATCH: &str = "log_in_mismatch";
    /// The operator does not know the certificate.
    pub const CERTIFICATE_REFUSED: &str = "certificate_refused";
    /// The clock of this computer is wrong.
    pub const CLOCK_SKEWED: &str = "clock_skewed";

    /// Those after which knocking again without a person is useless.
    pub const SHUT: &[&str] = &[
        NEEDED,
        UNKNOWN_CLIENT,
        CLIENT_REFUSED,
        WAY_NOT_ALLOWED,
        CERTIFICATE_REFUSED,
    ];
}

/// What a person does to get in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogInKind {
    /// Fills in fields, once.
    Typed,
    /// Chooses a certificate and opens its key now and then.
    Certificate,
    /// Logs in at the operator's page in the browser of this computer.
    Browser,
    /// Types a short code at the operator's page in any browser.
    Device,
}

impl LogInKind {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Certificate => "certificate",
            Self::Browser => "browser",
            Self::Device => "device",
        }
    }
}

/// A way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogIn {
    /// Stable name: `password`.
    pub id: &'static str,
    /// What a person does.
    pub kind: LogInKind,
    /// A few words for a choice.
    pub title: &'static str,
    /// When to take it, and what it needs; complete Russian sentences.
    pub explanation: &'static str,
    /// What to fill in.
    pub fields: &'static [CredentialField],
}

/// Keeps what changed by itself (name, value), durably, before it returns. The text of an error is for the log.
pub type Keep = Arc<dyn Fn(&str, &Secret) -> Result<(), String> + Send + Sync>;

/// Makes the door. [`Error::Unauthorized`] when a field is missing, [`Error::Malformed`] when the address is not one.
pub type OpenEntrance = fn(address: &str, credentials: &Credentials) -> Result<Arc<dyn Entrance>, Error>;

/// One log-in through a browser of this computer.
#[derive(Debug, Clone)]
pub struct BrowserLogIn {
    /// Where the operator sends the browser back to, letter for letter as registered there.
    pub redirect: String,
    /// Ties the way back to this log-in.
    pub state: Secret,
    /// Ties the token to this log-in.
    pub nonce: Secret,
    /// Proves that who asks for the token is who asked for the page (PKCE, RFC 7636).
    pub verifier: Secret,
}

/// What a person types at the operator's page.
#[derive(Debug, Clone)]
pub struct DeviceCode {
    /// The short code.
    pub user_code: String,
    /// The page.
    pub page: String,
    /// The page with the code filled in, where the operator has one.
    pub page_with_code: Option<String>,
    /// How often to ask.
    pub interval: Duration,
    /// How long the code is good.
    pub expires_in: Duration,
    /// Our side of the code.
    pub device_code: Secret,
}

/// What became of a code so far.
#[derive(Debug, Clone)]
pub enum Polled {
    /// The person has not come yet.
    Pending,
    /// The same, and the operator wants longer pauses.
    SlowDown,
    /// Logged in; what it brought.
    Done(Credentials),
}

/// The door. Each call is one step; waiting and giving up are the caller's business. A way that the operator does not
/// have answers [`code::WAY_NOT_ALLOWED`].
#[async_trait]
pub trait Entrance: Send + Sync {
    /// A message that only the key of this certificate (DER) opens.
    async fn sealed_for(&self, certificate: &[u8]) -> Result<Vec<u8>, Error>;

    /// Shows that the message was opened. What the log-in brought comes back.
    async fn confirm(&self, opened: &[u8], thumbprint: [u8; 20]) -> Result<Credentials, Error>;

    /// The page to show in the browser. Looks at it first: a page that can only say no is told as
    /// [`code::UNKNOWN_CLIENT`] or [`code::INVALID_REDIRECT`] and needs no browser.
    async fn page(&self, asked: &BrowserLogIn) -> Result<String, Error>;

    /// Changes the code that the browser brought back for what opens a client.
    async fn exchange(&self, asked: &BrowserLogIn, code: &Secret) -> Result<Credentials, Error>;

    /// Begins a log-in by a short code.
    async fn device(&self) -> Result<DeviceCode, Error>;

    /// Asks what became of it.
    async fn poll(&self, asked: &DeviceCode) -> Result<Polled, Error>;

    /// Takes back what a log-in brought, as far as the operator allows. The page that ends the log-in of the browser
    /// too, where there is one; `back` is the address registered for coming back from it.
    async fn leave(&self, brought: &Credentials, back: &str) -> Result<Option<String>, Error>;

    /// What the operator's clock says, if it ever told.
    fn service_time(&self) -> Option<Timestamp>;
}
