use super::desk::{Desk, PASSPHRASE, fixture};

#[tokio::test(flavor = "multi_thread")]
async fn without_a_place_for_keys_both_ways_out_are_named() {
    let desk = Desk::new().with_passphrase(None);
    let refused = desk.run(&["list"]).await.ends_with(4);
    for part in [
        "Выходов два",
        "SURGUCH_PASSPHRASE",
        "SURGUCH_PASSPHRASE_FILE",
        "не потеряны",
    ] {
        assert!(refused.stderr.contains(part), "{part}: {refused:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_passphrase_opens_nothing_and_spoils_nothing() {
    let desk = Desk::new();
    desk.run(&["list"]).await.ends_with(0);
    let desk = desk.with_passphrase(Some("совсем другая фраза"));
    let refused = desk.run(&["--json", "list"]).await.ends_with(4).error();
    assert_eq!(refused["code"], "vault_passphrase_wrong");
    desk.with_passphrase(Some(PASSPHRASE))
        .run(&["list"])
        .await
        .ends_with(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recovery_key_opens_the_documents_after_the_vault_is_lost() {
    let desk = Desk::new();
    let paper = desk.file("Договор.pdf", &fixture("print_form.pdf"));
    desk.run(&["import", &paper]).await.ends_with(0);
    let key = desk.run(&["recovery-key", "show"]).await.ends_with(0).stdout;

    std::fs::remove_file(desk.data().join("config/vault.json")).unwrap();
    let gone = desk.run(&["list"]).await.ends_with(4);
    assert!(
        gone.stderr.contains("пропал") && gone.stderr.contains("recovery-key restore"),
        "{gone:#?}"
    );

    let desk = desk.with_passphrase(Some("новая фраза для печати"));
    let wrong = key.replacen(|letter: char| letter.is_ascii_alphanumeric(), "!", 1);
    desk.run_with_input(&["recovery-key", "restore"], &wrong)
        .await
        .ends_with(4);
    desk.run_with_input(&["recovery-key", "restore"], &key)
        .await
        .ends_with(0);
    let list = desk.run(&["list"]).await.ends_with(0).stdout;
    assert!(list.contains("Договор"), "{list}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_the_folder_is_opened_only_on_purpose() {
    let desk = Desk::new();
    desk.run(&["list"]).await.ends_with(0);
    let copy = desk.data().with_file_name("copy");
    copy_folder(&desk.data(), &copy);
    let copy = copy.to_str().unwrap();
    let refused = desk
        .run(&["--data", copy, "--json", "list"])
        .await
        .ends_with(1)
        .error();
    assert_eq!(refused["code"], "folder_is_copy");
    desk.run(&["--data", copy, "--accept-copy", "list"])
        .await
        .ends_with(0);
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}
