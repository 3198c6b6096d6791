//! An authority of a story, which gives firms keys and certificates as files.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use sandbox::CloudKey;
use signature::certificate::{Certificate, Owner, Validity, issue};
use signature::cms::{self, Content};
use signature::gost::{Curve, PrivateKey};
use signature::keys::RawSigner;
use signature::{Result, SystemRandom, key_file};

/// The folder of key files inside a data folder.
const KEYS: &str = "keys";

/// An authority that the operator of a story can be told to believe.
pub struct Authority(issue::Authority);

impl Authority {
    /// A new one.
    ///
    /// # Panics
    /// When there is no chance to be had.
    pub fn found() -> Self {
        let name = Owner {
            common_name: Some("Удостоверяющий центр «Печать»".into()),
            ..Owner::default()
        };
        let made = issue::Authority::found(&name, key(), a_month(), &mut SystemRandom);
        Self(made.expect("an authority"))
    }

    /// Its certificate, DER.
    pub fn root(&self) -> Vec<u8> {
        self.0.certificate().der().to_vec()
    }

    /// Gives the head of the firm of this ИНН a key without a password and a certificate, as files of this data folder.
    ///
    /// # Panics
    /// When the files cannot be written.
    pub fn gives(&self, data: &Path, inn: &str) {
        let kept = self.keeps(inn);
        let folder = data.join(KEYS);
        std::fs::create_dir_all(&folder).expect("room for keys");
        let place = folder.join(format!("{inn}.cer"));
        std::fs::write(place.with_extension("key"), &kept.key).expect("room for a key");
        std::fs::write(place, &kept.certificate).expect("room for a certificate");
    }

    /// A key of the head of this firm, for an operator that keeps keys.
    ///
    /// # Panics
    /// When there is no chance to be had.
    pub fn keeps(&self, inn: &str) -> CloudKey {
        let hand = self.hand(inn);
        CloudKey {
            certificate: hand.certificate.der().to_vec(),
            key: key_file::write_plain(&hand.key).expect("a key").to_vec(),
        }
    }

    /// What the head of this firm puts under a file, beside it.
    ///
    /// # Panics
    /// When there is no chance to be had.
    pub fn signs(&self, inn: &str, content: &[u8]) -> Vec<u8> {
        let mut hand = self.hand(inn);
        cms::build(Content::Detached(content), &mut hand, Timestamp::now()).expect("a signature")
    }

    fn hand(&self, inn: &str) -> Hand {
        let owner = Owner {
            organisation: Some(format!("Фирма {inn}")),
            surname: Some("Воронцова".into()),
            given_name: Some("Анна Павловна".into()),
            position: Some("Генеральный директор".into()),
            inn_le: Some(inn.into()),
            ..Owner::default()
        };
        let key = key();
        let issued = self
            .0
            .issue(&owner, &key.public_key(), a_month(), &mut SystemRandom)
            .expect("a certificate");
        Hand {
            certificate: issued,
            key,
        }
    }
}

/// Somebody who signs.
struct Hand {
    certificate: Certificate,
    key: PrivateKey,
}

impl RawSigner for Hand {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn sign_digest(&mut self, digest: &[u8]) -> Result<Vec<u8>> {
        self.key.sign_digest(digest, &mut SystemRandom)
    }
}

fn key() -> PrivateKey {
    let curve = "1.2.643.7.1.2.1.1.1".parse().expect("an identifier");
    let curve = Curve::from_oid(curve).expect("a curve");
    PrivateKey::generate(curve, &mut SystemRandom).expect("a key")
}

/// From an hour ago on: clocks of two programs need not agree to the second.
fn a_month() -> Validity {
    let moved = |by| {
        Timestamp::now()
            .checked_add(by)
            .expect("an instant of this century")
    };
    Validity {
        from: moved(SignedDuration::from_hours(-1)),
        to: moved(SignedDuration::from_hours(24 * 30)),
    }
}
