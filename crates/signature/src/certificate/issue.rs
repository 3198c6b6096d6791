//! An authority of our own: certificates for the training world and for tests, never for work.
//!
//! What it gives says in its own words that it is for training, carries no policy of a class of protection and names no
//! means of signing, so that nobody can take it for a qualified one. Deliberately not here: lists of revoked
//! certificates, requests for certificates, several levels of authorities.

use der::oid::ObjectIdentifier;
use sha1::{Digest as _, Sha1};

use super::{Certificate, Owner, Validity};
use crate::asn1::{explicit, integer, octets, oid, sequence, set, tag, tlv, write_time};
use crate::gost::{Digest, PrivateKey, PublicKey};
use crate::{Error, Randomness};

const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");
const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
const SUBJECT_KEY_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.14");
const AUTHORITY_KEY_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.35");
/// id-tc26-signwithdigest-gost3410-12-256, -512.
const SIGN_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.3.2");
const SIGN_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.7.1.1.3.3");

const NUMERIC: u8 = 0x12;
const PRINTABLE: u8 = 0x13;
const IA5: u8 = 0x16;

/// An authority that gives certificates for training and tests.
pub struct Authority {
    certificate: Certificate,
    key: PrivateKey,
}

/// What a certificate is given for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Authority,
    Signing,
}

impl Authority {
    /// A new authority with a certificate that it gave itself.
    ///
    /// # Errors
    /// [`Error::Random`].
    pub fn found(
        name: &Owner,
        key: PrivateKey,
        validity: Validity,
        randomness: &mut dyn Randomness,
    ) -> Result<Self, Error> {
        let public = key.public_key();
        let subject = write_name(name);
        let request = Request {
            subject: &subject,
            issuer: &subject,
            public: &public,
            issuer_key_id: key_id(&public),
            validity,
            purpose: Purpose::Authority,
        };
        let certificate = request.signed_by(&key, randomness)?;
        Ok(Self { certificate, key })
    }

    /// An authority of earlier: its certificate and its key.
    ///
    /// # Errors
    /// [`Error::NoKey`]: the key is another one's.
    pub fn of(certificate: Certificate, key: PrivateKey) -> Result<Self, Error> {
        if certificate.public_key()? != key.public_key() {
            return Err(Error::NoKey);
        }
        Ok(Self { certificate, key })
    }

    /// Its own certificate: the root to be trusted where its certificates are.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// A certificate for this owner and key.
    ///
    /// # Errors
    /// [`Error::Random`].
    pub fn issue(
        &self,
        owner: &Owner,
        public: &PublicKey,
        validity: Validity,
        randomness: &mut dyn Randomness,
    ) -> Result<Certificate, Error> {
        let request = Request {
            subject: &write_name(owner),
            issuer: self.certificate.subject_der(),
            public,
            issuer_key_id: key_id(&self.key.public_key()),
            validity,
            purpose: Purpose::Signing,
        };
        request.signed_by(&self.key, randomness)
    }
}

struct Request<'a> {
    subject: &'a [u8],
    issuer: &'a [u8],
    public: &'a PublicKey,
    issuer_key_id: Vec<u8>,
    validity: Validity,
    purpose: Purpose,
}

impl Request<'_> {
    fn signed_by(&self, key: &PrivateKey, randomness: &mut dyn Randomness) -> Result<Certificate, Error> {
        let digest = key.curve().digest();
        let algorithm = sequence(&[&oid(&match digest {
            Digest::Streebog256 => SIGN_256,
            Digest::Streebog512 => SIGN_512,
        })]);
        let mut serial = [0; 16];
        randomness.fill(&mut serial)?;
        // Positive, and its first byte never zero: sixteen bytes as they are.
        if let Some(first) = serial.first_mut() {
            *first = *first & 0x3f | 0x40;
        }
        let signed_part = sequence(&[
            &explicit(0, &[&integer(2)]),
            &tlv(tag::INTEGER, &[&serial]),
            &algorithm,
            self.issuer,
            &sequence(&[&write_time(self.validity.from), &write_time(self.validity.to)]),
            self.subject,
            &self.public.to_spki(),
            &explicit(3, &[&sequence(&[&self.extensions()])]),
        ]);
        let value = key.sign_digest(&digest.of(&signed_part), randomness)?;
        let der = sequence(&[&signed_part, &algorithm, &tlv(tag::BIT_STRING, &[&[0], &value])]);
        Certificate::from_der(&der)
    }

    fn extensions(&self) -> Vec<u8> {
        // keyCertSign and cRLSign; or digitalSignature, nonRepudiation, keyEncipherment, dataEncipherment.
        let (constraints, usage): (Vec<u8>, [u8; 2]) = match self.purpose {
            Purpose::Authority => (sequence(&[&tlv(tag::BOOLEAN, &[&[0xff]])]), [1, 0x06]),
            Purpose::Signing => (sequence(&[]), [4, 0xf0]),
        };
        [
            extension(&BASIC_CONSTRAINTS, Weight::Critical, &constraints),
            extension(&KEY_USAGE, Weight::Critical, &tlv(tag::BIT_STRING, &[&usage])),
            extension(&SUBJECT_KEY_ID, Weight::Plain, &octets(&key_id(self.public))),
            extension(
                &AUTHORITY_KEY_ID,
                Weight::Plain,
                &sequence(&[&tlv(tag::context(0), &[&self.issuer_key_id])]),
            ),
        ]
        .concat()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    Critical,
    Plain,
}

