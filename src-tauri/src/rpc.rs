//! The one command of the window: everything the program can do, by name.

use api::{ApiError, WorldCommand};
use serde_json::{Value, json};
use tauri::{AppHandle, Runtime, State};
use tauri_plugin_opener::OpenerExt;

use crate::Shell;

/// Carries out a command for the window. Errors are coded and speak to the person.
#[tauri::command]
#[allow(clippy::unreachable, reason = "written by Tauri's macro")]
pub async fn rpc<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_, Shell>,
    command: String,
    request: Value,
) -> Result<Value, ApiError> {
    if let Some(Ok(WorldCommand::OpenPage(page))) = WorldCommand::read(&command, request.clone()) {
        let known = shell.workplace.known_page(&page).await?;
        app.opener()
            .open_url(known, None::<&str>)
            .map_err(|error| no_browser(&error))?;
        return Ok(json!({}));
    }
    shell.workplace.dispatch(&command, request).await
}

fn no_browser(error: &tauri_plugin_opener::Error) -> ApiError {
    tracing::warn!(%error, "the browser was not opened");
    api::refusal(
        "no_browser",
        "Браузер не открылся. Документы не затронуты. Скопируйте адрес и откройте страницу сами.",
    )
}
