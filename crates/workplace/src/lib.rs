//! The program without a window: which world is open («Учебный режим» or the real one), its engine at work, and
//! the one door to its commands. The desktop shell and `surguch-cli serve` are two frames around it.
//!
//! Deliberately knows nothing of windows, browsers and HTTP, and holds no rule about documents.
#![forbid(unsafe_code)]

mod note;
mod opened;
mod passphrase;
mod training;
mod workplace;

pub use workplace::{Options, Workplace};
