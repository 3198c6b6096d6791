//! The examples of ТК 26: Р 1323565.1.025-2019, приложение А, whose certificates are printed with them; and the older
//! «Использование алгоритмов ГОСТ 28147-89, ГОСТ Р 34.11 и ГОСТ Р 34.10 в криптографических сообщениях формата CMS»,
//! where only the private keys are.

use signature::certificate::Certificate;
use signature::certificate::chain::{self, ChainProblem};
use signature::cms::{self, Document, Mathematics, NotChecked};
use signature::gost::{Curve, Digest, PrivateKey};
use signature::{Error, envelope};

use crate::pki::{KeyOfTest, pki};

const KEY_256: &str = "BFCF1D623E5CDD3032A7C6EABB4A923C46E43D640FFEAAF2C3ED39A8FA399924";
const KEY_512: &str = "3FC01CDCD4EC5F972EB482774C41E66DB7F380528DFE9E67992BA05AEE462435\
    757530E641077CE587B976C8EEB48C48FD33FD175F0C7DE6A44E014E6BCB074B";

const RECIPIENT_256: &str = "0DC8DC1FF2BC114BABC3F1CA8C51E4F58610427E197B1C2FBDBA4AE58CBFB7CE";
const RECIPIENT_512: &str = "A50315981F0A7C7FC05B4EB9591A62B1F84BD6FD518ACFCEDF0A7C9CF388D1F1\
    8757C056ADA5B38CBF24CDDB0F1519EF72DB1712CEF1920952E94AF1F9C575DC";

/// The key printed as a number; the crate wants its bytes from the lowest.
fn key(curve: &str, digits: &str) -> PrivateKey {
    let digit = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
    let bytes: Vec<u8> = (0..digits.len()).step_by(2).rev().map(digit).collect();
    PrivateKey::from_bytes(Curve::from_oid(curve.parse().unwrap()).unwrap(), &bytes).unwrap()
}

fn key_256() -> PrivateKey {
    key("1.2.643.2.2.36.0", KEY_256)
}

fn key_512() -> PrivateKey {
    key("1.2.643.7.1.2.1.2.2", KEY_512)
}

#[test]
fn the_signatures_of_the_examples_hold() {
    let examples = [
        (
            &include_bytes!("vectors/signed_256.pem")[..],
            key_256(),
            Digest::Streebog256,
        ),
        (
            &include_bytes!("vectors/signed_512.pem")[..],
            key_512(),
            Digest::Streebog512,
        ),
    ];
    for (message, key, digest) in examples {
        let signed = cms::Signed::read(message).unwrap();
        assert_eq!(signed.content(), Some(&b"Test message"[..]));
        let signer = &signed.signers()[0];
        assert!(signer.attributes.is_none());
        let digest = digest.of(signed.content().unwrap());
        assert_eq!(key.public_key().verify_digest(&digest, &signer.signature), Ok(()));
        let verdict = cms::verify(&signed, None, &[]).remove(0);
        assert_eq!(
            verdict.mathematics,
            Mathematics::NotChecked(NotChecked::NoCertificate)
        );
        assert_eq!(verdict.document, Document::CannotTell);
    }
}

/// A certificate of the name and number to which an example was sealed.
fn named(file: &str, name: &str) -> Certificate {
    let pki = pki();
    pki.write(
        &format!("{file}.cnf"),
        b"[req]\ndistinguished_name = name\nstring_mask = default\n[name]\n",
    );
    let (configuration, out) = (format!("{file}.cnf"), format!("{file}.pem"));
    let subject = format!("/emailAddress=GostR3410-2012@example.com/CN={name}");
    let new = [
        "req",
        "-config",
        &configuration,
        "-x509",
        "-new",
        "-key",
        "256-A.key",
        "-set_serial",
        "1",
    ];
    pki.run(&[&new[..], &["-subj", &subject, "-out", &out]].concat());
    pki.certificate(file)
}

