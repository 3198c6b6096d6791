//! What the clerk can do, and what happens by itself.
#![forbid(unsafe_code)]

pub mod ports;
