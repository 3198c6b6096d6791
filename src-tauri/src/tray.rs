//! The icon in the tray: «Открыть», the number of tasks, «Выйти».
//!
//! On Linux the icon itself sends no clicks, so everything is in the menu.

use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Wry};

use crate::{linux, window};

/// The icon and the line that tells the number of tasks.
pub struct Tray {
    icon: TrayIcon,
    tasks: MenuItem<Wry>,
}

impl Tray {
    /// Puts the icon into the tray; `None` where the desktop has no place for one.
    pub fn build(app: &AppHandle) -> Option<Self> {
        if !linux::has_tray() {
            tracing::info!("this desktop shows no tray icons");
            return None;
        }
        Self::build_icon(app)
            .inspect_err(|error| tracing::warn!(%error, "no tray icon"))
            .ok()
    }

    fn build_icon(app: &AppHandle) -> tauri::Result<Self> {
        let open = MenuItem::with_id(app, "open", "Открыть", true, None::<&str>)?;
        let tasks = MenuItem::with_id(app, "tasks", "Задач нет", false, None::<&str>)?;
        let line = PredefinedMenuItem::separator(app)?;
        let quit = MenuItem::with_id(app, "quit", "Выйти", true, None::<&str>)?;
        let menu = Menu::with_items(app, &[&open, &tasks, &line, &quit])?;
        let icon = TrayIconBuilder::with_id("main")
            .icon(tauri::include_image!("icons/tray-32.png"))
            .tooltip("Сургуч")
            .menu(&menu)
            .show_menu_on_left_click(false)
            .on_menu_event(|app, event| match event.id().as_ref() {
                "open" => window::raise(app),
                "quit" => app.exit(0),
                _ => {}
            })
            .on_tray_icon_event(|icon, event| {
                if let TrayIconEvent::Click {
                    button: MouseButton::Left,
                    ..
                } = event
                {
                    window::raise(icon.app_handle());
                }
            })
            .build(app)?;
        Ok(Self { icon, tasks })
    }

    /// Shows how many documents wait for us.
    pub fn show_tasks(&self, count: u64) {
        let text = if count == 0 {
            "Задач нет".to_owned()
        } else {
            format!("Задач: {count}")
        };
        let told = self.tasks.set_text(&text);
        let hint = self.icon.set_tooltip(Some(format!("Сургуч. {text}")));
        if let Err(error) = told.and(hint) {
            tracing::debug!(%error, "the tray did not take the number of tasks");
        }
    }
}
