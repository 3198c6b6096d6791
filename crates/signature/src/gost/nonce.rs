//! The number that a signature must never use twice.
//!
//! Hedged, in the manner of RFC 6979, section 3.6: HMAC-Streebog keyed with the private key, over fresh chance, the
//! digest and a counter. A broken source of chance then costs repeatability only, and one digest does not repeat the
//! number while the source works. A number used twice, or known in a few bits, gives the key away. One HMAC in place of
//! that standard's generator of five takes a third off the time of a signature, and nothing here needs its vectors.

use zeroize::Zeroizing;

use super::Digest;
use super::field::Modulus;
use super::words::limbs_of;
use crate::{Error, Randomness};

/// How much fresh chance enters.
const FRESH_BYTES: usize = 32;

/// A generator of candidates for one signature.
pub struct Nonces<'a> {
    secret: &'a [u8],
    signed: &'a [u8],
    digest: Digest,
    fresh: Zeroizing<[u8; FRESH_BYTES]>,
    tries: u64,
}

impl<'a> Nonces<'a> {
    /// From the key, the digest that is signed, and chance. `digest` is as long as the key.
    ///
    /// # Errors
    /// [`Error::Random`].
    pub fn new(
        secret: &'a [u8],
        signed: &'a [u8],
        digest: Digest,
        randomness: &mut dyn Randomness,
    ) -> Result<Self, Error> {
        let mut fresh = Zeroizing::new([0; FRESH_BYTES]);
        randomness.fill(fresh.as_mut())?;
        Ok(Self {
            secret,
            signed,
            digest,
            fresh,
            tries: 0,
        })
    }

    /// The next number from one to the order, exclusive. How often one was refused tells nothing about the one taken.
    pub fn next<const L: usize>(&mut self, order: &Modulus<L>) -> Zeroizing<[u64; L]> {
        let spare_bits = order.limbs().last().map_or(0, |limb| limb.leading_zeros());
        loop {
            self.tries += 1;
            let parts = [self.fresh.as_ref(), self.signed, &self.tries.to_le_bytes()];
            let mut number = Zeroizing::new(limbs_of::<L>(&self.digest.keyed(self.secret, &parts)));
            if let Some(highest) = number.last_mut() {
                *highest = *highest << spare_bits >> spare_bits;
            }
            if order.contains(&number) && number.iter().fold(0, |seen, limb| seen | limb) != 0 {
                return number;
            }
        }
    }
}
