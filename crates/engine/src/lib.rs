//! What the clerk can do, and what happens by itself.
//!
//! One file per use case on top; `outbox` (what leaves us) and `sync` (what comes in) underneath. Time, chance,
//! secrets and notifications enter through [`ports`]. Deliberately knows no operator by name, no window and no
//! operating system.
#![forbid(unsafe_code)]

mod backup;
mod card;
mod changes;
mod connections;
mod counterparties;
mod documents;
mod engine;
mod error;
mod firms;
mod import;
mod lanes;
mod notices;
mod open;
mod outbox;
mod parties;
pub mod ports;
mod preflight;
mod providers;
mod recognition;
mod schedule;
mod security;
mod send;
mod status;
mod sync;
mod words;

pub use card::{Card, Sending};
pub use changes::{Change, Changes};
/// Secrets and the register of operators, for those who know the engine alone.
pub use connect::{
    Secret,
    edo::{Capabilities, CredentialField, Credentials, Operator},
};
pub use connections::{ConnectRequest, Connected, ConnectionView};
pub use counterparties::CounterpartyView;
pub use documents::Content;
pub use engine::Engine;
pub use error::{Code, Error};
pub use import::{ImportFile, ImportOutcome, Imported};
pub use notices::NoticeView;
pub use open::{CopyPolicy, OpenOptions};
pub use outbox::OutboxView;
pub use parties::Assignment;
pub use ports::Ports;
pub use preflight::Missing;
pub use security::SecurityStatus;
pub use send::{Repeat, SendOutcome, SendRequest, Sent};
pub use store::{
    Connection, CounterpartyBox, DocumentPage, DocumentQuery, DocumentRow, Health, Operation, PageKey,
    TimelineEntry,
};
pub use sync::{Applied, ConnectionReport, Loops, SyncReport};

/// What every use case gives back.
pub type Result<T, E = Error> = std::result::Result<T, E>;
