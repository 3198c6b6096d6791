//! Known answers of the standards, and properties that hold for every key.

mod agreement;
mod ciphers;
mod curves;
mod signing;

use crate::{Error, Randomness};

/// Bytes from hexadecimal digits.
fn hex(digits: &str) -> Vec<u8> {
    let digits: Vec<u8> = digits
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    let pairs = digits.chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

/// The same bytes from the last to the first: standards print numbers, files hold them little-endian.
fn turned(digits: &str) -> Vec<u8> {
    hex(digits).into_iter().rev().collect()
}

/// A source of chance that repeats itself: bytes counted up from a start.
struct Counted(u8);

impl Randomness for Counted {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        for byte in bytes {
            *byte = self.0;
            self.0 = self.0.wrapping_mul(5).wrapping_add(101);
        }
        Ok(())
    }
}

/// A source of chance that has run dry.
struct Dry;

impl Randomness for Dry {
    fn fill(&mut self, _bytes: &mut [u8]) -> Result<(), Error> {
        Err(Error::Random)
    }
}
