//! «Проверить подпись…», and signatures that are kept with a document.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::DocumentId;
use engine::{
    ChainFact, Code, DocumentFact, Engine, MathematicsFact, NewAuthority, PrintPurpose, PrintRequest,
    RevocationFact, SignatureCheck, SignatureFiles, SignatureKind, SigningParty, Standing, TimeKind,
};
use jiff::SignedDuration;
use signature::cms::Content;

use crate::seal::{Seal, file};
use crate::world::{World, import};

const PAPER: &[u8] = "Договор поставки № 8 от 20.11.2026".as_bytes();
const SIGNED_AT: &str = "2026-11-20T09:30:00Z";

fn files(content: Option<&[u8]>, signature: &[u8]) -> SignatureFiles {
    SignatureFiles {
        content: content.map(|bytes| file("Договор.txt", bytes)),
        signature: file("Договор.txt.sig", signature),
    }
}

async fn only(engine: &Engine, content: Option<&[u8]>, signature: &[u8]) -> SignatureCheck {
    let checked = engine.check_signature(files(content, signature)).await.unwrap();
    let [check] = checked.signers.try_into().unwrap();
    let check: SignatureCheck = check;
    assert!(
        check.texts().iter().all(|text| text.ends_with('.')),
        "{:#?}",
        check.texts()
    );
    check
}

fn facts(check: &SignatureCheck) -> (&str, &str, &str, &str, &str) {
    (
        check.document.code(),
        check.signature.code(),
        check.chain.code(),
        check.revocation.code(),
        check.standing.code(),
    )
}

pub async fn trusted(engine: &Engine, seal: &Seal) {
    let new = NewAuthority {
        file: seal.root(),
        source: "Привезли на диске, отпечаток сверен по телефону".into(),
        fingerprint: None,
    };
    engine.add_authority(new).await.unwrap();
}

#[tokio::test]
async fn each_fact_of_a_signature_is_told_apart_and_grows_with_what_is_trusted() {
    let world = World::new();
    let engine = world.open();
    let seal = Seal::new("Учебный удостоверяющий центр", 7);
    let der = seal.voroncova().beside(PAPER, SIGNED_AT);
    let check = only(&engine, Some(PAPER), &der).await;
    assert_eq!(
        facts(&check),
        ("unchanged", "valid", "incomplete", "not_checked", "unproven")
    );
    assert_eq!(
        (check.signer.name.as_str(), check.time.kind),
        ("Воронцова Анна Павловна", TimeKind::Claimed)
    );
    assert!(check.signer_text.contains("Директор") && check.signer_text.contains("ИНН 9612045075"));
    assert!(check.time_text.contains("20.11.2026 09:30 UTC") && check.time_text.contains("сам подписавший"));
    assert_eq!(check.kind, SignatureKind::Other);

    trusted(&engine, &seal).await;
    let check = only(&engine, Some(PAPER), &der).await;
    assert_eq!(
        facts(&check),
        ("unchanged", "valid", "trusted", "not_checked", "unproven")
    );
    engine
        .add_revocation_list(seal.list("261119", "261219", &[]))
        .await
        .unwrap();
    let check = only(&engine, Some(PAPER), &der).await;
    assert_eq!(facts(&check), ("unchanged", "valid", "trusted", "good", "holds"));

    let check = only(&engine, Some(b"another"), &der).await;
    assert_eq!(facts(&check), ("changed", "valid", "trusted", "good", "broken"));
    let check = only(&engine, None, &der).await;
    assert_eq!(
        facts(&check),
        ("not_checked", "valid", "trusted", "good", "unproven")
    );
    let mut forged = der.clone();
    *forged.last_mut().unwrap() ^= 1;
    let check = only(&engine, Some(PAPER), &forged).await;
    assert_eq!(
        facts(&check),
        ("unchanged", "invalid", "trusted", "good", "broken")
    );
}

