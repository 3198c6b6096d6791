//! Timestamps and gathered answers about revocation, made by OpenSSL and hung on signatures of ours (CAdES-T and -XL).

use jiff::{SignedDuration, Timestamp};
use signature::certificate::chain;
use signature::certificate::crl::{NotChecked, Revocation, RevocationReason};
use signature::certificate::ocsp;
use signature::cms::{self, Content, Signed, TimestampState};

use crate::pki::{Pki, Wanted, issue, now, pki};

const DOCUMENT: &[u8] = "Счёт № 17 на 8 300 рублей".as_bytes();
const SIGNER: &str = "256-TCA";

fn element(tag: u8, body: &[u8]) -> Vec<u8> {
    let length = body.len().to_be_bytes();
    let digits: Vec<u8> = length.iter().copied().skip_while(|digit| *digit == 0).collect();
    let mut out = vec![tag];
    if body.len() < 0x80 {
        out.push(u8::try_from(body.len()).unwrap());
    } else {
        out.push(0x80 | u8::try_from(digits.len()).unwrap());
        out.extend(digits);
    }
    out.extend_from_slice(body);
    out
}

/// Tag, body and what follows of the first element.
fn first(bytes: &[u8]) -> (u8, &[u8], &[u8]) {
    let short = usize::from(bytes[1]);
    let (header, length) = if short < 0x80 {
        (2, short)
    } else {
        let digits = &bytes[2..2 + (short & 0x7F)];
        let length = digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit));
        (2 + digits.len(), length)
    };
    (
        bytes[0],
        &bytes[header..header + length],
        &bytes[header + length..],
    )
}

/// The element with something more at the end of what lies so deep at its end.
fn grown(bytes: &[u8], depth: usize, more: &[u8]) -> Vec<u8> {
    let (tag, body, _) = first(bytes);
    if depth == 0 {
        return element(tag, &[body, more].concat());
    }
    let mut at = 0;
    while at + (body[at..].len() - first(&body[at..]).2.len()) < body.len() {
        at += body[at..].len() - first(&body[at..]).2.len();
    }
    element(tag, &[&body[..at], &grown(&body[at..], depth - 1, more)].concat())
}

/// An attribute with one value.
fn attribute(last: u8, value: &[u8]) -> Vec<u8> {
    let kind = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, last];
    element(0x30, &[element(0x06, &kind), element(0x31, value)].concat())
}

/// The signature with these attributes hung on its only signer.
fn with_attributes(message: &[u8], attributes: &[Vec<u8>]) -> Signed {
    let unsigned = element(0xA1, &attributes.concat());
    Signed::read(&grown(message, 4, &unsigned)).unwrap()
}

fn signature(pki: &Pki) -> Vec<u8> {
    let mut signer = pki.signer(SIGNER);
    cms::build(Content::Detached(DOCUMENT), &mut signer, now()).unwrap()
}

/// A service of timestamps and one of answers, made once per folder.
fn services(pki: &Pki) {
    if pki.folder.join("tsa.ready").exists() {
        return;
    }
    let lock = std::fs::File::create(pki.folder.join("tsa.lock")).unwrap();
    lock.lock().unwrap();
    if pki.folder.join("tsa.ready").exists() {
        return;
    }
    for (file, section, serial) in [("tsa", "stamps", "0x51"), ("ocsp", "answers", "0x52")] {
        let subject = format!("/CN=Служба {file}/O=Выдающий УЦ");
        let wanted = Wanted::new(file, (256, "A"), &subject, section, "issuing", serial);
        issue(&pki.folder, &wanted);
    }
    pki.write("tsa.ready", b"");
}

