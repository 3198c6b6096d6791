//! What is broken or swapped is refused, each with its own reason.

use signature::certificate::Certificate;
use signature::cms::{self, Binding, Content, Document, Mathematics, SignedBy, SignerVerdict};
use signature::keys::RawSigner as _;
use signature::{Error, Reason};

use crate::pki::{KINDS, KeyOfTest, Wanted, issue, name, now, pki};

const DOCUMENT: &[u8] = "Накладная № 9 от 05.02.2026".as_bytes();

fn signed_by(signer: &mut KeyOfTest) -> Vec<u8> {
    cms::build(Content::Detached(DOCUMENT), signer, now()).unwrap()
}

fn verdict(message: &[u8], document: &[u8]) -> SignerVerdict {
    cms::verify(&cms::Signed::read(message).unwrap(), Some(document), &[]).remove(0)
}

/// The message with the value of its signature made another.
fn with_value(message: &[u8], change: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let signed = cms::Signed::read(message).unwrap();
    let value = &signed.signers()[0].signature;
    let at = message
        .windows(value.len())
        .rposition(|window| window == value)
        .unwrap();
    let mut changed = message.to_vec();
    changed[at..at + value.len()].copy_from_slice(&change(value));
    changed
}

fn reversed(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().rev().copied().collect()
}

#[test]
fn a_changed_document_is_told_apart_from_a_broken_signature() {
    let pki = pki();
    for kind in KINDS {
        let message = signed_by(&mut pki.signer(&name(kind)));
        let changed = verdict(&message, "Накладная № 9 от 05.02.2027".as_bytes());
        assert_eq!(
            (&changed.document, &changed.mathematics),
            (&Document::Changed, &Mathematics::Holds)
        );
        assert_eq!(changed.check(), Err(Error::BadSignature(Reason::ContentChanged)));
        let broken = verdict(
            &with_value(&message, |value| {
                let mut value = value.to_vec();
                value[7] ^= 0x20;
                value
            }),
            DOCUMENT,
        );
        assert_eq!(
            (&broken.document, &broken.mathematics),
            (&Document::Unchanged, &Mathematics::Broken)
        );
        assert_eq!(broken.check(), Err(Error::BadSignature(Reason::Value)));
    }
}

#[test]
fn halves_in_another_order_do_not_verify_but_the_gate_puts_them_right() {
    let pki = pki();
    for kind in KINDS {
        let mut signer = pki.signer(&name(kind));
        let message = signed_by(&mut signer);
        let swapped = |value: &[u8]| [&value[value.len() / 2..], &value[..value.len() / 2]].concat();
        let each_reversed = |value: &[u8]| {
            [
                reversed(&value[..value.len() / 2]),
                reversed(&value[value.len() / 2..]),
            ]
            .concat()
        };
        for other in [
            with_value(&message, swapped),
            with_value(&message, each_reversed),
            with_value(&message, reversed),
        ] {
            assert_eq!(
                verdict(&other, DOCUMENT).mathematics,
                Mathematics::Broken,
                "{kind:?}"
            );
            assert_eq!(
                cms::gate(&other, &signer.certificate, DOCUMENT),
                Ok(message.clone())
            );
        }
    }
}

#[test]
fn changed_signed_attributes_break_the_signature() {
    let pki = pki();
    let message = signed_by(&mut pki.signer("512-A"));
    // The year of the signing time, in the UTCTime that stands behind its identifier.
    let time = [
        0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x05, 0x31, 0x0F, 0x17, 0x0D,
    ];
    let at = message
        .windows(time.len())
        .position(|window| window == time)
        .unwrap()
        + time.len();
    let mut earlier = message;
    earlier[at + 1] -= 1;
    let verdict = verdict(&earlier, DOCUMENT);
    assert_eq!(verdict.mathematics, Mathematics::Broken);
    assert!(!verdict.is_good());
}