#[tokio::test]
async fn a_signature_is_read_in_every_coat_and_with_the_document_inside() {
    let world = World::new();
    let engine = world.open();
    let seal = Seal::new("Учебный удостоверяющий центр", 7);
    let mut hand = seal.voroncova();
    let der = hand.beside(PAPER, SIGNED_AT);
    let base64 = STANDARD.encode(&der);
    let pem = format!("-----BEGIN PKCS7-----\r\n{base64}\r\n-----END PKCS7-----\r\n");
    for coat in [der.clone(), base64.clone().into_bytes(), pem.into_bytes()] {
        let check = only(&engine, Some(PAPER), &coat).await;
        assert_eq!(
            (check.document, check.signature),
            (DocumentFact::Unchanged, MathematicsFact::Valid)
        );
    }
    let attached = hand.sign(Content::Attached(PAPER), SIGNED_AT);
    let checked = engine.check_signature(files(None, &attached)).await.unwrap();
    assert!(checked.is_attached);
    assert_eq!(checked.signers[0].document, DocumentFact::Unchanged);
    let another = only(&engine, Some(b"another"), &attached).await;
    assert_eq!(
        another.document,
        DocumentFact::Changed,
        "what lies inside is not what was chosen"
    );

    let mut second = seal.hand("Белова", "ООО «Кедровая роща»", "9644112800", 32);
    let both =
        signature::cms::add_signer(&der, Some(PAPER), &mut second, SIGNED_AT.parse().unwrap()).unwrap();
    let checked = engine.check_signature(files(Some(PAPER), &both)).await.unwrap();
    let mut names: Vec<_> = checked
        .signers
        .iter()
        .map(|one| one.signer.name.as_str())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["Белова Анна Павловна", "Воронцова Анна Павловна"]);
    assert!(
        checked
            .signers
            .iter()
            .all(|one| one.signature == MathematicsFact::Valid)
    );
}

#[tokio::test]
async fn an_algorithm_that_is_not_ours_is_told_as_not_checked_and_never_as_good_or_bad() {
    let world = World::new();
    let engine = world.open();
    let seal = Seal::new("Учебный удостоверяющий центр", 7);
    trusted(&engine, &seal).await;
    let mut der = seal.voroncova().beside(PAPER, SIGNED_AT);
    let ours = [0x06, 0x08, 0x2A, 0x85, 0x03, 0x07, 0x01, 0x01, 0x01, 0x01];
    // ecdsa-with-SHA256.
    let theirs = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];
    let place = der
        .windows(ours.len())
        .rposition(|window| window == ours)
        .unwrap();
    der[place..place + ours.len()].copy_from_slice(&theirs);
    let check = only(&engine, Some(PAPER), &der).await;
    assert_eq!(check.kind, SignatureKind::ForeignAlgorithm);
    assert_eq!(
        (check.signature, check.standing),
        (MathematicsFact::NotChecked, Standing::Unproven)
    );
    assert!(check.signature_text.contains("ECDSA"), "{}", check.signature_text);
}

#[tokio::test]
async fn a_revoked_certificate_is_told_whatever_time_the_signer_claims() {
    let world = World::new();
    let engine = world.open();
    let seal = Seal::new("Учебный удостоверяющий центр", 7);
    trusted(&engine, &seal).await;
    let mut hand = seal.voroncova();
    let der = hand.beside(PAPER, SIGNED_AT);
    for (since, words) in [
        ("261119", "уже не действовал"),
        ("261121", "подтверждает его только он"),
    ] {
        let list = seal.list("261121", "261221", &[(&hand, since)]);
        engine.add_revocation_list(list).await.unwrap();
        let check = only(&engine, Some(PAPER), &der).await;
        assert_eq!(
            (check.revocation, check.standing),
            (RevocationFact::Revoked, Standing::Broken)
        );
        assert!(check.revocation_text.contains(words), "{}", check.revocation_text);
    }
}

#[tokio::test]
async fn the_end_of_a_certificate_is_asked_for_the_moment_of_signing_and_a_mere_claim_proves_nothing() {
    let world = World::new();
    let engine = world.open();
    let seal = Seal::new("Учебный удостоверяющий центр", 7);
    trusted(&engine, &seal).await;
    let mut hand = seal.voroncova();
    let (early, late) = (
        hand.beside(PAPER, SIGNED_AT),
        hand.beside(PAPER, "2027-12-01T00:00:00Z"),
    );
    let check = only(&engine, Some(PAPER), &late).await;
    assert_eq!(
        check.time.kind,
        TimeKind::Checked,
        "a time that has not come is not believed"
    );
    assert!(check.time_text.contains("в будущем"));
    world.pass(SignedDuration::from_hours(24 * 400));
    let check = only(&engine, Some(PAPER), &late).await;
    assert_eq!(
        (check.chain, check.standing),
        (ChainFact::ExpiredAtSigning, Standing::Broken)
    );
    let check = only(&engine, Some(PAPER), &early).await;
    assert_eq!(
        (check.chain, check.standing),
        (ChainFact::Trusted, Standing::Unproven)
    );
    assert!(check.chain_text.contains("не доказано"), "{}", check.chain_text);
}

