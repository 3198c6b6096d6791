//! The shell: the only Rust that knows Tauri. Makes the window, the tray icon and the notifications, and passes
//! commands on. Holds no rule about documents; without it nothing is lost but a window.

mod content;
pub mod linux;
mod notify;
mod rpc;
mod start;
mod tray;
mod window;

use std::process::ExitCode;
use std::sync::Arc;

use api::{ChangeEvent, Topic};
use serde_json::json;
use tauri::{
    App, AppHandle, Builder, Context, Emitter, Manager, RunEvent, Runtime, WindowEvent, generate_context,
};
use tauri_plugin_autostart::MacosLauncher;
use tokio::sync::broadcast;
use workplace::{Options, Workplace};

use crate::start::Arguments;
use crate::tray::Tray;
use crate::window::MAIN;
pub use crate::window::{Start, open as open_window};
pub use host::serve_keys_if_asked;

/// What the window's side holds.
pub struct Shell {
    /// The program itself.
    pub workplace: Arc<Workplace>,
}

/// The door and the protocol for stored files, on any runtime: a test uses one without a screen.
pub fn with_doors<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder
        .register_asynchronous_uri_scheme_protocol("content", content::serve)
        .invoke_handler(tauri::generate_handler![rpc::rpc])
}

/// The configuration with what each window may do.
pub fn context<R: Runtime>() -> Context<R> {
    generate_context!()
}

/// The doors with everything that the shell takes from Tauri's plugins. Nothing of the program is behind them yet.
pub fn framed() -> Builder<tauri::Wry> {
    with_doors(Builder::default())
        .plugin(tauri_plugin_single_instance::init(|app, _, _| window::raise(app)))
        .plugin(window::keeper())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_autostart::init(
            MacosLauncher::LaunchAgent,
            Some(vec!["--minimised"]),
        ))
}

/// Opens the program and stays until it is closed.
pub fn run() -> ExitCode {
    let arguments = match Arguments::read(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(unknown) => return start::refuse(&unknown),
    };
    start::log();
    let built = framed()
        .setup(move |app| set_up(app, &arguments))
        .build(context());
    let app = match built {
        Ok(app) => app,
        Err(error) => return start::refuse(&error.to_string()),
    };
    app.run(on_event);
    ExitCode::SUCCESS
}

fn set_up(app: &mut App, arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let notifier = Arc::new(notify::Desktop::new(app.handle().clone()));
    let workplace = Arc::new(Workplace::new(Options {
        folders: arguments.folders()?,
        notifier,
    }));
    app.manage(Shell {
        workplace: Arc::clone(&workplace),
    });
    // Listened to before anything is told.
    let news = workplace.news();
    let opening = Arc::clone(&workplace);
    let training = arguments.training;
    tauri::async_runtime::spawn(async move {
        if training == start::Training::Asked {
            if let Err(error) = opening.dispatch("training.start", json!({})).await {
                tracing::warn!(code = error.code, "training does not start");
            }
        } else {
            opening.resume().await;
        }
    });
    window::open(app.handle(), arguments.start)?;
    // The processes of the page start meanwhile: the place in the tray is asked for over the bus, which takes its time.
    let tray = Tray::build(app.handle());
    app.manage(HasTray(tray.is_some()));
    tauri::async_runtime::spawn(tell_news(app.handle().clone(), workplace, news, tray));
    Ok(())
}

/// Whether a closed window can be found again in the tray.
struct HasTray(bool);

/// Passes news on to the window and counts the tasks for the tray.
async fn tell_news(
    app: AppHandle,
    workplace: Arc<Workplace>,
    mut news: broadcast::Receiver<ChangeEvent>,
    tray: Option<Tray>,
) {
    loop {
        let event = match news.recv().await {
            Ok(event) => event,
            // The window was slow: it reads everything again.
            Err(broadcast::error::RecvError::Lagged(_)) => ChangeEvent {
                topic: Topic::World,
                ids: Vec::new(),
            },
            Err(broadcast::error::RecvError::Closed) => return,
        };
        if matches!(event.topic, Topic::Status | Topic::World)
            && let Some(tray) = &tray
        {
            count_tasks(&workplace, tray).await;
        }
        if let Err(error) = app.emit_to(MAIN, "changed", event) {
            tracing::debug!(%error, "the window was not told the news");
        }
    }
}

async fn count_tasks(workplace: &Workplace, tray: &Tray) {
    if let Ok(status) = workplace.dispatch("app.status", json!({})).await {
        let status: serde_json::Value = status.read().unwrap_or_default();
        let waiting = status
            .get("documents_waiting_for_us")
            .and_then(serde_json::Value::as_u64);
        tray.show_tasks(waiting.unwrap_or_default());
    }
}

fn on_event(app: &AppHandle, event: RunEvent) {
    match event {
        // With an icon in the tray the program goes on watching; without one a hidden window would be lost.
        RunEvent::WindowEvent {
            label,
            event: WindowEvent::CloseRequested { api, .. },
            ..
        } if label == MAIN && app.state::<HasTray>().0 => {
            api.prevent_close();
            if let Some(Err(error)) = app.get_webview_window(MAIN).map(|window| window.hide()) {
                tracing::warn!(%error, "the window could not be hidden");
            }
        }
        RunEvent::Exit => {
            let workplace = Arc::clone(&app.state::<Shell>().workplace);
            tauri::async_runtime::block_on(async move { workplace.close().await });
        }
        _ => {}
    }
}
