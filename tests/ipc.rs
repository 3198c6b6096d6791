//! The door of the desktop program, without a screen: what a page may ask, what it is refused, what an error looks
//! like on the way back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::sync::Arc;

use host::{Folders, NoNotifier};
use serde_json::{Value, json};
use surguch_desktop::{Shell, context, with_doors};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, Manager, WebviewWindow, WebviewWindowBuilder};
use workplace::{Options, Workplace};

struct Desk {
    app: App<MockRuntime>,
    _folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            folders: Folders::at(folder.path()),
            notifier: Arc::new(NoNotifier),
        };
        let app = with_doors(mock_builder()).build(context()).unwrap();
        app.manage(Shell {
            workplace: Arc::new(Workplace::new(options)),
        });
        Self { app, _folder: folder }
    }

    fn window(&self, label: &str) -> WebviewWindow<MockRuntime> {
        WebviewWindowBuilder::new(&self.app, label, tauri::WebviewUrl::default())
            .build()
            .unwrap()
    }
}

fn ask(window: &WebviewWindow<MockRuntime>, command: &str, request: &Value) -> Result<Value, Value> {
    let url = if cfg!(windows) {
        "http://tauri.localhost"
    } else {
        "tauri://localhost"
    };
    let call = InvokeRequest {
        cmd: "rpc".into(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: url.parse().unwrap(),
        body: InvokeBody::Json(json!({ "command": command, "request": request })),
        headers: tauri::http::HeaderMap::new(),
        invoke_key: INVOKE_KEY.into(),
    };
    get_ipc_response(window, call).map(|body| body.deserialize().unwrap())
}

#[test]
fn the_main_window_is_answered_and_any_other_is_refused() {
    let desk = Desk::new();
    let answer = ask(&desk.window("main"), "world.get", &json!({})).unwrap();
    assert_eq!(answer["mode"], "work");
    let refused = ask(&desk.window("preview"), "world.get", &json!({})).unwrap_err();
    assert!(refused.to_string().contains("not allowed"), "{refused}");
}

#[test]
fn errors_come_back_coded_and_speak_russian() {
    let desk = Desk::new();
    let window = desk.window("main");
    let error = ask(&window, "world.open", &json!({ "pass_phrase": "Тайна-42" })).unwrap_err();
    assert_eq!(error["code"], "bad_request");
    assert!(!error.to_string().contains("Тайна-42"));
    // Nothing is open yet: the reason comes back, not a silence.
    let error = ask(&window, "documents.list", &json!({})).unwrap_err();
    assert_eq!(error["code"], "starting");
    assert!(error["message"].as_str().unwrap().contains("Ничего не потеряно"));
}

#[test]
fn a_page_cannot_open_addresses_of_its_own_choice() {
    let desk = Desk::new();
    let url = "https://evil.example/";
    let error = ask(&desk.window("main"), "world.open_page", &json!({ "url": url })).unwrap_err();
    assert_eq!(error["code"], "page_not_known");
}
