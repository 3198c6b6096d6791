//! The number that a signature must never use twice.
//!
//! Hedged: the generator of RFC 6979, section 3.2, over key and digest, with fresh chance as the additional input of
//! section 3.6. A broken source of chance then costs repeatability only, and a repeated digest does not repeat the
//! number while the source works. A number used twice, or known in a few bits, gives the key away.

use zeroize::Zeroizing;

use super::Digest;
use super::field::{Modulus, limbs_of};
use crate::{Error, Randomness};

/// How much fresh chance enters.
const FRESH_BYTES: usize = 32;

/// A generator of candidates for one signature.
pub struct Nonces {
    digest: Digest,
    key: Zeroizing<Vec<u8>>,
    value: Zeroizing<Vec<u8>>,
}

impl Nonces {
    /// Seeds from the key, the digest that is signed, and chance.
    ///
    /// # Errors
    /// [`Error::Random`].
    pub fn new(
        secret: &[u8],
        signed: &[u8],
        digest: Digest,
        randomness: &mut dyn Randomness,
    ) -> Result<Self, Error> {
        let mut fresh = Zeroizing::new([0; FRESH_BYTES]);
        randomness.fill(fresh.as_mut())?;
        let mut nonces = Self {
            digest,
            key: Zeroizing::new(vec![0; digest.bytes()]),
            value: Zeroizing::new(vec![1; digest.bytes()]),
        };
        nonces.stir(0, &[secret, signed, fresh.as_ref()]);
        nonces.stir(1, &[secret, signed, fresh.as_ref()]);
        Ok(nonces)
    }

    fn stir(&mut self, mark: u8, input: &[&[u8]]) {
        let mark = [mark];
        let mut parts: Vec<&[u8]> = vec![&self.value, &mark];
        parts.extend_from_slice(input);
        self.key = self.digest.keyed(&self.key, &parts);
        self.value = self.digest.keyed(&self.key, &[&self.value]);
    }

    /// The next number from 1 to the order, exclusive. How often one was refused tells nothing about the one taken.
    pub fn next<const L: usize>(&mut self, order: &Modulus<L>) -> Zeroizing<[u64; L]> {
        let spare_bits = order.limbs().last().map_or(0, |limb| limb.leading_zeros());
        loop {
            self.value = self.digest.keyed(&self.key, &[&self.value]);
            let mut number = Zeroizing::new(limbs_of::<L>(&self.value));
            if let Some(highest) = number.last_mut() {
                *highest = *highest << spare_bits >> spare_bits;
            }
            if order.contains(&number) && number.iter().any(|limb| *limb != 0) {
                return number;
            }
            self.stir(0, &[]);
        }
    }
}
