//! The life of a document at an operator.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::facets::DocflowFacets;
use crate::ids::{ConnectionId, DocumentId, EdoDocumentId, EdoFileId};
use crate::tax_id::{Inn, Kpp};

/// Which operator («провайдер ЭДО»), as a stable name: `diadoc`. Text, not an enum: nothing outside the
/// operator's own folder may decide by it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OperatorKind(pub String);

impl fmt::Display for OperatorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One firm's box at one operator («ящик»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EdoBox {
    /// The operator's name for the box, in the form its adapter settled on.
    pub box_id: String,
    /// Whose box it is, as the operator has it.
    pub name: String,
    /// ИНН of the owner.
    pub inn: Inn,
    /// КПП of the owner.
    pub kpp: Option<Kpp>,
    /// Идентификатор участника ЭДО («2BM-…») of the owner, for names of files of the ФНС; empty when not told.
    #[serde(default)]
    pub participant_id: String,
    /// The operator says that papers of this box have no legal force.
    pub is_test: bool,
}

/// Where the operator keeps the document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RemoteDocument {
    /// The chain of exchange («сообщение»).
    pub message_id: String,
    /// The document in it.
    pub entity_id: String,
}

/// Whose signature under a document it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SigningParty {
    /// Ours.
    Us,
    /// The other side's.
    Them,
    /// That of an intermediate recipient, who stands between the sides («промежуточный получатель»).
    Intermediate,
}

impl SigningParty {
    /// The stable name in the database, in archives and in the contract with the window.
    pub fn code(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Them => "them",
            Self::Intermediate => "intermediate",
        }
    }

    /// The party of this stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Us, Self::Them, Self::Intermediate]
            .into_iter()
            .find(|party| party.code() == code)
    }
}

/// What the operator's exchange of an inbound document asks us for as an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpectedAnswer {
    /// Nothing.
    #[default]
    None,
    /// A signature under the document itself.
    Signature,
    /// A title of our own («титул покупателя»), signed, that the program can have made.
    Title,
    /// Something that the program cannot make: it is answered in the operator's cabinet.
    Other,
}

impl ExpectedAnswer {
    /// The stable name in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Signature => "signature",
            Self::Title => "title",
            Self::Other => "other",
        }
    }

    /// The answer of this stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::None, Self::Signature, Self::Title, Self::Other]
            .into_iter()
            .find(|answer| answer.code() == code)
    }
}

/// How serious the operator's own words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing to do.
    #[default]
    Info,
    /// What was asked is done.
    Success,
    /// Something is needed or awaited.
    Warning,
    /// Refusal, revocation or failure.
    Error,
}

/// What the operator reported about one document, complete, as of one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentState {
    /// Instant of the last event that the report takes in.
    pub as_of: Timestamp,
    /// The vector.
    pub facets: DocflowFacets,
    /// The operator's own words, for people; never decided by.
    pub operator_status_text: String,
    /// How serious those words are.
    pub severity: Severity,
}

impl DocumentState {
    /// Two reports about one document: the later one counts; of two about the same instant, the further value of
    /// each facet. Commutative, associative and idempotent: events may come twice and in any order.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        match self.as_of.cmp(&other.as_of) {
            std::cmp::Ordering::Greater => self,
            std::cmp::Ordering::Less => other,
            std::cmp::Ordering::Equal => {
                let words = (self.severity, self.operator_status_text)
                    .max((other.severity, other.operator_status_text));
                Self {
                    as_of: self.as_of,
                    facets: self.facets.join(other.facets),
                    operator_status_text: words.1,
                    severity: words.0,
                }
            }
        }
    }
}

/// Who did what an event tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventActor {
    /// Our side.
    Us,
    /// The other side.
    Them,
    /// The operator by itself.
    Operator,
}