#[tokio::test]
async fn what_is_no_signature_gets_a_clear_answer_and_harms_nothing() {
    let world = World::new();
    let engine = world.open();
    let seal = Seal::new("Учебный удостоверяющий центр", 7);
    trusted(&engine, &seal).await;
    engine
        .add_revocation_list(seal.list("261119", "261219", &[]))
        .await
        .unwrap();
    let der = seal.voroncova().beside(PAPER, SIGNED_AT);
    let whole = only(&engine, Some(PAPER), &der).await;
    assert_eq!(whole.standing, Standing::Holds);
    let deep: Vec<u8> = [0x30, 0x80].repeat(100_000);
    let half = der[..der.len() / 2].to_vec();
    let code = async |content: Option<&[u8]>, signature: &[u8]| {
        let error = engine
            .check_signature(files(content, signature))
            .await
            .unwrap_err();
        assert!(error.sentence().ends_with('.'), "{error}");
        error.code()
    };
    for broken in [
        PAPER.to_vec(),
        deep,
        half,
        vec![0x30],
        vec![0xFF; 4096],
        b"\x30\x84\xFF\xFF\xFF\xFF".to_vec(),
    ] {
        assert_eq!(code(Some(PAPER), &broken).await, Code::SignatureUnreadable);
    }
    assert_eq!(code(Some(PAPER), b"").await, Code::FileEmpty);
    assert_eq!(code(Some(&der), PAPER).await, Code::FilesSwapped);
    for place in (0..der.len()).step_by(7) {
        let mut damaged = der.clone();
        damaged[place] ^= 0x55;
        if let Ok(checked) = engine.check_signature(files(Some(PAPER), &damaged)).await {
            // What no signature covers may be damaged; what is told must stay the same then.
            let holding = checked
                .signers
                .iter()
                .filter(|one| one.standing == Standing::Holds);
            for told in holding {
                assert_eq!(
                    (&told.signer, told.time),
                    (&whole.signer, whole.time),
                    "byte {place}"
                );
            }
        }
    }
}

/// A signature of ours under a document of the registry.
pub async fn signed(engine: &Engine, seal: &Seal, document: DocumentId) {
    let content = engine.content(document).await.unwrap();
    let der = seal.voroncova().beside(&content.bytes, SIGNED_AT);
    engine
        .attach_signature(document, file("подпись.sig", &der))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_signature_from_a_file_is_kept_only_beside_what_it_signs_and_stamps_the_copy() {
    let world = World::new();
    let (engine, _, utd) = world.ready().await;
    let seal = Seal::new("Учебный удостоверяющий центр", 7);
    trusted(&engine, &seal).await;
    let none = engine.stamped_copy(utd).await.unwrap_err();
    assert_eq!(none.code(), Code::NoSignatures);
    let stranger = seal.voroncova().beside(PAPER, SIGNED_AT);
    let refused = engine
        .attach_signature(utd, file("чужая.sig", &stranger))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::SignatureOfOther);
    signed(&engine, &seal, utd).await;
    let content = engine.content(utd).await.unwrap();
    let mut theirs = seal.hand("Белова", "ООО «Кедровая роща»", "9644112800", 32);
    let der = theirs.beside(&content.bytes, SIGNED_AT);
    for _ in 0..2 {
        engine.attach_signature(utd, file("их.sig", &der)).await.unwrap();
    }
    let kept = engine.document_signatures(utd).await.unwrap();
    let parties: Vec<_> = kept
        .iter()
        .map(|one| (one.party, one.check.signer.name.as_str()))
        .collect();
    assert_eq!(
        parties,
        [
            (SigningParty::Us, "Воронцова Анна Павловна"),
            (SigningParty::Them, "Белова Анна Павловна")
        ]
    );
    assert!(
        kept.iter()
            .all(|one| one.check.chain == ChainFact::Trusted && one.operator_verdict.is_none())
    );
    let saved = engine.file(kept[1].blob).await.unwrap();
    assert_eq!(
        (saved.name.as_str(), saved.bytes.as_slice()),
        ("УПД 15.xml.sig", der.as_slice())
    );
    let copy = engine.stamped_copy(utd).await.unwrap();
    let pages = engine.file(copy.blob).await.unwrap();
    let told = crate::printing::letters(&pages.bytes);
    for words in ["документподписанэлектроннойподписью", "воронцова", "белова"]
    {
        assert!(told.contains(words), "{words}: {told}");
    }
    let paper = PrintRequest {
        documents: vec![utd],
        purpose: PrintPurpose::Paper,
        ..PrintRequest::default()
    };
    let plain = engine.print(paper).await.unwrap();
    let plain = crate::printing::letters(&engine.file(plain.blob).await.unwrap().bytes);
    assert!(
        !plain.contains("белова"),
        "stamps stand on copies for viewing only"
    );
    let other = import(&engine, "16").await;
    assert!(engine.document_signatures(other).await.unwrap().is_empty());
}

