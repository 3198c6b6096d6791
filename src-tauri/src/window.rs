//! The one window: how it opens, hides and comes back.

use api::NewsPlace;
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Emitter, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Wry};
use tauri_plugin_window_state::StateFlags;

use crate::linux;

/// Label of the one window that may call the program.
pub const MAIN: &str = "main";

/// Whether the window is seen at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Opens in front.
    Shown,
    /// Stays hidden until it is called for: start with the computer (`--minimised`).
    Hidden,
}

/// Keeps place and size of the window between starts. Whether it is seen is said by [`Start`] alone: the keeper would
/// show a window that starts hidden.
pub fn keeper() -> TauriPlugin<Wry> {
    let flags = StateFlags::all().difference(StateFlags::VISIBLE);
    tauri_plugin_window_state::Builder::default()
        .with_state_flags(flags)
        .build()
}

/// Makes the window. It is painted by the page itself in the colours of its theme.
pub fn open(app: &AppHandle, start: Start) -> tauri::Result<WebviewWindow> {
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("index.html".into()))
        .title("Сургуч")
        .inner_size(1280.0, 820.0)
        .min_inner_size(800.0, 560.0)
        .visible(start == Start::Shown)
        // Files are dropped into the page, which reads their bytes; the shell never hands out paths.
        .disable_drag_drop_handler()
        .build()?;
    linux::revive_page(&window);
    Ok(window)
}

/// Brings the window to the front; makes it anew where it was closed.
pub fn raise(app: &AppHandle) {
    let window = match app.get_webview_window(MAIN) {
        Some(window) => Ok(window),
        None => open(app, Start::Shown),
    };
    let raised = window.and_then(|window| {
        window.show()?;
        window.unminimize()?;
        window.set_focus()
    });
    if let Err(error) = raised {
        tracing::warn!(%error, "the window could not be raised");
    }
}

/// Brings the window to the front and opens in it what the news is about.
pub fn open_news(app: &AppHandle, place: &NewsPlace) {
    raise(app);
    if let Err(error) = app.emit_to(MAIN, "open-news", place) {
        tracing::warn!(%error, "the window was not told what to open");
    }
}
