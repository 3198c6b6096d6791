//! Key files as OpenSSL writes them, and files that are damaged, foreign or hostile.

use der::pem;
use proptest::prelude::*;

use crate::gost::{Curve, PrivateKey, PublicKey};
use crate::{Error, SystemRandom, key_file};

// Made once with OpenSSL 3.0 and its GOST engine: `genpkey` (256-A and 512-A), then `pkcs8 -topk8 -v2 gost89`, the
// second with `-iter 3000`. Keys of nobody.
const SHORT: &str = "\
-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGdMFkGCSqGSIb3DQEFDTBMMCkGCSqGSIb3DQEFDDAcBAhJpbV7mJY8LAICCAAw
DAYIKoUDBwEBBAIFADAfBgYqhQMCAhUwFQQIjy6DvfZzMrMGCSqFAwcBAgUBAQRA
2lwLLvd6ouBC6GFGrKyZzYJEVfBL4iHIRSRP4Wy1ntbiEsEIGAiNlrcl2lO25ZV5
gCkSH6lCg7qRI4ERvktkmQ==
-----END ENCRYPTED PRIVATE KEY-----
";
const SHORT_PLAIN: &str = "\
-----BEGIN PRIVATE KEY-----
MD4CAQAwFwYIKoUDBwEBAQEwCwYJKoUDBwECAQEBBCDHO+uqxXrgsjD6WUjXdLLP
90SWeJNI5AzSTffYZfeFKQ==
-----END PRIVATE KEY-----
";
const SHORT_PUBLIC: &str = "\
-----BEGIN PUBLIC KEY-----
MF4wFwYIKoUDBwEBAQEwCwYJKoUDBwECAQEBA0MABECDqOhRpQzeeRYT4Ex9npp+
OtW1AbZNcLkTtdMl4doipEvVBifokE3Aen8ej+yFKXwlVesqNpZfS658ZNmjg9MV
-----END PUBLIC KEY-----
";
const LONG: &str = "\
-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHHMFkGCSqGSIb3DQEFDTBMMCkGCSqGSIb3DQEFDDAcBAgVnDqGnNwLlAICC7gw
DAYIKoUDBwEBBAIFADAfBgYqhQMCAhUwFQQIrmq9LqVBM2YGCSqFAwcBAgUBAQRq
9PnuP+RKKWPq1swWII+SvaKIu/jEapHWSg28sPQsIPQKQTS1i3NgHPKXix9WlpCH
CdILod5WW72dcC2k0CTf+BQNKi/fU00T8yBXEw4gS6T+WktKtfw76UswR3kC7Pzx
Zn2a3x2EV8mmkg==
-----END ENCRYPTED PRIVATE KEY-----
";
const LONG_PUBLIC: &str = "\
-----BEGIN PUBLIC KEY-----
MIGqMCEGCCqFAwcBAQECMBUGCSqFAwcBAgECAQYIKoUDBwEBAgMDgYQABIGAHn7a
r7Qfl4aiJAGNmKek7JVnO6AOzSlchtQDKKxb2aOOEcG5QIQT9+U+zwJGWt2ax9hd
t7BC90W7eEZkkqnLwZZ18b9uUtlIYvlY6NQkvuPeJkEnC0yqC8Fj0bRAoXbSNxll
RhmS57eagWfQps7bwN189EPYPYQCpDsX0UO4uL4=
-----END PUBLIC KEY-----
";
const LONG_PASSWORD: &str = "Печать-2026";

fn public(pem_text: &str) -> PublicKey {
    PublicKey::from_spki(&pem::decode_vec(pem_text.as_bytes()).unwrap().1).unwrap()
}

fn made(curve: Curve) -> PrivateKey {
    PrivateKey::generate(curve, &mut SystemRandom).unwrap()
}

