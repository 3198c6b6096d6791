//! Identities. A number from one table can never be taken for a number of another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! row_id {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

row_id! {
    /// A firm of ours («фирма»).
    FirmId;
    /// Another company or entrepreneur («контрагент»).
    CounterpartyId;
    /// A business document in the registry.
    DocumentId;
    /// One life of a document at an operator: one per sending.
    EdoDocumentId;
    /// One firm's access to one operator.
    ConnectionId;
    /// A row of the outbox («очередь отправки»).
    OutboxId;
    /// A row of the list of notifications.
    NoticeId;
    /// A kind of documents («вид документа»).
    KindId;
    /// A person who is a client («физлицо»).
    IndividualId;
    /// Somebody who works with us («сотрудник»).
    EmployeeId;
    /// A file made or taken to be signed («Файл ЭДО»).
    EdoFileId;
    /// An act of ours on a relation with another box, on its way to the operator.
    RelationActId;
    /// A rule of automatic sending («значимое событие»).
    AutoRuleId;
    /// What a rule is to do with one version of a document.
    RuleTaskId;
    /// A request of a firm to be connected to an operator («заявка на подключение»).
    ConnectionRequestId;
}

/// The identity of one outward effect («номер операции»). Created once, before anything leaves; every
/// repeat of the effect carries the same value, so that the operator can recognise it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OperationId(pub Uuid);

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