/// A timestamp on these bytes.
fn token(pki: &Pki, name: &str, stamped: &[u8], digest: &str) -> Vec<u8> {
    services(pki);
    let (data, query, out) = (
        format!("{name}.value"),
        format!("{name}.tsq"),
        format!("{name}.token"),
    );
    let (number, configuration) = (format!("{name}.serial"), format!("{name}.cnf"));
    pki.write(&number, b"01\n");
    let service = format!(
        "[tsa]\ndefault_tsa = own\n[own]\nserial = {number}\nsigner_cert = tsa.pem\nsigner_key = tsa.key\n\
         signer_digest = md_gost12_256\ncerts = issuing.pem\ndefault_policy = 1.2.643.2.2\n\
         digests = md_gost12_256, md_gost12_512, sha256\naccuracy = secs:1\ness_cert_id_chain = no\n\
         ess_cert_id_alg = sha256\n"
    );
    pki.write(&configuration, service.as_bytes());
    pki.write(&data, stamped);
    pki.run(&["ts", "-query", "-data", &data, digest, "-cert", "-out", &query]);
    pki.run(&[
        "ts",
        "-reply",
        "-config",
        &configuration,
        "-queryfile",
        &query,
        "-token_out",
        "-out",
        &out,
    ]);
    pki.read(&out)
}

/// What the service of answers says of the signer, whose entry in its books is this.
fn answer(pki: &Pki, name: &str, entry: &str, maker: &str) -> Vec<u8> {
    services(pki);
    let serial = pki.certificate(SIGNER).serial_hex();
    let (books, query, out) = (
        format!("{name}.index"),
        format!("{name}.orq"),
        format!("{name}.ors"),
    );
    pki.write(&books, entry.replace("SERIAL", &serial).as_bytes());
    let certificate = format!("{SIGNER}.pem");
    pki.run(&[
        "ocsp",
        "-issuer",
        "issuing.pem",
        "-cert",
        &certificate,
        "-no_nonce",
        "-reqout",
        &query,
    ]);
    let (maker_certificate, maker_key) = (format!("{maker}.pem"), format!("{maker}.key"));
    pki.run(&[
        "ocsp",
        "-index",
        &books,
        "-CA",
        "issuing.pem",
        "-rsigner",
        &maker_certificate,
        "-rkey",
        &maker_key,
        "-rmd",
        "md_gost12_256",
        "-ndays",
        "7",
        "-reqin",
        &query,
        "-respout",
        &out,
    ]);
    pki.read(&out)
}

const GOOD: &str = "V\t491231235959Z\t\tSERIAL\tunknown\t/CN=X\n";

#[test]
fn a_timestamp_by_openssl_is_read_and_holds_by_each_digest() {
    let pki = pki();
    let message = signature(pki);
    let value = Signed::read(&message).unwrap().signers()[0].signature.clone();
    for (index, digest) in ["-md_gost12_256", "-md_gost12_512", "-sha256"]
        .into_iter()
        .enumerate()
    {
        let token = token(pki, &format!("holds-{index}"), &value, digest);
        let signed = with_attributes(&message, &[attribute(14, &token)]);
        let verdicts = cms::verify(&signed, Some(DOCUMENT), &[]);
        assert!(verdicts[0].is_good(), "the signature itself is as it was");
        let [stamp] = verdicts[0].timestamps.as_slice() else {
            panic!("one timestamp");
        };
        assert_eq!(stamp.state, TimestampState::Holds, "{digest}");
        let age = Timestamp::now().duration_since(stamp.at.unwrap());
        assert!(age.abs() < SignedDuration::from_mins(10), "{age}");
        let maker = stamp.authority.as_deref().unwrap();
        assert_eq!(maker.owner().common_name.as_deref(), Some("Служба tsa"));
        let roots = [pki.certificate("root")];
        assert!(chain::check(maker, &stamp.certificates, &roots, now()).is_good());
    }
}

#[test]
fn a_timestamp_on_another_signature_a_damaged_one_and_one_by_a_plain_owner_do_not_hold() {
    let pki = pki();
    let message = signature(pki);
    let value = Signed::read(&message).unwrap().signers()[0].signature.clone();
    let state = |token: &[u8]| {
        let signed = with_attributes(&message, &[attribute(14, token)]);
        cms::verify(&signed, Some(DOCUMENT), &[])[0].timestamps[0].state
    };
    let of_another = token(pki, "another", b"another value", "-md_gost12_256");
    assert_eq!(state(&of_another), TimestampState::OfAnother);

    let good = token(pki, "damaged", &value, "-md_gost12_256");
    let mut damaged = good.clone();
    *damaged.last_mut().unwrap() ^= 1;
    assert_eq!(state(&damaged), TimestampState::Broken);
    assert_eq!(state(&element(0x30, b"")), TimestampState::Unreadable);

    // The same facts, signed by somebody whose certificate is for letters and not for time.
    let facts = Signed::read(&good).unwrap().content().unwrap().to_vec();
    pki.write("facts.der", &facts);
    let owner = [
        "-signer",
        "256-A.pem",
        "-inkey",
        "256-A.key",
        "-md",
        "md_gost12_256",
    ];
    let kind = [
        "-econtent_type",
        "1.2.840.113549.1.9.16.1.4",
        "-nodetach",
        "-binary",
    ];
    let rest = ["-in", "facts.der", "-outform", "DER", "-out", "owner.token"];
    pki.run(&[&["cms", "-sign", "-cades"][..], &owner, &kind, &rest].concat());
    assert_eq!(state(&pki.read("owner.token")), TimestampState::NotAnAuthority);
}

