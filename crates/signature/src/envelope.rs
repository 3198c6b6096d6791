//! Sealed messages (CMS EnvelopedData, RFC 5652, 6): opening what was encrypted for a certificate, and sealing.
//!
//! Read are the key transport of RFC 4490 (GOST 28147-89, as Diadoc's certificate log-in sends it) and that of
//! Р 1323565.1.025-2019 («Кузнечик», «Магма», with and without a MAC of the content). Deliberately not here: key
//! agreement recipients, who are passed over. Without a MAC the content is not protected against change: who relies
//! on it asks for a signature beside.

mod names;
mod open;
mod seal;
mod transport;

pub use crate::gost::acpkm::BlockCipher;
pub use open::{open, recipients};
pub use seal::{EnvelopeCipher, seal};
pub use transport::{KeyTransport, WrappedKey};
