//! Folders from which documents come in by themselves, prints, and tables.

use serde_json::json;

use super::desk::{Desk, POLAR_STAR, base, desk_with_two_papers, fixture, training_world};
use sandbox::Options;

#[tokio::test(flavor = "multi_thread")]
async fn files_of_a_watched_folder_come_in_and_bad_ones_lie_beside_their_reason() {
    let world = training_world(Options::default()).await;
    let desk = Desk::new();
    let none = desk.run(&["folders", "add", "."]).await.ends_with(1);
    assert!(none.stderr.contains("ни одной фирмы"), "{none:#?}");
    desk.run(&["connect", "--sandbox", &base(&world), "--inn", POLAR_STAR])
        .await
        .ends_with(0);
    let pdf = desk.file("Счёт 41.pdf", &fixture("print_form.pdf"));
    let folder = std::path::Path::new(&pdf).parent().unwrap().join("Выгрузка");
    std::fs::create_dir(&folder).unwrap();
    std::fs::rename(&pdf, folder.join("Счёт 41.pdf")).unwrap();
    std::fs::write(folder.join("письмо.txt"), "Добрый день").unwrap();
    let folder_name = folder.to_str().unwrap();
    desk.run(&["folders", "add", folder_name]).await.ends_with(0);
    let empty = desk.run(&["folders"]).await.ends_with(0);
    assert!(empty.stdout.contains("Выгрузка"), "{empty:#?}");
    assert!(
        !empty.stdout.contains(folder_name),
        "the list shows no path: {empty:#?}"
    );

    let taken = desk.run(&["folders", "take"]).await.ends_with(6);
    assert!(
        taken
            .stdout
            .contains("Взято: 1\u{a0}файл. С ошибкой: 1\u{a0}файл."),
        "{taken:#?}"
    );
    assert!(folder.join("processed").join("Счёт 41.pdf").exists());
    let reason = std::fs::read_to_string(folder.join("failed").join("письмо.txt.причина.txt")).unwrap();
    assert!(reason.contains("PDF"), "{reason}");
    let rows = desk.rpc("documents.list", json!({})).await;
    assert_eq!(rows["rows"].as_array().unwrap().len(), 1);

    desk.run(&["folders", "remove"]).await.ends_with(0);
    let list = desk.rpc("folders.list", json!({})).await;
    assert_eq!(list["folders"][0]["is_on"], false);
    let refused = desk
        .run(&["--json", "rpc", "folders.choose", r#"{"firm_id":1}"#])
        .await
        .ends_with(1);
    assert_eq!(
        refused.error()["code"],
        "unknown_command",
        "a path is never asked through the contract"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_are_printed_into_a_file_and_what_cannot_be_is_named() {
    let world = training_world(Options::default()).await;
    let desk = desk_with_two_papers(&world).await;
    let out = desk.data().with_file_name("Печать.pdf");
    let out_name = out.to_str().unwrap();
    let printed = desk
        .run(&["print", "1", "2", "77", "--out", out_name])
        .await
        .ends_with(6);
    assert!(printed.stderr.contains("документ 77"), "{printed:#?}");
    assert!(std::fs::read(&out).unwrap().starts_with(b"%PDF"));
    let copy = desk
        .run(&["--json", "print", "2", "--copy", "--out", out_name])
        .await
        .ends_with(0);
    assert!(copy.answer()["pages"].as_u64().unwrap() >= 1);
    let nowhere = desk
        .run(&["--json", "print", "1", "--out", "/нет/такой/папки.pdf"])
        .await
        .ends_with(1);
    assert_eq!(nowhere.error()["code"], "file_not_saved");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_tried_and_then_taken_row_by_row() {
    let desk = Desk::new();
    let text = "Номер;Дата;Сумма;Вид\n5;21.11.2026;1 220,00;Акт\n6;никогда;1;Акт\n";
    let table = desk.file("Акты.csv", text.as_bytes());
    let tried = desk
        .run(&["import-table", &table, "--dry-run"])
        .await
        .ends_with(6);
    assert!(tried.stderr.contains("Строка 3. Колонка «Дата»"), "{tried:#?}");
    assert!(tried.stdout.contains("Ничего не добавлено"), "{tried:#?}");
    let taken = desk.run(&["import-table", &table]).await.ends_with(6);
    assert!(taken.stdout.contains("Добавлено: 1\u{a0}строка"), "{taken:#?}");
    let rows = desk.rpc("documents.list", json!({})).await;
    assert_eq!(rows["rows"][0]["number"], "5");
    let unknown = desk
        .run(&["import-table", &table, "--kind", "Депеша"])
        .await
        .ends_with(1);
    assert!(unknown.stderr.contains("«Депеша»"), "{unknown:#?}");
}
