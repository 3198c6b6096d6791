//! Sets of parameters: the numbers are what the standards print, the names find them.

use der::oid::ObjectIdentifier;

use super::hex;
use crate::Error;
use crate::gost::curves::AnyGroup;
use crate::gost::group::Group;
use crate::gost::words::limbs_of;
use crate::gost::{Curve, Digest, PrivateKey, PublicKey};

fn base_point_has_the_order<const L: usize>(group: &Group<L>) {
    let order = *group.order.limbs();
    assert!(group.multiply_base(&order).z.is_zero(), "q·P is neutral");
    let mut less = order;
    less[0] -= 1;
    let last = group.curve.affine(&group.multiply_base(&less)).unwrap();
    let mut one = [0; L];
    one[0] = 1;
    let first = group.curve.affine(&group.multiply_base(&one)).unwrap();
    assert!(group.curve.holds(&first));
    assert_eq!(first.x, last.x, "(q − 1)·P = −P");
    assert_eq!(group.curve.field.negate(&first.y), last.y);
}

fn both_ways_multiply_alike<const L: usize>(group: &Group<L>) {
    let mut one = [0; L];
    one[0] = 1;
    let base = group.multiply_base(&one);
    for seed in 0..8u8 {
        let bytes: Vec<u8> = (0..8 * L as u8)
            .map(|at| at.wrapping_mul(37).wrapping_add(seed.wrapping_mul(59)))
            .collect();
        let number = group.order.number(&group.order.element(&limbs_of(&bytes)));
        let (fast, slow) = (group.multiply_base(&number), group.multiply(&number, &base));
        assert_eq!(group.curve.affine(&fast), group.curve.affine(&slow));
    }
}

#[test]
fn the_base_point_of_every_set_has_the_order_of_the_set() {
    for curve in Curve::ALL {
        match curve.group() {
            AnyGroup::Short(group) => base_point_has_the_order(group),
            AnyGroup::Long(group) => base_point_has_the_order(group),
        }
    }
}

#[test]
fn the_table_of_the_base_point_and_plain_doubling_give_the_same_points() {
    for curve in Curve::ALL {
        match curve.group() {
            AnyGroup::Short(group) => both_ways_multiply_alike(group),
            AnyGroup::Long(group) => both_ways_multiply_alike(group),
        }
    }
}

#[test]
fn every_set_is_found_by_its_own_name_and_no_other_is() {
    for curve in Curve::ALL {
        assert_eq!(Curve::from_oid(curve.oid()), Ok(curve));
    }
    let p256 = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
    assert!(matches!(Curve::from_oid(p256), Err(Error::Unsupported { .. })));
}

#[test]
fn two_names_of_one_curve_are_one_curve() {
    assert!(Curve::Tc26B256.is_same_curve(Curve::CryptoProA));
    assert!(Curve::CryptoProXchB.is_same_curve(Curve::Tc26D256));
    assert!(!Curve::Tc26A256.is_same_curve(Curve::CryptoProA));
    assert!(!Curve::Tc26A512.is_same_curve(Curve::Tc26A256));
}

#[test]
fn a_point_off_the_curve_is_refused() {
    for curve in Curve::ALL {
        let key = PrivateKey::generate(curve, &mut super::Counted(11)).unwrap();
        let mut coordinates = key.public_key().coordinates().to_vec();
        assert_eq!(
            PublicKey::from_coordinates(curve, &coordinates).unwrap(),
            key.public_key()
        );
        coordinates[0] ^= 1;
        assert!(matches!(
            PublicKey::from_coordinates(curve, &coordinates),
            Err(Error::Malformed { .. })
        ));
        let short = &coordinates[1..];
        assert!(PublicKey::from_coordinates(curve, short).is_err());
    }
}

