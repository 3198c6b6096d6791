//! Arithmetic modulo an odd number of four or eight words, in Montgomery form.
//!
//! Running time depends on the modulus alone, never on the numbers: no branch and no address is taken from them.
//! Written here because the general library takes three times as long for the product (see the bench `gost`);
//! the tests hold every operation against that library.
#![allow(
    clippy::indexing_slicing,
    reason = "every loop runs over the length of the type, which the compiler knows"
)]

use std::hint::black_box;

use zeroize::Zeroize;

/// A number below the modulus, in Montgomery form: `x · 2^(64·L)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Zeroize)]
pub struct Element<const L: usize>([u64; L]);

/// An odd modulus with what Montgomery's method precomputes.
#[derive(Debug)]
pub struct Modulus<const L: usize> {
    limbs: [u64; L],
    /// −m⁻¹ modulo 2⁶⁴.
    negative_inverse: u64,
    /// R = 2^(64·L) modulo m.
    one: Element<L>,
    /// R² modulo m.
    square: Element<L>,
}

/// All ones where `bit` is one, all zeros where it is zero; the compiler does not see which.
fn mask(bit: u64) -> u64 {
    black_box(bit.wrapping_neg())
}

/// All ones where the two small numbers are equal.
pub fn equal_mask(one: u64, other: u64) -> u64 {
    let differs = one ^ other;
    mask(1 ^ ((differs | differs.wrapping_neg()) >> 63))
}

fn multiply_add(sum: u64, one: u64, other: u64, carry: u64) -> (u64, u64) {
    let wide = u128::from(sum) + u128::from(one) * u128::from(other) + u128::from(carry);
    (wide as u64, (wide >> 64) as u64)
}

fn add_carry(one: u64, other: u64, carry: u64) -> (u64, u64) {
    let wide = u128::from(one) + u128::from(other) + u128::from(carry);
    (wide as u64, (wide >> 64) as u64)
}

fn subtract_borrow(one: u64, other: u64, borrow: u64) -> (u64, u64) {
    let (first, under) = one.overflowing_sub(other);
    let (second, again) = first.overflowing_sub(borrow);
    (second, u64::from(under | again))
}

impl<const L: usize> Element<L> {
    /// Zero, whatever the modulus.
    pub const ZERO: Self = Self([0; L]);

    /// `other` where the mask is all ones, `self` where it is zero.
    pub fn select(&self, other: &Self, mask: u64) -> Self {
        let mut limbs = [0; L];
        for at in 0..L {
            limbs[at] = (self.0[at] & !mask) | (other.0[at] & mask);
        }
        Self(limbs)
    }

    /// Adds the words of `other` where the mask is all ones: for collecting one entry of a table.
    pub fn collect(&mut self, other: &Self, mask: u64) {
        for at in 0..L {
            self.0[at] |= other.0[at] & mask;
        }
    }

    /// Is it zero? The answer alone is revealed.
    pub fn is_zero(&self) -> bool {
        self.0.iter().fold(0, |seen, limb| seen | limb) == 0
    }
}

impl<const L: usize> Modulus<L> {
    /// Prepares a modulus: odd, its highest word not zero.
    pub fn new(limbs: [u64; L]) -> Self {
        let mut inverse = 1u64;
        for _ in 0..6 {
            inverse = inverse.wrapping_mul(2u64.wrapping_sub(limbs[0].wrapping_mul(inverse)));
        }
        let mut modulus = Self {
            limbs,
            negative_inverse: inverse.wrapping_neg(),
            one: Element::ZERO,
            square: Element::ZERO,
        };
        // 1 doubled 64·L times is R, doubled as often again R².
        let mut power = [0; L];
        power[0] = 1;
        let mut power = Element(power);
        for _ in 0..64 * L {
            power = modulus.add(&power, &power);
        }
        modulus.one = power;
        for _ in 0..64 * L {
            power = modulus.add(&power, &power);
        }
        modulus.square = power;
        modulus
    }

    /// The modulus itself.
    pub fn limbs(&self) -> &[u64; L] {
        &self.limbs
    }

    /// One.
    pub fn one(&self) -> Element<L> {
        self.one
    }

    /// Is the number below the modulus? The answer alone is revealed.
    pub fn contains(&self, number: &[u64; L]) -> bool {
        let mut borrow = 0;
        for at in 0..L {
            (_, borrow) = subtract_borrow(number[at], self.limbs[at], borrow);
        }
        borrow == 1
    }

    /// A number of `L` words, reduced.
    pub fn element(&self, number: &[u64; L]) -> Element<L> {
        // The product of any number below R and one below m is below R·m, so that one subtraction reduces it.
        self.multiply(&Element(*number), &self.square)
    }

    /// The number itself, below the modulus.
    pub fn number(&self, element: &Element<L>) -> [u64; L] {
        let mut one = [0; L];
        one[0] = 1;
        self.multiply(element, &Element(one)).0
    }

    /// Subtracts the modulus once where the number, with a word above it, is not below.
    fn reduced(&self, number: &[u64; L], above: u64) -> Element<L> {
        let mut less = [0; L];
        let mut borrow = 0;
        for at in 0..L {
            (less[at], borrow) = subtract_borrow(number[at], self.limbs[at], borrow);
        }
        Element(less).select(&Element(*number), mask(borrow & (above ^ 1)))
    }

    /// The sum.
    pub fn add(&self, one: &Element<L>, other: &Element<L>) -> Element<L> {
        let mut sum = [0; L];
        let mut carry = 0;
        for at in 0..L {
            (sum[at], carry) = add_carry(one.0[at], other.0[at], carry);
        }
        self.reduced(&sum, carry)
    }

