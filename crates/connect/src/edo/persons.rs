//! Operators whose other side is a person («физлицо»), who signs with a simple signature («ПЭП») by a code from an SMS.
//!
//! Such an operator knows two kinds of access: the key of the organisation, which opens the connection, and the employee's
//! own, under whose name our side signs. Several employees work over one connection, so a letter and an act say in whose
//! access they leave. Deliberately knows no consent register and no reminder: that is the engine's.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::{Inn, Kpp, OperationId, PersonAct, PersonName, Phone, RemoteDocument};

use super::{Credentials, OperatorFile};
use crate::{Error, Secret};

/// What an operator of this kind can do. What it cannot is done at its page in the browser, and the feed tells of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonAbilities {
    /// [`PersonAct::RequestConsent`] is a call.
    pub consent_call: bool,
    /// [`PersonAct::Confirm`] is a call.
    pub confirm_call: bool,
    /// One request sends, with a consent before it where one is needed.
    pub auto_send: bool,
    /// [`PersonAct::Annul`] is a call.
    pub annul: bool,
    /// [`PersonAct::Remind`] is a call.
    pub resend: bool,
    /// It takes no second SMS about a document sooner than this after the last one.
    pub remind_pause: Duration,
    /// [`Persons::browser_link`] answers.
    pub browser_link: bool,
    /// It tells what changed; otherwise its list is read by date.
    pub changes_feed: bool,
}

impl PersonAbilities {
    /// Whether this act is a call of the operator.
    pub fn has(&self, act: PersonAct) -> bool {
        match act {
            PersonAct::RequestConsent => self.consent_call,
            PersonAct::Confirm => self.confirm_call,
            PersonAct::Remind => self.resend,
            PersonAct::Annul => self.annul,
        }
    }
}

/// The name under which [`Credentials`] hold a field of an employee's access.
pub fn access_field(account: &str, field: &str) -> String {
    format!("access/{account}/{field}")
}

/// Takes the names of accounts and of their fields out of [`Credentials`]: account, field, value.
pub fn accesses(credentials: &Credentials) -> impl Iterator<Item = (&str, &str, &Secret)> {
    credentials.iter().filter_map(|(name, value)| {
        let (account, field) = name.strip_prefix("access/")?.split_once('/')?;
        Some((account, field, value))
    })
}

/// What a letter to a person has beside its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToPerson {
    /// Full name, as it will stand in the stamp.
    pub name: PersonName,
    /// The person has no patronymic; otherwise it is wanted.
    pub has_no_middle_name: bool,
    /// Where the SMS goes.
    pub phone: Phone,
    /// Empty for none.
    pub email: String,
    /// In whose access it leaves.
    pub account: String,
    /// Code of the kind of paper: `work_order`.
    pub kind_code: String,
    /// What the paper is called for people: «Заказ-наряд № 7 от 15.01.2026».
    pub title: String,
}

/// Who is logged in, as the operator has them registered: this name stands in our side's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountHolder {
    /// Full name.
    pub full_name: String,
}

/// One act on a document that the operator has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActOrder {
    /// What.
    pub act: PersonAct,
    /// To which document.
    pub document: RemoteDocument,
    /// In whose access.
    pub account: String,
    /// Why, for [`PersonAct::Annul`]; empty otherwise.
    pub reason: String,
}

/// A signed document, as the operator gives it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCopy {
    /// The PDF with the stamp of both signatures.
    pub stamped: OperatorFile,
    /// The protocol of the signing; none where the operator makes none.
    pub protocol: Option<OperatorFile>,
    /// SHA-256 of what was signed, computed from the bytes that the operator keeps.
    pub source_sha256: [u8; 32],
}

/// Everything about people. Repeating, waiting and remembering are the caller's business, as with
/// [`super::EdoProvider`].
#[async_trait]
pub trait Persons: Send + Sync {
    /// Logs an employee in anew. [`Error::Refused`] when login or password are wrong: the connection itself is well then.
    async fn log_in(&self, account: &str) -> Result<AccountHolder, Error>;

    /// An address at which the document opens in the employee's browser. Good for minutes and once: it is not to be kept.
    async fn browser_link(&self, account: &str, document: &RemoteDocument) -> Result<Secret, Error>;

    /// The exact bytes of the request. Touches no network.
    fn prepare_act(&self, order: &ActOrder) -> Result<Vec<u8>, Error>;

    /// Sends bytes made by [`Persons::prepare_act`]. What is done already is no error. An error with
    /// [`Error::outcome_unknown`] must be looked up with [`Persons::is_done`] first.
    async fn deliver_act(&self, operation: OperationId, request: &[u8]) -> Result<(), Error>;

    /// Whether the document shows that the act was done. A reminder leaves no trace and counts as done: a person may
    /// press again, an SMS cannot be taken back.
    async fn is_done(&self, act: PersonAct, document: &RemoteDocument) -> Result<bool, Error>;

    /// The signed document. [`Error::StillProcessing`] until the person has signed.
    async fn signed_copy(&self, document: &RemoteDocument) -> Result<SignedCopy, Error>;
}

/// A request to be connected («заявка на подключение»).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Name of the firm.
    pub firm_name: String,
    /// Its ИНН.
    pub inn: Inn,
    /// Its КПП.
    pub kpp: Option<Kpp>,
    /// Whom to call.
    pub contact_name: String,
    /// Where to call.
    pub phone: Phone,
    /// Where to write; checked by the caller.
    pub email: String,
}

/// What became of a request to be connected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applied {
    /// The operator took it and will get in touch.
    Accepted,
    /// The operator has one of this firm already.
    AlreadyThere,
}

/// Takes requests to be connected. Nobody is logged in yet.
#[async_trait]
pub trait Applications: Send + Sync {
    /// The exact bytes of the request. Touches no network.
    fn prepare(&self, application: &Application) -> Result<Vec<u8>, Error>;

    /// Sends them. The operator knows a firm by ИНН and КПП, so a repeat is [`Applied::AlreadyThere`] and no second one.
    async fn deliver(&self, operation: OperationId, request: &[u8]) -> Result<Applied, Error>;
}

/// Makes the door for such requests. Touches no network; [`Error::Malformed`] when the address is not one.
pub type OpenApplications = fn(address: &str) -> Result<Arc<dyn Applications>, Error>;
