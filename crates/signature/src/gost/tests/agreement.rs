//! Agreement and derivation of keys: the examples of RFC 7836, appendix B, and of R 1323565.1.020-2018.

use super::{Counted, hex};
use crate::gost::kdf::{Counter, kdf, kdf_tree, keg};
use crate::gost::{Curve, Digest, PrivateKey, PublicKey};

const A: &str = "c990ecd972fce84ec4db022778f50fcac726f46708384b8d458304962d7147f8
                 c2db41cef22c90b102f2968404f9b9be6d47c79692d81826b32b8daca43cb667";
const A_POINT: &str = "aab0eda4abff21208d18799fb9a8556654ba783070eba10cb9abb253ec56dcf5
                       d3ccba6192e464e6e5bcb6dea137792f2431f6c897eb1b3c0cc14327b1adc0a7
                       914613a3074e363aedb204d38d3563971bd8758e878c9db11403721b48002d38
                       461f92472d40ea92f9958c0ffa4c93756401b97f89fdbe0b5e46e4a4631cdb5a";
const B: &str = "48c859f7b6f11585887cc05ec6ef1390cfea739b1a18c0d4662293ef63b79e3b
                 8014070b44918590b4b996acfea4edfbbbcccc8c06edd8bf5bda92a51392d0db";
const B_POINT: &str = "192fe183b9713a077253c72c8735de2ea42a3dbc66ea317838b65fa32523cd5e
                       fca974eda7c863f4954d1147f1f2b25c395fce1c129175e876d132e94ed5a651
                       04883b414c9b592ec4dc84826f07d0b6d9006dda176ce48c391e3f97d102e03b
                       b598bf132a228a45f7201aba08fc524a2d77e43a362ab022ad4028f75bde3b79";

/// RFC 7836, appendix B, examples 5 and 6.
#[test]
fn the_examples_of_agreement() {
    let curve = Curve::Tc26A512;
    let (a, b) = (
        PrivateKey::from_bytes(curve, &hex(A)).unwrap(),
        PrivateKey::from_bytes(curve, &hex(B)).unwrap(),
    );
    assert_eq!(
        a.public_key(),
        PublicKey::from_coordinates(curve, &hex(A_POINT)).unwrap()
    );
    assert_eq!(
        b.public_key(),
        PublicKey::from_coordinates(curve, &hex(B_POINT)).unwrap()
    );
    let ukm = hex("1d80603c8544c727");
    let short = hex("c9a9a77320e2cc559ed72dce6f47e2192ccea95fa648670582c054c0ef36c221");
    let long = hex("79f002a96940ce7bde3259a52e015297adaad84597a0d205b50e3e1719f97bfa
         7ee1d2661fa9979a5aa235b558a7e6d9f88f982dd63fc35a8ec0dd5e242d3bdf");
    for (own, peer) in [(&a, &b), (&b, &a)] {
        assert_eq!(
            *own.vko(&peer.public_key(), &ukm, Digest::Streebog256).unwrap(),
            short
        );
        assert_eq!(
            *own.vko(&peer.public_key(), &ukm, Digest::Streebog512).unwrap(),
            long
        );
    }
}

#[test]
fn keys_of_different_curves_do_not_agree() {
    let one = PrivateKey::generate(Curve::Tc26A256, &mut Counted(1)).unwrap();
    let other = PrivateKey::generate(Curve::Tc26B256, &mut Counted(2)).unwrap();
    assert!(
        one.vko(&other.public_key(), &[1; 8], Digest::Streebog256)
            .is_err()
    );
    let same = PrivateKey::generate(Curve::CryptoProA, &mut Counted(3)).unwrap();
    assert!(
        other
            .vko(&same.public_key(), &[1; 8], Digest::Streebog256)
            .is_ok()
    );
    assert!(
        other
            .vko(&same.public_key(), &[1; 33], Digest::Streebog256)
            .is_err()
    );
}

/// RFC 7836, appendix B, example 9 (KDF) and 10 (KDF_TREE); R 50.1.113-2016.
#[test]
fn the_examples_of_derivation() {
    let key: Vec<u8> = (0..32).collect();
    let (label, seed) = (hex("26bdb878"), hex("af21434145656378"));
    let one = hex("a1aa5f7de402d7b3d323f2991c8d4534013137010a83754fd0af6d7cd4922ed9");
    assert_eq!(*kdf(&key, &label, &seed), one);
    let two = hex("22b6837845c6bef65ea71672b265831086d3c76aebe6dae91cad51d83f79d16b
         074c9330599d7f8d712fca54392f4ddde93751206b3584c8f43f9e6dc51531f9");
    assert_eq!(*kdf_tree(&key, &label, &seed, Counter::One, 2).unwrap(), two);
    assert!(kdf_tree(&key, &label, &seed, Counter::One, 256).is_err());
    assert_eq!(
        kdf_tree(&key, &label, &seed, Counter::Two, 256).unwrap().len(),
        256 * 32
    );
}

#[test]
fn both_sides_make_the_same_pair_of_export_keys() {
    for curve in [
        Curve::Tc26A256,
        Curve::CryptoProXchA,
        Curve::Tc26A512,
        Curve::Tc26C512,
    ] {
        let one = PrivateKey::generate(curve, &mut Counted(1)).unwrap();
        let other = PrivateKey::generate(curve, &mut Counted(2)).unwrap();
        let seed = [0xA5; 32];
        let mine = keg(&one, &other.public_key(), &seed).unwrap();
        let theirs = keg(&other, &one.public_key(), &seed).unwrap();
        assert_eq!(mine.mac, theirs.mac);
        assert_eq!(mine.cipher, theirs.cipher);
        assert_ne!(mine.mac, mine.cipher);
    }
}
