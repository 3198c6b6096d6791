//! A message as one box sees it: the fold of that box's own events, to the end or up to a given one. The two sides see
//! different things at the same moment, and this is the only place that knows it.

mod amending;
pub mod docflow;
pub mod document;
mod failures;
pub mod message;
pub mod outer;
mod receipts;
pub mod revocation;
pub mod status;
pub mod universal;

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::books::State;
use super::model::{BoxEvent, Change, DocumentCard, Entity, Keeping, Message, OuterStatus, Part, Told};
use super::timeline::OPERATOR_BOX;
use super::types::{Answer, Workflow};
use crate::clock::Ticks;
use crate::world::BoxId;

/// What a box is in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It sent it.
    Sender,
    /// It signs before the recipient gets to see it.
    Proxy,
    /// It is for this box.
    Recipient,
}

/// A thing that a box sees, and since which of its events.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The thing.
    pub entity: &'a Entity,
    /// Since when.
    pub at: Ticks,
    /// By which event.
    pub event: Uuid,
}

/// A message as one box sees it.
pub struct View<'a> {
    /// The books.
    pub state: &'a State,
    /// The message.
    pub message: &'a Message,
    /// The box.
    pub viewer: BoxId,
    /// Everything visible, in order.
    pub seen: Vec<Seen<'a>>,
    /// When the recipient got the message, as far as this box knows.
    pub delivered_at: Option<Ticks>,
    /// When the other side got this box's later changes.
    pub delivered_patches: HashMap<Uuid, Ticks>,
    /// The last event and its instant.
    pub last: (Uuid, Ticks),
    /// A person opened it.
    pub is_read: bool,
    /// A draft that is over, and what it became.
    pub ended: Option<&'a [Uuid]>,
    /// Documents that people of this box put away.
    pub deleted: HashSet<Uuid>,
    /// Departments to which people of this box moved documents.
    pub moved: HashMap<Uuid, Uuid>,
}

impl<'a> View<'a> {
    /// What this box sees now; `None` if it sees nothing of the message.
    pub fn of(state: &'a State, viewer: BoxId, message: Uuid) -> Option<Self> {
        Self::until(state, viewer, message, None)
    }

    /// What this box saw when `last_event` had just happened; `None` if the event is not of this message.
    pub fn as_of(state: &'a State, viewer: BoxId, message: Uuid, last_event: Uuid) -> Option<Self> {
        let view = Self::until(state, viewer, message, Some(last_event))?;
        (view.last.0 == last_event).then_some(view)
    }

    fn until(state: &'a State, viewer: BoxId, id: Uuid, until: Option<Uuid>) -> Option<Self> {
        let message = state.messages.get(&id)?;
        let log = state.log(viewer)?;
        let places = log.by_message.get(&id)?;
        let mut events = places
            .iter()
            .filter_map(|place| log.events.get(*place))
            .peekable();
        let first = events.peek()?;
        let mut view = Self {
            state,
            message,
            viewer,
            seen: Vec::new(),
            delivered_at: None,
            delivered_patches: HashMap::new(),
            last: (first.id, first.at),
            is_read: log.read.contains(&id) || viewer == message.from,
            ended: None,
            deleted: HashSet::new(),
            moved: HashMap::new(),
        };
        for event in events {
            view.take(event);
            if until == Some(event.id) {
                break;
            }
        }
        Some(view)
    }

    fn take(&mut self, event: &BoxEvent) {
        self.last = (event.id, event.at);
        for id in event.change.entities() {
            if let Some(entity) = self.message.entity(*id) {
                self.seen.push(Seen {
                    entity,
                    at: event.at,
                    event: event.id,
                });
            }
        }
        match &event.change {
            Change::Kept {
                keeping, documents, ..
            } => self.keep(*keeping, documents),
            Change::DraftEnded { .. } => self.ended = Some(&self.message.draft.became),
            Change::Message { .. } if !self.is_sender() => self.delivered_at = Some(event.at),
            Change::Patch {
                is_delivered: true,
                delivered_patch,
                ..
            } => match delivered_patch {
                Some(patch) => {
                    self.delivered_patches.insert(*patch, event.at);
                }
                None => self.delivered_at = Some(event.at),
            },
            _ => {}
        }
    }