fn extension(kind: &ObjectIdentifier, weight: Weight, value: &[u8]) -> Vec<u8> {
    let critical = match weight {
        Weight::Critical => tlv(tag::BOOLEAN, &[&[0xff]]),
        Weight::Plain => Vec::new(),
    };
    sequence(&[&oid(kind), &critical, &octets(value)])
}

/// SHA-1 of the key, as is usual (RFC 5280, 4.2.1.2); a name, no protection.
fn key_id(public: &PublicKey) -> Vec<u8> {
    Sha1::digest(public.coordinates()).to_vec()
}

/// The parts of a name that are filled in, one after another.
fn write_name(owner: &Owner) -> Vec<u8> {
    let parts: [(&str, u8, &Option<String>); 16] = [
        ("2.5.4.6", PRINTABLE, &owner.country),
        ("2.5.4.8", tag::UTF8, &owner.region),
        ("2.5.4.7", tag::UTF8, &owner.locality),
        ("2.5.4.9", tag::UTF8, &owner.street),
        ("2.5.4.10", tag::UTF8, &owner.organisation),
        ("2.5.4.11", tag::UTF8, &owner.organisation_part),
        ("2.5.4.3", tag::UTF8, &owner.common_name),
        ("2.5.4.12", tag::UTF8, &owner.position),
        ("2.5.4.4", tag::UTF8, &owner.surname),
        ("2.5.4.42", tag::UTF8, &owner.given_name),
        ("1.2.643.3.131.1.1", NUMERIC, &owner.inn),
        ("1.2.643.100.4", NUMERIC, &owner.inn_le),
        ("1.2.643.100.1", NUMERIC, &owner.ogrn),
        ("1.2.643.100.5", NUMERIC, &owner.ogrnip),
        ("1.2.643.100.3", NUMERIC, &owner.snils),
        ("1.2.840.113549.1.9.1", IA5, &owner.email),
    ];
    let written: Vec<Vec<u8>> = parts
        .into_iter()
        .filter_map(|(kind, string, text)| {
            let kind = ObjectIdentifier::new(kind).ok()?;
            let text = text.as_deref()?;
            let pair = sequence(&[&oid(&kind), &tlv(string, &[text.as_bytes()])]);
            Some(set(&[&pair]))
        })
        .collect();
    sequence(&[&written.concat()])
}

#[cfg(test)]
mod tests {
    use super::Authority;
    use crate::certificate::{Owner, Validity, chain};
    use crate::cms;
    use crate::gost::{Curve, PrivateKey};
    use crate::keys::{KeyAddress, KeyStore, NoPin, StoreKind, software::SoftwareStore};
    use crate::{SystemRandom, key_file};

    fn year() -> Validity {
        Validity {
            from: "2026-11-01T00:00:00Z".parse().unwrap(),
            to: "2027-11-01T00:00:00Z".parse().unwrap(),
        }
    }

    fn curve(oid: &str) -> Curve {
        Curve::from_oid(oid.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_training_certificate_is_read_back_trusted_under_its_root_only_and_signs() {
        let random = &mut SystemRandom;
        let name = Owner {
            common_name: Some("Учебный удостоверяющий центр".into()),
            country: Some("RU".into()),
            ..Owner::default()
        };
        for oid in ["1.2.643.2.2.35.1", "1.2.643.7.1.2.1.2.1"] {
            let root_key = PrivateKey::generate(curve(oid), random).unwrap();
            let authority = Authority::found(&name, root_key, year(), random).unwrap();
            let other = Authority::found(
                &name,
                PrivateKey::generate(curve(oid), random).unwrap(),
                year(),
                random,
            );
            let owner = Owner {
                common_name: Some("ООО «Полярная звезда»".into()),
                organisation: Some("ООО «Полярная звезда»".into()),
                surname: Some("Воронцова".into()),
                given_name: Some("Анна Павловна".into()),
                inn_le: Some("9612045075".into()),
                ..Owner::default()
            };
            let key = PrivateKey::generate(curve(oid), random).unwrap();
            let certificate = authority
                .issue(&owner, &key.public_key(), year(), random)
                .unwrap();
            assert_eq!(certificate.owner(), &owner);
            assert_eq!(certificate.validity(), year());
            assert!(certificate.may_sign() && certificate.protection_classes().is_empty());
            let root = authority.certificate().clone();
            let at = "2027-01-01T00:00:00Z".parse().unwrap();
            assert!(chain::check(&certificate, &[], std::slice::from_ref(&root), at).is_good());
            let stranger = other.unwrap().certificate().clone();
            assert!(!chain::check(&certificate, &[], &[stranger], at).is_good());

            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("voroncova.cer");
            std::fs::write(&file, certificate.der()).unwrap();
            std::fs::write(
                folder.path().join("voroncova.key"),
                key_file::write_plain(&key).unwrap(),
            )
            .unwrap();
            let address = KeyAddress {
                store: StoreKind::Software,
                thumbprint: certificate.thumbprint(),
                place: file.to_string_lossy().into_owned(),
            };
            let mut signer = SoftwareStore::at(vec![folder.path().into()])
                .open(&address, &mut NoPin)
                .unwrap();
            let der = signer.sign_detached("Счёт № 15".as_bytes(), at).unwrap();
            let signed = cms::Signed::read(&der).unwrap();
            assert!(cms::verify(&signed, Some("Счёт № 15".as_bytes()), &[])[0].is_good());
            assert!(!cms::verify(&signed, Some("Счёт № 16".as_bytes()), &[])[0].is_good());
        }
    }
}
