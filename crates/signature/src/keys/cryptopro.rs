//! CryptoPro CSP: through CryptoAPI ([`capi`]), and through its command line where that is not at hand ([`csptest`]).
//!
//! The key stays in the provider, the certified means of protection that a qualified signature asks for; the provider
//! needs a licence of its own, or a certificate that carries one.

pub mod capi;
pub mod csptest;

mod codes;
