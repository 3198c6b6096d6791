//! What the operator keeps: messages, their entities, the logs of the boxes. Nothing here is ever edited; states of
//! documents are computed from it by `view`.

mod told;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::BlobId;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

pub use told::{OuterStatus, OuterStatusType, Told, UniversalMessage};

use crate::clock::Ticks;
use crate::world::BoxId;

/// Bytes of an entity: small ones at hand, large ones in a file of the state folder.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Content {
    /// At hand.
    Here(#[serde(serialize_with = "to_base64", deserialize_with = "from_base64")] Arc<Vec<u8>>),
    /// In the state folder.
    Kept {
        /// The address of the bytes.
        id: BlobId,
        /// How many.
        size: u64,
    },
}

impl Content {
    /// These bytes, at hand.
    pub fn of(bytes: impl Into<Vec<u8>>) -> Self {
        Self::Here(Arc::new(bytes.into()))
    }

    /// How many bytes.
    pub fn size(&self) -> u64 {
        match self {
            Self::Here(bytes) => u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            Self::Kept { size, .. } => *size,
        }
    }

    /// SHA-256 of the bytes.
    pub fn id(&self) -> BlobId {
        match self {
            Self::Here(bytes) => BlobId::of(bytes),
            Self::Kept { id, .. } => *id,
        }
    }
}

fn to_base64<S: Serializer>(bytes: &Arc<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&BASE64.encode(bytes.as_slice()))
}

fn from_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<Vec<u8>>, D::Error> {
    let text = String::deserialize(deserializer)?;
    BASE64
        .decode(text)
        .map(Arc::new)
        .map_err(serde::de::Error::custom)
}

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// A document, or the sender's title of one.
    Document,
    /// A detached signature as it was given.
    Signature,
    /// The same with the operator's time stamp.
    StampedSignature,
    /// The sender's word to a document.
    Comment,
    /// The operator's confirmation of a date.
    Confirmation,
    /// Receipt notice on an invoice or УПД.
    InvoiceReceipt,
    /// Receipt notice on another document.
    Receipt,
    /// The recipient's title.
    RecipientTitle,
    /// Refusal to sign, or to revoke where it belongs to a proposal.
    Rejection,
    /// The recipient asks for a correction.
    AmendmentRequest,
    /// Either side proposes to revoke.
    RevocationRequest,
    /// A universal message, which nobody signs.
    UniversalMessage,
    /// The sender cancels the shipment data of marked goods.
    FixationCancellation,
    /// What the check of a signature found.
    VerificationReport,
    /// Word of the operator that something was not delivered.
    DeliveryFailure,
    /// What another operator said of a document that it was to bring.
    RoamingNotification,
    /// What another system says of a document: «Честный знак».
    OuterDocflow,
    /// A document went to another department.
    MoveDocument,
}

/// One thing in a message.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entity {
    /// Id.
    pub id: Uuid,
    /// What it belongs to; a document belongs to nothing.
    pub parent: Option<Uuid>,
    /// What it is.
    pub part: Part,
    /// Name of the file; empty for signatures.
    pub file_name: String,
    /// The bytes.
    pub content: Content,
    /// Who signed (signatures only).
    pub signer: Option<BoxId>,
    /// When it came to be.
    pub created_at: Ticks,
    /// «Код итога» of a recipient's title: 1 accepted, 2 with discrepancies, 3 not accepted.
    pub total_code: Option<u8>,
    /// Of a recipient's title: a receipt notice of it is asked for.
    #[serde(default)]
    pub need_receipt: bool,
    /// Text for people: a reason, a comment.
    pub text: String,
    /// The event that was not delivered (delivery failures only).
    pub not_delivered: Option<Uuid>,
    /// What it says beside its text.
    #[serde(default)]
    pub told: Option<Told>,
}

