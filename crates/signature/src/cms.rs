//! Signed messages (CMS of RFC 5652, CAdES-BES and -T of RFC 5126): building, reading, verifying.
//!
//! What comes from outside is brought to DER first ([`ber`]) and then read in place. Values that were gathered for a
//! later check (certificates, lists, answers about revocation) are read too. Deliberately not here: trust (see
//! [`crate::certificate::chain`]), archive timestamps (CAdES-A), signatures other than GOST R 34.10-2012, which are told
//! as not checked.

pub(crate) mod algorithms;
pub mod armour;
mod attributes;
pub mod ber;
mod build;
mod gate;
mod order;
mod read;
mod timestamp;
mod unsigned;
mod verify;

pub use algorithms::{AlgorithmName, AlgorithmParameters, Spelling};
pub use attributes::{CertificateHash, SignedAttributes};
pub use build::{add_signer, build, build_spelled};
pub use gate::gate;
pub use order::normalise_order;
pub use read::{Signed, SignerFacts};
pub use timestamp::{TimestampState, TimestampVerdict};
pub use unsigned::UnsignedAttributes;
pub use verify::{Binding, Document, Mathematics, NotChecked, SignedBy, SignerVerdict, verify};

/// What is signed.
#[derive(Debug, Clone, Copy)]
pub enum Content<'a> {
    /// These bytes, carried inside the message.
    Attached(&'a [u8]),
    /// These bytes, standing beside the message.
    Detached(&'a [u8]),
    /// Bytes that only their digest represents (of the length that belongs to the signer's key); they stand beside.
    Digest(&'a [u8]),
}
