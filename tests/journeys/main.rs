//! Journeys: what a person lives through, from the file to the label, across both sides of the wire. A file per story.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod answering;
mod away;
mod bad_files;
mod between;
mod bulk;
mod cloud;
mod composed;
mod conformance;
mod connecting;
mod disasters;
mod drafts;
mod following;
mod inbound;
mod killed;
mod lean;
mod lost_answers;
mod messages;
mod notices;
mod obligations;
#[path = "../../crates/signature/tests/judges/openssl.rs"]
mod openssl;
mod people;
mod receipts;
mod relations;
mod revocations;
mod rules;
mod sending;
mod service_documents;
mod signed;
mod signed_ahead;
mod signers;
mod signing;