/// What was declared about a document when it was posted, and what its XML says.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct DocumentCard {
    /// The entity that holds the bytes.
    pub entity: Uuid,
    /// `Nonformalized`, `UniversalTransferDocument`.
    pub type_named_id: String,
    /// `default`, `СЧФ`, `ДОП`, `СЧФДОП`.
    pub function: String,
    /// `v1`, `utd970_05_03_01`.
    pub version: String,
    /// Number of the workflow.
    pub workflow: u8,
    /// The sender's own name for the document.
    pub custom_document_id: String,
    /// An answering signature is asked for (workflow 1).
    pub need_recipient_signature: bool,
    /// A receipt notice is asked for.
    pub need_receipt: bool,
    /// Declared or read: `FileName`, `DocumentNumber`, `DocumentDate`, `TotalSum`, `TotalVat`, `CurrencyCode`.
    pub metadata: Vec<(String, String)>,
    /// Tags.
    pub custom_data: Vec<(String, String)>,
}

impl DocumentCard {
    /// A metadata value, empty if absent.
    pub fn meta(&self, key: &str) -> &str {
        let found = self.metadata.iter().find(|(name, _)| name == key);
        found.map_or("", |(_, value)| value.as_str())
    }
}

/// What a chain of exchange is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum MessageKind {
    /// Sent, or left to be signed.
    #[default]
    Letter,
    /// A draft: nobody else sees it.
    Draft,
}

impl MessageKind {
    /// `MessageType`
    pub fn name(self) -> &'static str {
        match self {
            Self::Letter => "Letter",
            Self::Draft => "Draft",
        }
    }
}

/// `LockMode`: what may be done to one document of a packet alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Lock {
    /// Everything.
    #[default]
    None,
    /// Nothing until it is sent.
    Send,
    /// Nothing ever: a closed packet.
    Full,
}

impl Lock {
    /// As the service spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Send => "Send",
            Self::Full => "Full",
        }
    }
}

/// What became of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftFate {
    /// It may be sent or thrown away, and not changed.
    pub is_locked: bool,
    /// It is over.
    pub is_recycled: bool,
    /// The messages that were made of it.
    pub became: Vec<Uuid>,
}

/// Who signs before the recipient gets to see a message («промежуточный получатель»).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proxy {
    /// Its box.
    pub box_id: BoxId,
    /// Its department; none for the head one.
    pub department: Option<Uuid>,
}

/// A chain of exchange.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Message {
    /// What it is.
    #[serde(default)]
    pub kind: MessageKind,
    /// How its packet is locked.
    #[serde(default)]
    pub lock: Lock,
    /// The sender's department and the recipient's; none for the head ones.
    #[serde(default)]
    pub departments: (Option<Uuid>, Option<Uuid>),
    /// Who stands between the two.
    #[serde(default)]
    pub proxy: Option<Proxy>,
    /// The draft that it was made of.
    #[serde(default)]
    pub from_draft: Option<Uuid>,
    /// What became of a draft.
    #[serde(default)]
    pub draft: DraftFate,
    /// Id.
    pub id: Uuid,
    /// The packet of its documents.
    pub packet: Uuid,
    /// Sender.
    pub from: BoxId,
    /// Recipient.
    pub to: BoxId,
    /// When it came to be.
    pub created_at: Ticks,
    /// Either side is a test box.
    pub is_test: bool,
    /// The check will find the sender's signature bad.
    pub has_bad_signature: bool,
    /// It will never reach the recipient; the operator's words about that.
    #[serde(default)]
    pub undeliverable: Option<String>,
    /// Its documents.
    pub documents: Vec<DocumentCard>,
    /// Everything in it, oldest first.
    pub entities: Vec<Entity>,
    /// The event with which it left the sender; absent while it waits to be signed.
    pub sent: Option<(Uuid, Ticks)>,
}

impl Message {
    /// The entity of this id.
    pub fn entity(&self, id: Uuid) -> Option<&Entity> {
        self.entities.iter().find(|entity| entity.id == id)
    }

    /// The card of this document.
    pub fn document(&self, entity: Uuid) -> Option<&DocumentCard> {
        self.documents.iter().find(|document| document.entity == entity)
    }

    /// The intermediate recipient's box.
    pub fn proxy_box(&self) -> Option<BoxId> {
        self.proxy.map(|proxy| proxy.box_id)
    }

    /// Everybody who takes part, in the order in which the message reaches them.
    pub fn parties(&self) -> impl Iterator<Item = BoxId> {
        [Some(self.from), self.proxy_box(), Some(self.to)]
            .into_iter()
            .flatten()
    }

    /// The side that is not this one; the sender's where this one stands between.
    pub fn other_side(&self, mine: BoxId) -> BoxId {
        if mine == self.from { self.to } else { self.from }
    }
}