/// PrivateKeyInfo of a key of 256-A around these bytes.
fn info(key: &[u8]) -> Vec<u8> {
    let mut body = vec![
        2, 1, 0, 0x30, 0x17, 6, 8, 0x2A, 0x85, 3, 7, 1, 1, 1, 1, 0x30, 0x0B, 6, 9,
    ];
    body.extend([0x2A, 0x85, 3, 7, 1, 2, 1, 1, 1, 4, key.len() as u8]);
    body.extend(key);
    [&[0x30, body.len() as u8], body.as_slice()].concat()
}

#[test]
fn files_of_openssl_open_with_their_password() {
    let key = key_file::read(SHORT.as_bytes(), Some("test")).unwrap();
    assert_eq!(key.curve(), Curve::Tc26A256);
    assert_eq!(key.public_key(), public(SHORT_PUBLIC));
    let key = key_file::read(LONG.as_bytes(), Some(LONG_PASSWORD)).unwrap();
    assert_eq!(key.curve(), Curve::Tc26A512);
    assert_eq!(key.public_key(), public(LONG_PUBLIC));
    let key = key_file::read(SHORT_PLAIN.as_bytes(), None).unwrap();
    assert_eq!(key.public_key(), public(SHORT_PUBLIC));
}

#[test]
fn the_same_file_opens_as_der_and_with_the_line_ends_of_windows() {
    let der = pem::decode_vec(LONG.as_bytes()).unwrap().1;
    assert!(key_file::read(&der, Some(LONG_PASSWORD)).is_ok());
    let windows = LONG.replace('\n', "\r\n");
    assert!(key_file::read(windows.as_bytes(), Some(LONG_PASSWORD)).is_ok());
}

#[test]
fn a_wrong_password_and_a_missing_one_are_told_as_such() {
    for password in [None, Some(""), Some("Test"), Some("печать-2026")] {
        let answer = key_file::read(LONG.as_bytes(), password);
        assert_eq!(answer.err(), Some(Error::WrongPassword));
    }
    assert_eq!(key_file::needs_password(LONG.as_bytes()), Ok(true));
    assert_eq!(key_file::needs_password(SHORT_PLAIN.as_bytes()), Ok(false));
    assert!(key_file::needs_password(b"not a key").is_err());
}

