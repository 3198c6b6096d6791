//! Multiples of points: the base point and others, for secret numbers in constant time, for public ones fast.
#![allow(
    clippy::indexing_slicing,
    reason = "windows are cut by the length of the type and digits by the width of a window"
)]

use std::sync::OnceLock;

use super::field::{Element, Modulus, equal_mask, limbs_of};
use super::point::{Affine, Equation, Point};

/// The numbers of a set of parameters, words from the least significant.
#[derive(Debug, Clone, Copy)]
pub struct Parameters<const L: usize> {
    pub p: [u64; L],
    pub q: [u64; L],
    pub a: [u64; L],
    pub b: [u64; L],
    pub x: [u64; L],
    pub y: [u64; L],
    /// The order of the curve divided by q is two to this power: 0, or 2 for the curves with an Edwards form.
    pub cofactor_bits: u32,
}

/// A curve with its base point of prime order.
#[derive(Debug)]
pub struct Group<const L: usize> {
    pub curve: Equation<L>,
    pub order: Modulus<L>,
    base: Affine<L>,
    cofactor_bits: u32,
    /// `table[i][j]` = (j + 1)·16^i·P.
    table: OnceLock<Vec<[Affine<L>; 8]>>,
}

impl<const L: usize> Group<L> {
    /// Four bits at a time, and the last carry.
    const WINDOWS: usize = 16 * L + 1;

    /// The group of these parameters.
    pub fn new(numbers: &Parameters<L>) -> Self {
        let field = Modulus::new(numbers.p);
        let element = |number| field.element(number);
        let base = Affine {
            x: element(&numbers.x),
            y: element(&numbers.y),
        };
        let (a, b) = (element(&numbers.a), element(&numbers.b));
        Self {
            curve: Equation::new(field, a, b),
            order: Modulus::new(numbers.q),
            base,
            cofactor_bits: numbers.cofactor_bits,
            table: OnceLock::new(),
        }
    }

    /// A point from its coordinates, each little-endian; `None` where it does not lie on the curve.
    pub fn point(&self, x: &[u8], y: &[u8]) -> Option<Affine<L>> {
        let (x, y) = (limbs_of(x), limbs_of(y));
        let field = &self.curve.field;
        if !field.contains(&x) || !field.contains(&y) {
            return None;
        }
        let point = Affine {
            x: field.element(&x),
            y: field.element(&y),
        };
        self.curve.holds(&point).then_some(point)
    }

    /// A point multiplied by the cofactor: what is outside the subgroup vanishes.
    pub fn times_cofactor(&self, point: &Affine<L>) -> Point<L> {
        let mut product = self.curve.projective(point);
        for _ in 0..self.cofactor_bits {
            product = self.curve.double(&product);
        }
        product
    }

    /// A secret multiple of the base point.
    pub fn multiply_base(&self, number: &[u64; L]) -> Point<L> {
        let mut sum = self.curve.neutral();
        let mut carry = 0;
        for (window, multiples) in self.table().iter().enumerate() {
            let digit = nibble(number, window) + carry;
            // 8…15 become −8…−1 and carry one.
            let negative = (digit >> 3) & 1 | digit >> 4;
            carry = negative;
            let size = (digit ^ negative.wrapping_neg()).wrapping_add(negative) & 15;
            let mut entry = Affine {
                x: Element::ZERO,
                y: Element::ZERO,
            };
            for (multiple, candidate) in (1..).zip(multiples) {
                entry.collect(candidate, equal_mask(multiple, size));
            }
            let opposite = self.curve.field.negate(&entry.y);
            entry.y = entry.y.select(&opposite, equal_mask(negative, 1));
            let next = self.curve.add_affine(&sum, &entry);
            sum = next.select(&sum, equal_mask(size, 0));
        }
        sum
    }

    /// A secret multiple of a point of the subgroup.
    pub fn multiply(&self, number: &[u64; L], point: &Point<L>) -> Point<L> {
        let mut multiples = [self.curve.neutral(); 16];
        for at in 1..16 {
            multiples[at] = self.curve.add(&multiples[at - 1], point);
        }
        let mut sum = self.curve.neutral();
        for window in (0..16 * L).rev() {
            for _ in 0..4 {
                sum = self.curve.double(&sum);
            }
            let digit = nibble(number, window);
            let mut entry = Point::NOTHING;
            for (multiple, candidate) in (0..).zip(&multiples) {
                entry.collect(candidate, equal_mask(multiple, digit));
            }
            sum = self.curve.add(&sum, &entry);
        }
        sum
    }

    /// The multiples of the base point, made when first needed.
    pub fn table(&self) -> &[[Affine<L>; 8]] {
        self.table.get_or_init(|| self.tabulate())
    }

    fn tabulate(&self) -> Vec<[Affine<L>; 8]> {
        let mut points = Vec::with_capacity(Self::WINDOWS * 8);
        let mut start = self.curve.projective(&self.base);
        for _ in 0..Self::WINDOWS {
            let mut multiple = start;
            points.push(multiple);
            for _ in 1..8 {
                multiple = self.curve.add(&multiple, &start);
                points.push(multiple);
            }
            start = self.curve.double(&multiple);
        }
        let affine = self.normalised(&points);
        let rows = affine.chunks_exact(8).filter_map(|row| row.try_into().ok());
        rows.collect()
    }

    /// Two coordinates for many points with one inversion (Montgomery); none of them may be neutral.
    pub fn normalised(&self, points: &[Point<L>]) -> Vec<Affine<L>> {
        let field = &self.curve.field;
        let mut product = field.one();
        let mut before = Vec::with_capacity(points.len());
        for point in points {
            before.push(product);
            product = field.multiply(&product, &point.z);
        }
        let mut inverse = field.invert(&product);
        let mut affine = Vec::with_capacity(points.len());
        for (point, before) in points.iter().zip(&before).rev() {
            let own = field.multiply(&inverse, before);
            inverse = field.multiply(&inverse, &point.z);
            affine.push(Affine {
                x: field.multiply(&point.x, &own),
                y: field.multiply(&point.y, &own),
            });
        }
        affine.reverse();
        affine
    }
}

/// Four bits of a number, by the place of the window; zero above the number.
fn nibble<const L: usize>(number: &[u64; L], window: usize) -> u64 {
    number
        .get(window / 16)
        .map_or(0, |limb| (limb >> (window % 16 * 4)) & 15)
}