/// What people of one box do to documents there; the other side sees nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Keeping {
    /// «Удалить»
    Delete,
    /// «Восстановить»
    Restore,
    /// «Переместить» to this department.
    Move(Uuid),
}

/// What an event of a box brought.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Change {
    /// A message appeared, with these entities.
    Message {
        /// What became visible.
        entities: Vec<Uuid>,
    },
    /// Something was added.
    Patch {
        /// What became visible.
        entities: Vec<Uuid>,
        /// The other side now has the message, or the patch named next.
        is_delivered: bool,
        /// The patch that the other side now has.
        delivered_patch: Option<Uuid>,
        /// The event that will never be delivered.
        not_delivered: Option<Uuid>,
    },
    /// Documents were put away, taken back or moved.
    Kept {
        /// What was done.
        keeping: Keeping,
        /// To which documents.
        documents: Vec<Uuid>,
        /// What became visible.
        entities: Vec<Uuid>,
    },
    /// A draft is over.
    DraftEnded {
        /// The message that was made of it; none where it was thrown away.
        became: Option<Uuid>,
    },
}

impl Change {
    /// What became visible.
    pub fn entities(&self) -> &[Uuid] {
        match self {
            Self::Message { entities } | Self::Patch { entities, .. } | Self::Kept { entities, .. } => {
                entities
            }
            Self::DraftEnded { .. } => &[],
        }
    }
}

/// A line in the log of a box.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BoxEvent {
    /// `MessageId` or `PatchId`.
    pub id: Uuid,
    /// The message.
    pub message: Uuid,
    /// When.
    pub at: Ticks,
    /// What.
    pub change: Change,
}

/// What the operator will do by itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Effect {
    /// Find the sender's signature good; confirm the date.
    CheckSignature {
        /// Of this message.
        message: Uuid,
    },
    /// Find the sender's signature bad.
    FailSignature {
        /// Of this message.
        message: Uuid,
    },
    /// Tell the sender that the message did not reach the recipient.
    FailDelivery {
        /// This message.
        message: Uuid,
    },
    /// Tell the sender what another operator made of the message.
    NotifyRoaming {
        /// This message.
        message: Uuid,
    },
    /// Put the message into the intermediate recipient's box.
    DeliverToProxy {
        /// This message.
        message: Uuid,
    },
    /// Put the message into the recipient's box.
    Deliver {
        /// This message.
        message: Uuid,
    },
    /// Put a later change into the other side's box.
    DeliverPatch {
        /// Of this message.
        message: Uuid,
        /// This change.
        patch: Uuid,
        /// Who made it.
        author: BoxId,
        /// What it added.
        entities: Vec<Uuid>,
    },
    /// Find bad what a side signed in an answer: it never reaches the other side.
    FailAnswer {
        /// Of this message.
        message: Uuid,
        /// This change.
        patch: Uuid,
        /// Who made it.
        author: BoxId,
        /// What it added.
        entities: Vec<Uuid>,
    },
    /// Bring a task of a relation to its end.
    Acquire {
        /// Which.
        task: Uuid,
    },
    /// An organisation answers an invitation by itself.
    AnswerInvitation {
        /// Who answers.
        invited: BoxId,
        /// Who invited.
        inviting: BoxId,
    },
    /// An organisation does with a message what it does by itself.
    AnswerDocuments {
        /// Whose box.
        box_id: BoxId,
        /// Which message.
        message: Uuid,
    },
    /// Confirm to both sides the date of a receipt notice or an answer.
    Confirm {
        /// Of this message.
        message: Uuid,
        /// The notice or answer.
        parent: Uuid,
    },
}

/// The result that belongs to an operation id.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Operation {
    /// Who, which method, which id (lower case).
    pub key: OperationKey,
    /// The box that saw the result.
    pub box_id: BoxId,
    /// The message.
    pub message: Uuid,
    /// The event that was the answer.
    pub event: Uuid,
    /// How many requests came with this id.
    pub times_posted: u32,
}

/// What makes two calls the same call.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OperationKey {
    /// The caller.
    pub user: Uuid,
    /// The method, lower case, without its version.
    pub method: String,
    /// The id, lower case.
    pub id: String,
}
