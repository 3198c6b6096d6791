//! The contract with the window and with other programs: one list of commands, their requests and answers in JSON,
//! coded errors, and what changed.
//!
//! The only place that knows this JSON. Decides nothing: every handler turns a request into one call of the engine
//! and its result into an answer. Passwords and keys travel inwards only; no answer has a place for them.
#![forbid(unsafe_code)]

mod accesses;
mod answer;
mod app;
mod archive;
mod bulk;
mod card;
mod certificates;
mod clouds;
mod commands;
mod connection_requests;
mod connections;
mod counterparties;
mod documents;
mod endings;
mod error;
mod events;
mod exchange;
mod exchange_log;
mod export;
mod files;
mod filter;
mod findings;
mod firms;
mod folders;
mod found;
mod incoming;
mod intake;
mod kinds;
mod log_ins;
mod notices;
mod operators;
mod outbox;
mod overview;
mod pairs;
mod people;
mod persons;
mod pins;
mod powers;
mod print_forms;
mod printing;
mod receipt_rules;
mod records;
mod relations;
mod request;
mod requisites;
mod rules;
mod saved_views;
mod schedule;
mod search_terms;
mod security;
mod sending;
mod signatures;
mod status_names;
mod statuses;
mod sync;
mod tables;
mod tokens;
mod trust;
mod typescript;
mod views;
mod visits;
mod workplace;
mod world;

pub use answer::Answer;
pub use archive::check_archive;
pub use commands::{COMMANDS, dispatch};
pub use error::ApiError;
pub use events::{ChangeEvent, Topic, change_events};
pub use folders::FolderOfFirm;
pub use notices::NewsPlace;
pub use typescript::{GeneratedFile, generated_files};
pub use world::{
    AskAutostart, Autostart, Mode, OpenPage, OpenWorld, RestoreKey, SaveFile, SavedFile, UpgradeState,
    WorldCommand, WorldState, WrittenBackup, refusal,
};
