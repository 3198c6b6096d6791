//! The registry as a table on the disk.

use sandbox::Options;

use super::desk::{desk_with_two_papers, training_world};

#[tokio::test(flavor = "multi_thread")]
async fn the_registry_is_written_as_a_table_and_read_again_by_somebody_else() {
    let world = training_world(Options::default()).await;
    let desk = desk_with_two_papers(&world).await;
    let book = desk.file("Реестр.xlsx", b"");
    let written = desk.run(&["export", "--out", &book]).await.ends_with(0);
    assert!(written.stdout.contains("строк: 2"), "{written:#?}");
    let staged = desk
        .run(&["import-table", &book, "--target", "counterparties", "--dry-run"])
        .await;
    assert!(!staged.stderr.contains("не таблица"), "{staged:#?}");
    assert!(std::fs::read(&book).unwrap().starts_with(b"PK"));

    let text = desk.file("Реестр.csv", b"");
    let arguments = [
        "export",
        "--filter",
        r#"{"direction":"outbound"}"#,
        "--from",
        "2026-11-01",
        "--sort",
        "-total,number",
        "--columns",
        "number,total",
        "--format",
        "csv",
        "--out",
        &text,
    ];
    let told = desk
        .run(&[&["--json"], &arguments[..]].concat())
        .await
        .ends_with(0);
    assert_eq!(told.answer()["file"].as_str(), Some(text.as_str()));
    let csv = std::fs::read_to_string(&text).unwrap();
    assert!(
        csv.starts_with("\u{feff}Номер;Сумма\r\nПЗ-318;8300,00\r\n"),
        "{csv}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_written_leaves_no_file() {
    let world = training_world(Options::default()).await;
    let desk = desk_with_two_papers(&world).await;
    let out = desk.data().parent().unwrap().join("нет.xlsx");
    let name = out.to_str().unwrap();
    for (wrong, code) in [
        (vec!["ничего такого нет"], "nothing_to_export"),
        (vec!["--columns", "colour"], "bad_request"),
        (vec!["--filter", "исходящие"], "bad_request"),
        (vec!["--sort", "colour"], "bad_request"),
    ] {
        let arguments = [&["--json", "export", "--out", name], &wrong[..]].concat();
        let refused = desk.run(&arguments).await.ends_with(1);
        assert_eq!(refused.error()["code"], code, "{wrong:?}");
    }
    desk.run(&["export", "--format", "docx", "--out", name])
        .await
        .ends_with(2);
    assert!(!out.exists());
}
