//! What happens to computers: a lost keystore, a copied folder, two programs at once, a newer database. Each is a
//! clear sentence, and nothing is lost.

use std::fs;
use std::path::Path;

use testkit::{Clerk, Computer, POLAR_STAR, Partner};

fn refusal(folder: &Path, computer: &Computer) -> (String, String) {
    let error = Clerk::tries_to_open(folder, computer.ports())
        .err()
        .expect("it does not open");
    (error.code().as_str().to_owned(), error.sentence().to_owned())
}

#[tokio::test]
async fn a_lost_keystore_loses_nothing_and_the_recovery_key_brings_everything_back() {
    let folder = tempfile::tempdir().unwrap();
    let computer = Computer::new();
    let clerk = Clerk::opens(folder.path(), computer.ports());
    let document = clerk.imports("utd_schfdop_503.xml").await;
    let recovery_key = clerk.engine.recovery_key().await.unwrap();
    drop(clerk);

    computer.secrets.lose_everything();
    let before = fs::read(folder.path().join("surguch.db")).unwrap();
    let (code, sentence) = refusal(folder.path(), &computer);
    assert_eq!(code, "key_missing");
    assert!(
        sentence.contains("ключ восстановления") || sentence.contains("ключа восстановления"),
        "{sentence}"
    );
    assert_eq!(
        fs::read(folder.path().join("surguch.db")).unwrap(),
        before,
        "the database was touched"
    );

    let secrets = computer.ports().secrets;
    let wrong = engine::Engine::restore_key(folder.path(), secrets.as_ref(), "AAAAA-BBBBB").unwrap_err();
    assert_eq!(wrong.code().as_str(), "bad_recovery_key");
    engine::Engine::restore_key(folder.path(), secrets.as_ref(), recovery_key.expose()).unwrap();
    let clerk = Clerk::opens(folder.path(), computer.ports());
    assert_eq!(clerk.status(document).await, "Не отправлялся");
    assert!(!clerk.engine.content(document).await.unwrap().bytes.is_empty());
}

#[tokio::test]
async fn a_copy_beside_its_original_does_not_open_and_on_another_computer_asks_for_the_key() {
    let (original, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clerk = Clerk::opens(original.path(), computer.ports());
    clerk.connects(&partner, POLAR_STAR).await;
    let document = clerk.imports("utd_schfdop_503.xml").await;
    clerk.sends(document).await;
    drop(clerk);
    for entry in fs::read_dir(original.path()).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
        }
    }
    let (code, sentence) = refusal(copy.path(), &computer);
    assert_eq!(code, "folder_is_copy", "{sentence}");
    let (code, _) = refusal(copy.path(), &Computer::new());
    assert_eq!(code, "key_missing");
    // The original works on, and what was in its queue goes out once.
    let clerk = Clerk::opens(original.path(), computer.ports());
    clerk.refreshes().await;
    assert_eq!(partner.ledger().await.len(), 1);
}

#[tokio::test]
async fn a_second_program_is_told_who_holds_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let computer = Computer::new();
    let first = Clerk::opens(folder.path(), computer.ports());
    let (code, sentence) = refusal(folder.path(), &computer);
    assert_eq!(code, "database_locked");
    assert!(sentence.contains(&std::process::id().to_string()), "{sentence}");
    drop(first);
    Clerk::opens(folder.path(), computer.ports());
}

#[tokio::test]
async fn an_old_backup_brings_the_documents_back_and_sends_nothing_twice() {
    let room = tempfile::tempdir().unwrap();
    let (data, copy) = (room.path().join("data"), room.path().join("copy"));
    let (computer, partner) = (Computer::new(), Partner::start().await);
    let clerk = Clerk::opens(&data, computer.ports());
    clerk.connects(&partner, POLAR_STAR).await;
    let document = clerk.imports("utd_schfdop_503.xml").await;
    clerk.sends(document).await;
    let recovery_key = clerk.engine.recovery_key().await.unwrap();
    clerk.engine.back_up(copy.clone()).await.unwrap();
    // The copy holds the document in the queue; it goes out afterwards.
    clerk.refreshes().await;
    assert_eq!(partner.ledger().await.len(), 1);
    drop(clerk);

    let ports = computer.ports();
    let restore = |key: &str| {
        engine::Engine::restore_backup(&copy, &data, ports.secrets.as_ref(), ports.clock.as_ref(), key)
    };
    assert_eq!(
        restore("AAAAA-BBBBB").unwrap_err().code().as_str(),
        "bad_recovery_key"
    );
    let aside = restore(recovery_key.expose()).unwrap();
    assert!(
        aside.unwrap().join("surguch.db").exists(),
        "what was there is kept"
    );
    let clerk = Clerk::opens(&data, computer.ports());
    assert_eq!(clerk.status(document).await, "Результат отправки неизвестен");
    clerk.refreshes().await;
    clerk.refreshes().await;
    assert_eq!(clerk.status(document).await, "Ожидается подпись контрагента");
    let ledger = partner.ledger().await;
    assert_eq!((ledger.len(), ledger[0]["times_posted"].as_u64()), (1, Some(1)));
}
