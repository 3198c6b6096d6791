//! F.Doc over real HTTP, as a client of the gateway profile meets it. Time is virtual: nothing here waits.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod access;
mod faults;
mod golden;
#[path = "../shared/http.rs"]
mod http;
mod pages;
mod persistence;
mod refusals;
mod scenarios;
mod support;
