use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};

use super::desk::{
    CEDAR_GROVE, Desk, POLAR_STAR, base, counterparty_signs, desk_with_two_papers, finished, training_world,
};
use sandbox::Options;

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_sends_two_papers_and_sees_them_signed() {
    let world = training_world(Options::default()).await;
    let desk = desk_with_two_papers(&world).await;

    let sent = desk
        .run(&["send", "1", "2", "--to", CEDAR_GROVE])
        .await
        .ends_with(0);
    assert!(sent.stdout.lines().count() == 2, "{sent:#?}");
    for document in [1, 2] {
        counterparty_signs(&world, &desk, document).await;
    }
    let heard = desk.run(&["sync", "--once"]).await.ends_with(0);
    assert!(heard.stdout.contains("Подписан контрагентом"), "{heard:#?}");

    let list = desk.rpc("documents.list", json!({})).await;
    let labels: Vec<&Value> = list["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["status"]["label"])
        .collect();
    assert_eq!(labels, ["Подписан контрагентом", "Подписан контрагентом"]);

    let shown = desk.run(&["list"]).await.ends_with(0).stdout;
    let row = shown
        .lines()
        .find(|line| line.contains("ПЗ-318"))
        .unwrap_or_default();
    for part in [
        "УПД № ПЗ-318",
        "16.11.2026",
        "ООО «Кедровая роща»",
        "8\u{a0}300,00",
        "Подписан контрагентом",
    ] {
        assert!(row.contains(part), "{part}: {shown}");
    }
    let card = desk.run(&["show", "2"]).await.ends_with(0).stdout;
    assert!(
        card.contains("Контур.Диадок") && card.contains("История"),
        "{card}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_password_or_key_stands_in_the_data_folder_or_in_any_answer() {
    let world = training_world(Options::default()).await;
    let desk = desk_with_two_papers(&world).await;
    desk.run(&["send", "1", "--to", CEDAR_GROVE]).await.ends_with(0);

    let described = world.describe();
    let mut secrets = vec![super::desk::PASSPHRASE.to_owned()];
    let credentials = described["connections"][0]["credentials"].as_object().unwrap();
    secrets.extend(["api_key", "password"].map(|field| credentials[field].as_str().unwrap().to_owned()));
    secrets.push(
        desk.run(&["recovery-key"])
            .await
            .ends_with(0)
            .stdout
            .trim()
            .to_owned(),
    );

    let mut told = desk.run(&["status"]).await.ends_with(0).stdout;
    for command in desk.run(&["rpc", "--list"]).await.ends_with(0).stdout.lines() {
        let request = if command.ends_with(".get") {
            json!({ "id": 1 })
        } else {
            json!({})
        };
        let done = desk
            .run_with_input(&["rpc", command, "-"], &request.to_string())
            .await;
        told.push_str(&done.stdout);
        told.push_str(&done.stderr);
    }
    assert!(told.contains("ООО «Полярная звезда»"), "{told}");
    let mut files = 0;
    for entry in walk(&desk.data()) {
        files += 1;
        let bytes = std::fs::read(&entry).unwrap();
        for secret in &secrets {
            let hidden = !bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(hidden, "{secret} in {}", entry.display());
        }
    }
    assert!(files >= 3, "{files}");
    for secret in &secrets {
        assert!(!told.contains(secret.as_str()), "{secret}");
    }
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_line_the_paper_waits_and_leaves_when_the_line_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let world = training_world(Options {
        state: Some(folder.path().to_path_buf()),
        ..Options::default()
    })
    .await;
    let port = world.address().port();
    let desk = desk_with_two_papers(&world).await;
    desk.run(&["list"]).await.ends_with(0);
    world.shutdown().await;

    let sent = desk.run(&["send", "2"]).await.ends_with(5);
    assert!(sent.stderr.contains("не потеряны"), "{sent:#?}");
    let waiting = desk.run(&["outbox"]).await.ends_with(0).stdout;
    assert!(waiting.contains("в очереди"), "{waiting}");

    let world = training_world(Options {
        state: Some(folder.path().to_path_buf()),
        port,
        ..Options::default()
    })
    .await;
    desk.run(&["sync", "--once"]).await.ends_with(0);
    let empty = desk.run(&["outbox"]).await.ends_with(0);
    assert!(empty.stderr.contains("Очередь пуста"), "{empty:#?}");
    let card = desk.rpc("documents.get", json!({ "id": 2 })).await;
    assert_eq!(card["sendings"].as_array().unwrap().len(), 1);
    world.shutdown().await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_of_the_command_line_prints_one_line_and_ends_when_asked() {
    let integrator = Desk::new().with_passphrase(None);
    let mut server = integrator.command(&["sandbox"]).spawn().unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let line = lines.next_line().await.unwrap().unwrap();
    let described: Value = serde_json::from_str(&line).unwrap();
    let control = described["control"].as_str().unwrap().to_owned();

    let clerk = Desk::new();
    let connected = clerk.run(&["connect", "--sandbox", &control]).await.ends_with(0);
    assert!(
        connected.stdout.contains("ООО «Полярная звезда»"),
        "{connected:#?}"
    );
    super::desk::ask_to_end(&server).await;
    assert_eq!(finished(server).await.code, 0);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_running_exchange_holds_the_folder_and_lets_go_when_asked() {
    let world = training_world(Options::default()).await;
    let desk = desk_with_two_papers(&world).await;
    let mut running = desk.command(&["sync"]).spawn().unwrap();
    let mut told = BufReader::new(running.stderr.take().unwrap()).lines();
    let first = told.next_line().await.unwrap().unwrap();
    assert!(first.contains("Обмен идёт"), "{first}");

    let refused = desk.run(&["--json", "list"]).await.ends_with(3).error();
    assert_eq!(refused["code"], "database_locked");
    assert!(
        refused["message"].as_str().unwrap().contains("surguch-cli"),
        "{refused}"
    );
    assert_eq!(refused["retryable"], true);

    super::desk::ask_to_end(&running).await;
    assert_eq!(finished(running).await.code, 0);
    desk.run(&["list"]).await.ends_with(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_come_from_a_file_or_the_standard_input_and_what_lacks_is_named() {
    let world = training_world(Options::default()).await;
    let described = world.describe();
    let connection = described["connections"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["inn"] == POLAR_STAR)
        .unwrap()
        .clone();
    let (address, edo_box) = (base(&world), connection["box_id"].as_str().unwrap());
    let desk = Desk::new();
    let connect = ["connect", "diadoc", "--address", &address, "--credentials", "-"];

    let halves = desk
        .run_with_input(&connect, r#"{"login":"buhgalter@surguch.example"}"#)
        .await
        .ends_with(1);
    assert!(halves.stderr.contains("«Ключ ЭДО» (поле api_key)"), "{halves:#?}");

    let credentials = connection["credentials"].to_string();
    let several = desk.run_with_input(&connect, &credentials).await.ends_with(1);
    assert!(several.stderr.contains("несколько ящиков"), "{several:#?}");

    let with_box = [&connect[..], &["--box", edo_box]].concat();
    let connected = desk.run_with_input(&with_box, &credentials).await.ends_with(0);
    assert!(connected.stdout.contains("Номер подключения 1"), "{connected:#?}");
}
