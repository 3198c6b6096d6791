//! Named firms and people for tests.
#![forbid(unsafe_code)]
