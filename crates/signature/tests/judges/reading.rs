//! What OpenSSL signs, this crate reads and verifies.

use signature::cms::{self, Binding, Document, Mathematics, NotChecked, SignedBy};

use crate::pki::{self, KINDS, now, pki};

const DOCUMENT: &[u8] = "Акт № 5 от 04.02.2026".as_bytes();

/// Signs with OpenSSL; `options` say how.
fn sign(kind: (u16, &str), case: &str, document: &[u8], options: &[&str]) -> Vec<u8> {
    let pki = pki();
    let name = pki::name(kind);
    let (certificate, key) = (format!("{name}.pem"), format!("{name}.key"));
    let (document_file, out) = (
        format!("theirs-{name}-{case}"),
        format!("theirs-{name}-{case}.p7s"),
    );
    pki.write(&document_file, document);
    let sign = [
        "cms",
        "-sign",
        "-binary",
        "-nosmimecap",
        "-in",
        &document_file,
        "-outform",
        "DER",
        "-out",
        &out,
    ];
    pki.run(&[&sign[..], &["-signer", &certificate, "-inkey", &key], options].concat());
    pki.read(&out)
}

#[test]
fn every_kind_of_key_is_verified_in_every_form_that_openssl_writes() {
    let pki = pki();
    let forms: [(&str, &[&str], bool); 5] = [
        ("cades", &["-cades"], false),
        ("plain", &[], false),
        ("noattr", &["-noattr"], false),
        ("attached", &["-cades", "-nodetach"], true),
        ("stream", &["-cades", "-nodetach", "-stream"], true),
    ];
    let mut verified = 0;
    for kind in KINDS {
        for (case, options, is_attached) in forms {
            let signed = cms::Signed::read(&sign(kind, case, DOCUMENT, options)).unwrap();
            assert_eq!(signed.content().is_some(), is_attached);
            let verdicts = cms::verify(&signed, Some(DOCUMENT), &[]);
            let [verdict] = verdicts.as_slice() else {
                panic!("{verdicts:?}")
            };
            assert!(verdict.is_good(), "{kind:?} {case}: {verdict:?}");
            assert_eq!(verdict.has_attributes, case != "noattr");
            assert_eq!(verdict.claimed_at.is_some(), case != "noattr");
            assert_eq!(verdict.certificate(), Some(&pki.certificate(&pki::name(kind))));
            verified += 1;
        }
    }
    assert_eq!(verified, 50);
}

#[test]
fn a_message_in_pieces_gives_its_document_whole() {
    // Larger than the pieces in which OpenSSL writes a string of unknown length.
    let document: Vec<u8> = (0..70_000_u32).map(|number| (number % 251) as u8).collect();
    let message = sign(
        (256, "B"),
        "pieces",
        &document,
        &["-cades", "-nodetach", "-stream"],
    );
    assert_eq!(
        message.get(..2).unwrap(),
        [0x30, 0x80],
        "OpenSSL was to write BER"
    );
    let signed = cms::Signed::read(&message).unwrap();
    assert_eq!(signed.content(), Some(document.as_slice()));
    assert!(
        cms::verify(&signed, None, &[])
            .iter()
            .all(cms::SignerVerdict::is_good)
    );
    assert_eq!(
        cms::ber::normalise(signed.der()).unwrap(),
        signed.der(),
        "DER stays DER"
    );
}

#[test]
fn pem_and_bare_base64_are_read_like_the_bytes() {
    use base64::Engine as _;
    let message = sign((256, "XB"), "armour", DOCUMENT, &["-cades"]);
    let plain = base64::engine::general_purpose::STANDARD.encode(&message);
    let pem = format!("-----BEGIN CMS-----\r\n{plain}\r\n-----END CMS-----\r\n");
    for text in [plain, pem] {
        assert_eq!(
            cms::Signed::read(text.as_bytes()).unwrap().der(),
            cms::Signed::read(&message).unwrap().der()
        );
    }
}

#[test]
fn a_message_without_its_certificate_asks_for_it() {
    let pki = pki();
    let message = sign((512, "A"), "nocerts", DOCUMENT, &["-cades", "-nocerts"]);
    let signed = cms::Signed::read(&message).unwrap();
    let verdict = cms::verify(&signed, Some(DOCUMENT), &[]).remove(0);
    assert!(matches!(verdict.signed_by, SignedBy::Unknown(_)));
    assert_eq!(
        verdict.mathematics,
        Mathematics::NotChecked(NotChecked::NoCertificate)
    );
    assert_eq!(verdict.document, Document::Unchanged);
    let verdict = cms::verify(&signed, Some(DOCUMENT), &[pki.certificate("512-A")]).remove(0);
    assert!(verdict.is_good());
    assert!(matches!(
        verdict.signed_by,
        SignedBy::Certificate {
            binding: Binding::Signed,
            ..
        }
    ));
}

#[test]
fn a_signer_named_by_the_identifier_of_his_key_is_found() {
    let message = sign((256, "C"), "keyid", DOCUMENT, &["-keyid"]);
    let verdict = cms::verify(&cms::Signed::read(&message).unwrap(), Some(DOCUMENT), &[]).remove(0);
    assert!(verdict.is_good(), "{verdict:?}");
}

#[test]
fn an_rsa_signature_is_told_as_not_checked() {
    let pki = pki();
    pki.run(&["genpkey", "-algorithm", "RSA", "-out", "rsa.key"]);
    pki.run(&[
        "req",
        "-config",
        "req.cnf",
        "-x509",
        "-new",
        "-key",
        "rsa.key",
        "-subj",
        "/CN=Foreign",
        "-out",
        "rsa.pem",
    ]);
    pki.write("rsa.document", DOCUMENT);
    let sign = [
        "cms",
        "-sign",
        "-binary",
        "-in",
        "rsa.document",
        "-signer",
        "rsa.pem",
        "-inkey",
        "rsa.key",
    ];
    pki.run(&[&sign[..], &["-outform", "DER", "-out", "rsa.p7s"]].concat());
    let signed = cms::Signed::read(&pki.read("rsa.p7s")).unwrap();
    let verdict = cms::verify(&signed, Some(DOCUMENT), &[]).remove(0);
    assert!(
        matches!(
            verdict.mathematics,
            Mathematics::NotChecked(NotChecked::Algorithm(_))
        ),
        "{verdict:?}"
    );
    assert!(matches!(verdict.document, Document::NotChecked(_)));
    assert!(!verdict.is_good());
    assert_eq!(
        verdict.certificate().unwrap().owner().common_name.as_deref(),
        Some("Foreign")
    );
}

#[test]
fn what_openssl_made_passes_the_gate_as_der() {
    let pki = pki();
    for kind in KINDS {
        let chosen = pki.certificate(&pki::name(kind));
        let stream = sign(kind, "gate", DOCUMENT, &["-cades"]);
        let passed = cms::gate(&stream, &chosen, DOCUMENT).unwrap();
        assert_eq!(cms::ber::normalise(&passed).unwrap(), passed);
        assert!(chosen.validity().contains(now()));
    }
}
