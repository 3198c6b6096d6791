//! Signed messages (CMS, CAdES-BES): building, reading, verifying.
