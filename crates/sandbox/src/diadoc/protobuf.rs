//! Protobuf (proto2), the service's own default: between wire bytes and the JSON values that all handlers work with.
//!
//! Messages are described as data ([`schema`]): number, rule, name and kind of every field. One reader and one writer
//! walk these descriptions. Nothing is generated and no compiler of `.proto` files is needed; numbers and names were
//! compared with those of the vendor's C# library of June 2026.
//!
//! Deliberately not described: structures that this sandbox neither takes nor answers with (encrypted documents,
//! templates, approval, obsolete metadata of types it does not know). A list of a request that nobody here reads is
//! described as `unread`, so that a handler can refuse it by its name. A new structured answer needs its message in
//! `schema` and a line in [`methods`].

mod methods;
mod read;
pub(in crate::diadoc) mod schema;
mod wire;
mod write;

#[cfg(test)]
mod tests;

pub use methods::answer;
pub use read::{Unreadable, read};
pub use schema::{Message, request};
pub use write::{Unwritable, write};
