//! Sums of multiples by public numbers, for verification: as fast as it goes, the time tells the numbers.
//!
//! Never called with a secret. Jacobian coordinates (x = X/Z², y = Y/Z³) double with half the work of complete
//! formulas; their special cases are branched on.

use super::field::Element;
use super::group::{Group, WIDTH};
use super::point::{Affine, Equation, Point};
use super::words::bits;

/// A point (X : Y : Z), x = X/Z², y = Y/Z³; neutral where Z is zero.
#[derive(Debug, Clone, Copy)]
struct Jacobian<const L: usize> {
    x: Element<L>,
    y: Element<L>,
    z: Element<L>,
}

impl<const L: usize> Group<L> {
    /// Does `base_number`·P + `number`·`point` have an x that leaves `remainder` when divided by the order?
    pub fn sum_has(
        &self,
        base_number: &[u64; L],
        number: &[u64; L],
        point: &Affine<L>,
        remainder: &[u64; L],
    ) -> bool {
        let curve = &self.curve;
        let multiples = self.odd_multiples(point);
        let mut sum = Jacobian {
            x: curve.field.one(),
            y: curve.field.one(),
            z: Element::ZERO,
        };
        for digit in sparse_digits(number).into_iter().rev() {
            sum = double(curve, &sum);
            if digit != 0
                && let Some(multiple) = multiples.get(usize::from(digit.unsigned_abs() / 2))
            {
                sum = add(curve, &sum, &signed(curve, multiple, digit < 0));
            }
        }
        for (multiples, digit) in self.table().iter().zip(signed_digits(base_number)) {
            if digit != 0
                && let Some(multiple) = multiples.get(usize::from(digit.unsigned_abs()) - 1)
            {
                sum = add(curve, &sum, &signed(curve, multiple, digit < 0));
            }
        }
        self.leaves(&sum, remainder)
    }

    /// P, 3P, 5P … 15P.
    fn odd_multiples(&self, point: &Affine<L>) -> Vec<Affine<L>> {
        let first = self.curve.projective(point);
        let twice = self.curve.double(&first);
        let next = |last: &Point<L>| Some(self.curve.add(last, &twice));
        let points: Vec<_> = std::iter::successors(Some(first), next)
            .take(1 << (WIDTH - 2))
            .collect();
        self.normalised(&points)
    }

    /// Is x ≡ `remainder` modulo the order? Compared as `remainder + i·q` with X/Z², which saves an inversion.
    fn leaves(&self, sum: &Jacobian<L>, remainder: &[u64; L]) -> bool {
        let field = &self.curve.field;
        if sum.z.is_zero() {
            return false;
        }
        let square = field.squared(&sum.z);
        let mut candidate = *remainder;
        while field.contains(&candidate) {
            if field.multiply(&self.scaled_x(&candidate), &square) == sum.x {
                return true;
            }
            match plus(&candidate, self.order.limbs()) {
                Some(next) => candidate = next,
                None => return false,
            }
        }
        false
    }
}

fn signed<const L: usize>(curve: &Equation<L>, point: &Affine<L>, is_negative: bool) -> Affine<L> {
    Affine {
        x: point.x,
        y: if is_negative {
            curve.field.negate(&point.y)
        } else {
            point.y
        },
    }
}

/// The sum of two numbers; `None` where it needs one word more.
fn plus<const L: usize>(one: &[u64; L], other: &[u64; L]) -> Option<[u64; L]> {
    let mut sum = *one;
    let mut carry = false;
    for (word, addend) in sum.iter_mut().zip(other) {
        let (first, over) = word.overflowing_add(*addend);
        let (second, again) = first.overflowing_add(u64::from(carry));
        (*word, carry) = (second, over | again);
    }
    (!carry).then_some(sum)
}

/// Digits −16…16 of base 32 from the lowest.
fn signed_digits<const L: usize>(number: &[u64; L]) -> Vec<i8> {
    let mut carry = 0;
    let windows = (0..=64 * L / WIDTH as usize).map(|window| {
        let digit = bits(number, window * WIDTH as usize, WIDTH) as i8 + carry;
        carry = i8::from(digit > 16);
        digit - 32 * carry
    });
    windows.collect()
}

