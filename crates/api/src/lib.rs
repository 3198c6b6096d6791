//! The contract with the window.
#![forbid(unsafe_code)]
