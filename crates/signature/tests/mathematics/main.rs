//! OpenSSL with its gost engine judges the mathematics alone: key files, bare signatures, the old cipher and its MAC.
//! Messages around them are judged in `judges`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

#[path = "../judges/openssl.rs"]
mod openssl;

use std::fs;
use std::path::Path;
use std::process::Command;

use signature::gost::cipher28147::{Gost28147, Sbox};
use signature::gost::{Curve, PrivateKey, PublicKey, cfb28147};
use signature::{SystemRandom, key_file};
use tempfile::TempDir;

/// The sets that the engine makes keys of, by its names for them.
const SETS: [(&str, &str, Curve); 11] = [
    ("gost2012_256", "A", Curve::CryptoProA),
    ("gost2012_256", "B", Curve::CryptoProB),
    ("gost2012_256", "C", Curve::CryptoProC),
    ("gost2012_256", "XA", Curve::CryptoProXchA),
    ("gost2012_256", "XB", Curve::CryptoProXchB),
    ("gost2012_256", "TCA", Curve::Tc26A256),
    ("gost2012_256", "TCB", Curve::Tc26B256),
    ("gost2012_256", "TCD", Curve::Tc26D256),
    ("gost2012_512", "A", Curve::Tc26A512),
    ("gost2012_512", "B", Curve::Tc26B512),
    ("gost2012_512", "C", Curve::Tc26C512),
];

fn stand() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    openssl::prepare(folder.path());
    folder
}

fn public_by_openssl(folder: &Path, key: &str, password: &str) -> PublicKey {
    let source = format!("pass:{password}");
    let arguments = [
        "pkey", "-in", key, "-passin", &source, "-pubout", "-outform", "DER",
    ];
    PublicKey::from_spki(&openssl::run(folder, &arguments)).unwrap()
}

#[test]
fn openssl_opens_the_key_files_that_are_written_here() {
    let folder = stand();
    // One of each kind: names of the digest or none, cofactor or none, both lengths.
    for curve in [
        Curve::CryptoProXchA,
        Curve::Tc26A256,
        Curve::Tc26A512,
        Curve::Tc26C512,
    ] {
        let key = PrivateKey::generate(curve, &mut SystemRandom).unwrap();
        let file = key_file::write(&key, "Печать-2026", &mut SystemRandom).unwrap();
        fs::write(folder.path().join("key.pem"), file).unwrap();
        let public = public_by_openssl(folder.path(), "key.pem", "Печать-2026");
        assert_eq!(public, key.public_key());
        assert_eq!(public.curve(), curve);
        assert_eq!(
            public_bytes(folder.path(), "key.pem"),
            key.public_key().to_spki(),
            "{curve:?} is written the same way"
        );
    }
}

fn public_bytes(folder: &Path, key: &str) -> Vec<u8> {
    let arguments = [
        "pkey",
        "-in",
        key,
        "-passin",
        "pass:Печать-2026",
        "-pubout",
        "-outform",
        "DER",
    ];
    openssl::run(folder, &arguments)
}

#[test]
fn openssl_and_this_crate_believe_each_others_signatures() {
    let folder = stand();
    let at = |name: &str| folder.path().join(name);
    for (algorithm, set, curve) in SETS {
        let paramset = format!("paramset:{set}");
        let arguments = [
            "genpkey",
            "-algorithm",
            algorithm,
            "-pkeyopt",
            &paramset,
            "-out",
            "key.pem",
        ];
        openssl::run(folder.path(), &arguments);
        let key = key_file::read(&fs::read(at("key.pem")).unwrap(), None).unwrap();
        assert_eq!(key.curve(), curve);
        let digest = curve.digest().of(format!("Акт сверки {set}").as_bytes());
        fs::write(at("digest"), &digest).unwrap();

        let sign = ["pkeyutl", "-sign", "-inkey", "key.pem", "-in", "digest"];
        let theirs = openssl::run(folder.path(), &sign);
        assert_eq!(
            key.public_key().verify_digest(&digest, &theirs),
            Ok(()),
            "{curve:?}"
        );

        let ours = key.sign_digest(&digest, &mut SystemRandom).unwrap();
        fs::write(at("ours"), &ours).unwrap();
        let verify = [
            "pkeyutl", "-verify", "-inkey", "key.pem", "-in", "digest", "-sigfile", "ours",
        ];
        openssl::run(folder.path(), &verify);
        let mut damaged = ours.clone();
        damaged[5] ^= 1;
        fs::write(at("ours"), &damaged).unwrap();
        assert!(
            !openssl::ask(folder.path(), &verify).status.success(),
            "the judge can say no"
        );
    }
}

/// Text that is longer than three sections between two changes of the key, and ends inside a block.
fn text() -> Vec<u8> {
    (0..3333u32).map(|at| (at * 7 + at / 256) as u8).collect()
}

const KEY: [u8; 32] = *b"0123456789abcdef0123456789ABCDEF";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The engine takes its set of S-boxes from the surroundings.
fn with_sbox(folder: &Path, sbox: Sbox, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new("openssl")
        .current_dir(folder)
        .args(arguments)
        .env("OPENSSL_CONF", folder.join("gost.cnf"))
        .env("CRYPT_PARAMS", sbox.oid().to_string())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

#[test]
fn the_old_cipher_with_every_set_and_its_changes_of_key_is_that_of_openssl() {
    let folder = stand();
    fs::write(folder.path().join("text"), text()).unwrap();
    let iv = *b"\x01\x02\x03\x04\xFC\xFD\xFE\xFF";
    for sbox in Sbox::ALL {
        let (key, start) = (hex(&KEY), hex(&iv));
        let arguments = ["enc", "-gost89", "-K", &key, "-iv", &start, "-in", "text"];
        let theirs = with_sbox(folder.path(), sbox, &arguments);
        let mut ours = text();
        cfb28147::encrypt(&KEY, iv, sbox, &mut ours);
        assert!(ours == theirs, "{sbox:?}");
    }
}

#[test]
fn the_mac_of_the_old_cipher_is_that_of_openssl() {
    let folder = stand();
    for bytes in [9, 16, 100, 1024] {
        let text = &text()[..bytes];
        fs::write(folder.path().join("text"), text).unwrap();
        let key = format!("hexkey:{}", hex(&KEY));
        for (name, sbox) in [("gost-mac", Sbox::CryptoProA), ("gost-mac-12", Sbox::Z)] {
            let arguments = ["dgst", "-mac", name, "-macopt", &key, "-binary", "text"];
            let theirs = openssl::run(folder.path(), &arguments);
            let ours = Gost28147::new(&KEY, sbox).mac([0; 8], text);
            assert_eq!(ours, *theirs, "{bytes} bytes with {sbox:?}");
        }
    }
}
