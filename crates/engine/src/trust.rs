//! Which authorities are trusted, and which certificates they revoked: data that a person brought in, with source and
//! day. Nothing is trusted that nobody brought in; certificates that come along with a signature only help to climb.
//!
//! Deliberately not here: fetching roots or lists from anywhere, and the register of accredited authorities.

mod at_hand;
mod lists;
mod look;
mod take;

pub(crate) use at_hand::TrustAtHand;
pub use look::{AuthorityView, RevocationListView, TrustView};
pub use store::TrustKind;
pub use take::{LookedAtAuthority, NewAuthority};

use signature::certificate::Certificate;

/// The identifier of a certificate's key; where it names none, the digest of the key.
fn key_id(certificate: &Certificate) -> Vec<u8> {
    certificate.subject_key_id().map_or_else(
        || domain::BlobId::of(certificate.public_key_der()).0.to_vec(),
        <[u8]>::to_vec,
    )
}
