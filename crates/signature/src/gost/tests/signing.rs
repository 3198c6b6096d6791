//! Signatures: the examples of the standard, and what must be refused.

use proptest::prelude::*;

use super::{Counted, Dry, hex, turned};
use crate::gost::curves::AnyGroup;
use crate::gost::public_key::digest_number;
use crate::gost::words::{bytes_of, limbs_of};
use crate::gost::{Curve, PrivateKey};
use crate::{Error, Reason, SystemRandom};

const REFUSED: Result<(), Error> = Err(Error::BadSignature(Reason::Value));

/// RFC 7091, section 7.1 (GOST R 34.10-2012, appendix A.1).
#[test]
fn the_example_of_the_standard_with_256_bits() {
    let key = PrivateKey::from_bytes(
        Curve::Test256,
        &turned("7A929ADE789BB9BE10ED359DD39A72C11B60961F49397EEE1D19CE9891EC3B28"),
    )
    .unwrap();
    let mut point = turned("7F2B49E270DB6D90D8595BEC458B50C58585BA1D4E9B788F6689DBD8E56FD80B");
    point.extend(turned(
        "26F1B489D6701DD185C8413A977B3CBBAF64D1C593D26627DFFB101A87FF77DA",
    ));
    assert_eq!(key.public_key().coordinates(), point);
    let digest = turned("2DFBC1B372D89A1188C09C52E0EEC61FCE52032AB1022E8E67ECE6672B043EE5");
    let nonce = limbs_of(&turned(
        "77105C9B20BCD3122823C8CF6FCC7B956DE33814E95B7FE64FED924594DCEAB3",
    ));
    let AnyGroup::Short(group) = key.curve().group() else {
        panic!("256 bits");
    };
    let number = digest_number(group, &digest).unwrap();
    let signature = key.sign_with(group, &number, &nonce).unwrap();
    let (s, r) = signature.split_at(32);
    assert_eq!(
        r,
        hex("41AA28D2F1AB148280CD9ED56FEDA41974053554A42767B83AD043FD39DC0493")
    );
    assert_eq!(
        s,
        hex("01456C64BA4642A1653C235A98A60249BCD6D3F746B631DF928014F6C5BF9C40")
    );
    assert_eq!(key.public_key().verify_digest(&digest, &signature), Ok(()));
}

/// RFC 7091, section 7.2 (GOST R 34.10-2012, appendix A.2).
#[test]
fn the_example_of_the_standard_with_512_bits() {
    let key = PrivateKey::from_bytes(
        Curve::Test512,
        &turned(
            "0BA6048AADAE241BA40936D47756D7C93091A0E8514669700EE7508E508B1020
             72E8123B2200A0563322DAD2827E2714A2636B7BFD18AADFC62967821FA18DD4",
        ),
    )
    .unwrap();
    let digest = turned(
        "3754F3CFACC9E0615C4F4A7C4D8DAB531B09B6F9C170C533A71D147035B0C591
         7184EE536593F4414339976C647C5D5A407ADEDB1D560C4FC6777D2972075B8C",
    );
    let nonce = limbs_of(&turned(
        "0359E7F4B1410FEACC570456C6801496946312120B39D019D455986E364F3658
         86748ED7A44B3E794434006011842286212273A6D14CF70EA3AF71BB1AE679F1",
    ));
    let AnyGroup::Long(group) = key.curve().group() else {
        panic!("512 bits");
    };
    let number = digest_number(group, &digest).unwrap();
    let signature = key.sign_with(group, &number, &nonce).unwrap();
    let (s, r) = signature.split_at(64);
    let expected_r = "2f86fa60a081091a23dd795e1e3c689ee512a3c82ee0dcc2643c78eea8fcacd3
                      5492558486b20f1c9ec197c90699850260c93bcbcd9c5c3317e19344e173ae36";
    let expected_s = "1081b394696ffe8e6585e7a9362d26b6325f56778aadbc081c0bfbe933d52ff5
                      823ce288e8c4f362526080df7f70ce406a6eeb1f56919cb92a9853bde73e5b4a";
    assert_eq!(r, hex(expected_r));
    assert_eq!(s, hex(expected_s));
    assert_eq!(key.public_key().verify_digest(&digest, &signature), Ok(()));
}

#[test]
fn a_digest_of_zero_is_signed_as_one() {
    for curve in [Curve::Tc26A256, Curve::Tc26C512] {
        let key = PrivateKey::generate(curve, &mut Counted(9)).unwrap();
        let digest = vec![0; curve.field_bytes()];
        let signature = key.sign_digest(&digest, &mut Counted(1)).unwrap();
        assert_eq!(key.public_key().verify_digest(&digest, &signature), Ok(()));
        let mut one = digest.clone();
        one[0] = 1;
        assert_eq!(key.public_key().verify_digest(&one, &signature), Ok(()));
    }
}

#[test]
fn the_same_key_digest_and_chance_give_the_same_signature_and_any_other_does_not() {
    let key = PrivateKey::generate(Curve::Tc26B256, &mut Counted(9)).unwrap();
    let sign = |digest: u8, chance| key.sign_digest(&[digest; 32], &mut Counted(chance)).unwrap();
    assert_eq!(sign(1, 1), sign(1, 1));
    let r = |signature: Vec<u8>| signature[32..].to_vec();
    assert_ne!(r(sign(1, 1)), r(sign(2, 1)), "another digest, another nonce");
    assert_ne!(r(sign(1, 1)), r(sign(1, 2)), "other chance, another nonce");
}

