//! The emulator over real HTTP, as a client meets it. Time is virtual: nothing here waits.

mod faults;
mod golden;
mod pages;
mod persistence;
mod refusals;
mod scenarios;
mod support;
