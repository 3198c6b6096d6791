//! Signing with the keys of this computer: a key is opened once for a job and shut with it.
//!
//! `pins` is the desk between a store of keys that wants a PIN and the person who knows it; `keys` opens what a job
//! needs. A PIN lives in memory from the answer until the store took it, and in no other place.
//!
//! Deliberately not here: which certificate signs (`certificates`), what leaves (`send`).

mod keys;
mod pins;

pub(crate) use keys::{Keys, decrypted, signed};
pub(crate) use pins::PinDesk;
pub use pins::{PinQuestionView, PinTries};
