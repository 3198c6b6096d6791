//! Folders from which documents come in by themselves.

use std::path::{Path, PathBuf};

use domain::FirmId;
use engine::{Code, DocumentQuery, Engine, WatchedFolder};

use crate::world::{World, cedar_grove, polar_star, quiet_harbour, utd};

const PDF: &[u8] = include_bytes!("../../../formats/fixtures/print_form.pdf");

async fn watching(world: &World) -> (Engine, FirmId, PathBuf) {
    let engine = world.open();
    let firm = engine.save_firm(None, polar_star()).await.unwrap();
    let folder = world.home.path().join("Выгрузка из учёта");
    std::fs::create_dir(&folder).unwrap();
    engine.watch_folder(firm, folder.clone()).await.unwrap();
    (engine, firm, folder)
}

async fn documents(engine: &Engine) -> usize {
    let query = DocumentQuery {
        limit: 100,
        ..DocumentQuery::default()
    };
    engine.documents(query).await.unwrap().rows.len()
}

async fn status(engine: &Engine) -> WatchedFolder {
    engine.watched_folders().await.unwrap().remove(0)
}

fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_file_comes_in_at_the_second_look_and_a_growing_one_waits() {
    let world = World::new();
    let (engine, firm, folder) = watching(&world).await;
    let whole = utd("1", &polar_star(), &cedar_grove());
    let half = &whole[..whole.len() / 2];
    std::fs::write(folder.join("УПД 1.xml"), half).unwrap();
    assert_eq!(engine.look_into_folders().await.unwrap().waiting, 1);
    std::fs::write(folder.join("УПД 1.xml"), &whole).unwrap();
    assert_eq!(engine.look_into_folders().await.unwrap().waiting, 1);
    assert_eq!(documents(&engine).await, 0);
    let report = engine.look_into_folders().await.unwrap();
    assert_eq!((report.taken, report.failed, report.waiting), (1, 0, 0));
    assert_eq!(documents(&engine).await, 1);
    assert_eq!(names(&folder), ["processed"]);
    assert_eq!(names(&folder.join("processed")), ["УПД 1.xml"]);
    let status = status(&engine).await;
    assert_eq!(
        (status.firm, status.folder_name.as_str()),
        (firm, "Выгрузка из учёта")
    );
    assert_eq!((status.is_on, status.taken, status.problem), (true, 1, None));
    assert!(status.last_checked_at.is_some());
}

#[tokio::test]
async fn a_bad_file_lies_beside_its_reason_and_nothing_is_overwritten() {
    let world = World::new();
    let (engine, firm, folder) = watching(&world).await;
    for _ in 0..2 {
        std::fs::write(folder.join("письмо.docx"), b"PK\x03\x04 not a paper").unwrap();
        std::fs::write(folder.join("форма.pdf"), PDF).unwrap();
        engine.look_into_folders().await.unwrap();
        engine.look_into_folders().await.unwrap();
    }
    assert_eq!(documents(&engine).await, 1, "the same bytes are one document");
    assert_eq!(names(&folder.join("processed")), ["форма (2).pdf", "форма.pdf"]);
    assert_eq!(
        names(&folder.join("failed")),
        [
            "письмо (2).docx",
            "письмо (2).docx.причина.txt",
            "письмо.docx",
            "письмо.docx.причина.txt"
        ]
    );
    let reason = std::fs::read_to_string(folder.join("failed").join("письмо.docx.причина.txt")).unwrap();
    assert!(reason.trim_end().ends_with('.'), "{reason}");
    let status = status(&engine).await;
    assert_eq!((status.taken, status.failed), (2, 2));
    // A paper that names nobody is of the firm whose folder it lay in.
    let query = DocumentQuery {
        firm: Some(firm),
        limit: 5,
        ..DocumentQuery::default()
    };
    assert_eq!(engine.documents(query).await.unwrap().rows.len(), 1);
}

