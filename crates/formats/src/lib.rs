//! What a file says.
#![forbid(unsafe_code)]