/// A file that other tests use too. Made anew with `UPDATE_FIXTURES=1`.
fn fixture(name: &str, make: impl FnOnce() -> Vec<u8>) -> Vec<u8> {
    let path = format!("{}/fixtures/signature/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::create_dir_all(std::path::Path::new(&path).parent().unwrap()).unwrap();
        std::fs::write(&path, make()).unwrap();
    }
    std::fs::read(path).unwrap()
}

#[tokio::test]
async fn the_files_that_other_tests_check_hold() {
    let world = World::new();
    let engine = world.open();
    let seal = Seal::new("Учебный удостоверяющий центр", 7);
    let mut hand = seal.lasting_voroncova();
    let contract = fixture("contract.txt", || PAPER.to_vec());
    let signature = fixture("contract.txt.sig", || hand.beside(PAPER, SIGNED_AT));
    let root = fixture("root.cer", || seal.root().bytes);
    let list = fixture("list.crl", || seal.list("261119", "460101", &[]).bytes);
    let new = NewAuthority {
        file: file("root.cer", &root),
        source: "Файл проверок".into(),
        fingerprint: None,
    };
    engine.add_authority(new).await.unwrap();
    engine.add_revocation_list(file("list.crl", &list)).await.unwrap();
    let check = only(&engine, Some(&contract), &signature).await;
    assert_eq!(check.standing, Standing::Holds);
}

/// A signature with a timestamp and a gathered answer about revocation, made by OpenSSL once.
fn stamped() -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let read = |name: &str| {
        let path = format!("{}/fixtures/signature/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read(path).unwrap()
    };
    (
        read("stamped.txt"),
        read("stamped.txt.p7s"),
        read("stamped-root.cer"),
    )
}

#[tokio::test]
async fn the_moment_comes_from_a_timestamp_and_the_status_from_an_answer_that_came_along_once_their_authority_is_trusted()
 {
    let world = World::new();
    world.pass(SignedDuration::from_hours(24 * 3));
    let engine = world.open();
    let (paper, signature, root) = stamped();
    let check = only(&engine, Some(&paper), &signature).await;
    assert_eq!(check.time.kind, TimeKind::Claimed);
    assert!(
        check.time_text.contains("Служба штампов «Янтарь»"),
        "{}",
        check.time_text
    );
    assert!(check.time_text.contains("не учтён"), "{}", check.time_text);
    assert_eq!(check.standing, Standing::Unproven);

    let new = NewAuthority {
        file: file("root.cer", &root),
        source: "Файл проверок".into(),
        fingerprint: None,
    };
    engine.add_authority(new).await.unwrap();
    let check = only(&engine, Some(&paper), &signature).await;
    assert_eq!(check.time.kind, TimeKind::Timestamp);
    assert_eq!(check.time.at, "2026-11-22T13:32:17Z".parse().unwrap());
    assert!(check.time_text.contains("время из штампа"), "{}", check.time_text);
    assert!(
        check.revocation_text.contains("OCSP"),
        "{}",
        check.revocation_text
    );
    assert_eq!(facts(&check), ("unchanged", "valid", "trusted", "good", "holds"));
}

#[tokio::test]
async fn a_damaged_timestamp_is_told_and_gives_no_moment() {
    let world = World::new();
    world.pass(SignedDuration::from_hours(24 * 3));
    let engine = world.open();
    let (paper, mut signature, root) = stamped();
    let new = NewAuthority {
        file: file("root.cer", &root),
        source: "Файл проверок".into(),
        fingerprint: None,
    };
    engine.add_authority(new).await.unwrap();
    // The moment inside the token, one year earlier.
    let at = signature
        .windows(15)
        .position(|part| part == b"20261122133217Z")
        .unwrap();
    signature[at + 3] = b'5';
    let check = only(&engine, Some(&paper), &signature).await;
    assert_eq!(check.time.kind, TimeKind::Claimed);
    assert!(
        check.time_text.contains("Штамп времени в подписи неверен"),
        "{}",
        check.time_text
    );
    assert_eq!(
        (check.document.code(), check.signature.code()),
        ("unchanged", "valid")
    );
}