/// One thing that an event tells, for the timeline of the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", content = "text", rename_all = "snake_case")]
pub enum EventFact {
    /// The document came to the operator.
    Posted,
    /// A signature was put on it.
    Signed,
    /// The other side answered with a title of its own.
    Titled,
    /// It lies in the other side's box.
    Delivered,
    /// It could not be delivered; the operator's words.
    NotDelivered(String),
    /// Signature refused; the reason given.
    Rejected(String),
    /// An intermediate recipient signed it.
    IntermediateSigned,
    /// An intermediate recipient refused to sign; the reason given.
    IntermediateRejected(String),
    /// A receipt notice.
    ReceiptNotice,
    /// A request to amend; the text given.
    AmendmentRequested(String),
    /// A proposal to revoke; the text given.
    RevocationRequested(String),
    /// A proposal to revoke was agreed to.
    RevocationAccepted,
    /// A proposal to revoke was refused; the reason given.
    RevocationRejected(String),
    /// The operator's confirmation of a date, where it does not say of which.
    OperatorConfirmation,
    /// The operator's confirmation of a date, and of which: «дата отправки документа».
    DateConfirmed(String),
    /// The operator checked a signature.
    SignatureChecked,
    /// A universal message that asks for nothing; its words.
    Message(String),
    /// Somebody is asked by whose leave a document was signed; the words beside.
    AuthorityAsked(String),
    /// The shipment data of marked goods are cancelled.
    ShipmentFixationCancelled,
    /// A service document of ours was refused because the operator had come to take universal messages alone, and was made
    /// anew as one. The program's own word.
    RemadeAsMessage,
    /// A comment of the sender.
    Comment(String),
    /// Removed from the box.
    Deleted,
    /// Brought back into the box.
    Restored,
    /// Another department of ours has it now.
    Moved,
    /// The person was asked for a consent to sign electronically.
    ConsentRequested,
    /// The person agreed.
    ConsentGranted,
    /// The person did not agree.
    ConsentRefused,
    /// Another operator answered; its words.
    Roaming(String),
    /// Another system answered, such as «Честный знак»; its words.
    Outer(String),
    /// Something new to the program, in the operator's spelling.
    Other(String),
}

/// An event of the operator's feed that touches one document, as the adapter hands it over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderEvent {
    /// The operator's name for the event, unique in the box together with the document.
    pub event_id: String,
    /// When it happened, by the operator's clock.
    pub happened_at: Timestamp,
    /// Which document it touches.
    pub remote: RemoteDocument,
    /// Our own name for the document, if the operator gave it back.
    pub custom_document_id: Option<Uuid>,
    /// Who acted.
    pub actor: EventActor,
    /// What happened.
    pub facts: Vec<EventFact>,
    /// The document's state, as the operator reports it together with or after the event.
    pub state: Option<DocumentState>,
    /// The operator gave the document another place with this event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Moved>,
}

/// A draft that is sent becomes another document in another chain of exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", content = "message_id", rename_all = "snake_case")]
pub enum Moved {
    /// This document was that draft.
    From(String),
    /// This draft is that document now.
    To(String),
}

/// One life of a business document at the operator, and what became of it there: a sending of ours, or a document that
/// came to us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EdoDocument {
    /// Identity in the database.
    pub id: EdoDocumentId,
    /// The business document.
    pub document: DocumentId,
    /// By which connection it was sent or came.
    pub connection: ConnectionId,
    /// Our own name for it at the operator; given before anything leaves, so that it can be looked up. Of an inbound
    /// document the operator knows no such name.
    pub custom_document_id: Uuid,
    /// The other side's box at the operator.
    pub to_box: String,
    /// The file that was sent; absent for sendings older than the list of files.
    pub file: Option<EdoFileId>,
    /// Where the operator keeps it; unknown until the operator says so.
    pub remote: Option<RemoteDocument>,
    /// The operator's last report; absent until its first event.
    pub state: Option<DocumentState>,
    /// When it was given to the outbox.
    pub created_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{DocumentState, Severity};
    use crate::facets::{Delivery, DocflowFacets, TheirSignature};

    fn report(second: i64, delivery: Delivery, their_signature: TheirSignature, text: &str) -> DocumentState {
        DocumentState {
            as_of: Timestamp::from_second(second).unwrap(),
            facets: DocflowFacets {
                delivery,
                their_signature,
                ..DocflowFacets::default()
            },
            operator_status_text: text.into(),
            severity: Severity::Info,
        }
    }

    #[test]
    fn reports_in_any_order_and_number_give_one_state() {
        let reports = [
            report(1, Delivery::Sent, TheirSignature::Awaited, "a"),
            report(2, Delivery::Delivered, TheirSignature::Awaited, "b"),
            report(2, Delivery::Sent, TheirSignature::Signed, "c"),
            report(0, Delivery::NotSent, TheirSignature::Rejected, "d"),
        ];
        let expected = report(2, Delivery::Delivered, TheirSignature::Signed, "c");
        let orders = [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]];
        for order in orders {
            let twice = order.iter().chain(order.iter());
            let state = twice
                .map(|index| reports[*index].clone())
                .reduce(DocumentState::join)
                .unwrap();
            assert_eq!(state, expected, "{order:?}");
        }
    }
}
