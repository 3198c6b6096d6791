//! Signing with the keys of this computer: a key is opened once for a job and shut with it.
//!
//! `pins` is the desk between a store of keys that wants a PIN and the person who knows it; `keys` opens what a job
//! needs. A PIN lives in memory from the answer until the store took it, and in no other place. `cloud` asks an operator
//! that keeps a person's key.
//!
//! Deliberately not here: which certificate signs (`certificates`), what leaves (`send`).

mod cloud;
mod keys;
mod pins;

pub(crate) use cloud::{
    CLOUD, CloudBoard, CloudKeys, Contents, Taken, address as cloud_address, is_cloud, taken,
};
pub use cloud::{CloudWaitView, ConfirmationWay};
pub(crate) use keys::{Keys, decrypted, signed};
pub(crate) use pins::PinDesk;
pub use pins::{PinQuestionView, PinTries};
