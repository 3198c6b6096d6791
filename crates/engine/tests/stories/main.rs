//! Stories of the engine against the real store and a scripted operator.

// A story may stop at the first surprise.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod archive;
mod archives_at_large;
mod arrivals;
mod bulk;
mod causes;
mod chance;
mod connecting;
mod crashes;
mod desk;
mod diagnosis;
mod directories;
mod downloads;
mod export;
mod feed;
mod folders;
mod importing;
mod intake;
mod late_signatures;
mod loops;
mod opening;
mod operator;
mod outbox;
mod overview;
mod pairs;
mod piles;
mod power_forms;
mod powers;
mod preparing;
mod print_forms;
mod printing;
mod records;
mod replaying;
mod rules;
mod saved_views;
mod seal;
mod sending;
mod signatures;
mod signed_unsent;
mod signing;
mod sweeping;
mod tables;
mod token_drivers;
mod told_papers;
mod trust;
mod visits;
mod world;