/// Somebody with the same issuer, the same number and the same key, but another name: mathematics alone would believe.
fn double(of: &str) -> Certificate {
    let pki = pki();
    let file = format!("double-{of}");
    std::fs::copy(
        pki.folder.join(format!("{of}.key")),
        pki.folder.join(format!("{file}.key")),
    )
    .unwrap();
    let serial = format!("0x{}", pki.certificate(of).serial_hex());
    let subject = "/CN=ООО «Василёк»/O=ООО «Василёк»";
    issue(
        &pki.folder,
        &Wanted::new(&file, (256, "XA"), subject, "owner", "issuing", &serial),
    );
    let double = pki.certificate(&file);
    assert_eq!(double.serial(), pki.certificate(of).serial());
    assert_eq!(double.issuer_der(), pki.certificate(of).issuer_der());
    double
}

#[test]
fn a_certificate_put_in_the_place_of_another_is_caught_by_its_signed_hash() {
    let pki = pki();
    let mut signer = pki.signer("256-XA");
    let double = double("256-XA");
    let message = signed_by(&mut signer);
    // The same message signed without a hash of the certificate would hold for both.
    let mut impostor = KeyOfTest {
        certificate: double.clone(),
        key: pki.signer("256-XA").key,
    };
    assert!(verdict(&signed_by(&mut impostor), DOCUMENT).is_good());

    let swapped = swap_certificate(&message, &signer.certificate, &double);
    let found = verdict(&swapped, DOCUMENT);
    assert_eq!(found.mathematics, Mathematics::Holds, "the key is the same");
    assert!(matches!(
        found.signed_by,
        SignedBy::Certificate {
            binding: Binding::OtherCertificate,
            ..
        }
    ));
    assert_eq!(found.check(), Err(Error::BadSignature(Reason::OtherCertificate)));
    // With the right certificate at hand as well, the right one is named.
    let read = cms::Signed::read(&swapped).unwrap();
    let found = cms::verify(&read, Some(DOCUMENT), std::slice::from_ref(&signer.certificate)).remove(0);
    assert_eq!(found.certificate(), Some(&signer.certificate));
    assert!(found.is_good());
}

/// Puts another certificate into a message; the lengths of all that surrounds it are written anew by BER's
/// indefinite form.
fn swap_certificate(message: &[u8], old: &Certificate, new: &Certificate) -> Vec<u8> {
    let at = message
        .windows(old.der().len())
        .position(|window| window == old.der())
        .unwrap();
    let open = [&[0x30, 0x80][..], &message[4..15], &[0xA0, 0x80, 0x30, 0x80]].concat();
    let set = at - 4;
    assert_eq!(message[set], 0xA0, "the set of certificates");
    let before = &message[23..set];
    let after = &message[at + old.der().len()..];
    let ends = [0; 6];
    [
        open,
        before.to_vec(),
        vec![0xA0, 0x80],
        new.der().to_vec(),
        vec![0, 0],
        after.to_vec(),
        ends.to_vec(),
    ]
    .concat()
}

#[test]
fn the_gate_lets_only_the_chosen_signature_of_this_document_out() {
    let pki = pki();
    let mut signer = pki.signer("256-TCB");
    let mut other = pki.signer("256-TCA");
    let chosen = signer.certificate.clone();
    let refused = |message: &[u8], reason| {
        assert_eq!(
            cms::gate(message, &chosen, DOCUMENT),
            Err(Error::BadSignature(reason))
        );
    };
    let good = signed_by(&mut signer);
    assert_eq!(cms::gate(&good, &chosen, DOCUMENT), Ok(good.clone()));
    refused(&signed_by(&mut other), Reason::OtherCertificate);
    refused(
        &cms::build(Content::Attached(DOCUMENT), &mut signer, now()).unwrap(),
        Reason::NotDetached,
    );
    refused(
        &cms::add_signer(&good, Some(DOCUMENT), &mut other, now()).unwrap(),
        Reason::SignerCount,
    );
    refused(
        &cms::build(Content::Detached(b"other"), &mut signer, now()).unwrap(),
        Reason::ContentChanged,
    );
    refused(&with_value(&good, |value| vec![1; value.len()]), Reason::Value);
}

