//! Signatures and archives at the command line: facts in sentences, one exit code for all of them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::desk::{Desk, fixture};

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
