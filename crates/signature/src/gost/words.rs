//! Words of 64 bits and the numbers made of them, the least significant word first. Nothing here branches on a value.
#![allow(
    clippy::indexing_slicing,
    clippy::needless_range_loop,
    reason = "every loop runs over the length of the type, which the compiler knows"
)]

use std::hint::black_box;

/// All ones where `bit` is one, all zeros where it is zero. The compiler must not see where it comes from: of a plain
/// negated carry it makes a jump (seen in the code for x86-64 of Rust 1.95).
#[inline(always)]
pub fn mask(bit: u64) -> u64 {
    black_box(bit.wrapping_neg())
}

/// All ones where the two small numbers are equal.
#[inline(always)]
pub fn equal_mask(one: u64, other: u64) -> u64 {
    let differs = one ^ other;
    mask(1 ^ ((differs | differs.wrapping_neg()) >> 63))
}

/// `sum + one · other + carry`: the low and the high word.
#[inline(always)]
pub fn multiply_add(sum: u64, one: u64, other: u64, carry: u64) -> (u64, u64) {
    let wide = u128::from(sum) + u128::from(one) * u128::from(other) + u128::from(carry);
    (wide as u64, (wide >> 64) as u64)
}

/// `one + other + carry`: the word and the carry.
#[inline(always)]
pub fn add_carry(one: u64, other: u64, carry: u64) -> (u64, u64) {
    let wide = u128::from(one) + u128::from(other) + u128::from(carry);
    (wide as u64, (wide >> 64) as u64)
}

/// `one − other − borrow`: the word and the borrow.
#[inline(always)]
pub fn subtract_borrow(one: u64, other: u64, borrow: u64) -> (u64, u64) {
    let (first, under) = one.overflowing_sub(other);
    let (second, again) = first.overflowing_sub(borrow);
    (second, u64::from(under | again))
}

/// So many bits, at most 64, of a number from a place on; zeros above it.
pub fn bits<const L: usize>(number: &[u64; L], from: usize, width: u32) -> u64 {
    let word = |at: usize| number.get(at).copied().unwrap_or(0);
    let (at, shift) = (from / 64, from % 64);
    let high = if shift == 0 {
        0
    } else {
        word(at + 1) << (64 - shift)
    };
    (word(at) >> shift | high) & (u64::MAX >> (64 - width))
}

/// m⁻¹ modulo 2⁶⁴ by Newton's iteration, which doubles the right bits each time.
pub fn inverse(odd: u64) -> u64 {
    let mut inverse = 1u64;
    for _ in 0..6 {
        inverse = inverse.wrapping_mul(2u64.wrapping_sub(odd.wrapping_mul(inverse)));
    }
    inverse
}

/// The whole product: its lower and its upper half.
#[inline(always)]
pub fn product<const L: usize>(one: &[u64; L], other: &[u64; L]) -> ([u64; L], [u64; L]) {
    let (mut low, mut high) = ([0u64; L], [0u64; L]);
    for (place, word) in low.iter_mut().zip(one) {
        let mut carry;
        (*place, carry) = multiply_add(high[0], *word, other[0], 0);
        for at in 1..L {
            (high[at - 1], carry) = multiply_add(high[at], *word, other[at], carry);
        }
        high[L - 1] = carry;
    }
    (low, high)
}

/// The whole square: every product of two different words once, doubled, and the squares of the words.
#[inline(always)]
pub fn square<const L: usize>(number: &[u64; L]) -> ([u64; L], [u64; L]) {
    let mut wide = [[0u64; L]; 2];
    let at = |place: usize| (place / L, place % L);
    for one in 0..L {
        let mut carry = 0;
        for other in one + 1..L {
            let (half, place) = at(one + other);
            (wide[half][place], carry) = multiply_add(wide[half][place], number[one], number[other], carry);
        }
        wide[1][one] = carry;
    }
    let (mut carry, mut above) = (0, 0);
    for one in 0..L {
        let (half, place) = at(2 * one);
        let doubled = wide[half][place] << 1 | above;
        above = wide[half][place] >> 63;
        (wide[half][place], carry) = multiply_add(doubled, number[one], number[one], carry);
        let (half, place) = at(2 * one + 1);
        let doubled = wide[half][place] << 1 | above;
        above = wide[half][place] >> 63;
        (wide[half][place], carry) = add_carry(doubled, carry, 0);
    }
    let [low, high] = wide;
    (low, high)
}

/// Words from bytes, the least significant first; missing bytes are zero.
pub fn limbs_of<const L: usize>(little_endian: &[u8]) -> [u64; L] {
    let mut limbs = [0; L];
    for (limb, bytes) in limbs.iter_mut().zip(little_endian.chunks(8)) {
        let mut word = [0; 8];
        word[..bytes.len()].copy_from_slice(bytes);
        *limb = u64::from_le_bytes(word);
    }
    limbs
}

/// Bytes from words, the least significant first.
pub fn bytes_of<const L: usize>(limbs: &[u64; L]) -> Vec<u8> {
    limbs.iter().flat_map(|limb| limb.to_le_bytes()).collect()
}