#[test]
fn a_provider_that_signs_with_another_key_is_noticed_at_once() {
    let pki = pki();
    let mut mixed = KeyOfTest {
        certificate: pki.certificate("256-A"),
        key: pki.signer("256-B").key,
    };
    let made = cms::build(Content::Detached(DOCUMENT), &mut mixed, now());
    assert_eq!(made, Err(Error::BadSignature(Reason::Value)));
}

#[test]
fn attributes_presented_as_a_document_are_not_believed() {
    let pki = pki();
    let message = signed_by(&mut pki.signer("256-B"));
    let document = "signed-attributes";
    pki.write(document, DOCUMENT);
    // The attributes of a good signature, torn off: a signature without attributes over exactly these bytes holds.
    let signed = cms::Signed::read(&message).unwrap();
    let mut attributes = message[attributes_at(&message)].to_vec();
    attributes[0] = 0x31;
    let digest = signed.certificates()[0].public_key().unwrap().curve().digest();
    let value = &signed.signers()[0].signature;
    assert_eq!(
        signed.certificates()[0]
            .public_key()
            .unwrap()
            .verify_digest(&digest.of(&attributes), value),
        Ok(())
    );

    pki.run(&[
        "cms",
        "-sign",
        "-binary",
        "-noattr",
        "-in",
        document,
        "-signer",
        "256-B.pem",
        "-inkey",
        "256-B.key",
        "-outform",
        "DER",
        "-out",
        "plain.p7s",
    ]);
    let forged = with_value(&pki.read("plain.p7s"), |_| value.clone());
    let found = verdict(&forged, &attributes);
    assert_eq!(found.mathematics, Mathematics::Broken);
    assert_eq!(found.document, Document::CannotTell);
}

/// Where the signed attributes of a message with one signer lie, the tag first.
fn attributes_at(message: &[u8]) -> std::ops::Range<usize> {
    // The value of the signature, which is chance, may hold the same two bytes: the attributes begin with a sequence and
    // end in the message.
    let end = |at: usize| at + 4 + usize::from(u16::from_be_bytes([message[at + 2], message[at + 3]]));
    let start = (0..message.len() - 4)
        .rev()
        .find(|&at| {
            message[at..].starts_with(&[0xA0, 0x82]) && message[at + 4] == 0x30 && end(at) < message.len()
        })
        .unwrap();
    start..end(start)
}

/// The same message with the last attribute first.
fn out_of_order(message: &[u8]) -> Vec<u8> {
    let at = attributes_at(message);
    let body = &message[at.start + 4..at.end];
    // The hash of the certificate is the longest attribute and so the last.
    let hash = [
        0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, 0x2F,
    ];
    let hash = body
        .windows(hash.len())
        .position(|window| window == hash)
        .unwrap();
    let last = body[..hash]
        .windows(2)
        .rposition(|window| window[0] == 0x30 && window[1] > 0x80)
        .unwrap();
    let mut changed = message.to_vec();
    changed[at.start + 4..at.end].copy_from_slice(&[&body[last..], &body[..last]].concat());
    changed
}

#[test]
fn attributes_in_another_order_hold_as_they_came_or_sorted_but_do_not_leave() {
    let pki = pki();
    let mut signer = pki.signer("256-A");
    let message = signed_by(&mut signer);
    // Signed in order, sent in another.
    let sent_otherwise = out_of_order(&message);
    assert_ne!(sent_otherwise, message);
    assert!(verdict(&sent_otherwise, DOCUMENT).is_good());
    // Signed and sent in another order.
    let mut attributes = sent_otherwise[attributes_at(&sent_otherwise)].to_vec();
    attributes[0] = 0x31;
    let digest = signer
        .certificate
        .public_key()
        .unwrap()
        .curve()
        .digest()
        .of(&attributes);
    let value = signer.sign_digest(&digest).unwrap();
    let signed_otherwise = with_value(&sent_otherwise, |_| value.clone());
    assert!(verdict(&signed_otherwise, DOCUMENT).is_good());
    for message in [sent_otherwise, signed_otherwise] {
        let refused = cms::gate(&message, &signer.certificate, DOCUMENT);
        assert!(
            refused.is_err(),
            "a receiver that sorts them would not believe it"
        );
    }
}
