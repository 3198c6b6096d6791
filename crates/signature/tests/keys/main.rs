//! Stores of keys from end to end: a token, a provider behind CryptoAPI, a provider's command line and key files, each
//! on a stand-in with real keys, through the same child process as in the program. The verdict on what they sign is
//! OpenSSL's.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

#[allow(dead_code, reason = "made for the tests of messages, which use all of it")]
#[path = "../judges/openssl.rs"]
mod openssl;
#[allow(dead_code, reason = "as above")]
#[path = "../judges/pki.rs"]
mod pki;

mod capi;
mod child;
mod command_line;
mod files;
mod hardware;
mod judges;
mod pins;
mod stand;
mod tokens;
