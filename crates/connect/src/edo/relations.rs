//! Relations with other boxes («партнёрские отношения»): who invites whom, who accepts, who is done with whom.
//!
//! A relation belongs to two boxes. Every act on it changes it, so a caller that lost an answer compares the relation with
//! what it was before. Deliberately decides nothing: what may be done to which relation is the caller's business.

use async_trait::async_trait;
use domain::{Inn, Kpp, RelationActKind, RemoteDocument};
use jiff::Timestamp;

use crate::Error;

/// State of the relation with another box («состояние связи»).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartnershipState {
    /// «ваш контрагент»
    Established,
    /// «приглашает вас»
    Incoming,
    /// «приглашён вами»
    Outgoing,
    /// «отклонил вас»
    RejectedByThem,
    /// «отклонён вами»
    RejectedByUs,
    /// «не в списке»
    None,
    /// New to the program, in the operator's spelling.
    Unknown(String),
}

/// Another company as the operator knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteCounterparty {
    /// Its box.
    pub box_id: String,
    /// Name.
    pub name: String,
    /// ИНН.
    pub inn: Inn,
    /// КПП, if the operator knows it.
    pub kpp: Option<Kpp>,
    /// How we stand to each other.
    pub partnership: PartnershipState,
    /// Идентификатор участника ЭДО; empty when the operator does not tell it.
    pub participant_id: String,
    /// Reached through another operator.
    pub is_roaming: bool,
    /// Its papers have no legal force.
    pub is_test: bool,
}

/// A page of counterparties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CounterpartyPage {
    /// The counterparties.
    pub counterparties: Vec<RemoteCounterparty>,
    /// Where to go on; `None` at the end.
    pub after: Option<String>,
}

/// From whom a company takes documents («принимает документы»).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AcceptsFrom {
    /// From everybody.
    All,
    /// From those with whom it has a partnership.
    Partners,
}

/// Another box and how we stand to it, with everything that the operator tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteRelation {
    /// Whose box, and the state of the relation.
    pub counterparty: RemoteCounterparty,
    /// Since when it stands so; none when there is no relation.
    pub since: Option<Timestamp>,
    /// What they wrote to us with an invitation.
    pub words_from_them: String,
    /// What we wrote to them.
    pub words_from_us: String,
    /// The document that came with an invitation.
    pub invitation: Option<RemoteDocument>,
    /// The group of counterparties in which the administrator of our box has put them; empty for none.
    pub group_id: String,
    /// From whom they take documents, if it is told.
    pub accepts_from: Option<AcceptsFrom>,
    /// Somebody there has a certificate to sign with, if it is told.
    pub can_sign: Option<bool>,
    /// The company is liquidated or its box is closed.
    pub is_closed: bool,
}

/// A part of what changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationPage {
    /// Relations as they stand now.
    pub relations: Vec<RemoteRelation>,
    /// Boxes to which no relation is left and whose owner the operator does not tell.
    pub gone: Vec<String>,
    /// Where to go on; opaque.
    pub after: Option<String>,
    /// More is waiting right now.
    pub has_more: bool,
}

/// A group of counterparties («группа контрагентов»).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationGroup {
    /// The operator's name for it.
    pub id: String,
    /// Its title.
    pub name: String,
}

/// Whom an act or a question is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RelationTarget {
    /// This box.
    Box(String),
    /// A company of which no box is known: the operator takes its head office.
    TaxId(Inn, Option<Kpp>),
}

/// One file that goes along with an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationFile {
    /// Name with its ending.
    pub name: String,
    /// The bytes.
    pub content: Vec<u8>,
    /// A detached signature of it, DER; none for the operator's test signature, which only test boxes know.
    pub signature: Option<Vec<u8>>,
}

/// An act of ours on a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationAct {
    /// What is done.
    pub kind: RelationActKind,
    /// Our box.
    pub our_box: String,
    /// To whom.
    pub target: RelationTarget,
    /// A word to them; empty for none.
    pub words: String,
    /// With an invitation only.
    pub file: Option<InvitationFile>,
}

/// What the operator made of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActTaken {
    /// It is done.
    Done,
    /// It is at work; the result is asked for under this name.
    Task(String),
}

/// Names of refusals that a person can do something about; [`Error::Refused`] carries them as its code.
pub mod code {
    /// An exchange through another operator has to be applied for first («заявка на роуминг»).
    pub const ROAMING_REQUEST: &str = "roaming_request_needed";
    /// Their invitation wants our signature under its document; signing it accepts.
    pub const WANTS_SIGNATURE: &str = "invitation_wants_signature";
    /// An invitation with a document is not taken back like this: its document is revoked.
    pub const HAS_DOCUMENT: &str = "invitation_has_document";
    /// The operator knows nobody of this box or ИНН.
    pub const NOBODY: &str = "nobody_there";
    /// The operator has forgotten the task: only the relation tells what became of it.
    pub const TASK_FORGOTTEN: &str = "task_forgotten";
}

/// Relations of one connection. Repeating, waiting and remembering are the caller's business.
#[async_trait]
pub trait Relations: Send + Sync {
    /// What changed behind this place; `None` begins with all relations there are. Costs as much as there were changes.
    async fn changes(&self, box_id: &str, after: Option<&str>) -> Result<RelationPage, Error>;

    /// The boxes of companies with these ИНН, related to us or not. Those that the operator does not know are left out.
    async fn find(&self, box_id: &str, inns: &[Inn]) -> Result<Vec<RemoteRelation>, Error>;

    /// Groups of counterparties of our box.
    async fn groups(&self, box_id: &str) -> Result<Vec<RelationGroup>, Error>;

    /// How we stand to them now; `None` when the operator knows nobody there.
    async fn relation(&self, box_id: &str, with: &RelationTarget) -> Result<Option<RemoteRelation>, Error>;

    /// The exact bytes of the request for this act. Touches no network.
    fn prepare(&self, act: &RelationAct) -> Result<Vec<u8>, Error>;

    /// Sends bytes made by [`Relations::prepare`]. An error with [`Error::outcome_unknown`] must be looked up with
    /// [`Relations::relation`] before anything is repeated.
    async fn deliver(&self, request: &[u8]) -> Result<ActTaken, Error>;

    /// What became of a task: done, [`Error::StillProcessing`], or refused with a reason.
    async fn result(&self, task: &str) -> Result<(), Error>;
}
