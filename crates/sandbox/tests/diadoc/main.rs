//! The emulator over real HTTP, as a client meets it. Time is virtual: nothing here waits.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod faults;
mod golden;
mod pages;
mod persistence;
mod reading;
mod refusals;
mod scenarios;
mod signing;
mod support;
mod utd;
