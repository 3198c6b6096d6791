//! One indivisible change in the making: instants that only grow, entities, events, what will follow.

use uuid::Uuid;

use super::books::{Record, State};
use super::model::{BoxEvent, Change, Content, Effect, Entity, Message, Part, Told, UniversalMessage};
use super::service_documents::Paper;
use crate::clock::Ticks;
use crate::world::BoxId;

/// Collects the records of one change.
pub struct Plan<'a> {
    /// What is so far.
    pub state: &'a State,
    /// The instant of the next event.
    pub at: Ticks,
    /// What will be committed.
    pub records: Vec<Record>,
    next_number: u64,
}

impl<'a> Plan<'a> {
    /// A change that happens at `wished`, or as soon after as it can be told apart.
    pub fn at(state: &'a State, wished: Ticks) -> Self {
        Self {
            at: state.instant(wished),
            records: Vec::new(),
            next_number: state.next_number(),
            state,
        }
    }

    /// A change that happens now.
    pub fn now(state: &'a State) -> Self {
        Self::at(state, state.now())
    }

    /// A thing that has no place yet.
    pub fn thing(&self, part: Part, parent: Option<Uuid>, content: Content) -> Entity {
        Entity {
            id: Uuid::new_v4(),
            parent,
            part,
            file_name: String::new(),
            content,
            signer: None,
            created_at: self.at,
            total_code: None,
            need_receipt: false,
            text: String::new(),
            not_delivered: None,
            told: None,
        }
    }

    /// Adds a thing to a message that exists already.
    pub fn add(&mut self, message: Uuid, entity: Entity) -> Uuid {
        let id = entity.id;
        let entity = Box::new(entity);
        self.records.push(Record::Entity { message, entity });
        id
    }

    /// Adds a paper with its signature; gives both ids.
    pub fn add_signed(&mut self, message: Uuid, paper: Paper, parent: Uuid, signer: BoxId) -> [Uuid; 2] {
        let signature = Content::of(super::cms::test_signature(&paper.bytes));
        self.add_paper(message, paper, parent, signer, signature)
    }

    /// The same with a signature that was given.
    pub fn add_paper(
        &mut self,
        message: Uuid,
        paper: Paper,
        parent: Uuid,
        signer: BoxId,
        signature: Content,
    ) -> [Uuid; 2] {
        let mut document = self.thing(paper.part, Some(parent), Content::of(paper.bytes));
        document.file_name = paper.file_name;
        document.text = paper.text;
        document.total_code = paper.total_code;
        document.need_receipt = paper.need_receipt;
        let document = self.add(message, document);
        let mut signed = self.thing(Part::Signature, Some(document), signature);
        signed.signer = Some(signer);
        [document, self.add(message, signed)]
    }

    /// Adds a universal message; gives its id.
    pub fn add_message(&mut self, message: Uuid, paper: Paper, parent: Uuid, told: UniversalMessage) -> Uuid {
        let mut document = self.thing(paper.part, Some(parent), Content::of(paper.bytes));
        document.file_name = paper.file_name;
        document.text = paper.text;
        document.told = Some(Told::Universal(told));
        self.add(message, document)
    }

    /// Shows something in a box; gives the instant.
    pub fn show(&mut self, box_id: BoxId, message: Uuid, id: Uuid, change: Change) -> Ticks {
        let at = self.at;
        self.at = at.next();
        let event = Box::new(BoxEvent {
            id,
            message,
            at,
            change,
        });
        self.records.push(Record::Event { box_id, event });
        at
    }

    /// Shows more of a message in a box; gives the id of the patch.
    pub fn show_more(&mut self, box_id: BoxId, message: Uuid, entities: Vec<Uuid>) -> Uuid {
        let id = Uuid::new_v4();
        let change = Change::Patch {
            entities,
            is_delivered: false,
            delivered_patch: None,
            not_delivered: None,
        };
        self.show(box_id, message, id, change);
        id
    }

    /// Lets the operator do something later.
    pub fn later(&mut self, after_ms: u64, effect: Effect) {
        self.records.push(Record::Planned {
            due: self.at.plus_ms(after_ms),
            number: self.next_number,
            effect,
        });
        self.next_number = self.next_number.saturating_add(1);
    }

    /// The message leaves its sender with this event: check and delivery are due.
    pub fn send(&mut self, message: &Message, event: Uuid, at: Ticks) {
        self.send_with(message, event, at, message.has_bad_signature);
    }

    /// The same for a message that was signed only now.
    pub fn send_with(&mut self, message: &Message, event: Uuid, at: Ticks, has_bad_signature: bool) {
        let id = message.id;
        let delays = self.state.delays;
        self.records.push(Record::Sent {
            message: id,
            event,
            at,
        });
        if has_bad_signature {
            self.later(delays.bad_signature_ms, Effect::FailSignature { message: id });
        } else {
            self.later(delays.check_ms, Effect::CheckSignature { message: id });
            if message.undeliverable.is_some() {
                self.later(delays.delivery_ms, Effect::FailDelivery { message: id });
            } else if message.proxy.is_some() {
                self.later(delays.delivery_ms, Effect::DeliverToProxy { message: id });
            } else {
                self.pass_on(message);
            }
        }
    }

    /// Nothing stands between the message and its recipient any more.
    pub fn pass_on(&mut self, message: &Message) {
        let (id, delay_ms) = (message.id, self.state.delays.delivery_ms);
        self.later(delay_ms, Effect::Deliver { message: id });
        let recipient = self.state.world.by_box(message.to);
        if recipient.is_some_and(|recipient| recipient.roaming().is_some()) {
            self.later(delay_ms, Effect::NotifyRoaming { message: id });
        }
    }
}
