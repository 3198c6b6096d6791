//! What may become of an effect on the outside world.

use serde::{Deserialize, Serialize};

use crate::service_document::ServiceDocumentKind;

/// What an effect does at the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperationKind {
    /// A document leaves.
    #[default]
    Letter,
    /// Several documents leave together.
    Package,
    /// A signature of ours, or a title with one, is added to a document that the operator has: the answer to an inbound
    /// one, or what an own one waited for.
    Signature,
    /// A service document of ours is added to a document that the operator has.
    Service(ServiceDocumentKind),
    /// An act on a document that waits for a person to sign.
    Person(PersonAct),
}

/// What can be done to a document that a person («физлицо») is to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonAct {
    /// «Получить согласие»: the person is asked to agree to sign electronically.
    RequestConsent,
    /// «Подтвердить и отправить»: our simple signature, and the document goes to the person.
    Confirm,
    /// «Напомнить»: the SMS goes out once more.
    Remind,
    /// «Аннулировать», by ourselves: the person has not signed yet.
    Annul,
}

impl PersonAct {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::RequestConsent, Self::Confirm, Self::Remind, Self::Annul];

    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::RequestConsent => "request_consent",
            Self::Confirm => "confirm",
            Self::Remind => "remind",
            Self::Annul => "annul",
        }
    }

    /// The act of this stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }
}

impl OperationKind {
    /// The stable name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Package => "package",
            Self::Signature => "signature",
            Self::Person(act) => act.code(),
            Self::Service(kind) => kind.code(),
        }
    }

    /// The kind of this stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Letter, Self::Package, Self::Signature]
            .into_iter()
            .find(|kind| kind.code() == code)
            .or_else(|| PersonAct::from_code(code).map(Self::Person))
            .or_else(|| ServiceDocumentKind::from_code(code).map(Self::Service))
    }
}

impl OperationKind {
    /// True when documents leave by it; everything else is added to what is there already.
    pub fn is_letter(self) -> bool {
        matches!(self, Self::Letter | Self::Package)
    }
}

/// State of a row of the outbox. The row, with its operation id and exact bytes, exists before anything leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// Waits for its turn, or for the next try after a failure that is known to have left nothing behind.
    Queued,
    /// The request is leaving. Found at start, it means that we were cut off: then the result is unknown.
    Sending,
    /// The request left and no answer came. Looked up at the operator before any repeat.
    Unknown,
    /// The operator took it. What follows is told by the operator's events.
    Accepted,
    /// The operator refused it for good; a person decides («не ушло, требует решения»).
    Failed,
    /// Taken back by a person before it left.
    Cancelled,
}

impl OutboxState {
    /// Every state.
    pub const ALL: [Self; 6] = [
        Self::Queued,
        Self::Sending,
        Self::Unknown,
        Self::Accepted,
        Self::Failed,
        Self::Cancelled,
    ];

    /// The stable name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::Accepted => "accepted",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of this stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// True while the program itself still has something to do with the row.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Sending | Self::Unknown)
    }
}

/// Why a row is not through yet, for the clerk and for the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendFailure {
    /// Stable code: `offline`, `timeout`, `unauthorized`, `forbidden`, `limited`, `refused`, `malformed`.
    pub code: String,
    /// The operator's own words, or ours where it said nothing. Never holds a secret.
    pub text: String,
}
