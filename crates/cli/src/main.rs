//! `surguch-cli`: the engine without a window.
#![forbid(unsafe_code)]

fn main() {}