#[test]
fn gathered_certificates_lists_and_answers_are_found_on_a_signature() {
    let pki = pki();
    let message = signature(pki);
    let issuing = pki.certificate("issuing");
    let list = pki.list("gathered", &["0F"]);
    assert!(list.check_issuer(&issuing).is_ok());
    let der = pki.run(&["crl", "-in", "gathered.crl", "-outform", "DER"]);
    let answer = answer(pki, "gathered", GOOD, "ocsp");
    let values = element(
        0x30,
        &[
            element(0xA0, &element(0x30, &der)),
            element(0xA1, &element(0x30, &answer)),
        ]
        .concat(),
    );
    let certificates = element(0x30, issuing.der());
    let signed = with_attributes(&message, &[attribute(23, &certificates), attribute(24, &values)]);
    let unsigned = &signed.signers()[0].unsigned;
    assert_eq!(unsigned.certificates, std::slice::from_ref(&issuing));
    assert_eq!(unsigned.revocation_lists, [der]);
    let read = ocsp::read(&unsigned.revocation_answers[0]).unwrap();
    let signer = pki.certificate(SIGNER);
    let said = ocsp::is_revoked(&signer, &issuing, &[read], now());
    assert!(matches!(said, Revocation::NotRevoked { .. }), "{said:?}");
    assert!(cms::verify(&signed, Some(DOCUMENT), &[])[0].is_good());
}

#[test]
fn an_answer_counts_by_its_maker_its_subject_and_its_time() {
    let pki = pki();
    let (signer, issuing) = (pki.certificate(SIGNER), pki.certificate("issuing"));
    let said = |name: &str, entry: &str, maker: &str, at| {
        let read = ocsp::read(&answer(pki, name, entry, maker)).unwrap();
        ocsp::is_revoked(&signer, &issuing, &[read], at)
    };
    let good = said("good", GOOD, "ocsp", now());
    assert!(matches!(good, Revocation::NotRevoked { .. }), "{good:?}");
    let by_issuer = said("by-issuer", GOOD, "issuing", now());
    assert!(
        matches!(by_issuer, Revocation::NotRevoked { .. }),
        "{by_issuer:?}"
    );
    let revoked = "R\t491231235959Z\t260102030405Z,keyCompromise\tSERIAL\tunknown\t/CN=X\n";
    assert_eq!(
        said("revoked", revoked, "ocsp", now()),
        Revocation::RevokedSince {
            since: "2026-01-02T03:04:05Z".parse().unwrap(),
            reason: Some(RevocationReason::KeyCompromise),
        }
    );
    // Nobody appointed the service of timestamps to answer.
    assert_eq!(
        said("stranger", GOOD, "tsa", now()),
        Revocation::NotChecked(NotChecked::BadSignature)
    );
    assert_eq!(
        said(
            "unknown",
            "V\t491231235959Z\t\t0F\tunknown\t/CN=X\n",
            "ocsp",
            now()
        ),
        Revocation::NotChecked(NotChecked::OtherScope)
    );
    let later = now() + SignedDuration::from_hours(24 * 30);
    assert_eq!(
        said("late", GOOD, "ocsp", later),
        Revocation::NotChecked(NotChecked::Outdated)
    );
    let other = ocsp::read(&answer(pki, "other", GOOD, "ocsp")).unwrap();
    assert_eq!(
        ocsp::is_revoked(&pki.certificate("256-A"), &issuing, &[other], now()),
        Revocation::NotChecked(NotChecked::NoList)
    );
}
