//! What the operating system gives.
#![forbid(unsafe_code)]