/// The non-adjacent form from the lowest digit: odd digits below 16 with at least four zeros between them.
fn sparse_digits<const L: usize>(number: &[u64; L]) -> Vec<i8> {
    let mut digits = vec![0i8; 64 * L + 1];
    let mut carry = 0;
    let mut at = 0;
    while at < digits.len() {
        let window = bits(number, at, WIDTH) + carry;
        if window & 1 == 0 {
            // Bit and carry are equal, so the carry stays what it is.
            at += 1;
            continue;
        }
        let is_high = window >> (WIDTH - 1) == 1;
        carry = u64::from(is_high);
        if let Some(digit) = digits.get_mut(at) {
            *digit = window as i8 - if is_high { 1 << WIDTH } else { 0 };
        }
        at += WIDTH as usize;
    }
    digits
}

/// dbl-2007-bl and dbl-2001-b of the Explicit-Formulas Database.
fn double<const L: usize>(curve: &Equation<L>, point: &Jacobian<L>) -> Jacobian<L> {
    let f = &curve.field;
    let twice = |element: &Element<L>| f.add(element, element);
    let (yy, zz) = (f.squared(&point.y), f.squared(&point.z));
    let slope = curve.slope(&point.x, &zz);
    let quarter = f.multiply(&point.x, &yy);
    let four = twice(&twice(&quarter));
    let x = f.subtract(&f.squared(&slope), &twice(&four));
    let eight_squares = twice(&twice(&twice(&f.squared(&yy))));
    Jacobian {
        y: f.subtract(&f.multiply(&slope, &f.subtract(&four, &x)), &eight_squares),
        x,
        z: twice(&f.multiply(&point.y, &point.z)),
    }
}

/// madd of the Explicit-Formulas Database, with its special cases.
fn add<const L: usize>(curve: &Equation<L>, one: &Jacobian<L>, other: &Affine<L>) -> Jacobian<L> {
    let f = &curve.field;
    if one.z.is_zero() {
        return Jacobian {
            x: other.x,
            y: other.y,
            z: f.one(),
        };
    }
    let zz = f.squared(&one.z);
    let run = f.subtract(&f.multiply(&other.x, &zz), &one.x);
    let rise = f.subtract(&f.multiply(&other.y, &f.multiply(&zz, &one.z)), &one.y);
    if run.is_zero() && rise.is_zero() {
        return double(curve, one);
    }
    let square = f.squared(&run);
    let cube = f.multiply(&square, &run);
    let scaled = f.multiply(&one.x, &square);
    let x = f.subtract(&f.subtract(&f.squared(&rise), &cube), &f.add(&scaled, &scaled));
    let fall = f.multiply(&rise, &f.subtract(&scaled, &x));
    Jacobian {
        x,
        y: f.subtract(&fall, &f.multiply(&one.y, &cube)),
        // Zero where the points are opposite.
        z: f.multiply(&one.z, &run),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    /// The value of digits of base 2^`bits` modulo 2^256, in words.
    fn value(digits: &[i8], bits: u32) -> [u64; 4] {
        let mut sum = [0u64; 4];
        for digit in digits.iter().rev() {
            for _ in 0..bits {
                let mut carry = 0;
                for word in &mut sum {
                    let next = *word >> 63;
                    *word = *word << 1 | carry;
                    carry = next;
                }
            }
            let mut carry = i128::from(*digit);
            for word in &mut sum {
                let wide = i128::from(*word) + carry;
                *word = wide as u64;
                carry = wide >> 64;
            }
        }
        sum
    }

    proptest! {
        #[test]
        fn digits_say_the_same_number(number in proptest::array::uniform4(prop_oneof![any::<u64>(), Just(u64::MAX), Just(0)])) {
            let digits = super::signed_digits(&number);
            prop_assert_eq!(value(&digits, 5), number);
            prop_assert!(digits.iter().all(|digit| digit.abs() <= 16));
            let sparse = super::sparse_digits(&number);
            prop_assert_eq!(value(&sparse, 1), number);
            prop_assert!(sparse.iter().all(|digit| *digit == 0 || (digit % 2 != 0 && digit.abs() < 16)));
        }
    }
}
