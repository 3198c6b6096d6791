//! An authority of the stories with a key of its own: roots, certificates, lists of revoked ones, signatures.

use engine::ImportFile;
use jiff::Timestamp;
use signature::certificate::issue::Authority;
use signature::certificate::{Certificate, Owner, Validity};
use signature::cms::{self, Content};
use signature::gost::{Curve, Digest, PrivateKey};
use signature::keys::RawSigner;
use signature::{Result, SystemRandom};

const CURVE: &str = "1.2.643.7.1.2.1.1.1";

pub fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn key(last_byte: u8) -> PrivateKey {
    let mut bytes = [0x11; 32];
    bytes[0] = last_byte;
    PrivateKey::from_bytes(Curve::from_oid(CURVE.parse().unwrap()).unwrap(), &bytes).unwrap()
}

/// An authority that gives certificates and revokes them.
pub struct Seal {
    authority: Authority,
    key: PrivateKey,
}

impl Seal {
    pub fn new(name: &str, last_byte: u8) -> Self {
        let owner = Owner {
            common_name: Some(name.to_owned()),
            country: Some("RU".to_owned()),
            ..Owner::default()
        };
        let validity = Validity {
            from: instant("2026-01-01T00:00:00Z"),
            to: instant("2046-01-01T00:00:00Z"),
        };
        Self {
            authority: Authority::found(&owner, key(last_byte), validity, &mut SystemRandom).unwrap(),
            key: key(last_byte),
        }
    }

    pub fn root(&self) -> ImportFile {
        file("root.cer", self.authority.certificate().der())
    }

    pub fn certificate(&self) -> &Certificate {
        self.authority.certificate()
    }

    /// Анна Павловна Воронцова, director of ООО «Полярная звезда», with a certificate of one year.
    pub fn voroncova(&self) -> Hand {
        self.hand("Воронцова", "ООО «Полярная звезда»", "9612045075", 31)
    }

    pub fn hand(&self, surname: &str, organisation: &str, inn: &str, last_byte: u8) -> Hand {
        self.hand_until("2027-11-01T00:00:00Z", surname, organisation, inn, last_byte)
    }

    /// The same with a certificate that outlasts the tests of other crates, whose clock is the real one.
    pub fn lasting_voroncova(&self) -> Hand {
        self.hand_until(
            "2045-11-01T00:00:00Z",
            "Воронцова",
            "ООО «Полярная звезда»",
            "9612045075",
            31,
        )
    }

    fn hand_until(&self, end: &str, surname: &str, organisation: &str, inn: &str, last_byte: u8) -> Hand {
        let owner = Owner {
            common_name: Some(organisation.to_owned()),
            organisation: Some(organisation.to_owned()),
            surname: Some(surname.to_owned()),
            given_name: Some("Анна Павловна".to_owned()),
            position: Some("Директор".to_owned()),
            inn_le: Some(inn.to_owned()),
            ..Owner::default()
        };
        let validity = Validity {
            from: instant("2026-11-01T00:00:00Z"),
            to: instant(end),
        };
        let key = key(last_byte);
        let issued = self
            .authority
            .issue(&owner, &key.public_key(), validity, &mut SystemRandom);
        Hand {
            certificate: issued.unwrap(),
            key,
        }
    }

    /// A list of revoked certificates, made and due on these days (`YYMMDD`), with what was revoked and when.
    pub fn list(&self, made: &str, due: &str, revoked: &[(&Hand, &str)]) -> ImportFile {
        let algorithm = tlv(
            0x30,
            &[&[0x06, 0x08, 0x2A, 0x85, 0x03, 0x07, 0x01, 0x01, 0x03, 0x02]],
        );
        let time = |day: &str| tlv(0x17, &[format!("{day}000000Z").as_bytes()]);
        let entries: Vec<Vec<u8>> = revoked
            .iter()
            .map(|(hand, day)| tlv(0x30, &[&tlv(0x02, &[hand.certificate.serial()]), &time(day)]))
            .collect();
        let entries = if entries.is_empty() {
            Vec::new()
        } else {
            tlv(0x30, &[&entries.concat()])
        };
        let version = [0x02, 0x01, 0x01];
        let issuer = self.certificate().subject_der();
        let signed_part = tlv(
            0x30,
            &[&version, &algorithm, issuer, &time(made), &time(due), &entries],
        );
        let digest = Digest::Streebog256.of(&signed_part);
        let value = self.key.sign_digest(&digest, &mut SystemRandom).unwrap();
        let list = tlv(0x30, &[&signed_part, &algorithm, &tlv(0x03, &[&[0], &value])]);
        file("list.crl", &list)
    }
}

/// Somebody who signs.
pub struct Hand {
    pub certificate: Certificate,
    key: PrivateKey,
}

impl Hand {
    pub fn sign(&mut self, content: Content<'_>, at: &str) -> Vec<u8> {
        cms::build(content, self, instant(at)).unwrap()
    }

    pub fn beside(&mut self, content: &[u8], at: &str) -> Vec<u8> {
        self.sign(Content::Detached(content), at)
    }
}

impl RawSigner for Hand {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn sign_digest(&mut self, digest: &[u8]) -> Result<Vec<u8>> {
        self.key.sign_digest(digest, &mut SystemRandom)
    }
}

pub fn file(name: &str, bytes: &[u8]) -> ImportFile {
    ImportFile {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
    }
}

/// One element of DER.
fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    let mut element = vec![tag];
    match body.len() {
        short @ 0..0x80 => element.push(u8::try_from(short).unwrap()),
        long => {
            element.push(0x82);
            element.extend(u16::try_from(long).unwrap().to_be_bytes());
        }
    }
    element.extend(body);
    if element[1] == 0x82 && element[2] == 0 {
        // The shortest form.
        element[1] = 0x81;
        element.remove(2);
    }
    element
}
