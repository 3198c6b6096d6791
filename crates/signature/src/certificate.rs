//! Certificates: who signed, until when, by whose authority.