    fn keep(&mut self, keeping: Keeping, documents: &[Uuid]) {
        match keeping {
            Keeping::Delete => self.deleted.extend(documents),
            Keeping::Restore => self.deleted.retain(|id| !documents.contains(id)),
            Keeping::Move(to) => self.moved.extend(documents.iter().map(|id| (*id, to))),
        }
    }

    /// The department of this box in which a document lies.
    pub fn department_of(&self, document: Uuid) -> Uuid {
        let (from, to) = self.message.departments;
        let posted = match self.role() {
            Role::Sender => from,
            Role::Proxy => self.message.proxy.and_then(|proxy| proxy.department),
            Role::Recipient => to,
        };
        let moved = self.moved.get(&document).copied();
        moved.or(posted).unwrap_or_default()
    }

    /// Nothing of the message is left outside the bin.
    pub fn is_deleted(&self) -> bool {
        let documents = &self.message.documents;
        !documents.is_empty() && documents.iter().all(|card| self.deleted.contains(&card.entity))
    }

    /// The sender was told that the message did not arrive.
    fn is_lost(&self) -> bool {
        let sent = self.message.sent.map_or(self.message.id, |(event, _)| event);
        self.seen
            .iter()
            .any(|seen| seen.entity.not_delivered == Some(sent))
    }

    /// Is this box the sender's?
    pub fn is_sender(&self) -> bool {
        self.viewer == self.message.from
    }

    /// The box of who stands between; empty for nobody.
    fn proxy_box_id(&self) -> String {
        let proxy = self.message.proxy_box();
        proxy.map(BoxId::mail_form).unwrap_or_default()
    }

    /// Its department; empty for nobody.
    fn proxy_department_id(&self) -> String {
        let proxy = self.message.proxy;
        proxy
            .map(|proxy| department(proxy.department))
            .unwrap_or_default()
    }

    /// What this box is here.
    pub fn role(&self) -> Role {
        if self.is_sender() {
            Role::Sender
        } else if self.message.proxy_box() == Some(self.viewer) {
            Role::Proxy
        } else {
            Role::Recipient
        }
    }

    /// The instant at which the other side got what came with this thing, whoever made it.
    fn delivered(&self, seen: Seen<'_>, author: BoxId) -> Option<Ticks> {
        if author == self.viewer {
            self.delivered_patches.get(&seen.event).copied()
        } else {
            Some(seen.at)
        }
    }

