//! Multiples of points: the base point and others, for secret numbers in constant time, for public ones fast.
#![allow(
    clippy::indexing_slicing,
    reason = "windows are cut by the length of the type and digits by the width of a window"
)]

use std::sync::OnceLock;

use super::field::{Element, Modulus};
use super::point::{Affine, Equation, Point};
use super::words::{bits, equal_mask, limbs_of, mask};

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
    scale: Scale<L>,
    /// `table[i][j]` = (j + 1)·32^i·P.
    table: OnceLock<Vec<Row<L>>>,
}

/// Multiples of one point, from one to sixteen.
type Row<const L: usize> = [Affine<L>; 16];

/// Bits of a digit; digits run from −16 to 16.
pub const WIDTH: u32 = 5;

/// From the curve of the standard to the one that is counted on: x ↦ u²x, y ↦ u³y makes a ↦ u⁴a, b ↦ u⁶b. Where
/// a is large and ±3/a is a fourth power, a becomes ±3, and a fifth of the products falls away.
#[derive(Debug)]
struct Scale<const L: usize> {
    u2: Element<L>,
    u3: Element<L>,
    /// u⁻² and u⁻³.
    back: Affine<L>,
}

impl<const L: usize> Scale<L> {
    fn of(field: &Modulus<L>, a: &Element<L>) -> Self {
        let one = field.one();
        let three = field.add(&field.add(&one, &one), &one);
        let minus_three = field.negate(&three);
        let u = [minus_three, three].iter().find_map(|wanted| {
            let root = field.root(&field.multiply(wanted, &field.invert(a)))?;
            field.root(&root).or_else(|| field.root(&field.negate(&root)))
        });
        let u = u.unwrap_or(one);
        let u2 = field.squared(&u);
        let u3 = field.multiply(&u2, &u);
        Self {
            back: Affine {
                x: field.invert(&u2),
                y: field.invert(&u3),
            },
            u2,
            u3,
        }
    }
}

impl<const L: usize> Group<L> {
    /// Enough for all bits and the last carry.
    const WINDOWS: usize = (64 * L) / WIDTH as usize + 1;

    /// The group of these parameters.
    pub fn new(numbers: &Parameters<L>) -> Self {
        let field = Modulus::new(numbers.p);
        let element = |number| field.element(number);
        let (a, b) = (element(&numbers.a), element(&numbers.b));
        let scale = Scale::of(&field, &a);
        let base = Affine {
            x: field.multiply(&element(&numbers.x), &scale.u2),
            y: field.multiply(&element(&numbers.y), &scale.u3),
        };
        let a = field.multiply(&a, &field.squared(&scale.u2));
        let b = field.multiply(&b, &field.squared(&scale.u3));
        Self {
            curve: Equation::new(field, a, b),
            order: Modulus::new(numbers.q),
            base,
            cofactor_bits: numbers.cofactor_bits,
            scale,
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
            x: self.scaled_x(&x),
            y: field.multiply(&field.element(&y), &self.scale.u3),
        };
        self.curve.holds(&point).then_some(point)
    }

    /// An x of the standard's curve on ours.
    pub fn scaled_x(&self, x: &[u64; L]) -> Element<L> {
        self.curve
            .field
            .multiply(&self.curve.field.element(x), &self.scale.u2)
    }

    /// Both coordinates on the standard's curve; `None` for the neutral point.
    pub fn coordinates(&self, point: &Point<L>) -> Option<([u64; L], [u64; L])> {
        let point = self.curve.affine(point)?;
        let field = &self.curve.field;
        let number = |coordinate, back| field.number(&field.multiply(coordinate, back));
        Some((
            number(&point.x, &self.scale.back.x),
            number(&point.y, &self.scale.back.y),
        ))
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
            let digit = bits(number, window * WIDTH as usize, WIDTH) + carry;
            // 16…32 become −16…0 and carry one.
            let negative = (digit >> 4 | digit >> 5) & 1;
            carry = negative;
            let size = (digit ^ mask(negative)).wrapping_add(negative) & 31;
            let mut entry = Affine {
                x: Element::ZERO,
                y: Element::ZERO,
            };
            for (multiple, candidate) in (1..).zip(multiples) {
                entry.collect(candidate, equal_mask(multiple, size));
            }
            let opposite = self.curve.field.negate(&entry.y);
            entry.y = entry.y.select(&opposite, mask(negative));
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
            let digit = bits(number, window * 4, 4);
            let mut entry = Point::NOTHING;
            for (multiple, candidate) in (0..).zip(&multiples) {
                entry.collect(candidate, equal_mask(multiple, digit));
            }
            sum = self.curve.add(&sum, &entry);
        }
        sum
    }

    /// The multiples of the base point, made when first needed.
    pub fn table(&self) -> &[Row<L>] {
        self.table.get_or_init(|| self.tabulate())
    }

    fn tabulate(&self) -> Vec<Row<L>> {
        let mut points = Vec::with_capacity(Self::WINDOWS * 16);
        let mut start = self.curve.projective(&self.base);
        for _ in 0..Self::WINDOWS {
            let mut multiple = start;
            points.push(multiple);
            for _ in 1..16 {
                multiple = self.curve.add(&multiple, &start);
                points.push(multiple);
            }
            start = self.curve.double(&multiple);
        }
        let affine = self.normalised(&points);
        let rows = affine.chunks_exact(16).filter_map(|row| row.try_into().ok());
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
