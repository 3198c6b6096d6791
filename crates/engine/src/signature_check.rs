//! «Проверить подпись…»: what a signature says and what of it holds, offline.
//!
//! Facts are told apart, each with a code for programs and a sentence for people: is the document the one that was
//! signed; does the signature hold; who signed; does a trusted root stand behind the certificate; was it revoked; and
//! which moment all of that is asked for. There is never one lamp for all of them.
//!
//! A timestamp of a trusted authority gives the moment; answers about revocation that came along count by their own
//! signatures. Deliberately not here: what an operator says of a signature (it stands beside), the register of accredited
//! authorities, algorithms other than ГОСТ Р 34.10-2012.

mod authority;
mod facts;
mod of_file;
mod revocation;
mod signer;
mod stamps;
mod verdict;

pub(crate) use authority::chain_of;
pub use facts::{
    ChainFact, DocumentFact, MathematicsFact, RevocationFact, SignatureCheck, SignatureKind, SignerView,
    Standing, TimeKind, TimeUsed,
};
pub(crate) use of_file::not_a_signature;
pub use of_file::{CheckedSignatures, SignatureFiles};
pub(crate) use verdict::{Moment, check};
