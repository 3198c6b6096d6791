//! The books of F.Doc: one state in memory, changed only by [`Record`]s, each indivisible change one line of a journal.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::model::{
    Answered, Change, ChangeKind, ConnectionRequest, Consent, ConsentKey, Document, Door, Employee, Mail,
    Organization, Session, Sms, Ways,
};
use crate::clock::Ticks;
use crate::diadoc::books;
use crate::diadoc::model::Content;
use crate::journal::Journal;

/// The smallest thing that can happen to the books.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Record {
    /// Everything is forgotten; the world begins anew.
    Begun,
    /// What is not known about the real service was switched.
    Ways(Ways),
    /// A connection request came.
    ConnectionRequest(ConnectionRequest),
    /// An organization is there, or changed.
    Organization(Organization),
    /// An employee is there, or changed.
    Employee(Employee),
    /// Somebody logged in.
    Session(Session),
    /// And out.
    SessionEnded(String),
    /// Everybody has to log in again.
    SessionsExpired,
    /// A consent stands like this now.
    Consent {
        /// Which.
        key: ConsentKey,
        /// Where.
        consent: Consent,
    },
    /// A client's page is there, or changed.
    Door(Door),
    /// Bytes of a document.
    File {
        /// Their SHA-256, hexadecimal.
        sha256: String,
        /// Themselves.
        content: Content,
    },
    /// A document came, or changed: a line of the feed.
    Change(Box<Change>),
    /// A text message went out.
    Sms(Sms),
    /// A letter went out.
    Mail(Mail),
    /// A write was answered.
    Answered(Box<Answered>),
}

/// Everything F.Doc knows.
#[derive(Debug, Default)]
pub struct State {
    /// Switches.
    pub ways: Ways,
    /// Connection requests, oldest first.
    pub connection_requests: Vec<ConnectionRequest>,
    /// Organizations.
    pub organizations: Vec<Organization>,
    /// Employees.
    pub employees: Vec<Employee>,
    /// Sessions by their bearer text.
    pub sessions: HashMap<String, Session>,
    /// Consents.
    pub consents: HashMap<ConsentKey, Consent>,
    /// Clients' pages.
    pub doors: Vec<Door>,
    /// Documents, oldest first.
    pub documents: Vec<Document>,
    places: HashMap<String, usize>,
    /// The feed. The cursor of a change is its place, counted from 1.
    pub changes: Vec<Change>,
    /// Text messages, oldest first.
    pub sms: Vec<Sms>,
    /// Letters, oldest first.
    pub mail: Vec<Mail>,
    files: HashMap<String, Content>,
    answered: Vec<Answered>,
    /// How many sessions there ever were.
    pub sessions_begun: u64,
}

impl State {
    /// The organization of this id.
    pub fn organization(&self, id: &str) -> Option<&Organization> {
        self.organizations.iter().find(|one| one.id == id)
    }

    /// The organization of these numbers.
    pub fn organization_of(&self, inn: &str, kpp: Option<&str>) -> Option<&Organization> {
        let mut all = self.organizations.iter();
        all.find(|one| one.inn == inn && one.kpp.as_deref() == kpp)
    }

    /// The employee of this id.
    pub fn employee(&self, id: &str) -> Option<&Employee> {
        self.employees.iter().find(|one| one.id == id)
    }

    /// The document of this id.
    pub fn document(&self, id: &str) -> Option<&Document> {
        self.places.get(id).and_then(|place| self.documents.get(*place))
    }

    /// The client's page at this address.
    pub fn door(&self, path_token: &str) -> Option<&Door> {
        self.doors.iter().find(|one| one.path_token == path_token)
    }

    /// The consent of this key.
    pub fn consent(&self, key: &ConsentKey) -> Consent {
        self.consents.get(key).copied().unwrap_or_default()
    }

    /// The answer that was given under this key.
    pub fn answered(&self, organization: &str, call: &str, key: &str) -> Option<&Answered> {
        self.answered
            .iter()
            .find(|one| one.key == key && one.call == call && one.organization == organization)
    }

    fn apply(&mut self, record: Record) {
        match record {
            Record::Begun => *self = Self::default(),
            Record::Ways(ways) => self.ways = ways,
            Record::ConnectionRequest(request) => self.connection_requests.push(request),
            Record::Organization(one) => put(&mut self.organizations, one, |one| one.id.clone()),
            Record::Employee(one) => put(&mut self.employees, one, |one| one.id.clone()),
            Record::Session(session) => {
                self.sessions_begun = self.sessions_begun.saturating_add(1);
                self.sessions.insert(session.bearer.clone(), session);
            }
            Record::SessionEnded(bearer) => drop(self.sessions.remove(&bearer)),
            Record::SessionsExpired => self.sessions.clear(),
            Record::Consent { key, consent } => drop(self.consents.insert(key, consent)),
            Record::Door(door) => put(&mut self.doors, door, |one| one.path_token.clone()),
            Record::File { sha256, content } => drop(self.files.insert(sha256, content)),
            Record::Change(change) => self.change(*change),
            Record::Sms(sms) => self.sms.push(sms),
            Record::Mail(mail) => self.mail.push(mail),
            Record::Answered(answered) => self.answered.push(*answered),
        }
    }

    fn change(&mut self, change: Change) {
        let document = change.document.clone();
        match self.places.get(&document.id).copied() {
            Some(place) => {
                if let Some(known) = self.documents.get_mut(place) {
                    *known = document;
                }
            }
            None => {
                self.places.insert(document.id.clone(), self.documents.len());
                self.documents.push(document);
            }
        }
        self.changes.push(change);
    }

