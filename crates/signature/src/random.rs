//! Where chance comes from: a port, so that a test can hold it still.

use crate::Error;

/// A source of random bytes fit for keys.
pub trait Randomness {
    /// Fills the whole slice.
    ///
    /// # Errors
    /// [`Error::Random`]: the source is dry; nothing may be made from what was filled so far.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Error>;
}

/// The generator of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Randomness for SystemRandom {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        getrandom::fill(bytes).map_err(|_| Error::Random)
    }
}
