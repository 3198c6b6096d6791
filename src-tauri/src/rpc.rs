//! The one command of the window: everything the program can do, by name.
#![allow(clippy::unreachable, reason = "Tauri's macro writes one")]

use std::path::PathBuf;

use api::{Answer, ApiError, AskAutostart, Autostart, SavedFile, WorldCommand, WrittenBackup};
use serde_json::{Value, json};
use tauri::{AppHandle, Runtime, State};
use tauri_plugin_autostart::ManagerExt;
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_opener::OpenerExt;

use crate::Shell;

/// Carries out a command for the window. Errors are coded and speak to the person.
#[tauri::command]
pub async fn rpc<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    command: String,
    request: Value,
) -> Result<Answer, ApiError> {
    tracing::debug!(command, "the page asks");
    let workplace = &shell.workplace;
    match WorldCommand::read(&command, request.clone()) {
        Some(Ok(WorldCommand::OpenPage(page))) => {
            let known = workplace.known_page(&page).await?;
            app.opener()
                .open_url(known, None::<&str>)
                .map_err(|error| no_browser(&error))?;
            Answer::of(&json!({}))
        }
        Some(Ok(WorldCommand::BackUp)) => {
            let name = match chosen_folder(&app, "Где сохранить резервную копию").await
            {
                Some(folder) => Some(workplace.back_up(&folder).await?),
                None => None,
            };
            Answer::of(&WrittenBackup { name })
        }
        Some(Ok(WorldCommand::RestoreBackup(typed))) => {
            match chosen_folder(&app, "Папка резервной копии").await {
                Some(folder) => Answer::of(&workplace.restore_backup(folder, typed).await?),
                // Nothing was chosen, so nothing happened: the page keeps its dialog open.
                None => Answer::of(&()),
            }
        }
        Some(Ok(WorldCommand::Autostart(asked))) => Answer::of(&autostart(&app, asked)?),
        Some(Ok(WorldCommand::SaveFile(file))) => {
            let name = match chosen_place(&app, &file.name).await {
                Some(place) => Some(workplace.save_file(&file, &place).await?),
                None => None,
            };
            Answer::of(&SavedFile { name })
        }
        Some(Ok(WorldCommand::ChooseFolder(chosen))) => {
            if let Some(folder) = chosen_folder(&app, "Папка, из которой брать документы").await
            {
                workplace.watch_folder(&chosen, folder).await?;
            }
            Answer::of(&json!({}))
        }
        Some(Ok(WorldCommand::ChooseTokenModule)) => {
            if let Some(module) = chosen_file(&app, "Драйвер токена (библиотека PKCS#11)").await
            {
                workplace.add_token_module(module).await?;
            }
            Answer::of(&json!({}))
        }
        _ => workplace.dispatch(&command, request).await,
    }
}

/// Asks the person for a file. The path stays on this side.
async fn chosen_file<R: Runtime>(app: &AppHandle<R>, title: &str) -> Option<PathBuf> {
    let (answer, chosen) = tokio::sync::oneshot::channel();
    app.dialog()
        .file()
        .set_title(title)
        .pick_file(move |file| drop(answer.send(file)));
    chosen.await.ok().flatten()?.into_path().ok()
}

/// Asks the person for a folder. The path stays on this side: the page gets names only.
async fn chosen_folder<R: Runtime>(app: &AppHandle<R>, title: &str) -> Option<PathBuf> {
    let (answer, chosen) = tokio::sync::oneshot::channel();
    app.dialog()
        .file()
        .set_title(title)
        .pick_folder(move |folder| drop(answer.send(folder)));
    chosen.await.ok().flatten()?.into_path().ok()
}

/// Asks the person where to save a file of this name. The path stays on this side.
async fn chosen_place<R: Runtime>(app: &AppHandle<R>, name: &str) -> Option<PathBuf> {
    // Only the name counts: a page must not point at a folder.
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let (answer, chosen) = tokio::sync::oneshot::channel();
    app.dialog()
        .file()
        .set_title("Сохранить файл")
        .set_file_name(name)
        .save_file(move |place| drop(answer.send(place)));
    chosen.await.ok().flatten()?.into_path().ok()
}

fn autostart<R: Runtime>(app: &AppHandle<R>, asked: AskAutostart) -> Result<Autostart, ApiError> {
    let manager = app.autolaunch();
    let changed = match asked.enabled {
        Some(true) => manager.enable(),
        Some(false) => manager.disable(),
        None => Ok(()),
    };
    let enabled = changed.and_then(|()| manager.is_enabled()).map_err(|error| {
        tracing::warn!(%error, "starting with the computer could not be changed");
        api::refusal(
            "autostart_refused",
            "Система не дала изменить запуск вместе с компьютером. Документы не затронуты. Настройте автозапуск в \
             параметрах системы.",
        )
    })?;
    Ok(Autostart {
        enabled: Some(enabled),
    })
}

fn no_browser(error: &tauri_plugin_opener::Error) -> ApiError {
    tracing::warn!(%error, "the browser was not opened");
    api::refusal(
        "no_browser",
        "Браузер не открылся. Документы не затронуты. Скопируйте адрес и откройте страницу сами.",
    )
}
