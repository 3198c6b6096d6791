//! Everything outside the computer, one folder per service.
//!
//! Speaks the services' wire formats and gives back domain types. Deliberately knows no database, never decides
//! *when* something is done, never repeats an effect by itself and never hands out wire types.
#![forbid(unsafe_code)]

pub mod edo;
mod error;
mod http;
#[cfg(test)]
mod loopback;
pub mod redirect;
mod secret;

pub use error::{Error, METHOD_REMOVED};
pub use secret::Secret;
