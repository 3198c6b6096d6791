//! Never shipped: the ports of the engine in the hands of a test, the training world as a partner, the two sides of
//! a story. Journeys (`tests/journeys/`) are tests of this crate, so they link neither Tauri nor a web view.
#![forbid(unsafe_code)]
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing
)]

mod authority;
mod clerk;
mod office;
mod parking;
mod partner;
pub mod ports;
pub mod process;
mod stand_ins;

pub use authority::Authority;
pub use clerk::{CEDAR_GROVE, Clerk, POLAR_STAR, fixture, utd_numbered};
pub use office::{office, office_with_keys};
pub use parking::ParkAt;
pub use partner::Partner;
pub use ports::{Computer, FileSecrets, MemorySecrets, NotificationList, TestClock};
pub use stand_ins::{KeyHolder, Stand, fill as fill_token};