    fn children(&self, parent: Uuid, part: Part) -> impl Iterator<Item = Seen<'a>> {
        let of_parent =
            move |seen: &&Seen<'a>| seen.entity.parent == Some(parent) && seen.entity.part == part;
        self.seen.iter().filter(of_parent).copied()
    }

    fn attached(&self, parent: Uuid, part: Part) -> Option<Attached<'a>> {
        self.all_attached(parent, part).next()
    }

    fn all_attached(&self, parent: Uuid, part: Part) -> impl Iterator<Item = Attached<'a>> {
        self.children(parent, part).map(|entity| Attached {
            entity,
            signature: self.children(entity.entity.id, Part::Signature).next(),
        })
    }

    /// It was checked and is bad.
    fn is_bad(&self, signature: Seen<'a>) -> bool {
        self.children(signature.entity.id, Part::VerificationReport)
            .next()
            .is_some()
    }

    /// Everything about one document of the message.
    pub fn exchange(&self, document: Uuid) -> Option<Exchange<'_>> {
        let card = self.message.document(document)?;
        let entity = self
            .seen
            .iter()
            .find(|seen| seen.entity.id == document)
            .copied()?;
        let signed_by = |box_id| {
            let mut all = self.children(document, Part::Signature);
            all.find(|seen| seen.entity.signer == Some(box_id))
        };
        let signature = signed_by(self.message.from);
        let receipt = self
            .attached(document, Part::InvoiceReceipt)
            .or_else(|| self.attached(document, Part::Receipt))
            .or_else(|| self.universal_receipt(document));
        let (answer, has_bad_answer) = self.answer_of(document, self.message.to);
        let proxy = self.message.proxy_box();
        let (proxy_answer, has_bad_proxy_answer) =
            proxy.map_or((None, false), |proxy| self.answer_of(document, proxy));
        let amendment = self
            .all_attached(document, Part::AmendmentRequest)
            .find(|one| one.signature.is_some_and(|seen| !self.is_bad(seen)))
            .or_else(|| self.universal_amendment(document));
        let confirmed = |parent: Uuid| self.attached(parent, Part::Confirmation);
        Some(Exchange {
            view: self,
            card,
            document: entity,
            stamped: signature.and_then(|seen| self.children(seen.entity.id, Part::StampedSignature).next()),
            is_failed: signature.is_some_and(|seen| self.is_bad(seen)),
            has_bad_answer,
            proxy_answer,
            has_bad_proxy_answer,
            confirmation: confirmed(document),
            receipt_confirmation: receipt.and_then(|receipt| confirmed(receipt.entity.entity.id)),
            answer_confirmation: answer.and_then(|answer| confirmed(answer.seen().entity.id)),
            comment: self.children(document, Part::Comment).next(),
            is_lost: self.is_lost(),
            roaming: self.children(document, Part::RoamingNotification).last(),
            outer: self.children(document, Part::OuterDocflow).collect(),
            amendment,
            amendment_confirmation: amendment.and_then(|one| confirmed(one.entity.entity.id)),
            revocation: self.revocation_of(document),
            signature,
            receipt,
            answer,
        })
    }

    /// What this side answered about a document, and whether something of it was found bad.
    fn answer_of(&self, document: Uuid, who: BoxId) -> (Option<Answered<'a>>, bool) {
        let is_theirs = move |seen: &Seen<'a>| seen.entity.signer == Some(who);
        let papers = |part| {
            let all = self.all_attached(document, part);
            all.filter(move |paper| paper.signature.is_some_and(|seen| is_theirs(&seen)))
        };
        let signatures = || self.children(document, Part::Signature).filter(is_theirs);
        let is_good = |paper: &Attached<'a>| !paper.signature.is_some_and(|signature| self.is_bad(signature));
        let has_bad = signatures().any(|seen| self.is_bad(seen))
            || papers(Part::RecipientTitle).any(|title| !is_good(&title));
        let answer = signatures()
            .find(|seen| !self.is_bad(*seen))
            .map(Answered::Signature)
            .or_else(|| papers(Part::RecipientTitle).find(is_good).map(Answered::Title))
            .or_else(|| papers(Part::Rejection).next().map(Answered::Rejection))
            .or_else(|| self.universal_rejection(document, who));
        (answer, has_bad)
    }
}

/// A paper with its signature.
#[derive(Debug, Clone, Copy)]
pub struct Attached<'a> {
    /// The paper.
    pub entity: Seen<'a>,
    /// The signature.
    pub signature: Option<Seen<'a>>,
}

/// The recipient's answer.
#[derive(Debug, Clone, Copy)]
pub enum Answered<'a> {
    /// A signature under the document.
    Signature(Seen<'a>),
    /// A title.
    Title(Attached<'a>),
    /// A refusal.
    Rejection(Attached<'a>),
}

impl<'a> Answered<'a> {
    /// The thing itself.
    pub fn seen(self) -> Seen<'a> {
        match self {
            Self::Signature(seen) => seen,
            Self::Title(attached) | Self::Rejection(attached) => attached.entity,
        }
    }

    /// The operator confirms nothing of it.
    pub fn is_message(self) -> bool {
        self.seen().entity.part == Part::UniversalMessage
    }
}

/// The exchange of one document as one box sees it.
pub struct Exchange<'a> {
    /// The message.
    pub view: &'a View<'a>,
    /// What was declared.
    pub card: &'a DocumentCard,
    /// The file.
    pub document: Seen<'a>,
    /// The sender's signature.
    pub signature: Option<Seen<'a>>,
    /// The same with a time stamp: it was checked and is good.
    pub stamped: Option<Seen<'a>>,
    /// It was checked and is bad.
    pub is_failed: bool,
    /// An answer of the recipient was checked and is bad; only the recipient sees that.
    pub has_bad_answer: bool,
    /// The intermediate recipient's answer.
    pub proxy_answer: Option<Answered<'a>>,
    /// A signature of the intermediate recipient was checked and is bad; only it sees that.
    pub has_bad_proxy_answer: bool,
    /// The operator's confirmation for this box.
    pub confirmation: Option<Attached<'a>>,
    /// The recipient's receipt notice.
    pub receipt: Option<Attached<'a>>,
    /// The operator's confirmation of it.
    pub receipt_confirmation: Option<Attached<'a>>,
    /// The recipient's answer.
    pub answer: Option<Answered<'a>>,
    /// The operator's confirmation of it.
    pub answer_confirmation: Option<Attached<'a>>,
    /// The sender's word.
    pub comment: Option<Seen<'a>>,
    /// The sender was told that it did not arrive.
    pub is_lost: bool,
    /// What another operator said last.
    pub roaming: Option<Seen<'a>>,
    /// What other systems said, oldest first.
    pub outer: Vec<Seen<'a>>,
    /// The recipient's request for a correction.
    pub amendment: Option<Attached<'a>>,
    /// The operator's confirmation of it.
    pub amendment_confirmation: Option<Attached<'a>>,
    /// What was last proposed about revoking it.
    pub revocation: Option<revocation::Revocation<'a>>,
}

