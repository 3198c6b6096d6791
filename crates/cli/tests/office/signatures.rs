//! Signatures and archives at the command line: facts in sentences, one exit code for all of them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sandbox::Options;
use serde_json::json;

use super::desk::{Desk, desk_with_two_papers, fixture, training_world};

fn sealed(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../engine/fixtures/signature/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_exit_code_tells_a_whole_signature_from_an_unproven_and_from_a_broken_one() {
    let desk = Desk::new();
    let contract = desk.file("contract.txt", &sealed("contract.txt"));
    let other = desk.file("other.txt", b"another");
    let signature = desk.file("contract.txt.sig", &sealed("contract.txt.sig"));
    let unproven = desk
        .run(&["check-signature", &contract, &signature])
        .await
        .ends_with(6);
    for words in ["Документ не изменён", "Воронцова", "Отзыв не проверен"]
    {
        assert!(unproven.stdout.contains(words), "{words}: {unproven:#?}");
    }
    let packed = |name: &str| json!({ "name": name, "content_base64": STANDARD.encode(sealed(name)) });
    let root = json!({ "file": packed("root.cer"), "source": "С диска, сверено по телефону" });
    desk.rpc("trust.add", root).await;
    desk.rpc("trust.add_crl", json!({ "file": packed("list.crl") }))
        .await;
    desk.run(&["check-signature", &contract, &signature])
        .await
        .ends_with(0);
    let broken = desk
        .run(&["--json", "check-signature", &other, &signature])
        .await
        .ends_with(1);
    assert_eq!(broken.answer()["signers"][0]["document"], "changed");
    let swapped = desk
        .run(&["--json", "check-signature", &signature, &contract])
        .await
        .ends_with(1);
    assert_eq!(swapped.error()["code"], "files_swapped");
    let missing = desk
        .run(&["check-signature", "/нет/такого", &signature])
        .await
        .ends_with(1);
    assert!(missing.stderr.contains("не прочитан"), "{missing:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_archive_is_told_so() {
    let desk = Desk::new();
    let pdf = desk.file("Счёт.pdf", &fixture("print_form.pdf"));
    let told = desk.run(&["--json", "check-archive", &pdf]).await.ends_with(1);
    assert_eq!(told.error()["code"], "not_an_archive");
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_are_gathered_into_an_archive_and_the_archive_is_checked() {
    let world = training_world(Options::default()).await;
    let desk = desk_with_two_papers(&world).await;
    let out = desk.file("Архив.zip", b"");
    let all = [
        "--json",
        "archive",
        "--filter",
        r#"{"direction":"outbound"}"#,
        "--out",
        &out,
    ];
    let made = desk.run(&all).await.ends_with(0);
    assert_eq!(made.answer()["rows"].as_array().unwrap().len(), 2);
    assert!(std::fs::read(&out).unwrap().starts_with(b"PK"));
    let checked = desk.run(&["--json", "check-archive", &out]).await.ends_with(6);
    let answer = checked.answer();
    assert_eq!(
        (answer["ok"].as_bool(), answer["rows"].as_array().unwrap().len()),
        (Some(true), 2)
    );
    assert!(!answer["gaps"].as_array().unwrap().is_empty());

    let mut turned = std::fs::read(&out).unwrap();
    let middle = turned.len() / 2;
    turned[middle] ^= 1;
    let turned = desk.file("Испорченный.zip", &turned);
    desk.run(&["check-archive", &turned]).await.ends_with(1);
    let nowhere = desk
        .run(&["--json", "archive", "404", "--out", &out])
        .await
        .ends_with(1);
    assert!(
        nowhere.stdout.contains("404") || nowhere.stderr.contains("404"),
        "{nowhere:#?}"
    );
    let not_json = desk
        .run(&["--json", "archive", "--filter", "исходящие", "--out", &out])
        .await
        .ends_with(1);
    assert_eq!(not_json.error()["code"], "bad_request");
    desk.run(&["archive", "--out", &out]).await.ends_with(2);
}
