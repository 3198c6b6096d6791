use serde_json::json;

use super::desk::{Desk, desk_with_two_papers, fixture, training_world};
use sandbox::Options;

#[tokio::test(flavor = "multi_thread")]
async fn files_are_taken_or_refused_one_by_one() {
    let desk = Desk::new();
    let good = desk.file("Акт.pdf", &fixture("print_form.pdf"));
    let broken = desk.file("Битый.pdf", &fixture("broken.pdf"));
    let empty = desk.file("Пустой.xml", b"");

    let done = desk
        .run(&["import", &good, &broken, &empty, "/нет/такого.pdf"])
        .await
        .ends_with(6);
    assert!(
        done.stdout.contains("Добавлен: Акт.pdf, документ 1."),
        "{done:#?}"
    );
    for part in [
        "Битый.pdf",
        "Пустой.xml",
        "такого файла нет",
        "принято 1, с ошибками 3",
    ] {
        assert!(done.stderr.contains(part), "{part}: {done:#?}");
    }
    let again = desk.run(&["import", &good]).await.ends_with(0);
    assert!(
        again.stdout.contains("Уже в реестре") && again.stdout.contains("документ 1"),
        "{again:#?}"
    );
    desk.run(&["import", &broken]).await.ends_with(1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_named_and_nothing_breaks() {
    let desk = Desk::new();
    let empty = desk.run(&["list"]).await.ends_with(0);
    assert!(
        empty.stdout.is_empty() && empty.stderr.contains("ещё нет документов"),
        "{empty:#?}"
    );
    let missing = desk.run(&["show", "77"]).await.ends_with(1);
    assert!(missing.stderr.contains("Такого документа"), "{missing:#?}");
    let missing = desk.run(&["outbox", "cancel", "77"]).await.ends_with(1);
    assert!(missing.stderr.contains("Такой отправки"), "{missing:#?}");
    let nobody = desk.run(&["connect", "saturn"]).await.ends_with(1);
    assert!(
        nobody.stderr.contains("«saturn»") && nobody.stderr.contains("diadoc"),
        "{nobody:#?}"
    );
    let closed = desk
        .run(&["connect", "--sandbox", "http://127.0.0.1:1"])
        .await
        .ends_with(5);
    assert!(closed.stderr.contains("не отвечает"), "{closed:#?}");
    let foreign = desk
        .run(&["connect", "--sandbox", "http://sandbox.example"])
        .await
        .ends_with(1);
    assert!(
        foreign.stderr.contains("не адрес учебного режима"),
        "{foreign:#?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_on_the_command_line_ends_with_two() {
    let desk = Desk::new();
    for typed in [
        &["frobnicate"][..],
        &["send"],
        &["show", "номер"],
        &["connect", "diadoc", "--password", "x"],
    ] {
        desk.run(typed).await.ends_with(2);
    }
    let help = desk.run(&["--help"]).await.ends_with(0).stdout;
    for part in [
        "Команды",
        "Коды завершения",
        "SURGUCH_PASSPHRASE_FILE",
        "sandbox",
        "recovery-key",
    ] {
        assert!(help.contains(part), "{part}: {help}");
    }
    assert!(!desk.data().exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_gets_every_error_as_one_object() {
    let desk = Desk::new();
    let unknown = desk.run(&["rpc", "documents.burn"]).await.ends_with(1).error();
    assert_eq!(unknown["code"], "unknown_command");
    assert_eq!(unknown["retryable"], false);
    assert_eq!(unknown["trace_id"].as_str().unwrap().len(), 12);

    let wrong = desk
        .run(&["rpc", "documents.get", r#"{"id":"семь"}"#])
        .await
        .ends_with(1)
        .error();
    assert_eq!(wrong["code"], "bad_request");
    assert!(
        wrong["message"]
            .as_str()
            .unwrap()
            .contains("«id»: ожидается целое число"),
        "{wrong}"
    );

    let extra = desk
        .run(&["rpc", "firms.list", r#"{"colour":1}"#])
        .await
        .ends_with(1)
        .error();
    assert!(
        extra["message"]
            .as_str()
            .unwrap()
            .contains("лишнее поле «colour»"),
        "{extra}"
    );

    let slip = desk.run(&["rpc", "firms.list", "{"]).await.ends_with(1).error();
    assert_eq!(slip["code"], "bad_json");

    let typed = json!({ "operator": "diadoc", "credentials": { "password": "Тайна-42" } }).to_string();
    let secret = desk
        .run(&["rpc", "connections.save", &typed])
        .await
        .ends_with(1)
        .error();
    assert_eq!(secret["code"], "secret_in_arguments");

    let bad = json!({ "name": "ООО «Ромашка»", "inn": "9612045076" }).to_string();
    let inn = desk.run(&["rpc", "firms.save", &bad]).await.ends_with(1).error();
    assert_eq!(inn["code"], "bad_tax_id");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_that_lacks_something_is_not_sent_and_the_lack_is_told() {
    let world = training_world(Options::default()).await;
    let desk = desk_with_two_papers(&world).await;

    let lacking = desk.run(&["send", "1"]).await.ends_with(1);
    assert!(lacking.stderr.contains("Не указан контрагент"), "{lacking:#?}");
    let stranger = desk.run(&["send", "1", "--to", "9687301463"]).await.ends_with(1);
    assert!(
        stranger.stderr.contains("нет ни в справочнике, ни у оператора"),
        "{stranger:#?}"
    );
    let partly = desk.run(&["send", "1", "2"]).await.ends_with(6);
    assert!(partly.stdout.contains("УПД № ПЗ-318"), "{partly:#?}");
    let twice = desk.run(&["send", "2"]).await.ends_with(1);
    assert!(twice.stderr.contains("уже отправлялся"), "{twice:#?}");
}
