//! Points of a curve y² = x³ + ax + b and how they are added.
//!
//! The formulas are complete (Renes, Costello, Batina, «Complete addition formulas for prime order elliptic curves»,
//! EUROCRYPT 2016, algorithms 1–3): one way for equal, opposite and neutral points, hence nothing to branch on. They
//! fail only where two points differ by one of order two, which cannot happen inside the subgroup of odd order.

use super::field::{Element, Modulus};

/// A point with both coordinates; never the neutral one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Affine<const L: usize> {
    pub x: Element<L>,
    pub y: Element<L>,
}

/// A point (X : Y : Z); the neutral one is (0 : 1 : 0).
#[derive(Debug, Clone, Copy)]
pub struct Point<const L: usize> {
    pub x: Element<L>,
    pub y: Element<L>,
    pub z: Element<L>,
}

/// The equation of a curve.
#[derive(Debug)]
pub struct Equation<const L: usize> {
    pub field: Modulus<L>,
    pub a: Element<L>,
    pub b: Element<L>,
    /// 3b.
    triple_b: Element<L>,
    kind: Kind,
}

/// Of which a product is a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// a = 3.
    Three,
    /// a = −3, as in most sets.
    MinusThree,
    /// Any other a.
    Other,
}

impl<const L: usize> Affine<L> {
    /// One entry of a table without telling which: all ones in `mask` adds it.
    pub fn collect(&mut self, other: &Self, mask: u64) {
        self.x.collect(&other.x, mask);
        self.y.collect(&other.y, mask);
    }
}

impl<const L: usize> Point<L> {
    /// `other` where the mask is all ones.
    pub fn select(&self, other: &Self, mask: u64) -> Self {
        Self {
            x: self.x.select(&other.x, mask),
            y: self.y.select(&other.y, mask),
            z: self.z.select(&other.z, mask),
        }
    }

    /// One entry of a table without telling which.
    pub fn collect(&mut self, other: &Self, mask: u64) {
        self.x.collect(&other.x, mask);
        self.y.collect(&other.y, mask);
        self.z.collect(&other.z, mask);
    }

    /// Three zeros: no point, the start of collecting one.
    pub const NOTHING: Self = Self {
        x: Element::ZERO,
        y: Element::ZERO,
        z: Element::ZERO,
    };
}

/// The six products that addition and doubling end with.
struct Terms<const L: usize> {
    xx: Element<L>,
    yy: Element<L>,
    zz: Element<L>,
    xy: Element<L>,
    xz: Element<L>,
    yz: Element<L>,
}

impl<const L: usize> Equation<L> {
    /// The curve with these coefficients.
    pub fn new(field: Modulus<L>, a: Element<L>, b: Element<L>) -> Self {
        let one = field.one();
        let three = field.add(&field.add(&one, &one), &one);
        let kind = if a == three {
            Kind::Three
        } else if a == field.negate(&three) {
            Kind::MinusThree
        } else {
            Kind::Other
        };
        Self {
            triple_b: field.multiply(&three, &b),
            kind,
            field,
            a,
            b,
        }
    }

    /// Does the point lie on the curve?
    pub fn holds(&self, point: &Affine<L>) -> bool {
        let f = &self.field;
        let cubic = f.multiply(&f.add(&f.squared(&point.x), &self.a), &point.x);
        f.squared(&point.y) == f.add(&cubic, &self.b)
    }

    /// The neutral point.
    pub fn neutral(&self) -> Point<L> {
        Point {
            x: Element::ZERO,
            y: self.field.one(),
            z: Element::ZERO,
        }
    }

    /// The same point with a third coordinate.
    pub fn projective(&self, point: &Affine<L>) -> Point<L> {
        Point {
            x: point.x,
            y: point.y,
            z: self.field.one(),
        }
    }

    /// The same point with two coordinates; `None` for the neutral one.
    pub fn affine(&self, point: &Point<L>) -> Option<Affine<L>> {
        if point.z.is_zero() {
            return None;
        }
        let inverse = self.field.invert(&point.z);
        Some(Affine {
            x: self.field.multiply(&point.x, &inverse),
            y: self.field.multiply(&point.y, &inverse),
        })
    }

    fn tripled(&self, element: &Element<L>) -> Element<L> {
        self.field.add(&self.field.add(element, element), element)
    }

    fn times_a(&self, element: &Element<L>) -> Element<L> {
        match self.kind {
            Kind::Three => self.tripled(element),
            Kind::MinusThree => self.field.negate(&self.tripled(element)),
            Kind::Other => self.field.multiply(&self.a, element),
        }
    }

