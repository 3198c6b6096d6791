//! What leaves us: letters, titles to be made, signatures.

use domain::{Departments, EdoFormat, Money, Paper, Party, RemoteDocument, Signatory, Tag, UtdFunction};
use jiff::civil::Date;
use uuid::Uuid;

use super::persons::ToPerson;
use super::signer_power::SignerPower;

/// How a document leaves us unsigned or signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signing {
    /// With the operator's test signature; only between test boxes.
    Test,
    /// Not sent yet: signed and sent by a person in the operator's cabinet («отложенная отправка»).
    Deferred,
    /// Not sent yet: a draft, which is finished and sent in the operator's cabinet and is another document then.
    Draft,
    /// With our simple signature, which the operator puts in the name of the employee; a person's consent first, where one
    /// is needed. Only with [`Letter::person`].
    Simple,
    /// Signed by us.
    Signed {
        /// The detached message (CMS), DER.
        signature: Vec<u8>,
        /// By whose leave, where the signer needs one.
        power_of_attorney: Option<SignerPower>,
    },
}

/// One document to be sent.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Our box.
    pub from_box: String,
    /// The other side's box.
    pub to_box: String,
    /// Our own name for the document; unique for ever.
    pub custom_document_id: Uuid,
    /// In which format the file is.
    pub format: EdoFormat,
    /// Its version as the file names it («5.03»); empty where the format has none.
    pub format_version: String,
    /// File name with its ending.
    pub file_name: String,
    /// The exact bytes of the file.
    pub content: Vec<u8>,
    /// Number, empty if unknown.
    pub number: String,
    /// Date of the document.
    pub issued_on: Option<Date>,
    /// Sum with VAT.
    pub total: Option<Money>,
    /// A word to the other side; empty for none.
    pub comment: String,
    /// Pairs of words that stay with it.
    pub tags: Vec<Tag>,
    /// From where, to where and by whom.
    pub departments: Departments,
    /// Who signs, and when.
    pub signing: Signing,
    /// The other side is a person.
    pub person: Option<ToPerson>,
}

/// A record of which the operator is asked to make the file that will be signed («титул»).
#[derive(Debug, Clone)]
pub struct TitleRequest {
    /// Our box.
    pub from_box: String,
    /// The other side's box.
    pub to_box: String,
    /// What the УПД is used for.
    pub function: UtdFunction,
    /// The record.
    pub paper: Paper,
    /// Who will sign for us.
    pub signer: Signatory,
}

/// What we answer to a document with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A signature under the document itself.
    Signature,
    /// A title of ours; its bytes are what is signed.
    Title(Vec<u8>),
    /// A signature under a document of a draft of ours, which leaves with it; beside it those under the other documents of
    /// the draft, because it leaves as a whole.
    Draft(Vec<DraftSignature>),
}

/// Our signature under another document of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSignature {
    /// Under which document.
    pub document: RemoteDocument,
    /// The detached message (CMS), DER.
    pub signature: Vec<u8>,
}

/// Our signature for a document that the operator has: the answer to an inbound one, or what an own one waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureReply {
    /// Our box.
    pub our_box: String,
    /// Under which document.
    pub document: RemoteDocument,
    /// What is signed.
    pub reply: Reply,
    /// The detached message (CMS), DER.
    pub signature: Vec<u8>,
    /// By whose leave, where the signer needs one.
    pub power_of_attorney: Option<SignerPower>,
}

/// An inbound УПД to which the operator is asked to make the answering title («титул покупателя»): everything accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerTitleRequest {
    /// Our box.
    pub our_box: String,
    /// The document that is answered.
    pub document: RemoteDocument,
    /// What the УПД is used for.
    pub function: UtdFunction,
    /// Version of the format, as the file names it: «5.03».
    pub format_version: String,
    /// Who accepts.
    pub firm: Party,
    /// When.
    pub accepted_on: Date,
    /// Who will sign for us.
    pub signer: Signatory,
    /// By whose leave, where the signer needs one.
    pub power_of_attorney: Option<SignerPower>,
}