    /// The whole state as lines of a journal.
    fn lines(&self) -> impl Iterator<Item = Vec<Record>> + '_ {
        let requests = self.connection_requests.iter().cloned();
        let consents = self.consents.iter().map(|(key, consent)| Record::Consent {
            key: key.clone(),
            consent: *consent,
        });
        let files = self.files.iter().map(|(sha256, content)| Record::File {
            sha256: sha256.clone(),
            content: content.clone(),
        });
        let changes = self.changes.iter().cloned().map(Box::new);
        std::iter::once(Record::Ways(self.ways.clone()))
            .chain(requests.map(Record::ConnectionRequest))
            .chain(self.organizations.iter().cloned().map(Record::Organization))
            .chain(self.employees.iter().cloned().map(Record::Employee))
            .chain(self.sessions.values().cloned().map(Record::Session))
            .chain(consents)
            .chain(self.doors.iter().cloned().map(Record::Door))
            .chain(files)
            .chain(changes.map(Record::Change))
            .chain(self.sms.iter().cloned().map(Record::Sms))
            .chain(self.mail.iter().cloned().map(Record::Mail))
            .chain(
                self.answered
                    .iter()
                    .cloned()
                    .map(|one| Record::Answered(Box::new(one))),
            )
            .map(|record| vec![record])
    }
}

/// Puts a thing in the place of the one with its name, or at the end.
fn put<T>(all: &mut Vec<T>, thing: T, name: impl Fn(&T) -> String) {
    let wanted = name(&thing);
    match all.iter_mut().find(|one| name(one) == wanted) {
        Some(known) => *known = thing,
        None => all.push(thing),
    }
}

/// The state together with its journal, if it has one.
#[derive(Debug)]
pub struct Books {
    /// What is known; changed by [`Books::commit`] only.
    pub state: State,
    journal: Option<Journal>,
    is_closed: bool,
}

impl Books {
    /// Opens the books of this folder, or new ones in memory. `fresh` is how new books begin.
    pub fn open(folder: Option<&Path>, fresh: Vec<Record>) -> io::Result<Self> {
        let mut state = State::default();
        let Some(folder) = folder else {
            fresh.into_iter().for_each(|record| state.apply(record));
            return Ok(Self {
                state,
                journal: None,
                is_closed: false,
            });
        };
        let lock = Journal::lock(folder)?;
        let lines = Journal::read::<Vec<Record>>(folder)?;
        let lines = if lines.is_empty() { vec![fresh] } else { lines };
        for record in lines.into_iter().flatten() {
            state.apply(record);
        }
        let journal = Some(Journal::compact(folder, lock, state.lines())?);
        Ok(Self {
            state,
            journal,
            is_closed: false,
        })
    }

    /// Writes one indivisible change down and lets it happen. On an error nothing happened.
    pub fn commit(&mut self, records: Vec<Record>) -> io::Result<()> {
        if records.is_empty() {
            return Ok(());
        }
        if let Some(journal) = &mut self.journal {
            journal.append(&records)?;
        }
        records.into_iter().for_each(|record| self.state.apply(record));
        Ok(())
    }

    /// Bytes to be kept with the next change.
    pub fn keep(&self, sha256: &str, bytes: Vec<u8>) -> io::Result<Record> {
        Ok(Record::File {
            sha256: sha256.to_owned(),
            content: books::keep(self.folder().as_deref(), bytes)?,
        })
    }

    /// The bytes of this SHA-256.
    pub fn bytes(&self, sha256: &str) -> io::Result<Vec<u8>> {
        let content = self.state.files.get(sha256).ok_or(io::ErrorKind::NotFound)?;
        books::bytes(self.folder().as_deref(), content)
    }

    /// Changes nothing any more, also for connections that outlive the sandbox.
    pub fn close(&mut self) {
        self.is_closed = true;
        self.journal = None;
    }

    /// Were they closed?
    pub fn is_closed(&self) -> bool {
        self.is_closed
    }

    fn folder(&self) -> Option<PathBuf> {
        self.journal.as_ref().map(|journal| journal.folder().to_owned())
    }
}

/// Changes that several steps of one act make, and how the documents stand after them.
#[derive(Debug)]
pub struct Draft<'a> {
    /// Before the act.
    pub state: &'a State,
    /// The instant of the act.
    pub now: Ticks,
    /// What happened so far.
    pub records: Vec<Record>,
}

impl<'a> Draft<'a> {
    /// Nothing so far.
    pub fn new(state: &'a State, now: Ticks) -> Self {
        Self {
            state,
            now,
            records: Vec::new(),
        }
    }

    /// The next version of a document goes to the feed.
    pub fn change(&mut self, document: &mut Document, kind: ChangeKind) {
        document.version = document.version.saturating_add(1);
        document.updated_at = self.now;
        self.records.push(Record::Change(Box::new(Change {
            kind,
            at: self.now,
            document: document.clone(),
        })));
    }

    /// A consent stands like this now.
    pub fn consent(&mut self, key: ConsentKey, consent: Consent) {
        self.records.push(Record::Consent { key, consent });
    }

    /// The client's page as it stands after the steps so far.
    pub fn door(&self, path_token: &str) -> Option<Door> {
        let drafted = self.records.iter().rev().find_map(|record| match record {
            Record::Door(door) if door.path_token == path_token => Some(door),
            _ => None,
        });
        drafted.or_else(|| self.state.door(path_token)).cloned()
    }

    /// How many text messages there are after the steps so far.
    pub fn sms_count(&self) -> usize {
        let drafted = self
            .records
            .iter()
            .filter(|record| matches!(record, Record::Sms(_)));
        self.state.sms.len() + drafted.count()
    }
}