    /// 3x² + a·z⁴, from x and z²: the slope that doubling in Jacobian coordinates needs.
    pub fn slope(&self, x: &Element<L>, zz: &Element<L>) -> Element<L> {
        let f = &self.field;
        match self.kind {
            Kind::Three => self.tripled(&f.add(&f.squared(x), &f.squared(zz))),
            Kind::MinusThree => self.tripled(&f.multiply(&f.subtract(x, zz), &f.add(x, zz))),
            Kind::Other => f.add(&self.tripled(&f.squared(x)), &f.multiply(&self.a, &f.squared(zz))),
        }
    }

    /// Algorithm 1: the sum of any two points.
    pub fn add(&self, one: &Point<L>, other: &Point<L>) -> Point<L> {
        let f = &self.field;
        let (xx, yy, zz) = (
            f.multiply(&one.x, &other.x),
            f.multiply(&one.y, &other.y),
            f.multiply(&one.z, &other.z),
        );
        let cross = |a: &Element<L>, b: &Element<L>, c: &Element<L>, d: &Element<L>, ac, bd| {
            let product = f.multiply(&f.add(a, b), &f.add(c, d));
            f.subtract(&f.subtract(&product, ac), bd)
        };
        let xy = cross(&one.x, &one.y, &other.x, &other.y, &xx, &yy);
        let xz = cross(&one.x, &one.z, &other.x, &other.z, &xx, &zz);
        let yz = cross(&one.y, &one.z, &other.y, &other.z, &yy, &zz);
        self.sum(&Terms {
            xx,
            yy,
            zz,
            xy,
            xz,
            yz,
        })
    }

    /// Algorithm 2: the sum of any point and one with two coordinates.
    pub fn add_affine(&self, one: &Point<L>, other: &Affine<L>) -> Point<L> {
        let f = &self.field;
        let (xx, yy) = (f.multiply(&one.x, &other.x), f.multiply(&one.y, &other.y));
        let product = f.multiply(&f.add(&one.x, &one.y), &f.add(&other.x, &other.y));
        self.sum(&Terms {
            xy: f.subtract(&f.subtract(&product, &xx), &yy),
            xz: f.add(&one.x, &f.multiply(&other.x, &one.z)),
            yz: f.add(&one.y, &f.multiply(&other.y, &one.z)),
            xx,
            yy,
            zz: one.z,
        })
    }

    /// The end of algorithms 1 and 2.
    fn sum(&self, terms: &Terms<L>) -> Point<L> {
        let f = &self.field;
        let (minus, plus, slope, excess) = self.factors(terms);
        Point {
            x: f.subtract(&f.multiply(&terms.xy, &minus), &f.multiply(&terms.yz, &excess)),
            y: f.add(&f.multiply(&minus, &plus), &f.multiply(&slope, &excess)),
            z: f.add(&f.multiply(&terms.yz, &plus), &f.multiply(&terms.xy, &slope)),
        }
    }

    /// yy ∓ (a·xz + 3b·zz), 3xx + a·zz, and 3b·xz + a(xx − a·zz).
    fn factors(&self, terms: &Terms<L>) -> (Element<L>, Element<L>, Element<L>, Element<L>) {
        let f = &self.field;
        let shift = f.add(&self.times_a(&terms.xz), &f.multiply(&self.triple_b, &terms.zz));
        let a_zz = self.times_a(&terms.zz);
        let triple = self.tripled(&terms.xx);
        let rest = self.times_a(&f.subtract(&terms.xx, &a_zz));
        (
            f.subtract(&terms.yy, &shift),
            f.add(&terms.yy, &shift),
            f.add(&triple, &a_zz),
            f.add(&f.multiply(&self.triple_b, &terms.xz), &rest),
        )
    }

    /// Algorithm 3: twice a point.
    pub fn double(&self, point: &Point<L>) -> Point<L> {
        let f = &self.field;
        let twice = |a: &Element<L>, b: &Element<L>| {
            let product = f.multiply(a, b);
            f.add(&product, &product)
        };
        let terms = Terms {
            xx: f.squared(&point.x),
            yy: f.squared(&point.y),
            zz: f.squared(&point.z),
            xy: twice(&point.x, &point.y),
            xz: twice(&point.x, &point.z),
            yz: twice(&point.y, &point.z),
        };
        let (minus, plus, slope, excess) = self.factors(&terms);
        let z = f.multiply(&terms.yz, &terms.yy);
        let z = f.add(&z, &z);
        Point {
            x: f.subtract(&f.multiply(&terms.xy, &minus), &f.multiply(&terms.yz, &excess)),
            y: f.add(&f.multiply(&minus, &plus), &f.multiply(&slope, &excess)),
            z: f.add(&z, &z),
        }
    }
}
