//! Sealed messages both ways.

use signature::envelope::{self, BlockCipher, EnvelopeCipher};
use signature::{Error, SystemRandom};

use crate::pki::{self, KINDS, pki};

/// What OpenSSL calls the ciphers, in the order of [`EnvelopeCipher::ALL`].
const NAMES: [&str; 3] = ["-gost89", "-kuznyechik-ctr-acpkm", "-magma-ctr-acpkm"];

fn plaintext(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|number| (number * 7 % 253) as u8).collect()
}

#[test]
fn what_openssl_seals_is_opened_here() {
    let pki = pki();
    let mut opened = 0;
    for kind in KINDS {
        let name = pki::name(kind);
        let mut key = pki.signer(&name);
        for cipher in NAMES {
            for bytes in [0, 48, 5_000] {
                let (plain, sealed) = (
                    format!("seal-{name}-{bytes}"),
                    format!("seal-{name}{cipher}-{bytes}"),
                );
                pki.write(&plain, &plaintext(bytes));
                let certificate = format!("{name}.pem");
                let seal = [
                    "cms", "-encrypt", "-binary", "-in", &plain, cipher, "-outform", "DER", "-out", &sealed,
                ];
                pki.run(&[&seal[..], &[&certificate]].concat());
                let found = envelope::open(&pki.read(&sealed), &mut key);
                assert!(found == Ok(plaintext(bytes)), "{name} {cipher} {bytes}");
                opened += 1;
            }
        }
    }
    assert_eq!(opened, 90);
}

#[test]
fn what_is_sealed_here_is_opened_by_openssl_and_here() {
    let pki = pki();
    for kind in KINDS {
        let name = pki::name(kind);
        let mut key = pki.signer(&name);
        for (index, cipher) in EnvelopeCipher::ALL.into_iter().enumerate() {
            // The engine 3.0.1 seals «Магма» in sections of 8 KB and opens it in sections of 1 KB: it does not read
            // its own longer messages.
            let is_magma = cipher == EnvelopeCipher::CtrAcpkm(BlockCipher::Magma);
            let bytes = plaintext(if is_magma { 1_000 } else { 3_000 });
            let sealed = envelope::seal(&bytes, &key.certificate, cipher, &mut SystemRandom).unwrap();
            let file = format!("sealed-here-{name}-{index}");
            pki.write(&file, &sealed);
            let (certificate, key_file) = (format!("{name}.pem"), format!("{name}.key"));
            let open = [
                "cms",
                "-decrypt",
                "-binary",
                "-inform",
                "DER",
                "-in",
                &file,
                "-recip",
                &certificate,
            ];
            let opened = pki.run(&[&open[..], &["-inkey", &key_file]].concat());
            assert!(opened == bytes, "{name} {cipher:?}");
            assert!(envelope::open(&sealed, &mut key) == Ok(bytes));
        }
    }
}

#[test]
fn a_long_message_changes_its_key_on_the_way_and_a_streamed_one_comes_in_pieces() {
    let pki = pki();
    let mut key = pki.signer("512-A");
    let bytes = plaintext(600_000);
    pki.write("long", &bytes);
    for cipher in NAMES {
        let file = format!("long{cipher}");
        let seal = [
            "cms", "-encrypt", "-binary", "-stream", "-in", "long", cipher, "-outform", "DER", "-out", &file,
        ];
        pki.run(&[&seal[..], &["512-A.pem"]].concat());
        let sealed = pki.read(&file);
        assert_eq!(sealed.get(..2).unwrap(), [0x30, 0x80], "OpenSSL was to write BER");
        assert!(envelope::open(&sealed, &mut key) == Ok(bytes.clone()), "{cipher}");
    }
}

#[test]
fn a_message_for_several_is_opened_by_each_and_by_nobody_else() {
    let pki = pki();
    pki.write("several", b"token");
    let seal = [
        "cms",
        "-encrypt",
        "-binary",
        "-in",
        "several",
        "-gost89",
        "-outform",
        "DER",
        "-out",
        "several.p7m",
    ];
    pki.run(&[&seal[..], &["256-A.pem", "256-XB.pem"]].concat());
    let sealed = pki.read("several.p7m");
    assert_eq!(envelope::recipients(&sealed).unwrap().len(), 2);
    for name in ["256-A", "256-XB"] {
        assert_eq!(
            envelope::open(&sealed, &mut pki.signer(name)),
            Ok(b"token".to_vec())
        );
    }
    assert_eq!(
        envelope::open(&sealed, &mut pki.signer("256-B")),
        Err(Error::NoKey)
    );
}

#[test]
fn a_changed_key_transport_is_refused() {
    let pki = pki();
    let mut key = pki.signer("256-TCA");
    for cipher in EnvelopeCipher::ALL {
        let sealed = envelope::seal(b"token", &key.certificate, cipher, &mut SystemRandom).unwrap();
        let mut refused = 0;
        for at in 0..sealed.len() - 40 {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            refused += usize::from(envelope::open(&changed, &mut key).is_err());
        }
        // Versions, the name of the content's type and the start of its cipher are not protected by anything.
        assert!(
            refused > sealed.len() - 100,
            "{cipher:?}: {refused} of {}",
            sealed.len()
        );
    }
}
