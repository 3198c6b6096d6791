//! Ciphers, MACs and the wrapping of keys.

use magma::cipher::consts::{U8, U32};
use magma::cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, BlockSizeUser, KeyInit, KeySizeUser};
use proptest::prelude::*;

use super::{Counted, hex};
use crate::Randomness;
use crate::gost::acpkm::{self, BlockCipher};
use crate::gost::cipher28147::{Gost28147, Sbox};
use crate::gost::kdf::ExportKeys;
use crate::gost::{cfb28147, kexp15, wrap28147};

fn key(digits: &str) -> [u8; 32] {
    hex(digits).try_into().unwrap()
}

fn export_keys(mac: [u8; 32], cipher: [u8; 32]) -> ExportKeys {
    ExportKeys {
        mac: mac.into(),
        cipher: cipher.into(),
    }
}

/// GOST R 34.12-2015, appendices A.1 and A.2 (RFC 7801, section 5.5; RFC 8891, appendix A.4): counter mode of one
/// block over zeros shows the block cipher itself.
#[test]
fn the_examples_of_the_block_ciphers() {
    let mut block = Array::from(<[u8; 16]>::try_from(hex("1122334455667700ffeeddccbbaa9988")).unwrap());
    let cipher = kuznyechik::Kuznyechik::new(&Array::from(key(KUZNYECHIK_KEY)));
    cipher.encrypt_block(&mut block);
    assert_eq!(block.as_slice(), hex("7f679d90bebc24305a468d42b9d4edcd"));
    let mut block = Array::from(<[u8; 8]>::try_from(hex("fedcba9876543210")).unwrap());
    let cipher = magma::Magma::new(&Array::from(key(MAGMA_KEY)));
    cipher.encrypt_block(&mut block);
    assert_eq!(block.as_slice(), hex("4ee901e5c2d8ca3d"));
}

const KUZNYECHIK_KEY: &str = "8899aabbccddeeff0011223344556677fedcba98765432100123456789abcdef";
const MAGMA_KEY: &str = "ffeeddccbbaa99887766554433221100f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";