    /// The difference.
    pub fn subtract(&self, one: &Element<L>, other: &Element<L>) -> Element<L> {
        let mut difference = [0; L];
        let mut borrow = 0;
        for at in 0..L {
            (difference[at], borrow) = subtract_borrow(one.0[at], other.0[at], borrow);
        }
        let back = mask(borrow);
        let mut carry = 0;
        for at in 0..L {
            (difference[at], carry) = add_carry(difference[at], self.limbs[at] & back, carry);
        }
        Element(difference)
    }

    /// The number that adds up to zero.
    pub fn negate(&self, element: &Element<L>) -> Element<L> {
        self.subtract(&Element::ZERO, element)
    }

    /// The product: coarsely integrated operand scanning (Koç, Acar, Kaliski, 1996).
    #[inline]
    pub fn multiply(&self, one: &Element<L>, other: &Element<L>) -> Element<L> {
        let mut sum = [0u64; L];
        let mut above = 0u64;
        for word in one.0 {
            let (low, mut carry) = multiply_add(sum[0], word, other.0[0], 0);
            let factor = low.wrapping_mul(self.negative_inverse);
            let (_, mut reduction) = multiply_add(low, factor, self.limbs[0], 0);
            for at in 1..L {
                let (word, next) = multiply_add(sum[at], word, other.0[at], carry);
                carry = next;
                (sum[at - 1], reduction) = multiply_add(word, factor, self.limbs[at], reduction);
            }
            (sum[L - 1], above) = add_carry(above, carry, reduction);
        }
        self.reduced(&sum, above)
    }

    /// The square.
    pub fn squared(&self, element: &Element<L>) -> Element<L> {
        self.multiply(element, element)
    }

    /// The inverse by Fermat's little theorem, for a prime modulus; zero for zero.
    pub fn invert(&self, element: &Element<L>) -> Element<L> {
        let mut exponent = self.limbs;
        exponent[0] -= 2;
        let mut powers = [self.one; 16];
        for at in 1..16 {
            powers[at] = self.multiply(&powers[at - 1], element);
        }
        let mut result = self.one;
        for nibble in (0..16 * L).rev() {
            for _ in 0..4 {
                result = self.squared(&result);
            }
            // The exponent is public.
            let digit = (exponent[nibble / 16] >> (nibble % 16 * 4)) & 15;
            result = self.multiply(&result, &powers[digit as usize]);
        }
        result
    }
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

#[cfg(test)]
mod tests {
    use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
    use crypto_bigint::{Odd, U256, U512};
    use proptest::prelude::*;

    use super::{Element, Modulus};

    const SHORT: [[u64; 4]; 3] = [
        [0xFFFF_FFFF_FFFF_FD97, u64::MAX, u64::MAX, u64::MAX],
        [0xC99, 0, 0, 0x8000_0000_0000_0000],
        [
            0xC115_AF55_6C36_0C67,
            0x0FD8_CDDF_C87B_6635,
            0,
            0x4000_0000_0000_0000,
        ],
    ];

    fn check<const L: usize>(
        modulus: [u64; L],
        one: [u64; L],
        other: [u64; L],
        judge: &impl Fn([u64; L], [u64; L]) -> [[u64; L]; 4],
    ) {
        let field = Modulus::new(modulus);
        let (x, y) = (field.element(&one), field.element(&other));
        let [sum, difference, product, inverse] = judge(one, other);
        let number = |element: Element<L>| field.number(&element);
        assert_eq!(number(field.add(&x, &y)), sum);
        assert_eq!(number(field.subtract(&x, &y)), difference);
        assert_eq!(number(field.multiply(&x, &y)), product);
        assert_eq!(number(field.invert(&x)), inverse);
    }

    macro_rules! judge {
        ($name:ident, $uint:ty, $limbs:literal) => {
            fn $name(modulus: [u64; $limbs]) -> impl Fn([u64; $limbs], [u64; $limbs]) -> [[u64; $limbs]; 4] {
                let params = FixedMontyParams::new_vartime(Odd::new(<$uint>::from_words(modulus)).unwrap());
                move |one, other| {
                    let reduced = |words| {
                        let number = <$uint>::from_words(words);
                        FixedMontyForm::new(&number.rem_vartime(params.modulus().as_nz_ref()), &params)
                    };
                    let (x, y) = (reduced(one), reduced(other));
                    let inverse = x
                        .invert()
                        .into_option()
                        .map_or([0; $limbs], |found| found.retrieve().to_words());
                    [
                        (x + y).retrieve().to_words(),
                        (x - y).retrieve().to_words(),
                        (x * y).retrieve().to_words(),
                        inverse,
                    ]
                }
            }
        };
    }
    judge!(short, U256, 4);
    judge!(long, U512, 8);

    /// Words that find carries: mostly all zeros or all ones.
    fn word() -> impl Strategy<Value = u64> {
        prop_oneof![Just(0), Just(u64::MAX), Just(1), Just(u64::MAX - 1), any::<u64>()]
    }

    proptest! {
        #[test]
        fn numbers_of_four_words_agree_with_the_library(one in [word(), word(), word(), word()], other in [word(), word(), word(), word()]) {
            for modulus in &SHORT {
                check(*modulus, one, other, &short(*modulus));
            }
        }

        #[test]
        fn numbers_of_eight_words_agree_with_the_library(one in proptest::array::uniform8(word()), other in proptest::array::uniform8(word())) {
            let mut modulus = [u64::MAX; 8];
            modulus[0] = 0xFFFF_FFFF_FFFF_FDC7;
            check(modulus, one, other, &long(modulus));
            let modulus = [0x6F, 0, 0, 0, 0, 0, 0, 0x8000_0000_0000_0000];
            check(modulus, one, other, &long(modulus));
        }
    }
}
