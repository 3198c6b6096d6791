//! Calls that only look.

pub mod docflows;
pub mod events;
pub mod organizations;
