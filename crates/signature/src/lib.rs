//! Electronic signatures as a clerk needs them: sign a file, see who signed it, open what was sealed for the firm.
//!
//! GOST mathematics ([`gost`]), key files ([`key_file`]), certificates and their chains ([`certificate`]), signed
//! messages ([`cms`]), sealed messages ([`envelope`]) and the stores where keys live ([`keys`]).
//!
//! Deliberately knows no operator, no database and no window. Time comes as an argument, chance through
//! [`Randomness`]. Qualified keys stay in a certified means of protection (63-ФЗ): the mathematics here serves
//! verification, test keys and unqualified keys.
#![deny(unsafe_code)]

mod asn1;
pub mod certificate;
pub mod cms;
pub mod envelope;
pub mod error;
pub mod gost;
pub mod key_file;
pub mod keys;
pub mod random;

pub use error::{Error, Reason, Result};
pub use random::{Randomness, SystemRandom};