#[test]
fn what_is_written_is_read_with_the_same_password_alone() {
    for curve in [Curve::CryptoProXchA, Curve::Tc26C512] {
        let key = made(curve);
        let file = key_file::write(&key, "сургуч и печать", &mut SystemRandom).unwrap();
        assert!(file.starts_with(b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
        let read = key_file::read(&file, Some("сургуч и печать")).unwrap();
        assert_eq!(read.public_key(), key.public_key());
        assert_eq!(read.bytes(), key.bytes());
        assert_eq!(
            key_file::read(&file, Some("сургуч")).err(),
            Some(Error::WrongPassword)
        );
        let again = key_file::write(&key, "сургуч и печать", &mut SystemRandom).unwrap();
        assert_ne!(file, again, "fresh salt");
    }
}

#[test]
fn every_way_to_write_the_number_is_read() {
    let key = made(Curve::Tc26A256);
    let number = key.bytes();
    let octets = [&[4, 32], number].concat();
    let mut integer: Vec<u8> = number.iter().rev().copied().collect();
    // The shortest form: no superfluous zero before, one where the number would be negative.
    while integer[0] == 0 {
        integer.remove(0);
    }
    if integer[0] > 0x7F {
        integer.insert(0, 0);
    }
    let integer = [&[2, integer.len() as u8], integer.as_slice()].concat();
    for form in [number.to_vec(), octets, integer] {
        let read = key_file::read(&info(&form), None).unwrap();
        assert_eq!(read.bytes(), number);
    }
    let small = key_file::read(&info(&[2, 1, 5]), None).unwrap();
    assert_eq!(small.bytes()[..2], [5, 0]);
}

#[test]
fn a_number_out_of_range_is_no_key() {
    let malformed = |form: &[u8]| {
        let answer = key_file::read(&info(form), None);
        assert!(matches!(answer, Err(Error::Malformed { .. })), "{answer:?}");
    };
    malformed(&[0; 32]);
    malformed(&[0xFF; 32]);
    malformed(&[2, 1, 0]);
    malformed(&[4, 2, 1, 1]);
    malformed(&[]);
    let negative = [&[2, 32, 0x80][..], &[1; 31]].concat();
    malformed(&negative);
    let masked = key_file::read(&info(&[1; 64]), None);
    assert!(matches!(masked, Err(Error::Unsupported { .. })));
}

#[test]
fn what_stands_after_the_key_is_no_part_of_it() {
    let key = made(Curve::Tc26A256);
    let mut with_attributes = info(key.bytes());
    with_attributes.extend([0xA0, 0]);
    with_attributes[1] += 2;
    assert!(key_file::read(&with_attributes, None).is_ok());
    let mut trailing = info(key.bytes());
    trailing.push(0);
    assert!(key_file::read(&trailing, None).is_err());
}

#[test]
fn other_algorithms_are_named_and_not_guessed() {
    let der = pem::decode_vec(SHORT.as_bytes()).unwrap().1;
    let gost = [6, 6, 0x2A, 0x85, 3, 2, 2, 0x15];
    let at = der.windows(gost.len()).position(|part| part == gost).unwrap();
    let mut other = der;
    other[at + 7] = 0x16;
    let answer = key_file::read(&other, Some("test"));
    assert!(matches!(answer, Err(Error::Unsupported { what }) if what.contains("1.2.643.2.2.22")));
}

#[test]
fn a_file_that_asks_for_endless_work_is_refused() {
    let der = pem::decode_vec(SHORT.as_bytes()).unwrap().1;
    let rounds = [2, 2, 8, 0, 0x30];
    let at = der.windows(rounds.len()).position(|part| part == rounds).unwrap();
    let mut endless = der;
    endless.splice(at..at + 4, [2, 4, 0x7F, 0xFF, 0xFF, 0xFF]);
    // Lengths of the four sequences around, the outermost in two bytes.
    for place in [2, 4, 17, 19, 32] {
        endless[place] += 2;
    }
    let answer = key_file::read(&endless, Some("test"));
    assert!(matches!(answer, Err(Error::Malformed { .. })), "{answer:?}");
}

#[test]
fn files_of_other_kinds_are_refused() {
    for file in [
        &b""[..],
        b"0",
        b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
        b"-----BEGIN PRIVATE KEY-----\n",
        &[0x30, 0x80, 0, 0],
        &[0x30; 100_000],
    ] {
        assert!(matches!(
            key_file::read(file, Some("test")),
            Err(Error::Malformed { .. })
        ));
    }
}

proptest! {
    #[test]
    fn no_damaged_file_stops_the_program(at in any::<prop::sample::Index>(), value in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let der = pem::decode_vec(SHORT_PLAIN.as_bytes()).unwrap().1;
        let mut damaged = der.clone();
        let place = at.index(damaged.len());
        damaged[place] = value;
        let _answer = key_file::read(&damaged, None);
        prop_assert!(key_file::read(&der[..cut.index(der.len())], None).is_err());
    }

    #[test]
    fn noise_is_no_key(noise in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(key_file::read(&noise, None).is_err());
        let framed = [&[0x30, 0x82, (noise.len() >> 8) as u8, noise.len() as u8][..], &noise].concat();
        prop_assert!(key_file::read(&framed, Some("test")).is_err());
    }
}

proptest! {
    // Each case derives a key.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_damaged_encrypted_file_stops_the_program(at in 0usize..94, value in any::<u8>()) {
        let mut damaged = pem::decode_vec(SHORT.as_bytes()).unwrap().1;
        // Rounds are left alone: more of them only take longer.
        prop_assume!(!(43..47).contains(&at));
        damaged[at] = value;
        let _answer = key_file::read(&damaged, Some("test"));
    }
}
