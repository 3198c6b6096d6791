//! The operator's books: one state in memory, changed only by [`Record`]s, each indivisible change one line of the
//! journal. Reading the journal and applying its lines gives the same state again.

mod contents;
mod lines;
mod relations;

pub use contents::{bytes, keep};

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::counteragents::{RelationEvent, Task};
use super::keys::PartyKeys;
use super::model::{BoxEvent, DocumentCard, Effect, Entity, Message, Operation, OperationKey};
use crate::clock::{self, Delays, Ticks};
use crate::journal::Journal;
use crate::openid::{OpenIdClient, RefreshToken};
use crate::world::answering::Answering;
use crate::world::{BoxId, InvitationManner, OwnerFacts, Relation, Sociability, World};

/// A token («авторизационный токен») and how long it opens the door.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Token {
    /// The text itself.
    pub text: String,
    /// Whose.
    pub user: Uuid,
    /// Until when.
    pub expires_at: Ticks,
}

/// The smallest thing that can happen to the books.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Record {
    /// The world as a whole.
    World(Box<World>),
    /// An organisation changed its ways.
    Ways {
        /// Whose box.
        box_id: BoxId,
        /// From whom it takes documents.
        sociability: Sociability,
        /// The API is paid for.
        has_subscription: bool,
    },
    /// The clock was moved.
    Clock {
        /// How far it is ahead, all in all.
        offset_ms: u64,
    },
    /// The operator became faster or slower.
    Delays(Delays),
    /// Somebody logged in.
    Token(Token),
    /// All tokens became worthless.
    TokensExpired,
    /// A log-in can be renewed by this.
    RefreshToken(RefreshToken),
    /// It was used, or taken back.
    RefreshTokenSpent(String),
    /// No log-in can be renewed any more.
    RefreshTokensRevoked,
    /// An application was registered or changed.
    OpenIdClient(OpenIdClient),
    /// A key of an integrator was blocked, or set free.
    KeyBlocked {
        /// The key.
        key: String,
        /// Since now.
        is_blocked: bool,
    },
    /// A message came to be, invisible so far.
    Message(Box<Message>),
    /// Something was added to a message, invisible so far.
    Entity {
        /// The message.
        message: Uuid,
        /// The thing.
        entity: Box<Entity>,
    },
    /// A message left its sender.
    Sent {
        /// The message.
        message: Uuid,
        /// With which event of the sender's box.
        event: Uuid,
        /// When.
        at: Ticks,
    },
    /// A draft was sent or thrown away.
    DraftEnded {
        /// The draft.
        message: Uuid,
        /// What it became.
        became: Option<Uuid>,
    },
    /// What the service says about the owner of a box changed.
    Owner {
        /// Whose box.
        box_id: BoxId,
        /// What it says.
        facts: Box<OwnerFacts>,
    },
    /// A box shows something new.
    Event {
        /// The box.
        box_id: BoxId,
        /// What.
        event: Box<BoxEvent>,
    },
    /// Several events of a box bear the same instant, and a cursor at the first steps over the others.
    Shared {
        /// The box.
        box_id: BoxId,
        /// The event at the edge of a page, counted from 1.
        edge: u64,
        /// The last event with the same instant.
        last: u64,
    },
    /// The operator will do something by itself.
    Planned {
        /// When.
        due: Ticks,
        /// Tells apart what is due at one instant.
        number: u64,
        /// What.
        effect: Effect,
    },
    /// It did.
    Done {
        /// When it was due.
        due: Ticks,
        /// Which.
        number: u64,
    },
    /// An operation id has its result.
    Operation(Box<Operation>),
    /// An operation id of a later change has its result.
    PatchOperation(Box<Operation>),
    /// The same operation was asked for again.
    Repeated(OperationKey),
    /// Two boxes stand to each other like this now.
    Relation(Box<Relation>),
    /// The log of a box's relations has a new line.
    RelationEvent {
        /// The box.
        box_id: BoxId,
        /// The line.
        event: Box<RelationEvent>,
    },
    /// A task of a relation was begun, or has its result.
    AcquireTask(Box<Task>),
    /// An organisation does something else with invitations.
    Manner {
        /// Whose box.
        box_id: BoxId,
        /// What.
        manner: InvitationManner,
    },
    /// An organisation does something else with documents.
    Answering {
        /// Whose box.
        box_id: BoxId,
        /// What.
        answering: Answering,
    },
    /// A person opened a document.
    Read {
        /// Whose box.
        box_id: BoxId,
        /// Which message.
        message: Uuid,
    },
}

/// The log of one box.
#[derive(Debug, Default)]
pub struct BoxLog {
    /// All events, oldest first. The cursor of an event is its place, counted from 1.
    pub events: Vec<BoxEvent>,
    /// Places of the events of each message.
    pub by_message: HashMap<Uuid, Vec<usize>>,
    /// Messages that a person has opened.
    pub read: HashSet<Uuid>,
    /// A cursor that steps over its neighbours of the same instant.
    pub steps_over: BTreeMap<u64, u64>,
}