impl<'a> Exchange<'a> {
    /// Statuses of other systems, oldest first.
    pub fn outer_statuses(&self) -> impl Iterator<Item = (Seen<'a>, &'a OuterStatus)> {
        self.outer.iter().filter_map(|seen| match &seen.entity.told {
            Some(Told::Outer(status)) => Some((*seen, status)),
            _ => None,
        })
    }
}

impl Exchange<'_> {
    /// Another operator has brought it (`true`) or has not.
    pub fn roaming_success(&self) -> Option<bool> {
        match self.roaming?.entity.told {
            Some(Told::Roaming { is_success }) => Some(is_success),
            _ => None,
        }
    }

    /// The workflow.
    pub fn workflow(&self) -> Workflow {
        Workflow(self.card.workflow)
    }

    /// Is an answer of the recipient part of this exchange?
    pub fn wants_answer(&self) -> bool {
        match self.workflow().answer() {
            Answer::None => false,
            Answer::OptionalSignature => self.card.need_recipient_signature,
            Answer::Title => true,
        }
    }

    /// Is a receipt notice part of this exchange?
    pub fn wants_receipt(&self) -> bool {
        self.workflow().always_wants_receipt() || self.card.need_receipt
    }

    /// An answer is asked for and not given.
    pub fn awaits_answer(&self) -> bool {
        self.wants_answer() && self.answer.is_none()
    }

    /// Somebody stands between and has neither signed nor refused.
    pub fn awaits_proxy(&self) -> bool {
        self.view.message.proxy.is_some() && self.proxy_answer.is_none()
    }

    /// Somebody stands between and refused: the recipient never sees the document.
    pub fn is_stopped_by_proxy(&self) -> bool {
        matches!(self.proxy_answer, Some(Answered::Rejection(_)))
    }

    /// When what a side answered reached the others.
    pub fn answer_delivered_at(&self, seen: Seen<'_>) -> Option<Ticks> {
        let author = match self.proxy_answer {
            Some(answer) if answer.seen().entity.id == seen.entity.id => self.view.message.proxy_box(),
            _ => None,
        };
        self.view.delivered(seen, author.unwrap_or(self.view.message.to))
    }

    /// A receipt notice is asked for and not given.
    pub fn awaits_receipt(&self) -> bool {
        self.wants_receipt() && self.receipt.is_none()
    }

    /// When the recipient's receipt notice or answer reached the sender.
    pub fn reply_delivered_at(&self, seen: Seen<'_>) -> Option<Ticks> {
        self.view.delivered(seen, self.view.message.to)
    }

    /// Nothing more is to come on the recipient's receipt notice.
    pub fn is_receipt_finished(&self) -> bool {
        self.receipt.is_some_and(|receipt| {
            !self.workflow().confirms_receipt() || receipt.is_message() || self.receipt_confirmation.is_some()
        })
    }

    /// Nothing more is to come on the recipient's answer.
    pub fn is_answer_finished(&self) -> bool {
        match self.answer {
            None => !self.wants_answer(),
            Some(answer) if self.workflow().has_confirmations() && !answer.is_message() => {
                self.answer_confirmation.is_some()
            }
            Some(answer) => self.reply_delivered_at(answer.seen()).is_some(),
        }
    }
}

/// Id of a department; the head one where none is named.
pub fn department(id: Option<Uuid>) -> String {
    id.unwrap_or_default().to_string()
}

/// Signed by the operator itself?
pub fn is_operators(seen: Seen<'_>) -> bool {
    seen.entity.signer == Some(OPERATOR_BOX)
}
