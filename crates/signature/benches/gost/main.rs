//! How fast GOST signatures are made and checked, beside OpenSSL's GOST engine in the same run with the same keys.
//! `cargo xtask bench signature`.
//!
//! `openssl speed` knows no algorithm of an engine, so `floor.py` calls libcrypto through Python's ctypes: a loop around
//! EVP_PKEY_sign and EVP_PKEY_verify, about a microsecond of Python an operation.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    reason = "a measurement prints and may stop at the first surprise"
)]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use signature::gost::{Digest, PrivateKey};
use signature::{SystemRandom, key_file};

/// For each figure of each turn. Both sides take turns, so that what disturbs the computer disturbs both.
const SECONDS: f64 = 0.25;
const TURNS: usize = 6;
const CONFIGURATION: &str = "openssl_conf = init\n[init]\nengines = engines\n[engines]\ngost = gost\n\
                             [gost]\nengine_id = gost\ndefault_algorithms = ALL\n";
/// The sets as OpenSSL calls them: the one of most certificates today, one with cofactor four, the long one.
const SETS: [(&str, &str, &str); 3] = [
    ("256-B", "gost2012_256", "TCB"),
    ("256-A", "gost2012_256", "TCA"),
    ("512-A", "gost2012_512", "A"),
];

/// What OpenSSL did with one key.
struct Floor {
    /// Signing and verifying, a second.
    speeds: (f64, f64),
    digest: Vec<u8>,
    signature: Vec<u8>,
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let configuration = folder.path().join("openssl.cnf");
    std::fs::write(&configuration, CONFIGURATION).unwrap();
    let files: Vec<PathBuf> = SETS
        .iter()
        .map(|(name, algorithm, set)| made_key(&configuration, &folder.path().join(name), algorithm, set))
        .collect();
    let keys: Vec<PrivateKey> = files
        .iter()
        .map(|file| key_file::read(&std::fs::read(file).unwrap(), None).unwrap())
        .collect();
    let mut theirs = Speeds::default();
    let mut ours = Speeds::default();
    for _ in 0..TURNS {
        let (floors, digest) = floors(&configuration, &files);
        theirs.keep(
            &floors.iter().map(|floor| floor.speeds).collect::<Vec<_>>(),
            digest,
        );
        let speeds: Vec<_> = keys
            .iter()
            .zip(&floors)
            .map(|(key, floor)| ours_with(key, floor))
            .collect();
        ours.keep(&speeds, our_digest());
    }
    println!(r#"{{"figures":[{}]}}"#, rows(&ours, &theirs).join(","));
}

/// The best of all turns: signing and verifying with each key, a second, and megabytes of digest a second.
#[derive(Default)]
struct Speeds {
    keys: Vec<(f64, f64)>,
    digest: f64,
}

impl Speeds {
    fn keep(&mut self, keys: &[(f64, f64)], digest: f64) {
        self.keys.resize(keys.len(), (0.0, 0.0));
        for (best, new) in self.keys.iter_mut().zip(keys) {
            *best = (best.0.max(new.0), best.1.max(new.1));
        }
        self.digest = self.digest.max(digest);
    }
}

fn rows(ours: &Speeds, theirs: &Speeds) -> Vec<String> {
    let mut rows = Vec::new();
    for (((name, ..), our), floor) in SETS.iter().zip(&ours.keys).zip(&theirs.keys) {
        rows.push(report(&format!("sign {name}"), our.0, "1/s", floor.0));
        rows.push(report(&format!("verify {name}"), our.1, "1/s", floor.1));
    }
    rows.push(report("digest Streebog-256", ours.digest, "MB/s", theirs.digest));
    rows
}

fn ours_with(key: &PrivateKey, floor: &Floor) -> (f64, f64) {
    let public = key.public_key();
    // Both worked with one key: what was made there is believed here.
    public.verify_digest(&floor.digest, &floor.signature).unwrap();
    let mut random = SystemRandom;
    let digest = floor.digest.as_slice();
    let signs = fastest(20, || {
        drop(black_box(
            key.sign_digest(black_box(digest), &mut random).unwrap(),
        ));
    });
    let verifies = fastest(20, || {
        public.verify_digest(black_box(digest), &floor.signature).unwrap()
    });
    (signs, verifies)
}

fn our_digest() -> f64 {
    let text = vec![0; 1 << 20];
    let digests = fastest(1, || drop(black_box(Digest::Streebog256.of(black_box(&text)))));
    digests * text.len() as f64 / 1e6
}

/// Operations a second of the fastest of many short rounds: the others were disturbed.
fn fastest(operations: u32, mut run: impl FnMut()) -> f64 {
    run();
    let mut best = f64::INFINITY;
    let ends = Instant::now() + Duration::from_secs_f64(SECONDS);
    while Instant::now() < ends {
        let started = Instant::now();
        for _ in 0..operations {
            run();
        }
        best = best.min(started.elapsed().as_secs_f64() / f64::from(operations));
    }
    1.0 / best
}

/// Tells a row and gives it back as JSON, for `cargo xtask bench`.
fn report(what: &str, value: f64, unit: &str, floor: f64) -> String {
    let ratio = value / floor;
    println!("{what:<22}{value:>10.0} {unit:<5} OpenSSL's engine {floor:>8.0}  × {ratio:.2}");
    format!(
        r#"{{"name":"signature.{what}","value":{value:.0},"unit":"{unit}","floor":{floor:.0},"ratio":{ratio:.3}}}"#
    )
}

fn made_key(configuration: &Path, file: &Path, algorithm: &str, set: &str) -> PathBuf {
    let mut command = Command::new("openssl");
    command.args(["genpkey", "-algorithm", algorithm, "-pkeyopt"]);
    command.arg(format!("paramset:{set}")).arg("-out").arg(file);
    answer(command, configuration);
    file.to_owned()
}

fn floors(configuration: &Path, files: &[PathBuf]) -> (Vec<Floor>, f64) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/gost/floor.py");
    let mut command = Command::new("python3");
    command.arg(script).arg(SECONDS.to_string()).args(files);
    let said = answer(command, configuration);
    let mut lines: Vec<&str> = said.lines().collect();
    let digest = lines.pop().unwrap().parse().unwrap();
    (lines.into_iter().map(floor).collect(), digest)
}

fn floor(line: &str) -> Floor {
    let mut words = line.split(' ');
    let mut word = || words.next().unwrap();
    Floor {
        speeds: (word().parse().unwrap(), word().parse().unwrap()),
        digest: bytes(word()),
        signature: bytes(word()),
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    let pair = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(pair).collect()
}

fn answer(mut command: Command, configuration: &Path) -> String {
    command.env("OPENSSL_CONF", configuration);
    let output = command
        .output()
        .expect("openssl and python3 (apt-get install openssl python3)");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "OpenSSL with its GOST engine (apt-get install libengine-gost-openssl): {said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    said
}
