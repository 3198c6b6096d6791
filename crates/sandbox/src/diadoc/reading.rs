//! Calls that only look.

pub mod counteragents;
pub mod docflow_lists;
pub mod docflows;
pub mod documents;
pub mod employees;
pub mod events;
pub mod former;
pub mod organizations;
pub mod signatures;