/// GOST R 34.13-2015, appendices A.1.2 and A.2.2: counter mode.
#[test]
fn the_examples_of_counter_mode() {
    let mut text = hex("1122334455667700ffeeddccbbaa9988 00112233445566778899aabbcceeff0a
         112233445566778899aabbcceeff0a00 2233445566778899aabbcceeff0a0011");
    acpkm::apply(
        BlockCipher::Kuznyechik,
        &key(KUZNYECHIK_KEY),
        &hex("1234567890abcef0"),
        &mut text,
    )
    .unwrap();
    let expected = hex("f195d8bec10ed1dbd57b5fa240bda1b8 85eee733f6a13e5df33ce4b33c45dee4
         a5eae88be6356ed3d5e877f13564a3a5 cb91fab1f20cbab6d1c6d15820bdba73");
    assert_eq!(text, expected);
    let mut text = hex("92def06b3c130a59 db54c704f8189d20 4a98fb2e67a8024c 8912409b17b57e41");
    acpkm::apply(BlockCipher::Magma, &key(MAGMA_KEY), &hex("12345678"), &mut text).unwrap();
    assert_eq!(
        text,
        hex("4e98110c97b7b93c 3e250d93d6e85d69 136d868807b2dbef 568eb680ab52a12d")
    );
}

/// R 1323565.1.017-2018, appendix A.1 (RFC 8645, appendix A.1.1): the key changes after every two blocks.
#[test]
fn the_example_of_changing_keys() {
    let mut text = hex("1122334455667700FFEEDDCCBBAA9988 00112233445566778899AABBCCEEFF0A
         112233445566778899AABBCCEEFF0A00 2233445566778899AABBCCEEFF0A0011
         33445566778899AABBCCEEFF0A001122 445566778899AABBCCEEFF0A00112233
         5566778899AABBCCEEFF0A0011223344");
    let clear = text.clone();
    let run = |text: &mut [u8]| {
        let iv = hex("1234567890abcef0");
        acpkm::apply_sections(BlockCipher::Kuznyechik, &key(KUZNYECHIK_KEY), &iv, 32, text).unwrap();
    };
    run(&mut text);
    let expected = hex("F195D8BEC10ED1DBD57B5FA240BDA1B8 85EEE733F6A13E5DF33CE4B33C45DEE4
         4BCEEB8F646F4C55001706275E85E800 587C4DF568D094393E4834AFD0805046
         CF30F57686AEECE11CFC6C316B8A896E DFFD07EC813636460C4F3B743423163E
         6409A9C282FAC8D469D221E7FBD6DE5D");
    assert_eq!(text, expected);
    run(&mut text);
    assert_eq!(text, clear);
}

#[test]
fn an_initial_value_of_another_length_is_refused() {
    let run = |cipher, iv: &[u8], section| acpkm::apply_sections(cipher, &[1; 32], iv, section, &mut [0; 40]);
    assert!(run(BlockCipher::Magma, &[0; 8], 1024).is_err());
    assert!(run(BlockCipher::Kuznyechik, &[0; 4], 1024).is_err());
    assert!(run(BlockCipher::Kuznyechik, &[0; 8], 24).is_err());
    assert!(run(BlockCipher::Kuznyechik, &[0; 8], 0).is_err());
}

/// GOST R 34.13-2015, appendices A.1.6 and A.2.6: the MAC, of which the examples show one half.
#[test]
fn the_examples_of_the_mac() {
    let text = hex("1122334455667700ffeeddccbbaa9988 00112233445566778899aabbcceeff0a
         112233445566778899aabbcceeff0a00 2233445566778899aabbcceeff0a0011");
    let mac = kexp15::omac(
        BlockCipher::Kuznyechik,
        &key(KUZNYECHIK_KEY),
        &[&text[..5], &text[5..]],
    )
    .unwrap();
    assert_eq!(mac[..8], hex("336f4d296059fbe3"));
    let text = hex("92def06b3c130a59 db54c704f8189d20 4a98fb2e67a8024c 8912409b17b57e41");
    let mac = kexp15::omac(BlockCipher::Magma, &key(MAGMA_KEY), &[&text]).unwrap();
    assert_eq!(mac[..4], hex("154e7210"));
}

/// R 1323565.1.017-2018, appendix A: KExp15 with «Магма».
#[test]
fn the_example_of_exporting_a_key() {
    let keys = export_keys(
        key("08090A0B0C0D0E0F0001020304050607101112131415161718191A1B1C1D1E1F"),
        key("202122232425262728292A2B2C2D2E2F38393A3B3C3D3E3F3031323334353637"),
    );
    let secret = hex(KUZNYECHIK_KEY);
    let iv = hex("67BED654");
    let exported = kexp15::export(BlockCipher::Magma, &keys, &iv, &secret).unwrap();
    let expected = hex("CFD5A12D5B81B6E1E99C916D07900C6AC12703FB3ABDED55
         567BF3742C899C755DAFE7B42E3A8BD9");
    assert_eq!(exported, expected);
    assert_eq!(
        *kexp15::import(BlockCipher::Magma, &keys, &iv, &exported).unwrap(),
        secret
    );
}

/// GOST 28147-89 with the set of the standard's own examples (the first four blocks of 32).
#[test]
fn the_example_of_28147_block_by_block() {
    let cipher = Gost28147::new(
        &key("0475f6e05038fbfad2c7c390edb3ca3d1547124291ae1e8a2f79cd9ed2bcefbd"),
        Sbox::Test,
    );
    let blocks = [
        ("0706050403020100", "4b8c4c9815f24aea"),
        ("0f0e0d0c0b0a0908", "1ec35709b3bc2ed1"),
        ("1716151413121110", "e0d1f222652d5918"),
        ("1f1e1d1c1b1a1918", "f7dffc804bde5c68"),
    ];
    for (clear, sealed) in blocks {
        let (clear, sealed): ([u8; 8], [u8; 8]) =
            (hex(clear).try_into().unwrap(), hex(sealed).try_into().unwrap());
        assert_eq!(cipher.encrypt(clear), sealed);
        assert_eq!(cipher.decrypt(sealed), clear);
    }
}

fn agrees_with<C>(sbox: Sbox, key: [u8; 32], block: [u8; 8])
where
    C: KeyInit
        + KeySizeUser<KeySize = U32>
        + BlockSizeUser<BlockSize = U8>
        + BlockCipherEncrypt
        + BlockCipherDecrypt,
{
    // GOST R 34.12-2015 reads words and blocks from the other end.
    let mut turned_key = key;
    turned_key
        .as_chunks_mut::<4>()
        .0
        .iter_mut()
        .for_each(|word| word.reverse());
    let judge = C::new(&Array::from(turned_key));
    let mut expected = Array::from(block);
    expected.reverse();
    judge.encrypt_block(&mut expected);
    expected.reverse();
    assert_eq!(
        Gost28147::new(&key, sbox).encrypt(block).as_slice(),
        expected.as_slice()
    );
    let mut back = Array::from(block);
    back.reverse();
    judge.decrypt_block(&mut back);
    back.reverse();
    assert_eq!(
        Gost28147::new(&key, sbox).decrypt(block).as_slice(),
        back.as_slice()
    );
}

proptest! {
    #[test]
    fn sets_agree_with_the_library(key in proptest::array::uniform32(any::<u8>()), block in any::<[u8; 8]>()) {
        // Not CryptoProD and Test: under these names the library has the sets of GOST R 34.11-94 (magma 0.10).
        agrees_with::<magma::Gost89CryptoProA>(Sbox::CryptoProA, key, block);
        agrees_with::<magma::Gost89CryptoProB>(Sbox::CryptoProB, key, block);
        agrees_with::<magma::Gost89CryptoProC>(Sbox::CryptoProC, key, block);
        agrees_with::<magma::Magma>(Sbox::Z, key, block);
    }

    #[test]
    fn cfb_returns_what_it_took(length in 0usize..4200, seed in any::<u8>()) {
        let mut text = vec![0; length];
        Counted(seed).fill(&mut text).unwrap();
        let clear = text.clone();
        cfb28147::encrypt(&[seed; 32], [seed; 8], Sbox::Z, &mut text);
        prop_assert!(length < 8 || text != clear);
        cfb28147::decrypt(&[seed; 32], [seed; 8], Sbox::Z, &mut text);
        prop_assert_eq!(text, clear);
    }

    #[test]
    fn a_wrapped_key_comes_back_and_a_changed_one_does_not(kek in any::<[u8; 32]>(), cek in any::<[u8; 32]>(), ukm in any::<[u8; 8]>(), bit in 0usize..288) {
        for sbox in Sbox::ALL {
            let wrapped = wrap28147::wrap(&kek, ukm, sbox, &cek);
            prop_assert_eq!(*wrap28147::unwrap(&kek, ukm, sbox, &wrapped).unwrap(), cek);
            let mut damaged = wrapped.clone();
            match damaged.key.get_mut(bit / 8) {
                Some(byte) => *byte ^= 1 << (bit % 8),
                None => damaged.mac[bit / 8 - 32] ^= 1 << (bit % 8),
            }
            prop_assert!(wrap28147::unwrap(&kek, ukm, sbox, &damaged).is_err());
        }
    }

    #[test]
    fn an_exported_key_comes_back_and_a_changed_one_does_not(mac in any::<[u8; 32]>(), cipher in any::<[u8; 32]>(), secret in any::<[u8; 32]>(), bit in any::<prop::sample::Index>()) {
        let keys = export_keys(mac, cipher);
        for cipher in [BlockCipher::Kuznyechik, BlockCipher::Magma] {
            let iv = &[9; 8][..cipher.iv_bytes()];
            let mut exported = kexp15::export(cipher, &keys, iv, &secret).unwrap();
            prop_assert_eq!(exported.len(), 32 + cipher.block_bytes());
            let imported = kexp15::import(cipher, &keys, iv, &exported).unwrap();
            prop_assert_eq!(imported.as_slice(), secret.as_slice());
            let at = bit.index(8 * exported.len());
            exported[at / 8] ^= 1 << (at % 8);
            prop_assert!(kexp15::import(cipher, &keys, iv, &exported).is_err());
            prop_assert!(kexp15::import(cipher, &keys, iv, &exported[..cipher.block_bytes() - 1]).is_err());
        }
    }
}