#[tokio::test]
async fn a_program_that_was_cut_off_before_the_file_was_moved_does_not_take_it_twice() {
    let world = World::new();
    let (engine, _, folder) = watching(&world).await;
    let paper = utd("5", &polar_star(), &cedar_grove());
    let file = engine::ImportFile {
        name: "УПД 5.xml".into(),
        bytes: paper.clone(),
    };
    // The row was written, and then the power went.
    engine.import(vec![file]).await.pop().unwrap().result.unwrap();
    std::fs::write(folder.join("УПД 5.xml"), &paper).unwrap();
    drop(engine);
    let engine = world.open();
    engine.look_into_folders().await.unwrap();
    assert_eq!(engine.look_into_folders().await.unwrap().taken, 1);
    assert_eq!(documents(&engine).await, 1);
    assert_eq!(names(&folder.join("processed")), ["УПД 5.xml"]);
}

#[tokio::test]
async fn a_folder_that_went_away_is_told_in_its_row_and_work_goes_on_when_it_is_back() {
    let world = World::new();
    let (engine, _, folder) = watching(&world).await;
    let elsewhere = world.home.path().join("отключённый диск");
    std::fs::rename(&folder, &elsewhere).unwrap();
    assert_eq!(engine.look_into_folders().await.unwrap().taken, 0);
    let problem = status(&engine).await.problem.unwrap();
    assert!(problem.contains("«Выгрузка из учёта» недоступна"), "{problem}");
    assert!(
        !problem.contains(world.home.path().to_str().unwrap()),
        "no path leaves: {problem}"
    );
    std::fs::write(elsewhere.join("форма.pdf"), PDF).unwrap();
    std::fs::rename(&elsewhere, &folder).unwrap();
    engine.look_into_folders().await.unwrap();
    engine.look_into_folders().await.unwrap();
    assert_eq!(
        (documents(&engine).await, status(&engine).await.problem),
        (1, None)
    );
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_that_leads_elsewhere_and_hidden_files_are_left_alone() {
    let world = World::new();
    let (engine, _, folder) = watching(&world).await;
    let outside = world.home.path().join("чужое.pdf");
    std::fs::write(&outside, PDF).unwrap();
    std::os::unix::fs::symlink(&outside, folder.join("ссылка.pdf")).unwrap();
    std::fs::write(folder.join(".скрытый.pdf"), PDF).unwrap();
    std::fs::create_dir(folder.join("папка.pdf")).unwrap();
    for _ in 0..3 {
        let report = engine.look_into_folders().await.unwrap();
        assert_eq!((report.taken, report.failed, report.waiting), (0, 0, 0));
    }
    assert!(outside.exists());
}

#[tokio::test]
async fn only_a_folder_of_its_own_can_be_watched() {
    let world = World::new();
    let (engine, firm, folder) = watching(&world).await;
    let other = engine.save_firm(None, quiet_harbour()).await.unwrap();
    let code = |firm, folder: PathBuf| {
        let engine = engine.clone();
        async move {
            engine
                .watch_folder(firm, folder)
                .await
                .map_err(|error| error.code())
        }
    };
    assert_eq!(code(other, folder.clone()).await, Err(Code::FolderNotAllowed));
    assert_eq!(
        code(other, world.home.path().to_path_buf()).await,
        Err(Code::FolderNotAllowed)
    );
    assert_eq!(code(other, world.folder()).await, Err(Code::FolderNotAllowed));
    assert_eq!(
        code(other, world.home.path().join("нет")).await,
        Err(Code::FolderUnavailable)
    );
    assert_eq!(code(FirmId(404), folder.clone()).await, Err(Code::FirmNotFound));
    engine.stop_watching(firm).await.unwrap();
    assert!(!status(&engine).await.is_on);
    assert_eq!(code(other, folder).await, Ok(()));
}

#[tokio::test]
async fn the_background_takes_files_by_itself() {
    let world = World::new();
    let (engine, _, folder) = watching(&world).await;
    std::fs::write(folder.join("форма.pdf"), PDF).unwrap();
    let mut changes = engine.changes();
    let loops = engine.run();
    let waiting = async {
        while documents(&engine).await == 0 {
            changes.next().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), waiting)
        .await
        .expect("the file was never taken");
    loops.stop().await;
}
