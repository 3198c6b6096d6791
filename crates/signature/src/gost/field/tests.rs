//! Every operation against the general library.

use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
use crypto_bigint::{Odd, U256, U512};
use proptest::prelude::*;

use super::{Element, Modulus};
use crate::gost::words::bits;

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
    assert_eq!(field.squared(&x), field.multiply(&x, &x));
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

#[test]
fn a_root_is_found_where_there_is_one() {
    let field = Modulus::new(SHORT[0]);
    let five = field.element(&[5, 0, 0, 0]);
    let square = field.squared(&five);
    let root = field.root(&square).unwrap();
    assert!(root == five || root == field.negate(&five));
    assert_eq!(field.root(&field.negate(&square)), None, "−1 has none");
}

#[test]
fn bits_are_cut_over_the_border_of_words() {
    let number = [0xF000_0000_0000_0000, 0x5];
    assert_eq!(bits(&number, 60, 8), 0x5F);
    assert_eq!(bits(&number, 64, 64), 5);
    assert_eq!(bits(&number, 126, 5), 0);
    assert_eq!(bits(&number, 300, 5), 0);
}
