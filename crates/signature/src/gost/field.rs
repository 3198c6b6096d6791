//! Arithmetic modulo an odd number of four or eight words.
//!
//! A modulus just below a power of two (the fields of CryptoPro-A, 256-A, 512-A and 512-C) is reduced by folding, every
//! other one by Montgomery's method. Running time depends on the modulus alone, never on the numbers: no branch and no
//! address is taken from them, in the source and in the code that Rust 1.95 makes of it for x86-64.
//!
//! Written here because the general library takes two to three times as long; the tests hold every operation against
//! that library.
#![allow(
    clippy::indexing_slicing,
    clippy::needless_range_loop,
    reason = "every loop runs over the length of the type, which the compiler knows"
)]

use zeroize::Zeroize;

use super::words::{add_carry, bits, inverse, mask, multiply_add, product, square, subtract_borrow};

/// A number below the modulus; in Montgomery form, `x · 2^(64·L)`, where the modulus is reduced that way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Zeroize)]
pub struct Element<const L: usize>([u64; L]);

/// An odd modulus with what its reduction precomputes.
#[derive(Debug)]
pub struct Modulus<const L: usize> {
    limbs: [u64; L],
    one: Element<L>,
    reduction: Reduction<L>,
}

/// How products become short again. R = 2^(64·L).
#[derive(Debug)]
enum Reduction<const L: usize> {
    /// m = R − c: what stands above R comes back multiplied by c.
    Folding {
        /// c, below 2¹⁵.
        excess: u64,
    },
    /// Every odd m.
    Montgomery {
        /// −m⁻¹ modulo 2⁶⁴.
        negative_inverse: u64,
        /// R² modulo m.
        square: Element<L>,
    },
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
        let excess = limbs[0].wrapping_neg();
        let is_near = excess < 1 << 15 && limbs[1..].iter().all(|limb| *limb == u64::MAX);
        let mut modulus = Self {
            limbs,
            one: Element::ZERO,
            reduction: Reduction::Folding { excess },
        };
        modulus.one.0[0] = 1;
        if !is_near {
            let mut power = modulus.one;
            // 1 doubled 64·L times is R, doubled as often again R².
            for _ in 0..64 * L {
                power = modulus.add(&power, &power);
            }
            modulus.one = power;
            for _ in 0..64 * L {
                power = modulus.add(&power, &power);
            }
            modulus.reduction = Reduction::Montgomery {
                negative_inverse: inverse(limbs[0]).wrapping_neg(),
                square: power,
            };
        }
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
        match &self.reduction {
            Reduction::Folding { .. } => self.reduced(number, 0),
            // The product of any number below R and one below m is below R·m, so that one subtraction reduces it.
            Reduction::Montgomery { square, .. } => self.multiply(&Element(*number), square),
        }
    }

    /// The number itself, below the modulus.
    pub fn number(&self, element: &Element<L>) -> [u64; L] {
        match &self.reduction {
            Reduction::Folding { .. } => element.0,
            Reduction::Montgomery { .. } => {
                let mut one = Element::ZERO;
                one.0[0] = 1;
                self.multiply(element, &one).0
            }
        }
    }

    /// Subtracts the modulus once where the number, with a word above it, is not below.
    #[inline(always)]
    fn reduced(&self, number: &[u64; L], above: u64) -> Element<L> {
        let mut less = [0; L];
        let mut borrow = 0;
        for at in 0..L {
            (less[at], borrow) = subtract_borrow(number[at], self.limbs[at], borrow);
        }
        let keep = mask(borrow & (above ^ 1));
        for at in 0..L {
            less[at] = (number[at] & keep) | (less[at] & !keep);
        }
        Element(less)
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

    /// The product.
    #[inline(always)]
    pub fn multiply(&self, one: &Element<L>, other: &Element<L>) -> Element<L> {
        match &self.reduction {
            Reduction::Folding { excess } => {
                let (low, high) = product(&one.0, &other.0);
                self.folded(&low, &high, *excess)
            }
            Reduction::Montgomery { negative_inverse, .. } => self.montgomery(one, other, *negative_inverse),
        }
    }

    /// The square.
    #[inline(always)]
    pub fn squared(&self, element: &Element<L>) -> Element<L> {
        match &self.reduction {
            Reduction::Folding { excess } => {
                let (low, high) = square(&element.0);
                self.folded(&low, &high, *excess)
            }
            Reduction::Montgomery { .. } => self.multiply(element, element),
        }
    }

    /// Coarsely integrated operand scanning (Koç, Acar, Kaliski, 1996).
    #[inline(always)]
    fn montgomery(&self, one: &Element<L>, other: &Element<L>, negative_inverse: u64) -> Element<L> {
        let mut sum = [0u64; L];
        let mut above = 0u64;
        for word in one.0 {
            let (low, mut carry) = multiply_add(sum[0], word, other.0[0], 0);
            let factor = low.wrapping_mul(negative_inverse);
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

    /// `low + high·R` modulo R − `excess`.
    #[inline(always)]
    fn folded(&self, low: &[u64; L], high: &[u64; L], excess: u64) -> Element<L> {
        let mut sum = [0u64; L];
        let mut carry = 0;
        for at in 0..L {
            (sum[at], carry) = multiply_add(low[at], high[at], excess, carry);
        }
        // Below 2³²; a second carry leaves a sum so small that the third addition ends in its lowest word.
        let mut carry = carry * excess;
        for word in &mut sum {
            (*word, carry) = add_carry(*word, carry, 0);
        }
        sum[0] += carry * excess;
        self.reduced(&sum, 0)
    }

    /// The inverse by Fermat's little theorem, for a prime modulus; zero for zero.
    pub fn invert(&self, element: &Element<L>) -> Element<L> {
        let mut exponent = self.limbs;
        exponent[0] -= 2;
        match &self.reduction {
            Reduction::Folding { .. } => self.power_of_ones(element, exponent[0] as u16),
            Reduction::Montgomery { .. } => self.power(element, &exponent),
        }
    }

    /// A power whose exponent is all ones above these sixteen bits.
    fn power_of_ones(&self, element: &Element<L>, low: u16) -> Element<L> {
        let ones = 64 * L - 16;
        // `result` is the power of `made` ones: doubled, and one more where the next bit of their number says so.
        let (mut result, mut made) = (*element, 1);
        for bit in (0..ones.ilog2()).rev() {
            let mut shifted = result;
            for _ in 0..made {
                shifted = self.squared(&shifted);
            }
            result = self.multiply(&shifted, &result);
            made *= 2;
            if ones >> bit & 1 == 1 {
                result = self.multiply(&self.squared(&result), element);
                made += 1;
            }
        }
        for bit in (0..16).rev() {
            result = self.squared(&result);
            if low >> bit & 1 == 1 {
                result = self.multiply(&result, element);
            }
        }
        result
    }

    /// A root for a prime modulus that leaves three when divided by four; `None` where there is none. Public numbers.
    pub fn root(&self, element: &Element<L>) -> Option<Element<L>> {
        // (m + 1)/4 = (m − 3)/4 + 1.
        let mut quarter = [0; L];
        for at in 0..L {
            quarter[at] = bits(&self.limbs, 64 * at + 2, 64);
        }
        let root = self.multiply(&self.power(element, &quarter), element);
        (self.squared(&root) == *element).then_some(root)
    }

    /// A power with a public exponent.
    fn power(&self, element: &Element<L>, exponent: &[u64; L]) -> Element<L> {
        let mut powers = [self.one; 32];
        for at in 1..32 {
            powers[at] = self.multiply(&powers[at - 1], element);
        }
        let mut result = self.one;
        for window in (0..(64 * L).div_ceil(5)).rev() {
            for _ in 0..5 {
                result = self.squared(&result);
            }
            let digit = bits(exponent, 5 * window, 5);
            if digit != 0 {
                result = self.multiply(&result, &powers[digit as usize]);
            }
        }
        result
    }
}

#[cfg(test)]
mod tests;