#[test]
fn the_point_of_order_two_of_a_curve_with_cofactor_four_is_no_key() {
    // y = 0 solves the equation of 256-A at this x: t of the Edwards form, (e + d)/6 (RFC 7836, section 5.2).
    let edwards_d = "0605F6B7C183FA81578BC39CFAD518132B9DF62897009AF7E522C32D6DC7BFFB";
    let AnyGroup::Short(group) = Curve::Tc26A256.group() else {
        panic!("256 bits");
    };
    let field = &group.curve.field;
    let number = |small| field.element(&[small, 0, 0, 0]);
    let d = field.element(&limbs_of(&super::turned(edwards_d)));
    let sum = field.add(&number(1), &d);
    let t = field.multiply(&sum, &field.invert(&number(6)));
    let mut coordinates = crate::gost::words::bytes_of(&field.number(&t));
    coordinates.resize(64, 0);
    assert!(
        group.point(&coordinates[..32], &coordinates[32..]).is_some(),
        "on the curve"
    );
    assert!(PublicKey::from_coordinates(Curve::Tc26A256, &coordinates).is_err());
}

#[test]
fn coordinates_above_the_field_are_refused() {
    // x = p + 1 on CryptoPro-B, where x = 1 would be the base point.
    let mut coordinates = super::turned("8000000000000000000000000000000000000000000000000000000000000C9A");
    coordinates.extend(super::turned(
        "3FA8124359F96680B83D1C3EB2C070E5C545C9858D03ECFB744BF8D717717EFC",
    ));
    assert!(PublicKey::from_coordinates(Curve::CryptoProB, &coordinates).is_err());
}

#[test]
fn a_public_key_is_written_as_it_was_read() {
    for curve in Curve::ALL {
        let key = PrivateKey::generate(curve, &mut super::Counted(3))
            .unwrap()
            .public_key();
        let read = PublicKey::from_spki(&key.to_spki()).unwrap();
        assert_eq!(read, key);
        assert_eq!(read.curve(), curve);
        assert_eq!(read.to_spki(), key.to_spki());
    }
}

#[test]
fn the_digest_is_named_where_cryptopro_asks_and_left_out_where_tc26_allows() {
    let of = |curve| {
        PrivateKey::generate(curve, &mut super::Counted(3))
            .unwrap()
            .public_key()
            .to_spki()
    };
    let streebog = hex("06082A85030701010202");
    let holds = |spki: &[u8]| spki.windows(streebog.len()).any(|part| part == streebog);
    assert!(holds(&of(Curve::CryptoProXchA)));
    assert!(!holds(&of(Curve::Tc26A256)));
}

#[test]
fn a_key_that_claims_the_wrong_length_or_another_algorithm_is_refused() {
    let spki = PrivateKey::generate(Curve::Tc26A256, &mut super::Counted(3))
        .unwrap()
        .public_key()
        .to_spki();
    // 1.2.643.7.1.1.1.1 → …1.2: the curve is of 256 bits.
    let (short, long) = (hex("06082A85030701010101"), hex("06082A85030701010102"));
    let at = spki.windows(short.len()).position(|part| part == short).unwrap();
    let mut wrong = spki.clone();
    wrong[at..at + long.len()].copy_from_slice(&long);
    assert!(matches!(
        PublicKey::from_spki(&wrong),
        Err(Error::Malformed { .. })
    ));
    // 1.2.643.7.1.1.1.5 is nothing.
    wrong[at + long.len() - 1] = 5;
    assert!(matches!(
        PublicKey::from_spki(&wrong),
        Err(Error::Unsupported { .. })
    ));
    assert!(PublicKey::from_spki(&spki[..spki.len() - 1]).is_err());
    assert!(PublicKey::from_spki(&[]).is_err());
}

#[test]
fn a_digest_made_in_pieces_is_the_digest_of_the_whole() {
    // RFC 6986, section 10.1, M1; its numbers are printed from the last byte.
    let message = b"012345678901234567890123456789012345678901234567890123456789012";
    let mut hasher = Digest::Streebog256.hasher();
    hasher.update(&message[..20]);
    hasher.update(&message[20..]);
    let expected = super::turned("00557be5e584fd52a449b16b0251d05d27f94ab76cbaa6da890b59d8ef1e159d");
    assert_eq!(hasher.finish(), expected);
    let long = super::turned(
        "486f64c1917879417fef082b3381a4e211c324f074654c38823a7b76f830ad00
         fa1fbae42b1285c0352f227524bc9ab16254288dd6863dccd5b9f54a1ad0541b",
    );
    assert_eq!(Digest::Streebog512.of(message), long);
}