#[test]
fn the_sealed_examples_are_opened() {
    let certificate = named("example-256", "GostR3410-2012 256 bits exchange");
    let mut recipient = KeyOfTest {
        certificate,
        key: key_256(),
    };
    let opened = envelope::open(include_bytes!("vectors/transport_256.pem"), &mut recipient);
    assert_eq!(opened, Ok(b"Test data to encrypt.\n".repeat(100)));

    let certificate = named("example-512", "GostR3410-2012 512 bits exchange");
    let mut recipient = KeyOfTest {
        certificate,
        key: key_512(),
    };
    let opened = envelope::open(include_bytes!("vectors/transport_512.pem"), &mut recipient);
    assert_eq!(opened, Ok(b"Test message".to_vec()));
    assert_eq!(
        envelope::open(include_bytes!("vectors/transport_256.pem"), &mut recipient),
        Err(Error::NoKey)
    );
}

#[test]
fn a_message_by_key_agreement_is_for_nobody_here() {
    let certificate = named("example-agreement", "GostR3410-2012 256 bits exchange");
    let mut recipient = KeyOfTest {
        certificate,
        key: key_256(),
    };
    let opened = envelope::open(include_bytes!("vectors/agreement_256.pem"), &mut recipient);
    assert_eq!(opened, Err(Error::NoKey));
}

/// Text of the examples: windows-1251, which the tests need nowhere else.
fn from_windows_1251(bytes: &[u8]) -> String {
    let letter = |byte: u8| match byte {
        0xC0..=0xFF => char::from_u32(0x0410 + u32::from(byte - 0xC0)).unwrap(),
        ascii => char::from(ascii),
    };
    bytes.iter().copied().map(letter).collect()
}

fn certificate(bytes: &[u8]) -> Certificate {
    Certificate::from_pem_or_der(bytes).unwrap()
}

#[test]
fn the_signed_examples_of_the_standard_are_verified_up_to_their_authority() {
    let authority = certificate(include_bytes!("vectors/r025_authority.pem"));
    let examples = [
        (
            &include_bytes!("vectors/r025_signed_with_attributes.pem")[..],
            true,
        ),
        (
            &include_bytes!("vectors/r025_signed_without_attributes.pem")[..],
            false,
        ),
    ];
    for (message, has_attributes) in examples {
        let signed = cms::Signed::read(message).unwrap();
        let text = from_windows_1251(signed.content().unwrap());
        assert_eq!(text, "Контрольный пример для структуры SignedData.");
        let verdict = cms::verify(&signed, None, &[]).remove(0);
        assert!(verdict.is_good(), "{verdict:?}");
        assert_eq!(verdict.has_attributes, has_attributes);
        assert_eq!(verdict.claimed_at.is_some(), has_attributes);
        let leaf = verdict.certificate().unwrap();
        assert_eq!(leaf.check_signature(&authority), Ok(()));
        // The authority of the examples says nowhere that it is one.
        let chain = chain::check(
            leaf,
            &[],
            std::slice::from_ref(&authority),
            "2020-01-01T00:00:00Z".parse().unwrap(),
        );
        assert_eq!(chain.problems, [ChainProblem::NotAnAuthority { place: 1 }]);
    }
}

#[test]
fn the_sealed_examples_of_the_standard_are_opened() {
    let mut first = KeyOfTest {
        certificate: certificate(include_bytes!("vectors/r025_recipient_256.pem")),
        key: key("1.2.643.7.1.2.1.1.1", RECIPIENT_256),
    };
    let mut second = KeyOfTest {
        certificate: certificate(include_bytes!("vectors/r025_recipient_512.pem")),
        key: key("1.2.643.7.1.2.1.2.1", RECIPIENT_512),
    };
    let expected = "Контрольный пример для структуры EnvelopedData.";
    let opened = envelope::open(include_bytes!("vectors/r025_transport_256.pem"), &mut first).unwrap();
    assert_eq!(from_windows_1251(&opened), expected);
    let message = include_bytes!("vectors/r025_transport_512.pem");
    let opened = envelope::open(message, &mut second).unwrap();
    assert_eq!(from_windows_1251(&opened), expected);
    let agreed = envelope::open(include_bytes!("vectors/r025_agreement.pem"), &mut second);
    assert_eq!(agreed, Err(Error::NoKey));

    // Here the content is protected: one bit of it, and the message is refused.
    let mut changed = cms::ber::normalise(&cms::armour::open(message)).unwrap();
    let at = changed.len() - 60;
    changed[at] ^= 1;
    assert!(matches!(
        envelope::open(&changed, &mut second),
        Err(Error::Malformed { .. })
    ));
}