/// Everything the operator knows.
#[derive(Debug)]
pub struct State {
    /// Who lives here.
    pub world: World,
    /// How far the clock is ahead, milliseconds.
    pub offset_ms: u64,
    /// How long things take.
    pub delays: Delays,
    /// Messages by id.
    pub messages: HashMap<Uuid, Message>,
    /// Ids of messages, oldest first.
    pub order: Vec<Uuid>,
    /// Logs by box.
    pub boxes: HashMap<BoxId, BoxLog>,
    /// Results by operation.
    pub operations: HashMap<OperationKey, Operation>,
    /// Operations by message, for the ledger.
    pub operation_of: HashMap<Uuid, OperationKey>,
    /// Documents by the sender's own name, lower case.
    pub custom_ids: HashMap<(BoxId, String), Vec<(Uuid, Uuid)>>,
    /// What will happen.
    pub plans: BTreeMap<(Ticks, u64), Effect>,
    /// Logs of relations by box.
    pub relation_events: HashMap<BoxId, Vec<RelationEvent>>,
    /// Tasks of relations.
    pub tasks: HashMap<Uuid, Task>,
    /// Tokens by text.
    pub tokens: HashMap<String, Token>,
    /// What renews them, by text.
    pub refresh_tokens: HashMap<String, RefreshToken>,
    next_number: u64,
    last_instant: Ticks,
}

impl State {
    fn new(world: World) -> Self {
        Self {
            world,
            offset_ms: 0,
            delays: Delays::default(),
            messages: HashMap::new(),
            order: Vec::new(),
            boxes: HashMap::new(),
            operations: HashMap::new(),
            operation_of: HashMap::new(),
            custom_ids: HashMap::new(),
            plans: BTreeMap::new(),
            relation_events: HashMap::new(),
            tasks: HashMap::new(),
            tokens: HashMap::new(),
            refresh_tokens: HashMap::new(),
            next_number: 1,
            last_instant: Ticks(0),
        }
    }

    /// Now, by the world's clock.
    pub fn now(&self) -> Ticks {
        clock::now(self.offset_ms)
    }

    /// An instant not earlier than `wished` and later than everything that happened.
    pub fn instant(&self, wished: Ticks) -> Ticks {
        wished.max(self.last_instant.next())
    }

    /// A number for the next plan.
    pub fn next_number(&self) -> u64 {
        self.next_number
    }

    /// The log of this box, if anything ever happened in it.
    pub fn log(&self, box_id: BoxId) -> Option<&BoxLog> {
        self.boxes.get(&box_id)
    }

    /// The event of this message in this box.
    pub fn event(&self, box_id: BoxId, message: Uuid, event: Uuid) -> Option<&BoxEvent> {
        let log = self.log(box_id)?;
        let places = log.by_message.get(&message)?;
        places
            .iter()
            .filter_map(|place| log.events.get(*place))
            .find(|one| one.id == event)
    }

    fn apply(&mut self, record: Record) {
        match record {
            Record::World(world) => self.world = *world,
            Record::Ways {
                box_id,
                sociability,
                has_subscription,
            } => {
                let mut all = self.world.organizations.iter_mut();
                if let Some(organization) = all.find(|one| one.box_id == box_id) {
                    organization.sociability = sociability;
                    organization.has_subscription = has_subscription;
                }
            }
            Record::Owner { box_id, facts } => {
                let mut all = self.world.organizations.iter_mut();
                if let Some(organization) = all.find(|one| one.box_id == box_id) {
                    organization.facts = *facts;
                }
            }
            Record::Clock { offset_ms } => self.offset_ms = offset_ms,
            Record::Delays(delays) => self.delays = delays,
            Record::Token(token) => {
                self.tokens.insert(token.text.clone(), token);
            }
            Record::TokensExpired => self.tokens.clear(),
            Record::RefreshToken(token) => {
                self.refresh_tokens.insert(token.text.clone(), token);
            }
            Record::RefreshTokenSpent(text) => drop(self.refresh_tokens.remove(&text)),
            Record::RefreshTokensRevoked => self.refresh_tokens.clear(),
            Record::OpenIdClient(client) => self.change_client(client),
            Record::KeyBlocked { key, is_blocked } => {
                let blocked = &mut self.world.blocked_keys;
                blocked.retain(|known| *known != key);
                blocked.extend(is_blocked.then_some(key));
            }
            Record::Planned { due, number, effect } => {
                self.next_number = self.next_number.max(number.saturating_add(1));
                self.plans.insert((due, number), effect);
            }
            Record::Done { due, number } => {
                self.plans.remove(&(due, number));
            }
            other => self.apply_to_relations(other),
        }
    }

