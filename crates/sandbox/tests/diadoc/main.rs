//! The emulator over real HTTP, as a client meets it. Time is virtual: nothing here waits.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod answering;
mod appendix;
mod asking;
mod contracts;
mod counteragents;
mod documents;
mod faults;
mod formats;
mod former;
mod golden;
#[path = "../shared/http.rs"]
mod http;
mod keeping;
mod libraries;
mod pages;
mod people;
mod persistence;
mod proxies;
mod reading;
mod refusals;
mod scenarios;
mod shelf;
mod signing;
mod support;
mod utd;
mod versions;
mod wire;
