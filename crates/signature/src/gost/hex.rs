//! Numbers of the standards as they are printed there.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "runs in the compiler alone: a slip in a constant stops the build"
)]

/// Words from the least significant of a number printed in hexadecimal digits.
pub const fn limbs<const L: usize>(digits: &str) -> [u64; L] {
    let digits = digits.as_bytes();
    let mut limbs = [0; L];
    let mut at = 0;
    while at < digits.len() {
        let digit = match digits[at] {
            digit @ b'0'..=b'9' => digit - b'0',
            digit @ b'A'..=b'F' => digit - b'A' + 10,
            _ => panic!("not a hexadecimal digit"),
        };
        let place = digits.len() - 1 - at;
        limbs[place / 16] |= (digit as u64) << (place % 16 * 4);
        at += 1;
    }
    limbs
}