    fn change_client(&mut self, client: OpenIdClient) {
        let clients = &mut self.world.openid_clients;
        match clients
            .iter_mut()
            .find(|known| known.client_id == client.client_id)
        {
            Some(known) => *known = client,
            None => clients.push(client),
        }
    }

    fn apply_to_messages(&mut self, record: Record) {
        match record {
            Record::Message(message) => self.add_message(*message),
            Record::Entity { message, entity } => {
                if let Some(message) = self.messages.get_mut(&message) {
                    message.entities.push(*entity);
                }
            }
            Record::Sent { message, event, at } => {
                if let Some(message) = self.messages.get_mut(&message) {
                    message.sent = Some((event, at));
                }
            }
            Record::DraftEnded { message, became } => {
                if let Some(message) = self.messages.get_mut(&message) {
                    message.draft.is_recycled = true;
                    message.draft.became.extend(became);
                }
            }
            Record::Event { box_id, event } => self.add_event(box_id, *event),
            Record::Shared { box_id, edge, last } => self.share_instant(box_id, edge, last),
            Record::Operation(operation) => {
                self.operation_of.insert(operation.message, operation.key.clone());
                self.operations.insert(operation.key.clone(), *operation);
            }
            Record::PatchOperation(operation) => {
                self.operations.insert(operation.key.clone(), *operation);
            }
            Record::Repeated(key) => {
                if let Some(operation) = self.operations.get_mut(&key) {
                    operation.times_posted = operation.times_posted.saturating_add(1);
                }
            }
            Record::Read { box_id, message } => {
                self.boxes.entry(box_id).or_default().read.insert(message);
            }
            _ => {}
        }
    }

    fn add_message(&mut self, message: Message) {
        for DocumentCard {
            entity,
            custom_document_id,
            ..
        } in &message.documents
        {
            if !custom_document_id.is_empty() {
                let key = (message.from, custom_document_id.to_lowercase());
                self.custom_ids
                    .entry(key)
                    .or_default()
                    .push((message.id, *entity));
            }
        }
        self.order.push(message.id);
        self.messages.insert(message.id, message);
    }

    fn add_event(&mut self, box_id: BoxId, event: BoxEvent) {
        self.last_instant = self.last_instant.max(event.at);
        let log = self.boxes.entry(box_id).or_default();
        log.by_message
            .entry(event.message)
            .or_default()
            .push(log.events.len());
        log.events.push(event);
    }

    fn share_instant(&mut self, box_id: BoxId, edge: u64, last: u64) {
        let log = self.boxes.entry(box_id).or_default();
        let (Ok(from), Ok(to)) = (usize::try_from(edge), usize::try_from(last)) else {
            return;
        };
        let at = from
            .checked_sub(1)
            .and_then(|place| log.events.get(place))
            .map(|event| event.at);
        if let (Some(at), Some(neighbours)) = (at, log.events.get_mut(from..to)) {
            neighbours.iter_mut().for_each(|event| event.at = at);
            log.steps_over.insert(edge, last);
        }
    }
}

/// The state together with its journal, if it has one.
#[derive(Debug)]
pub struct Books {
    /// What is known; changed by [`Books::commit`] only.
    pub state: State,
    /// Keys of the other sides; they are no part of the world and are handed over at every start.
    pub keys: PartyKeys,
    journal: Option<Journal>,
    is_closed: bool,
}

impl Books {
    /// Opens the books of this folder, or new ones in memory. `fresh` is the world of new books.
    pub fn open(folder: Option<&Path>, fresh: World) -> io::Result<Self> {
        let mut state = State::new(fresh);
        let Some(folder) = folder else {
            return Ok(Self {
                state,
                keys: PartyKeys::default(),
                journal: None,
                is_closed: false,
            });
        };
        let lock = Journal::lock(folder)?;
        for line in Journal::read::<Vec<Record>>(folder)? {
            line.into_iter().for_each(|record| state.apply(record));
        }
        let journal = Some(Journal::compact(folder, lock, state.lines())?);
        Ok(Self {
            state,
            keys: PartyKeys::default(),
            journal,
            is_closed: false,
        })
    }

    /// Writes one indivisible change down and lets it happen. On an error nothing happened.
    pub fn commit(&mut self, records: Vec<Record>) -> io::Result<()> {
        if let Some(journal) = &mut self.journal {
            journal.append(&records)?;
        }
        records.into_iter().for_each(|record| self.state.apply(record));
        Ok(())
    }

    /// Closes the books: connections that outlive the sandbox can change nothing any more, and the folder is free.
    pub fn close(&mut self) {
        self.is_closed = true;
        self.journal = None;
    }

    /// Were they closed?
    pub fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// The folder of the books, if they outlive the process.
    pub fn folder(&self) -> Option<PathBuf> {
        self.journal.as_ref().map(|journal| journal.folder().to_owned())
    }
}
