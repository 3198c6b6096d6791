//! The truth on this computer.
#![forbid(unsafe_code)]
