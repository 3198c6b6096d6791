//! Other programs as judges of what this crate writes and reads: OpenSSL with the gost engine, and gostcrypto.
//!
//! A missing judge fails these tests with a sentence that says how to install it; it never skips them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod chains;
mod envelopes;
mod openssl;
mod pki;
mod python;
mod reading;
mod refusals;
mod signing;
mod timestamps;
mod vectors;
