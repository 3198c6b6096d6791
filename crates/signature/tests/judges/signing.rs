//! What this crate signs, others believe.

use signature::cms::{self, Content, Spelling};

use crate::pki::{self, KINDS, Pki, now, pki};
use crate::python;

const DOCUMENT: &[u8] = "Счёт-фактура № 17 от 03.02.2026".as_bytes();

fn openssl_believes(pki: &Pki, message: &str, document: Option<&str>) -> bool {
    let verify = [
        "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", message,
    ];
    let trust = ["-CAfile", "chain.pem", "-purpose", "any", "-out", "verified"];
    let content: Vec<&str> = document
        .iter()
        .flat_map(|document| ["-content", *document])
        .collect();
    pki.agrees(&[&verify[..], &trust, &content].concat())
}

/// What the second judge says of messages of which he believes every signature.
fn second_judge_believes(pki: &Pki, pairs: &[(String, String)], signers: usize) {
    let second = python::ask(&pki.folder, pairs);
    let said = String::from_utf8_lossy(&second.stdout);
    assert!(
        second.status.success(),
        "gostcrypto: {said} {}",
        String::from_utf8_lossy(&second.stderr)
    );
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        vec![format!("ok {signers}"); pairs.len()]
    );
}

fn both_judges_believe(kinds: &[(u16, &str)]) {
    let pki = pki();
    let mut pairs = Vec::new();
    for &kind in kinds {
        let mut signer = pki.signer(&pki::name(kind));
        for (index, spelling) in Spelling::ALL.into_iter().enumerate() {
            let file = format!("ours-{}-{index}", pki::name(kind));
            let message =
                cms::build_spelled(Content::Detached(DOCUMENT), &mut signer, now(), spelling).unwrap();
            let (message_file, document) = (format!("{file}.p7s"), format!("{file}.document"));
            pki.write(&message_file, &message);
            pki.write(&document, DOCUMENT);
            assert!(
                openssl_believes(pki, &message_file, Some(&document)),
                "OpenSSL, {kind:?} {spelling:?}"
            );
            pairs.push((message_file, document));
        }
    }
    assert_eq!(pairs.len(), 4 * kinds.len());
    second_judge_believes(pki, &pairs, 1);
}

#[test]
fn both_judges_believe_every_kind_of_short_key_in_every_spelling() {
    both_judges_believe(&KINDS[..7]);
}

#[test]
fn both_judges_believe_every_kind_of_long_key_in_every_spelling() {
    both_judges_believe(&KINDS[7..]);
}

#[test]
fn both_judges_notice_a_changed_document() {
    let pki = pki();
    for kind in [(256, "TCA"), (512, "A")] {
        let mut signer = pki.signer(&pki::name(kind));
        let message = cms::build(Content::Detached(DOCUMENT), &mut signer, now()).unwrap();
        let file = format!("changed-{}", pki::name(kind));
        pki.write(&format!("{file}.p7s"), &message);
        pki.write(&format!("{file}.document"), &[DOCUMENT, b" "].concat());
        let (message, document) = (format!("{file}.p7s"), format!("{file}.document"));
        assert!(!openssl_believes(pki, &message, Some(&document)));
        assert!(!python::ask(&pki.folder, &[(message, document)]).status.success());
    }
}

#[test]
fn a_second_signature_beside_the_first_is_believed_with_it() {
    let pki = pki();
    let mut first = pki.signer("256-XA");
    let mut second = pki.signer("512-B");
    let one = cms::build(Content::Detached(DOCUMENT), &mut first, now()).unwrap();
    let two = cms::add_signer(&one, Some(DOCUMENT), &mut second, now()).unwrap();
    pki.write("two.p7s", &two);
    pki.write("two.document", DOCUMENT);
    assert!(openssl_believes(pki, "two.p7s", Some("two.document")));
    second_judge_believes(pki, &[("two.p7s".to_owned(), "two.document".to_owned())], 2);

    let signed = cms::Signed::read(&two).unwrap();
    assert_eq!(signed.certificates().len(), 2);
    let verdicts = cms::verify(&signed, Some(DOCUMENT), &[]);
    assert!(
        verdicts.len() == 2 && verdicts.iter().all(cms::SignerVerdict::is_good),
        "{verdicts:?}"
    );
    assert!(cms::add_signer(&one, Some("Другой документ".as_bytes()), &mut second, now()).is_err());
}

#[test]
fn a_document_inside_the_message_is_believed_and_comes_out_again() {
    let pki = pki();
    let mut signer = pki.signer("512-C");
    let message = cms::build(Content::Attached(DOCUMENT), &mut signer, now()).unwrap();
    pki.write("attached.p7m", &message);
    assert!(openssl_believes(pki, "attached.p7m", None));
    assert_eq!(cms::Signed::read(&message).unwrap().content(), Some(DOCUMENT));
}

#[test]
fn a_signature_over_the_digest_alone_is_the_same_kind_of_signature() {
    let pki = pki();
    let mut signer = pki.signer("256-A");
    let digest = signer
        .certificate
        .public_key()
        .unwrap()
        .curve()
        .digest()
        .of(DOCUMENT);
    let message = cms::build(Content::Digest(&digest), &mut signer, now()).unwrap();
    let verdicts = cms::verify(&cms::Signed::read(&message).unwrap(), Some(DOCUMENT), &[]);
    assert!(verdicts.iter().all(cms::SignerVerdict::is_good));
    assert!(cms::build(Content::Digest(&digest[1..]), &mut signer, now()).is_err());
}
