//! The training world.
#![forbid(unsafe_code)]
