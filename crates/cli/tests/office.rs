//! The program as a clerk and an integrator meet it: the real binary, beside a training world on this computer.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

#[path = "office/between.rs"]
mod between;
#[path = "office/desk.rs"]
mod desk;
#[path = "office/drivers.rs"]
mod drivers;
#[path = "office/export.rs"]
mod export;
#[path = "office/folders.rs"]
mod folders;
#[path = "office/keys.rs"]
mod keys;
#[path = "office/log_ins.rs"]
mod log_ins;
#[path = "office/serve.rs"]
mod serve;
#[path = "office/signatures.rs"]
mod signatures;
#[path = "office/signing.rs"]
mod signing;
#[path = "office/slips.rs"]
mod slips;
#[path = "office/story.rs"]
mod story;
#[path = "office/telling.rs"]
mod telling;
#[cfg(target_os = "linux")]
#[path = "office/terminal.rs"]
mod terminal;
#[path = "office/workplace.rs"]
mod workplace;
