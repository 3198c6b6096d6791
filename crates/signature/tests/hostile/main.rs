//! Everything from outside is hostile: no parser panics, runs away or takes the memory.
//!
//! The saved corpora of the fuzz targets are replayed, valid files are damaged in ever the same ways, and chance
//! damages more. See `fuzz/README.md` for the search without an end.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod probes;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use proptest::prelude::*;

/// Far more than any file of the corpora needs in a debug build.
const LONGEST: Duration = Duration::from_secs(10);

fn corpus(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(name);
    let mut files: Vec<(PathBuf, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), std::fs::read(path).unwrap()))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "the corpus {name} is empty");
    files
}

fn timed(probe: fn(&[u8]), bytes: &[u8], what: &dyn std::fmt::Debug) {
    let started = Instant::now();
    probe(bytes);
    assert!(
        started.elapsed() < LONGEST,
        "{what:?} took {:?}",
        started.elapsed()
    );
}

#[test]
fn the_saved_corpora_pass_every_probe() {
    for (name, _) in probes::ALL {
        for (path, bytes) in corpus(name) {
            for (_, probe) in probes::ALL {
                timed(probe, &bytes, &path);
            }
        }
    }
}

#[test]
fn the_valid_files_of_the_corpora_are_still_read() {
    use signature::{certificate, cms, envelope, key_file};
    let is_valid = |name: &str, path: &Path, bytes: &[u8]| match name {
        "certificate" => certificate::Certificate::from_pem_or_der(bytes).is_ok(),
        "crl" => certificate::crl::parse(bytes).is_ok(),
        "ocsp" => certificate::ocsp::read(bytes).is_ok(),
        "cms" => cms::Signed::read(bytes).is_ok(),
        "envelope" => envelope::recipients(bytes).is_ok(),
        "ber" => cms::ber::normalise(bytes).is_ok(),
        _ if path.to_string_lossy().contains("locked") => key_file::read(bytes, Some("password")).is_ok(),
        _ => key_file::read(bytes, None).is_ok(),
    };
    for (name, _) in probes::ALL {
        for (path, bytes) in corpus(name) {
            if !path.file_name().unwrap().to_string_lossy().starts_with("damaged") {
                assert!(is_valid(name, &path, &bytes), "{}", path.display());
            }
        }
    }
}

/// The numbers of an xorshift generator: damage that is the same in every run.
struct Damage(u64);

impl Damage {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap()
    }

    fn apply(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(3) {
            let at = self.below(bytes.len());
            match self.below(5) {
                0 => bytes[at] ^= 1 << self.below(8),
                1 => bytes[at] = [0x00, 0x80, 0xFF, 0x30, 0x24, 0xA0, 0x84, 0x1F][self.below(8)],
                2 => bytes.truncate(at.max(1)),
                3 => {
                    let end = (at + 1 + self.below(16)).min(bytes.len());
                    if end - at < bytes.len() {
                        bytes.drain(at..end);
                    }
                }
                _ => {
                    let end = (at + 1 + self.below(32)).min(bytes.len());
                    let piece = bytes[at..end].to_vec();
                    bytes.splice(at..at, piece);
                }
            }
        }
    }
}

#[test]
fn valid_files_damaged_in_ever_the_same_ways_pass_every_probe() {
    let mut damage = Damage(0x5EED_2026);
    for (name, probe) in probes::ALL {
        // A password is stretched on purpose: a thousand of them would take minutes.
        let rounds = if name == "key_file" { 60 } else { 300 };
        for (path, bytes) in corpus(name) {
            for round in 0..rounds {
                let mut damaged = bytes.clone();
                damage.apply(&mut damaged);
                timed(probe, &damaged, &(&path, round));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_of_pure_chance_pass_every_probe(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for (_, probe) in probes::ALL {
            probe(&bytes);
        }
    }

    #[test]
    fn a_valid_file_with_chance_in_the_middle_passes_its_probe(
        target in 0..5_usize,
        file in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        piece in proptest::collection::vec(any::<u8>(), 1..24),
    ) {
        let (name, probe) = probes::ALL[target];
        let files = corpus(name);
        let mut bytes = files[file.index(files.len())].1.clone();
        let at = at.index(bytes.len());
        let end = (at + piece.len()).min(bytes.len());
        bytes.splice(at..end, piece);
        probe(&bytes);
    }
}

#[test]
fn a_message_of_many_namesakes_does_not_keep_the_program_busy() {
    use signature::certificate::{Certificate, chain};
    // The same issuer under two hundred slightly different certificates, none of which has signed.
    let bytes =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/certificate/issuing.der"))
            .unwrap();
    let owner =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/certificate/256-A.der"))
            .unwrap();
    let owner = Certificate::from_der(&owner).unwrap();
    let namesakes: Vec<Certificate> = (0..200)
        .filter_map(|number: u8| {
            let mut other = bytes.clone();
            // The signature at the end differs, the key as well: it lies in the middle of the certificate.
            let key = Certificate::from_der(&bytes).unwrap().public_key_der().to_vec();
            let at = other.windows(key.len()).position(|window| window == key).unwrap() + key.len() - 1;
            other[at] ^= number.wrapping_add(1);
            Certificate::from_der(&other).ok()
        })
        .collect();
    assert_eq!(namesakes.len(), 200);
    let started = Instant::now();
    let verdict = chain::check(&owner, &namesakes, &[], jiff::Timestamp::UNIX_EPOCH);
    assert!(!verdict.is_good());
    assert!(started.elapsed() < LONGEST, "{:?}", started.elapsed());
}
