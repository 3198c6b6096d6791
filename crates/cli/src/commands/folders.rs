//! `folders`: folders from which documents come into the registry by themselves.

use std::path::Path;
use std::time::Duration;

use engine::LookReport;
use serde::Deserialize;
use serde_json::json;

use super::firms;
use crate::args::{Folders, FoldersAction};
use crate::fault::{Done, Fault};
use crate::session::Session;
use crate::{table, words};

/// A file counts as whole when it is the same after so long.
const BETWEEN_LOOKS: Duration = Duration::from_secs(2);

#[derive(Deserialize)]
struct Watched {
    folders: Vec<Folder>,
}

#[derive(Deserialize)]
struct Folder {
    firm_id: i64,
    folder_name: String,
    is_on: bool,
    taken: u64,
    failed: u64,
    problem: Option<String>,
}

pub(crate) async fn run(session: &Session, wanted: &Folders) -> Result<Done, Fault> {
    match &wanted.action {
        None | Some(FoldersAction::List) => list(session).await,
        Some(FoldersAction::Add { folder, firm }) => add(session, folder, firm.as_deref()).await,
        Some(FoldersAction::Remove { firm }) => remove(session, firm.as_deref()).await,
        Some(FoldersAction::Take) => take(session).await,
    }
}

async fn list(session: &Session) -> Result<Done, Fault> {
    let answer = session.call("folders.list", json!({})).await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
        return Ok(Done::Whole);
    }
    let watched: Watched = crate::session::read(answer)?;
    let firms = firms::all(session).await?;
    let rows: Vec<[String; 4]> = watched
        .folders
        .iter()
        .filter(|folder| folder.is_on)
        .map(|folder| {
            let firm = firms.iter().find(|firm| firm.id == folder.firm_id);
            [
                firm.map_or_else(String::new, |firm| firm.name.clone()),
                folder.folder_name.clone(),
                folder.taken.to_string(),
                folder.failed.to_string(),
            ]
        })
        .collect();
    if rows.is_empty() {
        session
            .output
            .note("Папок нет. Выбрать: surguch-cli folders add ПАПКА.");
        return Ok(Done::Whole);
    }
    let columns = [
        table::left("Фирма", 40),
        table::left("Папка", 40),
        table::right("Взято", 9),
        table::right("С ошибкой", 9),
    ];
    for line in table::lines(&columns, &rows) {
        session.output.line(&line);
    }
    tell_problems(session, &watched.folders);
    Ok(Done::Whole)
}

fn tell_problems(session: &Session, folders: &[Folder]) {
    for problem in folders.iter().filter_map(|folder| folder.problem.as_deref()) {
        session.output.note(problem);
    }
}

async fn add(session: &Session, folder: &Path, inn: Option<&str>) -> Result<Done, Fault> {
    let firm = firms::chosen(session, inn).await?;
    session
        .engine
        .watch_folder(
            firm.id
                .to_string()
                .parse()
                .map_err(|error| Fault::internal(&error))?,
            folder.to_path_buf(),
        )
        .await?;
    if session.output.is_for_program() {
        session.output.json(&json!({ "firm_id": firm.id }));
    } else {
        session.output.line(&format!(
            "Документы фирмы {} берутся из папки {}.",
            firm.name,
            folder.display()
        ));
        session
            .output
            .note("Принятые файлы переходят в папку processed, остальные — в failed вместе с причиной.");
    }
    Ok(Done::Whole)
}

async fn remove(session: &Session, inn: Option<&str>) -> Result<Done, Fault> {
    let firm = firms::chosen(session, inn).await?;
    session
        .call("folders.stop", json!({ "firm_id": firm.id }))
        .await?;
    if session.output.is_for_program() {
        session.output.json(&json!({ "firm_id": firm.id }));
    } else {
        session.output.line(&format!(
            "Папка фирмы {} больше не просматривается. Файлы в ней не тронуты.",
            firm.name
        ));
    }
    Ok(Done::Whole)
}

/// Two looks with a pause: what did not change between them is whole.
async fn take(session: &Session) -> Result<Done, Fault> {
    let mut report = session.engine.look_into_folders().await?;
    if report.waiting > 0 {
        tokio::time::sleep(BETWEEN_LOOKS).await;
        let second = session.engine.look_into_folders().await?;
        report = LookReport {
            taken: report.taken + second.taken,
            failed: report.failed + second.failed,
            waiting: second.waiting,
        };
    }
    let watched: Watched = session.read("folders.list", json!({})).await?;
    let problems: Vec<&str> = watched
        .folders
        .iter()
        .filter_map(|folder| folder.problem.as_deref())
        .collect();
    if session.output.is_for_program() {
        session.output.json(&json!({
            "taken": report.taken, "failed": report.failed, "waiting": report.waiting, "problems": problems,
        }));
    } else {
        let files = |count| words::count(count, ["файл", "файла", "файлов"]);
        session.output.line(&format!(
            "Взято: {}. С ошибкой: {}. Осталось в папках: {}.",
            files(report.taken),
            files(report.failed),
            files(report.waiting)
        ));
        tell_problems(session, &watched.folders);
    }
    let bad = usize::try_from(report.failed).unwrap_or(usize::MAX);
    Ok(match (bad, problems.is_empty()) {
        (0, true) => Done::Whole,
        _ => Done::Partly,
    })
}