#[test]
fn without_chance_nothing_is_signed_or_made() {
    let key = PrivateKey::generate(Curve::Tc26B256, &mut Counted(9)).unwrap();
    assert_eq!(key.sign_digest(&[1; 32], &mut Dry), Err(Error::Random));
    assert!(matches!(
        PrivateKey::generate(Curve::Tc26B256, &mut Dry),
        Err(Error::Random)
    ));
}

#[test]
fn a_digest_of_another_length_is_neither_signed_nor_believed() {
    let key = PrivateKey::generate(Curve::Tc26A512, &mut Counted(9)).unwrap();
    assert!(key.sign_digest(&[1; 32], &mut Counted(1)).is_err());
    let signature = key.sign_digest(&[1; 64], &mut Counted(1)).unwrap();
    assert_eq!(key.public_key().verify_digest(&[1; 32], &signature), REFUSED);
}

#[test]
fn numbers_out_of_range_are_refused_in_keys_and_signatures() {
    for curve in Curve::ALL {
        let bytes = curve.field_bytes();
        let order = match curve.group() {
            AnyGroup::Short(group) => bytes_of(group.order.limbs()),
            AnyGroup::Long(group) => bytes_of(group.order.limbs()),
        };
        assert!(PrivateKey::from_bytes(curve, &order).is_err(), "d = q");
        assert!(PrivateKey::from_bytes(curve, &vec![0; bytes]).is_err(), "d = 0");
        assert!(
            PrivateKey::from_bytes(curve, &vec![0xFF; bytes]).is_err(),
            "d > q"
        );
        let mut last = order.clone();
        last[0] -= 1;
        let key = PrivateKey::from_bytes(curve, &last).unwrap();

        let digest = vec![0x5A; bytes];
        let signature = key.sign_digest(&digest, &mut Counted(1)).unwrap();
        let public = key.public_key();
        assert_eq!(public.verify_digest(&digest, &signature), Ok(()));
        let big_endian: Vec<u8> = order.iter().rev().copied().collect();
        for half in [0..bytes, bytes..2 * bytes] {
            for wrong in [vec![0; bytes], big_endian.clone(), vec![0xFF; bytes]] {
                let mut damaged = signature.clone();
                damaged[half.clone()].copy_from_slice(&wrong);
                assert_eq!(public.verify_digest(&digest, &damaged), REFUSED);
            }
        }
        for end in [0, 1, bytes, 2 * bytes - 1] {
            assert_eq!(public.verify_digest(&digest, &signature[..end]), REFUSED);
        }
        let longer = [signature.as_slice(), &[0]].concat();
        assert_eq!(public.verify_digest(&digest, &longer), REFUSED);
    }
}

#[test]
fn a_key_is_not_shown() {
    let key = PrivateKey::from_bytes(Curve::Test256, &[7; 32]).unwrap();
    assert_eq!(format!("{key:?}"), "PrivateKey(Test256, …)");
}

fn any_curve() -> impl Strategy<Value = Curve> {
    proptest::sample::select(Curve::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_signed_verifies_and_no_changed_bit_does(curve in any_curve(), seed in any::<u8>(), bit in any::<prop::sample::Index>(), of_digest in any::<prop::sample::Index>()) {
        let key = PrivateKey::generate(curve, &mut SystemRandom).unwrap();
        let public = key.public_key();
        let digest = curve.digest().of(&[seed]);
        let signature = key.sign_digest(&digest, &mut SystemRandom).unwrap();
        prop_assert_eq!(public.verify_digest(&digest, &signature), Ok(()));

        let mut damaged = signature.clone();
        let at = bit.index(8 * damaged.len());
        damaged[at / 8] ^= 1 << (at % 8);
        prop_assert_eq!(public.verify_digest(&digest, &damaged), REFUSED);

        let mut changed = digest.clone();
        let at = of_digest.index(8 * changed.len());
        changed[at / 8] ^= 1 << (at % 8);
        prop_assert_eq!(public.verify_digest(&changed, &signature), REFUSED);

        let stranger = PrivateKey::generate(curve, &mut SystemRandom).unwrap();
        prop_assert_eq!(stranger.public_key().verify_digest(&digest, &signature), REFUSED);

        let (s, r) = signature.split_at(curve.field_bytes());
        prop_assert_eq!(public.verify_digest(&digest, &[r, s].concat()), REFUSED);
    }

    #[test]
    fn both_sides_agree_on_one_key(curve in any_curve(), ukm in proptest::array::uniform16(any::<u8>())) {
        let one = PrivateKey::generate(curve, &mut SystemRandom).unwrap();
        let other = PrivateKey::generate(curve, &mut SystemRandom).unwrap();
        let digest = curve.digest();
        let agreed = one.vko(&other.public_key(), &ukm, digest).unwrap();
        prop_assert_eq!(&agreed, &other.vko(&one.public_key(), &ukm, digest).unwrap());
        prop_assert_ne!(&agreed, &one.vko(&one.public_key(), &ukm, digest).unwrap());
    }
}
